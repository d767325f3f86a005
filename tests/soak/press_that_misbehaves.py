"""A server on this machine of feeds and the pages that they name, which misbehaves in all the ways that servers do.

What it does is told by a seed. It keeps account of what it has offered: the reports that a feed named in an answer
that went out whole, and sound, to the end.
"""

from __future__ import annotations

import gzip
import random
import re
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations

FEEDS = 6
WINDOW = 40  # entries that a feed shows, the newest
LASTING = 2.0  # seconds for which a server may hold a visitor
PEOPLE = (("Norway", "Mira Okonveld"), ("Sweden", "Tomas Brae"), ("Denmark", "Ole Vind"), ("Finland", "Lotte Marsk"))
PAIRS = tuple(combinations(PEOPLE, 2))
CITIES = ("Oslo", "Bergen", "Turku", "Geneva", "Lisbon")
WAYS = (
    "{n}'s foreign minister, {a}, met the foreign minister of {m}, {b}, in {city} on {day}.",
    "{a}, foreign minister of {n}, received {b} of {m} in {city} on {day}. They agreed to talk again.",
    "The foreign minister of {m}, {b}, and {a} of {n} held talks in {city} on {day}, officials said.",
)
RSS = "application/rss+xml"
BOMB = gzip.compress(bytes(60_000_000))
NUMBERED = re.compile(r"Report number (\d+) of the harbour office")

Say = Callable[[socket.socket, bytes], None]


def words_of(number: int) -> str:
    """The page of a report. Three in a row tell of one meeting, each in its way."""
    meeting, way = divmod(number, len(WAYS))
    (n, a), (m, b) = PAIRS[meeting % len(PAIRS)]
    day = date(2031, 1, 6) + timedelta(days=meeting)
    told = WAYS[way].format(n=n, a=a, m=m, b=b, city=CITIES[meeting % len(CITIES)], day=f"{day:%-d %B %Y}")
    title = f"Ministers of {n} and {m} meet"
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{told}</p>"
        f"<p>Report number {number} of the harbour office.</p></body></html>"
    )


# ------------------------------------------------------------------------------------------ what servers do


def answer(body: bytes, kind: str = "text/html", status: str = "200 OK", headers: str = "") -> bytes:
    """An answer as it should be."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return head.encode() + body


def packed(body: bytes, kind: str = "text/html", headers: str = "") -> bytes:
    """The same, compressed; nothing says how long it is."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n{headers}\r\n"
    return head.encode() + gzip.compress(body, mtime=0)


