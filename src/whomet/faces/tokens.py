"""Tokens: who may ask a server of Whomet over HTTP, and who may decide. Of each only a hash is kept.

They are those of the person who runs the server, in one file of that person's data, not of a register, which is
copied and mailed. A token is 256 bits of chance, so a plain hash of it gives nothing away.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from whomet.errors import NotFoundError, TokenError
from whomet.faces.token_commands import May
from whomet.knowledge.user_parties import user_file

VARIABLE = "WHOMET_TOKENS"
_FILE = "tokens.json"
_LONGEST = 100
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Token:
    """Whose it is (decisions made with it bear the name), what it allows, and the SHA-256 (hex) of its words."""

    name: str
    may: May
    sha256: str


def tokens_file() -> Path:
    """$WHOMET_TOKENS, else `tokens.json` beside the user's own knowledge."""
    return Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else user_file().with_name(_FILE)


def kept_tokens() -> tuple[Token, ...]:
    """All tokens, by name; () where none was made. Raises TokenError for a file that can't be read."""
    path = tokens_file()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Token, ...])
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise TokenError(f"{path} can't be read: {error.strerror}.") from error
    except msgspec.MsgspecError as error:
        raise TokenError(f"{path} holds no tokens; move it away and make new ones.") from error


def add_token(name: str, may: May) -> str:
    """Makes a token and gives its words, which nobody can find out again. Raises TokenError for a name that is taken
    or is none."""
    tokens = kept_tokens()
    if not name.strip() or not name.isprintable() or len(name) > _LONGEST:
        raise TokenError(f"{name[:_LONGEST]!r} is no name; give one of letters, at most {_LONGEST}, as 'Ada Lind'.")
    if any(token.name == name for token in tokens):
        raise TokenError(f"There is a token for {name!r} already; revoke it first, or give this one another name.")
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
    """Writes the file whole, for nobody else to read."""
    path = tokens_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # which only its owner can read
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(sorted(tokens, key=lambda token: token.name)))
        Path(made).replace(path)
    except OSError as error:
        raise TokenError(f"{path} can't be written: {error.strerror}.") from error
