"""The web face on a port of this machine: listening, saying where, opening a browser."""

from __future__ import annotations

import ipaddress
import logging
import webbrowser
from collections.abc import Sequence

import uvicorn

from whomet.errors import ServingError
from whomet.faces.terminal import complain
from whomet.faces.web.app import web_app

_PATIENCE = 2
"""Seconds that answers have to come to their end in: a page that tells how far a reading is has none of its own."""


def serve_pages(register: str, host: str, port: int, *, browser: bool) -> None:
    """Shows the pages until they are stopped.

    Raises ServingError for an address that other machines reach, and for a port that is taken.
    """
    check_loopback(host)
    config = uvicorn.Config(
        web_app(register),
        host="127.0.0.1" if host == "localhost" else host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=_PATIENCE,
    )
    _Server(config, register, browser=browser).run()


def check_loopback(host: str) -> None:
    """Raises ServingError for an address that is not this machine's own."""
    try:
        own = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise ServingError(
            f"{host}: pages are shown on this machine alone (127.0.0.1 or ::1), for whoever reached them would read "
            "the register without being asked who they are."
        )


class _Server(uvicorn.Server):
    """Tells where the pages are once they can be opened."""

    def __init__(self, config: uvicorn.Config, register: str, *, browser: bool) -> None:
        super().__init__(config)
        self._register, self._browser = register, browser

    async def startup(self, sockets: Sequence[object] | None = None) -> None:
        """Begins to listen. Raises ServingError where another program does already."""
        log = logging.getLogger("uvicorn.error")
        log.disabled = True  # what it would say of a port that is taken, we say
        try:
            await super().startup()
        except SystemExit as leaving:
            raise ServingError(
                f"Port {self.config.port} can't be listened on, perhaps because another program does; "
                "name another with --port."
            ) from leaving
        finally:
            log.disabled = False
        listening = [s.getsockname() for server in self.servers for s in server.sockets]
        if not listening:
            return
        address, port = listening[0][:2]
        named = f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/"
        complain(f"{self._register} is shown at {named} until you press Ctrl-C.")
        if self._browser:
            webbrowser.open(named)
