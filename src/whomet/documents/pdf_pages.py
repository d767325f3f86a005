"""The text of each page of a PDF, by pdfium, in a process that does nothing else: run by path, it imports none of ours.

pdfium is a library of C++ that can't be stopped: a PDF of 500 bytes whose drawings draw themselves takes all memory
there is, or runs for hours. Here the system stops it, at so much memory and processor time; that ends this process, and
`pdf_apart` in the one that asked says so of that one document.

It is asked over standard input, and answers over standard output, each message behind its length in eight bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from time import process_time
from typing import Any

import pypdfium2

SECONDS = 60  # of processor time for one PDF; a page takes some two thousandths of one
MEMORY = 1_000_000_000  # bytes, those of the PDF itself included
MOST_PAGES = 10_000  # a small file can claim a million
MOST_TEXT = 32 * 1024 * 1024  # code points; no other document is longer
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD


def main() -> None:
    """Answers until nobody asks any more."""
    _limit("RLIMIT_AS", MEMORY)
    _limit("RLIMIT_FSIZE", 0)  # it has no file to write, whatever a PDF makes it do
    _limit("RLIMIT_CORE", 0)
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    while length := asked.read(8):
        data = asked.read(int.from_bytes(length))
        _limit("RLIMIT_CPU", int(process_time()) + SECONDS)
        answer = json.dumps(answer_to(data)).encode()
        told.write(len(answer).to_bytes(8) + answer)
        told.flush()


def answer_to(data: bytes) -> dict[str, Any]:
    """`texts` of the pages that were asked for, null for one that can't be read, and how many `pages` there are; or why
    not: it is `locked`, or `broken`."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"locked" if getattr(error, "err_code", None) == _WRONG_PASSWORD else "broken": True}
    try:
        return {"texts": list(_texts(pdf)), "pages": len(pdf)}
    finally:
        pdf.close()


def _texts(pdf: pypdfium2.PdfDocument) -> Iterator[str | None]:
    room = MOST_TEXT
    for number in range(min(len(pdf), MOST_PAGES)):
        text = _page_text(pdf, number)
        room -= len(text or "")
        if room < 0:
            return
        yield text


def _page_text(pdf: pypdfium2.PdfDocument, number: int) -> str | None:
    try:
        return str(pdf[number].get_textpage().get_text_range(errors="replace"))
    except (pypdfium2.PdfiumError, UnicodeError):
        return None


def _limit(what: str, most: int) -> None:
    """Asks the system to stop this process there, as far as it can; what is stricter already stays."""
    with suppress(ImportError, ValueError, OSError, AttributeError):
        import resource

        kind = getattr(resource, what)
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
