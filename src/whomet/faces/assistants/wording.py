"""Answers in plain lines, for assistants that are shown no structure: each value, who says it, and in which words.

What comes from a document stands in double quotes, or after bars: its words, and also names, values and sentences that
hold some of them. All else is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from whomet.faces import dates
from whomet.faces.assistants import gives
from whomet.faces.assistants.harmless import quoted, quoted_lines
from whomet.knowledge.places import countries

_OF_OURS = ("status", "format", "contact")
"""Cells whose values are words of ours, whatever a document's are."""

Lines = Iterator[str]
Known = Mapping[str, gives.Source]
"""The documents that are cited, by their keys."""


def in_words(answer: Struct) -> str:
    """An answer in plain lines."""
    return "\n".join(_WORDED[type(answer)](answer))


def _by_key(documents: Iterable[gives.Source]) -> Known:
    return {source.key: source for source in documents}


# ------------------------------------------------------------------------------------------------- citations


def _citation(one: gives.Citation, known: Known) -> str:
    """Who prints what, when, according to whom, and where it stands."""
    chain = f", according to {', quoting '.join(map(quoted, one.according_to))}" if one.according_to else ""
    words = f"{quoted(one.quote)} [{one.document}:{one.start}-{one.end}]" if one.quote else "no words of its own"
    more = [f"; {quoted(one.beside)}"] if one.beside else []
    more += [f"; so read because: {quoted(one.basis)}"] if one.basis else []
    return f"{_who(one.publisher, one.document, known)}{chain}: {words}{''.join(more)}"


def _who(publisher: str, document: str, known: Known) -> str:
    """Who prints a document, and when; what its user calls it, where the publisher is not told."""
    source = known.get(document)
    name = f"{quoted(source.name if source else document)}, publisher not told"
    day = f" ({source.published}{', doubted' if source.doubt else ''})" if source and source.published else ""
    return f"{quoted(publisher) if publisher else name}{day}"


def _citations(found: Sequence[gives.Citation], known: Known, more: int = 0) -> str:
    told = " | ".join(_citation(one, known) for one in found)
    return f"{told} | and {more} more" if more else told


def _value(about: str, value: str) -> str:
    if about == "date":
        return dates.plain(value)
    named = countries().get(value) if about == "country" else None
    if about in _OF_OURS:
        return value
    return f"{named} ({value})" if named else quoted(value)


def _cell(cell: gives.Cell, known: Known) -> Lines:
    yield f"{cell.about.upper()}{f' ({cell.together})' if cell.together else ''}"
    for one in cell.readings:
        said = _citations(one.citations, known, one.more_citations)
        yield f"- {_value(cell.about, one.value)} — {_said_by(one.accounts)}{said}"
    if cell.more_readings:
        yield f"- and {cell.more_readings} more readings; `show_meeting` has them"


def _said_by(accounts: int) -> str:
    return f"{accounts} accounts: " if accounts > 1 else ""


def _person(one: gives.Person, known: Known) -> Lines:
    sides = f", for {' or '.join(map(quoted, one.parties))}" if one.parties else ""
    ident = f" [{one.person}]" if one.person else ""
    yield f"- {quoted(one.name)}{sides}{ident} — {_citations(one.citations, known, one.more_citations)}"
    for role in one.roles:
        yield f"  as {quoted(role.value)} — {_citations(role.citations, known, role.more_citations)}"
    if one.more_roles:
        yield f"  and {one.more_roles} more wordings of roles"


def _account(one: gives.Account, known: Known) -> str:
    how = f"{'reported as news' if one.main else 'mentioned in passing'}, read with confidence {one.confidence:.2f}"
    return f"- account {one.account}, {how} — {_citations(one.citations, known)}"


def _statement(one: gives.Statement, known: Known) -> str:
    who = " and ".join(map(quoted, one.speakers)) or "speaker not told"
    through = f", through {quoted(one.through)}" if one.through else ""
    how = f"{one.act}, {'quoted' if one.quoted else 'reported'}{through}"
    return f"- {who} ({how}) — {_citations(one.citations, known)}"


def _figure(one: gives.Figure, known: Known) -> str:
    giver = f", given by {quoted(one.given_by)}" if one.given_by else ""
    return f"- {quoted(one.value)}{giver} — {_citations(one.citations, known)}"


def _judgement(one: gives.Judgement) -> str:
    against = f" Against it: {'; '.join(map(quoted, one.against))}" if one.against else ""
    return (
        f"- {' and '.join(one.accounts)}: {one.verdict}, by {quoted(one.judge)}: {'; '.join(map(quoted, one.because))}"
        f"{against}"
    )


