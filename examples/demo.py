"""What `make demo` shows: the reports of this folder read into a register, one meeting in full, and what to check.

`python examples/demo.py` runs the `whomet` that is installed beside this Python, in a folder of its own that is thrown
away at the end.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPORTS = Path(__file__).parent / "reports"
WHOMET = Path(sys.executable).with_name("whomet")
WIDTH = "120"
"""Columns where there is no terminal to ask, as in the log of a build."""

INTRODUCTION = """\
Twelve invented reports of four meetings, in text, Markdown, HTML, PDF and JSONL; examples/README.md says
what each shows. First all of them are read, then one meeting is shown, which one source reports and
another denies; at the end all that a reader must be warned of."""

FAREWELL = f"""\
That register was thrown away. To keep one, of these reports or your own:

    {os.path.relpath(WHOMET)} read PATH...        then   meetings, show MEETING, who NAME, check, export"""


def answer(folder: Path, *arguments: str) -> str:
    """What `whomet` prints to one question. Raises CalledProcessError where it fails."""
    done = subprocess.run([WHOMET, *arguments], check=True, capture_output=True, encoding="utf-8", cwd=folder)
    return done.stdout


def show(folder: Path, *arguments: str) -> None:
    """One command as a reader would type it, and what it prints."""
    print(f"\n$ whomet {shlex.join(arguments)}", flush=True)
    subprocess.run([WHOMET, *arguments], check=True, cwd=folder)


def main() -> None:
    """Reads the reports, then shows one meeting and what to be warned of."""
    if not sys.stdout.isatty():
        os.environ.setdefault("COLUMNS", WIDTH)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(REPORTS, folder / "examples" / "reports")
        print(INTRODUCTION)
        show(folder, "read", "examples/reports")
        denied = answer(folder, "meetings", "--place", "Nicosia", "--format", "jsonl").splitlines()
        if denied:
            show(folder, "show", json.loads(denied[0])["id"][:8])
        show(folder, "check")
    print(f"\n{FAREWELL}")


if __name__ == "__main__":
    main()
