"""Fits the weights of the confidence of an account on texts that the network has not seen.

python training/calibrate.py --data SHARED --work FOLDER [--leave-out K/N]

An account is right if its meeting is one that the annotation has, with the same parties and no wrong date: the scorer's
own matching decides. Logistic regression, weights shrunk a little; the written texts and gold/train's share alike.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import yaml
from check_texts import TEXTS, plain
from train import is_left_out_id

import whomet.extraction.accounts as accounts
from whomet.documents import Loaded, read_documents
from whomet.exchange.contract import encode_all
from whomet.extraction.confidence import features_of
from whomet.extraction.occasions import Occasion
from whomet.language import english_by_model
from whomet.pipeline import read

OUT = Path(__file__).parents[1] / "src" / "whomet" / "knowledge" / "data" / "confidence.yaml"
HEAD = """\
# Weights of the confidence of an account (extraction/confidence.py): fitted by training/calibrate.py, not by hand.
"""


def left_out(data: Path, fold: int, folds: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Documents and their annotation, of the part that training left out."""
    gold = json.loads((data / "gold" / "train" / "gold.json").read_text(encoding="utf-8"))
    lines = (data / "gold" / "train" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [d for d in map(json.loads, lines) if is_left_out_id(d["id"], fold, folds)]
    for path in sorted(TEXTS.glob("*.yaml")):
        for told in yaml.safe_load(path.read_text(encoding="utf-8")):
            if is_left_out_id(told["id"], fold, folds):
                kept = {key: told.get(key, "") for key in ("id", "published", "title")}
                documents.append({**kept, "text": plain(told["text"])})
                gold.append({"id": told["id"], "meetings": told.get("meetings") or [], "written": True})
    ids = {d["id"] for d in documents}
    return documents, [g for g in gold if g["id"] in ids]


def written_to(folder: Path, documents: list[dict[str, Any]]) -> Path:
    """A file with these documents, as the reader takes them."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = folder / "left_out.jsonl"
    texts.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
    return texts


def judged(score: ModuleType, gold: dict[str, Any], meetings: list[dict[str, Any]]) -> list[bool]:
    """For each account read of a document, whether it is right."""
    pairs = {j: gold["meetings"][i] for i, j in score.pair(gold["meetings"], meetings, score.meeting_likeness)}
    return [j in pairs and _is_right(score, pairs[j], m) for j, m in enumerate(meetings)]


def _is_right(score: ModuleType, gold: dict[str, Any], read_: dict[str, Any]) -> bool:
    same = score.pair(gold["parties"], read_["parties"], lambda a, b: 1.0 * score.same_party(a, b))
    parties = len(same) == len(gold["parties"]) == len(read_["parties"])
    dated = not read_["date"] or read_["date"] == gold["date"] or score.vaguer(gold["date"], read_["date"])
    return parties and dated


def fitted(
    rows: np.ndarray,
    right: np.ndarray,
    counts: np.ndarray | None = None,
    shrink: float = 1.0,
    before: np.ndarray | None = None,
) -> np.ndarray:
    """Weights of a logistic regression by Newton's method, shrunk towards zero, but for the bias in the last column, or
    all of them towards those from `before`. `counts`: how much each row counts, 1 if left out."""
    counts = np.ones(len(right)) if counts is None else counts
    towards = np.zeros(rows.shape[1]) if before is None else before
    weights = towards.copy()
    penalty = np.diag([shrink] * (rows.shape[1] - 1) + [0.0 if before is None else shrink])
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (right - p)) - penalty @ (weights - towards)
        curve = (rows * (counts * p * (1 - p))[:, None]).T @ rows + penalty + 1e-6 * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return weights


def shift(logits: np.ndarray, right: np.ndarray) -> float:
    """What is to be added to logits so that they say, on average, how many are right: the people of written texts stand
    in no list of office holders, so fewer of their accounts are, and confidences fitted on all texts are too modest."""
    by = 0.0
    for _ in range(30):
        p = 1 / (1 + np.exp(-(logits + by)))
        by += float((right - p).sum() / (p * (1 - p)).sum())
    return by


def arguments(about: str | None) -> argparse.Namespace:
    """What the programs that fit on left-out texts are told: data, leave_out, work."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--leave-out", default="0/8")
    parser.add_argument("--work", type=Path, required=True)
    return parser.parse_args()


def main() -> None:
    """From the command line."""
    told = arguments(__doc__)
    spec = importlib.util.spec_from_file_location("score", told.data / "gold" / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    documents, gold = left_out(told.data, *(int(x) for x in told.leave_out.split("/")))
    texts = written_to(told.work, documents)
    rows, right, real = _rows(score, texts, {g["id"]: g for g in gold})
    weights = fitted(rows, right)
    weights[-1] += shift(rows[real] @ weights, right[real])
    names = list(_NAMES)
    fit = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}
    OUT.write_text(HEAD + yaml.safe_dump({"weights": fit}, sort_keys=False), encoding="utf-8")
    print(f"{len(right)} accounts, {int(right.sum())} right; {fit}")


_NAMES: dict[str, None] = {}


def _rows(score: ModuleType, texts: Path, gold: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features of each account read, whether it is right, and whether its text is a real one."""
    language, rows, right, real = english_by_model(), [], [], []
    seen: list[dict[str, float]] = []

    def noted(occasion: Occasion) -> float:
        seen.append(features_of(occasion))
        return 0.5

    accounts.confidence_of = noted  # type: ignore[attr-defined]
    for loaded in read_documents([str(texts)], None):
        assert isinstance(loaded, Loaded)
        seen.clear()
        reading = read(loaded, language)
        meetings = json.loads(next(iter(encode_all([reading]))))["meetings"]
        right += judged(score, gold[reading.document.id], meetings)
        rows += [list(f.values()) for f in seen]
        real += [not gold[reading.document.id].get("written")] * len(seen)
        _NAMES.update(dict.fromkeys(n for f in seen for n in f))
    return np.array(rows), np.array(right, float), np.array(real)


if __name__ == "__main__":
    main()
