"""A Reading as rows of the register's tables, and back. Pure: what comes back equals what went in.

A reading numbers its own accounts and claims from 1, in its own order; with the reading's number that is their key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from whomet.model import Account, Claim, Document, Finding, FindingKind, Property, Reading, Region, RegionKind, Span
from whomet.values.readers import is_llm

Row = dict[str, Any]

_OF_DOCUMENT = (Property.TITLE, Property.PUBLISHER, Property.PUBLISHED)


def to_json(value: object) -> str:
    """A short list as the text of its column."""
    return msgspec.json.encode(value).decode()


def spans_to_json(spans: Iterable[Span]) -> str:
    return to_json([(span.start, span.end) for span in spans])


def spans_from_json(text: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in msgspec.json.decode(text, type=list[tuple[int, int]]))


def precedence(reader: str, extractor: str) -> str:
    """What puts the readings of one document in order; the greatest, by code points, is the newest.

    Version numbers come first, as numbers ("9" before "10"), then names, so that neither the order of adding nor a
    clock decides. A version is what stands after the last space of a name; without a space, every number in it.
    """
    return "\n".join(f"{_version(name)} {name}" for name in (reader, extractor))


def place_among(reading: Reading) -> str:
    """The precedence of a reading. Before those that give way to the readers of Whomet itself stands a sign that comes
    before every digit: a language model's reading is kept beside theirs, and counts where they sought nothing for want
    of the language."""
    usual = precedence(reading.reader, reading.document.extractor)
    if any(finding.kind is FindingKind.LANGUAGE for finding in reading.findings):
        return f" {usual}"
    return f"!{usual}" if is_llm(reading.reader) else usual


def _version(name: str) -> str:
    return ".".join(number.zfill(20) for number in re.findall(r"[0-9]+", name.rpartition(" ")[2]))


# ------------------------------------------------------------------------------------------- a reading as rows


def reading_row(reading: Reading, contract: str) -> Row:
    """A reading's own row; its number is the database's to give."""
    document = reading.document
    return {
        "document": document.key,
        "reader": reading.reader,
        "extractor": document.extractor,
        "contract": contract,
        "precedence": place_among(reading),
        "language": document.language,
        "url": document.url,
        "regions": to_json([(region.span.start, region.span.end, region.kind) for region in document.regions]),
    }


def account_rows(reading: Reading, number: int) -> list[Row]:
    return [
        {"reading": number, "number": place, "id": account.id, "main": account.main, "confidence": account.confidence}
        for place, account in enumerate(reading.accounts, 1)
    ]


def claim_rows(reading: Reading, number: int) -> list[Row]:
    """A row for each claim of a reading, numbered from 1: the document's, the figures', then each account's."""
    return [
        {"reading": number, "number": place, "account": account, **said(claim)}
        for place, (account, claim) in enumerate(_claims_in(reading), 1)
    ]


def said(claim: Claim) -> Row:
    """The columns of a claim that say what it says."""
    return {
        "property": claim.property,
        "part": claim.part,
        "value": claim.value,
        "basis": claim.basis,
        "according_to": to_json(claim.according_to),
    }


def citation_rows(reading: Reading, number: int) -> list[Row]:
    return [
        {"reading": number, "claim": place, "position": position, "span_start": span.start, "span_end": span.end}
        for place, (_, claim) in enumerate(_claims_in(reading), 1)
        for position, span in enumerate(claim.spans)
    ]


def finding_rows(found: Iterable[Finding], origin: str, reading: int | None = None) -> list[Row]:
    """Findings of one reading, of a run's inputs, or of comparing all accounts."""
    return [
        {
            "origin": origin,
            "reading": reading,
            "position": position,
            "kind": finding.kind,
            "text": finding.text,
            "about": finding.about,
            "spans": spans_to_json(finding.spans),
        }
        for position, finding in enumerate(found)
    ]


def _claims_in(reading: Reading) -> Iterator[tuple[int | None, Claim]]:
    """Every claim of a reading with the number of its account; None for those of the document and of figures."""
    document = reading.document
    for claim in (document.title, document.publisher, document.published, *reading.figures):
        if claim:
            yield None, claim
    for number, account in enumerate(reading.accounts, 1):
        for claim in account.claims:
            yield number, claim


def searched_words(reading: Reading) -> Iterator[tuple[int, str]]:
    """What the full-text index holds of each account, by its number: every value it claims."""
    for number, account in enumerate(reading.accounts, 1):
        yield number, words_of(account)


def words_of(account: Account) -> str:
    """Every value that an account claims, a line each."""
    return "\n".join(claim.value for claim in account.claims)


# ------------------------------------------------------------------------------------------- rows as a reading


@dataclass(frozen=True, slots=True)
class Parts:
    """What several readings hold below their documents, by the number of the reading (and of the account)."""

    accounts: dict[int, list[Any]]
    claims: dict[tuple[int, int | None], list[Claim]]
    findings: dict[int, list[Finding]]

    def accounts_of(self, number: int, document: str) -> tuple[Account, ...]:
        return tuple(
            Account(row.id, document, row.main, row.confidence, tuple(self.claims.get((number, row.number), ())))
            for row in self.accounts.get(number, ())
        )

    def document_of(self, row: Any, text: str) -> Document:  # noqa: ANN401 - a row of readings joined with documents
        said = {claim.property: claim for claim in self.claims.get((row.number, None), ())}
        regions = msgspec.json.decode(row.regions, type=list[tuple[int, int, RegionKind]])
        return Document(
            key=row.key,
            id=row.id,
            text=text,
            source=row.source,
            original=row.original,
            extractor=row.extractor,
            language=row.language,
            url=row.url,
            title=said.get(Property.TITLE),
            publisher=said.get(Property.PUBLISHER),
            published=said.get(Property.PUBLISHED),
            regions=tuple(Region(Span(start, end), kind) for start, end, kind in regions),
        )

    def reading_of(self, row: Any, text: str) -> Reading:  # noqa: ANN401 - as above
        return Reading(
            document=self.document_of(row, text),
            reader=row.reader,
            accounts=self.accounts_of(row.number, row.key),
            figures=tuple(c for c in self.claims.get((row.number, None), ()) if c.property not in _OF_DOCUMENT),
            findings=tuple(self.findings.get(row.number, ())),
        )


def parts_from(accounts: Sequence[Any], claims: Sequence[Any], spans: Sequence[Any], findings: Sequence[Any]) -> Parts:
    """The rows of several readings, each table's in the order of its key, put together."""
    cited: dict[tuple[int, int], list[Span]] = {}
    for row in spans:
        cited.setdefault((row.reading, row.claim), []).append(Span(row.span_start, row.span_end))
    parts = Parts({}, {}, {})
    for row in accounts:
        parts.accounts.setdefault(row.reading, []).append(row)
    for row in claims:
        claim = _claim_from(row, tuple(cited.get((row.reading, row.number), ())))
        parts.claims.setdefault((row.reading, row.account), []).append(claim)
    for row in findings:
        parts.findings.setdefault(row.reading, []).append(finding_from(row))
    return parts


def _claim_from(row: Any, spans: tuple[Span, ...]) -> Claim:  # noqa: ANN401 - a row of claims
    chain = () if row.according_to == "[]" else tuple(msgspec.json.decode(row.according_to, type=list[str]))
    return Claim(Property(row.property), row.value, spans, row.basis, chain, row.part)


def finding_from(row: Any) -> Finding:  # noqa: ANN401 - a row of findings
    return Finding(FindingKind(row.kind), row.text, row.about, spans_from_json(row.spans))
