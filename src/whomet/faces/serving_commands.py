"""`whomet serve`: the register as pages in a browser, on this machine alone or for others.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption
from whomet.faces.reader_options import (
    USUAL_TIMEOUT,
    AllowRemoteOption,
    AnswersOption,
    BudgetOption,
    EndpointOption,
    LlmChoice,
    LlmOption,
    PriceOption,
    ReaderName,
    ReaderOption,
    TimeoutOption,
)


def add_to(app: typer.Typer) -> None:
    """Puts the serving command on the command line."""
    app.command()(serve)


def serve(  # noqa: PLR0913 - one parameter for each option
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 for any that is free.")] = 8064,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="What to listen on; others reach all but 127.0.0.1 and ::1.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="A name that others ask for the pages by.")
    ] = None,
    accounts: Annotated[bool, typer.Option("--accounts", help="Ask for a log-in on this machine too.")] = False,
    public: Annotated[bool, typer.Option("--public", help="Show meetings, without texts, to anybody.")] = False,
    proxy_user: Annotated[
        str, typer.Option(metavar="HEADER", help="Believe a proxy on this machine who it is that asks.")
    ] = "",
    certificate: Annotated[str, typer.Option(metavar="FILE", help="Encrypt, with this certificate (PEM).")] = "",
    key: Annotated[str, typer.Option(metavar="FILE", help="Its key, if that is in a file of its own.")] = "",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    register: RegisterOption = DEFAULT_REGISTER,
    reader: ReaderOption = ReaderName.MODEL,
    endpoint: EndpointOption = "",
    llm: LlmOption = "",
    allow_remote: AllowRemoteOption = False,
    answers: AnswersOption = None,
    budget: BudgetOption = None,
    price: PriceOption = "",
    timeout: TimeoutOption = USUAL_TIMEOUT,
) -> None:
    """Show the register as pages in a browser, to decide and add texts there too. Unless told otherwise, only this
    machine reaches them.

    Where others come, they log in (whomet account). Programs ask the same register under /api/v1 (whomet token).
    """
    from whomet.faces.opening import opened
    from whomet.faces.terminal import complain
    from whomet.faces.web.serving import Place, serve_pages
    from whomet.faces.web.ways import ways_for

    with opened(register):
        pass  # says at once what is wrong with it
    ways = ways_for(host, name or (), accounts=accounts, public=public, proxy_user=proxy_user)
    place = Place(host, port, certificate, key)
    if reader is not ReaderName.LLM:
        serve_pages(register, place, ways, browser=not no_browser)
        return
    choice = LlmChoice(endpoint, llm, allow_remote, answers, budget, price, timeout)
    other = choice.reading(register, patience=1)
    try:
        serve_pages(register, place, ways, other, browser=not no_browser)
    finally:
        complain(other.report(choice.prices()))
