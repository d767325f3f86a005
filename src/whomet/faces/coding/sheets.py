"""What a coder is given: a sheet, CSV with a line for each text, and the guide with the texts beside it.

A sheet says which sample and coder it is of in every line, so that it can be taken back whatever its file is called.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from whomet.exchange.tables import defused
from whomet.faces.terminal import clean, clean_lines
from whomet.model import Account, Property, Reading
from whomet.register import Register
from whomet.values.coding import FIELDS, NO, YES, CodedMeeting, Coding, Drawn, Sample

COLUMNS = ("sheet", "text", "document", "meeting", *FIELDS, "remark")

GUIDE = Path(__file__).with_name("guide.txt")
"""What coders are told."""
_WHEN_UNSAID = {Property.STATUS: "held", Property.CONTACT: "direct", Property.FORMAT: "unspecified"}
_SINGLE = {field: Property(field) for field in FIELDS if field in set(Property)}
_MANY = {"parties": Property.PARTY, "mediators": Property.MEDIATOR, "topics": Property.TOPIC}


@dataclass(frozen=True, slots=True)
class Texts:
    """The documents of a sample, by key, as coders read them and as the machine read them."""

    sample: Sample
    readings: Mapping[str, Reading]

    def text(self, drawn: Drawn) -> str:
        return self.readings[drawn.document].document.text

    def name(self, drawn: Drawn) -> str:
        """What its user calls a document."""
        return self.readings[drawn.document].document.id


def texts_of(register: Register, sample: Sample) -> Texts:
    """The documents of a sample with their texts."""
    keys = {drawn.document for drawn in sample.drawn}
    return Texts(sample, {reading.document.key: reading for reading in register.newest(keys)})


def title_of(sample: str, coder: str) -> str:
    """What a line of a sheet says of itself."""
    return f"{sample}: {coder}"


def blank(texts: Texts, coder: str) -> Iterator[Mapping[str, str]]:
    """The lines of a sheet to fill in, one for each text."""
    for drawn in texts.sample.drawn:
        yield _head(texts, drawn, coder)


def filled(texts: Texts, coder: str, codings: Mapping[str, Coding]) -> Iterator[Mapping[str, str]]:
    """The lines of a sheet with what is known: one for each meeting, "no" for a text without one."""
    for drawn in texts.sample.drawn:
        coding, head = codings.get(drawn.document, ()), _head(texts, drawn, coder)
        yield from ({**head, "meeting": YES, **cells_of(meeting)} for meeting in coding)
        if not coding:
            yield {**head, "meeting": NO}


def _head(texts: Texts, drawn: Drawn, coder: str) -> dict[str, str]:
    title = title_of(texts.sample.name, coder)
    return {"sheet": title, "text": str(drawn.number), "document": texts.name(drawn)}


def cells_of(meeting: CodedMeeting) -> dict[str, str]:
    """A meeting as the cells of a line."""
    return {field: "; ".join(meeting.all(field)) for field in FIELDS} | {"remark": meeting.remark}


def as_csv(lines: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """A sheet as a file that Excel opens right: UTF-8 with its mark, CRLF, no cell that it would compute."""
    yield codecs.BOM_UTF8 + _line(COLUMNS)
    for line in lines:
        yield _line([defused(line.get(column, "")) for column in COLUMNS])


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode("utf-8")


def guide(texts: Texts) -> Iterator[bytes]:
    """The guide, then every text with its number and what is known of its publication; nothing of what was read."""
    yield GUIDE.read_text(encoding="utf-8").encode()
    for drawn in texts.sample.drawn:
        document = texts.readings[drawn.document].document
        day = document.published.value if document.published else "on a day that is not known"
        head = f"Text {drawn.number}   {clean(document.id)}, published {clean(day)}"
        yield f"\n\n{'=' * 100}\n{head}\n{'=' * 100}\n\n{clean_lines(document.text)}\n".encode()


def machine_coding(reading: Reading) -> Coding:
    """What the machine read of a document, as a coder would have written it."""
    return tuple(map(coded, reading.accounts))


def coded(account: Account) -> CodedMeeting:
    """An account as a coder would have written it."""
    cells: dict[str, tuple[str, ...]] = {
        field: (account.value(prop) or _WHEN_UNSAID.get(prop, ""),) for field, prop in _SINGLE.items()
    }
    cells |= {field: tuple(dict.fromkeys(account.values(prop))) for field, prop in _MANY.items()}
    lead = account.first(Property.LEAD)
    cells |= {
        "words": (lead.value if lead else "",),
        "main": (YES if account.main else NO,),
        "people": tuple(_people(account)),
    }
    pairs = tuple((field, value) for field in FIELDS for value in cells[field] if value)
    return CodedMeeting(pairs, span=lead.spans[0] if lead and lead.spans else None, account=account.id)


def _people(account: Account) -> Iterator[str]:
    for part in account.parts("person"):
        said = (Property.PERSON_NAME, Property.PERSON_ROLE, Property.PERSON_PARTY)
        told = [part[prop].value.replace("|", "/").strip() if prop in part else "" for prop in said]
        if told[0]:
            yield " | ".join(told)
