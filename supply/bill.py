"""The bill of materials: every distribution that the lock files pin, and every file that we carry of others' making.

`python supply/bill.py` writes sbom.cdx.json (CycloneDX 1.6, JSON) from requirements.lock, requirements-dev.lock and
supply/carried.yaml. Licences and who needs whom are what the installed distributions say of themselves. The same
locks, files and installation give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.bom_ref import BomRef
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
BILL = ROOT / "sbom.cdx.json"
_SPACE = uuid.UUID("5b0f9d3e-6f8e-5d38-9b43-1b8f5a1c7d10")
"""Of the bill's serial number, which follows from what it names."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A distribution as a lock file pins it: `hashes` are SHA-256, of its wheels and its source."""

    name: str
    version: str
    hashes: tuple[str, ...]


def pins(lock: str) -> tuple[Pin, ...]:
    """What a lock file pins, in its order; a distribution may be pinned twice, for different Pythons."""
    found = re.finditer(r"^([\w.-]+)==([^\s;\\]+)[^\n]*((?:\n +--hash=sha256:\w+[^\n]*)*)", lock, re.M)
    return tuple(Pin(m[1], m[2], tuple(re.findall(r"sha256:(\w+)", m[3]))) for m in found)


def carried(root: Path = ROOT) -> Mapping[str, Any]:
    """What supply/carried.yaml says."""
    found: Mapping[str, Any] = yaml.safe_load((root / "supply" / "carried.yaml").read_text(encoding="utf-8"))
    return found


def bill(root: Path = ROOT) -> Bom:
    """The whole bill: what running needs is required, what only developing needs excluded."""
    running = pins((root / "requirements.lock").read_text(encoding="utf-8"))
    developing = pins((root / "requirements-dev.lock").read_text(encoding="utf-8"))
    named = carried(root)
    listed = [_distribution(pin, ComponentScope.REQUIRED, named["elsewhere"]) for pin in running]
    listed += [
        _distribution(pin, ComponentScope.EXCLUDED, named["elsewhere"]) for pin in developing if pin not in running
    ]
    files = [f for entry in named["shipped"] for f in _files(entry, root, ComponentScope.REQUIRED)]
    tested_with = [f for entry in named["not_shipped"] for f in _files(entry, root, ComponentScope.EXCLUDED)]
    made = Bom(components=[*listed, *files, *tested_with], serial_number=_SPACE)
    made.metadata.timestamp = None  # type: ignore[assignment]  # the same locks give the same bytes
    made.metadata.component = whomet = _ourselves(root)
    direct = {Requirement(line).name for line in _project(root)["dependencies"]}
    made.register_dependency(whomet, [c for c in listed if c.name in direct] + files)
    _depend(made, listed)
    made.serial_number = uuid.uuid5(_SPACE, _told(made))
    return made


def written(made: Bom) -> str:
    """The bill as its file holds it."""
    return json.dumps(json.loads(_told(made)), indent=1, ensure_ascii=False) + "\n"


def _told(made: Bom) -> str:
    return str(JsonV1Dot6(made).output_as_string())


def _project(root: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def _ourselves(root: Path) -> Component:
    version = re.search(r'__version__ = "([^"]+)"', (root / "src/whomet/__init__.py").read_text(encoding="utf-8"))
    return Component(
        name="whomet",
        version=version[1] if version else "",
        type=ComponentType.APPLICATION,
        bom_ref=BomRef("whomet"),
        licenses=[_licence(_project(root)["license"])],
    )


def _distribution(pin: Pin, scope: ComponentScope, elsewhere: Mapping[str, str]) -> Component:
    said = _said(pin.name)
    licence = _licence_of(said) if said else ""
    return Component(
        name=pin.name,
        version=pin.version,
        type=ComponentType.LIBRARY,
        bom_ref=BomRef(f"{pin.name}=={pin.version}"),
        purl=PackageURL("pypi", name=pin.name, version=pin.version),
        scope=scope,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in pin.hashes],
        licenses=[_licence(licence or elsewhere.get(pin.name, ""))] if licence or pin.name in elsewhere else (),
    )


def _files(entry: Mapping[str, Any], root: Path, scope: ComponentScope) -> Iterator[Component]:
    """One component for each file of an entry of carried.yaml."""
    for name in entry["files"]:
        place = f"{entry['in']}/{name}"
        digest = hashlib.sha256((root / place).read_bytes()).hexdigest()
        yield Component(
            name=place,
            type=ComponentType(entry["kind"]),
            bom_ref=BomRef(place),
            scope=scope,
            description=entry["from"],
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
            licenses=[_licence(entry["licence"])],
        )


def _depend(made: Bom, listed: Iterable[Component]) -> None:
    """Says who needs whom, whatever the system: each pin of a distribution that another asks for without an extra."""
    of_name: dict[str, list[Component]] = {}
    for component in listed:
        of_name.setdefault(canonicalize_name(component.name), []).append(component)
    for name, components in of_name.items():
        said = _said(name)
        asked = (
            [Requirement(line) for line in (said.get_all("Requires-Dist") or ()) if "extra ==" not in line]
            if said
            else []
        )
        needed = [c for r in asked for c in of_name.get(canonicalize_name(r.name), ())]
        for component in components:
            made.register_dependency(component, needed)


@cache
def _said(name: str) -> metadata.PackageMetadata | None:
    """What an installed distribution says of itself; None where it is not installed on this system."""
    try:
        return metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None


def _licence_of(said: metadata.PackageMetadata) -> str:
    """Its licence: an SPDX expression, else a short name, else what it is classified as."""
    short = _first(said, "License")
    named = [c.split(" :: ")[-1] for c in said.get_all("Classifier") or () if c.startswith("License :: ")]
    return _first(said, "License-Expression") or (short if 0 < len(short) <= 60 else "") or " AND ".join(named)


def _first(said: metadata.PackageMetadata, field: str) -> str:
    return next(iter(said.get_all(field) or ()), "").strip()


def _licence(words: str) -> License:
    return LicenseFactory().make_from_string(words)


def main() -> int:
    """Writes the bill, and says what has no licence there."""
    made = bill()
    unknown = sorted(c.name for c in made.components if not c.licenses)
    if unknown:
        sys.stderr.write(f"No licence is known of {', '.join(unknown)}: name it in supply/carried.yaml, `elsewhere`.\n")
        return 1
    BILL.write_text(written(made), encoding="utf-8")
    print(f"{BILL.name}: {len(made.components)} components.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
