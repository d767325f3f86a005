"""Each step of coding as one call, for the command line and for Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from whomet.errors import DecisionError, InputError
from whomet.faces.coding import agreement, measures, measuring, settling, sheets, taking
from whomet.faces.coding.measures import Differing, Told
from whomet.faces.coding.sheets import Texts
from whomet.pipeline import reconcile_register
from whomet.register import Register
from whomet.values.coding import Drawn, Sheet, is_name


def checked_name(name: str) -> str:
    """A name of a sample or coder. Raises InputError for one that no file could have."""
    if not is_name(name):
        raise InputError(
            name[:80] or "the name", "is no name for this; write at most 64 letters, digits, spaces, dots."
        )
    return name


@dataclass(frozen=True, slots=True)
class Printed:
    """What a coder is given, as the bytes of two files."""

    sample: str
    sheet: bytes
    guide: bytes


def sheet_for(register: Register, name: str, sheet: Sheet) -> Printed:
    """Gives a coder a sheet of a sample, and keeps that it was given. Raises DecisionError as `Register.give` does."""
    texts = sheets.texts_of(register, register.sample(name))
    coder = checked_name(sheet.coder)
    register.give(texts.sample.name, sheet)
    if sheet.blind:
        lines = sheets.blank(texts, coder)
    else:
        read = {r.document.key: sheets.machine_coding(r) for r in register.as_read(texts.readings.keys())}
        lines = sheets.filled(texts, coder, read)
    return Printed(texts.sample.name, b"".join(sheets.as_csv(lines)), b"".join(sheets.guide(texts)))


def take(register: Register, path: Path, on: str) -> tuple[taking.Taken, str]:
    """Takes a coder's sheet back: what could be placed is kept; gives it, and a sentence about what is still missing.
    Raises InputError for a file that is no sheet, and as `Register.take` does."""
    name, coder, lines = taking.lines_of(path)
    if coder == settling.TO_SETTLE:
        raise InputError(path.name, "is the sheet of what is to be settled; `whomet coding settle` takes it.")
    texts = sheets.texts_of(register, register.sample(name))
    found = taking.taken(texts, lines)
    register.take(texts.sample.name, coder, found.codings, on)
    (sheet,) = (s for s in register.sheets(name) if s.coder == coder)
    missing = [str(d.number) for d in texts.sample.drawn if d.document not in sheet.taken]
    state = f"still missing: text {', '.join(missing)}" if missing else "the sheet is whole"
    return found, f"{coder}, sample “{name}”: {len(found.codings)} of {len(texts.sample.drawn)} texts taken; {state}."


@dataclass(frozen=True, slots=True)
class Compared:
    """A sample that all coded, document by document."""

    texts: Texts
    sheets: tuple[Sheet, ...]
    told: list[Told]

    def names(self) -> str:
        """The coders."""
        return " and ".join(sheet.coder for sheet in self.sheets)


def compare(register: Register, name: str) -> Compared:
    """A sample with what its coders say. Raises DecisionError as long as a sheet is out."""
    codings = register.codings(name)
    texts = sheets.texts_of(register, register.sample(name))
    return Compared(texts, tuple(register.sheets(name)), list(measures.told_of(texts, codings)))


def agreed(register: Register, name: str) -> list[agreement.AgreementRow]:
    """How far the coders of a sample agree, field by field. Raises MissingExtraError without NLTK."""
    return agreement_of(compare(register, name))


def agreement_of(found: Compared) -> list[agreement.AgreementRow]:
    """As `agreed`, of a sample that is compared already."""
    return list(agreement.agreement(found.told, measures.units_of(found.texts, found.told)))


def differing(register: Register, name: str) -> tuple[list[Differing], bytes]:
    """What coders differ in and nobody has settled, and the sheet to settle it in, with what they agree on."""
    found, settled = compare(register, name), register.settled_codings(name)
    told = [one for one in found.told if one.document not in settled]
    sheet = b"".join(sheets.as_csv(settling.sheet_lines(found.texts, told)))
    return [one for of_document in told for one in measures.differing(of_document)], sheet


@dataclass(frozen=True, slots=True)
class Outcome:
    """What settling did: documents, decisions, what no decision can say, and cells that could not be placed."""

    documents: int
    decisions: int
    left: tuple[str, ...]
    wrong: tuple[str, ...]


def settle(register: Register, path: Path, by: str, on: str) -> Outcome:
    """Keeps what somebody chose where coders differed, with what they agree on, and makes decisions of it; what was
    settled so before changes nothing. Raises InputError for a file that is no such sheet, DecisionError where the coder
    of a sheet would settle it."""
    name, title, lines = taking.lines_of(path)
    if title != settling.TO_SETTLE:
        raise InputError(path.name, "is a coder's sheet; `whomet coding take` takes it.")
    return settle_lines(register, compare(register, name), lines, (by, on))


def settle_lines(register: Register, found: Compared, lines: Sequence[taking.Line], said: tuple[str, str]) -> Outcome:
    """As `settle`, what the lines of such a sheet hold; `said`: who chose, and when."""
    (by, on), name = said, found.texts.sample.name
    if by in {sheet.coder for sheet in found.sheets}:
        raise DecisionError(f"{by} coded sample “{name}”; somebody else settles it.")
    chosen = taking.taken(found.texts, lines, settling=True)
    before = register.settled_codings(name)
    new = {key: coding for key, coding in chosen.codings.items() if key not in before or before[key][1] != coding}
    differed = {one.document for one in found.told if any(True for _ in measures.differing(one))}
    made = []
    for key, coding in new.items():
        how = (
            f"{found.names()} coded it otherwise than each other" if key in differed else f"{found.names()} coded it so"
        )
        why = settling.Said(by, on, f"{how} (sample {name})")
        made.append(settling.settled(found.texts.readings[key], coding, why))
    decisions = [decision for one in made for decision in one.decisions]
    for decision in decisions:
        register.decide(decision)
    register.settle_codings(name, by, new, on)
    reconcile_register(register)
    left = tuple(sentence for one in made for sentence in one.left)
    return Outcome(len(new), len(decisions), left, tuple(chosen.wrong))


def measured(register: Register, name: str) -> tuple[list[measuring.MeasureRow], int]:
    """How the machine does by what was settled of a sample, and of how many documents that is."""
    texts = sheets.texts_of(register, register.sample(name))
    settled = {key: coding for key, (_, coding) in register.settled_codings(name).items()}
    if not settled:
        raise DecisionError(f"Nothing of sample “{texts.sample.name}” is settled yet; `whomet coding settle` does it.")
    read = {reading.document.key: reading for reading in register.as_read(settled)}
    return list(measuring.measured(texts, read, settled)), len(settled)


def missing(register: Register, name: str) -> list[tuple[Sheet, list[Drawn]]]:
    """Each sheet of a sample with the texts that did not come back."""
    sample = register.sample(name)
    return [(s, [d for d in sample.drawn if d.document not in s.taken]) for s in register.sheets(name)]
