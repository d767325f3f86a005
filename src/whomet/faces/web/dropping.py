"""The pages on which texts are brought in: dropped, chosen or pasted; how far their reading is; what was found.

A page that waits for its texts is written as they are read, so it shows how far they are without any script, and can be
left and come back to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from whomet.documents.inputs import SUFFIXES
from whomet.errors import NotFoundError
from whomet.exchange.html_page import own
from whomet.exchange.html_words import title_of
from whomet.faces import dates
from whomet.faces.asking import leading
from whomet.faces.audit import Done
from whomet.faces.deciding import now
from whomet.faces.inbox import Batch, Inbox
from whomet.faces.registers import Registers
from whomet.faces.roles import Role
from whomet.faces.terminal import clean
from whomet.faces.web import addresses
from whomet.faces.web.acts import Answer
from whomet.faces.web.decided import when
from whomet.faces.web.entrance import costly
from whomet.faces.web.forms import taken, text_in
from whomet.faces.web.lists import Link
from whomet.faces.web.reading import Progress, Reader
from whomet.faces.web.safety import KEYS
from whomet.faces.web.visitors import Guarded, visitor_of
from whomet.model import Meeting, Property
from whomet.register import Register

MOST_BYTES = 100_000_000
"""Of all that is brought in at once; they are in memory until they are all there."""
_LONGEST_NAME = 200
_SHOWN = 200  # documents of a batch
_LISTED = 20  # batches
_PAUSE = 0.5  # seconds between two looks at how far a batch is
_LIVE = "<!-- live -->"
_GIVEN = ("title", "publisher", "published", "url", "language")
"""What may be told of a pasted text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was read, and the meetings it tells of."""

    title: str
    address: str
    meetings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class BatchPage:
    """What came of a batch."""

    batch: Batch
    on: str
    documents: int
    meetings: int
    found: tuple[Found, ...]


class Dropping:
    """The addresses at which texts are brought in."""

    def __init__(self, registers: Registers, answer: Answer, inbox: Inbox, reader: Reader) -> None:
        self._registers, self._answer = registers, answer
        self._inbox, self._reader = inbox, reader

    def routes(self) -> list[Guarded]:
        """Each address, with who may use it."""
        return [
            Guarded("/add", self.form, Role.CODER),
            Guarded("/add", self.take, Role.CODER, methods=["POST"], noted=Done.ADDED),
            Guarded("/batches/{number}", self.batch, Role.CODER),
        ]

    def form(self, request: Request) -> Response:
        """Where texts are dropped, chosen or pasted; and what was brought in before."""
        batches = [batch for _, batch in zip(range(_LISTED), self._inbox.batches(), strict=False)]
        kinds = ",".join(SUFFIXES)
        most = MOST_BYTES // 1_000_000
        state = {"trouble": self._reader.trouble, "told": self._reader.by.told}
        answer = self._answer(request, "add.html", batches=batches, kinds=kinds, most=most, when=when, **state)
        answer.headers.update(KEYS)
        return answer

    async def take(self, request: Request) -> Response:
        """Keeps what was sent, and has it read."""
        costly(request)
        fields = await taken(request, MOST_BYTES)
        texts = [*await _files(fields), *_pasted(fields)]
        if not texts:
            raise HTTPException(422, "Nothing was chosen and nothing pasted; go back and give at least one text.")
        batch = await run_in_threadpool(self._inbox.put, visitor_of(request).name, now(), texts)
        self._reader.wake()
        return RedirectResponse(f"/batches/{batch.number}", 303)

    async def batch(self, request: Request) -> Response:
        """What came of a batch; where it is not read yet, how far it is, until it is."""
        number = request.path_params["number"]
        if not number.isascii() or not number.isdecimal() or len(number) > 9:
            raise NotFoundError("There is no such batch of texts.")
        batch = await run_in_threadpool(self._inbox.batch, int(number))
        if batch.done:
            return await run_in_threadpool(self._done, request, batch, "batch.html")
        page = self._answer(request, "batch.html", page=BatchPage(batch, when(batch.on), 0, 0, ()), live=_LIVE)
        return StreamingResponse(self._live(request, batch, _html(page)), media_type="text/html; charset=utf-8")

    def _done(self, request: Request, batch: Batch, template: str) -> Response:
        with self._registers.lent() as register:
            page = batch_page(register, batch)
        return self._answer(request, template, page=page, live="")

    async def _live(self, request: Request, batch: Batch, page: str) -> AsyncIterator[str]:
        """The page as it grows: a line whenever the batch is further, then what was found."""
        head, _, foot = page.partition(_LIVE)
        yield head
        told = ""
        while not (batch.done or self._reader.is_stopping):
            line = _line(batch, self._reader.progress, self._reader.trouble)
            yield f'<p class="step">{line}</p>\n' if line != told else "\n"
            told = line
            await anyio.sleep(_PAUSE)
            batch = await run_in_threadpool(self._inbox.batch, batch.number)
        if batch.done:
            yield _html(await run_in_threadpool(self._done, request, batch, "_found.html"))
        else:
            yield "<p>The server is being stopped; it goes on from here when it is started again.</p>"
        yield foot


def _html(page: Response) -> str:
    return bytes(page.body).decode()


def _line(batch: Batch, progress: Progress | None, trouble: str) -> str:
    if progress is None or progress.batch != batch.number:
        return own(trouble) if trouble else "Waiting for its turn."
    at = f"Text {max(1, progress.texts)} of {len(batch.names)}"
    if not progress.documents:
        return f"{at}: reading."
    counted = f"{_several(progress.documents, 'document')} read, {_several(progress.accounts, 'account')} of meetings"
    return f"{at}: {counted}, the last {own(progress.last)}."


def _several(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


async def _files(fields: FormData) -> list[tuple[str, bytes]]:
    found = [file for file in fields.getlist("files") if isinstance(file, UploadFile)]
    return [(_name(file.filename or ""), await file.read()) for file in found if file.filename or file.size]


def _name(given: str) -> str:
    """A file's name without its folders, on one line."""
    last = clean(given.replace("\\", "/").rpartition("/")[2])
    return last[-_LONGEST_NAME:] or "nameless"