def chunked(body: bytes, kind: str = "text/html", headers: str = "") -> bytes:
    """The same, in chunks."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n{headers}\r\n"
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return head.encode() + b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def _falls_silent(visitor: socket.socket, whole: bytes) -> None:
    visitor.sendall(whole[: len(whole) // 2])
    visitor.settimeout(LASTING)
    visitor.recv(1)


def _drips(visitor: socket.socket, whole: bytes) -> None:
    until = time.monotonic() + LASTING
    for at in range(len(whole)):
        if time.monotonic() > until:
            break
        visitor.sendall(whole[at : at + 1])
        time.sleep(0.1)


def _resets(visitor: socket.socket, whole: bytes) -> None:
    visitor.sendall(whole[: len(whole) // 2])
    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _breaks_off(visitor: socket.socket, whole: bytes) -> None:
    visitor.sendall(whole[: len(whole) - 40])


def _breaks_off_packed(visitor: socket.socket, whole: bytes) -> None:
    body = whole.partition(b"\r\n\r\n")[2]
    visitor.sendall(packed(body if body[:2] != b"\x1f\x8b" else gzip.decompress(body))[:-30])


def _says(said: bytes) -> Say:
    def say(visitor: socket.socket, whole: bytes) -> None:
        visitor.sendall(said)

    return say


PASSING: tuple[Say, ...] = (
    _falls_silent,
    _drips,
    _resets,
    _breaks_off,
    _breaks_off_packed,
    _says(b""),
    _says(b"HTTP/1.1 200 OK\r\nContent-Ty"),
    _says(b"\x00\x01\x02 no HTTP at all \xff\r\n\r\n"),
    _says(answer(b"", status="500 Internal Server Error")),
    _says(answer(b"busy", status="503 Busy", headers="Retry-After: 30\r\n")),
    _says(answer(b"slower", status="429 Too Many Requests")),
)
"""What passes: asked again, the server gives what it should."""

FINAL: dict[str, bytes] = {
    "loop": b"HTTP/1.1 302 Found\r\nLocation: ?\r\nContent-Length: 0\r\n\r\n",
    "bomb": answer(BOMB, headers="Content-Encoding: gzip\r\n"),
    "picture": answer(b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png"),
    "gone": answer(b"gone", status="410 Gone"),
    "empty": answer(b""),
    "inward": b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n",
}
"""What stays as it is: nothing of it is ever to be read."""

NO_PAGES = ("file:///etc/passwd", "javascript:alert(1)", "http://ada:secret@herald-0.test/n/1", "http://[::1", "")


# ------------------------------------------------------------------------------------------------- the press


@dataclass
class Press:
    """What is published, by whom and when, and how it is given out."""

    seed: int
    interval: float
    port: int = 0
    calm: bool = False
    began: float = field(default_factory=time.monotonic)
    offered: set[int] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    _last: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def published(self) -> int:
        """How many reports there are; once it is calm no more come."""
        if not self.calm:
            self._last = 1 + int((time.monotonic() - self.began) / self.interval)
        return self._last

    def feeds(self) -> list[str]:
        """The addresses of the feeds."""
        return [self.url(number, "/feed") for number in range(FEEDS)]

    def url(self, feed: int, path: str) -> str:
        """An address on the host of a feed."""
        return f"http://herald-{feed % FEEDS}.test:{self.port}{path}"

    def in_feed(self, feed: int) -> list[int]:
        """The reports that a feed names now: its own, and every fifth of its neighbour."""
        mine = (n for n in range(self.published()) if n % FEEDS == feed or (n % 5 == 0 and (n + 1) % FEEDS == feed))
        return list(mine)[-WINDOW:]

    def body(self, feed: int, reports: list[int]) -> bytes:
        """A feed, the newest first, some entries twice; after every fourth one that leads to nothing good."""
        entries = []
        for n in reversed(reports):
            entries += [(f"r{n}", self.url(n, f"/n/{n}"))] * (2 if n % 7 == 0 else 1)
            if n % 4 == 0:
                entries.append((f"final{n}", self.url(n, f"/{list(FINAL)[n // 4 % len(FINAL)]}/{n}")))
                entries.append((f"hidden{n}", self.url(n, f"/hidden/{n}")))
                entries.append((f"none{n}", NO_PAGES[n // 4 % len(NO_PAGES)]))
        items = "".join(
            f"<item><guid isPermaLink='false'>{i}</guid><link>{url}</link><title>Report {i}</title></item>"
            for i, url in entries
        )
        return f"<rss version='2.0'><channel><title>The Herald {feed}</title>{items}</channel></rss>".encode()

    def respond(self, visitor: socket.socket, host: str, path: str, condition: str) -> None:
        """Answers one visit, well or badly."""
        with self._lock:
            self.asked[f"{host}{path}"] += 1
            visit = self.asked[f"{host}{path}"]
        luck = random.Random(f"{self.seed} {host}{path} {visit}")
        kind, _, rest = path.strip("/").partition("/")
        if path == "/robots.txt":
            self._perhaps(luck, 0.1)(visitor, answer(b"User-agent: *\nDisallow: /hidden/\n", "text/plain"))
        elif kind == "feed":
            self._feed(visitor, int(host.removeprefix("herald-").partition(".")[0]), luck, condition)
        elif kind == "n":
            page = words_of(int(rest)).encode()
            steady = random.Random(f"{self.seed} {path}").choice((0, 0, 0, 1, 1, 2, 3))
            say = luck.choice(PASSING) if visit <= steady and not self.calm else _well
            say(visitor, luck.choice((answer, packed, chunked))(page))
        else:
            visitor.sendall(FINAL.get(kind, answer(b"?", status="404 Not Found")))

    def _perhaps(self, luck: random.Random, share: float) -> Say:
        return luck.choice(PASSING) if luck.random() < share and not self.calm else _well

    def _feed(self, visitor: socket.socket, feed: int, luck: random.Random, condition: str) -> None:
        """The last feed is the worst: now and then it gives what is no feed at all, and is left alone for a day."""
        reports = self.in_feed(feed)
        body = self.body(feed, reports)
        if feed == FEEDS - 1 and luck.random() < 0.05 and not self.calm:
            visitor.sendall(luck.choice([*FINAL.values(), answer(b"<html><p>We are on holiday.</p></html>")]))
            return
        if condition and (condition == etag_of(body) or (luck.random() < 0.05 and not self.calm)):
            visitor.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n")  # one in twenty times a lie
            return
        tag = etag_of(body) if luck.random() < 0.7 else f'"{luck.random()}"'
        kind = luck.choice((RSS, RSS, "text/xml", "application/xml", "application/octet-stream"))
        say = self._perhaps(luck, 0.4)
        say(visitor, luck.choice((answer, packed, chunked))(body, kind, headers=f"ETag: {tag}\r\n"))
        if say is _well:
            with self._lock:
                self.offered |= set(reports)


def etag_of(body: bytes) -> str:
    """A tag that says what a body is."""
    return f'"{sha256(body).hexdigest()[:16]}"'


def _well(visitor: socket.socket, whole: bytes) -> None:
    visitor.sendall(whole)


@contextmanager
def publishing(seed: int, interval: float) -> Iterator[Press]:
    """A press, on a port of this machine, until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=50)
    press = Press(seed, interval, listening.getsockname()[1])

    def serve(visitor: socket.socket) -> None:
        with visitor, suppress(OSError):
            visitor.settimeout(10)
            asked = b""
            while b"\r\n\r\n" not in asked and (piece := visitor.recv(65536)):
                asked += piece
            if not asked:
                return
            head = asked.decode("latin-1")
            fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            host = fields["host"].partition(":")[0]
            press.respond(visitor, host, head.split(" ")[1], fields.get("if-none-match", ""))

    def accept() -> None:
        with suppress(OSError):  # it is closed
            while True:
                threading.Thread(target=serve, args=[listening.accept()[0]], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield press
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
