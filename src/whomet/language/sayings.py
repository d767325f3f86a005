"""Who said what, with the reading model's help: statements that the rules miss, speakers that they can't settle, and
the meeting that each was said at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whomet.language.answers import Asked, Asking, Told
from whomet.language.coreference import fullest_of
from whomet.language.draft import Draft
from whomet.language.speech_cues import act_in
from whomet.model import MentionKind, Span, Speech

_STATEMENT = 0.75  # mean probability from which words are taken for a statement that the rules missed
_ABOUT = 0.2  # and from which a statement is one of a meeting
_ABOUT_AS_LIKELY = 0.75  # times the likeliest: what the report is about then decides; from .3 to .9 much the same
_SPEAKER = 0.75
_SHORTEST = 4  # words of a statement
_SPEAKING = (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.DELEGATION)


def settle_speeches(asking: Asking, draft: Draft, told: list[Told], speeches: tuple[Speech, ...]) -> tuple[Speech, ...]:
    """The speeches of a text that tells of meetings, in text order; what the rules missed only if somebody says it."""
    if not told:
        return speeches
    missed = [Speech(span, act_in(span.of(draft.text))) for span in _missed(draft.text, told, speeches)]
    found = (_settled(asking, draft, told, speech) for speech in missed)
    settled = [_settled(asking, draft, told, speech) for speech in speeches]
    return tuple(sorted((*settled, *(s for s in found if s.speakers)), key=lambda s: s.content))


def _missed(text: str, told: list[Told], speeches: tuple[Speech, ...]) -> list[Span]:
    """Statements of a meeting that no rule found."""
    known = [s.content for s in speeches]
    out: list[Span] = []
    for meeting in told:
        for found in meeting.found(text, "statement", _STATEMENT):
            span = found.span
            if len(span.of(text).split()) >= _SHORTEST and not any(span.meets(k) for k in (*known, *out)):
                out.append(span)
    return out


def _settled(asking: Asking, draft: Draft, told: list[Told], speech: Speech) -> Speech:
    each = [(m.probability("statement", speech.content), m) for m in told]
    likely = max(probability for probability, _ in each)
    if likely < _ABOUT:
        return replace(speech, likely=likely)
    about = tuple(w.at for probability, m in each if probability >= _ABOUT_AS_LIKELY * likely for w in m.words)
    if speech.cue and (speech.speakers or not speech.quoted):  # nothing that the answer would change
        return replace(speech, about=about, likely=likely)
    who = () if speech.speakers else draft.of_kind(*_SPEAKING)
    asked = asking.ask("speech", speech.content, [draft.mentions[i].span for i in who])
    speaker = _speaker(draft, asked, who)
    act = max(asked.answer.classes["act"], key=lambda a: asked.answer.classes["act"][a])
    return replace(
        speech,
        act=speech.act if speech.cue or act == "states" else act,  # what the words do by themselves, if it sees no more
        speakers=speech.speakers or ((speaker,) if speaker else ()),
        about=about,
        likely=likely,
    )


def _speaker(draft: Draft, asked: Asked, who: Sequence[int]) -> Span | None:
    """The mention, of some, that most likely names the speaker; of one person's, the one nearest to the words."""
    scores: dict[int, float] = {}
    for i in who:
        probability = asked.probability("speaker", draft.mentions[i].span)
        if probability is not None and probability >= _SPEAKER:
            scores[i] = probability
    if not scores:
        return None
    best = max(scores, key=lambda i: scores[i])
    fullest = fullest_of(draft, best)
    same = [i for i in scores if fullest_of(draft, i) == fullest]
    return min((draft.mentions[i].span for i in same), key=lambda s: abs(s.start - asked.at.start))
