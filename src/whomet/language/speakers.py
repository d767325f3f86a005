"""Who a verb of saying belongs to: the noun phrase that stands before (or, inverted, after) the cue.

No parser stands behind this: a phrase is a mention, a pronoun, a run of capitalised words, or a known head noun with
the words before it; one that hangs on a preposition belongs to the phrase before that preposition.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from whomet.language.speech_cues import pattern, words_of, words_pattern
from whomet.model import Mention, MentionKind, Span

_NAMING = (MentionKind.PERSON, MentionKind.ROLE, MentionKind.DELEGATION, MentionKind.ORGANISATION, MentionKind.PLACE)
_GROUPS = ("joint", "occasion", "relay", "single", "body")
_PRONOUNS = {"he": "he", "she": "he", "it": "it", "they": "they", "we": "we", "i": "i"}
_LAST_WORD = re.compile(r"[^\W_][\w’'.-]{0,40}$")
_MOST_NAMESAKES = 50  # mentions of one name that are asked for a title
_LOOK_BACK = 300  # code points before a verb in which its subject may stand; longer ones are not read


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun phrase that can speak. `kind` is person, joint, occasion, relay, single, body, name, or a pronoun."""

    spans: tuple[Span, ...]
    kind: str

    @property
    def start(self) -> int:
        return self.spans[0].start


class Names:
    """The mentions that can speak, found by where they begin and end."""

    def __init__(self, text: str, mentions: tuple[Mention, ...]) -> None:
        naming = sorted(
            (m for m in mentions if m.kind in _NAMING), key=lambda m: (m.kind is MentionKind.PERSON, _length(m))
        )
        self.ending = {m.span.end: m for m in naming}  # persons, then longer ones, win
        self.by_surname: dict[str, list[Span]] = {}
        for m in mentions:
            if m.kind is MentionKind.PERSON:
                self.by_surname.setdefault(m.span.of(text).split()[-1], []).append(m.span)
        self.times = {m.span.end: m.span.start for m in mentions if m.kind is MentionKind.TIME}
        self.ends = sorted(self.ending)

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that end in the range, in text order."""
        return [self.ending[e] for e in self.ends[bisect_left(self.ends, start + 1) : bisect_left(self.ends, end + 1)]]


def is_titled(text: str, person: Span, head: str, names: Names) -> bool:
    """Whether the text has `head` right before that person's name somewhere: "President Orlo" is "the president"."""
    namesakes = names.by_surname.get(person.of(text).split()[-1], [])[:_MOST_NAMESAKES]
    return any(head in text[max(0, m.start - 40) : m.start].lower().split()[-3:] for m in namesakes)


def subject_before(text: str, low: int, cue_start: int, names: Names, loose: bool = False) -> Subject | None:
    """The phrase before a verb at `cue_start`, none before `low`; None where it can't be told.

    With `loose` a noun that is not known to speak will do ("analysts said"): it names nobody, but is not passed over.
    """
    low = max(low, cue_start - _LOOK_BACK)
    end = _strip_between(text, low, cue_start, names)
    if not text[low:end].strip(" ,"):  # "All agreed", "Both agreed"
        return _phrase(text, low, low + len(text[low:cue_start].rstrip()), names)
    relative = pattern("relative").search(text[low:end])
    if relative:
        end = low + relative.start()
    if text[end - 1 : end] == ",":
        return _before_apposition(text, low, end - 1, names)
    who = pattern("who_clause").search(text, low, end)  # "a diplomat who sat there said"
    found = (who and _phrase(text, low, who.start(), names)) or _phrase(text, low, end, names)
    if found:
        return found
    comma = text.rfind(",", low, end)
    if comma > 0 and pattern("put_in").match(text, comma + 1, end):  # "Drin, in a speech on Monday, said"
        return _phrase(text, low, comma, names) or _before_apposition(text, low, comma, names)
    return _other_phrase(text, low, end, names) if loose else None


def whole_start(text: str, low: int, subject: Subject, names: Names) -> int:
    """Where a phrase begins with its title and article ("the late President Orlo")."""
    start = _with_title(text, low, subject, names)
    return low + len(pattern("article_behind").sub("", text[low:start]))


def subject_after(text: str, start: int, end: int, names: Names) -> Subject | None:
    """The phrase behind an inverted verb ("..., said Pavel Drin"), up to the next comma or stop before `end`."""
    stop = re.search(r"[,;:“”\"\n(]|\.\s|\.$", text[start:end])
    end = min(start + stop.start() if stop else end, start + _LOOK_BACK)
    inside = names.within(start, end)
    person = next((m for m in inside if m.kind is MentionKind.PERSON and m.span.start >= start), None)
    if person:
        return Subject((person.span,), "person")
    words = list(re.finditer(r"[^\W_][\w’'.-]*", text[start:end]))[:8]
    found = (_phrase(text, start, start + w.end(), names) for w in reversed(words))
    return next((s for s in found if s and s.start - start <= 5 and s.kind not in ("we", "i")), None)


