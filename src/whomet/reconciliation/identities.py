"""Persons known by one word only who may be somebody that the register knows by a full name: findings for a reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from whomet.model import FindingKind
from whomet.reconciliation.index import Compared, Index, Spelling
from whomet.reconciliation.people import fits_spelling

_SHOWN = 3


def ask_who(index: Index, renamed: Collection[str], moved: Collection[str]) -> None:
    """Writes anew what is open about persons that came, went or changed their name, and about those by one word only
    who may be one of them. `moved` are the surnames of spellings that came, went or name somebody else now."""
    surnames = {s.surname for s in index.spellings.where("entity", renamed)} | set(moved)
    near = [s for s in index.spellings.where("surname", surnames) if s.surname]
    alone = [s for s in near if not s.full]
    index.compared.drop("occasion", [_occasion(e) for e in {*renamed, *(s.entity for s in alone)}])
    names = {e.entity: e.name for e in index.entities.where("entity", {s.entity for s in near if s.full})}
    index.compared.put(_questions(alone, [s for s in near if s.full], names))


def _questions(alone: Iterable[Spelling], full: Iterable[Spelling], names: Mapping[str, str]) -> list[Compared]:
    """One for each person by one word only, with the people whom the word may name."""
    rivals: dict[tuple[str, str], list[Spelling]] = defaultdict(list)
    for spelling in full:
        rivals[spelling.surname, spelling.party].append(spelling)
    found: dict[str, Compared] = {}
    for spelling in alone:
        options = {s.entity for s in rivals[spelling.surname, spelling.party] if fits_spelling(spelling, s)}
        if options and spelling.entity not in found:
            text = f"“{spelling.name}” is named by one word only and may be {_some(options, names)}: kept apart."
            kind, about = FindingKind.IDENTITY_UNSURE, spelling.entity
            found[spelling.entity] = Compared(_occasion(spelling.entity), kind, about, text)
    return list(found.values())


def _some(options: Collection[str], names: Mapping[str, str]) -> str:
    called = sorted(names[o] for o in options)
    more = len(called) - _SHOWN
    return ", ".join(called[:_SHOWN]) + (f" or {more} more" if more > 0 else "")


def _occasion(entity: str) -> str:
    return f"who is {entity}"
