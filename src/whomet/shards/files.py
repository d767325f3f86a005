"""Shards as files: workers write what they read into a folder that all see, a Parquet file for each shard.

A file is there whole or not at all, and its name says what it was read from and by which reader: so the folder itself
is the ledger of the shards that are done, and the same command goes on from there, whatever was killed.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from whomet.documents import Loaded, Part
from whomet.errors import InputError, WhometError
from whomet.exchange.readings_parquet import as_parquet
from whomet.shards import Found, Shard, UnderWay, Work, one_by_one, read_shard, shards_of

_PARTS = (
    100  # of a shard: sending one costs a cluster some milliseconds, and a folder should not hold millions of files
)


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the files lie."""

    path: Path

    def done(self) -> dict[str, Path]:
        """The file of each shard that is done, by its digest."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            return {path.stem.rpartition("-")[2]: path for path in sorted(self.path.glob("*.parquet"))}
        except OSError as error:
            raise WhometError(f"{self.path}: can't be used for shards ({error.strerror}).") from None

    def put(self, shard: Shard, digest: str, found: Iterable[Found]) -> Path:
        """Writes the file of a shard, whole or not at all."""
        target = self.path / f"{shard.number:07}-{digest}.parquet"
        part = target.with_suffix(f".{platform.node()}-{os.getpid()}.part")
        try:
            part.unlink(missing_ok=True)
            with part.open("xb") as file:  # made anew: nobody's link by that name is followed
                file.writelines(as_parquet(each for each in found if not isinstance(each, Loaded)))
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            raise WhometError(
                f"{target}: can't be written ({error.strerror}); all workers must see the folder."
            ) from None
        return target


def write_shard(work: Work, shard: Shard, folder: Folder) -> Path:
    """What a worker does: reads a shard and writes its file."""
    return folder.put(shard, digest_of(shard, work.reader), read_shard(work, shard))


def written(
    parts: Iterable[Part | InputError], work: Work, folder: Folder, executor: Executor, most: Callable[[], int]
) -> Iterator[Path]:
    """The file of each shard of the input, in order, as soon as it is there: of those that were done before at once."""
    done = folder.done()
    under_way = UnderWay(executor, partial(write_shard, folder=folder), work, most)
    shards = shards_of(parts, _PARTS)
    for shard, file in under_way.answers(shards, had=lambda shard: done.get(digest_of(shard, work.reader))):
        if isinstance(file, Path):
            yield file
        else:
            yield folder.put(shard, digest_of(shard, work.reader), one_by_one(executor, work, shard))


def digest_of(shard: Shard, reader: str) -> str:
    """What tells a shard from every other: what it is read from, and by whom. A whole file is known by its size and
    when it was last changed."""
    digest = hashlib.sha256(reader.encode())
    for part in shard.parts:
        digest.update(f"\n{part.source}\n".encode(errors="surrogatepass"))
        digest.update(part.mark() if isinstance(part, Part) else str(part).encode(errors="surrogatepass"))
    return digest.hexdigest()[:24]
