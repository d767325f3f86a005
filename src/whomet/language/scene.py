"""One sentence laid out for the question who took part: the names in it, and what leads from one to the next."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from whomet.knowledge.data import read_data
from whomet.knowledge.places import places_named
from whomet.language.draft import Cover, Draft
from whomet.language.meeting_words import word_list
from whomet.language.units import Unit
from whomet.model import MentionKind

WIDEST_GAP = 14  # units between two who met, at most


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
        parties = [i for i in mentions if draft.mentions[i].kind is MentionKind.ORGANISATION]
        starts = [self.unit_at(draft.mentions[i].span.start) for i in parties]
        self._party_at = {k: Item(k, k + 1, i) for k, i in zip(starts, parties, strict=True)}
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
        ends = {item.end for item in found if self.draft.mentions[item.mention].kind is MentionKind.PERSON}
        kept = [item for item in found if not self._names_home(item, ends)]
        return sorted(kept, key=lambda i: (i.start, -i.end))

    def _names_home(self, item: Item, ends: set[int]) -> bool:
        """ "King Olav of Norway" is one who takes part, not two."""
        k = item.start - 1
        while k > 0 and self.units[k].tag == "D":
            k -= 1
        organisation = self.draft.mentions[item.mention].kind is MentionKind.ORGANISATION
        return organisation and k > 0 and self.units[k].words == "of" and k in ends

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
        while k < len(self.units) and gap <= WIDEST_GAP:
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

    def owns(self, item: Item) -> bool:
        """ "(welcomed) Ada Lind's support": what is somebody's is met, not somebody."""
        person = self.draft.mentions[item.mention].kind is MentionKind.PERSON
        return person and item.end < len(self.units) and self.units[item.end].tag == "'"

    def chain_left(self, k: int) -> list[Item]:
        """The names that end at or before unit k, nearest last."""
        out: list[Item] = []
        gap = 0
        while k > 0 and gap <= WIDEST_GAP:
            k = self._before_relative(k)
            if k in self.until:
                out.append(self.until[k])
                k, gap = self.until[k].start, 0
            elif self.passes(k - 1) and self.units[k - 1].tag != "W":
                k, gap = k - 1, gap + 1
            else:
                break
        return out[::-1]

    def owners(self, k: int) -> list[Item]:
        """Whose something is: the names that end at unit k, with nothing but "and" and commas between."""
        chain = self.chain_left(k)
        start = next((n for n in range(len(chain) - 1, 0, -1) if self._far_apart(chain[n - 1], chain[n])), 0)
        return chain[start:]

    def _far_apart(self, one: Item, other: Item) -> bool:
        between = range(one.end, other.start)
        return any(
            self.units[k].tag not in "C&'DMATRPJ" and not self._transparent.holds(self.units[k].span) for k in between
        )

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
        for j in range(k - 2, max(0, k - WIDEST_GAP), -1):
            if self.units[j].words in read_data("nouns")["relative"] and self.units[j - 1].tag == "C":
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
            if self.breaks(k - 1) and self.units[k - 1].words not in read_data("nouns")["relative"]:
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
        if len(found) == 1 and self.is_setting(found[0]):
            return []  # "the Oslo summit"
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
