"""One hash of all that a register says: two registers say the same where theirs are equal.

It is the SHA-256 of lines of JSON, each followed by a line end, in this order:

* each document's newest reading, by the document's key: the document, its accounts with every claim and span, its
  figures and findings;
* each meeting with its cells, by its id; each judgement, by the two accounts; each person, organisation and place, by
  its id; how many voices tell of each meeting, by its id;
* what comparing all accounts warns of;
* each decision, in the order in which they were made.

Left out is where the documents lay (`source`, `original`, and the two kinds of finding that name such places), the
numbers of rows, and which version of Whomet made the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import msgspec

from whomet.model import FindingKind, Reading
from whomet.register import Register

_OF_PLACES = (FindingKind.INPUT_SKIPPED, FindingKind.SAME_ID)


def hash_of(register: Register) -> str:
    """The hash, 64 hexadecimal digits."""
    found = sha256()
    for line in lines(register):
        found.update(line + b"\n")
    return found.hexdigest()


def lines(register: Register) -> Iterator[bytes]:
    """What is hashed."""
    yield from map(msgspec.json.encode, _said(register))


def _said(register: Register) -> Iterator[object]:
    readings = {reading.document.key: reading for reading in map(_anywhere, register.readings())}
    yield from (readings[key] for key in sorted(readings))
    yield from register.meetings()
    yield from register.judgements()
    yield from register.entities()
    yield from sorted(register.voices().items())
    yield from (finding for finding in register.findings() if finding.kind not in _OF_PLACES)
    yield from (decision for _, decision in register.decisions())


def _anywhere(reading: Reading) -> Reading:
    return replace(reading, document=replace(reading.document, source="", original=""))
