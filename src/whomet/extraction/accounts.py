"""Writes an occasion down as an Account: a set of Claims, each with its words."""

from __future__ import annotations

from collections.abc import Sequence

from whomet.extraction.by_title import seat_by_title
from whomet.extraction.confidence import confidence_of
from whomet.extraction.occasions import Occasion
from whomet.extraction.own_land import seat_own_land
from whomet.extraction.setting import claim_setting
from whomet.extraction.sides import Sides
from whomet.extraction.table import claim_table
from whomet.extraction.told import Told
from whomet.model import Account, Claim, Property
from whomet.values.ids import account_id

_DOUBTED = 0.15  # from .1 to .5 alike on the development set and on texts left out; plain sentences begin at .19
_EARLY = 1000  # code points in which a report comes to what it is about


def write_accounts(told: Told, sides: Sides, occasions: Sequence[Occasion]) -> tuple[Account, ...]:
    """The accounts of a document's occasions, without their statements; dates, cities and countries are left to
    resolution. `main` are those that its title or first paragraph reports; if it reports none, the first of all, where
    that is told of early."""
    seat_by_title(told, sides, occasions)
    main = [any(t.title or t.sentence.start < told.opening for t in o.tellings) for o in occasions]
    if occasions and not any(main):
        begun = [min(t.word.start for t in o.tellings) for o in occasions]
        main[begun.index(min(begun))] = min(begun) < _EARLY
    written = (_account(told, sides, o, is_main) for o, is_main in zip(occasions, main, strict=True))
    return tuple(account for account, o in zip(written, occasions, strict=True) if not _is_private(account, o))


def _is_private(account: Account, occasion: Occasion) -> bool:
    """Whether people are named, no office of theirs and no second side, and the reading model doubts that they met for
    politics: "Ada Lind was to fly to Paris"."""
    if account.confidence >= _DOUBTED or not any(t.sure for t in occasion.tellings):
        return False
    people, roles, parties = map(account.values, (Property.PERSON_NAME, Property.PERSON_ROLE, Property.PARTY))
    return bool(people) and not any(roles) and len(parties) < 2


def _account(told: Told, sides: Sides, occasion: Occasion, main: bool) -> Account:
    seat_own_land(told, sides, occasion)
    lead = occasion.lead  # of two meetings that one sentence leads, each has its own word, and so its own id
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
