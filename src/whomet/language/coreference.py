"""Which later, shorter mentions are a person already named: a surname alone, "the minister"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from whomet.knowledge.data import read_data
from whomet.knowledge.sides import at_the_table
from whomet.language.draft import Cover, Draft
from whomet.language.units import Unit
from whomet.model import LinkKind, MentionKind, Span
from whomet.values.names import fold

_MANY = 20  # people of one office in a text: none of them is "the ambassador"
_ARTICLE = re.compile(r"^(?:al|el|ul|as|ad|ar|an|at|az)[- ]")


@dataclass(frozen=True, slots=True)
class _Known:
    """A person as first named most fully: the mention, and the words of the name."""

    mention: int
    words: tuple[str, ...]
    start: int


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name for comparison inside one document: folded, "al-" left out."""
    words = (_ARTICLE.sub("", w) for w in re.split(r"[\s.]+", fold(name).replace("'s", "")))
    return tuple(w for w in words if w)


def join_persons(draft: Draft, sentences: list[tuple[Unit, ...]]) -> None:
    """Adds surname-only and role-only mentions, and links every mention of a person to the fullest one."""
    known = _fullest(draft)
    persons = Cover(draft.mentions[i].span for i in draft.of_kind(MentionKind.PERSON))
    alone = surnames_in(draft.words(k.mention) for k in known)
    surnames = frozenset(w for k in known for w in k.words[-2:] if len(w) > 2) | _leading(known)
    for units in sentences:
        _add_surnames(draft, (u for u in units if not names_two(u.words, alone)), surnames, persons)
    by_word: dict[str, list[_Known]] = {}
    for k in known:
        for word in {*k.words, *(w[:1] for w in k.words)}:
            by_word.setdefault(word, []).append(k)
    for i in draft.of_kind(MentionKind.PERSON):
        target = _target(draft, i, by_word)
        if target is not None and target != i:
            draft.link(LinkKind.SAME_PERSON, i, target)
    _add_role_mentions(draft, sentences)
    _add_offices(draft, sentences)


def _leading(known: list[_Known]) -> frozenset[str]:
    """Family names that stand first: "Kim" of "Kim Jong Un"."""
    return frozenset(k.words[0] for k in known if len(k.words) > 2 and k.words[0] in _family_first())


@cache
def _family_first() -> frozenset[str]:
    return frozenset(word.lower() for word in read_data("nouns")["family_first"])


def surnames_in(names: Iterable[str]) -> frozenset[str]:
    """The word of each name, in lower case, that may stand for it alone."""
    split = [words for name in names if (words := name.lower().split())]
    return frozenset({n[-1] for n in split} | {n[0] for n in split if n[0] in _family_first()})


def names_two(words: str, surnames: Collection[str]) -> bool:
    """Whether words like "Lind-Berg" put two of these surnames together."""
    parts = words.lower().split("-")
    return len(parts) == 2 and " " not in words and all(part in surnames for part in parts)


def fullest_of(draft: Draft, person: int) -> int:
    """The fullest mention of the person that this mention names."""
    links = draft.linked(LinkKind.SAME_PERSON, person)
    return links[0] if links else person


def _fullest(draft: Draft) -> list[_Known]:
    """One entry a person, the longest name first; of equal ones the first in the text."""
    persons = [
        _Known(i, name_words(draft.words(i)), draft.mentions[i].span.start) for i in draft.of_kind(MentionKind.PERSON)
    ]
    by_word: dict[str, list[_Known]] = {}
    known: list[_Known] = []
    for person in sorted(persons, key=lambda p: (-len(p.words), p.start)):
        alike = [k for k in by_word.get(person.words[-1], []) if _may_be(person.words, k.words)] if person.words else []
        if person.words and not any(_same_rank(draft, person.mention, k.mention) for k in alike):
            known.append(person)
            for word in person.words:
                by_word.setdefault(word, []).append(person)
    return known


