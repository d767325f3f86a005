"""Finds persons with their roles, groups that speak for a side, organisations, and the party each belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import STATE
from whomet.knowledge.places import places_named, venue_named
from whomet.knowledge.sides import at_the_table
from whomet.language.draft import Cover, Draft
from whomet.language.grammar import compiled, patterns
from whomet.language.meeting_words import word_list
from whomet.language.organisations import add_party, side_bodies
from whomet.language.units import Unit, tags_of
from whomet.model import LinkKind, MentionKind, Span

_LARGE = 150_000  # people of a city that a summit is named after, where the name might be somebody's
_NAME_OF = "(?P<name>{name})(?:OD?P)?"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Units [start, end) of a sentence."""

    start: int
    end: int

    def span(self, units: tuple[Unit, ...]) -> Span:
        return Span(units[self.start].span.start, units[self.end - 1].span.end)


def find_names(
    draft: Draft, units: tuple[Unit, ...], common: frozenset[str] = frozenset(), listed: Cover | None = None
) -> None:
    """Adds what one sentence names to the draft. `common` are words that the text also writes small: no names; what is
    `listed` has been added before."""
    tags = tags_of(units)
    taken = [listed is not None and listed.holds(unit.span) for unit in units]
    _add_places(draft, units, tags, taken)
    _add_goals(draft, units)
    _add_several(draft, units, tags, taken)
    _add_persons(draft, units, tags, (taken, common))
    _add_groups(draft, units, tags, taken)
    _add_organisations(draft, units, tags, taken)


def _add_places(draft: Draft, units: tuple[Unit, ...], tags: str, taken: list[bool]) -> None:
    for pattern in patterns("places"):
        for match in pattern.finditer(tags):
            piece = _without_name_behind(_Piece(*match.span("place")), units)
            if any(taken[piece.start : piece.end]) or not _is_place(units[piece.start : piece.end]):
                continue
            draft.add(MentionKind.PLACE, piece.span(units))
            for k in range(piece.start, piece.end):
                taken[k] = True


def _without_name_behind(piece: _Piece, units: tuple[Unit, ...]) -> _Piece:
    """ "In Oslo, Norway" is one place; "in Oslo, Ada Lind" is a place and somebody."""
    comma = next((k for k in range(piece.start, piece.end) if units[k].tag == "C"), None)
    behind = units[comma + 1 : piece.end] if comma is not None else ()
    unknown = any(u.tag == "N" for u in behind) and not places_named(" ".join(u.words for u in behind))
    return _Piece(piece.start, comma) if comma is not None and unknown else piece


def _add_goals(draft: Draft, units: tuple[Unit, ...]) -> None:
    """Cities and states that somebody goes to: "flew to Doha", "visited Norway", "welcomed him to the White House"; and
    cities that host others' talks, or that talks are called after."""
    for k, unit in enumerate(units):
        before = [u.words for u in units[max(0, k - 2) : k] if u.words != "the"]
        goal = unit.tag == "L" and before[-1:] and before[-1] in word_list("goes_to")
        if goal or (_is_city(unit) and _is_place_of_talks(units, k)):
            draft.add(MentionKind.PLACE, unit.span)


def _is_place_of_talks(units: tuple[Unit, ...], k: int) -> bool:
    return _hosts_talks(units[k + 1 : k + 8]) or _names_talks(units, k) or _is_way_to_talks(units, k)


def _is_way_to_talks(units: tuple[Unit, ...], k: int) -> bool:
    """ "(Was on her way) to Oslo for a second summit", "(will travel) to Oslo, where she will hold talks"."""
    words = [u.words for u in units[k + 1 : k + 6]]
    summit = words[:1] == ["for"] and bool(set(words) & word_list("hosted"))
    return k > 0 and units[k - 1].words == "to" and (summit or words[:2] == [",", "where"])


def _is_city(unit: Unit) -> bool:
    """By a name that is a city's and a party's (a capital), or a large city's alone."""
    if unit.tag not in "PLN":
        return False
    least = 0 if unit.party else _LARGE
    return any(p.kind == "city" and p.population >= least for p in places_named(unit.words))


