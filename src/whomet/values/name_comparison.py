"""What comparing two names gives: a score, a verdict, and what speaks for and against."""

from __future__ import annotations

from dataclasses import dataclass

from whomet.model import Reason, Verdict

SAME, DIFFERENT = 0.75, 0.45  # scores: at least; below


@dataclass(frozen=True, slots=True)
class NameComparison:
    """How alike two names are (0 to 1), what that says, and why. UNSURE means compatible: context must decide.

    The first reason is the one that decided; its weight is the score's distance from the middle between same and
    different, so that it is positive where the reason speaks for one bearer.
    """

    score: float
    verdict: Verdict
    reasons: tuple[Reason, ...]


def judged(score: float, feature: str, text: str, further: tuple[Reason, ...] = ()) -> NameComparison:
    """The comparison that a score makes."""
    verdict = Verdict.SAME if score >= SAME else Verdict.DIFFERENT if score < DIFFERENT else Verdict.UNSURE
    lean = round(score - (SAME + DIFFERENT) / 2, 3)
    return NameComparison(round(score, 3), verdict, (Reason(feature, lean, text), *further))
