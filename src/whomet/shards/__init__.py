"""The pipeline on many cores or machines: input is cut into shards, which any number of workers read at once.

What a worker is, nobody here knows: they are behind a `concurrent.futures.Executor` (`processes` on this machine,
`cluster` on many). What comes back is in the order of input, so it is what one core would have given. Before and behind
the workers there are never more shards than a few for each: memory does not grow with the input.

Reading a shard never fails. Where its worker dies all the same (no memory left, a fault in a library), its parts are
read once more one by one, alone; one over which two more workers die is left out with a Finding, and the rest goes on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future, wait
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from whomet.documents import Loaded, Part
from whomet.errors import InputError, WhometError
from whomet.language import Language, english_by_model
from whomet.model import Document, Finding, FindingKind, Reading
from whomet.pipeline import load, read_or_tell, reader_name

if TYPE_CHECKING:
    from whomet.register import Register

WAITING = 4
"""Shards under way for each worker."""

_PARTS = 16  # of a shard: enough that sending it costs next to nothing, few enough that all end together
_BYTES = 1_000_000  # of a shard, unless one part is larger
_TRIES = 2  # of a part alone: a worker may also be killed for what another program does

Found = Loaded | Reading | Finding
"""What comes of a document: its reading, why there is none, or itself, where the register has its reading."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Shard:
    """Parts of the input that are read together, numbered from 1."""

    number: int
    parts: tuple[Part | InputError, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker must know to read a shard: with which reader, and the register whose documents it is to leave out,
    if it can ask it."""

    language: Callable[[], Language] = english_by_model
    reader: str = ""
    register: str = ""


def shards_of(parts: Iterable[Part | InputError], most: int = _PARTS) -> Iterator[Shard]:
    """The parts in shards. None holds pieces of two files: one file more leaves the shards of another as they are."""
    held: list[Part | InputError] = []
    size, file, number = 0, "", 1
    for part in parts:
        adds, of = (part.piece.size, part.input.source) if isinstance(part, Part) and part.piece else (0, "")
        if held and (len(held) == most or size + adds > _BYTES or of != file):
            yield Shard(number, tuple(held))
            held, size, number = [], 0, number + 1
        held.append(part)
        size, file = size + adds, of
    if held:
        yield Shard(number, tuple(held))


# ------------------------------------------------------------------------------------------ what a worker does


def read_shard(work: Work, shard: Shard) -> list[Found]:
    """All that comes of a shard, in order. Raises WhometError where this worker would read otherwise than who sent it,
    or can't ask the register."""
    language = _language(work.language)
    if reader_name(language) != work.reader:
        raise WhometError(
            f"A worker reads by “{reader_name(language)}”, not by “{work.reader}”: give all of them one version of "
            "Whomet and the same knowledge of your own."
        )
    return [
        found if isinstance(found, Finding) or _is_held(found.document, work) else read_or_tell(found, language)
        for part in shard.parts
        for found in load(part)
    ]


@cache
def _language(make: Callable[[], Language]) -> Language:
    """The reader of a worker, loaded once."""
    return make()


def _is_held(document: Document, work: Work) -> bool:
    if not work.register:
        return False
    return _register(work.register).has_reading(document.key, work.reader, document.extractor)


@cache
def _register(where: str) -> Register:
    from whomet.register import Register

    return Register.open(where, create=False)


# ------------------------------------------------------------------------------------------ what they are asked


@dataclass(frozen=True, slots=True)
class Lost:
    """What there is of a shard whose worker died, or with which none has `begun`."""

    begun: bool = True


@dataclass(slots=True)
class UnderWay(Generic[Answer]):
    """Shards that are with workers: at any time as many as `most` says, of each what `asked` makes of it. Who is
    `impatient` takes back the first one if no worker has begun with it."""

    executor: Executor
    asked: Callable[[Work, Shard], Answer]
    work: Work
    most: Callable[[], int]
    impatient: bool = False
    window: deque[tuple[Shard, Future[Answer]]] = field(default_factory=deque)

    def answers(
        self, shards: Iterable[Shard], had: Callable[[Shard], Answer | None] = lambda _: None
    ) -> Iterator[tuple[Shard, Answer | Lost]]:
        """Each shard with its answer, in order; those that are `had` need not be asked for."""
        for shard in shards:
            there = had(shard)
            self.window.append((shard, self._ask(shard) if there is None else _answered(there)))
            while self.window and (self.window[0][1].done() or len(self.window) >= self.most()):
                yield self._first()
        while self.window:
            yield self._first()

    def _ask(self, shard: Shard) -> Future[Answer]:
        return self.executor.submit(self.asked, self.work, shard)

    def _first(self) -> tuple[Shard, Answer | Lost]:
        shard, future = self.window.popleft()
        if self.impatient and future.cancel():
            return shard, Lost(begun=False)
        try:
            return shard, _result(future, lambda: self._ask(shard))
        except WhometError:
            raise
        except Exception:
            wait(other for _, other in self.window)  # what is then read anew is read alone
            return shard, Lost()


def one_by_one(executor: Executor, work: Work, shard: Shard) -> Iterator[Found]:
    """What comes of a shard whose worker died: each part is read by itself. One over which two more die is left out."""
    for part in shard.parts:
        yield from _alone(executor, work, Shard(shard.number, (part,)))


def _alone(executor: Executor, work: Work, shard: Shard) -> list[Found]:
    def ask() -> Future[list[Found]]:
        return executor.submit(read_shard, work, shard)

    for _ in range(_TRIES):
        try:
            return _result(ask(), ask)
        except WhometError:
            raise
        except Exception:
            continue
    source = shard.parts[0].source
    text = (
        f"{source}: reading it ended the process that read it, twice (no memory left, or a fault in a library), so it "
        "was left out; please report this."
    )
    return [Finding(FindingKind.INPUT_SKIPPED, text, source)]


def _result(future: Future[Answer], again: Callable[[], Future[Answer]]) -> Answer:
    """The answer, asked for again where a cluster forgot the question: its scheduler was started anew."""
    while True:
        try:
            return future.result()
        except CancelledError:
            future = again()


def _answered(answer: Answer) -> Future[Answer]:
    future: Future[Answer] = Future()
    future.set_result(answer)
    return future
