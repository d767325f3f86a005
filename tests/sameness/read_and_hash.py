"""Reads the small archive into a register as `whomet read` does, has it decided about, and prints the register's hash.

    python tests/sameness/read_and_hash.py                  # compared with the hash that is recorded
    python tests/sameness/read_and_hash.py --record         # recorded anew, after a change of how Whomet reads

`make sameness PYTHON=python3.13 VENV=.venv-3.13` does the first in an environment of its own. Only what running Whomet
needs has to be installed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import sys
import tempfile
from pathlib import Path

from register_hash import hash_of, lines
from same_corpus import decide_all, write_corpus

from whomet.faces.command_line import main
from whomet.pipeline import reconcile_register
from whomet.register import Register
from whomet.shards import here

RECORDED = Path(__file__).with_name("expected.txt")


def made(folder: Path, asked: argparse.Namespace) -> tuple[str, bytes]:
    """The hash of the register that comes of the archive, and all that is hashed."""
    here.FEW = 3  # two cores share even so few documents
    paths = [str(path) for path in write_corpus(folder / "archive")]
    for part in (paths[::2], paths[1::2]) if asked.parts else (paths,):
        options = ["--cores", str(asked.cores), *(["--on", asked.on] if asked.on else [])]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
            main(["read", *part, "--register", str(folder / "register.whomet"), *options])
        assert "a.jsonl, line 4" in said.getvalue() or asked.parts, said.getvalue()
    with Register.open(folder / "register.whomet") as register:
        decide_all(register)
        reconcile_register(register)
        return hash_of(register), b"\n".join(lines(register))


def told(found: str) -> int:
    """Says what came of it, and what it was made with; 1 where another hash is recorded."""
    expected = RECORDED.read_text().strip()
    print(f"{found}  CPython {platform.python_version()}, {platform.machine()}")
    if found != expected:
        print(f"{expected}  is recorded in {RECORDED.name}: the registers differ", file=sys.stderr)
    return int(found != expected)


def run(arguments: list[str]) -> int:
    """As the command line asks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--on", default="", help="a cluster, as local:2")
    parser.add_argument("--parts", action="store_true", help="by two runs of whomet read")
    parser.add_argument("--record", action="store_true", help="write the hash down")
    parser.add_argument("--lines", help="a file for all that is hashed")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WHOMET_KNOWLEDGE"] = str(Path(folder) / "none.sqlite")
        found, said = made(Path(folder), asked)
    if asked.lines:
        Path(asked.lines).write_bytes(said)
    if asked.record:
        RECORDED.write_text(f"{found}\n")
    return told(found)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
