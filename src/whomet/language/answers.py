"""What the reading model answers about one text, put together over its windows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum

from whomet.language.network import Answer, Floats, Network
from whomet.language.tags import TAGS
from whomet.language.windows import Window
from whomet.model import Span

_MOST = 40  # meeting words of a text that are asked about, the likeliest first


@dataclass(frozen=True, slots=True)
class Found:
    """A run of tokens that carry a tag, and their mean probability."""

    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and its answer, in the window where it was asked."""

    at: Span
    window: Window
    answer: Answer

    def probability(self, tag: str, span: Span) -> float | None:
        """The mean over the tokens of a span; None if the window does not hold it."""
        return mean_over(self.answer, tag, self.window, span)


class Asking:
    """One text, read once; then asked as often as needed."""

    def __init__(self, network: Network, text: str, seen: Iterable[tuple[Span, int]]) -> None:
        self.text, self._network = text, network
        self._windows = network.tokens.windows(text, seen)
        self._hidden = [network.read(w) for w in self._windows]

    def found(self, tag: str, least: float) -> list[Found]:
        """Runs of tokens with a tag, asked without a mark."""
        out: list[Found] = []
        for window, hidden in zip(self._windows, self._hidden, strict=True):
            out += runs(self.text, window, hidden.plain, (tag, f"{tag}-begins"), least, window.own)
        return out

    def probability(self, tag: str, span: Span) -> float:
        """The mean probability of a tag over a span, asked without a mark."""
        index = self._window_of(span)
        return mean_over(self._hidden[index].plain, tag, self._windows[index], span) or 0.0

    def tell(self, words: Iterable[Span]) -> None:
        """Tells each window of its meeting words, before it is asked about any."""
        of_window: dict[int, list[list[int]]] = {}
        for span in words:
            index = self._window_of(span)
            of_window.setdefault(index, []).append(self._windows[index].holding(span))
        for index, told in of_window.items():
            self._hidden[index] = self._network.tell(self._hidden[index], told)

    def ask(self, mark: str, span: Span, sought: Iterable[Span] | None = None) -> Asked:
        """Asks about a span, in the window that sees most around it; where only some spans are `sought`, nothing is
        answered about others."""
        index = self._window_of(span)
        window = self._windows[index]
        tokens = None if sought is None else [token for each in sought for token in window.holding(each)]
        return Asked(span, window, self._network.ask(self._hidden[index], mark, window.holding(span), tokens))

    def _window_of(self, span: Span) -> int:
        for index, window in enumerate(self._windows):
            last = window.own.stop - 1
            if span.start < window.spans[min(last, len(window.spans) - 2)].end:
                return index
        return len(self._windows) - 1


def mean_over(answer: Answer, tag: str, window: Window, span: Span) -> float | None:
    """The mean probability of a tag over the tokens of a span; None if the window does not hold it."""
    first, end = window.bounds(span)
    return answer.mean(tag, first, end) if first < end else None


def runs(
    text: str, window: Window, answer: Answer, tags: tuple[str, str], least: float, own: Iterable[int]
) -> Iterator[Found]:
    """Runs of neighbouring tokens of at least that probability; a new one where the second tag says that it begins.
    Pieces of one word go together: its first piece decides."""
    inside = answer.of(tags[0])
    likely: list[bool] = (inside >= least).tolist()
    if not any(likely):
        return
    begins: list[bool] = (answer.of(tags[1]) >= 0.5).tolist() if tags[1] in TAGS else [False] * len(likely)
    run: list[int] = []
    for i in own:
        if not (run or likely[i]):
            continue
        if _goes_on(text, window.spans[i - 1], window.spans[i]):
            run += [i] if run else []
            continue
        begins_here = begins[i] and not begins[i - 1]
        if run and (begins_here or not likely[i]):
            yield _found(window, inside, run)
            run = []
        if likely[i]:
            run.append(i)
    if run:
        yield _found(window, inside, run)


def _goes_on(text: str, before: Span, piece: Span) -> bool:
    """Whether a piece goes on with the word of the one before it."""
    joined = before.end == piece.start and before.start < before.end
    return joined and text[piece.start].isalnum() and text[piece.start - 1].isalnum()


def _found(window: Window, inside: Floats, run: list[int]) -> Found:
    return Found(Span(window.spans[run[0]].start, window.spans[run[-1]].end), float(inside[run].mean()))


@dataclass(frozen=True, slots=True)
class Told:
    """The words that tell of one meeting, each with what was answered about it."""

    words: tuple[Asked, ...]

    def probability(self, tag: str, span: Span) -> float:
        """The mean over the words whose window holds the span; 0 if none does."""
        found = [p for word in self.words if (p := word.probability(tag, span)) is not None]
        return fsum(found) / len(found) if found else 0.0

    def probability_real(self) -> float:
        """The probability that it is a meeting at all, of its surest word."""
        return max(w.answer.classes["real"]["yes"] for w in self.words)

    def says(self, name: str) -> tuple[str, float]:
        """The likeliest value of a class, and its probability."""
        values = self.words[0].answer.classes[name]
        mean = {v: fsum(w.answer.classes[name][v] for w in self.words) / len(self.words) for v in values}
        best = max(mean, key=lambda v: mean[v])
        return best, mean[best]

    def found(self, text: str, tag: str, least: float) -> list[Found]:
        """Runs of tokens with a tag, in the answer about any of the words: overlapping ones once, the likeliest."""
        every: list[Found] = []
        for word in self.words:
            every += runs(
                text, word.window, word.answer, (tag, f"{tag}-begins"), least, range(1, len(word.window.ids) - 1)
            )
        kept: list[Found] = []
        for one in sorted(every, key=lambda f: (-f.probability, f.span)):
            if not any(one.span.meets(k.span) for k in kept):
                kept.append(one)
        return sorted(kept, key=lambda f: f.span)


def find_real(asking: Asking, words: list[Found], least: float) -> list[Asked]:
    """Those of a text's meeting words that tell of a meeting at least so surely, each asked about, in text order."""
    likeliest = sorted(sorted(words, key=lambda f: -f.probability)[:_MOST], key=lambda f: f.span)
    asking.tell(f.span for f in likeliest)
    asked = [asking.ask("meeting", f.span) for f in likeliest]
    return [a for a in asked if a.answer.classes["real"]["yes"] >= least]


def sameness(one: Sequence[Asked], other: Sequence[Asked]) -> float:
    """The mean probability that words of two groups tell of one meeting, as far as their windows hold each other."""
    pairs = [(a, b) for a in one for b in other]
    said = [a.probability("same-meeting", b.at) for a, b in pairs] + [
        b.probability("same-meeting", a.at) for a, b in pairs
    ]
    known = [p for p in said if p is not None]
    return fsum(known) / len(known) if known else 0.0
