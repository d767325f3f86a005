"""Which meetings of several coders are one: found before any field is compared, by the words that they point at and by
who met."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import combinations

from whomet.knowledge.names import latin_name
from whomet.values.coding import CodedMeeting, Coding, place

Group = dict[str, CodedMeeting]
"""One meeting, as each of those coded it who found it."""

_NAMES_ALONE = 0.5  # share of sides and people that two must have in common where their words do not meet


def matched(codings: Mapping[str, Coding], text: str) -> list[Group]:
    """The meetings of a document, each with what the coders say who found it, in the order of the text.

    The likeliest pair is joined first: by the share of code points of their words that both point at, and the share of
    sides and people that both name. No coder's two meetings become one. What is compared later (date, place, status
    ...) is left out of it, so that agreement there is not made by the matching.
    """
    found = [(coder, _located(meeting, text)) for coder in sorted(codings) for meeting in codings[coder]]
    groups: list[set[int]] = [{n} for n in range(len(found))]
    pairs = [(likeness(found[a][1], found[b][1]), a, b) for a, b in combinations(range(len(found)), 2)]
    for _, a, b in sorted((p for p in pairs if p[0] > 0), key=lambda p: (-p[0], p[1], p[2])):
        one, other = next(g for g in groups if a in g), next(g for g in groups if b in g)
        if {found[n][0] for n in one}.isdisjoint(found[n][0] for n in other):
            groups.remove(other)
            one |= other
    made = [{found[n][0]: found[n][1] for n in sorted(group)} for group in groups]
    return sorted(made, key=_first)


def _located(meeting: CodedMeeting, text: str) -> CodedMeeting:
    return meeting if meeting.span else replace(meeting, span=place(meeting.value("words"), text))


def _first(group: Group) -> int:
    return min((m.span.start for m in group.values() if m.span), default=0)


def likeness(one: CodedMeeting, other: CodedMeeting) -> float:
    """How much speaks for two being one meeting, from 0, nothing, to 2."""
    words, names = _shared_words(one, other), _shared(_named(one), _named(other))
    return words + names if words or names >= _NAMES_ALONE else 0.0


def _shared_words(one: CodedMeeting, other: CodedMeeting) -> float:
    if not (one.span and other.span and one.span.meets(other.span)):
        return 0.0
    both = min(one.span.end, other.span.end) - max(one.span.start, other.span.start)
    return both / (max(one.span.end, other.span.end) - min(one.span.start, other.span.start))


def _named(meeting: CodedMeeting) -> set[str]:
    return {latin_name(n) for n in (*meeting.all("parties"), *(person.name for person in meeting.people))}


def _shared(one: Collection[str], other: Collection[str]) -> float:
    every = {*one, *other}
    return len({*one} & {*other}) / len(every) if every else 0.0
