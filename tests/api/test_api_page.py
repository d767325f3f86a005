"""docs/api.md can't drift: its `bash` blocks are run by a shell, with curl, against a server."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from asked_over_http import ENGLISH
from fastapi import FastAPI

from whomet.faces import at_hand
from whomet.faces.api.app import api
from whomet.faces.registers import Registers

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "api.md"
EXAMPLE = "http://127.0.0.1:8064"
RUN = "import sys; from whomet.faces.command_line import main; sys.exit(main())"


@pytest.fixture
def address(where, monkeypatch):
    """Where a server answers from a register of three reports, for as long as a test runs."""
    monkeypatch.setattr(at_hand, "english", lambda: ENGLISH)
    outer = FastAPI()
    outer.mount("/api/v1", api(Registers(where)))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(outer, log_level="error"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while thread.is_alive() and not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


def shell(folder: Path) -> dict[str, str]:
    """The environment of a shell in which `whomet` is this one, and no proxy stands between."""
    program = folder / "whomet"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{RUN}" "$@"\n')
    program.chmod(0o755)
    python = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": python, "NO_PROXY": "*"}


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_page_shows_what_the_api_answers(address, tmp_path):
    """Each block is one script; `...` stands for any words, alone on a line for any lines."""
    text = PAGE.read_text(encoding="utf-8").replace(EXAMPLE, address)
    blocks = re.findall(r"^```bash\n(.*?)^```", text, re.M | re.S)
    script = "\n".join(line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ "))
    script = re.sub(r"^(curl .*)$", r"\1; echo", script, flags=re.M)  # an answer does not end its line
    ran = subprocess.run(["sh", "-c", script], env=shell(tmp_path), capture_output=True, encoding="utf-8", check=False)
    printed = [line.rstrip() for line in ran.stdout.splitlines() if line.strip()]
    shown = [line for block in blocks for line in block.splitlines() if line.strip() and not line.startswith("$ ")]
    assert len(shown) > 10
    pattern = "".join(
        "(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + "\n" for line in shown
    )
    assert re.fullmatch(pattern, "\n".join(printed) + "\n"), f"{ran.stdout}\n{ran.stderr}"
