"""Trains the cheap first test: does a text speak of a political meeting at all?

    python training/first_test.py --data SHARED [--weights N] [--out FILE]

Learned from the texts written for training, from `gold/train`, and, as texts that hardly speak of meetings, from the
English treebanks EWT and GUM. A sentence in which a word of a meeting is marked is one to find. That a text passes with
its best sentence is told to the regression by weights: in texts that tell of a meeting the unmarked sentences count
little, and so do marked ones beside better marked ones (trained anew three times, each time ordered by the last).
Words are those that stand in several texts in lower case, so that no name is learned; of the words and pairs the ones
that decide most are kept. The least sum that passes lets `RECALL` of the texts with meetings pass, when each is judged
by weights learned without any text of its kind. Prints that cross-validation and writes the table that the first test
reads. Needs numpy, scipy and scikit-learn. A minute on one core; the same result every time.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from examples import Example, gold_train, written
from whomet.knowledge.data import read_data
from whomet.language.first_test import LAND, NAME, NUMBER, OTHER, Weights, lexicon_of, words_in
from whomet.language.sentences import find_sentences
from whomet.model import Span

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "whomet" / "language" / "weights" / "first_test.tsv"
RECALL = 0.995
PARTS = 5  # of the kinds of text, each left out once
STRENGTH = 0.2  # scikit-learn's C
UNMARKED = 0.05  # how much an unmarked sentence counts in a text with meetings
BY_RANK = (1.5, 1.0, 0.6, 0.3)  # how much marked sentences of one text count, the best first
IN_TEXTS, IN_SENTENCES = 3, 3  # in how many a word, and a word or pair, must stand
CLASSES = frozenset({LAND, NAME, NUMBER, OTHER})
Key = str | tuple[str, str]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Text:
    """One text for training: where its words of meetings stand, none if it tells of none."""

    id: str
    text: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """All sentences of some texts: their words, whether one is marked, and the number of the text."""

    words: list[list[str]]
    marked: NDArray[np.bool_]
    text: NDArray[np.int64]


def all_texts(data: Path) -> list[Text]:
    """All that may train."""
    told = [*written(), *gold_train(data / "gold" / "train", HERE / "words" / "gold_train.json")]
    found = [text_of(e) for e in told]
    for name in ("ewt-train", "gum-free-train"):
        found += treebank(data / "data" / "ud" / f"{name}.conllu.gz")
    return found


def text_of(example: Example) -> Text:
    """An annotated example as a text with marks."""
    return Text(example.id, example.text, tuple(sorted(example.plain["meeting"])))


def treebank(path: Path) -> Iterator[Text]:
    """The documents of a treebank in CoNLL-U, a blank between sentences."""
    name, told = "", list[str]()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc") and told:
                yield Text(name, " ".join(told), ())
                told = []
            if line.startswith("# newdoc"):
                name = line.partition("=")[2].strip()
            if line.startswith("# text ="):
                told.append(line.partition("=")[2].strip())
    yield Text(name, " ".join(told), ())


def common_words(texts: list[Text]) -> frozenset[str]:
    """Words that stand in lower case in several texts, without those that only say who tells."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({w for w in text.text.replace("’", " ").replace("'", " ").split() if w.isalpha() and w.islower()})
    return frozenset(w for w, n in counts.items() if n >= IN_TEXTS) - set(read_data("first_test")["personal"])


def sentences(texts: list[Text], known: frozenset[str]) -> Sentences:
    """The sentences of all texts, their words as the first test sees them."""
    lexicon = lexicon_of(known)
    words, marked, number = list[list[str]](), list[bool](), list[int]()
    for n, text in enumerate(texts):
        for span in find_sentences(text.text):
            words.append(words_in(text.text, span, lexicon))
            marked.append(any(m.meets(span) for m in text.marks))
            number.append(n)
    return Sentences(words, np.array(marked), np.array(number))


def keys_of(words: list[str]) -> set[Key]:
    """The words and pairs of a sentence."""
    return {*words, *pairwise(words)}


def matrix(found: Sentences, columns: dict[Key, int]) -> csr_matrix:
    """1 where a sentence holds a word or pair."""
    cells = [(n, columns[k]) for n, words in enumerate(found.words) for k in keys_of(words) if k in columns]
    rows, cols = zip(*cells, strict=True)
    return csr_matrix((np.ones(len(cells)), (rows, cols)), (len(found.words), len(columns)))


def fit(x: csr_matrix, found: Sentences) -> tuple[Vector, float]:
    """Weights and the constant: learned with the best sentences of each text counting most."""
    told = np.isin(found.text, found.text[found.marked])
    counts = np.where(found.marked | ~told, 1.0, UNMARKED)
    for _ in range(4):
        model = LogisticRegression(C=STRENGTH, solver="liblinear", tol=1e-3, random_state=0)
        model.fit(x, found.marked, sample_weight=counts)
        counts = by_rank(counts, model.decision_function(x), found)
    return model.coef_[0], float(model.intercept_[0])


