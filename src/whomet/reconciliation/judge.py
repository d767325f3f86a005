"""Same, different or unsure: the sum of the reasons' weights, the reasons kept."""

from __future__ import annotations

from dataclasses import replace

from whomet.knowledge.data import read_data
from whomet.model import Judgement, Reason, Verdict
from whomet.reconciliation.features import weigh
from whomet.reconciliation.tellings import Telling

JUDGE = "rules 1"
NEVER = -100.0  # the weight of what excludes, whatever else agrees


def judge(a: Telling, b: Telling) -> Judgement:
    """The judgement about two accounts, the smaller id first. Two accounts of one document are two meetings: a reader
    of the document has told them apart."""
    left, right = (a, b) if a.id <= b.id else (b, a)
    if left.document == right.document:
        reasons: tuple[Reason, ...] = (Reason("same_document", NEVER, "one document tells of both as two meetings"),)
    else:
        reasons = weigh(left, right)
    return Judgement(left.id, right.id, _verdict(sum(r.weight for r in reasons)), reasons, JUDGE)


def reconsider(judgement: Judgement) -> Judgement:
    """The judgement, once it is known that the two documents tell of another meeting that is one."""
    text = "their documents also tell of another meeting that is one"
    sibling = Reason("sibling", float(read_data("same_meeting")["weights"]["sibling"]), text)
    reasons = (*judgement.reasons, sibling)
    return replace(judgement, reasons=reasons, verdict=_verdict(sum(r.weight for r in reasons)))


def strength(judgement: Judgement) -> float:
    """How early a "same" is followed: by its score; those that lean on another meeting after all that stand alone."""
    leans = any(r.feature == "sibling" for r in judgement.reasons)
    return min(judgement.score, float(read_data("same_meeting")["same"])) if leans else judgement.score


def _verdict(score: float) -> Verdict:
    limits = read_data("same_meeting")
    if score >= limits["same"]:
        return Verdict.SAME
    return Verdict.DIFFERENT if score <= limits["different"] else Verdict.UNSURE
