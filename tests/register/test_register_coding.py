"""Samples and what people code of them, in a register: kept as given, shown to nobody too soon, purged."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from whomet.errors import DecisionError, NotFoundError
from whomet.model import Property
from whomet.pipeline import absorb, purge
from whomet.register import Register, coding_tables
from whomet.values.coding import CodedMeeting, Drawn, Sample, Sheet
from whomet.values.decisions import Anchor, Decision, DecisionKind

ON = "2031-05-01T09:00:00Z"
HELD = CodedMeeting((("words", "they met"), ("status", "held"), ("people", "Zenda Black |  | ")), "seen \0 twice")
PLANNED = CodedMeeting((("words", "they meet"), ("status", "planned")))


@pytest.fixture
def drawn(register, made_up):
    """A register with two documents, both in a sample; gives their keys."""
    readings = [made_up(name) for name in ("one", "two")]
    for reading in readings:
        register.add(reading)
    keys = [reading.document.key for reading in readings]
    register.draw(Sample("pilot", 7, "year", 2, "Eve", ON, tuple(Drawn(n, k, "2024") for n, k in enumerate(keys, 1))))
    return keys


def give(register, *coders: str) -> None:
    for coder in coders:
        register.give("pilot", Sheet(coder, True, ON))


def test_a_sample_is_kept_as_it_was_drawn(register, drawn):
    """The last is found without its name; a second of the same name is refused."""
    found = register.sample()
    assert (found.name, found.seed, found.strata, found.by) == ("pilot", 7, "year", "Eve")
    assert [(d.number, d.document, d.stratum) for d in found.drawn] == [(1, drawn[0], "2024"), (2, drawn[1], "2024")]
    with pytest.raises(DecisionError, match="There is a sample “pilot” already"):
        register.draw(found)
    assert register.samples() == [found]
    with pytest.raises(NotFoundError, match="No sample is called “main”"):
        register.sample("main")


def test_nobody_sees_what_another_coded_before_all_is_coded(register, drawn):
    """Until then the sentence says whose sheet is out; then it can be seen, and not be changed any more."""
    with pytest.raises(DecisionError, match="needs two coders at least"):
        register.codings()
    give(register, "Ada", "Ben")
    register.take("pilot", "Ada", {drawn[0]: (HELD,), drawn[1]: ()}, ON)
    register.take("pilot", "Ben", {drawn[0]: (PLANNED,)}, ON)
    with pytest.raises(DecisionError, match=r"still out: Ben \(1 of 2\)"):
        register.codings()
    register.take("pilot", "Ben", {drawn[0]: (HELD, PLANNED), drawn[1]: ()}, ON)
    assert register.codings() == {
        drawn[0]: {"Ada": (HELD,), "Ben": (HELD, PLANNED)},
        drawn[1]: {"Ada": (), "Ben": ()},
    }
    with pytest.raises(DecisionError, match="can be seen already, so what was coded first stands"):
        register.take("pilot", "Ben", {drawn[0]: (PLANNED,)}, ON)
    with pytest.raises(DecisionError, match="nobody codes it blind any more"):
        give(register, "Cem")
    with pytest.raises(DecisionError, match="Ben's sheet stays"):
        register.withdraw("pilot", "Ben")


def test_a_sheet_is_given_once_and_can_be_withdrawn(register, drawn):
    """Given again it is the same; otherwise it is refused; who was given none can hand none in."""
    give(register, "Ada", "Ada", "Ben", "Cem")
    assert [s.coder for s in register.sheets()] == ["Ada", "Ben", "Cem"]
    with pytest.raises(DecisionError, match="Ada was given a sheet without the machine's values"):
        register.give("pilot", Sheet("Ada", False, ON))
    with pytest.raises(NotFoundError, match="Dan was given no sheet of sample “pilot”"):
        register.take("pilot", "Dan", {}, ON)
    for coder in ("Ada", "Ben"):
        register.take("pilot", coder, dict.fromkeys(drawn, ()), ON)
    register.take("pilot", "Cem", {drawn[0]: (HELD,)}, ON)
    register.withdraw("pilot", "Cem")
    assert set(register.codings()[drawn[0]]) == {"Ada", "Ben"}


def test_what_was_settled_last_holds(register, drawn):
    """With who settled it; coders' own sheets are as they were."""
    register.settle_codings("pilot", "Eve", {drawn[0]: (HELD,), drawn[1]: ()}, ON)
    register.settle_codings("pilot", "Fay", {drawn[0]: (PLANNED,)}, ON)
    assert register.settled_codings() == {drawn[0]: ("Fay", (PLANNED,)), drawn[1]: ("Eve", ())}
    assert register.sheets() == []


def test_it_is_there_when_the_register_is_opened_again(where, register, drawn):
    """By another process, say."""
    give(register, "Ada")
    register.take("pilot", "Ada", {drawn[0]: (HELD,)}, ON)
    with Register.open(where, create=False) as other:
        assert other.sample() == register.sample()
        assert other.sheets() == [Sheet("Ada", True, ON, frozenset({drawn[0]}))]


def test_a_purge_forgets_what_was_coded(register, drawn):
    """No row is left of the document; the numbers of the others stay."""
    give(register, "Ada")
    register.take("pilot", "Ada", dict.fromkeys(drawn, (HELD,)), ON)
    register.settle_codings("pilot", "Eve", {drawn[0]: (HELD,)}, ON)
    purge(register, drawn[0], "a court's order", by="Ada", on=ON)
    with register._looking() as connection:
        for table in (coding_tables.drawn, coding_tables.coded, coding_tables.coded_cells):
            assert drawn[0] not in str(connection.execute(select(table)).all())
    assert [(d.number, d.document) for d in register.sample().drawn] == [(2, drawn[1])]
    assert register.sheets()[0].is_whole(register.sample())


def test_the_machine_is_measured_without_what_people_decided(register, made_up):
    """A cell that was corrected is given as it was read."""
    reading = made_up("one")
    absorb(register, [reading])
    (account,) = reading.accounts
    lead = account.claims[0].spans[0]
    anchor = Anchor(account.document, lead, lead.of(reading.document.text), account.id)
    register.decide(Decision(DecisionKind.CORRECT, (anchor,), "city=Hentzau", "Ada", ON, "I was there"))
    (read,) = register.as_read([account.document])
    assert read.accounts == reading.accounts
    (now,) = register.newest([account.document])
    assert now.accounts[0].value(Property.CITY) == "Hentzau"
