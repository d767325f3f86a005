"""One meeting, cell by cell, as lines for a reader: each account's words beside the other's, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rich.console import Console
from rich.text import Text

from whomet.faces.asking import Records, Telling, in_order, leading, people_of
from whomet.faces.dates import plain
from whomet.faces.reasons import warnings, why_one
from whomet.faces.sources import introduced, sources
from whomet.faces.terminal import clean, heading, hung, quoted
from whomet.faces.voices import counted, voices_part
from whomet.knowledge.places import countries
from whomet.knowledge.roles import Level, understand_role
from whomet.model import (
    Accord,
    Account,
    Cell,
    Claim,
    Document,
    FindingKind,
    Meeting,
    Property,
    claims_by_part,
)
from whomet.reconciliation.origins import Voice
from whomet.reconciliation.voices import voices_of
from whomet.values.by_hand import is_by_hand
from whomet.values.readings import claims_behind

ORDER = [
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
    Property.CODE,
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
    Property.CODE: "coded",
}
BESIDE = {
    Property.DELEGATION_TEXT: (Property.DELEGATION_PARTY, "of "),
    Property.OUTCOME_TEXT: (Property.OUTCOME_KIND, ""),
    Property.DENIAL_TEXT: (Property.DENIAL_BY, "denied by "),
}
"""What is told beside the words of a delegation, outcome or denial, and how it is introduced."""

_VERBATIM = {
    Property.TIME_TEXT,
    Property.DURATION,
    Property.VENUE,
    Property.PART_OF,
    Property.DELEGATION_TEXT,
    Property.TOPIC,
    Property.OUTCOME_TEXT,
    Property.DENIAL_TEXT,
}
"""Properties whose readings are words of the documents: shown once, as what the documents say."""

TOGETHER = {
    Accord.AGREE: "",
    Accord.FINER: "they agree, one more precise than another",
    Accord.LATER: "what was planned, and what was known later",
    Accord.CONFLICT: "the sources differ",
}
"""How the readings of a cell go together, before a reader."""

_COLUMN = 18

Told = tuple[Text, Text, Document]
"""Some words, what is to be said of them (through whom, how the value follows), and the document that prints them."""


def called(prop: Property) -> str:
    """What a property is called before a reader."""
    return _CALLED.get(prop, prop.value.replace("_", " ").replace(".", ", "))


def meeting_page(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    """Everything the register holds about one meeting, as lines of at most the console's width."""
    documents = records.documents_of(meeting)
    voices = voices_of(documents, records.told(meeting))
    parts: Iterable[Iterable[Text]] = (
        chain.from_iterable(hung(console, "", [line], column=0) for line in _head(meeting, voices, documents)),
        _accounts(console, meeting, records),
        voices_part(console, voices, documents),
        _cells(console, meeting, records),
        _people(console, meeting, records),
        _statements(console, meeting, records),
        _figures(console, meeting, records),
        why_one(console, meeting, records),
        warnings(console, meeting, records),
    )
    for number, part in enumerate(p for p in map(list, parts) if p):
        if number:
            yield Text()
        yield from part


# --------------------------------------------------------------------------------- head and accounts


def _head(meeting: Meeting, voices: Sequence[Voice], documents: Sequence[Document]) -> Iterator[Text]:
    sides = " – ".join(meeting.values(Property.PARTY)) or "parties not told"
    yield Text(clean(sides), "bold")
    where = [" or ".join(map(_named, leading(meeting, p))) for p in (Property.CITY, Property.COUNTRY)]
    when = " or ".join(map(plain, leading(meeting, Property.DATE))) or "no date"
    state = " or ".join(leading(meeting, Property.STATUS))
    yield Text(clean(", ".join(filter(None, [state, when, *where]))))
    accounts = f"{len(meeting.accounts)} account{'s' * (len(meeting.accounts) > 1)}"
    yield Text(f"meeting {meeting.id}: {accounts} in {counted(documents, voices)}", "dim")
    differing = {cell.property for cell in meeting.cells if cell.accord is Accord.CONFLICT}
    if named := [called(prop) for prop in ORDER if prop in differing]:
        yield Text(f"≠ the sources differ on {', '.join(named)}", "yellow")


