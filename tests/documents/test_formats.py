"""Web pages, PDF and JSON: what their text is, and what comes with it."""

import datetime
import io
import json
from hashlib import sha256

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen import canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from whomet.documents import Loaded, json_lines, read_documents
from whomet.documents.inputs import Input
from whomet.documents.parts import Part, read_part
from whomet.errors import InputError
from whomet.model import FindingKind, RegionKind

TITLE = "Envoys of two duchies meet in Strelsau"
BODY = (
    "The envoys of both duchies sat down together in the castle of Strelsau on Monday evening for talks that lasted "
    "four hours, officials of both sides said afterwards.",
    "Count Rupert, who led the visitors, called the meeting useful &amp; frank, while the colonel said that the "
    "ferries across the lake would sail again before autumn if the customs could be settled.",
    "A second round is planned in Zenda next week, with the duke's adviser as chair.",
)
PAGE = f"""<!doctype html><html lang="en"><head><title>{TITLE} | Strelsau Herald</title>
<meta property="og:site_name" content="Strelsau Herald"><meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="2015-07-06T19:05:00+02:00">
<link rel="canonical" href="https://herald.example.org/n/412"><style>p {{}}</style></head>
<body><nav><ul><li><a href="/">Home</a><li><a href="/w">World</a></ul></nav><header>Strelsau Herald</header>
<div><h3>Most read</h3><ul><li><a href="/1">Cattle fair opens in Hentzau with record crowds</a></ul></div>
<article><h1>{TITLE}</h1><div>Monday, July 6, 2015 &middot; 3 min read</div>
{"".join(f"<p>{p}</p>" for p in BODY)}</article>
<script>let hidden = 1</script><div hidden>unseen one</div><div style="display: none">unseen two</div>
<noscript>unseen three</noscript><template>unseen four</template><!-- unseen five -->
<footer>© 2015 Strelsau Herald. All rights reserved.</footer></body></html>"""


def read(data: bytes) -> list[Loaded | InputError]:
    return list(read_documents(["-"], io.BytesIO(data)))


def read_one(data: bytes) -> Loaded:
    (loaded,) = read(data)
    assert isinstance(loaded, Loaded)
    return loaded


def words_of(loaded: Loaded, kind: RegionKind) -> list[str]:
    document = loaded.document
    return [region.span.of(document.text) for region in document.regions if region.kind is kind]


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


# ------------------------------------------------------------------------------------- web pages


def test_all_visible_text_of_a_page_is_kept_and_nothing_else():
    text = read_one(PAGE.encode()).document.text
    assert all(words in text for words in ("Home", "Most read", "Cattle fair", TITLE, "useful & frank", "© 2015"))
    assert "unseen" not in text and "hidden" not in text


def test_what_lies_outside_the_article_is_marked():
    loaded = read_one(PAGE.encode())
    masked = " ".join(words_of(loaded, RegionKind.BOILERPLATE))
    assert all(words in masked for words in ("Home", "Most read", "Cattle fair", "© 2015"))
    assert not any(words in masked for words in ("envoys", TITLE, "Count Rupert", "A second round"))
    assert words_of(loaded, RegionKind.TITLE) == [TITLE]
    assert words_of(loaded, RegionKind.DATELINE) == ["Monday, July 6, 2015 · 3 min read"]


def test_the_metadata_of_a_page_are_claims_shown_where_the_page_shows_them():
    document = read_one(PAGE.encode()).document
    claims = (document.title, document.publisher, document.published)
    assert [claim.value for claim in claims] == [TITLE, "Strelsau Herald", "2015-07-06"]
    assert {claim.basis for claim in claims} == {"Given in the page's metadata."}
    shown = [[span.of(document.text) for span in claim.spans] for claim in claims]
    assert shown == [[TITLE], ["Strelsau Herald"], ["Monday, July 6, 2015"]]
    assert document.url == "https://herald.example.org/n/412"
    assert document.language == "en" and document.extractor.startswith("html/1 trafilatura ")


