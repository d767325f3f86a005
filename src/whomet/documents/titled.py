"""A text that came with its title beside it, as a mail or an entry of a feed does: the title is its first line."""

from __future__ import annotations

from collections.abc import Iterable

from whomet.documents.headline import find_given
from whomet.model import Region, Span

_TOP = 2000  # code points at the beginning of a text in which it may say its title itself


def put_under(title: str, text: str, regions: Iterable[Region] = ()) -> tuple[str, tuple[Region, ...]]:
    """The text below its title, as its reader sees both, with the regions moved along; untouched where it says it."""
    if not title or find_given(title, text, min(len(text), _TOP)):
        return text, tuple(regions)
    above = f"{title}\n\n" if text else title
    return above + text, moved(regions, len(above))


def moved(regions: Iterable[Region], by: int) -> tuple[Region, ...]:
    """The same regions, further down a longer text."""
    return tuple(Region(Span(r.span.start + by, r.span.end + by), r.kind) for r in regions)


def one_line(words: str) -> str:
    """A title or name with single spaces, and without characters that no one sees."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
