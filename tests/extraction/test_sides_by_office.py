"""Whom a person speaks for, where the text does not say it but the lists of office holders leave one answer."""

from __future__ import annotations

import pytest

from whomet.model import Property

TEXT = "President {name} met the foreign minister of Norway in Oslo on Tuesday. They spoke about fish.\n"


def sides(read_record, name, published, publisher="The Paper"):
    """The parties at the table, and the claim on the person's own party."""
    record = {"text": TEXT.format(name=name), "publisher": publisher, "published": published}
    (account,) = read_record(record).accounts
    claims = [part.get(Property.PERSON_PARTY) for part in account.parts("person")]
    return set(account.values(Property.PARTY)), next((c for c in claims if c), None)


@pytest.mark.parametrize(
    ("name", "published", "party"),
    [("Mubarak", "2006-05-10", "Egypt"), ("Shimon Peres", "2010-05-11", "Israel")],
)
def test_the_list_tells_the_side(read_record, name, published, party):
    """Also of a surname alone; the claim's sentence names the list, and its spans are the title and the name."""
    parties, claim = sides(read_record, name, published)
    assert parties == {party, "Norway"}
    assert claim.value == party and "Whomet’s list (as of" in claim.basis and len(claim.spans) == 2


@pytest.mark.parametrize(("name", "published"), [("Mubarak", "2019-05-14"), ("Mubarak", ""), ("Nobody", "2006-05-10")])
def test_another_day_or_no_day_or_nobody_known_leaves_it_open(read_record, name, published):
    """No side is guessed."""
    record = {"text": TEXT.format(name=name), "publisher": "The Paper", "published": published}
    accounts = read_record(record).accounts
    assert not any("Whomet’s list" in c.basis for account in accounts for c in account.claims)


def test_the_list_comes_before_the_publishers_own_side(read_record):
    """A guest's title in what an office publishes is the guest's."""
    parties, claim = sides(read_record, "Mubarak", "2006-05-10", publisher="President of Russia")
    assert claim.value == "Egypt" and "Egypt" in parties
