"""Feeds: each entry is a document; a broken feed is mended where it can be, a hostile one does no harm."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inner_inputs import errors, must_hold, read, texts

from whomet.documents import Loaded, read_documents
from whomet.documents.inputs import Format, sniff
from whomet.model import FindingKind

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Strelsau Herald</title><link>https://herald.example/</link>{items}</channel></rss>"""
ITEM = """<item><title>Envoys meet in Strelsau</title><link>https://herald.example/n/1</link>
<guid isPermaLink="false">herald-1</guid><pubDate>Mon, 06 Jul 2015 23:30:00 -0500</pubDate>
<description>Talks in the castle.</description><media:title>A castle</media:title>
<content:encoded><![CDATA[<p>The envoys met &amp; spoke.</p><p>They left.</p>]]></content:encoded></item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://herald.example/n/">
<title>The Strelsau Herald</title>
<entry><id>tag:herald.example,2015:1</id><title type="html">Envoys &lt;b&gt;meet&lt;/b&gt;</title>
<link rel="self" href="feed"/><link href="1"/><published>2015-07-06T23:30:00-05:00</published>
<updated>2015-07-08T00:00:00Z</updated><summary>Talks.</summary>{content}</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://herald.example/"><title>The Strelsau Herald
</title></channel><item rdf:about="https://herald.example/n/1"><title>Envoys meet</title><dc:date>2015-07-06</dc:date>
<description>They met.</description></item></rdf:RDF>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Strelsau Herald",
    "items": [
        {
            "id": "1",
            "url": "https://herald.example/n/1",
            "title": "Envoys meet",
            "content_html": "<p>They met.</p><p>They left.</p>",
            "date_published": "2015-07-06T23:30:00-05:00",
        },
        {"id": "2", "content_text": "They met\nagain.", "date_modified": "2015-07-08"},
    ],
}


def rss(items: str, encoding: str = "utf-8") -> bytes:
    """A feed with these items."""
    return RSS.format(items=items, encoding=encoding).encode(encoding)


def item(description: str, title: str = "Envoys meet") -> str:
    """An item, its description as it stands."""
    return f"<item><title>{title}</title><description>{description}</description></item>"


def first(data: bytes) -> Loaded:
    """The first document of a feed."""
    found = read(data)[0]
    assert isinstance(found, Loaded), found
    return found


def test_an_item_of_rss_is_a_document_under_its_title():
    """The fullest text is read, the link kept, the feed named as publisher; nothing of other modules is mixed in."""
    document = first(rss(ITEM)).document
    assert document.text == "Envoys meet in Strelsau\n\nThe envoys met & spoke.\n\nThey left."
    claims = (document.title, document.publisher, document.published)
    assert [c.value for c in claims] == ["Envoys meet in Strelsau", "The Strelsau Herald", "2015-07-06"]
    assert {c.basis for c in claims} == {"Given in the feed."}
    assert document.title.spans[0].of(document.text) == document.title.value
    assert (document.id, document.url, document.source) == ("herald-1", "https://herald.example/n/1", "-, entry 1")
    assert document.extractor == "feed/1"


def test_an_entry_without_an_id_is_called_by_its_link_else_by_its_place():
    """Both can be found again in the feed."""
    linked = "<item><link>https://herald.example/n/7</link><description>They met.</description></item>"
    found = read(rss(item("They met.") + linked))
    assert [one.document.id for one in found] == ["stdin-1", "https://herald.example/n/7"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<content type="html">&lt;p&gt;They met.&lt;/p&gt;</content>', "They met."),
        ('<content type="text">5 &lt; 6 &amp;amp; they met.</content>', "5 < 6 &amp; they met."),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They<br/>met.</p></div></content>',
            "They\nmet.",
        ),
        ('<content src="https://herald.example/n/1.pdf" type="application/pdf"/>', "Talks."),
        ('<content type="image/png">aGVsbG8=</content>', "Talks."),
        ("", "Talks."),
    ],
)
def test_an_entry_of_atom_is_read_as_what_it_says_its_content_is(content, text):
    """Text, HTML, XHTML; what lies elsewhere is not fetched, the summary stands for it."""
    document = first(ATOM.format(content=content).encode()).document
    assert document.text == f"Envoys meet\n\n{text}"
    assert (document.url, document.published.value) == ("https://herald.example/n/1", "2015-07-06")


def test_a_day_of_change_stands_in_for_that_of_publication_and_says_so():
    """Where the feed gives no other."""
    changed = ATOM.format(content="").replace("<published>2015-07-06T23:30:00-05:00</published>", "")
    claim = first(changed.encode()).document.published
    assert claim.value == "2015-07-08" and claim.basis.endswith("the date is that of the entry's last change.")


def test_rss_1_is_read():
    """Items stand beside the channel there."""
    document = first(RDF.encode()).document
    assert document.text == "Envoys meet\n\nThey met."
    assert (document.publisher.value, document.published.value) == ("The Strelsau Herald", "2015-07-06")
    assert document.url == document.id == "https://herald.example/n/1"


def test_json_feed_is_read():
    """As a feed, not as a JSON document without a text."""
    found = read(json.dumps(JSON_FEED).encode())
    assert texts(found) == ["Envoys meet\n\nThey met.\n\nThey left.", "They met\nagain."]
    assert [one.document.published.value for one in found] == ["2015-07-06", "2015-07-08"]
    assert found[0].document.publisher.value == "The Strelsau Herald"


def test_who_passes_an_entry_on_is_not_its_publisher():
    """RSS names the feed it was first in, Atom describes it."""
    passed_on = item("They met.").replace("<title>", '<source url="https://zenda.example/">Zenda Post</source><title>')
    assert first(rss(passed_on)).document.publisher.value == "Zenda Post"
    described = ATOM.format(content="<source><title>Zenda Post</title></source>").encode()
    assert first(described).document.publisher.value == "Zenda Post"


def test_a_link_that_no_reader_should_open_is_left_out():
    """Only addresses of the Web are kept."""
    hostile = item("They met.").replace("<title>", "<link>javascript:alert(1)</link><title>")
    assert first(rss(hostile)).document.url == ""


def test_entries_without_words_are_named_and_the_rest_is_read():
    """One sentence each."""
    found = read(rss("<item/>" + item("They met.")))
    assert errors(found) == ["-, entry 1: holds no text."] and len(texts(found)) == 1


# ------------------------------------------------------------------------------------- broken and hostile


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("AT&T caf&eacute; &nbsp;x", "AT&T café \xa0x"),
        ("They met. <p>They left.</p> So", "They met.\n\nThey left.\n\nSo"),
        ("They met.<br>They left.", "They met.\nThey left."),
        ("They met \x0b\x00 again", "They met \ufffd\ufffd again"),
        ("&amp;lt;b&amp;gt; they met", "<b> they met"),
    ],
)
def test_common_faults_are_mended(description, text):
    """Names of HTML, bare ampersands, markup that was not escaped, characters that XML does not have."""
    assert texts(read(rss(item(description))))[0] == f"Envoys meet\n\n{text}"


def test_a_feed_cut_off_in_the_middle_gives_what_it_holds_and_says_so():
    """The first entry whole, the second as far as it goes."""
    data = rss(item("They met.") + item("They left the castle."))
    found = read(data[: data.index(b" castle")])
    assert texts(found) == ["Envoys meet\n\nThey met.", "Envoys meet\n\nThey left the"]
    (error,) = errors(found)
    assert error.startswith("-: is broken XML (line ") and error.endswith("); what could be read of it was.")


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))


@pytest.mark.parametrize(
    "subset",
    [
        f'<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l12;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p; <!ENTITY x "y">',
        '<!ENTITY x "]>">',
    ],
)
def test_entities_that_a_feed_declares_are_never_expanded(subset):
    """Neither a billion laughs nor a file of the machine comes in, in text or in an attribute."""
    data = rss(item("They met &x;.") + '<item><title a="&x;">They left.</title></item>')
    found = read(data.replace(b"<rss", f"<!DOCTYPE rss [{subset}]><rss".encode(), 1))
    must_hold(found)
    whole = " ".join(texts(found))
    assert "They met" in whole and len(whole) < 500
    assert "root:" not in whole and "haha" not in whole


def test_xml_that_is_no_feed_is_named(tmp_path):
    """In a folder by its suffix; named itself it is read as any page of XML is."""
    (tmp_path / "a.xml").write_text("<?xml version='1.0'?><book><title>They met.</title></book>")
    assert errors(list(read_documents([str(tmp_path)]))) == [f"{tmp_path}/a.xml: is XML, but no feed."]
    (tmp_path / "b.rss").write_text("no XML at all")
    assert errors(list(read_documents([str(tmp_path / "b.rss")]))) == [
        f"{tmp_path}/b.rss: is no feed that can be read."
    ]
    assert errors(read(b'{"version": "https://jsonfeed.org/version/1", ')) == [
        "-: is no JSON (Expecting property name enclosed in double quotes)."
    ]
    assert errors(read(rss(""))) == ["-: holds no document."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_feed_in_any_encoding_is_read(encoding):
    """As it declares."""
    assert texts(read(rss(item("Müller met Böll."), encoding)))[0].endswith("Müller met Böll.")


def test_an_encoding_that_had_to_be_guessed_is_told_with_each_entry():
    """The declaration says UTF-8, the bytes don't."""
    found = first(rss(item("Müller met Böll.")).decode().encode("cp1252"))
    assert "M" in found.document.text and [f.kind for f in found.findings] == [FindingKind.ENCODING]


