"""A question that is asked of the database has the answer that looking through all meetings gives."""

from __future__ import annotations

from hashlib import sha256

import pytest

from whomet.faces.asking import Question, choose
from whomet.faces.narrowing import fitting
from whomet.faces.opening import list_of
from whomet.model import Account, Claim, Document, Property, Reading, Span
from whomet.pipeline import absorb
from whomet.register import Register

LONG = "Union " * 50 + "of Zembla"
TOLD = (
    ("2031-03-04", "held", ("Arvenia", "Lotland"), "Mira Okonveld"),
    ("2031-03", "planned", ("Arvenia", "Ruritania"), "Miraa Okonvelt"),
    ("2031", "held", ("Graustark", "Lotland"), "Tomas Brae"),
    ("2030-12-30/2031-01-02", "held", ("Graustark", LONG), "كريم الزهراوي"),
    ("", "cancelled", ("Ruritania", "Graustark"), "Karim al-Zahrawi"),
    ("2029-05-06", "held", (LONG, "Arvenia"), "K. Zahrawi"),
    ("203X", "postponed", ("Iran", "Oman"), "Mira Brae"),
    ("2031-03-05", "held", ("Islamic Republic of Iran", "Oman"), "Brae"),
)
QUESTIONS = (
    *(Question(name=name) for name in ("Okonveld", "okonvelt", "Mira", "Karim Zahrawi", "الزهراوي", "Brae", "Xyl")),
    *(Question(party=party) for party in ("arv", "Lotland", "Zembla", "of zembla union", "Iran", "republic", "Y")),
    *(Question(status=status) for status in ("held", "planned", "no such")),
    *(Question(since=day) for day in ("2031", "2031-03-05", "2033", "2041")),
    *(Question(until=day) for day in ("2029", "2031-03-03", "1999")),
    Question(since="2031-01-01", until="2031-01-02"),
    Question(since="2031-03-04", until="2031-03-04", party="Arvenia"),
    Question(party="Graustark", status="held", since="2031"),
    Question(name="Okonveld", party="Lotland", until="2031-03"),
)


def reading_of(number: int) -> Reading:
    """A document that tells of one of these meetings."""
    day, status, parties, person = TOLD[number]
    key, spans = sha256(str(number).encode()).hexdigest(), (Span(0, 1),)
    claims = [Claim(Property.STATUS, status, spans), Claim(Property.PERSON_NAME, person, spans, part=1)]
    claims += [Claim(Property.PARTY, party, spans) for party in parties]
    claims += [Claim(Property.DATE, day, spans)] * bool(day)
    account = Account(f"{key[:16]}", key, True, 1.0, tuple(claims))
    return Reading(Document(key, f"n{number}", f"text {number}", "x.txt", key, "text 1"), "rules 1", (account,))


@pytest.fixture(scope="module", params=["file", "server"])
def register(request, tmp_path_factory):
    """A register of all of them."""
    if request.param == "server":
        server = request.getfixturevalue("postgresql_server")
        where = server.new()
    else:
        where = str(tmp_path_factory.mktemp("asked") / "register.whomet")
    with Register.open(where) as made:
        absorb(made, [reading_of(number) for number in range(len(TOLD))])
        yield made
    if request.param == "server":
        server.drop(where)


def test_answers_are_those_of_looking_through_all(register):
    """Of names, sides however long, states and days, those of meetings that may have been on one of several too."""
    every = list_of(register)
    wrong = {}
    for question in QUESTIONS:
        expected = [meeting.id for meeting in choose(every, question)]
        found = [meeting.id for meeting in fitting(register, question)[0]]
        wrong |= {question: (found, expected)} if found != expected else {}
    assert not wrong


@pytest.mark.parametrize(
    ("question", "several"),
    [
        (Question(name="Okonveld"), 1),
        (Question(party="Zembla"), 2),
        (Question(since="2031-01-01", until="2031-01-02"), 2),
        (Question(status="held"), 5),
    ],
)
def test_each_kind_of_question_finds_something(register, question, several):
    """Else nothing was compared with nothing."""
    assert len(fitting(register, question)[0]) == several
