"""The machine measured by what people settled: of each field, how much it found and how much of that is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from whomet.faces.coding.matching import Group, matched
from whomet.faces.coding.measures import COMPARED, Value, comparable
from whomet.faces.coding.sheets import Texts, machine_coding
from whomet.knowledge.names import latin_name
from whomet.model import Reading
from whomet.values.coding import CodedMeeting, Coding

MACHINE, PEOPLE = "machine", "people"


class MeasureRow(Struct, frozen=True):
    """How the machine does in one field, by values; "" where there are none to count."""

    field: str
    coded: int  # by people
    found: int  # by the machine
    right: int
    precision: str
    recall: str
    f1: str


def measured(texts: Texts, as_read: Mapping[str, Reading], settled: Mapping[str, Coding]) -> Iterator[MeasureRow]:
    """A row for meetings, then one for each field of the meetings that both have."""
    groups = [
        group
        for key, coding in settled.items()
        for group in matched({MACHINE: machine_coding(as_read[key]), PEOPLE: coding}, texts.readings[key].document.text)
    ]
    both = [group for group in groups if len(group) == 2]
    yield _row("meetings", sum(PEOPLE in g for g in groups), sum(MACHINE in g for g in groups), len(both))
    for field in (*COMPARED, "person's role", "person's party"):
        counts = [_counted(*pair) for group in both for pair in _pairs(field, group)]
        coded, found, right = (sum(count[n] for count in counts) for n in range(3))
        yield _row(field, coded, found, right)


def _pairs(field: str, group: Group) -> Iterator[tuple[Value, Value]]:
    """What people and the machine have in a field of a meeting; of roles and parties for each person whom both name."""
    if field in COMPARED:
        yield comparable(field, group[PEOPLE]), comparable(field, group[MACHINE])
        return
    told, read = (_by_name(group[side], field) for side in (PEOPLE, MACHINE))
    yield from ((told[name], read[name]) for name in sorted(told.keys() & read.keys()))


def _by_name(meeting: CodedMeeting, field: str) -> dict[str, str]:
    role = field == "person's role"
    return {latin_name(p.name): latin_name(p.role if role else p.party) for p in meeting.people}


def _counted(told: Value, read: Value) -> tuple[int, int, int]:
    """How many values people have, the machine has, and both have."""
    if isinstance(told, frozenset) and isinstance(read, frozenset):
        return len(told), len(read), len(told & read)
    return bool(told), bool(read), bool(told) and told == read


def _row(field: str, coded: int, found: int, right: int) -> MeasureRow:
    shares = [(right, found), (right, coded), (2 * right, found + coded)]
    precision, recall, f1 = (f"{part / whole:.3f}" if whole else "" for part, whole in shares)
    return MeasureRow(field, coded, found, right, precision, recall, f1)
