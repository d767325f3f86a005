"""Writes an occasion down as an Account: a set of Claims, each with its words."""

from __future__ import annotations

import hashlib
import re

from whomet.extraction.links import Links
from whomet.extraction.occasions import Occasion
from whomet.extraction.sides import Side, Sides
from whomet.knowledge.parties import find_parties
from whomet.knowledge.place_mentions import find_places
from whomet.knowledge.sides import at_the_table, home_side
from whomet.model import Account, Analysis, Claim, Document, LinkKind, MentionKind, Property, RegionKind, Span
from whomet.values.times import Kind, TimeValue, is_vague

_HOUR = re.compile(r"\d\d?:\d\d")
_REST_OF_HEAD = re.compile(r"[ \t,–-]{0,4}\n?(?P<place>[^\n.;]{3,60})(?=\n|$)")
_TOP = 400  # code points in which a report's head stands
_TEXTS = (
    (LinkKind.MEETING_TIME, Property.TIME_TEXT),
    (LinkKind.MEETING_PLACE, Property.PLACE_TEXT),
    (LinkKind.MEETING_VENUE, Property.VENUE),
    (LinkKind.MEETING_DURATION, Property.DURATION),
    (LinkKind.MEETING_OCCASION, Property.PART_OF),
    (LinkKind.MEETING_TOPIC, Property.TOPIC),
)
_MANY = (Property.TIME_TEXT, Property.PLACE_TEXT, Property.TOPIC)


def write_account(document: Document, analysis: Analysis, sides: Sides, occasion: Occasion) -> Account:
    """The account of one occasion; dates, cities and countries are left to resolution."""
    lead = occasion.lead.sentence
    links = Links(analysis)
    claims = [
        Claim(Property.LEAD, lead.of(document.text), (lead,)),
        *_manner(document.text, occasion),
        *_parties(occasion),
        *_mediators(sides, occasion),
        *_people(document.text, analysis, sides, occasion),
        *_delegations(document.text, analysis, sides, occasion),
        *_hosts(document.text, analysis, links, sides, occasion),
        *_texts(document.text, analysis, links, occasion),
        *_outcomes(document.text, analysis, links, occasion),
        *_denials(document.text, analysis, occasion),
    ]
    main = _is_main(document, analysis, occasion)
    if main and occasion.status() == "held":
        said = {c.property for c in claims if c.property is not Property.TIME_TEXT or _settles(c, analysis)}
        claims += [c for c in _hour_on_top(document, analysis) if c.property not in said]
    return Account(
        account_id(document, occasion.lead.word), document.key, main, _guessed_confidence(occasion), tuple(claims)
    )


def account_id(document: Document, word: Span) -> str:
    """Follows from the document's key and the place of the lead's meeting word: the same reading gives the same id
    anywhere, and two meetings that one sentence leads have two."""
    return hashlib.sha256(f"{document.key} {word.start}".encode()).hexdigest()[:16]


def _is_main(document: Document, analysis: Analysis, occasion: Occasion) -> bool:
    """Title or first paragraph report it."""
    first = next(
        (s for s in analysis.sentences if s.end - s.start > 60 and s.of(document.text).rstrip()[-1:] in '.!?”"’'), None
    )
    paragraph = document.text.find("\n", first.start) if first else -1
    end = max(paragraph, first.end) if first else 0
    return any(t.title or t.sentence.start < end for t in occasion.tellings)


def _guessed_confidence(occasion: Occasion) -> float:
    """A guess until the reading model gives a calibrated one: more named, more sure."""
    sure = 0.35 + 0.1 * min(2, len(occasion.people)) + 0.15 * (len(occasion.sides) == 2) + 0.15 * bool(occasion.day)
    return round(sure, 2)


