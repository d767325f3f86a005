"""Who takes part in what a meeting word tells: the chain of names before it and the chains behind it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from whomet.knowledge.places import places_named
from whomet.language.draft import Cover, Draft
from whomet.language.meeting_words import MeetingWord, light_verb, word_list
from whomet.language.units import Unit
from whomet.model import LinkKind, MentionKind, Span

_WIDEST_GAP = 14  # units between two who met, at most


@dataclass(frozen=True, slots=True)
class Item:
    """A mention that could take part: units [start, end)."""

    start: int
    end: int
    mention: int


class Scene:
    """One sentence laid out for finding who took part: its units, who could have, and what may be passed over."""

    def __init__(self, draft: Draft, units: tuple[Unit, ...], mentions: list[int]) -> None:
        self.draft, self.units = draft, units
        self._starts = [u.span.start for u in units]
        roles = [draft.mentions[i].span for i in mentions if draft.mentions[i].kind is MentionKind.ROLE]
        times = [
            draft.mentions[i].span for i in mentions if draft.mentions[i].kind in (MentionKind.TIME, MentionKind.PLACE)
        ]
        self._transparent = Cover(roles)
        self._settings = Cover(times)
        self.items = self._items(mentions)
        self._party_at = {
            self.unit_at(draft.mentions[i].span.start): Item(k := self.unit_at(draft.mentions[i].span.start), k + 1, i)
            for i in mentions
            if draft.mentions[i].kind is MentionKind.ORGANISATION
        }
        self.at = {item.start: item for item in self.items}
        self.until = {item.end: item for item in self.items}

    def unit_at(self, position: int) -> int:
        """Index of the unit that holds or precedes a code point."""
        return max(0, bisect_right(self._starts, position) - 1)

    def _items(self, mentions: list[int]) -> list[Item]:
        """Persons, groups, and organisations that stand for themselves, in text order, none inside another."""
        whole = (MentionKind.PERSON, MentionKind.DELEGATION)
        cover = Cover(
            self.draft.mentions[i].span for i in mentions if self.draft.mentions[i].kind in (*whole, MentionKind.ROLE)
        )
        found = []
        for i in mentions:
            mention = self.draft.mentions[i]
            if mention.kind in whole or (mention.kind is MentionKind.ORGANISATION and not cover.holds(mention.span)):
                start, end = self.unit_at(mention.span.start), self.unit_at(mention.span.end - 1) + 1
                if mention.kind in whole or self._stands_alone(start, end):
                    found.append(Item(start, end, i))
        return sorted(found, key=lambda i: (i.start, -i.end))

    def _stands_alone(self, start: int, end: int) -> bool:
        """An organisation takes part only by its own name: not as an adjective, a place, an owner or half of a word."""
        if self.units[start].tag in "JL" or self._settings.holds(self.units[start].span):
            return False
        follows = self.units[end] if end < len(self.units) else None
        return follows is None or not (follows.tag in "'BN" or follows.words in ("-", "’"))

    def passes(self, k: int) -> bool:
        """Whether a chain of names may go on over unit k."""
        unit = self.units[k]
        if unit.tag == "P" and k + 1 < len(self.units) and self.units[k + 1].tag == "'":
            return True  # "Norway's Ada Lind"
        return unit.tag in "DC&MATRn'W0J" or unit.words in word_list("joiners") or self._transparent.holds(unit.span)

    def breaks(self, k: int) -> bool:
        """Whether a clause ends at unit k."""
        unit = self.units[k]
        return unit.words in word_list("boundaries") or (unit.tag == "S" and unit.words in ";:(") or (unit.tag == "Q")

    def leaves(self, k: int) -> bool:
        """Whether at unit k the words turn from who met to something else."""
        turns = self.units[k].words in word_list("after_words") and self.units[k].tag != "I"
        return self.breaks(k) or (turns and self.units[k].words != "on" and not self.is_setting(k))

    def is_capital(self, item: Item) -> bool:
        """A state by the name of its capital: of a call between others, only an end of the line."""
        mention = self.draft.mentions[item.mention]
        return mention.kind is MentionKind.ORGANISATION and bool(places_named(self.draft.words(item.mention)))

    def is_setting(self, k: int) -> bool:
        return self._settings.holds(self.units[k].span)

    def chain_right(self, k: int) -> list[Item]:
        """The names that follow unit k, one after another."""
        out: list[Item] = []
        gap = 0
        while k < len(self.units) and gap <= _WIDEST_GAP:
            if k in self.at:
                item = self.at[k]
                if out and item.end < len(self.units) and self.units[item.end].words in word_list("saying"):
                    break
                out.append(item)
                k, gap = item.end, 0
            elif self.passes(k):
                k, gap = k + 1, gap + 1
            else:
                break
        return out

    def chain_left(self, k: int) -> list[Item]:
        """The names that end at or before unit k, nearest last."""
        out: list[Item] = []
        gap = 0
        while k > 0 and gap <= _WIDEST_GAP:
            k = self._before_relative(k)
            if k in self.until:
                out.append(self.until[k])
                k, gap = self.until[k].start, 0
            elif self.passes(k - 1) and self.units[k - 1].tag != "W":
                k, gap = k - 1, gap + 1
            else:
                break
        return out[::-1]

    def visited(self, k: int) -> list[Item]:
        """The states named as places right behind a visit: "visited Norway", "a visit to Norway and Sweden"."""
        out: list[Item] = []
        while k < len(self.units) and len(out) < 12:
            if self.units[k].tag == "L" and k in self._party_at:
                out.append(self._party_at[k])
            elif not (self.units[k].tag in "DC&" or self.units[k].words == "to"):
                break
            k += 1
        return out

    def _before_relative(self, k: int) -> int:
        """Where the clause begins that a comma at k closes: "A, who leads the Front, and B"; k itself if none does."""
        if k < 3 or self.units[k - 1].tag != "C":
            return k
        for j in range(k - 2, max(0, k - _WIDEST_GAP), -1):
            if self.units[j].words in ("who", "which", "whose") and self.units[j - 1].tag == "C":
                return j - 1
            if self.units[j].tag in "CS":
                break
        return k

    def subject(self, k: int) -> list[Item]:
        """The chain of names that is the subject of a verb at unit k: the nearest one not behind a preposition."""
        while k > 0:
            if k in self.until:
                chain = self._free(self.chain_left(k))
                if chain:
                    return chain
                k = self.until[k].start
                continue
            if self.breaks(k - 1) and self.units[k - 1].words not in ("who", "which"):
                return []
            k -= 1
        return []

    def compound(self, k: int) -> list[Item]:
        """The parties set directly before a noun: "US-China talks", "the Israeli-Palestinian talks", "BRICS summit".
        One adjective alone says only what kind of talks they are."""
        found: list[int] = []
        while k > 0 and len(found) < 4:
            tag = self.units[k - 1].tag
            if tag in "PJ":
                found.insert(0, k - 1)
            elif not (tag in "MA0" or self.units[k - 1].words in ("-", "–", "/") or (found and tag == "&")):
                break
            k -= 1
        items = [i for k in found if (i := self._party_at.get(k))]
        return items if len(items) > 1 or any(self.units[i.start].tag == "P" for i in items) else []

    def _free(self, chain: list[Item]) -> list[Item]:
        """The chain without what hangs on a preposition: "with the help of A, B and C met" leaves B and C."""
        while chain and self._behind_preposition(chain[0].start):
            pause = len(chain) > 1 and self.units[chain[0].end].tag == "C"
            chain = chain[1:] if pause else []
        return chain

    def _behind_preposition(self, k: int) -> bool:
        while k > 0 and (self.units[k - 1].tag in "DMAJRT" or self._transparent.holds(self.units[k - 1].span)):
            k -= 1
        return k > 0 and self.units[k - 1].words in word_list("prepositions")


def participants(scene: Scene, word: MeetingWord, span: Span, until: int) -> tuple[list[int], list[int]]:
    """Mentions of those before the meeting word, and of those behind it, up to the code point where the next begins."""
    start, end = scene.unit_at(span.start), scene.unit_at(span.end - 1) + 1
    left = _before(scene, word, start) if word.subject else []
    right = scene.chain_right(end) if word.object else []
    if word.visit:
        right = scene.visited(end) or right
    if not right:
        # "met for talks with": what the next meeting word leads to is this one's too, if it has none of its own
        reaches = (scene.unit_at(until - 1) + 1, *(() if word.noun else (len(scene.units),)))
        right = next((r for reach in reaches if (r := _behind(scene, word, (start, end), reach))), [])
    if word.format in ("phone", "video") and not all(scene.is_capital(i) for i in left + right):
        left, right = ([i for i in side if not scene.is_capital(i)] for side in (left, right))
    return [i.mention for i in left], [i.mention for i in right if i not in left]


def _before(scene: Scene, word: MeetingWord, start: int) -> list[Item]:
    """For a verb its subject. For a noun its owner ("Lind's meeting"), its parties ("US-China talks"), or the subject
    of the light verb before it."""
    if not word.noun:
        return scene.subject(start)
    compound = scene.compound(start)
    owner = start
    while (
        owner > 0
        and scene.units[owner - 1].tag in "MA0x"
        and owner > start - 4
        and not light_verb().fullmatch(scene.units[owner - 1].words)
    ):
        owner -= 1
    if owner > 0 and scene.units[owner - 1].tag == "'" and owner - 1 in scene.until:
        return [*scene.chain_left(owner - 1), *compound]
    if len(compound) > 1:
        return compound
    for k in range(start, max(0, start - _WIDEST_GAP), -1):
        if scene.breaks(k - 1):
            return []
        if light_verb().fullmatch(scene.units[k - 1].words) and not scene.is_setting(k - 1):
            subject = scene.subject(k - 1)
            if subject:
                return subject
    return compound


def _behind(scene: Scene, word: MeetingWord, units: tuple[int, int], until: int) -> list[Item]:
    """Those whom a connector leads to: "with", "between", "attended by" ..."""
    out: list[Item] = []
    near = True
    for k in range(units[1], until):
        if scene.breaks(k) and scene.units[k].tag == "S":
            break
        near = near and not scene.leaves(k)
        length = _connector(scene, k, near, word)
        if length:
            out += [i for i in scene.chain_right(k + length) if i not in out]
    if word.noun and not out:
        out = _participle_before(scene, units[0])
    return out


def _connector(scene: Scene, k: int, near: bool, word: MeetingWord) -> int:
    """How many units the connector at unit k has; 0 for none. Weak ones count only in the meeting word's own clause."""
    one = scene.units[k].words
    two = f"{one} {scene.units[k + 1].words}" if k + 1 < len(scene.units) else one
    for phrase, length in ((two, 2), (one, 1)):
        if phrase in word_list("strong_connectors") or (
            near and phrase in word_list("connectors") and (phrase != "to" or word.reaches_to)
        ):
            return length
    return 0


