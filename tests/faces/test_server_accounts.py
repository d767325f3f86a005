"""`whomet account`: made with a password that only a hash is kept of, listed, changed, removed; changes are noted."""

from __future__ import annotations

import getpass
import io
import json
import stat
import sys

import pytest
from argon2 import PasswordHasher

from whomet.errors import WhometError
from whomet.faces import accounts
from whomet.faces.accounts import account_of, is_right, kept_accounts
from whomet.faces.audit import Done, audit_file, note, noted
from whomet.faces.roles import Role

PASSWORD = "seven ferries at dawn"


class Terminal(io.StringIO):
    """Standard input that somebody types at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def told(run, tmp_path, monkeypatch):
    """Runs `whomet` with a file of accounts of its own, and something on standard input."""
    monkeypatch.setenv("WHOMET_ACCOUNTS", str(tmp_path / "own" / "accounts.json"))
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    def given(*arguments: str, stdin: str = f"{PASSWORD}\n", kind: type[io.StringIO] = io.StringIO):
        monkeypatch.setattr(sys, "stdin", kind(stdin))
        return run("account", *arguments)

    return given


def test_the_shipped_cost_of_a_password_is_what_rfc_9106_advises():
    """Argon2id, three passes over 64 MiB."""
    kept = accounts._HASHER
    assert (kept.type.name, kept.time_cost, kept.memory_cost) == ("ID", 3, 65536)


def test_of_a_password_only_a_slow_hash_is_kept(told, tmp_path):
    """In a file that only its owner can read; the account has the role that was said, else it reads."""
    assert told("add", "Ada Lind", "--role", "coder").status == 0
    assert told("add", "Ben", stdin="nine ferries at noon\r\nmore\n").status == 0
    file = tmp_path / "own" / "accounts.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "ferries" not in file.read_text()
    assert "$argon2id$" in file.read_text()
    found = kept_accounts()
    assert is_right(account_of("ada lind", found), PASSWORD)
    assert is_right(account_of("Ben", found), "nine ferries at noon")
    assert not is_right(account_of("Ben", found), PASSWORD)
    assert told("list").out == "coder   Ada Lind\nreader  Ben\n"


def test_a_password_is_typed_twice_and_not_shown(told, monkeypatch):
    """On a terminal; two that differ change nothing."""
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "another one altogether"])
    monkeypatch.setattr(getpass, "getpass", lambda prompt: next(typed))
    done = told("add", "Ada", kind=Terminal)
    assert (done.status, PASSWORD in done.out + done.err) == (0, False)
    assert told("add", "Ben", kind=Terminal).status == 1
    assert [account.name for account in kept_accounts()] == ["Ada"]


def test_no_option_takes_a_password(told):
    """It would stand in the shell's history and in the list of what runs."""
    assert told("add", "Ada", "--password", PASSWORD).status == 2


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("", PASSWORD, "is no name"),
        ("a\x1b[31m", PASSWORD, "is no name"),
        ("a\u202eb", PASSWORD, "is no name"),
        ("x" * 101, PASSWORD, "is no name"),
        ("ADA  lind", PASSWORD, "There is an account for 'ADA lind' already"),
        ("\uff21da Lind", PASSWORD, "already"),
        ("Ben", "short one", "fewer than 12 characters"),
        ("Ben", "x" * 1001, "more than 1000 characters"),
        ("Ben", "ababababababab", "too easy to guess"),
        ("Benjamin Dahl", "benjamin dahl", "too easy to guess"),
        ("Ben", "", "No password was given"),
    ],
)
def test_what_makes_no_account_is_one_sentence(told, name, password, said):
    """A name that is none or is taken in another spelling, a password that is guessed; nothing is kept."""
    told("add", "Ada Lind")
    refused = told("add", name, stdin=f"{password}\n")
    assert (refused.status, len(refused.err.splitlines())) == (1, 1)
    assert said in refused.err
    assert [account.name for account in kept_accounts()] == ["Ada Lind"]


