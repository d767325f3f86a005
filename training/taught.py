"""What the shipped reader asks and answers about free texts nobody annotated, and what annotation says of others: noted
by window, for another design to learn from.

python training/taught.py --data SHARED --out FILE [--free N | --read] [--seed N] [--leave-out K/N]
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pickle
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from batches import Asked, Item, items
from calibrate import written_to
from swapping import Names, mixed, swapped
from train import MIXED, SEED, annotated_examples, is_left_out

from examples import Example
from whomet.documents import Loaded, read_documents
from whomet.language.network import Answer, Floats, Network
from whomet.language.tags import CLASSES, MARKS, OF_MARK, TAGS
from whomet.language.trained import Trained
from whomet.language.windows import Window

FREE = ("kremlin", "whitehouse-readouts")
SHORTEST, LONGEST = 400, 9000  # code points of a free text
TELLING = 14  # words in a row that two texts hardly share by chance
UNSETTLED = 255  # in place of a probability in 254ths
COLUMNS = {mark: [TAGS.index(tag) for tag in tags] for mark, tags in OF_MARK.items()}


@dataclass(frozen=True, slots=True)
class Question:
    """A mark ("" for none), the tokens it covers, and how likely each of its tags is for each token, in 254ths;
    probabilities of the classes, -1 where nobody says."""

    mark: str
    first: int
    end: int
    tags: np.ndarray  # tokens x tags of that mark, uint8
    classes: np.ndarray


@dataclass(frozen=True, slots=True)
class Taught:
    """A window and what is known of it; the first question is the one without a mark."""

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    kinds: tuple[int, ...]
    asked: list[Question] = field(default_factory=list)


class Noting(Network):
    """The shipped network, noting each question that the reader asks it. It answers about every token, also where only
    some are sought."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.noted: list[Taught] = []
        self._of: dict[int, Taught] = {}

    def lower(self, window: Window) -> Floats:
        """Also begins a note of the window."""
        hidden = super().lower(window)
        self.noted.append(Taught(window.ids, window.shapes, window.kinds))
        self._of[id(hidden)] = self.noted[-1]
        return hidden

    def ask(
        self, hidden: Floats, mark: str = "", at: Sequence[int] = (), sought: Sequence[int] | None = None
    ) -> Answer:
        """Also notes question and answer."""
        answer = super().ask(hidden, mark, at)
        self._of[id(hidden)].asked.append(question(mark, at, answer))
        return answer


def question(mark: str, at: Sequence[int], answer: Answer) -> Question:
    """What the network said, as a note."""
    first, end = (at[0], at[-1] + 1) if at else (0, 0)
    said = [p for name in CLASSES for p in answer.classes[name].values()] if mark else []
    return Question(mark, first, end, in_parts(answer.tags[:, COLUMNS[mark]]), np.array(said, np.float16))


def in_parts(probabilities: Floats) -> np.ndarray:
    """Probabilities in 254ths."""
    return np.round(probabilities * (UNSETTLED - 1)).astype(np.uint8)


def free_texts(data: Path, most: int) -> list[dict[str, str]]:
    """Free official texts, drawn alike from each source: no run of whose words stands in an annotated text."""
    annotated: set[tuple[str, ...]] = set()
    for part in ("train", "dev"):
        for d in _lines((data / "gold" / part / "documents.jsonl").open(encoding="utf-8")):
            annotated |= _runs(d["text"])
    out = []
    for name in FREE:
        with gzip.open(data / "data" / "raw" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            told = [d for d in _lines(lines) if SHORTEST < len(d["text"]) < LONGEST]
        told = [d for d in told if annotated.isdisjoint(_runs(d["text"]))]
        told.sort(key=lambda d: hashlib.sha256(d["id"].encode()).digest())
        out += told[: most // len(FREE)]
    return out


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + TELLING]) for n in range(len(words) - TELLING)}


def _lines(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    return map(json.loads, lines)


def by_reader(folder: Path, documents: list[dict[str, str]], network: Noting) -> list[Taught]:
    """Windows of the texts that tell of meetings, with all that the reader asks of them."""
    language = Trained(network)
    texts = written_to(folder, documents)
    for loaded in read_documents([str(texts)], None):
        if isinstance(loaded, Loaded):
            language.analyse(loaded.document)
    return network.noted


def drawn_anew(examples: list[Example], seed: int) -> list[Example]:
    """Annotated texts, some names and paragraphs swapped."""
    rng, names = random.Random(seed), Names(n for e in examples for n in e.names)
    drawn = [swapped(e, names, rng) for e in examples]
    return [mixed(e, rng.choice(drawn), rng) if rng.random() < MIXED else e for e in drawn]


def by_annotation(examples: list[Example], network: Network) -> Iterator[Taught]:
    """Windows of annotated texts with what their annotation settles; what it leaves open of names and meeting words is
    as the network has it."""
    for item in items(examples, network.tokens, random.Random(SEED), whole=True):
        yield _annotated(item, network)


def _annotated(item: Item, network: Network) -> Taught:
    window = item.window
    plain, *marked = (_settled(asked) for asked in item.asked)
    said = network.ask(network.lower(window))
    open_ = np.where(plain.tags == UNSETTLED, in_parts(said.tags[:, COLUMNS[""]]), plain.tags)
    first = Question("", 0, 0, open_, plain.classes)
    return Taught(window.ids, window.shapes, window.kinds, [first, *(q for q in marked if q.end)])


def _settled(asked: Asked) -> Question:
    at = np.flatnonzero(asked.marks)
    mark = MARKS[asked.marks[at[0]] - 1] if len(at) else ""
    right, settled = asked.right[:, COLUMNS[mark]], asked.settled[:, COLUMNS[mark]]
    tags = np.where(settled > 0, right * (UNSETTLED - 1), UNSETTLED).astype(np.uint8)
    first, end = (int(at[0]), int(at[-1]) + 1) if len(at) else (0, 0)
    classes = [
        float(n == chosen) if chosen >= 0 else -1.0
        for chosen, values in zip(asked.classes, CLASSES.values(), strict=True)
        for n in range(len(values))
    ]
    return Question(mark, first, end, tags, np.array(classes, np.float16))


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--free", type=int, default=0, help="free texts that are read; none: the annotated ones")
    parser.add_argument("--read", action="store_true", help="read the annotated texts as if they were not annotated")
    parser.add_argument("--seed", type=int, default=SEED, help="of what is swapped in annotated texts")
    parser.add_argument("--leave-out", default="0/8")
    told = parser.parse_args()
    weights = Path(__file__).parents[1] / "src" / "whomet" / "language" / "weights"
    fold, folds = (int(x) for x in told.leave_out.split("/"))
    folder = told.out.parent / told.out.stem
    if told.free:
        found = by_reader(folder, free_texts(told.data, told.free), Noting(weights))
    else:
        drawn = drawn_anew([e for e in annotated_examples(told.data) if not is_left_out(e, fold, folds)], told.seed)
        texts = [{"id": e.id, "text": e.text} for e in drawn]
        found = by_reader(folder, texts, Noting(weights)) if told.read else [*by_annotation(drawn, Network(weights))]
    with told.out.open("wb") as file:
        pickle.dump(found, file, protocol=5)
    print(f"{len(found)} windows, {sum(len(t.asked) - 1 for t in found)} marked questions")


if __name__ == "__main__":
    main()
