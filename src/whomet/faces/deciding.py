"""Decisions as people put them: what they name becomes the words of a document that a decision points at."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from rich.text import Text

from whomet.errors import DecidedMeanwhileError, DecisionError, NotFoundError
from whomet.faces.asking import find_people
from whomet.faces.opening import persons_like
from whomet.faces.terminal import clean, quoted
from whomet.knowledge.places import countries
from whomet.knowledge.publishers import OF_A_PARTY, PublisherKind, kind_in_words
from whomet.model import Account, Property, Reading, Span
from whomet.pipeline import reconcile_register
from whomet.register import Register, Tombstone
from whomet.values.by_hand import added
from whomet.values.decisions import Anchor, Decision, DecisionKind, documents_of, in_force
from whomet.values.edtf import bounds

WORDS_OF = {
    Property.STATUS: ("held", "ongoing", "planned", "postponed", "cancelled"),
    Property.FORMAT: ("in-person", "phone", "video", "unspecified"),
    Property.CONTACT: ("direct", "indirect"),
}
"""The values of the fields that have no others."""
_OF_DOCUMENT = (Property.LEAD, Property.TITLE, Property.PUBLISHER, Property.PUBLISHED)
_KEPT = (*_OF_DOCUMENT, Property.KIND, Property.COPY_OF, Property.CODE)  # what no correction changes
CORRECTED = tuple(p for p in Property if p not in _KEPT and not p.startswith("figure."))
"""The fields of an account that can be corrected."""
_BEGINNING = 80  # code points of a document that a decision about all of it points at
_FIELD = re.compile("[a-z][a-z0-9_]{0,39}")
_LONGEST_CODE = 200


def now() -> str:
    """This instant in UTC, to the second: the one clock in Whomet, for what people do."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def make(register: Register, decision: Decision, seen: int | None = None, source: Reading | None = None) -> int:
    """Keeps a decision, and the source that was entered for it, and brings the meetings up to date; gives its number.
    Raises DecisionError."""
    number = register.decide(decision, seen, source)
    reconcile_register(register)
    return number


def make_once(register: Register, decision: Decision, seen: int) -> int:
    """As `make`, for programs, which may ask twice. Raises DecidedMeanwhileError also where this very decision is kept
    already."""
    about = register.decisions(documents_of([decision]))
    if any(other.id == decision.id for _, other in about):  # the same request, sent twice in a second
        raise DecidedMeanwhileError(f"This very decision is kept already, as {decision.id}.")
    return make(register, decision, seen)


def lead_of(register: Register, name: str) -> Anchor:
    """Where the lead of the account that a name leads to stands: the account's id or its beginning, else a meeting or a
    document with one account only.

    Raises NotFoundError where it leads to none, or to several.
    """
    account = _account(register, name)
    lead = account.first(Property.LEAD)
    if lead is None or not lead.spans:
        raise DecisionError(f"{account.id}: no words of a document tell of this account, so none can be decided about.")
    return _anchor(register, account, lead.spans[0])


def _account(register: Register, name: str) -> Account:
    told = list(register.accounts(register.meeting(name).accounts))
    documents = register.newest({a.document for a in told}, texts=False, claims=())
    of_document = {r.document.key for r in documents if name in (r.document.id, r.document.key)}
    found = [a for a in told if a.id.startswith(name)] or [a for a in told if a.document in of_document] or told
    if len(found) > 1:
        raise NotFoundError(f"{name!r} leads to several accounts: {', '.join(a.id for a in found)}; name one.")
    return found[0]


def _anchor(register: Register, account: Account, span: Span) -> Anchor:
    text = dict(register.texts([account.document]))[account.document]
    return Anchor(account.document, span, span.of(text), account.id)


