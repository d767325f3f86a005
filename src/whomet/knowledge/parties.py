"""Who may sit at a table: states, organisations, movements and public bodies, and the words that name them.

The words live in `data/states.yaml` and `data/organisations.yaml`. `find_parties` walks a text once against a trie of
folded tokens that is built once; `party_named` looks up one name. What a user has imported is asked as well: the
names that it may be found by in a text are hung into the trie when a text first has their first word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from typing import Any

from whomet.errors import KnowledgeError
from whomet.knowledge.data import read_data
from whomet.knowledge.oppositions import opposition_rows
from whomet.knowledge.party_words import NEXT, TOKENS, fold_words, plurals, slug
from whomet.knowledge.party_words import fold_token as _fold_token
from whomet.knowledge.user_parties import Body, UserParties, user_parties

STATE = "state"
FORMS = ("name", "adjective", "metonym", "ambiguous")

_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ \u00a0]\Z")
_WORD_AFTER = re.compile(r"[ \u00a0]([^\W\d_]+)")
_PREFIXES = re.compile(r"^(?:the |government of (?:the )?|republic of (?:the )?|kingdom of (?:the )?|state of )+")
_SUFFIXES = re.compile(r" (?:movement|government|party|delegation|leadership|leaders|officials|authorities|side)$")


@dataclass(frozen=True, slots=True)
class Party:
    """One that may sit at a table. `code` is the ISO 3166-1 alpha-2 of the state it is, or belongs to, else "".

    `aliases` are all its names but `name` that a text is searched for; `part_of` and `speaks_for` are ids of other
    parties, or "".
    """

    id: str
    name: str
    kind: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    part_of: str = ""
    speaks_for: str = ""


@dataclass(frozen=True, slots=True)
class PartyMention:
    """Where a text names a party. `form` is "name", "adjective", "metonym" or "ambiguous"; when it is the last,
    `party` is None and `candidates` says who may be meant."""

    start: int
    end: int
    party: Party | None
    form: str
    candidates: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One way to write a party, or (no candidates) a phrase that names none."""

    words: tuple[str, ...]
    form: str
    candidates: tuple[Party, ...]
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Node:
    entries: list[_Entry] = field(default_factory=list)
    children: dict[str, _Node] = field(default_factory=dict)


def find_parties(text: str, start: int = 0, end: int | None = None) -> tuple[PartyMention, ...]:
    """Every naming of a party in `text[start:end]`, longest first, none overlapping, offsets into `text`."""
    return tuple(_mentions(text, start, len(text) if end is None else end))


def party_named(name: str) -> Party | None:
    """The one party of that name, in any case, with or without "the", "government of", "movement" and the like.

    Of what a user has imported, what was written by hand and main names count before what is shipped, the rest after.
    """
    own, folded = user_parties(), fold_words(name)
    if own is None:
        return shipped_party_named(name)
    first, then = (_own_party(own, folded, wins=wins) for wins in (True, False))
    return first or shipped_party_named(name) or then


def shipped_party_named(name: str) -> Party | None:
    """`party_named`, of the parties that Whomet ships alone."""
    names, others = _names()
    folded = fold_words(name)
    if folded in names:
        return names[folded]
    bare = _PREFIXES.sub("", folded)
    shorn = _SUFFIXES.sub("", bare)
    return names.get(bare) or names.get(shorn) or (others.get(shorn) if shorn != bare else None) or others.get(bare)


def party_with_id(party_id: str) -> Party:
    """The party of that id. Raises KnowledgeError for an unknown one."""
    if party_id not in _parties():
        raise KnowledgeError(f"no party has the id {party_id!r}")
    return _parties()[party_id]


def spoken_for(party: Party) -> Party:
    """The state that a body speaks for abroad ("Kremlin" -> Russia), else the party itself."""
    return _parties()[party.speaks_for] if party.speaks_for else party


def state_of(code: str) -> Party | None:
    """The state or territory of an ISO 3166-1 alpha-2 code."""
    return _states_by_code().get(code)


# ------------------------------------------------------------------------------------------------ the walk


def _mentions(text: str, start: int, end: int) -> Iterator[PartyMention]:
    own, free_from = user_parties(), start
    begun = partial(_begun, own) if own else _trie().children.get
    for token in TOKENS.finditer(text, start, end):
        if token.start() < free_from:
            continue
        node = begun(_fold_token(token.group()))
        if node is None:
            continue
        for stop, entry in _longest_first(text, token, end, node):
            if entry.candidates and not _fits_around(text, token.start(), stop, entry):
                continue
            free_from = stop
            if entry.candidates:
                yield _mention(text, token.start(), stop, entry)
            break


def _longest_first(text: str, token: re.Match[str], end: int, node: _Node) -> list[tuple[int, _Entry]]:
    """All entries that the tokens from here spell, in fitting case, the longest first, with their ends."""
    words, stop, found = [token.group()], token.end(), []
    while True:
        found += [(stop, entry) for entry in node.entries if all(map(_same_case, entry.words, words))]
        follow = NEXT.match(text, stop, end) if node.children else None
        if follow is None or ("." in follow[1] and len(words[-1]) > 2):
            return found[::-1]
        child = node.children.get(_fold_token(follow[2]))
        if child is None:
            return found[::-1]
        node, stop = child, follow.end()
        words.append(follow[2])