def test_blocks_are_lines_and_white_space_is_one_space():
    body = (
        "<table><tr><td>Name<td>Role<tr><td>Rupert<td>Count</table><pre>a\n  b\n\nc</pre><p>x<br>y<!-- c -->z <b>1</b>2"
    )
    assert read_one(page(body)).document.text == "Name Role\nRupert Count\n\na\nb\nc\n\nx\nyz 12"
    assert read_one(page("<p>the  \n same&nbsp;\t line<p>be\u00adfore</p>")).document.text == "the same line\n\nbefore"


def test_a_page_in_an_older_encoding_is_read_as_it_declares():
    text = "<p>Count Müller said “no” to the duke of Strelsau.</p>"
    declared = page(text, '<meta charset="windows-1252">').decode().encode("cp1252")
    assert read_one(declared).document.text == "Count Müller said “no” to the duke of Strelsau."
    xhtml = '<?xml version="1.0" encoding="windows-1252"?><html xmlns="http://www.w3.org/1999/xhtml"><body>' + text
    assert "“no”" in read_one(xhtml.encode("cp1252")).document.text


def test_a_page_without_an_article_is_not_masked():
    loaded = read_one(page("<p>They met."))
    assert loaded.document.text == "They met." and loaded.document.regions == ()


def test_a_date_in_the_prose_of_a_page_is_not_its_publication():
    body = "".join(f"<p>{words}</p>" for words in (*BODY, "They had last met on 3 May 2014 in Zenda, the court said."))
    assert read_one(page(body)).document.published is None


# ------------------------------------------------------------------------------------------- PDF


def a_pdf(pages: list[list[str]]) -> bytes:
    out = io.BytesIO()
    styles = getSampleStyleSheet()
    story = []
    for number, paragraphs in enumerate(pages):
        story += [PageBreak()] if number else []
        story += [Paragraph(text, styles["Title" if text == TITLE else "Normal"]) for text in paragraphs]
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return out.getvalue()


def lines_pdf(pages: list[list[str]]) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out)
    for lines in pages:
        words = sheet.beginText(72, 700)
        for line in lines:
            words.textLine(line)
        sheet.drawText(words)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def test_a_pdf_gives_paragraphs_with_a_region_for_each_page():
    loaded = read_one(a_pdf([[TITLE, "6 July 2015", BODY[0]], [BODY[2]]]))
    document = loaded.document
    assert document.text == "\n\n".join((TITLE, "6 July 2015", BODY[0], BODY[2]))
    assert words_of(loaded, RegionKind.PAGE) == ["\n\n".join((TITLE, "6 July 2015", BODY[0])), BODY[2]]
    assert document.title is not None and document.title.value == TITLE
    assert document.published is not None and document.published.value == "2015-07-06"
    assert document.extractor.startswith("pdf/1 pypdfium2 ")


def test_words_broken_at_the_end_of_a_line_are_made_whole():
    lines = [
        "The ship-building plan and the infor-",
        "mation office were named, as was the ship-",
        "building yard in the port.",
    ]
    assert read_one(lines_pdf([lines])).document.text == (
        "The ship-building plan and the information office were named, as was the ship-building yard in the port."
    )


def test_running_headers_are_marked():
    pages = [
        ["Court gazette 1", f"The {word} envoy met the duke.", f"Page {n}"]
        for n, word in enumerate(("first", "next", "last"))
    ]
    loaded = read_one(lines_pdf(pages))
    masked = "\n".join(words_of(loaded, RegionKind.BOILERPLATE))
    assert "envoy" not in masked
    assert [masked.count(words) for words in ("Court gazette", "Page")] == [3, 3]


# ------------------------------------------------------------------------------------------ JSON


def record(**given: object) -> bytes:
    return json.dumps({"id": "x", "text": f"{TITLE}\n\n6 July 2015\n\nThe duke met the envoy.", **given}).encode()


