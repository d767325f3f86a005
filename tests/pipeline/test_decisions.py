"""What people decide is a layer of its own: it holds over every reading, says whose it is, and can be undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whomet.errors import DecisionError, NotFoundError
from whomet.model import EntityKind, Property, Span, Verdict
from whomet.pipeline import absorb, reconcile_register
from whomet.register import Register
from whomet.values.decisions import Anchor, Decision, DecisionKind

PORT = "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on 4 March 2031."
QUAY = "Mira Okonveld, foreign minister of Norway, received the Swedish envoy Tomas Brae in Oslo on 4 March 2031."
LATER = "Norway's foreign minister, Mira Okonveld, met the Danish envoy Ole Vind in Bergen on 9 June 2031."


@pytest.fixture
def register(tmp_path, read_record):
    with Register.open(tmp_path / "register.whomet") as opened:
        texts = {"port": PORT, "quay": QUAY, "later": LATER}
        absorb(opened, [read_record({"id": i, "text": t, "published": "2031-03-05"}) for i, t in texts.items()])
        yield opened


def account(register, document):
    """The one account of a document."""
    (found,) = register.reading(document).accounts
    return found


def lead(register, document) -> Anchor:
    """Where its lead stands."""
    found = account(register, document)
    span = found.first(Property.LEAD).spans[0]
    return Anchor(found.document, span, span.of(register.document(document).text), found.id)


def decide(register, kind, *documents, value="", by="Ada", more=(), seen=None) -> Decision:
    about = (*(lead(register, d) for d in documents), *more)
    made = Decision(kind, about, value, by, "2031-04-01T10:00:00Z", "I read both")
    register.decide(made, seen)
    reconcile_register(register)
    return made


def undo(register, made, by="Ada") -> Decision:
    """The decision that takes another back."""
    taken = Decision(DecisionKind.UNDO, made.about, made.id, by, "2031-04-02T10:00:00Z", "a slip")
    register.decide(taken)
    reconcile_register(register)
    return taken


def together(register) -> list[list[str]]:
    """The documents of each meeting."""
    named = {a.id: r.document.id for r in register.readings() for a in r.accounts}
    return sorted(sorted(named[a] for a in m.accounts) for m in register.meetings())


def everything(register) -> tuple:
    return tuple(map(tuple, (register.judgements(), register.meetings(), register.entities(), register.findings())))


def test_what_the_machine_joins_a_person_parts(register):
    """And it stays parted, with the person as judge, when another report of the same comes."""
    assert together(register) == [["later"], ["port", "quay"]]
    decide(register, DecisionKind.DIFFERENT_MEETING, "port", "quay")
    assert together(register) == [["later"], ["port"], ["quay"]]
    (judged,) = (j for j in register.judgements() if j.judge == "Ada")
    assert judged.verdict is Verdict.DIFFERENT
    assert "I read both" in judged.reasons[0].text


def test_what_the_machine_parts_a_person_joins(register):
    """Another day, other people: a person says that it is one all the same, and the cells show the difference."""
    decide(register, DecisionKind.SAME_MEETING, "port", "later")
    assert ["later", "port", "quay"] in together(register) or ["later", "port"] in together(register)
    (meeting,) = register.meetings({account(register, "later").id})
    assert set(meeting.values(Property.DATE)) == {"2031-03-04", "2031-06-09"}


def test_a_decision_holds_when_more_is_read(register, read_record):
    """A third report of the meeting brings the two not together again."""
    decide(register, DecisionKind.DIFFERENT_MEETING, "port", "quay")
    third = read_record(
        {"id": "third", "text": PORT.replace("met the", "held talks with the"), "published": "2031-03-06"}
    )
    absorb(register, [third])
    assert not any({"port", "quay"} <= set(documents) for documents in together(register))


def test_an_undo_leaves_no_trace_but_in_the_log(register):
    """All that follows is as before; the two decisions stay."""
    before = everything(register)
    made = decide(register, DecisionKind.DIFFERENT_MEETING, "port", "quay")
    assert everything(register) != before
    taken = undo(register, made)
    assert everything(register) == before
    assert [d.id for _, d in register.decisions()] == [made.id, taken.id]
    undo(register, taken)
    assert together(register) == [["later"], ["port"], ["quay"]]


def test_a_rejected_account_is_in_no_meeting(register):
    """The reading still has it; an undo brings it back."""
    made = decide(register, DecisionKind.REJECT, "later")
    assert together(register) == [["port", "quay"]]
    undo(register, made)
    assert together(register) == [["later"], ["port", "quay"]]


def test_who_names_a_rejected_account_is_told_who_rejected_it(register):
    """By its id or a beginning, and how to have it back; once that is done it is there again."""
    name = account(register, "port").id
    made = decide(register, DecisionKind.REJECT, "port")
    with pytest.raises(NotFoundError, match=f"Ada rejected account {name} on 2031-04-01 .I read both.*undo {made.id}"):
        register.meeting(name[:9])
    with pytest.raises(NotFoundError, match="No meeting, account or document"):
        register.meeting(name[:3])
    undo(register, made)
    assert name in register.meeting(name).accounts


def test_a_corrected_cell_keeps_what_was_read_beside_it(register):
    """The value is the person's, its basis names the person, the reason and the machine's value."""
    text = register.document("later").text
    at = text.index("Bergen")
    shown = Anchor(account(register, "later").document, Span(at, at + 6), "Bergen")
    decide(register, DecisionKind.CORRECT, "later", value="city=Bergen Town", more=[shown])
    corrected = account(register, "later").first(Property.CITY)
    assert corrected.value == "Bergen Town"
    assert "Ada" in corrected.basis
    assert "“Bergen” was read" in corrected.basis
    assert corrected.spans == (shown.span,)
    (meeting,) = register.meetings({account(register, "later").id})
    assert meeting.values(Property.CITY) == ("Bergen Town",)


def test_a_person_of_an_account_is_corrected_by_the_words_that_name_it(register):
    """The role of one of two persons changes, the other's does not."""
    text = register.document("later").text
    at = text.index("Ole Vind")
    named = Anchor(account(register, "later").document, Span(at, at + 8), "Ole Vind")
    decide(register, DecisionKind.CORRECT, "later", value="person.role=ambassador", more=[named])
    roles = {
        p[Property.PERSON_NAME].value: p[Property.PERSON_ROLE].value for p in account(register, "later").parts("person")
    }
    assert roles["Ole Vind"] == "ambassador"
    assert roles["Mira Okonveld"] != "ambassador"