def _names_talks(units: tuple[Unit, ...], k: int) -> bool:
    """ "The Oslo summit", "this week's Oslo talks" were there; "Washington-Moscow talks" name two sides."""
    after = [u.words for u in units[k + 1 : k + 4]]
    kinds = word_list("hosted") if units[k].party else word_list("named_after_place")
    head = next((n for n, words in enumerate(after) if words in kinds), None)
    if head is None or (k and (units[k - 1].tag in "&NPJ" or units[k - 1].words in ("-", "–", "/"))):
        return False
    return all(units[k + 1 + n].tag in "MA0x" and after[n] not in word_list("saying") for n in range(head))


def _hosts_talks(after: tuple[Unit, ...]) -> bool:
    """ "(Doha) will host indirect talks"."""
    words = [u.words for u in after if u.words not in ("will", "to", "is", "was", "has", "would")]
    return words[:1] != [] and words[0] in word_list("hosting") and bool(set(words[1:5]) & word_list("hosted"))


def _is_place(units: tuple[Unit, ...]) -> bool:
    """Known by name, or a place by its kind; capitals alone make none. "The" goes with houses: "at the Kremlin"."""
    words = " ".join(u.words for u in units if u.tag in "NL")
    if any(u.tag == "K" for u in units):
        return True
    if units[0].tag == "D":
        return venue_named(words) is not None
    return any(u.tag == "L" for u in units) or bool(places_named(words) or venue_named(words))


def _add_persons(draft: Draft, units: tuple[Unit, ...], tags: str, seen: tuple[list[bool], frozenset[str]]) -> None:
    taken, common = seen
    for pattern in patterns("persons"):
        for match in pattern.finditer(tags):
            groups = match.groupdict()
            name = _trimmed(_Piece(*match.span("person")), units)
            role = _Piece(*match.span("role")) if groups.get("role") else None
            if name is None or any(taken[match.start() : match.end()]):
                continue
            if role is None and not _looks_like_person(match, name, units, common):
                continue
            if role is not None and _is_no_apposition(draft.text, role, name, units):
                continue
            party = [u for u in units[slice(*match.span("party"))] if u.party] if groups.get("party") else []
            _add_person(draft, units, name, role, party[0] if party else None)
            if groups.get("also"):
                _add_person(draft, units, name, _Piece(*match.span("also")))
            for k in range(match.start(), match.end()):
                taken[k] = True


def _is_no_apposition(text: str, role: _Piece, name: _Piece, units: tuple[Unit, ...]) -> bool:
    """ "For CIA director, Lind chose him" gives Lind no role; nor does a headline's "Lind, Prime Minister Discuss"."""
    if role.end < name.start and units[role.end].tag == "C":
        return role.start > 0 and units[role.start - 1].words == "for"
    behind = units[role.end : role.end + 1] if role.start > name.end else ()
    return any(u.tag == "x" and text[u.span.start].isupper() for u in behind)


def _add_several(draft: Draft, units: tuple[Unit, ...], tags: str, taken: list[bool]) -> None:
    """ "Presidents Lind and Berg": each is a president, with the party that stands behind the name."""
    for match in (m for p in patterns("shared") for m in p.finditer(tags)):
        role = _without_what_precedes(draft.text, _Piece(*match.span("role")), units)
        head, span = units[role.end - 1].words, role.span(units)
        if any(taken[match.start() : match.end()]) or head.removesuffix("s") not in read_data("nouns")["role"]:
            continue
        named = draft.add(MentionKind.ROLE, Span(span.start, span.end - 1))
        for found in compiled(_NAME_OF).finditer(tags, *match.span("people")):
            if (name := _trimmed(_Piece(*found.span("name")), units)) is None:
                continue
            person = draft.add(MentionKind.PERSON, name.span(units))
            draft.link(LinkKind.PERSON_ROLE, person, named)
            if party := units[found.end() - 1].party:
                draft.link(LinkKind.PERSON_PARTY, person, add_party(draft, units[found.end() - 1].span, party))
        taken[match.start() : match.end()] = [True] * (match.end() - match.start())


def _trimmed(name: _Piece, units: tuple[Unit, ...]) -> _Piece | None:
    """A name ends with a word of its own, not with a particle or a party."""
    end = _before_repetition(name, units)
    while end > name.start and units[end - 1].tag not in "Nj":
        end -= 1
    return _Piece(name.start, end) if end > name.start else None


