"""A register of made-up reports for an assistant, and a reader that is quick to load."""

from __future__ import annotations

from pathlib import Path

import pytest
from asked_as_assistant import ENGLISH, REPORTS, put

from whomet.faces import at_hand
from whomet.faces.assistants.tools import Desk


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a register of the reports."""
    path = tmp_path_factory.mktemp("made") / "register.whomet"
    put(str(path), REPORTS)
    return path.read_bytes()


@pytest.fixture
def where(made: bytes, tmp_path: Path) -> str:
    path = tmp_path / "register.whomet"
    path.write_bytes(made)
    return str(path)


@pytest.fixture
def desk(where: str) -> Desk:
    """An assistant that may only ask."""
    return Desk(where)


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    """Texts are read by rules alone, which are there at once."""
    monkeypatch.setattr(at_hand, "english", lambda: ENGLISH)
