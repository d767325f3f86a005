"""One meeting, cell by cell, as lines for a reader: each account's words beside the other's, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from rich.console import Console
from rich.text import Text

from whomet.faces.asking import Records, Telling, people_of
from whomet.faces.terminal import clean, heading, hung, quoted
from whomet.model import (
    Account,
    Cell,
    CellReading,
    Claim,
    Document,
    Finding,
    Judgement,
    Meeting,
    Property,
    claims_by_part,
)

_ORDER = [
    Property.STATUS,
    Property.DATE,
    Property.TIME_TEXT,
    Property.DURATION,
    Property.CITY,
    Property.COUNTRY,
    Property.VENUE,
    Property.FORMAT,
    Property.CONTACT,
    Property.PART_OF,
    Property.PARTY,
    Property.MEDIATOR,
    Property.HOST,
    Property.CHAIR,
    Property.DELEGATION_TEXT,
    Property.TOPIC,
    Property.OUTCOME_TEXT,
    Property.DENIAL_TEXT,
]
_CALLED = {
    Property.TIME_TEXT: "when, in their words",
    Property.PART_OF: "part of",
    Property.PARTY: "parties",
    Property.MEDIATOR: "mediators",
    Property.DELEGATION_TEXT: "delegations",
    Property.TOPIC: "topics",
    Property.OUTCOME_TEXT: "outcomes",
    Property.DENIAL_TEXT: "denials",
}
_BESIDE = {
    Property.DELEGATION_TEXT: (Property.DELEGATION_PARTY, "of "),
    Property.OUTCOME_TEXT: (Property.OUTCOME_KIND, ""),
    Property.DENIAL_TEXT: (Property.DENIAL_BY, "denied by "),
}
"""What is told beside the words of a delegation, outcome or denial, and how it is introduced."""

_COLUMN = 18
_MOST_JUDGEMENTS = 10
"""Judgements shown in full; of more than so many, the strongest."""


def called(prop: Property) -> str:
    """What a property is called before a reader."""
    return _CALLED.get(prop, prop.value.replace("_", " ").replace(".", ", "))


def meeting_page(console: Console, meeting: Meeting, records: Records, voices: int) -> Iterator[Text]:
    """Everything the register holds about one meeting, as lines of at most the console's width."""
    parts: Iterable[Iterable[Text]] = (
        hung(console, "", _head(meeting, records, voices), column=0),
        _sources(console, meeting, records),
        _cells(console, meeting, records),
        _people(console, meeting, records),
        _statements(console, meeting, records),
        _figures(console, meeting, records),
        _why_one(console, meeting, records),
        _warnings(console, meeting, records),
    )
    for number, part in enumerate(p for p in map(list, parts) if p):
        if number:
            yield Text()
        yield from part


# ---------------------------------------------------------------------------------- head and sources


def _head(meeting: Meeting, records: Records, voices: int) -> Iterator[Text]:
    sides = " – ".join(meeting.values(Property.PARTY)) or "parties not told"
    yield Text(clean(sides), "bold")
    facts = [_joined(meeting, p) for p in (Property.STATUS, Property.DATE, Property.CITY, Property.COUNTRY)]
    yield Text(", ".join(filter(None, facts)))
    documents = records.documents_of(meeting)
    counts = f"{_count(len(meeting.accounts), 'account')} in {_count(len(documents), 'document')}"
    yield Text(f"meeting {meeting.id}: {counts}, {_count(voices, 'independent voice')}", "dim")


