"""The parts of an HTML page that have nothing to do with meetings: escaping, links, dates in words, head and foot.

The page allows itself nothing but its own style sheet, named by its hash (Content Security Policy, level 2): should
hostile text ever get through the escaping, it could still neither run nor load anything.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files

from whomet.values.edtf import is_valid

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Signs that do something unseen, or that HTML can't hold: controls, those that turn the direction of writing around,
half a surrogate pair, noncharacters, tags. Marks of direction (U+200E, U+200F, U+061C), which honest Arabic and Hebrew
texts use, stay: they reach no further than the element that isolates the quotation."""

_FIRST_HALF = ("January", "February", "March", "April", "May", "June")
_MONTHS = (*_FIRST_HALF, "July", "August", "September", "October", "November", "December")
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


def text(words: str) -> str:
    """Words as the HTML of an element; a sign that does something unseen is shown as its number."""
    return _UNSEEN.sub(lambda found: f'<span class="code">U+{ord(found[0]):04X}</span>', escape(words))


def attribute(words: str) -> str:
    """Words as the value of an attribute, without signs that do something unseen."""
    return escape(_UNSEEN.sub("", words))


def own(words: str) -> str:
    """Words of others in a line of ours, in the direction of their own first letter."""
    return f'<bdi dir="auto">{text(words)}</bdi>'


def ours(words: str) -> str:
    """A sentence of ours that quotes others: from left to right, also where what it quotes comes first."""
    return f'<bdi dir="ltr">{text(words)}</bdi>'


def link(url: str, shown: str) -> str:
    """`shown`, which is HTML, as a link where the address is one of the web; else alone."""
    if not web_page(url):
        return shown
    return f'<a href="{escape(_UNSEEN.sub("", url))}" rel="noreferrer noopener">{shown}</a>'


def web_page(url: str) -> bool:
    """Whether an address is one of the web, and nothing that runs."""
    return bool(re.match(r"https?://[^/]", url, re.IGNORECASE))


def in_words(edtf: str) -> str:
    """A date as it is read: "6 March 2031", "March 2031", "spring 2031", "... to ...", "one of ..., ..."; a date that
    is no EDTF as it stands."""
    if not is_valid(edtf):
        return edtf
    if edtf.startswith("["):
        return "one of " + ", ".join(_date(part.strip()) for part in edtf[1:-1].split(","))
    return " to ".join(map(_date, edtf.split("/")))


def _date(edtf: str) -> str:
    year, *rest = edtf.split("-")
    if rest[:1] and rest[0] in _SEASONS:
        return f"{_SEASONS[rest[0]]} {year}"
    named = [str(int(day)) for day in rest[1:]] + [_MONTHS[int(month) - 1] for month in rest[:1]]
    return " ".join([*named, year])


def style() -> str:
    """The style sheet of the page, as it ships: first that of a meeting, then that of all around it."""
    return sheet("html_meeting.css") + sheet("html.css")


def sheet(name: str) -> str:
    """One of the style sheets that ship."""
    return files("whomet.exchange").joinpath(name).read_text("utf-8")


def head(title: str) -> str:
    """The page up to its first words."""
    css = f"\n{style()}"
    digest = b64encode(sha256(css.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{css}</style>
</head>
<body>
"""


FOOT = "</body>\n</html>\n"
