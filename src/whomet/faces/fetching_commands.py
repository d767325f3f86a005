"""`whomet fetch` and `whomet watch`: the two commands that speak to the network.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption

if TYPE_CHECKING:
    from whomet.faces.fetching.reading import Reader
    from whomet.faces.fetching.rounds import Fetching, Tally
    from whomet.faces.fetching.visits import Outside

SourcesOption = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where to keep what is fetched [default: REGISTER.sources]."),
]
ContactOption = Annotated[
    str, typer.Option(metavar="WORDS", help="Whom a site can write to: it is sent along with each request.")
]
PrivateOption = Annotated[
    list[str] | None,
    typer.Option(metavar="HOST", help="A host that may be in a private network, as an archive of your own."),
]


def add_to(app: typer.Typer) -> None:
    """Puts the fetching commands on the command line."""
    for command in (fetch, watch):
        app.command()(command)


def fetch(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of pages, PDF files or feeds.")],
    again: Annotated[bool, typer.Option("--again", help="Also what was fetched before, if it changed.")] = False,
    contact: ContactOption = "",
    allow_private: PrivateOption = None,
    sources: SourcesOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Fetch pages, keep them as a web archive and read them into the register.

    Exit status 1 when something could not be had or read; the rest is read all the same.
    """
    from whomet.faces.fetching.rounds import addresses
    from whomet.faces.terminal import complain

    asked, bad = addresses(urls)
    with _stoppable(), ExitStack() as stack:
        fetching, reader = _begun(stack, register, sources, _outside(contact, allow_private))
        tally = fetching.fetch(asked, reader.read_some, again=again)
        reader.read_all()
    had = f", {tally.unchanged} had before" if tally.unchanged else ""
    complain(f"{_counted(tally.pages, 'page')} fetched{had}; {_read(reader)}.")
    _tell([*bad, *tally.complaints(), *reader.run.complaints()])


def watch(  # noqa: PLR0913 - one parameter for each option
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.opml", help="A list of feeds, as feed readers export it.")],
    once: Annotated[bool, typer.Option("--once", help="Ask every feed once and leave, as cron wants it.")] = False,
    every: Annotated[int, typer.Option(metavar="MINUTES", min=5, help="How often to ask each feed.")] = 30,
    feed_only: Annotated[
        bool, typer.Option("--feed-only", help="Read the feeds' own words, and fetch none of the pages they name.")
    ] = False,
    contact: ContactOption = "",
    allow_private: PrivateOption = None,
    sources: SourcesOption = None,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Ask feeds for new reports until Ctrl-C, and fetch, keep and read each page that they name.

    A line for each round says what came. With --once, exit status 1 when something could not be had or read.
    """
    from whomet.faces.fetching.opml import feeds_in
    from whomet.faces.fetching.rounds import addresses

    asked, bad = addresses(feeds_in(feeds))
    with _stoppable(), ExitStack() as stack:
        outside = _outside(contact, allow_private)
        fetching, reader = _begun(stack, register, sources, outside, feed_only=feed_only, every=every * 60.0)
        if once:
            tally = fetching.poll(asked, reader.read_some, now=True)
            reader.read_all()
            _say_round(tally, reader)
            _tell([*bad, *tally.complaints(), *reader.run.complaints()])
            return
        _complain_of(bad)
        _watch(fetching, reader, asked, outside)


# ------------------------------------------------------------------------------------------------ how they work


@contextmanager
def _stoppable() -> Iterator[None]:
    """Ctrl-C is how a watch ends: nothing is lost by it."""
    from whomet.faces.terminal import complain

    try:
        yield
    except KeyboardInterrupt:
        complain("Stopped; the same command goes on from there.")
        raise typer.Exit(130) from None


def _outside(contact: str, allow_private: list[str] | None) -> Outside:
    """Who asks, and who may be asked."""
    from whomet import __version__
    from whomet.errors import WhometError
    from whomet.faces.fetching.addresses import allowing, public_only
    from whomet.faces.fetching.visits import Outside

    said = contact.strip()
    if not (said.isascii() and said.isprintable() and len(said) <= 200) or set(said) & set("()"):
        raise WhometError("The contact is sent along with each request: one line of plain ASCII without brackets.")
    agent = f"Whomet/{__version__} ({said})" if said else f"Whomet/{__version__}"
    return Outside(agent=agent, guard=allowing(allow_private) if allow_private else public_only)


def _begun(
    stack: ExitStack,
    register: str,
    sources: Path | None,
    outside: Outside,
    *,
    feed_only: bool = False,
    every: float = 0,
) -> tuple[Fetching, Reader]:
    """What is needed for fetching, opened; what a run that was stopped had fetched is read first."""
    from whomet.errors import WhometError
    from whomet.faces.fetching.reading import Reader
    from whomet.faces.fetching.rounds import fetching
    from whomet.language import english_by_model
    from whomet.register import Register

    if sources is None and "://" in register:
        raise WhometError("A register on a server has no folder beside it: say by --sources where to keep what comes.")
    with Register.open(register):  # a register that can't be written is told before anything is asked
        pass
    folder = sources or Path(f"{register}.sources")
    begun = stack.enter_context(fetching(folder, outside, feed_only=feed_only, every=every))
    reader = Reader(register, begun, english_by_model())
    reader.read_all()
    return begun, reader


def _watch(fetching: Fetching, reader: Reader, feeds: list[str], outside: Outside) -> None:
    """Rounds until somebody stops it. A register that can't be written for a while is no end: what came is kept."""
    from whomet.errors import RegisterError
    from whomet.faces.fetching.reading import Reader
    from whomet.faces.terminal import complain

    while True:
        try:
            tally = fetching.poll(feeds, reader.read_some)
            reader.read_all()
            _say_round(tally, reader)
            _complain_of([*tally.complaints(), *reader.run.complaints()])
        except RegisterError as error:
            complain(str(error))
        reader = Reader(reader.where, fetching, reader.language)
        next_due = fetching.next_due()
        wait = next_due - outside.clock() if next_due is not None else 3600.0
        outside.sleep(max(wait, 1.0))


def _say_round(tally: Tally, reader: Reader) -> None:
    from whomet.faces.deciding import now
    from whomet.faces.terminal import complain

    came = (
        f"{tally.changed} of {_counted(tally.feeds, 'feed')} had something new, {_counted(tally.pages, 'page')} fetched"
    )
    complain(f"{now()} {came}; {_read(reader)}.")


def _read(reader: Reader) -> str:
    read, told = reader.run.documents, len(reader.meetings)
    return f"{_counted(read, 'document')} read, {_counted(told, 'meeting')} told of"


def _complain_of(sentences: list[str]) -> None:
    from whomet.faces.terminal import complain

    for sentence in sentences:
        complain(sentence)


def _tell(sentences: list[str]) -> None:
    """Says what went wrong, and leaves with status 1 where something did."""
    _complain_of(sentences)
    if sentences:
        raise typer.Exit(1)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