def test_a_decision_outlives_a_better_reader(register, read_record):
    """The new reading has other ids and a lead cut otherwise: the decision is found by its words."""
    decide(register, DecisionKind.DIFFERENT_MEETING, "port", "quay")
    old = register.reading("port")
    span = old.accounts[0].first(Property.LEAD).spans[0]
    shorter = Span(span.start, span.end - 20)
    claims = tuple(
        replace(c, value=shorter.of(old.document.text), spans=(shorter,)) if c.property is Property.LEAD else c
        for c in old.accounts[0].claims
    )
    absorb(
        register, [replace(old, reader="better 9.0.0", accounts=(replace(old.accounts[0], id="0ther", claims=claims),))]
    )
    assert together(register) == [["later"], ["port"], ["quay"]]


def test_a_decision_about_what_changed_meanwhile_is_refused(register):
    """Whoever looked before another decided is told what; nothing is kept of the refused one."""
    decide(register, DecisionKind.DIFFERENT_MEETING, "port", "quay", by="Ada")
    with pytest.raises(DecisionError, match="Ada decided “different-meeting”"):
        decide(register, DecisionKind.SAME_MEETING, "port", "quay", by="Ben", seen=0)
    assert len(register.decisions()) == 1
    decide(register, DecisionKind.SAME_MEETING, "port", "quay", by="Ben", seen=1)
    assert together(register) == [["later"], ["port", "quay"]]


def test_words_that_are_not_there_are_refused(register):
    """A decision points at real words of a real document."""
    there = lead(register, "port")
    for wrong in (replace(there, quote="Nobody met"), replace(there, document="0" * 64)):
        with pytest.raises(DecisionError, match="nothing was decided"):
            register.decide(Decision(DecisionKind.REJECT, (wrong,), "", "Ada", "2031-04-01T10:00:00Z", "no"))
    assert register.decisions() == []


# ------------------------------------------------------------------------------------------------------ people


def name(register, document, words) -> Anchor:
    """Where a person is named."""
    text = register.document(document).text
    at = text.index(words)
    return Anchor(
        account(register, document).document, Span(at, at + len(words)), words, account(register, document).id
    )


def people(register) -> list[list[str]]:
    """The spellings of each person."""
    return sorted(list(e.names) for e in register.entities() if e.kind is EntityKind.PERSON)


def test_two_persons_are_said_to_be_one(register):
    """Names that no rule would take for one; the undo parts them again."""
    before = people(register)
    assert ["Ole Vind"] in before
    pair = (name(register, "port", "Tomas Brae"), name(register, "later", "Ole Vind"))
    made = Decision(DecisionKind.SAME_PERSON, pair, "", "Ada", "2031-04-01T10:00:00Z", "he changed his name")
    register.decide(made)
    reconcile_register(register)
    assert ["Ole Vind", "Tomas Brae"] in people(register)
    undo(register, made)
    assert people(register) == before


def test_one_person_is_said_to_be_two(register, read_record):
    """Namesakes of two countries, whom the rules took for one; another report of one of them does not join them."""
    text = "Lotte Marsk of Norway met the Swedish envoy Tomas Bræ in Turku on 5 May 2031."
    absorb(register, [read_record({"id": "turku", "text": text, "published": "2031-05-06"})])
    assert ["Tomas Brae", "Tomas Bræ"] in people(register)
    pair = (name(register, "port", "Tomas Brae"), name(register, "turku", "Tomas Bræ"))
    register.decide(Decision(DecisionKind.DIFFERENT_PERSON, pair, "", "Ada", "2031-04-01T10:00:00Z", "father and son"))
    reconcile_register(register)
    assert ["Tomas Bræ"] in people(register)
    absorb(register, [read_record({"id": "again", "text": text.replace("Turku", "Vaasa"), "published": "2031-05-07"})])
    assert ["Tomas Brae"] in people(register)
    assert ["Tomas Bræ"] in people(register)
