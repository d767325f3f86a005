"""Every citation as a W3C Web Annotation: one JSON-LD object a line, whose target is the words in the document.

Terms are those of the Web Annotation Data Model (W3C Recommendation, 23 February 2017). What it has no term for - the
claim, its account and meeting, the basis, the part, the quoted chain - stands under `urn:whomet:` terms, which the
second part of each line's context gives.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from whomet.exchange.told import Told
from whomet.model import Account, Claim, Document, Property, Span
from whomet.values.by_hand import entered

AROUND = 32
"""Code points of prefix and suffix."""

CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "whomet": "urn:whomet:",
        "claim": {"@id": "whomet:claim", "@type": "@id"},
        "reported_in": {"@id": "whomet:account", "@type": "@id"},
        "meeting": {"@id": "whomet:meeting", "@type": "@id"},
        "document": {"@id": "whomet:document", "@type": "@id"},
        "document_name": "whomet:document_name",
        "document_url": "whomet:document_url",
        "basis": "whomet:basis",
        "part": "whomet:part",
        "according_to": {"@id": "whomet:according_to", "@container": "@list"},
    },
]

_NAMING = (
    *(Property.PARTY, Property.MEDIATOR, Property.HOST, Property.CHAIR, Property.CITY, Property.COUNTRY),
    *(Property.VENUE, Property.PART_OF, Property.PERSON_NAME, Property.PERSON_PARTY, Property.DELEGATION_PARTY),
    *(Property.DENIAL_BY, Property.STATEMENT_SPEAKER, Property.STATEMENT_VIA),
)
"""What says who or what the words are about: motivation "identifying"; for all else "describing"."""

_WEB = re.compile(r"https?://", re.IGNORECASE)
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")  # a percent sign that begins no code
_OF_A_URI = ":/?#@!$&'()*+,;=%~-._"


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """A line for each span of each claim of each account; claims that no words show have none. It holds one meeting."""
    for meeting in told:
        for account in sorted(meeting.accounts, key=lambda a: a.id):
            for claim in dict.fromkeys(account.claims):
                for span in dict.fromkeys(claim.spans):
                    annotation = _annotation(meeting, account, claim, span)
                    # escapes for all but ASCII: no control or bidirectional character is in the file, none is lost
                    yield json.dumps(annotation, separators=(",", ":")).encode("ascii") + b"\n"


def _annotation(told: Told, account: Account, claim: Claim, span: Span) -> dict[str, Any]:
    spans = [(each.start, each.end) for each in claim.spans]
    name = _hash(account.id, claim.property, claim.value, claim.part, claim.basis, claim.according_to, spans)
    return {
        "@context": CONTEXT,
        "id": f"urn:whomet:annotation:{_hash(name, span.start, span.end)}",
        "type": "Annotation",
        "motivation": "identifying" if claim.property in _NAMING else "describing",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": claim.property.value},
            {"type": "TextualBody", "purpose": "describing", "value": claim.value},
        ],
        "target": _target(told.document_of(account), span),
        "claim": f"urn:whomet:claim:{name}",
        "reported_in": f"urn:whomet:account:{_quoted(account.id)}",
        "meeting": f"urn:whomet:meeting:{_quoted(told.meeting.id)}",
        "part": claim.part,
        "basis": claim.basis,
        "according_to": list(claim.according_to),
    }


def _target(document: Document, span: Span) -> dict[str, Any]:
    """The words in the document's text. Positions are those in the text that Whomet took from the source; what a person
    entered of a source that is not held is no text of its page."""
    name, text = f"urn:whomet:document:{_quoted(document.key)}", document.text
    return {
        "type": "SpecificResource",
        "source": name if entered(document) else _address(document.url) or name,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(0, span.start - AROUND) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
        "document": name,
        "document_name": document.id,
        "document_url": document.url,
    }


def _address(url: str) -> str:
    """The URL of a web page as a URI (RFC 3986), what may not stand in one percent-encoded; "" for any other scheme,
    such as one that a viewer would run."""
    return _quoted(_STRAY.sub("%25", url), _OF_A_URI) if _WEB.match(url) else ""


def _quoted(words: str, safe: str = "") -> str:
    return quote(words, safe=safe, errors="surrogatepass")


def _hash(*parts: object) -> str:
    """128 bits of the SHA-256 of some values."""
    return hashlib.sha256(json.dumps(parts).encode("ascii")).hexdigest()[:32]
