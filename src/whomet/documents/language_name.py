"""The language of a text, by py3langid over the whole of it: on a single line it is often wrong."""

from __future__ import annotations

import importlib
import re
import tempfile
from collections.abc import Callable
from functools import cache

from whomet.errors import WhometError

_SAMPLE = 20_000  # code points
_LEAST_LETTERS = 40  # below, py3langid calls English names Galician: then nothing is told
_LETTER = re.compile(r"[^\W\d_]")


def name_language(text: str) -> str:
    """BCP 47 code of the language most of `text` is in, "" if there is too little of it to tell.

    Raises WhometError where py3langid finds no room to unpack its model: then nothing can be read as it ought to be.
    """
    sample = text[:_SAMPLE]
    if len(_LETTER.findall(sample)) < _LEAST_LETTERS:
        return ""
    try:
        code, _ = _classify()(sample)
    except OSError as error:
        folder = tempfile.gettempdir()
        raise WhometError(f"{folder}: telling languages takes some room here ({error.strerror}); make some.") from error
    return "" if code == "zxx" else code


@cache
def _classify() -> Callable[[str], tuple[str, float]]:
    """The model takes half a second to load: only once a text is read, and once a run."""
    classify: Callable[[str], tuple[str, float]] = importlib.import_module("py3langid").classify
    return classify
