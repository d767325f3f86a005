"""Signs by the calendar: Ramadan and holidays that a text says are now, weekdays that do not match their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from whomet.knowledge.calendars import ramadans_touching
from whomet.knowledge.data import read_data
from whomet.knowledge.holidays import days_of_holiday
from whomet.model import Finding, FindingKind, Mention, Span
from whomet.resolution.signs import DatedText, Sign, Window, day_of, full_day, phrases
from whomet.values.edtf import format_day
from whomet.values.times import Kind, TimeValue, weekday_name

_FAR = timedelta(days=30)  # a text may speak of a holiday about to begin, or just over, as of this one
_BACK = timedelta(days=400)
_YEARS_OFF = 15  # in which a weekday and a date are looked for together
_NEAR_YEAR = 80  # code points within which a year may be meant by a date that has none
_WEEKDAYS = ("", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def signs_by_calendar(told: DatedText) -> Iterator[Sign]:
    """All signs by Ramadan, by holidays and by weekdays."""
    yield from _by_ramadan(told)
    yield from _by_holiday(told)
    yield from _by_weekdays(told)


def impossible_days(told: DatedText, about: str) -> tuple[Finding, ...]:
    """A finding on each weekday that stands beside a full date of another weekday: one of the two is wrong."""
    found: dict[TimeValue, Finding] = {}
    for mention, value in told.days:
        day = full_day(value)
        if day and value.weekday and value.weekday != day.isoweekday() and value not in found:
            text = (
                f"“{told.words(mention.span)}” is no day: {format_day(day)} was a {weekday_name(day)}. "
                "Either the weekday or the date is wrong."
            )
            found[value] = Finding(FindingKind.DATE_UNRESOLVED, text, about, (mention.span,))
    return tuple(found.values())


def _by_ramadan(told: DatedText) -> Iterator[Sign]:
    span = next((s for s in _ramadan_now(told) if not told.is_outside(s)), None)
    if not span or ramadans_touching(told.published - _FAR, told.published + _FAR):
        return
    earlier = ramadans_touching(told.published - _BACK, told.published)
    if earlier:
        yield _in_holiday(told, span, "Ramadan", earlier[-1])


def _in_holiday(told: DatedText, span: Span, name: str, last: Window) -> Sign:
    first, end = map(format_day, last)
    when = f"from {first} to {end}" if first != end else f"on {first}"
    sentence = (
        f"The text places itself in {name} (“{told.words(span)}”), and the last one before the stated date, "
        f"{format_day(told.published)}, was {when}."
    )
    return Sign("holiday", sentence, (span,), (last,))


def _ramadan_now(told: DatedText) -> Iterator[Span]:
    """Where the text says that it is Ramadan, and nothing beside it speaks of another year."""
    if "ramadan" not in told.text.lower():
        return  # "this holy month" may be another religion's
    for found in phrases("times", "publication", "in_ramadan").finditer(told.text):
        span = Span(*found.span())
        if not any(_is_other_time(words, "times", "publication", "other_time") for words in told.around(span)):
            yield span


def _is_other_time(words: str, *path: str) -> bool:
    """Whether words speak of another time, or name a year."""
    return bool(phrases(*path).search(words) or re.search(r"\b[12][0-9]{3}\b", words))


def _by_holiday(told: DatedText) -> Iterator[Sign]:
    for found in _holiday_now().finditer(told.text):
        span = Span(*found.span())
        name = _holiday_of(next(w for w in found.groups() if w))
        near = days_of_holiday(name, told.published - _FAR, told.published + _FAR)
        if near or told.is_outside(span) or _looks_elsewhere(told, span):
            continue
        earlier = days_of_holiday(name, told.published - _BACK, told.published)
        if earlier:
            first, last = earlier[-1]
            around = Sign("holiday", "", (), ((first - timedelta(days=7), last + timedelta(days=7)),))
            shown = _in_holiday(told, span, name, (first, last))
            yield Sign(shown.by, shown.sentence, shown.spans, around.windows)
            return


def _looks_elsewhere(told: DatedText, span: Span) -> bool:
    """Whether the sentence speaks of another year, or of what is still to come."""
    return any(_is_other_time(words, "holidays", "other") for words in told.around(span))


def holiday_now(sentence: str) -> str:
    """The holiday that a sentence says it is now, "" if it says none."""
    told = DatedText(sentence, date(2000, 1, 1))
    for found in _holiday_now().finditer(sentence):
        if not _looks_elsewhere(told, Span(*found.span())):
            return _holiday_of(next(w for w in found.groups() if w))
    return ""


@cache
def _holiday_now() -> re.Pattern[str]:
    """The wordings, each with any holiday's words in its group; capitals as the data have them."""
    data = read_data("holidays")
    words = sorted((w for each in data["holidays"].values() for w in each["words"]), key=lambda w: (-len(w), w))
    names = "|".join(re.escape(w).replace(r"\ ", r"\s") for w in words)
    spelled = (re.escape(w).replace(r"\ ", r"\s").replace(r"\{holiday\}", rf"({names})") for w in data["wordings"])
    return re.compile(rf"\b(?:{'|'.join(spelled)})(?!\w)(?!\s(?:market|party|dinner|season|massacre|accord|agreement))")


def _holiday_of(words: str) -> str:
    plain = " ".join(words.split())
    return next(str(n) for n, each in read_data("holidays")["holidays"].items() if plain in each["words"])


def _by_weekdays(told: DatedText) -> Iterator[Sign]:
    """A weekday with a date that has no year: in no year near the stated one do they fall together."""
    odd: dict[tuple[int, int], tuple[Mention, tuple[Window, ...]]] = {}
    for mention, value in told.days:
        if value.month and value.day and value.weekday and _is_yearless(told, mention, value):
            fitting = _years_fitting(value, told.published)
            if not any(abs(year - told.published.year) <= 1 for year in fitting) and not told.is_outside(mention.span):
                windows = tuple(_around_day(year, value) for year in fitting)
                odd.setdefault((value.month, value.day), (mention, windows))
    agreeing = [w for w in next(iter(odd.values()))[1] if all(_touches(w, o[1]) for o in odd.values())] if odd else []
    for mention, windows in odd.values():
        words, stated = told.words(mention.span), format_day(told.published)
        sentence = f"No year near the stated date, {stated}, has a day like “{words}”."
        yield Sign("weekday", sentence, (mention.span,), windows, sure=len(odd) > 1 and bool(agreeing))


def _is_yearless(told: DatedText, mention: Mention, value: TimeValue) -> bool:
    near = told.text[max(0, mention.span.start - _NEAR_YEAR) : mention.span.end + _NEAR_YEAR]
    return value.kind is Kind.DAY and not value.year and value.years is None and not re.search(r"\b[12]\d{3}\b", near)


def _years_fitting(value: TimeValue, published: date) -> list[int]:
    """The years, within fifteen of the stated one, in which the date falls on the weekday."""
    years = range(max(2, published.year - _YEARS_OFF), min(9998, published.year + _YEARS_OFF) + 1)
    days = {year: day_of(year, value.month or 0, value.day or 0) for year in years}
    return [year for year, day in days.items() if day and day.isoweekday() == value.weekday]


def _around_day(year: int, value: TimeValue) -> Window:
    day = date(year, value.month or 1, value.day or 1)
    return day - timedelta(days=30), day + timedelta(days=30)


def _touches(window: Window, others: tuple[Window, ...]) -> bool:
    return any(window[0] <= other[1] and other[0] <= window[1] for other in others)
