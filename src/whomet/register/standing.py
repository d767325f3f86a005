"""What decisions made of accounts, as rows beside those that were read: written when a document is settled, so that
who asks the database itself sees what people decided. Only accounts that decisions changed or added are here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Connection, delete, select

from whomet.model import Account
from whomet.register import decisions, query, rows, tables, whereabouts, write
from whomet.values.decided import decided
from whomet.values.decisions import Decision, in_force


def renew(connection: Connection, documents: Collection[str]) -> None:
    """Writes anew what decisions made of the accounts in some documents, by their keys."""
    for some in query.chunks(sorted(documents)):
        changed = drop(connection, some)
        made = decisions.about(connection, some)
        if made:
            _note(connection, made)
            changed += _write(connection, _changed(connection, some))
        whereabouts.renew(connection, changed)


def drop(connection: Connection, documents: Collection[str]) -> list[str]:
    """Takes away what is kept of the accounts in some documents; gives the ids of these accounts."""
    of_them = select(tables.decided_accounts.c.account).where(tables.decided_accounts.c.document.in_(documents))
    accounts = list(connection.scalars(of_them))
    for some in query.chunks(accounts):
        for table in (tables.decided_citations, tables.decided_claims, tables.decided_accounts):
            connection.execute(delete(table).where(table.c.account.in_(some)))
    return accounts


def catch_up(connection: Connection) -> None:
    """Writes what decisions made of accounts in a register that was made before this was kept."""
    renew(connection, set(connection.scalars(select(tables.anchors.c.document).distinct())))


def _note(connection: Connection, made: Collection[decisions.Numbered]) -> None:
    """Which of some decisions are in force."""
    holding = {decision.id for decision in in_force([decision for _, decision in made])}
    for some in query.chunks(number for number, _ in made):
        connection.execute(delete(tables.in_force).where(tables.in_force.c.decision.in_(some)))
    numbers = ({"decision": number} for number, decision in made if decision.id in holding)
    write.insert_rows(connection, tables.in_force, numbers)


def _changed(connection: Connection, documents: Collection[str]) -> Iterator[Account]:
    """The accounts in some documents that are not as they were read."""
    made: dict[str, list[Decision]] = decisions.by_document(connection, documents)
    numbers = query.known(connection, documents)
    parts = query.parts(connection, numbers)
    for head in query.heads(connection, numbers):
        read = parts.accounts_of(head.number, head.key)
        yield from (account for account in decided(read, made.get(head.key, ())) if account not in read)


def _write(connection: Connection, accounts: Iterable[Account]) -> list[str]:
    """Writes accounts with their claims and the spans of these; gives their ids."""
    found = list(accounts)
    write.insert_rows(
        connection,
        tables.decided_accounts,
        ({"account": a.id, "document": a.document, "main": a.main, "confidence": a.confidence} for a in found),
    )
    write.insert_rows(connection, tables.decided_claims, (row for a in found for row in _claims(a)))
    write.insert_rows(connection, tables.decided_citations, (row for a in found for row in _citations(a)))
    return [account.id for account in found]


def _claims(account: Account) -> Iterator[rows.Row]:
    for number, claim in enumerate(account.claims, 1):
        yield {"account": account.id, "number": number, **rows.said(claim)}


def _citations(account: Account) -> Iterator[rows.Row]:
    for number, claim in enumerate(account.claims, 1):
        for position, span in enumerate(claim.spans):
            place = {"claim": number, "position": position, "span_start": span.start, "span_end": span.end}
            yield {"account": account.id, **place}
