"""Where the faces join the register: it is opened here, and what it holds is put together for questions."""

from __future__ import annotations

from pathlib import Path

from whomet.exchange.contract import Places
from whomet.faces.asking import Records, gather
from whomet.faces.terminal import complain
from whomet.model import EntityKind, Meeting
from whomet.reconciliation import count_voices
from whomet.register import Register


def records_of(register: Register) -> Records:
    """Everything a register holds; warns of a run that came to no end."""
    if register.behind:
        complain(f"{register.where}: a run stopped before its end, so newer documents are in no meeting; read again.")
    return gather(
        register.readings(), register.meetings(), register.entities(), register.judgements(), register.findings()
    )


def open_records(path: Path, words: str = "") -> tuple[Records, frozenset[str] | None]:
    """What the register in a file holds, and the accounts' ids and documents' keys that a search for words leads to
    (None without words).

    Raises RegisterError when there is no register, or it can't be read.
    """
    with Register.open(path, create=False) as register:
        found = register.search(words) if words else None
        return records_of(register), found.accounts | found.documents if found else None


def read_text(path: Path, name: str) -> str:
    """The text of one document of a register. Raises RegisterError, or NotFoundError when no document goes by it."""
    with Register.open(path, create=False) as register:
        return register.document(name).text


def places_of(register: Register) -> Places:
    """Where a register has put accounts and people: what an export adds to a reading."""
    meetings = {account: m.id for m in register.meetings() for account in m.accounts}
    people = {member: e.id for e in register.entities() if e.kind is EntityKind.PERSON for member in e.members}
    return Places(meetings, people)


def voices_of(meeting: Meeting, records: Records) -> int:
    """How many independent voices tell of a meeting: near-copies of one text are one."""
    documents = records.documents_of(meeting)
    return count_voices(documents).voices if len(documents) > 1 else len(documents)
