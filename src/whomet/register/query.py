"""What is asked of the tables, each function within one short look; none holds a lock after it returns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, func, or_, select, true

from whomet.model import Entity, Finding, FindingKind, Judgement, Meeting, Property
from whomet.register import derived, rows, tables
from whomet.register.search import Found
from whomet.values import by_hand
from whomet.values.decisions import DecisionKind
from whomet.values.ids import told_apart

_MOST = 20_000  # readings: of more it is sooner to go through all
CHUNK = 200  # keys asked for at once: far below every database's limit of parameters

Item = TypeVar("Item")


def chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    left = iter(items)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _rows(connection: Connection, table: Table, column: str, keys: Sequence[Any]) -> Sequence[Any]:
    """The rows of a table that belong to some keys, in the order of the table's own key."""
    return connection.execute(select(table).where(table.c[column].in_(keys)).order_by(*table.primary_key)).all()


# ---------------------------------------------------------------------------------------------------- readings


def newest(connection: Connection, only: ColumnElement[bool] | None = None) -> list[int]:
    """The number of each document's newest reading, in the order of document id, then key."""
    mine, document = tables.readings.c, tables.documents.c
    found = (
        select(mine.number)
        .join(tables.documents, document.key == mine.document)
        .where(is_newest(), true() if only is None else only)
        .order_by(document.id, document.key)
    )
    return list(connection.scalars(found))


def is_newest() -> ColumnElement[bool]:
    """Whether no reading of the same document takes the place of this one."""
    mine, newer = tables.readings.c, tables.readings.alias().c
    return ~exists().where(newer.document == mine.document, newer.precedence > mine.precedence)


def told_in(connection: Connection, entries: Select[Any]) -> Found:
    """The accounts and documents that entries of the full-text index lead to; of accounts those of newest readings."""
    found, reading, account = entries.subquery(), tables.readings.c, tables.accounts.c
    read = select(reading.document).join(found, found.c.reading == reading.number)
    told = (
        select(account.id)
        .join(found, (found.c.reading == account.reading) & (found.c.account == account.number))
        .join(tables.readings, reading.number == account.reading)
    )
    return Found(
        frozenset(connection.scalars(told.where(is_newest()))),
        frozenset(connection.scalars(read.where(found.c.account == 0))),
    )


def newest_with(connection: Connection, account_ids: Iterable[str]) -> list[int]:
    """As `newest`, of the documents that have one of these accounts."""
    account = tables.accounts.c
    having: set[int] = set()
    for ids in chunks(account_ids):
        having.update(connection.scalars(select(account.reading).where(account.id.in_(ids))))
        added = [by_hand.decision_of(i) for i in ids if by_hand.is_by_hand(i)]
        having.update(known(connection, set(connection.scalars(_added_to(added)))) if added else ())
    if len(having) > _MOST:
        return [number for number in newest(connection) if number in having]
    mine, document = tables.readings.c, tables.documents.c
    placed = select(document.id, document.key, mine.number).join(tables.documents, document.key == mine.document)
    found: list[tuple[str, str, int]] = []
    for some in chunks(sorted(having)):
        rows = connection.execute(placed.where(is_newest(), mine.number.in_(some)))
        found += [(row.id, row.key, row.number) for row in rows]
    return [number for _, _, number in sorted(found)]


