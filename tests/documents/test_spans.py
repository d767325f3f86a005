"""Whatever comes in, reading raises nothing, and every span lies inside the text."""

import io
import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from whomet.documents import Loaded, read_documents
from whomet.errors import InputError
from whomet.model import RegionKind, Span

PIECES = st.sampled_from(
    [
        "Monday, July 6, 2015",
        " date 2015-07-06 ",
        "Duke meets envoy",
        "\n",
        "\n\n",
        "\r\n",
        "STRELSAU (RPA) - ",
        "By Antony Hope",
        "***",
        "# ",
        "<p>",
        "</div>",
        "Share your opinion",
        "WhatsApp Image 2015-07-06 at 7.05.12 AM",
        "The duke met the envoy.",
        "31/02/2015",
        "Published:",
        "99 March, 00",
        "\u202b",
        "😀",
        "اجتماع",
        "\x0c",
        "\xa0",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))
PREFIXES = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"<html>",
        b'{"text":',
        b'{"text": "',
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<!doctype html><body><p>",
    ]
)


def check(read: list[Loaded | InputError]) -> None:
    for one in read:
        if isinstance(one, InputError):
            assert str(one).endswith(".") and "\n" not in one.reason
            continue
        document = one.document
        document.text.encode()  # no lone surrogates: any database and file takes it
        spans = [region.span for region in document.regions]
        spans += [
            span for claim in (document.title, document.publisher, document.published) if claim for span in claim.spans
        ]
        spans += [span for finding in one.findings for span in finding.spans]
        assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
        layers = sorted(region.span for region in document.regions if region.kind is not RegionKind.PAGE)
        assert all(left.end <= right.start for left, right in pairwise(layers))


@settings(deadline=None, max_examples=150)
@given(PREFIXES, st.binary(max_size=2000))
def test_any_bytes_are_read_or_named(prefix, data):
    check(list(read_documents(["-"], io.BytesIO(prefix + data))))


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_any_text_is_read_as_it_is(text):
    (one,) = read_documents(["-"], io.BytesIO(json.dumps({"id": "x", "text": text}).encode()))
    check([one])
    if isinstance(one, Loaded):
        assert one.document.text == text.encode("utf-8", "replace").decode() or "\ufffd" in one.document.text


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_any_page_is_read_or_named(text):
    check(
        list(
            read_documents(
                ["-"], io.BytesIO(f"<html><body><h1>Duke meets envoy</h1><p>{text}</p>".encode("utf-8", "replace"))
            )
        )
    )


@settings(deadline=None, max_examples=100)
@given(
    st.fixed_dictionaries(
        {"text": TEXTS}, optional=dict.fromkeys(("title", "publisher", "published", "url", "language"), TEXTS)
    )
)
def test_any_metadata_are_taken(record):
    check(list(read_documents(["-"], io.BytesIO(json.dumps(record).encode()))))


@settings(deadline=None, max_examples=50)
@given(TEXTS)
def test_reading_twice_gives_the_same(text):
    data = text.encode("utf-8", "replace")
    first, second = (repr(list(read_documents(["-"], io.BytesIO(data)))) for _ in range(2))
    assert first == second


def test_a_span_cites_the_words_it_marks():
    (one,) = read_documents(["-"], io.BytesIO("Duke meets envoy 😀\n\n6 July 2015\n\nThe duke met him.".encode()))
    assert one.document.published.spans == (Span(20, 31),)
