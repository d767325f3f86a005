"""Who publishes: the kind of a source by its address, its name or its signature, from lists of owners.

The lists are `data/outlets.yaml`, `data/publishers.yaml` (agencies that sign texts) and `data/official_sites.yaml`
(hosts and names by which a government or movement speaks itself). A user's own entries, in the same form, come first:
`publishers.csv` beside the rest of the user's knowledge. Kinds say who owns a source; nothing here says how good it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from whomet.errors import KnowledgeError
from whomet.knowledge.data import read_data
from whomet.knowledge.parties import STATE, find_parties, party_named, spoken_for, state_of
from whomet.knowledge.user_parties import user_file
from whomet.model import Document
from whomet.values.names import fold

_SEVERAL = re.compile(r"(?:(?<!\s)\s+)?[;|]\s*")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.){1,8}[a-z]{2,24}")
_KEPT_ADDRESS = re.compile(r"(?<=/)https?:/{1,2}\S+")
_LONGEST_ADDRESS, _LONGEST_NAME = 2000, 200
_USER_FILE = "publishers.csv"


class PublisherKind(StrEnum):
    """What ownership says of a source."""

    OFFICIAL = "official"  # a state, movement or organisation speaks itself
    STATE_MEDIA = "state media"
    PARTY_MEDIA = "party media"
    PUBLIC_MEDIA = "public media"  # a public broadcaster, by law not led by the government of the day
    WIRE = "wire"
    INDEPENDENT = "independent"  # of no state and no party, as far as the public record says
    UNKNOWN = "unknown"


OF_A_PARTY = frozenset({PublisherKind.OFFICIAL, PublisherKind.STATE_MEDIA, PublisherKind.PARTY_MEDIA})


@dataclass(frozen=True, slots=True)
class Publisher:
    """One outlet or official site. `party` is a name of states.yaml or organisations.yaml, "" for what is of none;
    `country` an ISO 3166-1 alpha-2 code; `web` hosts, or host/account; `names` all other names; `owner` in words."""

    name: str
    kind: PublisherKind
    party: str = ""
    country: str = ""
    web: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True)
class SourceKind:
    """What is known of a source: its kind, whose it is, its name as listed ("" if unknown), why, and its country."""

    kind: PublisherKind
    party: str = ""
    name: str = ""
    why: str = ""
    country: str = ""


class Publishers:
    """A list of publishers that finds them by address and by name; of two with one host or name the first wins."""

    def __init__(self, entries: Iterable[Publisher]) -> None:
        self._by_web: dict[str, Publisher] = {}
        self._by_name: dict[str, Publisher] = {}
        for entry in entries:
            for site in entry.web:
                self._by_web.setdefault(site.casefold().removeprefix("www.").rstrip("/"), entry)
            for name in (entry.name, *entry.names):
                self._by_name.setdefault(_name_key(name), entry)

    def at(self, url: str) -> Publisher | None:
        """The publisher of an address: that of its host, of a host above it, or of host and account."""
        host, path = _address(url)
        parts = host.split(".")
        for n in range(len(parts) - 1):
            above = ".".join(parts[n:])
            if path and (found := self._by_web.get(f"{above}/{path}")):
                return found
            if found := self._by_web.get(above):
                return found
        return None

    def named(self, name: str) -> Publisher | None:
        """The publisher of that name in any case, with or without "the", "News Agency", "(online)" and the like."""
        return next((found for way in _ways_of(name) if (found := self._by_name.get(way))), None)


def kind_of(publisher: str = "", url: str = "", signature: str = "", own: Publishers | None = None) -> SourceKind:
    """The kind of a source from whatever is known of it. `own` is the user's list, which wins; `user_publishers` if it
    is left out.

    The address says it most surely, then the publisher's name, then how the text is signed; what none of them tells
    stays unknown.
    """
    own = own or user_publishers()
    lists = [each for each in (own, shipped()) if each]
    for listed in lists:
        if found := listed.at(url):
            return _as_listed(found, f"its address is at {_address(url)[0]}")
        if listed is own and (found := listed.named(publisher)):
            return _as_listed(found, f"its publisher is named “{_short(publisher)}”")
    if official := _official_host(url):
        return official
    for name, how in ((publisher, "its publisher is named"), (signature, "it is signed")):
        if name and (kind := _by_name(name, f"{how} “{_short(name)}”", lists)):
            return kind
    return SourceKind(PublisherKind.UNKNOWN, why="neither its address nor its publisher is listed")


def kind_of_document(document: Document, own: Publishers | None = None) -> SourceKind:
    """The kind of a document's source: as a person decided, else by its address and its publisher as stated."""
    listed = kind_of(document.publisher.value if document.publisher else "", document.url, own=own)
    decided = kind_in_words(document.kind.value) if document.kind else None
    if not (document.kind and decided):
        return listed
    party = decided.party or (listed.party if decided.kind in OF_A_PARTY else "")
    return replace(listed, kind=decided.kind, party=party, why=document.kind.basis)


