"""What a meeting was about, part of and came of it: the model's surest words, the rules' phrases beside them."""

from __future__ import annotations

from whomet.language.answers import Found
from whomet.language.wording import WORDINGS, kind_of_group, worded
from whomet.model import Span

TEXT = "They discussed trade in grain and the old border, and agreed to form a joint committee."
TOPIC, OUTCOME, PART_OF = WORDINGS


class Sure:
    """Stands for what was told of one meeting: how sure the model is of which words."""

    def __init__(self, **sure: float) -> None:
        self.sure = {spot(words.replace("_", " ")): p for words, p in sure.items()}

    def found(self, text: str, tag: str, least: float) -> list[Found]:
        return [Found(span, p) for span, p in self.sure.items() if p >= least]

    def probability(self, tag: str, span: Span) -> float:
        return max((p for s, p in self.sure.items() if s.meets(span)), default=0.0)


def spot(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def test_the_surest_words_come_first_and_those_too_weak_not_at_all():
    """A topic needs a mean of one half."""
    told = Sure(trade_in_grain=0.6, the_old_border=0.9, a_joint_committee=0.4)
    assert worded(TEXT, told, TOPIC, (), ()) == [spot("the old border"), spot("trade in grain")]


def test_one_word_alone_is_no_topic():
    """It is mostly a scrap of a longer phrase."""
    assert worded(TEXT, Sure(trade=0.9), TOPIC, (), ()) == []


def test_a_phrase_of_the_rules_needs_less_of_the_model():
    """Least where they give it to this meeting; without the model's half belief it is left out."""
    phrase = spot("to form a joint committee")
    half, hardly = Sure(joint_committee=0.4), Sure(joint_committee=0.05)
    assert worded(TEXT, half, OUTCOME, [phrase], [phrase]) == [phrase]
    assert worded(TEXT, half, OUTCOME, [phrase], []) == []
    assert worded(TEXT, hardly, OUTCOME, [phrase], [phrase]) == []


def test_a_meeting_is_part_of_one_thing():
    """The likeliest."""
    told = Sure(trade_in_grain=0.8, the_old_border=0.9)
    assert worded(TEXT, told, PART_OF, (), ()) == [spot("the old border")]


def test_who_comes_beside_others_is_told_from_the_others_themselves():
    """Officials come along; "the leaders of both" are those whom the text names."""
    for words, kind in (("senior Sudrian officials", "delegation"), ("the leaders of both", "")):
        assert kind_of_group(words, Span(0, len(words))) == kind
