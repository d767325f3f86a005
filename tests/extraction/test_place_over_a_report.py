"""Where an office says, over the report of its own meeting, that it was."""

import pytest

from whomet.language import english_by_rules
from whomet.model import Property

HEAD = "Meeting with Joseph Wairimu\n\n2031-06-29 13:00 Osaka\n\n"
TOLD = "Norwegian Foreign Minister Ada Lind met Kenyan Foreign Minister Joseph Wairimu, as before in Nairobi."


@pytest.mark.parametrize(("publisher", "city"), [("President of Russia", "Osaka"), ("The Port Vell Herald", "Nairobi")])
def test_the_place_over_an_offices_report_comes_first(publisher, city, read_record):
    """What is said there of other places may be of former talks; a newspaper's head says where it wrote."""
    record = {"id": "a", "publisher": publisher, "published": "2031-06-29", "text": HEAD + TOLD}
    reading = read_record(record, english_by_rules())
    assert [a.value(Property.CITY) for a in reading.accounts] == [city]
