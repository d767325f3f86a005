"""Writes an occasion down as an Account: a set of Claims, each with its words."""

from __future__ import annotations

from whomet.extraction.confidence import confidence_of
from whomet.extraction.occasions import Occasion
from whomet.extraction.setting import claim_setting
from whomet.extraction.sides import Sides
from whomet.extraction.table import claim_table
from whomet.extraction.told import Told
from whomet.model import Account, Claim, Property
from whomet.values.ids import account_id


def write_account(told: Told, sides: Sides, occasion: Occasion) -> Account:
    """The account of one occasion, without its statements; dates, cities and countries are left to resolution."""
    lead = occasion.lead  # of two meetings that one sentence leads, each has its own word, and so its own id
    main = any(t.title or t.sentence.start < told.opening for t in occasion.tellings)
    claims = (
        Claim(Property.LEAD, lead.sentence.of(told.text), (lead.sentence,)),
        *_manner(told.text, occasion),
        *claim_table(told, sides, occasion),
        *claim_setting(told, occasion, main),
    )
    return Account(
        account_id(told.document.key, lead.word.start), told.document.key, main, confidence_of(occasion), claims
    )


def _manner(text: str, occasion: Occasion) -> list[Claim]:
    """Whether it took place, how, and whether the sides shared a room."""
    status, form = occasion.status(), occasion.format()
    told = next((t for t in occasion.tellings if t.status == status), occasion.lead)
    shown = next((t for t in occasion.tellings if t.format == form), occasion.lead)
    indirect = next((t for t in occasion.tellings if t.contact == "indirect" and len(t.sides) > 1), None)
    word, way = told.word.of(text), shown.word.of(text)
    claims = [Claim(Property.STATUS, status, (told.word,), f"as the words around “{word}” tell it")]
    if form != "unspecified":
        claims.append(Claim(Property.FORMAT, form, (shown.word,), f"“{way}” is {form}"))
    if indirect:
        claims.append(Claim(Property.CONTACT, "indirect", (indirect.word,), f"“{indirect.word.of(text)}”"))
    return claims
