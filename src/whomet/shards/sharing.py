"""Workers for what else takes long: started once something is asked of them, and refused where they would do it
otherwise than this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from typing import Any

from whomet import __version__
from whomet.errors import WhometError
from whomet.knowledge.offices import own_knowledge
from whomet.shards.there import Workers, workers_at


@contextmanager
def sharing(where: str, cores: int) -> Iterator[Executor | None]:
    """The workers of a cluster, or so many processes of this machine; None for one, which needs no other."""
    if not where and cores == 1:
        yield None
        return
    with ExitStack() as ending:
        yield _Sharing(workers_at(where, cores), ending)


class _Sharing(Executor):
    """Workers that are started by the first call."""

    def __init__(self, workers: Workers, ending: ExitStack) -> None:
        self._workers, self._ending = workers, ending
        self._executor: Executor | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - as there
        """Have a worker call `fn`."""
        if self._executor is None:
            self._executor, _ = self._ending.enter_context(self._workers)
        return self._executor.submit(as_here, _version(), fn, *args, **kwargs)


def as_here(version: str, function: Callable[..., Any], *given: Any, **named: Any) -> Any:  # noqa: ANN401 - any call
    """What a worker does: the call, if it would come to the same where it was asked for."""
    if version != _version():
        raise WhometError(
            f"A worker has {_version()}, not {version}: give all of them one version of Whomet and the same knowledge "
            "of your own."
        )
    return function(*given, **named)


def _version() -> str:
    own = own_knowledge()
    return f"Whomet {__version__} and own knowledge {own}" if own else f"Whomet {__version__}"