def by_rank(counts: Vector, scores: Vector, found: Sentences) -> Vector:
    """How much each sentence counts, the marked ones of a text by their order."""
    of_text: dict[int, list[int]] = defaultdict(list)
    for n in np.flatnonzero(found.marked)[np.argsort(-scores[found.marked], kind="stable")]:
        of_text[int(found.text[n])].append(int(n))
    out = counts.copy()
    for numbers in of_text.values():
        for rank, n in enumerate(numbers):
            out[n] = BY_RANK[min(rank, len(BY_RANK) - 1)]
    return out


def learn(texts: list[Text], most: int) -> Weights:
    """The weights of the `most` words and pairs that decide most; its least sum is left at 0."""
    found = sentences(texts, common_words(texts))
    counts = Counter(k for words in found.words for k in keys_of(words))
    columns = {k: n for n, k in enumerate(sorted((k for k, c in counts.items() if c >= IN_SENTENCES), key=str))}
    x = matrix(found, columns)
    weights, _ = fit(x, found)
    decides = np.abs(weights) * np.sqrt(np.asarray(x.sum(0)).ravel())
    order = np.argsort(-decides, kind="stable")
    keys = list(columns)
    kept = [keys[n] for n in order[:most]]
    known = frozenset(w for k in kept for w in ((k,) if isinstance(k, str) else k)) - CLASSES
    found = sentences(texts, known)
    weights, constant = fit(matrix(found, {k: n for n, k in enumerate(kept)}), found)
    hundredths = {k: round(100 * float(w)) for k, w in zip(kept, weights, strict=True)}
    return Weights(round(-100 * constant), {k: w for k, w in sorted(hundredths.items(), key=str) if w})


def best(weights: Weights, texts: list[Text]) -> list[int]:
    """The score of each text above what its constant asks for: that of its best sentence."""
    lexicon = lexicon_of(weights.words - CLASSES)
    scores = ([weights.total(words_in(t.text, s, lexicon)) for s in find_sentences(t.text)] for t in texts)
    return [max(of_text, default=-10_000) - weights.least for of_text in scores]


def kind_of(text: Text) -> str:
    """Of which kind a text is: the style that it was written in, its publisher, its treebank."""
    return re.split(r"[-_\d]", text.id)[0]


def cross_validated(texts: list[Text], most: int) -> list[int]:
    """The score of each text by weights learned without any text of its kind."""
    kinds = sorted({kind_of(t) for t in texts})
    parts = [set(kinds[n::PARTS]) for n in range(PARTS)]
    scores = [0] * len(texts)
    for part in parts:
        weights = learn([t for t in texts if kind_of(t) not in part], most)
        out = [n for n, t in enumerate(texts) if kind_of(t) in part]
        for n, score in zip(out, best(weights, [texts[n] for n in out]), strict=True):
            scores[n] = score
        print(f"learned without {', '.join(sorted(part))}", flush=True)
    return scores


def least_for(recall: float, texts: list[Text], scores: list[int]) -> int:
    """The highest least sum at which that share of the texts with meetings passes."""
    told = sorted(s for s, t in zip(scores, texts, strict=True) if t.marks)
    return told[int((1 - recall) * len(told))]


def report(texts: list[Text], scores: list[int], least: int) -> None:
    """What passes of the texts without meetings, and which with one are missed."""
    passed: dict[str, list[bool]] = defaultdict(list)
    for text, score in zip(texts, scores, strict=True):
        kind = "with meetings" if text.marks else f"without: {kind_of(text)}"
        passed[kind].append(score >= least)
        if text.marks and score < least:
            said = " | ".join(m.of(text.text) for m in text.marks)
            print(f"missed {text.id}: {score} ({said[:100]!r})")
    for kind, values in sorted(passed.items()):
        print(f"{kind:32s} {sum(values):5d} of {len(values):5d} passed")


def write(weights: Weights, path: Path) -> None:
    """Writes the table that the first test reads."""
    lines = ["# Written by training/first_test.py: words and pairs of the first test, weights in hundredths."]
    lines.append(f"<least>\t{weights.least}")
    lines += [f"{k if isinstance(k, str) else ' '.join(k)}\t{w}" for k, w in weights.of.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=int, default=5000, help="words and pairs that are kept")
    parser.add_argument("--out", type=Path, default=OUT)
    told = parser.parse_args()
    texts = all_texts(told.data)
    scores = cross_validated(texts, told.weights)
    for recall in (0.98, 0.985, 0.99, RECALL):
        print(f"recall {recall}: least sum {least_for(recall, texts, scores)} above the constant")
    least = least_for(RECALL, texts, scores)
    report(texts, scores, least)
    weights = learn(texts, told.weights)
    write(Weights(weights.least + least, weights.of), told.out)


if __name__ == "__main__":
    main()