def _before_repetition(name: _Piece, units: tuple[Unit, ...]) -> int:
    """ "Ada Van Lind Van Lind AdaPresident", as a page prints a name and the card behind it, is "Ada Van Lind"; but
    "Omar bin Omar" is a name."""
    words, tags = [u.words for u in units[name.start : name.end]], tags_of(units[name.start : name.end])
    again = (k for k in range(2, len(words)) if words[k] in words[:k] and tags[k - 1 : k + 1] == "NN")
    return next((name.start + k for k in again), name.end)


def _looks_like_person(match: re.Match[str], name: _Piece, units: tuple[Unit, ...], common: frozenset[str]) -> bool:
    """Without role or title: two to four words, none of them written small elsewhere in the text."""
    if "T" in match.group()[: match.start("person") - match.start()] or match.groupdict().get("party"):
        return True
    words = [u for u in units[name.start : name.end] if u.tag == "N"]
    short = any(u.span.end - u.span.start < 2 for u in words[-1:])
    return 2 <= len(words) <= 4 and not short and not any(u.words in common for u in words) and not _is_thing(words)


def _is_thing(words: list[Unit]) -> bool:
    """ "Global Fisheries Summit" is nobody."""
    nouns = read_data("nouns")
    return words[-1].words in nouns["thing_head"] or words[0].words in nouns["thing_first"]


def _add_person(
    draft: Draft, units: tuple[Unit, ...], name: _Piece, role: _Piece | None, party: Unit | None = None
) -> None:
    """A person, the role, and the party: the one the words set beside the name, else the role's own."""
    person = draft.add(MentionKind.PERSON, name.span(units))
    role = _without_what_precedes(draft.text, role, units) if role else None
    if role and role.end > role.start:
        named = draft.add(MentionKind.ROLE, role.span(units))
        draft.link(LinkKind.PERSON_ROLE, person, named)
        party = party or _party_of_role(units, role) or _party_before(units, role)
        if party is not None:
            draft.link(LinkKind.ROLE_PARTY, named, add_party(draft, party.span, party.party))
    party = party or _party_led(units, name)
    if party is not None:
        draft.link(LinkKind.PERSON_PARTY, person, add_party(draft, party.span, party.party))


def _party_led(units: tuple[Unit, ...], name: _Piece) -> Unit | None:
    """ "Lind led the Norwegian delegation": the party of the group that the person leads."""
    after = units[name.end : name.end + 8]
    if not after or after[0].words not in word_list("leads"):
        return None
    group = next((k for k, u in enumerate(after) if u.tag == "G"), 0)
    return next((u for u in after[:group] if u.party), None)


def _without_what_precedes(text: str, role: _Piece, units: tuple[Unit, ...]) -> _Piece:
    """ "Kenya's foreign minister" keeps its "Kenya's" as party, and gives the role "foreign minister"; "the President
    and Prime Minister Lind" are two people, and what shouts before a role ("MUST SEE President") is none of it."""
    start = role.start
    tags = tags_of(units[role.start : role.end])
    if role.start and units[role.start - 1].words == "the" and re.search("R&[^D]", tags):
        start = role.start + tags.index("&") + 1
    while _shouts(text, units[start : role.end]) or _begins_a_story(text, units[start]):
        start += 1
    while start < role.end and units[start].tag in "D'&":
        start += 1
    if start and units[start - 1].words == "to" and units[start].words in read_data("nouns")["verb_after_to"]:
        start += 1
    return _Piece(start, role.end)


def _begins_a_story(text: str, first: Unit) -> bool:
    """ "Then President Lind spoke", not "then-President Lind"."""
    start, end = first.span.start, first.span.end
    return first.words == "then" and text[start].isupper() and not text.startswith("-", end)


def _shouts(text: str, units: tuple[Unit, ...]) -> bool:
    """Whether the first word is an unknown one in capitals alone, before a role that is not."""
    head = next((u for u in units if u.tag == "R"), None)
    return bool(head and units[0].tag == "N" and units[0].span.of(text).isupper() and not head.span.of(text).isupper())


