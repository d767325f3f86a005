"""Person claims of accounts -> members, each counted to the spelling of a name.

A full name counts to its own spelling. A surname alone counts to the full name that its document, or else its meeting,
leaves as the only one that fits; otherwise to a spelling of its own. Which spellings are one person is decided in
`spellings`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from whomet.knowledge.names import compare_names, parse_name, surname_key
from whomet.knowledge.offices import person_at
from whomet.knowledge.sides import may_be_one_side
from whomet.model import Account, Document, EntityKind, Property, Verdict
from whomet.reconciliation.index import Index, Member, Spelling
from whomet.reconciliation.tellings import published_day
from whomet.values.names import fold

Namesakes = Callable[[str, str], bool]
"""Whether the register knows several people by a surname's key and a party."""


def members_of(accounts: Iterable[Account], document: Document | None) -> list[Member]:
    """The person claims of one document's accounts, in order; a surname alone is at home with the only full name of
    the document that fits, else with the one office holder of that surname, role and party on the day of print."""
    claimed = [m for account in accounts for m in _claimed(account)]
    full = [m for m in claimed if is_full(m.name)]
    found: list[Member] = []
    for member in claimed:
        home = (
            spelling_of(member) if is_full(member.name) else only_fitting(member, full) or _in_office(member, document)
        )
        found.append(replace(member, home=home, spelling=home))
    return sorted(found, key=lambda m: m.member)


def _claimed(account: Account) -> Iterable[Member]:
    for part in account.parts("person"):
        name = part.get(Property.PERSON_NAME)
        if name and name.value.strip():
            party, role = part.get(Property.PERSON_PARTY), part.get(Property.PERSON_ROLE)
            yield Member(
                member=f"{account.id}/{name.part}",
                account=account.id,
                document=account.document,
                name=" ".join(name.value.split()),
                party=party.value if party else "",
                role=role.value if role else "",
                date=account.value(Property.DATE),
                home="",
                spelling="",
            )


def spelling_of(member: Member, document: str = "") -> str:
    """The spelling's key: name and party; of a name in one word, with the document where it says no more than there."""
    return "\x1f".join((member.name, fold(member.party), *([document] if document else [])))


def as_spelling(key: str) -> Spelling:
    """A spelling that nothing counts to yet."""
    name, party, *_ = key.split("\x1f")
    return Spelling(key, name, party, surname_key(name), int(is_full(name)), 0, "")


def is_person(member: Member) -> bool:
    """Whether it is a person's claim: a party's member is the account itself."""
    return member.member != member.account


def is_full(name: str) -> bool:
    return len(parse_name(name).words) > 1


def only_fitting(alone: Member, full: Sequence[Member]) -> str:
    """The spelling of the only person among `full` that a surname alone may name, "" if there is none or are several:
    of those that are spellings of one name, the first."""
    fitting = sorted({spelling_of(m): m for m in full if fits(alone, m.name, m.party)}.items())
    one = all(
        compare_names(fitting[0][1].name, m.name, EntityKind.PERSON).verdict is Verdict.SAME for _, m in fitting[1:]
    )
    return fitting[0][0] if fitting and one else ""


def fits(alone: Member, name: str, party: str) -> bool:
    """Whether a single word may be this person: the family name, or a part of it in the same party."""
    if not may_be_one_side(alone.party, party):
        return False
    return compare_names(alone.name, name, EntityKind.PERSON).verdict is not Verdict.DIFFERENT


def fits_spelling(alone: Spelling, full: Spelling) -> bool:
    """As `fits`, of two spellings."""
    return may_be_one_side(alone.party, full.party) and (
        compare_names(alone.name, full.name, EntityKind.PERSON).verdict is not Verdict.DIFFERENT
    )


def _in_office(alone: Member, document: Document | None) -> str:
    """The spelling of the office holder, as Whomet's lists name him; "" where they leave none or several."""
    day = published_day(document)
    person = person_at(alone.name, alone.role, day, alone.party) if day and alone.party else None
    return spelling_of(replace(alone, name=person.name)) if person and is_full(person.name) else ""


def settle_surnames(index: Index, groups: Iterable[Collection[str]], namesakes: Namesakes) -> list[Member]:
    """Members known by one word, of some meetings, as they now count: what moved, not yet written."""
    moved = []
    for group in groups:
        there = [m for m in index.members.where("account", group) if is_person(m)]
        full = [m for m in there if is_full(m.name)]
        for member in there:
            if not member.home:
                moved += _moved(member, only_fitting(member, full) or _alone(member, namesakes))
    return moved


def settle_crowded(index: Index, surnames: Collection[tuple[str, str]], namesakes: Namesakes) -> list[Member]:
    """Members that count to a single word of their own, under surnames whose number of namesakes changed."""
    keys = {surname for surname, _ in surnames}
    alone = [s for s in index.spellings.where("surname", keys) if not s.full and (s.surname, s.party) in surnames]
    members = index.members.where("spelling", [s.spelling for s in alone])
    return [moved for m in members if not is_full(m.name) for moved in _moved(m, _alone(m, namesakes))]


def _alone(member: Member, namesakes: Namesakes) -> str:
    crowded = namesakes(surname_key(member.name), fold(member.party))
    return spelling_of(member, member.document if crowded else "")


def _moved(member: Member, spelling: str) -> list[Member]:
    return [replace(member, spelling=spelling)] if spelling != member.spelling else []


def fuller_names(members: Iterable[Member]) -> dict[str, str]:
    """Member -> the full name it is at home with, where its account names it by one word."""
    return {m.member: m.home.split("\x1f")[0] for m in members if m.home and not is_full(m.name)}


def by_document(accounts: Iterable[Account]) -> dict[str, list[Account]]:
    """Accounts by the key of their document."""
    found: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        found[account.document].append(account)
    return found
