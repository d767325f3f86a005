"""Rows as a data frame of pandas or polars, whichever the user has: Whomet needs neither.

A column for each field of the rows' shape. Lists stay lists; a day is a day (`datetime64[s]`, `Date`); a number that
may be missing is one that can be (`Int64`). What a row has is said once, in its shape: `frame_rows`, `tables`.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import Annotated, Any

from msgspec import Struct

from whomet.errors import InputError, MissingExtraError

LIBRARIES = ("pandas", "polars")
"""In the order in which they are looked for."""

Row = Mapping[str, Any]
_DAY = date | None
_NUMBER = int | None


def frame_of(rows: Sequence[Row], shape: type[Struct], library: str = "") -> Any:  # noqa: ANN401 - of either library
    """A `pandas.DataFrame`, else a `polars.DataFrame`; of `library`, where one is named.

    Raises MissingExtraError where neither is installed, or not the one that is named; InputError for another name.
    """
    if library and library not in LIBRARIES:
        raise InputError(library, f"is no library that frames are made with; name one of: {', '.join(LIBRARIES)}.")
    for name in [library] if library else LIBRARIES:
        try:
            made = import_module(name)
        except ImportError:
            continue
        return (_in_pandas if name == "pandas" else _in_polars)(made, rows, columns(shape))
    wanted = f"A data frame of {library}" if library else "A data frame (of pandas, or of polars if that is there)"
    raise MissingExtraError(wanted, library or LIBRARIES[0])


def columns(shape: type[Struct]) -> dict[str, Any]:
    """The type of each field of a shape, in order."""
    hints = typing.get_type_hints(shape, include_extras=True).items()
    return {n: typing.get_args(hint)[0] if typing.get_origin(hint) is Annotated else hint for n, hint in hints}


def _in_pandas(pandas: Any, rows: Sequence[Row], kinds: Mapping[str, Any]) -> Any:  # noqa: ANN401
    kept = {str: "str", _DAY: "datetime64[s]", _NUMBER: "Int64", int: "int64", float: "float64", bool: "bool"}
    series = {
        name: pandas.Series([row[name] for row in rows], dtype=kept.get(kind, "object")) for name, kind in kinds.items()
    }
    return pandas.DataFrame(series, columns=list(kinds))


def _in_polars(polars: Any, rows: Sequence[Row], kinds: Mapping[str, Any]) -> Any:  # noqa: ANN401
    known = {_DAY: polars.Date, _NUMBER: polars.Int64, int: polars.Int64, float: polars.Float64, bool: polars.Boolean}
    known |= {str: polars.String, list[str]: polars.List(polars.String)}
    schema = {name: known[kind] for name, kind in kinds.items()}
    return polars.DataFrame([dict(row) for row in rows], schema=schema)