def heads(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    """Readings joined with their documents, without the text, in the order of `numbers`."""
    document = tables.documents.c
    found = select(tables.readings, document.key, document.id, document.source, document.original)
    joined = found.join(tables.documents).where(tables.readings.c.number.in_(numbers))
    by_number = {row.number: row for row in connection.execute(joined)}
    return [by_number[number] for number in numbers if number in by_number]


def _added_to(decisions: Sequence[str]) -> Select[tuple[str]]:
    """The documents to which some decisions, by their ids, add an account."""
    made, anchor = tables.decisions.c, tables.anchors.c
    adding = select(anchor.document).join(tables.decisions, made.number == anchor.decision)
    return adding.where(made.kind == DecisionKind.ADD, made.id.in_(decisions), anchor.position == 0)


def added_accounts(connection: Connection, documents: Collection[str] | None = None) -> list[str]:
    """The id of every account that a person ever added, or of those in some documents, sorted."""
    made, anchor = tables.decisions.c, tables.anchors.c
    found = select(made.id).where(made.kind == DecisionKind.ADD).order_by(made.id)
    if documents is not None:
        found = found.join(tables.anchors, anchor.decision == made.number).where(anchor.document.in_(documents))
    return [by_hand.account_id(decision) for decision in connection.scalars(found.distinct())]


def parts(connection: Connection, numbers: Sequence[int], claims: Collection[Property] | None = None) -> rows.Parts:
    """All that some readings hold below their documents; with `claims` only those of these properties, beside what is
    claimed of the documents themselves."""
    claim, cited = tables.claims.c, tables.citations.c
    wanted = true() if claims is None else or_(claim.account.is_(None), claim.property.in_(list(claims)))
    of_them = select(tables.claims).where(claim.reading.in_(numbers), wanted)
    spans = select(tables.citations).where(cited.reading.in_(numbers))
    if claims is not None:
        spans = spans.join(tables.claims, (claim.reading == cited.reading) & (claim.number == cited.claim)).where(
            wanted
        )
    return rows.parts_from(
        _rows(connection, tables.accounts, "reading", numbers),
        connection.execute(of_them.order_by(*tables.claims.primary_key)).all(),
        connection.execute(spans.order_by(*tables.citations.primary_key)).all(),
        _finding_rows(connection, numbers),
    )


def texts(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """The texts of some documents by key."""
    document = tables.documents.c
    found = connection.execute(select(document.key, document.text).where(document.key.in_(keys)))
    return {row.key: row.text for row in found}


def account_ids(connection: Connection) -> list[str]:
    """The id of every account, also of older readings, and of those that people added."""
    read = connection.scalars(select(tables.accounts.c.id).distinct().order_by(tables.accounts.c.id))
    return [*read, *added_accounts(connection)]


def account_ids_beginning(connection: Connection, beginnings: Collection[str]) -> list[str]:
    """The ids among `account_ids` that begin in one of some ways, by code point as ids are compared."""
    column, found = tables.accounts.c.id, set[str]()
    for some in chunks(sorted(beginnings)):
        near = or_(*(column.between(one, one + "\U0010ffff") for one in some))
        found.update(connection.scalars(select(column).where(near)))
    return sorted(found.union(i for i in added_accounts(connection) if i.startswith(tuple(beginnings))))


def meta(connection: Connection) -> dict[str, str]:
    """What the register says of itself."""
    return {row.name: row.value for row in connection.execute(select(tables.meta))}


def kept(connection: Connection, keys: Collection[str]) -> list[str]:
    """Those of some keys that are a document's, sorted."""
    column = tables.documents.c.key
    return sorted(
        k for some in chunks(sorted(keys)) for k in connection.scalars(select(column).where(column.in_(some)))
    )


# ---------------------------------------------------------------------------------------------------- findings


def findings_of(connection: Connection, numbers: Sequence[int]) -> list[Finding]:
    """What some readings warn of, in the order of `numbers`."""
    by_number: dict[int, list[Finding]] = {}
    for row in _finding_rows(connection, numbers):
        by_number.setdefault(row.reading, []).append(rows.finding_from(row))
    return [finding for number in numbers for finding in by_number.get(number, ())]


def _finding_rows(connection: Connection, numbers: Sequence[int]) -> Sequence[Any]:
    column = tables.findings.c
    of_them = select(tables.findings).where(column.reading.in_(numbers))
    return connection.execute(of_them.order_by(column.reading, column.position)).all()


def compared(connection: Connection, about: Collection[str] | None = None) -> list[Finding]:
    """What comparing all accounts warns of, or so much of it as is about some ids."""
    column = tables.compared.c
    asked = select(column.kind, column.text, column.about).order_by(column.about, column.kind, column.text)
    if about is None:
        found = list(connection.execute(asked))
    else:
        found = [row for ids in chunks(sorted(about)) for row in connection.execute(asked.where(column.about.in_(ids)))]
    return [Finding(FindingKind(row.kind), row.text, row.about) for row in found] + _namesakes(connection, about)


def _namesakes(connection: Connection, about: Collection[str] | None) -> list[Finding]:
    """One finding for each id that several documents go by, about the first of them."""
    document = tables.documents.c
    shared = select(document.id).group_by(document.id).having(func.count() > 1)
    if about is None:
        wanted = [shared]
    else:  # only ids of these documents are looked at: there may be hundreds of thousands of others
        of_them = (select(document.id).where(document.key.in_(some)) for some in chunks(sorted(about)))
        wanted = [shared.where(document.id.in_(some)) for some in of_them]
    rows: dict[str, Any] = {}
    for ids in wanted:
        found = select(document.id, document.key, document.source).where(document.id.in_(ids))
        rows |= {row.key: row for row in connection.execute(found)}
    ordered = sorted(rows.values(), key=lambda row: (row.id, row.key))
    told = [_same_id(list(same)) for _, same in groupby(ordered, lambda row: row.id)]
    return [finding for finding in told if about is None or finding.about in about]


def _same_id(found: Sequence[Any]) -> Finding:
    named = ", ".join(f"{told_apart(d.id, d.key)} ({d.source})" for d in found[:4])
    more = f" and {len(found) - 4} more" if len(found) > 4 else ""
    text = f"{len(found)} documents have the id {found[0].id}; each is known as: {named}{more}."
    return Finding(FindingKind.SAME_ID, text, about=found[0].key)


def still_skipped(connection: Connection) -> list[Finding]:
    """What runs could not read and none has read since: no document comes from the source that a finding is about."""
    column, copy = tables.findings.c, tables.copies.c
    noted = select(tables.findings).where(column.origin == "run").order_by(column.about, column.kind, column.text)
    found = [rows.finding_from(row) for row in connection.execute(noted)]
    read: set[str] = set()
    for sources in chunks({f.about for f in found if f.kind is FindingKind.INPUT_SKIPPED and f.about}):
        read.update(connection.scalars(select(copy.source).where(copy.source.in_(sources))))
    return [f for f in found if f.kind is not FindingKind.INPUT_SKIPPED or f.about not in read]


# ------------------------------------------------------------------------------------------------ what follows


def meeting_ids(connection: Connection) -> list[str]:
    return list(connection.scalars(select(tables.meetings.c.id).order_by(tables.meetings.c.id)))


def voices(connection: Connection) -> dict[str, int]:
    """How many voices each meeting was found to have."""
    column = tables.meetings.c
    counted = select(column.id, column.voices).where(column.voices.is_not(None))
    return {row.id: row.voices for row in connection.execute(counted)}


def meetings_with(connection: Connection, accounts: Iterable[str]) -> list[str]:
    """The ids of the meetings that have one of some accounts, sorted."""
    placed = tables.meeting_accounts.c
    found: set[str] = set()
    for ids in chunks(accounts):
        found.update(connection.scalars(select(placed.meeting).where(placed.account.in_(ids))))
    return sorted(found)


def meetings(connection: Connection, ids: Sequence[str]) -> list[Meeting]:
    """Some meetings, in the order of `ids`."""
    accounts = _grouped(_rows(connection, tables.meeting_accounts, "meeting", ids), "meeting")
    cells = _grouped(_rows(connection, tables.cells, "meeting", ids), "meeting")
    present = _present(connection, [row.account for found in accounts.values() for row in found])
    made = []
    there = set(connection.scalars(select(tables.meetings.c.id).where(tables.meetings.c.id.in_(ids))))
    for meeting in (m for m in ids if m in there):  # else it was made anew meanwhile, as another
        told_by = tuple(row.account for row in accounts.get(meeting, ()))
        people = derived.people_cell(told_by, present)
        made.append(Meeting(meeting, told_by, (*derived.cells_from(cells.get(meeting, ())), *people)))
    return made


def _present(connection: Connection, accounts: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Account -> its person members, each with what the person is called."""
    member, spelling, entity = tables.members.c, tables.spellings.c, tables.entities.c
    joined = tables.members.join(tables.spellings, spelling.spelling == member.spelling).join(
        tables.entities, entity.entity == spelling.entity
    )
    persons = (
        select(member.account, member.member, entity.name).select_from(joined).where(member.member != member.account)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for some in chunks(accounts):
        for row in connection.execute(persons.where(member.account.in_(some))):
            found.setdefault(row.account, []).append((row.member, row.name))
    return found


def entity_ids(connection: Connection, members: Iterable[str] | None = None) -> list[str]:
    """The ids of the entities that one of some members belongs to, or of all, sorted."""
    if members is None:
        return list(connection.scalars(select(tables.entities.c.entity).order_by(tables.entities.c.entity)))
    member, spelling = tables.members.c, tables.spellings.c
    found: set[str] = set()
    for some in chunks(members):
        of_them = select(spelling.entity).join(tables.members, member.spelling == spelling.spelling)
        found.update(connection.scalars(of_them.where(member.member.in_(some))))
    return sorted(found)


def entities(connection: Connection, ids: Sequence[str]) -> list[Entity]:
    """Some entities, in the order of `ids`."""
    own = {row.entity: row for row in _rows(connection, tables.entities, "entity", ids)}
    spelling = tables.spellings.c
    joined = select(spelling.entity, tables.members).join(
        tables.members, tables.members.c.spelling == spelling.spelling
    )
    members = _grouped(connection.execute(joined.where(spelling.entity.in_(ids))).all(), "entity")
    return [derived.entity_from(own[entity], members.get(entity, ())) for entity in ids if entity in own]


def _grouped(found: Sequence[Any], column: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for row in found:
        groups.setdefault(getattr(row, column), []).append(row)
    return groups


def judgement_pairs(connection: Connection, about: Iterable[str] | None) -> list[tuple[str, str]]:
    """Both sides of the judgements about some ids, or of all, sorted."""
    column = tables.judgements.c
    pairs = select(column.left, column.right)
    if about is None:
        return [(row.left, row.right) for row in connection.execute(pairs.order_by(column.left, column.right))]
    found: set[tuple[str, str]] = set()
    for ids in chunks(about):
        for side in (column.left, column.right):
            found.update((row.left, row.right) for row in connection.execute(pairs.where(side.in_(ids))))
    return sorted(found)


def judgements(connection: Connection, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
    """The judgements about some pairs, in their order."""
    column, wanted = tables.judgements.c, set(pairs)
    rows = connection.execute(select(tables.judgements).where(column.left.in_({left for left, _ in pairs})))
    found = {(row.left, row.right): derived.judgement_from(row) for row in rows if (row.left, row.right) in wanted}
    return [found[pair] for pair in pairs if pair in found]


# ----------------------------------------------------------------------------------------------- what is to be done


def unsettled(connection: Connection, most: int | None = None) -> list[str]:
    """Keys of some documents, or all, from which what follows has still to be made, sorted."""
    column = tables.unsettled.c.document
    return list(connection.scalars(select(column).order_by(column).limit(most)))


def count_waiting(connection: Connection) -> tuple[int, int]:
    """How many such documents there are, and how many documents at all."""
    waiting, there = (
        connection.scalar(select(func.count()).select_from(t)) for t in (tables.unsettled, tables.documents)
    )
    return waiting or 0, there or 0


def known(connection: Connection, keys: Collection[str]) -> list[int]:
    """As `newest`, of the documents with some keys."""
    return [n for some in chunks(sorted(keys)) for n in newest(connection, tables.documents.c.key.in_(some))]
