"""Lines of `whomet export accounts` -> the readings that they hold, letter for letter; each is checked before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

import msgspec
from msgspec import UNSET, Struct, UnsetType

from whomet.errors import InputError
from whomet.model import Account, Property, Reading, Span
from whomet.values.edtf import is_valid

_KEY = re.compile("[0-9a-f]{64}", re.ASCII)
_NEEDED = {"person": Property.PERSON_NAME, "statement": Property.STATEMENT_TEXT}
"""What a part of an account is not without."""


class _Cited(Struct):
    text: str
    start: int
    end: int


class _Part(Struct):
    cites: dict[str, list[_Cited]] = {}


class _Shown(_Part):
    people: list[_Part] = []
    statements: list[_Part] = []


class _Line(Struct):
    meetings: list[_Shown]
    whole: Reading | UnsetType = UNSET


def reading_in(line: bytes, where: str) -> Reading:
    """The reading that a line holds. Raises InputError for a line that is none, that holds no whole reading, or that
    contradicts itself: words that do not stand where it says, dates that there are not."""
    try:
        found = msgspec.json.decode(line, type=_Line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(where, f"is no reading that Whomet wrote ({str(error)[:200]}).") from None
    if found.whole is UNSET:
        raise InputError(
            where, "holds no text and no claims, only what is shown of them; write it by `whomet export accounts`."
        )
    for wrong in chain(_faults(found.whole), _misquoted(found)):
        raise InputError(where, f"{wrong}, so it was left out.")
    return found.whole


def whole_reading(data: bytes, where: str) -> Reading:
    """The reading that JSON of nothing else holds. Raises InputError as `reading_in` does."""
    try:
        found = msgspec.json.decode(data, type=Reading)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(where, f"is no reading that Whomet wrote ({str(error)[:200]}).") from None
    for wrong in _faults(found):
        raise InputError(where, f"{wrong}, so it was left out.")
    return found


def _misquoted(line: _Line) -> Iterator[str]:
    text = line.whole.document.text if line.whole is not UNSET else ""
    parts = (part for shown in line.meetings for part in (shown, *shown.people, *shown.statements))
    for cite in (c for part in parts for cites in part.cites.values() for c in cites):
        if text[max(cite.start, 0) : max(cite.end, 0)] != cite.text:
            yield f"it cites “{cite.text[:60]}” at {cite.start}, where the text says something else"


def _faults(reading: Reading) -> Iterator[str]:
    """What makes a reading one that can't be kept."""
    document = reading.document
    if not _KEY.fullmatch(document.key) or not document.id:
        yield "its document has no key, or no id"
    if document.published and not _is_day(document.published.value):
        yield f"it was published on “{document.published.value[:40]}”, which is no day"
    of_document = [c for c in (document.title, document.publisher, document.published) if c]
    spans = [r.span for r in document.regions] + [s for f in reading.findings for s in f.spans]
    claims = chain(of_document, reading.figures, *(a.claims for a in reading.accounts))
    yield from _outside(chain(spans, (s for c in claims for s in c.spans)), document.text)
    if len({a.id for a in reading.accounts}) < len(reading.accounts):
        yield "two of its accounts have one id"
    for account in reading.accounts:
        yield from _faults_of(account, document.key)


def _outside(spans: Iterable[Span], text: str) -> Iterator[str]:
    for span in spans:
        if not 0 <= span.start < span.end <= len(text):
            yield f"it cites {span.start} to {span.end} of a text of {len(text)} characters"


def _faults_of(account: Account, document: str) -> Iterator[str]:
    if account.document != document or not account.id:
        yield "an account in it belongs to another document"
    if not 0 <= account.confidence <= 1:
        yield f"the confidence of account {account.id[:40]} is {account.confidence}"
    there = {(claim.property, claim.part) for claim in account.claims}
    for claim in account.claims:
        needed = _NEEDED.get(claim.property.partition(".")[0])
        if needed and (needed, claim.part) not in there:
            yield f"account {account.id[:40]} has a {claim.property} without its {needed}"
        if claim.property is Property.DATE and not is_valid(claim.value):
            yield f"“{claim.value[:40]}” is no date in EDTF"


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False
