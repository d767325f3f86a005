"""Puts together what tells of one occasion: tellings with the same sides that nothing sets apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from whomet.extraction.sides import Side
from whomet.extraction.tellings import Telling
from whomet.values.edtf import is_day, may_agree

_RECENT = 30  # occasions, of one side or in a row, that a telling may still mean
_NEAR = 2500  # code points within which "the meeting" points back to the last one told of
_SURE = 0.99  # that words tell of a meeting at all, where only one side of it is told
_IN_THE_SENTENCE = "the nearest other party that the sentence names"
_GOES_WITHOUT_SAYING = "the other side of the meeting that the text tells of nearest to this one"
_OPEN = ("planned", "postponed", "cancelled")


class Occasion:
    """Tellings of one meeting in one document. What is asked again and again is kept, not gone through anew."""

    def __init__(self) -> None:
        self.tellings: list[Telling] = []
        self.sides: dict[str, Side] = {}
        self.people: dict[int, None] = {}
        self.day = ""  # the first that a telling gives
        self.last = 0  # where the last telling stands
        self.side_told_elsewhere = False  # one side is not told of as taking part
        self._formats: dict[str, None] = {}
        self._open: set[bool] = set()  # whether what is told in prose is still open

    def take(self, telling: Telling) -> None:
        self.tellings.append(telling)
        for name, side in telling.sides.items():
            self.sides.setdefault(name, side)
        self.people.update(dict.fromkeys(telling.people))
        self.day = self.day or telling.day
        self.last = max(self.last, telling.word.end)
        self._formats[telling.format] = None
        if not telling.title:
            self._open.add(telling.status in _OPEN)

    @property
    def places(self) -> frozenset[str]:
        """The words of the places that its tellings name."""
        return frozenset(place for t in self.tellings for place in t.places)

    @property
    def apart(self) -> frozenset[str]:
        """The words of its tellings that set it apart from another meeting."""
        return frozenset(word for t in self.tellings for word in t.apart)

    @property
    def lead(self) -> Telling:
        """The telling whose sentence says most; of equals the first."""
        return max(self.tellings, key=lambda t: (t.weight, -t.word.start))

    def status(self) -> str:
        """Cancelled or postponed if anything says so, else what the lead says."""
        said = {t.status for t in self.tellings if t.status != "ongoing" or len(t.sides) > 1}
        return next((s for s in ("cancelled", "postponed", "ongoing") if s in said), self.lead.status)

    def is_remote(self) -> bool:
        """Whether they spoke from afar: it was nowhere."""
        return self.format() in ("phone", "video")

    def format(self) -> str:
        """A phone call is called so once; "talks" and "discussed" leave the format to other words."""
        return next((f for f in ("video", "phone", "in-person") if f in self._formats), "unspecified")

    def contradicts(self, telling: Telling, bare: bool = False) -> bool:
        """Another day, another way of meeting, past against future, or words that set it apart ("their last one"). A
        `bare` noun ("the summit") does not say whether it took place."""
        if self.day and telling.day and not may_agree(self.day, telling.day):
            return True
        if len({self.format(), telling.format} - {"unspecified"}) > 1:
            return True
        bare = bare and telling.kind == "noun" and telling.status == "held"
        timeless = telling.title or bare
        if self._open and not timeless and (telling.status in _OPEN) not in self._open:
            return True
        if (telling.old and any(t.fresh for t in self.tellings)) or (
            telling.fresh and any(t.old for t in self.tellings)
        ):
            return True
        same_day = bool(self.day) and self.day == telling.day
        return telling.another and not same_day


def find_occasions(tellings: tuple[Telling, ...]) -> list[Occasion]:
    """The occasions of a document, each with two sides or more, in the order they are first told of."""
    if any(t.joined is not None for t in tellings):
        return _told_together(tellings)
    occasions: list[Occasion] = []
    by_side: dict[str, list[Occasion]] = {}
    rest = [t for t in tellings if t.kind == "joins" or not _has_sides(t)]
    for telling in (t for t in tellings if t.kind != "joins" and _has_sides(t)):
        known = dict.fromkeys(o for side in telling.sides for o in by_side.get(side, [])[-_RECENT:])
        match = _best(list(known), telling)
        if match is None:
            occasions.append(match := Occasion())
        match.take(telling)
        for side in telling.sides:
            if match not in by_side.setdefault(side, [])[-_RECENT:]:
                by_side[side].append(match)
    starts = [o.tellings[0].word.start for o in occasions]
    for telling in rest:
        if telling.definite or telling.people or telling.sides or telling.mediators:
            until = telling.sentence.end if telling.kind == "joins" else telling.word.start
            at = bisect_left(starts, until)
            _attach(occasions[max(0, at - _RECENT) : at], telling)
    for occasion in occasions:
        occasion.tellings.sort(key=lambda t: t.word)
    return occasions


def _told_together(tellings: tuple[Telling, ...]) -> list[Occasion]:
    """The occasions as the language told them apart: those with two sides or more, and those of one side or none that
    are told of beside a whole meeting: there the others go without saying."""
    found: dict[int, Occasion] = {}
    for telling in tellings:
        if telling.joined is not None:
            found.setdefault(telling.joined, Occasion()).take(telling)
    occasions = _told_once(found.values())
    peopled = [o for o in occasions if _is_peopled(o)]
    for occasion in occasions if peopled else ():
        if occasion not in peopled and _is_set_apart(occasion):
            _take_other_sides(occasion, peopled)
    return [o for o in occasions if _is_peopled(o)]


def _told_once(found: Iterable[Occasion]) -> list[Occasion]:
    """Occasions of the same people on one day, or in one place, are one, whether told of as to come or as past: a text
    that comes back to a meeting means the same one."""
    kept: list[Occasion] = []
    for occasion in found:
        same = next((o for o in kept if _same(o, occasion)), None)
        if same is None:
            kept.append(occasion)
            continue
        for telling in occasion.tellings:
            same.take(telling)
        same.tellings.sort(key=lambda t: t.word)
    return kept


def _same(one: Occasion, other: Occasion) -> bool:
    """Whether two of the same parties can't be told apart: the same people, two at least, met on one day, or one names
    nobody, the day is the same and so is what came of it; or all that either names met, on days that may be one, in a
    place that both name, and no "second" or "again" sets one apart."""
    mine, theirs = set(one.people), set(other.people)
    if set(one.sides) != set(other.sides) or len({one.format(), other.format()} - {"unspecified"}) > 1:
        return False
    one_day = is_day(one.day) and one.day == other.day
    if len(mine) > 1 and mine == theirs and one_day:
        return True
    if one_day and not (mine and theirs) and one.status() == other.status() and one.apart == other.apart:
        return True
    placed = bool(one.places & other.places) and may_agree(one.day, other.day) and one.apart == other.apart
    return placed and (mine <= theirs or theirs <= mine)


def _is_set_apart(occasion: Occasion) -> bool:
    """Whether it surely is a meeting, told of with a time or a place, and not in a headline alone."""
    sure = any(t.sure >= _SURE and not t.title for t in occasion.tellings)
    return sure and any(t.times or t.places for t in occasion.tellings)


def _take_other_sides(alone: Occasion, peopled: list[Occasion]) -> None:
    """Who else its sentence names; else, as in "talks with Norland will resume tomorrow", with whom the nearest meeting
    of two sides tells, if Norland is one. Where no side is named, as in "the next round is on May 5", both of the
    nearest, if no other meeting may have been on that day."""
    if not alone.sides and (not alone.day or any(o.day and may_agree(o.day, alone.day) for o in peopled)):
        return
    alone.side_told_elsewhere = True
    for side, person in (b for t in alone.tellings for b in t.beside):
        if side.name not in alone.sides:
            alone.sides[side.name] = replace(side, basis=side.basis or _IN_THE_SENTENCE)
            alone.people.update({person: None} if person is not None else {})
            return
    shared = [o for o in peopled if len(o.sides) == 2 and (set(o.sides) & set(alone.sides) or not alone.sides)]
    if shared:
        nearest = min(shared, key=lambda o: (_apart(o, alone), o.last))
        for name, side in nearest.sides.items():
            alone.sides.setdefault(name, replace(side, basis=_GOES_WITHOUT_SAYING))


def _apart(one: Occasion, other: Occasion) -> int:
    """Code points between the nearest words that tell of two occasions."""
    return min(abs(a.word.start - b.word.start) for a in one.tellings for b in other.tellings)


def _is_peopled(occasion: Occasion) -> bool:
    """Two parties, one that is several, or one and people whose party isn't told."""
    unknown = max(t.unknown for t in occasion.tellings)
    return len(occasion.sides) + unknown >= 2 or any(t.many for t in occasion.tellings)


