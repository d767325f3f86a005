"""Where a text names cities, regions and venues: a finder that would rather miss one than take a person for a town."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from whomet.knowledge.data import read_data
from whomet.knowledge.gazetteer import opens_longer, towns
from whomet.knowledge.places import (
    Place,
    Venue,
    cities_with_main_name,
    country_code_named,
    english_name,
    is_capital,
    is_widely_known,
    phrase_beginnings,
    places_folded,
    regions_named,
    towns_folded,
    venue_folded,
)
from whomet.values.places import fold_place_name

_TOKEN = r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼ‘`][^\W_]+)*"
_TOKENS = re.compile(_TOKEN)
_NEXT = re.compile(rf"([^\S\n]{{0,2}}\n?[-‐‑–./]?[^\S\n]{{0,2}})({_TOKEN})")
_POSSESSIVE = re.compile(r"['’](?:s|S)?\Z")
_LONGEST_WORD = 60  # letters; what is longer is no name, and hostile
_SHORTEST_OTHER_NAME = 5
_SHORTEST_WEAK_NAME = 4
_LEAST_PEOPLE_OF_OTHER_NAME = 100_000
_WELL_KNOWN_PEOPLE = 500_000
_BEFORE_A_PLACE = re.compile(r"\b(?:in|at|near|from|to|outside|visited|visiting|into|of|around|over|left)\s\Z")
_BEFORE_A_REGION = re.compile(r",\s{1,2}([^\W\d_][^\W\d_.]*\.?(?:[ ][A-Z][^\W\d_.]+)?)")
_CAPITALISED_NEXT = re.compile(r"[ \u00a0-]([^\W\d_]+)")
_AFTER_ARTICLE = re.compile(r"\b(?:(?:[AE]l|A[snrztdl]|Ash|Abu|Bin|Ibn)-|(?:[Bb]en|[Bb]in|ibn|bint|von|van der)\s)\Z")
_BEFORE_A_TOWN = re.compile(r"\b(?:in|at|near|outside|visited|visiting|into|around)\s\Z")
_INITIAL_BEFORE = re.compile(r"[^\W\d_][a-z]+[ \u00a0][A-Z][.][ \u00a0]\Z")
_CAPITALISED_BEFORE = re.compile(r"([^\W\d_]+)(?:[ \u00a0]|[ \u00a0]?[.]\s)\Z")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Where a text names a place: the places that bear the name, likeliest first, or the venue. A `weak` one names a
    small town, or a city by a rare name, and counts only where the text speaks of its land."""

    start: int
    end: int
    places: tuple[Place, ...] = ()
    venue: Venue | None = None
    weak: bool = False


def find_places(text: str, start: int = 0, end: int | None = None, weak: bool = False) -> tuple[PlaceMention, ...]:
    """Cities, regions and venues that `text[start:end]` names, none overlapping, offsets into `text`.

    Precision first: names begin with capitals, the longest match wins, and names that are more often other words or
    people (`stopped` in places.yaml) count only after "in", "at", "near" ... or before a comma and a country.
    Countries are not found here: see `parties.find_parties`. With `weak`, small towns and rare names are found too.
    """
    stop = len(text) if end is None else end
    found = [*_place_mentions(text, start, stop, weak)]
    persons = {text[m.start : m.end] for m, is_person in found if is_person} if weak else set()
    return tuple(
        mention
        for mention, is_person in found
        if not is_person
        and (text[mention.start : mention.end] not in persons or _is_after_preposition(text, mention.start))
    )


def _place_mentions(text: str, start: int, end: int, weak: bool) -> Iterator[tuple[PlaceMention, bool]]:
    """Each mention, and whether it is rather a part of a person's name."""
    free_from = start
    for token in _TOKENS.finditer(text, start, end):
        if token.start() < free_from or not _may_open(token.group()):
            continue
        mention = _longest_mention(text, token, end, weak)
        if mention is None:
            continue
        free_from = mention.end
        if _is_part_of_name(text, mention):
            continue
        if not _is_other_word(text, mention):
            yield mention, False
        elif not _is_well_known(mention) and _stands_amid_capitals(text, mention):
            yield mention, True


