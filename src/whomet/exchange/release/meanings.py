"""What the words in a release's tables mean: each value that a field may have, in one sentence."""

from __future__ import annotations

from whomet.knowledge.publishers import PublisherKind
from whomet.knowledge.roles import Level
from whomet.model import Accord, FindingKind, Property
from whomet.values.decisions import DecisionKind

Meanings = dict[str, str]

REDACTED = "[redacted]"
"""What stands in the place of a source's words that are withheld."""

WITHHELD = "[withheld]"
"""What stands in the place of a value that only an earlier release gives and this one must not repeat."""

STATUSES: Meanings = {
    "held": "it took place",
    "ongoing": "it was going on when the source wrote",
    "planned": "it was to take place when the source wrote",
    "postponed": "it was put off",
    "cancelled": "it was called off",
}
CONTACTS: Meanings = {
    "direct": "the sides met each other",
    "indirect": "mediators went between the sides",
}
FORMATS: Meanings = {
    "in-person": "they were in one place",
    "phone": "they spoke by telephone",
    "video": "they met by video",
    "unspecified": "the source does not say how",
}
ACTS: Meanings = {
    "states": "says, without more",
    "demands": "asks for something with insistence",
    "offers": "says that they would give or do something",
    "agrees": "accepts something",
    "refuses": "declines something",
    "condemns": "blames somebody for something",
    "praises": "speaks well of something",
    "warns": "says that something bad may come",
    "denies": "says that something is not so",
}
OUTCOMES: Meanings = {
    "agreed": "the sides agreed on something",
    "signed": "a paper was signed",
    "joint statement": "the sides made a statement together",
    "no agreement": "it ended without an agreement",
    "broken off": "it was broken off",
    "next meeting": "another meeting was set",
}
QUOTES: Meanings = {"true": "the words stand in quotation marks", "": "the words are reported"}

