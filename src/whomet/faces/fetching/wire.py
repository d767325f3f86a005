"""One request over the network, to an address that was checked: the only file of Whomet that opens a connection.

A name is resolved once, by the caller; the connection goes to the very address that came of it, with the name in the
Host header and in TLS, so that nothing can change in between. No proxy of the environment, no cookies, no redirect, no
second try. All is bounded: bytes, silence, and seconds from the first byte asked to the last one got.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from whomet.faces.fetching.addresses import Address, IPAddress

Resolve = Callable[[str, int], Sequence[IPAddress]]
"""The addresses that a name leads to, best first. Raises OSError where it leads to none."""

KEY = "Authorization"
"""The header that holds a key: no exchange shows it."""

_PIECE = 64 * 1024
_MOST_ADDRESSES = 4  # of one name that are tried
_NO_HEADER = re.compile(r"[\r\n\0]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: bytes of the body as sent, seconds without a byte, seconds in all. `cut`: a body that
    is longer ends there, instead of being refused."""

    body: int = 20_000_000
    silence: float = 20.0
    seconds: float = 60.0
    cut: bool = False


class Unanswered(Exception):
    """No answer, or none that came to its end in time: the end of a sentence that begins with the address."""


class Unreached(Unanswered):
    """No connection came about: nothing was asked."""


class TooLarge(Exception):
    """An answer beyond the limit, told or found; asking again would not help."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked and what was answered, as an archive keeps them. `body` is as it was sent, but for the chunks that
    it may have come in, which are joined."""

    url: str
    ip: str
    request: bytes
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first header of a name, "" for none."""
        return next((value for given, value in self.headers if given.lower() == name), "")

    @property
    def response(self) -> bytes:
        """The answer as one block. Chunks are no more, so their header is set aside under another name,
        and so is a length that is not that of the body."""
        lines = [f"HTTP/1.1 {self.status} {self.reason}"]
        for name, value in self.headers:
            joined = name.lower() == "transfer-encoding"
            misleading = joined or (name.lower() == "content-length" and value.strip() != str(len(self.body)))
            kept = f"X-Archive-Orig-{name}" if misleading else name
            lines.append(f"{kept}: {_NO_HEADER.sub(' ', value)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + self.body


def resolve(host: str, port: int) -> list[IPAddress]:
    """The addresses of a host, as this system resolves names."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(str(place[4][0])) for place in found))


def usual_trust() -> ssl.SSLContext:
    """The certificates that this system trusts, else Mozilla's, where Python finds none of the system's."""
    paths = ssl.get_default_verify_paths()
    own = sys.platform == "win32" or bool(paths.cafile or paths.capath)
    return ssl.create_default_context(cafile=None if own else certifi.where())


def ask(
    address: Address,
    places: Sequence[IPAddress],
    headers: dict[str, str],
    limits: Limits,
    trust: ssl.SSLContext,
    post: bytes | None = None,
) -> Exchange:
    """One GET, or a POST where there is something to `post`, to the first of some addresses that takes the connection.

    Raises Unanswered, or TooLarge for a body beyond the limit.
    """
    for number, place in enumerate(places[:_MOST_ADDRESSES], 1):
        connection = _connection(address, place, limits, trust)
        try:
            connection.connect()
        except (OSError, HTTPException, HTTPError, ValueError) as error:
            connection.close()
            if number == len(places[:_MOST_ADDRESSES]):
                raise Unreached(_why_unconnected(error)) from None
            continue
        return _asked(connection, address, place, headers, limits, post)
    raise Unreached("names a host that has no address.")


def _connection(address: Address, place: IPAddress, limits: Limits, trust: ssl.SSLContext) -> HTTPConnection:
    silence = min(limits.silence, limits.seconds)
    if address.scheme == "http":
        return HTTPConnection(str(place), address.port, timeout=silence)
    return HTTPSConnection(str(place), address.port, timeout=silence, server_hostname=address.host, ssl_context=trust)


def _asked(
    connection: HTTPConnection,
    address: Address,
    place: IPAddress,
    headers: dict[str, str],
    limits: Limits,
    post: bytes | None,
) -> Exchange:
    """The exchange over an open connection, which is cut when its time is over: a server that drips would else hold us
    for ever, since each byte in time satisfies a timeout of the socket."""
    late = threading.Event()
    watch = threading.Timer(limits.seconds, _cut, [connection.sock, late])
    watch.daemon = True
    watch.start()
    try:
        method = "GET" if post is None else "POST"
        connection.request(method, address.target, post, headers=headers, preload_content=False, decode_content=False)
        answer = connection.getresponse()
        body = _body(answer, limits)
    except (OSError, HTTPException, HTTPError, ValueError) as error:
        raise Unanswered(_why_broken(error, late, limits)) from None
    finally:
        watch.cancel()
        connection.close()
    if late.is_set():
        raise Unanswered(_too_late(limits))
    sent = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if name != KEY)
    return Exchange(
        url=str(address),
        ip=str(place),
        request=f"{method} {address.target} HTTP/1.1\r\n{sent}\r\n".encode("latin-1"),
        status=answer.status,
        reason=_NO_HEADER.sub(" ", answer.reason or ""),
        headers=tuple(answer.headers.items()),
        body=body,
    )


def _cut(sock: socket.socket, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError):  # it is closed already
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # the plain one: TLS's own would take its state from the reader


def _body(answer: BaseHTTPResponse, limits: Limits) -> bytes:
    told = answer.headers.get("content-length", "")
    expected = int(told) if told.isdecimal() and len(told) < 16 and answer.status not in (204, 304) else 0
    too_large = TooLarge(f"is larger than {limits.body // 1_000_000} MB, more than is fetched.")
    if expected > limits.body and not limits.cut:
        raise too_large
    found = bytearray()
    while piece := answer.read1(_PIECE, decode_content=False):
        found += piece
        if len(found) > limits.body:
            if limits.cut:
                return bytes(found[: limits.body])
            raise too_large
    if len(found) < expected:
        raise Unanswered("broke off before the end of its answer.")
    return bytes(found)


def _why_unconnected(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has no certificate that can be trusted ({error.verify_message})."
    if isinstance(error, ssl.SSLError):
        return "does not speak TLS as it should."
    return "can't be reached."


def _why_broken(error: Exception, late: threading.Event, limits: Limits) -> str:
    if late.is_set():
        return _too_late(limits)
    timed_out = isinstance(error, TimeoutError) or "timed out" in str(error).lower()
    return "fell silent." if timed_out else "broke off before the end of its answer."


def _too_late(limits: Limits) -> str:
    return f"did not come to the end of its answer in {limits.seconds:g} seconds."
