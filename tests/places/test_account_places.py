"""Where an account's meeting took place when its own words leave that open: by the document, else a finding."""

from __future__ import annotations

import pytest

from whomet.model import Account, Claim, Document, FindingKind, Property, Span
from whomet.resolution.account_places import DocumentPlaces, place_account


def placed(text, *words, url="", **more):
    """City and country of a meeting that these words of the text place, and the kinds of the findings."""
    spans = [Span(text.index(each), text.index(each) + len(each)) for each in words]
    claims = [Claim(Property.PLACE_TEXT, each, (span,)) for each, span in zip(words, spans, strict=True)]
    claims += [Claim(Property[name.upper()], value, (spans[0],)) for name, value in more.items()]
    document = Document("key", "id", text, "made-up", "", "", url=url)
    account = Account("made-up", "key", True, 1.0, tuple(claims))
    found, findings = place_account(account, DocumentPlaces(document))
    return (found.value(Property.CITY), found.value(Property.COUNTRY)), [each.kind for each in findings]


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("They met in Springfield. He had grown up in Springfield, Illinois.", ("Springfield", "US")),
        ("They met in San José. The president of Costa Rica received them.", ("San José", "CR")),
    ],
)
def test_the_document_settles(text, city):
    """A name that is open by its words is settled by what the rest of the document says of it."""
    assert placed(text, city[0]) == (city, [])


def test_what_nothing_settles_is_a_finding():
    """No city, no country, and one sentence for the reader."""
    assert placed("They met in Springfield.", "Springfield") == (("", ""), [FindingKind.PLACE_AMBIGUOUS])


def test_the_publisher_leans():
    """Where a source is published weighs in its country's favour."""
    alone = placed("They met in Valencia.", "Valencia")
    abroad = placed("They met in Valencia.", "Valencia", url="https://elpais.com/a")
    assert alone == (("", ""), [FindingKind.PLACE_AMBIGUOUS]) and abroad == (("Valencia", "ES"), [])


def test_calls_take_place_nowhere():
    """A call has no place, whatever place its telling names."""
    assert placed("They spoke in Doha.", "Doha", format="phone") == (("", ""), [])


def test_a_city_comes_before_a_land():
    """City and country are those of one place; a disputed city takes the country that the text gives beside it."""
    assert placed("Talks on Libya were held in Vienna.", "Libya", "Vienna")[0] == ("Vienna", "AT")
    assert placed("On a visit to Israel he saw her in Jerusalem.", "Israel", "Jerusalem")[0] == ("Jerusalem", "IL")
    assert placed("They met in Chad.", "Chad")[0] == ("", "TD")
