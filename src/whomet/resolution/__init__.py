"""Account -> Account with canonical values: its date, its city and country; and what can't be resolved, as findings."""

from __future__ import annotations

from dataclasses import replace

from whomet.knowledge.parties import party_named
from whomet.model import Account, Analysis, Claim, Document, Finding, FindingKind, MentionKind, Property
from whomet.resolution.calendar_signs import impossible_days
from whomet.resolution.dates import date_account, said_in
from whomet.resolution.places import PlaceContext, ResolvedPlace, resolve_place, why_unresolved
from whomet.resolution.publication import doubt_publication
from whomet.resolution.roles import doubt_roles
from whomet.resolution.signs import DatedText

__all__ = ["resolve_all"]

_NOWHERE = ("phone", "video")


def resolve_all(
    document: Document, analysis: Analysis, accounts: tuple[Account, ...]
) -> tuple[tuple[Account, ...], tuple[Finding, ...]]:
    """The accounts of one document with date, city and country where their words settle them, and what is doubtful:
    the document's own date first of all, for relative dates are counted from it."""
    times = tuple(m for m in analysis.mentions if m.kind is MentionKind.TIME)
    doubt = doubt_publication(document.text, document.published_day, document.regions, times, accounts)
    everywhere = said_in(document, times)
    findings = [Finding(FindingKind.DATE_DOUBT, doubt.sentence, document.key, doubt.spans)] if doubt else []
    if document.published_day:
        told = DatedText.of(document.text, document.published_day, document.regions, times)
        findings += impossible_days(told, document.key)
    trusted = None if doubt else document.published_day
    resolved: list[Account] = []
    for account in accounts:
        dated, undated = date_account(document, everywhere, account, doubt and doubt.to_count_from)
        placed, unplaced = _place_account(dated)
        resolved.append(placed)
        findings += [*undated, *unplaced, *_unnamed(placed), *doubt_roles(placed, trusted)]
    return tuple(resolved), tuple(findings)


def _place_account(account: Account) -> tuple[Account, tuple[Finding, ...]]:
    """City and country from the words that say where; a call or a video conference takes place nowhere."""
    if account.value(Property.FORMAT) in _NOWHERE:
        return account, ()
    context = PlaceContext(_countries_of_parties(account))
    claims: dict[Property, Claim] = {}
    findings: list[Finding] = []
    for said in (*account.all(Property.PLACE_TEXT), *account.all(Property.VENUE)):
        place = resolve_place(said.value, context)
        if place is not None:
            for claim in _place_claims(said, place):
                claims.setdefault(claim.property, claim)
        elif doubt := why_unresolved(said.value, context):
            findings.append(Finding(FindingKind.PLACE_AMBIGUOUS, doubt, account.id, said.spans))
        if Property.CITY in claims:
            break
    return replace(account, claims=(*account.claims, *claims.values())), tuple(findings)


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


def _unnamed(account: Account) -> tuple[Finding, ...]:
    """Persons known only by a surname."""
    found = []
    for person in account.parts("person"):
        name = person[Property.PERSON_NAME]
        if len(name.value.split()) == 1:
            text = f"“{name.value}” is all the name that this document gives."
            found.append(Finding(FindingKind.NAME_UNRESOLVED, text, account.id, name.spans))
    return tuple(found)
