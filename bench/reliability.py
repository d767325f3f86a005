"""How far confidences can be believed: `python bench/reliability.py GOLD.json READ.jsonl [--score SCORE.py]`.

READ.jsonl is what the program printed with `--format jsonl`; meetings and cells are matched as the gold's own score.py
does (by default the one in `../shared/gold`; no part of the project, and where it is absent that is said). Prints

- precision, recall and F1 of meetings and of cells among the accounts of a least confidence; recall against all that
  gold has, meetings in passing too, and (ALL CELLS) without those that the reading lacks;
- the reliability table: for ten bins of confidence the share of accounts that are right as the contract has it (they
  match a meeting of gold, with just its parties and no wrong date), and beside it the share that match at all;
- the expected calibration error (Naeini et al. 2015: the mean gap of confidence and share right, weighted by accounts)
  and the Brier score, beside what chance alone gives at this size: draws in which each account is right with just its
  confidence.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

from material import SHARED, is_there, rows_of

_LEAST = (0.0, 0.5, 0.8)
_BINS = 10
_DRAWS = 2000
_SEED = 20240515
Gold = dict[str, Any]
Meetings = dict[str, list[dict[str, Any]]]  # by document
Judged = tuple[float, bool]  # the confidence of an account, and whether it is right


@dataclass(frozen=True, slots=True)
class Bin:
    """Accounts of about one confidence."""

    accounts: int
    confidence: float  # mean
    right: float  # share


def score_module(path: Path) -> ModuleType:
    """The gold's own measure."""
    sys.dont_write_bytecode = True  # its folder is not ours
    spec = importlib.util.spec_from_file_location("gold_score", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def confidences(score: ModuleType, gold: list[Gold], read: Meetings) -> tuple[list[Judged], list[Judged]]:
    """Of every account read, its confidence and whether it is right; the same with whether it matches at all."""
    right: list[Judged] = []
    matching: list[Judged] = []
    for document in gold:
        meetings = read[document["id"]]
        pairs = {j: i for i, j in score.pair(document["meetings"], meetings, score.meeting_likeness)}
        for j, meeting in enumerate(meetings):
            sure, told = float(meeting["confidence"]), document["meetings"][pairs[j]] if j in pairs else None
            matching.append((sure, told is not None))
            right.append((sure, told is not None and _is_right(score, told, meeting)))
    return right, matching


def _is_right(score: ModuleType, gold: dict[str, Any], meeting: dict[str, Any]) -> bool:
    """Just the parties of gold, and no other date: as `training/calibrate.py` fits it."""
    same = score.pair(gold["parties"], meeting["parties"], lambda a, b: 1.0 * score.same_party(a, b))
    day = meeting["date"]
    dated = not day or day == gold["date"] or score.vaguer(gold["date"], day)
    return len(same) == len(gold["parties"]) == len(meeting["parties"]) and dated


def tallies(score: ModuleType, gold: list[Gold], read: Meetings, least: float) -> tuple[Any, Any]:
    """Cells of the accounts of a least confidence: every meeting of gold counts; those in passing only where read."""
    every, lenient = score.Tally(), score.Tally()
    for document in gold:
        wanted = document["meetings"]
        sure = [m for m in read[document["id"]] if m["confidence"] >= least]
        pairs = dict(score.pair(wanted, sure, score.meeting_likeness))
        for i, meeting in enumerate(wanted):
            other = sure[pairs[i]] if i in pairs else None
            for tally in (every, lenient) if other or meeting["main"] else (every,):
                score.score_meeting(tally, f"{document['id']}#{i}", meeting, other)
        for j, meeting in enumerate(sure):
            for tally in (every, lenient) if j not in pairs.values() else ():
                score.score_meeting(tally, f"{document['id']}+{j}", None, meeting)
    return every, lenient


def bins_of(judged: list[Judged]) -> list[Bin]:
    """Ten bins of equal width; an account of confidence 1 is in the last."""
    out = []
    for number in range(_BINS):
        inside = [j for j in judged if min(int(j[0] * _BINS), _BINS - 1) == number]
        sure, right = (sum(j[k] for j in inside) / max(len(inside), 1) for k in (0, 1))
        out.append(Bin(len(inside), sure, right))
    return out


def calibration_error(judged: list[Judged]) -> float:
    """The mean gap of confidence and share, over bins, weighted by their accounts."""
    return sum(b.accounts * abs(b.confidence - b.right) for b in bins_of(judged)) / max(len(judged), 1)


def brier(judged: list[Judged]) -> float:
    """The mean squared gap of confidence and outcome."""
    return mean((c - right) ** 2 for c, right in judged)


def draws(judged: list[Judged]) -> list[list[Judged]]:
    """What chance makes of confidences that are just right."""
    chance = random.Random(_SEED)
    return [[(c, chance.random() < c) for c, _ in judged] for _ in range(_DRAWS)]


def print_thresholds(score: ModuleType, gold: list[Gold], read: Meetings) -> None:
    """Precision, recall and F1 by least confidence."""
    for least in _LEAST:
        every, lenient = tallies(score, gold, read, least)
        for name, tally, kinds in (
            ("meetings", every, ["meeting"]),
            ("all cells, passing too", every, score.CELLS),
            ("ALL CELLS", lenient, score.CELLS),
        ):
            p, r, f1, right, extra, missing = tally.prf(kinds)
            counts = f"right {right:5d} extra {extra:5d} missing {missing:5d}"
            print(f"confidence >= {least:.1f}  {name:24s} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}   {counts}")


def print_reliability(judged: list[Judged], matching: list[Judged]) -> None:
    """The table, the two errors, and what chance gives."""
    print(f"{'confidence':14s} {'accounts':>8s} {'mean':>6s} {'right':>6s} {'match':>6s}")
    for number, (each, alike) in enumerate(zip(bins_of(judged), bins_of(matching), strict=True)):
        name = f"{number / _BINS:.1f} to {(number + 1) / _BINS:.1f}"
        shown = f"{each.confidence:6.3f} {each.right:6.3f} {alike.right:6.3f}" if each.accounts else f"{'-':>6s}" * 3
        print(f"{name:14s} {each.accounts:8d} {shown}")
    drawn = draws(judged)
    for name, error in (("calibration error", calibration_error), ("Brier score", brier)):
        found, chance = error(judged), sorted(map(error, drawn))
        worse = sum(c >= found for c in chance) / len(chance)
        print(
            f"{name:18s} {found:.3f}   chance alone: mean {mean(chance):.3f}, 95 % of draws below "
            f"{chance[int(0.95 * len(chance))]:.3f}; {worse:.3f} of {len(chance)} draws have as much"
        )


def main() -> None:
    """Compares and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("read", type=Path)
    parser.add_argument("--score", type=Path, default=SHARED / "gold" / "score.py")
    asked = parser.parse_args()
    if not all([is_there(asked.gold), is_there(asked.read), is_there(asked.score)]):
        return
    score = score_module(asked.score)
    gold = json.loads(asked.gold.read_text(encoding="utf-8"))
    lines = {row["id"]: row for row in rows_of(asked.read)}
    read = {g["id"]: lines.get(g["id"], {}).get("meetings", []) for g in gold}
    readers = sorted({row.get("reader", "") for row in lines.values()})
    absent = sum(g["id"] not in lines for g in gold)
    print(f"{len(gold)} documents, {absent} without a reading; read by {', '.join(readers)}")
    print_thresholds(score, gold, read)
    judged, matching = confidences(score, gold, read)
    if judged:
        print_reliability(judged, matching)


if __name__ == "__main__":
    main()