def _pasted(fields: FormData) -> list[tuple[str, bytes]]:
    """A pasted text as the record that a line of JSON Lines would be, named by what it holds."""
    text = text_in(fields, "text").replace("\0", "")
    if not text.strip():
        return []
    given = {name: clean(text_in(fields, name)) for name in _GIVEN}
    record = json.dumps({"text": text} | {name: value for name, value in given.items() if value}, sort_keys=True)
    name = f"pasted-{hashlib.sha256(record.encode()).hexdigest()[:8]}.json"
    return [(name, record.encode())]


def batch_page(register: Register, batch: Batch) -> BatchPage:
    """What came of a batch that was read: its documents, as many as a page takes, with their meetings."""
    homes, found = set[str](), list[Found]()
    there = list(register.newest(batch.documents, texts=False, claims=()))
    for reading in there:
        placed = register.homes([account.id for account in reading.accounts])
        homes |= set(placed.values())
        if len(found) < _SHOWN:
            document = reading.document
            meetings = register.meetings_named(list(dict.fromkeys(placed.values())))
            found.append(Found(title_of(document), addresses.document(document.key), tuple(map(_told, meetings))))
    return BatchPage(batch, when(batch.on), len(there), len(homes), tuple(found))


def _told(meeting: Meeting) -> Link:
    sides = " – ".join(meeting.values(Property.PARTY)) or "Sides not told"
    day = " or ".join(map(dates.short, leading(meeting, Property.DATE))) or "no date"
    return Link(f"{sides}, {day}", addresses.meeting(meeting.id))
