"""From whom a text says it has what it tells: an agency that signs it, a published statement, another outlet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from whomet.knowledge.data import read_data
from whomet.knowledge.parties import Party, find_parties, party_named, spoken_for
from whomet.knowledge.publishers import Publisher, PublisherKind, Publishers, SourceKind, is_plain_word, publisher_named
from whomet.model import Account, Document, Property, Span
from whomet.reconciliation.passages import Passage

_TOP, _BOTTOM = 1200, 800  # code points in which a text says whose it is as a whole
_LONGEST = 1500  # code points of a sentence that are looked at
_NEAR = 60  # code points between a word such as "statement" and the name of whoever issued it
_FOLLOWS = re.compile(r"\W{0,3}(?:\w{2,12} ){0,2}(?:by|from|of)\b")  # "(statement) issued by"
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]{1,1500}[”\"»]?")
_MOSTLY_QUOTED = 0.5  # share of a sentence inside quotation marks, from which it goes on with the statement before it
_MAIN = 0.5  # share of a passage's sentences that follow one source, from which that is where the telling comes from
_FEWEST = 2  # such sentences, unless the passage has no more
_OF_THE_MEETING = {
    Property.LEAD,
    Property.PARTY,
    Property.PERSON_NAME,
    Property.DATE,
    Property.TIME_TEXT,
    Property.CITY,
}


@dataclass(frozen=True, slots=True)
class Credit:
    """A source that a text names. `name`: an outlet as listed, or the party whose statement it is; `share`: how much of
    the passage follows it, 0 to 1; `spans`: the words, in the document's text; `signed`: it is named for all of the
    text at once, by a line or an opening."""

    name: str
    statement: bool
    share: float
    spans: tuple[Span, ...]
    signed: bool = False

    @property
    def origin(self) -> str:
        """What the source is called where no document of it is at hand."""
        return f"{self.name} statement" if self.statement else self.name


def main_credit(passage: Passage, source: SourceKind, own: Publishers | None = None) -> Credit | None:
    """The one source that all of the text, or most of the passage, is said to come from; None if the text tells of
    itself. What the document's own publisher says of itself is no credit. `own`: the user's list of publishers."""
    whole = _whole(passage.document, source, own)
    if whole:
        return whole
    followed = _followed(passage, source, own)
    counts = Counter(key for _, key in followed)
    least = min(_FEWEST, len(passage.sentences))
    for (name, statement), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        share = count / len(passage.sentences)
        if share >= _MAIN and count >= least:
            spans = tuple(span for span, key in followed if key == (name, statement))
            return Credit(name, statement, share, spans)
    return None


def speaks_for(source: SourceKind, party: str) -> bool:
    """Whether an official source speaks for a party: it is the party's own, or that of a body that speaks for it."""
    if source.kind is not PublisherKind.OFFICIAL:
        return False
    body = party_named(source.party)
    return party in (source.party, source.name) or (body is not None and spoken_for(body).name == party)


# ------------------------------------------------------------------------------------ all of the text


def _whole(document: Document, source: SourceKind, own: Publishers | None) -> Credit | None:
    for pattern in _patterns("whole"):
        for match in _at_the_edges(pattern, document.text):
            found = None if is_plain_word(match["name"]) else publisher_named(match["name"], own)
            if found and found.name != source.name:
                return Credit(found.name, False, 1.0, (Span(*match.span()),), signed=True)
    return None


