"""Extracted -> Document: what the text says of itself (title, publisher, date), its regions, its language, its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from whomet.documents.boilerplate import find_boilerplate, find_repeats, join_spans
from whomet.documents.dateline import Dateline, read_dateline, read_labelled, read_opening
from whomet.documents.extracted import Extracted, Given
from whomet.documents.headline import find_given, find_headline, looks_like_headline
from whomet.documents.language_name import name_language
from whomet.documents.lines import Line, edges, lines_of
from whomet.documents.published import find_published
from whomet.model import Claim, Document, Finding, Property, Region, RegionKind, Span
from whomet.values.ids import document_key

_TOP, _BOTTOM = 12, 4  # lines, boilerplate left out, in which a dateline may stand; below: a signature
_LABELLED_BOTTOM = 12  # labelled ("Published: ...") it may stand a little further from the end
_MASTHEAD = 40  # lines at the top, navigation included, in which the given publisher's name may be shown
_PROSE = 100  # code points; a line this long or longer, or with a full stop, is prose
_NAME_WORDS = 6  # a masthead or signature has no more


@dataclass(frozen=True, slots=True)
class Loaded:
    """A Document, and what a reader must be warned of about its bytes, its date and its metadata."""

    document: Document
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The lines that are looked at: boilerplate left out."""

    text: str
    top: tuple[Line, ...]
    bottom: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.top + self.bottom


def describe(extracted: Extracted) -> Loaded:
    """The Document of a text, with a title, publisher and date from its metadata, else from its own lines."""
    text, given = extracted.text, extracted.given
    key = document_key(text, given.as_dict())
    unread = _unread(extracted)
    sheet = _lay_out(text, unread)
    datelines = _find_datelines(sheet)
    title = _find_title(sheet, given, datelines, extracted.basis)
    published, doubts = find_published([found.date for found in datelines if found.date], given, extracted.basis)
    document = Document(
        key=key,
        id=extracted.id,
        text=text,
        source=extracted.source,
        original=extracted.original,
        extractor=extracted.extractor,
        language=given.language or name_language(_content(text, unread)),
        url=given.url,
        title=title,
        publisher=_find_publisher(sheet, given, datelines, extracted.basis),
        published=published,
        regions=_regions(extracted, unread, datelines, title, sheet),
    )
    warnings = [Finding(kind, sentence, key) for kind, sentence in extracted.warnings]
    return Loaded(document, (*warnings, *(Finding(d.kind, d.text, key, d.spans) for d in doubts)))


# ------------------------------------------------------------------------------------------- lines


def _unread(extracted: Extracted) -> tuple[Span, ...]:
    """What is no content: by the format's own mask and by the patterns of boilerplate."""
    masked = [region.span for region in extracted.regions if region.kind is RegionKind.BOILERPLATE]
    return join_spans([*masked, *find_boilerplate(extracted.text)], extracted.text)


def _lay_out(text: str, unread: Sequence[Span]) -> _Sheet:
    return _Sheet(text, *edges(_content_lines(text, unread), _TOP, _LABELLED_BOTTOM))


def _content_lines(text: str, unread: Sequence[Span]) -> Iterator[Line]:
    """Both run in text order, so one pass over each is enough."""
    waiting = iter(unread)
    mask = next(waiting, None)
    for line in lines_of(text):
        while mask and mask.end <= line.span.start:
            mask = next(waiting, None)
        if not (mask and mask.holds(line.span)):
            yield line


def _content(text: str, unread: Sequence[Span], enough: int = 20_000) -> str:
    """The beginning of what is content, to tell the language by; all of the text if nothing else is left."""
    pieces: list[str] = []
    at = 0
    for span in (*unread, Span(len(text), len(text))):
        pieces.append(text[at : min(span.start, at + enough)])
        at = span.end
        if sum(map(len, pieces)) >= enough:
            break
    content = " ".join(pieces)
    return content if content.strip() else text[:enough]


# --------------------------------------------------------------------------------------- datelines


def _find_datelines(sheet: _Sheet) -> tuple[Dateline, ...]:
    """Dateline lines at the top, labelled ones and a signature's at the bottom, and the first paragraph's opening."""
    top = [found for line in sheet.top if (found := read_dateline(line))]
    near_end = {line.span for line in sheet.lines[-_BOTTOM:]}
    bottom = [
        found
        for line in sheet.bottom
        if (found := read_dateline(line)) and ((found.date and found.date.labelled) or line.span in near_end)
    ]
    opening = _find_opening(sheet.top, top)
    return tuple(sorted([*top, *bottom, *opening], key=lambda found: found.span))


def _find_opening(lines: Iterable[Line], datelines: Sequence[Dateline]) -> list[Dateline]:
    for line in lines:
        if any(found.span.meets(line.span) for found in datelines):
            continue
        opening = read_opening(line)
        if opening:
            return [opening]
        if _is_prose(line):
            break
    return []


def _is_prose(line: Line) -> bool:
    return not looks_like_headline(line) or len(line.text) >= _PROSE


