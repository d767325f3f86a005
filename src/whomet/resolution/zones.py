"""The day of a meeting where clocks decide it: those of its place, of the outlet that prints it, or of a named zone.

A report printed in Washington on Monday tells of what was done in Tokyo on "Tuesday morning": the next day there, not
the Tuesday of the week before. And "11 p.m. GMT on Monday" is Tuesday in Tokyo. Only where the words name an hour or a
part of the day does the clock decide; the claim's basis then says so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.time_zones import hours_ahead, hours_from_utc
from whomet.model import Account, Claim, Document, Property
from whomet.resolution.said import Said
from whomet.values.edtf import format_day, is_day
from whomet.values.times import Kind, TimeValue

_FAR = 7.0  # hours: below, most of the day is the same day in both places
_LAST_WEEK = timedelta(days=6)  # how far back a weekday lies that is really tomorrow's
_BEHIND = 24  # code points after the words in which "(local time)" may stand


def in_local_time(document: Document, account: Account, everywhere: tuple[Said, ...], outlet: str) -> Account:
    """The account with its date as the place of the meeting counted it; unchanged where the clocks decide nothing.

    `outlet` is the ISO code of the country where the document was printed, "" if unknown: an office that reports its
    own meetings dates them where they were, so give it only for the press. The account's country must be resolved.
    """
    claim, country = account.first(Property.DATE), account.value(Property.COUNTRY)
    said = next((s for s in everywhere if claim and claim.spans and s.span == claim.spans[0]), None)
    if claim is None or said is None or not country or not is_day(claim.value):
        return account
    day, why = _by_named_zone(said, date.fromisoformat(claim.value), country)
    if not why:
        day, why = _by_outlet(document, said, claim, (country, outlet))
    if not why:
        return account
    local = replace(claim, value=format_day(day), basis=f"{claim.basis}, {why}")
    return replace(account, claims=tuple(local if c is claim else c for c in account.claims))


def _by_named_zone(said: Said, day: date, country: str) -> tuple[date, str]:
    """The day in a country at an hour told in another zone's time, and why; no reason where it is the same one."""
    found, from_utc = _hour_in_zone().search(said.words), hours_from_utc(country)
    if not found or not from_utc or said.value.until:
        return day, ""
    hour = int(found["hour"]) % 12 + 12 * (found["half"] in "pP") if found["half"] else int(found["hour"])
    utc = hour + int(found["minute"] or 0) / 60 - read_data("time_zones")["zones"][found["zone"]]
    days = {int((utc + hours) // 24) for hours in from_utc}
    if len(days) > 1 or 0 in days:
        return day, ""
    return day + timedelta(days=days.pop()), f"and at {found[0]} it was another day in {country}"


@cache
def _hour_in_zone() -> re.Pattern[str]:
    zones = "|".join(map(re.escape, read_data("time_zones")["zones"]))
    clock = r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?"
    return re.compile(rf"(?<!\d){clock}\s?(?:(?P<half>[apAP])\.?[mM]\.?)?\s?(?P<zone>{zones})\b")


def _by_outlet(document: Document, said: Said, claim: Claim, states: tuple[str, str]) -> tuple[date, str]:
    """The next weekday rather than the last one, where it had begun at the place when the outlet printed it."""
    day, published = date.fromisoformat(claim.value), document.published_day
    ahead = hours_ahead(*states)
    if published is None or ahead is None or ahead[0] < _FAR or published - day != _LAST_WEEK:
        return day, ""
    alone = claim.basis == f"{said.shown}, published {published:%a} {format_day(published)}"
    if not alone or not _is_bare_weekday(said.value) or not _tells_hour(document.text, said):
        return day, ""
    return published + timedelta(days=1), _why(ahead, *states)


def _is_bare_weekday(value: TimeValue) -> bool:
    return value.kind is Kind.WEEKDAY and not (value.turn or value.unit or value.until)


def _tells_hour(text: str, said: Said) -> bool:
    """Whether the words say when in the day it was, or that the place's own time is meant."""
    after = text[said.span.end : said.span.end + _BEHIND]
    return bool(said.value.part or said.value.share or re.search(r"\d", said.words) or "local time" in after)


def _why(ahead: tuple[float, float], there: str, here: str) -> str:
    return (
        f"and clocks in {there} are {ahead[0]:g} to {ahead[1]:g} hours ahead of those in {here}, where it was printed"
    )
