"""Decisions by way of an assistant: what was decided, and, where its user allowed it, deciding in the user's name."""

from __future__ import annotations

from whomet.faces import deciding
from whomet.faces.assistants import gives, takes
from whomet.faces.assistants.citing import publisher_of
from whomet.faces.assistants.harmless import cut, fitting
from whomet.faces.assistants.meetings import notes_of
from whomet.faces.cursors import Number, cursor, place_in
from whomet.faces.python.deciding import What, decision_of
from whomet.faces.web.addresses import KEY
from whomet.register import Register
from whomet.values.decisions import Decision, DecisionKind, documents_of, in_force


def show(register: Register, asked: takes.ShowDecisions) -> gives.DecisionsShown:
    """Every decision in the order in which they were made, those undone as well."""
    after = place_in(asked.cursor, "show_decisions", Number, 0)
    found = register.decisions_after(after, asked.limit + 1)
    holding = {made.id for made in in_force([made for _, made in register.decisions()])}
    told = (_told(register, number, made, holding) for number, made in found[: asked.limit])
    shown = fitting(told)
    following = cursor("show_decisions", found[len(shown) - 1][0]) if len(shown) < len(found) else ""
    return gives.DecisionsShown(shown, following, notes_of(register))


def _told(register: Register, number: int, made: Decision, holding: set[str]) -> gives.Decision:
    documents = {r.document.key: r.document for r in register.newest(documents_of([made]), texts=False, claims=())}
    about = [
        gives.Citation(
            quote=cut(anchor.quote),
            publisher=publisher_of(documents[anchor.document]) if anchor.document in documents else "",
            document=anchor.document[:KEY],
            start=anchor.span.start,
            end=anchor.span.end,
        )
        for anchor in made.about
    ]
    undone = made.kind is not DecisionKind.UNDO and made.id not in holding
    value = cut(made.value)
    return gives.Decision(number, made.id, made.kind.value, made.by, made.on, cut(made.reason), value, about, undone)


def decide(register: Register, what: What, about: tuple[str, ...], reason: str, seen: int, by: str) -> gives.Decided:
    """Decides, as `whomet decide` does. Raises NotFoundError and DecisionError as `deciding` does."""
    return _keep(register, decision_of(register, what, about, "", (by, reason)), seen)


def undo(register: Register, asked: takes.Undo, by: str) -> gives.Decided:
    """Takes a decision back. Raises NotFoundError where none goes by the id, or several."""
    return _keep(register, deciding.undoing(register, asked.decision, by, asked.reason), asked.seen)


def _keep(register: Register, made: Decision, seen: int) -> gives.Decided:
    number = deciding.make_once(register, made, seen)
    homes = register.homes([anchor.account for anchor in made.about if anchor.account])
    told = _told(register, number, made, {made.id})
    return gives.Decided(told, sorted(set(homes.values())), number)