def _same_case(wanted: str, found: str) -> bool:
    """Whether a word's case lets it be the wanted one: abbreviations in capitals, names with one, others freely."""
    if wanted.isupper() and len(wanted) > 1:
        return found.isupper()
    return not wanted[0].isupper() or found[0].isupper()


def _mention(text: str, start: int, stop: int, entry: _Entry) -> PartyMention:
    if text[stop : stop + 1] == ")" and "(" in text[start:stop]:
        stop += 1  # "Communist Party of Nepal (Maoist)"
    if len(entry.candidates) == 1:
        return PartyMention(start, stop, entry.candidates[0], entry.form, entry.candidates)
    return PartyMention(start, stop, None, "ambiguous", entry.candidates)


# ------------------------------------------------------------------------------- what the neighbours forbid


def _fits_around(text: str, start: int, stop: int, entry: _Entry) -> bool:
    if entry.not_after and _token_before(text, start) in entry.not_after:
        return False
    if entry.not_before and _token_after(text, stop) in entry.not_before:
        return False
    if len(entry.words) > 1:
        return True
    return not _is_person_name(text, start, stop) and not _is_shouted_word(text, start, stop)


def _token_before(text: str, start: int) -> str:
    """The folded token before, in the same sentence."""
    found = list(TOKENS.finditer(text, max(0, start - 40), start))
    return _fold_token(found[-1].group()) if found and "." not in text[found[-1].end() : start] else ""


def _token_after(text: str, stop: int) -> str:
    """The folded token after, in the same sentence."""
    found = NEXT.match(text, stop)
    return _fold_token(found[2]) if found and "." not in found[1] else ""


def _is_person_name(text: str, start: int, stop: int) -> bool:
    """Whether a state's name is rather a person's: "Jordan Ellis", "... heard Vernon Jordan"."""
    names, not_before, not_after = _person_words()
    if text[start:stop] not in names:
        return False
    after = _WORD_AFTER.match(text, stop)
    if after and _is_capitalised(after[1]) and after[1] not in not_before and not _opens_party(after[1]):
        return True
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    if before is None or not _is_capitalised(before[1]) or before[1] in not_after or _opens_party(before[1]):
        return False
    return bool(re.search(r"[\w,;] \Z", text[max(0, before.start() - 2) : before.start()]))  # not a sentence's first


def _is_capitalised(word: str) -> bool:
    return len(word) > 2 and word[0].isupper() and word[1:].islower()


def _opens_party(word: str) -> bool:
    return _fold_token(word) in _trie().children


def _is_shouted_word(text: str, start: int, stop: int) -> bool:
    """Whether an abbreviation is a plain word in a line of capitals: "THE MAN WHO KNEW"."""
    only_after = _shouted_words().get(text[start:stop])
    if only_after is None:
        return False
    before = re.findall(r"\w+", text[max(0, start - 40) : start])[-2:]
    after = re.findall(r"\w+", text[stop : stop + 40])[:2]
    shouted = len(before + after) > 1 and all(word.isupper() for word in before + after)
    return shouted and (not only_after or bool(before and before[-1].lower() in only_after))


@cache
def _person_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    words = read_data("states")["given_names"]
    return frozenset(words["names"]), frozenset(words["not_before"]), frozenset(words["not_after"])


@cache
def _shouted_words() -> dict[str, frozenset[str]]:
    return {word: frozenset(after) for word, after in read_data("states")["words"].items()}


# ------------------------------------------------------------------------------------------- building it all


@cache
def _parties() -> dict[str, Party]:
    """All parties by id."""
    states, bodies = read_data("states"), _bodies()
    made = [_state(row, STATE) for row in states["states"]]
    made += [_state(row, "territory") for row in states["territories"]]
    made += [_state(row, "historical state") for row in states["historical"]]
    made += [_organisation(row) for row in bodies]
    by_id = {party.id: party for party in made}
    if len(by_id) < len(made):
        raise KnowledgeError("two parties of states.yaml and organisations.yaml have one id")
    for party in made:
        if not {party.part_of, party.speaks_for} - {""} <= by_id.keys():
            raise KnowledgeError(f"{party.id} is part of, or speaks for, an unknown party")
    return by_id


def _bodies() -> list[dict[str, Any]]:
    return [*read_data("organisations")["organisations"], *opposition_rows()]


def _state(row: dict[str, Any], kind: str) -> Party:
    names, adjectives = (*row.get("names", ()), *row.get("native", ())), tuple(row.get("adjectives", ()))
    return Party(slug(row["name"]), row["name"], kind, row.get("code", ""), names, adjectives)