def _at_the_edges(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What matches near the beginning or the end of a text; where the looking stops is no end of a line."""
    top = min(_TOP, len(text))
    yield from (m for m in pattern.finditer(text, 0, top) if m.end() < top or top == len(text))
    yield from pattern.finditer(text, max(top, len(text) - _BOTTOM))


# --------------------------------------------------------------------------------- sentence by sentence


_Key = tuple[str, bool]


def _followed(passage: Passage, source: SourceKind, own: Publishers | None) -> list[tuple[Span, _Key]]:
    """Each sentence that follows a source, with that source: those that name it, those whose claims on the meeting were
    read as told by it, quotations that go on with it, and a single sentence between two of one source."""
    attributed = [(span, key) for span, key in _attributed(passage.accounts, own) if not speaks_for(source, key[0])]
    keys: list[_Key | None] = []
    issuer, before = "", ""
    for span in passage.sentences:
        said = passage.document.text[span.start : min(span.end, span.start + _LONGEST)]
        key = _named_in(said, issuer, before, source, own) or next((k for s, k in attributed if s.meets(span)), None)
        if key is None and keys and keys[-1] and _is_mostly_quoted(said):
            key = keys[-1]
        if key and key[1]:
            issuer = key[0]
        keys.append(key)
        before = f"{before[-_LONGEST:]}\n{said}"
    bridged = [
        key or (keys[n - 1] if 0 < n < len(keys) - 1 and keys[n - 1] == keys[n + 1] else None)
        for n, key in enumerate(keys)
    ]
    return [(span, key) for span, key in zip(passage.sentences, bridged, strict=True) if key]


def _attributed(accounts: Iterable[Account], own: Publishers | None) -> Iterator[tuple[Span, _Key]]:
    """Words that claim who met, where or when, with the outlet or party that they are told through."""
    for claim in (c for a in accounts for c in a.claims if c.according_to and c.property in _OF_THE_MEETING):
        key = _teller(claim.according_to[0], own)
        if key:
            yield from ((span, key) for span in claim.spans)


def _teller(words: str, own: Publishers | None) -> _Key | None:
    outlet = None if is_plain_word(words) else publisher_named(words, own)
    if outlet:
        return outlet.name, False
    party = party_named(words)
    return (spoken_for(party).name, True) if party else None


def _named_in(said: str, issuer: str, before: str, source: SourceKind, own: Publishers | None) -> _Key | None:
    for pattern in _patterns("statement"):
        match = pattern.search(said)
        if match:
            name = _issuer(said, match) or issuer or _meant(said[: match.end()], before)
            return (name, True) if name and not speaks_for(source, name) else None
    for pattern in _patterns("outlet"):
        for match in pattern.finditer(said):
            found = _outlet(match["name"], own)
            if found and found.name != source.name:
                return found.name, False
    return None


def _issuer(said: str, cue: re.Match[str]) -> str:
    """Whose statement: the party named right after "issued by", else the last one named shortly before or in the cue.
    What stands in quotation marks names nobody here."""
    bare = _unquoted(said)
    follows = cue[0].endswith((" by", " from", " of", " of the")) or _FOLLOWS.match(said, cue.end())
    after = _parties(bare[cue.end() : cue.end() + _NEAR]) if follows else []
    named = after[:1] or _parties(bare[max(0, cue.start() - _NEAR) : cue.end()])[-1:]
    return spoken_for(named[0]).name if named else ""


def _meant(said: str, before: str) -> str:
    """Whom "the movement" or "the ministry" stands for: the first party of such a kind in the sentences before."""
    kinds = [kinds for word, kinds in read_data("credits")["issuers"].items() if re.search(rf"\b{word}\b", said)]
    wanted = {kind for each in kinds for kind in each}
    return next((spoken_for(p).name for p in _parties(_unquoted(before)) if p.kind in wanted), "") if wanted else ""


def _parties(text: str) -> list[Party]:
    return [m.party for m in find_parties(text) if m.party and m.party.kind not in ("news agency", "company")]


def _unquoted(text: str) -> str:
    """The text with blanks for what stands in quotation marks."""
    return _QUOTED.sub(lambda m: " " * len(m[0]), text)


def _is_mostly_quoted(said: str) -> bool:
    return sum(len(m[0]) for m in _QUOTED.finditer(said)) >= _MOSTLY_QUOTED * len(said)


def _outlet(words: str, own: Publishers | None) -> Publisher | None:
    """The listed outlet that the words begin with; plain words that are also names of outlets do not count."""
    parts = words.split()
    for end in range(len(parts), 0, -1):
        found = publisher_named(" ".join(parts[:end]).rstrip(".,;:’'"), own)
        if found:
            return None if is_plain_word(" ".join(parts[:end])) else found
    return None


@cache
def _patterns(group: str) -> tuple[re.Pattern[str], ...]:
    data = read_data("credits")
    return tuple(re.compile(row["pattern"].replace("{name}", data["name"])) for row in data[group])