ACCORDS: Meanings = {
    Accord.AGREE: "the readings go together",
    Accord.FINER: "one reading says more exactly what another says",
    Accord.LATER: "a plan, and what came of it",
    Accord.CONFLICT: "the readings can't both be right: the sources differ",
}
KINDS: Meanings = {
    PublisherKind.OFFICIAL: "a state, movement or organisation speaks itself",
    PublisherKind.STATE_MEDIA: "media that a state owns or directs",
    PublisherKind.PARTY_MEDIA: "media of a party or movement",
    PublisherKind.PUBLIC_MEDIA: "a public broadcaster, by law not led by the government of the day",
    PublisherKind.WIRE: "a news agency",
    PublisherKind.INDEPENDENT: "of no state and no party, as far as the public record says",
    PublisherKind.UNKNOWN: "neither address nor name is on the lists of owners",
}
LEVELS: Meanings = {
    Level.HEAD: "of state or government, or a supreme leader",
    Level.MINISTER: "a minister and equals",
    Level.ENVOY: "special envoys, mediators, chief negotiators",
    Level.MOVEMENT_LEADER: "of a movement, an armed group, a political party, the opposition",
    Level.SENIOR: "deputy ministers, ambassadors, members of parliament, generals",
    Level.WORKING: "members of delegations, technical teams, experts, staff",
    Level.OTHER: "no public office, or one that is not understood",
    "": "no role is told",
}
DECISIONS: Meanings = {
    DecisionKind.SAME_MEETING: "two accounts tell of one meeting",
    DecisionKind.DIFFERENT_MEETING: "two accounts tell of two meetings",
    DecisionKind.SAME_PERSON: "two names are one person's",
    DecisionKind.DIFFERENT_PERSON: "two names are two persons'",
    DecisionKind.ADD: "an account is added by hand: its values as JSON, each shown by the anchor of its number",
    DecisionKind.ACCEPT: "an account is right",
    DecisionKind.REJECT: "an account tells of no meeting and is left out",
    DecisionKind.CORRECT: "a value of an account is replaced, as property=value",
    DecisionKind.SOURCE_KIND: "what kind a source is of, and of which party, as in “state media of Norway”",
    DecisionKind.COPY: "a document is a copy of another, whose key is the value",
    DecisionKind.CODE: "a field of the project's own, as field=value",
    DecisionKind.UNDO: "an earlier decision, whose id is the value, holds no longer",
}
FINDINGS: Meanings = {
    FindingKind.SAME_ID: "two documents were given one id",
    FindingKind.LANGUAGE: "the document is not in a language that the reader reads",
    FindingKind.TRUNCATED: "the text was cut off",
    FindingKind.ENCODING: "bytes that were no text in the encoding found",
    FindingKind.DATE_DOUBT: "the stated day of publication can't be that of this text",
    FindingKind.DATE_UNRESOLVED: "a time expression that nothing anchors",
    FindingKind.NAME_UNRESOLVED: "a person known only by a role, a surname or a pronoun",
    FindingKind.ROLE_DOUBT: "what is known says that a person did not hold a role on the day",
    FindingKind.PLACE_AMBIGUOUS: "a place name that may be several places",
    FindingKind.SOURCES_DIFFER: "accounts of one meeting give different values",
    FindingKind.LEFT_OUT: "what media of one side tell of a meeting and those of another do not",
    FindingKind.IDENTITY_UNSURE: "two names, or two accounts, that may be one",
    FindingKind.NOT_UNDERSTOOD: "words that were not understood",
    FindingKind.INPUT_SKIPPED: "a file or line that could not be read; counted in the coverage statement, not listed",
}
CHANGES: Meanings = {
    "added": "it is in this release and was not in the one before",
    "changed": "a field has another value",
    "merged": "several meetings of the release before are one now; old names them",
    "split": "one meeting of the release before is several now; new names them",
    "withdrawn": "it was in the release before and is not in this one",
}
PROPERTIES: Meanings = {
    Property.TITLE: "the document's title",
    Property.PUBLISHER: "who publishes the document",
    Property.PUBLISHED: "the stated day of publication, as ISO date",
    Property.KIND: "what kind the document's source is of, by a person's decision",
    Property.COPY_OF: "the document that this one is a copy of, by a person's decision",
    Property.CODE: "a field of the project's own, as field=value",
    Property.LEAD: "the sentence that best says that the meeting took or will take place",
    Property.STATUS: "whether the meeting took place",
    Property.CONTACT: "whether the sides met each other",
    Property.FORMAT: "how they met",
    Property.DATE: "the day or days, in EDTF, local to the venue, never more precise than the source",
    Property.TIME_TEXT: "the words that say when",
    Property.PLACE_TEXT: "the words that say where",
    Property.DURATION: "how long it took",
    Property.CITY: "the city",
    Property.COUNTRY: "the country, ISO 3166-1 alpha-2",
    Property.VENUE: "the building or institution",
    Property.PART_OF: "the visit, summit, round or process that it belongs to",
    Property.PARTY: "a side that took part",
    Property.MEDIATOR: "who mediated",
    Property.HOST: "who received the others",
    Property.CHAIR: "who led it",
    Property.TOPIC: "what it was about",
    Property.PERSON_NAME: "one who took part or is to, by the fullest name in the document",
    Property.PERSON_ROLE: "that person's role, as the document has it",
    Property.PERSON_PARTY: "the side that this person stood for",
    Property.DELEGATION_TEXT: "the words that name a delegation",
    Property.DELEGATION_PARTY: "whose delegation it is",
    Property.OUTCOME_TEXT: "the words that say what came of it",
    Property.OUTCOME_KIND: "of what kind the outcome is",
    Property.DENIAL_TEXT: "the words that deny that it took place",
    Property.DENIAL_BY: "who denies it",
    Property.STATEMENT_TEXT: "what somebody is reported to have said",
    Property.STATEMENT_SPEAKER: "who said it",
    Property.STATEMENT_CUE: "the words that introduce it",
    Property.STATEMENT_ACT: "what is done by saying it",
    Property.STATEMENT_VIA: "who relays it",
    Property.STATEMENT_QUOTE: "whether it stands in quotation marks",
    Property.FIGURE_VALUE: "a number",
    Property.FIGURE_WHAT: "what it counts",
    Property.FIGURE_SOURCE: "who gives it",
}
VALUES: dict[str, Meanings] = {
    Property.STATUS: STATUSES,
    Property.CONTACT: CONTACTS,
    Property.FORMAT: FORMATS,
    Property.STATEMENT_ACT: ACTS,
    Property.OUTCOME_KIND: OUTCOMES,
    Property.STATEMENT_QUOTE: QUOTES,
}
"""Properties whose values are of a closed list, with what each means."""
