"""The flow as a whole: nothing remembered, the same whatever the order, and told what was not read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_records import RECORDS

from whomet.exchange.contract import encode
from whomet.language import english_by_rules
from whomet.model import Account, Finding, FindingKind, Reading
from whomet.pipeline import absorb, read_inputs
from whomet.register import Register

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
# Every tenth is enough for what reads them all anew.
FEW = RECORDS[::10]
HASHED = (
    "import sys, hashlib\n"
    "from whomet.exchange.contract import encode\n"
    "from whomet.pipeline import read_inputs\n"
    "print(hashlib.sha256(b'\\n'.join(encode(r) for r in read_inputs([sys.argv[1]]))).hexdigest())\n"
)


@pytest.fixture(scope="session")
def alone(read_record) -> dict[int, Reading]:
    """Each of the few, read by a reader of its own."""
    return {i: read_record(record, english_by_rules()) for i, record in enumerate(FEW)}


@pytest.fixture
def lines(tmp_path):
    """Records -> path of a JSON Lines file."""

    def write(records: list[dict[str, str]]) -> str:
        path = tmp_path / "reports.jsonl"
        texts = [json.dumps({"id": f"r{i}", "language": "en"} | record) for i, record in enumerate(records)]
        path.write_text("\n".join(texts), encoding="utf-8")
        return str(path)

    return write


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, len(FEW) - 1), max_size=8))
def test_a_reader_remembers_nothing(read_record, alone, order):
    """A document is read as it is read alone, whatever was read before it and however often."""
    language = english_by_rules()
    assert all(read_record(FEW[i], language) == alone[i] for i in order)


def test_every_record_is_read_in_its_place(lines):
    """One reading for each, in order, under its id."""
    assert [r.document.id for r in read_inputs([lines(FEW)])] == [f"r{i}" for i in range(len(FEW))]


def test_the_hash_seed_changes_nothing(lines):
    """The same bytes from two processes whose sets and dicts of strings are in other orders."""
    path = lines(RECORDS)
    made = {
        subprocess.run(
            [sys.executable, "-c", HASHED, path],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def kept(readings: list[Reading], path) -> tuple:
    """All that a register holds once it has taken these readings, two at a time."""
    with Register.open(path) as register:
        for i in range(0, len(readings), 2):
            absorb(register, readings[i : i + 2])
        told = [sorted(register.accounts(), key=lambda a: a.id), sorted(register.meetings(), key=lambda m: m.id)]
        told.append(list(register.judgements()))
        return (*told, sorted(register.entities(), key=lambda e: e.id), sorted(register.findings(), key=repr))


def test_order_and_batches_do_not_matter(alone, tmp_path):
    """Forwards, backwards, and with some read twice: one register."""
    readings = list(alone.values())
    forwards = kept(readings, tmp_path / "a.whomet")
    assert forwards[1]
    assert kept(readings[::-1], tmp_path / "b.whomet") == forwards
    assert kept([*readings[3:], *readings[:5]], tmp_path / "c.whomet") == forwards


def test_each_reading_is_shown_once_it_is_taken(alone, tmp_path):
    """`on_read` is called for every reading, also for one that is in the register already."""
    shown: list[str] = []
    two = list(alone.values())[:2]
    with Register.open(tmp_path / "r.whomet") as register:
        absorb(register, [*two, two[0]], on_read=lambda r: shown.append(r.document.key))
    assert shown == [r.document.key for r in (*two, two[0])]


def test_another_language_gives_a_finding_and_no_account(read_record):
    """What is not read is said."""
    reading = read_record({"text": "Die Minister trafen sich am Montag in Oslo.", "language": "de"})
    assert not reading.accounts
    assert [(f.kind, "“de”" in f.text) for f in reading.findings] == [(FindingKind.LANGUAGE, True)]


def test_what_cannot_be_read_is_named_among_the_rest(lines, tmp_path):
    """A bad line costs only itself."""
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(FEW[0]) + "\n{no JSON\n" + json.dumps(FEW[1]), encoding="utf-8")
    kinds = [r.kind if isinstance(r, Finding) else "read" for r in read_inputs([str(path)])]
    assert kinds == ["read", FindingKind.INPUT_SKIPPED, "read"]


def test_a_date_that_cannot_be_is_doubted(read_record):
    """The doubt is a finding of the reading, and a sentence of its JSON; the date is not used."""
    text = "Norway and Kenya met in Oslo on Thursday night. Both wished all who fast well in this month of Ramadan."
    reading = read_record({"text": text, "published": "2023-10-12"})
    (doubt,) = [f for f in reading.findings if f.kind is FindingKind.DATE_DOUBT]
    line = json.loads(encode(reading))
    assert line["published_doubt"] == doubt.text
    assert all(m["date"] != "2023-10-12" for m in line["meetings"])


def wrapped(text: str, width: int) -> str:
    """The text with a line break for the last space before each width: no longer and no shorter than it was."""
    out = []
    for line in text.split("\n"):
        start = 0
        while len(line) - start > width and (at := line.rfind(" ", start, start + width + 1)) > start:
            line, start = line[:at] + "\n" + line[at + 1 :], at + 1
        out.append(line)
    return "\n".join(out)


@pytest.mark.parametrize("width", [60, 68, 76])
@pytest.mark.parametrize("name", ["coast-press", "mountain-voice", "tagus-courier"])
def test_a_text_broken_into_lines_gives_the_same_accounts(read_record, name, width):
    """Names, roles and sentences run over line breaks as over spaces; values are the words as they stand."""
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    broken = wrapped(text, width)
    flat, narrow = (read_record({"id": name, "text": t}, english_by_rules()) for t in (text, broken))
    assert broken.count("\n") > text.count("\n")
    assert [told(a) for a in narrow.accounts] == [told(a) for a in flat.accounts]
    values = [c.value for a in narrow.accounts for c in a.claims if not c.basis]
    assert any("\n" in v for v in values) and all(v in broken for v in values if "\n" in v)


def told(account: Account) -> list[tuple[object, ...]]:
    """Its claims, white space aside."""
    return [(c.property, " ".join(c.value.split()), c.spans, c.part) for c in account.claims]
