"""Parties and mediators -> organisations: one for each canonical name."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from whomet.knowledge.names import latin_name
from whomet.model import Account, EntityKind, Property
from whomet.reconciliation.index import Index, Member, Named, Spelling
from whomet.values.names import fold


def organisation_id(name: str) -> str:
    """ "organisation-" and the name in Latin letters, words joined by dashes."""
    slug = "-".join(fold(latin_name(name)).split())[:80]
    return "organisation-" + (slug or hashlib.sha256(name.encode()).hexdigest()[:12])


def parties_of(accounts: Iterable[Account]) -> list[Member]:
    """Everyone named as party or mediator; the member is the account."""
    found = []
    for account in accounts:
        named = {*account.values(Property.PARTY), *account.values(Property.MEDIATOR)}
        for name in sorted(n for n in named if n.strip()):
            key = f"{organisation_id(name)}\x1f{name}"
            found.append(Member(account.id, account.id, account.document, name, "", "", "", key, key))
    return found


def count_parties(index: Index, gone: Iterable[Member], came: Iterable[Member]) -> None:
    """Counts parties to and from their names, and calls each organisation by the most frequent one."""
    change = Counter(m.spelling for m in came)
    change.subtract(Counter(m.spelling for m in gone))
    now = {key: _spelling(key) for key in change}
    now |= {s.spelling: s for s in index.spellings.where("spelling", change)}
    index.spellings.put(replace(s, count=s.count + change[key]) for key, s in now.items())
    index.spellings.drop("spelling", [key for key, s in now.items() if s.count + change[key] <= 0])
    entities = {s.entity for s in now.values()}
    names: dict[str, tuple[int, str]] = {}
    for spelling in index.spellings.where("entity", entities):
        names[spelling.entity] = min(names.get(spelling.entity, (0, "")), (-spelling.count, spelling.name))
    index.entities.drop("entity", entities - names.keys())
    index.entities.put(Named(entity, EntityKind.ORGANISATION, name) for entity, (_, name) in names.items())


def _spelling(key: str) -> Spelling:
    entity, _, name = key.partition("\x1f")
    return Spelling(key, name, "", "", 1, 0, entity)
