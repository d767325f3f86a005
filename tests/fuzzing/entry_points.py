"""Everything in Whomet that takes in what strangers wrote, by name: each with examples of what it reads.

An entry point may raise a WhometError, in a sentence; anything else that it raises is a flaw, and so is a property that
does not hold: spans in the text, citations letter for letter, the same twice.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import sound_inputs as sound
from exact_citations import check_analysis, check_document, check_reading, check_spans

import whomet
from whomet import pipeline
from whomet.documents import Loaded
from whomet.documents.inputs import Format, Input
from whomet.documents.parts import Part, find_parts, read_part
from whomet.documents.stated_date import find_date
from whomet.errors import InputError, WhometError
from whomet.exchange.contract import encode_all
from whomet.exchange.importing.columns import proposed, read_map, written
from whomet.exchange.importing.placing import Kept
from whomet.exchange.importing.readings import reading_in, whole_reading
from whomet.exchange.importing.records import Sheet
from whomet.faces.at_hand import english
from whomet.faces.coding import taking
from whomet.faces.cursors import Number, place_in
from whomet.faces.fetching import addresses, opml, robots
from whomet.faces.importing import rows_of, sheet_in
from whomet.faces.narrowing import fitting
from whomet.faces.python.deciding import question_of
from whomet.knowledge.imports.ftm import read_ftm
from whomet.knowledge.imports.table import read_table
from whomet.knowledge.imports.wikidata import read_wikidata
from whomet.knowledge.parties import find_parties, party_named
from whomet.knowledge.publishers import kind_of, publishers_from
from whomet.language import english_by_rules, flowing
from whomet.language.first_test import may_tell_of_meeting
from whomet.language.llm.answer import answer_in
from whomet.language.quotations import find_quotations
from whomet.language.sentences import find_sentences
from whomet.language.times import written_date
from whomet.model import Document, Finding, Reading
from whomet.register import Register
from whomet.values import edtf

Given = TypeVar("Given", str, bytes)

MOST_WORDS = 1000
"""Code points of what an error says: one sentence, whatever the input."""


@dataclass(frozen=True)
class EntryPoint(Generic[Given]):
    """A function that takes what strangers wrote. `longest`: of an input that is tried, in code points or bytes."""

    take: Callable[[Given], None]
    examples: Callable[[], Sequence[Given]]
    longest: int = 20_000

    def tried(self, given: Given) -> None:
        """Takes an input. Raises whatever shows a flaw."""
        try:
            self.take(given)
        except WhometError as error:
            check_sentence(str(error))


def check_sentence(said: str) -> None:
    """What is said of bad input is a sentence, not the input itself."""
    assert said.strip() and len(said) < MOST_WORDS, said[:MOST_WORDS]


# --------------------------------------------------------------------------------------------- documents


def _of_format(form: Format) -> Callable[[bytes], None]:
    """Files of one suffix, whatever is in them."""

    def take(data: bytes) -> None:
        loaded = _loaded(data, form)
        assert _told(loaded) == _told(_loaded(data, form))

    return take


def _loaded(data: bytes, form: Format | None) -> list[Loaded | InputError]:
    part = Part(Input("stranger", "stranger", form, stream=io.BytesIO(data)))
    found = [each for one in _parts(data, form) for each in _read(one)] if form in CUT else list(read_part(part))
    for each in found:
        if isinstance(each, Loaded):
            check_document(each.document)
            for finding in each.findings:
                check_spans(list(finding.spans), each.document.text)
        else:
            check_sentence(str(each))
    return found


CUT = (Format.JSON_LINES, Format.WARC, Format.PARQUET)


def _parts(data: bytes, form: Format | None) -> Iterable[Part | InputError]:
    """As a file of that suffix is cut."""
    path = _file(data, {Format.JSON_LINES: ".jsonl", Format.WARC: ".warc", Format.PARQUET: ".parquet"}[form])
    return find_parts([str(path)])


def _read(part: Part | InputError) -> Iterable[Loaded | InputError]:
    return [part] if isinstance(part, InputError) else read_part(part)


def _told(found: Iterable[Loaded | InputError]) -> list[object]:
    return [each if isinstance(each, Loaded) else str(each) for each in found]


def _any_file(data: bytes) -> None:
    """Bytes by standard input, read all the way: nothing breaks off, and each citation is exact."""
    found = list(pipeline.read_inputs(["-"], io.BytesIO(data), english()))
    _check_found(found)


def _check_found(found: list[Reading | Finding]) -> None:
    for each in found:
        if isinstance(each, Reading):
            check_reading(each)
        else:
            assert "broke off" not in each.text, each.text
            check_sentence(each.text)
    assert len(list(encode_all(each for each in found if isinstance(each, Reading)))) <= len(found)


# ------------------------------------------------------------------------------------------------- reading


def _read_text(text: str) -> None:
    """`whomet.read`: what it finds is cited exactly, and found again."""
    reading = whomet.read(text, published="2031-05-04")
    for account in reading.accounts:
        check_spans([span for claim in account.claims for span in claim.spans], reading.document.text)
    assert reading == whomet.read(text, published="2031-05-04")


def _by_rules(text: str) -> None:
    document = Document("0" * 64, "a", flowing(text), "-", "", "", "en")
    check_analysis(english_by_rules().analyse(document), text)
    assert len(document.text) == len(text)


def _passages(text: str) -> None:
    check_spans(list(find_quotations(text)), text)
    check_spans(list(find_sentences(text)), text)
    may_tell_of_meeting(text)
    find_date(text[:400])


def _times(text: str) -> None:
    found = whomet.find_times(text, date(2031, 5, 4))
    check_spans([time.span for time in found], text)
    for time in found:
        assert time.span.of(text) == time.words
        assert not time.edtf or edtf.is_valid(time.edtf), time


def _places(text: str) -> None:
    for place in whomet.find_places(text, "NO", ("SE",), adjectives=True):
        assert 0 <= place.start < place.end <= len(text)
    for mention in find_parties(text):
        assert 0 <= mention.start < mention.end <= len(text)
    party_named(text[:200])


def _names(text: str) -> None:
    """Two names, a line each: how alike they are does not depend on which comes first."""
    one, _, other = text.partition("\n")
    assert whomet.compare_names(one, other).verdict == whomet.compare_names(other, one).verdict
    whomet.compare_names(one, one)


def _dates(text: str) -> None:
    """Any words where a date belongs: option, column or EDTF."""
    for words in (text, *text.split("\n")[:3]):
        for order in ("", "day first", "month first"):
            found = written_date(words, order)
            assert not found or edtf.is_valid(found), (words, found)
        bounds = edtf.bounds(words)
        assert (bounds is not None) == (edtf.is_valid(words) and words != "")
        assert bounds is None or (bounds[0] <= bounds[1] and edtf.may_agree(words, words))
        with suppress(ValueError):
            whomet.find_times("yesterday", words)
        try:
            question_of("", "", "", words, words, "")
        except InputError as error:
            check_sentence(str(error))
            assert bounds is None


# ------------------------------------------------------------------------------- what is imported, or of one's own


def _file(data: bytes, suffix: str) -> Path:
    """A file of the process's own that holds these bytes."""
    path = _folder() / f"stranger{suffix}"
    path.write_bytes(data)
    return path


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix=f"whomet-fuzzing-{os.getpid()}-"))


