"""Who asks: every request is a visitor's, and every page says which role it needs.

`visitor_of` says who it is (decisions bear the name), `allows` whether that one may do something, so that a page can
leave out what is not for them. A page is put at its address by `Guarded`, which refuses whoever may not see it.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Scope

from whomet.faces.audit import Done
from whomet.faces.roles import Role

VISITOR = "whomet.visitor"
ENTRANCE = "whomet.entrance"
"""Where a request carries its visitor, and what it came in by (`entrance.py`)."""

Page = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, by the name that decisions bear ("" for nobody known), and what they may do.

    `session` is what the forms that they are given are good for: another with each log-in, "" where nobody logs in.
    `own`: it is the person who runs the server, who was not asked.
    """

    name: str
    role: Role
    session: str = ""
    own: bool = False


STRANGER = Visitor("", Role.STRANGER)


class Gate(Protocol):
    """What a request came in by."""

    def refused(self, request: Request) -> Response:
        """The answer to who may not see a page. Raises HTTPException."""

    def costs(self, request: HTTPConnection) -> float:
        """Counts something that takes long; the seconds to wait where it was asked for too often, else 0."""

    def note(self, request: HTTPConnection, done: Done, about: str = "") -> None:
        """Keeps in the audit log what somebody did."""


def visitor_of(request: HTTPConnection) -> Visitor:
    """Who asks; a stranger where nothing was found out."""
    return visitor_in(request.scope)


def visitor_in(scope: Scope) -> Visitor:
    """Who asks."""
    found: Visitor = scope.get(VISITOR, STRANGER)
    return found


def allows(request: HTTPConnection, need: Role) -> bool:
    """Whether who asks may do what a role is needed for."""
    return visitor_of(request).role.covers(need)


def gate_of(request: HTTPConnection) -> Gate:
    """What a request came in by."""
    found: Gate = request.scope[ENTRANCE]
    return found


class Guarded(Route):
    """A page at its address, for those whose role covers `needs`; what is done there is `noted` in the audit log."""

    def __init__(
        self,
        path: str,
        page: Page,
        needs: Role,
        *,
        methods: Sequence[str] = ("GET",),
        noted: Done | None = None,
    ) -> None:
        super().__init__(path, self._answer, methods=list(methods))
        self._page, self.needs, self._noted = page, needs, noted

    async def _answer(self, request: Request) -> Response:
        if not allows(request, self.needs):
            return gate_of(request).refused(request)
        if inspect.iscoroutinefunction(self._page):
            answer: Response = await self._page(request)
        else:
            answer = await run_in_threadpool(self._page, request)  # type: ignore[arg-type]
        if self._noted and answer.status_code < 400:
            gate_of(request).note(request, self._noted)
        return answer
