"""Who took part in a meeting and what was said, as sections of an HTML report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from whomet.exchange.html_page import own, text
from whomet.exchange.html_words import Sources, Words, names, quoted, reference, words_list
from whomet.exchange.told import Told
from whomet.model import Account, Claim, Property

_MOST_NAMED = 6  # documents that stand by a statement; the others are folded away
_Telling = tuple[Account, dict[Property, Claim]]
_Wording = tuple[str, str]
"""The words of a statement, and what is told of it, as HTML."""


def people(one: Told, sources: Sources) -> str:
    """Each person once, by the name the register knows; inside, how each document names him or her."""
    tellings: dict[str, list[_Telling]] = {}
    shown: dict[str, str] = {}
    for account in sources.accounts:
        for claims in account.parts("person"):
            if (named := claims.get(Property.PERSON_NAME)) is None:
                continue
            entity = one.people.get(f"{account.id}/{named.part}")
            key = entity.id if entity else f"={named.value}"
            shown[key] = entity.name if entity else named.value
            tellings.setdefault(key, []).append((account, claims))
    listed = "".join(_person(shown[key], found, one, sources) for key, found in tellings.items())
    return (
        f'<section class="people" id="{sources.fragment}-people">\n<h3>People</h3>\n{listed}</section>\n'
        if listed
        else ""
    )


def _person(name: str, tellings: list[_Telling], one: Told, sources: Sources) -> str:
    beside = [
        " or ".join(map(own, _fullest([c[prop].value for _, c in tellings if prop in c])))
        for prop in (Property.PERSON_ROLE, Property.PERSON_PARTY)
    ]
    about = f'<span class="beside">{", for ".join(filter(None, beside))}</span> ' if beside[0] else ""
    if not beside[0] and beside[1]:
        about = f'<span class="beside">for {beside[1]}</span> '
    by = names(one.document_of(account) for account, _ in tellings)
    told = [_named_so(account, claims, one, sources) for account, claims in tellings]
    return (
        f'<details><summary><span class="value">{own(name)}</span> {about}<span class="by">{by}</span></summary>\n'
        f"{words_list(told)}</details>\n"
    )


def _fullest(values: Sequence[str]) -> list[str]:
    """Values but for those that say less than another does in the same words: inside stand all of them."""
    words = {value: frozenset(value.casefold().split()) for value in values if value.strip()}
    return [v for n, v in enumerate(words) if not any(_says_more(words, o, v, m < n) for m, o in enumerate(words))]


def _says_more(words: Mapping[str, frozenset[str]], one: str, other: str, before: bool) -> bool:
    return words[other] < words[one] or (before and words[other] == words[one])


def _named_so(account: Account, claims: dict[Property, Claim], one: Told, sources: Sources) -> Words:
    cited = [quoted(one, account, claims[p]) for p in (Property.PERSON_NAME, Property.PERSON_ROLE) if p in claims]
    through = claims[Property.PERSON_NAME].according_to
    said = "according to " + ", quoting ".join(map(own, through)) if through else ""
    words = ", ".join(filter(None, cited)) or "no words of its own"
    return words, said, reference(one.document_of(account), sources, claims[Property.PERSON_NAME])


def statements(one: Told, sources: Sources) -> str:
    """What each speaker is told to have said, word for word; once where several documents have it alike."""
    by_speaker: dict[str, dict[_Wording, dict[str, None]]] = {}
    for account in sources.accounts:
        known = _known_names(one, account)
        parts: dict[int, list[Claim]] = {}
        for claim in account.claims:
            if claim.property.startswith("statement."):
                parts.setdefault(claim.part, []).append(claim)
        for part in parts.values():
            if found := _statement(one, account, part, sources):
                said_by = by_speaker.setdefault(_speakers(account, part, known), {})
                said_by.setdefault(found[0], {})[found[1]] = None
    said = "".join(
        f"<h4>{own(speaker)}</h4>\n{''.join(_figure(*figure) for figure in figures.items())}"
        for speaker, figures in by_speaker.items()
    )
    return (
        f'<section class="statements" id="{sources.fragment}-statements">\n<h3>What was said</h3>\n{said}</section>\n'
        if said
        else ""
    )


def _known_names(one: Told, account: Account) -> dict[str, str]:
    """A person's name in one account -> the name that the register knows."""
    claims = account.all(Property.PERSON_NAME)
    found = {claim.value: one.people.get(f"{account.id}/{claim.part}") for claim in claims}
    return {value: entity.name for value, entity in found.items() if entity}


def _speakers(account: Account, part: list[Claim], known: dict[str, str]) -> str:
    """Who says it; for "both" the sides of the account."""
    speakers = list(
        dict.fromkeys(c.value for c in part if c.property is Property.STATEMENT_SPEAKER and c.value.strip())
    )
    if speakers == ["both"]:
        speakers = list(dict.fromkeys(account.values(Property.PARTY))) or speakers
    return " and ".join(known.get(speaker, speaker) for speaker in speakers) or "Speaker not told"


def _statement(one: Told, account: Account, part: list[Claim], sources: Sources) -> tuple[_Wording, str] | None:
    """One statement: its words, with the act, the words that introduce it and whether it is a quotation; and its
    document."""
    by = {claim.property: claim for claim in part}
    if (claim := by.get(Property.STATEMENT_TEXT)) is None:
        return None
    words = " … ".join(map(text, one.citations(account, claim))) or text(claim.value)
    values = {prop: found.value for prop, found in by.items()}
    act = f"<b>{text(values.get(Property.STATEMENT_ACT, 'states'))}</b>"
    cue, via = (values.get(p, "") for p in (Property.STATEMENT_CUE, Property.STATEMENT_VIA))
    about = [act, f'<q dir="auto">{text(cue)}</q>' if cue else ""]
    about.append("in quotation marks" if values.get(Property.STATEMENT_QUOTE) == "true" else "reported")
    about.append(f'through <q dir="auto">{text(via)}</q>' if via and via not in claim.according_to else "")
    about.append("according to " + ", quoting ".join(map(own, claim.according_to)) if claim.according_to else "")
    return (words, " · ".join(filter(None, about))), reference(one.document_of(account), sources, claim)


def _figure(wording: _Wording, documents: Iterable[str]) -> str:
    words, about = wording
    return (
        f'<figure><blockquote dir="auto">{words}</blockquote>\n'
        f"<figcaption>{about} · {_folded(list(documents))}</figcaption></figure>\n"
    )


def _folded(documents: Sequence[str]) -> str:
    """The first documents of many, and the others one click away."""
    if len(documents) <= _MOST_NAMED:
        return ", ".join(documents)
    first, others = documents[:_MOST_NAMED], documents[_MOST_NAMED:]
    more = f"<details><summary>and {len(others)} more</summary>{', '.join(others)}</details>"
    return ", ".join(first) + more
