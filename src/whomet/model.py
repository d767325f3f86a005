"""The nouns of Whomet. Read this file first, then `pipeline.py`. All are frozen: a Reading never changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import fsum

from msgspec import Struct


class Span(Struct, frozen=True, order=True, gc=False):
    """A half-open range of Unicode code points of a Document's `text`: it cites `text[span.start:span.end]`. No
    dataclass, as all else is: a text has tens of thousands, and these are made and compared in a third of the time."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


# ---------------------------------------------------------------------------------- what is read
class Property(StrEnum):
    """What a Claim is about: a Document, an Account, or, dotted, one part (a person, a statement ...) of an account."""

    TITLE = "title"
    PUBLISHER = "publisher"
    PUBLISHED = "published"
    KIND = "kind"  # this and the next two: only people say it
    COPY_OF = "copy_of"
    CODE = "code"  # "field=value": a field of the project's own
    LEAD = "lead"
    STATUS = "status"
    CONTACT = "contact"
    FORMAT = "format"
    DATE = "date"
    TIME_TEXT = "time_text"
    PLACE_TEXT = "place_text"
    DURATION = "duration"
    CITY = "city"
    COUNTRY = "country"
    VENUE = "venue"
    PART_OF = "part_of"
    PARTY = "party"
    MEDIATOR = "mediator"
    HOST = "host"
    CHAIR = "chair"
    TOPIC = "topic"
    # of one part of an Account: claims with the same `part` and the same first word belong together
    PERSON_NAME = "person.name"
    PERSON_ROLE = "person.role"
    PERSON_PARTY = "person.party"
    DELEGATION_TEXT = "delegation.text"
    DELEGATION_PARTY = "delegation.party"
    OUTCOME_TEXT = "outcome.text"
    OUTCOME_KIND = "outcome.kind"
    DENIAL_TEXT = "denial.text"
    DENIAL_BY = "denial.by"
    STATEMENT_TEXT = "statement.text"
    STATEMENT_SPEAKER = "statement.speaker"
    STATEMENT_CUE = "statement.cue"
    STATEMENT_ACT = "statement.act"
    STATEMENT_VIA = "statement.via"
    STATEMENT_QUOTE = "statement.quote"
    FIGURE_VALUE = "figure.value"
    FIGURE_WHAT = "figure.what"
    FIGURE_SOURCE = "figure.source"


@dataclass(frozen=True, slots=True)
class Claim:
    """One value, the words that show it, and who is said to have said it. `basis` is "" when the spans show the
    value letter for letter; otherwise one sentence: how it follows from them. `according_to` is the chain the document
    quotes, outermost first; () is the document itself. `part` numbers the person, statement ... it belongs to, or 0."""

    property: Property
    value: str
    spans: tuple[Span, ...] = ()
    basis: str = ""
    according_to: tuple[str, ...] = ()
    part: int = 0


class RegionKind(StrEnum):
    """What a stretch of a Document is, when it is not simply its article."""

    TITLE = "title"
    DATELINE = "dateline"  # the line that states publication date, place or publisher
    BOILERPLATE = "boilerplate"  # navigation, captions, share buttons, bylines: kept, never read as content
    PAGE = "page"  # one page of a PDF


@dataclass(frozen=True, slots=True)
class Region:
    span: Span
    kind: RegionKind


@dataclass(frozen=True, slots=True)
class Document:
    """One published text. `text` never changes; regions are a mask over it, not a knife. `key` is the SHA-256
    (hex) of the text and the metadata given with it: what the register knows the document by. `id` is what its user
    calls it, else the file's stem; `original` the SHA-256 of the bytes it came from, `source` the path (or "-") with a
    line or record number where one file holds many."""

    key: str
    id: str
    text: str
    source: str
    original: str
    extractor: str
    language: str = ""  # BCP 47, "" if not told
    url: str = ""
    title: Claim | None = None
    publisher: Claim | None = None
    published: Claim | None = None  # value: ISO date
    regions: tuple[Region, ...] = ()
    kind: Claim | None = None  # of its source, as a person decided; else lists of owners say it
    copy_of: Claim | None = None  # value: the key of the document that a person said it is a copy of

    @property
    def published_day(self) -> date | None:
        """The stated day of publication."""
        return date.fromisoformat(self.published.value) if self.published else None


