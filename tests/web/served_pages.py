"""The pages of a register on a port of this machine, for a browser to look at, and the browser that is there."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from whomet.faces.web.app import web_app
from whomet.faces.web.entrance import ALONE, Ways

PATIENCE = 120_000
"""Milliseconds that a page in the browser may take: a busy machine is slow, and that is no fault of a page."""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


@contextmanager
def served(register: Path, ways: Ways = ALONE) -> Iterator[str]:
    """The address of a register's pages, on a port that is free."""
    app = web_app(str(register), ways)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    running.join(10)
