"""Where a text names cities, regions and venues: a finder that would rather miss one than take a person for a town."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from whomet.knowledge.data import read_data
from whomet.knowledge.gazetteer import opens_longer
from whomet.knowledge.places import (
    Place,
    Venue,
    country_code_named,
    is_capital,
    phrase_beginnings,
    places_folded,
    regions_named,
    venue_folded,
)
from whomet.values.places import fold_place_name

_TOKEN = r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ‘`][^\W_]+)*"
_TOKENS = re.compile(_TOKEN)
_NEXT = re.compile(rf"([^\S\n]{{0,2}}\n?[-‐‑–./]?[^\S\n]{{0,2}})({_TOKEN})")
_POSSESSIVE = re.compile(r"['’](?:s|S)?\Z")
_LONGEST_WORD = 60  # letters; what is longer is no name, and hostile
_SHORTEST_OTHER_NAME = 5
_LEAST_PEOPLE_OF_OTHER_NAME = 100_000
_WELL_KNOWN_PEOPLE = 500_000
_BEFORE_A_PLACE = re.compile(r"\b(?:in|at|near|from|to|outside|visited|visiting|into|of|around|over|left)\s\Z")
_BEFORE_A_REGION = re.compile(r",\s{1,2}([^\W\d_][^\W\d_.]*\.?(?:[ ][A-Z][^\W\d_.]+)?)")
_CAPITALISED_NEXT = re.compile(r"[ \u00a0-]([^\W\d_]+)")
_CAPITALISED_BEFORE = re.compile(r"([^\W\d_]+)(?:[ \u00a0]|[ \u00a0]?[.]\s)\Z")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Where a text names a place: the places that bear the name, likeliest first, or the venue."""

    start: int
    end: int
    places: tuple[Place, ...] = ()
    venue: Venue | None = None


def find_places(text: str, start: int = 0, end: int | None = None) -> tuple[PlaceMention, ...]:
    """Cities, regions and venues that `text[start:end]` names, none overlapping, offsets into `text`.

    Precision first: names begin with capitals, the longest match wins, and names that are more often other words or
    people (`stopped` in places.yaml) count only after "in", "at", "near" ... or before a comma and a country.
    Countries are not found here: see `parties.find_parties`.
    """
    return tuple(_place_mentions(text, start, len(text) if end is None else end))


def _place_mentions(text: str, start: int, end: int) -> Iterator[PlaceMention]:
    free_from = start
    for token in _TOKENS.finditer(text, start, end):
        if token.start() < free_from or not _may_open(token.group()):
            continue
        mention = _longest_mention(text, token, end)
        if mention is not None:
            free_from = mention.end
            if not _is_other_word(text, mention) and not _names_agreement().match(text, mention.end):
                yield mention


def _may_open(word: str) -> bool:
    """Whether a name may begin with this word: one with a capital, or the number of a house that is known."""
    if len(word) > _LONGEST_WORD:
        return False
    return word[0].isupper() or (word[0].isdigit() and word in phrase_beginnings())


def _longest_mention(text: str, token: re.Match[str], end: int) -> PlaceMention | None:
    """The longest name that begins at this token; only a venue's may end in a small letter ("NATO headquarters")."""
    for stop, key, last in reversed(_spelled(text, token, end)):
        if venue := venue_folded(key):
            return PlaceMention(token.start(), stop, venue=venue)
        if last[0].isupper() and (found := _places_in_text(key)):
            return PlaceMention(token.start(), stop, found)
    return None


def _spelled(text: str, token: re.Match[str], end: int) -> list[tuple[int, str, str]]:
    """(end, folded words, last word) of the token alone, and of it with one, two ... further words."""
    word, stop, keys, spelled = token.group(), token.end(), list[str](), list[tuple[int, str, str]]()
    while True:
        bare, before = _POSSESSIVE.sub("", word), [*keys]
        keys.append(_fold_word(word))
        spelled.append((stop - len(word) + len(bare), " ".join([*before, _fold_word(bare)]), bare))
        key = " ".join(keys)
        if bare != word:
            spelled.append((stop, key, word))
        may_go_on = key in phrase_beginnings() or opens_longer(key)
        follow = _NEXT.match(text, stop, end) if may_go_on else None
        if follow is None or len(follow[2]) > _LONGEST_WORD or ("." in follow[1] and len(word) > 2):
            return spelled
        word, stop = follow[2], follow.end()


