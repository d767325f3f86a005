"""Gives patterns their worst inputs; run as a program, with lines of `every_pattern` as input, from a line on.

Before each pattern its line number is printed. Where one takes more than so many seconds of the processor's time, the
program ends by a signal: `re` can't be interrupted otherwise. The last number tells which pattern that was.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import time
import warnings
from typing import Any

from worst_inputs import Worst, is_bounded, text_of, used_on, worst_inputs

SHORT = 1_000


def give(told: dict[str, Any], length: int) -> None:
    """Has a pattern look at so many characters of whatever it is slowest on among short inputs; prints that first."""
    of_bytes, used, pieces = told["of_bytes"], told["used"], told["pieces"]
    compiled = re.compile(told["pattern"].encode("latin-1") if of_bytes else told["pattern"], told["flags"])

    def seconds(worst: Worst, length: int) -> float:
        text = text_of(worst, length)
        begun = time.perf_counter()
        for start in range(0, length, pieces or length):
            piece = text[start : start + (pieces or length)]
            used_on(compiled, used, piece.encode("latin-1", "replace") if of_bytes else piece)
        return time.perf_counter() - begun

    def least(worst: Worst, length: int) -> float:
        """What else the machine does only adds; the processor's own clock ticks too coarsely for so little."""
        return min(seconds(worst, length) for _ in range(2))

    flags = told["flags"] & ~re.UNICODE if of_bytes else told["flags"]
    found = worst_inputs(told["pattern"], flags)[: 6 if is_bounded(told["pattern"], flags) else None]
    slow = sorted(found, key=lambda worst: least(worst, SHORT))[-3:]
    worst = max(slow, key=lambda worst: least(worst, 4 * SHORT))
    print(json.dumps(worst), flush=True)
    seconds(worst, length)


def main() -> None:
    """Tries all from a line on: it, the seconds for each and the length of what each is given are the arguments."""
    begin, most, length = map(int, sys.argv[1:])
    warnings.simplefilter("ignore")
    for number, line in enumerate(sys.stdin):
        if number >= begin:
            told = json.loads(line)
            print(number, flush=True)
            signal.setitimer(signal.ITIMER_VIRTUAL, most)
            give(told, length)


if __name__ == "__main__":
    main()
