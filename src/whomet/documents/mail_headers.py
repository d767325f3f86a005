"""What the headers of a mail say: its subject, its sender, its day. Headers are hostile: nothing here raises."""

from __future__ import annotations

from datetime import date
from email.message import Message
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from whomet.documents.encoding import without_surrogates
from whomet.documents.extracted import Given
from whomet.documents.titled import one_line

_LONGEST = 4000  # code points of a header that are looked at: the library is slow on longer ones
_COMMENTS = 50  # of a sender, that may lie inside each other: the library goes into each by a call of its own


class Cautious(EmailPolicy):
    """The library's policy, but no header is longer than is useful, and what its grammar fails on is plain text."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """A header as it stands, cut."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST]

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401 - as the library has it
        """A header, decoded."""
        try:
            return super().header_fetch_parse(name, value)
        except Exception:  # the library's grammar has gaps that raise all kinds of errors
            return one_line(without_surrogates(value))


def read_headers(message: Message) -> Given:
    """Subject, sender, day and archived address of a mail."""
    return Given(
        title=header(message, "subject"),
        publisher=_sender(header(message, "from")),
        published=day_of(header(message, "date")),
        url=web_address(header(message, "archived-at").strip("<>")),
    )


def header(message: Message, name: str) -> str:
    """One header in one line, decoded; "" where there is none."""
    return one_line(without_surrogates(str(message.get(name) or "")))


def day_of(words: str) -> str:
    """The day of a date as mail and RSS write it, where its writer was; what is written otherwise is given back."""
    try:
        day: date = parsedate_to_datetime(words).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return words[:100]
    return day.isoformat()


def web_address(words: str) -> str:
    """An address that a reader can open; "" for anything else."""
    return words if words.lower().startswith(("http://", "https://")) and " " not in words else ""


def _sender(words: str) -> str:
    """The sender's name, else the address."""
    if words.count("(") > _COMMENTS:
        return ""
    try:
        name, address = parseaddr(words)
    except (ValueError, IndexError, TypeError):
        return ""
    return one_line(name or address)
