"""Accounts that a person adds: of a document that the register holds, or of a source that it does not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from whomet.documents.entered import Entry, enter
from whomet.documents.extracted import Given
from whomet.errors import DecisionError
from whomet.faces.deciding import checked, now, words_in
from whomet.model import Document, Property, Reading, RegionKind, Span
from whomet.register import Register
from whomet.values.by_hand import ENTERED, Added, Cell
from whomet.values.decisions import Anchor, Decision, DecisionKind

_GIVEN = re.compile(r"(?P<field>[a-z_.]+)=(?P<rest>.*)", re.DOTALL)
_AT = re.compile(r"([0-9]{1,12}):([0-9]{1,12})")
_TIMECODE = re.compile(r"[0-9]{1,3}(:[0-5][0-9]){1,2}(-[0-9]{1,3}(:[0-5][0-9]){1,2})?")
_PAGE = re.compile(r"[^\W_][\w .,–-]{0,39}")
_BY_THE_LEAD = (Property.STATUS, Property.FORMAT, Property.CONTACT)  # what the lead shows where no words are named
_WHO = (Property.PARTY, Property.PERSON_NAME)


@dataclass(frozen=True, slots=True)
class UnheldSource:
    """A source that the register does not hold, and the place in it: a page or a timecode."""

    title: str
    publisher: str = ""
    published: str = ""
    url: str = ""
    page: str = ""
    timecode: str = ""

    @property
    def place(self) -> str:
        """Where in the source, in words."""
        return f"page {self.page}" if self.page else f"timecode {self.timecode}"


@dataclass(frozen=True, slots=True)
class _Given:
    """One value as a person gave it, with the words that show it, "" where none were named."""

    property: Property
    value: str
    words: str


def adding(register: Register, name: str, lead: str, cells: Iterable[str], said: tuple[str, str]) -> Decision:
    """That a document tells of a meeting; `lead` are the words that say so, or where they stand, as "120:215", each of
    `cells` is "field=value", with the words that show it in brackets where the value does not stand there itself.

    Raises NotFoundError for a document that is not there, DecisionError for words that are not, and for no value.
    """
    document, given = register.document(name), _given(cells)
    first = _lead(document, lead)
    shown = [first if _by_the_lead(g, document.text) else _shown(register, first, g) for g in given]
    value = Added(_numbered(given), _is_main(document, first.span)).encoded()
    return Decision(DecisionKind.ADD, (first, *shown), value, said[0], now(), said[1])


def entering(source: UnheldSource, lead: str, cells: Iterable[str], said: tuple[str, str]) -> tuple[Decision, Reading]:
    """That a source which is not held tells of a meeting, and what is kept of that source. Raises DecisionError for a
    source without title or place in it, and as `adding` does."""
    given, words = _given(cells), " ".join(_sound(lead).split())
    if not words:
        raise DecisionError("Give by --lead the words of the source that tell of the meeting, or say it in your own.")
    lines = [(f"{g.property}: {g.value}" + (f" [{g.words}]" if g.words else ""), g.words or g.value) for g in given]
    document, first, spans = enter(Entry(_described(source), source.place, words, lines))
    about = tuple(Anchor(document.key, span, span.of(document.text)) for span in (first, *spans))
    value = Added(_numbered(given), place=source.place).encoded()
    return Decision(DecisionKind.ADD, about, value, said[0], now(), said[1]), Reading(document, ENTERED)


# ------------------------------------------------------------------------------------------------ what was given


def _given(cells: Iterable[str]) -> list[_Given]:
    found = []
    for cell in map(_sound, cells):
        match = _GIVEN.fullmatch(" ".join(cell.split()))
        value, words = _parted(match["rest"]) if match else ("", "")
        if match is None or not value:
            raise DecisionError(f"{cell[:80]!r} is no FIELD=VALUE; write it as “city=Oslo” or “party=Norway [Oslo]”.")
        checked(match["field"], value)
        found.append(_Given(Property(match["field"]), value, words))
    if not any(g.property in _WHO for g in found):
        raise DecisionError("Say who met: at least one --set party=NAME or --set person.name=NAME.")
    return found


def _parted(rest: str) -> tuple[str, str]:
    """A value and the words in brackets at its end, "" for none."""
    value, bracket, words = rest.partition(" [")
    shown = bracket and words.endswith("]") and words != "]"
    return (value.strip(), words[:-1]) if shown else (rest.strip(), "")


def _numbered(given: Sequence[_Given]) -> tuple[Cell, ...]:
    """Each value with the number of its person, statement ...: one that is told already begins the next."""
    numbers: dict[str, int] = {}
    told: dict[str, set[Property]] = {}
    cells = []
    for g in given:
        word, dot, _ = g.property.partition(".")
        if dot and g.property in told.get(word, {g.property}):
            numbers[word], told[word] = numbers.get(word, 0) + 1, set()
        told.setdefault(word, set()).add(g.property)
        cells.append(Cell(g.property.value, g.value, numbers[word] if dot else 0))
    return tuple(cells)


def _described(source: UnheldSource) -> Given:
    """The source as it is kept, each part on one line. Raises DecisionError where it can't be found again by it."""
    told = (source.title, source.publisher, source.url)
    title, publisher, url = (" ".join(_sound(words).split()) for words in told)
    if not title:
        raise DecisionError("Name a DOCUMENT of the register, or say by --title which source it is that is not held.")
    if bool(source.page) == bool(source.timecode):
        raise DecisionError(f"“{title[:80]}” is not held: say by --page or by --timecode where in it the words are.")
    if source.page and not _PAGE.fullmatch(source.page):
        raise DecisionError(f"{source.page[:80]!r} is no page; write it as 12, 12-13 or A4.")
    if source.timecode and not _TIMECODE.fullmatch(source.timecode):
        raise DecisionError(f"{source.timecode[:80]!r} is no timecode; write it as 1:02:30, or 1:02:30-1:04:00.")
    if source.published and not _is_day(source.published):
        raise DecisionError(f"{source.published[:80]!r} is no day of publication; write it as 2024-08-21.")
    return Given(title, publisher, source.published, url)


