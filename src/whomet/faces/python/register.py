"""`whomet.Register`: a register for who asks in Python, each question one call."""

from __future__ import annotations

import getpass
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from whomet import model, pipeline, register
from whomet.errors import InputError, NotFoundError, RefusedError
from whomet.exchange.frames import frame_of
from whomet.faces import adding, deciding, opening
from whomet.faces.adding import UnheldSource
from whomet.faces.asking import find_people
from whomet.faces.importing import Outcome as Imported
from whomet.faces.narrowing import fitting
from whomet.faces.python import files, tables
from whomet.faces.python.deciding import What, decision_of, question_of
from whomet.faces.python.meetings import Meetings
from whomet.faces.python.nouns import Account, Meeting, Reading, account_of, meeting_of, reading_of
from whomet.model import Entity, EntityKind, Finding
from whomet.values.by_hand import account_id
from whomet.values.decisions import Decision

Found = model.Reading | Finding


class Register:
    """Readings, the meetings that follow from them, and what people decided, in one file or database.

    Use it as a context manager, or `close` it. Every method may raise RegisterError, in one sentence, for a disk or a
    database that fails; nothing is then half written. `store` is what it stands on, with more to ask.
    """

    def __init__(self, where: str | Path, *, create: bool = True) -> None:
        """Opens the register in a file, or in PostgreSQL ("postgresql://user@host/database"); makes it where it is not
        there, unless `create` is false. Raises RegisterError for what is none or can't be opened."""
        self.store = register.Register.open(where, create=create)
        if self.store.behind:
            said = f"{self.store.where}: {opening.BEHIND}; then `add([])` brings it up to date."
            warnings.warn(said, RuntimeWarning, stacklevel=2)

    @classmethod
    def open(cls, where: str | Path, *, create: bool = True) -> Self:
        """The same as `Register(where)`."""
        return cls(where, create=create)

    def close(self) -> None:
        """Lets go of the database."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Register {self.store.where}>"

    # ------------------------------------------------------------------------------------------- what is read

    def add(self, found: Found | Iterable[Found]) -> None:
        """Appends one reading, or all that `read_files` gives, and brings meetings up to date. What was read before
        changes nothing; a Finding of what could not be read is kept too.

        Raises RefusedError for a document that had to be deleted, or whose text is not the one that is held, once all
        others are added; InputError for what is neither a Reading nor a Finding.
        """
        skipped: list[Finding] = []
        given: Iterable[Found] = [found] if isinstance(found, model.Reading | Finding | str) else found
        try:
            refused = pipeline.absorb(self.store, _readings(given, skipped))
        finally:
            if skipped:
                self.store.note_skipped(skipped)
        if refused:
            raise refused[0] if len(refused) == 1 else RefusedError(" ".join(map(str, refused)))

    # ---------------------------------------------------------------------------------------- what is asked

    def meetings(  # noqa: PLR0913 - one for each thing that can be asked, as the command line has them
        self,
        words: str = "",
        *,
        name: str = "",
        party: str = "",
        place: str = "",
        since: str = "",
        until: str = "",
        status: str = "",
    ) -> Meetings:
        """The meetings that fit all that is asked, earliest first; all of them where nothing is.

        `words` stand in an account or its document ("ceas*" one begun), `name` is a person in any spelling, `party` a
        side or mediator, `place` a city, country or venue; `since` and `until` are EDTF. Raises InputError for a date
        or a status that is none.
        """
        question = question_of(name, party, place, since, until, status)
        with self.store.one_state():
            chosen, _ = fitting(self.store, question, words)
        return Meetings([meeting.id for meeting in chosen], self._fetch)

    def meeting(self, name: str) -> Meeting:
        """The meeting that the id of any of its accounts leads to, the beginning of one, or the name of a document that
        tells of one meeting only. Raises NotFoundError where it leads to none, or to several."""
        with self.store.one_state():
            return next(self._fetch([self.store.meeting(name).id]))

    def accounts(self, ids: Collection[str] | None = None) -> Iterator[Account]:
        """Every account, or those with one of `ids`, in the order of documents."""
        wanted = None if ids is None else set(ids)
        for reading in self.store.readings(wanted):
            kept = (a for a in reading.accounts if wanted is None or a.id in wanted)
            yield from (account_of(account, reading.document) for account in kept)

    def people(self, name: str = "") -> tuple[Entity, ...]:
        """Every person, by name, or those that a name in any spelling fits, who is named most first."""
        if not name:
            everybody = (e for e in self.store.entities() if e.kind is EntityKind.PERSON)
            return tuple(sorted(everybody, key=lambda e: (e.name, e.id)))
        try:
            return find_people(opening.persons_like(self.store, name), name)
        except NotFoundError:
            return ()

    def search(self, words: str) -> Iterator[Reading]:
        """The reading of each document in which every word asked for stands, or is claimed by one of its accounts;
        "ceas*" is a word begun, words in double quotes stand side by side."""
        found = self.store.search(words)
        told = {account.document for account in self.store.accounts(found.accounts)} if found.accounts else set()
        return map(reading_of, self.store.newest(sorted(told | found.documents)))

    def findings(self) -> Iterator[Finding]:
        """All that a reader must be warned of: skipped input, doubtful dates, unresolved names, differences."""
        return self.store.findings()

    # ------------------------------------------------------------------------------- what others read and wrote

    def export_file(self, form: str, file: str | Path) -> None:
        """Writes the register's meetings, in one of the formats of docs/exchange.md ("csv", "html", "accounts" ...), to
        a file, whole or not at all. Raises InputError for another format, MissingExtraError where one needs a library
        that is not installed."""
        with self.store.one_state():
            files.export_file(self.store, form, Path(file))

    def import_file(self, form: str, file: str | Path, *, columns: str | Path = "", by: str = "") -> Imported:
        """Imports readings that Whomet exported ("jsonl"), or the rows of a table ("csv", "xlsx" ...), each as a
        document of its own; the same file twice adds nothing. Says how many were new, changed and held already, and
        what could not be read or placed, in `troubles`.

        `columns` is a file that says which column holds what (docs/exchange.md); `by` who keeps the table, your user
        name if not given. Raises InputError for a file that can't be read, or a table whose columns are not known.
        """
        return files.import_file(self.store, form, Path(file), str(columns), by or getpass.getuser())

    # -------------------------------------------------------------------------------------- what is decided

    def decide(
        self,
        what: What,
        *about: str,
        reason: str,
        by: str = "",
        words: str = "",
        seen: int | None = None,
    ) -> str:
        """Keeps what a person decides, brings the meetings up to date and gives the decision's id.

        decide("same", ACCOUNT, ACCOUNT), "different"; ("same-person", NAME, NAME), "different-person"; ("accept",
        ACCOUNT), "reject"; ("correct", ACCOUNT, FIELD, VALUE), where `words` are the document's words that show it;
        ("copy", DOCUMENT, DOCUMENT); ("kind", DOCUMENT, KIND); ("code", ACCOUNT or MEETING, "field=value"). An account
        is named by its id or the beginning of one, a person by a spelling. `by` is your user name if not given; `seen`
        the number of the last decision you know of. Raises NotFoundError for what is not there, DecisionError for what
        can't be, and where somebody else decided about the same words since `seen`.
        """
        made = decision_of(self.store, what, about, words, (by or getpass.getuser(), reason))
        deciding.make(self.store, made, seen)
        return made.id

    def add_account(  # noqa: PLR0913 - as the command line has them
        self,
        lead: str,
        cells: Iterable[str],
        *,
        reason: str,
        document: str = "",
        title: str = "",
        publisher: str = "",
        published: str = "",
        url: str = "",
        page: str = "",
        timecode: str = "",
        by: str = "",
        seen: int | None = None,
    ) -> str:
        """Adds an account that nobody read and gives its id.

        It is of a `document` of the register; without one of a source that is not held: its `title`, and a `page` or
        `timecode`. `lead` are the words that say that there was a meeting, or where they stand in the document, as
        "120:215"; each cell is "city=Oslo", or "date=2031-03-04 [on Tuesday]" where other words show the value. `by`,
        `seen` and what it raises are as for `decide`.
        """
        said, source = (by or getpass.getuser(), reason), None
        if document:
            made = adding.adding(self.store, document, lead, cells, said)
        else:
            named = UnheldSource(title, publisher, published, url, page, timecode)
            made, source = adding.entering(named, lead, cells, said)
        deciding.make(self.store, made, seen, source)
        return account_id(made.id)

    def undo(self, decision: str, *, reason: str, by: str = "") -> str:
        """Takes a decision back, by its id or the beginning of one; gives the id of the undoing, which can be undone.
        Raises NotFoundError where no decision, or several, go by that id."""
        made = deciding.undoing(self.store, decision, by or getpass.getuser(), reason)
        deciding.make(self.store, made)
        return made.id

    def decisions(self) -> list[tuple[int, Decision]]:
        """Every decision with its number, in the order in which they were made, those undone as well."""
        return self.store.decisions()

    # ------------------------------------------------------------------------------------------- as tables

    def rows(self, table: tables.Table) -> list[dict[str, Any]]:
        """A dictionary for each of "meetings", "accounts", "people" or "citations"; docs/python.md has their columns.
        Lists stay lists; `earliest` and `latest` are days or None. Raises NotFoundError for another name."""
        with self.store.one_state():
            return tables.table_of(self.store, table)[0]

    def frame(self, table: tables.Table, library: Literal["", "pandas", "polars"] = "") -> Any:  # noqa: ANN401
        """The same rows as a `pandas.DataFrame`, else a `polars.DataFrame`; of `library` where one is named. Raises
        MissingExtraError where it is not installed, NotFoundError for a table that is none."""
        with self.store.one_state():
            rows, shape = tables.table_of(self.store, table)
        return frame_of(rows, shape, library)

    def _fetch(self, ids: Sequence[str]) -> Iterator[Meeting]:
        return map(meeting_of, opening.told_of(self.store, self._in_order(ids)))

    def _in_order(self, ids: Sequence[str]) -> Iterator[model.Meeting]:
        for start in range(0, len(ids), opening.AT_ONCE):
            some = ids[start : start + opening.AT_ONCE]
            known = {meeting.id: meeting for meeting in self.store.meetings(some)}
            yield from (known[i] for i in some if i in known)


def _readings(found: Iterable[Found], skipped: list[Finding]) -> Iterator[model.Reading]:
    """The readings, while findings are put aside."""
    for one in found:
        if isinstance(one, Finding):
            skipped.append(one)
        elif isinstance(one, model.Reading):
            yield one
        else:
            raise InputError("what is added", f"is no reading but {type(one).__name__}; `whomet.read` makes one.")
