"""Which accounts make one meeting, and which must stay apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_accounts import LEADERS, NORLAND_SURIA, account, documents

from whomet.model import FindingKind, Verdict
from whomet.reconciliation import reconcile
from whomet.reconciliation.judge import JUDGE
from whomet.reconciliation.reprints import doubt_alone

DOCS = documents(a="2031-05-03", b="2031-05-03", c="2031-05-04", d="2031-05-10", e="2031-04-20", z="")


def groups(*accounts, docs=DOCS):
    return {m.accounts for m in reconcile(accounts, docs).meetings}


def base(id, **more):
    return account(
        id, **(NORLAND_SURIA | {"people": LEADERS, "date": "2031-05-02", "city": "Lima", "country": "PE"} | more)
    )


def test_two_papers_tell_of_one_meeting():
    assert groups(base("a#0"), base("b#0")) == {("a#0", "b#0")}


def test_spellings_scripts_and_a_vaguer_date_do_not_part_a_meeting():
    other = base("c#0", people=(("Molin", "Norland"), ("كريم الزهراوي", "Suria")), date="2031-05")
    assert groups(base("a#0"), other) == {("a#0", "c#0")}


def test_planned_then_held_is_one_occasion():
    planned = base("e#0", status="planned", people=LEADERS[:1])
    assert groups(planned, base("a#0")) == {("a#0", "e#0")}


def test_planned_postponed_and_held_is_one_chain():
    planned = base("e#0", status="planned")
    postponed = base("a#0", status="postponed")
    held = base("d#0", date="2031-05-02")
    assert groups(planned, postponed, held) == {("a#0", "d#0", "e#0")}


def test_planned_then_cancelled_is_one_occasion():
    assert groups(base("e#0", status="planned"), base("b#0", status="cancelled")) == {("b#0", "e#0")}


@pytest.mark.parametrize(
    "other",
    [
        {"date": "2031-07-02"},
        {"city": "Quito", "country": "EC"},
        {"format": "phone", "city": "", "country": ""},
        {"people": (("Anna Molin", "Norland"), ("Rashid Qasimi", "Suria"))},
        {"parties": ("Norland", "Vesta"), "people": (("Anna Molin", "Norland"), ("Pia Lund", "Vesta"))},
        {"parties": ("Norland", "Suria", "Vesta"), "people": (*LEADERS, ("Pia Lund", "Vesta"))},
    ],
    ids=[
        "two months later",
        "another city",
        "a phone call",
        "another counterpart",
        "another party",
        "three at the table",
    ],
)
def test_what_contradicts_keeps_meetings_apart(other):
    assert groups(base("a#0"), base("b#0", **other)) == {("a#0",), ("b#0",)}


def test_rounds_of_one_process_stay_apart():
    third, fourth = (
        base(f"{d}#0", date="", part_of=f"the {n} round of the Lima talks")
        for d, n in (("a", "third"), ("d", "fourth"))
    )
    assert len(groups(third, fourth)) == 2


def test_two_accounts_of_one_document_never_merge():
    assert groups(base("a#0"), base("a#1")) == {("a#0",), ("a#1",)}


def test_a_third_account_cannot_bridge_two_of_one_document():
    found = groups(base("a#0"), base("a#1"), base("b#0"))
    assert all(not {"a#0", "a#1"} <= set(g) for g in found)


def test_an_undated_account_that_fits_two_meetings_joins_neither_and_is_shown():
    early, late = base("a#0", date="2031-03-02"), base("b#0", date="2031-05-02")
    vague = base("z#0", date="")
    found = reconcile([early, late, vague], DOCS)
    assert {m.accounts for m in found.meetings} == {("a#0",), ("b#0",), ("z#0",)}
    assert {f.about for f in found.findings if f.kind is FindingKind.IDENTITY_UNSURE} == {"a#0", "b#0"}


def test_told_as_held_before_it_was_planned_is_another_meeting():
    held, planned = base("e#0", date=""), base("d#0", date="", status="planned")
    assert groups(held, planned) == {("d#0",), ("e#0",)}


def test_four_meetings_of_the_same_two_movements_stay_four():
    cities = [
        ("a", "2031-05-02", "Lima", "PE"),
        ("b", "2031-03", "Quito", "EC"),
        ("c", "2026-12-03", "Bogota", "CO"),
        ("z", "", "La Paz", "BO"),
    ]
    found = groups(*(base(f"{d}#0", date=day, city=city, country=land) for d, day, city, land in cities))
    assert len(found) == 4


def test_a_vague_account_leans_on_another_meeting_that_its_document_shares():
    talk = {
        "parties": ("Norland", "Vesta"),
        "people": (("Anna Molin", "Norland"), ("Pia Lund", "Vesta")),
        "city": "",
        "country": "",
    }
    told, vague = base("a#1", **talk, date="2031-05-01"), base("z#1", **talk, date="")
    assert groups(told, vague) == {("a#1",), ("z#1",)}
    assert ("a#1", "z#1") in groups(base("a#0"), told, base("z#0"), vague)


@pytest.mark.parametrize("manner", ["phone", "video"])
def test_a_shared_meeting_does_not_make_a_call_and_a_visit_one(manner):
    """Two texts of one journey tell of its talks and its calls alike, of the same people and the same day."""
    talk = {"parties": ("Norland", "Vesta"), "people": (("Anna Molin", "Norland"), ("Pia Lund", "Vesta"))}
    nowhere = talk | {"city": "", "country": ""}
    visit, call = base("a#1", **nowhere), base("b#1", **nowhere, format=manner)
    found = groups(base("a#0"), visit, base("b#0"), call)
    assert found == {("a#0", "b#0"), ("a#1",), ("b#1",)}


def test_a_meetings_id_is_its_smallest_accounts():
    assert [m.id for m in reconcile([base("c#0"), base("b#0"), base("a#0")], DOCS).meetings] == ["a#0"]


def test_judgements_keep_their_reasons():
    (judgement,) = reconcile([base("a#0"), base("b#0")], DOCS).judgements
    assert judgement.verdict is Verdict.SAME and judgement.judge == JUDGE
    assert {"parties_same", "persons_sides", "date_same", "city_same"} <= {r.feature for r in judgement.reasons}
    assert all(r.text for r in judgement.reasons)


def test_nothing_gives_nothing():
    assert reconcile([], {}) == reconcile((), {}) and not reconcile([], {}).meetings


def test_accounts_without_a_claim_and_without_a_document_are_meetings_of_their_own():
    assert groups(account("x#0"), account("y#0"), docs={}) == {("x#0",), ("y#0",)}


@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "0001", "9999", "0001-01-01/9999-12-31", "[0001-01-01,9999-12-31]", "31 May"]
)
def test_the_ends_of_time_and_what_is_no_date_raise_nothing(day):
    docs = documents(a=day, b=day)
    found = reconcile(
        [base("a#0", date=day), base("a#1", date="", status="planned"), base("b#0", date=""), base("b#1", date=day)],
        docs,
    )
    assert sorted(a for m in found.meetings for a in m.accounts) == ["a#0", "a#1", "b#0", "b#1"]


def test_a_list_of_guests_without_end_is_compared_in_part():
    guests = tuple(
        (f"Guest{chr(97 + n % 26)}{chr(97 + n // 26 % 26)} Family{chr(97 + n % 7)}", "Suria") for n in range(300)
    )
    assert groups(base("a#0", people=(*LEADERS, *guests)), base("b#0", people=(*LEADERS, *guests))) == {("a#0", "b#0")}


POOL = [
    base("a#0"),
    base("a#1", date="2031-03-02"),
    base("b#0", people=(("Molin", "Norland"),)),
    base("c#0", status="planned", date="2031-05"),
    base("d#0", date=""),
    base("d#1", date="", city="", country=""),
    base("e#0", status="planned", date="2031-05-02", people=LEADERS[1:]),
    base("z#0", date="", city="Quito", country="EC"),
    base("z#1", people=(("Zahrawi", "Suria"), ("A. Molin", "Norland")), date="2031-05-02/2031-05-04"),
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(POOL))
def test_the_order_of_accounts_changes_nothing(accounts):
    assert reconcile(accounts, DOCS) == reconcile(POOL, DOCS)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(POOL), unique_by=lambda a: a.id))
def test_every_account_is_in_exactly_one_meeting_and_no_document_twice(accounts):
    found = [a for m in reconcile(accounts, DOCS).meetings for a in m.accounts]
    assert sorted(found) == sorted(a.id for a in accounts)
    for meeting in reconcile(accounts, DOCS).meetings:
        told = [a.split("#")[0] for a in meeting.accounts]
        assert len(told) == len(set(told))


LEAD = "The president of Norland met the foreign minister of Suria in Lima on Tuesday, officials of both sides said, "
LEAD += "and spoke for three hours about fishing rights, prisoners and the reopening of the northern coast road."


def test_a_text_printed_again_is_the_same_meeting_and_its_later_day_is_doubted():
    docs = documents(a="2031-05-08", b="2031-09-18")
    first = base("a#0", date="2031-05-06", lead=LEAD, time_text="on Tuesday")
    again = base("b#0", date="2031-09-16", lead=LEAD.upper(), time_text="on Tuesday")
    found = reconcile([first, again], docs)
    assert [m.accounts for m in found.meetings] == [("a#0", "b#0")]
    (doubt,) = (f for f in found.findings if f.kind is FindingKind.DATE_DOUBT)
    assert doubt.about == "b" and "may be from 2031-05-08" in doubt.text


def test_the_same_words_with_another_full_date_are_another_meeting():
    docs = documents(a="2031-05-08", b="2031-09-18")
    first = base("a#0", date="2031-05-06", lead=LEAD, time_text="6 May 2031")
    again = base("b#0", date="2031-09-16", lead=LEAD, time_text="16 September 2031")
    found = reconcile([first, again], docs)
    assert len(found.meetings) == 2 and not [f for f in found.findings if f.kind is FindingKind.DATE_DOUBT]


def test_a_date_counted_from_the_day_of_print_that_two_others_contradict_is_doubted():
    docs = documents(a="2031-05-08", b="2031-05-09", c="2031-05-22")
    same = {
        "lead": LEAD,
        "part_of": "the Lima summit",
        "topics": ("fishing rights", "northern coast road", "prisoners"),
    }
    right = [base(f"{d}#0", date="2031-05-06", time_text="6 May 2031", **same) for d in "ab"]
    late = base("c#0", date="2031-05-20", time_text="on Tuesday", **same)
    found = doubt_alone([*right, late], docs)
    assert [f.about for f in found] == ["c"] and "may be from 2031-05-08" in found[0].text
    assert doubt_alone([right[0], late], docs) == []
