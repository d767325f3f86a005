"""Reading by the workers of a cluster, and taking in what they wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from whomet.documents import Part
from whomet.errors import InputError
from whomet.exchange.readings_parquet import from_parquet
from whomet.language import Language, english_by_model
from whomet.model import Finding, FindingKind, Reading
from whomet.pipeline import Kept, read_loaded, reader_name
from whomet.shards import WAITING, Work
from whomet.shards.cluster import More, cluster
from whomet.shards.files import Folder, written
from whomet.shards.processes import Processes

Workers = AbstractContextManager[tuple[Executor, More]]


def read_there(
    parts: Iterable[Part | InputError],
    workers: Workers,
    folder: Path,
    kept: Kept | None = None,
    made: Callable[[], Language] = english_by_model,
) -> Iterator[Reading | Finding]:
    """What `pipeline.read_inputs` gives, in the same order, read by some workers, who leave it in a folder."""
    return read_loaded(
        (found for file in write_there(parts, workers, folder, made) for found in taken(file)), made(), kept
    )


def write_there(
    parts: Iterable[Part | InputError],
    workers: Workers,
    folder: Path,
    made: Callable[[], Language] = english_by_model,
) -> Iterator[Path]:
    """The files that hold what `read_there` gives, in order."""
    work = Work(made, reader_name(made()))
    with workers as (executor, most):  # whose own folder is another: what they are told must say where it lies
        yield from written(map(_placed, parts), work, Folder(folder.absolute()), executor, most)


def _placed(part: Part | InputError) -> Part | InputError:
    if isinstance(part, InputError) or not part.input.path:
        return part
    return replace(part, input=replace(part.input, path=part.input.path.absolute()))


def workers_at(where: str, cores: int) -> Workers:
    """Those of a cluster, or, where none is named, of this machine."""
    return cluster(where) if where else _of_this_machine(cores)


@contextmanager
def _of_this_machine(cores: int) -> Iterator[tuple[Executor, More]]:
    with Processes(cores) as processes:
        yield processes, lambda: WAITING * cores


def files_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files of shards under some folders, and such files themselves, in their order. Raises InputError for what is
    not there."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.parquet"))
        elif path.exists():
            yield path
        else:
            raise InputError(str(path), "there is no such file or folder.")


def taken(file: Path) -> Iterator[Reading | Finding]:
    """What a file of a shard holds; a Finding where it can't be read."""
    try:
        yield from from_parquet(file)
    except InputError as error:
        yield Finding(FindingKind.INPUT_SKIPPED, str(error), error.source)
