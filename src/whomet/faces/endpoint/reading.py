"""Documents read by a language model: a few questions are under way at once, answers are kept as they come, and what it
all cost is told."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
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
from whomet.pipeline import Kept, read, read_loaded, reader_name
from whomet.register import Register
from whomet.values.readers import is_llm

_AT_ONCE = 4  # questions under way at an endpoint elsewhere; a machine's own has one processor to think with
_AHEAD = 4  # documents whose questions are asked before they are read


@dataclass(slots=True)
class Spent:
    """What was asked, and what it cost."""

    questions: int = 0
    kept: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    counted: bool = True
    lock: Lock = field(default_factory=Lock)

    @property
    def tokens(self) -> int:
        return self.tokens_in + self.tokens_out


class Asking:
    """A model as the reader asks it (`whomet.language.llm.Model`)."""

    def __init__(self, talking: Talking, answers: Answers, at_once: int, budget: int | None, patience: int) -> None:
        """`at_once` questions are under way, `budget` is how many tokens may be spent before no further question is
        begun, `patience` how many documents one after another a silent server costs."""
        self.name, self.spent = talking.model, Spent()
        self.where, self.is_near = talking.where, talking.is_near
        self._talking, self._answers, self._budget, self._patience = talking, answers, budget, patience
        self._begun: dict[tuple[str, str], Future[str]] = {}
        self._failures = 0
        self._over: ReaderStoppedError | None = None
        self._waiting: SimpleQueue[tuple[Future[str], str, list[Message]]] = SimpleQueue()
        for _ in range(at_once):  # they end with the program: no question under way holds it back
            Thread(target=self._work, daemon=True).start()

    def keeping_nothing(self) -> Asking:
        """The same model on the same budget, asked one question after the other, its answers kept nowhere."""
        nowhere = replace(self._answers, folder=None)
        asking = Asking(self._talking, nowhere, 0, self._budget, 1)
        asking.spent = self.spent
        return asking

    def begin_anew(self) -> None:
        """Asks again, where the server had been taken for dead."""
        self._over, self._failures = None, 0
        self._begun.clear()

    def foresee(self, document: str, words: str) -> None:
        """Begins a question that will be asked."""
        if (document, words) not in self._begun:
            future: Future[str] = Future()
            self._begun[document, words] = future
            self._waiting.put((future, document, messages(words)))

    def answer(self, document: str, words: str) -> str:
        """The answer to a question. Raises what `Talking.ask` does."""
        begun = self._begun.pop((document, words), None)
        try:
            content = begun.result() if begun else self._answered(document, messages(words))
        except Failed as error:
            self._failures += 1
            if self._failures >= self._patience:
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
                self._over = error if isinstance(error, ReaderStoppedError) else self._over
                future.set_exception(error)

    def _answered(self, document: str, asked: list[Message]) -> str:
        kept = self._answers.find(document, asked)
        with self.spent.lock:
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
        with self.spent.lock:
            self.spent.tokens_in += cost.tokens_in
            self.spent.tokens_out += cost.tokens_out
            self.spent.counted &= cost.counted


class LlmReading:
    """One run of reading by a language model."""

    def __init__(self, asking: Asking, clock: Callable[[], float] = time.monotonic) -> None:
        self._asking, self._clock, self._begun = asking, clock, clock()
        self.language = Llm(asking)
        self._one = Lock()  # one text at hand at a time
        self._beside = 0  # documents that another reader read too, whose accounts count
        self.stopped = ""
        """Why it came to no end, "" where it did."""

    def readings(
        self, paths: Sequence[str], stdin: BinaryIO | None, register: Register | None
    ) -> Iterator[Reading | Finding]:
        """As `whomet.pipeline.read_inputs`; ends where the reader stops."""
        keys = set[str]()
        try:
            for one in self.read_all(read_documents(paths, stdin), register):
                keys |= {one.document.key} if isinstance(one, Reading) else set()
                yield one
        except ReaderStoppedError as error:
            self.stopped = f"{error} What was read until then is kept; the same command goes on from there."
        if register:
            counting = register.newest(keys, texts=False, claims=())
            self._beside = sum(not is_llm(reading.reader) for reading in counting)

    def read_all(self, found: Iterable[Loaded | InputError], register: Register | None) -> Iterator[Reading | Finding]:
        """As `whomet.faces.at_hand.TextReader`; about a purged document nobody is asked."""
        self._asking.begin_anew()
        kept = _kept_in(register) if register else None
        yield from read_loaded(self._ahead(found, register), self.language, kept)

    def read(self, loaded: Loaded) -> Reading:
        """One text, of which nothing is kept. Raises NotReadError and ReaderStoppedError."""
        with self._one:
            language = Llm(self._asking.keeping_nothing())
            try:
                return read(loaded, language)
            finally:
                self.language.tally += language.tally

    @property
    def is_near(self) -> bool:
        """Whether texts stay on this machine."""
        return self._asking.is_near

    @property
    def told(self) -> str:
        """Who reads, and where."""
        return f"They are read by {self._asking.name}, a language model {self._asking.where}."

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
