"""Meetings for an assistant: which fit a question, one with all that its sources say, and in what these differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import chain
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from whomet.errors import CursorError
from whomet.faces.api.questions import next_meetings
from whomet.faces.asking import Records, Telling, gather, people_of
from whomet.faces.assistants import citing, gives, takes
from whomet.faces.assistants.harmless import PIECE, cut, fitting, listed, page_of, pieces
from whomet.faces.cursors import cursor, place_in
from whomet.faces.opening import BEHIND, one_meeting, people_in
from whomet.faces.python.deciding import question_of
from whomet.faces.reasons import OF_MEETINGS, holding_together
from whomet.faces.showing import ORDER, called, statement_parts
from whomet.faces.voices import counted
from whomet.faces.web import addresses
from whomet.knowledge.publishers import PublisherKind
from whomet.model import (
    Accord,
    Account,
    Cell,
    Claim,
    Document,
    FindingKind,
    Judgement,
    Meeting,
    Property,
    Reading,
    Verdict,
    claims_by_part,
)
from whomet.reconciliation.origins import Told
from whomet.reconciliation.voices import voices_of
from whomet.register import Register
from whomet.register.browsing import View
from whomet.register.listings import DENIED, Facet
from whomet.register.paging import Day

_Answer = TypeVar("_Answer", gives.MeetingShown, gives.SourcesCompared)

_CITED = 6
"""Citations of one value, at most, where one meeting is told; one document each comes first."""
_LISTED = (
    Property.STATUS,
    Property.DATE,
    Property.CITY,
    Property.COUNTRY,
    Property.PARTY,
    Property.MEDIATOR,
    Property.DENIAL_TEXT,
)
"""What a list tells of a meeting, beside the people."""
_COMPARED = tuple(prop for prop in ORDER if prop is not Property.CODE)
_OF_DIFFERENCES = (FindingKind.SOURCES_DIFFER, FindingKind.LEFT_OUT, FindingKind.DATE_DOUBT, FindingKind.ROLE_DOUBT)
_FEW = 12  # persons of a meeting that a list names
_ROLES = 3  # of each of them

_Placed = tuple[str, Annotated[int, Meta(ge=1)], Annotated[int, Meta(ge=1)]]
"""Where an answer about one thing ended: whose, the next item, and how many there were."""


def search(register: Register, asked: takes.SearchMeetings) -> gives.MeetingsFound:
    """The meetings that fit all that is asked, by day."""
    question = question_of(asked.person, asked.party, asked.place, asked.since, asked.until, asked.status)
    order = f"meetings, {asked.order}"
    place = place_in(asked.cursor, order, tuple[str, str], None)
    differing = _differing(register) if asked.sources_differ else None

    def after(day: Day | None, most: int, among: Collection[str] | None) -> list[tuple[Day | None, str]]:
        if differing is not None:
            among = differing if among is None else differing.intersection(among)
        return [*register.meetings_by_day(day, most, among, latest=asked.order == "latest")]

    rows = next_meetings(register, question, asked.words, place, asked.limit + 1, after)
    told, records = _found(register, [row.id for _, row in rows[: asked.limit]])
    shown = fitting(told)
    following = cursor(order, rows[len(shown) - 1][0]) if len(shown) < len(rows) else ""
    return gives.MeetingsFound(shown, citing.sources_in(shown, records), following, notes_of(register))


def _differing(register: Register) -> set[str]:
    """The ids of the meetings in which sources differ, or which somebody denies."""
    properties = {*Property, DENIED}
    values = [c.value for c in register.counted(View(), (Facet.DOUBT,), 1000)[Facet.DOUBT]]
    views = (View(facets={Facet.DOUBT: value}) for value in values if value in properties)
    return set(chain.from_iterable(map(register.listed_ids, views)))


def _found(register: Register, ids: list[str]) -> tuple[list[gives.MeetingFound], Records]:
    """Some meetings as a list tells them, in the order of their ids given, and all that is known of them."""
    meetings = {meeting.id: meeting for meeting in register.meetings(ids)}
    readings = list(register.readings({a for m in meetings.values() for a in m.accounts}))
    records = records_of(register, list(meetings.values()), readings)
    return [found(meetings[i], records) for i in ids], records


def records_of(register: Register, meetings: list[Meeting], readings: list[Reading]) -> Records:
    """All that a list tells of some meetings, and what is to be warned of in them."""
    warned = [f for reading in readings for f in reading.findings]
    warned += register.compared({i for meeting in meetings for i in (meeting.id, *meeting.accounts)})
    return gather(readings, meetings, people_in(register, readings), (), warned)


def found(meeting: Meeting, records: Records) -> gives.MeetingFound:
    """A meeting as a list tells it: each value with one citation."""
    told = (cell for prop in _LISTED for cell in meeting.cells if cell.property is prop)
    cells = [_beginning(list(citing.cells(cell, records, 1))) for cell in told]
    people = list(_people(meeting, records, 1))
    about = {meeting.id, *meeting.accounts, *(document.key for document in records.documents_of(meeting))}
    warned = {f.kind.value for f in records.findings if f.about in about and f.kind is not FindingKind.SOURCES_DIFFER}
    left = max(0, len(people) - _FEW)
    return gives.MeetingFound(head(meeting, records), cells, people[:_FEW], left, sorted(warned))


def _beginning(pieces: list[gives.Cell]) -> gives.Cell:
    """The first piece of a cell, which says how much it leaves out."""
    return replace(pieces[0], more_readings=sum(len(piece.readings) for piece in pieces[1:]))


def head(meeting: Meeting, records: Records) -> gives.Head:
    """Which meeting it is, and by how many it is told."""
    documents = records.documents_of(meeting)
    differ = [called(cell.property) for cell in meeting.cells if cell.accord is Accord.CONFLICT]
    told_by = counted(documents, voices_of(documents, records.told(meeting)))
    return gives.Head(meeting.id, addresses.meeting(meeting.id), len(meeting.accounts), told_by, differ)


def notes_of(register: Register) -> list[str]:
    """What is to be known of a register's state."""
    if not register.behind:
        return []
    return [f"{BEHIND[0].upper()}{BEHIND[1:]}; then `whomet read`, run again, ends it."]


