"""The API over a register of three made-up reports, and tokens of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from asked_over_http import REPORTS, TestClient, client_of, put


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a register of the three reports."""
    path = tmp_path_factory.mktemp("made") / "register.whomet"
    put(str(path), REPORTS)
    return path.read_bytes()


@pytest.fixture
def where(made: bytes, tmp_path: Path) -> str:
    path = tmp_path / "register.whomet"
    path.write_bytes(made)
    return str(path)


@pytest.fixture(autouse=True)
def no_tokens(tmp_path, monkeypatch):
    """Each test begins without a token."""
    monkeypatch.setenv("WHOMET_TOKENS", str(tmp_path / "tokens.json"))


@pytest.fixture
def client(where: str) -> TestClient:
    return client_of(where)