def _table(form: str) -> Callable[[bytes], None]:
    """A table or a file of another program, each of its rows placed."""

    def take(data: bytes) -> None:
        sheet, _ = sheet_in(form, _file(data, f".{form}"))
        _place_all(sheet)

    return take


def _place_all(sheet: Sheet) -> None:
    columns = proposed(sheet.columns)
    if sheet.columns:
        assert read_map("\n".join(written(columns, "stranger")), "map", sheet.columns).columns == columns.columns
    for record in rows_of(sheet)[:50]:
        placed = pipeline.read_row(record, columns, Kept("stranger", "Ada"))
        for trouble in placed.troubles:
            check_sentence(str(trouble))
        document = placed.reading.document
        check_document(document)
        claims = (c for a in placed.reading.accounts for c in a.claims)
        check_spans([span for claim in claims for span in claim.spans], document.text)


def _column_map(text: str) -> None:
    there = ("No", "When", "Where", "Participants", "Topic", "Source", "Link", "Track")
    columns = read_map(text, "map", there)
    assert read_map("\n".join(written(columns, "stranger")), "map", there).columns.keys() == columns.columns.keys()


def _accounts(data: bytes) -> None:
    for line in data.splitlines():
        with suppress(InputError):
            check_spans([s for a in reading_in(line, "line").accounts for c in a.claims for s in c.spans], "x" * 10**6)
        with suppress(InputError):
            whole_reading(line, "line")


