"""What one side's media tell and another's leave out."""

from __future__ import annotations

from dataclasses import replace

from made_up_accounts import NORLAND_SURIA, account, document

from whomet.model import Claim, FindingKind, Property
from whomet.reconciliation import reconcile

IRNA = "The ministers spoke about fishing rights and the release of prisoners in the harbour."
WAFA = "The ministers spoke about the release of prisoners. They agreed to meet again."
WIRE = "The ministers met. Fishing rights were raised, officials said."


SIDES = {
    "parties": ("Iran", "Palestinian Authority"),
    "people": (("Anna Molin", "Iran"), ("Karim al-Zahrawi", "Palestinian Authority")),
    "date": "2031-05-02",
}


def told(key, publisher, text, **values):
    values = NORLAND_SURIA | SIDES | values
    return account(f"{key}#0", **values), document(key, "2031-05-03", publisher, text)


def findings(*pairs):
    accounts, documents = zip(*pairs, strict=True)
    found = reconcile(accounts, {d.key: d for d in documents}).findings
    return [f.text for f in found if f.kind is FindingKind.LEFT_OUT]


def test_a_topic_that_one_sides_media_leave_out_is_named_with_both_sides():
    one = told("a", "IRNA", IRNA, topics=("fishing rights", "release of prisoners"))
    two = told("b", "WAFA", WAFA, topics=("release of prisoners",))
    (text,) = findings(one, two)
    assert "sources of Iran, not by sources of Pal" in text and "topic “fishing rights”" in text
    assert "prisoners" not in text


def test_what_is_said_elsewhere_in_the_other_text_is_not_left_out():
    one = told("a", "IRNA", IRNA, topics=("the release of a prisoner",))
    assert findings(one, told("b", "WAFA", WAFA)) == []


def test_the_rest_of_the_press_is_held_against_each_side_and_not_against_itself():
    one = told("a", "IRNA", IRNA, topics=("release of prisoners",))
    wire = told("w", "Reuters", WIRE, topics=("fishing rights",))
    (text,) = findings(one, wire)
    assert text.startswith("Told by sources of Iran, not by the other sources: topic “release of prisoners”")
    assert findings(told("v", "AFP", IRNA, topics=("release of prisoners",)), wire) == []


def test_demands_and_outcomes_count_and_plain_statements_do_not():
    one, printed = told("a", "IRNA", IRNA)
    said = [("demands", "Withdraw every gunboat"), ("states", "Weather looks splendid")]
    claims = [
        Claim(Property(f"statement.{name}"), value, part=n)
        for n, (act, text) in enumerate(said)
        for name, value in (("act", act), ("text", text))
    ]
    one = replace(one, claims=(*one.claims, *claims, Claim(Property.OUTCOME_TEXT, "a joint harbour commission")))
    (text,) = findings((one, printed), told("b", "WAFA", WAFA))
    assert "demand “Withdraw every gunboat”" in text and "outcome “a joint harbour commission”" in text
    assert "splendid" not in text


def test_without_a_sides_own_media_nothing_is_left_out():
    one = told("a", "", IRNA, topics=("fishing rights",))
    assert findings(one, told("b", "", WAFA)) == []


def test_media_of_a_state_that_was_not_there_are_press_like_others():
    one = told("a", "IRNA", IRNA, topics=("fishing rights",), parties=("Suria", "Norland"), people=())
    assert findings(one, told("b", "WAFA", WAFA, parties=("Suria", "Norland"), people=())) == []
