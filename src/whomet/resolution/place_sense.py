"""Whether a name is a place or the power that sits there: "in Moscow" and "Moscow said".

The words that tell are in `data/place_senses.yaml`. Where none of them stands near, a capital is a place, and a
seat that is a building ("the Kremlin") a power.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import Party, PartyMention, spoken_for

_JOINED = re.compile(r",?\s(?:and|or|nor)\s|,\s")
_BACK, _AHEAD = 60, 60  # code points looked at


def powers_named(text: str, seats: Sequence[PartyMention | None]) -> list[str]:
    """For each of a text's names in order, the party that its words stand for, "" where they name the place.

    `seats` are the mentions of parties by their seat, None for other names. Of two joined by "and" what is said of the
    last is said of both: "Moscow and Tehran agreed".
    """
    powers = [_power(text, seat) if seat else "" for seat in seats]
    for at in range(len(seats) - 2, -1, -1):
        here, then = seats[at], seats[at + 1]
        joined = _JOINED.fullmatch(text[here.end : then.start]) if here and then else None
        if here is None or then is None or joined is None:
            continue
        if _between().search(text, max(0, here.start - _BACK), here.start):
            powers[at + 1] = _party_of(then)
        if powers[at + 1] and not _is_in_place(text, here.start):
            powers[at] = _party_of(here)
    return powers


def _power(text: str, seat: PartyMention) -> str:
    """The party a seat stands for here, "" if it is a place."""
    if seat.form != "metonym":
        return ""
    party = seat.party
    if _is_in_place(text, seat.start) or _place_behind().match(text, seat.end, seat.end + _AHEAD):
        return ""
    is_building = party is not None and bool(party.speaks_for)
    if is_building or _behind().match(text, seat.end, seat.end + _AHEAD):
        return _party_of(seat)
    return _party_of(seat) if _ahead().search(text, max(0, seat.start - _BACK), seat.start) else ""


def _is_in_place(text: str, start: int) -> bool:
    return bool(_place_before().search(text, max(0, start - _BACK), start))


def _party_of(seat: PartyMention) -> str:
    party: Party | None = seat.party
    return spoken_for(party).name if party else ""


@cache
def _place_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_words('place_before'))})\s(?:the\s)?\Z", re.IGNORECASE)


@cache
def _place_behind() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,2}}(?:{'|'.join(_words('place_behind'))})(?!\w)")


@cache
def _ahead() -> re.Pattern[str]:
    """What leads to a power: "ties with", "between", "urged"."""
    return re.compile(rf"\b(?:{'|'.join(_words('power_before'))})\s(?:the\s)?\Z", re.IGNORECASE)


@cache
def _between() -> re.Pattern[str]:
    """ "Between", unless of a way."""
    return re.compile(rf"(?<!\w)(?!(?:{'|'.join(_words('travel'))})\s)\w+\sbetween\s\Z")


@cache
def _behind() -> re.Pattern[str]:
    """What a power does, has, or is behind: "said", "'s demands", "-backed"."""
    verbs, things, compounds = ("|".join(_words(each)) for each in ("acts", "belongings", "compounds"))
    said = rf"\s(?:(?:{'|'.join(_words('auxiliaries'))})\s){{0,3}}(?:{verbs})\b"
    has = rf"['’]s?\s(?:[a-z-]+\s){{0,2}}(?:{things})\b"
    return re.compile(rf"(?:{said}|{has}|-(?:{compounds})\b)")


def _words(key: str) -> list[str]:
    return [str(word) for word in read_data("place_senses")[key]]