def first_subject(text: str, sentence: Span, end: int, names: Names) -> Subject | None:
    """The first phrase of a sentence that hangs on no preposition, with what is joined to it, before `end`."""
    end = min(end, sentence.start + _LOOK_BACK)
    found: Subject | None = None
    for place in _phrase_ends(text, sentence.start, end, names):
        subject = _phrase(text, sentence.start, place, names)
        if subject and (found is None or _with_title(text, sentence.start, subject, names) <= found.start):
            found = subject
    return found or _first_name(text, sentence.start, end)


def _first_name(text: str, start: int, end: int) -> Subject | None:
    """A capitalised run at the very beginning that no comma ends: a name that nobody marked."""
    run = re.match(r"\s*((?:[A-Z][\w’'-]+\s+){1,4})(?=[a-z])", text[start:end])
    if not run or run.group(1).split()[0].lower() in words_of("determiners") | words_of("prepositions"):
        return None
    name = run.group(1).rstrip()
    return Subject((Span(start + run.start(1), start + run.start(1) + len(name)),), "name")


def _phrase_ends(text: str, start: int, end: int, names: Names) -> list[int]:
    words = (m for m in re.finditer(r"[^\W\d_]+", text[start:end]) if m.group().lower() in _heads())
    return sorted({start + m.end() for m in words} | {m.span.end for m in names.within(start, end)})


@cache
def _heads() -> frozenset[str]:
    return frozenset().union(*(words_of(group) for group in _GROUPS)) | _PRONOUNS.keys()


def _strip_between(text: str, low: int, end: int, names: Names) -> int:
    """Step back over adverbs, auxiliaries, times and quotation marks between subject and verb."""
    for _ in range(6):
        end = low + len(text[low:end].rstrip(' \t\r\n\xa0“"‘«'))
        word = words_pattern("between").search(text[max(low, end - 40) : end].rstrip(","))
        time = names.times.get(end)
        if time is not None and time > low:
            end = low + len(pattern("time_lead").sub("", text[low:time]))
        elif word and word.group():
            stripped = len(text[max(low, end - 40) : end].rstrip(","))
            start = max(low, end - 40) + word.start()
            comma = text[max(low, end - 40) + stripped : end] == ","
            end = low + len(text[low:start].rstrip(" ," if comma else " "))
        else:
            break
    return low + len(text[low:end].rstrip())


def _before_apposition(text: str, low: int, end: int, names: Names) -> Subject | None:
    """`end` is the comma that closes "X, head of Y," or "the head of Y, X,"."""
    inner = names.ending.get(end)
    if inner and inner.kind is MentionKind.PERSON:
        return _phrase(text, low, end, names)
    comma = end
    for step in range(4):
        comma = text.rfind(",", low, comma)
        if comma < 0:
            return None
        subject = _phrase(text, low, comma, names)
        if subject and (subject.kind in ("person", "name") or step == 0):
            return subject
    return None


def _phrase(text: str, low: int, end: int, names: Names, depth: int = 0) -> Subject | None:
    """The phrase that ends at `end`, widened to what it hangs on ("leaders of X") or is joined to ("X and Y")."""
    subject = _bare_phrase(text, low, end, names)
    if subject is None or depth > 6:
        return None
    start = _with_title(text, low, subject, names)
    before = pattern("article_behind").sub("", text[low:start]).rstrip()
    last = _LAST_WORD.search(before)
    word = last.group().lower() if last else ""
    if last and word in words_of("prepositions"):
        outer = _phrase(text, low, low + len(before[: last.start()].rstrip()), names, depth + 1)
        return outer and _widened(outer, end)
    if last and word in ("and", "&"):
        return _joined(text, low, low + len(before[: last.start()].rstrip(" ,")), subject, names, depth)
    return subject


def _other_phrase(text: str, low: int, end: int, names: Names) -> Subject | None:
    """A phrase with an article, or a bare plural, whose noun no list knows."""
    last = _LAST_WORD.search(text, max(low, end - 42), end)
    if not last or not last.group()[0].islower() or pattern("no_speaker").match(last.group()):
        return None
    bare = pattern("bare_subject").search(text[max(low, end - 60) : end])
    start = max(low, end - 60) + bare.start(1) if bare else _modifiers_start(text, low, last.start(), names)
    if start == last.start() and not last.group().endswith("s"):
        return None
    before = text[low:start].rstrip()
    word = _LAST_WORD.search(before)
    if word and word.group().lower() in words_of("prepositions"):
        outer = low + len(before[: word.start()].rstrip())
        return _phrase(text, low, outer, names) or _other_phrase(text, low, outer, names)
    return Subject((Span(start, end),), "other")


