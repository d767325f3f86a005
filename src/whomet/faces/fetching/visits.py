"""One visit: an address is asked as its host wants to be asked, and redirects are followed as far as is allowed.

Every hop, robots.txt among them, goes through the same door: it is checked where its name leads, waits for its turn,
and is bounded in bytes and seconds.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

from whomet import __version__
from whomet.documents.archived import Unreadable, read_answer, whole_body
from whomet.errors import InputError
from whomet.faces.fetching import robots, wire
from whomet.faces.fetching.addresses import Address, Guard, IPAddress, allowing, joined, parse, public_only
from whomet.faces.fetching.ledger import Asked, Ledger
from whomet.faces.fetching.wire import Exchange, Limits, Resolve, TooLarge, Unanswered

PATIENCE = 60.0  # seconds that a run waits for one host while nothing else is to be done
DAY = 86_400.0
LARGEST = 50_000_000  # bytes of a body once it is unpacked
_LONGEST_REFUSAL = 7 * DAY  # that a server may ask for
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_OVERLOADED = (408, 425, 429)  # and all from 500 on
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,"
_ACCEPT += "application/pdf,text/plain,application/xml;q=0.9,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Outside:
    """The world outside as a run meets it: who may be spoken to, how names are resolved, what may be trusted, what a
    request may cost, who says to be asking, seconds between two requests to a host, and the clock."""

    agent: str = f"Whomet/{__version__}"
    guard: Guard = public_only
    resolve: Resolve = wire.resolve
    trust: ssl.SSLContext = field(default_factory=wire.usual_trust)
    limits: Limits = field(default_factory=Limits)
    pause: float = 2.0
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Refused(Exception):
    """An address that can't be had, and asking again would not help: the end of a sentence that begins with it."""


class Later(Exception):
    """An address that could not be had now, and after how many seconds it may be asked again."""

    def __init__(self, reason: str, wait: float) -> None:
        super().__init__(reason)
        self.wait = wait