def _sound(words: str) -> str:
    """The words, if they can be kept."""
    try:
        words.encode()
    except UnicodeEncodeError:
        raise DecisionError(
            f"{words[:80]!r} has half a surrogate pair, which is no character; write it anew."
        ) from None
    return words


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


# ------------------------------------------------------------------------------------- where it stands in a document


def _lead(document: Document, words: str) -> Anchor:
    text, place = document.text, _AT.fullmatch(words)
    if place:
        span = Span(int(place[1]), int(place[2]))
        if not span.start < span.end <= len(text):
            raise DecisionError(f"{words} is no place in {document.id}, which has {len(text)} code points.")
        return Anchor(document.key, span, span.of(text))
    starts = [match.start() for match in re.finditer(re.escape(words), text)] if words.strip() else []
    if len(starts) != 1:
        many = f"stands {len(starts)} times in {document.id} (at {', '.join(map(str, starts[:10]))})" if starts else ""
        missing = f"does not stand in {document.id}"
        raise DecisionError(f"“{words[:80]}” {many or missing}; give the words as they stand there, or --at START:END.")
    return Anchor(document.key, Span(starts[0], starts[0] + len(words)), words)


def _by_the_lead(given: _Given, text: str) -> bool:
    return not given.words and given.property in _BY_THE_LEAD and given.value not in text


def _shown(register: Register, lead: Anchor, given: _Given) -> Anchor:
    try:
        return words_in(register, lead, given.words or given.value)
    except DecisionError as error:
        if given.words:
            raise
        told = f"{given.property}={given.value}"
        raise DecisionError(
            f"“{given.value[:80]}” does not stand in the document: say which words show it, as “{told[:80]} [WORDS]”."
        ) from error


def _is_main(document: Document, lead: Span) -> bool:
    """Whether the title or the first paragraph has the lead: no line of the article ends before it."""
    before = document.text[: lead.start]
    for region in document.regions:
        if region.kind is not RegionKind.PAGE:
            masked = region.span.of(before)
            before = before[: region.span.start] + " " * len(masked) + before[region.span.start + len(masked) :]
    return "\n" not in before.strip()
