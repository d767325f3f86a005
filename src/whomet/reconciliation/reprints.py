"""A text that was printed again on a later day, and whose "on Tuesday" is still that of the first: a doubt about the
later document's date that only the accounts of one meeting, side by side, can give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from whomet.model import Account, Document, Finding, FindingKind, Property
from whomet.reconciliation.features import is_reprint
from whomet.reconciliation.tellings import tell
from whomet.values.edtf import may_agree


def doubt_reprints(accounts: Iterable[Account], documents: Mapping[str, Document]) -> list[Finding]:
    """One finding for each document of a meeting whose words were printed on an earlier day by another, from which its
    dates are to be counted; about the document."""
    found: dict[str, Finding] = {}
    for a, b in combinations(sorted(accounts, key=lambda a: a.id), 2):
        earlier, later = sorted((a, b), key=lambda x: (_printed(x, documents), x.id))
        first, again = (documents.get(x.document) for x in (earlier, later))
        if first and again and _is_reprint(a, b, documents) and again.key not in found:
            found[again.key] = Finding(FindingKind.DATE_DOUBT, _sentence(earlier, later, first), again.key)
    return [found[key] for key in sorted(found)]


def _is_reprint(a: Account, b: Account, documents: Mapping[str, Document]) -> bool:
    left, right = (tell(x, documents.get(x.document), {}) for x in (a, b))
    return is_reprint(left, right) and not may_agree(left.when, right.when)


def _printed(account: Account, documents: Mapping[str, Document]) -> str:
    document = documents.get(account.document)
    return document.published.value if document and document.published else ""


def _sentence(earlier: Account, later: Account, document: Document) -> str:
    day = document.published.value if document.published else ""
    return (
        f"The same words were printed on {day} ({document.id}), where their date is {earlier.value(Property.DATE)}; "
        f"counted from the day stated here it would be {later.value(Property.DATE)}: this text may be from {day}."
    )
