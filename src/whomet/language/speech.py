"""Who is said to have said what: cue, content, speaker, and who relays it.

Three looks at each sentence: where the cues are and whose they are (`_Draft`); which words each introduces; and, where
one speech stands inside another, who is the speaker and who only relays. Pronouns are settled against the subjects of
the sentences before. Sentences longer than `_LONGEST`, or with more than `_MOST_CUES` cues, are no prose: passed over.
In a transcript every sentence is said by whoever has the turn, in a post by who signs it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from whomet.language.contents import content_after, content_before, past_dateline, trimmed
from whomet.language.posts import Posts
from whomet.language.quoting import Quotes
from whomet.language.running_on import NEAR, begun, continued, just_closed
from whomet.language.speakers import (
    Names,
    Subject,
    first_subject,
    is_titled,
    subject_after,
    subject_before,
    whole_start,
)
from whomet.language.speech_cues import Cue, CueFound, act_in, act_of, find_cues, pattern, words_of, words_pattern
from whomet.language.transcripts import Turns, spoken
from whomet.model import Mention, MentionKind, Span, Speech

_LONGEST = 3000
_WITH = 60  # code points before "saying" in which "with the envoy" may begin
_MOST_CUES = 30  # in one sentence; one with more is no prose
_SHORTEST_CLAUSE = 3  # words, where no quotation mark stands around them
_SHORTEST_DEMAND = 4  # letters of a lone word
_OPENING = ("“", '"', "«")
_QUOTABLE = ("person", "name", "single", "joint", "body", "he", "they")
_RELAYS = ("relay", "body", "it", "occasion")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A cue whose owner is found: `begins` is where its part of the sentence starts, which ends the part before it."""

    cue: Cue
    span: Span
    subject: Subject | None
    begins: int
    owner: int  # where its subject begins, title and all
    shares: bool  # its subject is that of the verb before it
    participle: bool = False
    content: Span | None = None
    behind: bool = False  # it stands behind its content
    via: Subject | None = None


@dataclass(slots=True)
class _Memory:
    """The last ones named, for pronouns and for "the statement"."""

    person: Subject | None = None
    joint: Subject | None = None
    source: Subject | None = None
    author: Subject | None = None
    last: Speech | None = None


def find_speech(
    text: str, sentences: tuple[Span, ...], mentions: tuple[Mention, ...], quotations: tuple[Span, ...]
) -> tuple[Speech, ...]:
    """Every speech of a text, in text order.

    A speech whose `speakers` are empty is said by nobody in particular ("it was agreed that"): by the meeting, or, with
    a `via`, by the author of a statement that the text does not name.
    """
    names, quotes, memory = Names(text, mentions), Quotes(text, quotations), _Memory()
    turns, posts = Turns(text, mentions), Posts(text, mentions)
    found: list[Speech] = []
    waiting: list[Span] = []  # sentences just before, in which nobody speaks yet
    for sentence in sentences:
        if sentence.end - sentence.start > _LONGEST:
            continue
        if turn := turns.at(sentence) or posts.at(sentence):
            found += spoken(text, sentence, turn)
            continue
        speeches = _speech_of(text, past_dateline(text, sentence), names, quotes, memory)
        found += begun(text, sentence, waiting, speeches, quotes)
        found += continued(text, sentence, quotes, memory.last) or speeches
        waiting = [*(w for w in waiting if w.end + NEAR > sentence.start), sentence] if not speeches else []
        memory.last = found[-1] if found else None
    return tuple(sorted(dict.fromkeys(found), key=lambda s: (s.content, s.cue or s.content)))


def _speech_of(text: str, sentence: Span, names: Names, quotes: Quotes, memory: _Memory) -> list[Speech]:
    cues = find_cues(text, sentence)
    if len(cues) > _MOST_CUES:
        return []
    drafts: list[_Draft] = []
    for cue in cues:
        drafts.append(_draft(text, sentence, cue, names, quotes, drafts))
    drafts = _nested([d for d in _with_contents(text, sentence, drafts, quotes, names) if d.content])
    _remember_first(text, sentence, names, memory, drafts)
    speeches = [s for d in drafts if (s := _speech(text, d, quotes, names, memory))]
    return speeches or _quoted_in_passing(text, sentence, names, quotes, memory)


# ------------------------------------------------------------------------------- whose cue it is


