"""Where the faces join the register: it is opened here, and as much of it is put together as a question needs.

A list of meetings needs no texts, one meeting only its own accounts: a register may hold millions of pages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from whomet.exchange.contract import Places
from whomet.exchange.told import Told
from whomet.faces.asking import SHORT_ID, Records, find_people, gather, names_one_of
from whomet.faces.terminal import complain
from whomet.model import Entity, EntityKind, Meeting, Property, Reading
from whomet.register import Register

Voices = Callable[[Meeting], int]
"""How many independent voices tell of a meeting."""

AT_ONCE = 200  # meetings
BEHIND = "what was read last is in no meeting yet: either somebody reads just now, or a run stopped before its end"
"""What a register that is `behind` lacks; what to do about it, each face says in its own words."""
LISTED = (Property.PERSON_NAME, Property.PERSON_ROLE, Property.PERSON_PARTY, Property.PLACE_TEXT)
"""What a list of meetings needs of accounts beside the meetings' cells."""


@contextmanager
def opened(where: str) -> Iterator[Register]:
    """The register in a file or a server's database, for questions, all of which are answered from one state of it;
    warns of a run that came to no end.

    Raises RegisterError when there is no register, or it can't be read.
    """
    with Register.open(where, create=False) as register, register.one_state():
        if register.behind:
            complain(f"{register.where}: {BEHIND}; then run it again.")
        yield register


def list_of(register: Register) -> Records:
    """All meetings of a register, as a list needs them: documents without texts, accounts with little in them."""
    return gather(register.readings(texts=False, claims=LISTED), register.meetings(), register.entities())


def list_of_some(
    register: Register, meetings: Collection[Meeting], sides: Iterable[Entity] = (), ids: Iterable[str] = ()
) -> Records:
    """Some meetings as `list_of` gives all, `sides` being what is needed of organisations, `ids` as in `gather`."""
    readings = list(register.readings({a for m in meetings for a in m.accounts}, texts=False, claims=LISTED))
    people = register.named_in({account for meeting in meetings for account in meeting.accounts})
    return gather(readings, meetings, [*people, *sides], ids=ids)


def people_in(register: Register, readings: Iterable[Reading]) -> list[Entity]:
    """The persons whom some readings name."""
    members = {f"{a.id}/{c.part}" for r in readings for a in r.accounts for c in a.all(Property.PERSON_NAME)}
    return list(register.entities(members))


def one_meeting(register: Register, name: str, ids: Collection[str] | None = None) -> tuple[Meeting, Records]:
    """One meeting, and all that is known of it. Raises NotFoundError where `name` leads to none, or to several.

    `ids` are those of other accounts that a short id must be told apart from: all, unless they are given.
    """
    meeting = register.meeting(name)
    readings = list(register.readings(meeting.accounts))
    known = {a.id for r in readings for a in r.accounts}
    persons = people_in(register, readings)
    about = {meeting.id, *meeting.accounts, *(r.document.key for r in readings), *(e.id for e in persons)}
    warned = {meeting.id, *meeting.accounts, *(r.document.key for r in readings)}
    findings = [f for r in readings for f in r.findings if f.about in warned] + register.compared(about)
    judgements = list(register.judgements(meeting.accounts))
    others = {i for j in judgements for i in (j.left, j.right)} - known
    readings += register.readings(others, texts=False, claims=())
    known_ids = alike(register, {meeting.id, *known, *others}) if ids is None else ids
    return meeting, gather(readings, [meeting], persons, judgements, findings, known_ids)


def people_named(register: Register, name: str) -> tuple[tuple[Entity, ...], Records]:
    """The persons that a name fits, and, where that is one, the meetings they are in. Raises NotFoundError for none."""
    people = find_people(persons_like(register, name), name)
    meetings: list[Meeting] = []
    if len(people) == 1:
        meetings += register.meetings({member.rpartition("/")[0] for member in people[0].members})
    accounts = {account for meeting in meetings for account in meeting.accounts}
    readings = register.readings(accounts, texts=False)
    shown = accounts.union(meeting.id for meeting in meetings)
    known = [*register.named_in(accounts), *people]
    return people, gather(readings, meetings, known, ids=alike(register, shown))


def persons_like(register: Register, name: str) -> list[Entity]:
    """The persons whom a name fits, in part or in another spelling, or whom an account calls so, and the one with that
    id."""
    called = {one for one, names in register.called_like(name).items() if names_one_of(name, names)}
    found = register.entities_with(sorted({name, *called, *ids_of_persons(register, name)}))
    return [one for one in found if one.kind is EntityKind.PERSON]


def ids_of_persons(register: Register, name: str) -> list[str]:
    """The ids of the persons whom a name fits, in part or in another spelling, sorted."""
    return [one for one, names in register.spelt_like(name).items() if names_one_of(name, names)]


def alike(register: Register, ids: Iterable[str]) -> list[str]:
    """The ids of accounts that a short form of some ids could be taken for."""
    return register.account_ids_beginning({i[:SHORT_ID] for i in ids})


def all_findings(register: Register) -> Records:
    """All that a register warns of, with the texts that it is about and no others."""
    findings = list(register.findings())
    light = list(register.readings(texts=False, claims=()))
    homes = {account.id: reading.document.key for reading in light for account in reading.accounts}
    cited = {homes.get(f.about, f.about) for f in findings if f.spans}
    texts = dict(register.texts(cited))
    readings = (replace(r, document=replace(r.document, text=texts.get(r.document.key, ""))) for r in light)
    return gather(readings, register.meetings(), findings=findings)


def places_of(register: Register) -> Places:
    """Where a register has put accounts and people: what an export adds to a reading."""
    meetings = {account: m.id for m in register.meetings() for account in m.accounts}
    people = {member: e.id for e in register.entities() if e.kind is EntityKind.PERSON for member in e.members}
    return Places(meetings, people)


def all_told(register: Register) -> Iterator[Told]:
    """Every meeting of a register with its accounts, documents and persons, in the order of ids; a few hundred are in
    memory at a time."""
    return told_of(register, register.meetings())


def told_of(register: Register, chosen: Iterable[Meeting]) -> Iterator[Told]:
    """Some meetings of a register as `all_told` gives them, in their own order."""
    for meetings in _batched(chosen):
        voices = register.voices_of([meeting.id for meeting in meetings])
        readings = list(register.readings({a for m in meetings for a in m.accounts}))
        records = gather(readings, meetings, people_in(register, readings))
        for meeting in meetings:
            documents = {d.key: d for d in records.documents_of(meeting)}
            accounts = records.told(meeting)
            own = {f"{a.id}/{c.part}" for a in accounts for c in a.all(Property.PERSON_NAME)}
            people = {m: records.persons[m] for m in sorted(own & records.persons.keys())}
            yield Told(meeting, accounts, documents, people, voices.get(meeting.id, len(documents)))


def _batched(meetings: Iterable[Meeting]) -> Iterator[list[Meeting]]:
    """Some meetings at a time, as many as a register is asked for at once."""
    every = iter(meetings)
    while found := list(islice(every, AT_ONCE)):
        yield found


def voices_in(register: Register, records: Records) -> Voices:
    """Tells how many independent voices tell of a meeting (near-copies of one text are one): as counted when meetings
    were made, else as many as there are documents."""
    counted = register.voices_of([meeting.id for meeting in records.meetings])
    return lambda meeting: counted.get(meeting.id, len(records.documents_of(meeting)))
