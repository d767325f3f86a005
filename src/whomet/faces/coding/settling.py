"""What coders differ in, put before somebody else, and decisions made of what he or she chose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whomet.faces.coding.matching import matched
from whomet.faces.coding.measures import COMPARED, MEETING, Told, compared, differing
from whomet.faces.coding.sheets import Texts, cells_of, coded, machine_coding, title_of
from whomet.faces.coding.taking import OPEN
from whomet.knowledge.names import latin_name
from whomet.model import Account, Property, Reading, Span
from whomet.values.coding import NO, YES, CodedMeeting, CodedPerson, Coding, place
from whomet.values.decided import decided
from whomet.values.decisions import Anchor, Decision, DecisionKind

TO_SETTLE = "(to settle)"
"""Stands where a sheet names its coder; no coder can be called so."""

_SINGLE = ("status", "contact", "format", "date", "city", "country", "venue", "part_of", "host")
_SHOWN_THEMSELVES = ("venue", "part_of")


def sheet_lines(texts: Texts, told: list[Told]) -> Iterator[Mapping[str, str]]:
    """The lines of the sheet that is settled, one for each meeting, "no" for a document in which nobody found one: a
    cell has what coders agree on, or, after "??", what each says."""
    for one in told:
        open_cells = {(id(d.group), d.field): d.said for d in differing(one)}
        head = {"sheet": title_of(texts.sample.name, TO_SETTLE), "text": str(one.number)}
        head["document"] = texts.readings[one.document].document.id
        for group in one.groups:
            cells = {**head, MEETING: YES, **cells_of(group[min(group)]), "remark": ""}
            said = {field: open_cells.get((id(group), field)) for field in (MEETING, *COMPARED)}
            yield cells | {field: f"{OPEN} {saying(values)}" for field, values in said.items() if values is not None}
        if not one.groups:
            yield {**head, MEETING: NO}


def saying(said: Mapping[str, str]) -> str:
    """What each coder says, on one line."""
    return " / ".join(f"{coder}: {value or '(empty)'}" for coder, value in sorted(said.items()))


@dataclass(frozen=True, slots=True)
class Said:
    """Who settles, when (an ISO 8601 instant, UTC), and why, where a meeting has no remark of its own."""

    by: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The decisions that follow for one document, and what no decision can say, a sentence each."""

    decisions: tuple[Decision, ...]
    left: tuple[str, ...]


def settled(reading: Reading, coding: Coding, said: Said) -> Settled:
    """What has to be decided so that a document's accounts say what was coded: an account that nobody coded is
    rejected, cells are corrected, an account that is then as it was coded is accepted. What no decision can say (a
    meeting that was not read, sides and people that are too many) is told."""
    text, name = reading.document.text, reading.document.id
    accounts = {account.id: account for account in reading.accounts}
    decisions: list[Decision] = []
    left: list[str] = []
    for group in matched({"machine": machine_coding(reading), "people": coding}, text):
        read, meant = group.get("machine"), group.get("people")
        if read is None:
            left.append(f"{name}: “{meant.value('words') if meant else ''}” tells of a meeting that was not read.")
            continue
        made = _decisions(accounts[read.account], meant, text, said)
        decisions += made
        left += (
            f"{name}: {field} of account {read.account}." for field in _undecided(accounts[read.account], meant, made)
        )
    return Settled(tuple(decisions), tuple(left))


def _undecided(account: Account, meant: CodedMeeting | None, made: list[Decision]) -> list[str]:
    """The fields in which an account still differs from what was coded after all decisions."""
    if meant is None or not made:
        return []
    (after,) = decided([account], made)
    now = coded(after)
    return [field for field in COMPARED if compared(field, now) != compared(field, meant)]


def _decisions(account: Account, meant: CodedMeeting | None, text: str, said: Said) -> list[Decision]:
    lead = next((_anchor(account, span, text) for claim in account.all(Property.LEAD) for span in claim.spans), None)
    if lead is None:
        return []
    if meant is None:
        return [Decision(DecisionKind.REJECT, (lead,), "", said.by, said.on, said.reason)]
    reason = meant.remark or said.reason
    wanted = [*_cells(account, meant, text), *_people(account, meant, text)]
    made = [Decision(DecisionKind.CORRECT, (lead, *shown), value, said.by, said.on, reason) for value, shown in wanted]
    accept = Decision(DecisionKind.ACCEPT, (lead,), "", said.by, said.on, reason)
    return made if _undecided(account, meant, [*made, accept]) else [*made, accept]


Correction = tuple[str, tuple[Anchor, ...]]
"""What a correction says, and the words that show it."""


def _cells(account: Account, meant: CodedMeeting, text: str) -> Iterator[Correction]:
    now = coded(account)
    for field in _SINGLE:
        value = meant.value(field)
        if compared(field, now) != compared(field, meant):
            words = place(value, text) if field in _SHOWN_THEMSELVES else meant.span
            yield f"{field}={value}", (_anchor(account, words, text),) if words and value else ()


def _people(account: Account, meant: CodedMeeting, text: str) -> Iterator[Correction]:
    """Corrections of roles and parties, each shown by the person's name, and persons who were not read."""
    known = {
        latin_name(part[Property.PERSON_NAME].value): part
        for part in account.parts("person")
        if Property.PERSON_NAME in part and part[Property.PERSON_NAME].spans
    }
    taken = [span for c in account.claims if c.property.startswith("person.") for span in c.spans]
    for person in meant.people:
        part = known.get(latin_name(person.name))
        words = part[Property.PERSON_NAME].spans[0] if part else place(person.name, text)
        if words is None or (part is None and any(words.meets(span) for span in taken)):
            continue
        shown = (_anchor(account, words, text),)
        if part is None:
            yield f"{Property.PERSON_NAME}={person.name}", shown
        now = {prop: claim.value for prop, claim in (part or {}).items()}
        yield from ((f"{prop}={value}", shown) for prop, value in _told(person) if not _alike(now.get(prop, ""), value))


def _told(person: CodedPerson) -> tuple[tuple[Property, str], ...]:
    return (Property.PERSON_ROLE, person.role), (Property.PERSON_PARTY, person.party)


def _alike(one: str, other: str) -> bool:
    return latin_name(one) == latin_name(other)


def _anchor(account: Account, span: Span, text: str) -> Anchor:
    return Anchor(account.document, span, span.of(text), account.id)