def _joined(meeting: Meeting, prop: Property) -> str:
    return clean(" or ".join(meeting.values(prop)))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _sources(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    yield heading("accounts")
    for account in records.told(meeting):
        document = records.documents[account.document]
        lead = account.first(Property.LEAD)
        told = "reported as news" if account.main else "mentioned in passing"
        lines = [
            Text.assemble(source(document), (f"  {told}, confidence {account.confidence:.2f}", "dim")),
            *([Text(document.title.value and clean(document.title.value), "italic")] if document.title else []),
            *([Text(quoted(_words(lead, document)))] if lead else []),
            *([Text(clean(document.url), "dim")] if document.url else []),
        ]
        yield from hung(console, records.short[account.id], lines, column=_COLUMN)


def source(document: Document) -> Text:
    """A document as its reader calls it, with publisher and day."""
    told = [clean(c.value) for c in (document.publisher, document.published) if c and c.value]
    return Text.assemble((clean(document.id), "cyan"), f" ({', '.join(told) or 'publisher and date not told'})")


# ------------------------------------------------------------------------------------------- the cells


def _cells(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    cells = {cell.property: cell for cell in meeting.cells}
    for prop in _ORDER:
        if prop in cells:
            yield from _cell(console, cells[prop], records)


def _cell(console: Console, cell: Cell, records: Records) -> Iterator[Text]:
    yield heading(called(cell.property), "the sources differ" if cell.differ else "")
    for reading in cell.readings:
        backed = [(a, c) for a in _accounts(reading, records) for c in claims_behind(cell.property, reading, a)]
        yield from hung(console, reading.value, (backing(c, a, records) for a, c in backed), column=_COLUMN)


def _accounts(reading: CellReading, records: Records) -> list[Account]:
    return [records.accounts[a] for a in reading.accounts if a in records.accounts]


def claims_behind(prop: Property, reading: CellReading, account: Account) -> tuple[Claim, ...]:
    """The claims of an account that make one reading of a cell: those of that value, whatever case and spaces; where
    the value was put together from several spellings, all of the property."""
    claims = account.all(prop)
    return tuple(c for c in claims if _plain(c.value) == _plain(reading.value)) or claims


def _plain(value: str) -> str:
    return " ".join(value.split()).casefold()


def backing(claim: Claim, account: Account, records: Records) -> Text:
    """The words that show a claim, its source, through whom, and how the value follows."""
    document = records.documents[account.document]
    text = Text.assemble(_words_of(claim, document), " — ", source(document))
    beside = _BESIDE.get(claim.property)
    for other in account.all(beside[0]) if beside else ():
        if beside and other.part == claim.part and other.value:
            text.append(f", {beside[1]}{clean(other.value)}")
    if claim.according_to:
        text.append(f", according to {clean(', quoting '.join(claim.according_to))}")
    if claim.basis:
        text.append(f". Basis: {clean(claim.basis)}", "dim")
    return text


def _words_of(claim: Claim, document: Document) -> str:
    return " … ".join(quoted(span.of(document.text)) for span in claim.spans) or "no words of its own"


def _words(claim: Claim, document: Document) -> str:
    return " … ".join(span.of(document.text) for span in claim.spans) or claim.value


# -------------------------------------------------------------------------------- people, statements, figures


def _people(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    people = people_of(meeting, records)
    differ = any(c.differ for c in meeting.cells if c.property.startswith("person."))
    if people:
        yield heading("people", "the sources differ" if differ else "")
    for name, tellings in people.items():
        yield from hung(console, name, (_as_told(t, records) for t in tellings), column=_COLUMN)


def _as_told(telling: Telling, records: Records) -> Text:
    document = records.documents[telling.account.document]
    name, role = telling.first(Property.PERSON_NAME), telling.first(Property.PERSON_ROLE)
    parts = [_words_of(claim, document) for claim in (name, role) if claim]
    party = telling.value(Property.PERSON_PARTY)
    for_whom = f", for {clean(party)}" if party else ""
    return Text.assemble(", ".join(parts), for_whom, " — ", source(document))


def _statements(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    by_speaker: dict[str, list[Text]] = {}
    one_name = {t.value(Property.PERSON_NAME): n for n, ts in people_of(meeting, records).items() for t in ts}
    for account in records.told(meeting):
        for part in _statement_parts(account):
            said = [c for c in part if c.property is Property.STATEMENT_TEXT]
            speakers = dict.fromkeys(c.value for c in part if c.property is Property.STATEMENT_SPEAKER)
            if list(speakers) == ["both"]:
                speakers = dict.fromkeys(account.values(Property.PARTY) or speakers)
            name = " and ".join(one_name.get(s, s) for s in speakers) or "speaker not told"
            by_speaker.setdefault(name, []).extend(_as_said(claim, part, account, records) for claim in said)
    if by_speaker:
        yield heading("what was said")
    for name, said_by in by_speaker.items():
        yield Text(f"  {clean(name)}", "bold")
        yield from chain.from_iterable(hung(console, "", [s], column=4) for s in said_by)


def _statement_parts(account: Account) -> Iterable[list[Claim]]:
    parts: dict[int, list[Claim]] = {}
    for claim in account.claims:
        if claim.property.startswith("statement."):
            parts.setdefault(claim.part, []).append(claim)
    return parts.values()


def _as_said(claim: Claim, part: list[Claim], account: Account, records: Records) -> Text:
    values = {c.property: c.value for c in part}
    via, cue = values.get(Property.STATEMENT_VIA, ""), values.get(Property.STATEMENT_CUE, "")
    manner = "quoted" if values.get(Property.STATEMENT_QUOTE) == "true" else "reported"
    text = Text.assemble((f"{values.get(Property.STATEMENT_ACT, 'states')}: ", "bold"))
    text.append_text(backing(claim, account, records))
    told = [f"cue {quoted(cue)}" if cue else "", f"through {quoted(via)}" if via else "", manner]
    return text.append(f" ({', '.join(filter(None, told))})", "dim")


def _figures(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    lines: list[Text] = []
    for document in records.documents_of(meeting):
        for figure in claims_by_part(records.figures.get(document.key, ()), "figure"):
            lines += _figure(console, figure, document)
    if lines:
        yield heading("figures in these documents")
    yield from lines


def _figure(console: Console, figure: dict[Property, Claim], document: Document) -> Iterator[Text]:
    what = figure.get(Property.FIGURE_WHAT)
    giver = figure.get(Property.FIGURE_SOURCE)
    said = Text.assemble(_words_of(what, document) if what else "", " — ", source(document))
    if giver and giver.value:
        said.append(f", which gives as its source {quoted(giver.value)}")
    value = figure.get(Property.FIGURE_VALUE)
    yield from hung(console, value.value if value else "?", [said], column=_COLUMN)


# ---------------------------------------------------------------------------------- judgements, findings


def _why_one(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    ours = set(meeting.accounts)
    inside = [j for j in records.judgements if {j.left, j.right} <= ours]
    outside = [j for j in records.judgements if j.verdict == "unsure" and len({j.left, j.right} & ours) == 1]
    if inside:
        yield heading("why these accounts are judged to tell of one meeting")
        strongest = sorted(inside, key=lambda j: -abs(j.score))[:_MOST_JUDGEMENTS]
        yield from chain.from_iterable(_judgement(console, j, records) for j in strongest)
        if len(inside) > len(strongest):
            yield Text(f"  and {len(inside) - len(strongest)} weaker ones", "dim")
    if inside and outside:
        yield Text()
    if outside:
        yield heading("what may be the same meeting", "unsure, kept apart")
        yield from chain.from_iterable(_judgement(console, j, records) for j in outside)


def _judgement(console: Console, judgement: Judgement, records: Records) -> Iterator[Text]:
    between = " and ".join(records.short.get(i, i) for i in (judgement.left, judgement.right))
    line = Text.assemble((f"  {between}: {judgement.verdict} ({judgement.score:+.1f})", "bold"))
    yield line.append(f"  judged by {clean(judgement.judge)}", "dim")
    for reason in judgement.reasons:
        feature = Text.assemble(clean(reason.text), (f"  {clean(reason.feature)}", "dim"))
        yield from hung(console, f"{reason.weight:+.1f}", [feature], indent=4, column=11)


def _warnings(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    about = {meeting.id, *meeting.accounts, *(d.key for d in records.documents_of(meeting))}
    found = [f for f in records.findings if f.about in about]
    if found:
        yield heading("to be warned of")
    for finding in found:
        yield from hung(console, "!", [finding_line(finding, records)], column=4)


def finding_line(finding: Finding, records: Records) -> Text:
    """A finding's sentence, with the words it is about and where they stand."""
    account = records.accounts.get(finding.about)
    document = records.documents.get(account.document if account else finding.about)
    text = Text(clean(finding.text))
    if document:
        words = [quoted(span.of(document.text)) for span in finding.spans]
        text.append(f"  {' … '.join(words)} — " if words else " — ").append_text(source(document))
    return text
