"""Same, different or unsure: the sum of the reasons' weights, the reasons kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

import msgspec

from whomet.knowledge.data import read_data
from whomet.model import Judgement, Reason, Verdict
from whomet.reconciliation.features import weigh
from whomet.reconciliation.index import Judged
from whomet.reconciliation.tellings import Telling
from whomet.values.decided import Ruling

JUDGE = "rules 3"
NEVER = -100.0  # the weight of what excludes, whatever else agrees
RULED = 1000.0  # of what a person decided: more than all rules together
_AGAINST = -4.0  # the weight of another city, day, party or way of meeting, and heavier ones
_SIBLING = "sibling"
_reasons = msgspec.json.Decoder(tuple[Reason, ...])


def judge(a: Telling, b: Telling) -> Judged:
    """The judgement about two accounts, the smaller id first. Two accounts of one document are two meetings: a reader
    of the document has told them apart."""
    left, right = (a, b) if a.id <= b.id else (b, a)
    if left.document == right.document:
        reasons: tuple[Reason, ...] = (Reason("same_document", NEVER, "one document tells of both as two meetings"),)
    else:
        reasons = weigh(left, right)
    score = _sum(reasons)
    verdict = _verdict(score)
    return Judged(left.id, right.id, verdict, verdict, score, JUDGE, _as_json(reasons))


def ruled(ruling: Ruling) -> Judged:
    """A person's judgement: no reason of a rule outweighs it, and no other meeting tips it."""
    weight = RULED if ruling.verdict is Verdict.SAME else -RULED
    reasons = _as_json([Reason("decided", weight, f"{ruling.by} decided so: {ruling.reason}")])
    return Judged(ruling.left, ruling.right, ruling.verdict, ruling.verdict, weight, ruling.by, reasons)


def may_lean(judged: Judged) -> bool:
    """Whether another meeting of the two documents can tip the judgement: unsure, with persons of two sides in both,
    and nothing that speaks against it outright: two texts of one journey tell of its calls and its cities alike."""
    if judged.alone != Verdict.UNSURE:
        return False
    reasons = reasons_of(judged)
    return any(r.feature == "persons_sides" for r in reasons) and all(r.weight > _AGAINST for r in reasons)


def reconsider(judged: Judged, siblings: bool) -> Judged:
    """The judgement, once it is known whether the two documents tell of another meeting that is one."""
    alone = tuple(r for r in reasons_of(judged) if r.feature != _SIBLING)
    text = "their documents also tell of another meeting that is one"
    sibling = Reason(_SIBLING, float(read_data("same_meeting")["weights"][_SIBLING]), text)
    reasons = (*alone, sibling) if siblings else alone
    score = _sum(reasons)
    return replace(judged, reasons=_as_json(reasons), score=score, verdict=_verdict(score))


def strength(judged: Judged) -> float:
    """How early a "same" is followed: by its score; those that lean on another meeting after all that stand alone."""
    leans = judged.alone != judged.verdict
    return min(judged.score, float(read_data("same_meeting")["same"])) if leans else judged.score


def reasons_of(judged: Judged) -> tuple[Reason, ...]:
    """Why, in the order of the features."""
    return _reasons.decode(judged.reasons)


def as_judgement(judged: Judged) -> Judgement:
    """The judgement as the register's readers know it."""
    return Judgement(judged.left, judged.right, Verdict(judged.verdict), reasons_of(judged), judged.judge)


def _as_json(reasons: Sequence[Reason]) -> str:
    return msgspec.json.encode(reasons).decode()


def _sum(reasons: Sequence[Reason]) -> float:
    """In steps that a stored judgement gives back: weights are tenths."""
    return round(fsum(r.weight for r in reasons), 6)


def _verdict(score: float) -> Verdict:
    limits = read_data("same_meeting")
    if score >= limits["same"]:
        return Verdict.SAME
    return Verdict.DIFFERENT if score <= limits["different"] else Verdict.UNSURE
