"""Which pairs of accounts are worth judging: those that share a block. Never all pairs.

A block is a key that two accounts of one meeting can be expected to share. An account is kept under some keys and looks
under others, so that of two accounts either finds the other, whichever came first:

precise   its date is sure to within three days: meets its like by the day
vague     its date is sure to within two months, or it was put off: meets all dated ones by the month
loose     the others: seek by place, by persons, and by the months they may speak of

All are found by the very sentence that reports the meeting, whatever their dates: a text that was printed again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations

from whomet.knowledge.names import surname_key
from whomet.reconciliation.index import Block, Index
from whomet.reconciliation.tellings import Telling, as_telling

_PRECISE, _VAGUE = 3, 62  # days that a date may be unsure by
_MARGIN = timedelta(days=1)
_PRINTED = timedelta(days=14)  # an undated account seeks meetings so near to its day of print
_LONGEST = 3 * 366  # days: what is vaguer than this is sought by no month
_MOST_PEOPLE, _MOST_PARTIES = 12, 8  # of one account that make keys
_CROWD = 60  # accounts: where the register has more under a place or two persons, these alone point at no meeting

_EVER = "ever"  # keys without a time: all accounts are kept under them, loose ones look


def file_under(telling: Telling) -> set[str]:
    """The keys that an account is kept under."""
    keys = {_key(_EVER, *k) for k in _timeless(telling)} | _same_words(telling)
    months = _months(*telling.window, _MARGIN) if is_dated(telling) else ()
    about = _about(telling)
    keys |= {_key("dated", *k, m) for k in about for m in months}
    if is_precise(telling):
        keys |= {_key("day", *k, d) for k in (*about, *_surnames(telling)) for d in _days(*telling.window)}
    elif is_dated(telling):
        keys |= {_key("vague", *k, m) for k in about for m in months}
    else:
        keys |= {_key("loose", *k) for k in _timeless(telling)}
        keys |= {_key("loose", *k, m) for k in about for m in _may_be(telling)}
    return keys


def look_under(telling: Telling) -> set[str]:
    """The keys under which an account finds those that may tell of its meeting."""
    about, timeless = _about(telling), _timeless(telling)
    if not is_dated(telling):
        found = {_key(_EVER, *k) for k in timeless} | _same_words(telling)
        return found | {_key("dated", *k, m) for k in about for m in _may_be(telling)}
    months = _months(*telling.window, _MARGIN)
    keys = {_key("loose", *k) for k in timeless} | {_key("loose", *k, m) for k in about for m in months}
    keys |= _same_words(telling)
    if is_precise(telling):
        keys |= {_key("day", *k, d) for k in about for d in _days(*telling.window, _MARGIN)}
        keys |= {_key("day", *k, d) for k in _surnames(telling) for d in _days(*telling.window)}
        return keys | {_key("vague", *k, m) for k in about for m in months}
    return keys | {_key("dated", *k, m) for k in about for m in months}


def is_dated(telling: Telling) -> bool:
    """Whether the account's own date is sure to within two months."""
    return telling.dated and (telling.window[1] - telling.window[0]).days <= _VAGUE


def is_precise(telling: Telling) -> bool:
    """Whether its date is sure to within three days, and stayed."""
    days = (telling.window[1] - telling.window[0]).days
    return telling.dated and days <= _PRECISE and telling.status != "postponed"


def refile(index: Index, gone: Collection[str], came: Iterable[Telling]) -> set[str]:
    """Puts accounts under their keys and takes others away.

    Gives the accounts that have to seek anew because a key became too common to point at anything, or no longer is.
    """
    kept = {t.id: file_under(t) for t in came}
    out = index.blocks.where("account", gone)
    timeless = {b.key for b in out} | {key for keys in kept.values() for key in keys}
    timeless = {key for key in timeless if key.startswith(_EVER)}
    before = index.blocks.count("key", timeless)
    index.blocks.drop("account", gone)
    index.blocks.put(Block(key, account) for account, keys in kept.items() for key in keys)
    after = index.blocks.count("key", timeless)
    crossed = [key for key in timeless if is_common(before, key) != is_common(after, key)]
    seekers = index.blocks.where("key", ["loose" + key.removeprefix(_EVER) for key in crossed])
    return {block.account for block in seekers} - kept.keys()