def test_given_metadata_are_claims_shown_where_the_text_shows_them():
    line = record(
        title=TITLE, publisher="Zenda Herald", published="2015-07-06", url="https://example.org/1", language="en"
    )
    document = read_one(line).document
    assert document.title.value == TITLE and document.title.spans[0].of(document.text) == TITLE
    assert document.publisher.value == "Zenda Herald" and document.publisher.spans == ()
    assert document.published.value == "2015-07-06"
    assert [span.of(document.text) for span in document.published.spans] == ["6 July 2015"]
    assert {c.basis for c in (document.title, document.publisher, document.published)} == {"Given with the document."}
    assert document.original == sha256(line).hexdigest() and document.source == "-, line 1"


def test_the_text_of_a_record_is_the_field_itself():
    text = " \r\n They met.\u2028They left.\t\n"
    assert read_one(json.dumps({"text": text}).encode()).document.text == text


def test_half_a_surrogate_pair_is_replaced_one_for_one():
    loaded = read_one(b'{"text": "They met \\ud83d in Zenda"}')
    assert loaded.document.text == "They met \ufffd in Zenda"
    assert [finding.kind for finding in loaded.findings] == [FindingKind.ENCODING]


def test_the_key_follows_from_text_and_given_metadata_only():
    keys = {read_one(record(id=name)).document.key for name in ("a", "b")}
    assert len(keys) == 1
    assert read_one(record(published="2015-07-06")).document.key not in keys
    assert read_one(record(text="They met.")).document.key not in keys


def test_a_given_date_that_is_none_is_told_and_not_replaced():
    loaded = read_one(record(published="last week"))
    assert loaded.document.published is None
    assert [finding.kind for finding in loaded.findings] == [FindingKind.NOT_UNDERSTOOD]


@pytest.mark.parametrize(("given", "doubts"), [("2015-07-07T01:00:00Z", 0), ("2015-07-09", 1)])
def test_a_given_date_far_from_the_texts_own_is_doubted(given, doubts):
    loaded = read_one(record(published=given))
    assert loaded.document.published.value == given[:10]
    assert [finding.kind for finding in loaded.findings] == [FindingKind.DATE_DOUBT] * doubts


def test_metadata_that_are_no_strings_are_left_out_and_told():
    loaded = read_one(record(publisher={"name": "Herald"}, title=None, id=7))
    assert loaded.document.id == "7" and loaded.document.publisher is None
    assert [finding.text for finding in loaded.findings] == ['"publisher" is no string and was left out.']


def test_a_list_of_records_is_read_as_well():
    read_both = read(json.dumps([{"id": "a", "text": "They met."}, {"text": "They left."}], indent=1).encode())
    assert [one.document.id for one in read_both] == ["a", "stdin-2"]


def test_a_whole_object_over_several_lines_is_one_document():
    assert read_one(json.dumps({"id": "a", "text": "They met."}, indent=1).encode()).document.id == "a"


def test_utf16_lines_are_read():
    data = '{"id": "a", "text": "They met."}\n{"id": "b", "text": "They left."}\n'.encode("utf-16")
    assert [one.id for one in json_lines.extract(io.BytesIO(data), "-", "x")] == ["a", "b"]


# -------------------------------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The envoys met in the castle and spoke of ferries until the evening.", "en"),
        ("Les envoyés se sont réunis au château et ont parlé des bacs jusqu'au soir.", "fr"),
        ("اجتمع المبعوثون في القلعة وتحدثوا عن العبارات حتى المساء", "ar"),
        ("The Ruritanian foreign minister, Rudolf Rassendyll, met the envoy Fritz Tarlenheim on 4 March 2031.", "en"),
        ("President Tarlenheim met President Rassendyll in Zenda on 4 February 2022.", "en"),
        (
            "Envoy Badr Tarlen (بدر تارلن) met minister Hussein Zenda (حسين زندا عبد الله) in the castle on Monday.",
            "en",
        ),
        ("President Rassendyll (Рудольф Рассендилл) met the envoys in the castle of Zenda on Monday.", "en"),
        ("Bộ trưởng Ngoại giao đã gặp các đặc phái viên tại lâu đài vào chiều thứ Ba và nói về phà.", "vi"),
        ("Di president don meet wit di foreign minista for di castle on top di wahala wey dey for border. " * 3, "pcm"),
        ("Zenda Court", ""),
        ("6 July 2015", ""),
    ],
)
def test_the_language_is_told_where_there_is_enough_text(text, language):
    assert read_one(text.encode()).document.language == language


