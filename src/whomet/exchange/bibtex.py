"""Citations as BibTeX, of the same items as `csl`: @misc entries that BibTeX, biber, JabRef and Zotero read.

Plain BibTeX takes `title`, `howpublished`, `year`, `month`, `url` and `note`; biblatex, which knows more, also `date`,
`eventdate` and `related` (a meeting's sources, printed with it). The file is UTF-8; what TeX would act on is
written as commands, what it can't print is a space (controls) or left out (signs that turn the direction of writing).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from whomet.exchange.csl import Item, items
from whomet.exchange.told import Told

_COMMANDS = {
    **{sign: f"\\{sign}" for sign in "$&#%_"},
    **{"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}"},
    **{"^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"},
}
"""Signs that TeX acts on or prints as another; braces as commands, for BibTeX counts even those after a backslash."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNPRINTED = (range(0x20), range(0x7F, 0xA0), range(0xD800, 0xE000))  # controls, halves of surrogate pairs
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_AS_TEX: dict[int, str | None] = {
    **{ord(sign): command for sign, command in _COMMANDS.items()},
    **{number: " " for numbers in _UNPRINTED for number in numbers},
    **dict.fromkeys(map(ord, _TURNING)),
}


def write(told: Iterable[Told]) -> Iterator[bytes]:
    """An entry for each meeting, then one for each source; sources are kept, without their texts, until the end.

    A key is the id of the CSL item; what is no Latin letter, digit or one of "_.:" becomes a hyphen.
    """
    for item in items(told, _key):
        fields = "".join(f"  {name} = {value},\n" for name, value in _fields(item))
        yield f"@misc{{{item['id']},\n{fields}}}\n\n".encode()


def _key(ident: str) -> str:
    """An id as a key: every run of other signs is a hyphen."""
    return re.sub(r"[^A-Za-z0-9_.:]+", "-", ident).strip("-") or "document"


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    """Names and values, as they stand in the file. Titles in two pairs of braces: no style changes their capitals."""
    if "title" in item:
        yield "title", f"{{{{{escaped(item['title'])}}}}}"
    yield from _dates(item)
    for name, of in (("howpublished", "container-title"), ("venue", "event-place"), ("abstract", "abstract")):
        if of in item:
            yield name, f"{{{escaped(item[of])}}}"
    if "URL" in item:
        yield "url", f"{{{quote(item['URL'].encode('utf-8', 'replace'), safe=_OF_URLS)}}}"
    if "language" in item:
        yield "language", f"{{{escaped(item['language'])}}}"
    if "sources" in item["custom"]:
        yield "related", f"{{{','.join(item['custom']['sources'])}}}"
    yield "note", f"{{{escaped(item['note'])}}}"


_OF_URLS = "%/:?#[]@!$&'()*+,;=~"
"""Signs of an address that stay; braces, backslashes, spaces and all that is not ASCII are percent-encoded."""


def _dates(item: Item) -> Iterator[tuple[str, str]]:
    """The day a source appeared, the day of a meeting; none where the sources differ, which the title says."""
    if parts := item.get("issued", {}).get("date-parts"):
        yield "date", f"{{{_iso(parts[0])}}}"
        yield "year", f"{{{parts[0][0]:04}}}"
        yield from (("month", _MONTHS[month - 1]) for month in parts[0][1:2])
    held = item.get("event-date", {})
    if "date-parts" in held and "season" not in held:
        yield "eventdate", f"{{{'/'.join(map(_iso, held['date-parts']))}}}"


def _iso(parts: list[int]) -> str:
    return "-".join(f"{number:0{4 if place == 0 else 2}}" for place, number in enumerate(parts))


def escaped(text: str) -> str:
    """Text on one line that TeX prints and does not act on."""
    return " ".join(text.translate(_AS_TEX).split())
