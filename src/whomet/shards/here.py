"""Reading on this machine, by as many cores as it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from whomet.documents import Part
from whomet.errors import InputError
from whomet.language import Language, english_by_model
from whomet.model import Finding, Reading
from whomet.pipeline import Kept, load, read_loaded, reader_name
from whomet.shards import WAITING, Found, Lost, UnderWay, Work, one_by_one, read_shard, shards_of
from whomet.shards.processes import Processes

FEW = 32
"""Parts that are read before any worker is started: it takes some seconds until one can read."""


def read_here(
    parts: Iterable[Part | InputError],
    cores: int,
    kept: Kept | None = None,
    register: str = "",
    made: Callable[[], Language] | None = None,
) -> Iterator[Reading | Finding]:
    """What `pipeline.read_inputs` gives, in the same order, read on so many cores. Workers ask the register at this
    place what is `kept` already, so that none reads it anew."""
    made = made or english_by_model
    language = made()
    work = Work(made, reader_name(language), register)
    every = chain.from_iterable(map(load, parts)) if cores == 1 else _spread(iter(parts), work, cores)
    return read_loaded(every, language, kept)


def _spread(parts: Iterator[Part | InputError], work: Work, cores: int) -> Iterator[Found]:
    """All that comes of the input, in order. What is little, and what no worker has begun with when its turn comes, as
    while they start, comes as it is, to be read in this process."""
    yield from chain.from_iterable(map(load, islice(parts, FEW)))
    more = next(parts, None)
    if more is None:
        return
    with Processes(cores) as workers:
        under_way = UnderWay(workers, read_shard, work, lambda: WAITING * cores, impatient=True)
        for shard, found in under_way.answers(shards_of(chain([more], parts))):
            if not isinstance(found, Lost):
                yield from found
            elif found.begun:
                yield from one_by_one(workers, work, shard)
            else:
                yield from chain.from_iterable(map(load, shard.parts))
        workers.shutdown(cancel_futures=True)  # all is read: those that still start are not waited for
