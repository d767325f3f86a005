"""What holds of every reading, whatever was read: spans lie in the text, and citations stand letter for letter where
they say. Shared by the tests that disturb texts and by fuzzing."""

from __future__ import annotations

import json
from itertools import pairwise

from whomet.exchange.contract import encode
from whomet.model import Analysis, Claim, Document, Property, Reading, Span

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


def check_document(document: Document) -> None:
    """What it says of itself stands in its text, and all of it can be stored."""
    for claim in (document.title, document.publisher, document.published):
        if claim:
            claim.value.encode()
            check_spans(list(claim.spans), document.text)
    check_spans([region.span for region in document.regions], document.text)
    for words in (document.text, document.id, document.url, document.source):
        words.encode()
