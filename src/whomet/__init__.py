"""Whomet: a cited register of who met whom, according to whom.

`read` and `read_files` give Readings, `Register` keeps them and answers; docs/python.md shows all of it. What is wrong
with their input is a WhometError, in one sentence. Three functions take any text or name, without a register:
`find_times`, `find_places` and `compare_names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whomet.errors import WhometError as WhometError
    from whomet.faces.python.nouns import Account as Account
    from whomet.faces.python.nouns import Meeting as Meeting
    from whomet.faces.python.nouns import Reading as Reading
    from whomet.faces.python.reading import read as read
    from whomet.faces.python.reading import read_files as read_files
    from whomet.faces.python.register import Register as Register
    from whomet.in_text import find_times as find_times
    from whomet.knowledge.names import compare_names as compare_names
    from whomet.model import Finding as Finding
    from whomet.resolution.place_finding import find_places as find_places

__version__ = "0.1.0"

_WHERE = {
    "Account": "whomet.faces.python.nouns",
    "Finding": "whomet.model",
    "Meeting": "whomet.faces.python.nouns",
    "Reading": "whomet.faces.python.nouns",
    "Register": "whomet.faces.python.register",
    "WhometError": "whomet.errors",
    "compare_names": "whomet.knowledge.names",
    "find_places": "whomet.resolution.place_finding",
    "find_times": "whomet.in_text",
    "read": "whomet.faces.python.reading",
    "read_files": "whomet.faces.python.reading",
}
__all__ = ["__version__", *_WHERE]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the function is
    """The public names, imported when they are first asked for: `whomet --version` needs none of them."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    """What completion offers: the public names."""
    return sorted(__all__)
