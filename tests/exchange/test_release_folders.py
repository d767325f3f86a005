"""A release on a disk: whole or not at all, sealed, checked before it is compared; and what comparing says."""

from __future__ import annotations

import hashlib
import json
import subprocess
import typing

import msgspec
import pytest

from whomet.errors import InputError
from whomet.exchange.release import folder
from whomet.exchange.release.coverage import About
from whomet.exchange.release.differences import COMPARED, Release, compare
from whomet.exchange.release.entries import TABLES
from whomet.exchange.tables import cell_of, rows_as_csv

ABOUT = About("1", "2031-05-01", "Who met whom", whomet="0.1.0")
EMPTY = {str: "", int: 0, float: 0.5, bool: False, list[str]: []}


def row(table, **values):
    """A row of a table; what is not given is empty."""
    kind = TABLES[table]
    empty = {name: EMPTY[hint] for name, hint in typing.get_type_hints(kind).items()}
    return kind(**(empty | values))


def release_of(rows, whomet="0.1.0"):
    """A release as it is compared, of some rows."""
    found = {name: {} for name in COMPARED}
    for one in rows:
        told = {name: cell_of(value) for name, value in msgspec.structs.asdict(one).items()}
        found[type(one).__name__.lower()][told["id"]] = told
    return Release(found, whomet)


def account(ident, meeting, source="s1"):
    return row("accounts", id=ident, meeting=meeting, source=source, reader="model 1")


def meeting(ident, **values):
    return row("meetings", id=ident, **values)


def source(ident="s1", **values):
    return row("sources", id=ident, **({"name": f"paper-{ident}", "reader": "model 1"} | values))


def decided(ident, *accounts, kind="same-meeting", on="2031-04-02T10:00:00Z"):
    anchors = [
        row("anchors", id=f"{ident}/{n}", decision=ident, source="s1", account=a) for n, a in enumerate(accounts, 1)
    ]
    return [row("decisions", id=ident, kind=kind, by="Ada", on=on, reason="one evening", holds=True), *anchors]


def said(old, new):
    """The differences as short as can be."""
    return [(d.change, d.table, d.thing, d.field, d.old, d.new, d.reason) for d in compare(old, new)]


ONE = [source(), meeting("a"), meeting("b"), account("a", "a"), account("b", "b")]


# ---------------------------------------------------------------------------------------------- differences


def test_two_equal_releases_do_not_differ():
    """Nothing is invented."""
    assert said(release_of(ONE), release_of(ONE)) == []


def test_merged_by_a_decision():
    """Two meetings that a person made one: merged, with the name, the day and the reason."""
    new = release_of([source(), meeting("a"), account("a", "a"), account("b", "a"), *decided("d1", "a", "b")])
    why = "Ada decided same-meeting on 2031-04-02: one evening."
    found = said(release_of(ONE), new)
    assert ("merged", "meetings", "a", "", "a; b", "a", why) in found
    assert ("changed", "accounts", "b", "meeting", "b", "a", why) in found
    assert [f for f in found if f[0] == "withdrawn"] == []


def test_split_again():
    """One meeting that became two is split; the part that kept its id is compared."""
    old = release_of([source(), meeting("a", voices=2), account("a", "a"), account("b", "a")])
    new = release_of([*(r for r in ONE if r.id != "a" or type(r) is not TABLES["meetings"]), meeting("a", voices=1)])
    found = said(old, new)
    why = "It follows from what else was read or decided."
    assert ("split", "meetings", "a", "", "a", "a; b", why) in found
    assert ("changed", "meetings", "a", "voices", "2", "1", why) in found
    assert not [f for f in found if f[0] == "added"]


def test_added_and_withdrawn_with_what_was_read():
    """A new document brings a meeting; one that is gone takes it away, and its values are not repeated."""
    more = [source("s2"), meeting("c", city=["Upper Venn"]), account("c", "c", "s2")]
    found = said(release_of(ONE), release_of([*ONE, *more]))
    assert ("added", "meetings", "c", "", "", "", "Documents were added: paper-s2.") in found
    back = said(release_of([*ONE, *more]), release_of(ONE))
    assert ("withdrawn", "meetings", "c", "", "", "", "A document is no longer in the release.") in back
    assert "Upper Venn" not in str(back)


