"""Whether two names, in any spelling or script, may be one bearer's: `compare_names`, with its reasons.

People's names are compared in `person_comparison`, organisations' in `organisation_comparison`; all word data is
`data/names.yaml`, `data/given_names.yaml` and `data/organisation_names.yaml`.
"""

from __future__ import annotations

from functools import lru_cache

from whomet.knowledge.name_tables import latin_name
from whomet.knowledge.organisation_comparison import compare_organisations
from whomet.knowledge.organisation_names import alternatives, names_organisation
from whomet.knowledge.parties import shipped_party_named
from whomet.knowledge.person_comparison import compare_people
from whomet.knowledge.person_names import name_keys, parse_name, surname_key
from whomet.model import EntityKind
from whomet.values.name_comparison import NameComparison, judged
from whomet.values.names import fold

__all__ = ["NameComparison", "compare_names", "latin_name", "name_keys", "parse_name", "surname_key"]


@lru_cache(maxsize=65536)
def compare_names(a: str, b: str, kind: EntityKind | None = None) -> NameComparison:
    """Whether two names may be one bearer's. Symmetric; knows names only, neither party nor time.

    SAME from a score of 0.75, DIFFERENT below 0.45, UNSURE between: the names fit, but do not suffice. `kind` says
    what both name; without it they are read as an organisation's if one of them has a word that only such names have
    ("Ltd", "Ministry") or both are known for one, else as people's. Of names given side by side ("X / Y",
    "X a.k.a. Y") the nearest count.
    """
    if a == b or (_folded(a) and _folded(a) == _folded(b)):
        return judged(1.0, "name_written", "the names are written alike")
    firsts, seconds = alternatives(a), alternatives(b)
    if len(firsts) * len(seconds) > 1:
        found = (compare_names(x, y, kind) for x in firsts for y in seconds)
        return max(found, key=lambda c: (c.score, c.reasons[0].text))
    if kind is EntityKind.PERSON:
        return compare_people(parse_name(a), parse_name(b))
    if known := _known(a, b):
        return known
    if kind is None and not (names_organisation(a) or names_organisation(b)):
        return compare_people(parse_name(a), parse_name(b))
    return compare_organisations(a, b)


@lru_cache(maxsize=65536)
def _folded(name: str) -> str:
    return fold(name)


def _known(a: str, b: str) -> NameComparison | None:
    """What is known of two organisations or states by these very names; None where one is unknown."""
    first, second = _party(a), _party(b)
    if not first or not second:
        return None
    if first == second:
        return judged(0.97, "name_known", f"both are names of {first}")
    return judged(0.2, "name_known", " and ".join(sorted((first, second))) + " are two")


@lru_cache(maxsize=65536)
def _party(name: str) -> str:
    """The name that Whomet ships for the party of that name, or ""."""
    party = shipped_party_named(name)
    return party.name if party else ""
