"""What these tests share: a server that a test tells what to answer, documents, and the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import endpoints
import pytest
import yaml

from whomet.faces.command_line import main

TEXTS: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text("utf-8"))
VARIABLES = ("WHOMET_LLM_ENDPOINT", "WHOMET_LLM_MODEL", "WHOMET_LLM_KEY", "WHOMET_LLM_PRICE", "COLUMNS")


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def server() -> Iterator[endpoints.Server]:
    """A server of a model that finds nothing, until it is told otherwise."""
    with endpoints.serving() as one:
        yield one


@pytest.fixture
def texts() -> dict[str, dict[str, Any]]:
    """Texts of our own, each with what a model would answer."""
    return TEXTS


@pytest.fixture
def run(monkeypatch, tmp_path, capfd) -> Callable[..., Outcome]:
    """The command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def whomet_with(*arguments: str) -> Outcome:
        status = main([str(a) for a in arguments])
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Outcome(status, out, err)

    return whomet_with


@pytest.fixture
def write(tmp_path) -> Callable[..., Path]:
    """Some of the texts as a file of JSON Lines."""

    def file_of(*names: str) -> Path:
        path = tmp_path / f"{'-'.join(names)}.jsonl"
        records = [{"id": name, **TEXTS[name]["record"]} for name in names]
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return path

    return file_of