def is_common(counts: Mapping[str, int], key: str) -> bool:
    return counts.get(key, 0) > _CROWD


def candidates(index: Index, tellings: Iterable[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs of these accounts with those that share a block, of different documents, each pair once, the smaller id
    first, in the order of ids."""
    seeking = {t.id: t for t in tellings}
    wanted = {account: look_under(t) for account, t in seeking.items()}
    holders = _holders(index, set().union(*wanted.values()))
    pairs = {
        (min(account, other), max(account, other))
        for account, keys in wanted.items()
        for key in keys
        for other in holders.get(key, ())
        if other != account
    }
    others = {other for pair in pairs for other in pair} - seeking.keys()
    known = seeking | {s.account: as_telling(s.telling) for s in index.standings.where("account", others)}
    for left, right in sorted(pairs):
        if known[left].document != known[right].document:
            yield known[left], known[right]


def _holders(index: Index, keys: Collection[str]) -> dict[str, list[str]]:
    """Key -> the accounts kept under it; keys too common to point at anything left out."""
    timeless = {k: _EVER + k.removeprefix("loose") for k in keys if k.startswith("loose")}
    timeless |= {k: k for k in keys if k.startswith(_EVER)}
    counts: Counter[str] = index.blocks.count("key", set(timeless.values()))
    sought = [k for k in keys if not is_common(counts, timeless.get(k, ""))]
    found: dict[str, list[str]] = {}
    for block in index.blocks.where("key", sought):
        found.setdefault(block.key, []).append(block.account)
    return found


def _same_words(telling: Telling) -> set[str]:
    return {_key("words", telling.lead)} if telling.lead else set()


def _key(*parts: str) -> str:
    return "\x1f".join(parts)


def _may_be(telling: Telling) -> list[str]:
    """The months that a loose account may speak of."""
    if telling.dated:
        return _months(*telling.window) if (telling.window[1] - telling.window[0]).days <= _LONGEST else []
    return _months(telling.published, telling.published, _PRINTED) if telling.published else []


def _months(first: date, last: date, margin: timedelta = timedelta(0)) -> list[str]:
    """The months that hold a day from `first` to `last`, widened by `margin` at each end."""
    start, end = _widened(first, last, margin)
    return [
        f"{year:04}-{month:02}"
        for year in range(start.year, end.year + 1)
        for month in range(1, 13)
        if (start.year, start.month) <= (year, month) <= (end.year, end.month)
    ]


def _days(first: date, last: date, margin: timedelta = timedelta(0)) -> list[str]:
    start, end = _widened(first, last, margin)
    return [(start + timedelta(days=n)).isoformat() for n in range((end - start).days + 1)]


def _widened(first: date, last: date, margin: timedelta) -> tuple[date, date]:
    return max(first, date.min + margin) - margin, min(last, date.max - margin) + margin


def _timeless(telling: Telling) -> list[tuple[str, ...]]:
    places = [place for place in (telling.city, telling.country) if place]
    return [("at", *s, place) for s in _sides(telling) for place in places] + _people(telling)


def _about(telling: Telling) -> list[tuple[str, ...]]:
    """Two sides, or two persons of two sides."""
    return [("sides", *s) for s in _sides(telling)] + _people(telling)


def _sides(telling: Telling) -> list[tuple[str, ...]]:
    named = sorted(telling.parties)[:_MOST_PARTIES]
    return list(combinations(named, 2)) if len(named) > 1 else [(n, "") for n in named]


def _surnames(telling: Telling) -> list[tuple[str, ...]]:
    return [("name", k) for k in sorted({surname_key(p.name) for p in telling.people[:_MOST_PEOPLE]}) if k]


def _people(telling: Telling) -> list[tuple[str, ...]]:
    """Pairs of surnames, of persons of two parties."""
    some = telling.people[:_MOST_PEOPLE]
    found = {
        tuple(sorted((surname_key(p.name), surname_key(q.name))))
        for p, q in combinations(some, 2)
        if p.party != q.party
    }
    return sorted(("who", a, b) for a, b in found if a and b)
