"""A register of made-up meetings in a file, and `whomet` run as its users run it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import made_up
import pytest
from put_by_hand import put_by_hand

import whomet
from whomet.faces.command_line import main
from whomet.model import Finding, FindingKind
from whomet.register import Register


@dataclass
class Outcome:
    """What a command left behind."""

    status: int
    out: str
    err: str
    raw: bytes


@pytest.fixture
def run(capfdbinary, monkeypatch, tmp_path):
    """Runs `whomet` with these arguments in a folder of its own; nothing is a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)

    def whomet_with(*arguments: str) -> Outcome:
        status = main(arguments)
        sys.stdout.flush()
        raw, err = capfdbinary.readouterr()
        return Outcome(status, raw.decode(), err.decode(), raw)

    return whomet_with


def keep_derived(register: Register) -> None:
    """What would follow from the made-up readings, put into a register."""
    compared = [f for f in made_up.findings() if f.kind is FindingKind.SOURCES_DIFFER]
    put_by_hand(register, made_up.judgements(), made_up.meetings(), made_up.entities(), compared)


@pytest.fixture
def register(tmp_path) -> Path:
    """The file of a register that holds the made-up meetings."""
    path = tmp_path / "register.whomet"
    with Register.open(path) as opened:
        for reading in made_up.readings():
            opened.add(reading)
        keep_derived(opened)
        opened.note_skipped(f for f in made_up.findings() if f.kind is FindingKind.INPUT_SKIPPED)
    return path


@pytest.fixture
def pipeline(monkeypatch) -> list[str]:
    """A pipeline that reads the made-up documents whatever it is given, and cannot read a path with "bad" in it.

    Gives the list of the paths it was asked for.
    """
    asked: list[str] = []

    def read_here(parts, cores, kept=None, register=""):
        for part in parts:
            path = part.source
            asked.append(path)
            if "bad" in path:
                yield Finding(FindingKind.INPUT_SKIPPED, f"{path}: encrypted, so it was left out.", path)
            else:
                yield from made_up.readings()

    def absorb(register, readings, executor=None):
        for reading in readings:
            register.add(reading)
        keep_derived(register)
        return []

    fake, here, sharing = map(ModuleType, ("whomet.pipeline", "whomet.shards.here", "whomet.shards.sharing"))
    fake.absorb, here.read_here, sharing.sharing = absorb, read_here, lambda where, cores: nullcontext()
    monkeypatch.setitem(sys.modules, "whomet.pipeline", fake)
    monkeypatch.setitem(sys.modules, "whomet.shards", ModuleType("whomet.shards"))
    monkeypatch.setitem(sys.modules, "whomet.shards.here", here)
    monkeypatch.setitem(sys.modules, "whomet.shards.sharing", sharing)
    monkeypatch.setattr(whomet, "pipeline", fake, raising=False)
    return asked
