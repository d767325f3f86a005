"""How Whomet writes to a terminal, and to a pipe or file in its place.

What documents say is material: it is cleaned of everything a terminal obeys (`clean`) and never read as rich's markup.
To a pipe nothing is coloured or wrapped, so that a line stays one line; COLUMNS, where set, wins.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.text import Text

from whomet.errors import shortened

UNWRAPPED = 100_000
"""Columns of a pipe or file: more than any line has."""

NARROWEST = 20
"""Columns that a page takes at least, however narrow the terminal says it is."""

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # letters of Persian and Indian scripts depend on them
_INVISIBLE = "\u200e\u200f\u061c\u00ad\u200b\ufeff"  # marks of direction, soft hyphen, zero width spaces
_RENEWED = 0.2  # seconds: a terminal can show no more, and a run has other things to do
_REPLACED = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """`text` on one line and harmless to a terminal: white space runs become a space, control characters and
    those that turn the direction of writing around become U+FFFD."""
    return " ".join("".join(map(_harmless, text)).split())


def clean_lines(text: str) -> str:
    """As `clean`, line by line."""
    return "\n".join(map(clean, text.split("\n")))


def _harmless(character: str) -> str:
    if character.isspace() or character.isprintable() or character in _JOINERS:
        return character
    if character in _INVISIBLE:
        return ""
    if unicodedata.category(character) in ("Co", "Cn"):  # private use, or newer than this Python: no harm
        return character
    return _REPLACED


def quoted(words: str) -> str:
    """Words of a document, marked as such."""
    return f"“{clean(words)}”"


def output() -> Console:
    """The console of standard output."""
    return _console(stderr=False)


def errors() -> Console:
    """The console of standard error."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    wanted = os.environ.get("COLUMNS", "")
    told = int(wanted) if wanted.isdecimal() and len(wanted) < 7 else 0
    width = max(told, NARROWEST) if told else None if stream.isatty() else UNWRAPPED
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, width=width)


def is_narrow(console: Console) -> bool:
    """Whether a table of eight columns has to be folded."""
    return console.width < 110


def is_unwrapped(console: Console) -> bool:
    """Whether the console is a pipe or file, where what belongs together stays on one line."""
    return console.width >= UNWRAPPED


def complain(sentence: str) -> None:
    """One line on standard error, whatever it quotes."""
    errors().print(Text(clean(shortened(sentence))), soft_wrap=True)


def heading(console: Console, words: str, note: str = "") -> Iterator[Text]:
    """The line over a part of a page, with a note beside it."""
    line = Text.assemble((clean(words).upper(), "bold"), (f"  {clean(note)}" if note else "", "yellow"))
    return hung(console, "", [line], column=0)


def hung(console: Console, left: str, rights: Iterable[Text], *, indent: int = 2, column: int = 14) -> Iterator[Text]:
    """Lines of texts that hang in one column beside `left`, which stands once, on the first line.

    `column` is where the texts begin; a `left` that reaches so far gets a line of its own.
    """
    beside = Text(" " * indent).append(clean(left), "bold") if left else Text()
    room = max(console.width - column, 20)
    for right in rights:
        for line in right.wrap(console, room):
            line.rstrip()
            if beside.plain and beside.cell_len >= column:
                yield beside
                beside = Text()
            yield Text.assemble(beside, " " * (column - beside.cell_len), line)
            beside = Text()
    if beside.plain.strip():
        yield beside


def put_out(pieces: Iterable[bytes]) -> None:
    """Writes bytes to standard output; as text to one that takes no bytes (a notebook's), then flushes."""
    raw = getattr(sys.stdout, "buffer", None)
    for piece in pieces:
        if raw is None:
            sys.stdout.write(piece.decode("utf-8", "surrogatepass"))
        else:
            raw.write(piece)
    sys.stdout.flush()


def say(console: Console, lines: Iterable[Text]) -> None:
    """Prints lines that are already as wide as they should be."""
    for line in lines:
        console.print(line, soft_wrap=True)


@contextmanager
def progress(words: str, *, alone: bool = True) -> Iterator[Callable[[Callable[[], str]], None]]:
    """A line on standard error that says how far a run is; gives the function that renews it, by what it is given to
    ask, a few times a second.

    On a terminal only, and not where other lines go to the same terminal meanwhile (`alone` is false).
    """
    console = errors()
    if not console.is_terminal or not (alone or not sys.stdout.isatty()):
        yield lambda _: None
        return
    with console.status(Text(words)) as status:
        last = 0.0

        def renew(told: Callable[[], str]) -> None:
            nonlocal last
            if monotonic() - last > _RENEWED:
                status.update(Text(clean(told())))
                last = monotonic()

        yield renew
