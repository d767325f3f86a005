"""How a server finds out who asks, and how often it lets them.

On this machine alone it is the person who runs it, who need not say so. Where others come, they log in, or a proxy in
front says who they are; and the public, if it is let in, sees meetings without the texts that tell of them.
"""

from __future__ import annotations

import logging
import math
import re
from dataclasses import dataclass
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from whomet.errors import AccessError
from whomet.faces import audit
from whomet.faces.accounts import account_of, kept_accounts
from whomet.faces.api.problems import problem, response
from whomet.faces.audit import Done
from whomet.faces.own_files import is_name, own_name
from whomet.faces.roles import Role
from whomet.faces.web.limits import Limit
from whomet.faces.web.sessions import Sessions
from whomet.faces.web.visitors import ENTRANCE, STRANGER, VISITOR, Visitor, visitor_of
from whomet.faces.web_safety import LOOPBACK, host_of, is_near, network_of

LOG_IN = "/login"
_OF_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_PORT = re.compile(r":([0-9]{1,5})$")
_ANYBODY = Visitor("", Role.PUBLIC)
_LOG = logging.getLogger("whomet")
_OTHERS = (
    "This request came through a proxy, so it may be anybody's, and nothing is shown: start `whomet serve` with "
    "--accounts, --public or --proxy-user."
)
_UNNAMED = "The proxy in front of this server did not say who you are, so nothing is shown."
_PUBLIC = "This is not shown to the public, and nobody logs in on this server."
_TOO_OFTEN = "This was asked for too often; wait a little."


@dataclass(frozen=True, slots=True)
class Ways:
    """How others come in: they log in (`accounts`), a proxy on this machine names them in a header (`proxy_user`), the
    public sees what it may. Without any of these it is the person who runs the server that asks.

    `names` are those that the server goes by, beside this machine's own."""

    accounts: bool = False
    proxy_user: str = ""
    public: bool = False
    names: tuple[str, ...] = ()

    @property
    def own(self) -> bool:
        """Whether nobody else comes."""
        return not (self.accounts or self.proxy_user or self.public)


ALONE = Ways()
"""Nobody comes but who runs the server."""


