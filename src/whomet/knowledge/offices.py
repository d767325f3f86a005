"""Who held which office when: what Whomet ships, and what the user has imported, which counts for more.

A user's book says what it says in place of the shipped one: of one person (told to be the same by names and dates) in
one office of one party, only the user's tenures are used; of a person's dates, the user's where it has any.
Nothing is read before the first question, and then only what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256

from whomet.knowledge import parties
from whomet.knowledge.holders import shipped_book
from whomet.knowledge.names import NameComparison, compare_names
from whomet.knowledge.office_book import OfficeBook, keys_of, looked_up_by
from whomet.knowledge.parties import party_named
from whomet.knowledge.roles import understand_roles
from whomet.knowledge.user_book import user_book
from whomet.model import Verdict
from whomet.values.edtf import is_day, may_agree
from whomet.values.names import fold
from whomet.values.offices import InOffice, Person, Tenure, in_office

__all__ = [
    "InOffice",
    "Person",
    "Tenure",
    "fits_office",
    "holders_at",
    "in_office",
    "kinds_of_office",
    "knowledge_version",
    "people_named",
    "people_of_office",
    "people_surely_named",
    "person_at",
    "reopen",
    "tenures_of",
    "title_fit",
]

_RECENT = 20  # years
_SURNAME = frozenset({"name_surname", "name_given"})  # a surname alone, of one word or of two
_AFTER_LATIN = "\u0370"  # where Greek begins; before it stand Latin letters and their marks
_SURNAME_WORTH = 0.6  # of a likeness, as `compare_names` has it for a surname beside a full name
_FULL_MARGIN, _SURNAME_MARGIN = 0.1, 0.06  # what is less like a written name than the best by more is not meant


def people_named(name: str) -> tuple[Person, ...]:
    """Everybody whom a written name may mean, in any script: those whose full name is most like it, best first.

    A surname alone ("Khatami", "Bagheri Kani") gives everybody of that surname; a name nobody has, nobody.
    """
    found = _candidates(name)
    rivals = [c for c in found if c.full] or found
    return tuple(c.person for c in rivals if c.score >= rivals[0].score - (_FULL_MARGIN if c.full else _SURNAME_MARGIN))


def people_surely_named(name: str) -> tuple[Person, ...]:
    """Those of `people_named` whose full name it is (`compare_names` says SAME): a surname alone gives none."""
    return people_named(name) if any(c.full for c in _candidates(name)) else ()


def tenures_of(person: Person) -> tuple[Tenure, ...]:
    """All tenures of a person, in order of time; none for somebody whom the books lack."""
    return _tenures_of(person)


def holders_at(party: str, office: str, when: date | str, *, sure: bool = True) -> tuple[Tenure, ...]:
    """The tenures of an office that hold on `when`, a day or an EDTF date.

    `party` is a name that `knowledge.parties` knows; `office` a kind ("foreign-minister") or a title ("Foreign
    Minister"). With `sure=False` also those that may: edges of months and years, open tenures after `known_until`.
    """
    wanted = {InOffice.YES} if sure else {InOffice.YES, InOffice.UNKNOWN}
    held = (t for t in _tenures_in(_canonical(party)) if fits_office(t, office) and in_office(t, when) in wanted)
    return _in_order(held)


@lru_cache(maxsize=8192)
def title_fit(party: str, title: str, when: date | None = None) -> int:
    """2 where `title` is what the books call an office of `party`, 1 where it is another wording of one, else 0; of
    offices that somebody held in the twenty years before `when`, at any time without it."""
    wanted, since = _spelt_alike(title), str(when.year - _RECENT) if when else ""
    tenures = [t for t in _tenures_in(_canonical(party)) if not t.last or t.last >= since]
    if any(_spelt_alike(t.title) == wanted for t in tenures):
        return 2
    return int(any(wanted == _spelt_alike(other) for t in tenures for other in t.also))


def person_at(name: str, title: str, when: date | str, party: str = "") -> Person | None:
    """The one person of that name, or surname, who held, or may have held, an office of that title on `when`.

    None where nobody fits or several do. One whose full name it is counts before one of the surname, one who surely
    held the office before one who may have.
    `title` is a title or a kind, "" for any office; `party` narrows, "" for any.
    """
    found = _who_held(name, title, when, party)
    for full in (True, False):
        for answer in (InOffice.YES, InOffice.UNKNOWN):
            fitting = [c.person for c, held in found if c.full is full and held is answer]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
    return None


def people_of_office(name: str, title: str, when: date | str, party: str = "") -> tuple[tuple[Person, InOffice], ...]:
    """Everybody of that name, or surname, who ever held an office of that title, and whether it was so on `when`."""
    return tuple((candidate.person, held) for candidate, held in _who_held(name, title, when, party))


def _who_held(name: str, title: str, when: date | str, party: str) -> list[tuple[_Candidate, InOffice]]:
    wanted_party = _canonical(party) if party else ""
    found = []
    for candidate in _candidates(name):
        held = {
            in_office(tenure, when)
            for tenure in tenures_of(candidate.person)
            if (not wanted_party or tenure.party == wanted_party) and (not title or fits_office(tenure, title))
        }
        if held:
            found.append((candidate, next(a for a in (InOffice.YES, InOffice.UNKNOWN, InOffice.NO) if a in held)))
    return found


def own_knowledge() -> str:
    """A short hash (12 hex digits) of what the user has imported, "" for nothing."""
    own = user_book()
    return own.digest[:12] if own else ""


def knowledge_version() -> str:
    """A short hash (12 hex digits) of all knowledge in use: what is shipped, and what the user has imported."""
    own = user_book()
    return sha256(f"{shipped_book().digest} {own.digest if own else ''}".encode()).hexdigest()[:12]


def reopen() -> None:
    """Forgets what was looked up: to be called when the user's knowledge has changed."""
    user_book.cache_clear()
    parties.reopen()
    for remembered in (_candidates, _known, _twin, _tenures_of, _tenures_in, title_fit):
        remembered.cache_clear()


# ---------------------------------------------------------------------------------------------- titles


def fits_office(tenure: Tenure, office: str) -> bool:
    """Whether a kind or a title ("Minister of Foreign Affairs", "French president") names the office of a tenure."""
    if tenure.office == office or _fold_title(office) in {_fold_title(t) for t in (tenure.title, *tenure.also)}:
        return True
    kinds = kinds_of_office(office, tenure.party)
    return tenure.office in kinds or (tenure.heads_government and "head-of-government" in kinds)


@lru_cache(maxsize=8192)
def kinds_of_office(title: str, party: str = "") -> frozenset[str]:
    """The kinds of office that a title names when it is one of `party`'s; none if it is unknown, or another party's."""
    roles = understand_roles(title, party)
    own = party_named(party) if party else None
    return frozenset(r.office for r in roles if r.office and (not own or r.party in (None, own)))


@lru_cache(maxsize=8192)
def _fold_title(title: str) -> str:
    return " ".join(word for word in fold(title).split() if word != "the")


@lru_cache(maxsize=8192)
def _spelt_alike(title: str) -> str:
    """ "Defense Minister" as "Defence Minister"; "Minister of Defence" as well."""
    words = (
        _fold_title(title)
        .replace("defense", "defence")
        .replace("advisor", "adviser")
        .replace("councillor", "councilor")
    )
    head, _, rest = words.partition(" of ")
    return f"{rest} {head}" if head in ("minister", "secretary") else words


def _canonical(party: str) -> str:
    found = party_named(party)
    return found.name if found else party


# ------------------------------------------------------------------------------------------ names to people


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody whom a written name may mean, how well it fits (0 to 1), and whether as a full name."""

    person: Person
    score: float
    full: bool


@lru_cache(maxsize=20_000)
def _candidates(name: str) -> tuple[_Candidate, ...]:
    """Everybody whose full name, or surname, is like a written name; full names first, the best first."""
    found = [c for person in _both(looked_up_by(name)) if (c := _candidate(name, person))]
    return tuple(sorted(found, key=lambda c: (not c.full, -c.score, c.person.name, c.person.id)))


def _candidate(name: str, person: Person) -> _Candidate | None:
    compared = [(compare_names(name, known), known) for known in _comparable(name, person.names)]
    best = max(comparison.score for comparison, _ in compared)
    if any(c.verdict is Verdict.SAME for c, _ in compared):
        return _Candidate(person, best, True)
    surname = max((_surname_score(name, known, c) for c, known in compared), default=0.0)
    return _Candidate(person, surname, False) if surname else None


def _comparable(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The known spellings that may be closest: of a name in Latin letters the Latin ones, where there are any."""
    latin = tuple(each for each in known if max(each) < _AFTER_LATIN)
    return latin if latin and name and max(name) < _AFTER_LATIN else known


def _surname_score(name: str, known: str, comparison: NameComparison) -> float:
    """How well a name fits as the surname of a known one: as its last word or words, or as the first of names that
    are written family name first, as which alone the keys find it."""
    feature = comparison.reasons[0].feature
    if comparison.verdict is Verdict.UNSURE and feature == "name_part":
        return _SURNAME_WORTH * compare_names(name, known.split()[0]).score
    return comparison.score if comparison.verdict is Verdict.UNSURE and feature in _SURNAME else 0.0


def _both(keys: frozenset[int]) -> list[Person]:
    """The people of both books that the keys find; whoever is in both is one."""
    shipped, own = shipped_book().people(keys), user_book()
    if own is None:
        return list(shipped)
    found = [_known(person, is_own=True) for person in own.people(keys)]
    found += [_known(person, is_own=False) for person in shipped]
    return list({person.id: person for person in found}.values())


@lru_cache(maxsize=50_000)
def _known(person: Person, *, is_own: bool) -> Person:
    """All that both books know of a person of one of them; the user's book comes first."""
    twin = _twin(person, is_own=is_own)
    if twin is None:
        return person
    return person.joined(twin) if is_own else twin.joined(person)


@lru_cache(maxsize=50_000)
def _twin(person: Person, *, is_own: bool) -> Person | None:
    """The same person in the other book: each is the only one, or the only one born on that day, like the other."""
    own, shipped = user_book(), shipped_book()
    if own is None:
        return None
    here, there = (own, shipped) if is_own else (shipped, own)
    twin = _the_one_like(person, there)
    back = _the_one_like(twin, here) if twin else None
    return twin if back and back.id == person.id else None


def _the_one_like(person: Person, book: OfficeBook) -> Person | None:
    fitting = [known for known in book.people(keys_of(person.names)) if _one_person(person, known)]
    dated = [known for known in fitting if is_day(known.born) and known.born == person.born]
    chosen = dated or fitting
    return chosen[0] if len(chosen) == 1 else None


def _one_person(a: Person, b: Person) -> bool:
    """Whether lives don't contradict, and a full name is written alike or, born on one day, sounds alike."""
    if not (may_agree(a.born, b.born) and may_agree(a.died, b.died)):
        return False
    written = {fold(name) for name in a.names if " " in name}
    if any(fold(name) in written for name in b.names):
        return True
    if not (is_day(a.born) and a.born == b.born):
        return False
    return any(compare_names(x, y).verdict is Verdict.SAME for x in a.names for y in b.names)


# ---------------------------------------------------------------------------------------- people to tenures


@lru_cache(maxsize=20_000)
def _tenures_of(person: Person) -> tuple[Tenure, ...]:
    own, shipped = user_book(), shipped_book()
    if own is None:
        return shipped.tenures_of(person.id)
    in_own = own.person(person.id)
    in_shipped = _twin(in_own, is_own=True) if in_own else shipped.person(person.id)
    told = own.tenures_of(person.id) if in_own else ()
    rest = _not_told(shipped.tenures_of(in_shipped.id), told) if in_shipped else ()
    return _in_order([*told, *rest])


@lru_cache(maxsize=1024)
def _tenures_in(party: str) -> tuple[Tenure, ...]:
    """All tenures of a party, in no order, each with what its own book knows of the person."""
    own, shipped = user_book(), shipped_book().tenures_in(party)
    if own is None:
        return shipped
    told = own.tenures_in(party)
    rest: list[Tenure] = []
    for person in dict.fromkeys(t.person for t in shipped):
        theirs = [t for t in shipped if t.person == person]
        twin = _twin(person, is_own=False)
        rest += _not_told(theirs, own.tenures_of(twin.id)) if twin else theirs
    return (*told, *rest)


def _not_told(shipped: Iterable[Tenure], told: Iterable[Tenure]) -> tuple[Tenure, ...]:
    """The shipped tenures of offices that the user's book does not speak of."""
    offices = {(t.party, t.office or t.title) for t in told}
    return tuple(t for t in shipped if (t.party, t.office or t.title) not in offices)


def _in_order(tenures: Iterable[Tenure]) -> tuple[Tenure, ...]:
    """By time, each with all that is known of its person."""
    shipped = shipped_book()
    known = (replace(t, person=_known(t.person, is_own=shipped.person(t.person.id) is None)) for t in tenures)
    return tuple(sorted(known, key=lambda t: (t.first, t.last, t.party, t.office, t.person.name)))
