"""A register frozen into a release: its parts are made by `exchange/release/`, here they are put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from whomet import __version__
from whomet.errors import InputError, NotFoundError, RegisterError
from whomet.exchange import bibtex, csl
from whomet.exchange.parquet import rows_as_parquet
from whomet.exchange.release import codebook, coverage, deposit, differences, folder, making
from whomet.exchange.release.coverage import About, Covered, Withheld
from whomet.exchange.release.entries import TABLES, Differences
from whomet.exchange.release.folder import Spool, put
from whomet.exchange.tables import rows_as_csv
from whomet.exchange.told import Told
from whomet.faces.opening import BEHIND
from whomet.faces.withholding import Hidden, hidden, told_without
from whomet.language.card import model_card
from whomet.model import FindingKind
from whomet.register import Register
from whomet.values.decisions import Decision, documents_of

TITLE = "Who met whom: a register of meetings"

_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}")
_COMPARED = (FindingKind.SOURCES_DIFFER, FindingKind.LEFT_OUT, FindingKind.IDENTITY_UNSURE)
"""Findings from comparing accounts: they name more than what they are about."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants of a release."""

    about: About
    output: Path
    previous: Path | None = None
    leave_out: tuple[str, ...] = ()
    redact: tuple[str, ...] = ()


def about(version: str, day: str, title: str, creators: Collection[str], publisher: str) -> About:
    """What a release is called. Raises InputError for what can't be a version, a date or a name."""
    if not _VERSION.fullmatch(version):
        raise InputError(version[:80], "no version; write letters, digits, dots, plus and minus, as 2024.1.")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day) or not _is_day(day):
        raise InputError(day[:80] or "--date", "say by --date when the data set is released, as 2024-08-21.")
    named = {"--title": title or TITLE, **{f"--creator {n}": name for n, name in enumerate(creators, 1)}}
    empty = next((option for option, words in named.items() if not deposit.clean(words)), "")
    if empty:
        raise InputError(empty, "there is nothing in it that can be printed; write a name.")
    return About(version, day, title or TITLE, tuple(creators), publisher, __version__)


def _is_day(day: str) -> bool:
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False


def release(register: Register, order: Order) -> Covered:
    """Makes the folder, whole or not at all, and says what it covers. Raises InputError for a folder that is there, or
    an earlier release that is none; NotFoundError for a source that is not in the register; RegisterError where
    meetings are still to be made, or where somebody changed the register meanwhile."""
    if register.behind:
        raise RegisterError(f"{register.where}: {BEHIND}; then run it again, and release.")
    previous = folder.read_release(order.previous) if order.previous else None
    if previous and previous[0] == order.about.version:
        raise InputError(str(order.previous), f"it is version {previous[0]} too; give the new release another one.")
    before = _state(register)
    what = hidden(register, order.leave_out, order.redact)
    with folder.making(order.output) as unfinished:
        covered = _fill(unfinished, register, order.about, what, previous[1] if previous else None)
        if _state(register) != before:
            raise RegisterError(f"{register.where}: it changed meanwhile, so no release was made; try again.")
    return covered


def _state(register: Register) -> tuple[int, int, bool]:
    """What is another number once somebody reads or decides."""
    return len(register.decisions()), hash(tuple(register.account_ids())), register.behind


def _fill(made: Path, register: Register, about: About, what: Hidden, previous: differences.Release | None) -> Covered:
    """Writes every file of a release."""
    spool = Spool(made)
    try:
        skipped = _collect(spool, register, what)
        counted = {name: codebook.Counted() for name in TABLES}
        for name in TABLES:
            if name == "differences":
                spool.put(_differences(made, previous))
            _write_table(made, name, spool, counted[name])
        rows = {name: table.rows for name, table in counted.items()}
        outlets = list(spool.rows("outlets"))
        codes = codebook.codes_counted(spool.rows("codes"))
        covered = coverage.count(spool.rows("meetings"), spool.rows("sources"), outlets, spool.rows("findings"), rows)
    finally:
        spool.close()
    about = replace(about, card=_put_card(made))
    withheld = Withheld(len(what.left_out), len(what.redacted), skipped)
    put(made, "coverage.md", [coverage.statement(about, covered, withheld)])
    put(made, "codebook.md", [codebook.as_markdown(counted, codes)])
    put(made, "codebook.json", [codebook.as_json(counted, codes)])
    put(made, "meetings.csl.json", csl.write(_told(register, what)))
    put(made, "meetings.bib", bibtex.write(_told(register, what)))
    summary = coverage.summary(covered)
    put(made, "CITATION.cff", [deposit.citation_cff(about, summary)])
    put(made, "datacite.json", [deposit.datacite(about, summary, *folder.sizes(made))])
    folder.seal(made, about)
    return covered