def _draft(text: str, sentence: Span, found: CueFound, names: Names, quotes: Quotes, before: list[_Draft]) -> _Draft:
    start = found.span.start
    low = quotes.low(sentence, start)
    left = text[low:start].rstrip(' \t\n\xa0“"')
    if "source" in found.cue.takes:
        subject = subject_after(text, found.span.end, sentence.end, names)
        return _Draft(found.cue, found.span, subject, low + len(left.rstrip(",( ")), start, False)
    if found.cue.takes & {"impersonal", "before"}:
        return _Draft(found.cue, found.span, None, low + len(left), start, False)
    if _is_inverted(text, found, sentence.end, low, names):
        subject = subject_after(text, found.span.end, sentence.end, names)
        return _Draft(found.cue, found.span, subject, low + len(left), start, False, behind=True)
    subject = _own_subject(text, found, low, names)
    shares = subject is None and (_is_shared(_without_between(left), found, before) or _is_led_to(text, left, found))
    if shares:
        subject = _subject_shared(text, sentence, low, left, names, before)
    own = subject is not None and not shares and subject.start < start
    begins = whole_start(text, low, subject, names) if subject and own else low + len(_without_between(left))
    link = pattern("link").search(text[low:begins])
    clause = low + link.start() if link else begins
    return _Draft(found.cue, found.span, subject, clause, begins if own else start, shares, found.participle)


def _own_subject(text: str, found: CueFound, low: int, names: Names) -> Subject | None:
    """Who stands before the verb; before a participle only as in "quoted the envoy as saying", "with Orlo saying"."""
    if not found.participle:
        return subject_before(text, low, found.span.start, names, "after" in found.cue.takes)
    before = text[low : found.span.start].rstrip()
    quoted = pattern("quoted_as").search(before)
    subject = subject_before(text, low, low + quoted.start() if quoted else found.span.start, names)
    beside = pattern("with_them").search(text, max(low, found.span.start - _WITH), found.span.start)
    if beside and not subject:
        return subject_before(text, beside.end(), found.span.start, names)
    return subject if subject and (quoted or subject.kind == "relay") else None


def _is_shared(left: str, found: CueFound, before: list[_Draft]) -> bool:
    """Whether a verb without a subject of its own follows a comma or conjunction; "and stressing" only another such."""
    link = pattern("coordinator").search(left)
    if link and found.participle and link.group() in ("and", "or", "but", "then"):
        return bool(before) and before[-1].participle
    return bool(link) or (not left and found.participle)


def _is_led_to(text: str, left: str, found: CueFound) -> bool:
    """Whether it reads "came home declaring that": a participle behind a verb, and what is said behind it."""
    last = re.search(r"[^\W\d_]{1,20}$", left[-20:])
    if not found.participle or last is None or last.group().lower() in words_of("prepositions"):
        return False
    return bool(pattern("says_behind").match(text, found.span.end))


def _without_between(left: str) -> str:
    while match := words_pattern("adverbs").search(left):
        left = left[: match.start()].rstrip()
    return left


def _subject_shared(
    text: str, sentence: Span, low: int, left: str, names: Names, before: list[_Draft]
) -> Subject | None:
    """The subject of "..., stressing" or "... and stressed": that of the cue before it, else of the sentence."""
    inside = [d for d in before if d.subject and d.span.start >= low and not d.behind]
    if inside:
        return inside[-1].subject
    return first_subject(text, Span(low, sentence.end), low + len(left), names)


def _is_inverted(text: str, found: CueFound, end: int, low: int, names: Names) -> bool:
    """Whether it reads "..., said Pavel Drin": a comma or closing mark before, a name and then a stop after."""
    before = text[low : found.span.start].rstrip()
    if "after" not in found.cue.takes or not re.search(r"[,?!”\"’']$", before):
        return False
    subject = subject_after(text, found.span.end, end, names)
    if subject is None or not _is_sayable(before):
        return False
    rest = text[subject.spans[-1].end : end]
    return bool(pattern("ends_inverted").match(rest))


# ------------------------------------------------------------------------------- what it introduces


def _with_contents(text: str, sentence: Span, drafts: list[_Draft], quotes: Quotes, names: Names) -> list[_Draft]:
    """Each draft with its content: behind it up to the next verb of the same clause, or before it."""
    done: list[_Draft] = []
    for i, draft in enumerate(drafts):
        high = quotes.high(sentence, draft.span.start)
        for later in drafts[i + 1 :] if "source" not in draft.cue.takes else ():
            if later.begins > draft.span.end and (later.shares or _stands_apart(text, later)):
                high = min(high, later.begins)
                break
        low = quotes.low(sentence, draft.span.start)
        done.append(_with_content(text, draft, Span(low, high), quotes))
    return done


