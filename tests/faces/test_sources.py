"""A page says whose a source is, and lays the voices of a meeting out with the evidence."""

import pytest
from rich.console import Console

from whomet.exchange.html_words import name_of
from whomet.faces.sources import in_words, introduced
from whomet.faces.voices import counted, voices_part
from whomet.knowledge.publishers import PublisherKind
from whomet.model import Claim, Document, Property
from whomet.reconciliation.voices import voices_of

SAID = (
    "The envoys of Arvenia and Lotland sat in the old mill on Tuesday. They spoke of the three dams at Kerr, of 240 "
    "families in the valley and of the price of bread, and they left by different doors."
)


def printed(ident, publisher, text=SAID, day="2031-03-06"):
    made = Document(ident, ident, text, f"{ident}.txt", "", "made up", published=Claim(Property.PUBLISHED, day))
    return made if not publisher else Document(**{**fields(made), "publisher": Claim(Property.PUBLISHER, publisher)})


def fields(document):
    return {name: getattr(document, name) for name in Document.__dataclass_fields__}


def lines(*documents, width=100):
    found = voices_of(documents, ())
    return [line.plain for line in voices_part(Console(width=width), found, documents)]


def test_a_source_is_introduced_with_its_owner_where_that_is_known():
    assert introduced(printed("a", "Press TV"), doubted=False).plain == "a (Press TV, state media of Iran, 2031-03-06)"
    assert introduced(printed("a", "The Lota Courier"), doubted=False).plain == "a (The Lota Courier, 2031-03-06)"
    assert introduced(printed("a", ""), doubted=True).plain == "a (2031-03-06, a date that is doubted)"


def test_of_a_name_that_is_megabytes_the_beginning_is_shown():
    """On a terminal and on a page, of the publisher as of the id."""
    told = introduced(printed("i" * 9_000, "P" * 9_000_000), doubted=False).plain
    assert told == f"{'i' * 200}… ({'P' * 200}…, 2031-03-06)"
    assert name_of(printed("a", "P" * 9_000_000)) == f"{'P' * 200}…"


@pytest.mark.parametrize(
    ("kind", "party", "words"),
    [
        (PublisherKind.OFFICIAL, "Hamas", "official of Hamas"),
        (PublisherKind.WIRE, "", "wire"),
        (PublisherKind.UNKNOWN, "", "kind not known"),
    ],
)
def test_a_kind_is_said_in_words(kind, party, words):
    assert in_words(kind, party) == words


def test_documents_outlets_and_origins_are_counted_apart():
    found = (printed("a", "Press TV"), printed("b", "IRNA", SAID + " More."), printed("c", "IRNA", "Nobody spoke."))
    assert counted(found, voices_of(found, ())) == "3 documents, 2 outlets, 2 independent origins"


def test_the_voices_of_a_meeting_are_shown_with_origin_followers_and_evidence():
    page = lines(printed("a", "Press TV"), printed("b", "IRNA", SAID + " More.", "2031-03-07"))
    assert page[0] == "VOICES  2 documents, 2 outlets, 1 independent origin"
    assert page[1] == "  a (Press TV, 2031-03-06), state media of Iran"
    assert page[2] == "    b (IRNA, 2031-03-07)  reprint"
    assert "word for word" in page[3] and any("three dams at Kerr" in line for line in page[4:])


def test_one_document_that_credits_nobody_has_no_such_part():
    assert lines(printed("a", "Press TV")) == []


def test_one_document_that_credits_an_agency_shows_it():
    page = lines(printed("a", "The Lota Courier", f"LIMA (Reuters) - {SAID}"))
    assert page[1].strip() == "Reuters, wire" and page[2].strip() == "a (The Lota Courier, 2031-03-06)  reprint"


def test_no_line_is_wider_than_the_page():
    page = lines(printed("a", "Press TV"), printed("b", "IRNA", SAID + " More."), width=40)
    assert max(map(len, page)) <= 40
