"""What is compared, field by field: each with its scale, and each coder's value where it can be compared."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from whomet.faces.coding.matching import Group, matched
from whomet.faces.coding.sheets import Texts
from whomet.knowledge.names import latin_name
from whomet.values.coding import FIELDS, NO, YES, CodedMeeting, Coding, Scale
from whomet.values.edtf import bounds

Value: TypeAlias = Hashable
Unit: TypeAlias = tuple[str, int, str]
"""What is judged: a document, the number of a meeting in it (0: the document itself), a person's name or ""."""
Units: TypeAlias = dict[Unit, dict[str, Value]]
"""What each coder says of each unit."""

MEETING, DAYS, ROLE, SIDE = "meeting", "date, in days", "person's role", "person's party"

_EXACT = ("main", "status", "contact", "format", "date", "country")
_NAMED = ("city", "host")
_WORDED = ("venue", "part_of", "topics")

COMPARED = tuple(field for field in FIELDS if field != "words")
"""The fields of a sheet that are compared, in its order."""

SCALES: Mapping[str, Scale] = {
    MEETING: Scale.NOMINAL,
    **{field: Scale.NOMINAL if field in (*_EXACT, *_NAMED) else Scale.SET for field in COMPARED},
    DAYS: Scale.DAYS,
    ROLE: Scale.SET,
    SIDE: Scale.NOMINAL,
}
"""Every measure with its scale, in the order of a report."""


@dataclass(frozen=True, slots=True)
class Told:
    """A document of a sample: its number there, its meetings as the coders have them, and who coded it."""

    number: int
    document: str
    groups: tuple[Group, ...]
    coders: tuple[str, ...]


def told_of(texts: Texts, codings: Mapping[str, Mapping[str, Coding]]) -> Iterator[Told]:
    """Each document of a sample that was coded, with its meetings matched."""
    for drawn in texts.sample.drawn:
        coded = codings.get(drawn.document)
        if coded:
            groups = tuple(matched(coded, texts.text(drawn)))
            yield Told(drawn.number, drawn.document, groups, tuple(sorted(coded)))


def comparable(field: str, meeting: CodedMeeting) -> Value:
    """What a field is compared by: names in folded Latin letters, phrases as their words, several as a set."""
    if field in _EXACT:
        return meeting.value(field)
    if field in _NAMED:
        return latin_name(meeting.value(field))
    if field in _WORDED:
        return frozenset(word for value in meeting.all(field) for word in latin_name(value).split())
    names = meeting.all(field) if field != "people" else [person.name for person in meeting.people]
    return frozenset(map(latin_name, names))


def units_of(texts: Texts, told: list[Told]) -> dict[str, Units]:
    """What each coder says of every unit, by measure."""
    found: dict[str, Units] = {measure: {} for measure in SCALES}
    for one in told:
        published = texts.readings[one.document].document.published_day
        has = {coder: YES if any(coder in group for group in one.groups) else NO for coder in one.coders}
        found[MEETING][one.document, 0, ""] = dict(has)
        for number, group in enumerate(one.groups, 1):
            unit = (one.document, number, "")
            for field in COMPARED:
                found[field][unit] = {coder: comparable(field, meeting) for coder, meeting in group.items()}
            day = published.toordinal() if published else 0
            days = {coder: _days(meeting, day) for coder, meeting in group.items()} if published else {}
            found[DAYS][unit] = {coder: value for coder, value in days.items() if value is not None}
            _add_people(found, unit, group)
    return found


def _days(meeting: CodedMeeting, published: int) -> float | None:
    """Days from publication to the middle of what a date leaves possible: publication is known to all who code, so
    differences between documents are not taken for agreement."""
    found = bounds(meeting.value("date"))
    return (found[0].toordinal() + found[1].toordinal()) / 2 - published if found else None


def _add_people(found: dict[str, Units], unit: Unit, group: Group) -> None:
    for coder, meeting in group.items():
        for person in meeting.people:
            of_person = (unit[0], unit[1], latin_name(person.name))
            found[ROLE].setdefault(of_person, {})[coder] = frozenset(latin_name(person.role).split())
            found[SIDE].setdefault(of_person, {})[coder] = latin_name(person.party)


@dataclass(frozen=True, slots=True)
class Differing:
    """A field of one meeting that coders fill in differently; `said` is what each has."""

    told: Told
    group: Group
    field: str
    said: Mapping[str, str]


def differing(told: Told) -> Iterator[Differing]:
    """Where the coders of a document differ; a meeting that some did not find differs in nothing but that, as far as
    those who found it agree."""
    for group in told.groups:
        if len(group) < len(told.coders):
            yield Differing(told, group, MEETING, {c: YES if c in group else NO for c in told.coders})
        for field in COMPARED:
            values = {coder: compared(field, meeting) for coder, meeting in group.items()}
            if len(set(values.values())) > 1:
                yield Differing(told, group, field, {c: "; ".join(m.all(field)) for c, m in group.items()})


def compared(field: str, meeting: CodedMeeting) -> Value:
    """As `comparable`, of people with their roles and parties."""
    if field != "people":
        return comparable(field, meeting)
    return frozenset((latin_name(p.name), latin_name(p.role), latin_name(p.party)) for p in meeting.people)