class FindingKind(StrEnum):
    """What a reader must be warned of."""

    INPUT_SKIPPED = "input-skipped"  # a file or line that could not be read
    SAME_ID = "same-id"  # two documents were given one id
    LANGUAGE = "language"  # not in a language that Whomet reads
    TRUNCATED = "truncated"
    ENCODING = "encoding"  # bytes that were no text in the encoding found
    DATE_DOUBT = "date-doubt"  # the stated publication date can't be that of this text
    DATE_UNRESOLVED = "date-unresolved"  # a time expression that nothing anchors
    NAME_UNRESOLVED = "name-unresolved"  # a person known only by a role, a surname or a pronoun
    ROLE_DOUBT = "role-doubt"  # what is known says that a person did not hold a role on the day
    PLACE_AMBIGUOUS = "place-ambiguous"
    SOURCES_DIFFER = "sources-differ"  # accounts of one meeting give different values
    LEFT_OUT = "left-out"  # what media of one side tell of a meeting and those of another do not
    IDENTITY_UNSURE = "identity-unsure"  # two names, or two accounts, that may be one
    NOT_UNDERSTOOD = "not-understood"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence that a reader must see, with what it is about: a document's key, an account's or a meeting's id."""

    kind: FindingKind
    text: str
    about: str = ""
    spans: tuple[Span, ...] = ()


# ------------------------------------------------------------------- what language gives: the Analysis
class MentionKind(StrEnum):
    """What a span names or does."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    ROLE = "role"
    TIME = "time"
    DURATION = "duration"
    MEETING = "meeting"  # the word that says people met: "met", "talks", "received"
    OCCASION = "occasion"  # a named visit, summit, round or process
    VENUE = "venue"
    DELEGATION = "delegation"
    TOPIC = "topic"
    OUTCOME = "outcome"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something. `reads_as` is what the words say, where that is more: status and format for a
    meeting word ("planned phone"), a name for an adjective; `english` the translation that it was understood by."""

    kind: MentionKind
    span: Span
    reads_as: str = ""
    english: str = ""


class LinkKind(StrEnum):
    """How two mentions belong together; the source is named first."""

    PERSON_ROLE = "person-role"
    PERSON_PARTY = "person-party"
    ROLE_PARTY = "role-party"
    DELEGATION_PARTY = "delegation-party"
    SAME_PERSON = "same-person"  # a later, shorter mention -> the fullest one
    SAME_MEETING = "same-meeting"  # a further word that tells of a meeting -> the first one
    MEETING_PARTICIPANT = "meeting-participant"
    MEETING_MEDIATOR = "meeting-mediator"
    MEETING_HOST = "meeting-host"
    MEETING_CHAIR = "meeting-chair"
    MEETING_PLACE = "meeting-place"
    MEETING_VENUE = "meeting-venue"
    MEETING_TIME = "meeting-time"
    MEETING_DURATION = "meeting-duration"
    MEETING_TOPIC = "meeting-topic"
    MEETING_OUTCOME = "meeting-outcome"
    MEETING_OCCASION = "meeting-occasion"
    MEETING_DELEGATION = "meeting-delegation"  # unnamed people who came for a side that may be named as well