def _widened(outer: Subject, end: int) -> Subject:
    """A person keeps to their name; "leaders" take in "of both movements"."""
    if outer.kind in ("person", "name") or outer.kind in _PRONOUNS.values():
        return outer
    return replace(outer, spans=(*outer.spans[:-1], Span(outer.spans[-1].start, end)))


def _joined(text: str, low: int, end: int, subject: Subject, names: Names, depth: int) -> Subject:
    left = _phrase(text, low, end, names, depth + 1)
    if left is None:
        return subject
    if left.spans[-1].end > end or (left.kind not in ("person", "name") and left.spans[-1].end < end):
        return subject
    heads = left.kind in ("joint", "single", "relay", "occasion") and subject.kind in ("body", "name")
    if heads and left.spans[-1].end == end and pattern("of").search(text[left.start : end]):  # leaders of X and Y
        return _widened(left, subject.spans[-1].end)
    return Subject((*left.spans, *subject.spans), "joint")


def _with_title(text: str, low: int, subject: Subject, names: Names) -> int:
    """Where a person's title or role begins, directly before the name or with one comma between."""
    if subject.kind not in ("person", "name"):
        return subject.start
    start = subject.start
    for _ in range(3):
        end = low + len(text[low:start].rstrip())
        end -= text[end - 1 : end] == "," and end > low
        role = _bare_phrase(text, low, end, names) if end > low else None
        comma = end < low + len(text[low:start].rstrip())
        if role is None or role.kind not in (("single",) if comma else ("single", "name", "body")):
            break
        start = role.start
    return start


def _bare_phrase(text: str, low: int, end: int, names: Names) -> Subject | None:
    mention = names.ending.get(end)
    if mention and mention.span.start >= low:
        return Subject((mention.span,), _kind_of(mention, text))
    last = _LAST_WORD.search(text, max(low, end - 42), end)
    if not last:
        return None
    word = re.sub(r"[’']s?$", "", last.group().lower())
    if word in _PRONOUNS:
        return Subject((Span(last.start(), end),), _PRONOUNS[word])
    group = next((g for g in _GROUPS if word in words_of(g)), None)
    if group:
        return Subject((Span(_modifiers_start(text, low, last.start(), names), end),), group)
    if last.group()[0].isupper() and last.group().lower() not in words_of("determiners"):
        return _capitalised(text, low, last.start(), end)
    return None


def _kind_of(mention: Mention, text: str) -> str:
    if mention.kind is MentionKind.PERSON:
        return "person"
    if mention.kind is MentionKind.ROLE:
        words = mention.span.of(text).lower().split()
        return "joint" if any(w in words_of("joint") for w in words[-1:]) else "single"
    return "body"


def _modifiers_start(text: str, low: int, start: int, names: Names) -> int:
    """Left end of "the two Palestinian movements": up to an article, else over capitalised words and numbers."""
    bare, place = start, start
    for _ in range(7):
        word = re.search(r"([^\s,.;:“”\"()]+)[ \t\n\xa0]{1,3}$", text[max(low, place - 45) : place])
        if not word:
            break
        begin = max(low, place - 45) + word.start()
        token = word.group(1).lower()
        if token in words_of("prepositions") or token in ("and", "that", "as", "where"):
            break
        if token in words_of("determiners"):
            return _modifiers_start(text, low, begin, names) if token in ("two", "three", "four") else begin
        if token.endswith(("’s", "'s", "s’", "s'")):
            return begin
        capital = word.group(1)[0].isupper() or word.group(1)[0].isdigit()
        bare = begin if capital and bare == place else bare
        place = begin
    return bare


def _capitalised(text: str, low: int, start: int, end: int) -> Subject | None:
    """A run of capitalised words that no mention covers: an unknown name."""
    for _ in range(6):
        word = re.search(r"([^\s,;:“”\"()]+)[ \t\n\xa0]{1,2}$", text[max(low, start - 45) : start])
        if not word or word.group(1).lower() in words_of("determiners") or word.group(1).endswith((".", "?", "!")):
            break
        token = word.group(1)
        if not (token[0].isupper() or token.lower() in words_of("particles")) or token.lower() in words_of(
            "prepositions"
        ):
            break
        start = max(low, start - 45) + word.start()
    return Subject((Span(start, end),), "name")


def _length(mention: Mention) -> int:
    return mention.span.end - mention.span.start
