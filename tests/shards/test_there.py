"""Reading on a Dask cluster, of real processes: the register that comes is that of one machine, in every row."""

from __future__ import annotations

import signal
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from a_cluster import process, started_scheduler, started_workers
from mortal import DEADLY, ONCE, SLOW, mortal

from whomet.documents import find_parts
from whomet.errors import MissingExtraError, WhometError
from whomet.model import Finding
from whomet.shards import files
from whomet.shards.cluster import cluster
from whomet.shards.there import files_in, read_there, taken, workers_at, write_there

pytest.importorskip("distributed", reason="the extra dask is not installed: pip install 'whomet[dask]'")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Shards of four parts."""
    monkeypatch.setattr(files, "_PARTS", 4)


def test_a_worker_killed_a_poison_document_and_a_full_rerun(reports, by_one_core, rows, tmp_path):
    """One worker dies over a document that is sound, others over one that is not; then all is asked again."""
    folder, mark = tmp_path / "shards", tmp_path / "mark"
    paths = reports(r7=DEADLY, r30=f"{ONCE} {mark}")
    found = list(read_there(find_parts(paths), workers_at("local:2", 0), folder, made=mortal))
    lost = [f for f in found if isinstance(f, Finding) and "ended the process" in f.text]
    assert [f.about for f in lost] == [f"{paths[0]}/a.jsonl, line 10"]
    assert mark.exists()
    deadly = Path(paths[0], "a.jsonl")
    text = deadly.read_text()
    deadly.write_text(text.replace(DEADLY, ""))  # one core would die of it
    expected = [f for f in by_one_core(paths) if isinstance(f, Finding) or f.document.id != "r7"]
    expected.insert(found.index(lost[0]), lost[0])
    assert found == expected
    assert rows(found) == rows(expected)
    deadly.write_text(text)
    assert list(read_there(find_parts(paths), nobody(), folder, made=mortal)) == found
    assert [each for file in files_in([folder]) for each in taken(file)] == found


def test_what_was_done_is_not_done_again(reports, by_one_core, tmp_path):
    """Stopped midway and asked again: only the shards that are missing are read; then none at all."""
    paths, folder = reports(), tmp_path / "shards"
    begun = write_there(find_parts(paths), workers_at("", 2), folder, mortal)
    first = next(begun)
    begun.close()
    times = {path: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}
    assert first in times
    (folder / "0000009-half.parquet.host-7.part").write_bytes(b"what a killed worker leaves")
    assert list(read_there(find_parts(paths), workers_at("", 2), folder, made=mortal)) == by_one_core(paths)
    assert {path: path.stat().st_mtime_ns for path in times} == times
    every = {path: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}
    assert list(read_there(find_parts(paths), nobody(), folder, made=mortal)) == by_one_core(paths)
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.parquet")} == every


@contextmanager
def nobody():
    """Workers that must not be asked."""
    yield None, lambda: 4


def test_a_changed_file_is_read_again_and_no_other(reports, by_one_core, tmp_path):
    """The ledger knows what each shard was read from."""
    paths, folder = reports(), tmp_path / "shards"
    assert list(write_there(find_parts(paths), workers_at("", 2), folder, mortal))
    before = set(folder.glob("*.parquet"))
    changed = Path(paths[0], "e.jsonl")
    changed.write_text(changed.read_text().replace("r39", "r99"))
    found = list(read_there(find_parts(paths), workers_at("", 2), folder, made=mortal))
    assert found == by_one_core(paths)
    assert len(set(folder.glob("*.parquet")) - before) == 1


def test_a_scheduler_that_is_started_anew(reports, by_one_core, rows, tmp_path):
    """What was with it is asked for again: the run goes on by itself, to the same register."""
    folder, marked = tmp_path / "shards", {f"r{n}": SLOW for n in range(0, 40, 4)}
    paths = reports(**marked)
    with ExitStack() as running:
        scheduler, address = started_scheduler(running, tmp_path, "tcp://127.0.0.1:0")
        for _ in range(2):
            running.enter_context(
                process("-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard")
            )
        found = read_there(find_parts(paths), workers_at(address, 0), folder, made=mortal)
        begun = [next(found)]
        scheduler.send_signal(signal.SIGKILL)
        scheduler.wait()
        started_scheduler(running, tmp_path, address)
        started_workers(running, address)  # theirs ended with their scheduler
        begun += found
    expected = by_one_core(paths)
    assert begun == expected
    assert rows(begun) == rows(expected)


def test_a_place_that_is_no_cluster(monkeypatch, reports, tmp_path):
    """One sentence says what to name, and what to install."""
    for where in ("here", "local:0", "local:", "LOCAL:2"):
        with pytest.raises(WhometError, match="is no cluster"), cluster(where):
            pass
    monkeypatch.setattr("whomet.shards.cluster._PATIENCE", 0.3)
    with (
        pytest.raises(WhometError, match=r"tcp://127\.0\.0\.1:9: no scheduler of Dask answers there"),
        cluster("tcp://127.0.0.1:9"),
    ):
        pass
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"whomet\[dask\]"), cluster("local:2"):
        pass
