"""Reading on several cores of one machine: what comes is what one core gives, whatever dies meanwhile."""

from __future__ import annotations

import gzip
import pickle
from concurrent.futures import Executor, Future
from itertools import chain, count, islice

import pytest
from mortal import DEADLY, ONCE, mortal
from some_reports import report

from whomet.documents import Loaded, Part, find_parts
from whomet.documents.json_lines import Line
from whomet.errors import InputError, WhometError
from whomet.model import Finding, FindingKind, Reading
from whomet.pipeline import load
from whomet.register import Register
from whomet.shards import Lost, Shard, UnderWay, Work, here, one_by_one, read_shard, shards_of
from whomet.shards.here import read_here
from whomet.shards.processes import Processes

WORK = Work(mortal, mortal().name)


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Workers are started after three parts, not after as many as pay."""
    monkeypatch.setattr(here, "FEW", 3)


def by_workers(paths, most=4):
    """What workers alone make of some paths: nothing is read in this process."""
    with Processes(2) as workers:
        under_way = UnderWay(workers, read_shard, WORK, lambda: 8)
        for shard, found in under_way.answers(shards_of(find_parts(paths), most)):
            yield from one_by_one(workers, WORK, shard) if isinstance(found, Lost) else found


def test_what_workers_read_is_what_one_core_reads(reports, by_one_core):
    """The same readings and findings in the same order, errors in their places."""
    paths = reports()
    expected = by_one_core(paths)
    assert list(by_workers(paths)) == expected
    assert list(read_here(find_parts(paths), 2, made=mortal)) == expected
    assert [f.kind for f in expected if isinstance(f, Finding)] == [FindingKind.INPUT_SKIPPED] * 5
    assert sum(bool(r.accounts) for r in expected if isinstance(r, Reading)) > 10


def test_a_document_that_kills_its_worker_is_set_aside(reports, by_one_core, tmp_path):
    """It is tried twice, and named; another that was only unlucky is read; nothing else is touched."""
    mark = tmp_path / "mark"
    paths = reports(r7=DEADLY, r9=f"{ONCE} {mark}", r31=DEADLY)
    found = list(by_workers(paths))
    lost = [f for f in found if isinstance(f, Finding) and "ended the process" in f.text]
    assert [f.about for f in lost] == [f"{paths[0]}/a.jsonl, line 10", f"{paths[0]}/e.jsonl, line 9"]
    assert lost[0].text == (
        f"{paths[0]}/a.jsonl, line 10: reading it ended the process that read it, twice (no memory left, or a fault in "
        "a library), so it was left out; please report this."
    )
    read = [f.document.id for f in found if isinstance(f, Reading)]
    assert read == [*(f"r{n}" for n in range(23) if n != 7), "b", *(f"r{n}" for n in range(23, 40) if n != 31), "r0"]
    assert mark.exists()


def test_what_the_register_has_is_not_read_again(reports, by_one_core, tmp_path):
    """Workers ask it: what they would die of comes from there, and so does all else, as it is there."""
    paths = reports()
    expected = by_one_core(paths)
    where = str(tmp_path / "register.whomet")
    with Register.open(where) as register:
        for reading in expected:
            if isinstance(reading, Reading):
                register.add(reading)
        shard = Shard(1, tuple(find_parts(paths)))
        held = read_shard(Work(mortal, mortal().name, where), shard)
        assert [type(found) for found in held] == [Loaded if isinstance(e, Reading) else Finding for e in expected]
        again = list(read_here(find_parts(paths), 2, register.kept, where, mortal))
    assert again == expected


def test_a_worker_that_would_read_otherwise_is_refused():
    """Another version, or other knowledge, is no reader of the same register."""
    with pytest.raises(WhometError, match=r"reads by “mortal 1.0.0”, not by “mortal 2"):
        read_shard(Work(mortal, "mortal 2.0.0"), Shard(1, ()))


def test_whoever_stops_early_leaves_nothing_running(reports):
    """A reader of the first readings alone ends the workers by leaving."""
    found = read_here(find_parts(reports()), 2, made=mortal)
    assert len(list(islice(found, 6))) == 6
    found.close()


class Noted(Executor):
    """Does each call when its answer is wanted; notes how many were asked for and not yet taken."""

    def __init__(self) -> None:
        self.open = self.most = 0

    def submit(self, fn, /, *args, **kwargs):
        self.open += 1
        self.most = max(self.most, self.open)
        noted = self

        class Waiting(Future):
            def result(self, timeout=None):
                noted.open -= 1
                return fn(*args)

        return Waiting()


def test_no_more_is_taken_of_the_input_than_fits_before_the_workers():
    """Of input without end, only so many shards are made as may be under way: memory stays flat."""
    taken = []
    endless = (taken.append(n) or Shard(n, ()) for n in count(1))
    noted = Noted()
    answers = UnderWay(noted, lambda work, shard: [shard.number], WORK, lambda: 5).answers(endless)
    assert [found for _, found in islice(answers, 20)] == [[n] for n in range(1, 21)]
    assert noted.most == 5
    assert len(taken) == 24


def test_input_is_cut_into_shards(reports):
    """In order, none lost, none with pieces of two files, none larger than it may be unless one part is."""
    parts = list(find_parts(reports()))
    shards = list(shards_of(parts, 4))
    assert list(chain.from_iterable(s.parts for s in shards)) == parts
    assert [s.number for s in shards] == list(range(1, len(shards) + 1))
    for shard in shards:
        cut = {p.input.source for p in shard.parts if isinstance(p, Part) and p.piece}
        assert len(shard.parts) <= 4 and len(cut) <= 1
        assert not cut or all(isinstance(p, Part) and p.piece for p in shard.parts)
    large = Part(parts[0].input, Line(1, b"x" * 999_999))
    small = Part(parts[0].input, Line(2, b"xx"))
    assert [len(s.parts) for s in shards_of([large, small, small, large, large])] == [1, 2, 1, 1]


def test_parts_travel(reports, tmp_path):
    """What is sent to a worker arrives as it was: pieces, whole files, what came by a pipe, and errors."""
    (tmp_path / "reports.warc.gz").write_bytes(gzip.compress(b"WARC/1.0\r\n\r\n"))
    parts = [*find_parts([*reports(), str(tmp_path / "reports.warc.gz")])]
    assert [type(p) for p in parts if not isinstance(p, Part)] == [InputError] * 3
    for part in parts:
        arrived = pickle.loads(pickle.dumps(part))
        assert str(arrived) == str(part) and arrived.source == part.source
        assert list(load(arrived)) == list(load(part))


def test_how_far_a_part_reaches_is_known(reports):
    """The last piece of a file ends where the file does."""
    parts = [p for p in find_parts(reports()) if isinstance(p, Part) and p.input.stem == "a"]
    ends = [p.end for p in parts]
    assert ends == sorted(ends) and ends[-1] == parts[0].input.path.stat().st_size
    assert report(0).encode() in parts[0].piece.line
