"""A text that comes back to a meeting tells of one: the same people, of the same parties, on the same day."""

from dataclasses import replace

import pytest

import whomet
from whomet.extraction.occasions import find_occasions
from whomet.extraction.sides import Side
from whomet.extraction.tellings import Telling
from whomet.knowledge.data import read_data
from whomet.model import Span

DAY = "2031-04-07"
FIRST = Telling(
    1, Span(100, 105), Span(100, 190), "held", "in-person", "direct", "told", False,
    people=(11, 12), sides={n: Side(n, ()) for n in ("Norland", "Zenda")}, joined=1, sure=0.99, day=DAY,
)  # fmt: skip
AGAIN = replace(FIRST, meeting=2, word=Span(700, 705), sentence=Span(690, 790), joined=2)


@pytest.mark.parametrize("again", [AGAIN, replace(AGAIN, status="planned"), replace(AGAIN, format="unspecified")])
def test_the_same_people_on_the_same_day_are_one_meeting(again):
    """Told of as past or as still to come, and whether or not it says again how they met."""
    (occasion,) = find_occasions((FIRST, again))
    assert [t.meeting for t in occasion.tellings] == [1, 2]


@pytest.mark.parametrize(
    "other",
    [
        replace(AGAIN, day="2031-04-08"),
        replace(AGAIN, day=""),
        replace(AGAIN, people=(11, 13)),
        replace(AGAIN, people=(11, 12, 13)),
        replace(AGAIN, format="phone"),
        replace(AGAIN, sides={n: Side(n, ()) for n in ("Norland", "Vell")}),
    ],
    ids=["another day", "no day", "somebody else", "one more", "a call", "another party"],
)
def test_what_sets_two_apart_leaves_them_two(other):
    """Whatever differs, and a day that is told only once."""
    assert len(find_occasions((FIRST, other))) == 2


def test_a_month_alone_or_people_of_one_name_do_not_make_them_one():
    """Leaders meet more than once a month; of one person alone too little is known."""
    assert len(find_occasions(tuple(replace(t, day="2031-04") for t in (FIRST, AGAIN)))) == 2
    assert len(find_occasions(tuple(replace(t, people=(11,)) for t in (FIRST, AGAIN)))) == 2


NOBODY = replace(AGAIN, people=())


def test_told_once_with_names_and_once_without_it_is_one():
    """Of the same parties, on the same day, past or to come in both."""
    assert len(find_occasions((FIRST, NOBODY))) == 1
    assert len(find_occasions((replace(FIRST, people=(11,)), NOBODY))) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(NOBODY, status="planned"),
        replace(NOBODY, day="2031-04"),
        replace(NOBODY, apart=frozenset({"again"})),
        replace(NOBODY, format="phone"),
    ],
    ids=["to come", "a month", "again", "a call"],
)
def test_without_names_it_takes_the_rest(other):
    """What is still to come, or set apart, is another."""
    assert len(find_occasions((FIRST, other))) == 2


PLACED = replace(FIRST, day="", places=frozenset({"port vell", "vell"}))
THERE = replace(AGAIN, day="", places=frozenset({"port vell"}))


@pytest.mark.parametrize(
    "again", [THERE, replace(THERE, people=(12,)), replace(THERE, people=()), replace(THERE, day=DAY)]
)
def test_in_the_same_place_fewer_names_are_enough(again):
    """Without a day, or with one that may be the other's, as long as nobody else is named."""
    assert len(find_occasions((PLACED, again))) == 1


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (PLACED, replace(THERE, people=(11, 13))),
        (PLACED, replace(THERE, places=frozenset({"vellmouth"}))),
        (PLACED, replace(THERE, places=frozenset())),
        (replace(PLACED, day=DAY), replace(THERE, day="2031-05")),
        (PLACED, replace(THERE, format="phone")),
        (PLACED, replace(THERE, apart=frozenset({"again"}))),
    ],
    ids=["somebody else", "another place", "no place", "another month", "a call", "again"],
)
def test_a_place_alone_does_not_make_them_one(first, other):
    """Who sat there, when and how must not differ."""
    assert len(find_occasions((first, other))) == 2


MET = "Norwegian Foreign Minister Ada Lind met Kenyan President Joseph Wairimu in Geneva.\n\n"


@pytest.mark.parametrize("again", ["will meet again", "will hold another meeting", "will hold a second round of talks"])
def test_what_comes_after_the_meeting_is_another(again):
    """Read as a user does: the same people in the same place, and words that set the second time apart."""
    told = f"{MET}Officials of both sides said much else. Lind and Wairimu {again} in Geneva."
    accounts = whomet.read(told, published="2031-04-08").accounts
    assert len(accounts) == 2


@pytest.mark.parametrize("word", read_data("meeting_words")["sets_apart"])
def test_each_word_sets_apart(word):
    """Beside none, and beside another such word."""
    other = replace(THERE, apart=frozenset({word}))
    assert len(find_occasions((PLACED, other))) == 2
    assert len(find_occasions((replace(PLACED, apart=frozenset({word})), other))) == 1


def test_the_count_of_its_kind_does_not_set_a_meeting_apart():
    """ "The fourth such meeting" is the one told of."""
    told = f"{MET}Lind's meeting with Wairimu in Geneva is the fourth such meeting of Norway and Kenya in the city."
    assert len(whomet.read(told, published="2031-04-08").accounts) == 1
