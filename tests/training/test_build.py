"""The one command that builds the model: what is missing is said in one sentence, what is done is not done again."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import build
import card
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path) -> Path:
    """A folder that has all that is asked for, of no content."""
    folder = tmp_path / "data-of-others"
    for name in build.DATA:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix:
            path.write_text(name, encoding="ascii")
        else:
            path.mkdir()
    return folder


def test_a_folder_that_is_not_there_is_named(tmp_path):
    """By the command itself: one sentence, status 1, no traceback."""
    command = [sys.executable, str(ROOT / "training" / "build.py"), "--data", str(tmp_path / "none")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{tmp_path / 'none'}: there is no such folder;") and done.stderr.count("\n") == 1


def test_what_the_folder_lacks_is_named(data):
    """Every file that is missing, and only those."""
    (data / "gold/train/gold.json").unlink()
    with pytest.raises(build.CannotBuild, match=r": gold/train/gold\.json is not there; training/README\.md says"):
        build.check(data)


def test_packages_that_are_not_installed_are_named(data, monkeypatch):
    """With the command that brings them."""
    monkeypatch.setattr(build, "PACKAGES", ("json", "no_such_package", "nor_this"))
    with pytest.raises(
        build.CannotBuild, match=r"^no_such_package, nor_this is not installed here; .*requirements\.txt"
    ):
        build.check(data)


def test_another_encoder_than_the_published_one_is_refused(tmp_path):
    """What is trained starts from known weights."""
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    for path in (tmp_path / "model.safetensors", tmp_path / "missing"):
        with pytest.raises(build.CannotBuild, match="this is not all-MiniLM-L6-v2 as published"):
            build.check_pretrained(path)


def test_a_work_folder_of_another_build_is_not_gone_on_with(data, tmp_path):
    """The same data goes on, other data is refused."""
    work = tmp_path / "work"
    build.begin(work, build.fingerprint(data))
    build.begin(work, build.fingerprint(data))
    (data / "gold/train/gold.json").write_text("[]", encoding="ascii")
    with pytest.raises(build.CannotBuild, match="a build of other code or data is kept there"):
        build.begin(work, build.fingerprint(data))


def test_the_fingerprint_does_not_depend_on_where_the_data_lies(data, tmp_path):
    """Only on what it is."""
    before = build.fingerprint(data)
    moved = data.rename(tmp_path / "elsewhere")
    assert build.fingerprint(moved) == before


def test_a_step_is_run_with_settings_of_its_own(tmp_path, monkeypatch, capfd):
    """Not with those of whoever builds."""
    monkeypatch.setattr(build, "HERE", tmp_path)
    (tmp_path / "speak.py").write_text("import os; print(os.environ['OMP_NUM_THREADS'], os.environ['PYTHONHASHSEED'])")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    build.run(build.Step("speak", ()))
    assert f"{build.THREADS} 0\n" in capfd.readouterr().out


def test_a_step_that_fails_stops_the_build(tmp_path, monkeypatch):
    """With its name and how it ended."""
    monkeypatch.setattr(build, "HERE", tmp_path)
    (tmp_path / "fail.py").write_text("raise SystemExit(3)")
    with pytest.raises(
        build.CannotBuild, match=r"^fail\.py ended with status 3; the same command goes on from there\.$"
    ):
        build.run(build.Step("fail", ()))


def test_every_step_is_a_program_of_the_folder(data, tmp_path):
    """In an order in which each finds what it needs."""
    names = [step.name for step in build.steps(data, tmp_path)]
    assert [n for n in names if not (ROOT / "training" / f"{n}.py").is_file()] == []
    assert (
        names.index("train")
        < names.index("export")
        < names.index("choices")
        < names.index("calibrate")
        < names.index("card")
        == len(names) - 1
    )


def test_what_building_takes_is_pinned():
    """Each package by its version; every package that is asked for is among them."""
    lines = (ROOT / "training" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pinned if not re.fullmatch(r"[A-Za-z0-9-]+==[0-9][0-9.]*", line)] == []
    names = {line.partition("==")[0].lower().replace("-", "_") for line in pinned}
    called = {"yaml": "pyyaml", "sklearn": "scikit_learn"}
    assert {called.get(name, name) for name in build.PACKAGES} <= names


# ------------------------------------------------------------------------------------------------ the card


def test_the_card_that_ships_is_the_one_that_would_be_written():
    """Template, figures, texts and weights agree with it: else python training/card.py was forgotten."""
    assert (card.WEIGHTS / "CARD.md").read_text(encoding="utf-8") == card.card()


def test_one_hash_stands_for_all_files(tmp_path):
    """The names and contents of all weights decide it; the card and the licence don't."""
    (tmp_path / "a.onnx").write_bytes(b"1")
    (tmp_path / "CARD.md").write_bytes(b"x")
    files = card.weight_files(tmp_path)
    assert [f.name for f in files] == ["a.onnx"]
    first = card.hash_of_all({f.name: card.hash_of(f) for f in files})
    (tmp_path / "a.onnx").write_bytes(b"2")
    assert card.hash_of_all({f.name: card.hash_of(f) for f in files}) != first


def test_figures_are_printed_and_what_is_not_measured_says_so():
    """Shares with two decimals, counts whole; a row of the wrong length is an error."""
    told = {"title": "By kind", "columns": ["documents", "F1"], "rows": {"wire": [1200, 0.875], "other": [None, None]}}
    assert card.score_table(told).splitlines()[-2:] == [
        "| wire | 1,200 | 0.88 |",
        "| other | not measured yet | not measured yet |",
    ]
    with pytest.raises(ValueError, match="'wire' has 1 figures for 2 columns"):
        card.score_table({**told, "rows": {"wire": [1]}})
