"""Who was at which meeting is what the accounts of meetings say at any time, whatever was changed first."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from whomet.model import Meeting
from whomet.reconciliation.index import Member
from whomet.register import Register, tables


def member(account: str, part: int, spelling: str) -> Member:
    """A person of an account, spelt so."""
    return Member(f"{account}/{part}", account, f"doc-{account}", spelling, "", "", "", "", spelling)


PARTY = Member("a1", "a1", "doc-a1", "Zenda", "", "", "", "", "Zenda")
PEOPLE = [member("a1", 1, "Rudolf"), member("a1", 2, "Flavia"), member("a2", 1, "Rudolf"), member("b1", 1, "Sapt")]
MEETINGS = [(Meeting("a1", ("a1", "a2")), 1), (Meeting("b1", ("b1",)), 1)]


@pytest.fixture
def register(tmp_path):
    """A register without anything."""
    with Register.open(tmp_path / "register.whomet") as opened:
        yield opened


def noted(settling) -> set[tuple[str, str]]:
    column = tables.attendances.c
    return {tuple(row) for row in settling.connection.execute(select(column.spelling, column.meeting))}


@pytest.mark.parametrize("meetings_first", [True, False])
def test_persons_are_noted_with_meetings_in_either_order(register, meetings_first):
    """A party of an account is nobody who was there; a person of two accounts was there once."""
    with register.settling(0) as settling:
        if meetings_first:
            settling.meetings.put(MEETINGS)
        settling.relation("members", Member).put([*PEOPLE, PARTY])
        if not meetings_first:
            settling.meetings.put(MEETINGS)
        assert noted(settling) == {("Rudolf", "a1"), ("Flavia", "a1"), ("Sapt", "b1")}


def test_what_changes_is_noted_anew(register):
    """Another spelling, an account that moves, members and meetings that are gone."""
    with register.settling(0) as settling:
        members = settling.relation("members", Member)
        settling.meetings.put(MEETINGS)
        members.put(PEOPLE)
        members.drop("member", ["a1/1"])
        assert noted(settling) == {("Rudolf", "a1"), ("Flavia", "a1"), ("Sapt", "b1")}  # a2 names him still
        members.drop("document", ["doc-a2"])
        members.put([member("a1", 2, "Flavia of Strelsau")])
        assert noted(settling) == {("Flavia", "a1"), ("Flavia of Strelsau", "a1"), ("Sapt", "b1")}
        settling.meetings.put([(Meeting("a1", ("a1", "b1")), 1)])
        settling.meetings.drop(["b1"])
        assert {meeting for _, meeting in noted(settling)} == {"a1"}
        settling.meetings.drop(["a1"])
        assert noted(settling) == set()
