"""Meetings as CAMEO dyads: who consulted whom, a tab-separated row for each ordered pair of sides in each account.

Codes are those of the CAMEO codebook (Schrodt, version 1.1b3, 2012): root 04 "consult" of its chapter 6, role GOV of
its table 3.1, organisations of its table 3.4. States have their ISO 3166-1 alpha-3, as CAMEO has it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import NamedTuple

from whomet.exchange.tables import defused
from whomet.exchange.told import Told
from whomet.knowledge.country_codes import alpha3
from whomet.knowledge.parties import STATE, Party, party_named
from whomet.knowledge.roles import Level, understand_roles
from whomet.knowledge.sides import at_the_table
from whomet.model import Account, Property, Span
from whomet.values.edtf import is_day

CONSULT, BY_TELEPHONE, VISIT, HOST_VISIT, THIRD_PLACE, MEDIATE = "040", "041", "042", "043", "044", "045"

COLUMNS = (
    *("id", "date", "date_edtf", "source_name", "source_code", "cameo_code", "target_name", "target_code"),
    *("place", "country", "status", "according_to", "denied_by", "publisher", "source_url", "document"),
    *("start", "end", "words", "account", "meeting"),
)

ORGANISATIONS = {
    "un": "IGOUNO",
    "eu": "IGOEEC",
    "nato": "IGOWSTNAT",
    "osce": "IGOSCE",
    "council-of-europe": "IGOCOE",
    "arab-league": "IGOARL",
    "arab-maghreb-union": "IGOAMU",
    "gcc": "IGOGCC",
    "oapec": "IGOAPE",
    "oic": "IGOOIC",
    "ecowas": "IGOWAS",
    "eccas": "IGOECA",
    "igad": "IGOIAD",
    "sadc": "IGOSAD",
    "african-development-bank": "IGOAFB",
    "asean": "IGOASN",
    "asian-development-bank": "IGOADB",
    "cis": "IGOCIS",
    "commonwealth": "IGOCWN",
    "oas": "IGOOAS",
    "opec": "IGOOPC",
    "g7": "IGOGOS",
    "g8": "IGOGOE",
    "g77": "IGOGSS",
    "paris-club": "IGOPRC",
    "imf": "IGOIMF",
    "wto": "IGOWTO",
    "icc": "IGOICC",
    "ebrd": "IGOEBR",
    "islamic-development-bank": "IGOIDB",
    "interpol": "IGOITP",
    "inter-parliamentary-union": "IGOIPU",
    "iaea": "IGOUNOIAE",
    "unicef": "IGOUNOKID",
    "wfp": "IGOUNOWFP",
    "human-rights-watch": "NGOHRW",
    "crisis-group": "NGOICG",
    "msf": "NGOMSF",
    "wef": "NGOWEF",
}
"""Our ids of organisations -> CAMEO. Those left out have no code there (African Union), or different ones in its
table and its text (UNHCR, Red Cross); NATO's is that of the text, which the table misprints."""

_NOT_EXECUTIVE = ("speaker", "governor-central-bank", "intelligence-chief", "organisation-head", "crown-prince")
"""Kinds of office that rank with ministers, but are no part of what CAMEO calls GOV, or not for certain."""
_NOT_IN_OFFICE = ("former", "late", "designate", "elect", "claimed")


_IN_ROWS = (
    *(Property.STATUS, Property.FORMAT, Property.DATE, Property.CITY, Property.COUNTRY, Property.VENUE),
    *(Property.PARTY, Property.MEDIATOR, Property.HOST),
)


class Side(NamedTuple):
    """A party as an account names it; `official`: somebody of its state's government is told to speak for it."""

    name: str
    party: Party | None
    official: bool

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2 of the state that it is or belongs to, or ""."""
        return self.party.code if self.party else ""


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """A header, and a line for each ordered pair of sides of each account of a direct meeting that was held or goes on;
    mediators are the source of 045 towards each side, in indirect contacts too. One meeting is held in memory."""
    yield _line(COLUMNS)
    for meeting in told:
        for account in sorted(meeting.accounts, key=lambda a: a.id):
            shared = _shared(meeting, account)
            for number, (source, code, target) in enumerate(dyads(account), start=1):
                pair = {"id": f"{account.id}-{number}", "cameo_code": code}
                pair |= {"source_name": source.name, "source_code": code_of(source)}
                pair |= {"target_name": target.name, "target_code": code_of(target)}
                yield _line(defused((shared | pair)[column]) for column in COLUMNS)


def dyads(account: Account) -> Iterator[tuple[Side, str, Side]]:
    """Source, code and target of each row; none where the meeting is only planned, postponed or cancelled."""
    if not was_held(account):
        return
    sides = sides_of(account, Property.PARTY)
    if "indirect" not in account.values(Property.CONTACT):
        for source, target in permutations(sides, 2):
            yield source, _consultation(account, source, target), target
    for mediator in sides_of(account, Property.MEDIATOR):
        yield from ((mediator, MEDIATE, side) for side in sides if side.name != mediator.name)


def was_held(account: Account) -> bool:
    """Whether the account tells of it as of something that took place or goes on; one that says nothing does."""
    return not {"held", "ongoing"}.isdisjoint(account.values(Property.STATUS) or ("held",))


def is_remote(account: Account) -> bool | None:
    """Whether they met by phone or video; None where the account says both this and that."""
    ways = {form in ("phone", "video") for form in account.values(Property.FORMAT)} or {False}
    return ways.pop() if len(ways) == 1 else None


def is_third_place(account: Account, *sides: Side) -> bool:
    """Whether the one country that the account names is none of the sides', each of which has one that is known."""
    places = set(account.values(Property.COUNTRY)) - {""}
    return len(places) == 1 and all(side.country and side.country not in places for side in sides)


