"""Web Annotations: each line keeps the rules of the W3C's data model, and leads back to the words."""

import json
from dataclasses import replace
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from made_up import bare, document, told

from whomet.exchange.told import Told
from whomet.exchange.webannotation import AROUND, CONTEXT, write
from whomet.model import Account, Claim, Meeting, Property, Span

MOTIVATIONS = [
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
]
IRI = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-Z_a-z~%]+$"}
"""An absolute one in ASCII: no space, quote, bracket, backslash, brace, caret, grave, bar or control character."""


def shape(kind: str, **more) -> dict:
    """A class of the model: its type and the properties that it must have."""
    return {"type": "object", "properties": {"type": {"const": kind}, **more}, "required": ["type", *more]}


BODY = shape("TextualBody", value={"type": "string"}, purpose={"enum": MOTIVATIONS})
QUOTE = shape("TextQuoteSelector", exact={"type": "string"}, prefix={"type": "string"}, suffix={"type": "string"})
OFFSET = {"type": "integer", "minimum": 0}
POSITION = shape("TextPositionSelector", start=OFFSET, end=OFFSET)
SELECTORS = {"type": "array", "prefixItems": [QUOTE, POSITION], "minItems": 2, "maxItems": 2}
RULES = Draft202012Validator(
    shape(
        "Annotation",
        **{"@context": {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}, "minItems": 2}},
        id=IRI,
        motivation={"enum": MOTIVATIONS},
        body={"type": "array", "items": BODY, "minItems": 1},
        target=shape("SpecificResource", source=IRI, selector=SELECTORS, document=IRI),
        claim=IRI,
        reported_in=IRI,
        meeting=IRI,
    )
)
"""The Recommendation's rules (sections 3.1-3.3, 4.2.4, 4.2.5) for what is used here, written down from it."""

TERMS_OF_THE_W3C = {"id", "type", "motivation", "body", "target", "purpose", "value", "source", "selector"}
TERMS_OF_THE_W3C |= {"exact", "prefix", "suffix", "start", "end"}


def read(pieces) -> list[dict]:
    return [json.loads(line) for line in pieces]


def one(text: str, *claims: Claim, **changes: str) -> Told:
    """A meeting with one account in one document."""
    page = replace(document("d1", "-", "The Fjord", "2031-03-06", "-"), key="k", **{"text": text, **changes})
    return Told(Meeting("m1", ("a1",)), (Account("a1", "k", True, 1.0, claims),), {"k": page}, {}, 1)


def test_every_line_keeps_the_rules():
    """Each line is an Annotation as the Recommendation has it, with an id of its own."""
    lines = read(write(told()))
    for line in lines:
        RULES.validate(line)
    assert len({line["id"] for line in lines}) == len(lines) > 0


def test_the_rules_refuse_what_is_none():
    """The schema finds a missing source, an unknown motivation and a negative offset."""
    for path, value in (("target", {}), ("motivation", "guessing"), ("id", "no iri")):
        with pytest.raises(ValidationError):
            RULES.validate(read(write(told()))[0] | {path: value})


def test_every_term_is_in_a_context():
    """JSON-LD silently drops a key that no context knows: every key is the W3C's or in the second context."""

    def keys(node) -> set[str]:
        if isinstance(node, dict):
            return {k for k in node if k != "@context"}.union(*(keys(v) for k, v in node.items() if k != "@context"))
        return set().union(*map(keys, node)) if isinstance(node, list) else set()

    own = set(CONTEXT[1]) - {"whomet"}
    found = set().union(*map(keys, read(write(told()))))
    assert found == own | TERMS_OF_THE_W3C
    assert not own & TERMS_OF_THE_W3C


def test_every_citation_is_an_annotation():
    """As many lines as there are spans of claims, each with property, value, part and chain; bare claims have none."""
    claims = [(a, c) for meeting in told() for a in meeting.accounts for c in a.claims]
    expected = sorted((a.id, c.property, c.value, c.part, s.start, s.end) for a, c in claims for s in c.spans)
    found = []
    for line in read(write(told())):
        (prop, value), (quote, where) = line["body"], line["target"]["selector"]
        reported = line["reported_in"].removeprefix("urn:whomet:account:")
        found.append((reported, prop["value"], value["value"], line["part"], where["start"], where["end"]))
        assert quote["exact"] != ""
    assert sorted(found) == expected


