"""Whomet: a cited register of who met whom, according to whom.

Beside the command line, three functions for any text or name: `find_times`, `find_places` and `compare_names`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from whomet.in_text import find_times as find_times
    from whomet.knowledge.names import compare_names as compare_names
    from whomet.resolution.place_finding import find_places as find_places

__version__ = "0.1.0"

_WHERE = {
    "compare_names": "whomet.knowledge.names",
    "find_places": "whomet.resolution.place_finding",
    "find_times": "whomet.in_text",
}
__all__ = ["__version__", *_WHERE]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the function is
    """The public functions, imported when they are first asked for: `whomet --version` needs none of them."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_WHERE[name]), name)
