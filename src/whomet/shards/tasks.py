"""Workers of a Dask cluster, behind a `concurrent.futures.Executor` that never has anybody wait for ever."""

from __future__ import annotations

from asyncio import wait_for
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, InvalidStateError
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from distributed.client import ClosedClientError
from tornado.ioloop import PeriodicCallback

from whomet.errors import WhometError
from whomet.shards import WAITING

if TYPE_CHECKING:
    from distributed import Client
    from distributed import Future as Task
    from tornado.ioloop import IOLoop

ABSENCE = 600
"""Seconds within which a worker must be at work: one that was killed is started anew, a new one may have to wait."""

_OFTEN = 1  # seconds between two looks at who is there


class Tasks(Executor):
    """Calls as tasks of a client. Its own executor forgets a call whose answer goes away, with the worker that held it,
    after the client was told of it and before it is fetched: whoever waits for that one waits for ever. So does Dask
    where a scheduler hangs or no worker is there; here all calls fail after a while."""

    def __init__(self, client: Client, where: str, patience: float) -> None:
        """`patience`: seconds within which the scheduler at `where` must answer."""
        self._client, self._where, self._patience = client, where, patience
        self._loop: IOLoop = client.loop  # type: ignore[assignment]  # it is None for a client not yet connected alone
        self._threads = 1
        self._last = self._loop.time()  # when somebody was at work
        self._over: WhometError | None = None
        self._asked: set[Future[Any]] = set()  # and not answered; the loop alone knows
        self._watch = PeriodicCallback(self._look, 1000 * _OFTEN)
        self._loop.add_callback(self._watch.start)

    def most(self) -> int:
        """How many shards may be under way: workers come and go, and at first there may be none."""
        return WAITING * self._threads

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as there
        """Have a worker call `fn`. Raises WhometError, as the future may, once nobody is there to do it."""
        if self._over:
            raise self._over
        try:
            asked = self._client.submit(fn, *args, pure=False, **kwargs)  # what is asked again is to be done again
        except ClosedClientError:
            raise self._gone() from None
        future: Future[Any] = Future()
        future.add_done_callback(lambda told: asked.cancel() if told.cancelled() and not asked.done() else None)  # type: ignore[no-untyped-call]
        self._loop.add_callback(self._tell, asked, future)
        return future

    async def _tell(self, asked: Task[Any], future: Future[Any]) -> None:
        """Tells how a call went, however that was."""
        self._asked.add(future)
        with suppress(InvalidStateError):  # nobody wants to know any more
            try:
                if self._over:
                    raise self._over
                answer = await asked
            except CancelledError:
                future.cancel()
                future.set_running_or_notify_cancel()
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(answer)
        self._asked.discard(future)

    async def _look(self) -> None:
        """Looks who is at work; after too long without anybody, nobody is waited for any more."""
        if self._client.status in ("closing", "closed"):
            return self._end(self._gone())
        try:
            asked = self._client.scheduler.ncores_running()  # type: ignore[union-attr]  # None once it is closed
            threads: dict[str, int] = await wait_for(asked, self._patience)
        except TimeoutError:
            return self._end(self._gone())
        except OSError:  # a scheduler that is being started anew; the client gives it its time
            return None
        now = self._loop.time()
        self._threads = max(1, sum(threads.values()))
        self._last = now if threads else self._last
        if now - self._last > ABSENCE:
            minutes = f"{ABSENCE // 60} minutes"
            self._end(
                WhometError(
                    f"{self._where}: no worker has been at work there for {minutes}; start some, then give the same "
                    "command again."
                )
            )

    def _end(self, why: WhometError) -> None:
        self._over = why
        self._watch.stop()
        for future in tuple(self._asked):
            with suppress(InvalidStateError):
                future.set_exception(why)

    def _gone(self) -> WhometError:
        return WhometError(f"{self._where}: the scheduler is gone; once it is back, give the same command again.")
