"""Times questions of the command line over a small and a large register:
`python bench/asking.py [--postgresql] [ACCOUNTS ...]` (default 1000 1000000).

The registers are those of `web_pages.py`, two accounts a meeting, in a file or, with `--postgresql`, in databases of a
server that is started for it and takes its usual settings from `tests/temporary_postgresql.py`. Most of a large one are
copies of ten thousand meetings, with ids and people of their own: names grow with the register, as they do in life.
What is timed is the whole of a command inside one process, printing included: `meetings --with` a person of few
meetings, `meetings --party` and `--place` in a quarter of a year, `--place` of a city of few meetings, a search for a
rare word, `show`. Printed are medians by the clock, in milliseconds, medians of this process's own time (of a server's
nothing), which a busy machine leaves alone, the ratios of the last size to the first, how many lines were answered, and
the size on the disk.
"""

from __future__ import annotations

import contextlib
import io
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select, text
from web_pages import fill, multiply

from whomet.faces.command_line import main as whomet
from whomet.model import EntityKind
from whomet.reconciliation.index import Named, Spelling
from whomet.register import Register, tables
from whomet.register.browsing import View
from whomet.register.listings import Facet

_TIMES = 5
_MADE_UP = 10_000  # meetings at most that are no copies
_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "re", "si")  # no two of which are heard for one another


@dataclass(frozen=True)
class Measured:
    """Of each question, by its title, the medians and how many lines are answered; bytes on the disk for an account."""

    asked: dict[str, tuple[float, float, int]]
    size: float


_FURTHER = text(
    "UPDATE members SET name = name || :word, spelling = replace(spelling, :end, :word || :end), "
    "home = replace(home, :end, :word || :end) "
    "WHERE member >= :first AND member < :last AND member <> account"
)


def renamed(register: Register, copies: int) -> None:
    """Gives the people of each copy a further name, so that they are others."""
    with register.settling(0) as settling:
        ask = settling.connection
        spelling = tables.spellings.c
        known = ask.execute(select(spelling.name, spelling.party, spelling.count.label("several"))).all()
        for copy in range(1, copies):
            word = f" {_word(copy)}"
            ask.execute(_FURTHER, {"word": word, "end": "\x1f", "first": f"{copy}-", "last": f"{copy}."})
            named = {f"{row.name}{word}\x1f{row.party}": row for row in known}
            people = {key: f"person-{copy:04}{number:08}" for number, key in enumerate(sorted(named))}
            rows = (
                Spelling(key, row.name + word, row.party, key, 1, row.several, people[key])
                for key, row in named.items()
            )
            settling.relation("spellings", Spelling).put(rows)
            entities = (Named(people[key], EntityKind.PERSON, row.name + word) for key, row in named.items())
            settling.relation("entities", Named).put(entities)