def kind_in_words(words: str) -> SourceKind | None:
    """A kind as a person puts it: "wire", "state media of Norway"; None for what is none."""
    kind, _, party = (part.strip() for part in words.partition(" of "))
    known = next((k for k in PublisherKind if k == kind), None)
    if known is None or (party and known not in OF_A_PARTY):
        return None
    named = party_named(party) if party else None
    return SourceKind(known, named.name if named else party)


def source_in_words(document: Document) -> str:
    """Whose a document's publisher is: "state media of Iran", "wire"; "" where that is not known."""
    known = kind_of_document(document)
    if known.kind is PublisherKind.UNKNOWN:
        return ""
    return f"{known.kind} of {known.party}" if known.party else str(known.kind)


def publisher_named(name: str, own: Publishers | None = None) -> Publisher | None:
    """The listed publisher of that name, the user's list first."""
    lists = (own or user_publishers(), shipped())
    return next((found for listed in lists if listed and (found := listed.named(name))), None)


def is_plain_word(name: str) -> bool:
    """Whether a listed name is a word that running text uses for other things too ("Time", "The Sun")."""
    return _name_key(name) in _plain_words()


def publishers_from(rows: Iterable[Mapping[str, Any]]) -> Iterator[Publisher]:
    """Publishers from rows as `data/outlets.yaml` has them, or as a CSV file gives them: several addresses or names in
    one cell stand apart by ";" or "|".

    Raises KnowledgeError for a row without a name or with a kind that there is not.
    """
    for number, row in enumerate(rows, 1):
        name, kind = str(row.get("name") or "").strip(), str(row.get("kind") or PublisherKind.UNKNOWN).strip()
        if not name:
            raise KnowledgeError(f"publisher {number} has no name")
        if kind not in set(PublisherKind):
            kinds = ", ".join(PublisherKind)
            raise KnowledgeError(f"the publisher {name} has the kind {kind!r}; there are: {kinds}")
        party, country, owner = (str(row.get(key) or "").strip() for key in ("party", "country", "owner"))
        names = (*_listed(row.get("names")), *_listed(row.get("native")))
        yield Publisher(name, PublisherKind(kind), party, country, _listed(row.get("web")), names, owner)


@cache
def shipped() -> Publishers:
    """The list that comes with Whomet."""
    return Publishers(publishers_from([*read_data("publishers")["names"], *read_data("outlets")["outlets"]]))


