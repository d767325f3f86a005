"""What SECURITY.md promises of reading: nobody is spoken to and nothing is written, whatever a document asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"

# An audit hook sees what Python does with the world outside, also what libraries do by way of Python.
WATCHED = """
import os, sys

SPEAKING = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"}
STARTING = {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn"}
CHANGING = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink"}

def watch(name, arguments):
    if name in {"open", "os.remove"} and str(arguments[0]).startswith(os.environ["TMPDIR"]):
        return  # py3langid unpacks its own model through a temporary file
    if name == "open" and isinstance(arguments[0], int):
        return  # a pipe that is open already
    if name == "subprocess.Popen" and arguments[0] == sys.executable and arguments[1][-1].endswith("pdf_pages.py"):
        return  # Python itself, for PDFs alone
    writes = name == "open" and arguments[0] != os.devnull and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or name in SPEAKING | STARTING | CHANGING:
        sys.stderr.write(f"SEEN {name} {arguments!r}")
        os._exit(99)

sys.addaudithook(watch)
%s
"""
READING = "from whomet.faces.command_line import main; sys.exit(main())"
SEEN = {
    "import socket; socket.create_connection(('127.0.0.1', 9))": "SEEN socket.",
    "open('here', 'w')": "SEEN open ('here'",
    "os.mkdir('there')": "SEEN os.mkdir",
    "os.system('true')": "SEEN os.system",
}
BECKONING = """<?xml version="1.0"?>
<!DOCTYPE html [<!ENTITY secret SYSTEM "http://127.0.0.1:9/entity"> <!ENTITY own SYSTEM "file:///etc/hostname">]>
<html><head><title>Ministers meet in Oslo</title><base href="http://127.0.0.1:9/">
<link rel="stylesheet" href="http://127.0.0.1:9/style.css"><link rel="canonical" href="http://127.0.0.1:9/page">
<script src="http://127.0.0.1:9/script.js"></script><meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/next">
</head><body><p>The foreign ministers of Norway and Kenya met in Oslo on 3 May 2023.</p><p>&secret; &own;</p>
<img src="http://127.0.0.1:9/pixel.gif"><iframe src="http://127.0.0.1:9/frame"></iframe></body></html>
"""


def watched(code: str, folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs Python in a folder under a hook that ends it with status 99 where it speaks, writes or starts a program."""
    command = [sys.executable, "-c", WATCHED % code, *map(str, arguments)]
    temporary = folder / "temporary"
    temporary.mkdir()
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(temporary)}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def test_reading_speaks_to_nobody_and_writes_nothing(tmp_path):
    """Reports of every format, and a page that beckons in every way: all are read, and only printed."""
    page = tmp_path / "beckoning.html"
    page.write_text(BECKONING, encoding="utf-8")
    done = watched(READING, tmp_path, "read", "--format", "jsonl", EXAMPLES, page)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 13
    assert sorted(path.name for path in tmp_path.rglob("*")) == [page.name, "temporary"]


def test_an_endpoint_elsewhere_is_not_spoken_to_unasked(tmp_path):
    """`--reader llm` looks no name up and writes nothing before its user allows texts to leave the machine."""
    options = ("--reader", "llm", "--endpoint", "https://models.example/v1")
    done = watched(READING, tmp_path, "read", *options, EXAMPLES)
    assert (done.returncode, done.stdout) == (1, "")
    assert "--allow-remote" in done.stderr and "SEEN" not in done.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["temporary"]


@pytest.mark.parametrize("code", SEEN)
def test_what_is_forbidden_would_be_seen(code, tmp_path):
    """The hook itself."""
    done = watched(code, tmp_path)
    assert done.returncode == 99
    assert done.stderr.startswith(SEEN[code])
