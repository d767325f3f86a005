"""Hostile inputs: examples of our own, cut, repeated, swapped, spliced, and with what bites put into them.

An input follows from an example and a few edits. Hypothesis draws the edits, so that it can find the shortest input
that breaks something; a long run draws them from a number, so that any input can be made again from its number alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import AnyStr, NamedTuple

from hypothesis import strategies as st

WAYS = ("cut", "keep", "repeat", "swap", "splice", "insert", "insert", "insert", "change", "count")


class Edit(NamedTuple):
    """One change: where (shares of the length), how much of it, and which piece or how often."""

    way: str
    here: float
    there: float
    size: int
    choice: int


def edit_of(random: Random) -> Edit:
    """An edit; most are short, some are long."""
    size = int(2 ** random.uniform(0, 12))
    return Edit(random.choice(WAYS), random.random(), random.random(), size, random.randrange(1 << 16))


def edits_of(random: Random) -> list[Edit]:
    """A few edits: one in a hundred inputs has none."""
    return [edit_of(random) for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 4, 6, 10)))]


SHARES = st.floats(0, 1, exclude_max=True)
EDITS = st.lists(
    st.builds(Edit, st.sampled_from(WAYS), SHARES, SHARES, st.integers(1, 4096), st.integers(0, (1 << 16) - 1)),
    max_size=8,
)


def edited(examples: Sequence[AnyStr], which: int, edits: Sequence[Edit], longest: int) -> AnyStr:
    """One of the examples with these edits, no longer than `longest`."""
    found = examples[which % len(examples)]
    pieces: Sequence[AnyStr] = PIECES if isinstance(found, str) else RAW_PIECES  # type: ignore[assignment]
    for edit in edits:
        other = examples[edit.choice % len(examples)]
        found = _changed(found, edit, pieces[edit.choice % len(pieces)], other)[:longest]
    return found


def _changed(found: AnyStr, edit: Edit, piece: AnyStr, other: AnyStr) -> AnyStr:
    at = int(edit.here * len(found))
    end = min(len(found), at + edit.size)
    before, within, after = found[:at], found[at:end], found[end:]
    match edit.way:
        case "cut":
            return before + after
        case "keep":
            return within
        case "repeat":
            return before + within * (2 + edit.choice % 40) + after
        case "swap":
            to = int(edit.there * len(after))
            return before + after[:to] + within + after[to:]
        case "splice":
            begin = int(edit.there * len(other))
            return before + other[begin : begin + edit.size] + after
        case "insert":
            return before + piece + found[at:]
        case "count":
            return _counted(found, edit)
    return before + _other_sign(found, edit.choice) + found[at + 1 :]


NUMBERS = ("0", "-1", "1e999", "99999999999999999999", "2147483648", "9" * 400, "31", "00", "0000")


def _counted(found: AnyStr, edit: Edit) -> AnyStr:
    """The first figure from somewhere on made another number."""
    digits: AnyStr = "0123456789" if isinstance(found, str) else b"0123456789"  # type: ignore[assignment]
    at = next((i for i in range(int(edit.here * len(found)), len(found)) if found[i : i + 1] in digits), len(found))
    end = next((i for i in range(at, len(found)) if found[i : i + 1] not in digits), len(found))
    number = NUMBERS[edit.choice % len(NUMBERS)]
    return found[:at] + (number if isinstance(found, str) else number.encode()) + found[end:]  # type: ignore[operator]


def _other_sign(found: AnyStr, choice: int) -> AnyStr:
    """Any byte; or a sign of any script, halves of pairs among them."""
    return chr(choice) if isinstance(found, str) else bytes([choice % 256])  # type: ignore[return-value]


# ---------------------------------------------------------------------------------- what is put into them

SOME_WORDS = """
    Hamas Norway Kenya's the leaders of and with between met received spoke talks meeting will be held postponed denied
    said President Prime Minister Foreign minister Mr. al- Ada Lind U.S. US-China Thursday yesterday 2023-05-10 3 May
    31/02 last in at Oslo Doha Geneva phone video conference delegation mediation Egypt Qatar sidelines G20 summit
    agreed signed 40 killed
