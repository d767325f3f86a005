"""The flow, on one screen. Only this file knows the order of the stages.

bytes -> Document -> Analysis -> Accounts -> Accounts with canonical values = a Reading, appended to the register;
all Accounts of a register -> Judgements, Meetings, Entities, Findings, which can be derived again at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from whomet.documents import Loaded, Part, find_parts, read_part
from whomet.errors import InputError, NotReadError, ReaderStoppedError, RefusedError, WhometError
from whomet.exchange.importing.columns import ColumnMap
from whomet.exchange.importing.placing import Kept as KeptTable
from whomet.exchange.importing.placing import Placed, place
from whomet.exchange.importing.records import Record
from whomet.extraction import extract, find_figure_claims, verbatim
from whomet.knowledge.offices import own_knowledge
from whomet.language import Language, english_by_model, flowing
from whomet.language.times import written_date
from whomet.model import Account, Document, Finding, FindingKind, Reading
from whomet.reconciliation import Read, build_index, settle, settle_anew
from whomet.resolution import resolve_all
from whomet.values.decided import Ruling, identities, rulings
from whomet.values.decisions import PAIRED, Decision, DecisionKind, documents_of, in_force

if TYPE_CHECKING:  # it takes a third of a second to load, and plain reading needs none
    from whomet.register import Register, Settling, Tombstone

Kept = Callable[[Document, str], Reading | None]
"""Gives the reading of a document by a reader of that name, where there is one: `Register.kept`."""

_AT_ONCE = 100  # documents whose meetings are brought up to date in one transaction
_MANY = 1000  # documents from which on it is sooner to make all meetings anew, if most of the documents wait

__all__ = [
    "absorb",
    "load",
    "purge",
    "read",
    "read_inputs",
    "read_loaded",
    "read_or_tell",
    "read_row",
    "reader_name",
    "rebuild",
    "reconcile_register",
]


def read_inputs(
    paths: Sequence[str], stdin: BinaryIO | None = None, language: Language | None = None, kept: Kept | None = None
) -> Iterator[Reading | Finding]:
    """A Reading of every document under `paths`, in order; a Finding for each input that can't be read.

    A reading that is `kept` already is given as it is, not made again: a run that was stopped goes on where it was.
    """
    return read_loaded((found for part in find_parts(paths, stdin) for found in load(part)), language, kept)


def load(part: Part | InputError) -> Iterator[Loaded | Finding]:
    """The documents of a part of the input, ready to be read; a Finding for what can't be, whatever its bytes."""
    if isinstance(part, InputError):
        yield Finding(FindingKind.INPUT_SKIPPED, str(part), part.source)
        return
    try:
        for loaded in read_part(part):
            yield from load(loaded) if isinstance(loaded, InputError) else (loaded,)
    except WhometError:  # of this installation, not of the input
        raise
    except Exception as error:
        yield _broke_off(part.source, part.source, error)


def read_loaded(
    found: Iterable[Loaded | Reading | Finding | InputError],
    language: Language | None = None,
    kept: Kept | None = None,
) -> Iterator[Reading | Finding]:
    """As `read_inputs`, of documents that were loaded already, or read elsewhere. Raises ReaderStoppedError where the
    reader stops."""
    language = language or english_by_model()
    for each in found:
        if isinstance(each, Loaded):
            yield (kept and kept(each.document, reader_name(language))) or read_or_tell(each, language)
        elif isinstance(each, Reading):
            yield (kept and kept(each.document, each.reader)) or each
        else:
            yield Finding(FindingKind.INPUT_SKIPPED, str(each), each.source) if isinstance(each, InputError) else each


def read(loaded: Loaded, language: Language) -> Reading:
    """One document, read. Another language than those the reader knows gives no accounts, and a finding."""
    document = loaded.document
    reader = reader_name(language)
    if not language.reads(document.language):
        return Reading(document, reader, findings=(*loaded.findings, _not_read(document, language)))
    as_read = replace(document, text=flowing(document.text))
    analysis = language.analyse(as_read)
    accounts, findings = resolve_all(as_read, analysis, extract(as_read, analysis))
    accounts = tuple(replace(a, claims=verbatim(a.claims, as_read.text, document.text)) for a in accounts)
    figures = verbatim(find_figure_claims(as_read.text, analysis), as_read.text, document.text)
    return Reading(document, reader, accounts, figures, (*loaded.findings, *analysis.findings, *findings))


def read_row(record: Record, columns: ColumnMap, table: KeptTable) -> Placed:
    """One row of somebody's table, read as a map of its columns says: the row itself is the document."""
    return place(record, columns, table, written_date)


def reader_name(language: Language) -> str:
    """The reader of a Reading: that of its language, and which knowledge of the user's own it had, if any."""
    own = own_knowledge()
    return f"{language.name}, own knowledge {own}" if own else language.name


def read_or_tell(loaded: Loaded, language: Language) -> Reading | Finding:
    """A reading, or, whatever a hostile text does to the reader, why there is none: the rest of a run goes on."""
    try:
        return read(loaded, language)
    except ReaderStoppedError:
        raise
    except NotReadError as error:
        return Finding(FindingKind.INPUT_SKIPPED, f"{loaded.document.source}: {error}", loaded.document.source)
    except Exception as error:
        return _broke_off(loaded.document.source, loaded.document.id, error)


def _broke_off(source: str, name: str, error: Exception) -> Finding:
    why = f"{type(error).__name__}: {error}"[:200]
    text = f"{source}: the reading of {name} broke off ({why}), so it was left out; please report this."
    return Finding(FindingKind.INPUT_SKIPPED, text, source)


