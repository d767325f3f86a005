"""The reading model at work: windows of tokens in, probabilities out. Needs onnxruntime and numpy, never torch.

Each window is read alone and whole, so what is found never depends on what else is read beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from whomet.language.tags import CLASSES, MARKS, TAGS
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


class Network:
    """The two halves of the encoder. `lower` is done once a window, `ask` once a question."""

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
        self._lower, self._upper = session("lower.onnx"), session("upper.onnx")

    def lower(self, window: Window) -> Floats:
        """What the layers below the mark make of a window: tokens x 384."""
        columns = {"ids": window.ids, "shapes": window.shapes, "kinds": window.kinds}
        hidden: Floats = self._lower.run(None, {name: np.array(x, np.int64) for name, x in columns.items()})[0]
        return hidden

    def ask(
        self, hidden: Floats, mark: str = "", at: Sequence[int] = (), sought: Sequence[int] | None = None
    ) -> Answer:
        """One question about a window: with tokens `at` marked as `mark`, or with no mark at all. Where only some
        tokens are `sought`, all others but the marked ones carry no tag: the question takes up to a third less time."""
        marks = np.zeros(len(hidden), np.int64)
        if mark:
            marks[list(at)] = MARKS.index(mark) + 1
        looked_at = np.arange(len(hidden)) if sought is None else np.array(sorted({0, *sought, *at}), np.int64)
        asked = {"hidden": hidden, "marks": marks, "distances": distances_from(marks), "sought": looked_at}
        tags, said = self._upper.run(None, asked)
        classes = _classes(said[0]) if mark else {}
        if sought is None:
            return Answer(tags, classes)
        every = np.zeros((len(hidden), tags.shape[1]), np.float32)
        every[looked_at] = tags
        return Answer(every, classes)


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