def test_a_feed_is_known_under_any_name_by_its_content(tmp_path):
    """Whatever it was saved as; a page that speaks of feeds is a page."""
    (tmp_path / "news.html").write_bytes(rss(item("They met.")))
    (tmp_path / "news.json").write_text(json.dumps(JSON_FEED, indent=1))
    assert len(texts(list(read_documents([str(tmp_path)])))) == 3
    assert sniff(b"<?xml version='1.0'?>\n<!-- a > b --><!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss>") is Format.FEED
    assert sniff(b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>") is Format.FEED
    assert sniff(b"<html><p>&lt;rss> <rss></html>") is Format.WEB_PAGE
    assert sniff(b'{"id": "a", "text": "see https://jsonfeed.org/version/1"}') is Format.JSON_LINES
    assert sniff(b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>") is not Format.FEED
    assert sniff(b"<?x ?>" * 300 + b"<") is Format.TEXT  # at once: nothing is tried twice


def test_ten_thousand_entries_are_given_one_by_one():
    """The first before the last is looked at."""
    found = read_documents(["-"], io.BytesIO(rss(item("They met.") * 10_000)))
    assert next(found).document.source == "-, entry 1"
    assert sum(1 for _ in found) == 9_999


PIECES = st.sampled_from(
    [
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<link>https://x.example</link>",
        "<link href='//[' />",
        "<guid>",
        "<pubDate>Mon, 06 Jul 2015",
        "<description>",
        "<![CDATA[<p>They met.]]>",
        "<entry xmlns='http://www.w3.org/2005/Atom'>",
        "<content type='xhtml'>",
        "&lt;p&gt;",
        "&nope;",
        "&#0;",
        "&#x110000;",
        "<source>",
        "<!--",
        "<?x",
        "]]>",
        "They met.",
        "\ud83d",
    ]
)


@pytest.mark.parametrize("half", ["&#xD800;", "&#56320;", "&#xdfff;"])
def test_half_a_character_by_its_number_is_read_as_none(half):
    """Fuzzing found it: what libxml2 had taken from a broken feed it could not write again."""
    words = f"<item><guid>1</guid><title>Talks</title><description>They met {half} in Oslo.</description></item>"
    found = list(read(RSS.format(items=words, encoding="utf-8").encode()))
    assert [f.document.text for f in found if isinstance(f, Loaded)] == ["Talks\n\nThey met \ufffd in Oslo."]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=25).map("".join))
def test_any_words_in_a_feed_are_read_or_named(words):
    """Reading raises nothing, whatever stands in a feed."""
    must_hold(read(RSS.format(items=words, encoding="utf-8").encode("utf-8", "surrogatepass")))


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from([b"<rss>", b"<feed>", b'{"version": "https://jsonfeed.org/version/1",']), st.binary(max_size=300)
)
def test_any_bytes_after_the_beginning_of_a_feed_are_read_or_named(beginning, data):
    """The same for bytes."""
    must_hold(read(beginning + data))


@settings(deadline=None, max_examples=100)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "title", "url", "content_html", "content_text", "date_published"]), inner
            )
        ),
        max_leaves=10,
    )
)
def test_any_items_of_a_json_feed_are_read_or_named(items):
    """Whatever types they have."""
    must_hold(read(b'{"version": "https://jsonfeed.org/version/1",' + json.dumps({"items": items})[1:].encode()))
