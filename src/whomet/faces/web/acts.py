"""What pages do: a decision is made or undone, under the name of who asks, and told where it went otherwise.

All goes through the functions of `whomet decide` and of the API, with what the page had seen: where somebody else
decided about the same documents since, nothing is kept, and that is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whomet.errors import DecidedMeanwhileError, DecisionError, NotFoundError
from whomet.faces import deciding
from whomet.faces.audit import Done
from whomet.faces.python.deciding import decision_of
from whomet.faces.registers import Registers
from whomet.faces.roles import Role
from whomet.faces.terminal import clean
from whomet.faces.web.addresses import page_number
from whomet.faces.web.decided import log_page, since
from whomet.faces.web.forms import taken, text_in
from whomet.faces.web.visitors import Guarded, allows, gate_of, visitor_of
from whomet.register import Register
from whomet.values.decisions import Decision, documents_of

_MADE = ("same", "different", "same-person", "different-person", "accept", "reject", "correct")
"""What the pages' forms decide, in the words of `whomet decide`."""

_LONGEST = 2000  # characters of a reason, of a name or of words


class Answer(Protocol):
    """Makes a page of a template."""

    def __call__(self, request: Request, template: str, status: int = 200, /, **what: object) -> Response: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form asks for: `back` is the page that it was on, `seen` the last decision that this page knew of."""

    what: str
    about: tuple[str, ...]
    reason: str
    back: str
    seen: int
    words: str = ""


class Acts:
    """The addresses at which something is decided, and the page of all decisions."""

    def __init__(self, registers: Registers, answer: Answer) -> None:
        self._registers, self._answer = registers, answer

    def routes(self) -> list[Guarded]:
        """Each address, with who may use it."""
        return [
            Guarded("/decisions", self.log, Role.READER),
            Guarded("/decide", self.decide, Role.CODER, methods=["POST"]),
            Guarded("/undo", self.undo, Role.CODER, methods=["POST"]),
        ]

    def log(self, request: Request) -> Response:
        """Every decision, the newest first."""
        by = clean(request.query_params.get("by", ""))[:_LONGEST]
        with self._registers.lent() as register:
            page = log_page(register, by, page_number(request.query_params))
        return self._answer(request, "decisions.html", page=page, may_undo=allows(request, Role.CODER))

    async def decide(self, request: Request) -> Response:
        """Makes the decision that a form asks for; of several accounts that are accepted, one for each."""
        sent = _sent(await taken(request))
        return await run_in_threadpool(self._act, request, sent, lambda register: _decisions(register, sent, request))

    async def undo(self, request: Request) -> Response:
        """Takes a decision back."""
        sent = _sent(await taken(request))
        name = sent.about[0] if sent.about else ""
        by = visitor_of(request).name

        def undoing(register: Register) -> list[Decision]:
            return [deciding.undoing(register, name, by, sent.reason)]

        return await run_in_threadpool(self._act, request, sent, undoing)

    def _act(self, request: Request, sent: Sent, wanted: Callable[[Register], list[Decision]]) -> Response:
        with self._registers.changing() as register:
            decisions: list[Decision] = []
            try:
                _check(sent)
                decisions = wanted(register)
                for decision in decisions:
                    if not _is_kept(register, decision):
                        deciding.make(register, decision, sent.seen)
                        gate_of(request).note(request, Done.DECISION, f"{decision.kind} {decision.id}")
            except DecidedMeanwhileError:
                by = visitor_of(request).name
                others = since(register, documents_of(decisions), sent.seen, by)
                return self._answer(request, "meanwhile.html", 409, sent=sent, others=others)
            except (DecisionError, NotFoundError) as error:
                return self._answer(request, "undecided.html", 422, sent=sent, sentence=str(error))
            return RedirectResponse(_still_there(register, sent.back), 303)


def _sent(fields: FormData) -> Sent:
    seen = text_in(fields, "seen")
    about = [value.strip() for value in fields.getlist("about") if isinstance(value, str)]
    if text_in(fields, "what") == "correct":
        about += [text_in(fields, "field"), clean(text_in(fields, "value"))]
    return Sent(
        text_in(fields, "what"),
        tuple(name[:_LONGEST] for name in about),
        clean(text_in(fields, "reason"))[:_LONGEST],
        _own(text_in(fields, "back")),
        int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 16 else 0,
        text_in(fields, "words").strip()[:_LONGEST],
    )


def _own(address: str) -> str:
    """A page of ours that a form came from; the register for what is none."""
    plain = address.isascii() and address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else "/"


def _check(sent: Sent) -> None:
    """Raises DecisionError for what no page asks for, and for a decision without a reason."""
    if not sent.reason:
        raise DecisionError("A decision needs a reason: write one sentence that says why; others will read it.")
    if not sent.about:
        raise DecisionError("Nothing was named that could be decided about.")


def _decisions(register: Register, sent: Sent, request: Request) -> list[Decision]:
    """What a form asks for. Raises DecisionError and NotFoundError as `deciding` does."""
    if sent.what not in _MADE:
        raise DecisionError(f"{sent.what[:40]!r} is nothing that a page decides.")
    said = (visitor_of(request).name, sent.reason)
    if sent.what == "accept":
        return [decision_of(register, sent.what, (account,), "", said) for account in sent.about]
    return [decision_of(register, sent.what, sent.about, sent.words, said)]


def _is_kept(register: Register, decision: Decision) -> bool:
    """Whether it was sent twice within a second."""
    return any(made.id == decision.id for _, made in register.decisions(documents_of([decision])))


def _still_there(register: Register, back: str) -> str:
    """The page that a form was on; the log of decisions where a meeting went with what was decided."""
    kind, _, rest = back.removeprefix("/").partition("/")
    if kind != "meetings":
        return back
    try:
        register.meeting(rest.partition("?")[0].partition("#")[0])
    except NotFoundError:
        return "/decisions"
    return back
