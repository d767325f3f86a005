"""Bombs: small inputs that unpack, nest, repeat or refer to themselves without end. Each gives one sentence, or its
text; none takes a gigabyte, none keeps the processor."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from whomet.documents import Loaded, json_lines, read_documents
from whomet.documents.whole import with_few_attributes

SECONDS = 60  # of processor time for all of them together, the start of Python included
MEGABYTES = 1000

# Reads the files it is named, says what came of each, and how much memory it ever held.
SCRIPT = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
from whomet.documents import Loaded, json_lines, read_documents
from whomet.documents.whole import with_few_attributes
for path in sys.argv[2:]:
    found = list(read_documents([path]))
    told = [one.document.text[:100] if isinstance(one, Loaded) else str(one) for one in found[:3]]
    held = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1000
    print(json.dumps([Path(path).name, told, held]), flush=True)
"""
MET = b"<p>They met in Oslo.</p>"


def zeros(megabytes: int, wbits: int = 31) -> bytes:
    """So many megabytes of nothing, packed: a thousandth of that."""
    packer, piece = zlib.compressobj(9, zlib.DEFLATED, wbits), bytes(1_000_000)
    return b"".join(packer.compress(piece) for _ in range(megabytes)) + packer.flush()


def warc(headers: str, body: bytes) -> bytes:
    """An archive of one page that a server sent so."""
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def pdf(content: bytes, *more: bytes, count: int = 1, kids: bytes = b"3 0 R") -> bytes:
    """A PDF of a page with this content, and what it refers to from object 6 on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (size, table, size, len(out))


def stream(data: bytes, told: bytes = b"") -> bytes:
    """A stream of a PDF."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (told, len(data), data)


def flate(data: bytes) -> bytes:
    """A packed one."""
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode")


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 900 900]/Resources<</XObject<</X 6 0 R>>>>"
SHOWN = stream(b"BT /F1 12 Tf 9 700 Td (They met in Oslo.) Tj ET")


def mail(*parts: str, before: str = "") -> bytes:
    """A mail with these parts."""
    head = f"Subject: Talks\nMIME-Version: 1.0\n{before}Content-Type: multipart/mixed; boundary=b\n\n"
    return (head + "".join(f"--b\n{part}\n" for part in parts) + "--b--\n").encode()


def laughs() -> bytes:
    """The billion laughs: ten entities, each ten times the one before."""
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    text = f"<!DOCTYPE rss [<!ENTITY a0 'ha'>{entities}]><rss version='2.0'><channel><item><title>They met &a9;</title>"
    return f"{text}</item></channel></rss>".encode()


ATTRIBUTES = b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">They met in Oslo.</p>"

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    # packed
    "gzip.warc.gz": (lambda: gzip.compress(warc("Content-Encoding: gzip\r\n", zeros(300))), "is larger than 64 MB"),
    "thrice.warc": (
        lambda: warc("Content-Encoding: gzip, gzip, gzip\r\n", gzip.compress(gzip.compress(zeros(300)))),
        "is larger than 64 MB",
    ),
    "deflate.warc": (lambda: warc("Content-Encoding: deflate\r\n", zeros(300, 15)), "is larger than 64 MB"),
    "nothing.warc.gz": (lambda: zeros(300), "no record"),
    "zip.txt": (lambda: b"PK\x03\x04" + zeros(100, -15), "is no text but binary data."),
    "office.docx": (lambda: b"PK\x03\x04" + zeros(100, -15), "is no text but binary data."),
    # pages
    "deep.html": (lambda: b"<html><body>" + b"<div>" * 200_000 + MET, "nested too deep"),
    "tags.html": (lambda: b"<html><body>" + b"<p>a" * 1_000_001, "has more than 1 million tags"),
    "attributes.html": (lambda: ATTRIBUTES, "They met in Oslo."),
    "large.html": (lambda: MET * 1_500_000, "is larger than 32 MB"),
    # PDF
    "itself.pdf": (lambda: pdf(stream(b"/X Do"), stream(b"/X Do /X Do", FORM)), "takes more than"),
    "flate.pdf": (lambda: pdf(flate(b" " * 20_000_000 + b"BT /F1 12 Tf 9 700 Td (They met.) Tj ET")), "They met."),
    "twice.pdf": (
        lambda: pdf(stream(zlib.compress(zeros(300, 15)), b"/Filter[/FlateDecode/FlateDecode]")),
        "",  # nothing is shown, or it takes too much: whichever pdfium makes of it
    ),
    "pages.pdf": (lambda: pdf(SHOWN, count=2_000_000_000), ""),
    "kids.pdf": (lambda: pdf(SHOWN, count=2, kids=b"2 0 R 2 0 R"), ""),
    # mail
    "multiparts.eml": (lambda: _nested("multipart/mixed; boundary=b{n}\n\n--b{n}", 3_000), ""),
    "mails.eml": (lambda: _nested("message/rfc822\n", 3_000), "too deep"),
    "parts.eml": (lambda: mail(*["Content-Type: text/plain\n\nThey met."] * 20_000), "They met."),
    "attached.eml": (lambda: mail(*["Content-Type: message/rfc822\n\nSubject: a\n\nThey met."] * 2_000), ""),
    # feeds
    "laughs.xml": (laughs, "They met"),
    "entries.rss": (
        lambda: (
            b"<rss version='2.0'><channel>" + b"<item><title>They met</title></item>" * 20_000 + b"</channel></rss>"
        ),
        "They met",
    ),
    "tags.rss": (lambda: b"<rss version='2.0'><channel>" + b"<a/>" * 1_000_001, "has more than 1 million tags"),
    # JSON
    "line.jsonl": (lambda: b'{"text": "' + b"a " * 20_000_000 + b'"}', "is larger than 32 MB"),
    "nested.json": (lambda: b'{"text": ' + b"[" * 1_000_000, "nested too deep"),
    # text
    "large.txt": (lambda: b"They met. " * 4_000_000, "is larger than 32 MB"),
}


