"""Which files are found, in which order, and what is said of those that can't be read."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from whomet.documents import Input, find_inputs, read_documents
from whomet.documents.inputs import Format, sniff
from whomet.errors import InputError


def found(*paths: Path) -> list[str]:
    return [str(one) if isinstance(one, InputError) else one.source for one in find_inputs([str(p) for p in paths])]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a/z.md", "a/b/c.html", "c.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("They met.")
    assert found(tmp_path) == [str(tmp_path / name) for name in ("a/b/c.html", "a/z.md", "b.txt", "c.jsonl")]


def test_hidden_files_are_passed_over_unless_named(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.txt").write_text("They met.")
    (tmp_path / ".b.txt").write_text("They met.")
    (tmp_path / "register.whomet-wal").write_text("of our own")
    assert found(tmp_path) == [f"{tmp_path}: is a folder without any file to read."]
    (tmp_path / "c.txt").write_text("They met.")
    assert found(tmp_path) == [str(tmp_path / "c.txt")]
    assert found(tmp_path / ".b.txt") == [str(tmp_path / ".b.txt")]


def test_a_kind_that_is_not_read_is_told(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "noext").write_text("They met.")
    assert found(tmp_path) == [
        f"{tmp_path}/a.xlsx: is of a kind that isn't read (.xlsx).",
        f"{tmp_path}/noext: is of a kind that isn't read (no suffix).",
    ]


def test_a_named_file_of_any_suffix_is_read_by_its_content(tmp_path):
    (tmp_path / "report").write_text("They met in the castle.")
    (loaded,) = read_documents([str(tmp_path / "report")])
    assert loaded.document.text == "They met in the castle." and loaded.document.id == "report"


def test_a_link_back_to_a_folder_above_ends(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "t.txt").write_text("They met.")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert found(tmp_path) == [
        str(tmp_path / "a" / "t.txt"),
        f"{tmp_path}/a/up: is a link to a folder that was already read.",
    ]


def test_a_link_to_itself_and_a_missing_path_are_told(tmp_path):
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    loop, gone = found(tmp_path / "loop.txt", tmp_path / "gone.txt")
    assert loop.startswith(f"{tmp_path}/loop.txt: can't be read (")
    assert gone == f"{tmp_path}/gone.txt: there is no such file or folder."
    assert found(tmp_path / "no") == [f"{tmp_path}/no: there is no such file or folder."]


def test_a_name_with_a_nul_is_told():
    (one,) = find_inputs(["a\0b.txt"])
    assert isinstance(one, InputError)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("They met.")
    (tmp_path / "a.txt").chmod(0)
    (error,) = read_documents([str(tmp_path)])
    assert str(error) == f"{tmp_path}/a.txt: can't be opened (Permission denied)."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    assert found(tmp_path) == [f"{tmp_path}/a.txt: is no ordinary file."]


def test_a_name_that_is_no_utf8_can_be_printed(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("They met in the castle.")
    (loaded,) = read_documents([str(tmp_path)])
    assert loaded.document.source.encode().endswith(b"caf\\xe9.txt") and loaded.document.id == "caf\\xe9"


def test_standard_input_is_read_where_a_dash_is_given():
    (loaded,) = read_documents(["-"], BytesIO(b"They met in the castle."))
    assert (loaded.document.source, loaded.document.id) == ("-", "stdin")
    (error,) = read_documents(["-"])
    assert str(error) == "-: there is no standard input to read."


def test_a_format_is_known_by_its_beginning():
    assert sniff(b"%PDF-1.7\n") is Format.PDF
    assert sniff(b"\xef\xbb\xbf\n <!DOCTYPE html><p>x") is Format.WEB_PAGE
    assert sniff(b"<!-- saved --><html>") is Format.WEB_PAGE
    assert sniff(b'{"id": 1, "text": "x"}\n') is Format.JSON_LINES
    assert sniff(b'[\n {"id": 1}]') is Format.JSON
    assert sniff(b"They met <b>today</b>.") is Format.TEXT
    assert sniff(b"[ends] The duke") is Format.TEXT


def test_a_pdf_is_one_under_any_name(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.4 broken")
    (error,) = read_documents([str(tmp_path)])
    assert str(error) == f"{tmp_path}/a.txt: is no PDF that can be read: its structure is broken."


def test_an_input_says_what_it_is():
    assert list(find_inputs([__file__])) == [
        Input(source=__file__, stem="test_inputs", format=None, path=Path(__file__))
    ]
