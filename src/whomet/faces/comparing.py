"""What two readers made of the same documents, side by side: meetings that both found, that one found, cells that
differ, each with its words; and how far they agree, in numbers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from msgspec import Struct

from whomet.errors import NotFoundError
from whomet.faces.coding.matching import Group, matched
from whomet.faces.coding.measures import COMPARED, comparable, compared
from whomet.faces.coding.sheets import machine_coding
from whomet.model import Account, Claim, FindingKind, Property, Reading
from whomet.register import Register
from whomet.values.readers import is_llm

FIRST, SECOND = "first", "second"
MEETINGS = "meetings"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readings of one document: the one that counts, or the older, and another reader's."""

    first: Reading
    second: Reading


class Words(Struct, frozen=True):
    """A citation: `text[start:end]` of the document's text is `words`."""

    words: str
    start: int
    end: int


class Side(Struct, frozen=True):
    """What one reader has: the account's id ("" where it has none), values, and the words that show them."""

    reader: str
    account: str
    values: list[str]
    cites: list[Words]


class Difference(Struct, frozen=True):
    """A cell that two readers fill in differently; `field` is "meeting" where only one of them found the meeting."""

    document: str
    id: str
    field: str
    lead: str
    first: Side
    second: Side


class AgreementRow(Struct, frozen=True):
    """How far two readers agree in one field: values of the first, of the second, of both, and twice these by the sum
    of the others (which is F1, and the same whichever is first); "" where there are none."""

    field: str
    first: int
    second: int
    both: int
    agreement: str


def pairs(register: Register, documents: Sequence[str], reader: str) -> Iterator[Pair]:
    """Two readings of each document, by its name, or of all that several readers read; the second is by the newest
    other reader whose name has `reader` in it, else by a language model where the first is not, else by the next. A
    reader that sought nothing, for want of the language, is not compared.

    Raises NotFoundError for a name that no document goes by, and for a document that is named and has no two readings.
    """
    keys = [register.key_of(name) for name in documents] or register.read_by_several()
    for number, key in enumerate(keys):
        pair = _pair(list(register.every_reading(key)), reader)
        if pair:
            yield pair
        elif documents:
            by = f"another reader called {reader}" if reader else "a second reader"
            raise NotFoundError(f"{documents[number]} was not read by {by}; `whomet read --reader llm` is one.")


def _pair(readings: list[Reading], reader: str) -> Pair | None:
    sought = [r for r in readings if all(f.kind is not FindingKind.LANGUAGE for f in r.findings)]
    if not sought:
        return None
    first, *others = sought
    named = [r for r in others if reader.casefold() in r.reader.casefold()]
    if not reader:
        named.sort(key=lambda r: is_llm(r.reader) == is_llm(first.reader))
    return Pair(first, named[0]) if named else None


def _groups(pair: Pair) -> list[Group]:
    """The meetings of a document, as the two found them."""
    codings = {FIRST: machine_coding(pair.first), SECOND: machine_coding(pair.second)}
    return matched(codings, pair.first.document.text)


def differences(pair: Pair) -> Iterator[Difference]:
    """Where two readings differ, in the order of the text: a meeting that one alone found, else each cell."""
    accounts = {side: {a.id: a for a in reading.accounts} for side, reading in _sides(pair)}
    for group in _groups(pair):
        has = {side: accounts[side][group[side].account] for side in group}
        lead = next(iter(has.values())).value(Property.LEAD)
        differing = [field for field in COMPARED if len(group) == 2 and _differ(group, field)]
        for field in ["meeting"] if len(group) < 2 else differing:
            shown = {side: _side(reading, has.get(side), field) for side, reading in _sides(pair)}
            document = pair.first.document
            yield Difference(document.key, document.id, field, lead, shown[FIRST], shown[SECOND])


def _sides(pair: Pair) -> tuple[tuple[str, Reading], tuple[str, Reading]]:
    return (FIRST, pair.first), (SECOND, pair.second)


def _differ(group: Group, field: str) -> bool:
    return compared(field, group[FIRST]) != compared(field, group[SECOND])


_PROPERTIES = {
    "parties": (Property.PARTY,),
    "mediators": (Property.MEDIATOR,),
    "topics": (Property.TOPIC,),
    "people": (Property.PERSON_NAME, Property.PERSON_ROLE, Property.PERSON_PARTY),
    "meeting": (Property.LEAD,),
}


def _side(reading: Reading, account: Account | None, field: str) -> Side:
    """What a reader has in a field, with its words; of a person role and party stand behind the name."""
    if account is None:
        return Side(reading.reader, "", [], [])
    if field == "main":
        return Side(reading.reader, account.id, ["yes" if account.main else "no"], [])
    properties = _PROPERTIES[field] if field in _PROPERTIES else (Property(field),)
    claims = [claim for claim in account.claims if claim.property in properties]
    values = _people(account) if field == "people" else list(dict.fromkeys(c.value for c in claims))
    return Side(reading.reader, account.id, values, list(_cited(claims, reading.document.text)))


def _people(account: Account) -> list[str]:
    told = (Property.PERSON_NAME, Property.PERSON_ROLE, Property.PERSON_PARTY)
    return [", ".join(part[prop].value for prop in told if prop in part) for part in account.parts("person")]


def _cited(claims: Iterable[Claim], text: str) -> Iterator[Words]:
    for span in dict.fromkeys(span for claim in claims for span in claim.spans):
        yield Words(span.of(text), span.start, span.end)


class Agreement:
    """How far two readers agree over all pairs that were added."""

    def __init__(self) -> None:
        self.pairs = 0
        self._counts: dict[str, list[int]] = {field: [0, 0, 0] for field in (MEETINGS, *COMPARED)}

    def add(self, pair: Pair) -> None:
        self.pairs += 1
        for group in _groups(pair):
            self._count(MEETINGS, (FIRST in group, SECOND in group, len(group) == 2))
            for field in COMPARED if len(group) == 2 else ():
                self._count(field, _counted(comparable(field, group[FIRST]), comparable(field, group[SECOND])))

    def rows(self) -> list[AgreementRow]:
        """A row for meetings, then one for each field of the meetings that both found."""
        return [_row(field, *counted) for field, counted in self._counts.items()]

    def _count(self, field: str, more: tuple[int, int, int]) -> None:
        self._counts[field] = [count + each for count, each in zip(self._counts[field], more, strict=True)]


def _counted(one: Hashable, other: Hashable) -> tuple[int, int, int]:
    """How many values the one has, the other has, and both have."""
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return len(one), len(other), len(one & other)
    return bool(one), bool(other), bool(one) and one == other


def _row(field: str, first: int, second: int, both: int) -> AgreementRow:
    share = f"{2 * both / (first + second):.3f}" if first + second else ""
    return AgreementRow(field, first, second, both, share)
