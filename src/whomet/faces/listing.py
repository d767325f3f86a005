"""Many meetings as a table, one person's life in the register, and all there is to check, as lines for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from whomet.exchange.tables import MeetingRow
from whomet.faces import dates
from whomet.faces.asking import Records, counterparts, leading, levels_of, meetings_of, people_of, spellings
from whomet.faces.reasons import finding_line
from whomet.faces.sources import source
from whomet.faces.terminal import clean, clean_lines, heading, hung, is_narrow, is_unwrapped
from whomet.knowledge.places import countries
from whomet.knowledge.roles import Level, understand_role
from whomet.model import Accord, Entity, Finding, FindingKind, Meeting, Property
from whomet.values.edtf import bounds


def row_of(meeting: Meeting, records: Records, voices: int) -> MeetingRow:
    """A meeting as a row, for a table or an export."""
    documents = records.documents_of(meeting)
    publishers = dict.fromkeys(d.publisher.value for d in documents if d.publisher and d.publisher.value)

    def of(prop: Property) -> list[str]:
        return list(meeting.values(prop))

    return MeetingRow(
        id=meeting.id,
        date=of(Property.DATE),
        status=of(Property.STATUS),
        format=of(Property.FORMAT),
        contact=of(Property.CONTACT),
        city=of(Property.CITY),
        country=of(Property.COUNTRY),
        venue=of(Property.VENUE),
        part_of=of(Property.PART_OF),
        parties=of(Property.PARTY),
        mediators=of(Property.MEDIATOR),
        people=list(people_of(meeting, records)),
        levels=[f"{party}: {level}" for party, level in levels_of(meeting, records).items()],
        topics=of(Property.TOPIC),
        differ=[cell.property.value for cell in meeting.cells if cell.accord is Accord.CONFLICT],
        accounts=list(meeting.accounts),
        documents=[d.id for d in documents],
        publishers=list(publishers),
        voices=voices,
    )


# ------------------------------------------------------------------------------------ many meetings


_COLUMNS = {"meeting": 8, "date": 12, "place": 12, "parties": 12, "who": 18, "status": 9, "format": 9, "docs/voices": 5}
"""Columns of a table of meetings, with the fewest characters that a terminal should give each."""


def meetings_table(console: Console, meetings: Iterable[tuple[Meeting, MeetingRow]], short: Mapping[str, str]) -> Table:
    """A table of meetings; on a narrow terminal eight columns are folded into five."""
    narrow, flat = is_narrow(console), is_unwrapped(console)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, leading=0 if flat else 1)
    for name, least in _COLUMNS.items():
        if not narrow or name not in ("date", "status", "format"):
            header = name if flat else name.replace("/", "/\n") if "/" in name else f"\n{name}"
            table.add_column(header, min_width=least, no_wrap=name == "meeting" and not narrow, overflow="fold")
    for meeting, row in meetings:
        cells = _cells(meeting, row, short, flat=flat)
        table.add_row(*(_folded(cells) if narrow else cells))
    return table


def _cells(meeting: Meeting, row: MeetingRow, short: Mapping[str, str], *, flat: bool) -> list[Text]:
    """The eight cells of a meeting; several values stand under each other, or on one line where lines must stay one."""
    listed, between = (", ", " / ") if flat else ("\n", "\n")
    status, form = (between.join(leading(meeting, p)) for p in (Property.STATUS, Property.FORMAT))
    return [
        Text(short.get(row.id, row.id), "cyan"),
        _date(meeting, row, between),
        _place(row, between),
        Text(listed.join(map(clean, row.parties))),
        Text(listed.join(map(clean, row.people))),
        _marked(status, row, "status"),
        _marked("" if form == "unspecified" else form, row, "format"),
        Text(f"{len(row.documents)}/{row.voices}"),
    ]


def _folded(cells: list[Text]) -> list[Text]:
    """Five cells: date under the id, status and format under the place."""
    ident, date, place, parties, people, status, form, count = cells
    under = [t for t in (place, status, form) if t.plain]
    return [Text("\n").join([ident, date]), Text("\n").join(under), parties, people, count]


def _date(meeting: Meeting, row: MeetingRow, between: str) -> Text:
    told = between.join(dates.either(leading(meeting, Property.DATE)))
    return _marked(told, row, "date") if told else Text("no date", "dim")


def _marked(words: str, row: MeetingRow, *keys: str) -> Text:
    """What a meeting's cell says; ≠ says that sources differ in it."""
    if any(key in row.differ for key in keys):
        return Text(f"≠ {clean_lines(words)}", "yellow")
    return Text(clean_lines(words))


def _place(row: MeetingRow, between: str) -> Text:
    country = f" ({', '.join(row.country)})" if row.city and row.country else ""
    named = between.join(row.city) + country or between.join(countries().get(c, c) for c in row.country)
    return _marked(named, row, "city", "country")