def _caution(one: gives.Caution, known: Known) -> str:
    where = f" — {_citations(one.citations, known)}" if one.citations else ""
    return f"! {one.kind}: {quoted(one.text)}{where}"


def _source(one: gives.Source) -> str:
    kind = f", {quoted(one.kind)}" if one.kind else ""
    who = f"{quoted(one.publisher) if one.publisher else 'publisher not told'}{kind}"
    day = one.published or "date not told"
    doubt = f" (doubted: {quoted(one.doubt)})" if one.doubt else ""
    title = f", {quoted(one.title)}" if one.title else ""
    url = f", {quoted(one.url)}" if one.url else ""
    return f"- {one.key} = {quoted(one.name)}: {who}, {day}{doubt}{title}{url}"


def _head(one: gives.Head) -> str:
    differ = f" The sources differ on: {', '.join(one.differ)}." if one.differ else ""
    page = f" Page: {one.page}." if one.page else ""
    return f"MEETING {one.id}: {one.accounts} account{'s' * (one.accounts != 1)} in {one.told_by}.{differ}{page}"


def _part(title: str, lines: Iterable[str]) -> Lines:
    """Lines under a title; nothing where there is none."""
    for number, line in enumerate(lines):
        if not number:
            yield title
        yield line


def _end(documents: Sequence[gives.Source], following: str, notes: Sequence[str]) -> Lines:
    yield from _part("DOCUMENTS", map(_source, documents))
    yield from (f"NOTE: {note}" for note in notes)
    if following:
        yield f"THERE IS MORE: ask the same again with cursor {quoted(following)}."


# --------------------------------------------------------------------------------------------------- answers


def _found(one: gives.MeetingFound, known: Known) -> Lines:
    yield _head(one.head)
    for cell in one.cells:
        yield from _cell(cell, known)
    yield from _part("PEOPLE", (line for person in one.people for line in _person(person, known)))
    if one.more_people:
        yield f"- and {one.more_people} more people"
    if one.warned_of:
        yield f"TO BE WARNED OF: {', '.join(one.warned_of)}; `show_meeting` says more."


def _meetings_found(answer: gives.MeetingsFound) -> Lines:
    known = _by_key(answer.documents)
    many = len(answer.meetings)
    yield f"{many} meeting{'s' * (many != 1)}{', and there are more' if answer.next else ''}."
    for one in answer.meetings:
        yield ""
        yield from _found(one, known)
    yield ""
    yield from _end(answer.documents, answer.next, answer.notes)


def _meeting_shown(answer: gives.MeetingShown, known: Known | None = None) -> Lines:
    known = _by_key(answer.documents) if known is None else known
    yield _head(answer.head)
    yield from _part("ACCOUNTS", (_account(one, known) for one in answer.accounts))
    for cell in answer.cells:
        yield from _cell(cell, known)
    yield from _part("PEOPLE", (line for one in answer.people for line in _person(one, known)))
    yield from _part("WHAT WAS SAID, as reported", (_statement(one, known) for one in answer.statements))
    yield from _part("FIGURES in these documents", (_figure(one, known) for one in answer.figures))
    yield from _part("WHY THESE ACCOUNTS ARE TAKEN FOR ONE MEETING, or may be", map(_judgement, answer.judgements))
    yield from _part("TO BE WARNED OF", (_caution(one, known) for one in answer.warnings))
    yield from _end(answer.documents, answer.next, answer.notes)
    if answer.documents:
        yield f"Seen up to decision {answer.seen}."


def _sources_compared(answer: gives.SourcesCompared) -> Lines:
    known = _by_key(answer.documents)
    yield _head(answer.head)
    yield from _part("WHO FOLLOWS WHOM", (line for voice in answer.voices for line in _voice(voice, known)))
    titles = (("WHAT THEY SAY DIFFERENTLY", answer.cells), ("WHAT SEVERAL SAY", answer.agreed))
    for title, cells in (*titles, ("WHAT ONE ACCOUNT ALONE SAYS", answer.alone)):
        yield from _part(title, (line for cell in cells for line in _cell(cell, known)))
    yield from _part("TO BE WARNED OF", (_caution(one, known) for one in answer.warnings))
    yield from _end(answer.documents, answer.next, answer.notes)
    yield f"Seen up to decision {answer.seen}."


def _voice(one: gives.Voice, known: Known) -> Lines:
    origin = one.origin if one.origin in known else quoted(one.origin)
    yield f"- origin {origin}, {quoted(one.kind)}"
    for told in one.documents:
        because = f": {' '.join(map(quoted, told.because))}" if told.because else ""
        words = f" {_citations(told.citations, known)}" if told.citations else ""
        yield f"  {told.document}, {_who(told.publisher, told.document, known)}: {told.how}{because}{words}"


