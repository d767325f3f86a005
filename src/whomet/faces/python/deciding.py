"""Questions and decisions as they are put in Python: what is named becomes what the register takes."""

from __future__ import annotations

from typing import Literal, get_args

from whomet.errors import DecisionError, InputError
from whomet.faces import deciding
from whomet.faces.asking import Question
from whomet.register import Register
from whomet.values.decisions import Decision, DecisionKind
from whomet.values.edtf import bounds

What = Literal[
    "same", "different", "same-person", "different-person", "accept", "reject", "correct", "copy", "kind", "code"
]
"""What can be decided, in the words of `whomet decide`."""

_OF_ACCOUNTS = {
    "same": (DecisionKind.SAME_MEETING, 2),
    "different": (DecisionKind.DIFFERENT_MEETING, 2),
    "accept": (DecisionKind.ACCEPT, 1),
    "reject": (DecisionKind.REJECT, 1),
}
_OF_PERSONS = {
    "same-person": (DecisionKind.SAME_PERSON, 2),
    "different-person": (DecisionKind.DIFFERENT_PERSON, 2),
}
_OF_TWO = {
    "copy": (deciding.copying, "two documents"),
    "kind": (deciding.naming_kind, "a document and a kind"),
    "code": (deciding.coding, "an account or a meeting and “field=value”"),
}
_STATUSES = ("held", "ongoing", "planned", "postponed", "cancelled")


def question_of(*asked: str) -> Question:
    """Name, party, place, since, until and status of meetings. Raises InputError for a date or status that is none."""
    made = Question(*asked)
    for option, day in (("since", made.since), ("until", made.until)):
        if day and not bounds(day):
            raise InputError(option, f"{day!r} is no date; write 2024, 2024-08 or 2024-08-21.")
    if made.status and made.status not in _STATUSES:
        raise InputError("status", f"{made.status!r} is none; it is one of: {', '.join(_STATUSES)}.")
    return made


def decision_of(register: Register, what: str, about: tuple[str, ...], words: str, said: tuple[str, str]) -> Decision:
    """What a person decides, at the words of documents that the names lead to; `said`: who, and why.

    Raises NotFoundError and DecisionError, as `deciding` does.
    """
    if what not in get_args(What):
        raise DecisionError(f"{what!r} can't be decided; it is one of: {', '.join(get_args(What))}.")
    if words and what != "correct":
        raise DecisionError(f"{what!r} takes no words; they show the value of a correction.")
    if what == "correct":
        return _correction(register, about, words, said)
    if what in _OF_TWO:
        made, wanted = _OF_TWO[what]
        if len(about) != 2:
            raise DecisionError(f"{what!r} takes {wanted}, not {len(about)}.")
        return made(register, about[0], about[1], said)
    kind, number = (_OF_ACCOUNTS | _OF_PERSONS)[what]
    if len(about) != number:
        named = "persons' names" if what in _OF_PERSONS else "accounts' ids"
        raise DecisionError(f"{what!r} takes {number} of {named}, not {len(about)}.")
    place = deciding.person_of if what in _OF_PERSONS else deciding.lead_of
    return Decision(kind, tuple(place(register, name) for name in about), "", said[0], deciding.now(), said[1])


def _correction(register: Register, about: tuple[str, ...], words: str, said: tuple[str, str]) -> Decision:
    if len(about) != 3:
        raise DecisionError(f"'correct' takes an account's id, a field and a value, not {len(about)} of them.")
    account, field, value = about
    told = deciding.checked(field, value)
    if "." in field and not words:
        raise DecisionError(f"{field} is told of several; say by `words` which, as words='Mira Okonveld'.")
    lead = deciding.lead_of(register, account)
    shown = (deciding.words_in(register, lead, words),) if words else ()
    return Decision(DecisionKind.CORRECT, (lead, *shown), told, said[0], deciding.now(), said[1])
