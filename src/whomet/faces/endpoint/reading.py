"""Documents read by a language model: a few questions are under way at once, answers are kept as they come, and what it
all cost is told."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import BinaryIO

from whomet.documents import Loaded, read_documents
from whomet.errors import InputError, ReaderStoppedError
from whomet.faces.endpoint.keeping import Answers
from whomet.faces.endpoint.talking import Cost, Failed, Talking
from whomet.language.llm import Llm
from whomet.language.llm.prompt import Message, messages
from whomet.model import Document, Finding, Reading
from whomet.pipeline import Kept, read_loaded, reader_name
from whomet.register import Register
from whomet.values.readers import is_llm

_AT_ONCE = 4  # questions under way at an endpoint elsewhere; a machine's own has one processor to think with
_AHEAD = 4  # documents whose questions are asked before they are read
_MOST_FAILURES = 3  # documents one after another that a silent server costs, before it is taken for dead


@dataclass(slots=True)
class Spent:
    """What was asked, and what it cost."""

    questions: int = 0
    kept: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    counted: bool = True

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out


class Asking:
    """A model as the reader asks it (`whomet.language.llm.Model`)."""

    def __init__(self, talking: Talking, answers: Answers, *, at_once: int, budget: int | None) -> None:
        """`budget` is how many tokens may be spent before no further question is begun."""
        self.name, self.spent = talking.model, Spent()
        self._talking, self._answers, self._budget = talking, answers, budget
        self._begun: dict[tuple[str, str], Future[str]] = {}
        self._lock, self._failures = Lock(), 0
        self._over: ReaderStoppedError | None = None
        self._waiting: SimpleQueue[tuple[Future[str], str, list[Message]]] = SimpleQueue()
        for _ in range(at_once):  # they end with the program: no question under way holds it back
            Thread(target=self._work, daemon=True).start()

    def foresee(self, document: str, words: str) -> None:
        """Begins a question that will be asked."""
        if (document, words) not in self._begun:
            future: Future[str] = Future()
            self._begun[document, words] = future
            self._waiting.put((future, document, messages(words)))

    def answer(self, document: str, words: str) -> str:
        """The answer to a question. Raises what `Talking.ask` does."""
        self.foresee(document, words)
        try:
            content = self._begun.pop((document, words)).result()
        except Failed as error:
            self._failures += 1
            if self._failures >= _MOST_FAILURES:
                raise ReaderStoppedError(str(error)) from None
            raise
        self._failures = 0
        return content

    def _work(self) -> None:
        while True:
            future, document, asked = self._waiting.get()
            try:
                future.set_result(self._answered(document, asked))
            except Exception as error:  # whatever it is, the one who waits must hear of it
                if isinstance(error, ReaderStoppedError):
                    self._over = error
                future.set_exception(error)

    def _answered(self, document: str, asked: list[Message]) -> str:
        kept = self._answers.find(document, asked)
        with self._lock:
            if kept is not None:
                self.spent.kept += 1
                return kept
            if self._over:
                raise self._over
            if self._budget is not None and self.spent.tokens >= self._budget:
                raise ReaderStoppedError(f"The budget of {self._budget:,} tokens is used up.")
            self.spent.questions += 1
        content = self._talking.ask(asked, self._spend)
        self._answers.keep(document, asked, content)
        return content

    def _spend(self, cost: Cost) -> None:
        with self._lock:
            self.spent.tokens_in += cost.tokens_in
            self.spent.tokens_out += cost.tokens_out
            self.spent.counted &= cost.counted


class LlmReading:
    """One run of reading by a language model."""

    def __init__(self, asking: Asking, clock: Callable[[], float] = time.monotonic) -> None:
        self._asking, self._clock, self._begun = asking, clock, clock()
        self.language = Llm(asking)
        self._beside = 0  # documents that another reader read too, whose accounts count
        self.stopped = ""
        """Why it came to no end, "" where it did."""

    def readings(
        self, paths: Sequence[str], stdin: BinaryIO | None, register: Register | None
    ) -> Iterator[Reading | Finding]:
        """As `whomet.pipeline.read_inputs`; ends where the reader stops."""
        found, keys = self._ahead(read_documents(paths, stdin), register), set[str]()
        try:
            for one in read_loaded(found, self.language, _kept_in(register) if register else None):
                keys |= {one.document.key} if isinstance(one, Reading) else set()
                yield one
        except ReaderStoppedError as error:
            self.stopped = f"{error} What was read until then is kept; the same command goes on from there."
        if register:
            counting = register.newest(keys, texts=False, claims=())
            self._beside = sum(not is_llm(reading.reader) for reading in counting)

    def _ahead(self, found: Iterable[Loaded | InputError], register: Register | None) -> Iterator[Loaded | InputError]:
        """The same, with the questions about some of them begun before it is their turn."""
        waiting: deque[Loaded | InputError] = deque()
        for one in found:
            if isinstance(one, Loaded) and not (register and self._has(register, one)):
                self.language.foresee(one.document)
            waiting.append(one)
            if len(waiting) > _AHEAD:
                yield waiting.popleft()
        yield from waiting

    def _has(self, register: Register, one: Loaded) -> bool:
        document = one.document
        read = register.has_reading(document.key, reader_name(self.language), document.extractor)
        return read or bool(register.tombstones([document.key]))

    def report(self, price: tuple[float, float] | None) -> str:
        """What was asked, what it cost and how long it took, in a sentence; `price` is that of a million tokens in and
        out."""
        spent, tally = self._asking.spent, self.language.tally
        about = "" if spent.counted else "about "
        cost = f"{about}{spent.tokens_in:,} tokens in and {spent.tokens_out:,} out"
        if price:
            cost += f", which cost {(spent.tokens_in * price[0] + spent.tokens_out * price[1]) / 1e6:.4f}"
        dropped = sum(tally.dropped.values())
        beside = (
            f" Of {_counted(self._beside, 'document')} Whomet's own reading counts; `whomet compare-readers` shows "
            "where the two differ."
        )
        return (
            f"{self.language.name}: {_counted(spent.questions, 'question')}, {cost}, "
            f"{self._clock() - self._begun:.0f} s; {_counted(spent.kept, 'answer')} kept from before. "
            f"{_counted(tally.found, 'value')} found in the texts, {dropped} not there and dropped."
        ) + (beside if self._beside else "")


def _kept_in(register: Register) -> Kept:
    """The readings that a register has; of a purged document an empty one, which the run refuses: nobody is to be
    asked about its text."""

    def kept(document: Document, reader: str) -> Reading | None:
        if register.tombstones([document.key]):
            return Reading(document, reader)
        return register.kept(document, reader)

    return kept


def at_once(near: bool) -> int:
    """How many questions are under way at an endpoint."""
    return 1 if near else _AT_ONCE


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