# ----------------------------------------------------------------------------------------------- one meeting


def show(register: Register, asked: takes.OneMeeting) -> gives.MeetingShown:
    """One meeting with all that its sources say. Raises NotFoundError where the name leads to none, or several."""
    return _of_one("show_meeting", register, asked, gives.MeetingShown, items_of)


def _of_one(
    name: str,
    register: Register,
    asked: takes.OneMeeting,
    kind: type[_Answer],
    items: Callable[[Meeting, Records], Iterator[tuple[str, Struct]]],
) -> _Answer:
    """What is asked of one meeting, as much as an answer has room for, with its documents. Raises NotFoundError."""
    meeting, records = one_meeting(register, asked.meeting, ids=())
    lists, following = _page(name, asked, meeting, list(items(meeting, records)))
    return kind(
        head(meeting, records),
        register.last_decision(),
        **lists,
        documents=citing.sources_in(lists, records),
        next=following,
        notes=notes_of(register),
    )


def _page(
    name: str, asked: takes.OneMeeting, meeting: Meeting, items: list[tuple[str, Struct]]
) -> tuple[dict[str, list[Any]], str]:
    """What of one meeting an answer has room for, and the cursor of the rest."""
    whose, begin, many = place_in(asked.cursor, name, _Placed, (meeting.id, 0, len(items)))
    if (whose, many) != (meeting.id, len(items)):
        raise CursorError("This cursor is of another meeting, or the meeting has changed since; ask without it.")
    lists, end = page_of(items, begin)
    return lists, cursor(name, (meeting.id, end, len(items))) if end else ""


def items_of(meeting: Meeting, records: Records) -> Iterator[tuple[str, Struct]]:
    """All that there is to tell of a meeting, piece by piece, each with the list that it stands in."""
    told = records.told(meeting)
    yield from (("accounts", citing.account_of(account, records, meeting.id)) for account in told)
    for prop in ORDER:
        cells = (c for cell in meeting.cells if cell.property is prop for c in citing.cells(cell, records, _CITED))
        yield from (("cells", cell) for cell in cells)
    yield from (("people", person) for person in _people(meeting, records, _CITED))
    one_name = {t.value(Property.PERSON_NAME): n for n, ts in people_of(meeting, records).items() for t in ts}
    yield from (("statements", said) for account in told for said in _statements(account, one_name, records))
    yield from (("figures", figure) for figure in _figures(meeting, records))
    yield from (("judgements", judgement) for judgement in _judgements(meeting, records))
    yield from (("warnings", warning) for warning in _warnings(records))


def _people(meeting: Meeting, records: Records, most: int) -> Iterator[gives.Person]:
    for name, tellings in people_of(meeting, records).items():
        parties = dict.fromkeys(p for t in tellings if (p := t.value(Property.PERSON_PARTY)))
        named = citing.reading(name, _told(tellings, Property.PERSON_NAME), records, most)
        roles: dict[str, list[Telling]] = {}
        for telling in tellings:
            if role := telling.value(Property.PERSON_ROLE):
                roles.setdefault(role, []).append(telling)
        told = [citing.reading(role, _told(ts, Property.PERSON_ROLE), records, most) for role, ts in roles.items()]
        shown = fitting(told[: citing.READINGS if most > 1 else _ROLES], PIECE)
        sides = listed(parties, citing.READINGS)
        ident, left = _person_id(tellings[0], records), len(told) - len(shown)
        yield gives.Person(cut(name), ident, sides, named.citations, shown, named.more_citations, left)


def _told(tellings: list[Telling], prop: Property) -> list[citing.Told]:
    return [(claim, telling.account) for telling in tellings if (claim := telling.first(prop))]


def _person_id(telling: Telling, records: Records) -> str:
    entity = records.persons.get(f"{telling.account.id}/{telling.claims[0].part}")
    return entity.id if entity else ""


