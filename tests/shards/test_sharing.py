"""Making all meetings anew by workers: the register is that of one process, in every row and in their order."""

from __future__ import annotations

from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

import pytest
from mortal import die
from some_reports import dumped, report

from whomet import pipeline
from whomet.errors import WhometError
from whomet.faces.command_line import main
from whomet.pipeline import rebuild
from whomet.reconciliation import asking
from whomet.register import Register
from whomet.shards import sharing as sharing_module
from whomet.shards.sharing import as_here, sharing


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Others are asked from the second batch on, and batches are of ten documents."""
    monkeypatch.setattr(asking, "HERE", 1)
    monkeypatch.setattr(pipeline, "_AT_ONCE", 10)


class Unlucky(Executor):
    """Workers of which each third call ends one."""

    def __init__(self, others: Executor) -> None:
        self.others, self.count = others, 0

    def submit(self, fn, /, *given):
        self.count += 1
        return self.others.submit(fn, *given) if self.count % 3 else self.others.submit(die)


@pytest.mark.parametrize("workers", ["", "local:2"])
def test_workers_that_die_change_nothing(where, workers):
    """On this machine and on a cluster, also where workers are killed: what they were asked is done here."""
    if workers:
        pytest.importorskip("distributed")
    before = dumped(where)
    with Register.open(where) as register, sharing(workers, 2) as others:
        unlucky = Unlucky(others)
        rebuild(register, unlucky)
    assert unlucky.count > 10
    assert dumped(where) == before


def test_who_asks_for_nothing_starts_nobody(monkeypatch):
    """Workers are started by the first call; one core needs none."""

    @contextmanager
    def nowhere(*_):
        raise AssertionError("workers were started")
        yield

    monkeypatch.setattr(sharing_module, "workers_at", nowhere)
    with sharing("tcp://nowhere", 0) as others:
        assert others
    with sharing("", 1) as others:
        assert others is None


def test_a_worker_that_would_do_it_otherwise_is_refused():
    """Another version, or other knowledge, makes no rows of the same register."""
    with pytest.raises(WhometError, match=r"A worker has Whomet .*, not Whomet 0\.0\.0: give all"):
        as_here("Whomet 0.0.0", len, [])
    with sharing("", 2) as others, pytest.raises(ZeroDivisionError):
        others.submit(divmod, 1, 0).result()


@pytest.mark.parametrize("arguments", [("--cores", "1"), ("--cores", "2"), ("--on", "local:1")])
def test_the_command(where, arguments, capsys):
    """`whomet rebuild` by one core, by several, and on a cluster."""
    if "--on" in arguments:
        pytest.importorskip("distributed")
    before = dumped(where)
    assert main(("rebuild", "--register", str(where), *arguments)) == 0
    assert "made anew." in capsys.readouterr().err
    assert dumped(where) == before


def test_absorbing_much_is_shared(tmp_path, monkeypatch, capfd):
    """Where most of a register is new, reading and absorbing have it made by as many cores: the same register."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline, "_MANY", 30)
    Path("reports.jsonl").write_text("\n".join(map(report, range(40))))
    assert main(("read", "reports.jsonl", "--cores", "1", "--register", "one.whomet")) == 0
    assert main(("read", "reports.jsonl", "--cores", "2", "--register", "two.whomet")) == 0
    assert main(("read", "reports.jsonl", "--cores", "1", "--format", "parquet", "--shards", "done")) == 0
    assert main(("absorb", "done", "--cores", "2", "--register", "three.whomet")) == 0
    assert dumped(Path("one.whomet")) == dumped(Path("two.whomet")) == dumped(Path("three.whomet"))
    capfd.readouterr()