def _told(register: Register, what: Hidden) -> Iterator[Told]:
    return (told for told, _ in told_without(register, what))


def _write_table(made: Path, name: str, spool: Spool, counted: codebook.Counted) -> None:
    kind = TABLES[name]
    put(made, f"tables/{name}.csv", rows_as_csv(counted.passing(spool.rows(name)), kind))
    if find_spec("pyarrow"):
        put(made, f"tables/{name}.parquet", rows_as_parquet(spool.rows(name), kind))


def _differences(made: Path, previous: differences.Release | None) -> Iterable[Differences]:
    if previous is None:
        return ()
    tables = {name: folder.tables_of(made, name) for name in differences.COMPARED}
    return differences.compare(previous, differences.Release(tables, __version__))


def _put_card(made: Path) -> bool:
    """Puts the reader's card beside the tables, where Whomet has one."""
    try:
        card = model_card()
    except NotFoundError:
        return False
    put(made, "reader-card.md", [card.encode()])
    return True


# ------------------------------------------------------------------------------------------ rows of a register


@dataclass
class _Passed:
    """What was put into the tables, as far as findings must know it."""

    released: set[str] = field(default_factory=set)  # ids and keys of all that is in them
    touched: set[str] = field(default_factory=set)  # those of meetings of which something is hidden
    wordless: set[str] = field(default_factory=set)  # documents whose words are withheld, their accounts


def _collect(spool: Spool, register: Register, what: Hidden) -> int:
    """Puts every row but the differences into a spool; gives how many inputs were never read."""
    readers = {r.document.key: r.reader for r in register.readings(texts=False, claims=())}
    told_by: Counter[str] = Counter()
    people, passed = making.People(), _Passed()
    for told, is_touched in told_without(register, what):
        _collect_meeting(spool, told, readers)
        people.note(told)
        told_by.update(account.document for account in told.accounts)
        own = {told.meeting.id, *(a.id for a in told.accounts), *(e.id for e in told.people.values())}
        passed.released |= own
        passed.touched |= own if is_touched else set()
        passed.wordless |= {a.id for a in told.accounts if a.document in what.redacted}
    spool.put(people.rows())
    passed.released |= _collect_sources(spool, register, what, told_by)
    passed.wordless |= what.redacted
    decisions = _decisions(register)
    wordless = what.redacted | (documents_of(decisions) - readers.keys())  # of a document that is gone no word is told
    for row, anchors in making.decisions_of(decisions, what.left_out, wordless):
        spool.put([row, *anchors])
    return _collect_findings(spool, register, what, passed)


def _decisions(register: Register) -> list[Decision]:
    return [decision for _, decision in register.decisions()]


def _collect_meeting(spool: Spool, told: Told, readers: Mapping[str, str]) -> None:
    spool.put([making.meeting_of(told)])
    spool.put(making.readings_of(told))
    spool.put(making.accounts_of(told, readers))
    for claim, citations in making.claims_of(told):
        spool.put([claim, *citations])
    spool.put(making.participants_of(told))
    spool.put(making.codes_of(told))


def _collect_sources(spool: Spool, register: Register, what: Hidden, told_by: Mapping[str, int]) -> set[str]:
    """Puts all documents that are not left out, and their outlets; gives their keys."""
    keys = set()
    for reading in register.readings(texts=False, claims=()):
        key = reading.document.key
        if key not in what.left_out:
            keys.add(key)
            spool.put([making.source_of(reading, told_by.get(key, 0), what.left_out, key in what.redacted)])
    spool.put(making.outlets(spool.rows("sources")))
    return keys


def _collect_findings(spool: Spool, register: Register, what: Hidden, passed: _Passed) -> int:
    """Puts the findings that name nothing hidden; gives how many inputs were never read."""
    skipped = 0
    for finding in register.findings():
        about, compared = finding.about, finding.kind in _COMPARED
        if finding.kind is FindingKind.INPUT_SKIPPED:
            skipped += 1
            continue
        tells = compared and (about in passed.touched or finding.kind is FindingKind.IDENTITY_UNSURE)
        if what.left_out and (about not in passed.released or tells):
            continue
        spool.put([making.finding_of(finding, about in passed.wordless or (compared and about in passed.touched))])
    return skipped
