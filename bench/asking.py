"""Times questions of the command line over a small and a large register: `python bench/asking.py [ACCOUNTS ...]`
(default 1000 1000000).

The registers are those of `web_pages.py`, two accounts a meeting, most of them copies. What is timed is the whole of a
command inside one process, printing included: `meetings --with`, `meetings --party`, a search for a rare word, `show`.
Printed are medians in milliseconds, the ratio of the last size to the first, and the size on the disk.
"""

from __future__ import annotations

import contextlib
import io
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from web_pages import fill, multiply

from whomet.faces.command_line import main as whomet
from whomet.register import Register
from whomet.register.browsing import View
from whomet.register.listings import Facet

_TIMES = 5
_MADE_UP = 10_000  # meetings at most that are no copies


def questions(register: Register) -> dict[str, list[str]]:
    """What is asked, by its title: of a person, a side, a word and a meeting that few and many meetings have alike."""
    ids = register.listed_ids(View())
    person = register.counted(View(), [Facet.PERSON], 1000)[Facet.PERSON][-1].name
    return {
        "meetings --with NAME": ["meetings", "--with", person],
        "meetings --party PARTY --since --until": [
            "meetings", "--party", "Party 150", "--since", "2010", "--until", "2010-03",
        ],
        "meetings WORD": ["meetings", "471"],
        "show MEETING": ["show", ids[len(ids) // 2]],
    }  # fmt: skip


def took(command: list[str], path: Path) -> float:
    """Milliseconds of one command."""
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        status = whomet([*command, "--register", str(path)])
    if status:
        raise SystemExit(f"{command}: {status}")
    return 1000 * (time.perf_counter() - start)


def measured(accounts: int, folder: Path) -> tuple[dict[str, float], float]:
    """The median of each question over a register of so many accounts, and its bytes on the disk for each."""
    path = folder / f"{accounts}.whomet"
    meetings = accounts // 2
    copies = max(1, meetings // _MADE_UP)
    with Register.open(path) as register:
        fill(register, meetings // copies)
        if copies > 1:
            multiply(register, copies)
        asked = questions(register)
    found = {title: statistics.median(took(words, path) for _ in range(_TIMES)) for title, words in asked.items()}
    return found, path.stat().st_size / accounts


def main() -> None:
    """Prints the table."""
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 1_000_000]
    print(f"{platform.machine()}, CPython {platform.python_version()}, SQLite; medians of {_TIMES} in ms")
    with tempfile.TemporaryDirectory() as folder:
        by_size = {size: measured(size, Path(folder)) for size in sizes}
    print(f"{'accounts':40}" + "".join(f"{size:>12,}" for size in sizes) + "   ratio")
    for title in by_size[sizes[0]][0]:
        row = [by_size[size][0][title] for size in sizes]
        print(f"{title:40}" + "".join(f"{ms:12.0f}" for ms in row) + f"{row[-1] / row[0]:8.1f}")
    print(f"{'bytes on the disk, each account':40}" + "".join(f"{by_size[size][1]:12,.0f}" for size in sizes))


if __name__ == "__main__":
    main()
