"""What Whomet reads in the examples, compared with what a careful reader noted down, one named check after another.

`python tests/examples/checks.py` says which checks fail today, and writes their names into `known_failures.yaml`
(`make known-failures`).
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from whomet.faces.command_line import main as command_line

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPECTED = {d["id"]: d for d in json.loads((EXAMPLES / "expected.json").read_text("utf-8"))}
GROUPS = json.loads((EXAMPLES / "expected_same.json").read_text("utf-8"))["groups"]
LIST = Path(__file__).with_name("known_failures.yaml")

KINDS = ["status", "contact", "date", "city", "country", "venue", "duration", "parties", "mediators", "people", "host"]
KINDS += ["denied by"]
DIFFER = {"Muscat": "duration", "Sintra": "city"}

NAMES = [f"{name} {kind}" for name, d in EXPECTED.items() if d["meetings"] for kind in KINDS]
NAMES += [f"{name} {what}" for name in EXPECTED for what in ("published", "number of meetings")]
NAMES += [f"one meeting: {' '.join(group)}" for group in GROUPS]
NAMES += ["voices of Muscat", *(f"{city} differs in {what}" for city, what in DIFFER.items())]
"""The name of every check."""


def known_failures() -> set[str]:
    """The checks that fail today, as the list has them."""
    return set(yaml.safe_load(LIST.read_text("utf-8")) or [])


# ------------------------------------------------------------------------------ what Whomet reads


def whomet(*arguments: str | Path) -> str:
    """What the command line prints; it must end well."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()) as complained:
        status = command_line([str(argument) for argument in arguments])
    assert status == 0, complained.getvalue()
    printed.seek(0)
    return printed.read()


def read_examples(register: Path) -> tuple[dict[str, Any], list[Any]]:
    """The readings of all reports by document id, and the meetings they make, by way of a new register."""
    whomet("read", EXAMPLES / "reports", "--register", register)
    readings = map(json.loads, whomet("export", "accounts", "--register", register).splitlines())
    meetings = map(json.loads, whomet("export", "jsonl", "--register", register).splitlines())
    return {d["id"]: d for d in readings}, list(meetings)


# ------------------------------------------------------------------------------ the checks


def differences(readings: dict[str, Any], meetings: list[Any]) -> dict[str, str]:
    """For each check by name how what was read differs from what was expected, "" where it does not."""
    return dict([*_cells(readings), *_documents(readings), *_groups(readings), *_meetings(meetings)])


def account_about(reading: dict[str, Any]) -> dict[str, Any]:
    """The account that a report is about: the first main one, else the first, else none."""
    told = reading["meetings"]
    return next((m for m in told if m["main"]), told[0] if told else {})


def cell(account: dict[str, Any], kind: str) -> object:
    """One cell of an account in a form that can be compared."""
    if kind in {"parties", "mediators"}:
        return sorted(account.get(kind) or [])
    if kind == "people":
        return sorted((p["name"], p["party"]) for p in account.get("people") or [])
    if kind == "denied by":
        return sorted(_without_article(d["by"]) for d in account.get("denials") or [])
    value = account.get(kind) or ""
    return _without_article(value) if kind == "venue" else value


def _without_article(words: str) -> str:
    """ "The Council" and "Council" are equally right."""
    return re.sub("^[Tt]he ", "", words)


def _difference(wanted: object, found: object) -> str:
    return "" if wanted == found else f"expected {wanted!r}, read {found!r}"


def _cells(readings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each cell of the account that a report is about."""
    for name, expected in EXPECTED.items():
        for kind in KINDS if expected["meetings"] else []:
            wanted, found = expected["meetings"][0], account_about(readings[name])
            yield f"{name} {kind}", _difference(cell(wanted, kind), cell(found, kind))


def _documents(readings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Publication dates and the doubt about one; no report tells of more meetings than it does."""
    for name, wanted in EXPECTED.items():
        found = readings[name]
        published = [(d["published"], bool(d["published_doubt"])) for d in (wanted, found)]
        yield f"{name} published", _difference(*published)
        yield f"{name} number of meetings", _difference(len(wanted["meetings"]), len(found["meetings"]))


def _groups(readings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The reports of each group tell of one meeting, which no other report tells of."""
    told = {document: account_about(reading).get("meeting") for document, reading in readings.items()}
    for group in GROUPS:
        documents = {account.partition("#")[0] for account in group}
        here = {told[document] for document in documents}
        all_of_it = {document for document, meeting in told.items() if meeting and meeting in here}
        one = len(here) == 1 and all_of_it == documents
        yield f"one meeting: {' '.join(group)}", "" if one else f"told of: {told}"


def _meetings(meetings: list[Any]) -> Iterator[tuple[str, str]]:
    """Four documents tell of Muscat, three voices; where sources differ it is said."""
    counted = [(len(m["documents"]), m["voices"]) for m in meetings if "Muscat" in m["city"]]
    yield "voices of Muscat", _difference([(4, 3)], counted)
    for city, what in DIFFER.items():
        differ = [what in m["differ"] for m in meetings if city in m["city"]]
        yield f"{city} differs in {what}", _difference([True], differ)


def main() -> None:
    """Writes the list anew, its first lines kept, and prints what went on and off it."""
    with tempfile.TemporaryDirectory() as folder:
        found = differences(*read_examples(Path(folder) / "examples.whomet"))
    known, failing = known_failures(), [name for name in NAMES if found[name]]
    head = "".join(line for line in LIST.read_text("utf-8").splitlines(keepends=True) if line.startswith("#"))
    LIST.write_text(head + yaml.safe_dump(failing, allow_unicode=True, width=1000), encoding="utf-8")
    for name in NAMES:
        if bool(found[name]) != (name in known):
            print(f"+ {name}: {found[name]}" if found[name] else f"- {name}: read rightly now")
    print(f"{len(NAMES) - len(failing)} of {len(NAMES)} checks pass; {LIST.name} lists the others")


if __name__ == "__main__":
    main()
