"""Servers on this machine that tests start, a world in which they are all there is, and a clock."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from whomet.faces.fetching.addresses import allowing
from whomet.faces.fetching.visits import Outside
from whomet.faces.fetching.wire import Limits

Answer = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", headers: str = "", status: str = "200 OK", kind: str = "text/html") -> bytes:
    """What a server sends."""
    length = "" if "Transfer-Encoding" in headers or "Content-Length" in headers else f"Content-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{length}{headers}\r\n".encode() + body


def page(words: str, title: str = "Envoys meet") -> bytes:
    """A page with one paragraph."""
    return f"<html><head><title>{title}</title></head><body><p>{words}</p></body></html>".encode()


def feed(*entries: tuple[str, str], words: str = "") -> bytes:
    """RSS whose entries have an id and an address."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{i}</guid><link>{url}</link><title>Report {i}</title>"
        f"<description>{words}</description></item>"
        for i, url in entries
    )
    return f"<rss version='2.0'><channel><title>The Herald</title>{items}</channel></rss>".encode()


@dataclass
class Server:
    """A server that answers by path, "/robots.txt" with 404 unless told otherwise; `requests` are whole."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "herald.test", scheme: str = "http") -> str:
        """An address of this server, by a name that the tests' world knows."""
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, but for robots.txt."""
        paths = [request.split(" ")[1] for request in self.requests]
        return [path for path in paths if path != "/robots.txt"]


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server in threads of its own, until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    server, ended = Server(listening.getsockname()[1]), threading.Event()

    def serve(connection: socket.socket) -> None:
        try:
            with connection, context.wrap_socket(connection, server_side=True) if context else connection as spoken:
                spoken.settimeout(10)
                asked = b""
                while b"\r\n\r\n" not in asked and (piece := spoken.recv(65536)):
                    asked += piece
                if not asked:
                    return
                server.requests.append(asked.decode("latin-1"))
                given = server.answers.get(asked.split(b" ")[1].decode(), answer(status="404 Not Found"))
                if callable(given):
                    given(spoken)
                else:
                    spoken.sendall(given)
        except OSError:
            pass  # whoever asked has left

    def accept() -> None:
        while not ended.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=[connection], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        ended.set()
        listening.close()


@dataclass
class Clock:
    """A clock that goes on only where somebody sleeps."""

    at: float = 1_900_000_000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


def world(clock: Clock, names: dict[str, list[str]] | None = None, **more) -> Outside:
    """A world where every name ending in .test leads to this machine, which is allowed there; `names` are others."""
    known = names or {}

    def resolve(host: str, port: int) -> list:
        if host in known:
            return [ipaddress.ip_address(place) for place in known[host]]
        if host.endswith(".test"):
            return [ipaddress.ip_address("127.0.0.1")]
        return [ipaddress.ip_address(host)]  # raises ValueError, as it is a name that leads nowhere

    given = {"limits": Limits(body=100_000), "guard": allowing(["herald.test", "post.test"])}
    return Outside(**(given | {"resolve": resolve, "clock": clock.now, "sleep": clock.sleep} | more))
