"""Trains the pairwise head, and the encoder with it, from the weights that ship, on what `taught.py` noted.

python training/distil.py FILE.pkl [FILE.pkl ...] --out NETWORK.pt [--steps N] [--minutes N] [--alone] [--start FILE.pt]
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from pairwise import Pairwise
from taught import COLUMNS, UNSETTLED, Question, Taught
from torch import Tensor, nn
from torch.nn import functional as F
from train import POSITIVE, SEED, WEIGHTS

from whomet.language.tags import CLASSES, MARKS, TAGS
from whomet.language.windows import distances_from

WEIGHTS_FOLDER = Path(__file__).parents[1] / "src" / "whomet" / "language" / "weights"
AT_ONCE = 2000  # tokens of a step, padding counted
MOST = 10  # questions of a window in one step
KEPT_AFTER = 600  # seconds
RATES = (8e-5, 1e-3)  # of the encoder, of the head
CLASSES_OF = {"meeting": ("real", "main", "contact", "status", "format"), "speech": ("act",), "person": ()}


def shipped_weights(folder: Path) -> dict[str, Tensor]:
    """The weights in the ONNX files of a network with a mark, as torch names them."""
    kept: dict[str, np.ndarray] = {}
    for name in ("lower.onnx", "upper.onnx"):
        kept |= {t.name: numpy_helper.to_array(t) for t in onnx.load(folder / name).graph.initializer}
    out = {}
    for name, values in kept.items():
        if name.endswith((".weight", ".bias")):
            if (scale := kept.get(f"{name}.scale")) is not None:
                values = values * scale
                values = values if scale.ndim > 1 else values.T  # tables have a scale a row, matrices one a column
            out[name] = torch.tensor(values.astype(np.float32))
    return out


def arrays(batch: list[Taught], rng: random.Random) -> tuple[Tensor, ...]:
    """ids, shapes, kinds, and tags without a mark by window; owner, marks, distances, tags and classes by question: a
    draw of those of each window. Tags that nobody settles are negative."""
    longest = max(len(t.ids) for t in batch)
    ids, shapes, kinds = (torch.zeros(len(batch), longest, dtype=torch.long) for _ in range(3))
    plain = torch.full((len(batch), longest, len(TAGS)), -1.0)
    asked: list[tuple[int, Question]] = []
    for n, one in enumerate(batch):
        size = len(one.ids)
        for rows, values in ((ids, one.ids), (shapes, one.shapes), (kinds, one.kinds)):
            rows[n, :size] = torch.tensor(values)
        plain[n, :size] = _tags(one.asked[0])
        marked = one.asked[1:]
        asked += [(n, q) for q in (rng.sample(marked, MOST) if len(marked) > MOST else marked)]
    marks, distances = (torch.zeros(len(asked), longest, dtype=torch.long) for _ in range(2))
    tags = torch.full((len(asked), longest, len(TAGS)), -1.0)
    classes = torch.full((len(asked), sum(len(c) for c in CLASSES.values())), -1.0)
    for n, (at, q) in enumerate(asked):
        size = len(batch[at].ids)
        marks[n, q.first : q.end] = MARKS.index(q.mark) + 1
        distances[n, :size] = torch.from_numpy(distances_from(marks[n, :size].numpy()))
        tags[n, :size] = _tags(q)
        classes[n] = torch.from_numpy(q.classes.astype(np.float32))
    return (
        ids,
        shapes,
        kinds,
        plain,
        torch.tensor([n for n, _ in asked], dtype=torch.long),
        marks,
        distances,
        tags,
        classes,
    )


def _tags(q: Question) -> Tensor:
    out = np.full((len(q.tags), len(TAGS)), -1.0, np.float32)
    out[:, COLUMNS[q.mark]] = np.where(q.tags == UNSETTLED, -1.0, q.tags / (UNSETTLED - 1))
    out[[0, -1]] = -1.0
    return torch.from_numpy(out)


def loss_of(network: Pairwise, batch: list[Taught], rng: random.Random, frozen: bool = False) -> Tensor:
    """Cross-entropy of tags without and with a mark, each summed over tags and averaged over tokens; classes beside."""
    ids, shapes, kinds, plain, owner, marks, distances, tags, classes = arrays(batch, rng)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        with torch.set_grad_enabled(torch.is_grad_enabled() and not frozen):
            without, hidden = network.read(ids, shapes, kinds)
        if not len(owner):
            return _of_tags(without, plain)
        with_, said = network.about(hidden, ids, owner, marks, distances)
    return _of_tags(without, plain) + _of_tags(with_, tags) + 0.15 * _of_classes(said, classes, marks.amax(1))


def _of_tags(said: Tensor, wanted: Tensor) -> Tensor:
    settled, wanted = (wanted >= 0).float(), wanted.clamp(min=0)
    counts = settled * WEIGHTS * (1 + (POSITIVE - 1) * wanted)
    each = F.binary_cross_entropy_with_logits(said.float(), wanted, weight=counts, reduction="none")
    return each.sum() / (settled.amax(-1).sum() + 1)


def _of_classes(said: Tensor, wanted: Tensor, marks: Tensor) -> Tensor:
    total, at = said.new_zeros(()).float(), 0
    for name, values in CLASSES.items():
        of = torch.tensor([name in CLASSES_OF[mark] for mark in MARKS])[marks - 1]
        right = wanted[:, at : at + len(values)]
        known = of & (right[:, 0] >= 0)
        if known.any():
            total = total + F.cross_entropy(said[known, at : at + len(values)].float(), right[known])
        at += len(values)
    return total


def batches(taught: list[Taught], rng: random.Random) -> list[list[Taught]]:
    """Windows of like length together, in drawn order."""
    out: list[list[Taught]] = [[]]
    for one in sorted(taught, key=lambda t: (len(t.ids), rng.random())):
        if out[-1] and (len(out[-1]) + 1) * len(one.ids) > AT_ONCE:
            out.append([])
        out[-1].append(one)
    rng.shuffle(out)
    return out


def train(network: Pairwise, taught: list[Taught], out: Path, steps: int, alone: bool, seconds: float = 1e9) -> None:
    """So many steps, or as many as the time allows, the rate falling to nothing; of all layers, or of the head `alone`.
    Kept every ten minutes."""
    head = network.head()
    mine = {id(p) for p in head}
    encoder = [p for p in network.parameters() if p.requires_grad and id(p) not in mine]
    parts = [{"params": head, "peak": RATES[1]}, *([] if alone else [{"params": encoder, "peak": RATES[0]}])]
    optimizer = torch.optim.AdamW(parts, betas=(0.9, 0.98))
    rng, start, kept, recent = random.Random(SEED), time.time(), time.time(), 0.0
    plan: list[list[Taught]] = []
    network.train(not alone)
    for step in range(steps):
        done = max(step / steps, (time.time() - start) / seconds)
        if done >= 1:
            break
        plan = plan or batches(taught, rng)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * min(1.0, done / 0.05 + 0.01) * (1 - done)
        loss = loss_of(network, plan.pop(), rng, alone)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_((p for p in network.parameters() if p.grad is not None), 1.0)
        optimizer.step()
        recent += loss.item()
        if step % 50 == 49:
            print(f"{step + 1}/{steps} loss {recent / 50:.4f} {time.time() - start:.0f} s", flush=True)
            recent = 0.0
        if time.time() - kept > KEPT_AFTER:
            torch.save(network.state_dict(), out)
            kept = time.time()
    torch.save(network.state_dict(), out)


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("taught", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--minutes", type=float, default=1e6, help="at most so long")
    parser.add_argument("--alone", action="store_true", help="the encoder stays as it is")
    parser.add_argument("--start", type=Path, help="a network of this kind to go on from; none: the weights that ship")
    told = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    torch.manual_seed(SEED)
    network = Pairwise()
    begun = torch.load(told.start, weights_only=True) if told.start else shipped_weights(WEIGHTS_FOLDER)
    network.load_state_dict(begun, strict=bool(told.start))
    taught = [t for path in told.taught for t in pickle.loads(path.read_bytes())]
    train(network, taught, told.out, told.steps, told.alone, 60 * told.minutes)


if __name__ == "__main__":
    main()
