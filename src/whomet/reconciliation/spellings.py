"""Which spellings are one person: worked out again around a spelling that came or went, and nowhere else.

A spelling is a name as written, with a party. Those that may be one are linked; what hangs together by links is divided
into people by `group.agglomerate`. Parties are simpler: one organisation for each canonical name.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from whomet.knowledge.names import compare_names, latin_name, name_keys, parse_name
from whomet.knowledge.sides import may_be_one_side
from whomet.model import EntityKind, Verdict
from whomet.reconciliation.group import agglomerate
from whomet.reconciliation.index import Index, Member, Named, Spelling, SpellingKey, SpellingLink
from whomet.reconciliation.people import as_spelling
from whomet.values.names import fold

_ACROSS_PARTIES = 0.9  # names at least so alike are one person though the parties differ
_WITHIN_PARTY = 0.65  # names at least so alike may be one where the party is the same
_CROWD = 300  # spellings: a key that so many share says nothing
_MARGIN = 0.02
_PERSON = "person-"
_RULED = 1000.0  # the score of a link that a person made; below zero, of two that a person parted


@dataclass(frozen=True, slots=True)
class Recounted:
    """Entities of persons that came, went, changed their name or are spelt otherwise; the surnames of what moved; and
    those, each with a party, that several people now have and one had, or the other way round."""

    renamed: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    crowded: frozenset[tuple[str, str]] = frozenset()

    def __or__(self, other: Recounted) -> Recounted:
        return Recounted(self.renamed | other.renamed, self.surnames | other.surnames, self.crowded | other.crowded)


def count(index: Index, gone: Iterable[Member], came: Iterable[Member]) -> Recounted:
    """Counts members to and from their spellings, and divides these into people where that changes them."""
    change = Counter(m.spelling for m in came)
    change.subtract(Counter(m.spelling for m in gone))
    known = {s.spelling: s for s in index.spellings.where("spelling", change)}
    now = {key: known.get(key) or as_spelling(key) for key in change}
    now = {key: replace(s, count=s.count + change[key]) for key, s in now.items()}
    index.spellings.put(s for s in now.values() if s.count > 0)
    dead = {key for key, s in now.items() if s.count <= 0}
    born = {key for key, s in now.items() if s.count > 0 and key not in known}
    before = {s.entity for s in known.values()}
    around = _relink(index, born, dead)
    divided = _divide(index, born | around, dead)
    return divided | Recounted(frozenset(_rename(index, before | divided.renamed)))


# ------------------------------------------------------------------------------------------------------- links


def _relink(index: Index, born: Collection[str], dead: Collection[str]) -> set[str]:
    """Links what came, unlinks what went; gives the other spellings whose links changed."""
    around = {
        end for side in ("left", "right") for link in index.spelling_links.where(side, dead) for end in _ends(link)
    }
    for side in ("left", "right"):
        index.spelling_links.drop(side, dead)
    anew = set(born) | _refile(index, born, dead)
    return (around | _link_anew(index, anew, {})) - set(dead)


def _link_anew(index: Index, spellings: Collection[str], ruled: Mapping[tuple[str, str], Verdict]) -> set[str]:
    """Links some spellings as their names say and as people decided, before or now (`ruled`; UNSURE: no longer); gives
    all whose links may have changed."""
    old = [link for side in ("left", "right") for link in index.spelling_links.where(side, spellings)]
    for side in ("left", "right"):
        index.spelling_links.drop(side, spellings)
    kept = [link for link in old if abs(link.score) == _RULED and _ends(link) not in ruled]
    scores = {Verdict.SAME: _RULED, Verdict.DIFFERENT: -_RULED}
    now = [SpellingLink(*pair, scores[verdict]) for pair, verdict in ruled.items() if verdict in scores]
    links = [*_links(index, spellings), *kept, *now]  # what comes later takes the place of what came before
    index.spelling_links.put(links)
    return {*spellings, *(end for link in (*old, *links) for end in _ends(link))}


def rule(index: Index, ruled: Mapping[tuple[str, str], Verdict]) -> Recounted:
    """Follows what people decided about pairs of spellings, the smaller first."""
    there = {s.spelling for s in index.spellings.where("spelling", {end for pair in ruled for end in pair})}
    held = {pair: verdict for pair, verdict in ruled.items() if there.issuperset(pair)}
    if not held:
        return Recounted()
    ends = {end for pair in held for end in pair}
    before = {s.entity for s in index.spellings.where("spelling", ends)}
    divided = _divide(index, _link_anew(index, ends, held), ())
    return divided | Recounted(frozenset(_rename(index, before | divided.renamed)))


def ruled_pairs(index: Index, spellings: Collection[str]) -> set[tuple[str, str]]:
    """Pairs with one of some spellings that a person joined or parted."""
    links = [link for side in ("left", "right") for link in index.spelling_links.where(side, spellings)]
    return {_ends(link) for link in links if abs(link.score) == _RULED}


def _ends(link: SpellingLink) -> tuple[str, str]:
    return link.left, link.right


def _refile(index: Index, born: Collection[str], dead: Collection[str]) -> set[str]:
    """Puts spellings under their keys; gives those under a key that became too common, or no longer is."""
    kept = [SpellingKey(key, spelling) for spelling in born for key in _keys(as_spelling(spelling))]
    keys = {k.key for k in kept} | {k.key for k in index.spelling_keys.where("spelling", dead)}
    before = index.spelling_keys.count("key", keys)
    index.spelling_keys.drop("spelling", dead)
    index.spelling_keys.put(kept)
    after = index.spelling_keys.count("key", keys)
    crossed = [key for key in keys if (before[key] > _CROWD) != (after[key] > _CROWD)]
    return {k.spelling for k in index.spelling_keys.where("key", crossed)}


def _keys(spelling: Spelling) -> list[str]:
    """Keys of full names, of single words, and of those that hold in one document only: three worlds."""
    if spelling.full:
        return sorted(name_keys(spelling.name))
    return ["\x1f".join(("alone", spelling.surname, *spelling.spelling.split("\x1f")[2:]))]


def _links(index: Index, spellings: Collection[str]) -> Iterable[SpellingLink]:
    wanted = {s: _keys(as_spelling(s)) for s in spellings}
    keys = {key for found in wanted.values() for key in found}
    counts = index.spelling_keys.count("key", keys)
    under: dict[str, list[str]] = {}
    for filed in index.spelling_keys.where("key", [k for k in keys if counts[k] <= _CROWD]):
        under.setdefault(filed.key, []).append(filed.spelling)
    pairs = {
        (min(s, other), max(s, other))
        for s, found in wanted.items()
        for key in found
        for other in under.get(key, ())
        if other != s
    }
    for left, right in sorted(pairs):
        if score := _link(as_spelling(left), as_spelling(right)):
            yield SpellingLink(left, right, score)


def _link(a: Spelling, b: Spelling) -> float:
    """How strongly two spellings are one person's, 0 if not or if unsure."""
    compared = compare_names(a.name, b.name, EntityKind.PERSON)
    one_party = may_be_one_side(a.party, b.party)
    if compared.verdict is Verdict.SAME and (one_party or compared.score >= _ACROSS_PARTIES):
        return compared.score + (0.1 if one_party else 0.0)
    return compared.score if one_party and a.party and b.party and compared.score >= _WITHIN_PARTY else 0.0


