"""Analysis -> Accounts: who met whom, in what setting, about what, and what each side said of it."""

from __future__ import annotations

from dataclasses import replace

from whomet.extraction.accounts import write_account
from whomet.extraction.attribution import Attribution
from whomet.extraction.figures import find_figure_claims
from whomet.extraction.occasions import find_occasions
from whomet.extraction.sides import Sides
from whomet.extraction.statements import find_statements_of_all
from whomet.extraction.tellings import find_tellings
from whomet.model import Account, Analysis, Document, RegionKind

__all__ = ["extract", "find_figure_claims"]

_NO_CONTENT = (RegionKind.TITLE, RegionKind.BOILERPLATE, RegionKind.DATELINE)


def extract(document: Document, analysis: Analysis) -> tuple[Account, ...]:
    """What one Document says of each meeting, in the order of its text. Values are as the words give them."""
    sides = Sides(document, analysis)
    occasions = find_occasions(find_tellings(document, analysis, sides))
    accounts = tuple(write_account(document, analysis, sides, o) for o in occasions)
    masked = tuple(r.span for r in document.regions if r.kind in _NO_CONTENT)
    statements = find_statements_of_all(document.text, analysis, accounts, masked)
    told = Attribution(document.text, analysis)
    return tuple(
        replace(a, claims=told.attributed(a.claims) + said) for a, said in zip(accounts, statements, strict=True)
    )