_fold_word = lru_cache(maxsize=50_000)(fold_place_name)


@lru_cache(maxsize=50_000)
def _places_in_text(key: str) -> tuple[Place, ...]:
    """Places for a name in running text: of a city's other names only those that are no short ambiguous scraps."""
    mains = tuple(place for place in places_folded(key) if fold_place_name(place.name) == key or place.kind == "region")
    if len(key) < _SHORTEST_OTHER_NAME:
        return mains
    found = places_folded(key)
    return found if mains else tuple(place for place in found if place.population >= _LEAST_PEOPLE_OF_OTHER_NAME)


def _is_other_word(text: str, mention: PlaceMention) -> bool:
    """Whether a name of one word is rather a person's or another word: stopped, or amid other capitalised words."""
    written = text[mention.start : mention.end]
    key = fold_place_name(written)
    if key in _exact_names():
        return not _exact_names()[key] & {written, written + text[mention.end : mention.end + 1]}
    if mention.venue or " " in written:
        return False
    if (after := _land_after(text, mention.end)) and (after == "region" or key not in _words_of_parties()):
        return False  # "Lebanon, Tenn." is a town, "Lebanon, Iraq" is none
    words, names = _stopped()
    if key in words or key in _words_of_parties():
        return True
    well_known = _is_well_known(mention)
    if written.isupper() and len(written) < _SHORTEST_OTHER_NAME and not well_known:
        return True  # "MENA" is no town of Ethiopia; "DOHA" opens a dateline
    if _stands_amid_capitals(text, mention) and (key in names or not well_known):
        return True
    return key in names and not well_known and not _is_after_preposition(text, mention.start)


def _is_after_preposition(text: str, start: int) -> bool:
    return bool(_BEFORE_A_PLACE.search(text, max(0, start - 12), start))


def _is_well_known(mention: PlaceMention) -> bool:
    return any(
        place.kind == "region" or place.population > _WELL_KNOWN_PEOPLE or is_capital(place) for place in mention.places
    )


def _stands_amid_capitals(text: str, mention: PlaceMention) -> bool:
    """A capitalised word before ("Vernon Jordan") or after ("Austin Ellis") makes a one-word name doubtful."""
    after = _CAPITALISED_NEXT.match(text, mention.end)
    before = _CAPITALISED_BEFORE.search(text, max(0, mention.start - 30), mention.start)
    return bool((after and after[1].istitle()) or (before and before[1].istitle() and len(before[1]) > 1))


def _land_after(text: str, stop: int) -> str:
    """ "region" or "country" if a comma and such a name follow, else ""."""
    found = _BEFORE_A_REGION.match(text, stop, stop + 60)
    if found is None:
        return ""
    return "region" if regions_named(found[1]) else "country" if country_code_named(found[1]) else ""


# --------------------------------------------------------------------------------------------- the word data


@cache
def _stopped() -> tuple[frozenset[str], frozenset[str]]:
    """Folded words of English, and folded names of people."""
    words, names = (frozenset(map(fold_place_name, row["words"])) for row in read_data("places")["stopped"])
    return words, names


@cache
def _words_of_parties() -> frozenset[str]:
    """Folded names and adjectives of states that are no capital's, and names of organisations: parties, not towns."""
    states = read_data("states")
    rows = states["states"] + states["territories"] + states["historical"]
    of_states = {name for row in rows for name in (row["name"], *row.get("names", ()), *row.get("adjectives", ()))}
    capitals = {name for row in states["states"] for name in row.get("capital", ())}
    bodies = {row["name"] for row in read_data("organisations")["organisations"]}
    return frozenset(map(fold_place_name, (of_states - capitals) | bodies))


@cache
def _exact_names() -> dict[str, frozenset[str]]:
    """Folded abbreviation of a region -> how alone it is written in running text: "Ont.", "NSW"."""
    exact: dict[str, set[str]] = {}
    for row in read_data("places")["regions"]:
        for name in (*row.get("aliases", ()), *row.get("abbreviations", ())):
            if name.isupper() or name.endswith("."):
                exact.setdefault(fold_place_name(name), set()).add(name)
    return {key: frozenset(names) for key, names in exact.items()}


@cache
def _names_agreement() -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0](?:{'|'.join(read_data('places')['treaties'])})\b")
