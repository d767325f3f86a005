"""What the repository may hold, and what must agree in it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

import whomet

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "whomet" / "knowledge" / "data"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNNING = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEVELOPING = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
CUTTING = [Requirement(line) for line in PROJECT["dependency-groups"]["gazetteer"]]
SETTINGS = {".lock", ".toml", ".cfg", ".ini", ".yml", ".yaml", ".json", ".sh", ""}
MACHINE_PATH = re.compile(r"/(?:home|work|root|Users|farm)/[\w.]|/opt/[p]ypi")


def files() -> list[Path]:
    """Every file that is or would be committed; an unpacked archive without git has none to ask for."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git here")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a file, "" for one that is none."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_path_of_somebodys_machine():
    """Nothing under a home folder or the like is spoken of."""
    found = {str(p.relative_to(ROOT)): MACHINE_PATH.findall(text_of(p)) for p in files()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_no_file_is_bigger_than_a_repository_should_carry():
    """Five megabytes at most; the gazetteer is about two."""
    weights = ROOT / "src" / "whomet" / "language" / "weights" / "window.onnx"  # the reading model: one of a version
    assert [str(p.relative_to(ROOT)) for p in files() if p.stat().st_size > 5_000_000 and p != weights] == []
    assert weights.stat().st_size < 25_000_000


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda p: p.name)
def test_word_data_can_be_read_and_says_no_key_twice(path):
    """Every YAML file loads, and is not empty; YAML itself lets a second key silently win."""

    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader, node):
        keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"{path.name}:{node.start_mark.line + 1} has a key twice: {keys}"
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    assert yaml.load(path.read_bytes(), Loader=Strict)


def pins(name: str) -> dict[str, set[str]]:
    """The versions that a lock file pins each distribution to."""
    pinned: dict[str, set[str]] = {}
    for found in re.finditer(r"^([a-z0-9.-]+)==([^ ;\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.M):
        pinned.setdefault(found[1], set()).add(found[2])
    return pinned


@pytest.mark.parametrize(
    ("lock", "wanted"), [("requirements.lock", RUNNING), ("requirements-dev.lock", RUNNING + DEVELOPING)]
)
def test_locks_fit_what_the_project_asks_for(lock, wanted):
    """Each dependency is pinned, within its range: else `make lock` was forgotten."""
    pinned = pins(lock)
    wrong = {r.name: pinned.get(r.name, set()) for r in wanted if not fits(r, pinned.get(r.name, set()))}
    assert wrong == {}


def fits(requirement: Requirement, versions: set[str]) -> bool:
    """Whether there is a pin, and every pin lies in the range."""
    return bool(versions) and all(requirement.specifier.contains(Version(v), prereleases=True) for v in versions)


def test_both_locks_pin_the_same_versions():
    """What is demonstrated is what is tested."""
    developing = pins("requirements-dev.lock")
    assert {name: v for name, v in pins("requirements.lock").items() if developing.get(name) != v} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_hold_a_hash_for_every_pin_and_no_address(lock):
    """Every pin is followed by hashes; no index of anybody's is named."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    unhashed = re.findall(r"^\S+==[^\\\n]*$", text, re.M)
    assert (unhashed, re.findall(r"https?:|file:|--index|--find-links", text)) == ([], [])


def test_every_dependency_has_its_reason_written_down():
    """docs/decisions/0002-dependencies.md has a row for each, and none for one that is gone."""
    text = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| ([a-z0-9-]+) \| [0-9.]+ \|", text, re.M))
    assert rows == {r.name for r in RUNNING + DEVELOPING + CUTTING}


def test_the_version_is_said_once():
    """In the package; pyproject.toml reads it there, what is installed bears it, and the changelog has its heading."""
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/whomet/__init__.py"
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changes
    assert f"## [{whomet.__version__}]" in changes
    assert version("whomet") == whomet.__version__


def test_every_licence_file_is_there():
    """Ours, what we owe to others, and that of the gazetteer, which the wheel carries."""
    named = PROJECT["project"]["license-files"]
    assert {"LICENSE", "NOTICE"} < set(named)
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_no_index_of_packages_is_named():
    """Where packages come from is each user's own setting: no host of a registry stands in a lock or a setting."""
    hosts = re.compile(r"pypi[.]org|pythonhosted|(?<!no-emit-)index-url|find-links *=|registry[.]npmjs|trusted-host")
    named = {str(p.relative_to(ROOT)): hosts.findall(text_of(p)) for p in files() if p.suffix in SETTINGS}
    assert {name: found for name, found in named.items() if found} == {}


# ------------------------------------------------------------------------ texts that are not ours

SHARED = Path(os.environ.get("SHARED") or ROOT.parent / "shared")
SHINGLE = 12  # words running


def shingles(text: str) -> set[int]:
    """Every run of twelve words, case and punctuation aside, as a hash."""
    words = re.findall(r"\w+", text.casefold())
    return {hash(tuple(words[n : n + SHINGLE])) for n in range(len(words) - SHINGLE + 1)}


def evaluation_texts() -> Iterator[str]:
    """What Whomet is measured on: seeds and the development set."""
    yield from (path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt")))
    documents = (SHARED / "gold" / "dev" / "documents.jsonl").read_text(encoding="utf-8")
    yield from (json.loads(line)["text"] for line in documents.splitlines())


@pytest.mark.skipif(not (SHARED / "gold" / "dev").is_dir(), reason="SKIPPED: there is no evaluation set here")
def test_no_file_holds_twelve_words_running_of_an_evaluation_text():
    """Sentences in code, tests, word data and docs are our own."""
    theirs: set[int] = set().union(*map(shingles, evaluation_texts()))
    assert len(theirs) > 1000
    assert [str(p.relative_to(ROOT)) for p in files() if p.suffix != ".lock" and shingles(text_of(p)) & theirs] == []


def test_twelve_words_running_are_found_and_eleven_are_not():
    """The measure itself."""
    words = [f"word{n}" for n in range(40)]
    assert shingles("He said: " + ", ".join(words[5:17])) & shingles(" ".join(words).upper())
    assert not shingles("He said: " + ", ".join(words[5:16])) & shingles(" ".join(words))
