"""Tokens: who may ask a server of Whomet over HTTP, and who may decide. Of each only a hash is kept.

They are those of the person who runs the server, in one file of that person's data, not of a register, which is
copied and mailed. A token is 256 bits of chance, so a plain hash of it gives nothing away.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from whomet.errors import AccessError, NotFoundError
from whomet.faces.own_files import check_name, keep_rows, own_file, rows_in
from whomet.faces.token_commands import May

VARIABLE = "WHOMET_TOKENS"


@dataclass(frozen=True, slots=True)
class Token:
    """Whose it is (decisions made with it bear the name), what it allows, and the SHA-256 (hex) of its words."""

    name: str
    may: May
    sha256: str


def tokens_file() -> Path:
    """$WHOMET_TOKENS, else `tokens.json` beside the user's own knowledge."""
    return own_file(VARIABLE, "tokens.json")


def kept_tokens() -> tuple[Token, ...]:
    """All tokens, by name; () where none was made. Raises AccessError for a file that can't be read."""
    return rows_in(tokens_file(), Token, "tokens")


def add_token(name: str, may: May) -> str:
    """Makes a token and gives its words, which nobody can find out again. Raises AccessError for a name that is taken
    or is none."""
    tokens = kept_tokens()
    check_name(name)
    if any(token.name == name for token in tokens):
        raise AccessError(f"There is a token for {name!r} already; revoke it first, or give this one another name.")
    words = f"whomet_{secrets.token_urlsafe(32)}"
    _keep([*tokens, Token(name, may, _hash(words))])
    return words


def revoke_token(name: str) -> None:
    """Takes a token's rights away at once. Raises NotFoundError where nobody of that name has one."""
    tokens = kept_tokens()
    left = [token for token in tokens if token.name != name]
    if len(left) == len(tokens):
        raise NotFoundError(f"There is no token for {name!r}; see `whomet token list`.")
    _keep(left)


def token_of(words: str, tokens: Sequence[Token]) -> Token | None:
    """The token with these words, None where there is none."""
    sha256 = _hash(words)
    found = [token for token in tokens if hmac.compare_digest(token.sha256, sha256)]
    return found[0] if found else None


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _keep(tokens: Sequence[Token]) -> None:
    keep_rows(tokens_file(), sorted(tokens, key=attrgetter("name")))
