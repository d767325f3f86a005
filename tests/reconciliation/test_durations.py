"""Durations: what words may mean in minutes, and which two can both be right. The cases stand beside the word data."""

import pytest

from whomet.knowledge.data import read_data
from whomet.reconciliation.durations import Duration, duration_of, may_both_be

DATA = read_data("durations")


@pytest.mark.parametrize("words, least, most", DATA["examples"], ids=str)
def test_words_mean_minutes(words, least, most):
    """Numbers in digits and words, halves, shares before the number, hints."""
    found = duration_of(words)
    assert found and (found.least, found.most) == (pytest.approx(least), pytest.approx(most))


@pytest.mark.parametrize("words", DATA["nothing"])
def test_other_words_mean_nothing(words):
    """What names no number of known units is unknown, and agrees with everything."""
    assert duration_of(words) is None
    assert may_both_be(words, "three hours")


@pytest.mark.parametrize("one, other", DATA["alike"])
def test_two_that_can_both_be_right(one, other):
    """In either order."""
    assert may_both_be(one, other) and may_both_be(other, one)


@pytest.mark.parametrize("one, other", DATA["unlike"])
def test_two_that_cannot(one, other):
    """In either order."""
    assert not may_both_be(one, other) and not may_both_be(other, one)


def test_a_long_line_costs_nothing():
    """Only the beginning is looked at; nothing is raised."""
    assert duration_of("about 3 hours " + "x1 " * 2_000_000) == Duration("sitting", 135.0, 225.0)
