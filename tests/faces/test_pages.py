"""Small parts of pages: dates in plain words, the judgements that hold a meeting together."""

import pytest

from whomet.faces.dates import plain, short
from whomet.faces.reasons import holding_together
from whomet.model import Judgement, Reason, Verdict

DATES = [
    ("2031-05-03", "2031-05-03", "2031-05-03"),
    ("2031-05", "2031-05", "2031-05"),
    ("2031", "2031", "2031"),
    ("2031-21", "spring 2031", "spring 2031"),
    ("2031-24", "winter 2031", "winter 2031"),
    ("2031-05-03/2031-05-05", "2031-05-03 to 2031-05-05", "2031-05-03 to 2031-05-05"),
    ("[2031-05-03,2031-05-10]", "one of 2031-05-03, 2031-05-10", "one of 2031-05-03, 2031-05-10"),
    (
        "[2031-05-03,2031-05-10,2031-05-17,2031-05-24]",
        "one of 2031-05-03, 2031-05-10, 2031-05-17, 2031-05-24",
        "one of 4 dates from 2031-05-03 to 2031-05-24",
    ),
    ("", "", ""),
]


@pytest.mark.parametrize("edtf, long, cut", DATES)
def test_dates_in_plain_words(edtf, long, cut):
    """Sets, intervals and seasons are told in words; what is a plain date stays one."""
    assert (plain(edtf), short(edtf)) == (long, cut)


def judged(left: str, right: str, weight: float) -> Judgement:
    """Two accounts judged the same by one reason."""
    return Judgement(left, right, Verdict.SAME, (Reason("place", weight, "both in one city"),), "rules 1")


def test_a_meeting_is_held_together_by_one_judgement_for_each_further_account():
    """The strongest that ties it to the others; what is tied already needs no more, whatever the order."""
    all_pairs = [
        judged("a", "b", 5),
        judged("a", "c", 2),
        judged("b", "c", 3),
        judged("c", "d", 4),
        judged("a", "d", 1),
    ]
    kept = [(j.left, j.right) for j in holding_together(all_pairs)]
    assert kept == [("a", "b"), ("c", "d"), ("b", "c")]
    assert [(j.left, j.right) for j in holding_together(reversed(all_pairs))] == kept
    assert holding_together([]) == []
