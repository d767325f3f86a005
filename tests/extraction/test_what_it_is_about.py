"""Which meeting a report is about, and at which one of several something was said."""

import whomet

TALKS = "Norwegian Foreign Minister Ada Lind held talks with Kenyan President Joseph Wairimu in Geneva on Monday.\n\n"
FILLED = "The lake has been high all year, and the ferries of both towns have not run since the spring of the year.\n\n"


def test_the_first_meeting_of_a_report_that_begins_with_something_else() -> None:
    """Where neither title nor first paragraph tells of one; of several the first."""
    later = "In May she had talks with Zambian President Tom Banda in Lusaka."
    first, other = whomet.read(FILLED + TALKS + later, published="2031-04-08").accounts
    assert first.main
    assert not other.main


def test_no_meeting_that_is_told_of_late() -> None:
    """A report that comes to a meeting after a page is about something else."""
    (account,) = whomet.read(FILLED * 12 + TALKS, published="2031-04-08").accounts
    assert not account.main


def test_the_opening_still_decides() -> None:
    """Where the first paragraph tells of one, no other is the report's."""
    mains = [a.main for a in whomet.read(TALKS + FILLED, published="2031-04-08").accounts]
    assert mains == [True]
