"""Workers on this machine: one process each, behind a `concurrent.futures.Executor`.

That of the standard library does not say which call ended a worker, gives up all calls when one does, waits for what
runs when it is to stop, and leaves workers behind when the process that started them is killed. Here each worker has a
pipe of its own: when it dies, exactly its call fails, and another takes its place; when who asks is gone, so is it.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Any

from whomet.errors import WhometError

# A forked process has the locks of threads that it lacks, onnxruntime's among them; one that is spawned has nothing.
_SPAWN = multiprocessing.get_context("spawn")
_STARTS = 3  # a worker may be killed before it begins, too


@dataclass(frozen=True, slots=True)
class _Call:
    future: Future[Any]
    work: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


@contextmanager
def unheard() -> Iterator[None]:
    """Threads that are started meanwhile, and their processes, do not hear Ctrl-C: it is for who asks them. A mask is
    handed on to what a thread starts."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would undo the mask of a thread that starts it
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Processes(Executor):
    """So many workers, each of which does one call at a time; the oldest call is first."""

    def __init__(self, workers: int) -> None:
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._stopped = False
        self._lock = Lock()  # processes are started and ended one at a time
        self._started: list[_Worker] = []
        self._threads = [Thread(target=self._drive, daemon=True) for _ in range(workers)]
        try:
            with unheard():
                for thread in self._threads:
                    thread.start()
        except KeyboardInterrupt:  # that came meanwhile is heard here: nobody has entered us yet who would stop them
            self.shutdown(cancel_futures=True)
            raise

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as there
        """Have a worker call `fn`. The future has a BrokenProcessPool where that ended the worker."""
        if self._stopped:
            raise RuntimeError("workers that were stopped can't be asked any more")
        call = _Call(Future(), (fn, args, kwargs))
        self._calls.put(call)
        return call.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers end what they were asked, or, with `cancel_futures`, end them at once."""
        if cancel_futures:
            self._stop()
        for _ in self._threads:
            self._calls.put(None)
        for thread in self._threads if wait else ():
            if thread.ident:  # Ctrl-C may come before it was started
                thread.join()
        self._stopped = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _stop(self) -> None:
        with self._lock, suppress(Empty):
            self._stopped = True
            for worker in self._started:
                worker.process.kill()
            while True:
                if call := self._calls.get_nowait():
                    call.future.cancel()

    def _drive(self) -> None:
        """Has one call after the other done by a worker, and by another after it died."""
        worker = self._worker()
        while call := self._calls.get():
            if call.future.set_running_or_notify_cancel() and not _done(call, worker):
                worker = self._worker()
        if isinstance(worker, _Worker):
            worker.end()

    def _worker(self) -> _Worker | WhometError:
        """A new one, once it can be asked; or why there is none."""
        why = "the run was stopped"
        for _ in range(_STARTS):
            try:
                with self._lock:
                    if self._stopped:
                        break
                    worker = _Worker()
                    self._started.append(worker)
                worker.pipe.recv()
                return worker
            except (OSError, EOFError) as error:
                why = getattr(error, "strerror", None) or "it ended before it began"
        return WhometError(f"No process can be started to read in ({why}); with --cores 1 none is needed.")


def _done(call: _Call, worker: _Worker | WhometError) -> bool:
    """Has a call done. False if that ended the worker."""
    if isinstance(worker, WhometError):
        call.future.set_exception(worker)
        return True
    try:
        worker.pipe.send(call.work)
        answer, error = worker.pipe.recv()
    except (OSError, EOFError):
        call.future.set_exception(BrokenProcessPool(f"the worker ended with status {worker.end()}"))
        return False
    except Exception as unsendable:
        call.future.set_exception(unsendable)
    else:
        call.future.set_exception(error) if error else call.future.set_result(answer)
    return True


class _Worker:
    """A process, and this end of its pipe."""

    def __init__(self) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def end(self) -> int | None:
        """What it ended with."""
        self.pipe.close()
        self.process.join()
        return self.process.exitcode


def _serve(pipe: Connection) -> None:
    """The worker: calls what it is told to call, until nobody is there to tell."""
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            function, given, named = pipe.recv()
            answer, failed = None, None
            try:
                answer = function(*given, **named)
            except Exception as error:
                failed = _sendable(error)
            pipe.send((answer, failed))


def _sendable(error: Exception) -> Exception:
    """An error that arrives as what it is, or as its words."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
