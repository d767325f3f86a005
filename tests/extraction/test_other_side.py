"""A meeting of which only one side is told takes the other from its sentence, or from the meeting told of beside it."""

import pytest

from whomet.extraction.occasions import find_occasions
from whomet.extraction.sides import Side
from whomet.extraction.tellings import Telling
from whomet.model import Span


def telling(number, sides, sure=0.99, **more):
    """A telling of its own meeting, at its own place, by parties of these names."""
    span = Span(100 * number, 100 * number + 5)
    named = {name: Side(name, (Span(span.start + 10, span.start + 15),)) for name in sides}
    said = {"title": False, "times": (3,)} | more
    sentence = Span(span.start, span.start + 90)
    manner = ("held", "in-person", "direct", "told")
    return Telling(number, span, sentence, *manner, sides=named, joined=number, sure=sure, **said)


def sides_of(*tellings):
    """The parties of each occasion found, in text order."""
    return [list(o.sides) for o in find_occasions(tellings)]


def test_the_other_side_is_that_of_the_nearest_meeting_with_this_one():
    """Of two meetings of Norland the nearer one, and the claim says where the other side comes from."""
    every = (telling(1, ["Norland", "Vell"]), telling(5, ["Norland", "Zenda"]), telling(6, ["Norland"]))
    assert sides_of(*every) == [["Norland", "Vell"], ["Norland", "Zenda"], ["Norland", "Zenda"]]
    last = find_occasions(every)[-1]
    assert last.side_told_elsewhere
    assert "nearest to this one" in last.sides["Zenda"].basis


def test_who_else_the_sentence_names_comes_first():
    """A party of the sentence is taken before one of another meeting."""
    beside = ((Side("Norland", (Span(620, 625),)), None), (Side("Vell", (Span(630, 634),)), 7))
    found = find_occasions((telling(5, ["Norland", "Zenda"]), telling(6, ["Norland"], beside=beside)))
    assert list(found[1].sides) == ["Norland", "Vell"]
    assert list(found[1].people) == [7]


@pytest.mark.parametrize(
    "alone",
    [
        telling(6, ["Vell"]),  # no meeting of Vell is told of
        telling(6, ["Norland"], sure=0.5),
        telling(6, ["Norland"], times=()),
        telling(6, ["Norland"], title=True),
        telling(6, []),
    ],
)
def test_nothing_is_taken_for_granted(alone):
    """No other meeting of that side, a doubtful word, neither time nor place, a headline, no side: no account."""
    assert sides_of(telling(5, ["Norland", "Zenda"]), alone) == [["Norland", "Zenda"]]


def test_a_further_round_on_a_day_of_its_own_takes_both_sides_of_the_nearest_meeting():
    """ "The next round is on May 5": whose goes without saying."""
    every = (telling(1, ["Norland", "Vell"], day="2031-04-07"), telling(5, ["Norland", "Zenda"], day="2031-04-09"))
    found = find_occasions((*every, telling(6, [], day="2031-05-05")))
    assert list(found[-1].sides) == ["Norland", "Zenda"]
    assert found[-1].side_told_elsewhere


@pytest.mark.parametrize("day", ["", "2031-04-07", "2031-04"])
def test_without_a_side_or_a_day_of_its_own_it_may_be_the_meeting_told_of(day):
    """A day of the other meeting, or its month, or none: no further account."""
    assert len(find_occasions((telling(1, ["Norland", "Vell"], day="2031-04-07"), telling(6, [], day=day)))) == 1