# ----------------------------------------------------------------------------------------- one person


def person_page(console: Console, entity: Entity, records: Records) -> Iterator[Text]:
    """A person: how the name is spelt, roles over time with their sources, meetings with whom."""
    yield Text(clean(entity.name), "bold")
    spelt = ", ".join(f"{clean(name)} ({times})" for name, times in spellings(entity, records).most_common())
    yield from hung(console, "spelt", [Text(spelt)], indent=0, column=7)
    yield Text(f"person {entity.id}", "dim")
    if entity.roles:
        yield Text()
        yield from heading(console, "roles, as the reports state them")
    known = (role for role in entity.roles if role[2] in records.accounts)
    for when, roles in groupby(sorted(known, key=_by_day), key=lambda r: r[1]):
        lines = (_role_line(role, account, records) for role, _, account in roles)
        yield from hung(console, dates.short(when) or "no date", lines)
    yield Text()
    yield from heading(console, "meetings")
    for meeting in meetings_of(entity, records):
        when = " or ".join(map(dates.short, leading(meeting, Property.DATE))) or "no date"
        yield from hung(console, when, _encounter(entity, meeting, records))


def _by_day(role: tuple[str, str, str]) -> tuple[str, str, str]:
    """Roles by their first possible day, those without a date last."""
    first = bounds(role[1])
    return (first[0].isoformat() if first else "9999", role[1], role[0])


def _role_line(role: str, account: str, records: Records) -> Text:
    level = understand_role(role).level
    how = (f" ({level})", "dim") if level is not Level.OTHER else ""
    return Text.assemble(clean(role), how, " — ", source(records.documents[records.accounts[account].document]))


def _encounter(entity: Entity, meeting: Meeting, records: Records) -> Iterator[Text]:
    others = counterparts(entity, meeting, records)
    told = [" or ".join(leading(meeting, p)) for p in (Property.CITY, Property.STATUS)]
    yield Text.assemble((records.short[meeting.id], "cyan"), "  ", clean(", ".join(filter(None, told))))
    yield Text(f"with {clean(', '.join(others))}" if others else "with nobody named")
    yield Text(clean(" – ".join(meeting.values(Property.PARTY))), "dim")
    if codes := meeting.values(Property.CODE):
        yield Text(clean(f"coded {', '.join(codes)}"), "dim")


def people_list(people: Iterable[Entity]) -> Iterator[Text]:
    """Several persons that a name fits, a line each."""
    for entity in people:
        others = [name for name in entity.names if name != entity.name]
        also = f", also {clean(', '.join(others))}" if others else ""
        yield Text.assemble((clean(entity.name), "bold"), also, (f"  {entity.id}", "dim"))


# ---------------------------------------------------------------------------------------- all to check

_TITLES = {
    FindingKind.DATE_DOUBT: "doubtful dates of publication",
    FindingKind.DATE_UNRESOLVED: "dates that nothing anchors",
    FindingKind.NAME_UNRESOLVED: "names not resolved",
    FindingKind.PLACE_AMBIGUOUS: "places that may be several",
    FindingKind.SOURCES_DIFFER: "where sources differ",
    FindingKind.LEFT_OUT: "what one side's media tell and others leave out",
    FindingKind.ROLE_DOUBT: "roles that what is known contradicts",
    FindingKind.IDENTITY_UNSURE: "what may be one and is kept apart",
    FindingKind.LANGUAGE: "other languages",
    FindingKind.INPUT_SKIPPED: "input that could not be read",
    FindingKind.SAME_ID: "documents with one id",
    FindingKind.ENCODING: "bytes that were no text",
    FindingKind.TRUNCATED: "cut short",
    FindingKind.NOT_UNDERSTOOD: "not understood",
}


def check_page(console: Console, records: Records) -> Iterator[Text]:
    """Every finding of the register by kind, each kind with its count, and a count of all at the end."""
    by_kind = {kind: [f for f in records.findings if f.kind is kind] for kind in _TITLES}
    for kind, found in by_kind.items():
        if found:
            yield from heading(console, _TITLES[kind], str(len(found)))
            for finding in found:
                yield from hung(console, "", [_checked(finding, records)], column=2)
            yield Text()
    documents, meetings = len(records.documents), len(records.meetings)
    yield Text(f"{len(records.findings)} findings over {documents} documents and {meetings} meetings")


def _checked(finding: Finding, records: Records) -> Text:
    line = finding_line(finding, records)
    meeting = records.homes.get(finding.about)
    if meeting is None or meeting.id in finding.text:
        return line
    when = [" or ".join(map(dates.short, leading(meeting, Property.DATE)))]
    told = ", ".join(filter(None, [*meeting.values(Property.PARTY)[:2], *meeting.values(Property.CITY)[:1], *when]))
    return line.append(f"  meeting {records.short[meeting.id]} ({clean(told)})", "dim")
