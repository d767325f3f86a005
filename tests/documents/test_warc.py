"""Web archives: every page that was kept is read, and a broken record costs only itself."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inner_inputs import errors, must_hold, read, texts

from whomet.documents import Loaded, read_documents, warc_records
from whomet.documents.archived import Answer, Unreadable, whole_body
from whomet.documents.inputs import Format, sniff
from whomet.model import FindingKind

WORDS = "The envoys of both duchies met in the castle of Strelsau."
PAGE = f"<html><head><title>Envoys meet</title></head><body><p>{WORDS}</p></body></html>".encode()
URL = "https://herald.example/n/1"


def answer(body: bytes = PAGE, content_type: str = "text/html", headers: str = "", status: str = "200 OK") -> bytes:
    """What a server sent."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}\r\n".encode() + body


def record(block: bytes, url: str = URL, kind: str = "response", more: str = "", length: int | None = None) -> bytes:
    """One record; `length` where it does not say its own."""
    stated = len(block) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{more}Content-Length: {stated}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def pages(count: int) -> list[bytes]:
    """Records of different pages."""
    return [record(answer(PAGE.replace(b"castle", b"castle %d" % n)), f"{URL}{n}") for n in range(count)]


def first(data: bytes) -> Loaded:
    """The first document of an archive."""
    found = read(data)[0]
    assert isinstance(found, Loaded), found
    return found


def ids(data: bytes) -> list[str]:
    """What the documents of an archive are called."""
    return [one.document.id for one in read(data) if isinstance(one, Loaded)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "compressed"])
def test_a_page_keeps_the_address_it_was_archived_under(pack):
    """Its id, its link, and the number of its record, so that a citation can be shown when the page has gone."""
    data = pack(record(b"software: made up", "", "warcinfo")) + pack(record(answer()))
    document = first(data).document
    assert (document.id, document.url, document.source) == (URL, URL, "-, record 2")
    assert document.text == WORDS and document.title.value == "Envoys meet"
    assert document.extractor.startswith("html/1 trafilatura ")


def test_the_whole_archive_may_be_one_compressed_stream():
    """Not as the standard wants it, but as gzip makes it."""
    assert ids(gzip.compress(b"".join(pages(3)))) == [f"{URL}{n}" for n in range(3)]


def test_what_is_no_document_is_passed_over():
    """Requests, second visits, errors, redirects, pictures, scripts, what is said to robots, an empty body, names."""
    passed_over = [
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(answer(b""), kind="revisit"),
        record(answer(status="404 Not Found")),
        record(answer(status="301 Moved", headers="Location: /x\r\n")),
        record(answer(b"\x89PNG", "image/png")),
        record(answer(b"let x", "text/javascript")),
        record(answer(b'{"a": 1}', "application/json")),
        record(answer(b"Disallow: /", "text/plain"), "https://herald.example/robots.txt"),
        record(answer(b"")),
        record(b"herald.example. 1 IN A 127.0.0.1", "dns:herald.example"),
        record(b"a: b", kind="metadata"),
    ]
    assert errors(read(b"".join(passed_over))) == ["-: holds no document."]
    assert ids(b"".join([*passed_over, record(answer())])) == [URL]


def test_text_pdf_and_feeds_are_read_as_well():
    """And what was kept without a server's answer, as text that was taken out of a page."""
    feed = (
        b"<rss><channel><title>H</title><item><title>A</title><link>https://h.example/2</link></item></channel></rss>"
    )
    data = [
        record(answer(b"They met in Zenda.", "text/plain; charset=utf-8")),
        record(answer(feed, "application/xml"), "https://h.example/feed"),
        record(b"They met in Hentzau.", "https://h.example/3", "conversion", "Content-Type: text/plain\r\n"),
        record(answer(b"%PDF-1.7 nothing", "application/octet-stream")),
        record(answer(PAGE, "application/octet-stream"), "https://h.example/4"),
    ]
    found = read(b"".join(data))
    assert texts(found) == ["They met in Zenda.", "A", "They met in Hentzau.", WORDS]
    assert [one.document.url for one in found if isinstance(one, Loaded)] == [
        URL,
        "https://h.example/2",
        "https://h.example/3",
        "https://h.example/4",
    ]
    assert errors(found) == ["-, record 4: is no PDF that can be read: its structure is broken."]


