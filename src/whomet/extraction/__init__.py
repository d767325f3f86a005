"""Analysis -> Accounts: who met whom, in what setting, about what, and what each side said of it."""

from __future__ import annotations

from dataclasses import replace

from whomet.extraction.accounts import write_accounts
from whomet.extraction.attribution import Attribution
from whomet.extraction.figures import find_figure_claims
from whomet.extraction.occasions import find_occasions
from whomet.extraction.sides import Sides
from whomet.extraction.statements import find_statements_of_all
from whomet.extraction.tellings import find_tellings
from whomet.extraction.told import Told
from whomet.extraction.verbatim import verbatim
from whomet.model import Account, Analysis, Claim, Document, Property, RegionKind, claims_by_part

__all__ = ["extract", "find_figure_claims", "verbatim"]

_NO_CONTENT = (RegionKind.TITLE, RegionKind.BOILERPLATE, RegionKind.DATELINE)


def extract(document: Document, analysis: Analysis) -> tuple[Account, ...]:
    """What one Document says of each meeting, in the order of its text. Values are as the words give them."""
    told = Told(document, analysis)
    sides = Sides(told)
    accounts = write_accounts(told, sides, find_occasions(find_tellings(told, sides)))
    masked = tuple(r.span for r in document.regions if r.kind in _NO_CONTENT)
    statements = find_statements_of_all(document.text, analysis, accounts, masked)
    chains = Attribution(document.text, analysis)
    return tuple(
        replace(a, claims=chains.attributed(a.claims) + _beside_the_report(a, said))
        for a, said in zip(accounts, statements, strict=True)
    )


def _beside_the_report(account: Account, statements: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The statements without the one that only reports the meeting itself ("they met on Tuesday, the ministry said"):
    that is the account, and whom it is quoted through stands with its claims."""
    status = account.first(Property.STATUS)
    if status is None:
        return statements
    word = status.spans[0]
    reports = {
        part[Property.STATEMENT_TEXT].part
        for part in claims_by_part(statements, "statement")
        if word
        and part[Property.STATEMENT_ACT].value == "states"
        and part[Property.STATEMENT_TEXT].spans[0].holds(word)
    }
    return tuple(c for c in statements if c.part not in reports)
