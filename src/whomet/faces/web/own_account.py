"""One's own account: another password, given with the one before, and where one is logged in."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whomet.errors import AccessError
from whomet.faces.accounts import SHORTEST, Account, change_password, named
from whomet.faces.audit import Done
from whomet.faces.roles import Role
from whomet.faces.web.acts import Answer
from whomet.faces.web.entrance import is_private, session_cookie
from whomet.faces.web.forms import taken, text_in
from whomet.faces.web.limits import Limit
from whomet.faces.web.log_in import READABLE, encrypted, entrance_of
from whomet.faces.web.visitors import Guarded, visitor_of

OWN = "/account"
_MOST_BYTES = 20_000
_WRONG = "The password that you have now is not this one, so nothing was changed."
_UNLIKE = "The new password was not written twice alike, so nothing was changed."

Right = Callable[[Account | None, str], Awaitable[bool]]
"""Whether a password is that of an account."""


class OwnAccount:
    """What everybody who has logged in may do with the account."""

    def __init__(self, answer: Answer, is_right: Right) -> None:
        self._answer, self._is_right = answer, is_right
        self._tries = Limit(5, 60.0)  # who sits down at somebody's open browser guesses no faster

    def routes(self) -> list[Guarded]:
        """What there is, for all who log in."""
        return [
            Guarded(OWN, self.page, Role.READER),
            Guarded(OWN, self.change, Role.READER, methods=["POST"]),
            Guarded(f"{OWN}/others", self.end_others, Role.READER, methods=["POST"]),
        ]

    def page(self, request: Request, status: int = 200, wrong: str = "") -> Response:
        """Who one is here, where one is logged in, and the form for another password."""
        visitor = visitor_of(request)
        sessions = entrance_of(request).sessions.of(visitor.name)
        changed = "changed" in request.query_params
        return self._answer(
            request, "account.html", status, sessions=sessions, wrong=wrong, changed=changed, shortest=SHORTEST
        )

    async def change(self, request: Request) -> Response:
        """Takes another password from who knows the one before; sessions elsewhere end with it."""
        entrance, name = entrance_of(request), visitor_of(request).name
        fields = await taken(request, _MOST_BYTES)
        if not is_private(request):
            raise HTTPException(403, READABLE)
        if wait := self._tries.wait(name):
            return self.page(request, 429, f"Too many tries; wait {math.ceil(wait)} seconds.")
        if not await self._is_right(named(name), text_in(fields, "password")):
            entrance.note(request, Done.FAILED, "own password")
            return self.page(request, 403, _WRONG)
        self._tries.give_back(name)
        new = text_in(fields, "new")
        if new != text_in(fields, "again"):
            return self.page(request, 422, _UNLIKE)
        try:
            await run_in_threadpool(change_password, name, new)
        except AccessError as error:
            return self.page(request, 422, str(error))
        entrance.note(request, Done.ACCOUNT, "own password")
        entrance.sessions.end_others(name, "")
        answer = RedirectResponse(f"{OWN}?changed", 303)
        words = entrance.sessions.begin(named(name))
        answer.set_cookie(session_cookie(request), words, secure=encrypted(request), httponly=True, samesite="strict")
        return answer

    async def end_others(self, request: Request) -> Response:
        """Ends one's sessions in other browsers."""
        entrance, visitor = entrance_of(request), visitor_of(request)
        await taken(request, _MOST_BYTES)
        entrance.sessions.end_others(visitor.name, visitor.session)
        entrance.note(request, Done.LOG_OUT, "all others of one's own")
        return RedirectResponse(OWN, 303)
