"""How a server finds out who asks. On this machine alone it is the person who runs it, who need not say so."""

from __future__ import annotations

import getpass
from collections.abc import Awaitable

from starlette.types import ASGIApp, Receive, Scope, Send

from whomet.faces.roles import Role
from whomet.faces.web.visitors import SCOPE, Visitor


class Entrance:
    """Wraps an application: each request carries its visitor."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._owner = Visitor(getpass.getuser(), Role.ADMIN)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "http":
            scope[SCOPE] = self._owner
        return self._app(scope, receive, send)