def _has_sides(telling: Telling) -> bool:
    """Two parties, one that is several, or one and somebody whose party isn't told, or two such people."""
    return len(telling.sides) >= 2 or telling.many or (telling.unknown >= 1 and len(telling.people) >= 2)


def _best(occasions: list[Occasion], telling: Telling) -> Occasion | None:
    """The occasion it most likely tells of: sides alike, nothing contradicting; of equals the last."""
    fitting = [(o, _likeness(o, telling)) for o in occasions if not o.contradicts(telling)]
    fitting = [f for f in fitting if f[1] > 0]
    return max(reversed(fitting), key=lambda f: f[1])[0] if fitting else None


def _likeness(occasion: Occasion, telling: Telling) -> float:
    """Above 0 where one's sides are all among the other's, or half of them and a person are shared."""
    mine, theirs = set(occasion.sides), set(telling.sides)
    shared = mine & theirs
    people = set(occasion.people) & set(telling.people)
    if not (mine <= theirs or theirs <= mine) and not (len(shared) >= 2 or (people and shared and len(people) > 1)):
        return 0.0
    others = bool(set(occasion.people) - people) and bool(set(telling.people) - people)
    return len(shared) + len(people) - 1.5 * others + (0.5 if occasion.day and occasion.day == telling.day else 0)


def _attach(before: list[Occasion], telling: Telling) -> None:
    """ "The meeting" is the one told of last before it, unless something sets it apart."""
    if telling.another or telling.elsewhere or telling.kind == "visit":
        return
    near = [o for o in before if telling.word.start - o.last < _NEAR and not o.contradicts(telling, bare=True)]
    fitting = [o for o in near if _sits_there(o, telling)]
    if fitting:
        max(fitting, key=lambda o: o.last).take(telling)


def _sits_there(occasion: Occasion, telling: Telling) -> bool:
    """Whether all whom the telling names sit there, or someone new of a side that does."""
    if not set(telling.sides) <= set(occasion.sides):
        return False
    noun = telling.kind == "noun" and telling.definite
    brings = bool(telling.sides) and (noun or telling.kind == "joins")
    return brings or not occasion.people or set(telling.people) <= set(occasion.people)
