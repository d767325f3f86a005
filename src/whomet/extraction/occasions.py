"""Puts together what tells of one occasion: tellings with the same sides that nothing sets apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from whomet.extraction.sides import Side
from whomet.extraction.tellings import Telling
from whomet.values.edtf import may_agree

_NEAR = 2500  # code points within which "the meeting" points back to the last one told of
_OPEN = ("planned", "postponed", "cancelled")


@dataclass(slots=True)
class Occasion:
    """Tellings of one meeting in one document, in text order."""

    tellings: list[Telling]
    sides: dict[str, Side] = field(default_factory=dict)
    people: dict[int, None] = field(default_factory=dict)

    def take(self, telling: Telling) -> None:
        self.tellings.append(telling)
        for name, side in telling.sides.items():
            self.sides.setdefault(name, side)
        self.people.update(dict.fromkeys(telling.people))

    @property
    def lead(self) -> Telling:
        """The telling whose sentence says most; of equals the first."""
        return max(self.tellings, key=lambda t: (t.weight, -t.word.start))

    @property
    def day(self) -> str:
        return next((t.day for t in self.tellings if t.day), "")

    def status(self) -> str:
        """Cancelled or postponed if anything says so, else what the lead says."""
        said = [t.status for t in self.tellings if t.status != "ongoing" or len(t.sides) > 1]
        return next((s for s in ("cancelled", "postponed", "ongoing") if s in said), self.lead.status)

    def format(self) -> str:
        """A phone call is called so once; "talks" and "discussed" leave the format to other words."""
        said = [t.format for t in self.tellings]
        return next((f for f in ("video", "phone", "in-person") if f in said), "unspecified")


def find_occasions(tellings: tuple[Telling, ...]) -> list[Occasion]:
    """The occasions of a document, each with two sides or more, in the order they are first told of."""
    occasions: list[Occasion] = []
    for telling in tellings:
        if _has_sides(telling) and telling.kind != "joins":
            match = _best(occasions, telling)
            if match is None:
                occasions.append(Occasion([]))
                match = occasions[-1]
            match.take(telling)
    for telling in tellings:
        if (telling.kind == "joins" or not _has_sides(telling)) and (
            telling.definite or telling.people or telling.sides or telling.mediators
        ):
            _attach(occasions, telling)
    for occasion in occasions:
        occasion.tellings.sort(key=lambda t: t.word)
    return sorted(occasions, key=lambda o: o.tellings[0].word)


def _has_sides(telling: Telling) -> bool:
    """Two parties, one that is several, or one and somebody whose party isn't told, or two such people."""
    unknown = len(telling.people) - len(telling.sides) if len(telling.people) > len(telling.sides) else 0
    return (
        len(telling.sides) >= 2
        or telling.many
        or (len(telling.sides) == 1 and unknown >= 1 and len(telling.people) >= 2)
    )


def _best(occasions: list[Occasion], telling: Telling) -> Occasion | None:
    """The occasion it most likely tells of: sides alike, nothing contradicting; of equals the last."""
    fitting = [(o, _likeness(o, telling)) for o in occasions if not _contradicts(o, telling)]
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


def _contradicts(occasion: Occasion, telling: Telling) -> bool:
    """Another day, another way of meeting, past against future, or words that set it apart ("their last meeting")."""
    if occasion.day and telling.day and not may_agree(occasion.day, telling.day):
        return True
    formats = {occasion.format(), telling.format} - {"unspecified"}
    if len(formats) > 1:
        return True
    told = {t.status in _OPEN for t in occasion.tellings if not t.title}
    if told and (telling.status in _OPEN) not in told and not telling.title:
        return True
    same_day = bool(occasion.day) and occasion.day == telling.day
    return telling.another and not same_day


def _attach(occasions: list[Occasion], telling: Telling) -> None:
    """ "The meeting" is the one told of last before it, unless something sets it apart."""
    if telling.another or telling.kind == "visit":
        return
    before = [o for o in occasions if o.tellings[0].word.start < telling.word.start and not _contradicts(o, telling)]
    near = [o for o in before if telling.word.start - max(t.word.end for t in o.tellings) < _NEAR]
    fitting = [
        o
        for o in near
        if set(telling.sides) <= set(o.sides)
        and (set(telling.people) <= set(o.people) or not o.people or _brings(o, telling))
    ]
    if fitting:
        max(fitting, key=lambda o: max(t.word.start for t in o.tellings)).take(telling)


def _brings(occasion: Occasion, telling: Telling) -> bool:
    """Someone new of a side that sits there already."""
    return (
        bool(telling.sides)
        and set(telling.sides) <= set(occasion.sides)
        and (telling.definite or telling.kind == "joins")
    )
