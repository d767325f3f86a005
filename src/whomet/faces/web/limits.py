"""How often something may be done: so many times at once, then once in a while, counted for each who does it."""

from __future__ import annotations

import time
from collections import OrderedDict

seconds = time.monotonic

MOST = 20_000
"""Who are counted apart; of more, those who did nothing for longest are forgotten."""


class Limit:
    """`at_once` times, and one more every `every` seconds."""

    def __init__(self, at_once: int, every: float) -> None:
        self._room, self._every = (at_once + 0.01) * every, every  # what sums of fractions may lack
        self._used_until: OrderedDict[str, float] = OrderedDict()  # when all that was taken will be there again

    def wait(self, who: str) -> float:
        """Takes one time of somebody's: 0 where there was one, else the seconds until there will be, and none is
        taken."""
        now = seconds()
        until = max(now, self._used_until.get(who, now)) + self._every
        if until - now > self._room:
            return until - now - self._room
        self._keep(who, until)
        return 0.0

    def give_back(self, who: str) -> None:
        """Makes good one time that was taken."""
        if who in self._used_until:
            self._keep(who, self._used_until[who] - self._every)

    def _keep(self, who: str, until: float) -> None:
        self._used_until[who] = until
        self._used_until.move_to_end(who)
        while len(self._used_until) > MOST:
            self._used_until.popitem(last=False)
