"""The options that say who works: cores of this machine, or a cluster."""

from __future__ import annotations

from typing import Annotated

import typer

CoresOption = Annotated[
    int | None, typer.Option("--cores", min=1, metavar="N", help="How many cores work [default: all].")
]
OnOption = Annotated[
    str,
    typer.Option("--on", metavar="WHERE", help="A Dask cluster that works: tcp://SCHEDULER:PORT, or local:N."),
]
