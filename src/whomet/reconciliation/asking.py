"""Pure work that others may do: asked of an executor, answered in order, a few answers ahead of who takes them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

from whomet.errors import WhometError

Item = TypeVar("Item")
Answer = TypeVar("Answer")

AHEAD = 32
"""Questions under way at any time: what they hold lies in memory."""

HERE = 5
"""Questions that are answered here before any worker is asked: it may have to be started, which takes seconds."""


def answers(executor: Executor | None, ask: Callable[[Item], Answer], items: Iterable[Item]) -> Iterator[Answer]:
    """What `ask` makes of each item, in their order. What a worker could not do, as one that was killed, is done here;
    a WhometError, as of a worker that would do it otherwise, is raised."""
    left = iter(items)
    yield from map(ask, left if executor is None else islice(left, HERE))
    if executor is None:
        return
    under_way: deque[tuple[Item, Future[Answer]]] = deque()
    for item in left:
        under_way.append((item, executor.submit(ask, item)))
        if len(under_way) == AHEAD:
            yield _answer(ask, *under_way.popleft())
    while under_way:
        yield _answer(ask, *under_way.popleft())


def _answer(ask: Callable[[Item], Answer], item: Item, future: Future[Answer]) -> Answer:
    try:
        return future.result()
    except WhometError:
        raise
    except Exception:  # a cluster whose scheduler was started anew cancels what was with it
        return ask(item)