def _knowledge(read: Callable[[Iterable[tuple[int, bytes]]], Iterable[object]]) -> Callable[[bytes], None]:
    def take(data: bytes) -> None:
        for found in read(enumerate(data.splitlines(keepends=True), 1)):
            assert found is not None

    return take


def _publishers(data: bytes) -> None:
    import csv

    with suppress(csv.Error, UnicodeDecodeError):  # as the door to the user's list has it
        for row in publishers_from(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))):
            kind_of(row.name, row.web[0] if row.web else "")


def _sheet_of_coder(data: bytes) -> None:
    taking.lines_of(_file(data, ".csv"))


def _answers(text: str) -> None:
    answer_in(text)


# ------------------------------------------------------------------------------------------- what is asked


@cache
def _register() -> Register:
    """A register of some reports, for questions."""
    register = Register.open(_folder() / "register.whomet")
    loaded = (whomet.read(text) for text in sound.texts()[:4])
    pipeline.absorb(register, [pipeline.read(_record(r.document.text), english()) for r in loaded])
    return register


def _record(text: str) -> Loaded:
    from whomet.documents.record import read_record

    return read_record({"text": text, "language": "en"})


def _asked(text: str) -> None:
    """Words of a search, and each field of a question."""
    register = _register()
    found = register.search(text)
    assert found.accounts <= set(register.account_ids())
    word = text[:200]
    for question in (question_of(word, "", "", "", "", ""), question_of("", word, word, "", "", "")):
        fitting(register, question)
    with suppress(WhometError):
        fitting(register, question_of("", "", "", word, word, ""), word)
    with suppress(WhometError):
        place_in(text, "meetings", tuple[Number, Number], (0, 0))


def _addresses(text: str) -> None:
    for url in text.split("\n")[:5]:
        with suppress(WhometError):
            addresses.joined(addresses.parse(url), text[-100:])
        addresses.shown(url)
        kind_of("", url)


def _rules(text: str) -> None:
    robots.may(text, "https://a.example/a?b=c")
    assert 0 <= robots.pause(text) <= robots.LONGEST_PAUSE


NAMES = [
    "Ada Lind\nLind, Ada",
    "Kim Jong-un\n金正恩",
    "Muḥammad al-Ṣabāḥ\nMohamed Al Sabah",
    "O'Brien y Núñez\nобрайен",
]
URLS = ["https://a.example:8080/x/../y?q=1#z\nhttp://[::1]/\nhttp://0x7f.1/\nhttps://u:p@a.example", "//a\nx:y"]
ASKED = ['ceas* "cease fire" Oslo', "meetings", "2023", "Ada Lind", "NEAR(a b) OR NOT c:d ^e -f", '"""*"']
SOME_DATES = ["3 May 2014", "2023-05-10/2023-06", "[2023-05-01,2023-05-02]", "early May 2014\n3/4/2014", "yesterday"]