@dataclass(frozen=True, slots=True)
class Link:
    """`source` and `target` are indexes into the Analysis' mentions."""

    kind: LinkKind
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Speech:
    """Someone is said to have said something: cue word, content, speaker as named there, and who relays it. `quoted`
    holds the parts of `content` in quotation marks, marks left out; `act` is one of the contract's words."""

    content: Span
    act: str
    cue: Span | None = None
    speakers: tuple[Span, ...] = ()
    via: Span | None = None
    quoted: tuple[Span, ...] = ()
    about: tuple[Span, ...] = ()  # the words of the meeting it was said at or of, where the language tells
    likely: float = 0.0  # 0 to 1, that it is a statement of that meeting


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that language gives about one Document, by rules or a model; `findings` warn of the reading itself."""

    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    speeches: tuple[Speech, ...] = ()
    findings: tuple[Finding, ...] = ()

    def sentence_at(self, position: int) -> Span:
        """The sentence that holds a code point, or the last one before it."""
        return self.sentences[max(0, bisect_right(self.sentences, position, key=lambda s: s.start) - 1)]


# --------------------------------------------------------------------------- what is kept: the register
@dataclass(frozen=True, slots=True)
class Account:
    """One Document's telling of one meeting: a set of Claims. `id` follows from the document's key and the lead's
    place in it, or from the decision by which a person added it; `main`: title or first paragraph reports it."""

    id: str
    document: str
    main: bool
    confidence: float
    claims: tuple[Claim, ...]

    def all(self, prop: Property) -> tuple[Claim, ...]:
        """Every claim of one property, in the order of the account."""
        return tuple(c for c in self.claims if c.property is prop)

    def first(self, prop: Property) -> Claim | None:
        """The first claim of one property, or None."""
        return next((c for c in self.claims if c.property is prop), None)

    def value(self, prop: Property) -> str:
        """The first value of one property, "" if the account claims none."""
        return next((c.value for c in self.claims if c.property is prop), "")

    def values(self, prop: Property) -> tuple[str, ...]:
        return tuple(c.value for c in self.all(prop))

    def parts(self, word: str) -> Iterator[dict[Property, Claim]]:
        """The claims of each person ("person"), statement, delegation, outcome or denial, a dict for each part."""
        yield from claims_by_part(self.claims, word)


def claims_by_part(claims: tuple[Claim, ...], word: str) -> Iterator[dict[Property, Claim]]:
    """Claims of dotted properties that begin with `word`, grouped by part number, a dict for each part."""
    parts: dict[int, dict[Property, Claim]] = {}
    for claim in claims:
        if claim.property.startswith(word + "."):
            parts.setdefault(claim.part, {})[claim.property] = claim
    yield from parts.values()


@dataclass(frozen=True, slots=True)
class Reading:
    """One Document read by one reader: appended to the register, never changed there."""

    document: Document
    reader: str  # name and version of what read it
    accounts: tuple[Account, ...] = ()
    figures: tuple[Claim, ...] = ()  # figure.* claims, grouped by part
    findings: tuple[Finding, ...] = ()


class EntityKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place that mentions resolve to. `members` are what it was made from: "<account
    id>/<part>" for each person claim; `roles` are (role, EDTF date, account id) as the accounts state them."""

    id: str
    kind: EntityKind
    name: str  # the fullest, then most frequent spelling
    names: tuple[str, ...]  # every spelling, sorted
    members: tuple[str, ...] = ()
    roles: tuple[tuple[str, str, str], ...] = ()


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a judge leans one way: a declared feature, its weight (positive for same), one sentence for the reader."""

    feature: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Same, different or unsure about two accounts, with reasons and the judge."""

    left: str
    right: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    judge: str  # a rule's name and version, or a person

    @property
    def score(self) -> float:
        """Sum of the reasons' weights."""
        return fsum(r.weight for r in self.reasons)


@dataclass(frozen=True, slots=True)
class CellReading:
    """One value of a cell, and the accounts that claim it."""

    value: str
    accounts: tuple[str, ...]


class Accord(StrEnum):
    """How the readings of a cell go together."""

    AGREE = "agree"
    FINER = "more precise"  # one says more exactly what another says
    LATER = "later known"  # a plan, and what came of it
    CONFLICT = "conflict"  # they can't both be right: the sources differ


@dataclass(frozen=True, slots=True)
class Cell:
    """One property of a meeting: what its accounts say, and how that goes together."""

    property: Property
    readings: tuple[CellReading, ...]
    accord: Accord = Accord.AGREE


@dataclass(frozen=True, slots=True)
class Meeting:
    """What all Accounts judged the same make together. Its id is that of its smallest account."""

    id: str
    accounts: tuple[str, ...]
    cells: tuple[Cell, ...] = ()

    def values(self, prop: Property) -> tuple[str, ...]:
        """The cell's values, most widely claimed first."""
        return tuple(r.value for c in self.cells if c.property is prop for r in c.readings)