def absorb(
    register: Register,
    readings: Iterable[Reading],
    on_read: Callable[[Reading], None] | None = None,
    executor: Executor | None = None,
) -> list[RefusedError]:
    """Appends readings to a register and brings its meetings up to date with what was added; `executor` as in
    `rebuild`.

    Gives why some were refused: their documents were purged, or their texts are not those that are held.
    """
    refused = []
    for reading in readings:
        try:
            register.add(reading)
        except RefusedError as error:
            refused.append(error)
            continue
        if on_read:
            on_read(reading)
    reconcile_register(register, executor)
    return refused


def reconcile_register(register: Register, executor: Executor | None = None) -> None:
    """Brings judgements, meetings, entities and findings up to date with the documents read since this last was done:
    some at a time, each time whole or not at all; or, where most were read since, by making all anew."""
    if register.is_mostly_behind(_MANY):
        _make_anew(register, executor)
    while register.behind:
        with register.settling(_AT_ONCE) as settling:
            _settle(register, settling)


def rebuild(register: Register, executor: Executor | None = None) -> None:
    """Makes all that follows from readings and decisions anew: whole or not at all. Others read what was meanwhile.

    What takes the most of it is asked of `executor`; whoever does it, the same comes of it.
    """
    _make_anew(register, executor)
    register.wipe()


def _make_anew(register: Register, executor: Executor | None) -> None:
    with register.rebuilding(_AT_ONCE) as (whole, batches):
        index = build_index(whole.relation, whole.meetings)
        settle_anew(index, _read_anew(register, batches), _Kept(register), executor)


def _read_anew(register: Register, batches: Iterable[Settling]) -> Iterator[Read]:
    """All documents with accounts, some at a time; each batch is noted as done once the next one is asked for."""
    for settling in batches:
        read = (reading for _, reading in _newest(register, settling.documents))
        yield [(_dated(reading), reading.accounts) for reading in read if reading.accounts]
        settling.done()


def purge(register: Register, name: str, reason: str, *, by: str, on: str) -> Tombstone:
    """Deletes a document with all that was read from it and that followed, whole or not at all; gives its tombstone.

    `name` is as in `Register.reading`, `on` an ISO 8601 instant, UTC. Raises NotFoundError where no document goes by
    it, PurgedError for one that was purged before, RegisterError where its words could not be wiped off the disk yet.
    """
    register.wipe()
    reconcile_register(register)
    with register.purging(name, reason, by, on) as (settling, tombstone):
        gone = frozenset({tombstone.document})
        _settle(register, settling, gone)
    register.wipe()
    return tombstone


def _settle(register: Register, settling: Settling, gone: frozenset[str] = frozenset()) -> None:
    """Makes what follows from some documents, as if those `gone` were not there, nor decisions about them."""
    keys = [key for key in settling.documents if key not in gone]
    index = build_index(settling.relation, settling.meetings)
    with register.one_state():  # some twenty looks, each of which would be two trips more to a server
        read = {key: reading.accounts for key, reading in _newest(register, keys)}
        settle(index, {key: read.get(key, ()) for key in settling.documents}, _Kept(register, gone))
    settling.done()


def _newest(register: Register, keys: Collection[str]) -> Iterator[tuple[str, Reading]]:
    return ((reading.document.key, reading) for reading in register.newest(keys, texts=False))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Accounts and documents as reconciliation fetches them from a register."""

    register: Register
    gone: frozenset[str] = frozenset()  # documents that will be no more: no decision about them is to hold

    def accounts(self, ids: Collection[str]) -> Iterator[Account]:
        return self.register.accounts(ids)

    def documents(self, keys: Collection[str], *, texts: bool) -> Iterator[Document]:
        return map(_dated, self.register.newest(keys, texts=texts, claims=()))

    def rulings(self, documents: Collection[str]) -> tuple[Ruling, ...]:
        """What people decided about pairs of accounts, each found where it stands in the newest readings."""
        made = in_force([d for _, d in self.register.decisions(documents)])
        paired = [d for d in made if d.kind in (DecisionKind.SAME_MEETING, DecisionKind.DIFFERENT_MEETING)]
        return rulings([d for d in paired if self._holds(d)], self._accounts_of(paired))

    def identities(self, documents: Collection[str]) -> tuple[Ruling, ...]:
        """What people decided, and took back, about persons named in some documents."""
        made = [d for _, d in self.register.decisions(documents)]
        holding = [d for d in in_force(made) if self._holds(d)]
        return identities(made, holding, self._accounts_of(d for d in made if d.kind in PAIRED))

    def who_decided(self) -> set[str]:
        """The documents that decisions about persons point at."""
        who = (DecisionKind.SAME_PERSON, DecisionKind.DIFFERENT_PERSON)
        return documents_of(d for _, d in self.register.decisions() if d.kind in who)

    def _holds(self, decision: Decision) -> bool:
        return self.gone.isdisjoint(documents_of([decision]))

    def _accounts_of(self, decisions: Iterable[Decision]) -> list[Account]:
        about = self.register.newest(documents_of(decisions), texts=False)
        return [account for reading in about for account in reading.accounts]


def _dated(reading: Reading) -> Document:
    """Its document. A day of publication that is doubted dates nothing here: that document is one without."""
    doubted = any(finding.kind is FindingKind.DATE_DOUBT for finding in reading.findings)
    return replace(reading.document, published=None) if doubted else reading.document


def _not_read(document: Document, language: Language) -> Finding:
    text = (
        f"This document is in “{document.language}”, which {language.name} does not read: no account was sought in it."
    )
    return Finding(FindingKind.LANGUAGE, text, document.key)
