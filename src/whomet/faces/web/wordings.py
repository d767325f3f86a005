"""What reports write where a side, a place or a role was read, with the way to the words."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from whomet.faces.web import addresses
from whomet.model import Meeting, Property, Span
from whomet.register import Register

_ACCOUNTS = 100
"""How many are looked through for a page: their texts have to be fetched."""
_MOST = 20
_LONGEST = 120  # code points of words that name somebody or a place


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a name is written, in what script, how often, and where it is written so, "" where that is not said."""

    name: str
    script: str
    count: int
    address: str = ""


def script_of(name: str) -> str:
    """The script of a name's first letter, as Unicode calls it."""
    letter = next((c for c in name if c.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0].capitalize() if letter else ""


def in_their_words(
    register: Register, meetings: Sequence[Meeting], values: Collection[tuple[Property, str]]
) -> tuple[Spelling, ...]:
    """What the accounts of some meetings write where they claim one of some values, the most frequent first. What
    they say in several places is left out: from such words a name follows, but none of them is one."""
    ids = [account for meeting in meetings for account in meeting.accounts][:_ACCOUNTS]
    found: dict[str, set[Span]] = {}
    for account in register.accounts(ids):
        named = (c for c in account.claims if (c.property, c.value) in values and len(c.spans) == 1)
        found.setdefault(account.document, set()).update(claim.spans[0] for claim in named)
    return _most_frequent(register, {document: spans for document, spans in found.items() if spans})


def _most_frequent(register: Register, found: Mapping[str, Collection[Span]]) -> tuple[Spelling, ...]:
    told: dict[str, list[str]] = {}
    for document, spans in found.items():
        text = dict(register.texts([document])).get(document, "")
        for span in sorted(spans, key=lambda one: one.start):
            words = " ".join(text[span.start : span.end].split())
            if words and len(words) <= _LONGEST:
                told.setdefault(words, []).append(addresses.document(document, span))
    most = sorted(told.items(), key=lambda one: (-len(one[1]), one[0]))[:_MOST]
    return tuple(Spelling(words, script_of(words), len(homes), homes[0]) for words, homes in most)


def where_roles_stand(register: Register, accounts: Collection[str]) -> dict[tuple[str, str], str]:
    """(account, role) -> the address of the words that state it, of as many accounts as a page looks through."""
    found = {}
    for account in register.accounts(sorted(accounts)[:_ACCOUNTS]):
        for claim in account.all(Property.PERSON_ROLE):
            if claim.spans:
                found[account.id, claim.value] = addresses.document(account.document, claim.spans[0])
    return found