class Entrance:
    """Wraps an application: each request carries its visitor, and is refused where there are too many."""

    def __init__(self, app: ASGIApp, ways: Ways, register: str) -> None:
        self._app, self.ways, self._register = app, ways, register
        self._owner = Visitor(own_name(), Role.ADMIN, own=True)
        self.sessions = Sessions()
        self._any = Limit(300, 1 / 20)  # a page asks for four things; a program may follow a list of many pages
        self._costly = Limit(30, 1.0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        if request.headers.get("x-forwarded-proto", "").casefold() == "https":
            scope["scheme"] = "https"  # whoever says so untruly deceives nobody but themselves
        try:
            scope[ENTRANCE], scope[VISITOR] = self, self._visitor(request)
        except AccessError as error:
            _LOG.error("%s", error)
            await _plain(request, 503, "Who may see this can't be found out now; the server's log says why.")(
                scope, receive, send
            )
            return
        wait = 0.0 if self.ways.own else self._any.wait(self.key(request))
        refused = _plain(request, 429, _TOO_OFTEN, {"Retry-After": str(math.ceil(wait))}) if wait else None
        await (refused or self._app)(scope, receive, send)

    def _visitor(self, request: HTTPConnection) -> Visitor:
        """Raises AccessError where the accounts can't be read."""
        if self.ways.own:
            return STRANGER if _is_forwarded(request) else self._owner
        unknown = _ANYBODY if self.ways.public else STRANGER
        if self.ways.proxy_user:
            return self._named_by_proxy(request) or unknown
        words = request.cookies.get(session_cookie(request), "")
        return (words and self.sessions.visitor(words, kept_accounts())) or unknown

    def _named_by_proxy(self, request: HTTPConnection) -> Visitor | None:
        """Whom a proxy on this machine names; who has no account reads."""
        given = request.headers.getlist(self.ways.proxy_user)
        name = _as_utf_8(given[0]).strip() if len(given) == 1 and is_near(request) else ""
        if not is_name(name):
            return None
        account = account_of(name, kept_accounts())
        return Visitor(account.name, account.role) if account else Visitor(name, Role.READER)

    def refused(self, request: Request) -> Response:
        """To log in, for who has not; else HTTPException is raised."""
        visitor = visitor_of(request)
        if visitor.name:
            self.note(request, Done.REFUSED)
            raise HTTPException(403, f"This is not for the role {visitor.role}, which {visitor.name} has here.")
        if not self.ways.accounts:
            raise HTTPException(403, _OTHERS if self.ways.own else _UNNAMED if self.ways.proxy_user else _PUBLIC)
        if request.method not in ("GET", "HEAD"):
            raise HTTPException(403, "Nobody is logged in here any more, so nothing was done; log in, and do it again.")
        return RedirectResponse(log_in_address(request), 303)

    def costs(self, request: HTTPConnection) -> float:
        """Counts something that takes long; the seconds to wait where it was asked for too often, else 0."""
        return 0.0 if self.ways.own else self._costly.wait(self.key(request))

    def note(self, request: HTTPConnection, done: Done, about: str = "", who: str = "") -> None:
        """Keeps what somebody did; of who runs the server alone nothing is kept."""
        if self.ways.own:
            return
        visitor = visitor_of(request)
        audit.note(
            done,
            who or visitor.name,
            role="" if visitor.role is Role.STRANGER else visitor.role,
            about=about or f"{request.scope['method']} {asked_address(request)}",
            address=address_of(request),
            register=self._register,
        )

    def key(self, request: HTTPConnection) -> str:
        """Whom requests are counted for: somebody known by the name, others by where they come from."""
        name = visitor_of(request).name
        return f"name {name}" if name else f"from {network_of(address_of(request))}"


def costly(request: HTTPConnection) -> None:
    """Counts something that takes long. Raises HTTPException (429) where it was asked for too often."""
    entrance: Entrance = request.scope[ENTRANCE]
    if wait := entrance.costs(request):
        raise HTTPException(429, _TOO_OFTEN, {"Retry-After": str(math.ceil(wait))})


def asked_address(request: HTTPConnection) -> str:
    """The address within this server that was asked for, as it was sent."""
    path = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    query = request.scope["query_string"]
    return (path + (b"?" + query if query else b"")).decode("latin-1")


def log_in_address(request: HTTPConnection) -> str:
    """Where to log in, to come back to what was asked for."""
    return f"{LOG_IN}?next={quote(asked_address(request), safe='')}"


def address_of(request: HTTPConnection) -> str:
    """Where a request comes from; of one that a proxy on this machine hands on, what that says."""
    told = request.headers.getlist("x-forwarded-for")
    if told and is_near(request):
        return told[-1].rpartition(",")[2].strip()[:50]
    return request.client.host if request.client else ""


def is_private(request: HTTPConnection) -> bool:
    """Whether nobody between can read what is sent: it is encrypted, or never leaves this machine."""
    within = is_near(request) and not _is_forwarded(request) and host_of(request.scope) in LOOPBACK
    return request.scope["scheme"] == "https" or within


def session_cookie(request: HTTPConnection) -> str:
    """The name of the cookie, with the port, which browsers tell no cookies apart by. One whose name begins with __Host
    a browser takes from an encrypted connection to this very host alone."""
    port = _PORT.search(request.headers.get("host", ""))
    name = "__Host-whomet" if request.scope["scheme"] == "https" else "whomet"
    return f"{name}_{port[1]}" if port else name


def _is_forwarded(request: HTTPConnection) -> bool:
    return any(name in request.headers for name in _OF_PROXIES)


def _as_utf_8(value: str) -> str:
    """A header's value as proxies send names."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def _plain(request: HTTPConnection, status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """A refusal, before any page is asked for."""
    if request.scope["path"].startswith("/api/"):
        return response(problem(status, sentence), headers)
    return PlainTextResponse(sentence, status, headers)