# ------------------------------------------------------------------------------------------ claims


def _find_title(sheet: _Sheet, given: Given, datelines: Sequence[Dateline], basis: str) -> Claim | None:
    if given.title:
        shown = find_given(given.title, sheet.text, sheet.top[-1].span.end if sheet.top else 0)
        return Claim(Property.TITLE, given.title, (shown,) if shown else (), basis)
    span = _shown_title(sheet, datelines)
    return Claim(Property.TITLE, span.of(sheet.text), (span,)) if span else None


def _shown_title(sheet: _Sheet, datelines: Sequence[Dateline]) -> Span | None:
    labelled = (read_labelled(line, "title_labels") for line in sheet.top)
    beside_date = (found.title for found in datelines)
    stated = next((span for span in (*beside_date, *labelled) if span), None)
    return stated or find_headline(sheet.top, [found.span for found in datelines])


def _find_publisher(sheet: _Sheet, given: Given, datelines: Sequence[Dateline], basis: str) -> Claim | None:
    if given.publisher:
        lines = (line for part in edges(lines_of(sheet.text), _MASTHEAD, _LABELLED_BOTTOM) for line in part)
        shown = [span for line in lines if (span := _within(line, given.publisher))]
        return Claim(Property.PUBLISHER, given.publisher, tuple(shown[:1]), basis)
    opening = (found.publisher for found in datelines)
    labelled = (read_labelled(line, "publisher_labels") for line in sheet.lines)
    span = next((span for span in (*opening, *labelled, _signature(sheet, datelines)) if span), None)
    return Claim(Property.PUBLISHER, span.of(sheet.text), (span,)) if span else None


def _within(line: Line, name: str) -> Span | None:
    """Where a short line at the edge (masthead, footer) says the name; prose may name an outlet that it only quotes."""
    at = line.text.find(name) if len(line.text) < _PROSE else -1
    return Span(line.span.start + at, line.span.start + at + len(name)) if at >= 0 else None


def _signature(sheet: _Sheet, datelines: Sequence[Dateline]) -> Span | None:
    """The name that stands alone above the date at the end of a statement."""
    lines = sheet.lines
    if len(lines) < 4 or not any(found.span == lines[-1].span for found in datelines):
        return None
    above = lines[-2]
    short = looks_like_headline(above) and len(above.text.split()) <= _NAME_WORDS
    return above.span if short and not any(found.span.meets(above.span) for found in datelines) else None


# ----------------------------------------------------------------------------------------- regions


def _regions(
    extracted: Extracted, unread: Sequence[Span], datelines: Sequence[Dateline], title: Claim | None, sheet: _Sheet
) -> tuple[Region, ...]:
    """Pages, and over them title, datelines and boilerplate, which never overlap: words go to the first of these."""
    shown = title.spans if title and title.spans else tuple(s for s in (_shown_title(sheet, datelines),) if s)
    repeats = tuple(span for heading in shown[:1] for span in find_repeats(extracted.text, heading))
    dated = [found.span for found in datelines] + _masthead(sheet, shown) + _signed(sheet, datelines)
    taken = [Region(span, RegionKind.TITLE) for span in shown]
    for span in dated:
        taken += _marked([span], RegionKind.DATELINE, taken, extracted.text)
    taken += _marked(join_spans([*repeats, *unread], extracted.text), RegionKind.BOILERPLATE, taken, extracted.text)
    pages = [region for region in extracted.regions if region.kind is RegionKind.PAGE]
    return tuple(sorted([*pages, *taken], key=lambda region: (region.span, region.kind)))


def _masthead(sheet: _Sheet, title: Sequence[Span]) -> list[Span]:
    """Lines above the title: the site's or section's name."""
    above = [line for line in sheet.top if title and line.span.end <= title[0].start]
    return [line.span for line in above if looks_like_headline(line) and len(line.text.split()) <= _NAME_WORDS]


def _signed(sheet: _Sheet, datelines: Sequence[Dateline]) -> list[Span]:
    """Lines that name the publisher: "Source: ...", or the signature."""
    named = [line.span for line in sheet.lines if read_labelled(line, "publisher_labels")]
    signature = _signature(sheet, datelines)
    return [*named, signature] if signature else named


def _marked(spans: Iterable[Span], kind: RegionKind, taken: Sequence[Region], text: str) -> list[Region]:
    held = sorted(region.span for region in taken)
    return [Region(rest, kind) for span in spans for rest in _outside(span, held, text)]


def _outside(span: Span, taken: Sequence[Span], text: str) -> Iterator[Span]:
    """What is left of `span` once the taken spans are cut out of it, white space trimmed."""
    at = span.start
    for other in (*(t for t in taken if t.meets(span)), Span(span.end, span.end)):
        piece = text[at : other.start]
        if piece.strip():
            start = at + len(piece) - len(piece.lstrip())
            yield Span(start, start + len(piece.strip()))
        at = max(at, other.end)
