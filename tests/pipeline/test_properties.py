"""Whatever the text, reading raises nothing, cites exactly, and remembers nothing."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_records import RECORDS

from whomet.exchange.contract import encode
from whomet.language import english_by_rules
from whomet.model import Analysis, Claim, Property, Reading, Span

LINES = [line for record in RECORDS for line in record["text"].split("\n")]

# Values that are words of the text, whatever the account: a basis would be no excuse.
VERBATIM = {
    Property.LEAD,
    Property.TIME_TEXT,
    Property.PLACE_TEXT,
    Property.DURATION,
    Property.VENUE,
    Property.PART_OF,
    Property.CHAIR,
    Property.TOPIC,
    Property.PERSON_NAME,
    Property.PERSON_ROLE,
    Property.DELEGATION_TEXT,
    Property.OUTCOME_TEXT,
    Property.DENIAL_TEXT,
    Property.DENIAL_BY,
    Property.STATEMENT_TEXT,
    Property.STATEMENT_CUE,
    Property.STATEMENT_VIA,
    Property.FIGURE_WHAT,
}

SOME_WORDS = """
    Hamas Norway Kenyan Kenya's the The leaders of and with between met received spoke talks meeting will be held
    postponed denied said that “ ” " ( ) , . ; : — - ' ’s President Prime Minister Foreign minister Mr. Dr al- Ada
    Lind Lind's Otto Brandt U.S. US-China Thursday yesterday 2023-05-10 3 May 31/02 last in at Oslo Doha Geneva phone
    video conference delegation indirect mediation Egypt Qatar on sidelines G20 summit sidelines agreed signed a
    memorandum 40 killed
"""
WORDS = st.sampled_from([*SOME_WORDS.split(), "\n", "\n\n", "\t"])
ODD = st.sampled_from(
    [
        "\x00",
        "\u202b",
        "\u200f",
        "\u0301",
        "e\u0301",
        "\u0130",  # grows when put in lower case
        "ß",
        "ﬁ",
        "\u00ad",
        "\ufeff",
        "\u2028",
        "\x85",
        "\x0b",
        "\r",
        "\r\n",
        "التقى",
        "وزير الخارجية",
        "נפגש",
        "Встреча",
        "会谈",
        "ǅ",
        "١٢",
        "²",
        "Ⅻ",
        "😀",
        "'",
        "’",
        "x" * 500,
        "A." * 60,
        "—" * 50,
        "(" * 40,
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(WORDS, ODD), max_size=60).map(" ".join),
    st.lists(st.one_of(WORDS, ODD), max_size=40).map("".join),
    st.sampled_from(["\n" * 500, "." * 500, "“" * 300, " \t" * 200, "?!" * 200, "a" * 20_000, "A " * 5_000]),
)


@st.composite
def disturbed(draw):
    """A realistic report, its lines left out, doubled or shuffled with another's, odd characters put anywhere."""
    record = dict(draw(st.sampled_from(RECORDS)))
    lines = record["text"].split("\n") + draw(st.lists(st.sampled_from(LINES), max_size=3))
    lines = draw(st.permutations(lines)) if draw(st.booleans()) else lines
    lines = [line for line in lines for _ in range(draw(st.integers(0, 2)))]
    text = draw(st.sampled_from(["\n", "\n\n", " "])).join(lines)
    for odd in draw(st.lists(st.one_of(ODD, WORDS), max_size=6)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + odd + text[at:]
    cut = draw(st.integers(0, 3))
    record["text"] = text[: len(text) * 2 // 3] if cut == 0 else text
    return record


def check_spans(spans: list[Span], text: str) -> None:
    """Inside the text, and not empty."""
    assert all(0 <= span.start < span.end <= len(text) for span in spans), (spans, len(text))


def check_claim(claim: Claim, text: str) -> None:
    """Spans in the text; what has no basis stands in their words; a verbatim value is the words of one of them."""
    check_spans(list(claim.spans), text)
    assert claim.spans or claim.basis, claim
    if claim.property in VERBATIM:
        words = {" ".join(span.of(text).split()) for span in claim.spans}
        assert " ".join(claim.value.split()) in words, claim
    if not claim.basis:
        shown = " ".join(" ".join(span.of(text).split()) for span in claim.spans)
        assert " ".join(claim.value.split()).lower() in shown.lower(), claim
    if claim.property in VERBATIM - {Property.STATEMENT_VIA}:
        assert claim.value in {span.of(text) for span in claim.spans}, claim


def check_reading(reading: Reading) -> None:
    """Every claim and finding, and every cite of the contract's JSON."""
    text = reading.document.text
    for claim in (*reading.figures, *(c for a in reading.accounts for c in a.claims)):
        check_claim(claim, text)
    for finding in reading.findings:
        check_spans(list(finding.spans), text)
        assert finding.text
    for account in reading.accounts:
        assert account.document == reading.document.key
        assert account.first(Property.LEAD) and len(account.all(Property.LEAD)) == 1
        assert len(set(account.values(Property.PARTY))) == len(account.values(Property.PARTY))
    assert len({a.id for a in reading.accounts}) == len(reading.accounts)
    check_cites(json.loads(encode(reading)), text)


def check_cites(node: object, text: str) -> None:
    """`text[start:end]` is the cite's text, wherever in the JSON it stands."""
    if isinstance(node, dict) and "start" in node:
        assert text[node["start"] : node["end"]] == node["text"] != ""
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        check_cites(child, text)


def check_analysis(analysis: Analysis, text: str) -> None:
    """Sentences apart and in order; mentions, links and speeches inside the text and inside the lists."""
    check_spans(list(analysis.sentences), text)
    assert all(a.end <= b.start for a, b in pairwise(analysis.sentences))
    check_spans([m.span for m in analysis.mentions], text)
    assert all(a.span <= b.span for a, b in pairwise(analysis.mentions))
    assert all(0 <= i < len(analysis.mentions) for link in analysis.links for i in (link.source, link.target))
    assert len(set(analysis.links)) == len(analysis.links)
    for speech in analysis.speeches:
        found = (speech.content, *speech.speakers, *speech.quoted, *(s for s in (speech.cue, speech.via) if s))
        check_spans(list(found), text)
        assert all(speech.content.holds(q) for q in speech.quoted)


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_any_text_is_analysed(load, text):
    """No error, whatever the characters, and every span in its place."""
    document = load({"text": text})
    if document:
        check_analysis(english_by_rules().analyse(document), document.text)


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.sampled_from(["", "2023-05-10", "May 2023", "31/02/2015"]))
def test_any_text_is_read_and_cited_exactly(read_record, text, published):
    """Every claim, finding and cite."""
    reading = read_record({"text": text, "published": published})
    if reading:
        check_reading(reading)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(disturbed())
def test_a_disturbed_report_is_read_and_cited_exactly(read_record, load, record):
    """Lines lost, doubled, shuffled; other scripts between."""
    reading = read_record(record)
    if reading:
        check_reading(reading)
        check_analysis(english_by_rules().analyse(reading.document), reading.document.text)