class Visitor:
    """Visits addresses, and notes for each host when it may be asked again and what it wants of robots."""

    def __init__(self, ledger: Ledger, outside: Outside) -> None:
        self._ledger, self._outside = ledger, outside

    def visit(self, asked: Asked) -> list[Exchange]:
        """Every hop up to the last answer, which is no redirect. Raises Refused or Later."""
        hops: list[Exchange] = []
        url = asked.url
        for _ in range(_MOST_REDIRECTS + 1):
            address = _parsed(url, asked.url)
            rules = self._rules(address)
            if not robots.may(rules, str(address)):
                raise Refused(f"is not for robots, as {address.origin}/robots.txt says.")
            headers = self._headers(address, asked)
            hops.append(self._ask(address, headers, robots.pause(rules)))
            location = hops[-1].header("location")
            if hops[-1].status not in _REDIRECTS or not location:
                return hops
            url = joined(address, location)
        raise Refused(f"leads on and on, through more than {_MOST_REDIRECTS} other addresses.")

    def _headers(self, address: Address, asked: Asked | None) -> dict[str, str]:
        headers = {"Host": address.authority, "User-Agent": self._outside.agent, "Connection": "close"}
        if asked is None:
            return headers | {"Accept": "text/plain", "Accept-Encoding": "identity"}
        conditions = {"If-None-Match": asked.etag, "If-Modified-Since": asked.modified}
        headers |= {"Accept": _ACCEPT, "Accept-Encoding": "gzip"}
        return headers | {name: value for name, value in conditions.items() if value}

    def _rules(self, address: Address) -> str:
        """What a site wants of robots: everything goes where it has no rules, nothing while it can't say."""
        known = self._ledger.robots(address.origin, self._outside.clock())
        if known is not None:
            return known
        limits = replace(self._outside.limits, body=robots.LARGEST, cut=True)
        here, rules = replace(address, target="/robots.txt"), robots.EVERYTHING
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(here, self._headers(here, None), 0, limits)
            if answer.status in _REDIRECTS and answer.header("location"):
                here = _parsed(joined(here, answer.header("location")), f"{address.origin}/robots.txt")
                continue
            rules = _text(answer) if 200 <= answer.status < 300 else robots.EVERYTHING
            break
        self._ledger.note_robots(address.origin, rules, self._outside.clock() + robots.BELIEVED)
        return rules

    def _ask(self, address: Address, headers: dict[str, str], pause: float, limits: Limits | None = None) -> Exchange:
        """One exchange in its turn. Raises Later where the host does not answer or is overloaded; it is then left
        alone, with all that is on it, for longer each time."""
        outside = self._outside
        self._take_turn(address)
        try:
            answer = wire.ask(address, self._places(address), headers, limits or outside.limits, outside.trust)
        except TooLarge as error:
            self._ledger.leave_alone(address.host, outside.clock() + max(outside.pause, pause), 0)
            raise Refused(str(error)) from None
        except Unanswered as error:
            raise self._later(address, str(error), 0) from None
        if answer.status in _OVERLOADED or answer.status >= 500:
            what = " when asked for its robots.txt" if address.target == "/robots.txt" else ""
            wanted = retry_after(answer.header("retry-after"), outside.clock())
            raise self._later(address, f"is not to be had now (status {answer.status}{what}).", wanted)
        self._ledger.leave_alone(address.host, outside.clock() + max(outside.pause, pause), 0)
        return answer

    def _later(self, address: Address, reason: str, wanted: float) -> Later:
        failures = self._ledger.failures(address.host)
        wait = max(backoff(failures), wanted)
        self._ledger.leave_alone(address.host, self._outside.clock() + wait, failures + 1)
        return Later(reason, wait)

    def _take_turn(self, address: Address) -> None:
        wait = self._ledger.ready(address.host) - self._outside.clock()
        if wait > PATIENCE:
            raise Later(f"leads to {address.host}, which is to be left alone for now.", wait)
        if wait > 0:
            self._outside.sleep(wait)

    def _places(self, address: Address) -> list[IPAddress]:
        """Where a host is, as far as it may be spoken to there."""
        try:
            found = self._outside.resolve(address.host, address.port)
        except (OSError, ValueError):
            raise Unanswered(f"names a host that is not found ({address.host}).") from None
        places = [place for place in found if self._outside.guard(address.host, place)]
        if found and not places:
            could = allowing([address.host])(address.host, found[0])
            hint = f"; --allow-private {address.host} would permit it" if could else ""
            raise Refused(f"leads to {found[0]}, which is private or reserved{hint}.")
        return places


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 5, 20, 80 ... up to a day."""
    return min(5.0 * 4.0 ** min(failures, 20), DAY)


def retry_after(told: str, now: float) -> float:
    """Seconds that a server asks to be left alone, told as such or as an instant; 0 for nothing that is either."""
    told = told.strip()
    if told.isascii() and told.isdigit():
        return min(float(told[:9]), _LONGEST_REFUSAL)
    try:
        return min(max(parsedate_to_datetime(told).timestamp() - now, 0.0), _LONGEST_REFUSAL)
    except (ValueError, TypeError, OverflowError):
        return 0.0


def unpacked(exchange: Exchange) -> bytes:
    """The body as it was before it was sent. Raises Refused for one that is too large once unpacked, Later for one that
    is broken: most are whole the next time."""
    answer = read_answer(exchange.response)
    if answer is None:
        raise Refused("gave no answer that can be read.")
    try:
        body, whole = whole_body(answer, LARGEST)
    except Unreadable as reason:
        raise Refused(str(reason)) from None
    if not whole:
        raise Later("gave an answer whose compression is broken.", 0)
    return body


def _parsed(url: str, asked: str) -> Address:
    try:
        return parse(url)
    except InputError as error:
        raise Refused(f"leads to what is not asked: {error}" if url != asked else error.reason) from None


def _text(answer: Exchange) -> str:
    try:
        body = unpacked(answer)
    except Refused as reason:
        raise Refused(f"has a robots.txt that can't be read: it {reason}") from None
    except Later as reason:
        raise Later(f"has a robots.txt that can't be read now: it {reason}", reason.wait) from None
    return body[: robots.LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")
