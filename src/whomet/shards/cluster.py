"""Workers on many machines: those of a Dask cluster, behind a `concurrent.futures.Executor`.

Dask moves a shard whose worker died to another, and gives it up when several died over it; `UnderWay` then finds the
document that did it. Where the scheduler is started anew, what was with it is asked for again; who never comes back is
not waited for (`tasks`). Needs the extra "dask".
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from whomet.errors import MissingExtraError, WhometError
from whomet.shards import WAITING
from whomet.shards.processes import unheard

if TYPE_CHECKING:
    from distributed import Client

_LOCAL = re.compile(r"local:([1-9]\d{0,3})")
_PATIENCE = 60  # seconds in which a scheduler must answer, and be back when it was lost
# A document that kills its worker is found by us, one by one; Dask's own three further tries each cost a worker.
_SETTINGS = {
    "distributed.scheduler.allowed-failures": 0,
    "distributed.comm.timeouts.connect": _PATIENCE,
    "distributed.worker.profile.enabled": False,  # it looks at what a worker does a hundred times a second, for nobody
    # The next four halve what a cluster takes while it waits.
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.scheduler.active-memory-manager.start": False,  # nothing of ours stays with workers
}

More = Callable[[], int]
"""How many shards may be under way."""


@contextmanager
def cluster(where: str) -> Iterator[tuple[Executor, More]]:
    """The workers of the cluster whose scheduler is at `where` ("tcp://host:8786"), or, of "local:4", four processes of
    this machine.

    Raises WhometError where there is no such place, or nobody answers there; MissingExtraError without Dask.
    """
    try:
        import dask
        from distributed import Client, LocalCluster

        from whomet.shards.tasks import Tasks
    except ImportError:
        raise MissingExtraError("Reading on a cluster", "dask") from None
    local = _LOCAL.fullmatch(where)
    if not local and "://" not in where:
        raise WhometError(
            f"{where}: is no cluster; name its scheduler as in tcp://host:8786, or local:4 for four processes."
        )
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what concerns the reader is said by us
    with dask.config.set(_SETTINGS):
        if not local:
            with _client(Client, where) as client:
                workers = Tasks(client, where, _PATIENCE)
                yield workers, workers.most
            return
        several = int(local[1])
        with unheard():
            quiet = {"silence_logs": logging.CRITICAL, "scheduler_kwargs": {"dashboard": False}}
            quiet |= {"dashboard_address": "127.0.0.1:0"}  # whoever has its usual port already: we need none
            own = LocalCluster(several, threads_per_worker=1, **quiet)  # type: ignore[no-untyped-call]
        with own, _client(Client, own) as client:
            yield Tasks(client, where, _PATIENCE), lambda: WAITING * several


@contextmanager
def _client(kind: type[Client], where: Any) -> Iterator[Client]:  # noqa: ANN401 - an address or a cluster
    try:
        client = kind(where, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WhometError(f"{where}: no scheduler of Dask answers there ({error}).") from None
    with client:
        yield client