@pytest.mark.parametrize("role", ["public", "stranger", "boss", ""])
def test_an_account_has_one_of_three_roles(told, role):
    """No other word is a role that can be given."""
    refused = told("add", "Ada", "--role", role)
    assert refused.status == 1
    assert "it is one of: reader, coder, admin" in refused.err
    told("add", "Ada")
    assert told("role", "Ada", role).status == 1
    assert kept_accounts()[0].role is Role.READER


def test_each_change_ends_what_was_begun(told):
    """A role, a password: the account is another than before, in what sessions go by."""
    told("add", "Ada")
    seen = [kept_accounts()[0].since]
    assert told("role", "ada", "admin").status == 0
    seen.append(kept_accounts()[0].since)
    assert told("password", "Ada", stdin="eight ferries at dusk\n").status == 0
    seen.append(kept_accounts()[0].since)
    assert len(set(seen)) == 3
    account = kept_accounts()[0]
    assert (account.role, account.name) == (Role.ADMIN, "Ada")
    assert (is_right(account, "eight ferries at dusk"), is_right(account, PASSWORD)) == (True, False)


@pytest.mark.parametrize("arguments", [("remove", "Nobody"), ("role", "Nobody", "admin"), ("password", "Nobody")])
def test_nobody_s_account_can_t_be_changed(told, arguments):
    """The sentence says where to look."""
    refused = told(*arguments)
    assert refused.status == 1
    assert "There is no account for 'Nobody'; see `whomet account list`" in refused.err


def test_an_account_without_a_password_is_listed_as_such_and_removed(told):
    """Standard input is not read for it."""
    assert told("add", "Zoë Ek", "--no-password", stdin="").status == 0
    assert told("list").out == "reader  Zoë Ek  (no password)\n"
    assert not is_right(kept_accounts()[0], "")
    assert told("remove", "zoë ek").status == 0
    assert kept_accounts() == ()


def test_changes_are_noted_without_passwords(told):
    """Who made them on this machine, the latest last; those that were refused were none."""
    told("add", "Ada")
    told("add", "Ada")
    told("role", "Ada", "admin")
    told("remove", "Ada")
    listed = told("log").out.splitlines()
    who = f"{getpass.getuser()} at the command line"
    assert [line.partition("  ")[2] for line in listed] == [
        f"{who}: account changed  account of Ada made, reader",
        f"{who}: account changed  account of Ada is admin now",
        f"{who}: account changed  account of Ada removed",
    ]
    assert told("log", "--most", "1").out.splitlines() == listed[-1:]
    assert "ferries" not in audit_file().read_text()
    assert stat.S_IMODE(audit_file().stat().st_mode) == 0o600


def test_a_hostile_name_makes_no_line_of_its_own(told):
    """Nor does it drive a terminal, nor grow without end."""
    note(Done.LOG_IN, 'Ada"}\n{"what": "export"} \x1b[31m\u202e \ud800' + "x" * 10_000)
    assert len(audit_file().read_text().splitlines()) == 1
    assert len(noted(10)) == 1
    assert "\x1b" not in audit_file().read_text()
    assert "\u202e" not in told("log").out
    assert len(json.loads(audit_file().read_text())["who"]) == 300


def test_lines_that_are_none_are_passed_over(told):
    """What somebody else wrote into the log, or half of a line."""
    note(Done.LOG_IN, "Ada")
    with audit_file().open("ab") as file:
        file.write(b'[1]\n{"on": 1}\nnull\n\xff\n{"on": "2031", "what": "x", "who": "Ben", "more": 1}\n{"on"')
    assert [line.who for line in noted(10)] == ["Ben", "Ada"]


def test_a_file_that_holds_no_accounts_lets_nobody_in_and_is_named(told, tmp_path):
    """One sentence; it is not written over."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "accounts.json").write_text('[{"name": "Ada", "role": "boss", "argon2": "", "since": ""}]')
    refused = told("add", "Ben")
    assert refused.status == 1
    assert "accounts.json holds no accounts" in refused.err
    with pytest.raises(WhometError, match="holds no accounts"):
        kept_accounts()
