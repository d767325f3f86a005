"""How well a network tags texts it has not seen: precision, recall and F1 by tag over tokens, accuracy by class.

python training/measure.py NETWORK.pt --data SHARED --leave-out K/N
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

import torch
from batches import batches, items
from network import Network
from train import AT_ONCE, annotated_examples, answers, arrays, is_left_out, pretrained_folder

from whomet.language.tags import CLASSES, TAGS
from whomet.language.windows import Tokens

EVERY = 1000  # questions of a window


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--leave-out", required=True)
    told = parser.parse_args()
    fold, folds = (int(x) for x in told.leave_out.split("/"))
    network = Network()
    network.load_state_dict(torch.load(told.network, weights_only=True)["network"])
    network.eval()
    tokens = Tokens(pretrained_folder() / "vocab.txt")
    left = [e for e in annotated_examples(told.data) if is_left_out(e, fold, folds)]
    plan = batches(list(items(left, tokens, random.Random(0))), 4 * AT_ONCE, random.Random(0))
    right, read, gold = Counter[str](), Counter[str](), Counter[str]()
    good, all_ = Counter[str](), Counter[str]()
    with torch.no_grad():
        for batch in plan:
            step = arrays(batch, random.Random(0), EVERY)
            plain, tags, said = answers(network, step)
            for mine, wanted in ((plain, step.plain), (tags, step.wanted)):
                settled, theirs = wanted.settled > 0, wanted.right > 0
                for n, tag in enumerate(TAGS):
                    right[tag] += int(((mine > 0) & theirs & settled)[..., n].sum())
                    read[tag] += int(((mine > 0) & settled)[..., n].sum())
                    gold[tag] += int((theirs & settled)[..., n].sum())
            at = 0
            for n, (name, values) in enumerate(CLASSES.items()):
                known = step.classes[:, n] >= 0
                good[name] += int((said[:, at : at + len(values)].argmax(-1) == step.classes[:, n])[known].sum())
                all_[name] += int(known.sum())
                at += len(values)
    for tag in TAGS:
        p, r = right[tag] / max(1, read[tag]), right[tag] / max(1, gold[tag])
        print(f"{tag:20s} P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}  {gold[tag]}")
    print("  ".join(f"{name} {good[name] / max(1, all_[name]):.3f}" for name in CLASSES))


if __name__ == "__main__":
    main()