def _statements(account: Account, one_name: Mapping[str, str], records: Records) -> Iterator[gives.Statement]:
    """What an account reports to have been said; `one_name`: what a person is called, by each spelling here."""
    document = records.documents[account.document]
    for part in statement_parts(account):
        values = {claim.property: claim.value for claim in part}
        speakers = dict.fromkeys(c.value for c in part if c.property is Property.STATEMENT_SPEAKER)
        if list(speakers) == ["both"]:
            speakers = dict.fromkeys(account.values(Property.PARTY) or speakers)
        said = [c for c in part if c.property is Property.STATEMENT_TEXT]
        yield gives.Statement(
            listed((one_name.get(speaker, speaker) for speaker in speakers), citing.READINGS),
            values.get(Property.STATEMENT_ACT) or "states",
            values.get(Property.STATEMENT_QUOTE) == "true",
            fitting((citation for claim in said for citation in citing.of_claim(claim, account, document)), PIECE),
            cut(values.get(Property.STATEMENT_VIA, "")),
        )


def _figures(meeting: Meeting, records: Records) -> Iterator[gives.Figure]:
    for document in records.documents_of(meeting):
        for figure in claims_by_part(records.figures.get(document.key, ()), "figure"):
            number, giver = figure.get(Property.FIGURE_VALUE), figure.get(Property.FIGURE_SOURCE)
            what: Claim | None = figure.get(Property.FIGURE_WHAT) or number
            words = [citing.of_span(span, document) for span in what.spans] if what else []
            yield gives.Figure(cut(number.value) if number else "", words, cut(giver.value) if giver else "")


def _judgements(meeting: Meeting, records: Records) -> Iterator[gives.Judgement]:
    """What holds the meeting together, and what leaves open whether another account belongs to it."""
    ours = set(meeting.accounts)
    inside = [j for j in records.judgements if {j.left, j.right} <= ours]
    outside = [j for j in records.judgements if j.verdict is Verdict.UNSURE and len({j.left, j.right} & ours) == 1]
    yield from map(_judgement, [*holding_together(inside), *outside])


def _judgement(found: Judgement) -> gives.Judgement:
    ranked = sorted(found.reasons, key=lambda reason: -abs(reason.weight))
    because, against = (listed((r.text for r in ranked if (r.weight > 0) is side), 10) for side in (True, False))
    return gives.Judgement([found.left, found.right], found.verdict.value, because, against, found.judge)


def _warnings(records: Records, *kinds: FindingKind) -> Iterator[gives.Caution]:
    """All there is to warn of, or what is of some kinds."""
    for finding in records.findings:
        if not kinds or finding.kind in kinds:
            yield citing.warning(finding, records, of_meetings=finding.kind in OF_MEETINGS)


# ---------------------------------------------------------------------------------------------- differences


def compare(register: Register, asked: takes.OneMeeting) -> gives.SourcesCompared:
    """In what the sources of one meeting differ. Raises NotFoundError where the name leads to none, or several."""
    return _of_one("compare_sources", register, asked, gives.SourcesCompared, _compared)


def _compared(meeting: Meeting, records: Records) -> Iterator[tuple[str, Struct]]:
    yield from (("voices", voice) for voice in _voices(meeting, records))
    for prop in _COMPARED:
        for name, cell in (one for c in meeting.cells if c.property is prop for one in _sorted_out(c)):
            yield from ((name, piece) for piece in citing.cells(cell, records, _CITED if name == "cells" else 2))
    yield from (("warnings", warning) for warning in _warnings(records, *_OF_DIFFERENCES))


def _sorted_out(cell: Cell) -> Iterator[tuple[str, Cell]]:
    """Where a comparison tells a cell: what differs or is denied, what several say alike, what one alone says."""
    if cell.accord is not Accord.AGREE or cell.property is Property.DENIAL_TEXT:
        yield "cells", cell
        return
    alike, alone = ([one for one in cell.readings if (len(one.accounts) > 1) is several] for several in (True, False))
    for name, readings in (("agreed", alike), ("alone", alone)):
        if readings:
            yield name, Cell(cell.property, tuple(readings))


def _voices(meeting: Meeting, records: Records) -> Iterator[gives.Voice]:
    documents = {document.key: document for document in records.documents_of(meeting)}
    for voice in voices_of(documents.values(), records.told(meeting)):
        first = documents.get(voice.origin)
        kind = "" if voice.kind is PublisherKind.UNKNOWN else str(voice.kind)
        named = f"{kind} of {voice.party}" if kind and voice.party else kind or "kind not known"
        origin = citing.key_of(first) if first else cut(voice.origin)
        followers = [_follower(told, documents) for told in voice.told]
        yield from (gives.Voice(origin, cut(named), piece) for piece in pieces(followers, citing.READINGS))


def _follower(told: Told, documents: Mapping[str, Document]) -> gives.Follower:
    document = documents[told.document]
    shown = told.evidence[:2]
    words = [citing.of_span(span, documents[key]) for one in shown for key, span in one.spans[:2]]
    because = [cut(one.text) for one in shown]
    return gives.Follower(str(told.how), citing.key_of(document), citing.publisher_of(document), because, words)
