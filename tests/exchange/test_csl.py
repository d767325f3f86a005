"""Citations as CSL-JSON."""

import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import told

from whomet.exchange.csl import _date, write
from whomet.model import Accord, Cell, CellReading, Claim, Property

_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1, "maxItems": 3},
            "minItems": 1,
            "maxItems": 2,
        },
        "season": {"type": ["string", "number"]},
        "literal": {"type": "string"},
    },
    "additionalProperties": False,
}
_TEXTS = ("title", "container-title", "event-place", "URL", "language", "note", "abstract")
RULES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {"enum": ["webpage", "document", "entry"]},
            "id": {"type": ["string", "number"]},
            **{name: {"type": "string", "minLength": 1} for name in _TEXTS},
            "issued": _DATE,
            "event-date": _DATE,
            "custom": {"type": "object"},
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
"""The rules of the official csl-data.json (citation-style-language/schema, schemas/input) for the fields used here."""


def written(meetings) -> dict[str, dict]:
    items = json.loads(b"".join(write(meetings)))
    jsonschema.validate(items, RULES)
    assert len({item["id"].casefold() for item in items}) == len(items)
    return {item["id"]: item for item in items}


def with_cell(one, *cells):
    changed = {c.property for c in cells}
    kept = tuple(c for c in one.meeting.cells if c.property not in changed)
    return replace(one, meeting=replace(one.meeting, cells=(*kept, *cells)))


def with_document(one, old, **changes):
    documents = {k: replace(d, **changes) if d.id == old else d for k, d in one.documents.items()}
    return replace(one, documents=documents)


def test_a_source_is_an_item_once():
    """A document that tells of two meetings is one item and names both."""
    items = written(told())
    assert list(items) == ["meeting-3fa2b7c91d00", "meeting-a07c55d20b18", "harbour-1", "lota-1", "tide-1"]
    tide = items["tide-1"]
    assert tide["type"] == "webpage"
    assert tide["container-title"] == "Evening Tide"
    assert tide["issued"] == {"date-parts": [[2031, 3, 8]]}
    assert tide["URL"] == "https://news.example/tide-1"
    assert tide["custom"]["meetings"] == ["3fa2b7c91d00", "a07c55d20b18"]
    assert "3fa2b7c91d00, a07c55d20b18" in tide["note"]


def test_a_meeting_names_its_sources_and_their_words():
    """Who cites a meeting gets its sources' ids and the exact words that tell of it."""
    meeting = written(told())["meeting-3fa2b7c91d00"]
    assert meeting["type"] == "entry"
    assert meeting["custom"]["sources"] == ["harbour-1", "lota-1", "tide-1"]
    assert "“The Arvenian foreign minister, Mira Okonveld, met Lotland's envoy" in meeting["abstract"]
    assert "issued" not in meeting


def test_dates_that_differ_are_all_there():
    """Of three dates none is picked: the date is words, and the title says that the sources differ."""
    meeting = written(told())["meeting-3fa2b7c91d00"]
    assert meeting["event-date"] == {"literal": "2031-03-06 or 2031-03-04 or 2031-03-07 (sources differ)"}
    assert "2031-03-07 (sources differ)" in meeting["title"]
    assert "date: 2031-03-06 or" in meeting["note"]


def test_a_plan_is_no_meeting_held():
    """A planned meeting says so in its title, and a month stays a month."""
    meeting = written(told())["meeting-a07c55d20b18"]
    assert meeting["title"] == "Meeting of Arvenia and Lotland (planned), Upper Venn, 2031-04"
    assert meeting["event-date"] == {"date-parts": [[2031, 4]]}


def test_a_denial_is_in_the_title():
    """Nobody cites a denied meeting without seeing that it is denied."""
    denied = with_cell(told()[0], Cell(Property.DENIAL_TEXT, (CellReading("no talks", ()),), Accord.CONFLICT))
    meeting = written([denied])["meeting-3fa2b7c91d00"]
    assert "(held, which is denied)" in meeting["title"]
    assert "Denied: “no talks”." in meeting["note"]


def test_dates_that_agree_give_the_most_exact():
    """A month and a day of it do not differ: the day is given."""
    one = Cell(Property.DATE, (CellReading("2031-03", ()), CellReading("2031-03-06", ())), Accord.FINER)
    assert written([with_cell(told()[0], one)])["meeting-3fa2b7c91d00"]["event-date"] == {"date-parts": [[2031, 3, 6]]}


def test_a_country_is_named():
    """A meeting in a country but no city names the country in words."""
    plan = with_cell(told()[1], Cell(Property.CITY, ()), Cell(Property.COUNTRY, (CellReading("GH", ()),)))
    assert written([plan])["meeting-a07c55d20b18"]["event-place"] == "Ghana"


@pytest.mark.parametrize(
    ("edtf", "date"),
    [
        ("2031", {"date-parts": [[2031]]}),
        ("2031-03-04/2031-03-06", {"date-parts": [[2031, 3, 4], [2031, 3, 6]]}),
        ("2031-21", {"date-parts": [[2031]], "season": 1}),
        ("[2031-03-04,2031-03-06]", {}),
        ("2031-21/2031-22", {}),
        ("", {}),
        ("soon", {}),
    ],
)
def test_dates_are_no_more_exact_than_told(edtf, date):
    """Years, intervals and seasons are CSL's; what CSL can't say is left to words."""
    assert _date(edtf) == date


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "file:///etc/passwd"])
def test_only_web_addresses(url):
    """A document without an address of the web has none, and is no web page."""
    item = written([with_document(told()[1], "tide-1", url=url)])["tide-1"]
    assert item["type"] == "document"
    assert "URL" not in item


def test_one_id_for_two_documents():
    """Documents that share an id, or take a meeting's, each get one of their own that leads back to them."""
    first, plan = told()
    first = with_document(with_document(first, "harbour-1", id="LOTA-1"), "tide-1", id="meeting-a07c55d20b18")
    items = written([first, plan])
    assert sum(item["custom"].get("document", "").lower() == "lota-1" for item in items.values()) == 2
    assert set(items["meeting-3fa2b7c91d00"]["custom"]["sources"]) < set(items)
    (named,) = (i for i in items.values() if i["custom"].get("meeting") == "a07c55d20b18")
    assert named["id"] == "meeting-a07c55d20b18-a07c55d20b18"


def test_hostile_words_are_escapes():
    """Terminal codes and turned directions are in the file as escapes alone, and nothing is lost."""
    title = Claim(Property.TITLE, "\x1b[2J\u202egnp.exe \ud800 <script>")
    data = b"".join(write([with_document(told()[1], "tide-1", title=title)]))
    assert data.isascii()
    assert not set(data) & set(range(32)) - {10}
    assert json.loads(data)[1]["title"] == title.value


@given(st.text(alphabet=st.characters()), st.text(alphabet=st.characters()))
def test_any_id_and_title(ident, title):
    """Whatever a document is called: valid, and read back as it was."""
    one = with_document(told()[1], "tide-1", id=ident, title=Claim(Property.TITLE, title))
    (_, source) = written([one]).values()
    assert source["custom"]["document"] == ident
    assert source.get("title", "") == title


def test_order_of_accounts_does_not_matter():
    """The same accounts in another order are the same bytes."""
    turned = [replace(t, accounts=t.accounts[::-1], documents=dict(reversed([*t.documents.items()]))) for t in told()]
    assert b"".join(write(turned)) == b"".join(write(told()))


def test_no_meetings_are_an_empty_array():
    """An empty register is still JSON."""
    assert json.loads(b"".join(write([]))) == []