def _is_part_of_name(text: str, mention: PlaceMention) -> bool:
    """Whether the name belongs to that of an agreement or a body: "Geneva Convention", "Al-Ahram", "Wake Forest
    University", "University of Iowa"."""
    if _names_agreement().match(text, mention.end) or _AFTER_ARTICLE.search(
        text, max(0, mention.start - 9), mention.start
    ):
        return True
    if mention.venue:
        return False
    before = _before_body().search(text, max(0, mention.start - 40), mention.start)
    return bool(before or _after_body().match(text, mention.end))


def _may_open(word: str) -> bool:
    """Whether a name may begin with this word: one with a capital, or the number of a house that is known."""
    if len(word) > _LONGEST_WORD:
        return False
    return _is_upper(word) or (word[0].isdigit() and word in phrase_beginnings())


def _is_upper(word: str) -> bool:
    """Whether a word begins with a capital, or in a script that has none."""
    return word[0].isupper() or (word[0].isalpha() and not word[0].islower())


def _longest_mention(text: str, token: re.Match[str], end: int, weak: bool) -> PlaceMention | None:
    """The longest name that begins at this token; only a venue's may end in a small letter ("NATO headquarters")."""
    for stop, key, last in reversed(_spelled(text, token, end, weak)):
        if venue := venue_folded(key):
            return PlaceMention(token.start(), stop, venue=venue)
        if not _is_upper(last):
            continue
        if (found := _places_in_text(key)) and not (_POSSESSIVE.search(last) and _is_rare_name(key, found)):
            return PlaceMention(token.start(), stop, found)
        if weak and not _POSSESSIVE.search(last) and (found := _weak_places(key)):
            return PlaceMention(token.start(), stop, found, weak=True)
    return None


def _spelled(text: str, token: re.Match[str], end: int, weak: bool) -> list[tuple[int, str, str]]:
    """(end, folded words, last word) of the token alone, and of it with one, two ... further words."""
    word, stop, keys, spelled = token.group(), token.end(), list[str](), list[tuple[int, str, str]]()
    while True:
        bare, before = _POSSESSIVE.sub("", word), [*keys]
        keys.append(_fold_word(word))
        spelled.append((stop - len(word) + len(bare), " ".join([*before, _fold_word(bare)]), bare))
        key = " ".join(keys)
        if bare != word:
            spelled.append((stop, key, word))
        may_go_on = key in phrase_beginnings() or opens_longer(key) or (weak and towns().opens_longer(key))
        follow = _NEXT.match(text, stop, end) if may_go_on else None
        if follow is None or len(follow[2]) > _LONGEST_WORD or ("." in follow[1] and len(word) > 2):
            return spelled
        word, stop = follow[2], follow.end()


_fold_word = lru_cache(maxsize=50_000)(fold_place_name)


@lru_cache(maxsize=50_000)
def _places_in_text(key: str) -> tuple[Place, ...]:
    """Places for a name in running text: of a city's other names only those that are no short ambiguous scraps."""
    first = set(cities_with_main_name(key))
    mains = tuple(
        place
        for place in places_folded(key)
        if place in first or place.kind == "region" or fold_place_name(place.name) == key
    )
    if len(key) < _SHORTEST_OTHER_NAME:
        return mains
    found = places_folded(key)
    return found if mains else tuple(place for place in found if place.population >= _LEAST_PEOPLE_OF_OTHER_NAME)


def _is_rare_name(key: str, places: tuple[Place, ...]) -> bool:
    """Whether it is the first name of none: "Tbilisis" is another name of Tbilisi, "St. John's" the name itself."""
    return all(fold_place_name(place.name) != key and english_name(place, key) != key for place in places)


@lru_cache(maxsize=50_000)
def _weak_places(key: str) -> tuple[Place, ...]:
    """Cities by a rare name, and small towns."""
    if len(key) < _SHORTEST_WEAK_NAME:
        return ()
    return (*places_folded(key), *towns_folded(key))


