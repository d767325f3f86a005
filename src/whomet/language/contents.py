"""Which words a cue of speech introduces, without cue, attribution and the quotation marks around them."""

from __future__ import annotations

import re

from whomet.knowledge.parties import party_named
from whomet.knowledge.places import places_named
from whomet.language.quoting import Quotes
from whomet.language.speech_cues import Cue, pattern
from whomet.model import Span

_MARKS = ' \t\r\n\xa0“”"«»„'
_LONGEST_ASIDE = 140


def content_after(text: str, cue: Cue, room: Span, quotes: Quotes) -> Span | None:
    """The content behind a cue that ends at `room.start`; None where the cue introduces nothing there."""
    if inserted := pattern("inserted").match(text[room.start : room.start + 60]):
        room = Span(room.start + inserted.end(), room.end)
    infinitive = "to" in cue.takes and re.match(r"\s+to\s", room.of(text)[:40])
    opened = None if infinitive else _opened(text, cue, room)
    start = opened if opened is not None else _direct(text, cue, room)
    if start is None:
        return None
    quotation = quotes.starting(start, start + 3)
    if quotation and quotes.at(room.start) is None and not text[start : quotation.start].strip(_MARKS):
        return trimmed(text, Span(quotation.start, min(quotation.end, room.end)), cut=False)
    return trimmed(text, Span(start, room.end))


def content_before(text: str, room: Span, quotes: Quotes) -> Span | None:
    """The content in front of an attribution: the quotation that ends there, else the whole clause."""
    end = room.start + len(room.of(text).rstrip(" \t\r\n\xa0,"))
    quotation = quotes.at(max(room.start, end - 3)) if end > room.start else None
    if quotation and quotation.end <= end:
        return trimmed(text, Span(max(room.start, quotation.start), quotation.end), cut=False)
    return trimmed(text, Span(room.start, end), cut=False)


def trimmed(text: str, span: Span, cut: bool = True) -> Span | None:
    """Without marks, spaces and stops at its ends; with `cut`, only up to a new clause. None if nothing is left."""
    words = span.of(text)
    if cut and (end := pattern("cut").search(words, 12)):
        words = words[: end.start()]
    start = len(words) - len(words.lstrip(_MARKS + ",:"))
    stripped = words.rstrip(_MARKS + ",;:")
    stripped = stripped[:-1].rstrip(_MARKS) if stripped.endswith(".") and cut else stripped
    return Span(span.start + start, span.start + len(stripped)) if len(stripped) > start else None


def _opened(text: str, cue: Cue, room: Span) -> int | None:
    """Where the content begins after "that", a colon or an opening mark, with an aside before it at most."""
    if not cue.takes & {"that", "addressee"}:
        return None
    rest = text[room.start : min(room.end, room.start + _LONGEST_ASIDE)]
    opener = pattern("opener").search(rest)
    if opener is None:
        return None
    aside = rest[: opener.start()]
    if aside.strip() and "addressee" not in cue.takes and not pattern("aside").match(aside):
        return None
    if re.search(r"[.;]\s", aside) or ("object" in cue.takes and len(aside) > 60):
        return None
    return room.start + (opener.start() if opener.group()[0] in '“"«' else opener.end())


def _direct(text: str, cue: Cue, room: Span) -> int | None:
    """Where the content begins right after the cue and the prepositions that belong to it."""
    rest = room.of(text)
    if "to" in cue.takes and re.match(r"\s+to\s", rest):
        return room.start
    if "addressee" in cue.takes and (
        known := pattern("addressee").match(rest) or pattern("addressee_clause").match(rest[:_LONGEST_ASIDE])
    ):
        return room.start + known.end()
    if "clause" in cue.takes and (asides := pattern("asides").match(rest[:_LONGEST_ASIDE])):
        return room.start + asides.end()
    for join in cue.joins:
        if (joined := re.match(rf"\s+{join}\s+", rest)) and "object" in cue.takes:
            return room.start + joined.end()
    if not cue.takes & {"object", "clause", "impersonal"} or pattern("no_object").match(rest):
        return None
    if "object" not in cue.takes and pattern("aside").match(rest):
        return None
    return None if re.match(r"\s+to\s", rest) else room.start


def past_dateline(text: str, sentence: Span) -> Span:
    """A sentence without the place where the report was written, before its first words; "NATO - which met there -" is
    none."""
    found = pattern("written_at").match(text, sentence.start, sentence.end)
    place = (found["place"] or found["dashed"]).strip() if found else ""
    if found is None or found.end() == sentence.end or (party_named(place) and not places_named(place)):
        return sentence
    return Span(found.end(), sentence.end)
