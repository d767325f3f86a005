"""`whomet model`: what the reading model is, and what may be expected of it."""

from __future__ import annotations

import typer


def add_to(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command()(model)


def model() -> None:
    """Print the card of the reading model: data and licences, scores, known failures, hashes."""
    from whomet.faces.terminal import put_out
    from whomet.language.card import model_card

    put_out([model_card().encode("utf-8")])
