"""Accounts: who may log in to a server of Whomet, and in which role. Of a password only a slow hash (Argon2id) is kept.

They stand, as tokens do, in one file of the person who runs the server.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from whomet.errors import AccessError, NotFoundError
from whomet.faces.own_files import check_name, keep_rows, own_file, rows_in
from whomet.faces.roles import OF_ACCOUNTS, Role

VARIABLE = "WHOMET_ACCOUNTS"
SHORTEST = 12
"""Characters of a password: length is what counts, so nothing else is asked of one."""

_LONGEST = 1000
_DIFFERENT = 5  # characters of a password
_HASHER = PasswordHasher()  # Argon2id as RFC 9106 advises where memory is scarce: 64 MiB, three passes


@dataclass(frozen=True, slots=True)
class Account:
    """Whose it is (decisions bear the name), the role, and the Argon2id hash of the password: "" for somebody whom only
    a proxy can name. `since` is chance, and another with each change: what began before the change ends with it."""

    name: str
    role: Role
    argon2: str
    since: str


def accounts_file() -> Path:
    """$WHOMET_ACCOUNTS, else `accounts.json` beside the user's own knowledge."""
    return own_file(VARIABLE, "accounts.json")


def kept_accounts() -> tuple[Account, ...]:
    """All accounts, by name; () where none was made. Raises AccessError for a file that can't be read."""
    return rows_in(accounts_file(), Account, "accounts")


def folded(name: str) -> str:
    """What two names have in common that nobody tells apart by eye: case, width, white space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def account_of(name: str, accounts: Sequence[Account]) -> Account | None:
    """The account that goes by a name, in any case; None where there is none."""
    return next((account for account in accounts if folded(account.name) == folded(name)), None)


def role_called(word: str) -> Role:
    """The role that a word names. Raises AccessError for a word that names none that an account can have."""
    if word not in OF_ACCOUNTS:
        raise AccessError(f"{word!r} is no role; it is one of: {', '.join(OF_ACCOUNTS)}.")
    return Role(word)


def add_account(name: str, role: Role, password: str | None) -> None:
    """Makes an account; without a password it is for somebody whom a proxy names.

    Raises AccessError for a name that is taken or is none, and for a password that is too easy to guess.
    """
    check_free(name)
    hashed = "" if password is None else _hash(password, name)
    _keep([*kept_accounts(), Account(name, role, hashed, _chance())])


def check_free(name: str) -> None:
    """Raises AccessError where an account can't have a name."""
    check_name(name)
    if account_of(name, kept_accounts()):
        raise AccessError(f"There is an account for {name!r} already; remove it first, or give this one another name.")


def remove_account(name: str) -> None:
    """Takes an account away, and ends its sessions. Raises NotFoundError where nobody of that name has one."""
    gone = named(name)
    _keep([account for account in kept_accounts() if account != gone])


def change_role(name: str, role: Role) -> None:
    """Gives an account another role, and ends its sessions. Raises NotFoundError."""
    _change(named(name), role=role)


def change_password(name: str, password: str) -> None:
    """Gives an account another password, and ends its sessions. Raises NotFoundError, and AccessError for a password
    that is too easy to guess."""
    account = named(name)
    _change(account, argon2=_hash(password, account.name))


def named(name: str) -> Account:
    """The account of a name. Raises NotFoundError where there is none."""
    account = account_of(name, kept_accounts())
    if account is None:
        raise NotFoundError(f"There is no account for {name!r}; see `whomet account list`.")
    return account


def is_right(account: Account | None, password: str) -> bool:
    """Whether a password is that of an account; takes as long where there is no such account."""
    has_one = account is not None and bool(account.argon2)
    kept = account.argon2 if account is not None and account.argon2 else nobodys()
    try:
        return _HASHER.verify(kept, _prepared(password)) and has_one
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobodys() -> str:
    """A hash that no password has: what is checked where there is no account."""
    return _HASHER.hash(secrets.token_bytes(32))


def _hash(password: str, name: str) -> str:
    """Raises AccessError for a password that is too easy to guess."""
    if len(password) < SHORTEST:
        raise AccessError(f"This password has fewer than {SHORTEST} characters; take some words that nobody guesses.")
    if len(password) > _LONGEST:
        raise AccessError(f"This password has more than {_LONGEST} characters; take a shorter one.")
    if folded(password) == folded(name) or len(set(password)) < _DIFFERENT:
        raise AccessError("This password is too easy to guess; take some words that nobody guesses.")
    return _HASHER.hash(_prepared(password))


def _prepared(password: str) -> bytes:
    """The same bytes for what looks the same, however a keyboard composes it."""
    return unicodedata.normalize("NFKC", password[:_LONGEST]).encode("utf-8", "surrogatepass")


def _chance() -> str:
    return secrets.token_hex(8)


def _change(account: Account, **parts: object) -> None:
    changed = replace(account, since=_chance(), **parts)  # type: ignore[arg-type]
    _keep([changed if one == account else one for one in kept_accounts()])


def _keep(accounts: Sequence[Account]) -> None:
    keep_rows(accounts_file(), sorted(accounts, key=attrgetter("name")))