def _strangers(a: Spelling, b: Spelling) -> bool:
    compared = compare_names(a.name, b.name, EntityKind.PERSON)
    return compared.verdict is Verdict.DIFFERENT or bool(compared.score < _WITHIN_PARTY and a.full and b.full)


# ------------------------------------------------------------------------------------------------------ people


def _divide(index: Index, changed: Collection[str], dead: Collection[str]) -> Recounted:
    """Divides what hangs together with some spellings into people; gives those that lost or gained any."""
    links = _hanging_together(index, changed)
    nodes = set(changed) | {end for pair in links for end in pair}
    known = {s.spelling: s for s in index.spellings.where("spelling", nodes)}

    def apart(a: str, b: str) -> bool:
        ruled = links.get((min(a, b), max(a, b)), 0.0)
        return _strangers(known[a], known[b]) if abs(ruled) != _RULED else ruled < 0

    groups = agglomerate(known, {pair: s for pair, s in links.items() if s > 0}, apart, margin=_MARGIN)
    moved = [
        replace(known[key], entity=person_id(group[0]))
        for group in groups
        for key in group
        if known[key].entity != person_id(group[0])
    ]
    surnames = {s.surname for s in moved} | {as_spelling(key).surname for key in dead}
    before = namesakes(index, surnames)
    index.spellings.put(moved)
    index.spellings.drop("spelling", dead)
    after = namesakes(index, surnames)
    crossed = {key for key in before.keys() | after.keys() if (before[key] > 1) != (after[key] > 1)}
    touched = {known[s.spelling].entity for s in moved} | {s.entity for s in moved}
    return Recounted(frozenset(touched - {""}), frozenset(surnames), frozenset(crossed))


def _hanging_together(index: Index, start: Collection[str]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    seen, frontier = set(start), set(start)
    while frontier:
        links = [link for side in ("left", "right") for link in index.spelling_links.where(side, frontier)]
        found |= {_ends(link): link.score for link in links}
        frontier = {end for link in links for end in _ends(link)} - seen
        seen |= frontier
    return found


def namesakes(index: Index, surnames: Collection[str]) -> Counter[tuple[str, str]]:
    """(surname's key, party) -> how many people with a full name go by it."""
    found = {(s.surname, s.party, s.entity) for s in index.spellings.where("surname", surnames) if s.full and s.entity}
    return Counter((surname, party) for surname, party, _ in found)


def _rename(index: Index, entities: Collection[str]) -> set[str]:
    """Names people by their spellings; gives those that came, went or changed their name."""
    entities = {e for e in entities if e}
    named = {e.entity: e.name for e in index.entities.where("entity", entities)}
    spelt: dict[str, list[Spelling]] = {}
    for spelling in index.spellings.where("entity", entities):
        spelt.setdefault(spelling.entity, []).append(spelling)
    now = {entity: fullest(found) for entity, found in spelt.items()}
    index.entities.put(Named(e, EntityKind.PERSON, name) for e, name in now.items() if named.get(e) != name)
    index.entities.drop("entity", named.keys() - now.keys())
    return {e for e in entities if named.get(e) != now.get(e)}


def person_id(first_spelling: str) -> str:
    """A person's id: it stays as long as the first of the spellings, in the order of their keys, does."""
    return _PERSON + hashlib.sha256(first_spelling.encode()).hexdigest()[:12]


def fullest(spellings: Sequence[Spelling]) -> str:
    """The spelling with the most words that count (initials not), Latin first among scripts, then the most frequent."""
    counts = Counter[str]()
    for spelling in spellings:
        counts[spelling.name] += spelling.count

    def rank(name: str) -> tuple[int, int, int, int, str]:
        words = sum(not w.initial for w in parse_name(name).words)
        return (-name.isascii() - (fold(name) == latin_name(name)), -words, -counts[name], -len(name), name)

    return min(counts, key=rank)