def _manner(text: str, occasion: Occasion) -> list[Claim]:
    status, form = occasion.status(), occasion.format()
    told = next((t for t in occasion.tellings if t.status == status), occasion.lead)
    shown = next((t for t in occasion.tellings if t.format == form), occasion.lead)
    indirect = next((t for t in occasion.tellings if t.contact == "indirect" and len(t.sides) > 1), None)
    word, way = told.word.of(text), shown.word.of(text)
    claims = [Claim(Property.STATUS, status, (told.word,), f"as the words around “{word}” tell it")]
    if form != "unspecified":
        claims.append(Claim(Property.FORMAT, form, (shown.word,), f"“{way}” is {form}"))
    if indirect:
        claims.append(Claim(Property.CONTACT, "indirect", (indirect.word,), f"“{indirect.word.of(text)}”"))
    return claims


def _parties(occasion: Occasion) -> list[Claim]:
    return [Claim(Property.PARTY, s.name, s.spans, s.basis) for s in occasion.sides.values()]


def _mediators(sides: Sides, occasion: Occasion) -> list[Claim]:
    """Those who go between, unless they sit at the table themselves."""
    found: dict[str, Side] = {}
    for mention in dict.fromkeys(m for t in occasion.tellings for m in t.mediators):
        for side in sides.of_mention(mention):
            if side.name not in occasion.sides:
                found.setdefault(side.name, side)
    return [Claim(Property.MEDIATOR, s.name, s.spans, s.basis) for s in found.values()]


def _people(text: str, analysis: Analysis, sides: Sides, occasion: Occasion) -> list[Claim]:
    claims = []
    between = {m for t in occasion.tellings for m in t.mediators if analysis.mentions[m].kind is MentionKind.PERSON}
    for part, person in enumerate(sorted({*occasion.people, *between}, key=lambda p: analysis.mentions[p].span)):
        name, role, side = analysis.mentions[person].span, sides.role(person), sides.of_person(person)
        claims.append(Claim(Property.PERSON_NAME, name.of(text), (name,), part=part))
        if role:
            claims.append(Claim(Property.PERSON_ROLE, role.of(text), (role,), part=part))
        if side:
            claims.append(Claim(Property.PERSON_PARTY, side.name, side.spans, side.basis, part=part))
    return claims


def _delegations(text: str, analysis: Analysis, sides: Sides, occasion: Occasion) -> list[Claim]:
    claims: list[Claim] = []
    groups = dict.fromkeys(g for t in occasion.tellings for g in t.delegations)
    unnamed = [g for g in groups if analysis.mentions[g].reads_as == "delegation"]
    named = [(g, s) for g in unnamed for s in sides.of_mention(g)[:1]]
    for part, (group, side) in enumerate(named):
        span = analysis.mentions[group].span
        claims.append(Claim(Property.DELEGATION_TEXT, span.of(text), (span,), part=part))
        claims.append(Claim(Property.DELEGATION_PARTY, side.name, side.spans, side.basis, part=part))
    return claims


def _hosts(text: str, analysis: Analysis, links: Links, sides: Sides, occasion: Occasion) -> list[Claim]:
    """The side of those who received; each who chaired."""
    claims: dict[str, Claim] = {}
    for telling in occasion.tellings:
        for mention in links.of(LinkKind.MEETING_HOST, telling.meeting):
            for side in sides.of_mention(mention)[:1]:
                claims.setdefault("host", Claim(Property.HOST, side.name, side.spans, side.basis))
        for mention in links.of(LinkKind.MEETING_CHAIR, telling.meeting):
            span = analysis.mentions[sides.person(mention)].span
            claims.setdefault(span.of(text), Claim(Property.CHAIR, span.of(text), (span,)))
        for venue in links.of(LinkKind.MEETING_VENUE, telling.meeting):
            claims.setdefault("host", _owner(text, analysis.mentions[venue].span, occasion) or Claim(Property.HOST, ""))
    return [c for c in claims.values() if c.value]


def _owner(text: str, venue: Span, occasion: Occasion) -> Claim | None:
    """Who meets at its own headquarters is the host."""
    found = [m for m in find_parties(text, venue.start, venue.end) if m.party]
    names = {at_the_table(m.party).name: Span(m.start, m.end) for m in found if m.party}
    host = next((n for n in names if n in occasion.sides), "")
    return Claim(Property.HOST, host, (names[host],), f"the meeting was at “{venue.of(text)}”") if host else None


