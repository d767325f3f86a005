"""Who and what belongs to a meeting is chosen by likelihood, and words of one meeting are joined by theirs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from whomet.language import choosing
from whomet.language.answers import Asked, Told
from whomet.language.choosing import Choosing, chosen, surety
from whomet.language.coreference import names_two, surnames_in
from whomet.language.draft import Cover, Draft
from whomet.language.joining import Seat, Sitter, features_of, joined, likelihood
from whomet.language.network import Answer, shipped
from whomet.language.sentences import find_sentences
from whomet.language.tags import CLASSES, TAGS
from whomet.model import LinkKind, MentionKind, Span

TEXT = "Ada Lind met Tom Berg. It rained. Omar Said, who was abroad, wrote to them. The talks went on. A summit failed."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def asked(word: str, sure: dict[str, tuple[str, float]], status: str = "held") -> Asked:
    """What was answered about a meeting word: by words of the text, which tag they carry and how surely."""
    window = shipped().tokens.windows(TEXT)[0]
    tags = np.full((len(window.ids), len(TAGS)), 0.001, np.float32)
    for words, (tag, probability) in sure.items():
        tags[window.holding(span(words)), TAGS.index(tag)] = probability
    classes = {name: {v: 0.9 if v == status else 0.1 for v in values} for name, values in CLASSES.items()}
    return Asked(span(word), window, Answer(tags, classes))


@pytest.fixture
def draft() -> Draft:
    made = Draft(TEXT, find_sentences(TEXT, ()))
    for name in ("Ada Lind", "Tom Berg", "Omar Said"):
        made.add(MentionKind.PERSON, span(name))
    return made


SURE = {"Ada Lind": ("participant", 0.98), "Tom Berg": ("participant", 0.97), "Omar Said": ("participant", 0.3)}


def test_the_likely_ones_are_chosen_and_an_absent_one_is_not(draft):
    told = Told((asked("met", SURE),))
    found = chosen(Choosing(draft, Cover(())).candidates(told, set()))
    assert [draft.words(c.mentions[0]) for c in found] == ["Ada Lind", "Tom Berg"]
    assert [c.linked() for c in found] == [[0], [1]]


def test_whom_no_mention_surely_seats_is_doubted_more_unless_the_rules_seat_them(draft):
    """All else the same, a person whose likeliest mention is at .69 is less likely than one at .71."""
    told = Told((asked("met", SURE),))
    found = next(iter(Choosing(draft, Cover(())).candidates(told, set())))
    ruled = replace(found, features=found.features | {"ruled": 1.0})
    for candidate, doubted in ((found, True), (ruled, False)):
        below, above = (replace(candidate, probabilities=(p,)).likelihood() for p in (0.69, 0.71))
        assert (below < above) is doubted


def test_a_table_is_surer_without_a_doubtful_guest(draft):
    told = Told((asked("met", SURE),))
    candidates = list(Choosing(draft, Cover(())).candidates(told, set()))
    assert 0 < surety(candidates) < surety(candidates[:2]) < 1
    assert surety([]) == 1


def test_a_party_sits_nowhere_for_an_adjective_before_a_thing():
    """Named as a side elsewhere too, it may."""
    text = "Ada Lind met Tom Berg to discuss the Irish question. Ireland was silent."
    made = Draft(text, find_sentences(text, ()))
    for words, kind in (("Ada Lind", "person"), ("Tom Berg", "person"), ("Irish", "party"), ("Ireland", "party")):
        at = text.index(words)
        made.add(
            MentionKind.PERSON if kind == "person" else MentionKind.ORGANISATION, Span(at, at + len(words)), "Ireland"
        )
    window = shipped().tokens.windows(text)[0]

    def sides(*likely: str) -> list[str]:
        tags = np.full((len(window.ids), len(TAGS)), 0.001, np.float32)
        for words, tag in (("Ada Lind", "participant"), ("Tom Berg", "participant"), *((w, "side") for w in likely)):
            tags[window.holding(Span(at := text.index(words), at + len(words))), TAGS.index(tag)] = 0.98
        told = Told((Asked(Span(9, 12), window, Answer(tags, {"real": {"yes": 0.9}})),))
        found = chosen(Choosing(made, Cover(())).candidates(told, set()))
        return [made.words(m) for c in found if c.tag == "side" for m in c.linked()]

    assert sides("Irish") == []
    assert sides("Irish", "Ireland") == ["Irish", "Ireland"]


def test_a_party_of_a_guests_own_is_no_second_guest():
    """Nobody meets alone: beside Lind and her own state, Berg is taken too, of whom the model is half sure."""
    text = "Norway's envoy Ada Lind met her Kenyan counterpart Otto Berg."
    made = Draft(text, find_sentences(text, ()))
    at = {words: Span(i := text.index(words), i + len(words)) for words in ("Ada Lind", "Otto Berg", "Norway", "met")}
    lind, berg = (made.add(MentionKind.PERSON, at[name]) for name in ("Ada Lind", "Otto Berg"))
    state = made.add(MentionKind.ORGANISATION, at["Norway"], "Norway")
    window = shipped().tokens.windows(text)[0]
    tags = np.full((len(window.ids), len(TAGS)), 0.001, np.float32)
    for words, tag, probability in (
        ("Ada Lind", "participant", 0.98),
        ("Norway", "side", 0.98),
        ("Otto Berg", "participant", 0.6),
    ):
        tags[window.holding(at[words]), TAGS.index(tag)] = probability
    told = Told((Asked(at["met"], window, Answer(tags, {"real": {"yes": 0.9}})),))
    ruled = {(LinkKind.MEETING_PARTICIPANT, berg)}

    def guests() -> set[int]:
        return {c.mentions[0] for c in chosen(Choosing(made, Cover(())).candidates(told, ruled))}

    assert guests() == {lind, state}
    made.link(LinkKind.PERSON_PARTY, lind, state)
    assert guests() == {lind, state, berg}


@pytest.mark.parametrize(("probability", "seated"), [(0.9, True), (0.65, False)])
def test_where_nobody_sits_the_two_of_the_sentence_do_if_the_model_is_sure(draft, monkeypatch, probability, seated):
    """All weights but what is demanded of each being as they are."""
    monkeypatch.setitem(choosing.read_data("choices")["least"], "participant", 0.99)
    both = dict.fromkeys(("Ada Lind", "Tom Berg", "Omar Said"), ("participant", probability))
    found = chosen(Choosing(draft, Cover(())).candidates(Told((asked("met", both),)), set()))
    assert [draft.words(c.mentions[0]) for c in found] == (["Ada Lind", "Tom Berg"] if seated else [])


def test_what_the_rules_link_is_likelier_and_what_is_masked_is_none(draft):
    told = Told((asked("met", SURE),))
    alone = {c.mentions: c.likelihood() for c in Choosing(draft, Cover(())).candidates(told, set())}
    ruled = {(LinkKind.MEETING_PARTICIPANT, 2)}
    beside = {c.mentions: c.likelihood() for c in Choosing(draft, Cover(())).candidates(told, ruled)}
    assert beside[(2,)] > alone[(2,)] and beside[(0,)] == alone[(0,)]
    masked = Choosing(draft, Cover([span("Tom Berg")])).candidates(told, set())
    assert {c.mentions for c in masked} == {(0,), (2,)}


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ("Reuters' ", False),
        ("The BBC’s ", False),
        ("Al Jazeera's ", False),
        ("Hezbollah's ", True),
        ("The White House's ", True),
        ("The king's ", True),
        ("", True),
    ],
)
def test_an_outlets_reporter_sits_in_no_meeting(before, kept):
    text = f"{before}Ada Lind said that they met."
    made = Draft(text, find_sentences(text, ()))
    made.add(MentionKind.PERSON, Span(len(before), len(before) + 8))
    window = shipped().tokens.windows(text)[0]
    sure = Answer(np.full((len(window.ids), len(TAGS)), 0.9, np.float32), {"real": {"yes": 0.9}})
    told = Told((Asked(Span(len(text) - 4, len(text) - 1), window, sure),))
    assert bool(list(Choosing(made, Cover(())).candidates(told, set()))) is kept


@pytest.mark.parametrize(
    ("words", "two"),
    [("Lind-Berg", True), ("Kim-Berg", True), ("Okon-Veld", False), ("Lind-Veld", False), ("Lind", False)],
)
def test_two_surnames_with_a_hyphen_are_two_people_if_both_are_told_of(words, two):
    assert names_two(words, surnames_in(["Ada Lind", "Tom Berg", "Kim Yo-han", "Mary Okon-Veld"])) is two


def seat(word: str, same: str = "", status: str = "held", who: dict[int, float] | None = None) -> Seat:
    sure = {same: ("same-meeting", 0.95)} if same else {}
    sentence = TEXT[: span(word).start].count(".")
    return Seat(asked(word, sure, status), {"participant": who or {}}, sentence, word)


def test_words_that_the_model_holds_for_one_meeting_are_joined_and_a_planned_one_stays_apart():
    seats = [seat("met", "talks"), seat("talks", "met"), seat("summit", status="planned")]
    assert [[s.words for s in group] for group in joined(seats)] == [["met", "talks"], ["summit"]]


def test_two_words_are_likelier_one_meeting_with_the_same_people_than_with_others():
    ada, omar = {0: 0.95}, {2: 0.95}
    same = likelihood(seat("met", who=ada), seat("talks", who=ada))
    apart = likelihood(seat("met", who=ada), seat("talks", who=omar))
    assert same > apart
    assert features_of(seat("met"), seat("talks"))["participant: both told"] == 0.0


LIND, BERG, MOE, MRS_BERG, SOMEBODY = (
    Sitter(i, frozenset(name.split()), believed)
    for i, (name, believed) in enumerate(
        [("ada lind", True), ("berg", True), ("karim moe", True), ("siri berg", True), ("otto brandt", False)]
    )
)


@pytest.mark.parametrize(
    ("one", "other", "meetings"),
    [
        pytest.param((LIND, BERG), (BERG, MOE), 2, id="another pair"),
        pytest.param((LIND, BERG), (MOE,), 2, id="somebody else"),
        pytest.param((LIND, BERG), (SOMEBODY,), 1, id="somebody else whom the model does not believe there"),
        pytest.param((LIND, BERG), (BERG,), 1, id="one of the pair"),
        pytest.param((LIND, BERG), (LIND, BERG, MOE), 1, id="the pair and one more"),
        pytest.param((LIND, BERG), (LIND, MRS_BERG), 1, id="a surname and the whole name"),
        pytest.param((LIND, BERG, MRS_BERG), (MRS_BERG, MOE), 2, id="two of a surname, who sat together"),
        pytest.param((LIND,), (MOE,), 1, id="one each: both may have sat there"),
        pytest.param((), (LIND, BERG), 1, id="nobody"),
    ],
)
def test_words_at_which_the_rules_seat_others_are_of_two_meetings(one, other, meetings):
    seats = [replace(seat("met", same="talks"), seated=one), replace(seat("talks", same="met"), seated=other)]
    assert len(joined(seats)) == meetings


def test_no_word_is_no_meeting():
    assert joined([]) == []