def test_an_address_that_is_none_of_the_web_is_no_link():
    """The record's number is the id then; angle brackets, which one program writes, are no part of an address."""
    document = first(record(answer(), "javascript:alert(1)")).document
    assert (document.url, document.id) == ("", "stdin-1")
    assert first(record(answer(), f"<{URL}>")).document.url == URL


@pytest.mark.parametrize(
    ("content_type", "data", "text", "warned"),
    [
        ("text/html; charset=iso-8859-2", "<p>Łódź</p>".encode("iso-8859-2"), "Łódź", False),
        ("text/html; charset=ISO-8859-1", "<p>“Müller” met</p>".encode("cp1252"), "“Müller” met", False),
        ("text/html; charset=utf-8", "<p>Müller met</p>".encode("cp1252"), "Müller met", True),
        ("text/html; charset=iso-8859-1", "<p>Müller met</p>".encode(), "Müller met", False),
        ("text/plain; charset=windows-1251", "встреча".encode("cp1251"), "встреча", False),
        ("text/html; charset=nonsense", b"<meta charset=iso-8859-2><p>" + "Łódź".encode("iso-8859-2"), "Łódź", False),
    ],
)
def test_the_servers_word_on_the_encoding_comes_first(content_type, data, text, warned):
    """Unless the bytes speak against it; then the page's own word, then a guess, which is told."""
    found = first(record(answer(data, content_type)))
    assert found.document.text == text
    assert bool([f for f in found.findings if f.kind is FindingKind.ENCODING]) is warned


def chunked(data: bytes) -> bytes:
    """The data in pieces of seven bytes."""
    pieces = [data[n : n + 7] for n in range(0, len(data), 7)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


RAW_DEFLATE = zlib.compressobj(wbits=-15)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Content-Encoding: gzip\r\n", gzip.compress(PAGE)),
        ("Content-Encoding: gzip\r\n", PAGE),  # as archives keep it that decompress and don't say so
        ("content-encoding: x-gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gzip.compress(PAGE))),
        ("Transfer-Encoding: chunked\r\n", chunked(PAGE)),
        ("Transfer-Encoding: chunked\r\n", PAGE),
        ("Content-Encoding: deflate\r\n", zlib.compress(PAGE)),
        ("Content-Encoding: deflate\r\n", RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush()),
        ("Content-Encoding: identity\r\n", PAGE),
        ("Content-Encoding: deflate, gzip\r\n", gzip.compress(zlib.compress(PAGE))),
    ],
)
def test_a_body_is_read_as_it_was_before_it_was_sent(headers, body):
    """Joined and decompressed, also where the archive has done so already."""
    found = first(record(answer(body, headers=headers)))
    assert found.document.text == WORDS and found.findings == ()


def test_brotli_is_read_where_its_library_is_there(monkeypatch):
    """And where it is not, it is said what is missing."""
    brotli = pytest.importorskip("brotli")
    data = record(answer(brotli.compress(PAGE), headers="Content-Encoding: br\r\n"))
    assert first(data).document.text == WORDS
    cut = record(answer(brotli.compress(PAGE * 9)[:-9], headers="Content-Encoding: br\r\n"))
    must_hold(read(cut))
    assert whole_body(Answer(200, {"content-encoding": "br"}, b"\xff\xff\xff"), 9) == (b"", False)
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        whole_body(Answer(200, {"content-encoding": "br"}, brotli.compress(bytes(40_000_000))), 1024 * 1024)
    monkeypatch.setitem(__import__("sys").modules, "brotli", None)
    (error,) = errors(read(data))
    assert "pip install 'whomet[warc]'" in error


def test_a_body_compressed_in_an_unknown_way_is_named():
    """Not read as noise."""
    data = record(answer(b"(\xb5/\xfd", headers="Content-Encoding: zstd\r\n"))
    assert errors(read(data)) == ["-, record 1: is compressed in a way that isn't read (zstd)."]


