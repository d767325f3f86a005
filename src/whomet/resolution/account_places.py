"""Where the meeting of an account took place: the words of its setting first, then all that its document names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from whomet.knowledge.parties import party_named
from whomet.knowledge.publishers import SourceKind, kind_of
from whomet.model import Account, Claim, Document, Finding, FindingKind, Mention, MentionKind, Property, Span
from whomet.resolution.place_finding import FoundPlace, find_places
from whomet.resolution.places import PlaceContext, ResolvedPlace, resolve_place, why_unresolved

_NOWHERE = ("phone", "video")


class DocumentPlaces:
    """What one document tells of places. All of its text is searched only when a name is first open without that."""

    def __init__(self, document: Document, mentions: Sequence[Mention] = ()) -> None:
        self._document = document
        self._english = {m.span: m.english for m in mentions if m.kind is MentionKind.PLACE and m.english}

    def in_english(self, said: Claim) -> str:
        """The words to look a place up by: those of the text, or, of another language, their translation."""
        return self._english.get(said.spans[0], said.value) if said.spans else said.value

    @cached_property
    def source(self) -> SourceKind:
        """Whose the publisher is, by name and address."""
        publisher = self._document.publisher
        return kind_of(publisher.value if publisher else "", self._document.url)

    @property
    def publisher_country(self) -> str:
        """ISO 3166-1 alpha-2 of the country it was published in, "" if unknown."""
        return self.source.country

    @cached_property
    def _found(self) -> tuple[FoundPlace, ...]:
        return find_places(self._document.text, self.publisher_country)

    def settle(self, spans: Sequence[Span]) -> ResolvedPlace | None:
        """The first city in these spans that the text as a whole settles."""
        for each in self._found:
            if each.kind == "city" and each.geonames_id and any(span.holds(each.span) for span in spans):
                basis = f"of the places called {each.words}, the text speaks of the one in the country {each.country}"
                return ResolvedPlace(each.name, each.country, each.geonames_id, basis)
        return None


def place_account(account: Account, places: DocumentPlaces) -> tuple[Account, tuple[Finding, ...]]:
    """City and country from the words that say where; a call or a video conference takes place nowhere."""
    if account.value(Property.FORMAT) in _NOWHERE:
        return account, ()
    context = PlaceContext(_countries_of_parties(account), publisher_country=places.publisher_country)
    named: list[tuple[Claim, ResolvedPlace]] = []
    findings: list[Finding] = []
    for said in (*account.all(Property.PLACE_TEXT), *account.all(Property.VENUE)):
        words = places.in_english(said)
        place = _translated(resolve_place(words, context), said.value, words)
        doubt = "" if place else why_unresolved(words, context)
        if doubt and (place := places.settle(said.spans)) is None:
            findings.append(Finding(FindingKind.PLACE_AMBIGUOUS, doubt, account.id, said.spans))
        if place is not None:
            named.append((said, place))
        if place is not None and place.city:
            break
    return replace(account, claims=(*account.claims, *_setting(named))), tuple(findings)


def _translated(place: ResolvedPlace | None, value: str, words: str) -> ResolvedPlace | None:
    """The place, whose basis says so where it was found by a translation."""
    if place is None or words == value:
        return place
    return replace(place, basis=f"“{value}” is “{words}” in English, as the reader has it; {place.basis}")


def _setting(named: Sequence[tuple[Claim, ResolvedPlace]]) -> list[Claim]:
    """The first city with its country, even where a country is named before it; else the first country."""
    cities = [each for each in named if each[1].city]
    lands = [each for each in named if each[1].country and not each[1].city]
    if cities and lands and not cities[0][1].country:  # whose a disputed city is, the document says
        return [*_place_claims(*cities[0]), *_place_claims(*lands[0])]
    return [claim for each in (cities or lands)[:1] for claim in _place_claims(*each)]


def _place_claims(said: Claim, place: ResolvedPlace) -> list[Claim]:
    found = []
    if place.city:
        found.append(Claim(Property.CITY, place.city, said.spans, "" if place.city in said.value else place.basis))
    if place.country:
        found.append(Claim(Property.COUNTRY, place.country, said.spans, place.basis))
    return found


def _countries_of_parties(account: Account) -> tuple[str, ...]:
    named = (party_named(p) for p in account.values(Property.PARTY))
    return tuple(p.code for p in named if p and p.code)
