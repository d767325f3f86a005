"""Titles that tell whose office it is: of some states only one has a "Vice Premier"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from whomet.knowledge.data import read_data
from whomet.knowledge.offices import title_fit
from whomet.knowledge.roles import Level, understand_roles

_OFFICES = (Level.HEAD, Level.MINISTER)
_OF_PARLIAMENTS = ("speaker", "opposition-leader")  # who speak for a state less often than for a chamber or a party


@lru_cache(maxsize=4096)
def office_without_party(role: str) -> str:
    """The words of a high office of state, of no party that is named, without "former", "acting" and the like; "" for
    other roles."""
    roles = understand_roles(role)
    if not any(r.level in _OFFICES and not r.party and r.office not in _OF_PARLIAMENTS for r in roles):
        return ""
    words = role.lower().split()
    while words and words[0] in _manners():
        words = words[1:]
    return " ".join(words)


def only_one_with(title: str, states: Iterable[str], when: date | None) -> str:
    """The one of some states that has an office of that title, by its very title before another wording of it; "" where
    none or several have."""
    fits = {name: title_fit(name, title, when) for name in states}
    best = max(fits.values(), default=0)
    fitting = [name for name, fit in fits.items() if fit == best]
    return fitting[0] if best and len(fitting) == 1 else ""


@cache
def _manners() -> frozenset[str]:
    return frozenset(word for words in read_data("roles")["manners"].values() for word in words)
