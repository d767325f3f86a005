"""What every export of meetings is made from: one meeting at a time, with all that its sources say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whomet.model import Account, Claim, Document, Entity, Meeting, Property


@dataclass(frozen=True, slots=True)
class Told:
    """One meeting with its accounts (those whose title reports it first), their documents by key, texts included, the
    persons by member ("<account id>/<part>"), and how many independent voices tell of it."""

    meeting: Meeting
    accounts: tuple[Account, ...]
    documents: Mapping[str, Document]
    people: Mapping[str, Entity]
    voices: int

    def document_of(self, account: Account) -> Document:
        """The document that an account is told in."""
        return self.documents[account.document]

    def persons(self) -> Iterator[tuple[Account, Entity | None, dict[Property, Claim]]]:
        """Each person of each account: the account, whom the name resolves to, and its claims by property."""
        for account in self.accounts:
            for claims in account.parts("person"):
                part = claims[Property.PERSON_NAME].part
                yield account, self.people.get(f"{account.id}/{part}"), claims

    def citations(self, account: Account, claim: Claim) -> Iterator[str]:
        """The exact words of each span of a claim."""
        text = self.document_of(account).text
        return (span.of(text) for span in claim.spans)