def _organisation(row: dict[str, Any]) -> Party:
    aliases = (*row.get("aliases", ()), *row.get("native", ()))
    speaks_for = slug(row["speaks_for"]) if "speaks_for" in row else ""
    return Party(
        row["id"], row["name"], row["kind"], row.get("state", ""), aliases, (), row.get("part_of", ""), speaks_for
    )


@cache
def _states_by_code() -> dict[str, Party]:
    return {p.code: p for p in _parties().values() if p.code and p.kind in (STATE, "territory")}


@cache
def _entries() -> tuple[_Entry, ...]:
    """Every way of writing every party, and the phrases that name none."""
    states, bodies = read_data("states"), read_data("organisations")
    found = [
        e for group in ("states", "territories", "historical") for row in states[group] for e in _ways_of_state(row)
    ]
    found += [e for row in _bodies() for e in _ways_of_organisation(row)]
    by_code = _states_by_code()
    for row in states["ambiguous"]:
        found.append(_entry(row["form"], row["as"], tuple(by_code[code] for code in row["may_be"])))
    for row in bodies["ambiguous"]:
        found.append(_entry(row["form"], "name", tuple(_parties()[each] for each in row["may_be"])))
    found += [_entry(row["phrase"], "", ()) for row in states["stopped"]]
    return tuple(found)


def _entry(phrase: str, form: str, candidates: tuple[Party, ...], row: dict[str, Any] | None = None) -> _Entry:
    row = row or {}
    around = [frozenset(_fold_token(str(word)) for word in row.get(key, ())) for key in ("not_after", "not_before")]
    return _Entry(tuple(TOKENS.findall(phrase)), form, candidates, *around)


def _ways_of_state(row: dict[str, Any]) -> Iterator[_Entry]:
    party = _parties()[slug(row["name"])]
    if row.get("quiet"):
        return
    for name in (party.name, *party.aliases):
        yield _entry(name, "name", (party,), _comma_before_abbreviation(name))
    for adjective in party.adjectives:
        for word in plurals(adjective):
            yield _entry(word, "adjective", (party,))
    seats = row.get("capital", []) if row.get("capital_speaks", True) else []
    for seat in (*seats, *row.get("metonyms", ())):
        yield _entry(seat, "metonym", (party,))
    for seat in row.get("seats", ()):
        yield _entry(seat, "metonym", (party,), read_data("states")["beside_seats"])


def _comma_before_abbreviation(name: str) -> dict[str, Any]:
    """ "Pittsburgh, PA" is in Pennsylvania: a two-letter abbreviation after a comma that is also a US state's."""
    return {"not_after": [","]} if name in ("PA",) else {}


def _ways_of_organisation(row: dict[str, Any]) -> Iterator[_Entry]:
    party = _parties()[row["id"]]
    if row.get("quiet"):
        return
    for name in (party.name, *party.aliases):
        yield _entry(name, "metonym" if row.get("seat") else "name", (party,), row)


@cache
def _trie() -> _Node:
    root = _Node()
    for entry in _entries():
        _hang(root, entry)
    return root


def _hang(root: _Node, entry: _Entry) -> None:
    node = root
    for word in entry.words:
        node = node.children.setdefault(_fold_token(word), _Node())
    if entry not in node.entries:
        node.entries.append(entry)


@lru_cache(maxsize=100_000)
def _begun(own: UserParties, word: str) -> _Node | None:
    """Where names go on that begin with a folded word; those of the user's parties are hung in at the first look."""
    for name, body in own.that_begin(word):
        _hang(_trie(), _entry(name, "name", (_party_of_body(body),)))
    return _trie().children.get(word)


def reopen() -> None:
    """Forgets the user's parties: to be called when they have changed."""
    user_parties.cache_clear()
    if _begun.cache_info().currsize:
        _begun.cache_clear()
        _trie.cache_clear()


def _own_party(own: UserParties, folded: str, *, wins: bool) -> Party | None:
    """The one party of the user's of that folded name; of several none."""
    parties = {party.id: party for party in map(_party_of_body, own.named(folded, wins))}
    return next(iter(parties.values())) if len(parties) == 1 else None


def _party_of_body(body: Body) -> Party:
    """The shipped party that a body is, or a party of its own."""
    return _parties().get(body.known_as) or Party(body.id, body.name, body.kind, body.code, body.names)


@cache
def _names() -> tuple[dict[str, Party], dict[str, Party]]:
    """Folded names -> party; and folded adjectives and metonyms -> party."""
    names: dict[str, Party] = {}
    others: dict[str, Party] = {}
    for party in _parties().values():
        for name in (party.name, *party.aliases):
            names.setdefault(fold_words(name), party)
    for row in read_data("states")["states"]:
        names.update((fold_words(name), _parties()[slug(row["name"])]) for name in row.get("looked_up", ()))
    for entry in _entries():
        if len(entry.candidates) == 1 and entry.form in ("adjective", "metonym"):
            others.setdefault(" ".join(map(_fold_token, entry.words)).removeprefix("the "), entry.candidates[0])
    return names, others
