"""How making all meetings anew grows with the cores: `python bench/rebuild.py [ACCOUNTS] [--on WHERE]` (50000).

The register is made up from a fixed seed (the world of `grow.py`). Its meetings are made document by document, as a
register that grows has them, then anew by one process, by all cores and, with `--on`, by a cluster; printed are seconds
of the clock and of processors, those of the process that asks told apart (it is done no faster than these allow), and
the digest of all rows, which is the same each time.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from cores import busy
from grow import World
from material import machine

from whomet import pipeline
from whomet.pipeline import rebuild, reconcile_register
from whomet.register import Register
from whomet.register.settling import FOLLOWS
from whomet.shards.sharing import sharing


def digest(path: Path) -> str:
    """That of all rows that follow from readings and decisions, whatever their order."""
    found = hashlib.sha256()
    with closing(sqlite3.connect(path)) as register:
        for table in FOLLOWS:
            rows = sorted(map(repr, register.execute(f"SELECT * FROM {table.name}")))
            found.update("\n".join([table.name, *rows]).encode())
    return found.hexdigest()[:16]


def filled(path: Path, accounts: int) -> None:
    """A register of so many accounts whose meetings have still to be made."""
    held = 0
    with Register.open(path) as register:
        for reading in World(1).readings():
            if held >= accounts:
                return
            held += len(reading.accounts)
            register.add(reading)


def made_in_turn(path: Path) -> None:
    """Makes its meetings as of a register that grows: by a hundred documents."""
    pipeline._MANY = 10**12
    with Register.open(path) as register:
        reconcile_register(register)


def made_anew(path: Path, where: str, cores: int) -> None:
    """Makes all meetings of a register anew by some workers."""
    with Register.open(path) as register, sharing(where, cores) as workers:
        rebuild(register, workers)


def told(what: str, does: Callable[[], object]) -> None:
    """Prints how long something took."""
    start, here, others = time.perf_counter(), time.process_time(), busy()
    does()
    here, others = time.process_time() - here, busy() - others
    processors = f"{here + others:8.1f} s of processors, {here:.1f} of them this process's"
    print(f"{what:24} {time.perf_counter() - start:8.1f} s {processors}", end="  ", flush=True)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("accounts", nargs="?", type=int, default=50_000)
    parser.add_argument("--on", nargs="*", default=[], help="clusters to make it on, too")
    asked = parser.parse_args()
    print(f"{machine()}; {asked.accounts} accounts")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.whomet"
        filled(path, asked.accounts)
        told("document by document", partial(made_in_turn, path))
        print(digest(path), flush=True)
        for where, cores in (("", 1), ("", os.cpu_count() or 1), *((on, 0) for on in asked.on)):
            told(f"anew, {where or f'{cores} cores'}", partial(made_anew, path, where, cores))
            print(digest(path), flush=True)


if __name__ == "__main__":
    main()
