"""Parties and mediators -> organisations: one for each canonical name."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable

from whomet.knowledge.names import latin_name
from whomet.model import Account, Entity, EntityKind, Property
from whomet.values.names import fold


def organisation_id(name: str) -> str:
    """ "organisation-" and the name in Latin letters, words joined by dashes."""
    slug = "-".join(fold(latin_name(name)).split())[:80]
    return "organisation-" + (slug or hashlib.sha256(name.encode()).hexdigest()[:12])


def organisations(accounts: Iterable[Account]) -> tuple[Entity, ...]:
    """Everyone named as party or mediator, in the order of ids; members are the ids of the accounts."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    members: dict[str, set[str]] = defaultdict(set)
    for account in accounts:
        for name in {*account.values(Property.PARTY), *account.values(Property.MEDIATOR)}:
            if name.strip():
                names[organisation_id(name)][name] += 1
                members[organisation_id(name)].add(account.id)
    return tuple(
        Entity(
            id=key,
            kind=EntityKind.ORGANISATION,
            name=min(names[key], key=lambda n: (-names[key][n], n)),
            names=tuple(sorted(names[key])),
            members=tuple(sorted(members[key])),
        )
        for key in sorted(names)
    )
