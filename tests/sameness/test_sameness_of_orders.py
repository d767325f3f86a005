"""Whatever comes first, however many come at once, whichever database keeps it: the register says the same."""

from __future__ import annotations

import random
from contextlib import closing

import pytest
from register_hash import hash_of
from same_corpus import decisions, write_corpus

from whomet import pipeline
from whomet.faces.exporting import exported
from whomet.faces.reviewing import queue
from whomet.language import english_by_rules
from whomet.model import Finding, Reading
from whomet.pipeline import absorb, read_inputs, reconcile_register
from whomet.register import Register
from whomet.values.decisions import Decision

FORMS = ("accounts", "csv", "jsonl", "ftm", "html")


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> list[str]:
    """The files of the archive."""
    return [str(path) for path in write_corpus(tmp_path_factory.mktemp("same") / "archive")]


@pytest.fixture(scope="module")
def usual(archive) -> list[Reading]:
    """Every reading, in the order of the files."""
    return [found for found in read_inputs(archive, language=english_by_rules()) if isinstance(found, Reading)]


@pytest.fixture(scope="module")
def decided(usual, tmp_path_factory) -> list[Decision]:
    """What people decide once all is read."""
    with Register.open(tmp_path_factory.mktemp("same") / "register.whomet") as register:
        absorb(register, usual)
        return decisions(list(register.readings()))


def told(register: Register) -> tuple[str, dict[str, bytes], list[object]]:
    """All that a register says: its hash, its exports, and what waits for somebody's decision, in its order."""
    reconcile_register(register)
    return hash_of(register), {form: b"".join(exported(register, form)) for form in FORMS}, list(queue(register))


@pytest.fixture(scope="module")
def expected(usual, decided, tmp_path_factory):
    """What is told where all is read at once, in the order of the files, and decided afterwards."""
    with Register.open(tmp_path_factory.mktemp("same") / "register.whomet") as register:
        absorb(register, usual)
        bare = told(register)
        for decision in decided:
            register.decide(decision)
        return bare, told(register)


def filled(register: Register, readings: list[Reading], choose: random.Random, made: list[Decision]) -> None:
    """Puts some at a time into a register, and each decision, in its turn, once what it is about is there."""
    held: set[str] = set()
    while readings:
        some, readings = readings[: (several := choose.choice((1, 2, 5, 40)))], readings[several:]
        absorb(register, some)
        held |= {reading.document.key for reading in some}
        while made and {anchor.document for anchor in made[0].about} <= held and choose.random() < 0.8:
            register.decide(made.pop(0))
            if choose.random() < 0.5:
                reconcile_register(register)
    for decision in made:
        register.decide(decision)


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.long) for n in range(2, 60))])
def test_any_order_in_any_batches(seed, usual, decided, expected, tmp_path, monkeypatch):
    """With and without decisions between them: ids, names, cells, findings, the queue and every export are the same."""
    choose = random.Random(seed)
    monkeypatch.setattr(pipeline, "_AT_ONCE", choose.choice((1, 2, 5, 100)))
    given = choose.sample(usual, len(usual)) if seed else usual[::-1]
    for made, wanted in (([], expected[0]), (list(decided), expected[1])):
        with Register.open(tmp_path / f"{len(made)}.whomet") as register:
            filled(register, given, choose, made)
            assert told(register) == wanted


def test_any_order_of_files(archive, expected, decided, tmp_path):
    """Read from the files, what is held already not read again, backwards and in several runs."""
    language = english_by_rules()
    with Register.open(tmp_path / "register.whomet") as register:
        for path in [*archive[::-1], *archive]:
            found = read_inputs([path], language=language, kept=register.kept)
            absorb(register, (one for one in found if not isinstance(one, Finding)))
        assert told(register) == expected[0]
        for decision in decided:
            register.decide(decision)
        assert told(register) == expected[1]


def test_in_a_server_s_database(postgresql, usual, decided, expected):
    """PostgreSQL tells what a file tells."""
    choose = random.Random(7)
    with closing(Register.open(postgresql)) as register:
        filled(register, choose.sample(usual, len(usual)), choose, list(decided))
        assert told(register) == expected[1]


def test_what_differs_is_told_apart(usual, tmp_path):
    """A document less, a decision more, another order of decisions that contradict each other: another hash."""
    hashes = set()
    with Register.open(tmp_path / "register.whomet") as register:
        for reading in usual:
            absorb(register, [reading])
            hashes.add(hash_of(register))
        made = decisions(list(register.readings()))
        for decision in made:
            register.decide(decision)
            reconcile_register(register)
            hashes.add(hash_of(register))
    several = len({reading.document.key for reading in usual})
    assert len(hashes) >= several + len(made)
