"""Who asks: every request is a visitor's, and every page says which role it needs.

`visitor_of` says who it is (decisions bear the name), `allows` whether that one may do something, so that a page can
leave out what is not for them. A page is put at its address by `Guarded`, which refuses whoever may not see it.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Route

from whomet.faces.roles import Role

SCOPE = "whomet.visitor"
"""Where a request carries its visitor."""

Page = Callable[[Request], Response] | Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, by the name that decisions bear ("" for nobody known), and what they may do.

    `session` is what the forms that they are given are good for: another with each log-in, "" where nobody logs in.
    """

    name: str
    role: Role
    session: str = ""


STRANGER = Visitor("", Role.STRANGER)


def visitor_of(request: HTTPConnection) -> Visitor:
    """Who asks; a stranger where nothing was found out."""
    found: Visitor = request.scope.get(SCOPE, STRANGER)
    return found


def allows(request: HTTPConnection, need: Role) -> bool:
    """Whether who asks may do what a role is needed for."""
    return visitor_of(request).role.covers(need)


class Guarded(Route):
    """A page at its address, for those whose role covers `needs`."""

    def __init__(self, path: str, page: Page, needs: Role, *, methods: Sequence[str] = ("GET",)) -> None:
        super().__init__(path, self._answer, methods=list(methods))
        self._page, self.needs = page, needs

    async def _answer(self, request: Request) -> Response:
        if not allows(request, self.needs):
            raise HTTPException(403, "You may not see this page.")
        if inspect.iscoroutinefunction(self._page):
            return await self._page(request)  # type: ignore[no-any-return]
        return await run_in_threadpool(self._page, request)  # type: ignore[arg-type]
