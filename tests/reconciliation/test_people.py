"""Who is one person over all accounts."""

from made_up_accounts import NORLAND_SURIA, account, documents

from whomet.model import EntityKind, FindingKind
from whomet.reconciliation import reconcile

DOCS = documents(a="2031-05-03", b="2031-05-03", c="2033-01-09", d="2031-05-03")


def met(id, *people, **more):
    return account(id, **(NORLAND_SURIA | {"people": people, "date": "2031-05-02", "city": "Lima"} | more))


def people(*accounts):
    return {e.names for e in reconcile(accounts, DOCS).entities if e.kind is EntityKind.PERSON}


def test_spellings_and_scripts_are_one_person_over_years():
    found = people(
        met("a#0", ("Karim al-Zahrawi", "Suria")),
        met("b#0", ("Kareem Zahrawy", "Suria")),
        met("c#0", ("كريم الزهراوي", "Suria"), date="2033-01-08"),
    )
    assert found == {("Kareem Zahrawy", "Karim al-Zahrawi", "كريم الزهراوي")}


def test_the_fullest_latin_spelling_is_the_name():
    found = reconcile([met("a#0", ("Karim Zahrawi", "Suria")), met("b#0", ("Karim Hadi Zahrawi", "Suria"))], DOCS)
    assert [e.name for e in found.entities if e.kind is EntityKind.PERSON] == ["Karim Hadi Zahrawi"]


def test_two_of_one_surname_stay_two():
    assert len(people(met("a#0", ("Karim Zahrawi", "Suria")), met("b#0", ("Rashid Zahrawi", "Suria")))) == 2


def test_a_short_name_that_fits_two_people_joins_neither():
    found = people(
        met("a#0", ("Karim Hadi Zahrawi", "Suria")),
        met("b#0", ("Karim Omar Zahrawi", "Suria")),
        met("d#0", ("Karim Zahrawi", "Suria")),
    )
    assert len(found) == 3


def test_a_surname_alone_joins_within_its_document():
    found = people(met("a#0", ("Anna Molin", "Norland")), met("a#1", ("Molin", "Norland"), date="2031-04-01"))
    assert found == {("Anna Molin", "Molin")}


def test_a_surname_alone_joins_within_its_meeting():
    suria = ("Karim Zahrawi", "Suria")
    found = people(met("a#0", ("Anna Molin", "Norland"), suria), met("b#0", ("Molin", "Norland"), suria))
    assert ("Anna Molin", "Molin") in found


def test_a_surname_alone_elsewhere_stays_apart_and_is_shown():
    accounts = [
        met("a#0", ("Anna Molin", "Norland")),
        met("c#0", ("Molin", "Norland"), date="2033-01-08", city="Quito"),
    ]
    found = reconcile(accounts, DOCS)
    assert len([e for e in found.entities if e.kind is EntityKind.PERSON]) == 2
    (finding,) = (f for f in found.findings if f.kind is FindingKind.IDENTITY_UNSURE)
    assert "Anna Molin" in finding.text and finding.about.startswith("person-")


def test_a_surname_with_another_party_is_nobody_elses():
    found = people(met("a#0", ("Anna Molin", "Norland")), met("b#0", ("Molin", "Suria")))
    assert found == {("Anna Molin",), ("Molin",)}


def test_a_fathers_name_is_no_surname():
    found = people(met("a#0", ("Yusuf bin Tariq", "Suria")), met("a#1", ("Tariq", "Suria"), date="2031-04-01"))
    assert len(found) == 2


def test_members_roles_and_ids_of_a_person():
    accounts = [
        met("b#0", ("Anna Molin", "Norland", "president")),
        met("a#0", ("Anna Molin", "Norland", "prime minister"), date="2027"),
    ]
    (person,) = (e for e in reconcile(accounts, DOCS).entities if e.kind is EntityKind.PERSON)
    assert person.members == ("a#0/0", "b#0/0")
    assert person.roles == (("prime minister", "2027", "a#0"), ("president", "2031-05-02", "b#0"))
    later = reconcile([*accounts, met("d#0", ("Anna Molin", "Norland"))], DOCS).entities
    assert person.id in {e.id for e in later}


def test_parties_and_mediators_are_organisations():
    found = reconcile([met("a#0", mediators=("Vesta",)), met("b#0")], DOCS).entities
    assert [(e.id, e.name, e.members) for e in found] == [
        ("organisation-norland", "Norland", ("a#0", "b#0")),
        ("organisation-suria", "Suria", ("a#0", "b#0")),
        ("organisation-vesta", "Vesta", ("a#0",)),
    ]
