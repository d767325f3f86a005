"""Where the sources of one meeting differ, and where they only seem to."""

import pytest
from made_up_accounts import LEADERS, NORLAND_SURIA, account, documents

from whomet.model import Accord, FindingKind, Property
from whomet.reconciliation import reconcile

DOCS = documents(a="2031-05-03", b="2031-05-03", e="2031-04-20", d="2031-05-10")


def base(id, **more):
    return account(id, **(NORLAND_SURIA | {"people": LEADERS, "date": "2031-05-02", "city": "Lima"} | more))


def meeting(*accounts):
    (found,) = reconcile(accounts, DOCS).meetings
    return {c.property: c for c in found.cells}


def differing(*accounts):
    return {p for p, c in meeting(*accounts).items() if c.accord is Accord.CONFLICT}


def test_sources_that_agree_differ_in_nothing():
    assert differing(base("a#0"), base("b#0")) == set()


@pytest.mark.parametrize(
    "other",
    [
        {"date": "2031-05"},
        {"format": "unspecified"},
        {"city": ""},
        {"people": (("Molin", "Norland"), ("كريم الزهراوي", "Suria"))},
        {"venue": "the guest house"},
        {"topics": ("fishing rights",)},
    ],
    ids=str,
)
def test_more_precise_or_additional_is_no_difference(other):
    assert differing(base("a#0"), base("b#0", **other)) == set()


@pytest.mark.parametrize(
    ("other", "prop"),
    [
        ({"date": "2031-05-03"}, Property.DATE),
        ({"contact": "indirect"}, Property.CONTACT),
        ({"status": "cancelled"}, Property.STATUS),
        ({"country": "EC"}, Property.COUNTRY),
    ],
    ids=str,
)
def test_what_cannot_both_be_right_differs(other, prop):
    first = base("a#0", contact="direct", country="PE")
    assert differing(first, base("b#0", **({"contact": "direct", "country": "PE"} | other))) == {prop}


def test_a_plan_and_what_came_of_it_do_not_differ():
    assert differing(base("e#0", status="planned"), base("a#0")) == set()


def test_called_off_in_print_before_it_was_held_is_no_contradiction():
    assert Property.STATUS not in differing(base("e#0", status="postponed"), base("a#0"))


def test_a_denial_is_a_difference():
    assert Property.DENIAL_TEXT in differing(base("a#0"), base("b#0", denials=("no such meeting took place",)))


def test_spellings_of_one_person_are_one_reading():
    cell = meeting(base("a#0"), base("b#0", people=(("Molin", "Norland"), LEADERS[1])))[Property.PERSON_NAME]
    assert [(r.value, r.accounts) for r in cell.readings] == [
        ("Anna Molin", ("a#0", "b#0")),
        ("Karim al-Zahrawi", ("a#0", "b#0")),
    ]


def test_the_most_widely_claimed_reading_comes_first():
    accounts = [base("a#0", venue="the old mill"), base("b#0", venue="Hotel Sol"), base("d#0", venue="Hotel Sol")]
    assert [r.value for r in meeting(*accounts)[Property.VENUE].readings] == ["Hotel Sol", "the old mill"]


def test_a_finding_names_the_values_and_who_says_so():
    found = reconcile([base("a#0"), base("b#0", date="2031-05-03")], DOCS).findings
    (finding,) = (f for f in found if f.kind is FindingKind.SOURCES_DIFFER)
    assert finding.about == "a#0"
    days = "“2031-05-02” according to The A Post (a); “2031-05-03” according to The B Post (b)"
    assert finding.text == f"Sources differ on the date: {days}."


@pytest.mark.parametrize(
    ("other", "prop", "accord"),
    [
        ({"date": "2031-05"}, Property.DATE, Accord.FINER),
        ({"format": "unspecified"}, Property.FORMAT, Accord.FINER),
        ({"duration": "more than an hour"}, Property.DURATION, Accord.FINER),
        ({"date": "2031-05-03"}, Property.DATE, Accord.CONFLICT),
        ({"date": "2031-05-02"}, Property.DATE, Accord.AGREE),
    ],
    ids=str,
)
def test_how_two_readings_go_together(other, prop, accord):
    first = base("a#0", duration="an hour and a half")
    assert meeting(first, base("b#0", **other))[prop].accord is accord


def test_what_came_of_a_plan_stands_before_it():
    found = meeting(
        base("e#0", status="planned", date="2031-05-01/2031-05-03"), base("a#0"), base("b#0", status="ongoing")
    )
    assert found[Property.STATUS].accord is Accord.LATER
    assert found[Property.STATUS].readings[-1].value == "planned"
