"""A document that must go is gone to the last byte, as if it had never been read; a tombstone says who and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from made_up_work import everything, exports, lead, name, read_anew, records, refilled
from sqlalchemy import select

from whomet import pipeline
from whomet.errors import DecisionError, NotFoundError, PurgedError, RegisterError
from whomet.model import Finding, FindingKind
from whomet.pipeline import absorb, purge, reconcile_register
from whomet.register import Register, sqlite, tables
from whomet.register.columns import schema
from whomet.values.decisions import Decision, DecisionKind

SECRET = "Zembla"
ON = "2031-05-01T09:00:00Z"
BY_HAND = "2031-04-01T10:00:00Z"


@pytest.fixture(scope="module")
def read(read_record):
    """Reports of some meetings; the first two tell of one meeting, in a town that no other names."""
    made = records(18)
    for record in made[:2]:
        record["text"] = record["text"].replace("Oslo", SECRET).replace("Mira Okonveld", f"Mira {SECRET}ova")
    return [read_record(record) for record in made]


def ordered(register: Register, reading) -> str:
    """Purges a document and gives its key."""
    return purge(register, reading.document.key, "a court's order", by="Ada", on=ON).document


def test_it_is_as_if_it_had_never_been_read(places, register, read):
    """All that follows, and every export, equals that of a register which never met the document."""
    absorb(register, read)
    absorb(register, [read_anew(read[3], 1)])
    ordered(register, read[3])
    rest = [r for r in read if r is not read[3]]
    with refilled(places.new(), rest, ()) as other:
        assert everything(register) == everything(other)
        assert exports(register) == exports(other)
        assert register.search("Report").documents == other.search("Report").documents
        assert register.search("Brae").accounts == other.search("Brae").accounts
    assert not register.behind
    with pytest.raises(NotFoundError):
        register.reading(read[3].document.id)


def test_a_document_that_waits_goes_too(register, read, places):
    """Also one whose meetings were not made yet, among others that wait, is purged, and the others are settled."""
    absorb(register, read[:6])
    for reading in (*(read_anew(r, 2) for r in read[:6]), *read[6:9]):
        register.add(reading)
    ordered(register, read[7])
    rest = [*read[:7], read[8], *(read_anew(r, 2) for r in read[:6])]
    with refilled(places.new(), rest, ()) as other:
        assert everything(register) == everything(other)


def test_no_row_has_a_word_of_it(register, read):
    """Every table is looked through; the index finds nothing; the tombstone has key, reason, name and time."""
    absorb(register, read)
    key = read[0].document.key
    about = (lead(register, read[0]),)
    register.decide(Decision(DecisionKind.CORRECT, about, "city=Turku", "Ada", BY_HAND, "I looked"))
    reconcile_register(register)
    for one in read[:2]:
        ordered(register, one)
    with register._looking() as connection:
        for table in schema.sorted_tables:
            rows = [str(tuple(row)) for row in connection.execute(select(table))]
            assert not [row for row in rows if SECRET.lower() in row.lower()], table.name
            if table.name not in ("tombstones", "anchors"):  # which point at it, without its words
                assert not [row for row in rows if key in row], table.name
    assert register.search(SECRET).documents == frozenset()
    assert register.search(f"{SECRET}*").accounts == frozenset()
    (first, _) = register.tombstones()
    assert (first.reason, first.by, first.on) == ("a court's order", "Ada", ON)
    assert {t.document for t in register.tombstones()} == {r.document.key for r in read[:2]}


def test_its_words_are_nowhere_in_the_file(files, read):
    """Nor in the write-ahead log, while the register is open; before, they are in one of the two."""
    where = files.made()

    def stands(words: str) -> bool:
        there = [Path(where + end) for end in ("", "-wal", "-journal")]
        return any(words.lower().encode() in file.read_bytes().lower() for file in there if file.exists())

    with Register.open(where) as register:
        absorb(register, read)
        about = (lead(register, read[0]), lead(register, read[4]))
        register.decide(Decision(DecisionKind.SAME_MEETING, about, "", "Ada", BY_HAND, "I looked"))
        reconcile_register(register)
        absorb(register, [read_anew(read[0], 1)])
        assert stands(SECRET)
        assert stands("Report 0.")
        for one in read[:2]:
            ordered(register, one)
        assert not stands(SECRET)
        assert not stands("Report 0.")
        assert stands("Report 4.")
        with register._looking() as connection:
            assert sqlite.has_index(connection)
    assert not stands(SECRET)


def test_while_somebody_reads_the_file_is_not_wiped_and_that_is_said(files, read, monkeypatch):
    """The document is gone for everybody, its bytes are not yet: the next purge, or rebuild, wipes them."""
    monkeypatch.setattr(sqlite, "WAIT", 0.05)
    where = files.made()
    with Register.open(where) as register:
        absorb(register, read[:4])
        with Register.open(where, create=False) as other, other.one_state():
            assert len(list(other.readings())) == 4
            with pytest.raises(RegisterError, match="another program"):
                ordered(register, read[0])
            assert len(list(other.readings())) == 4
        assert len(list(register.readings())) == 3
        assert SECRET.encode() in b"".join(Path(where + end).read_bytes() for end in ("", "-wal"))
        ordered(register, read[1])
        assert SECRET.encode() not in b"".join(Path(where + end).read_bytes() for end in ("", "-wal"))


def test_who_reads_it_again_is_refused(register, read):
    """One sentence says who purged it and why; the rest of the run goes on, also from another place or by another
    reader."""
    absorb(register, read[:4])
    ordered(register, read[0])
    again = replace(read[0], document=replace(read[0].document, id="copy", source="elsewhere/copy.txt"))
    refused = absorb(register, [again, read[5], read_anew(read[0], 1)])
    assert [str(error) for error in refused] == [
        "elsewhere/copy.txt: was purged by Ada on 2031-05-01 (a court's order), so it was left out.",
        f"{read[0].document.source}: was purged by Ada on 2031-05-01 (a court's order), so it was left out.",
    ]
    keys = {r.document.key for r in register.readings()}
    assert keys == {r.document.key for r in (*read[1:4], read[5])}
    with pytest.raises(PurgedError, match=r"^[0-9a-f]{64}: was purged by Ada"):
        ordered(register, read[0])


def test_decisions_about_it_stay_without_its_words(register, read, places):
    """Their ids stay, so that what undid them still does; they hold no longer; they can be taken back."""
    absorb(register, read)
    made = Decision(
        DecisionKind.SAME_MEETING, (lead(register, read[0]), lead(register, read[7])), "", "Ada", BY_HAND, "both"
    )
    who = Decision(
        DecisionKind.SAME_PERSON, (name(register, read[9]), name(register, read[4])), "", "Ada", BY_HAND, "married"
    )
    taken = Decision(DecisionKind.UNDO, made.about, made.id, "Ben", BY_HAND, "no")
    for decision in (made, who, taken):
        register.decide(decision)
    reconcile_register(register)
    for gone in (read[0], read[9]):
        ordered(register, gone)
    log = [d for _, d in register.decisions()]
    assert [d.id for d in log] == [made.id, who.id, taken.id]
    assert [[a.quote for a in d.about] for d in log] == [
        ["", made.about[1].quote],
        ["", who.about[1].quote],
        ["", made.about[1].quote],
    ]
    rest = [r for r in read if r not in (read[0], read[9])]
    with refilled(places.new(), rest, ()) as other:
        assert everything(register) == everything(other)
    register.decide(Decision(DecisionKind.UNDO, log[2].about, taken.id, "Ada", BY_HAND, "yes"))
    with pytest.raises(DecisionError, match="holds no such document"):
        register.decide(replace(made, reason="once more"))
    pipeline.rebuild(register)
    with refilled(places.new(), rest, ()) as other:
        assert everything(register) == everything(other)


def test_what_others_still_have_stays(register, made_up):
    """An original that another document came from too, and what runs said of its source, are not deleted with it."""
    one = made_up("one", source="box.txt", original="0" * 64)
    two = made_up("two", source="box.txt", original="0" * 64)
    alone = made_up("three", source="alone.txt", original="1" * 64)
    for reading in (one, two, alone):
        register.add(reading)
    said = [Finding(FindingKind.INPUT_SKIPPED, f"{s} is empty", s) for s in ("box.txt", "alone.txt", "other.txt")]
    register.note_skipped(said)
    for reading in (one, alone):
        ordered(register, reading)
    with register._looking() as connection:
        assert list(connection.scalars(select(tables.originals.c.hash))) == ["0" * 64]
        abouts = select(tables.findings.c.about).where(tables.findings.c.origin == "run")
        assert sorted(connection.scalars(abouts)) == ["box.txt", "other.txt"]
    assert [r.document.id for r in register.readings()] == ["two"]


def test_all_of_it_or_nothing(register, read, monkeypatch):
    """What breaks off midway leaves the document, its readings and its meetings."""
    absorb(register, read)
    before, told = everything(register), exports(register)

    def breaks(*given):
        raise RegisterError("the disk is full")

    monkeypatch.setattr(pipeline, "settle", breaks)
    with pytest.raises(RegisterError, match="full"):
        ordered(register, read[0])
    monkeypatch.undo()
    assert everything(register) == before
    assert exports(register) == told
    assert register.tombstones() == []


def test_every_table_is_thought_of():
    """Whoever adds a table says here what a purge does with it."""
    with_its_words = {"originals", "documents", "copies", "readings", "accounts", "claims", "citations", "findings"}
    with_its_words |= {"drawn", "coded", "coded_cells"}
    emptied = {"anchors"}
    kept = {"meta", "decisions", "tombstones", "samples", "sheets"}
    follows = {
        "unsettled",
        "standings",
        "blocks",
        "judgements",
        "meetings",
        "meeting_accounts",
        "cells",
        "listings",
        "facets",
        "tallies",
        "attendances",
        "whereabouts",
        "sites",
        "pairs",
        "summaries",
        "in_force",
        "decided_accounts",
        "decided_claims",
        "decided_citations",
        "members",
        "spellings",
        "spelling_keys",
        "spelling_words",
        "spelling_links",
        "entities",
        "compared",
    }
    assert set(schema.tables) == with_its_words | emptied | kept | follows
