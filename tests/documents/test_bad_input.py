"""Bad input: one clear sentence each, and the rest is read."""

import io
import time

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from whomet.documents import Loaded, read_documents
from whomet.errors import InputError
from whomet.model import FindingKind


def read_one(tmp_path, name: str, data: bytes) -> Loaded | InputError:
    (tmp_path / name).write_bytes(data)
    (one,) = read_documents([str(tmp_path / name)])
    return one


def pdf(encryption: StandardEncryption | None = None, text: str = "") -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt=encryption)
    page.drawString(72, 700, text)
    page.rect(10, 10, 100, 100)
    page.showPage()
    page.save()
    return out.getvalue()


BAD = {
    "empty.txt": (b"", "is empty."),
    "empty.html": (b"", "is empty."),
    "empty.pdf": (b"", "is empty."),
    "empty.jsonl": (b"", "is empty."),
    "blank.txt": (b" \n\t\r\n ", "holds no text, only white space."),
    "blank.jsonl": (b"\n\n", "holds no document."),
    "none.json": (b"[]", "holds no document."),
    "zip.txt": (b"PK\x03\x04" + bytes(range(256)), "is no text but binary data."),
    "noise.txt": (bytes(range(256)) * 20, "is no text but binary data."),
    "noise.html": (bytes(range(256)) * 20, "is no web page but binary data."),
    "bare.html": (b"<html><head><title>Nothing</title></head></html>", "is a web page that shows no text."),
    "script.html": (b"<html><body><script>let x</script></body></html>", "is a web page that shows no text."),
    "deep.html": (b"<html><body>" + b"<div>" * 100_000 + b"They met.", "is a web page nested too deep to be read."),
    "broken.pdf": (b"%PDF-1.7\nnothing", "is no PDF that can be read: its structure is broken."),
    "locked.pdf": (
        pdf(StandardEncryption("secret", ownerPassword="owner"), "They met."),
        "is an encrypted PDF: save it without its password first.",
    ),
    "scan.pdf": (pdf(), "is a PDF without text (a scan?): text recognition must be run on it first."),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_named_in_one_sentence(tmp_path, name):
    data, reason = BAD[name]
    error = read_one(tmp_path, name, data)
    assert isinstance(error, InputError)
    assert str(error) == f"{tmp_path / name}: {reason}"


def test_the_rest_of_a_folder_is_read(tmp_path):
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("They met in the castle.")
    read = list(read_documents([str(tmp_path)]))
    assert len(read) == len(BAD) + 1
    assert [one.document.id for one in read if isinstance(one, Loaded)] == ["good"]


def test_a_bad_line_costs_only_itself(tmp_path):
    lines = [
        b'{"id": "a", "text": "They met."}',
        b"{broken",
        b'{"id": "c"}',
        b"[1]",
        b'{"text": 3}',
        b"",
        b'{"text": "They left."}',
    ]
    (tmp_path / "news.jsonl").write_bytes(b"\n".join(lines))
    read = list(read_documents([str(tmp_path)]))
    assert [one.document.id for one in read if isinstance(one, Loaded)] == ["a", "news-7"]
    assert [one.source.rpartition(", ")[2] for one in read if isinstance(one, InputError)] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
    ]
    assert 'the key "text" is missing' in str(read[2])


def test_json_nested_without_end_is_an_error_of_its_line(tmp_path):
    error = read_one(tmp_path, "deep.jsonl", b'{"text": ' + b"[" * 1_000_000)
    assert isinstance(error, InputError) and error.source.endswith("line 1")


def test_broken_utf8_is_read_and_told(tmp_path):
    loaded = read_one(tmp_path, "a.txt", "The envoy of Zürich met Count Müller, Frau Böll".encode() + b" \xff\xe2\x82.")
    assert isinstance(loaded, Loaded)
    assert loaded.document.text.startswith("The envoy of Zürich met Count Müller")
    assert [finding.kind for finding in loaded.findings] == [FindingKind.ENCODING]
    assert loaded.findings[0].about == loaded.document.key


@pytest.mark.parametrize(
    "unit",
    [
        "The envoys sat together in the port and spoke of ferries. ",
        "a",
        "STRELSAU ",
        "12:30 ",
        "(",
        "By Antony Hope and ",
    ],
)
def test_a_long_single_line_is_read_in_linear_time(tmp_path, unit):
    """Fifty times the text must not take more than some two hundred times the processor's time, or hardly any."""
    read_one(tmp_path, "warm.txt", b"The envoys met in the castle of Strelsau on Monday evening.")
    took = []
    for size in (100_000, 5_000_000):
        started = time.process_time()
        loaded = read_one(tmp_path, f"{size}.txt", (unit * (size // len(unit))).encode())
        took.append(time.process_time() - started)
        assert isinstance(loaded, Loaded) and len(loaded.document.text) > size - len(unit) - 1
    assert took[1] < max(200 * took[0], 2.0)


def test_deep_but_readable_nesting_is_read(tmp_path):
    page = "<html><body>" + "<div>" * 1500 + "<p>The envoys met in the castle of Strelsau.</p>"
    loaded = read_one(tmp_path, "a.html", page.encode())
    assert isinstance(loaded, Loaded) and "The envoys met" in loaded.document.text


def test_a_page_cut_off_by_its_depth_says_so(tmp_path):
    page = "<html><body><p>The envoys met.</p>" + "<div>" * 5000 + "They left."
    loaded = read_one(tmp_path, "a.html", page.encode())
    assert isinstance(loaded, Loaded) and loaded.document.text.startswith("The envoys met.")
    assert [finding.kind for finding in loaded.findings] == [FindingKind.TRUNCATED]
