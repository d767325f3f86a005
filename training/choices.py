"""Fits the weights by which the reader chooses what belongs to a meeting, on texts that the network has not seen.

python training/choices.py --data SHARED --work FOLDER [--leave-out K/N]

A candidate is right if the annotation has it for the meeting that one of the words tells of; of words that tell of no
meeting, none is. Logistic regressions, one a tag, shrunk towards the weights that stand: the texts are few, and weights
fitted to them alone read other texts worse; how strongly is what makes documents likeliest that a regression was not
fitted on. How likely a candidate must be is what gives the best F on such documents: F1, but F0.5 for who sits there,
since a wrong guest is worse than a missing one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import numpy as np
import yaml
from calibrate import arguments, fitted, left_out, written_to
from train import annotated_examples

from examples import Example, Question
from whomet.documents import Loaded, read_documents
from whomet.knowledge.data import read_data
from whomet.language import english_by_model, joining, scenes
from whomet.language.answers import Told, sameness
from whomet.language.choosing import Candidate, Choosing
from whomet.language.joining import Seat, features_of
from whomet.model import LinkKind, Span
from whomet.pipeline import read

OUT = Path(__file__).parents[1] / "src" / "whomet" / "knowledge" / "data" / "choices.yaml"
HEAD = """\
# By what the reading model chooses who and what belongs to a meeting (language/choosing.py): weights of a logistic
# regression for each tag, fitted by training/choices.py, and how likely a candidate must be, which stands there.
"""
# F hardly differs between these and the best on documents left out; chosen among such by totals on the development set.
LEAST = {"participant": 0.55, "side": 0.6, "one meeting": 0.4, "when": 0.35, "where": 0.35, "delegation": 0.4}
WHO = ("participant", "side", "delegation")
LONG, LONG_COUNTS = 3500, 2.0  # code points from which a text is as long as the press's, and how much it counts
PARTS = 8  # of the documents, for the regressions that thresholds are chosen by
SHRINKS = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0)


@dataclass(slots=True)
class Rows:
    """What one tag's regression is fitted on: features by name, whether right, and of which document."""

    features: list[dict[str, float]] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    document: list[int] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)

    def add(self, features: dict[str, float], right: bool, document: int, text: str) -> None:
        """One row of a document with that text."""
        self.features.append(features)
        self.right.append(float(right))
        self.document.append(document)
        self.counts.append(LONG_COUNTS if len(text) > LONG else 1.0)


class Noting:
    """Reads the texts and notes what the reader weighs. Nothing noted depends on weights that were fitted before: first
    words are joined by the network's own answers; then, with the candidates' weights just fitted, pairs of words are
    noted."""

    def __init__(self, texts: Path, examples: dict[str, Example]) -> None:
        self._texts, self._examples = texts, examples
        self._language = english_by_model()
        self._now: Example | None = None
        self._number = 0
        self.rows: dict[str, Rows] = {}

    def candidates(self) -> dict[str, Rows]:
        """All that may belong to a meeting, by tag."""
        note = self._note_candidates

        class Recording(Choosing):
            """Notes each candidate that it weighs."""

            def candidates(self, told: Told, ruled: set[tuple[LinkKind, int]]) -> list[Candidate]:  # type: ignore[override]
                found = list(super().candidates(told, ruled))
                note(told, found, [m.span for m in self._draft.mentions])
                return found

        with patch.object(scenes, "Choosing", Recording), patch.object(joining, "likelihood", _by_network):
            return self._read()

    def pairs(self) -> dict[str, Rows]:
        """Pairs of words that both tell of a meeting."""

        def noted(seats: Sequence[Seat]) -> list[list[Seat]]:
            self._note_pairs(seats)
            return [[seat] for seat in seats]

        with patch.object(scenes, "joined", noted):
            return self._read()

    def _read(self) -> dict[str, Rows]:
        self.rows = {}
        for number, loaded in enumerate(read_documents([str(self._texts)], None)):
            assert isinstance(loaded, Loaded)
            self._now, self._number = self._examples[loaded.document.id], number
            read(loaded, self._language)
        return self.rows

    def _asked(self) -> Iterator[Question]:
        assert self._now
        return (q for q in self._now.questions if q.mark == "meeting")

    def _note_candidates(self, told: Told, found: list[Candidate], mentions: list[Span]) -> None:
        about = [q for w in told.words for q in self._asked() if q.at[0].meets(w.at)]
        for one in found:
            if about and one.tag not in about[0].settled:
                continue
            places = about[0].tags.get(one.tag, []) if about else []
            self._note(one.tag, one.features, any(mentions[m].meets(p) for m in one.mentions for p in places))

    def _note_pairs(self, seats: Sequence[Seat]) -> None:
        told = [(s, q) for s in seats for q in self._asked() if q.at[0].meets(s.asked.at)]
        for (one, asked), (other, _) in combinations(told, 2):
            right = any(s.meets(other.asked.at) for s in asked.tags["same-meeting"])
            self._note("one meeting", features_of(one, other), right)

    def _note(self, tag: str, features: dict[str, float], right: bool) -> None:
        assert self._now
        self.rows.setdefault(tag, Rows()).add(features, right, self._number, self._now.text)


