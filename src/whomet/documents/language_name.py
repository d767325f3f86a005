"""The language of a text, by py3langid over the whole of it, mended where it is known to be wrong on a few lines."""

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
_LATIN_LETTER = re.compile(r"[^\W\d_\u0250-\u1dff\u1f00-\U0010ffff]")
_OTHER_LETTERS = re.compile(r"[^\W\d_\x00-\u024f\u1e00-\u1eff]+")
_LATIN_SHARE = 2 / 3
_PIDGIN = "pcm"
_LEAST_PIDGIN = 200
"""Letters. Nigerian Pidgin is told from English by its own words, and a line of news may have none: of 1,663 English
sentences of 40 to 199 letters 11 were called so, for names and dates, of 81 longer ones none."""


def name_language(text: str) -> str:
    """BCP 47 code of the language most of `text` is in, "" if there is too little of it to tell.

    Raises WhometError where py3langid finds no room to unpack its model: then nothing can be read as it ought to be.
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if letters < _LEAST_LETTERS:
        return ""
    try:
        code, _ = _classify()(_mostly(sample, letters))
    except OSError as error:
        folder = tempfile.gettempdir()
        raise WhometError(f"{folder}: telling languages takes some room here ({error.strerror}); make some.") from error
    if code == _PIDGIN and letters < _LEAST_PIDGIN:
        return "en"
    return "" if code == "zxx" else code


def _mostly(sample: str, letters: int) -> str:
    """Without other scripts where most is Latin: an English sentence that gives names in Arabic was called Arabic."""
    if len(_LATIN_LETTER.findall(sample)) < letters * _LATIN_SHARE:
        return sample
    return _OTHER_LETTERS.sub(" ", sample)


@cache
def _classify() -> Callable[[str], tuple[str, float]]:
    """The model takes half a second to load: only once a text is read, and once a run."""
    classify: Callable[[str], tuple[str, float]] = importlib.import_module("py3langid").classify
    return classify