def test_rows_of_parquet_are_read_as_lines_of_json_are(tmp_path):
    """The same columns, the same documents; days may be days, and other columns are left aside."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [
        {"id": "a", "text": "They met in Oslo.", "published": datetime.date(2031, 5, 3), "score": 0.5},
        {"id": None, "text": "They met again.", "published": None, "score": None},
        {"id": "c", "text": None, "published": None, "score": 1.0},
    ]
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "reports.parquet", row_group_size=1)
    first, second, error = read_documents([str(tmp_path)])
    assert (first.document.id, first.document.published.value) == ("a", "2031-05-03")
    assert (second.document.id, second.document.source) == ("reports-2", f"{tmp_path}/reports.parquet, row 2")
    assert "row 3: has no text" in str(error)
    (line,) = read_documents(["-"], io.BytesIO(b'{"id":"a","text":"They met in Oslo.","published":"2031-05-03"}'))
    assert first.document.key == line.document.key
    data = (tmp_path / "reports.parquet").read_bytes()
    assert [one.document.id for one in list(read_documents(["-"], io.BytesIO(data)))[:2]] == ["a", "stdin-2"]


def test_parquet_without_texts_or_damaged_is_named(tmp_path):
    """One sentence each; the rest is read."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.table({"id": ["a"]}), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "c.txt").write_text("They met.")
    textless, damaged, read = read_documents([str(tmp_path)])
    assert str(textless) == f"{tmp_path}/a.parquet: has no column “text”."
    assert str(damaged).startswith(f"{tmp_path}/b.parquet: can't be read as Parquet")
    assert read.document.id == "c"


def test_a_column_named_in_no_utf_8_makes_parquet_unreadable(tmp_path):
    """Fuzzing found it: the library reads no column of such a file."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(
        arrow.table({"text": ["They met."], "other": ["b"]}), tmp_path / "a.parquet", store_schema=False
    )
    damaged = (tmp_path / "a.parquet").read_bytes().replace(b"other", b"oth\xa0r")
    (tmp_path / "a.parquet").write_bytes(damaged)
    (error,) = read_documents([str(tmp_path)])
    assert str(error).startswith(f"{tmp_path}/a.parquet: can't be read as Parquet ('utf-8' codec")


def test_what_is_cut_nowhere_and_can_not_be_read_is_named_too():
    """Fuzzing found it: bytes that begin as Parquet does, handed over as one part."""
    (error,) = read_part(Part(Input("stranger", "stranger", None, stream=io.BytesIO(b"PAR1 "))))
    assert str(error).startswith("stranger: can't be read as Parquet")


def test_files_that_lie_elsewhere_are_read(tmp_path):
    """Whatever fsspec can ask: folders in the order of names, by suffix or content; what is not there is named."""
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    store.pipe("/elsewhere/b/two.jsonl", b'{"id": "x", "text": "They met."}\n{"id": "y", "text": "They met again."}')
    store.pipe("/elsewhere/a.txt", b"They met in Oslo.")
    store.pipe("/elsewhere/c.odt", b"odd")
    found = list(read_documents(["memory://elsewhere"]))
    assert [one.document.id for one in found[:3]] == ["a", "x", "y"]
    assert found[1].document.source == "memory:///elsewhere/b/two.jsonl, line 1"
    assert [str(one) for one in found[3:]] == ["memory:///elsewhere/c.odt: is of a kind that isn't read (.odt)."]
    (absent,) = read_documents(["memory://nowhere"])
    assert str(absent) == "memory://nowhere: there is no such file or folder."
    (unknown,) = read_documents(["nosuchstore://x"])
    assert str(unknown).startswith("nosuchstore://x: can't be read (")
    (page,) = read_documents(["https://herald.example/page"])
    assert "there is no such file" in str(page)
