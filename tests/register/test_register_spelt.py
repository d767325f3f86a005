"""A name is found through its keys: what comes out is what comparing all names gives, in a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from put_by_hand import put_by_hand
from sqlalchemy import select, text

from whomet.faces.asking import names_one_of
from whomet.faces.opening import ids_of_persons, persons_like
from whomet.knowledge.data import read_data
from whomet.model import Entity, EntityKind
from whomet.register import Register, spelt, tables

FAMILIES = (
    ("Karimi", "Kareemi", "کریمی", "كريمي", "Karimy"),
    ("Shcherbakov", "Shtcherbakov", "Щербаков", "Schtscherbakow", "Szczerbakow"),
    ("al-Zahrawi", "Elzahrawi", "الزهراوي", "Zahraoui", "Al Zahrawi"),
    ("Nikolaevich Lashchinovsky", "Мікалаевіч Лашчыноўскі", "Nikolayevich Laschinovskiy"),
    ("Okonveld", "Okonvelt", "OKONVELD", "Ókonveld", "Okon veld"),
    ("bin Salih", "ibn Saleh", "Salih", "بن صالح"),
    ("Molin-Brae", "Molin Brae", "MolinBrae"),
    ("Papadopoulos", "Παπαδόπουλος", "Papadopulos"),
)
ODD = (
    "Zhou Enlai",
    "Zhou En Lai",
    "周恩来",
    "Kim Dae-jung",
    "김대중",
    "A. Okonveld",
    "M. K. Karimi",
    "Dr. Mira Okonveld / Mira Brae",
    "Okonveld, Mira",
    "Tomas Brae a.k.a. Abu Zayd",
    "Abu Zayd",
    "Karimi",
    "Kareemi",
    "كريمي",
    "Okonveld",
    "Ministry of Rivers",
    "The Ministry for Rivers",
    "Iran",
    "Islamic Republic of Iran",
    "McKay",
    "Mc Kay",
    "X" * 3000,
    "\x00 Mira",
    "!?",
)


def names() -> list[str]:
    """Given names in several spellings before family names in several, and odd ones, from one seed."""
    draw = Random(7)
    known = [entry["names"] for entry in read_data("given_names")["given_names"] if len(entry["names"]) > 2]
    found = set(ODD)
    for given, family in product(draw.sample(known, 10), FAMILIES):
        found.update(f"{draw.choice(given)} {draw.choice(family)}" for _ in range(2))
    return sorted(found)


def people() -> Iterator[Entity]:
    """A person for each name."""
    for number, name in enumerate(names()):
        yield Entity(f"person-{number:04}", EntityKind.PERSON, name, (name,))


@pytest.fixture(scope="module")
def named(shared: Register) -> Register:
    """A register of all these people, and of an organisation of the name of one."""
    put_by_hand(shared, entities=[*people(), Entity("organisation-x", EntityKind.ORGANISATION, "Karimi", ("Karimi",))])
    return shared


def looked_through(register: Register, name: str) -> list[str]:
    """Whom a name fits, each name of the register compared."""
    spelling, entity = tables.spellings.c, tables.entities.c
    persons = select(spelling.entity, spelling.name).join(tables.entities, entity.entity == spelling.entity)
    with register._looking() as connection:
        known = connection.execute(persons.where(entity.kind == EntityKind.PERSON)).all()
    return sorted({row.entity for row in known if names_one_of(name, [row.name])})


def asked() -> list[str]:
    """Whole names, parts of them, slips and initials."""
    draw, known = Random(11), names()
    some = draw.sample(known, 40)
    parts = [name.split()[-1] for name in some[:12] if name.split()]
    begun = [name[:3] for name in some[12:18]]
    slips = [name[:4] + name[5:] for name in some[18:24]]
    return [*some, *parts, *begun, *slips, *ODD, *(spelling for family in FAMILIES for spelling in family), "", "é"]


def test_whom_a_name_fits_is_as_when_all_names_are_compared(named):
    """In every script and spelling, in part, by initials, with a slip."""
    found = {name: ids_of_persons(named, name) for name in asked()}
    assert found == {name: looked_through(named, name) for name in found}
    assert sum(map(bool, found.values())) > 60


def test_where_many_names_sound_alike_two_words_have_to(named, monkeypatch):
    """Where four spellings are too many for one word, all but a few names are found as before, and none besides."""
    monkeypatch.setattr(spelt, "CROWD", 3)
    missed = 0
    for name in set(asked()):
        found, right = ids_of_persons(named, name), looked_through(named, name)
        assert set(found) <= set(right)
        missed += found != right
    assert missed <= 3


def test_few_names_are_compared(named):
    """Of all those that are there, a name in two words has a handful that it may be."""
    near = named.spelt_like("Tomas Papadopoulos")
    assert len(near) < len(names()) / 4


def test_whoever_an_account_calls_by_one_word_is_found_by_it(register, made_up):
    """An account's "Karimi" counts to a longer name, and other spellings of it lead there, as they always did."""
    person = Entity("person-1", EntityKind.PERSON, "Ahmad Karimi", ("Ahmad Karimi",), ("a/1",))
    put_by_hand(register, entities=[person])
    with register.settling(0) as settling:
        settling.connection.execute(text("UPDATE members SET name = 'Karimi'"))
    assert [one.id for one in persons_like(register, "Kareemi")] == ["person-1"]
    assert not persons_like(register, "Okonveld")


def test_what_is_gone_is_found_no_more(register):
    """A spelling takes its keys with it; those of others stay."""
    put_by_hand(register, entities=list(people())[:3])
    with register.settling(0) as settling:
        spellings = settling.relation("spellings", spelt_row())
        first, *others = sorted(settling.connection.scalars(select(tables.spellings.c.spelling)))
        spellings.drop("spelling", [first])
        left = set(settling.connection.scalars(select(tables.spelling_words.c.spelling)))
    assert left == set(others)


def spelt_row() -> type:
    from whomet.reconciliation.index import Spelling

    return Spelling


def test_a_register_that_had_no_keys_gets_them(where):
    """The ninth migration files every spelling that is there, as if it had just come."""
    with Register.open(where) as register:
        put_by_hand(register, entities=people())
        with register._writing() as connection:
            before = filed(connection)
            connection.execute(text("DROP TABLE spelling_words"))
            connection.execute(text("DROP INDEX ix_listings_longer"))
            connection.execute(text("DROP TABLE attendances"))
            connection.execute(text("DROP TABLE whereabouts"))
            connection.execute(text("UPDATE alembic_version SET version_num = '0008'"))
    with Register.open(where) as register, register._looking() as connection:
        assert filed(connection) == before
    assert before


def filed(connection) -> list[tuple[str, str]]:
    return sorted(map(tuple, connection.execute(select(tables.spelling_words))))