def _word(number: int) -> str:
    """A name for a copy: three syllables, that no other copy is called by, nor a name that sounds like it."""
    return "".join(_SYLLABLES[digit % 8] for digit in (number // 64, number // 8, number)).title()


def questions(register: Register) -> dict[str, list[str]]:
    """What is asked, by its title: of a person, a side, a word and a meeting that few and many meetings have alike."""
    ids = register.listed_ids(View())
    spelling = tables.spellings.c
    rare = select(spelling.name).where(spelling.surname != "").group_by(spelling.name)
    longest = func.length(spelling.name).desc()  # a copy's: the name of another is a part of it
    with register._looking() as connection:
        person = connection.scalar(rare.order_by(func.sum(spelling.count), longest, spelling.name).limit(1)) or ""
    return {
        "meetings --with NAME": ["meetings", "--with", person],
        "meetings --party PARTY --since --until": [
            "meetings", "--party", "Party 150", "--since", "2010", "--until", "2010-03",
        ],
        "meetings --place CITY (rare)": ["meetings", "--place", place_told(register)],
        "meetings --place CITY --since --until": [
            "meetings", "--place", place_told(register, most=True), "--since", "2010", "--until", "2010-03",
        ],
        "meetings WORD": ["meetings", "471"],
        "show MEETING": ["show", ids[len(ids) // 2]],
    }  # fmt: skip


def place_told(register: Register, *, most: bool = False) -> str:
    """The place that fewest, or most, meetings were at; a copy's are those of what it is a copy of."""
    noted = tables.tallies.c
    order = noted.meetings.desc() if most else noted.meetings
    named = select(noted.value).where(noted.facet == Facet.PLACE).order_by(order, noted.value)
    with register._looking() as connection:
        return connection.scalar(named.limit(1)) or ""


def took(command: list[str], where: str) -> tuple[float, float, int]:
    """Milliseconds of one command, by the clock and of this process's own time, and how many lines it printed."""
    out = io.StringIO()
    start, own = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        status = whomet([*command, "--register", where])
    if status:
        raise SystemExit(f"{command}: {status}")
    passed = 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - own)
    return *passed, out.getvalue().count("\n")


def measured(accounts: int, where: str) -> Measured:
    """What a register of so many accounts costs."""
    meetings = accounts // 2
    copies = max(1, meetings // _MADE_UP)
    start = time.perf_counter()
    with Register.open(where) as register:
        fill(register, meetings // copies)
        if copies > 1:
            multiply(register, copies)
            renamed(register, copies)
        asked = questions(register)
    size = disk(where)
    print(f"{accounts:,} accounts written in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    found = {title: [took(words, where) for _ in range(_TIMES)] for title, words in asked.items()}
    medians = {title: _median(every) for title, every in found.items()}
    return Measured(medians, size / accounts)


def _median(every: list[tuple[float, float, int]]) -> tuple[float, float, int]:
    clock, own = (statistics.median(one[which] for one in every) for which in (0, 1))
    return clock, own, every[0][2]


def disk(where: str) -> float:
    """The bytes that a register takes, closed; what a server knows of its tables is brought up to date, as in life."""
    if "://" not in where:
        return Path(where).stat().st_size
    with Register.open(where) as register, register._writing() as connection:
        connection.execute(text("ANALYZE"))
        return float(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


@contextlib.contextmanager
def places(several: int, server: bool) -> Iterator[list[str]]:
    """Where so many registers are made."""
    if not server:
        with tempfile.TemporaryDirectory() as folder:
            yield [str(Path(folder) / f"{number}.whomet") for number in range(several)]
        return
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    import temporary_postgresql  # type: ignore[import-not-found]

    temporary_postgresql.IN_MEMORY = tempfile.gettempdir()  # a million accounts have no room in memory
    programs = temporary_postgresql.programs()
    if not programs:
        raise SystemExit(temporary_postgresql.ABSENT)
    with temporary_postgresql.running(programs) as running:
        yield [running.new() for _ in range(several)]


def main() -> None:
    """Prints the table."""
    server = "--postgresql" in sys.argv
    sizes = [int(size) for size in sys.argv[1:] if size != "--postgresql"] or [1_000, 1_000_000]
    database = "PostgreSQL" if server else "SQLite"
    with places(len(sizes), server) as found:
        by_size = [measured(size, where) for size, where in zip(sizes, found, strict=True)]
    print(f"{platform.machine()}, CPython {platform.python_version()}, {database}; medians of {_TIMES} in ms (lines)")
    tell(sizes, by_size)


def tell(sizes: list[int], by_size: list[Measured]) -> None:
    """By the clock, then of this process's own time."""
    print(f"{'accounts':44}" + "".join(f"{size:>22,}" for size in sizes) + "    ratios")
    for title in by_size[0].asked:
        row = [one.asked[title] for one in by_size]
        cells = "".join(f"{f'{clock:.0f}, own {own:.0f} ({lines})':>22}" for clock, own, lines in row)
        print(f"{title:44}{cells}{row[-1][0] / row[0][0]:7.1f}, {row[-1][1] / row[0][1]:.1f}")
    print(f"{'bytes on the disk, each account':44}" + "".join(f"{one.size:22,.0f}" for one in by_size))


if __name__ == "__main__":
    main()
