"""When, where, about what, and what came of it: claims in the words of the text."""

from __future__ import annotations

import re
from functools import cache

from whomet.extraction.occasions import Occasion
from whomet.extraction.told import Told
from whomet.knowledge.data import read_data
from whomet.knowledge.place_mentions import find_places
from whomet.knowledge.sides import home_side
from whomet.model import Claim, LinkKind, Property, Span
from whomet.values.times import Kind, TimeValue, is_vague

_HOUR = re.compile(r"\d\d?:\d\d")
_REST_OF_HEAD = re.compile(r"[ \t,–-]{0,4}\n?(?P<place>[^\n.;]{3,60})(?=\n|$)")
_TOP = 400  # code points in which a report's head stands
# How many values of each the contract has room for, or makes sense of.
_TEXTS = (
    (LinkKind.MEETING_TIME, Property.TIME_TEXT, 6),
    (LinkKind.MEETING_PLACE, Property.PLACE_TEXT, 6),
    (LinkKind.MEETING_VENUE, Property.VENUE, 1),
    (LinkKind.MEETING_DURATION, Property.DURATION, 1),
    (LinkKind.MEETING_OCCASION, Property.PART_OF, 1),
    (LinkKind.MEETING_TOPIC, Property.TOPIC, 5),
)


def claim_setting(told: Told, occasion: Occasion, main: bool) -> list[Claim]:
    """All claims on the setting of one occasion; dates, cities and countries are left to resolution."""
    claims = [*_texts(told, occasion), *_outcomes(told, occasion), *_denials(told, occasion)]
    if main and occasion.status() == "held":
        timed = any(c.property is Property.TIME_TEXT and _settles(told, c) for c in claims)
        head = [c for c in _head(told) if c.property is Property.PLACE_TEXT or not timed]
        claims = [*head, *claims]  # the head's place comes first: others may be those of former talks
    if not any(c.property is Property.PLACE_TEXT for c in claims):
        claims += _here(told, occasion)
    return claims


def _texts(told: Told, occasion: Occasion) -> list[Claim]:
    """Verbatim words of the setting, the lead's own first."""
    claims: list[Claim] = []
    lead = occasion.lead
    order = [lead, *(t for t in occasion.tellings if t is not lead and not (lead.day and t.day and lead.day != t.day))]
    for kind, prop, most in _TEXTS:
        found: dict[str, Claim] = {}
        for mention in (i for t in order for i in told.links.of(kind, t.meeting)):
            found.setdefault(told.words(mention), Claim(prop, told.words(mention), (told.span(mention),)))
        claims += list(found.values())[:most]
    return claims


def _outcomes(told: Told, occasion: Occasion) -> list[Claim]:
    """What came of it, with which of the contract's kinds; only of a meeting that took place."""
    if occasion.status() not in ("held", "ongoing"):
        return []
    claims: list[Claim] = []
    found = dict.fromkeys(i for t in occasion.tellings for i in told.links.of(LinkKind.MEETING_OUTCOME, t.meeting))
    for part, i in enumerate(found):
        claims.append(Claim(Property.OUTCOME_TEXT, told.words(i), (told.span(i),), part=part))
        kind, basis = told.mentions[i].reads_as, "as the words around it tell it"
        claims.append(Claim(Property.OUTCOME_KIND, kind, (told.span(i),), basis, part=part))
    return claims


def _denials(told: Told, occasion: Occasion) -> list[Claim]:
    """Who denies it: a denying speech around a word that tells of it, or one that says there was none."""
    claims: list[Claim] = []
    words = [t.word for t in occasion.tellings]
    for part, speech in enumerate(s for s in told.denials if any(s.content.holds(w) for w in words)):
        by = speech.speakers[0]
        claims.append(Claim(Property.DENIAL_TEXT, speech.content.of(told.text), (speech.content,), part=part))
        claims.append(Claim(Property.DENIAL_BY, by.of(told.text), (by,), part=part))
    return claims


def _settles(told: Told, time: Claim) -> bool:
    """Whether words of time say when: "in the near future" and "every year" don't."""
    value = TimeValue.parse(told.times[time.spans[0]])
    return not is_vague(value) and value.kind is not Kind.EACH


def _head(told: Told) -> list[Claim]:
    """The day and hour, and the place behind them, that an office sets over the report of its own meeting: the
    meeting's, where no words say more. A newspaper's dateline says when it wrote, and a day without an hour when it
    published: neither counts."""
    publisher = told.document.publisher
    if publisher is None or home_side(publisher.value) is None:
        return []
    tops = _tops(told)
    hours = (s for s in told.times if _HOUR.search(s.of(told.text)) and any(t.holds(s) for t in tops))
    hour = min(hours, default=None)
    if hour is None:
        return []
    return [Claim(Property.TIME_TEXT, hour.of(told.text), (hour,)), *_place_after(told.text, hour)]


def _tops(told: Told) -> list[Span]:
    """The datelines at the top of a report."""
    return [span for span in told.datelines if span.start < _TOP]


def _here(told: Told, occasion: Occasion) -> list[Claim]:
    """ "They met here", in a report that begins with the place it was written from."""
    if occasion.is_remote():
        return []
    places = (find_places(told.text, top.start, top.end) for top in _tops(told))
    place = next((found[0] for found in places if found), None)
    words = (here_in(told.text, t.sentence) for t in occasion.tellings)
    here = next((span for span in words if span), None)
    if place is None or here is None:
        return []
    span = Span(place.start, place.end)
    basis = f"“{here.of(told.text)}”, in a report from {span.of(told.text)}"
    return [Claim(Property.PLACE_TEXT, span.of(told.text), (span, here), basis)]


def here_in(text: str, sentence: Span) -> Span | None:
    """Where a sentence says "here", of the place it is written from."""
    found = _of_here().search(text, sentence.start, sentence.end)
    return Span(*found.span()) if found else None


@cache
def _of_here() -> re.Pattern[str]:
    return re.compile(read_data("datelines")["here"]["pattern"])


def _place_after(text: str, hour: Span) -> list[Claim]:
    """The place that stands behind the hour, on the same line or the next."""
    rest = _REST_OF_HEAD.match(text, hour.end)
    if rest is None or not find_places(text, *rest.span("place")):
        return []
    span = Span(*rest.span("place"))
    return [Claim(Property.PLACE_TEXT, span.of(text), (span,))]
