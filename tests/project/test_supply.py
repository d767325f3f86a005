"""What we ship and what stands behind it: the bill of materials, the audit, and that nothing comes unpinned."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import audit
import bill
import pytest
import yaml
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).parents[2]
BILL = json.loads((ROOT / "sbom.cdx.json").read_text(encoding="utf-8"))
CARRIED = yaml.safe_load((ROOT / "supply" / "carried.yaml").read_text(encoding="utf-8"))
PACKED = {".pack", ".onnx", ".json", ".tsv", ".txt", ".bin", ".gz", ".sqlite", ".npz", ".safetensors"}
WORDS = {"guide.txt"}  # text of our own that a command prints


def hashes(component: dict) -> set[str]:
    """The SHA-256 sums of a component."""
    return {each["content"] for each in component.get("hashes", ()) if each["alg"] == "SHA-256"}


def pinned(lock: str) -> dict[tuple[str, str], set[str]]:
    """What a lock file pins, with its hashes."""
    found: dict[tuple[str, str], set[str]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8")):
        if named := re.match(r"([\w.-]+)==([^\s;\\]+)", block):
            found[named[1], named[2]] = set(re.findall(r"sha256:([0-9a-f]{64})", block))
    return found


@pytest.mark.parametrize(
    ("lock", "scope"), [("requirements.lock", {"required"}), ("requirements-dev.lock", {"required", "excluded"})]
)
def test_the_bill_names_every_pin_with_its_hashes(lock, scope):
    """Those that running needs as required. Else `make sbom` was forgotten after `make lock`."""
    pins = pinned(lock)
    named = {(c["name"], c["version"]): hashes(c) for c in BILL["components"] if "purl" in c and c["scope"] in scope}
    assert len(pins) > 50
    assert {pin: named.get(pin) for pin in pins if named.get(pin) != pins[pin]} == {}


def test_the_bill_names_nothing_that_is_not_pinned():
    """No distribution of an earlier lock is left in it."""
    pins = pinned("requirements-dev.lock") | pinned("requirements.lock")
    assert {(c["name"], c["version"]) for c in BILL["components"] if "purl" in c} == set(pins)


def test_every_component_has_a_licence_and_a_hash():
    """Also what is for other systems than this."""
    assert [c["name"] for c in BILL["components"] if not c.get("licenses") or not hashes(c)] == []


def test_the_bill_has_the_files_that_are_there():
    """Weights, gazetteer, base map and what tests carry, byte for byte. Else `make sbom` was forgotten."""
    files = [
        f"{entry['in']}/{name}"
        for part in ("shipped", "not_shipped")
        for entry in CARRIED[part]
        for name in entry["files"]
    ]
    named = {c["name"]: hashes(c) for c in BILL["components"] if "purl" not in c}
    assert named == {name: {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()} for name in files}


def test_no_packed_file_is_shipped_without_being_named():
    """Whatever lies in the package and is neither code, word data nor a page."""
    carried = {f"{entry['in']}/{name}" for entry in CARRIED["shipped"] for name in entry["files"]}
    there = (p for p in (ROOT / "src").rglob("*") if p.suffix in PACKED and p.name not in WORDS)
    assert {path.relative_to(ROOT).as_posix() for path in there} == carried


def test_the_bill_is_of_the_format_that_it_names():
    """CycloneDX 1.6, checked with its own schema; every dependency in it is a component."""
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(BILL)) is None
    refs = {c["bom-ref"] for c in BILL["components"]} | {"whomet"}
    assert {ref for d in BILL["dependencies"] for ref in [d["ref"], *d.get("dependsOn", ())]} <= refs


def test_the_same_locks_give_the_same_bill():
    """Made twice, byte for byte: no clock, no chance."""
    assert bill.written(bill.bill()) == bill.written(bill.bill())


def test_the_wheel_carries_the_bill():
    """Where tools look for it: in the folder of the installed distribution (PEP 770)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["sbom-files"] == ["sbom.cdx.json"]


CLEAN = {"name": "jinja2", "version": "3.1.6", "vulns": []}
WEAK = {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.8.1"]}]}
UNKNOWN = {"name": "lxml", "skip_reason": "Dependency not found"}


@pytest.mark.parametrize(
    ("found", "status", "says"),
    [
        ([CLEAN], 0, "1 of 1 pins were asked about; 0 have known weaknesses."),
        ([CLEAN, WEAK], 1, "jinja2 2.4.1: PYSEC-1, mended in 2.8.1."),
        ([CLEAN, UNKNOWN], 2, "no answer about 1: lxml. This is no clean bill."),
        ([UNKNOWN] * 8, 2, "no answer about 8: lxml, lxml, lxml, lxml, lxml and 3 others."),
        ([WEAK, UNKNOWN], 1, "no answer about 1"),
        ([], 2, "no answer about any."),
    ],
)
def test_an_audit_is_clean_only_where_every_pin_was_asked_about(found, status, says):
    """pip-audit itself ends well where its service knew nothing at all."""
    got, said = audit.judged({"dependencies": found})
    assert got == status
    assert says in " ".join(said)


def test_nothing_is_installed_without_its_hash():
    """Every call of pip in the Makefile asks for hashes and wheels, but the one that installs this package itself."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"(\w+) := \$\(PIP\) install (.*)", makefile) == [
        ("PINNED", "--require-hashes --only-binary :all:"),
        ("OURSELVES", "--no-deps --no-build-isolation --editable ."),
    ]
    assert not re.findall(r"^\t.*(?:pip install|\$\(PIP\))(?!: )(?! uv\b)", makefile, re.M)
    assert not re.findall(r"npm (?:install|ci)|curl |wget ", makefile)