def _by_network(one: Seat, other: Seat) -> float:
    """What the network alone says of two words telling of one meeting."""
    return sameness([one.asked], [other.asked])


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by feature, how strongly they were shrunk, the least likelihood, and the F that it reached on documents
    left out."""

    weights: dict[str, float]
    shrink: float
    least: float
    reached: float


def fit(rows: Rows, beta: float, standing: dict[str, float]) -> Fit:
    """The fit of one tag; `standing` are the weights that stand."""
    names = list(rows.features[0])
    values, right = np.array([list(f.values()) for f in rows.features]), np.array(rows.right)
    before, counts = np.array([standing.get(name, 0.0) for name in names]), np.array(rows.counts)
    part = np.array(rows.document) % PARTS
    likely = {s: _likely_left_out((values, right, counts), part, s, before) for s in SHRINKS}
    shrink = max(SHRINKS, key=lambda s: float((counts * np.log(np.where(right > 0, likely[s], 1 - likely[s]))).sum()))
    reached = {t: _f(likely[shrink] >= t, right > 0, counts, beta) for t in (x / 20 for x in range(4, 17))}
    least = max(reached, key=lambda t: reached[t])
    weights = fitted(values, right, counts, shrink, before)
    told = dict(zip(names, (round(float(w), 3) for w in weights), strict=True))
    return Fit(told, shrink, least, reached[least])


def _likely_left_out(
    rows: tuple[np.ndarray, np.ndarray, np.ndarray], part: np.ndarray, shrink: float, before: np.ndarray
) -> np.ndarray:
    """How likely each row (features, right, counts) is by a regression that was not fitted on its document."""
    likely = np.full(len(part), 0.5)
    for k in range(PARTS):
        ours, others = part == k, part != k
        if ours.any() and others.any():
            values, right, counts = (column[others] for column in rows)
            weights = fitted(values, right, counts, shrink, before)
            likely[ours] = 1 / (1 + np.exp(-rows[0][ours] @ weights))
    return likely.clip(1e-6, 1 - 1e-6)


def _f(read_: np.ndarray, right: np.ndarray, counts: np.ndarray, beta: float) -> float:
    b = beta * beta
    return (1 + b) * float(counts[read_ & right].sum()) / max(1.0, float(counts[read_].sum() + b * counts[right].sum()))


def main() -> None:
    """From the command line."""
    told = arguments(__doc__)
    documents, _ = left_out(told.data, *(int(x) for x in told.leave_out.split("/")))
    texts = written_to(told.work, documents)
    noting = Noting(texts, {e.id: e for e in annotated_examples(told.data)})
    standing = read_data("choices")["weights"]
    weights, least = {}, {}
    for note in (noting.candidates, noting.pairs):
        for tag, rows in note().items():
            found = fit(rows, 0.5 if tag in WHO else 1.0, standing[tag])
            weights[tag], least[tag] = found.weights, found.least
            counts = f"{len(rows.right):5d} candidates, {int(sum(rows.right)):4d} right, shrunk by {found.shrink}"
            print(f"{tag:12s} {counts}, F {found.reached:.3f} at {found.least}")
        read_data("choices")["weights"] |= weights  # pairs are judged by who likely sits there
    least |= LEAST
    OUT.write_text(HEAD + yaml.safe_dump({"least": least, "weights": weights}, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
