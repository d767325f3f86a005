"""Forms that only our own pages can send: what a page puts into a form, and how what comes back is taken.

A browser is known by a cookie of chance, which it sends to nobody else and no other site makes it send. A form carries
a token that follows from the cookie, from the session of who is logged in, and from a secret of the running server: who
can't read our pages can't know it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import AsyncGenerator

from starlette.datastructures import FormData, Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whomet.faces.web.visitors import visitor_of

FIELD = "csrf"
"""The hidden field of each form that holds `token_for`."""
COOKIE = "whomet_browser"
MOST_BYTES = 1_000_000
"""Of a form without files."""

_MOST_FIELDS = 200
_CHANCE = re.compile(r"[A-Za-z0-9_-]{43}")
_STALE = (
    "This form was not sent from a page of this server, or the page is older than the server's last start: go back, "
    "load the page anew, and send it again."
)
_ELSEWHERE = "This form was sent by a page of another site, so nothing was done; open the page here, and send it again."


class Forms:
    """Wraps an application whose pages hold forms."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._secret = secrets.token_bytes(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; a browser that is given its first form is given its cookie with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        browser = _Browser(self._secret, scope)
        scope[COOKIE] = browser

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start" and browser.is_new_and_named:
                MutableHeaders(scope=message).append("set-cookie", browser.cookie(scope["scheme"]))
            await send(message)

        await self._app(scope, receive, telling)


class _Browser:
    """Who asks: by the chance in its cookie, or in the one it will be given."""

    def __init__(self, secret: bytes, scope: Scope) -> None:
        self._secret = secret
        given = cookie_parser(Headers(scope=scope).get("cookie", "")).get(COOKIE, "")
        self._chance = given if _CHANCE.fullmatch(given) else ""
        self.is_new_and_named = False

    @property
    def is_known(self) -> bool:
        return bool(self._chance) and not self.is_new_and_named

    def token(self, session: str) -> str:
        """What its forms carry while its visitor is logged in as now."""
        if not self._chance:
            self._chance, self.is_new_and_named = secrets.token_urlsafe(32), True
        told = f"{self._chance} {session}"
        return hmac.new(self._secret, told.encode(), hashlib.sha256).hexdigest()

    def cookie(self, scheme: str) -> str:
        """The header that gives it its chance, for as long as it is open."""
        secure = "; Secure" if scheme == "https" else ""
        return f"{COOKIE}={self._chance}; Path=/; HttpOnly; SameSite=Strict{secure}"


def token_for(request: Request) -> str:
    """What a form on the page that answers a request has to carry in the hidden field FIELD."""
    return _browser_of(request).token(visitor_of(request).session)


async def taken(request: Request, most: int = MOST_BYTES) -> FormData:
    """The fields of a form that one of our pages sent, of so many bytes at most; files of it are held in memory.

    Raises HTTPException, with one sentence, for a form that is another's (403), too long (413) or none (400).
    """
    refuse_strangers(request)
    fields = await _fields(request, most)
    told = fields.get(FIELD)
    known = isinstance(told, str) and told.isascii() and _browser_of(request).is_known
    if not known or not hmac.compare_digest(str(told), token_for(request)):
        raise HTTPException(403, _STALE)
    return fields


def refuse_strangers(request: Request) -> None:
    """Raises HTTPException (403) for a request that a page of another site made a browser send.

    Our pages tell nobody where a reader comes from, so a browser gives the origin of their forms as "null"; one that
    does not say in `Sec-Fetch-Site` whose page it was is told from others by the token alone.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if (site is not None and site != "same-origin") or origin not in (None, "null", own):
        raise HTTPException(403, _ELSEWHERE)


def text_in(fields: FormData, name: str) -> str:
    """The words in a field, "" where there are none; line ends as they are everywhere else."""
    value = fields.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _browser_of(request: Request) -> _Browser:
    browser = request.scope[COOKIE]
    assert isinstance(browser, _Browser)
    return browser


class _InMemory(MultiPartParser):
    """Keeps files off the disk: what is sent here may be meant for an encrypted one, which the system's is not."""

    spool_max_size = 2**40


async def _fields(request: Request, most: int) -> FormData:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    stream = _bounded(request, most)
    try:
        if kind == "multipart/form-data":
            parser = _InMemory(request.headers, stream, max_fields=_MOST_FIELDS, max_part_size=most)
            return await parser.parse()
        if kind == "application/x-www-form-urlencoded":
            return await FormParser(request.headers, stream, max_fields=_MOST_FIELDS, max_part_size=most).parse()
    except (MultiPartException, ValueError) as error:
        raise HTTPException(400, "This form can't be read: it is not whole, or has too many fields.") from error
    raise HTTPException(400, "This address takes a form, and none was sent.")


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body, until it is too long."""
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length > most:
            raise HTTPException(413, f"This is longer than the {most // 1_000_000} MB that this page takes at once.")
        yield chunk
