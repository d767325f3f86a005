"""Doubts about a document's date that only the accounts of one meeting, side by side, can give: a text that was printed
again on a later day, and whose "on Tuesday" is still that of the first; a date that two others contradict alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from whomet.model import Account, Document, Finding, FindingKind, Property
from whomet.reconciliation.features import is_reprint
from whomet.reconciliation.tellings import Telling, tell
from whomet.values.edtf import is_day, may_agree
from whomet.values.stated_days import day_stated_wrongly


def doubt_reprints(accounts: Iterable[Account], documents: Mapping[str, Document]) -> list[Finding]:
    """One finding for each document of a meeting whose words were printed on an earlier day by another, from which its
    dates are to be counted; about the document."""
    alike: dict[str, list[tuple[Account, Telling]]] = defaultdict(list)
    for account in sorted(accounts, key=lambda a: a.id):
        telling = tell(account, documents.get(account.document), {})
        alike[telling.lead].append((account, telling))
    found: dict[str, Finding] = {}
    pairs = (pair for lead, told in alike.items() if lead for pair in combinations(told, 2))
    for (a, left), (b, right) in pairs:
        earlier, later = sorted((a, b), key=lambda x: (_printed(x, documents), x.id))
        first, again = (documents.get(x.document) for x in (earlier, later))
        reprinted = is_reprint(left, right) and not may_agree(left.when, right.when)
        if first and again and reprinted and again.key not in found:
            found[again.key] = Finding(FindingKind.DATE_DOUBT, _sentence(earlier, later, first), again.key)
    return [found[key] for key in sorted(found)]


def doubt_alone(accounts: Iterable[Account], documents: Mapping[str, Document]) -> list[Finding]:
    """One finding for each document whose "on Tuesday", counted from its stated day, lies whole weeks off the one day
    that at least two other documents give."""
    told = {a.document: tell(a, documents.get(a.document), {}) for a in accounts}
    found = []
    for key, telling in sorted(told.items()):
        others = [other.when for at, other in told.items() if at != key]
        if telling.counted and telling.published:
            day = day_stated_wrongly(telling.published, telling.when, others, by_weekday=True)
            if day:
                others_say = next(when for when in others if is_day(when))
                text = (
                    f"Counted from the stated day this text tells of {telling.when}, while {len(others)} others have "
                    f"this meeting on {others_say}: the text may be from {day.isoformat()}."
                )
                found.append(Finding(FindingKind.DATE_DOUBT, text, key))
    return found


def _printed(account: Account, documents: Mapping[str, Document]) -> str:
    document = documents.get(account.document)
    return document.published.value if document and document.published else ""


def _sentence(earlier: Account, later: Account, document: Document) -> str:
    day = document.published.value if document.published else ""
    return (
        f"The same words were printed on {day} ({document.id}), where their date is {earlier.value(Property.DATE)}; "
        f"counted from the day stated here it would be {later.value(Property.DATE)}: this text may be from {day}."
    )
