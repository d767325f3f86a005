"""Decisions as a page shows them: who decided what, when and why, about which words, and whether it still holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from whomet.exchange.html_meeting import CALLED, shown
from whomet.exchange.html_page import in_words
from whomet.faces.deciding import shown_value
from whomet.faces.web import addresses
from whomet.faces.web.lists import Link
from whomet.model import Property
from whomet.register import Register
from whomet.values.decisions import Decision, DecisionKind, in_force

PAGE = 50  # decisions
_QUOTED = 160  # code points of the words that a decision is about
_LATELY = 200
"""Decisions among which somebody's own last one is looked for."""

_WHAT = {
    DecisionKind.SAME_MEETING: "Two accounts tell of one meeting",
    DecisionKind.DIFFERENT_MEETING: "Two accounts tell of two meetings",
    DecisionKind.SAME_PERSON: "Two names are one person’s",
    DecisionKind.DIFFERENT_PERSON: "Two names are two persons’",
    DecisionKind.ADD: "An account is added",
    DecisionKind.ACCEPT: "An account is right",
    DecisionKind.REJECT: "An account tells of no meeting",
    DecisionKind.COPY: "A document is a copy",
    DecisionKind.SOURCE_KIND: "The source is of this kind",
    DecisionKind.CODE: "Coded",
}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision before a reader. `holds`: nobody undid it; `undoes`: the id of what it takes back."""

    number: int
    ident: str
    by: str
    on: str
    what: str
    reason: str
    words: tuple[Link, ...]
    holds: bool
    undoes: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of all decisions, the newest first; `by`: of one person only."""

    rows: tuple[DecisionRow, ...]
    total: int
    by: str
    before: str
    after: str


def log_page(register: Register, by: str, page: int) -> LogPage:
    """Some of all decisions, or of those that somebody made."""
    every = register.decisions()
    mine = [made for made in reversed(every) if not by or made[1].by == by]
    rows = rows_of(mine[(page - 1) * PAGE : page * PAGE], [decision for _, decision in every])
    earlier = addresses.decisions(by, page + 1) if page * PAGE < len(mine) else ""
    return LogPage(tuple(rows), len(mine), by, addresses.decisions(by, page - 1) if page > 1 else "", earlier)


def about(register: Register, documents: Collection[str]) -> tuple[DecisionRow, ...]:
    """What was decided about some documents, the newest first."""
    made = register.decisions(documents)
    return tuple(rows_of(made[::-1], [decision for _, decision in made]))


def since(register: Register, documents: Collection[str], seen: int, by: str) -> tuple[DecisionRow, ...]:
    """What others than `by` decided about some documents after a decision with a number."""
    made = register.decisions(documents)
    later = [(number, one) for number, one in made if number > seen and one.by != by]
    return tuple(rows_of(later[::-1], [decision for _, decision in made]))


def last_of(register: Register, by: str) -> DecisionRow | None:
    """What somebody decided last, if it holds and was decided lately."""
    lately = register.decisions_after(max(0, register.last_decision() - _LATELY), _LATELY)
    mine = [(n, d) for n, d in lately if d.by == by and d.kind is not DecisionKind.UNDO]
    rows = rows_of(mine[::-1], [decision for _, decision in lately])
    return next((row for row in rows if row.holds), None)


def rows_of(made: Iterable[tuple[int, Decision]], every: Sequence[Decision]) -> Iterator[DecisionRow]:
    """Rows for decisions; `every`: all that may have undone them."""
    holding = {decision.id for decision in in_force(every)}
    undone = {decision.value for decision in every if decision.kind is DecisionKind.UNDO}
    for number, decision in made:
        undo = decision.kind is DecisionKind.UNDO
        yield DecisionRow(
            number,
            decision.id,
            decision.by,
            when(decision.on),
            what(decision),
            decision.reason,
            tuple(_words(decision)),
            decision.id not in undone if undo else decision.id in holding,
            decision.value if undo else "",
        )


def when(instant: str) -> str:
    """An ISO 8601 instant in words, to the minute."""
    return f"{in_words(instant[:10])}, {instant[11:16]} UTC"


def what(decision: Decision) -> str:
    """What was decided, in words."""
    if decision.kind is DecisionKind.UNDO:
        return f"Decision {decision.value} is undone"
    if decision.kind is DecisionKind.CORRECT:
        name, _, value = decision.value.partition("=")
        prop = Property(name)
        return f"{called(prop)} corrected to “{shown(prop, value)}”" if value else f"{called(prop)} taken away"
    told = shown_value(decision)
    return f"{_WHAT[decision.kind]}: {told}" if told else _WHAT[decision.kind]


def called(prop: Property) -> str:
    """A property as a reader knows it."""
    return CALLED.get(prop, prop.replace("_", " ").replace(".", ", ").capitalize())


def _words(decision: Decision) -> Iterator[Link]:
    for anchor in decision.about:
        quote = " ".join(anchor.quote.split())
        cut = f"{quote[:_QUOTED]}…" if len(quote) > _QUOTED else quote
        yield Link(cut or "words that were purged", addresses.document(anchor.document, anchor.span) if quote else "")