def _is_other_word(text: str, mention: PlaceMention) -> bool:
    """Whether a name of one word is rather a person's or another word: stopped, or amid other capitalised words."""
    written = text[mention.start : mention.end]
    key = fold_place_name(written)
    if key in _exact_names():
        return not _exact_names()[key] & {written, written + text[mention.end : mention.end + 1]}
    if mention.venue or " " in written:
        return False
    after, is_party = _land_after(text, mention.end), key in _words_of_parties()
    well_known = _is_well_known(mention) and not _is_rare_name(key, mention.places)
    amid_capitals = _stands_amid_capitals(text, mention)
    if after == "region" or (after == "country" and not is_party and (well_known or not amid_capitals)):
        return False  # "Lebanon, Tenn." is a town, "Lebanon, Iraq" is none
    words, names = _stopped()
    if key in words or is_party:
        return True
    if written.isupper() and len(written) < _SHORTEST_OTHER_NAME and not well_known:
        return True  # "MENA" is no town of Ethiopia; "DOHA" opens a dateline
    if amid_capitals and (key in names or not well_known):
        return True
    if written in _given_names()[0] and _is_before_family_name(text, mention.end):
        return True
    in_it = _BEFORE_A_TOWN.search(text, max(0, mention.start - 12), mention.start)
    return key in names and not well_known and not in_it


def _is_after_preposition(text: str, start: int) -> bool:
    return bool(_BEFORE_A_PLACE.search(text, max(0, start - 12), start))


def _is_well_known(mention: PlaceMention) -> bool:
    return any(
        place.kind == "region" or place.population > _WELL_KNOWN_PEOPLE or is_capital(place) or is_widely_known(place)
        for place in mention.places
    )


def _stands_amid_capitals(text: str, mention: PlaceMention) -> bool:
    """A capitalised word before ("Vernon Jordan") or after ("Austin Ellis") makes a one-word name doubtful."""
    if _is_before_family_name(text, mention.end) or _INITIAL_BEFORE.search(
        text, max(0, mention.start - 30), mention.start
    ):
        return True
    before = _CAPITALISED_BEFORE.search(text, max(0, mention.start - 30), mention.start)
    if before is None or before[1] in _given_names()[2]:
        return False
    shouted = before[1].isupper() and len(before[1]) > 2 and text[mention.start : mention.end].isupper()
    return _is_capitalised(before[1]) or shouted


def _is_before_family_name(text: str, stop: int) -> bool:
    """Whether the next word is a name's rather than a title's or a day's: "Paris Hilton", not "Paris Mayor"."""
    after = _CAPITALISED_NEXT.match(text, stop)
    return bool(after and _is_capitalised(after[1]) and after[1] not in _given_names()[1])


def _is_capitalised(word: str) -> bool:
    """Whether a word begins with a capital and is no abbreviation: "Hain", "McIvor"."""
    return len(word) > 1 and word[0].isupper() and not word.isupper()


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
def _given_names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Names of cities and states that are given names too, and capitalised words that are no family names behind one
    and no given names before one."""
    words = read_data("states")["given_names"]
    no_family_names = frozenset(words["not_before"]) | frozenset(read_data("places")["no_family_names"])
    return frozenset(words["names"]), no_family_names, frozenset(words["not_after"])


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
    for row in read_data("regions")["regions"]:
        for name in (*row.get("aliases", ()), *row.get("abbreviations", ())):
            if name.isupper() or name.endswith("."):
                exact.setdefault(fold_place_name(name), set()).add(name)
    return {key: frozenset(names) for key, names in exact.items()}


@cache
def _before_body() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(read_data('places')['bodies']['before'])})\Z")


@cache
def _after_body() -> re.Pattern[str]:
    return re.compile(
        rf"[ \u00a0](?:[A-Z][\w.]+[ \u00a0]){{0,2}}(?:{'|'.join(read_data('places')['bodies']['after'])})\b"
    )


@cache
def _names_agreement() -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0](?:{'|'.join(read_data('places')['treaties'])})\b")
