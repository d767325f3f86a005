"""Who is logged in: each session is known to the running server alone, by a hash of the chance in a browser's cookie.

So any can be ended at once; all end with the server, and an account's with a change of its password or role.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from whomet.faces.accounts import Account
from whomet.faces.web.visitors import Visitor

seconds = time.time  # which goes on while a machine sleeps

IDLE = 2 * 3600
"""Seconds without a request after which a session ends: long enough to read a report."""
LONGEST = 12 * 3600
"""Seconds after which it ends whatever was done: a working day."""

_MOST_OF_ONE = 20  # sessions
_MOST_BROWSERS = 10_000
_LONGEST_WORDS = 100


@dataclass(slots=True)
class _Session:
    name: str
    since: str
    begun: float
    seen: float


@dataclass(frozen=True, slots=True)
class Open:
    """A session before whose it is: when it began, and was last used (UTC)."""

    key: str
    begun: str
    seen: str


class Sessions:
    """All sessions of a server, and the browsers that somebody has logged in from before."""

    def __init__(self) -> None:
        self._open: dict[str, _Session] = {}
        self._browsers: OrderedDict[str, str] = OrderedDict()

    def begin(self, account: Account) -> str:
        """Begins a session and gives the words that it is known by. Of too many of one account the oldest ends."""
        now, words = seconds(), secrets.token_urlsafe(32)
        self._open = {key: one for key, one in self._open.items() if self._holds(one, now)}
        own = sorted((one.begun, key) for key, one in self._open.items() if one.name == account.name)
        for _, key in own[: max(0, len(own) + 1 - _MOST_OF_ONE)]:
            del self._open[key]
        self._open[_hash(words)] = _Session(account.name, account.since, now, now)
        return words

    def visitor(self, words: str, accounts: Sequence[Account]) -> Visitor | None:
        """Whose session it is, None for one that is over or never was. It counts as used."""
        key, now = _hash(words), seconds()
        session = self._open.get(key)
        if session is None:
            return None
        account = next((a for a in accounts if (a.name, a.since) == (session.name, session.since)), None)
        if account is None or not self._holds(session, now):
            del self._open[key]
            return None
        session.seen = now
        return Visitor(account.name, account.role, key)

    def of(self, account: str) -> list[Open]:
        """The sessions of an account that are not over, the last begun first."""
        now = seconds()
        own = [(key, one) for key, one in self._open.items() if one.name == account and self._holds(one, now)]
        return [Open(key, _instant(one.begun), _instant(one.seen)) for key, one in sorted(own, key=_last_begun)]

    def end_others(self, account: str, key: str) -> None:
        """Ends the sessions of an account but the one known by a key."""
        self._open = {k: one for k, one in self._open.items() if one.name != account or k == key}

    def end(self, words: str) -> None:
        """Ends a session."""
        self._open.pop(_hash(words), None)

    def remember(self, account: Account) -> str:
        """Words by which a browser is known again as one that this account has logged in from."""
        words = secrets.token_urlsafe(32)
        self._browsers[_hash(words)] = account.name
        while len(self._browsers) > _MOST_BROWSERS:
            self._browsers.popitem(last=False)
        return words

    def knows(self, words: str, account: Account | None) -> bool:
        """Whether that account has logged in from this browser before."""
        return account is not None and bool(words) and self._browsers.get(_hash(words)) == account.name

    @staticmethod
    def _holds(session: _Session, now: float) -> bool:
        return now - session.seen <= IDLE and now - session.begun <= LONGEST


def _last_begun(session: tuple[str, _Session]) -> tuple[float, str]:
    return -session[1].begun, session[0]


def _instant(second: float) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%d %H:%M")


def _hash(words: str) -> str:
    return hashlib.sha256(words[:_LONGEST_WORDS].encode("utf-8", "surrogatepass")).hexdigest()