def sides_of(account: Account, prop: Property) -> tuple[Side, ...]:
    """The parties, mediators or hosts that an account names, each once."""
    return tuple(_side(account, name) for name in dict.fromkeys(account.values(prop)) if name)


def code_of(side: Side) -> str:
    """CAMEO's code for a side: a state's, with GOV where its government's officials are named; an organisation's, or
    that of the one it is a body of; "" for all whose code would be a guess."""
    if side.party is None:
        return ""
    if side.party.id in ORGANISATIONS:
        return ORGANISATIONS[side.party.id]
    whole = at_the_table(side.party)
    state = alpha3(whole.code) if whole.kind in (STATE, "territory") else ""
    return (state and state + "GOV" * side.official) or ORGANISATIONS.get(whole.id, "")


def lead_of(account: Account) -> Span | None:
    """Where the words stand that best tell of the meeting."""
    return next((span for claim in account.all(Property.LEAD) for span in claim.spans), None)


def day_of(account: Account) -> str:
    """The day of the meeting, "" where the account knows it less exactly, or gives several."""
    dates = {value for value in account.values(Property.DATE) if value}
    return dates.pop() if len(dates) == 1 and all(map(is_day, dates)) else ""


def _side(account: Account, name: str) -> Side:
    party = party_named(name)
    roles = {
        claims[Property.PERSON_ROLE].value
        for claims in account.parts("person")
        if Property.PERSON_ROLE in claims and Property.PERSON_PARTY in claims
        if claims[Property.PERSON_PARTY].value == name
    }
    return Side(name, party, party is not None and any(_governs(role, name, at_the_table(party).id) for role in roles))


def _governs(words: str, name: str, state: str) -> bool:
    """Whether a role, held by somebody who speaks for `name`, is one in the executive of that state."""
    return any(
        role.level in (Level.HEAD, Level.MINISTER, Level.ENVOY)
        and role.office not in _NOT_EXECUTIVE
        and role.manner not in _NOT_IN_OFFICE
        and role.party is not None
        and at_the_table(role.party).id == state
        for role in understand_roles(words, name)
    )


def _consultation(account: Account, source: Side, target: Side) -> str:
    remote, hosts = is_remote(account), account.values(Property.HOST)
    if remote is None:
        return CONSULT
    if remote:
        return BY_TELEPHONE
    if (source.name in hosts) != (target.name in hosts):
        return HOST_VISIT if source.name in hosts else VISIT
    return THIRD_PLACE if is_third_place(account, source, target) else CONSULT


def _shared(told: Told, account: Account) -> dict[str, str]:
    """What all rows of one account have in common."""
    document, span = told.document_of(account), lead_of(account)
    return {
        "date": day_of(account),
        "date_edtf": _joined(account, Property.DATE),
        "place": _joined(account, Property.CITY) or _joined(account, Property.VENUE),
        "country": "; ".join(alpha3(code) or code for code in dict.fromkeys(account.values(Property.COUNTRY))),
        "status": _joined(account, Property.STATUS),
        "according_to": "; ".join(_quoted(account)),
        "denied_by": _joined(account, Property.DENIAL_BY),
        "publisher": document.publisher.value if document.publisher else "",
        "source_url": document.url,
        "document": document.id,
        "start": str(span.start) if span else "",
        "end": str(span.end) if span else "",
        "words": span.of(document.text) if span else "",
        "account": account.id,
        "meeting": told.meeting.id,
    }


def _quoted(account: Account) -> Iterator[str]:
    """Which values of a row the document only quotes, and from whom."""
    for claim in account.claims:
        if claim.according_to and claim.property in _IN_ROWS:
            yield f"{claim.value} according to {', quoting '.join(claim.according_to)}"


def _joined(account: Account, prop: Property) -> str:
    return "; ".join(dict.fromkeys(value for value in account.values(prop) if value))


def _line(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, dialect="excel-tab", lineterminator="\n").writerow(cells)
    return out.getvalue().encode("utf-8")
