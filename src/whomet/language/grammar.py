"""The patterns of `grammar.yaml`, compiled: they run over tags, one letter a unit."""

from __future__ import annotations

import re
from functools import cache

from whomet.knowledge.data import read_data

_MACRO = re.compile(r"\{([a-z]+)\}")


@cache
def patterns(section: str) -> tuple[re.Pattern[str], ...]:
    """The compiled patterns of one section, in the order they are to be tried."""
    return tuple(compiled(entry["tags"]) for entry in read_data("grammar")[section])


@cache
def compiled(tags: str) -> re.Pattern[str]:
    """One pattern over tags, with the macros of the file."""
    return re.compile(expanded(tags, read_data("grammar")["macros"]))


def expanded(tags: str, macros: dict[str, str]) -> str:
    """Macros may use macros defined before them. Quantifiers such as {0,3} hold no letters and stay as they are."""
    known: dict[str, str] = {}
    for name, body in macros.items():
        known[name] = _MACRO.sub(lambda m: known[m.group(1)], body)
    return _MACRO.sub(lambda m: known[m.group(1)], tags)
