"""What is asked in which order, what becomes of an answer, and when an address is asked again.

One request at a time. An answer goes into the archive before anything is noted of it, and what is noted of one answer
is noted at once: killed anywhere, a run goes on from there, and nothing that came is asked for twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from whomet.documents.extractors import format_of
from whomet.documents.feeds import links
from whomet.errors import InputError, WhometError
from whomet.faces.fetching.addresses import parse
from whomet.faces.fetching.archive import Archive, Visit, digest
from whomet.faces.fetching.ledger import Asked, Ledger
from whomet.faces.fetching.visits import DAY, PATIENCE, Later, Outside, Refused, Visitor, backoff, unpacked
from whomet.faces.fetching.wire import Exchange

MOST_ENTRIES = 1000  # of a feed that are taken at a time
_MOST_TRIES = 8  # of a page: over about a day
_GIVEN = (200, 203)
_UNCHANGED = 304


@dataclass(slots=True)
class Tally:
    """What a round came to; `problems` are told by address, and `notes` are what else is to be said."""

    feeds: int = 0
    changed: int = 0
    pages: int = 0
    unchanged: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def complaints(self) -> list[str]:
        """A sentence for each."""
        return [*(f"{url}: {reason}" for url, reason in self.problems.items()), *self.notes]


@contextmanager
def fetching(folder: Path, outside: Outside, *, feed_only: bool = False, every: float = 0) -> Iterator[Fetching]:
    """What was and is to be fetched, in a folder of its own. Raises WhometError where the folder can't be used."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_own(folder)
        with Ledger(folder) as ledger:
            yield Fetching(folder, ledger, outside, feed_only=feed_only, every=every)
    except OSError as error:
        raise WhometError(f"{error.filename or folder}: can't be written ({error.strerror}).") from None


def _check_own(folder: Path) -> None:
    """Raises WhometError for a link in a folder that came from elsewhere: files there are written to, and cut."""
    for link in sorted(path for path in folder.iterdir() if path.is_symlink()):
        raise WhometError(f"{link}: is a link to another place, which would be written to; take it away first.")


