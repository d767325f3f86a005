"""Account -> Account with canonical values: its date, its city and country; and what can't be resolved, as findings."""

from __future__ import annotations

from whomet.knowledge.publishers import PublisherKind
from whomet.model import Account, Analysis, Document, Finding, FindingKind, MentionKind, Property
from whomet.resolution.account_places import DocumentPlaces, place_account
from whomet.resolution.calendar_signs import impossible_days
from whomet.resolution.dates import date_account
from whomet.resolution.lasting import lasting_in
from whomet.resolution.publication import doubt_publication, is_known_time
from whomet.resolution.roles import doubt_roles
from whomet.resolution.said import said_in
from whomet.resolution.signs import DatedText
from whomet.resolution.zones import in_local_time

__all__ = ["resolve_all"]


def resolve_all(
    document: Document, analysis: Analysis, accounts: tuple[Account, ...]
) -> tuple[tuple[Account, ...], tuple[Finding, ...]]:
    """The accounts of one document with date, city and country where their words settle them, and what is doubtful:
    the document's own date first of all, for relative dates are counted from it."""
    times = tuple(m for m in analysis.mentions if m.kind is MentionKind.TIME)
    doubt = doubt_publication(document.text, document.published_day, document.regions, times, accounts)
    everywhere = said_in(document, times)
    durations = lasting_in(said_in(document, tuple(m for m in analysis.mentions if m.kind is MentionKind.DURATION)))
    findings = [Finding(FindingKind.DATE_DOUBT, doubt.sentence, document.key, doubt.spans)] if doubt else []
    if document.published_day:
        told = DatedText.of(document.text, document.published_day, document.regions, times)
        findings += impossible_days(told, document.key)
    trusted = None if doubt or not is_known_time(document.published_day) else document.published_day
    places = DocumentPlaces(document, analysis.mentions)
    outlet = _printed_in(places) if accounts else ""
    resolved: list[Account] = []
    for account in accounts:
        dated, undated = date_account(document, everywhere, account, doubt and doubt.to_count_from, durations)
        placed, unplaced = place_account(dated, places)
        placed = in_local_time(document, placed, everywhere, outlet)
        resolved.append(placed)
        findings += [*undated, *unplaced, *_unnamed(placed), *doubt_roles(placed, trusted)]
    return tuple(resolved), tuple(findings)


def _printed_in(places: DocumentPlaces) -> str:
    """The country of the press outlet that printed a document, "" for offices, which date by their own clocks."""
    return "" if places.source.kind is PublisherKind.OFFICIAL else places.publisher_country


def _unnamed(account: Account) -> tuple[Finding, ...]:
    """Persons known only by a surname."""
    found = []
    for person in account.parts("person"):
        name = person[Property.PERSON_NAME]
        if len(name.value.split()) == 1:
            text = f"“{name.value}” is all the name that this document gives."
            found.append(Finding(FindingKind.NAME_UNRESOLVED, text, account.id, name.spans))
    return tuple(found)
