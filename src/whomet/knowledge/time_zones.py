"""How far the clocks of one state are ahead of those of another: `time_zones.yaml`."""

from __future__ import annotations

from whomet.knowledge.data import read_data

__all__ = ["hours_ahead", "hours_from_utc"]


def hours_ahead(there: str, here: str) -> tuple[float, float] | None:
    """The least and the most hours that the clocks of `there` are ahead of those of `here` (ISO 3166-1 alpha-2 codes),
    over all their lands and the whole year; None where either is not known."""
    known = read_data("time_zones")["hours"]
    if there not in known or here not in known:
        return None
    if there == here:
        return 0.0, 0.0
    (least, most), (first, last) = known[there], known[here]
    return least - last, most - first


def hours_from_utc(state: str) -> tuple[float, float] | None:
    """The least and the most hours that the clocks of a state are ahead of UTC; None where it is not known."""
    known = read_data("time_zones")["hours"].get(state)
    return (known[0], known[1]) if known else None
