"""Logging in and out.

Who asks for a name that nobody has waits as long as who gets a password wrong, and is told the same. Tries are counted
for a name at an address, for an address, and for a name wherever from; a browser that somebody has logged in from
before is counted by itself, so that nobody is kept out by what others try.
"""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from whomet.errors import NotFoundError
from whomet.faces.accounts import Account, account_of, folded, is_right, kept_accounts
from whomet.faces.audit import Done
from whomet.faces.roles import Role
from whomet.faces.web.entrance import LOG_IN, Entrance, address_of, is_private, session_cookie
from whomet.faces.web.forms import taken, text_in
from whomet.faces.web.limits import Limit
from whomet.faces.web.visitors import ENTRANCE, Guarded, visitor_of
from whomet.faces.web_safety import network_of

LOG_OUT = "/logout"
BROWSER = "whomet_known"
"""The cookie by which a browser is known as one that somebody has logged in from, sent to this page alone."""

_MOST_BYTES = 20_000
_LONGEST_NAME = 200
_REMEMBERED = 90 * 86_400  # seconds
_AT_ONCE = 2  # passwords checked: each takes 64 MiB and a processor
_QUEUE = 20
_WRONG = "The name or the password is wrong."
_BUSY = "Too many are logging in just now; try again in a few seconds."
READABLE = (
    "Passwords are not taken here, for others could read them on their way: this server has to be started with "
    "--certificate, or a proxy in front that encrypts has to say “X-Forwarded-Proto: https”."
)
_OWN = re.compile(r"/(?![/\\])[!-\[\]-~]*")  # of printable ASCII but the backslash, which browsers take for a slash

Tries = list[tuple[Limit, str]]


class LogIn:
    """The page to log in at, what it sends, and logging out."""

    def __init__(self, answer: Callable[..., Response]) -> None:
        """`answer` makes a page of a request, a template, a status and what it shows."""
        self._answer = answer
        self._of_both, self._of_address = Limit(5, 60.0), Limit(20, 30.0)
        self._of_name, self._of_browser = Limit(100, 20.0), Limit(10, 60.0)
        self._noted = Limit(1, 600.0)
        self._turn, self._waiting = asyncio.Semaphore(_AT_ONCE), 0

    def routes(self) -> list[Guarded]:
        """What there is, for everybody."""
        return [
            Guarded(LOG_IN, self.page, Role.STRANGER),
            Guarded(LOG_IN, self.log_in, Role.STRANGER, methods=["POST"]),
            Guarded(LOG_OUT, self.log_out, Role.STRANGER, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The form; who is logged in already goes on."""
        entrance_of(request)
        wanted = own_address(request.query_params.get("next", ""))
        if visitor_of(request).session:
            return RedirectResponse(wanted, 303)
        if not is_private(request):
            raise HTTPException(403, READABLE)
        return self._form(request, wanted)

    async def log_in(self, request: Request) -> Response:
        """Begins a session for who gives the password of an account."""
        entrance = entrance_of(request)
        fields = await taken(request, _MOST_BYTES)
        if not is_private(request):
            raise HTTPException(403, READABLE)
        name, wanted = text_in(fields, "name")[:_LONGEST_NAME], own_address(text_in(fields, "next"))
        account = account_of(name, kept_accounts())
        tries = self._tries(request, entrance, name, account)
        if wait := next((wait for limit, key in tries if (wait := limit.wait(key))), 0.0):
            return self._held_up(request, wanted, wait, account)
        if not await self.is_right(account, text_in(fields, "password")) or account is None:
            entrance.note(request, Done.FAILED, LOG_IN, who=account.name if account else "")
            return self._form(request, wanted, 403, _WRONG, name)
        for limit, key in tries:
            limit.give_back(key)
        return _logged_in(request, entrance, account, wanted)

    async def log_out(self, request: Request) -> Response:
        """Ends the session."""
        entrance = entrance_of(request)
        await taken(request, _MOST_BYTES)
        cookie = session_cookie(request)
        if visitor_of(request).session:
            entrance.sessions.end(request.cookies[cookie])
            entrance.note(request, Done.LOG_OUT, LOG_OUT)
        answer = RedirectResponse("/" if entrance.ways.public else LOG_IN, 303)
        answer.delete_cookie(cookie, secure=encrypted(request), httponly=True, samesite="strict")
        return answer

    def _tries(self, request: Request, entrance: Entrance, name: str, account: Account | None) -> Tries:
        """What a try counts for. The first that has none left ends it, so that one address alone can't use up what a
        name has."""
        browser = request.cookies.get(BROWSER, "")
        if entrance.sessions.knows(browser, account):
            return [(self._of_browser, browser)]
        near, who = network_of(address_of(request)), folded(name)
        return [(self._of_both, f"{near} {who}"), (self._of_address, near), (self._of_name, who)]

    def _held_up(self, request: Request, wanted: str, wait: float, account: Account | None) -> Response:
        address = address_of(request)
        if not self._noted.wait(network_of(address)):  # what is tried by the thousand is not written by the thousand
            entrance_of(request).note(request, Done.TOO_MANY, LOG_IN, who=account.name if account else "")
        seconds = math.ceil(wait)
        answer = self._form(request, wanted, 429, f"Too many tries; wait {seconds} seconds.")
        answer.headers["Retry-After"] = str(seconds)
        return answer

    async def is_right(self, account: Account | None, password: str) -> bool:
        """Whether a password is an account's. Raises HTTPException (503) where too many wait already."""
        if self._waiting >= _QUEUE:
            raise HTTPException(503, _BUSY, {"Retry-After": "5"})
        self._waiting += 1
        try:
            async with self._turn:
                return await run_in_threadpool(is_right, account, password)
        finally:
            self._waiting -= 1

    def _form(self, request: Request, wanted: str, status: int = 200, wrong: str = "", name: str = "") -> Response:
        return self._answer(request, "log_in.html", status, wanted=wanted, wrong=wrong, name=name)


def own_address(wanted: str) -> str:
    """An address within this server to go on to; "/" for any other, and for those that would lead back here."""
    path = wanted.partition("?")[0]
    return wanted if _OWN.fullmatch(wanted) and "//" not in path and path not in (LOG_IN, LOG_OUT) else "/"


def _logged_in(request: Request, entrance: Entrance, account: Account, wanted: str) -> Response:
    """A session of its own, whatever the browser had before."""
    sessions, cookie, secure = entrance.sessions, session_cookie(request), encrypted(request)
    sessions.end(request.cookies.get(cookie, ""))
    answer = RedirectResponse(wanted, 303)
    answer.set_cookie(cookie, sessions.begin(account), secure=secure, httponly=True, samesite="strict")
    if not sessions.knows(request.cookies.get(BROWSER, ""), account):
        known = sessions.remember(account)
        answer.set_cookie(BROWSER, known, _REMEMBERED, path=LOG_IN, secure=secure, httponly=True, samesite="strict")
    entrance.note(request, Done.LOG_IN, LOG_IN, who=account.name)
    return answer


def entrance_of(request: Request) -> Entrance:
    """Raises NotFoundError where nobody logs in."""
    entrance: Entrance = request.scope[ENTRANCE]
    if not entrance.ways.accounts:
        raise NotFoundError("Nobody logs in on this server.")
    return entrance


def encrypted(request: Request) -> bool:
    """Whether a cookie may be kept to encrypted connections."""
    return request.url.scheme == "https"
