"""Cuts a sentence into units, each with a one-letter tag that the patterns of `grammar.yaml` read.

A unit is a word, a punctuation mark, or a phrase that knowledge or word data know as one ("Islamic Jihad",
"prime minister"). The tags:

    D determiner            R role head                B body               N capitalised, unknown
    P party by its name     M modifier of a role       A adjective of one   n name particle
    J party by adjective    F portfolio of a role      G people of a side   T title
    L place by its name     K place by its kind        I "in"               O "of" or its like
    ' possessive            C comma                    & "and"              W "with"
    0 number                Q quotation mark           S other mark         j "Jr."
    x any other word
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from unicodedata import category

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import STATE, Party, PartyMention, find_parties
from whomet.model import Span

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:/-]\d+)*|[^\W_]+(?:[.’'-][^\W_]+)*(?:\.|[’'](?=\s(?:al|el)-[A-Z]))?|[^\w\s]"
)
_POSSESSIVE = re.compile(r"[’']s$")
_BEFORE_ROLE = re.compile(r"(?:then|ex)(?=-[A-Za-z])", re.IGNORECASE)
_LONGEST_PHRASE = 4
_WELCOMED = 14  # words in which "welcomed" may stand before "to the White House"
_BRACKET = 9  # units a bracket may have that is passed over
# Tags of the lists of `nouns.yaml`; where a word stands in two lists, the first of these wins.
_LISTS = {
    "role": "R",
    "title": "T",
    "portfolio": "F",
    "group": "G",
    "body": "B",
    "place_head": "K",
    "modifier": "M",
    "adjective": "A",
    "determiner": "D",
    "particle": "n",
    "suffix": "j",
    "place_preposition": "I",
}
_OWNING = ("'s", "’s")
_MARKS = {",": "C", "&": "&", "’": "'", "'": "'"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One tagged piece of a sentence; `party` where the tag is P or J."""

    span: Span
    tag: str
    words: str  # in lower case
    party: Party | None = None


def tags_of(units: Iterable[Unit]) -> str:
    """The tags as one string: index i of it is unit i."""
    return "".join(u.tag for u in units)


