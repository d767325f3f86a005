"""Where a meeting is on the map: the cities that its accounts name, each with the country that tells which it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from whomet.knowledge.places import place_of
from whomet.values.places import Place, fold_place_name

Site = tuple[str, str]
"""A city as accounts name it, and the country (ISO 3166-1 alpha-2) by which `place_of` finds it, "" if none is told."""

Teller = TypeVar("Teller")


def sites(stated: Sequence[tuple[str, str, Teller]]) -> dict[Site, list[Teller]]:
    """The sites among (city, country, who says so), each with those who give it, by name. One who names a city without
    saying where it lies means the one of that name that the others mean, if they mean but one."""
    meant = _meant(stated)
    found: dict[str | Place, list[tuple[Site, Teller]]] = {}
    for city, country, teller in stated:
        others = meant.get(fold_place_name(city), {})
        site = (city, next(iter(others.values())) if not country and len(others) == 1 else country)
        found.setdefault(place_of(*site) or fold_place_name(city), []).append((site, teller))
    named = {_fullest([site for site, _ in said]): [teller for _, teller in said] for said in found.values()}
    return dict(sorted(named.items()))


def _fullest(said: Sequence[Site]) -> Site:
    """The first name of one place, with a country where one is told."""
    return min(said, key=lambda site: (not site[1], site))


def _meant(stated: Iterable[tuple[str, str, Teller]]) -> Mapping[str, dict[Place, str]]:
    """Folded name -> the places that those mean who say in which country, with that country."""
    meant: dict[str, dict[Place, str]] = {}
    for city, country, _ in stated:
        if country and (place := place_of(city, country)):
            meant.setdefault(fold_place_name(city), {}).setdefault(place, country)
    return meant
