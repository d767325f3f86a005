"""The reading model at work: windows of tokens in, probabilities out. Needs onnxruntime and numpy, never torch.

Each window is read alone and whole, so what is found never depends on what else is read beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whomet.language.tags import CLASSES, DISTANCES, MARKS, TAGS
from whomet.language.windows import Tokens, Window, distances_from

Floats = NDArray[np.float32]

_COLUMN = {tag: i for i, tag in enumerate(TAGS)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Probabilities for one window: of each tag for each token, of each class for what was marked."""

    tags: Floats  # tokens x tags
    classes: dict[str, dict[str, float]]
    _sums: dict[str, list[float]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, tag: str) -> Floats:
        """The probability of one tag, by token."""
        column: Floats = self.tags[:, _COLUMN[tag]]
        return column

    def mean(self, tag: str, first: int, end: int) -> float:
        """The mean probability of one tag over some tokens: asked for many thousand times a text, so sums are kept."""
        sums = self._sums.get(tag)
        if sums is None:
            sums = self._sums[tag] = [0.0, *np.cumsum(self.of(tag), dtype=np.float64).tolist()]
        return (sums[end] - sums[first]) / (end - first)


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is known of a window once it was read: its tags without a question; what layers four and six make of its
    tokens (each tokens x 384); the tokens as questions see them (x 256), and what is looked at of them."""

    plain: Answer
    layers: tuple[Floats, Floats]
    tokens: Floats
    looked_at: dict[str, Floats]


class Network:
    """`read` is done once a window; then meeting words are told to it, and each question is a small one."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Weights stay int8 in the file only: arithmetic in int8 was measured and agrees too seldom.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        options.log_severity_level = 3

        def session(name: str) -> onnxruntime.InferenceSession:
            return onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])

        self.tokens = Tokens(folder / "vocab.txt")
        self._window, self._mark, self._question = map(session, ("window.onnx", "mark.onnx", "question.onnx"))
        self._made = [output.name for output in self._window.get_outputs()]

    def read(self, window: Window) -> Hidden:
        """All that is done once a window."""
        columns = {"ids": window.ids, "shapes": window.shapes, "kinds": window.kinds}
        found = self._window.run(None, {name: np.array(x, np.int64) for name, x in columns.items()})
        made: dict[str, Floats] = dict(zip(self._made, found, strict=True))
        plain, layers = Answer(made.pop("tags"), {}), (made.pop("early"), made.pop("late"))
        return Hidden(plain, layers, made.pop("tokens"), made)

    def tell(self, hidden: Hidden, words: Iterable[Sequence[int]]) -> Hidden:
        """The window, told what is found about some meeting words (the tokens of each): so each question about it sees
        what the others are about."""
        tokens = hidden.tokens.copy()
        for at in words:
            _, told = self._look(hidden, "meeting", at)
            tokens[list(at)] += told / max(1, len(at))
        return replace(hidden, tokens=tokens)

    def ask(self, hidden: Hidden, mark: str, at: Sequence[int], sought: Sequence[int] | None = None) -> Answer:
        """One question about a window, with tokens `at` marked as `mark`. Where only some tokens are `sought`, all
        others but the marked ones carry no tag: the question takes half the time."""
        found, _ = self._look(hidden, mark, at)
        size = len(hidden.tokens)
        looked_at = np.arange(size) if sought is None else np.array(sorted({0, *sought, *at}), np.int64)
        share = np.isin(looked_at, at).astype(np.float32)[None] / max(1, len(at))
        asked = {"found": found, "share": share, "tokens": hidden.tokens, "far": _far(size, mark, at)}
        tags, said = self._question.run(None, asked | {"sought": looked_at})
        if sought is not None:
            every = np.zeros((size, tags.shape[1]), np.float32)
            every[looked_at] = tags
            tags = every
        return Answer(tags, _classes(said[0]))

    def _look(self, hidden: Hidden, mark: str, at: Sequence[int]) -> tuple[Floats, Floats]:
        """What is found about marked tokens, and what of it they are told."""
        mean = np.concatenate([layer[list(at)].sum(0) / max(1, len(at)) for layer in hidden.layers])[None]
        asked = {"marked": mean, "mark": np.array([MARKS.index(mark)]), "far": _far(len(hidden.tokens), mark, at)}
        found, told = self._mark.run(None, asked | hidden.looked_at)
        return found, told


def _far(size: int, mark: str, at: Sequence[int]) -> NDArray[np.int64]:
    """For each token the class of mark and distance together."""
    marks = np.zeros(size, np.int64)
    marks[list(at)] = 1
    return MARKS.index(mark) * DISTANCES + distances_from(marks)


def _classes(logits: Floats) -> dict[str, dict[str, float]]:
    out, at = {}, 0
    for name, values in CLASSES.items():
        part = np.exp(logits[at : at + len(values)] - logits[at : at + len(values)].max())
        part /= part.sum()
        out[name] = {value: float(p) for value, p in zip(values, part, strict=True)}
        at += len(values)
    return out


@cache
def shipped() -> Network:
    """The model in the package, loaded once."""
    return Network(Path(__file__).parent / "weights")