def test_what_only_a_source_that_is_gone_told_is_not_repeated():
    """A meeting that goes on without one of its sources does not say what that one told."""
    old = [source(), source("s2"), meeting("a", venue=["Wadi House"]), account("a", "a"), account("x", "a", "s2")]
    found = said(release_of(old), release_of([source(), meeting("a"), account("a", "a")]))
    gone = "A document is no longer in the release."
    assert ("changed", "meetings", "a", "venue", "[withheld]", "", gone) in found
    assert "Wadi House" not in str(found)


def test_what_is_redacted_now_is_not_repeated():
    """The words of the release before are withheld in the difference too."""
    old = release_of([source(), meeting("a", topics=["the secret river"]), account("a", "a")])
    new = release_of([source(redacted=True), meeting("a", topics=["[redacted]"]), account("a", "a")])
    assert "secret" not in str(said(old, new))
    why = "The words of a document are withheld now."
    assert ("changed", "meetings", "a", "topics", "[withheld]", "[redacted]", why) in said(old, new)


def test_what_is_redacted_now_is_so_for_no_other_reason():
    """A decision about the same meeting does not explain why its words are withheld."""
    made = decided("d1", "a", kind="accept")
    old = release_of([source(), meeting("a", topics=["the secret river"], voices=1), account("a", "a")])
    hidden = [source(redacted=True), meeting("a", topics=["[redacted]"], voices=2), account("a", "a")]
    found = {(table, field): reason for _, table, _, field, _, _, reason in said(old, release_of([*hidden, *made]))}
    assert found["meetings", "topics"] == "The words of a document are withheld now."
    assert found["meetings", "voices"] == "Ada decided accept on 2031-04-02: one evening."


def test_read_anew():
    """Another reader is the reason where no decision is."""
    claims = [row("claims", id="a/1", account="a", property="city", value="Venn")]
    old = release_of([source(), meeting("a", city=["Venn"]), account("a", "a"), *claims])
    new = release_of([source(reader="model 2"), meeting("a", city=["Upper Venn"]), account("a", "a")])
    found = said(old, new)
    why = "paper-s1 was read anew by model 2, before by model 1."
    assert ("changed", "meetings", "a", "city", "Venn", "Upper Venn", why) in found
    assert ("changed", "accounts", "a", "city", "Venn", "", why) in found


def test_another_whomet_is_a_reason():
    """Where nothing else explains it, the version that made it is named."""
    new = release_of(
        [r for r in ONE if r.id != "a" or type(r) is not TABLES["meetings"]] + [meeting("a", voices=3)], "2"
    )
    assert said(release_of(ONE), new) == [
        ("changed", "meetings", "a", "voices", "0", "3", "Made by Whomet 2, before by 0.1.0.")
    ]


def test_a_meeting_that_got_another_id_is_still_the_same():
    """A smaller account came: the id changed, the meeting did not end."""
    old = release_of([source(), meeting("b"), account("b", "b")])
    new = release_of([source(), source("s2"), meeting("a"), account("a", "a", "s2"), account("b", "a")])
    found = said(old, new)
    assert ("changed", "meetings", "a", "id", "b", "a", "Documents were added: paper-s2.") in found
    assert not [f for f in found if f[1] == "meetings" and f[0] in ("added", "withdrawn")]


# --------------------------------------------------------------------------------------------------- folders


def written(path, rows=()):
    """A release of some rows."""
    with folder.making(path) as made:
        for name, kind in TABLES.items():
            folder.put(made, f"tables/{name}.csv", rows_as_csv([r for r in rows if type(r) is kind], kind))
        folder.seal(made, ABOUT)
    return path


def test_what_was_written_is_read_back(tmp_path):
    """Tables, version and maker, as they were."""
    version, found = folder.read_release(written(tmp_path / "r", ONE))
    assert (version, found.whomet) == ("1", "0.1.0")
    assert found.tables == release_of(ONE).tables
    assert compare(found, release_of(ONE)) == []


