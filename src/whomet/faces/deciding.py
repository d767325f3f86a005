"""Decisions as people put them: what they name becomes the words of a document that a decision points at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from rich.text import Text

from whomet.errors import DecisionError, NotFoundError
from whomet.faces.asking import find_people
from whomet.faces.terminal import clean, quoted
from whomet.knowledge.places import countries
from whomet.model import Account, EntityKind, Property, Span
from whomet.pipeline import reconcile_register
from whomet.register import Register, Tombstone
from whomet.values.decisions import Anchor, Decision, DecisionKind
from whomet.values.edtf import bounds

_WORDS = {
    Property.STATUS: ("held", "ongoing", "planned", "postponed", "cancelled"),
    Property.FORMAT: ("in-person", "phone", "video", "unspecified"),
    Property.CONTACT: ("direct", "indirect"),
}
_KEPT = (Property.LEAD, Property.TITLE, Property.PUBLISHER, Property.PUBLISHED)  # what no decision changes


def now() -> str:
    """This instant in UTC, to the second: the one clock in Whomet, for what people do."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def make(register: Register, decision: Decision, seen: int | None = None) -> int:
    """Keeps a decision and brings the meetings up to date; gives its number. Raises DecisionError."""
    number = register.decide(decision, seen)
    reconcile_register(register)
    return number


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
    entities = [e for e in register.entities() if e.kind is EntityKind.PERSON]
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
        raise DecisionError(f"{field!r} is no field; they are: {', '.join(_fields())}.") from None
    if prop in _KEPT:
        raise DecisionError(f"{field} is what the document says of itself; it can't be corrected.")
    if value and prop is Property.DATE and not bounds(value):
        raise DecisionError(f"{value!r} is no date in EDTF; write 2024, 2024-08, 2024-08-21 or 2024-08-21/2024-08-23.")
    if value and prop is Property.COUNTRY and value not in countries():
        raise DecisionError(f"{value!r} is no country; write its two letters of ISO 3166-1, as NO.")
    if value and value not in _WORDS.get(prop, (value,)):
        raise DecisionError(f"{value!r} is no {field}; it is one of: {', '.join(_WORDS[prop])}.")
    return f"{prop}={value}"


def _fields() -> Iterator[str]:
    return (p.value for p in Property if p not in _KEPT and not p.startswith("figure."))


def undoing(register: Register, name: str, by: str, reason: str) -> Decision:
    """What takes back the decision with an id, or the beginning of one. Raises NotFoundError for none, or several."""
    every = [d for _, d in register.decisions()]
    found = [d for d in every if name and d.id.startswith(name)]
    if len(found) != 1:
        raise NotFoundError(f"{name!r} is the beginning of {len(found) or 'no'} decisions' ids; see `whomet log`.")
    return Decision(DecisionKind.UNDO, found[0].about, found[0].id, by, now(), reason)


def log_lines(decisions: Iterable[tuple[int, Decision]], purged: Sequence[Tombstone] = ()) -> Iterator[Text]:
    """A line for each decision and one for each of its words, oldest first; then the documents that were purged."""
    gone = {tombstone.document for tombstone in purged}
    for number, decision in decisions:
        value = f" {clean(decision.value)}" if decision.value else ""
        head = f"{number:5d}  {decision.id}  {decision.on}  {clean(decision.by)}: {decision.kind}{value}"
        yield Text(head, "bold")
        yield Text(f"       {clean(decision.reason)}")
        for anchor in decision.about:
            words = "purged with their document" if anchor.document in gone else quoted(anchor.quote[:160])
            yield Text(f"       {anchor.document[:8]} {anchor.span.start}  {words}")
    for tombstone in purged:
        yield Text(f"purged {tombstone.document}  {tombstone.on}  {clean(tombstone.by)}", "bold")
        yield Text(f"       {clean(tombstone.reason)}")
