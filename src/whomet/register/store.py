"""The register itself: readings are appended, meetings are made from them, and both are read back as they were."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, takewhile
from operator import attrgetter
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy import Connection

from whomet.errors import NotFoundError, RegisterError
from whomet.model import Account, Document, Entity, Finding, Judgement, Meeting, Property, Reading
from whomet.register import decisions, naming, purge, query, rows, tables, versions, write
from whomet.register.beside import Beside
from whomet.register.charting import Charting
from whomet.register.coded import Coded
from whomet.register.databases import database_at
from whomet.register.paging import Paged
from whomet.register.purge import Tombstone
from whomet.register.search import Found, Term, fold, terms_of
from whomet.register.settling import Settling, forget, next_of
from whomet.register.spelt import Spelt
from whomet.register.undecided import Undecided
from whomet.values.decided import decided, described
from whomet.values.decisions import Decision

Key = TypeVar("Key")
Item = TypeVar("Item")


class Register(Beside, Coded, Charting, Paged, Spelt, Undecided):
    """Readings and what follows from them, in one database. Use it as a context manager, or `close` it.

    Every method may raise RegisterError, in one sentence, for a disk or a database that fails; nothing is then half
    written. Iterators hold no lock between items, so a register can be added to while it is read. `open` gives one.
    """

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True) -> Self:
        """Open the register in a file, or in a PostgreSQL database ("postgresql://user@host/database"); make it if it
        is not there or is empty, unless `create` is false.

        Raises RegisterError for what is not a register or comes from a newer version, a missing folder, a server that
        can't be reached or refuses, a place that can't be written when it must be, and a full disk; MissingExtraError
        for an address of PostgreSQL where its driver is not installed.
        """
        database = database_at(str(where))
        register = cls(database.connect(str(where), create), database, database.shown(str(where)))
        try:
            register._bring_up_to_date(create)
        except BaseException:
            register.close()
            raise
        return register

    def _bring_up_to_date(self, create: bool) -> None:
        with self._looking() as connection:
            revision = versions.revision_of(connection, self._database, self.where)
        if revision == tables.REVISIONS[-1]:
            return
        if not (revision or create):
            raise RegisterError(
                f"{self.where}: there is no register in it yet; `whomet read` makes one of the documents it is given."
            )
        with self._plainly():
            self._database.make_ready(self._engine)
        with self._writing(same_version=False) as connection:  # another process may have been quicker
            if versions.revision_of(connection, self._database, self.where) != tables.REVISIONS[-1]:
                versions.migrate(connection, self._database)

    # --------------------------------------------------------------------------------------------- written

    def has_reading(self, document: str, reader: str, extractor: str) -> bool:
        """Whether a document, by its key, has been read by this very reader through this very extractor."""
        with self._looking() as connection:
            return write.reading_number(connection, document, reader, extractor) is not None

    def add(self, reading: Reading) -> bool:
        """Append one reading, whole or not at all. False if its document was already read by the same reader and
        extractor: then nothing changes but that a new place of the same text (id, source, original) is noted. The
        smallest of its places names a document, so that the order of reading does not; where the text is read otherwise
        in different places, the reading from the smallest one stands.

        Raises RegisterError for a text with half a surrogate pair, PurgedError for a document that had to be deleted,
        OtherTextError where another text is held under its key, ValueError for an account of another document.
        """
        if any(account.document != reading.document.key for account in reading.accounts):
            raise ValueError(f"an account in the reading of {reading.document.id} belongs to another document")
        with self._writing() as connection:
            return self._append(connection, reading)

    def note_skipped(self, findings: Iterable[Finding]) -> None:
        """Keep what a run could not read, each `about` the source it was in; nothing is noted twice."""
        with self._writing() as connection:
            write.note_skipped(connection, findings)

    def decide(self, decision: Decision, seen: int | None = None, source: Reading | None = None) -> int:
        """Keep what a person decided, and have what follows from it made anew; gives the decision's number.

        `seen` is the number of the last decision that its maker knew of, `source` a document that the person enters
        with it. Raises DecisionError where the words it is about do not stand there, and where somebody else decided
        about the same documents since; for the source what `add` does.
        """
        with self._writing() as connection:
            if source:
                self._append(connection, source)
            return decisions.append(connection, decision, seen)

    @contextmanager
    def settling(self, most: int) -> Iterator[Settling]:
        """One transaction in which what follows from some unsettled documents, at most so many, is made."""
        with self._writing() as connection:
            yield next_of(connection, self._database, most)

    @contextmanager
    def rebuilding(self, most: int) -> Iterator[tuple[Settling, Iterator[Settling]]]:
        """One transaction in which all that follows is forgotten, and made anew: as a whole, and some documents after
        the other, all there are."""
        with self._writing() as connection:
            forget(connection)
            some = takewhile(attrgetter("documents"), (next_of(connection, self._database, most) for _ in count()))
            yield Settling(connection, self._database, []), some

    @contextmanager
    def purging(self, name: str, reason: str, by: str, on: str) -> Iterator[tuple[Settling, Tombstone]]:
        """One transaction in which a document, named as in `reading`, is deleted once nothing follows from it; those
        that wait to be settled come with it. What was deleted stands in the database's pages until `wipe`.

        Raises NotFoundError as `reading` does, PurgedError for what was purged before.
        """
        with self._writing() as connection:
            purge.refuse_name(connection, name)
            tombstone = Tombstone(naming.document_key(connection, name), reason, by, on)
            waiting = query.unsettled(connection)
            keys = sorted({tombstone.document, *waiting})
            yield Settling(connection, self._database, keys), tombstone
            purge.delete_document(connection, self._database, tombstone)

    def wipe(self) -> None:
        """See to it that words which were deleted stand nowhere in the database any more; without a purge, nothing.

        Raises RegisterError where that can't be, as while another program reads: then it is still to be done.
        """
        with self._looking() as connection:
            if not purge.is_due(connection):
                return
        self._leave_state()
        with self._plainly():
            self._database.wipe(self._engine, self.where)
        with self._writing() as connection:
            purge.note_done(connection)

    # ------------------------------------------------------------------------------------------- read back

    @property
    def behind(self) -> bool:
        """Whether readings were added from which meetings have still to be made: a run did not come to its end."""
        with self._looking() as connection:
            return bool(query.unsettled(connection, 1))

    def is_mostly_behind(self, many: int) -> bool:
        """Whether there are so many such readings, or more, and of more than half of the documents."""
        with self._looking() as connection:
            waiting, there = query.count_waiting(connection)
        return waiting >= many and 2 * waiting > there

    def decisions(self, documents: Collection[str] | None = None) -> list[tuple[int, Decision]]:
        """Every decision with its number, in the order in which they were made, or those about some documents."""
        with self._looking() as connection:
            return decisions.every(connection) if documents is None else decisions.about(connection, documents)

    def tombstones(self, documents: Collection[str] | None = None) -> list[Tombstone]:
        """What is left of documents that had to be deleted, all or those with some keys, in the order of time."""
        with self._looking() as connection:
            return purge.found(connection, documents)

    def meta(self) -> dict[str, str]:
        """What the register says of itself: its format, and the version of Whomet that made it."""
        with self._looking() as connection:
            return query.meta(connection)

    def readings(
        self,
        accounts: Collection[str] | None = None,
        *,
        texts: bool = True,
        claims: Collection[Property] | None = None,
    ) -> Iterator[Reading]:
        """The newest reading of each document, or of each that has one of these accounts, in the order of document id,
        then key.

        Less is sooner there: without `texts` each document's text is "", with `claims` its accounts hold only those of
        these properties. What is so left out is not to be taken for what was read.
        """
        with self._looking() as connection:
            numbers = query.newest(connection) if accounts is None else query.newest_with(connection, accounts)
        for chunk in query.chunks(numbers):
            yield from self._load(chunk, texts, claims)

    def kept(self, document: Document, reader: str) -> Reading | None:
        """The reading of a document by this very reader, through the extractor that it names; None if there is none, or
        if it is to be read where it was found, as `add` has it."""
        with self._looking() as connection:
            first = write.is_first(connection, document)
            number = None if first else write.reading_number(connection, document.key, reader, document.extractor)
        read = next(self._load([number]), None) if number is not None else None
        return replace(read, document=document) if read else None

    def reading(self, name: str) -> Reading:
        """The newest reading of one document, by its id, its key or at least eight characters of its key.

        Raises NotFoundError if no document goes by that name, or several do.
        """
        with self._looking() as connection:
            key = naming.document_key(connection, name)
            numbers = query.newest(connection, tables.readings.c.document == key)
        for reading in self._load(numbers):
            return reading
        raise NotFoundError(f"{name} was purged at this moment.")

    def documents(self, *, texts: bool = True) -> Iterator[Document]:
        """Every document as it was last read, in the order of id, then key; `texts` as in `readings`."""
        return (reading.document for reading in self.readings(texts=texts, claims=()))

    def newest(
        self, keys: Collection[str], *, texts: bool = True, claims: Collection[Property] | None = None
    ) -> Iterator[Reading]:
        """The newest reading of each document with one of some keys; `texts` and `claims` as in `readings`."""
        with self._looking() as connection:
            numbers = query.known(connection, keys)
        for chunk in query.chunks(numbers):
            yield from self._load(chunk, texts, claims)

    def texts(self, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Key and text of each document of some keys."""
        for chunk in query.chunks(keys):
            with self._looking() as connection:
                found = query.texts(connection, chunk)
            yield from found.items()

    def account_ids(self) -> list[str]:
        """The id of every account, sorted: what a short id must tell apart."""
        with self._looking() as connection:
            return query.account_ids(connection)

    def account_ids_beginning(self, beginnings: Collection[str]) -> list[str]:
        """Those of them that begin in one of some ways, sorted."""
        with self._looking() as connection:
            return query.account_ids_beginning(connection, beginnings)

    def document(self, name: str) -> Document:
        """One document, named as in `reading`, which says what it raises."""
        return self.reading(name).document

    def accounts(self, ids: Collection[str] | None = None) -> Iterator[Account]:
        """The accounts of every document's newest reading, or those of them with one of `ids`, in document order."""
        with self._looking() as connection:
            numbers = query.newest(connection) if ids is None else query.newest_with(connection, ids)
        for chunk in query.chunks(numbers):
            with self._looking() as connection:
                heads, parts = query.heads(connection, chunk), query.parts(connection, chunk)
                made = decisions.by_document(connection, [head.key for head in heads])
            for head in heads:
                with self._legibly():
                    found = decided(parts.accounts_of(head.number, head.key), made.get(head.key, ()))
                yield from (account for account in found if ids is None or account.id in ids)

    def compared(self, about: Collection[str]) -> list[Finding]:
        """What comparing all accounts warns of some meetings, accounts, documents or persons, by their ids or keys."""
        with self._looking() as connection:
            return query.compared(connection, about)

    def findings(self) -> Iterator[Finding]:
        """All that a reader must be warned of: inputs still not read, then by document, then over all accounts."""
        with self._looking() as connection:
            numbers = query.newest(connection)
            skipped = query.still_skipped(connection)
        yield from skipped
        yield from self._in_chunks(query.findings_of, numbers)
        with self._looking() as connection:
            compared = query.compared(connection)
        yield from compared

    def meetings(self, accounts: Collection[str] | None = None) -> Iterator[Meeting]:
        """Every meeting, or those that have one of these accounts, in the order of ids."""
        with self._looking() as connection:
            ids = query.meeting_ids(connection) if accounts is None else query.meetings_with(connection, accounts)
        yield from self._in_chunks(query.meetings, ids)

    def voices(self) -> dict[str, int]:
        """How many independent texts tell of each meeting, by its id, where they were counted."""
        with self._looking() as connection:
            return query.voices(connection)

    def meeting(self, name: str) -> Meeting:
        """The meeting that the id of any of its accounts leads to, the beginning of one, or the name of a document that
        tells of one meeting only.

        Raises NotFoundError if it leads to none, or to several.
        """
        with self._looking() as connection:
            return query.meetings(connection, [naming.meeting_id(connection, name)])[0]

    def entities(self, members: Collection[str] | None = None) -> Iterator[Entity]:
        """Every person, organisation and place, or those that one of these members belongs to, in the order of ids."""
        with self._looking() as connection:
            ids = query.entity_ids(connection, members)
        yield from self._in_chunks(query.entities, ids)

    def judgements(self, about: Collection[str] | None = None) -> Iterator[Judgement]:
        """Every judgement, or those with one of these ids (of accounts, or of person members) on either side."""
        with self._looking() as connection:
            pairs = query.judgement_pairs(connection, about)
        yield from self._in_chunks(query.judgements, pairs)

    def search(self, words: str) -> Found:
        """Accounts that claim, and documents that say, every word asked for, wherever each stands.

        A word matches whole words whatever their marks, case or variant letters; "nakhal*" those that begin so; words
        in double quotes stand side by side. Nothing but signs finds nothing.
        """
        terms = terms_of(words)
        if not terms:
            return Found()
        with self._looking() as connection:
            indexed = self._database.has_index(connection)
            found = query.told_in(connection, self._database.entries_with(terms)) if indexed else None
        if found is not None:
            return Found(found.accounts | self._added_with(terms), found.documents)
        accounts, documents = set(), set()
        for reading in self.readings():  # this database has no index: read everything
            if all(term.stands_in(fold(reading.document.text)) for term in terms):
                documents.add(reading.document.key)
            for number, said in rows.searched_words(reading):
                if all(term.stands_in(fold(said)) for term in terms):
                    accounts.add(reading.accounts[number - 1].id)
        return Found(frozenset(accounts), frozenset(documents))

    # ----------------------------------------------------------------------------------------------- inside

    def _append(self, connection: Connection, reading: Reading) -> bool:
        purge.refuse(connection, reading.document.key, reading.document.source)
        return write.append_reading(connection, self._database, reading)

    def _added_with(self, terms: Sequence[Term]) -> frozenset[str]:
        """The accounts that people added, which are in no index, that claim some words."""
        with self._looking() as connection:
            ids = query.added_accounts(connection)
        said = ((account.id, fold(rows.words_of(account))) for account in self.accounts(ids))
        return frozenset(i for i, words in said if all(term.stands_in(words) for term in terms))

    def _speaking_unindexed(self, words: str) -> list[str]:
        found = self.search(words)
        told = {account.id for reading in self.newest(found.documents, texts=False) for account in reading.accounts}
        with self._looking() as connection:
            return query.meetings_with(connection, found.accounts | told)

    def _load(
        self, numbers: Sequence[int], texts: bool = True, claims: Collection[Property] | None = None
    ) -> Iterator[Reading]:
        """Readings as people decided them: all their claims are fetched where there is a decision about one."""
        with self._looking() as connection:
            heads = query.heads(connection, numbers)
            made = decisions.by_document(connection, [head.key for head in heads])
            parts = query.parts(connection, numbers, None if made else claims)
        for head in heads:  # texts one by one: each may be large
            text = dict(self.texts([head.key])).get(head.key) if texts else ""
            if text is None:
                continue  # it was purged meanwhile
            with self._legibly():
                reading, about = parts.reading_of(head, text), made.get(head.key, ())
                accounts, document = decided(reading.accounts, about), described(reading.document, about)
                read = replace(reading, document=document, accounts=accounts)
            yield read

    def _in_chunks(
        self, found: Callable[[Connection, Sequence[Key]], list[Item]], keys: Sequence[Key]
    ) -> Iterator[Item]:
        for chunk in query.chunks(keys):
            with self._looking() as connection:
                items = found(connection, chunk)
            yield from items
