"""A meeting is found by the words of its places: what comes out is what looking through all meetings gives, in a file
and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest
from sqlalchemy import select, text

from whomet.faces.asking import Question, choose
from whomet.faces.narrowing import candidates, fitting
from whomet.faces.opening import list_of
from whomet.model import Account, Claim, Document, Property, Reading, Span
from whomet.pipeline import absorb, purge, rebuild, reconcile_register
from whomet.register import Register, tables, whereabouts
from whomet.values.decisions import Anchor, Decision, DecisionKind

ON = "2031-05-01T09:00:00Z"
CITY, COUNTRY, VENUE, WORDED = Property.CITY, Property.COUNTRY, Property.VENUE, Property.PLACE_TEXT
MANY = " ".join(f"Quay{number}" for number in range(whereabouts.MOST + 1))
TOLD = (
    ((CITY, "Upper Venn"), (COUNTRY, "CH")),
    ((CITY, "Port Sellis"), (WORDED, "the Ruritanian capital")),
    ((COUNTRY, "QA"), (VENUE, "Hotel Sellis"), (WORDED, "in Doha")),
    ((CITY, "القاهرة"), (COUNTRY, "EG")),
    ((CITY, "Київ"), (COUNTRY, "UA")),
    ((WORDED, "St. Petersburg/Пітер"),),
    ((CITY, "Venn"), (CITY, "Port Upper")),
    ((WORDED, MANY), (COUNTRY, "QA")),
    ((CITY, "X" * 3000),),
    ((VENUE, "*"),),
    (),
    ((COUNTRY, "nowhere"), (CITY, "Qatar City")),
)
ASKED = (
    *("Upper Venn", "venn upper", "Venn", "Port", "sellis", "hotel", "ruritanian", "Ruritanian capital", "capital of"),
    *("Qatar", "QA", "qa", "Switzerland", "ch", "Egypt", "القاهرة", "alqahra", "Kyiv", "київ", "Doha", "in", "i", "do"),
    *(
        "St Petersburg",
        "petersburg",
        "питер",
        "Quay7",
        "quay100",
        "quay",
        "Quay7 Sellis",
        "X" * 3000,
        "X" * 60,
        "x" * 48,
    ),
    *("*", "!?", "", "nowhere", "é", "Qat", "City of Qatar", "Doha Venn"),
)


def reading_of(number: int, *told: tuple[Property, str], reader: str = "rules 1") -> Reading:
    """A document that tells of a meeting at some places."""
    key, said = sha256(str(number).encode()).hexdigest(), f"{number} text of a meeting"
    claims = [Claim(Property.LEAD, said[:4], (Span(0, 4),)), Claim(Property.DATE, f"{2000 + number}", (Span(0, 1),))]
    claims += [Claim(prop, value, (Span(0, 1),)) for prop, value in told]
    account = Account(key[:16], key, True, 1.0, tuple(claims))
    return Reading(Document(key, f"n{number}", said, "x.txt", key, "text 1"), reader, (account,))


READ = tuple(reading_of(number, *told) for number, told in enumerate(TOLD))


@pytest.fixture(scope="module")
def told(places) -> Iterator[Register]:
    """A register of all of them, that no test changes."""
    with places.register() as opened:
        absorb(opened, READ)
        yield opened


@pytest.fixture
def some(register) -> Register:
    """A register of a few of them, to be changed."""
    absorb(register, READ[:6])
    return register


def looked_through(register: Register, place: str) -> list[str]:
    """The meetings at a place, all of the register gone through."""
    return [meeting.id for meeting in choose(list_of(register), Question(place=place))]


def found(register: Register, place: str) -> list[str]:
    return [meeting.id for meeting in fitting(register, Question(place=place))[0]]


def at(*numbers: int) -> list[str]:
    """The meetings that some of the documents tell of, which are in the order of their dates."""
    return [READ[number].accounts[0].id for number in numbers]


def kept(register: Register) -> list[tuple[str, str]]:
    with register._looking() as connection:
        return sorted(map(tuple, connection.execute(select(tables.whereabouts))))


def decide(register: Register, kind: DecisionKind, value: str, number: int = 0, *, settled: bool = True) -> Decision:
    """A decision about the account of one of the documents."""
    account = READ[number].accounts[0]
    lead = Anchor(account.document, Span(0, 4), account.first(Property.LEAD).value, account.id)
    made = Decision(kind, (lead,), value, "Ada", ON, "I was there")
    register.decide(made)
    if settled:
        reconcile_register(register)
    return made


def test_answers_are_those_of_looking_through_all(told):
    """Of cities, countries, venues and words of reports, in any script, in part, by code, however long."""
    answers = {place: found(told, place) for place in ASKED}
    assert answers == {place: looked_through(told, place) for place in ASKED}
    assert sum(map(bool, answers.values())) > 25
    assert answers["Qatar"] == at(2, 7, 11)
    assert answers["Upper Venn"] == at(0)


def test_few_meetings_are_looked_at(told):
    """Those whose places have all the words, and the one whose places have too many words to be kept."""
    among = candidates(told, Question(place="Upper Venn"), None, ())
    assert among == set(at(0, 6, 7))


def test_what_a_person_corrects_or_takes_back_is_found_so(some):
    """The words of a report as a person corrected them, before and after what follows was made; then no more."""
    correction = decide(some, DecisionKind.CORRECT, "place_text=the old mill", settled=False)
    assert found(some, "mill") == looked_through(some, "mill")
    reconcile_register(some)
    assert found(some, "mill") == at(0)
    undo = Decision(DecisionKind.UNDO, correction.about, correction.id, "Ada", ON, "a slip")
    some.decide(undo)
    reconcile_register(some)
    assert found(some, "mill") == []
    assert "mill" not in {word for word, _ in kept(some)}


def test_what_a_newer_reader_finds_is_found_before_and_after_it_is_settled(some):
    """A document that waits to be settled is looked at all the same."""
    some.add(reading_of(1, (WORDED, "a lighthouse"), reader="rules 2"))
    assert found(some, "lighthouse") == looked_through(some, "lighthouse") == at(1)
    reconcile_register(some)
    assert found(some, "lighthouse") == looked_through(some, "lighthouse") == at(1)
    assert found(some, "Sellis") == looked_through(some, "Sellis")


def test_made_anew_it_is_the_same(some):
    """Also where people decided."""
    decide(some, DecisionKind.CORRECT, "place_text=the old mill")
    decide(some, DecisionKind.CORRECT, "city=Lower Venn", 1)
    before = kept(some)
    rebuild(some)
    assert kept(some) == before
    assert found(some, "lower venn") == at(1)


def test_what_is_purged_is_found_no_more(some):
    """The words of a purged document's places are gone with it."""
    assert "sellis" in {word for word, _ in kept(some)}
    for number in (1, 2):
        purge(some, READ[number].document.key, "an order", by="Ada", on=ON)
    assert not {"sellis", "doha"} & {word for word, _ in kept(some)}
    assert found(some, "Sellis") == []


def test_a_register_that_had_none_gets_them(where, monkeypatch):
    """The eleventh migration keeps every meeting that is there as if it had just come, whatever people decided."""
    monkeypatch.setattr(whereabouts, "_AT_ONCE", 4)
    with Register.open(where) as register:
        absorb(register, READ)
        decide(register, DecisionKind.CORRECT, "place_text=the old mill")
        before = kept(register)
        with register._writing() as connection:
            connection.execute(text("DROP TABLE whereabouts"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0010'"))
    with Register.open(where) as register:
        assert kept(register) == before
        assert found(register, "mill") == at(0)


def test_two_accounts_of_one_meeting_are_kept_together(register):
    """A meeting is found by what any of its accounts says."""
    one, other = (replace(READ[n], accounts=READ[n].accounts) for n in (0, 1))
    absorb(register, [one, other])
    leads = [Anchor(r.document.key, Span(0, 4), r.document.text[:4], r.accounts[0].id) for r in (one, other)]
    register.decide(Decision(DecisionKind.SAME_MEETING, tuple(leads), "", "Ada", ON, "I read both"))
    reconcile_register(register)
    (both,) = found(register, "Venn")
    assert found(register, "ruritanian capital") == [both]