def _texts(text: str, analysis: Analysis, links: Links, occasion: Occasion) -> list[Claim]:
    """Verbatim words of the setting, the lead's own first; one value where the contract has one."""
    claims: list[Claim] = []
    lead = occasion.lead
    order = [lead, *(t for t in occasion.tellings if t is not lead and not _other_time(lead.day, t.day))]
    for kind, prop in _TEXTS:
        spans = dict.fromkeys(analysis.mentions[i].span for t in order for i in links.of(kind, t.meeting))
        seen: dict[str, Claim] = {}
        for span in spans:
            seen.setdefault(span.of(text), Claim(prop, span.of(text), (span,)))
        claims += list(seen.values())[: None if prop in _MANY else 1]
    return claims


def _outcomes(text: str, analysis: Analysis, links: Links, occasion: Occasion) -> list[Claim]:
    """What came of it, with which of the contract's kinds; only of a meeting that took place."""
    if occasion.status() not in ("held", "ongoing"):
        return []
    found = dict.fromkeys(i for t in occasion.tellings for i in links.of(LinkKind.MEETING_OUTCOME, t.meeting))
    claims: list[Claim] = []
    for part, i in enumerate(found):
        span = analysis.mentions[i].span
        claims.append(Claim(Property.OUTCOME_TEXT, span.of(text), (span,), part=part))
        claims.append(Claim(Property.OUTCOME_KIND, analysis.mentions[i].reads_as, (span,), part=part))
    return claims


def _denials(text: str, analysis: Analysis, occasion: Occasion) -> list[Claim]:
    """Who denies it: a denying speech around a word that tells of it, or one that says there was none."""
    claims: list[Claim] = []
    words = [t.word for t in occasion.tellings]
    denying = [s for s in analysis.speeches if s.act == "denies" and s.speakers]
    for part, speech in enumerate(s for s in denying if any(s.content.holds(w) for w in words)):
        by = speech.speakers[0]
        claims.append(Claim(Property.DENIAL_TEXT, speech.content.of(text), (speech.content,), part=part))
        claims.append(Claim(Property.DENIAL_BY, by.of(text), (by,), part=part))
    return claims


def _hour_on_top(document: Document, analysis: Analysis) -> list[Claim]:
    """The day and hour that an office sets over the report of its own meeting: the meeting's, where no words say more.
    A newspaper's dateline says when it wrote, and a day without an hour when it published: neither counts."""
    if not (document.publisher and home_side(document.publisher.value)):
        return []
    tops = [r.span for r in document.regions if r.kind is RegionKind.DATELINE and r.span.start < _TOP]
    for mention in analysis.mentions:
        words = mention.span.of(document.text)
        if mention.kind is MentionKind.TIME and _HOUR.search(words) and any(t.holds(mention.span) for t in tops):
            return [Claim(Property.TIME_TEXT, words, (mention.span,)), *_place_after(document.text, mention.span)]
    return []


def _settles(time: Claim, analysis: Analysis) -> bool:
    """Whether words of time say when: "in the near future" and "every year" don't."""
    read = next((m.reads_as for m in analysis.mentions if m.kind is MentionKind.TIME and m.span in time.spans), "")
    value = TimeValue.parse(read) if read else None
    return value is not None and not is_vague(value) and value.kind is not Kind.EACH


def _place_after(text: str, hour: Span) -> list[Claim]:
    """The place that stands behind the hour, on the same line or the next."""
    rest = _REST_OF_HEAD.match(text, hour.end)
    if rest is None or not find_places(text, *rest.span("place")):
        return []
    span = Span(*rest.span("place"))
    return [Claim(Property.PLACE_TEXT, span.of(text), (span,))]


def _other_time(day: str, other: str) -> bool:
    return bool(day and other and day != other)