def _person_shown(answer: gives.PersonShown) -> Lines:
    if answer.choices:
        yield "The name fits several persons; ask again with the id of one."
        yield from (
            f"- {one.person}: {', '.join(map(quoted, one.spellings))}; {one.meetings} meetings"
            for one in answer.choices
        )
        yield from _end((), "", answer.notes)
        return
    known = _by_key(answer.documents)
    yield f"PERSON {answer.person}: {quoted(answer.name)}, spelt {', '.join(map(quoted, answer.spellings))}"
    yield from _part("ROLES, as sources state them, at meetings of these dates", _roles(answer.roles, known))
    for one in answer.meetings:
        yield ""
        yield from _found(one.meeting, known)
        others = ", ".join(map(quoted, one.counterparts)) or "nobody who is named"
        yield f"{quoted(answer.name)} is named here — {_citations(one.named, known)}. On other sides: {others}."
    yield ""
    yield from _end(answer.documents, answer.next, answer.notes)


def _roles(roles: Iterable[gives.Role], known: Known) -> Lines:
    for one in roles:
        yield f"- {dates.plain(one.date) or 'no date'}: {quoted(one.role)} — {_citations(one.citations, known)}"


def _documents_found(answer: gives.DocumentsFound) -> Lines:
    many = len(answer.found)
    yield f"{many} document{'s' * (many != 1)}{', and there are more' if answer.next else ''}."
    for one in answer.found:
        known = _by_key([one.document])
        yield _source(one.document)
        yield from (f"  {_citation(passage, known)}" for passage in one.passages)
        yield from (f"  {_account(account, known)}, of meeting {account.meeting}" for account in one.accounts)
        if one.more_accounts:
            yield f"  - and {one.more_accounts} more accounts"
    yield from _end((), answer.next, answer.notes)


def _document_shown(answer: gives.DocumentShown) -> Lines:
    yield f"DOCUMENT {_source(answer.document)[2:]}"
    yield f"Code points {answer.start} to {answer.end} of {answer.length}. After bars, the document's words:"
    yield from quoted_lines(answer.text)
    known = _by_key([answer.document])
    if answer.more:
        yield f"THERE IS MORE of the text: ask for start {answer.more}."
    told = (f"{_account(one, known)}, of meeting {one.meeting or 'none'}" for one in answer.accounts)
    yield from _part("WHAT WAS READ IN IT", told)
    yield from _part("TO BE WARNED OF", (_caution(one, known) for one in answer.warnings))
    yield from _end((), "", answer.notes)


def _text_read(answer: gives.TextRead) -> Lines:
    many = len(answer.meetings)
    more = ", and of more" if answer.next else ""
    yield f"The text tells of {many} meeting{'s' * (many != 1)}{more}. Nothing was kept."
    known = _by_key([answer.document])
    for one in answer.meetings:
        yield ""
        yield from _meeting_shown(one, known)
    yield ""
    yield from _part("TO BE WARNED OF", (_caution(one, known) for one in answer.warnings))
    yield from _end([answer.document], answer.next, answer.notes)


def _decision(one: gives.Decision) -> Lines:
    undone = ", undone since" if one.undone else ""
    value = f" {quoted(one.value)}" if one.value else ""
    yield f"- {one.number}: {one.id}, {one.on}, {quoted(one.by)}: {one.what}{value}{undone}. Why: {quoted(one.reason)}"
    yield from (f"  about {_citation(about, {})}" for about in one.about)


def _decisions_shown(answer: gives.DecisionsShown) -> Lines:
    yield f"{len(answer.decisions)} decisions{', and there are more' if answer.next else ''}, the oldest first."
    yield from (line for one in answer.decisions for line in _decision(one))
    yield from _end((), answer.next, answer.notes)


def _decided(answer: gives.Decided) -> Lines:
    yield "This decision is kept; it can be undone by its id."
    yield from _decision(answer.decision)
    yield f"The accounts are in these meetings now: {', '.join(answer.meetings) or 'none'}."


_WORDED: Mapping[type[Struct], Callable[..., Lines]] = {
    gives.MeetingsFound: _meetings_found,
    gives.MeetingShown: _meeting_shown,
    gives.SourcesCompared: _sources_compared,
    gives.PersonShown: _person_shown,
    gives.DocumentsFound: _documents_found,
    gives.DocumentShown: _document_shown,
    gives.TextRead: _text_read,
    gives.DecisionsShown: _decisions_shown,
    gives.Decided: _decided,
}