class Tagger:
    """Tags the sentences of one text. Looks at the whole text once, to tell names from words that merely begin a
    sentence or stand in a headline."""

    def __init__(self, text: str, sentences: tuple[Span, ...]) -> None:
        self._text = text
        self.names, self.common = _seen_words(text, sentences)
        self._sides: dict[str, Party] = {}
        self._short: dict[str, Party] = {}
        self._ends: frozenset[str] = frozenset()
        self._headlines: dict[Span, bool] = {}

    def learn(self, sides: Mapping[str, Party]) -> None:
        """From now on these names (in lower case) are parties; "the Front" is the one side of the text whose name
        ends so."""
        self._sides = dict(sides)
        self._ends = frozenset(name.split()[-1] for name in sides)
        ends = Counter(party.name.split()[-1].lower() for party in {p.id: p for p in sides.values()}.values())
        self._short = {e: p for p in sides.values() if ends[e := p.name.split()[-1].lower()] == 1}

    def knows_in(self, sentence: Span) -> bool:
        """Whether the sentence may name a side that was learnt, by the end of its name."""
        words = sentence.of(self._text).lower()
        return any(end in words for end in self._ends)

    def cut(self, sentence: Span, name: Span) -> Span:
        """A name without words at its ends that are none ("Ada Lind MP"); in a headline, without those that ordinary
        sentences don't write large ("Lind" of "Lind Mum After Talks"). The name itself where nothing would be left."""
        if sentence not in self._headlines:  # many names may stand in one
            self._headlines[sentence] = _is_headline(self._text, _tokens(self._text, sentence))
        headline = self._headlines[sentence]
        words = [(t, t.of(self._text)) for t in _tokens(self._text, name)]
        kept = [t for t, w in words if w not in _post_nominals() and (not headline or w in self.names)]
        return Span(kept[0].start, kept[-1].end) if kept else name

    def units(self, sentence: Span) -> tuple[Unit, ...]:
        """The units of one sentence, in order, not overlapping."""
        parties = {m.start: m for m in find_parties(self._text, sentence.start, sentence.end)}
        cuts = {m.end for m in parties.values()} | parties.keys()
        tokens = [piece for token in _tokens(self._text, sentence) for piece in _cut_at(token, cuts)]
        headline = _is_headline(self._text, tokens)
        out: list[Unit] = []
        i = 0
        while i < len(tokens):
            unit, i = self._unit(tokens, i, parties, headline)
            out.append(unit)
        return _with_lone_roles(_without_brackets(self._text, out))

    def _unit(self, tokens: list[Span], i: int, parties: dict[int, PartyMention], headline: bool) -> tuple[Unit, int]:
        start = tokens[i].start
        if start in parties and parties[start].party is not None:
            found = parties[start]
            j = i
            while j < len(tokens) and tokens[j].start < found.end:
                j += 1
            span = Span(start, found.end)
            return Unit(span, self._party_tag(found, tokens, i), span.of(self._text).lower(), found.party), j
        if learnt := self._learnt(tokens, i):
            return learnt
        words = tokens[i].of(self._text)
        longest = _LONGEST_PHRASE if words.lower() in _beginnings() else 1
        for length in range(min(longest, len(tokens) - i), 0, -1):
            span = Span(start, tokens[i + length - 1].end)
            phrase = " ".join(span.of(self._text).lower().split())
            if tag := _known(phrase):
                return Unit(span, self._checked(tag, span, tokens[i - 1 : i]), phrase), i + length
        if words in _month_names() and self._in_a_name(tokens, i):
            return Unit(tokens[i], "N", words.lower()), i + 1
        first = i == 0 or self._text[tokens[i - 1].start] in '“"«‘:'
        return Unit(tokens[i], self._tag(words, first, headline), words.lower()), i + 1

    def _learnt(self, tokens: list[Span], i: int) -> tuple[Unit, int] | None:
        """A side that only this text knows, by its name or, after "the", by the end of it."""
        if not self._sides or not self._text[tokens[i].start].isupper():
            return None
        for length in range(min(2 * _LONGEST_PHRASE, len(tokens) - i), 0, -1):
            span = Span(tokens[i].start, tokens[i + length - 1].end)
            words = " ".join(span.of(self._text).lower().split())
            if words in self._sides:
                return Unit(span, "P", words, self._sides[words]), i + length
        word = tokens[i].of(self._text).lower()
        if word in self._short and i and tokens[i - 1].of(self._text).lower() == "the":
            return Unit(tokens[i], "P", word, self._short[word]), i + 1
        return None

    def _party_tag(self, found: PartyMention, tokens: list[Span], i: int) -> str:
        """ "in Doha" and "flew to Qatar" are places, "Doha said", "with Qatar", "spoke to Qatar's envoy" parties."""
        if found.form == "adjective":
            return "J"
        place_like = found.form == "metonym" or (found.party is not None and found.party.kind == STATE)
        words = [t.of(self._text).lower() for t in tokens[max(0, i - _WELCOMED) : i]]
        if words[-1:] == ["the"]:
            words.pop()
        owns = re.match(r"['’]", self._text[found.end : found.end + 1])
        if not place_like or owns or not words or words[-1] not in _place_words():
            return "P"
        travels = _travel_words() & set(words[-4:]) or _receiving() & set(words)
        return "P" if words[-1] == "to" and not travels else "L"

    def _in_a_name(self, tokens: list[Span], i: int) -> bool:
        """ "Theresa May said", not "on May 5" and not "In May"."""
        before = tokens[i - 1].of(self._text) if i else ""
        after = tokens[i + 1].of(self._text) if i + 1 < len(tokens) else ""
        known = _known(before.lower()) or before.lower() in _openers() or before in _never_names()
        return before[:1].isupper() and before.isalpha() and not known and not after[:1].isdigit()

    def _checked(self, tag: str, span: Span, before: list[Span]) -> str:
        """A particle counts only in lower case; "Al" and "Ben" are names. "Sheikh" is no title behind one, "Amir" no
        rank behind a role in small letters."""
        if tag == "R" and span.of(self._text).lower() in read_data("nouns")["given_too"]:
            of_role = any((w := t.of(self._text)).islower() and _known(w) == "R" for t in before)
            return "N" if of_role and span.of(self._text).istitle() else tag
        if tag not in "nT" or not span.of(self._text)[0].isupper():
            return tag
        return "N" if tag == "n" or any(_known(t.of(self._text).lower()) == "n" for t in before) else tag

    def _tag(self, word: str, first: bool, headline: bool) -> str:
        lower = word.lower()
        if tag := _MARKS.get(lower) or read_data("nouns")["function"].get(lower):
            return str(tag)
        if not word[0].isalnum():
            return "Q" if word in '“”"«»‘' else "S"
        if word[0].isdigit():
            return "0"
        if not word[0].isupper() and not re.match(r"[a-z]{1,3}[-’'][A-Z]", word):
            return "x"
        if word in _never_names():
            return "x"
        if first and (lower in _openers() or (lower in self.common and word not in self.names)):
            return "x"
        if headline and word not in self.names:
            return "x"
        return "N"


def _cut_at(token: Span, cuts: Collection[int]) -> list[Span]:
    """ "US-China" is one word and two parties: a token is cut where a party begins or ends inside it."""
    inside = [c for c in range(token.start + 1, token.end) if c in cuts]
    bounds = [token.start, *inside, token.end]
    return [Span(a, b) for a, b in pairwise(bounds)]


