"""Bad input of every kind: one clear sentence each, nothing lost, the rest read, exit status not 0."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas
from talks import TALKS

from whomet import pipeline
from whomet.shards import here


def locked_pdf() -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    page.drawString(72, 700, "They met.")
    page.save()
    return out.getvalue()


RECORD = {"id": "a", "text": TALKS, "published": "2031-05-03"}
OTHER = RECORD | {"text": TALKS.replace("Swedish", "Danish")}
LINES = f"{json.dumps(RECORD)}\nnot JSON\n{json.dumps(OTHER | {'id': 'b'})}\n".encode()

BAD = {
    "empty.txt": (b"", ["empty.txt: is empty."]),
    "empty.pdf": (b"", ["empty.pdf: is empty."]),
    "blank.md": (b" \n\t\n", ["blank.md: holds no text, only white space."]),
    "binary.txt": (bytes(range(256)) * 8, ["binary.txt: is no text but binary data."]),
    "bodiless.html": (
        b"<html><head><title>T</title></head></html>",
        ["bodiless.html: is a web page that shows no text."],
    ),
    "locked.pdf": (locked_pdf(), ["locked.pdf: is an encrypted PDF: save it without its password first."]),
    "lines.jsonl": (LINES, ["lines.jsonl, line 2: is no JSON (Expecting value)."]),
    "broken.txt": (
        "Mañana – así. ".encode() + b"\xff\xfe\xff " + TALKS.encode(),
        ["broken.txt: The text is broken UTF-8: 3 places are shown as \N{REPLACEMENT CHARACTER}."],
    ),
    "picture.jpeg": (b"\xff\xd8\xff", ["picture.jpeg: is of a kind that isn't read (.jpeg)."]),
}


@pytest.mark.parametrize("name", BAD)
def test_one_sentence_each_and_the_rest_is_read(run, tmp_path, name):
    """Whatever stands beside it in a folder, a good report is read; the register knows what was not."""
    content, sentences = BAD[name]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    (tmp_path / "in" / "good.txt").write_text(TALKS.replace("Swedish", "Finnish"))
    done = run("read", "in")
    assert done.status == 1
    assert done.complaints == [f"in/{sentence}" for sentence in sentences]
    assert "Finland" in run("meetings").out
    checked = run("check").out
    assert all(sentence.partition(": ")[2] in checked for sentence in sentences)


def test_a_bad_line_costs_only_itself(run, tmp_path):
    """The lines before and after it are read."""
    (tmp_path / "lines.jsonl").write_bytes(LINES)
    assert run("read", "lines.jsonl").status == 1
    assert [json.loads(line)["id"] for line in run("export", "accounts").out.splitlines()] == ["a", "b"]


def test_paths_that_lead_nowhere(run, tmp_path):
    """Missing, empty, a device, a broken link, a loop of links: each named as it was given."""
    (tmp_path / "good.txt").write_text(TALKS)
    (tmp_path / "hollow").mkdir()
    (tmp_path / "round").mkdir()
    (tmp_path / "round" / "again").symlink_to("../round")
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "dangling.txt").symlink_to("nothing")
    done = run("read", "missing", "hollow", "/dev/null", "dangling.txt", "self", "round", "", "good.txt")
    assert done.status == 1
    assert done.complaints == [
        "missing: there is no such file or folder.",
        "hollow: is a folder without any file to read.",
        "/dev/null: is empty.",
        "dangling.txt: there is no such file or folder.",
        "self: can't be read (Too many levels of symbolic links).",
        "round/again: is a link to a folder that was already read.",
        '"": names no file or folder.',
    ]
    assert "Oslo" in done.out


def test_a_register_in_the_folder_is_no_input(run, tmp_path):
    """`whomet read .` makes its register where it reads; that is nothing to complain of."""
    (tmp_path / "good.txt").write_text(TALKS)
    assert run("read", ".").status == run("read", ".").status == 0


def test_a_file_that_vanishes(run, tmp_path, monkeypatch):
    """It was there when the folder was listed, and is gone when its turn comes."""
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / "in" / name).write_text(TALKS.replace("Friday", f"Friday, said {name[0]}"))
    read = pipeline.read

    def read_and_take_away(loaded, language):
        (tmp_path / "in" / "b.txt").unlink(missing_ok=True)
        return read(loaded, language)

    monkeypatch.setattr(pipeline, "read", read_and_take_away)
    done = run("read", "in")
    assert done.complaints == ["in/b.txt: there is no such file or folder."]
    assert len(run("export", "accounts").out.splitlines()) == 2


def test_names_are_only_names(run, tmp_path):
    """Line breaks, terminal codes, reversed writing and bytes that are no UTF-8 in a file's name do no harm."""
    names = [b"new\nline.txt", b"red\x1b[31m.txt", "right\u202eto left.txt".encode(), b"no utf-8 \xff.txt"]
    for number, name in enumerate(names):
        (tmp_path / os.fsdecode(name)).write_text(TALKS.replace("Friday", f"Friday at {number + 1} p.m."))
        (tmp_path / os.fsdecode(b"bad " + name)).write_bytes(b"")
    done = run("read", ".")
    assert len(done.complaints) == 4 and all(c.endswith(": is empty.") for c in done.complaints)
    ids = [json.loads(line)["id"] for line in run("export", "accounts").out.splitlines()]
    assert len(ids) == 4
    printed = done.out + done.err + run("check").out + "".join(run("show", name).out for name in ids)
    assert not {"\x1b", "\u202e"} & set(printed)