def _named(place: str) -> str:
    """A country's code as its name; a city is left as it is."""
    return countries().get(place, place)


def _accounts(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    yield from heading(console, "accounts")
    doubted = {f.about for f in records.findings if f.kind is FindingKind.DATE_DOUBT}
    for account in records.told(meeting):
        document = records.documents[account.document]
        lines = [
            introduced(document, doubted=document.key in doubted).append(f"  {_how_told(account)}", "dim"),
            *([Text(f"{clean(document.kind.value)}: {clean(document.kind.basis)}", "dim")] if document.kind else []),
            *([Text(clean(document.title.value), "italic")] if document.title and document.title.value else []),
            *(Text(_words_of(c, document)) for c in account.all(Property.LEAD)[:1]),
            *([Text(clean(document.url), "dim")] if document.url else []),
        ]
        yield from hung(console, records.short[account.id], lines, column=_COLUMN)


def _how_told(account: Account) -> str:
    """How surely an account was read, or who added it."""
    if is_by_hand(account.id):
        lead = account.first(Property.LEAD)
        return clean(lead.basis) if lead else ""
    told = "reported as news" if account.main else "mentioned in passing"
    return f"{told}, confidence {account.confidence:.2f}"


# ------------------------------------------------------------------------------------------- the cells


def _cells(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    cells = {cell.property: cell for cell in meeting.cells}
    accounts = records.told(meeting)
    for prop in ORDER:
        if prop in cells:
            yield from _cell(console, cells[prop], accounts, records)


def _cell(console: Console, cell: Cell, accounts: Iterable[Account], records: Records) -> Iterator[Text]:
    yield from heading(console, called(cell.property), TOGETHER[cell.accord])
    for reading in in_order(cell):
        behind = (a for a in accounts if a.id in reading.accounts)
        told = _joined(_told(c, a, records) for a in behind for c in claims_behind(cell.property, reading, a))
        if cell.property in _VERBATIM:
            yield from hung(console, "", told, column=4)
        else:
            yield from hung(console, _label(cell.property, reading.value), told, column=_COLUMN)


def _label(prop: Property, value: str) -> str:
    if prop is Property.DATE:
        return plain(value)
    return f"{_named(value)} ({value})" if prop is Property.COUNTRY and value in countries() else value


def _told(claim: Claim, account: Account, records: Records) -> Told:
    """The words that show a claim; through whom they come, and how the value follows."""
    document = records.documents[account.document]
    words, said = _words_of(claim, document), Text()
    beside = BESIDE.get(claim.property)
    for other in account.all(beside[0]) if beside else ():
        if beside and other.part == claim.part and other.value:
            said.append(f", {beside[1]}{clean(other.value)}")
    said.append_text(_through(claim.according_to))
    if claim.basis and clean(claim.basis).strip('"“”') != words.strip("“”"):
        said.append(f". Basis: {clean(claim.basis)}", "dim")
    return Text(words), said, document


def _joined(told: Iterable[Told]) -> Iterator[Text]:
    """A line for each: words, source, what is to be said of them. What several documents say alike is one line."""
    alike: dict[tuple[str, str], list[Told]] = {}
    for words, said, document in told:
        alike.setdefault((words.plain, said.plain), []).append((words, said, document))
    for found in alike.values():
        words, said, _ = found[0]
        yield Text.assemble(words, " — ", sources([document for _, _, document in found]), said)


def _through(chain_of: tuple[str, ...]) -> Text:
    return Text(f", according to {clean(', quoting '.join(chain_of))}" if chain_of else "")


def _words_of(claim: Claim, document: Document) -> str:
    return " … ".join(quoted(span.of(document.text)) for span in claim.spans) or "no words of its own"


# -------------------------------------------------------------------------------- people, statements, figures


def _people(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    people = people_of(meeting, records)
    differ = any(c.accord is Accord.CONFLICT for c in meeting.cells if c.property.startswith("person."))
    if people:
        yield from heading(console, "people", "the sources differ" if differ else "")
    for name, tellings in people.items():
        parties = dict.fromkeys(p for t in tellings if (p := t.value(Property.PERSON_PARTY)))
        for_whom = f", for {clean(' or '.join(parties))}" if parties else ""
        yield Text.assemble("  ", (clean(name), "bold"), for_whom, (_levels(tellings), "dim"))
        yield from hung(console, "", _joined(_as_told(t, records) for t in tellings), column=_COLUMN)


def _levels(tellings: Iterable[Telling]) -> str:
    """How high the roles are that a person is told in, and in what manner they are held where that is said."""
    roles = [(t.value(Property.PERSON_ROLE), t.value(Property.PERSON_PARTY)) for t in tellings]
    understood = [understand_role(role, party) for role, party in roles if role]
    levels = dict.fromkeys(f"{r.manner} {r.level}".strip() for r in understood if r.level is not Level.OTHER)
    return f"  {' or '.join(levels)}" if levels else ""


def _as_told(telling: Telling, records: Records) -> Told:
    document = records.documents[telling.account.document]
    claims = [c for p in (Property.PERSON_NAME, Property.PERSON_ROLE) if (c := telling.first(p))]
    return Text(", ".join(_words_of(claim, document) for claim in claims)), _through(claims[0].according_to), document


def _statements(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    by_speaker: dict[str, list[Told]] = {}
    one_name = {t.value(Property.PERSON_NAME): n for n, ts in people_of(meeting, records).items() for t in ts}
    for account in records.told(meeting):
        for part in statement_parts(account):
            said = [c for c in part if c.property is Property.STATEMENT_TEXT]
            speakers = dict.fromkeys(c.value for c in part if c.property is Property.STATEMENT_SPEAKER)
            if list(speakers) == ["both"]:
                speakers = dict.fromkeys(account.values(Property.PARTY) or speakers)
            name = " and ".join(one_name.get(s, s) for s in speakers) or "speaker not told"
            by_speaker.setdefault(name, []).extend(_as_said(claim, part, account, records) for claim in said)
    if by_speaker:
        yield from heading(console, "what was said")
    for name, said_by in by_speaker.items():
        yield from hung(console, "", [Text(clean(name), "bold")], column=2)
        for line in _joined(said_by):
            yield from hung(console, "", [line], column=4)


def statement_parts(account: Account) -> Iterable[list[Claim]]:
    """The claims of each statement of an account, joint speakers all kept."""
    parts: dict[int, list[Claim]] = {}
    for claim in account.claims:
        if claim.property.startswith("statement."):
            parts.setdefault(claim.part, []).append(claim)
    return parts.values()


def _as_said(claim: Claim, part: list[Claim], account: Account, records: Records) -> Told:
    words, said, document = _told(claim, account, records)
    values = {c.property: c.value for c in part}
    via, cue = values.get(Property.STATEMENT_VIA, ""), values.get(Property.STATEMENT_CUE, "")
    if via and via not in claim.according_to:
        said.append(f", through {quoted(via)}")
    manner = "quoted" if values.get(Property.STATEMENT_QUOTE) == "true" else "reported"
    said.append(f" ({quoted(cue) + ', ' if cue else ''}{manner})", "dim")
    return Text.assemble((f"{values.get(Property.STATEMENT_ACT, 'states')}: ", "bold"), words), said, document


def _figures(console: Console, meeting: Meeting, records: Records) -> Iterator[Text]:
    by_value: dict[str, list[Told]] = {}
    for document in records.documents_of(meeting):
        for figure in claims_by_part(records.figures.get(document.key, ()), "figure"):
            number = figure.get(Property.FIGURE_VALUE)
            by_value.setdefault(number.value if number else "?", []).append(_figure(figure, document))
    if by_value:
        yield from heading(console, "figures in these documents")
    for value, told in by_value.items():
        yield from hung(console, _grouped(value), _joined(told), column=_COLUMN)


def _figure(figure: dict[Property, Claim], document: Document) -> Told:
    what, giver = figure.get(Property.FIGURE_WHAT), figure.get(Property.FIGURE_SOURCE)
    said = Text(f", given by {quoted(giver.value)}" if giver and giver.value else "")
    return Text(_words_of(what, document) if what else "no words of its own"), said, document


def _grouped(number: str) -> str:
    """ "4200000" as "4,200,000"; what is no plain number is left as it is."""
    return f"{int(number):,}" if number.isdecimal() and len(number) < 20 else number