def _tokens(text: str, sentence: Span) -> list[Span]:
    """Words and marks. A possessive 's and a full stop that ends the sentence are tokens of their own."""
    out: list[Span] = []
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        word, (start, end) = match.group(), match.span()
        if category(word[0]) == "Cf":
            continue  # marks of writing direction and the like stand between words of one name
        if before := _BEFORE_ROLE.match(word):  # "then-Prime Minister"
            out.append(Span(start, start + before.end()))
            start += before.end() + 1
            word = text[start:end]
        if word.endswith(".") and len(word) > 1 and _stop_is_own(word, end >= sentence.end):
            out += [*_split_possessive(text, Span(start, end - 1)), Span(end - 1, end)]
        else:
            out += _split_possessive(text, Span(start, end))
    return out


def _stop_is_own(word: str, last: bool) -> bool:
    body = word[:-1]
    if "." in body or len(body) == 1:
        return False
    return last or word.lower() not in _dotted()


def _split_possessive(text: str, span: Span) -> list[Span]:
    if _POSSESSIVE.search(span.of(text)):
        return [Span(span.start, span.end - 2), Span(span.end - 2, span.end)]
    return [span]


def _is_headline(text: str, tokens: list[Span]) -> bool:
    """All but the small words begin with a capital: capitals tell nothing there."""
    words = [t.of(text) for t in tokens if text[t.start].isalpha()]
    small = _small_words()
    return len(words) >= 4 and all(w[0].isupper() or "-" in w or w in small or _known(w) == "n" for w in words)


def _seen_words(text: str, sentences: tuple[Span, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Words capitalised inside ordinary sentences, or there the first of a name of two words ("Ada Lind met ..."); and
    words (lower case) that stand uncapitalised anywhere."""
    names: set[str] = set()
    common: set[str] = set()
    for sentence in sentences:
        tokens = _tokens(text, sentence)
        headline = _is_headline(text, tokens)
        for i, token in enumerate(tokens):
            word = token.of(text)
            if word[0].isupper() and not headline and (i or _begins_a_name(text, tokens)):
                names.add(word)
            elif word.islower():
                common.add(word)
    return frozenset(names), frozenset(common)


def _begins_a_name(text: str, tokens: list[Span]) -> bool:
    """Whether a sentence begins with a given name and another capitalised word."""
    return len(tokens) > 1 and text[tokens[1].start].isupper() and tokens[0].of(text).lower() in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(name.lower() for entry in read_data("given_names")["given_names"] for name in entry["names"])


@cache
def _phrases() -> dict[str, str]:
    data = read_data("nouns")
    return {str(w).lower(): tag for name, tag in reversed(_LISTS.items()) for w in data[name]}


def _known(words: str) -> str:
    return _phrases().get(words) or ("'" if words in _OWNING else "")


@cache
def _beginnings() -> frozenset[str]:
    """What a phrase of more than one token may begin with: its first word, or a part that is cut off it."""
    phrases = (*_phrases(), *_OWNING)
    return frozenset(p[:end] for p in phrases for end in range(1, len(p.split()[0]) + 1) if end < len(p))


@cache
def _dotted() -> frozenset[str]:
    return frozenset(w for w in _phrases() if w.endswith("."))


@cache
def _never_names() -> frozenset[str]:
    return frozenset(read_data("nouns")["never_a_name"]) | _post_nominals()


@cache
def _post_nominals() -> frozenset[str]:
    return frozenset(read_data("nouns")["post_nominals"])


@cache
def _openers() -> frozenset[str]:
    return frozenset(read_data("nouns")["openers"])


def _without_brackets(text: str, units: list[Unit]) -> list[Unit]:
    """The units without a short bracket behind a name or body, "(PLO)", and without letters behind a name, "MP": the
    words around them are one phrase."""
    out: list[Unit] = []
    k = 0
    while k < len(units):
        closes = next((j for j in range(k + 1, min(k + _BRACKET, len(units))) if units[j].words == ")"), 0)
        if units[k].words == "(" and closes and out and out[-1].tag in "PBFNG":
            k = closes + 1
        elif out and out[-1].tag == "N" and units[k].span.of(text) in _post_nominals():
            k += 1
        else:
            out.append(units[k])
            k += 1
    return out


def _with_lone_roles(units: list[Unit]) -> tuple[Unit, ...]:
    """ "His deputy, Otto Brandt" holds a role; "the deputy foreign minister" a modifier of one."""
    alone = read_data("nouns")["role_alone"]
    follows = [*(u.tag for u in units), ""][1:]
    return tuple(
        replace(unit, tag="R") if unit.words in alone and tag not in tuple("RMAJPBF") else unit
        for unit, tag in zip(units, follows, strict=True)
    )


@cache
def _travel_words() -> frozenset[str]:
    return frozenset(read_data("nouns")["travel_words"])


@cache
def _receiving() -> frozenset[str]:
    return frozenset(read_data("nouns")["receiving"])


@cache
def _month_names() -> frozenset[str]:
    return frozenset(read_data("nouns")["month_names"])


@cache
def _small_words() -> frozenset[str]:
    return frozenset(read_data("nouns")["headline_small"])


@cache
def _place_words() -> frozenset[str]:
    return frozenset(read_data("nouns")["place_words"])