"""
WORDS = SOME_WORDS.split()

MARKUP = [
    *("<", ">", "&", "</p>", "<p>", "<!--", "-->", "<![CDATA[", "]]>", "<br/>", "<script>", "<title>", "<pre>", "<td>"),
    *("&#0;", "&#xD800;", "&#1114112;", "&nbsp", "&bogus;", "<?xml version='1.0' encoding='utf-16'?>", "<?x"),
    '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>&c;',
    "<div>" * 300,
    "<table><tr><td>" * 100,
    "<a href='javascript:x' style='display:none'>",
    '<meta charset="utf-7">',
    '<meta property="article:published_time" content="2023-99-99T25:61:61Z">',
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": [[{}]]}</script>',
]
DATA = [
    *(
        '"',
        "'",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        ";",
        "\t",
        "null",
        "true",
        "NaN",
        "1e999",
        "-0",
        "\\ud800",
        "\\u0000",
    ),
    *('{"text": 1}', '{"text": "Ada met", "published": {}}', '"whole": {', '"spans": [{"start": -1, "end": 99999999}]'),
    *("&a [*a, *a]", "*a", "!!python/object/apply:os.system [x]", "<<: *a", "? [", "|-\n", "- - - -", "%YAML 9"),
    "[" * 3000,
    '{"a":' * 1500,
    '"' * 101,
    ",".join("abcdefgh" * 40),
    "=1+1",
]
HEADERS = [
    *("\n\n", "\r\n\r\n", "\r\n", "\nSubject: ", "\nDate: Thu, 99 Foo 99999 25:61:61 +9999", "\nFrom: <@>,,;:"),
    *("=?utf-8?b?////?=", "=?x?q?=FF?=", "=?utf-16?b?2AA=?=", "=\r\n", "=FF=FE", "\nContent-Transfer-Encoding: base64"),
    "\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\n--x--\n",
    "\nContent-Type: message/rfc822\n\nSubject: inner\n\nmet\n",
    '\nContent-Type: text/plain; charset="utf-7"; format=flowed; delsp=yes\n\n+2AA-',
    "\nContent-Disposition: attachment; filename*=utf-8''%FF%00..%2F..%2Fx.html",
    *(
        "\n--x\n",
        "\n--x--\n",
        "WARC/1.0\r\n",
        "\r\nContent-Length: 99999999999\r\n",
        "\nTransfer-Encoding: chunked\n\nFFFFFFFF\n",
    ),
    *(
        "\nContent-Encoding: gzip\n",
        "HTTP/1.1 200 OK\r\n",
        "WARC-Type: response\r\n",
        "\nContent-Encoding: br, gzip, deflate\n",
    ),
]
DATES = [
    *(
        "31/02/2015",
        "2023-13-45",
        "0000-00-00",
        "9999-12-31",
        "10000-01-01",
        "-0001",
        "2023-21",
        "[2023,2024]",
        "../..",
    ),
    *("2023-05-10/2023-05-01", "[..2023]", "29 February 1900", "the 45th of May", "1 January 0001", "31 December 9999"),
    *(
        "yesterday",
        "last century",
        "in 99999999999999 days",
        "3 May-2 June",
        "Ramadan 1445",
        "AH 99999",
        "25:99 GMT+99",
    ),
    *("T24:00:00Z", "٣ مايو ٢٠٢٣", "2023年5月10日", "century", "first half of 0000", "early late 9999", "Easter 9999"),
]
SIGNS = [
    *("\x00", "\x07", "\x08", "\x0b", "\x0c", "\r", "\x1a", "\x1b[31m", "\x1b]0;x\x07", "\x7f", "\x85", "\x9b", "\xa0"),
    *("\xad", "\u0301", "\u034f", "\u061c", "\u200b", "\u200c", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e"),
    *(
        "\u2066",
        "\ufeff",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\U000e0041",
        "\U0010ffff",
        "\ud800",
        "\udfff",
        "\udc80",
        "\U0001f600",
    ),
    *(
        "İ",
        "ß",
        "ﬁ",
        "ǅ",
        "ŉ",
        "ΐ",
        "²",
        "Ⅻ",
        "١٢",
        "𝟙",
        "会谈",
        "التقى",
        "נפגש",
        "Встреча",
        "“",
        "”",
        "‘",
        "’",
        "«",
        "„",
        "—",
    ),
]
LONG = [
    *("a" * 5000, "A." * 2000, "'" * 1000, "“" * 800, "\u0301" * 3000, " " * 5000, "\n" * 3000, "-" * 3000, "1" * 5000),
    *(
        "(" * 2000,
        "al-" * 1000,
        "A " * 3000,
        "the " * 1000,
        "met " * 800,
        "Ada Lind, " * 400,
        "and of " * 700,
        "1,1" * 900,
    ),
    *("said that " * 300, "“a” " * 600, "x-" * 2000, "\u202e" * 500, "Mr. " * 700, "Oslo, " * 500, "\ud800" * 500),
    "Norwegian Foreign Minister Ada Lind met her Kenyan counterpart in Oslo on 3 May. " * 20,
]
PIECES = [*(f" {word} " for word in WORDS), *MARKUP, *DATA, *HEADERS, *DATES, *SIGNS, *LONG]

PDF = [
    *(
        b"%PDF-1.7\n",
        b"\nendobj\n",
        b"1 0 obj\n<<>>\nendobj\n",
        b"/Kids [1 0 R 1 0 R]",
        b"/Parent 1 0 R",
        b"/Count 2147483647",
    ),
    *(b"/Filter [/FlateDecode /FlateDecode]", b"/Length 99999999", b"stream\n", b"\nendstream", b"startxref\n0\n%%EOF"),
    *(
        b"/Type /ObjStm /N 99999 /First 0",
        b"/Type /Page",
        b"/Contents 4 0 R",
        b"xref\n0 65535\n",
        b"trailer\n<</Root 1 0 R>>",
    ),
]
BINARY = [
    *(
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x00" * 100,
        b"\xff" * 50,
        b"\xc3\x28",
        b"\xe2\x82",
        b"\xed\xa0\x80",
    ),
    *(
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
        b"PK\x03\x04",
        b"PAR1",
        b"\x80\x81\x82",
        b"\x78\x9c\x03\x00\x00\x00\x00\x01",
    ),
]
RAW_PIECES = [*(p.encode("utf-8", "surrogatepass") for p in PIECES), *PDF, *PDF, *BINARY, *BINARY]