class Fetching:
    """Asks what is due, one address at a time."""

    def __init__(self, folder: Path, ledger: Ledger, outside: Outside, *, feed_only: bool, every: float) -> None:
        self.folder, self.ledger, self._outside = folder, ledger, outside
        self._feed_only, self._every = feed_only, every
        self._visitor, self._began = Visitor(ledger, outside), outside.clock()
        self.archive = Archive(folder, ledger.files())
        self._take_up()

    def _take_up(self) -> None:
        """Notes what a run left in the archive that was killed before it could; and, where the notes are gone, all."""
        with self.ledger.step():
            for visit in self.archive.behind:
                self.ledger.add([visit.url], feed=False, found_in=visit.found_in, now=self._began)
                asked = self.ledger.get(visit.url)
                if asked:
                    self._note(asked, visit)

    # ----------------------------------------------------------------------------------------------- runs

    def poll(self, feeds: Iterable[str], on_kept: Callable[[], None], *, now: bool = False) -> Tally:
        """Asks the feeds that are due, with `now` all that did not fail last time, and the pages that they name; those
        whose host wants to be left alone for longer wait for another time."""
        began = self._began = self._outside.clock()
        self._want(feeds, feed=True)
        self.ledger.take_for_feeds(began)
        if now:
            self.ledger.hasten(began)
        return self._run(lambda: began, on_kept, watching=True)

    def fetch(self, urls: Iterable[str], on_kept: Callable[[], None], *, again: bool = False) -> Tally:
        """Asks addresses, those that were had before only with `again`, and repeatedly where they can be had soon."""
        wanted = self._want(urls, feed=False)
        had = {url for url in wanted if self.ledger.has_kept(url)}
        for url in wanted:
            if again or url not in had:
                self.ledger.ask_again(url, self._outside.clock())
        tally = self._run(lambda: self._outside.clock() + PATIENCE, on_kept, watching=False)
        tally.unchanged += 0 if again else len(had)
        for url in wanted:
            asked = self.ledger.get(url)
            if asked and asked.due is not None and url not in tally.problems:
                tally.problems[url] = "is a feed that is watched." if asked.feed else "is to be left alone for now."
        return tally

    def next_due(self) -> float | None:
        """When something is to be asked again."""
        soonest = self.ledger.soonest(float("inf"), watching=True)
        return soonest[0] if soonest else None

    def _want(self, urls: Iterable[str], *, feed: bool) -> list[str]:
        wanted = list(dict.fromkeys(urls))
        self.ledger.add(wanted, feed=feed, found_in="", now=self._outside.clock())
        self.ledger.want(wanted)
        return wanted

    def _run(self, until: Callable[[], float], on_kept: Callable[[], None], *, watching: bool) -> Tally:
        tally = Tally()
        while found := self.ledger.soonest(until(), watching=watching):
            wait = found[0] - self._outside.clock()
            if wait > PATIENCE:
                break
            if wait > 0:
                self._outside.sleep(wait)
            self._work(found[1], tally)
            on_kept()
        return tally

    # ------------------------------------------------------------------------------------------- one address

    def _work(self, asked: Asked, tally: Tally) -> None:
        tally.feeds += asked.feed
        try:
            hops = self._visitor.visit(asked)
            self._take(asked, hops, tally)
        except Refused as reason:
            due = self._outside.clock() + max(DAY, self._every) if asked.feed else None
            self._failed(asked, str(reason), due, tally)
        except Later as reason:
            self._failed(asked, str(reason), self._again(asked, reason.wait), tally)

    def _again(self, asked: Asked, wait: float) -> float | None:
        if asked.feed:
            wait = max(wait, min(self._every * 2.0 ** min(asked.failures, 20), max(DAY, self._every)))
        elif asked.failures + 1 >= _MOST_TRIES:
            return None
        return self._outside.clock() + max(wait, backoff(asked.failures))

    def _failed(self, asked: Asked, reason: str, due: float | None, tally: Tally) -> None:
        self.ledger.failed(asked, reason, due, self._outside.clock())
        tally.problems[asked.url] = reason

    def _take(self, asked: Asked, hops: list[Exchange], tally: Tally) -> None:
        answer, now = hops[-1], self._outside.clock()
        tally.problems.pop(asked.url, None)
        unchanged = answer.status == _UNCHANGED and bool(asked.etag or asked.modified)
        if unchanged or (answer.status in _GIVEN and digest(answer.body) == asked.digest):
            tally.unchanged += 1
            self.ledger.answered(asked, None, asked.digest, self._next(asked), now)
            return
        if answer.status not in _GIVEN:
            raise Refused(f"is not to be had (status {answer.status}).")
        body = unpacked(answer)
        if not body:
            raise Later("gave an empty answer.", 0)
        form = format_of(answer.header("content-type").partition(";")[0].strip().lower(), body)
        if not form:
            raise Refused("is of a kind that isn't read.")
        entries = self._entries(asked, body, tally) if asked.feed else []
        if asked.feed and not self._feed_only:
            self._follow(asked, answer, entries, tally)
        else:
            self._note(asked, self.archive.keep(asked.url, hops, asked.found_in, now))
            tally.changed += asked.feed
            tally.pages += not asked.feed

    def _note(self, asked: Asked, visit: Visit) -> None:
        with self.ledger.step():
            self.ledger.kept(visit, *self.archive.end(visit.answer.file))
            self.ledger.answered(asked, visit.headers, visit.digest, self._next(asked), self._outside.clock())

    def _next(self, asked: Asked) -> float | None:
        return self._began + self._every if asked.feed else None

    # ----------------------------------------------------------------------------------------------- feeds

    def _entries(self, asked: Asked, body: bytes, tally: Tally) -> list[tuple[str, str]]:
        """Id and address of the entries that are taken."""
        try:
            entries = list(islice(links(body, asked.url), MOST_ENTRIES + 1))
        except InputError as error:
            raise Refused(error.reason) from None
        if len(entries) > MOST_ENTRIES:
            tally.notes.append(f"{asked.url}: is long; its first {MOST_ENTRIES:,} entries were taken.")
        return entries[:MOST_ENTRIES]

    def _follow(self, asked: Asked, answer: Exchange, entries: list[tuple[str, str]], tally: Tally) -> None:
        """Notes the pages of the entries that are new, all together with the answer that named them."""
        named = {entry or url: url for entry, url in entries if url}
        headers = {name.lower(): value for name, value in reversed(answer.headers)}
        with self.ledger.step():
            new = self.ledger.new_entries(asked.url, named)
            pages = list(_askable([named[entry] for entry in new], tally))
            tally.changed += bool(new)
            self.ledger.add(pages, feed=False, found_in=asked.url, now=self._began)
            self.ledger.answered(asked, headers, "", self._next(asked), self._outside.clock())
        if without := sum(not url for _, url in entries):
            told = f"{without} of its entries name no page; --feed-only reads their own words."
            tally.notes.append(f"{asked.url}: {told}")


def _askable(urls: Iterable[str], tally: Tally) -> Iterator[str]:
    for url in urls:
        try:
            yield str(parse(url))
        except InputError as error:
            tally.notes.append(str(error))


def addresses(given: Iterable[str]) -> tuple[list[str], list[str]]:
    """Addresses as they are asked, and a sentence for each that is none."""
    good, bad = [], []
    for url in given:
        try:
            good.append(str(parse(url)))
        except InputError as error:
            bad.append(str(error))
    return good, bad
