"""Times the pages of `whomet serve` beside those of Datasette over the same register, in one run, by turns:
`python bench/beside_datasette.py [MEETINGS [FILE]]` (default 100000).

The register is that of `web_pages.py`. Datasette, in an environment of its own (DATASETTE=/its/bin/datasette), shows
the views as docs/sql.md says, is allowed ten seconds for a question, and suggests no facets of its own. Printed are
medians in milliseconds over loopback, and their ratio: below 1, Whomet is sooner there. A page of ours also counts what
it can be narrowed by, and tells voices, people and sources; Datasette's counts the facets that datasette.yaml names.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
from pathlib import Path

from served import DATASETTE, Client, datasette_serving, whomet_serving
from web_pages import make

from whomet.register import Register
from whomet.register.browsing import View
from whomet.register.listings import Facet

_TIMES = 15
_ALLOWED = [
    option
    for name, value in (("sql_time_limit_ms", 10_000), ("facet_time_limit_ms", 10_000), ("suggest_facets", "off"))
    for option in ("--setting", name, str(value))
]


def pages(register: Register) -> dict[str, tuple[str, str]]:
    """What is asked of each, by its title."""
    ids = register.listed_ids(View())
    one, person = ids[len(ids) // 2], register.counted(View(), [Facet.PERSON], 1)[Facet.PERSON][0].value
    return {
        "first page": ("/", "v1_meetings"),
        "narrowed by a large side": ("/?party=Party+0", "v1_sides?name=Party+0"),
        "narrowed by a small side": ("/?party=Party+150", "v1_sides?name=Party+150"),
        "narrowed by state": ("/?status=held", "v1_meetings?status=held"),
        "narrowed by year and state": (
            "/?year=2010&status=held",
            "v1_meetings?earliest__startswith=2010&status=held",
        ),
        "a person's meetings": (f"/?person={person}", f"v1_participants?person={person}"),
        "a meeting": (f"/meetings/{one}", f"v1_citations?meeting={one}"),
        "a text of 20,000 words": ("/documents/long", "v1_texts?id=long"),
    }


def median(client: Client, path: str) -> float:
    """Milliseconds of some answers to one request, the first left out."""
    answers = [client.ask(path) for _ in range(_TIMES + 1)]
    wrong = [status for status, _, _ in answers if status != 200]
    if wrong:
        raise SystemExit(f"{path}: {wrong[0]}")
    return statistics.median(took for _, took, _ in answers[1:])


def main() -> None:
    """Fills a register, asks both for its pages, prints a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if not DATASETTE:
        raise SystemExit("skipped: no datasette is installed; DATASETTE=/its/bin/datasette names it.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "register.whomet"
        if not path.exists():
            make(path, count)
        with Register.open(path) as register:
            asked = pages(register)
        print(f"{platform.machine()}, CPython {platform.python_version()}, {count} meetings; medians of {_TIMES} in ms")
        print(f"{'page':32} Whomet  Datasette  ratio")
        with whomet_serving(path) as ours, datasette_serving(path, *_ALLOWED) as theirs:
            for title, (mine, its) in asked.items():
                took, beside = median(Client(ours), mine), median(Client(theirs), f"/{path.stem}/{its}")
                print(f"{title:32} {took:6.0f}  {beside:9.0f}  {took / beside:5.2f}", flush=True)


if __name__ == "__main__":
    main()
