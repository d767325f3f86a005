"""What people add and say of sources, on both databases: it is wherever what was read is, and goes with its undo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whomet.errors import DecisionError, PurgedError
from whomet.model import Property, Span
from whomet.pipeline import purge, rebuild, reconcile_register
from whomet.register import Found
from whomet.values.by_hand import Added, Cell, account_id
from whomet.values.decided import anchored, decided
from whomet.values.decisions import Anchor, Decision, DecisionKind

ON = "2031-04-01T10:00:00Z"


def anchor(reading, words: str, account: str = "") -> Anchor:
    """Where some words stand in the document of a reading."""
    at = reading.document.text.index(words)
    return Anchor(reading.document.key, Span(at, at + len(words)), words, account)


def adding(reading, on: str = ON) -> Decision:
    """That the reading's document tells of a meeting that nobody read in it."""
    cells = (Cell("party", "Graustark"), Cell("city", "Strelsau"), Cell("date", "2031-03-04"))
    about = (anchor(reading, "Minister Zenda Black"), anchor(reading, "Graustark"), anchor(reading, "Strelsau"))
    return Decision(DecisionKind.ADD, (*about, about[0]), Added(cells).encoded(), "Ada", on, "missed")


def keep(register, decision, source=None) -> str:
    register.decide(decision, source=source)
    reconcile_register(register)
    return account_id(decision.id)


def undo(register, decision) -> None:
    keep(register, Decision(DecisionKind.UNDO, decision.about, decision.id, "Ada", ON, "a slip"))


def everything(register) -> tuple:
    """What follows from all that was read and decided."""
    return tuple(map(tuple, (register.accounts(), register.meetings(), register.entities(), register.judgements())))


def test_an_added_account_is_one_of_the_documents(register, made_up):
    """By its id, by its meeting, by its values, after a rebuild; not after its undo."""
    reading = made_up("one")
    register.add(reading)
    reconcile_register(register)
    before = everything(register)
    made = adding(reading)
    account = keep(register, made)
    (found,) = register.accounts({account})
    assert found.value(Property.DATE) == "2031-03-04"
    assert found.first(Property.CITY).spans == (anchor(reading, "Strelsau").span,)
    assert found.first(Property.CITY).basis == ""
    assert found.first(Property.DATE).basis == "so read by Ada"
    assert "added by hand by Ada on 2031-04-01 (missed)" in found.first(Property.LEAD).basis
    assert register.meeting(account[:9]).accounts == (account,)
    assert [a.id for a in next(register.readings({account})).accounts] == [reading.accounts[0].id, account]
    assert register.search("2031-03-04") == Found(frozenset({account}), frozenset())
    assert account in register.account_ids()
    after = everything(register)
    rebuild(register)
    assert everything(register) == after
    undo(register, made)
    assert everything(register) == before
    assert list(register.accounts({account})) == []


def test_a_source_is_entered_with_its_account_or_not_at_all(register, made_up):
    """A refused decision leaves no document; a document is found by the account that was added to it."""
    source = replace(made_up("entered"), accounts=(), figures=(), findings=())
    made = adding(source)
    wrong = replace(made, about=(replace(made.about[0], quote="Nobody"), *made.about[1:]))
    with pytest.raises(DecisionError, match="nothing was decided"):
        register.decide(wrong, source=source)
    assert list(register.documents()) == []
    account = keep(register, made, source)
    assert register.meeting("entered").accounts == (account,)
    purge(register, "entered", "a court says so", by="Ben", on=ON)
    assert list(register.meetings()) == []
    assert list(register.accounts({account})) == []
    with pytest.raises(PurgedError):
        register.decide(replace(made, reason="again"), source=source)


def test_what_is_said_of_a_source_stands_on_its_document(register, made_up):
    """Kind and copy, each with who says so; the last holds, undone none does."""
    one, two = made_up("one"), made_up("two")
    register.add(one)
    register.add(two)
    first = Decision(DecisionKind.SOURCE_KIND, (anchor(one, "Envoys"),), "wire", "Ada", ON, "its imprint")
    last = Decision(DecisionKind.SOURCE_KIND, (anchor(one, "Envoys"),), "independent", "Ben", ON, "sold")
    copy = Decision(DecisionKind.COPY, (anchor(one, "Envoys"),), two.document.key, "Ada", ON, "word for word")
    for made in (first, last, copy):
        keep(register, made)
    said = register.document("one")
    assert (said.kind.value, said.kind.basis) == ("independent", "Ben decided so on 2031-04-01 (sold)")
    assert said.copy_of.value == two.document.key
    assert register.document("two").kind is register.document("two").copy_of is None
    undo(register, last)
    undo(register, copy)
    assert register.document("one").kind.value == "wire"
    assert register.document("one").copy_of is None


def test_a_decision_about_an_added_account_is_about_no_other(made_up):
    """Where it was taken back, what was decided about it falls on no account that was read from the same words."""
    reading = made_up("one")
    made = adding(reading)
    lead = anchor(reading, "Envoys of Ruritania and Graustark met", account_id(made.id))
    rejected = Decision(DecisionKind.REJECT, (lead,), "", "Ada", ON, "no")
    assert decided(reading.accounts, [rejected]) == reading.accounts
    assert anchored(replace(lead, account="another reader's"), reading.accounts) == reading.accounts[0]
    both = decided(reading.accounts, [made, rejected])
    assert both == reading.accounts