def _stands_apart(text: str, later: _Draft) -> bool:
    """Whether a later cue with its own subject begins a clause of its own, and no clause inside the content."""
    if "source" in later.cue.takes:
        return True
    before = later.subject.start if later.subject else later.span.start
    link = text[later.begins : before].strip().lower()
    return link.startswith((",", ";", "as", "while", "but", "where")) or link == "and"


def _with_content(text: str, draft: _Draft, room: Span, quotes: Quotes) -> _Draft:
    takes, start, end = draft.cue.takes, draft.span.start, draft.span.end
    owner = draft.owner
    if "source" in takes:
        return _source_content(text, draft, room, quotes)
    if "before" in takes:
        return replace(draft, content=content_before(text, Span(room.start, start), quotes), behind=True)
    if draft.cue.alone and draft.subject and draft.subject.kind in ("joint", "they", "we", "occasion"):
        return draft
    if "after" in takes and (asked := just_closed(text, Span(room.start, owner), end, quotes)):
        return replace(draft, content=asked, behind=True)
    behind = draft.behind or (
        "after" in takes and not draft.shares and _ends_here(text, Span(room.start, owner), end, room.end)
    )
    if behind:
        return replace(draft, content=content_before(text, Span(room.start, owner), quotes), behind=True)
    return replace(draft, content=content_after(text, draft.cue, Span(end, room.end), quotes))


def _ends_here(text: str, before: Span, end: int, high: int) -> bool:
    """Whether a comma or closing mark stands before the subject and nothing that could be said stands after the cue."""
    if not re.search(r"[,?!][”\"’]?$|[”\"],?$|''$", before.of(text).rstrip()) or not _is_sayable(before.of(text)):
        return False
    rest = text[end:high]
    if pattern("quoted_before").search(before.of(text).rstrip()):
        return not pattern("that").search(rest[:60])
    return bool(pattern("ends").match(rest)) and not pattern("that").search(rest[:120])


def _is_sayable(before: str) -> bool:
    """Whether words before a verb may be what was said: a clause, or anything that a quotation mark closes."""
    return len(before.split()) >= _SHORTEST_CLAUSE or bool(pattern("quoted_before").search(before.rstrip()))


def _source_content(text: str, draft: _Draft, room: Span, quotes: Quotes) -> _Draft:
    if draft.subject is None:
        return draft
    if text[room.start : draft.span.start].strip(' “"'):
        return replace(draft, content=content_before(text, Span(room.start, draft.begins), quotes), behind=True)
    comma = text.find(",", draft.subject.spans[-1].end, room.end)
    content = trimmed(text, Span(comma + 1, room.end)) if comma > 0 else None
    return replace(draft, content=content)


# ------------------------------------------------------------------------------- one inside another


def _nested(drafts: list[_Draft]) -> list[_Draft]:
    """Where one speech holds others: an outlet or statement only relays them, and so does a person who tells what
    another, or all together, said; else the outer one is kept whole."""
    kept = drafts
    for outer in drafts:
        inner = [d for d in kept if d is not outer and outer.content and outer.content.holds(d.span)]
        told = [d for d in inner if outer.subject and _only_relays(outer, d)]
        if told:
            relayed = {id(d): replace(d, via=d.via or outer.subject) for d in told}
            kept = [relayed.get(id(d), d) for d in kept if d is not outer]
        elif inner:
            kept = [d for d in kept if d not in inner]
    return kept


def _only_relays(outer: _Draft, inner: _Draft) -> bool:
    """Whether the outer speaker passes on what the inner one said."""
    if inner.subject is None or outer.subject is None or outer.content is None or inner.subject == outer.subject:
        return False
    if inner.subject.kind in ("we", "i", "other"):
        return False
    if outer.subject.kind in _RELAYS or "source" in outer.cue.takes:
        return True
    near = inner.subject.start - outer.content.start <= 40
    tellers = ("person", "name", "single", "they", "other")
    return near and outer.subject.kind in tellers and inner.subject.kind in ("joint", "person", "name", "body")


# ------------------------------------------------------------------------------- who speaks