def test_two_documents_with_one_id(run, tmp_path):
    """Both are read; each can be asked for by the name that the sentence gives it; `check` still says so."""
    for folder, who in (("a", "Swedish"), ("b", "Danish")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "talks.txt").write_text(TALKS.replace("Swedish", who))
    done = run("read", "a", "b")
    (sentence,) = done.complaints
    name = sentence.rpartition(" ")[2].rstrip(".")
    assert done.status == 1
    assert sentence == (
        "b/talks.txt: has the id talks, as another document of this run has; both were read, this one is called "
        f"{name}."
    )
    assert run("show", "--text", name).out == TALKS.replace("Swedish", "Danish")
    asked = run("show", "--text", "talks")
    assert (asked.status, asked.out) == (1, "")
    assert name in asked.err and "(a/talks.txt)" in asked.err
    assert "DOCUMENTS WITH ONE ID  1" in run("check").out
    exported = [json.loads(line) for line in run("export", "accounts").out.splitlines()]
    assert len({line["id"] for line in exported}) == 2
    assert [n["kind"] for line in exported for n in line["notes"] if n["kind"] == "same-id"] == ["same-id"]


def test_one_document_given_twice_is_one(run, tmp_path):
    """The same file twice, and a copy of it under another name, are no second document."""
    (tmp_path / "talks.txt").write_text(TALKS)
    (tmp_path / "copy.txt").write_text(TALKS)
    assert run("read", "talks.txt", "talks.txt", "copy.txt").status == 0
    assert len(run("export", "accounts").out.splitlines()) == 1


class Failing:
    """A reader that comes to grief over one text."""

    name = "failing 1"

    def __init__(self, rules) -> None:
        self.rules = rules

    def reads(self, language: str) -> bool:
        return True

    def analyse(self, document):
        if "Danish" in document.text:
            raise RecursionError("too many\nclauses \x1b[31m")
        return self.rules.analyse(document)


def test_a_reader_that_comes_to_grief_costs_one_document(run, tmp_path, monkeypatch):
    """One sentence with the document's id; the others are read; once it can be read it is no longer missing."""
    for name, who in (("a", "Swedish"), ("b", "Danish"), ("c", "Finnish")):
        (tmp_path / f"{name}.txt").write_text(TALKS.replace("Swedish", who))
    rules = pipeline.english_by_model()
    monkeypatch.setattr(here, "english_by_model", lambda: Failing(rules))
    done = run("read", "a.txt", "b.txt", "c.txt")
    (sentence,) = done.complaints
    assert done.status == 1
    assert sentence.startswith("b.txt: the reading of b broke off (RecursionError: too many clauses")
    assert [json.loads(line)["id"] for line in run("export", "accounts").out.splitlines()] == ["a", "c"]
    assert "broke off" in run("check").out
    monkeypatch.setattr(here, "english_by_model", lambda: rules)
    assert run("read", "b.txt").status == 0
    assert "broke off" not in run("check").out


def test_reading_the_same_bytes_again_changes_nothing(run, tmp_path, dump):
    """The same command again, and other orders of the same input: the register says the same, byte for byte."""
    for name, (content, _) in BAD.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(TALKS)
    first = run("read", ".")
    told = dump()
    again = run("read", ".")
    assert (again.status, again.out, again.err) == (first.status, first.out, first.err)
    run("read", "lines.jsonl", "good.txt", "broken.txt", "empty.txt")
    assert dump() == told


def line_of(size: int) -> bytes:
    """One line of so many bytes: prose, a word without an end, brackets, quotation marks and other scripts."""
    words = (
        TALKS.strip()
        + " “He said that “they” met (in Oslo (Norway). 会談 لقاء "
        + "a" * 2000
        + " (((("
        + '"' * 50
        + " "
    )
    whole = words.encode()
    return (whole * (size // len(whole) + 1))[:size].decode("utf-8", "ignore").encode()


def processor_time() -> float:
    """Seconds that this process and those that it waited for have kept a processor busy."""
    return sum(os.times()[:4])


@pytest.mark.parametrize(
    "megabytes, seconds", [(2, 60), pytest.param(30, 600, marks=pytest.mark.long)], ids=["2 MB", "30 MB"]
)
def test_a_very_long_line(run, tmp_path, megabytes, seconds):
    """It is read to its end, in processor time that grows no faster than its length, and kept to the letter."""
    (tmp_path / "long.txt").write_bytes(line_of(megabytes * 1_000_000))
    begun = processor_time()
    done = run("read", "long.txt")
    assert processor_time() - begun < seconds
    assert done.status == 0
    with Path("register.whomet").open("rb") as register:
        assert register.read(6) == b"SQLite"
    assert len(run("show", "--text", "long").out.encode()) == (tmp_path / "long.txt").stat().st_size


def test_a_line_longer_than_any_document(run, tmp_path):
    """Fifty megabytes are named and refused, with what to do; the rest is read."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(TALKS)
    (tmp_path / "in" / "long.txt").write_bytes(line_of(50_000_000))
    done = run("read", "in")
    why = "is larger than 32 MB, more than one document is: cut it, or give what it holds as JSON Lines."
    assert (done.status, done.complaints) == (1, [f"in/long.txt: {why}"])
    assert "Oslo" in done.out