def test_sums_are_those_that_sha256sum_checks(tmp_path):
    """Every file is in the manifest, and `sha256sum -c` agrees."""
    path = written(tmp_path / "r", ONE)
    done = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    listed = json.loads((path / "manifest.json").read_bytes())["files"]
    assert {e["path"] for e in listed} == {f"tables/{name}.csv" for name in TABLES}
    assert all(hashlib.sha256((path / e["path"]).read_bytes()).hexdigest() == e["sha256"] for e in listed)


def test_nothing_is_left_of_what_was_not_finished(tmp_path):
    """Whatever goes wrong on the way, there is no folder and no rest of one."""
    with pytest.raises(ZeroDivisionError), folder.making(tmp_path / "r") as made:
        folder.put(made, "tables/meetings.csv", [b"x"])
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["folder", "file", "dangling link"])
def test_what_is_there_is_never_changed(tmp_path, kind):
    """An existing folder is refused, an empty one too."""
    target = tmp_path / "r"
    {"folder": target.mkdir, "file": target.touch, "dangling link": lambda: target.symlink_to("nowhere")}[kind]()
    with pytest.raises(InputError, match="it is there already"), folder.making(target):
        pytest.fail("it was begun")


def test_no_folder_to_make_it_in(tmp_path):
    """A path that leads nowhere is told."""
    with pytest.raises(InputError, match="make it first"), folder.making(tmp_path / "no" / "r"):
        pytest.fail("it was begun")


def spoilt(path, name, content):
    (path / name).write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda p: spoilt(p, "tables/meetings.csv", b"id\r\n"), "it was changed"),
        (lambda p: (p / "tables/people.csv").unlink(), "it is not there"),
        (lambda p: (p / "manifest.json").unlink(), "there is no manifest.json in it"),
        (lambda p: spoilt(p, "manifest.json", b"[" * 100_000), "it is no manifest"),
        (lambda p: spoilt(p, "manifest.json", b'{"format": 1}'), "it is no manifest"),
        (lambda p: spoilt(p, "manifest.json", b"\xff"), "it is no manifest"),
    ],
)
def test_a_release_that_was_touched_is_not_compared_with(tmp_path, spoil, sentence):
    """Each file is checked first; the sentence says which."""
    path = written(tmp_path / "r", ONE)
    spoil(path)
    with pytest.raises(InputError, match=sentence):
        folder.read_release(path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": 99}, "of format 99"),
        ({"files": []}, "names no table meetings"),
        ({"files": [{"path": "../secret", "sha256": "0", "bytes": 1}]}, "not in its folder"),
        ({"files": [{"path": "/etc/passwd", "sha256": "0", "bytes": 1}]}, "not in its folder"),
        ({"files": [{"path": 7, "sha256": "0", "bytes": 1}]}, "no manifest"),
        ({"version": None}, "no manifest"),
    ],
)
def test_hostile_manifests(tmp_path, change, sentence):
    """A manifest can't lead out of its folder, nor say what it likes."""
    path = written(tmp_path / "r", ONE)
    told = json.loads((path / "manifest.json").read_bytes()) | change
    (path / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(InputError, match=sentence):
        folder.read_release(path)


def test_tables_of_another_kind(tmp_path):
    """Columns that this Whomet does not write are no ground to compare on, though the sums fit."""
    with folder.making(tmp_path / "r") as made:
        for name in TABLES:
            folder.put(made, f"tables/{name}.csv", [b"id,colour\r\n"])
        folder.seal(made, ABOUT)
    with pytest.raises(InputError, match="its columns are not those"):
        folder.read_release(tmp_path / "r")


def test_a_name_of_ten_megabytes_is_read_back(tmp_path):
    """The reader of CSV takes no cell for too long."""
    name = "Brae " * 2_000_000
    _, found = folder.read_release(written(tmp_path / "r", [row("people", id="p", name=name)]))
    assert found.tables["people"]["p"]["name"] == name.strip()


def test_rows_on_the_disk_come_back(tmp_path):
    """What a spool is given it gives again, table by table, and then it is gone."""
    spool = folder.Spool(tmp_path)
    spool.put(ONE)
    assert [r.id for r in spool.rows("meetings")] == ["a", "b"]
    assert list(spool.rows("accounts")) == [r for r in ONE if type(r) is TABLES["accounts"]]
    spool.close()
    assert list(tmp_path.iterdir()) == []