ENTRY_POINTS: dict[str, EntryPoint[str] | EntryPoint[bytes]] = {
    "text": EntryPoint(_of_format(Format.TEXT), lambda: [t.encode() for t in sound.texts()]),
    "web page": EntryPoint(_of_format(Format.WEB_PAGE), lambda: sound.reports(".html")),
    "PDF": EntryPoint(_of_format(Format.PDF), sound.pdfs),
    "mail": EntryPoint(_of_format(Format.MAIL), sound.mails),
    "feed": EntryPoint(_of_format(Format.FEED), sound.feeds),
    "web archive": EntryPoint(_of_format(Format.WARC), sound.archives),
    "JSON Lines": EntryPoint(_of_format(Format.JSON_LINES), sound.lines),
    "JSON": EntryPoint(_of_format(Format.JSON), sound.lines),
    "Parquet": EntryPoint(_of_format(Format.PARQUET), sound.parquets),
    "any file, read": EntryPoint(
        _any_file,
        lambda: [*sound.reports(""), *sound.mails(), *sound.feeds(), *sound.archives()],
        8_000,
    ),
    "whomet.read": EntryPoint(_read_text, lambda: [*sound.texts(), *sound.sentences()], 6_000),
    "rules": EntryPoint(_by_rules, lambda: [*sound.texts(), *sound.sentences()], 6_000),
    "sentences and quotations": EntryPoint(_passages, sound.texts),
    "find_times": EntryPoint(_times, lambda: [*sound.texts(), *SOME_DATES]),
    "find_places": EntryPoint(_places, sound.texts),
    "compare_names": EntryPoint(_names, lambda: NAMES, 400),
    "dates": EntryPoint(_dates, lambda: SOME_DATES, 3_000),
    "CSV": EntryPoint(_table("csv"), lambda: [sound.TABLE.encode(), sound.OWN_TABLE.encode()]),
    "workbook": EntryPoint(_table("xlsx"), sound.workbooks),
    "table in Parquet": EntryPoint(_table("parquet"), sound.parquets),
    "PLOVER": EntryPoint(_table("plover"), sound.json_of(sound.PLOVER)),
    "FollowTheMoney": EntryPoint(_table("ftm"), sound.json_of(*sound.FTM)),
    "Web Annotation": EntryPoint(_table("webannotation"), sound.json_of(sound.ANNOTATION)),
    "column map": EntryPoint(_column_map, lambda: [sound.MAP]),
    "accounts": EntryPoint(_accounts, lambda: [_exported()]),
    "knowledge in CSV": EntryPoint(
        _knowledge(lambda lines: read_table(lines, "stranger")), lambda: [sound.HOLDERS.encode()]
    ),
    "knowledge in FollowTheMoney": EntryPoint(_knowledge(read_ftm), sound.json_of(*sound.FTM)),
    "knowledge of Wikidata": EntryPoint(_knowledge(read_wikidata), sound.json_of(sound.WIKIDATA)),
    "publishers of one's own": EntryPoint(_publishers, lambda: [sound.PUBLISHERS.encode()]),
    "coder's sheet": EntryPoint(_sheet_of_coder, lambda: [sound.SHEET.encode()]),
    "language model's answer": EntryPoint(_answers, lambda: [json.dumps(sound.ANSWER)]),
    "questions": EntryPoint(_asked, lambda: ASKED, 1_000),
    "addresses": EntryPoint(_addresses, lambda: URLS, 2_000),
    "OPML": EntryPoint(lambda data: opml.feeds_in(_file(data, ".opml")) and None, lambda: [sound.OPML.encode()]),
    "robots.txt": EntryPoint(_rules, lambda: [sound.ROBOTS]),
}


@cache
def _exported() -> bytes:
    """What `whomet export accounts` writes of a report, whole."""
    reading = pipeline.read(_record(sound.TALKS), english())
    return b"".join(encode_all([reading], whole=True))