def person_of(register: Register, name: str) -> Anchor:
    """Where a person is named: by that very spelling, where some account has it, else by the fullest one of the only
    person whom the name fits. Raises NotFoundError where it fits nobody, or several."""
    entities = persons_like(register, name)
    spelt = [e for e in entities if name in e.names]
    fitting = spelt or find_people(entities, name)
    if len(fitting) > 1:
        several = ", ".join(f"{e.name} ({e.id})" for e in fitting[:10])
        raise NotFoundError(f"{name!r} fits {len(fitting)} persons: {several}; name one by a spelling of its own.")
    words = name if spelt else fitting[0].name
    accounts = register.accounts({member.rpartition("/")[0] for member in fitting[0].members})
    named = [(a, c) for a in accounts for c in a.all(Property.PERSON_NAME) if c.spans]
    at = [(a, c) for a, c in named if c.value == words] or named
    if not at:
        raise DecisionError(f"{name}: no words of a document name this person, so nothing can be decided.")
    account, claim = min(at, key=lambda found: found[0].id)
    return _anchor(register, account, claim.spans[0])


def words_in(register: Register, lead: Anchor, words: str) -> Anchor:
    """Where some words stand in the document of a lead, nearest to it. Raises DecisionError where they do not."""
    text = dict(register.texts([lead.document]))[lead.document]
    starts = [n for n in range(len(text)) if text.startswith(words, n)] if words else []
    if not starts:
        raise DecisionError(f"“{words}” does not stand in the document; give the words as they stand there.")
    start = min(starts, key=lambda n: (abs(n - lead.span.start), n))
    return Anchor(lead.document, Span(start, start + len(words)), words, lead.account)


def checked(field: str, value: str) -> str:
    """ "property=value" of a correction. Raises DecisionError for a field or a value that can't be."""
    try:
        prop = Property(field)
    except ValueError:
        raise DecisionError(f"{field!r} is no field; they are: {', '.join(CORRECTED)}.") from None
    if prop in _OF_DOCUMENT:
        raise DecisionError(f"{field} is what the document says of itself; it can't be corrected.")
    if prop in _KEPT:
        raise DecisionError(f"{field} is decided by a command of its own: `whomet decide kind`, `copy` or `code`.")
    if prop.startswith("figure."):
        raise DecisionError(f"{field} is of a whole document, not of an account of it; nothing was decided.")
    if value and prop is Property.DATE and not bounds(value):
        raise DecisionError(f"{value!r} is no date in EDTF; write 2024, 2024-08, 2024-08-21 or 2024-08-21/2024-08-23.")
    if value and prop is Property.COUNTRY and value not in countries():
        raise DecisionError(f"{value!r} is no country; write its two letters of ISO 3166-1, as NO.")
    if value and value not in WORDS_OF.get(prop, (value,)):
        raise DecisionError(f"{value!r} is no {field}; it is one of: {', '.join(WORDS_OF[prop])}.")
    return f"{prop}={value}"


def beginning_of(register: Register, name: str) -> Anchor:
    """The first words of a document, for what is decided about all of it. Raises NotFoundError where none goes by the
    name, or several do."""
    document = register.document(name)
    span = Span(0, min(len(document.text), _BEGINNING))
    return Anchor(document.key, span, span.of(document.text))


def copying(register: Register, document: str, of: str, said: tuple[str, str]) -> Decision:
    """That a document is a copy of another; `said`: who says so, and why. Raises DecisionError where it would be one of
    itself, at once or over others."""
    copy, source = beginning_of(register, document), beginning_of(register, of)
    if copy.document == source.document:
        raise DecisionError(f"{document} and {of} are one document, which is no copy of itself.")
    made = in_force([d for _, d in register.decisions()])
    copied = {d.about[0].document: d.value for d in made if d.kind is DecisionKind.COPY}
    passed = [source.document]
    while passed[-1] in copied and copied[passed[-1]] not in passed:
        passed.append(copied[passed[-1]])
    if copy.document in passed:
        raise DecisionError(f"{of} is a copy of {document} already, by what was decided; undo that first.")
    return Decision(DecisionKind.COPY, (copy,), source.document, said[0], now(), said[1])


