"""What each side of a meeting said, as statement claims of its account.

A speech belongs to an account if the words that name its speaker lead to one of the account's people or parties, or to
all of them together. Where they lead nowhere, or to two people, nothing is claimed: a wrong speaker is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from whomet.extraction.speaking import Speaking, Spoken
from whomet.model import Account, Analysis, Claim, Property, Span, Speech

_MOST = 12
_NEAR = 12  # accounts a speech may belong to: those whose leads stand before it, nearest last, and the main ones
_WEIGHTS = {"states": 1.0, "praises": 1.5, "agrees": 2.0, "offers": 2.0, "warns": 2.0, "denies": 2.0}  # the rest: 2.5
_LIKELY = 2.0  # what the language's own judgement weighs


@dataclass(frozen=True, slots=True)
class _Statement:
    speech: Speech
    speaker: str
    basis: str
    weight: float


def find_statements(
    text: str, analysis: Analysis, account: Account, others: tuple[Account, ...] = (), masked: tuple[Span, ...] = ()
) -> tuple[Claim, ...]:
    """The statement claims of one account; `others` are the document's other accounts. As `find_statements_of_all`."""
    return find_statements_of_all(text, analysis, (account, *others), masked)[0]


def find_statements_of_all(
    text: str, analysis: Analysis, accounts: tuple[Account, ...], masked: tuple[Span, ...] = ()
) -> tuple[tuple[Claim, ...], ...]:
    """For each account its statement claims: at most twelve, the weightiest, in text order, parts from 0.

    Where the language tells which meeting a speech is of, a spokesman who sits in none is named as the text names them.
    Where a speaker sits in several accounts, a speech goes to the one that the document is about, else to the one
    whose lead was the last before it. `masked` are spans that are no content (titles, boilerplate).
    """
    spoken = Spoken(text, analysis)
    speaking = [Speaking(spoken, account) for account in accounts]
    order = sorted(range(len(accounts)), key=lambda i: _lead(accounts[i]))
    leads = [_lead(accounts[i]).start for i in order]
    main = [i for i in order if accounts[i].main]
    found: list[list[_Statement]] = [[] for _ in accounts]
    masks = sorted(masked)
    for speech in analysis.speeches:
        if _is_masked(masks, speech.content):
            continue
        at = bisect_right(leads, speech.content.start)
        near = dict.fromkeys([*order[max(0, at - _NEAR) : at + 1], *main[:_NEAR]])
        named = [(i, said) for i in near if (said := speaking[i].of(speech))]
        about = [i for i in near if _is_about(speech, accounts[i])]
        if not named:
            named = [(i, said) for i in about if (said := speaking[i].outsider(speech))]
        named = [n for n in named if n[0] in about] or named
        for i, (speaker, basis) in named:
            if not any(_nearer(speech, accounts[j], accounts[i]) for j, _ in named if j != i):
                found[i].append(_Statement(speech, speaker, basis, _weight(text, speech)))
    return tuple(_weightiest(text, statements) for statements in found)


def _is_about(speech: Speech, account: Account) -> bool:
    """Whether the language tells that a speech is of this meeting."""
    status = account.first(Property.STATUS)
    return status is not None and any(s in speech.about for s in status.spans)


def _is_masked(masks: list[Span], content: Span) -> bool:
    """Whether a mask meets the content: none overlaps another, so only the last one to begin before its end can."""
    at = bisect_left(masks, content.end, key=lambda m: m.start) - 1
    return at >= 0 and masks[at].meets(content)


def _weightiest(text: str, found: list[_Statement]) -> tuple[Claim, ...]:
    best = sorted(_distinct(found), key=lambda s: (-s.weight, s.speech.content))[:_MOST]
    best.sort(key=lambda s: s.speech.content)
    return tuple(claim for part, statement in enumerate(best) for claim in _claims(text, statement, part))


def _lead(account: Account) -> Span:
    claim = account.first(Property.LEAD)
    return claim.spans[0] if claim and claim.spans else Span(0, 0)


def _nearer(speech: Speech, other: Account, account: Account) -> bool:
    """Whether another account has the better claim: it is what the text reports first of all (where ours is only in
    passing), or both are and its lead is the last one before."""
    if other.main != account.main:
        return other.main
    place, ours, theirs = speech.content.start, _lead(account).start, _lead(other).start
    if ours <= place and theirs <= place:
        return theirs > ours
    return theirs <= place < ours


def _weight(text: str, speech: Speech) -> float:
    """Judged weight: acts that bind or blame before plain saying, quotations and full sentences before scraps, what
    nobody's verb introduces last."""
    words = len(speech.content.of(text).split())
    length = 0.0 if words < 5 else 1.0 if words < 60 else 0.5
    shown = 0.5 if speech.quoted else -1.5 if speech.cue is None else 0.0
    return _WEIGHTS.get(speech.act, 2.5) + length + shown + _LIKELY * speech.likely


def _distinct(found: list[_Statement]) -> list[_Statement]:
    """Without those whose content stands inside another's, and without the same words told twice."""
    kept: list[_Statement] = []
    for statement in found:
        twice = any(statement.speech.content.meets(k.speech.content) for k in kept[-4:])
        if not twice:
            kept.append(statement)
    return kept


def _claims(text: str, statement: _Statement, part: int) -> list[Claim]:
    speech = statement.speech
    via = re.sub(r"\s+", " ", speech.via.of(text)) if speech.via else ""
    chain = (via,) if via else ()
    content = Claim(Property.STATEMENT_TEXT, speech.content.of(text), (speech.content,), "", chain, part)
    named = speech.speakers or ((speech.via,) if speech.via else (speech.content,))
    claims = [content, Claim(Property.STATEMENT_SPEAKER, statement.speaker, named, statement.basis, chain, part)]
    if speech.cue:
        claims.append(Claim(Property.STATEMENT_CUE, speech.cue.of(text), (speech.cue,), "", chain, part))
    shown = (speech.cue,) if speech.cue else (speech.content,)
    claims.append(Claim(Property.STATEMENT_ACT, speech.act, shown, "as the cue word and the content say", chain, part))
    if speech.via:
        claims.append(Claim(Property.STATEMENT_VIA, speech.via.of(text), (speech.via,), "", (), part))
    quote = "true" if _mostly_quoted(speech) else "false"
    claims.append(
        Claim(Property.STATEMENT_QUOTE, quote, (speech.content,), "whether most of it is in quotation marks", (), part)
    )
    return claims


def _mostly_quoted(speech: Speech) -> bool:
    quoted = sum(q.end - q.start for q in speech.quoted)
    return 2 * quoted > speech.content.end - speech.content.start
