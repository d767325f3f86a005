"""`whomet token`: made and shown once, kept as a hash, listed without it, revoked."""

from __future__ import annotations

import stat

import pytest

from whomet.faces.tokens import kept_tokens, token_of


@pytest.fixture
def told(run, tmp_path, monkeypatch):
    """Runs `whomet` with a file of tokens of its own."""
    monkeypatch.setenv("WHOMET_TOKENS", str(tmp_path / "own" / "tokens.json"))
    return run


def test_a_token_is_shown_once_and_kept_as_a_hash(told, tmp_path):
    """Standard output has the token alone; the file, which only its owner can read, does not have it."""
    made = told("token", "add", "Ada Lind", "--may", "decide")
    words = made.out.strip()
    assert made.status == 0
    assert words.startswith("whomet_")
    assert len(words) == 50
    file = tmp_path / "own" / "tokens.json"
    assert words not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token_of(words, kept_tokens()).name == "Ada Lind"
    assert token_of(words + "x", kept_tokens()) is None
    assert told("token", "list").out == "decide  Ada Lind\n"


def test_a_token_reads_unless_more_is_asked_and_is_worth_nothing_once_revoked(told):
    """Each name has one token at a time."""
    first = told("token", "add", "Ben").out.strip()
    again = told("token", "add", "Ben")
    assert again.status == 1
    assert "There is a token for 'Ben' already" in again.err
    assert told("token", "list").out == "read    Ben\n"
    assert told("token", "revoke", "Ben").status == 0
    assert token_of(first, kept_tokens()) is None
    assert told("token", "list").out == ""
    assert told("token", "revoke", "Ben").status == 1


@pytest.mark.parametrize("name", ["", "  ", "a\x1b[31m", "x" * 101])
def test_a_name_that_is_none_is_refused(told, name):
    """Decisions will bear it."""
    refused = told("token", "add", name)
    assert refused.status == 1
    assert "is no name" in refused.err
    assert kept_tokens() == ()


def test_a_file_that_holds_no_tokens_lets_nobody_in_and_is_named(told, tmp_path):
    """One sentence; it is not written over."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "tokens.json").write_text("{}")
    refused = told("token", "add", "Ada")
    assert refused.status == 1
    assert "tokens.json holds no tokens" in refused.err
    assert (tmp_path / "own" / "tokens.json").read_text() == "{}"
