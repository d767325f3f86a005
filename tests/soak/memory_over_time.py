"""How much memory a process has while it works, and whether it grows: the median of all slopes, which a few high or low
readings do not move."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from statistics import median

MOST = 400  # points that are compared with each other


@dataclass
class Watched:
    """The resident memory of a process in MB, by seconds."""

    name: str
    number: int
    found: list[tuple[float, float]] = field(default_factory=list)

    def look(self, now: float) -> None:
        """Notes what it has now; a process that ended has nothing."""
        try:
            lines = Path(f"/proc/{self.number}/status").read_text().splitlines()
        except OSError:
            return
        kilobytes = [int(line.split()[1]) for line in lines if line.startswith("VmRSS:")]
        self.found += [(now, kb / 1000) for kb in kilobytes]

    def after(self, seconds: float) -> list[tuple[float, float]]:
        """What it had once it was warm."""
        return [one for one in self.found if one[0] >= seconds]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The median of the slopes between each two of some points, evenly chosen where there are many (Theil and Sen)."""
    some = points[:: max(1, len(points) // MOST)]
    return median((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(some, 2) if b[0] > a[0])


@dataclass
class Looking:
    """Looks at some processes every so many seconds, in a thread of its own, until it is ended."""

    watched: Sequence[Watched]
    every: float
    began: float = field(default_factory=time.monotonic)
    ended: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        while not self.ended.wait(self.every):
            for one in self.watched:
                one.look(time.monotonic() - self.began)