@cache
def user_publishers() -> Publishers | None:
    """The user's list: `publishers.csv` beside the user's knowledge, read once; None where there is no such file.

    Its first line names the columns: name, kind, party, country, web, names, native, owner; all but name may be left
    out. Raises KnowledgeError for a file that can't be read, and as `publishers_from` does.
    """
    path = user_file().with_name(_USER_FILE)
    if not path.is_file():
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return Publishers(publishers_from(csv.DictReader(lines)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise KnowledgeError(f"{path}: can't be read ({error}).") from None
    except KnowledgeError as error:
        raise KnowledgeError(f"{path}: {error}.") from None


# --------------------------------------------------------------------------------------------- names


def _by_name(name: str, why: str, lists: Iterable[Publishers]) -> SourceKind | None:
    for listed in lists:
        if found := listed.named(name):
            return _as_listed(found, why)
    party = party_named(name)
    if party and party.kind not in (STATE, "company", "news agency"):
        return SourceKind(PublisherKind.OFFICIAL, spoken_for(party).name, party.name, f"{why}, which is a party’s name")
    return _of_office(name, why)


def _of_office(name: str, why: str) -> SourceKind | None:
    """ "Ministry of Foreign Affairs of Japan": a word for an office, and the party that is named first."""
    if not _offices().search(name[:_LONGEST_NAME]):
        return None
    named = [m.party for m in find_parties(name[:_LONGEST_NAME]) if m.party]
    if not named or named[0].kind in ("company", "news agency"):
        return None
    return SourceKind(PublisherKind.OFFICIAL, spoken_for(named[0]).name, name, f"{why}, an office of a party")


def _as_listed(found: Publisher, why: str) -> SourceKind:
    owner = f"; owner: {found.owner}" if found.owner else ""
    return SourceKind(found.kind, found.party, found.name, f"{why}{owner}", found.country)


def _ways_of(name: str) -> Iterator[str]:
    """The keys under which a name may be listed, the fullest first."""
    name = name[:_LONGEST_NAME]
    bare = _BRACKETS.sub("", name)
    yield from (_name_key(each) for each in (name, bare))
    inner = [m[1] for m in _BRACKETS.finditer(name)]
    yield from (_name_key(each) for each in inner)
    key = _name_key(bare)
    while shorter := next((key.removesuffix(f" {e}") for e in _endings() if key.endswith(f" {e}")), ""):
        yield shorter
        key = shorter


def _name_key(name: str) -> str:
    return fold(name).removeprefix("the ")


def _short(name: str) -> str:
    return " ".join(name.split())[:60]


def _listed(value: object) -> tuple[str, ...]:
    each = _SEVERAL.split(value) if isinstance(value, str) else list(map(str, value)) if isinstance(value, list) else []
    return tuple(item.strip() for item in each if item.strip())


# ----------------------------------------------------------------------------------------- addresses


def _address(url: str) -> tuple[str, str]:
    """Host without "www.", and the first step of the path; of an archive's page, those of the page it keeps."""
    url = url.strip()[:_LONGEST_ADDRESS].casefold()
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    kept = _KEPT_ADDRESS.search(parts.path) if host in _archives() else None
    if kept:
        return _address(kept[0].replace(":/", "://", 1).replace(":///", "://", 1))
    steps = [step for step in parts.path.split("/") if step]
    first = steps[1] if steps[:1] == ["s"] and len(steps) > 1 else steps[0] if steps else ""
    return (host, first) if _HOST.fullmatch(host) else ("", "")


def _official_host(url: str) -> SourceKind | None:
    host, _ = _address(url)
    if not host:
        return None
    match = _hosts().fullmatch(host)
    if not match:
        return None
    number = int((match.lastgroup or "p0")[1:])
    row = read_data("official_sites")["hosts"][number]
    party = row.get("party") or _country(host.rpartition(".")[2])
    if not party:
        return None
    return SourceKind(PublisherKind.OFFICIAL, party, host, f"{host} is an address that {party} gives to its own bodies")


def _country(domain: str) -> str:
    codes: dict[str, str] = read_data("official_sites")["codes"]
    state = state_of(codes.get(domain, domain.upper()))
    return state.name if state else ""


# ------------------------------------------------------------------------------------------ word data


@cache
def _hosts() -> re.Pattern[str]:
    """All patterns as one; the last group that matched, "p<number>", says which."""
    rows = read_data("official_sites")["hosts"]
    bare = (re.sub(r"\?P<code>", "?:", row["pattern"]) for row in rows)
    return re.compile("(?:.{1,200}\\.)?(?:" + "|".join(f"(?P<p{n}>{each})" for n, each in enumerate(bare)) + ")")


@cache
def _offices() -> re.Pattern[str]:
    words = sorted(read_data("official_sites")["offices"], key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(read_data("official_sites")["endings"], key=lambda w: (-len(w), w)))


@cache
def _archives() -> frozenset[str]:
    return frozenset(read_data("official_sites")["archives"])


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(_name_key(str(word)) for word in read_data("official_sites")["plain_words"])
