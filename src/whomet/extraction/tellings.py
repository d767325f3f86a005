"""What single meeting words tell, before those of one occasion are put together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from whomet.extraction.sides import Side, Sides
from whomet.extraction.told import Told
from whomet.knowledge.data import read_data
from whomet.knowledge.publishers import publisher_named
from whomet.model import LinkKind, Mention, MentionKind, Span
from whomet.values.edtf import bounds, is_day
from whomet.values.times import TimeValue, resolve

_ATTRIBUTE = re.compile(r"(?:,|[’']s?)?(?: [\w-]+){0,3} ")
_WITH = re.compile(r"\s+(?:with|between|among)\b")
_BEHIND = re.compile(r"[^.,;:“”\"]{1,45}")
_SAID = re.compile(r"[\w-]{1,40}\b(?!\s{1,3}such\b)")  # "the fourth such summit" is that summit
_BEFORE, _AFTER = 40, 25  # code points about a meeting word, where what sets it apart stands
_AT_TABLES = (MentionKind.PERSON, MentionKind.ORGANISATION)
_REPORTED = timedelta(days=10)
_ZONES = timedelta(days=1)  # a report may be dated a day before what it tells of, west of it


@dataclass(frozen=True, slots=True)
class Telling:
    """One meeting word with what its sentence says: `people` are fullest mentions, `sides` parties by name."""

    meeting: int
    word: Span
    sentence: Span
    status: str
    format: str
    contact: str
    kind: str
    title: bool
    definite: bool = False  # it speaks of a meeting told of already
    another: bool = False  # of one that is not the one told of so far
    weak: bool = False  # it follows from a meeting rather than says that there was one
    people: tuple[int, ...] = ()
    delegations: tuple[int, ...] = ()
    sides: dict[str, Side] = field(default_factory=dict)
    unknown: int = 0  # how many of the people speak for nobody that is told
    beside: tuple[tuple[Side, int | None], ...] = ()  # others in its sentence, nearest first, with the person if one
    many: bool = False  # one of the sides is several by itself: "the factions", "G7 leaders"
    mediators: tuple[int, ...] = ()  # fullest mentions of persons, or mentions of groups and parties
    times: tuple[int, ...] = ()
    places: frozenset[str] = frozenset()  # the words of those it names, in lower case
    fresh: bool = False  # it opens an office's own report and gives no day: the occasion of the report
    old: bool = False  # in such a report, it tells of a day long before
    elsewhere: bool = False  # "the meeting with ...": with somebody whom the reading does not know
    apart: frozenset[str] = frozenset()  # words near it that set it apart: "again", "second"
    joined: int | None = None  # where the language tells which words are of one meeting: the first of them
    sure: float = 0.0  # how sure it is that they tell of one at all
    seated: float = 0.0  # and that all who sat there are named, and nobody else
    day: str = ""  # EDTF, where one of the times gives it straight away

    @property
    def weight(self) -> int:
        """How much the sentence says of the meeting: the best one becomes the lead."""
        named = 3 * len(self.sides) + len(self.people) + 3 * bool(self.times) + 2 * bool(self.places)
        return named - 4 * self.title - 5 * self.weak - (self.kind == "visit")


def find_tellings(told: Told, sides: Sides) -> tuple[Telling, ...]:
    """One telling for each meeting word, in text order."""
    found = []
    for i, mention in enumerate(told.mentions):
        if mention.kind is MentionKind.MEETING:
            sentence = told.analysis.sentence_at(mention.span.start)
            telling = _plain(i, mention, sentence, any(t.meets(sentence) for t in told.titles))
            if telling.kind == "told":
                joined = next(iter(told.links.of(LinkKind.SAME_MEETING, i)), i)
                telling = _as_sure(replace(telling, joined=joined, apart=_setting_apart(told.text, telling)), mention)
                found.append(_timed(_peopled(telling, told, sides), told))
                continue
            telling = _timed(_peopled(telling, told, sides), told)
            telling = _aged(telling, told) if sides.home else telling
            found.append(_with_speaker(told.text, telling, sides))
    return tuple(found)


def _plain(index: int, mention: Mention, sentence: Span, title: bool) -> Telling:
    status, form, contact, kind, *marks = mention.reads_as.split()
    told = Telling(index, mention.span, sentence, status, form, contact, kind, title)
    return replace(told, definite="definite" in marks, another="another" in marks, weak="weak" in marks)


def _setting_apart(text: str, telling: Telling) -> frozenset[str]:
    """The words near a meeting word, in its sentence, that say it is not the only one."""
    near = Span(
        max(telling.sentence.start, telling.word.start - _BEFORE), min(telling.sentence.end, telling.word.end + _AFTER)
    )
    return frozenset(_SAID.findall(near.of(text).lower())) & _words_apart()


@cache
def _words_apart() -> frozenset[str]:
    return frozenset(read_data("meeting_words")["sets_apart"])


def _as_sure(telling: Telling, mention: Mention) -> Telling:
    """With what the reading model says of how sure it is; other readers say nothing of that."""
    said = mention.reads_as.split()[4:6]
    return replace(telling, sure=float(said[0]), seated=float(said[1])) if said else telling


def _timed(telling: Telling, told: Told) -> Telling:
    published = told.document.published_day
    times = tuple(told.links.of(LinkKind.MEETING_TIME, telling.meeting))
    if telling.kind == "noun" and not telling.sides and not telling.people:
        times = tuple(t for t in times if _is_close(told, telling.word, told.span(t)))
    values = [TimeValue.parse(told.mentions[t].reads_as) for t in times]
    days = [resolve(v, published, telling.status == "planned").edtf for v in values]
    if telling.status == "held" and any(_is_ahead(d, published) for d in days):
        telling = replace(telling, status="planned")
    places = frozenset(
        told.span(p).of(told.text).lower() for p in told.links.of(LinkKind.MEETING_PLACE, telling.meeting)
    )
    day = next((d for d in days if is_day(d)), next((d for d in days if d), ""))
    return replace(telling, times=times, places=places, day=day)


def _is_close(told: Told, word: Span, time: Span) -> bool:
    """Whether a time stands so close to a bare noun ("the meeting") that it can only be the time of it."""
    if time < word:
        return _ATTRIBUTE.fullmatch(told.text, time.end, word.start) is not None
    return _BEHIND.fullmatch(told.text, word.end, time.start) is not None


def _aged(telling: Telling, told: Told) -> Telling:
    """An office reports its own meetings within days: what it tells of an earlier day is another one."""
    published, days = told.document.published_day, bounds(telling.day)
    opens = telling.title or telling.sentence.start < told.opening
    old = days is not None and published is not None and days[1] < published - _REPORTED
    return replace(telling, fresh=opens and not telling.day, old=old)


def _is_ahead(edtf: str, published: date | None) -> bool:
    """Whether all of a date lies after the day of publication."""
    days = bounds(edtf)
    return days is not None and published is not None and days[0] > published + _ZONES


def _peopled(telling: Telling, told: Told, sides: Sides) -> Telling:
    """With those who took part. A mediator who meets one side alone takes part like any other."""
    taking_part = told.links.of(LinkKind.MEETING_PARTICIPANT, telling.meeting)
    between = dict.fromkeys(sides.person(m) for m in told.links.of(LinkKind.MEETING_MEDIATOR, telling.meeting))
    mentions = [m for m in taking_part if sides.person(m) not in between]
    found = _sides_of(mentions, sides)
    if len(found) < 2 and len(mentions) < len(taking_part):
        mentions, found, between = taking_part, _sides_of(taking_part, sides), {}
    if telling.kind == "joins" and len(found) == 1:
        for mention in (m for m in mentions if told.mentions[m].kind is MentionKind.PERSON):
            sides.learn(sides.person(mention), next(iter(found.values())))
    kinds = {m: told.mentions[m].kind for m in mentions}
    people = dict.fromkeys(sides.person(m) for m in mentions if kinds[m] is MentionKind.PERSON)
    groups = tuple(m for m in mentions if kinds[m] is MentionKind.DELEGATION)
    many = any(told.mentions[m].reads_as not in ("", "delegation", "office") for m in groups)
    unknown = sum(sides.of_person(p) is None for p in people)
    telling = replace(telling, people=tuple(people), delegations=groups, mediators=tuple(between))
    if len(found) == 1 and telling.kind == "told":
        telling = replace(telling, beside=_beside(telling, told, sides))
    behind = any(told.span(m).start >= telling.word.end for m in taking_part)
    elsewhere = not behind and _WITH.match(told.text, telling.word.end, telling.sentence.end) is not None
    return replace(telling, sides=found, many=many, unknown=unknown, elsewhere=elsewhere)


def _beside(telling: Telling, told: Told, sides: Sides) -> tuple[tuple[Side, int | None], ...]:
    """The parties that others in the sentence speak for, or that it names, the nearest to the meeting word first."""
    here = [
        i for i in told.within(telling.sentence) if told.mentions[i].kind in _AT_TABLES and not _is_setting(told, i)
    ]
    here.sort(key=lambda i: abs(told.span(i).start - telling.word.start))
    persons = {i: sides.person(i) if told.mentions[i].kind is MentionKind.PERSON else None for i in here}
    return tuple((side, persons[i]) for i in here for side in sides.of_mention(i))


def _is_setting(told: Told, mention: int) -> bool:
    """Whether a party's name only says where ("in Norland", "Port Vell, Norland"), or whose paper it is."""
    span = told.span(mention)
    if told.mentions[mention].kind is MentionKind.PERSON:
        return False
    if publisher_named(span.of(told.text)):
        return True
    before = told.text[max(0, span.start - 40) : span.start].rstrip()
    last = before.split()[-1:]
    return before.endswith(",") or bool(last and last[0].lower() in read_data("place_senses")["place_before"])


def _sides_of(mentions: list[int], sides: Sides) -> dict[str, Side]:
    found: dict[str, Side] = {}
    for side in (side for mention in mentions for side in sides.of_mention(mention)):
        found.setdefault(side.name, side)
    return found


def _with_speaker(text: str, telling: Telling, sides: Sides) -> Telling:
    """ "I met the minister", in what an office publishes, is a meeting of that office's own side."""
    before = text[max(telling.sentence.start, telling.word.start - 50) : telling.word.start]
    said = _first_person().search(before)
    if not said or sides.home is None or sides.home.name in telling.sides or telling.kind == "noun":
        return telling
    start = telling.word.start - len(before) + said.start(1)
    span = Span(start, start + len(said.group(1)))
    side = Side(sides.home.name, (span,), f"“{said.group(1)}”, published by an office of {sides.home.name}")
    return replace(telling, sides={**telling.sides, side.name: side})


@cache
def _first_person() -> re.Pattern[str]:
    words = read_data("meeting_words")["first_person"]
    return re.compile(rf"\b({words})\b(?:\W+\w+){{0,3}}\W*$")
