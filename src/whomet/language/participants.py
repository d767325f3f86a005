"""Who takes part in what a meeting word tells: the chain of names before it and the chains behind it."""

from __future__ import annotations

from whomet.knowledge.data import read_data
from whomet.language.draft import Draft
from whomet.language.meeting_words import MeetingWord, light_verb, word_list
from whomet.language.scene import WIDEST_GAP, Item, Scene
from whomet.model import LinkKind, MentionKind, Span


def participants(scene: Scene, word: MeetingWord, span: Span, until: int) -> tuple[list[int], list[int]]:
    """Mentions of those before the meeting word, and of those behind it, up to the code point where the next begins."""
    start, end = scene.unit_at(span.start), scene.unit_at(span.end - 1) + 1
    left = _before(scene, word, start) if word.subject else []
    right = scene.chain_right(end) if word.object else []
    right = [i for i in right if not (word.host and scene.owns(i))]
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
    """For a noun its owner ("Lind's meeting", "her meeting with"), its parties ("US-China talks"), or the subject of
    the light verb before it. For a verb its subject."""
    owner = _owner(scene, start)
    if not word.noun:
        return owner or scene.subject(start)
    compound = scene.compound(start)
    if owner:
        return [*owner, *compound]
    if len(compound) > 1:
        return compound
    return _light_subject(scene, start) or compound


def _owner(scene: Scene, noun: int) -> list[Item]:
    """ "Lind's long-awaited meeting", "her own meeting": whose the noun is, a few adjectives between."""
    k = noun
    while (
        0 < k > noun - 4 and scene.units[k - 1].tag in "MA0x" and not light_verb().fullmatch(scene.units[k - 1].words)
    ):
        k -= 1
    if k and scene.units[k - 1].words in read_data("nouns")["owner"]:
        return [scene.until[k]] if k in scene.until else []
    owned = k > 0 and scene.units[k - 1].tag == "'" and k - 1 in scene.until
    return scene.owners(k - 1) if owned else []


def _light_subject(scene: Scene, noun: int) -> list[Item]:
    """ "Lind held a first meeting": the subject of the verb or preposition that leads to the noun."""
    for k in range(noun, max(0, noun - WIDEST_GAP), -1):
        if scene.breaks(k - 1):
            return []
        if light_verb().fullmatch(scene.units[k - 1].words) and not scene.is_setting(k - 1):
            subject = scene.subject(k - 1)
            if subject:
                return subject
    return []


def _behind(scene: Scene, word: MeetingWord, units: tuple[int, int], until: int) -> list[Item]:
    """Those whom a connector leads to: "with", "between", "attended by" ..."""
    out: list[Item] = []
    near = True
    for k in range(units[1], until):
        if scene.breaks(k) and scene.units[k].tag == "S":
            break
        near = near and not scene.leaves(k)
        between = f"{scene.units[k - 1].words} {scene.units[k].words}" in word_list("mediating")
        length = _connector(scene, k, near and not between, word)
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
