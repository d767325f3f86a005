"""Quotations of several sentences, of which only one has the verb: what stands in them before and behind it."""

from __future__ import annotations

import re
from dataclasses import replace

from whomet.language.contents import trimmed
from whomet.language.quoting import Quotes
from whomet.language.speech_cues import act_in, pattern
from whomet.model import Span, Speech

_SHORTEST = 4  # words of a sentence that says something by itself
NEAR = 120  # code points from the end of a quotation, past who said it, to the next one
_BREAKS = re.compile(r"\n\s*")
_CLOSED = re.compile(r"[?!…][”\"»][^\S\n]*\Z")


def just_closed(text: str, before: Span, end: int, quotes: Quotes) -> Span | None:
    """What was said in "“Why not?” Orlo asked.", which reads as two sentences: the end of a quotation that closes right
    before a sentence in which the speaker and the verb, up to `end`, are all. `before` are the words before the
    speaker."""
    if before.of(text).strip() or not pattern("ends").match(text, end):
        return None
    closed = _CLOSED.search(text, max(0, before.start - 8), before.start)
    quotation = quotes.at(closed.start()) if closed else None
    return quotation and trimmed(text, quotation, cut=False)


def begun(text: str, sentence: Span, waiting: list[Span], speeches: list[Speech], quotes: Quotes) -> list[Speech]:
    """The sentences just before that stand in a quotation whose speaker is only now named: “It rained. We left,” he
    said."""
    out: list[Speech] = []
    for earlier in waiting:
        quotation = quotes.around(earlier)
        if quotation is None or quotation.end <= sentence.start:
            continue
        said = next((s for s in speeches if s.content.meets(quotation)), None)
        if said and (more := _more_of(text, said, earlier, quotation)) and not more.content.meets(said.content):
            out.append(more)
    return out


def continued(text: str, sentence: Span, quotes: Quotes, last: Speech | None) -> list[Speech]:
    """A sentence inside a quotation whose speaker is known goes on in that speaker's words."""
    quotation = quotes.around(sentence)
    if last is None or quotation is None or not last.quoted:
        return []
    if not (quotation.meets(last.content) or _follows(text, quotation, last.content.end)):
        return []
    more = _more_of(text, last, sentence, quotation)
    return [more] if more else []


def _more_of(text: str, said: Speech, sentence: Span, quotation: Span) -> Speech | None:
    """What the speaker says in another sentence of a quotation, if it is long enough to say something."""
    within = Span(max(sentence.start, quotation.start), min(sentence.end, quotation.end))
    content = trimmed(text, within, cut=False)
    if content is None or len(content.of(text).split()) < _SHORTEST:
        return None
    return replace(said, content=content, cue=None, act=act_in(content.of(text)), quoted=(content,))


def _follows(text: str, quotation: Span, end: int) -> bool:
    """Whether a quotation is the next one of the same speaker: in the same paragraph, or alone in the one after it."""
    between = text[end : quotation.start]
    if quotation.start - end >= NEAR or len(_BREAKS.findall(between)) > 1:
        return False
    return "\n" not in between or bool(pattern("unattributed").match(text, quotation.end))