def _speech(text: str, draft: _Draft, quotes: Quotes, names: Names, memory: _Memory) -> Speech | None:
    content = draft.content
    if content is None or not _says_enough(text, content, draft.cue):
        return None
    if draft.cue.host and _is_guest(text, content, names):
        return None
    if draft.subject is None and not draft.cue.takes & {"impersonal", "before"}:
        return None
    speakers, via = _settled(text, draft, names, memory)
    if not speakers and via is None and draft.subject is not None:
        return None
    act = act_of(draft.cue, content.of(text))
    if act == "offers" and draft.subject and draft.subject.kind in ("joint", "they"):
        act = "agrees"  # what several pledge they pledge to each other
    return Speech(content, act, draft.span, speakers, via, quotes.inside(content))


def _says_enough(text: str, content: Span, cue: Cue) -> bool:
    """Two words, a quoted one, or what is demanded: "called for restraint"."""
    words = content.of(text).split()
    quoted = text[content.start - 1 : content.start] in _OPENING
    return len(words) > 1 or quoted or (cue.act == "demands" and len(words[0]) >= _SHORTEST_DEMAND)


def _is_guest(text: str, content: Span, names: Names) -> bool:
    """Whether "welcomed" has a person as its object: a reception, no praise."""
    near = names.within(content.start, content.start + 60)
    named = any(m.kind is MentionKind.PERSON and m.span.start - content.start < 40 for m in near)
    return named or bool(pattern("guest").match(content.of(text)[:100]))


def _settled(text: str, draft: _Draft, names: Names, memory: _Memory) -> tuple[tuple[Span, ...], Span | None]:
    """Speakers and relay of a draft, pronouns settled; remembers who spoke."""
    via = _relay_span(draft.via, memory)
    subject = draft.subject
    if subject is None:
        return (), via
    if subject.kind == "relay":
        author = next((m for m in names.within(subject.spans[0].start, subject.spans[-1].end)), None)
        author_spans = (author.span,) if author else memory.author.spans if memory.author else ()
        return author_spans, subject.spans[0]
    if subject.kind == "it" and memory.last and memory.last.via:
        return memory.last.speakers, memory.last.via  # "it continued": the statement goes on about the same speaker
    subject = _antecedent(text, subject, memory, names)
    if subject is None:
        return (), via
    _remember(subject, memory)
    return subject.spans, via


def _relay_span(via: Subject | None, memory: _Memory) -> Span | None:
    if via and via.kind == "it":
        return memory.source.spans[0] if memory.source else None
    return via.spans[0] if via else None


def _antecedent(text: str, subject: Subject, memory: _Memory, names: Names) -> Subject | None:
    last = memory.person
    if subject.kind == "single" and last and last.kind == "person":
        words = subject.spans[0].of(text).lower().split()
        nameless = words[-1] in words_of("anonymous")
        known = not nameless and len(words) <= 2 and is_titled(text, last.spans[0], words[-1], names)
        return last if known else subject
    if subject.kind == "he":
        return memory.person
    if subject.kind == "they":
        return memory.joint or subject
    if subject.kind == "it":
        return memory.source
    return None if subject.kind == "i" else subject


def _remember(subject: Subject, memory: _Memory) -> None:
    if subject.kind in ("person", "name", "single"):
        memory.person = subject
    elif subject.kind in ("joint", "they"):
        memory.joint = subject
    elif subject.kind in ("body", "relay"):
        memory.source = subject
    if subject.kind in ("body", "joint"):
        memory.author = subject


def _remember_first(text: str, sentence: Span, names: Names, memory: _Memory, drafts: list[_Draft]) -> None:
    """Note the sentence's own subject before its speeches are settled, so that "he" can be one named before it."""
    first = first_subject(text, sentence, drafts[0].span.start if drafts else sentence.end, names)
    if first and first.kind not in ("he", "they", "it", "we", "i"):
        _remember(_antecedent(text, first, memory, names) or first, memory)


# ------------------------------------------------------------------------------- quotations without a verb of saying


def _quoted_in_passing(text: str, sentence: Span, names: Names, quotes: Quotes, memory: _Memory) -> list[Speech]:
    """Words in quotation marks that no verb of saying introduces ("called the talks “a door ajar”") are those of the
    sentence's subject."""
    out: list[Speech] = []
    for quotation in quotes.begun_in(sentence):
        before = text[sentence.start : quotation.start].strip(' \t\n\xa0“"«')
        if quotation.end > sentence.end or not before or pattern("names_it").search(before):
            continue
        subject = first_subject(text, sentence, quotation.start, names)
        subject = _antecedent(text, subject, memory, names) if subject and subject.kind in _QUOTABLE else None
        content = trimmed(text, quotation, cut=False)
        if subject and content:
            out.append(Speech(content, act_in(content.of(text)), None, subject.spans, None, (content,)))
    return out