def test_selectors_find_the_words():
    """Both selectors of a line cut the same words from the document's text; prefix and suffix stand around them."""
    texts = {d.url: d.text for meeting in told() for d in meeting.documents.values()}
    for line in read(write(told())):
        text, (quote, where) = texts[line["target"]["source"]], line["target"]["selector"]
        start, end = where["start"], where["end"]
        assert text[start:end] == quote["exact"]
        assert quote["prefix"] == text[max(0, start - 32) : start]
        assert quote["suffix"] == text[end : end + 32]


def test_differing_dates_stay_with_who_says_so():
    """Each date of the talks has its annotation, with the chain that the document quotes."""
    dates = [line for line in read(write(told())) if line["body"][0]["value"] == "date"]
    chains = {line["body"][1]["value"]: line["according_to"] for line in dates}
    assert chains["2031-03-04"] == []
    assert chains["2031-03-07"] == ["Evening Tide", "A source at the port"]
    assert "2031-04" in chains
    assert {line["motivation"] for line in dates} == {"describing"}


def test_two_citations_of_one_claim_share_it():
    """Two spans of a claim are two annotations of one claim; what is said twice is one, another part's is another."""
    twice = Claim(Property.CITY, "Oslo", (Span(0, 4), Span(5, 9), Span(0, 4)))
    first, second, other, _ = read(write([one("Oslo Oslo", twice, twice, replace(twice, part=1))]))
    assert first["claim"] == second["claim"] != other["claim"]
    assert len({first["id"], second["id"], other["id"]}) == 3
    assert first["motivation"] == "identifying"


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://news.example/a?b=1#c", "https://news.example/a?b=1#c"),
        ("https://news.example/å b%20%zz<i>", "https://news.example/%C3%A5%20b%20%25zz%3Ci%3E"),
        ("", "urn:whomet:document:k"),
        ("javascript:alert(1)", "urn:whomet:document:k"),
        ("file:///etc/passwd", "urn:whomet:document:k"),
    ],
)
def test_a_source_is_a_web_page_or_a_urn(url, source):
    """What a viewer would follow is the address of a page; else a name; the address as given is never lost."""
    (line,) = read(write([one("Oslo", Claim(Property.CITY, "Oslo", (Span(0, 4),)), url=url)]))
    assert line["target"]["source"] == source
    assert line["target"]["document_url"] == url


def test_nothing_is_nothing():
    """An empty register has no lines; a claim without words has none either."""
    assert list(write([])) == []
    assert list(write([one("Oslo", bare("city", "Oslo"))])) == []


def test_accounts_in_any_order_are_the_same_bytes():
    """The order in which accounts come says nothing."""
    turned = [replace(meeting, accounts=meeting.accounts[::-1]) for meeting in told()]
    assert list(write(turned)) == list(write(told()))


@given(st.text(alphabet=st.characters(), min_size=1), st.text(alphabet=st.characters()), st.text())
def test_hostile_text_is_lossless_and_plain(text, url, name):
    """Any text at all comes back letter for letter from one line of ASCII, and the line keeps the rules."""
    cited = Claim(Property.PERSON_NAME, text, (Span(0, 1),), according_to=(text,), part=1)
    (raw,) = write([one(text, cited, url=url, id=name)])
    line = json.loads(raw)
    RULES.validate(line)
    assert raw.isascii() and raw.count(b"\n") == 1
    assert not any(byte < 32 for byte in raw[:-1])
    assert line["body"][1]["value"] == line["according_to"][0] == text
    assert line["target"]["document_name"] == name
    assert line["target"]["selector"][0]["suffix"] == text[1 : 1 + AROUND]


def test_it_streams():
    """A line is there before the next meeting is asked for."""
    first = told()[1]

    def one_and_no_more():
        yield first
        raise AssertionError("asked for too much")

    assert next(iter(write(chain(one_and_no_more())))).endswith(b"}\n")
