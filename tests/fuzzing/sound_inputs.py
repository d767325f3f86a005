"""Examples of every format that is read, made from our own reports: what hostile inputs are made of."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
TALKS = (
    "LISBON, 3 May 2031 - The foreign minister of Norway, Ada Lind, met the Swedish envoy Tomas Brae in Oslo on "
    "Friday, her office said. “We spoke of the river,” Lind said after the talks, which lasted two hours."
)
TABLE = (
    "No;When;Where;Participants;Topic;Source;Link;Track\n"
    '1;early May 2014;Geneva, Switzerland;"Mira Okonveld (foreign minister, Norway); Tomas Brae (envoy of Sweden)";'
    "river;The Lota Courier;https://news.example/1;2\n2;3-5 May 2014;Oslo;Norway, Sweden and others;prisoners;;;1.5\n"
)
OWN_TABLE = "date,parties,people,city,country,status\n2014-05-03,Norway; Sweden,Ada Lind,Oslo,Norway,held\nsoon,,,,,\n"
MAP = """columns:
  No: id
  When: {as: date, order: day first}
  Where: place
  Participants: {as: people, separator: ';'}
  Topic: topics
  Source: source.publisher
  Link: source.url
  Track: {as: code, field: track}
"""
HOLDERS = (
    "name,party,office,title,from,to,source,born,kind,aliases\n"
    "Ada Lind,NO,foreign minister,,2030-01-02,2033,https://a.example,1970,person,A. Lind|Lind\n"
    "Lota Pact,,,,,,,,movement,\n"
)
PUBLISHERS = "name,kind,party,country,web,names,native,owner\nThe Lota Courier,private,,PT,lota.example;l.example,,,\n"
SHEET = "sheet,text,document,meeting,date\nround 1: Ada,1,a,1,2031-05-03\n"
OPML = '<opml version="2.0"><body><outline text="a"><outline xmlUrl="https://a.example/feed"/></outline></body></opml>'
ROBOTS = "User-agent: *\nCrawl-delay: 5\nDisallow: /a*b$\nAllow: /a\n\nUser-agent: Whomet\nDisallow: /x\n"
WIKIDATA = {
    "id": "Q1",
    "labels": {"en": {"value": "Ada Lind"}},
    "claims": {
        "P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5", "numeric-id": 5}}}}],
        "P39": [
            {
                "mainsnak": {"datavalue": {"value": {"id": "Q2"}}},
                "qualifiers": {"P580": [{"datavalue": {"value": {"time": "+2030-01-02T00:00:00Z", "precision": 11}}}]},
            }
        ],
    },
}
FTM = [
    {"id": "p", "schema": "Person", "properties": {"name": ["Ada Lind"], "birthDate": ["1970"]}},
    {"id": "b", "schema": "PublicBody", "properties": {"name": ["Ministry"], "country": ["no"]}},
    {"id": "m", "schema": "Membership", "properties": {"member": ["p"], "organization": ["b"], "startDate": ["2030"]}},
    {"id": "e", "schema": "Event", "properties": {"name": ["Talks"], "date": ["2031-05-03"], "involved": ["p", "b"]}},
]
PLOVER = {
    "event_type": "CONSULT",
    "date": "2031-05-03",
    "attributes": {"ACTOR": [{"text": "Norway"}], "DATE": [{"text": "2031-05-03"}]},
    "event_geolocation": {"geo": {"country_code3": "NOR", "resolved_placename": "Oslo", "geonameid": 1}},
    "whomet": {"status": "held", "venues": []},
    "cite_info": {"url": "https://a.example"},
}
ANNOTATION = {
    "id": "urn:whomet:a#1",
    "type": "Annotation",
    "body": [{"purpose": "tagging", "value": "party: Norway"}],
    "target": {"source": "https://a.example", "selector": [{"type": "TextQuoteSelector", "exact": "Norway"}]},
}
ANSWER = {
    "meetings": [{"lead": "met", "word": "met", "parties": [{"words": "Norway"}], "times": [{"words": "on Friday"}]}],
    "figures": [{"words": "40 killed"}],
}


def reports(suffix: str) -> list[bytes]:
    """The files of `examples/` that end so."""
    return [path.read_bytes() for path in sorted(REPORTS.glob(f"*{suffix}"))]


@cache
def texts() -> list[str]:
    """Reports as they are published."""
    found = [data.decode() for suffix in (".txt", ".md") for data in reports(suffix)]
    return [*found, TALKS, f"{TALKS}\n\n" * 3]


@cache
def sentences() -> list[str]:
    """Single sentences that tell of meetings, of our own tests."""
    path = Path(__file__).parents[1] / "extraction" / "made-up.yaml"
    return [case["text"].strip() for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


def lines() -> list[bytes]:
    """JSON Lines, and the records as one list."""
    (wire,) = reports(".jsonl")
    records = [json.loads(line) for line in wire.splitlines()]
    return [wire, json.dumps(records[:2], indent=1).encode(), json.dumps(records[0]).encode()]


def pdfs() -> list[bytes]:
    """A communiqué; and a small PDF written out by hand, which edits can reach into."""
    page = b"BT /F1 12 Tf 72 700 Td (The envoys met in Oslo on Friday.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return [plain_pdf(objects), *reports(".pdf")]


def plain_pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first of them its catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(out))
    )


def mails() -> list[bytes]:
    """A plain message, and one with alternatives, a quotation, attachments and a message attached to it."""
    head = "From: Ada Lind <ada@a.example>\nTo: b@b.example\nSubject: =?utf-8?q?Talks_in_Oslo?=\n"
    head += "Date: Thu, 03 May 2031 10:00:00 +0200\nMessage-ID: <1@a.example>\nMIME-Version: 1.0\n"
    plain = f"{head}Content-Type: text/plain; charset=utf-8; format=flowed\n\n{TALKS} \n> quoted\n-- \nAda\n"
    inner = f"--in\nContent-Type: text/plain\n\n{TALKS}\n--in\nContent-Type: text/html\n\n<p>{TALKS}</p>\n--in--\n"
    parts = f"--out\nContent-Type: multipart/alternative; boundary=in\n\n{inner}"
    parts += "--out\nContent-Type: text/html; name=a.html\nContent-Disposition: attachment\n"
    parts += (
        f"Content-Transfer-Encoding: base64\n\nPHA+VGhleSBtZXQ8L3A+\n--out\nContent-Type: message/rfc822\n\n{plain}"
    )
    return [plain.encode(), f"{head}Content-Type: multipart/mixed; boundary=out\n\n{parts}\n--out--\n".encode()]


def feeds() -> list[bytes]:
    """RSS, Atom, RDF and JSON Feed."""
    escaped = f"&lt;p&gt;{TALKS}&lt;/p&gt;"
    rss = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Courier</title><item><title>Talks</title><link>https://a.example/1</link><guid>1</guid>"
        f"<pubDate>Thu, 03 May 2031 10:00:00 +0200</pubDate><description>{escaped}</description></item></channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/"><title>Courier</title><entry><id>urn:1</id>'
        f'<title>Talks</title><link href="1"/><updated>2031-05-03T10:00:00Z</updated><content type="xhtml"><div>{TALKS}'
        "</div></content><source><title>Wire</title></source></entry></feed>"
    )
    item = {"id": "1", "title": "Talks", "content_html": f"<p>{TALKS}</p>", "date_published": "2031-05-03"}
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [item, {"content_text": TALKS}]}
    return [rss.encode(), atom.encode(), json.dumps(told).encode()]


def archives() -> list[bytes]:
    """Web archives, plain and compressed, bodies as they are, in chunks, and compressed."""
    page = f"<html><head><title>Talks</title></head><body><p>{TALKS}</p></body></html>".encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    records = [
        _record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page),
        _record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked),
        _record(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
            + gzip.compress(page, mtime=0)
        ),
    ]
    return [b"".join(records), b"".join(gzip.compress(record, mtime=0) for record in records), records[2]]


def _record(block: bytes) -> bytes:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nContent-Length: %d\r\n\r\n"
    return head % len(block) + block + b"\r\n\r\n"


def parquets() -> list[bytes]:
    """A table of texts, and one of rows of meetings."""
    import pyarrow
    from pyarrow import parquet

    out = []
    for row in (
        {"id": "a", "text": TALKS, "published": "2031-05-03"},
        {"When": "3 May 2014", "Who": ["Norway", "Sweden"]},
    ):
        stream = io.BytesIO()
        parquet.write_table(pyarrow.Table.from_pylist([row]), stream, compression="none")
        out.append(stream.getvalue())
    return out


def workbooks() -> list[bytes]:
    """Excel's own format."""
    from openpyxl import Workbook

    book, stream = Workbook(), io.BytesIO()
    for row in ("When", "Who"), ("3 May 2014", "Norway; Sweden"):
        book.active.append(row)
    book.save(stream)
    return [_same_every_time(stream)]


def _same_every_time(packed: io.BytesIO) -> bytes:
    """A packed folder without the hour at which it was made."""
    out = io.BytesIO()
    with ZipFile(packed) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(ZipInfo(name), re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2031-05-03T10:00:00Z", made.read(name)))
    return out.getvalue()


def json_of(*records: object) -> Callable[[], list[bytes]]:
    """A file of JSON Lines with these records."""
    return lambda: [b"\n".join(json.dumps(record).encode() for record in records)]