def _participle_before(scene: Scene, start: int) -> list[Item]:
    """ "Chaired by A and B, the meeting ..." """
    for k in range(start - 1):
        two = f"{scene.units[k].words} {scene.units[k + 1].words}"
        if two in word_list("strong_connectors"):
            return scene.chain_right(k + 2)
    return []


def hosts(scene: Scene) -> list[int]:
    """Mentions of those at whose invitation the sentence says it was."""
    out: list[int] = []
    for k in range(len(scene.units) - 1):
        if f"{scene.units[k].words} {scene.units[k + 1].words}" in word_list("inviting"):
            out += [i.mention for i in scene.chain_right(k + 2)[:1]]
    return out


def chairs(scene: Scene) -> list[int]:
    """Mentions of the people who the sentence says chaired, or of the parties where it names no people."""
    out: list[Item] = []
    for k, unit in enumerate(scene.units):
        words = [u.words for u in scene.units[k : k + 3]]
        passive = next((n for n in (3, 2) if " ".join(words[:n]) in word_list("chairing")), 0)
        if passive:
            out += scene.chain_right(k + passive)
        elif unit.words in word_list("chairing_verbs"):
            out += scene.subject(k)
    people = [i for i in out if scene.draft.mentions[i.mention].kind is MentionKind.PERSON]
    return [i.mention for i in people or out]


def mediators(scene: Scene, indirect: bool) -> list[int]:
    """Mentions of those who go between the sides, as the sentence says."""
    leads = word_list("mediating") | (word_list("joining_indirect") if indirect else frozenset())
    out = [i.mention for i in scene.items if scene.units[i.end - 1].words in word_list("mediators")]
    for k in range(len(scene.units)):
        words = [scene.units[j].words for j in range(k, min(k + 3, len(scene.units)))]
        for length in (3, 2, 1):
            if " ".join(words[:length]) in leads:
                out += [i.mention for i in scene.chain_right(k + length) if i.mention not in out]
                break
    return out


def link_participants(draft: Draft, meeting: int, word: MeetingWord, left: list[int], right: list[int]) -> None:
    """Links those who took part; a reception's subject is its host."""
    if word.mediates:
        for mention in left:
            draft.link(LinkKind.MEETING_MEDIATOR, meeting, mention)
        return
    for mention in dict.fromkeys(left + right):
        draft.link(LinkKind.MEETING_PARTICIPANT, meeting, mention)
    if word.host:
        for mention in left:
            draft.link(LinkKind.MEETING_HOST, meeting, mention)
