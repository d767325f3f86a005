"""Reports that tell of each other's meetings, decisions about them, and all that a register says: for tests of what a
register does in the long run."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import product

from whomet.faces.exporting import exported
from whomet.model import Property, Reading, Span
from whomet.pipeline import absorb, reconcile_register
from whomet.register import Register
from whomet.values.decisions import Anchor, Decision, DecisionKind

PEOPLE = (("Norway", "Mira Okonveld"), ("Sweden", "Tomas Brae"), ("Denmark", "Ole Vind"), ("Finland", "Lotte Marsk"))
CITIES = ("Oslo", "Bergen", "Turku")
WAYS = (
    "{n}'s foreign minister, {a}, met {m}'s envoy {b} in {city} on {day} March 2031.",
    "{a}, foreign minister of {n}, received the envoy of {m}, {b}, in {city} on {day} March 2031. They agreed to talk.",
    "The envoy {surname} was received by {a} of {n} in {city} on {day} March 2031, officials said.",
)
ON = "2031-04-{:02}T10:00:00Z"


def records(several: int) -> list[dict[str, str]]:
    """Reports of a few meetings, each told several times and in several ways."""
    pairs = [(one, other) for one, other in product(PEOPLE, PEOPLE) if one < other]
    told = []
    for number, ((one, other), city, way) in enumerate(product(pairs, CITIES, WAYS)):
        words = {"n": one[0], "a": one[1], "m": other[0], "b": other[1], "surname": other[1].split()[1]}
        text = way.format(**words, city=city, day=4 + number % 5)
        told.append(
            {"id": f"r{number:03}", "text": f"{text} Report {number}.", "published": f"2031-03-{10 + number % 9}"}
        )
    return told[:several]


def read_anew(reading: Reading, version: int) -> Reading:
    """What a later reader finds: the same with other ids, and a lead cut otherwise."""
    found = []
    for account in reading.accounts:
        name = sha256(f"{account.id} {version}".encode()).hexdigest()[:16]
        span = account.first(Property.LEAD).spans[0]
        shorter = Span(span.start, span.end - version)
        claims = tuple(
            replace(c, value=shorter.of(reading.document.text), spans=(shorter,)) if c.property is Property.LEAD else c
            for c in account.claims
        )
        found.append(replace(account, id=name, claims=claims))
    return replace(reading, reader=f"better {version}.0.0", accounts=tuple(found))


def lead(register: Register, reading: Reading) -> Anchor | None:
    """Where the first account of a document, as it was last read, has its lead; None where it has none."""
    for newest in register.newest([reading.document.key]):
        for account in newest.accounts[:1]:
            span = account.first(Property.LEAD).spans[0]
            return Anchor(reading.document.key, span, span.of(newest.document.text), account.id)
    return None


def name(register: Register, reading: Reading) -> Anchor | None:
    """Where the last person of a document is named."""
    for newest in register.newest([reading.document.key]):
        for account in newest.accounts[:1]:
            named = [c for c in account.all(Property.PERSON_NAME) if c.spans]
            if named:
                span = named[-1].spans[0]
                return Anchor(reading.document.key, span, span.of(newest.document.text), account.id)
    return None


PLACES: dict[DecisionKind, Callable[[Register, Reading], Anchor | None]] = {
    DecisionKind.SAME_MEETING: lead,
    DecisionKind.DIFFERENT_MEETING: lead,
    DecisionKind.SAME_PERSON: name,
    DecisionKind.DIFFERENT_PERSON: name,
}


def some_decision(register: Register, read: Sequence[Reading], choose: random.Random, number: int) -> Decision | None:
    """One decision of any kind about some of the documents; None where there is nothing to decide about."""
    kind = choose.choice([*PLACES, DecisionKind.REJECT, DecisionKind.ACCEPT, DecisionKind.CORRECT, DecisionKind.UNDO])
    by, on = choose.choice(("Ada", "Ben")), ON.format(number % 28 + 1)
    if kind is DecisionKind.UNDO:
        made = [d for _, d in register.decisions()]
        undone = choose.choice(made) if made else None
        return undone and Decision(kind, undone.about, undone.id, by, on, f"a slip {number}")
    about = [PLACES.get(kind, lead)(register, r) for r in choose.sample(list(read), 2 if kind in PLACES else 1)]
    value = f"city={choose.choice(CITIES)} {number}" if kind is DecisionKind.CORRECT else ""
    if any(anchor is None for anchor in about):
        return None
    return Decision(kind, tuple(a for a in about if a), value, by, on, f"I looked {number}")


def everything(register: Register) -> tuple[list[object], ...]:
    """All that follows, as it is read back."""
    return (
        list(register.meetings()),
        list(register.judgements()),
        list(register.entities()),
        list(register.findings()),
        sorted(register.voices().items()),
    )


def exports(register: Register) -> dict[str, bytes]:
    """What neighbours are given, byte for byte."""
    return {form: b"".join(exported(register, form)) for form in ("accounts", "csv", "jsonl", "ftm", "html")}


def refilled(where: str, readings: Sequence[Reading], decisions: Sequence[Decision]) -> Register:
    """Another register, given the same at once."""
    register = Register.open(where)
    absorb(register, readings)
    for decision in decisions:
        register.decide(decision)
    reconcile_register(register)
    return register
