"""A server and a clock for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from small_servers import Clock, Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """A plain server."""
    with serving() as started:
        yield started


@pytest.fixture
def clock() -> Clock:
    """A clock that goes on only where somebody sleeps."""
    return Clock()
