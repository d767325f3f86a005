"""An account as the judge sees it: plain values, ready to be compared."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import msgspec

from whomet.knowledge.data import read_data
from whomet.model import Account, Document, Property
from whomet.values.edtf import bounds
from whomet.values.names import fold

Bounds = tuple[date, date]
HAPPENED = frozenset({"held", "ongoing"})
_WORD = re.compile(r"[^\W\d_]{3,40}")
_YEAR = re.compile(r"\d{4}")
_LONG_LEAD = 20  # words of three letters or more
_TEXT_READ = 4000  # code points of topics and lead that are looked at
_MOST_PEOPLE = 60  # of one account that are compared
_EARLIEST, _LATEST = date.min + timedelta(days=2), date.max - timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person claim: the name, in the fullest form that its document gives; the party (folded)."""

    name: str
    party: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One account's values. `when` is the date as stated (EDTF), `dated` whether that is one, `counted` whether it is
    counted from the day of print; `window` holds the first and the last day that are possible, as far as date, status
    and publication say; `lead` is a digest of the words that report the meeting, "" for few."""

    id: str
    document: str
    parties: frozenset[str]
    people: tuple[Attendee, ...]
    when: str
    dated: bool
    counted: bool
    window: Bounds
    published: date | None
    status: str
    contact: str
    format: str
    city: str
    country: str
    part_of: str
    words: frozenset[str]
    lead: str
    written: Mapping[str, str]  # folded names of parties and city -> as the account has them


def tell(account: Account, document: Document | None, fuller: Mapping[str, str]) -> Telling:
    """The account's values; `fuller` maps "<account id>/<part>" to the full name of a person whom the account names
    by one word and the rest of its document in full."""
    stated = account.value(Property.DATE)
    published = published_day(document)
    status = account.value(Property.STATUS) or "held"
    return Telling(
        id=account.id,
        document=account.document,
        parties=frozenset(fold(p) for p in account.values(Property.PARTY) if fold(p)),
        people=tuple(_attendees(account, fuller)),
        when=stated,
        dated=bounds(stated) is not None,
        counted=published is not None and not any(_YEAR.search(t) for t in account.values(Property.TIME_TEXT)),
        window=_narrowed(bounds(stated), _window(status, published)),
        published=published,
        status=status,
        contact=account.value(Property.CONTACT) or "direct",
        format=account.value(Property.FORMAT) or "unspecified",
        city=fold(account.value(Property.CITY)),
        country=account.value(Property.COUNTRY).upper(),
        part_of=fold(account.value(Property.PART_OF)),
        words=_content_words(account),
        lead=_digest(account),
        written={fold(v): v for p in (Property.PARTY, Property.CITY) for v in account.values(p)},
    )


_DECODER = msgspec.json.Decoder(Telling)


def as_json(telling: Telling) -> str:
    """The telling in JSON, the same for the same telling."""
    return msgspec.json.encode(telling, order="deterministic").decode()


def as_telling(kept: str) -> Telling:
    """What `as_json` wrote."""
    return _DECODER.decode(kept)


def published_day(document: Document | None) -> date | None:
    """The first day of the document's publication date, None if unknown."""
    found = bounds(document.published.value) if document and document.published else None
    return found[0] if found else None


def _attendees(account: Account, fuller: Mapping[str, str]) -> list[Attendee]:
    found = []
    for part in account.parts("person"):
        name = part.get(Property.PERSON_NAME)
        if name and name.value.strip():
            party = part.get(Property.PERSON_PARTY)
            full = fuller.get(f"{account.id}/{name.part}", name.value)
            found.append(Attendee(" ".join(full.split()), fold(party.value) if party else ""))
    return found[:_MOST_PEOPLE]


def _window(status: str, published: date | None) -> Bounds:
    """Told as held: not after the day after print; planned: not before the day before it (time zones)."""
    if published is None or not _EARLIEST < published < _LATEST:
        return date.min, date.max
    if status in HAPPENED:
        return date.min, published + timedelta(days=1)
    return (published - timedelta(days=1) if status == "planned" else date.min), date.max


def _narrowed(stated: Bounds | None, possible: Bounds) -> Bounds:
    """The stated days as far as the day of print allows them: "2024", printed as held on 3 February, is January or
    early February. What contradicts the day of print stays as stated."""
    if stated is None:
        return possible
    first, last = max(stated[0], possible[0]), min(stated[1], possible[1])
    return (first, last) if first <= last else stated


@cache
def _common_words() -> frozenset[str]:
    return frozenset(read_data("same_meeting")["common"])


def _digest(account: Account) -> str:
    """The same for the same words of lead, topics and statements, whatever signs and case; "" for so few that an office
    may use them of every visitor."""
    told = [v for p in (Property.LEAD, Property.TOPIC, Property.STATEMENT_TEXT) for v in account.values(p)]
    words = _WORD.findall(fold(" ".join(told)[:_TEXT_READ]))
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16] if len(words) >= _LONG_LEAD else ""


def _content_words(account: Account) -> frozenset[str]:
    texts = (*account.values(Property.TOPIC), *account.values(Property.LEAD)[:1])
    found = _WORD.findall(fold(" ".join(texts)[:_TEXT_READ]))
    return frozenset(found) - _common_words()
