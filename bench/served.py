"""What measures of servers share: a server of ours or of Datasette's on a port that is free, and a client."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

DATASETTE = os.environ.get("DATASETTE") or shutil.which("datasette") or ""
"""The program, where it is installed: in an environment of its own, for it wants other versions of what we need."""

METADATA = Path(__file__).parents[1] / "docs" / "datasette.yaml"
_WAIT = 60  # seconds for a server to begin

Answer = tuple[int, float, bytes]
"""Status, milliseconds, body."""


@contextmanager
def whomet_serving(register: Path, tokens: Path | None = None) -> Iterator[int]:
    """The port of `whomet serve`."""
    main = "import sys; from whomet.faces.command_line import main; sys.exit(main())"
    command = [sys.executable, "-c", main, "serve", "--no-browser", "--port", "0", "--register", str(register)]
    more = {"WHOMET_TOKENS": str(tokens)} if tokens else {}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | more) as running:
        said = iter(running.stderr or ())
        found = next((port for line in said if (port := re.search(r"http://127\.0\.0\.1:(\d+)/", line))), None)
        if not found:
            raise SystemExit("whomet serve did not begin.")
        try:
            yield int(found[1])
        finally:
            running.terminate()


@contextmanager
def datasette_serving(register: Path, *options: str) -> Iterator[int]:
    """The port of Datasette, which shows the views of a register as docs/sql.md says; the file is `register.whomet`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [DATASETTE, "serve", str(register), "-m", str(METADATA), "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(port)
            yield port
        finally:
            running.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _WAIT
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise SystemExit("Datasette did not begin to listen.") from None
            time.sleep(0.05)


class Client:
    """One reader's browser: a connection that is kept."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = dict(headers or {})

    def ask(self, path: str, body: bytes | None = None) -> Answer:
        """One request, answered to its last byte."""
        start = time.perf_counter()
        more = {"Content-Type": "application/json"} if body else {}
        self._connection.request("POST" if body else "GET", path, body, self._headers | more)
        answer = self._connection.getresponse()
        said = answer.read()
        return answer.status, 1000 * (time.perf_counter() - start), said
