"""What `make demo` shows: the reports of this folder read into a register of their own, and four questions to it.

`python examples/demo.py` runs the `whomet` that is installed beside this Python; the register is thrown away.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
WHOMET = Path(sys.executable).with_name("whomet")


def answer(*arguments: str) -> str:
    """What `whomet` prints to one question. Raises CalledProcessError where it fails."""
    return subprocess.run([WHOMET, *arguments], check=True, stdout=subprocess.PIPE, encoding="utf-8", cwd=HERE).stdout


def show(*arguments: str) -> None:
    """One command as a reader would type it, and what it prints."""
    print(f"\n$ whomet {shlex.join(arguments)}", flush=True)
    subprocess.run([WHOMET, *arguments], check=True, cwd=HERE)


def main() -> None:
    """Reads the reports, then asks: which meetings, one of them in full, one person, what to be warned of."""
    with tempfile.TemporaryDirectory() as folder:
        register = ("--register", str(Path(folder) / "demo.whomet"))
        print("Twelve invented reports of four meetings (examples/README.md says what each shows).")
        show("read", "reports", *register)
        show("meetings", *register)
        found = answer("meetings", "--place", "Muscat", "--format", "jsonl", *register).splitlines()
        if found:
            show("show", json.loads(found[0])["id"], *register)
        show("who", "al-Toubali", *register)
        show("check", *register)


if __name__ == "__main__":
    main()