def naming_kind(register: Register, document: str, kind: str, said: tuple[str, str]) -> Decision:
    """That a document's source is of a kind: "wire", "state media of Norway". Raises DecisionError for what is none."""
    about, known = beginning_of(register, document), kind_in_words(" ".join(kind.split()))
    if known is None:
        owned = " or ".join(sorted(OF_A_PARTY))
        raise DecisionError(
            f"{kind!r} is no kind of a source; it is one of: {', '.join(PublisherKind)}; {owned} may be “of” a party, "
            f"as “{PublisherKind.STATE_MEDIA} of Norway”."
        )
    value = f"{known.kind} of {known.party}" if known.party else known.kind.value
    return Decision(DecisionKind.SOURCE_KIND, (about,), value, said[0], now(), said[1])


def coding(register: Register, name: str, code: str, said: tuple[str, str]) -> Decision:
    """That a field of the project's own holds a value, "field=value", for an account, or for a meeting by the account
    that it has its id from; an empty value takes it away. Raises DecisionError for what can't be a field or a value."""
    field, sign, value = code.partition("=")
    value = " ".join(value.split())
    if not sign or not _FIELD.fullmatch(field):
        raise DecisionError(f"{code!r} is no FIELD=VALUE; a field is small letters, digits and _, as violence_level=3.")
    if len(value) > _LONGEST_CODE:
        raise DecisionError(f"{field}: its value is longer than {_LONGEST_CODE} characters; a code is short.")
    try:
        lead = lead_of(register, name)
    except NotFoundError:
        lead = lead_of(register, register.meeting(name).id)
    return Decision(DecisionKind.CODE, (lead,), f"{field}={value}", said[0], now(), said[1])


def undoing(register: Register, name: str, by: str, reason: str) -> Decision:
    """What takes back the decision with a number, with an id, or with the beginning of one. Raises NotFoundError for
    none, or several."""
    found = [d for number, d in register.decisions() if name and (d.id.startswith(name) or name == str(number))]
    if len(found) != 1:
        numbered = " or numbers" if name.isdecimal() else ""
        several = f"the beginning of {len(found) or 'no'} decisions' ids{numbered}"
        raise NotFoundError(f"{name!r} is {several}; see `whomet log`.")
    return Decision(DecisionKind.UNDO, found[0].about, found[0].id, by, now(), reason)


def log_lines(decisions: Iterable[tuple[int, Decision]], purged: Sequence[Tombstone] = ()) -> Iterator[Text]:
    """Decisions and documents that were purged, in one order of time: what, why, and a line for each of its words."""
    gone = {tombstone.document for tombstone in purged}
    told = [(decision.on, list(_decision_lines(number, decision, gone))) for number, decision in decisions]
    told += [(tombstone.on, list(_purge_lines(tombstone))) for tombstone in purged]
    for _, lines in sorted(told, key=lambda one: one[0]):
        yield from lines


def _decision_lines(number: int, decision: Decision, gone: Collection[str]) -> Iterator[Text]:
    value = f" {clean(shown_value(decision))}" if decision.value else ""
    yield Text(f"{number:5d}  {decision.id}  {decision.on}  {clean(decision.by)}: {decision.kind}{value}", "bold")
    yield Text(f"       {clean(decision.reason)}")
    for anchor in decision.about:
        words = "purged with their document" if anchor.document in gone else quoted(anchor.quote[:160])
        yield Text(f"       {anchor.document[:8]} {anchor.span.start}  {words}")


def shown_value(decision: Decision) -> str:
    """The value of a decision, as a reader of the log needs it."""
    if decision.kind is DecisionKind.ADD:
        told = added(decision)
        return "; ".join([*([told.place] if told.place else []), *(f"{c.property}={c.value}" for c in told.cells)])
    return f"of {decision.value[:8]}" if decision.kind is DecisionKind.COPY else decision.value


def _purge_lines(tombstone: Tombstone) -> Iterator[Text]:
    yield Text(f"purged {tombstone.document}  {tombstone.on}  {clean(tombstone.by)}", "bold")
    yield Text(f"       {clean(tombstone.reason)}")
