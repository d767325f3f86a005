"""`whomet watch` as it is, but that its clock runs faster, and that names ending in .test lead to this machine.

A program of its own: the speed, then the arguments of `whomet`.
"""

from __future__ import annotations

import ipaddress
import sys
import time
from dataclasses import replace

from whomet.faces import fetching_commands
from whomet.faces.command_line import main
from whomet.faces.fetching.visits import Outside
from whomet.faces.fetching.wire import Limits


def in_fast_time(outside: Outside, speed: float) -> Outside:
    """The same world, where seconds pass so many times as fast; what a request may cost is in ours."""
    began = time.time()

    def resolve(host: str, port: int) -> list[ipaddress.IPv4Address]:
        if not host.endswith(".test"):
            raise OSError("only what the test serves is there")
        return [ipaddress.IPv4Address("127.0.0.1")]

    return replace(
        outside,
        resolve=resolve,
        limits=Limits(silence=1.0, seconds=1.5),
        clock=lambda: began + (time.time() - began) * speed,
        sleep=lambda seconds: time.sleep(seconds / speed),
    )


if __name__ == "__main__":
    usual, speed = fetching_commands._outside, float(sys.argv[1])
    fetching_commands._outside = lambda *given: in_fast_time(usual(*given), speed)
    sys.exit(main(sys.argv[2:]))
