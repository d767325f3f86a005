"""According to whom: claims whose words stand inside what someone is quoted as saying carry that chain."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from whomet.model import Analysis, Claim, Span, Speech


class Attribution:
    """Finds the chain of those a span is quoted through, outermost first."""

    def __init__(self, text: str, analysis: Analysis) -> None:
        self._text = text
        # Who denies a meeting does not tell of it: that stands in the account's denials.
        told = (s for s in analysis.speeches if s.act != "denies")
        self._speeches = sorted(told, key=lambda s: (s.content.start, -s.content.end))
        self._starts = [s.content.start for s in self._speeches]

    def attributed(self, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """The claims, each with its chain; what has one already keeps it."""
        return tuple(self._with_chain(c) for c in claims)

    def _with_chain(self, claim: Claim) -> Claim:
        if claim.according_to or not claim.spans:
            return claim
        return replace(claim, according_to=self.chain(claim.spans[0]))

    def chain(self, span: Span) -> tuple[str, ...]:
        """Whom the innermost speech around a span is quoted through: its relay, then its speaker; () if none."""
        speech = self._around(span)
        if speech is None:
            return ()
        named = [speech.via] if speech.via else []
        words = (" ".join(self._with_article(s).split()) for s in (*named, *speech.speakers[:1]))
        return tuple(dict.fromkeys(w.removesuffix("’s").removesuffix("'s") for w in words))

    def _with_article(self, span: Span) -> str:
        """ "The ministry's spokesman" is not called "ministry's spokesman"."""
        before = self._text[max(0, span.start - 4) : span.start]
        return (before if before.lower() == "the " else "") + span.of(self._text)

    def _around(self, span: Span) -> Speech | None:
        """Contents are a sentence long at most, so only the few that begin shortly before can hold the span."""
        at = bisect_right(self._starts, span.start)
        near = self._speeches[max(0, at - 8) : at]
        holding = [s for s in near if s.content.holds(span) and (s.via or s.speakers)]
        return min(holding, key=lambda s: s.content.end - s.content.start, default=None)