def _party_of_role(units: tuple[Unit, ...], role: _Piece) -> Unit | None:
    """The party a role speaks for: the one named before its head, unless an organisation follows "of". A party after
    "to" or "for" is the one an envoy is sent to."""
    inside = units[role.start : role.end]
    head = next((k for k, u in enumerate(inside) if u.tag == "R"), len(inside))
    before = [u for u in inside[:head] if u.party]
    after = [u for k, u in enumerate(inside) if k > head and u.party and _is_of(inside[head:k])]
    organisations = [[u for u in side if u.party and u.party.kind != STATE] for side in (before, after)]
    if organisations[1]:
        return organisations[1][-1]
    return next(iter([*organisations[0][-1:], *before[-1:], *after[:1]]), None)


def _is_of(words: tuple[Unit, ...]) -> bool:
    """Whether the last preposition of the words, if there is one, is "of"."""
    last = next((u.words for u in reversed(words) if u.tag == "O"), "of")
    return last == "of"


def _party_before(units: tuple[Unit, ...], role: _Piece) -> Unit | None:
    """ "for Hamas, the head of its bureau, ...", "the Taliban, its leader ...": the last party before, close by."""
    words = [u.words for u in units[max(0, role.start - 2) : role.end]]
    owned = any(word in read_data("nouns")["owning"] for word in words)
    if not owned and not (role.start > 1 and units[role.start - 1].tag in "CD"):
        return None
    before = [
        k for k in range(max(0, role.start - 8), role.start) if units[k].party is not None and units[k].tag == "P"
    ]
    if not before:
        return None
    pause = any(units[k].tag == "S" for k in range(before[-1], role.start))
    introduced = before[-1] > 0 and units[before[-1] - 1].words in read_data("nouns")["introducing"]
    return units[before[-1]] if not pause and (owned or introduced) else None


def _add_groups(draft: Draft, units: tuple[Unit, ...], tags: str, taken: list[bool]) -> None:
    for pattern in patterns("groups"):
        for match in pattern.finditer(tags):
            piece = _Piece(*match.span(match.lastgroup or 0))
            parties = parties_of(units[piece.start : piece.end])
            many = next((u.words for u in units[piece.start : piece.end] if u.words in word_list("many")), "")
            unnamed = any(u.words in word_list("delegation") for u in units[piece.start : piece.end])
            if any(taken[piece.start : piece.end]) or not (parties or many):
                continue
            if match.lastgroup == "body" and units[piece.end - 1].words not in side_bodies():
                continue
            group = draft.add(MentionKind.DELEGATION, piece.span(units), many or ("delegation" if unnamed else ""))
            for unit in parties:
                draft.link(LinkKind.DELEGATION_PARTY, group, add_party(draft, unit.span, unit.party))
            for k in range(piece.start, piece.end):
                taken[k] = True


def parties_of(units: tuple[Unit, ...]) -> list[Unit]:
    """The parties a phrase names, each once. An adjective of a state gives way to an organisation of that state:
    "the Palestinian movement Hamas" is Hamas; not so in "the Afghan government and the Taliban"."""
    seen: dict[str, Unit] = {}
    for k, unit in enumerate(units):
        if unit.party and not (unit.tag == "J" and unit.party.kind == "state" and _tells_of_another(units, k)):
            seen.setdefault(at_the_table(unit.party).name, unit)
    return list(seen.values())


def _tells_of_another(units: tuple[Unit, ...], adjective: int) -> bool:
    """Whether a state's adjective goes with an organisation of that state, with no "and" or comma between the two."""
    state = units[adjective].party
    for k, unit in enumerate(units):
        if unit.party and state and unit.party.kind != "state" and unit.party.code == state.code:
            between = units[min(k, adjective) : max(k, adjective)]
            if not any(u.tag in "&C" for u in between):
                return True
    return False


def _add_organisations(draft: Draft, units: tuple[Unit, ...], tags: str, taken: list[bool]) -> None:
    for k, unit in enumerate(units):
        if unit.party is not None and not taken[k]:
            add_party(draft, unit.span, unit.party)
    for pattern in patterns("organisations"):
        for match in pattern.finditer(tags):
            piece = _Piece(*match.span("organisation"))
            if not any(taken[piece.start : piece.end]):
                span = piece.span(units)
                draft.add(MentionKind.ORGANISATION, span, span.of(draft.text))
