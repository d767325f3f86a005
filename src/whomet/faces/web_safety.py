"""What every answer of a server of ours is kept safe by, whatever it holds: who may name this host, and the headers
that keep a browser from taking words of a document for anything but words."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Collection

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
"""On each answer that is no page."""

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""The names that this machine has for itself."""

Refusal = Callable[[str, Scope], Response]


class KnownHosts:
    """Refuses requests to a host by another name than those given: a page on the network whose name was made to lead
    to this machine (DNS rebinding) asks for its own."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], refusal: Refusal) -> None:
        """`refusal` makes the answer from one sentence, and what was asked."""
        self._app, self._hosts, self._refusal = app, frozenset(map(str.casefold, hosts)), refusal

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] not in ("http", "websocket") or host_of(scope) in self._hosts:
            return self._app(scope, receive, send)
        said = "This server does not go by the name that it was asked by; use the address it printed."
        answer = self._refusal(said, scope)
        return answer(scope, receive, send)


def host_of(scope: Scope) -> str:
    """The name that a request gives its server, without the port; "" where it gives none, or several."""
    names = Headers(scope=scope).getlist("host")
    named = names[0] if len(names) == 1 else ""
    bracketed = named.startswith("[")
    host = named[1:].partition("]")[0] if bracketed else named.partition(":")[0]
    return host.casefold()


def network_of(address: str) -> str:
    """The network that an address is counted with: whoever has one address of IPv6 has a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(getattr(found, "ipv4_mapped", None) or found)


def is_near(connection: HTTPConnection) -> bool:
    """Whether a request comes from this very machine."""
    try:
        return connection.client is not None and ipaddress.ip_address(connection.client.host).is_loopback
    except ValueError:
        return False
