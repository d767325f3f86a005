"""What every answer of the web face carries, and whom it answers at all.

Texts are hostile, and so may be the pages that a browser has open beside ours: nothing of theirs runs or is framed, and
a request that reached this machine under another name (DNS rebinding) is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whomet.faces.api.problems import problem, response
from whomet.faces.web_safety import LOOPBACK, KnownHosts

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content Security Policy: our own style sheet and icon, and forms that ask this server; no script at all."""

POLICY_WITH_KEYS = f"{POLICY}; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
"""Of the few pages that answer to single keys and to dropped files: our own script file as well, which may not make
markup or code of anything. All works without it."""

KEYS = {"content-security-policy": POLICY_WITH_KEYS}
"""The headers with which a page asks for that policy; there is no other that it could ask for."""

_HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
_WITH_KEYS = {b"content-security-policy": POLICY_WITH_KEYS.encode()}
_NOT_KEPT = (b"cache-control", b"no-store")  # unless an answer says itself how long it may be
_STRANGER = (
    "Whomet answers only under the names of this machine: open http://127.0.0.1 with its port, there, or start "
    "`whomet serve` with the name by --name."
)


def _refused(said: str, scope: Scope) -> Response:
    """As each of the two says it: a program is told in problem details."""
    if scope["path"].startswith("/api/"):
        return response(problem(421, said))
    return PlainTextResponse(_STRANGER, 421)


class Safe:
    """Wraps an application: refuses strange hosts, adds the headers to every answer."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK) -> None:
        self._app = KnownHosts(app, hosts, _refused)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                theirs = [(name, value) for name, value in message["headers"] if name.lower() not in _HEADERS]
                told = any(name.lower() == _NOT_KEPT[0] for name, _ in theirs)
                ours = _HEADERS | (_WITH_KEYS if _asks_for_keys(message["headers"]) else {})
                message["headers"] = [*theirs, *ours.items(), *([] if told else [_NOT_KEPT])]
            await send(message)

        await self._app(scope, receive, guarded)


def _asks_for_keys(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any((name.lower(), value) in _WITH_KEYS.items() for name, value in headers)
