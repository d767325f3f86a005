"""The web face on a port: listening, saying where, opening a browser."""

from __future__ import annotations

import gc
import logging
import ssl
import webbrowser
from collections.abc import Sequence
from dataclasses import dataclass

import uvicorn

from whomet.errors import ServingError
from whomet.faces.at_hand import OWN, TextReader
from whomet.faces.terminal import complain
from whomet.faces.web.app import web_app
from whomet.faces.web.entrance import Ways
from whomet.faces.web.ways import is_loopback

_PATIENCE = 2
"""Seconds that answers have to come to their end in: a page that tells how far a reading is has none of its own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen, and the files of the certificate to encrypt with, "" for none."""

    host: str
    port: int
    certificate: str = ""
    key: str = ""


def serve_pages(register: str, place: Place, ways: Ways, by: TextReader = OWN, *, browser: bool) -> None:
    """Shows the pages until they are stopped. Texts that are brought are read `by` one reader.

    Raises ServingError for a port that is taken, and for a certificate that can't be used.
    """
    _check_certificate(place)
    config = uvicorn.Config(
        web_app(register, ways, by),
        host="127.0.0.1" if place.host == "localhost" else place.host,
        port=place.port,
        ssl_certfile=place.certificate or None,
        ssl_keyfile=place.key or None,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=_PATIENCE,
    )
    near = is_loopback(place.host)
    if not near and ways.accounts and not place.certificate:
        complain(
            "What is sent is not encrypted, so passwords are taken only from a proxy in front that encrypts and says "
            "“X-Forwarded-Proto: https”; --certificate encrypts here."
        )
    stays()
    _Server(config, register, ways.names, browser=browser and near).run()


def stays() -> None:
    """What is loaded by now stays as long as the server: Python need not look through it for what could go, which it
    would do again and again while a page makes a hundred thousand rows."""
    gc.collect()
    gc.freeze()


def _check_certificate(place: Place) -> None:
    """Raises ServingError for files that hold no certificate with its key."""
    if place.key and not place.certificate:
        raise ServingError("--key: give the certificate that it belongs to by --certificate.")
    if not place.certificate:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(place.certificate, place.key or None)
    except OSError as error:  # ssl.SSLError is one
        files = " and ".join(filter(None, [place.certificate, place.key]))
        reason = (error.strerror if not isinstance(error, ssl.SSLError) else "") or "no certificate with its key, PEM"
        raise ServingError(f"{files}: {reason}.") from error


class _Server(uvicorn.Server):
    """Tells where the pages are once they can be opened."""

    def __init__(self, config: uvicorn.Config, register: str, names: Sequence[str], *, browser: bool) -> None:
        super().__init__(config)
        self._register, self._names, self._browser = register, names, browser

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
        shown = self._names[0] if address in ("0.0.0.0", "::") and self._names else address
        host = f"[{shown}]" if ":" in shown else shown
        named = f"{'https' if self.config.is_ssl else 'http'}://{host}:{port}/"
        complain(f"{self._register} is shown at {named} until you press Ctrl-C.")
        if self._browser:
            webbrowser.open(named)