def _may_be(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """All words of the shorter stand in the fuller name, in order; an initial stands for a word."""
    rest = iter(full)
    return all(any(w == f or (len(w) == 1 and f.startswith(w)) for f in rest) for w in short)


def _same_rank(draft: Draft, one: int, other: int) -> bool:
    """ "King Salman" is not the "Crown Prince Mohammed bin Salman" of the same house."""
    ranks = [{w for w in read_data("nouns")["royal"] if w in _roles(draft, i).split()} for i in (one, other)]
    return one == other or not all(ranks) or bool(ranks[0] & ranks[1])


def _roles(draft: Draft, person: int) -> str:
    return " ".join(draft.words(r).lower() for r in draft.linked(LinkKind.PERSON_ROLE, person))


def _target(draft: Draft, person: int, by_word: dict[str, list[_Known]]) -> int | None:
    """The one known person it may be; of several, the one named last before it."""
    words, start = name_words(draft.words(person)), draft.mentions[person].span.start
    alike = [k for k in by_word.get(words[-1], []) if _may_be(words, k.words)] if words else []
    fitting = [k for k in alike if _same_rank(draft, person, k.mention)]
    before = [k for k in fitting if k.start <= start] or fitting
    return max(before, key=lambda k: k.start).mention if before else None


def _add_surnames(draft: Draft, units: Iterable[Unit], surnames: frozenset[str], persons: Cover) -> None:
    for unit in units:
        if (unit.tag in "Nx" and unit.span.of(draft.text)[0].isupper()) or "-" in unit.words:
            words = name_words(unit.words)
            if words and words[-1] in surnames and not persons.holds(unit.span):
                draft.add(MentionKind.PERSON, unit.span)


def _add_role_mentions(draft: Draft, sentences: list[tuple[Unit, ...]]) -> None:
    """ "The minister" is the one person before it whose role has that head; two such, and it stays unknown."""
    named = (MentionKind.ROLE, MentionKind.DELEGATION, MentionKind.PERSON)
    cover = Cover(m.span for m in draft.mentions if m.kind in named)
    holders = _holders(draft)
    for units in sentences:
        for before, unit in pairwise(units):
            if before.words != "the" or unit.tag != "R" or cover.holds(unit.span):
                continue
            found = {person for start, person in holders.get(unit.words, []) if start < unit.span.start}
            if len(found) == 1:
                mention = draft.add(MentionKind.PERSON, unit.span)
                draft.link(LinkKind.SAME_PERSON, mention, found.pop())
            elif not found:
                draft.add(MentionKind.DELEGATION, unit.span, "office")


def _add_offices(draft: Draft, sentences: list[tuple[Unit, ...]]) -> None:
    """ "The Norlandic ambassador" is the one person of the text who is given that role for that party."""
    named = Cover(draft.mentions[i].span for i in draft.of_kind(MentionKind.PERSON, MentionKind.ROLE))
    holders = _holders_by_party(draft)
    for units in sentences:
        for k, unit in enumerate(units):
            at = _party_before(units, k) if unit.tag == "R" and not named.holds(unit.span) else 0
            party = units[at].party if at else None
            if party is None:
                continue
            those = holders.get((unit.words, at_the_table(party).name), {})
            more = {u.words for u in units[at + 1 : k] if u.tag != "'"}
            meant = [p for p in those if more <= set(_roles(draft, p).split())] if len(those) < _MANY else []
            if len(meant) == 1:
                mention = draft.add(MentionKind.PERSON, Span(units[at].span.start, unit.span.end))
                draft.link(LinkKind.SAME_PERSON, mention, meant[0])


def _party_before(units: tuple[Unit, ...], head: int) -> int:
    """Which unit is the party of "the Norlandic deputy ambassador", before its head; 0 without an article."""
    at = head - 1
    while at > 0 and units[at].tag in "MAF'":
        at -= 1
    return at if at > 0 and units[at].party and units[at - 1].words == "the" else 0


def _holders_by_party(draft: Draft) -> dict[tuple[str, str], dict[int, None]]:
    """Who is given each head of a role for each party that stands beside a name of theirs; whoever heads a party is its
    "leader", too."""
    parties: dict[int, set[str]] = {}
    for i in draft.of_kind(MentionKind.PERSON):
        names = {draft.mentions[p].reads_as for p in draft.linked(LinkKind.PERSON_PARTY, i)}
        parties.setdefault(fullest_of(draft, i), set()).update(names)
    out: dict[tuple[str, str], dict[int, None]] = {}
    for head, found in _holders(draft).items():
        for _, person in found:
            for name in sorted(parties.get(person, ())):
                out.setdefault((head, name), {})[person] = None
                if head in _heads_of_all():
                    out.setdefault(("leader", name), {})[person] = None
    return out


@cache
def _heads_of_all() -> frozenset[str]:
    return frozenset(read_data("nouns")["head_of_all"])


def _holders(draft: Draft) -> dict[str, list[tuple[int, int]]]:
    """Role heads, and who is given them where: (start of the mention, the person's fullest mention)."""
    heads = [str(w) for w in read_data("nouns")["role"]]
    out: dict[str, list[tuple[int, int]]] = {}
    for person in draft.of_kind(MentionKind.PERSON):
        for role in draft.linked(LinkKind.PERSON_ROLE, person):
            words = f" {draft.words(role).lower()} "
            for head in (h for h in heads if f" {h} " in words):
                out.setdefault(head, []).append((draft.mentions[person].span.start, fullest_of(draft, person)))
    return out
