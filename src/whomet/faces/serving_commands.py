"""`whomet serve`: the register as pages in a browser, on this machine alone.

What takes long to import is imported inside a command, so that `whomet --help` answers at once.
"""

from __future__ import annotations

from typing import Annotated

import typer

from whomet.faces.asking_commands import DEFAULT_REGISTER, RegisterOption


def add_to(app: typer.Typer) -> None:
    """Puts the serving command on the command line."""
    app.command()(serve)


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 for any that is free.")] = 8064,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="An address of this machine itself.")] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
    register: RegisterOption = DEFAULT_REGISTER,
) -> None:
    """Show the register as pages in a browser, to decide there and to add texts. Only this machine reaches them.

    Programs ask the same register under /api/v1, and decide there with a token that may (whomet token).
    """
    from whomet.faces.opening import opened
    from whomet.faces.web.serving import serve_pages

    with opened(register):
        pass  # says at once what is wrong with it
    serve_pages(register, host, port, browser=not no_browser)
