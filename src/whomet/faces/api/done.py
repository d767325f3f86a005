"""The addresses that do something: a text is read, which nothing keeps; a decision is made."""

from __future__ import annotations

from typing import Annotated

import msgspec
from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from whomet.errors import DecidedMeanwhileError, NotFoundError
from whomet.exchange.contract import line_of
from whomet.exchange.shapes import ReadingLine
from whomet.faces import deciding
from whomet.faces.api import shapes
from whomet.faces.api.answers import body_of, made, taken
from whomet.faces.api.described import OPEN, makes, takes
from whomet.faces.api.doors import in_turn, may_decide, may_read, note
from whomet.faces.api.problems import ProblemError
from whomet.faces.api.questions import decision_shape
from whomet.faces.at_hand import TextReader, read_at_hand
from whomet.faces.audit import Done
from whomet.faces.python.deciding import decision_of
from whomet.faces.tokens import Token
from whomet.register import Register
from whomet.values.decisions import Decision, documents_of

router = APIRouter(default_response_class=Response)

Body = Annotated[bytes, Depends(body_of)]


@router.post(
    "/read",
    responses=makes(ReadingLine, 502),
    openapi_extra=takes(shapes.ToRead, **OPEN),
    dependencies=[Depends(may_read), Depends(in_turn)],
)
async def read(request: Request, body: Body) -> Response:
    """Reads a text and gives what it tells of meetings, as `whomet read --format jsonl` does, by the reader that the
    server was started with. Nothing of it is kept."""
    state = request.app.state
    return await to_thread.run_sync(_read, body, state.reader, limiter=state.reading)


def _read(body: bytes, reader: TextReader) -> Response:
    given = taken(body, shapes.ToRead)
    return made(line_of(read_at_hand(msgspec.structs.asdict(given), reader)))


@router.post(
    "/decisions",
    responses=makes(shapes.Decision, 403, 409),
    openapi_extra=takes(shapes.ToDecide, security=[{"token": []}]),
)
def decide(request: Request, token: Annotated[Token, Depends(may_decide)], body: Body) -> Response:
    """Makes a decision under the name of the token, and brings the meetings up to date.

    `seen` is the number of the last decision that whoever decides knew of: where somebody else decided about the same
    documents since, nothing is kept, and the problem has those decisions.
    """
    asked = taken(body, shapes.ToDecide)
    with request.app.state.registers.lent() as register:
        try:
            decision = _decision(register, asked, token.name)
        except NotFoundError as error:  # of what the body names; the address itself is there
            raise ProblemError(422, str(error)) from error
        try:
            number = deciding.make_once(register, decision, asked.seen)
        except DecidedMeanwhileError as error:
            raise ProblemError(409, str(error), _since(register, decision, asked.seen)) from error
        note(request, Done.DECISION, f"{decision.kind} {decision.id}")
        return made(decision_shape(number, decision))


def _decision(register: Register, asked: shapes.ToDecide, by: str) -> Decision:
    """What is asked for as a decision. Raises NotFoundError and DecisionError as `deciding` does."""
    if asked.what == "undo":
        if len(asked.about) != 1:
            raise ProblemError(422, "An undo is about one decision, by its id.")
        return deciding.undoing(register, asked.about[0], by, asked.reason)
    if asked.what != "correct" and (asked.field or asked.value):
        raise ProblemError(422, f"{asked.what!r} takes no field and no value; they are a correction's.")
    corrected = (asked.field, asked.value) if asked.what == "correct" else ()
    return decision_of(register, asked.what, (*asked.about, *corrected), asked.words, (by, asked.reason))


def _since(register: Register, decision: Decision, seen: int) -> list[shapes.Decision]:
    """What others decided about the same documents since."""
    about = register.decisions(documents_of([decision]))
    return [decision_shape(number, made) for number, made in about if number > seen and made.by != decision.by]