def test_a_body_that_grows_without_end_is_given_up():
    """A bomb of a gigabyte in a megabyte; nothing like it is ever in memory."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(10_000_000)) for _ in range(20)) + packer.flush()
    data = record(answer(bomb, headers="Content-Encoding: gzip\r\n")) + record(answer())
    found = read(data)
    assert errors(found) == ["-, record 1: is larger than 64 MB, more than is read of one page."]
    assert texts(found) == [WORDS]


@pytest.mark.parametrize(
    ("more", "headers", "body"),
    [
        ("WARC-Truncated: length\r\n", "", PAGE),
        ("WARC-Segment-Number: 1\r\n", "", PAGE),
        ("", "Content-Encoding: gzip\r\n", gzip.compress(PAGE)[:-4]),
        ("", "Transfer-Encoding: chunked\r\n", chunked(PAGE)[:-40]),
    ],
)
def test_a_page_of_which_only_the_beginning_was_kept_says_so(more, headers, body):
    """It is read as far as it goes."""
    found = first(record(answer(body, headers=headers), more=more))
    assert WORDS[:20] in found.document.text
    assert FindingKind.TRUNCATED in [f.kind for f in found.findings]


# --------------------------------------------------------------------------------------- broken archives


def test_an_archive_cut_off_at_any_byte_gives_what_came_before():
    """The page that was whole is read wherever the cut lies in the next, and never is anything raised."""
    one, two = pages(2)
    for data in (one + two, gzip.compress(one) + gzip.compress(two)):
        whole = len(one) if data.startswith(b"WARC") else len(gzip.compress(one))
        for cut in range(whole, len(data) - 8, 37):
            found = read(data[:cut])
            must_hold(found)
            assert texts(found)[:1] == [WORDS.replace("castle", "castle 0")]
    assert errors(read((one + two)[:-60])) == ["-, record 2: is cut off."]
    assert errors(read(gzip.compress(one) + gzip.compress(two)[:-20])) == ["-, record 2: is cut off."]


def test_damaged_compression_costs_only_its_record():
    """Reading goes on at the next compressed record, and the damage is told once."""
    packed = [gzip.compress(page) for page in pages(4)]
    packed[1] = packed[1][:70] + b"\x00\xff" * 10 + packed[1][90:]
    data = b"".join(packed)
    assert ids(data) == [f"{URL}{n}" for n in (0, 2, 3)]
    assert errors(read(data)) == ["-, record 2: is damaged: its compression is broken."]


def test_garbage_between_records_is_named_once():
    """However many lines it has; zeros at the end are padding."""
    one, two = pages(2)
    found = read(one + b"garbage\n" * 50 + two)
    assert len(texts(found)) == 2
    assert errors(found) == ["-, record 1: is longer than it says, or what follows it is no record."]
    assert errors(read(gzip.compress(one) + bytes(512))) == []


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (60, "is longer than it says."),
        (len(answer()) + 90, "is shorter than it says."),
        (10**14, "is shorter than it says."),
        (-5, "does not say how long it is."),
    ],
)
def test_a_record_that_says_a_wrong_length_costs_only_itself(length, reason):
    """Too short, too long, beyond the end of any file, below nothing."""
    found = read(record(answer(), length=length) + record(answer(), f"{URL}/next"))
    assert [one.document.id for one in found if isinstance(one, Loaded)] == [f"{URL}/next"]
    assert errors(found)[0] == f"-, record 1: {reason}"


def test_a_record_that_broke_off_before_the_next_begins_costs_only_itself():
    """As a crawler leaves it that was killed and started again."""
    broken = record(answer())[:-20]
    found = read(broken + record(answer(), f"{URL}/next"))
    assert [one.document.id for one in found if isinstance(one, Loaded)] == [f"{URL}/next"]
    assert errors(found) == ["-, record 1: is shorter than it says."]


def test_an_answer_that_is_none_is_named():
    """A response of the Web without a status."""
    assert errors(read(record(b"<html>" + PAGE))) == ["-, record 1: holds no answer of a server."]


def test_too_many_broken_records_end_the_reading_with_a_sentence(monkeypatch):
    """Each makes much be looked at again, so that a hostile archive could keep a run busy for ever."""
    monkeypatch.setattr(warc_records, "_MOST_PUT_BACK", 3)
    padding = record(b"x" * 100_000, kind="metadata")
    data = (record(answer(), length=50_000_000) + padding) * 9
    assert errors(read(data))[-1].endswith("was not read: too many records are broken.")


def test_a_record_too_large_for_a_page_is_named_and_passed_over():
    """Without being held in memory; a film of that size is nobody's loss and is not named."""
    size = warc_records.LARGEST + 1
    head = record(answer(b"x", "text/html"), length=size)[:-4]
    film = record(answer(b"x", "video/mp4"), length=size)[:-4]

    class Long(io.RawIOBase):
        """A record of that length after its beginning, then another record, made up as it is read."""

        def __init__(self, begun: bytes) -> None:
            block = begun[begun.index(b"\r\n\r\n") + 4 :]
            self.left = [begun, size - len(block), b"\r\n\r\n" + record(answer())]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            while self.left and not self.left[0]:
                self.left.pop(0)
            if not self.left:
                return 0
            now = self.left[0]
            piece = now[: len(buffer)] if isinstance(now, bytes) else b"y" * min(now, len(buffer))
            self.left[0] = now[len(piece) :] if isinstance(now, bytes) else now - len(piece)
            buffer[: len(piece)] = piece
            return len(piece)

    for begun, expected in ((head, 1), (film, 0)):
        tracemalloc.start()
        found = list(read_documents(["-"], io.BufferedReader(Long(begun))))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert texts(found) == [WORDS]
        assert errors(found) == ["-, record 1: is larger than 64 MB, more than is read of one page."] * expected
        assert peak < 32_000_000