def _nested(kind: str, times: int) -> bytes:
    inner = "".join(f"Content-Type: {kind.format(n=n)}\n" for n in range(times))
    return f"Subject: Talks\nMIME-Version: 1.0\n{inner}\n\nThey met.\n".encode()


ON_LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory) -> dict[str, tuple[list[str], int]]:
    """What came of each, and the megabytes held by then."""
    folder = tmp_path_factory.mktemp("bombs")
    paths = []
    for name, (made, _) in BOMBS.items():
        paths.append(folder / name)
        paths[-1].write_bytes(made())
    command = [sys.executable, "-c", SCRIPT, str(SECONDS), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (done.returncode, told[-1:], done.stderr[-500:])
    return {name: (found, held) for name, found, held in told}


@ON_LINUX
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_one_sentence(outcomes, name):
    """It is named and refused, or read without what makes it one; memory stays."""
    found, held = outcomes[name]
    assert found and BOMBS[name][1] in " ".join(found), found
    assert held < MEGABYTES


def test_what_follows_a_bomb_is_read(tmp_path):
    """The process that reads PDFs is started anew where a PDF took it down."""
    (tmp_path / "a.pdf").write_bytes(BOMBS["itself.pdf"][0]())
    (tmp_path / "b.pdf").write_bytes(pdf(SHOWN))
    bomb, good = read_documents([str(tmp_path)])
    assert str(bomb).endswith("is a PDF that takes more than a minute or a gigabyte to read: print it as a new PDF.")
    assert isinstance(good, Loaded) and good.document.text == "They met in Oslo."


def test_a_line_that_is_too_long_costs_only_itself(tmp_path, monkeypatch):
    """What stands before and after it in a file of JSON Lines is read, by the numbers of its lines."""
    monkeypatch.setattr(json_lines, "LARGEST", 60)
    lines = ['{"text": "They met."}', json.dumps({"text": "a" * 500}), '{"text": "They left."}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    first, second, third = read_documents([str(tmp_path)])
    assert isinstance(first, Loaded) and isinstance(third, Loaded)
    assert (first.document.id, third.document.id) == ("a-1", "a-3")
    assert str(second).startswith(f"{tmp_path}/a.jsonl, line 2: is larger than")


def test_a_tag_with_few_attributes_stays_as_it_is():
    """However long they are, and whatever stands in them."""
    for page in ("<p a=1 b='>' c=\">\">", "<path d='" + "M 1 2 " * 9000 + "'>", "a < b", "<a" * 9000, "<p x=' y"):
        assert with_few_attributes(page) == page
    assert with_few_attributes(f"<p {'a ' * 3000}>They met.</p><b>") == "<p>They met.</p><b>"


@ON_LINUX
def test_what_reads_pdfs_ends_with_who_asks_it(tmp_path):
    """Nothing is left behind, also where the process that asks is killed."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(SHOWN))
    code = (
        "import os, sys\nfrom whomet.documents import read_documents\nfrom whomet.documents.pdf_apart import _APART\n"
        "list(read_documents([sys.argv[1]]))\nprint(_APART._process.pid, flush=True)\nos._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    command = Path(f"/proc/{done.stdout.strip()}/cmdline")
    for _ in range(600):
        if not (command.exists() and b"pdf_pages" in command.read_bytes()):
            return
        time.sleep(0.1)
    pytest.fail("it is still there after a minute")
