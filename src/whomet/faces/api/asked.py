"""The addresses that are asked: meetings, accounts, documents, people, places, search, decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from whomet.errors import NotFoundError
from whomet.faces.api import questions, shapes
from whomet.faces.api.answers import answer
from whomet.faces.api.described import OPEN, gives
from whomet.faces.api.doors import in_turn, may_read, may_see, note
from whomet.faces.asking_commands import Status
from whomet.faces.audit import Done
from whomet.faces.cursors import LONGEST, Number, cursor, place_in
from whomet.faces.python.deciding import question_of
from whomet.register.paging import BEGINNING

router = APIRouter(dependencies=[Depends(may_read)], default_response_class=Response)
shown = APIRouter(dependencies=[Depends(may_see)], default_response_class=Response)
"""What the public sees, where it is let in: meetings, not the texts that tell of them."""

MOST = 200
"""Items of a page."""

_NAME = 200
Cursor = Annotated[str, Query(max_length=LONGEST, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="how many at most")]
Words = Annotated[str, Query(max_length=1000, description='words that must all stand there; "ceas*" is one begun')]
Named = Annotated[str, Query(max_length=_NAME, description="a person, in any spelling")]
Party = Annotated[str, Query(max_length=_NAME, description="a side or mediator")]
Where = Annotated[str, Query(max_length=_NAME, description="a city, country or venue")]
Since = Annotated[str, Query(max_length=100, description="not before this day, month or year, in EDTF")]
Until = Annotated[str, Query(max_length=100, description="not after this day, month or year, in EDTF")]
OneName = Annotated[str, Path(min_length=1, max_length=1000)]

Item = TypeVar("Item")


@shown.get("/meetings", responses=gives(shapes.Meetings, listed=True), openapi_extra=OPEN)
def meetings(  # noqa: PLR0913 - one for each thing that can be asked, as the command line has them
    request: Request,
    words: Words = "",
    name: Annotated[Named, Query(alias="with")] = "",
    party: Party = "",
    place: Where = "",
    since: Since = "",
    until: Until = "",
    status: Status | None = None,
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Response:
    """The meetings that fit all that is asked, in the order in which the register first heard of them.

    Who follows the pages meets each once, also while accounts are added; what is new comes last.
    """
    question = question_of(name, party, place, since, until, status.value if status else "")
    after = place_in(cursor, "meetings", tuple[Number, Number], BEGINNING)
    with request.app.state.registers.lent() as register:
        found = questions.next_meetings(register, question, words, after, limit + 1, register.meetings_after)
        shown, following = _page("meetings", found, limit, lambda one: one[0])
        return answer(request, shapes.Meetings([row for _, row in shown], following), following)


@shown.get("/meetings/{name}", responses=gives(shapes.MeetingTold, also=(404,)), openapi_extra=OPEN)
def one_meeting(request: Request, name: OneName) -> Response:
    """One meeting cell by cell, with each account of it.

    By its id, the id of any of its accounts, the beginning of one, or a document that tells of one meeting only.
    """
    with request.app.state.registers.lent() as register:
        return answer(request, questions.one_told(register, name))


@shown.get("/accounts", responses=gives(shapes.Accounts, listed=True), openapi_extra=OPEN)
def accounts(request: Request, cursor: Cursor = "", limit: Limit = 50) -> Response:
    """All accounts of meetings, in the order in which the register first heard of them."""
    after = place_in(cursor, "accounts", tuple[Number, Number], BEGINNING)
    with request.app.state.registers.lent() as register:
        found = register.accounts_after(after, limit + 1)
        shown, following = _page("accounts", found, limit, lambda one: one[0])
        told = questions.accounts_with(register, [account for _, account in shown])
        return answer(request, shapes.Accounts(told, following), following)


@shown.get("/accounts/{account}", responses=gives(shapes.Account, also=(404,)), openapi_extra=OPEN)
def one_account(request: Request, account: OneName) -> Response:
    """One account, by its id."""
    with request.app.state.registers.lent() as register:
        return answer(request, questions.one_account(register, account))


@router.get("/documents", responses=gives(shapes.Documents, listed=True), openapi_extra=OPEN)
def documents(request: Request, cursor: Cursor = "", limit: Limit = 50) -> Response:
    """All documents, in the order in which they were first read."""
    after = place_in(cursor, "documents", Number, 0)
    with request.app.state.registers.lent() as register:
        found = register.documents_after(after, limit + 1)
        shown, following = _page("documents", found, limit, lambda one: one[0])
        rows = questions.documents_with(register, [key for _, key in shown])
        return answer(request, shapes.Documents(rows, following), following)


@router.get("/documents/{document}", responses=gives(shapes.Document, also=(404,)), openapi_extra=OPEN)
def one_document(request: Request, document: OneName) -> Response:
    """One document as it was read, with its text: by its id, its key, or at least eight characters of the key."""
    with request.app.state.registers.lent() as register:
        told = questions.one_document(register, document)
    note(request, Done.TEXT)
    return answer(request, told)


@shown.get("/people", responses=gives(shapes.People, listed=True), openapi_extra=OPEN)
def people(request: Request, name: Named = "", cursor: Cursor = "", limit: Limit = 50) -> Response:
    """All persons, or those that a name in any spelling fits, in the order of ids."""
    after = place_in(cursor, "people", str, "")
    with request.app.state.registers.lent() as register:
        found = questions.next_people(register, name, after, limit + 1)
        shown, following = _page("people", found, limit, lambda one: one)
        return answer(request, shapes.People(questions.people_with(register, shown), following), following)


@shown.get("/people/{person}", responses=gives(shapes.Person, also=(404,)), openapi_extra=OPEN)
def one_person(request: Request, person: OneName) -> Response:
    """One person, by the id."""
    with request.app.state.registers.lent() as register:
        for found in questions.people_with(register, [person]):
            return answer(request, found)
    raise NotFoundError(f"Nobody in this register has the id {person[:100]!r}; ask /people by name.")


@shown.get("/places", responses=gives(shapes.Places, listed=True), openapi_extra=OPEN)
def places(request: Request, cursor: Cursor = "", limit: Limit = 50) -> Response:
    """The cities, then the countries, then the venues of meetings, by name."""
    after = place_in(cursor, "places", tuple[str, str], ("", ""))
    with request.app.state.registers.lent() as register:
        found = register.places_after(after, limit + 1)
        shown, following = _page("places", found, limit, lambda one: one[:2])
        return answer(request, shapes.Places([shapes.Place(*one) for one in shown], following), following)


@router.get("/search", dependencies=[Depends(in_turn)], responses=gives(shapes.Hits, listed=True), openapi_extra=OPEN)
def search(request: Request, words: Words, cursor: Cursor = "", limit: Limit = 50) -> Response:
    """The documents in which every word stands, or is claimed by one of their accounts, in the order of keys."""
    after = place_in(cursor, "search", str, "")
    with request.app.state.registers.lent() as register:
        found = questions.hits(register, words, after, limit + 1)
        shown, following = _page("search", found, limit, lambda one: one.document.key)
        return answer(request, shapes.Hits(shown, following), following)


@router.get("/decisions", responses=gives(shapes.Decisions, listed=True), openapi_extra=OPEN)
def decisions(request: Request, cursor: Cursor = "", limit: Limit = 50) -> Response:
    """Every decision in the order in which they were made, those undone as well."""
    after = place_in(cursor, "decisions", Number, 0)
    with request.app.state.registers.lent() as register:
        found = register.decisions_after(after, limit + 1)
        shown, following = _page("decisions", found, limit, lambda one: one[0])
        told = [questions.decision_shape(number, made) for number, made in shown]
        return answer(request, shapes.Decisions(told, following), following)


def _page(listed: str, found: Sequence[Item], limit: int, place: Callable[[Item], object]) -> tuple[list[Item], str]:
    """As many as were asked for of what was found, which is one more where there is a next page; and its cursor."""
    shown = list(found[:limit])
    return shown, cursor(listed, place(shown[-1])) if len(found) > limit else ""
