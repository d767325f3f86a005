"""What speaks for and against two accounts telling of one meeting: a declared list of features.

Each feature looks at two tellings and names what applies, with a sentence for the reader; the weights stand in
`knowledge/data/same_meeting.yaml`. Features are symmetric: the order of the two changes no weight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.names import compare_names
from whomet.knowledge.places import countries
from whomet.model import EntityKind, Reason, Verdict
from whomet.reconciliation.tellings import HAPPENED, Attendee, Telling
from whomet.values.edtf import bounds, may_agree

Outcome = tuple[str, str]  # the weight's name, the sentence
_NEAR, _MONTHS = 10, 62  # days
_CALLED_OFF = frozenset({"cancelled", "postponed"})


def parties(a: Telling, b: Telling) -> Iterator[Outcome]:
    """Which sides are at the table in both accounts."""
    shared = a.parties & b.parties
    named = " and ".join(sorted(a.written[s] for s in shared))
    if not a.parties or not b.parties:
        return
    if not shared:
        yield "parties_none", "no party is named in both"
    elif a.parties == b.parties:
        yield "parties_same", f"both name {named} and no other party"
    elif len(shared) == 1 and a.parties - shared and b.parties - shared:
        yield "parties_other", f"{named} is named in both, each time with another counterpart"
    elif len(shared) == 1:
        yield "parties_one", f"only {named} is named in both"
    elif min(len(a.parties), len(b.parties)) == 2:
        yield "parties_third", f"{named} alone in one account, with others in the other"
    else:
        yield "parties_some", f"both name {named}, one also others"


def persons(a: Telling, b: Telling) -> Iterator[Outcome]:
    """Which named persons took part in both accounts, side by side."""
    sides: dict[str, Verdict] = {}
    shared: list[str] = []
    for side in sorted({p.party for p in a.people} | {p.party for p in b.people}):
        left, right = _of(a, side), _of(b, side)
        if left and right:
            same = [p.name for p in left if any(match(p, q) is Verdict.SAME for q in right)]
            may = any(match(p, q) is Verdict.UNSURE for p in left for q in right)
            sides[side] = Verdict.SAME if same else Verdict.UNSURE if may else Verdict.DIFFERENT
            shared += same
    found = list(sides.values())
    names = ", ".join(sorted(" ".join(n.split()) for n in shared))
    if found.count(Verdict.SAME) > 1:
        yield "persons_sides", f"both name {names}"
    elif shared:
        yield "persons_shared", f"both name {names}"
    if Verdict.UNSURE in found:
        yield "persons_may", "names that may be one person's: one is less full than the other"
    differing = [s for s, v in sides.items() if v is Verdict.DIFFERENT and s]
    if differing:
        yield "persons_differ", f"for {a.written.get(differing[0], differing[0])} each names somebody else"


def _of(telling: Telling, side: str) -> list[Attendee]:
    return [p for p in telling.people if p.party == side]


def match(p: Attendee, q: Attendee) -> Verdict:
    """Whether two attendees are one person, by name."""
    return compare_names(p.name, q.name, EntityKind.PERSON).verdict


def dates(a: Telling, b: Telling) -> Iterator[Outcome]:
    """Whether the dates that both accounts give can be one."""
    first, second = bounds(a.when), bounds(b.when)
    if not first or not second:
        return
    if may_agree(a.when, b.when):
        days = (max(a.window[1] - a.window[0], b.window[1] - b.window[0])).days
        key = (
            "date_same"
            if not days
            else "date_near"
            if days <= _NEAR
            else "date_month"
            if days <= _MONTHS
            else "date_year"
        )
        text = (
            f"both give {a.when}"
            if a.when == b.when
            else f"{min(a.when, b.when)} and {max(a.when, b.when)} can be one date"
        )
        yield key, text
        return
    text = f"{min(a.when, b.when)} and {max(a.when, b.when)} can't be one date"
    if is_reprint(a, b):
        yield "date_reprinted", f"{text}, but the same words, printed again, count it from another day"
        return
    if "postponed" in (a.status, b.status) and a.status != b.status:
        yield "date_moved", f"{text}, but one account says that it was postponed"
    else:
        gap = max(second[0] - first[1], first[0] - second[1])
        yield ("date_next" if gap == timedelta(days=1) else "date_differ"), text


def is_reprint(a: Telling, b: Telling) -> bool:
    """Whether the same words were printed on two days, and tell the date by the day of print: "on Tuesday"."""
    return bool(a.lead) and a.lead == b.lead and a.counted and b.counted and a.published != b.published


def wording(a: Telling, b: Telling) -> Iterator[Outcome]:
    """Whether the very same words report it, on days that can be one."""
    if a.lead and a.lead == b.lead and (may_agree(a.when, b.when) or is_reprint(a, b)):
        yield "lead_same", "the same words report it"


def print_dates(a: Telling, b: Telling) -> Iterator[Outcome]:
    """What the days of publication say where an account gives no date."""
    if not (a.dated and b.dated) and not is_reprint(a, b):
        if a.window[0] > b.window[1] or b.window[0] > a.window[1]:
            yield "date_order", "by its day of print one account can't be of the other's occasion"
        elif any(_printed_after(x, y) for x, y in ((a, b), (b, a))):
            yield "date_printed", "the account without a date was printed within three days of the other's date"
    if a.published and b.published and abs((a.published - b.published).days) <= 2:
        yield "printed_near", "printed within two days of each other"


def _printed_after(undated: Telling, dated: Telling) -> bool:
    happened = undated.status in HAPPENED
    if undated.dated or not dated.dated or not happened or not undated.published:
        return False
    return 0 <= (undated.published - dated.window[1]).days <= 3 and (dated.window[1] - dated.window[0]).days <= _NEAR


def places(a: Telling, b: Telling) -> Iterator[Outcome]:
    """Whether the places agree."""
    if a.city and b.city and a.city != b.city:
        yield "city_differ", f"{a.written[a.city]} and {b.written[b.city]} are two cities"
    elif a.city and a.city == b.city:
        yield "city_same", f"both in {a.written[a.city]}"
        if a.country and b.country and a.country != b.country:
            yield "country_line", f"the city is put in {' and in '.join(map(_country, sorted((a.country, b.country))))}"
    elif a.country and b.country and a.country != b.country:
        yield "country_differ", f"{' and '.join(map(_country, sorted((a.country, b.country))))} are two countries"
    elif a.country and a.country == b.country:
        yield "country_same", f"both in {_country(a.country)}"


def _country(code: str) -> str:
    return countries().get(code, code)


def manner(a: Telling, b: Telling) -> Iterator[Outcome]:
    """Whether both speak of meeting in one manner: in person, by phone, by video; directly or through mediators."""
    if "unspecified" not in (a.format, b.format):
        if a.format == b.format:
            yield "format_same", f"both {a.format}"
        elif "in-person" in (a.format, b.format):
            yield "format_differ", f"{a.format} in one account, {b.format} in the other"
    if a.contact != b.contact:
        yield "contact_differ", "direct in one account, indirect in the other"


def statuses(a: Telling, b: Telling) -> Iterator[Outcome]:
    """Whether the states can be steps of one occasion."""
    pair = {a.status, b.status}
    if pair & HAPPENED and "planned" in pair:
        yield "status_chain", "announced in one account, told as held in the other"
    elif pair & HAPPENED and pair & _CALLED_OFF:
        yield "status_clash", "held in one account, called off or postponed in the other"


def words(a: Telling, b: Telling) -> Iterator[Outcome]:
    """How many words of subject and lead both share."""
    shared = len(a.words & b.words)
    share = shared / max(min(len(a.words), len(b.words)), 1)
    if shared >= 4 and share >= 0.4:
        yield "words_many", "leads and topics share many words"
    elif shared >= 3 and share >= 0.2:
        yield "words_some", "leads and topics share some words"


def occasions(a: Telling, b: Telling) -> Iterator[Outcome]:
    """Whether both belong to one visit, summit or round."""
    if not a.part_of or not b.part_of:
        return
    left, right = set(a.part_of.split()), set(b.part_of.split())
    ordinals = frozenset(read_data("same_meeting")["ordinals"])
    if left & ordinals and right & ordinals and not left & right & ordinals:
        yield "occasion_round", f"“{a.part_of}” and “{b.part_of}” are two rounds"
    elif (left & right) - _plain_words():
        yield "occasion_same", "both are part of a visit, summit or round of like name"


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(read_data("same_meeting")["common"]) | {
        "summit",
        "round",
        "conference",
        "official",
        "working",
        "trip",
    }


FEATURES: tuple[Callable[[Telling, Telling], Iterator[Outcome]], ...] = (
    parties,
    persons,
    dates,
    wording,
    print_dates,
    places,
    manner,
    statuses,
    words,
    occasions,
)
_TIMED = frozenset({"date_same", "date_near", "date_month", "date_printed", "date_next", "date_moved"})
_PLACED = frozenset({"city_same", "country_same", "occasion_same"})


def weigh(a: Telling, b: Telling) -> tuple[Reason, ...]:
    """All that applies to the two, weighted, in the order of FEATURES."""
    weights = read_data("same_meeting")["weights"]
    found = [outcome for feature in FEATURES for outcome in feature(a, b)]
    said = {key for key, _ in found}
    if not said & _TIMED:
        found.append(("undated", "no date says that they lie near in time"))
        if not said & _PLACED:
            found.append(("thin", "nor does a place or an occasion tie them"))
    return tuple(Reason(key, float(weights[key]), text) for key, text in found)
