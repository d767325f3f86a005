"""Groups by constrained agglomeration: the best link first, and nothing joined that must stay apart, even by a third.

The result depends on the links alone, not on the order in which they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

Pair = tuple[str, str]
MARGIN = 0.75  # a second choice that comes this close to the first leaves the matter open


def agglomerate(
    nodes: Iterable[str], links: Mapping[Pair, float], apart: Callable[[str, str], bool], margin: float = MARGIN
) -> tuple[tuple[str, ...], ...]:
    """Sorted groups of nodes, ordered by their smallest member.

    `links` holds scores of pairs that may be one; `apart(a, b)` says that two nodes must never be in one group. A group
    that fits two others equally well (within `margin`), which must stay apart from each other, joins neither.
    """
    groups = {node: {node} for node in nodes}
    of = {node: node for node in groups}
    near: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (a, b), score in links.items():
        near[a].append((b, score))
        near[b].append((a, score))

    def clash(x: str, y: str) -> bool:
        return any(apart(m, n) for m in groups[x] for n in groups[y])

    def torn(x: str, y: str, score: float) -> bool:
        """Whether x would as well join a third group that can't be one with y."""
        rivals = {of[c] for member in groups[x] for c, s in near[member] if s >= score - margin} - {x, y}
        return any(clash(r, y) and not clash(r, x) for r in sorted(rivals))

    for (a, b), score in sorted(links.items(), key=lambda link: (-link[1], link[0])):
        x, y = of[a], of[b]
        if x == y or clash(x, y) or torn(x, y, score) or torn(y, x, score):
            continue
        kept, gone = (x, y) if x < y else (y, x)
        for node in groups[gone]:
            of[node] = kept
        groups[kept] |= groups.pop(gone)
    return tuple(sorted(tuple(sorted(g)) for g in groups.values()))
