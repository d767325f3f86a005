"""An Analysis' links, looked up by kind and source."""

from __future__ import annotations

from whomet.model import Analysis, LinkKind


class Links:
    """Targets by kind and source, in text order."""

    def __init__(self, analysis: Analysis) -> None:
        self._targets: dict[tuple[LinkKind, int], list[int]] = {}
        for link in analysis.links:
            self._targets.setdefault((link.kind, link.source), []).append(link.target)

    def of(self, kind: LinkKind, source: int) -> list[int]:
        return sorted(self._targets.get((kind, source), []))
