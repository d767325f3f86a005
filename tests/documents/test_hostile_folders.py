"""A folder that a stranger packed: links, devices and names that bite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from whomet.documents import Loaded, read_documents


def told(path: Path) -> list[str]:
    """The texts of what could be read, and a sentence for all else, the folder's own name left out."""
    found = read_documents([str(path)])
    return [one.document.text if isinstance(one, Loaded) else str(one).replace(f"{path}/", "") for one in found]


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with a good report, beside a file that is nobody else's business."""
    (tmp_path / "secret.txt").write_text("They met in secret.")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "notes.txt").write_text("They met elsewhere.")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("They met.")
    return tmp_path / "in"


@pytest.mark.parametrize("target", ["../secret.txt", "../elsewhere", "../elsewhere/notes.txt"])
def test_a_link_out_of_the_folder_is_not_followed(folder, target):
    """Neither to a file nor to a folder, by a short way or by a long one; it is named."""
    (folder / "deeper").mkdir()
    (folder / "link.txt").symlink_to(target)
    (folder / "deeper" / "link.txt").symlink_to((folder / target).resolve())
    out = "link.txt: is a link that leads out of the folder: name what it leads to."
    assert told(folder) == [f"deeper/{out}", "They met.", out]


def test_a_link_within_the_folder_is_followed(folder):
    """Also where the folder itself was named by a link."""
    (folder / "more.txt").symlink_to("good.txt")
    assert told(folder) == ["They met.", "They met."]
    (folder.parent / "named").symlink_to(folder)
    assert told(folder.parent / "named") == ["They met.", "They met."]


def test_a_link_that_is_named_is_followed(folder):
    """Whoever names it means what it leads to."""
    (folder / "link.txt").symlink_to("../secret.txt")
    assert told(folder / "link.txt") == ["They met in secret."]


def test_pipes_and_devices_in_a_folder_are_not_opened(folder):
    """A pipe nobody writes into would be waited for without end."""
    os.mkfifo(folder / "pipe.txt")
    assert told(folder) == ["They met.", "pipe.txt: is no ordinary file."]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no device without an end here")
def test_a_device_without_an_end_has_one():
    """Named by hand it is read as far as one document goes."""
    (said,) = read_documents(["/dev/zero"])
    assert str(said).startswith("/dev/zero: is larger than 32 MB")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "-rf.txt",
            "--help.txt",
            "a\nb.txt",
            "\x1b[2J.txt",
            "\u202etxt.txt",
            "a" * 251 + ".txt",
            " .txt",
            "$(id).txt",
        ),
        *("a;b|c&d.txt", "\\..\\x.txt", "CON.txt", "%00.txt", "é" * 125 + ".txt", "\udcff\udcfe.txt"),
    ],
    ids=ascii,
)
def test_any_name_is_only_a_name(tmp_path, name):
    """Options, ends of lines, codes of terminals, writing turned around, the longest there may be, no UTF-8."""
    (tmp_path / name).write_text("They met.")
    (one,) = read_documents([str(tmp_path)])
    assert isinstance(one, Loaded) and one.document.text == "They met."
    one.document.id.encode()
    one.document.source.encode()
