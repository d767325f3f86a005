"""Texts for an assistant: which documents hold some words, a document stretch by stretch, a text read anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from whomet.errors import CursorError, InputError, NotFoundError
from whomet.faces.api.questions import hits
from whomet.faces.asking import gather
from whomet.faces.assistants import citing, gives, takes
from whomet.faces.assistants.harmless import PIECE, fitting, page_of
from whomet.faces.assistants.meetings import head, items_of, notes_of
from whomet.faces.at_hand import read_at_hand
from whomet.faces.cursors import Number, cursor, place_in
from whomet.model import Account, FindingKind, Meeting, Reading, Span
from whomet.reconciliation.cells import cells
from whomet.register import Register
from whomet.register.search import Term, fold, terms_of

_AROUND = 120  # code points before and after words that were looked for
_SCANNED = 200_000  # code points of a text in which passages are looked for


def search(register: Register, asked: takes.SearchDocuments) -> gives.DocumentsFound:
    """The documents in which every word stands, or is claimed by one of their accounts."""
    after = place_in(asked.cursor, "search_documents", str, "")
    found = hits(register, asked.words, after, asked.limit + 1)
    readings = {r.document.key: r for r in register.newest([hit.document.key for hit in found])}
    homes = register.homes([account for hit in found for account in hit.accounts])
    told = (_hit(readings[hit.document.key], hit.accounts, homes, asked.words) for hit in found[: asked.limit])
    shown = fitting(told)
    following = cursor("search_documents", found[len(shown) - 1].document.key) if len(shown) < len(found) else ""
    return gives.DocumentsFound(shown, following, notes_of(register))


def _hit(reading: Reading, telling: list[str], homes: dict[str, str], words: str) -> gives.DocumentFound:
    records = gather([reading], ())
    accounts = [account for account in reading.accounts if account.id in telling]
    told = fitting((citing.account_of(one, records, homes.get(one.id, "")) for one in accounts), PIECE)
    passages = [citing.of_span(span, reading.document) for span in _passages(reading.document.text, words)]
    return gives.DocumentFound(_source(reading), told, passages, len(accounts) - len(told))


def _passages(text: str, words: str) -> Iterator[Span]:
    """Where each thing that was looked for first stands in a text, with the words around it."""
    known = [(match.start(), fold(match[0])) for match in re.finditer(r"\w+", text[:_SCANNED])]
    for term in terms_of(words):
        start = next((at for at, word in known if _begins(term, word) and _stands_at(term, text, at)), None)
        if start is not None:
            left, right = max(0, start - _AROUND), min(len(text), start + _AROUND)
            left = text.find(" ", left, start) + 1 or left if left else 0
            yield Span(left, max(text.rfind(" ", start + len(term.words), right), start + len(term.words), left + 1))


def _begins(term: Term, word: str) -> bool:
    first = term.words.partition(" ")[0]
    return word.startswith(first) if term.begun else word.partition(" ")[0] == first


def _stands_at(term: Term, text: str, at: int) -> bool:
    return term.stands_in(fold(text[at : at + 3 * len(term.words) + 40]))


def _source(reading: Reading) -> gives.Source:
    doubts = (f.text for f in reading.findings if f.kind is FindingKind.DATE_DOUBT)
    return citing.source_of(reading.document, next(doubts, ""))


# ------------------------------------------------------------------------------------------- one document


def show(register: Register, asked: takes.OneDocument) -> gives.DocumentShown:
    """A stretch of a document. Raises NotFoundError where the name leads to none, or several; InputError where the text
    ends before the stretch begins."""
    try:
        reading = register.reading(asked.document)
    except NotFoundError as error:  # what it says of several names their files, which are nobody else's business
        sentence = f"No one document goes by {asked.document!r}: none does, or several; give the key, as citations do."
        raise NotFoundError(sentence) from error
    text = reading.document.text
    if asked.start and asked.start >= len(text):
        raise InputError("start", f"{asked.start} is behind the end of the text, which has {len(text)} code points.")
    end = min(len(text), asked.start + asked.length)
    records = gather([reading], ())
    homes = register.homes([account.id for account in reading.accounts])
    accounts = fitting((citing.account_of(a, records, homes.get(a.id, "")) for a in reading.accounts), PIECE)
    warnings = fitting((citing.warning(f, records, of_meetings=False) for f in reading.findings), PIECE)
    left = {"accounts": len(reading.accounts) - len(accounts), "warnings": len(reading.findings) - len(warnings)}
    return gives.DocumentShown(
        document=_source(reading),
        text=text[asked.start : end],
        start=asked.start,
        end=end,
        length=len(text),
        accounts=accounts,
        warnings=warnings,
        more=end if end < len(text) else 0,
        notes=[*(f"{many} more {what} are left out." for what, many in left.items() if many), *notes_of(register)],
    )


# --------------------------------------------------------------------------------------- a text read anew


def read(asked: takes.ReadText) -> gives.TextRead:
    """What a text tells of meetings; nothing of it is kept. Raises InputError for what holds no text."""
    given = {"text": asked.text, "published": asked.published, "publisher": asked.publisher, "title": asked.title}
    reading = read_at_hand(given)
    records = gather([reading], ())
    told = [("meetings", _alone(account, reading)) for account in reading.accounts]
    many = len(told)
    whose, begin, before = place_in(asked.cursor, "read_text", tuple[str, Number, Number], (_key(reading), 0, many))
    if (whose, before) != (_key(reading), many):
        raise CursorError("This cursor is of another text; ask without it.")
    lists, end = page_of(told, begin)
    return gives.TextRead(
        lists.get("meetings", []),
        replace(citing.source_of(reading.document), page=""),
        fitting((citing.warning(f, records, of_meetings=False) for f in reading.findings), PIECE),
        cursor("read_text", (_key(reading), end, many)) if end else "",
        ["The text is not in the register: its key and ids lead to nothing there."],
    )


def _key(reading: Reading) -> str:
    return citing.key_of(reading.document)


def _alone(account: Account, reading: Reading) -> gives.MeetingShown:
    """An account as a meeting that nobody else tells of, as much of it as an answer has room for."""
    meeting = Meeting(account.id, (account.id,), cells([account], {account.document: reading.document}))
    records = gather([reading], [meeting])
    lists, end = page_of(list(items_of(meeting, records)), 0)
    lists.pop("figures", None)
    note = ["There is more in this text than an answer has room for; `whomet read` prints all."] if end else []
    plain = replace(head(meeting, records), page="")
    return gives.MeetingShown(plain, 0, **lists, next="", notes=note)