def test_an_archive_is_read_as_it_comes():
    """The first page is given before the second is there."""
    one, two = pages(2)
    seen: list[str] = []

    class Slow(io.RawIOBase):
        """Says when it is asked for the second page."""

        def __init__(self) -> None:
            self.left = [one, *[record(b"y" * 60_000, kind="metadata")] * 9, two]

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            if not self.left:
                return 0
            piece, rest = self.left[0][: len(buffer)], self.left[0][len(buffer) :]
            if rest:
                self.left[0] = rest
            else:
                self.left.pop(0)
            if not self.left:
                seen.append("the end")
            buffer[: len(piece)] = piece
            return len(piece)

    found = read_documents(["-"], io.BufferedReader(Slow(), 1024))
    assert next(found).document.id == f"{URL}0" and seen == []
    assert [rest.document.id for rest in found] == [f"{URL}1"] and seen == ["the end"]


def test_an_archive_is_known_by_its_suffix_and_by_its_content(tmp_path):
    """Also under another name; a compressed file of another kind is not read."""
    (tmp_path / "a.warc").write_bytes(record(answer()))
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(record(answer(), "x:y")))
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(b"They met."))
    found = list(read_documents([str(tmp_path)]))
    assert [one.document.id for one in found if isinstance(one, Loaded)] == [URL, "b-1"]
    assert errors(found) == [f"{tmp_path}/c.txt.gz: is of a kind that isn't read (.gz)."]
    assert sniff(record(answer())) is Format.WARC
    assert sniff(gzip.compress(record(answer()))) is Format.WARC
    assert sniff(gzip.compress(b"They met.")) is Format.TEXT


def test_what_another_program_writes_is_read():
    """warcio, the common library for it: a page, and a second visit."""
    writer = pytest.importorskip("warcio.warcwriter")
    headers = pytest.importorskip("warcio.statusandheaders").StatusAndHeaders
    out = io.BytesIO()
    archive = writer.WARCWriter(out, gzip=True)
    archive.write_record(archive.create_warcinfo_record("a.warc.gz", {"software": "made up"}))
    sent = headers("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    archive.write_record(archive.create_warc_record(URL, "response", payload=io.BytesIO(PAGE), http_headers=sent))
    archive.write_record(archive.create_revisit_record(URL, "sha1:A", URL, "2015-07-06T00:00:00Z"))
    assert ids(out.getvalue()) == [URL] and errors(read(out.getvalue())) == []


PIECES = st.sampled_from(
    [
        record(answer()),
        record(answer())[:-30],
        gzip.compress(record(answer())),
        gzip.compress(record(answer()))[:-9],
        b"WARC/1.0\r\nWARC-Type: response\r\n",
        b"WARC-Target-URI: https://x.example\r\n",
        b"Content-Length: 30\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n",
        b"\x1f\x8b\x08",
        b"\r\n\r\n",
        b"ff\r\n",
    ]
)
BEGINNINGS = st.sampled_from([b"WARC/1.0\r\n", record(answer()), gzip.compress(record(answer()))])


@settings(deadline=None, max_examples=150)
@given(BEGINNINGS, st.lists(st.one_of(PIECES, st.binary(max_size=60)), max_size=12).map(b"".join))
def test_any_bytes_in_an_archive_are_read_or_named(beginning, data):
    """Reading raises nothing, whatever follows."""
    must_hold(read(beginning + data))
