"""Numbers as English text writes them: "40,223", "1.2 million", "twenty-one", "half a million"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from whomet.knowledge.data import read_data

_DIGITS = r"\d{1,3}(?:[,\u2009\u202f]\d{3}){1,4}(?:\.\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?"


@cache
def number_pattern() -> str:
    """A regular expression for one number, digits or words, with its scale; linear."""
    data = read_data("figures")
    scale = "(?:" + "|".join(data["scales"]) + ")"
    short = "(?:" + "|".join(sorted(data["short_scales"], key=len, reverse=True)) + ")"
    spelled = "(?:" + "|".join([*data["tens"], *sorted(data["units"][1:], key=len, reverse=True)]) + ")"
    return (
        rf"(?:(?:{_DIGITS})(?:[\s-]{{1,2}}{scale}\b|\s?{short}\b)?"
        rf"|half[\s-](?:a|an)[\s-]{scale}\b|(?:an?\s+)?half[\s-]{scale}\b|an?\s+{scale}\b"
        rf"|\b{spelled}(?:-{spelled})?(?:[\s-]+{scale}){{0,2}}\b)"
    )


def value_of(words: str) -> str | None:
    """The number as plain digits ("1200000", "0.5"), None if the words are no number."""
    small, scales = _words()
    parts = re.findall(r"\d[\d,.\u2009\u202f]*|[a-z]+", words.lower())
    total: Decimal | None = None
    for part in parts:
        if part[0].isdigit():
            total = _digits(part)
        elif part == "half":
            total = Decimal("0.5")
        elif part in ("a", "an"):
            total = Decimal(1) if total is None else total
        elif part in small:
            total = (total or Decimal(0)) + small[part]
        elif part in scales:
            total = (Decimal(1) if total is None else total) * scales[part]
    if total is None:
        return None
    return str(int(total)) if total == int(total) else format(total.normalize(), "f")


def _digits(part: str) -> Decimal:
    part = part.rstrip(".,").replace("\u2009", ",").replace("\u202f", ",")
    if re.fullmatch(r"\d{1,12},\d{1,2}", part):  # a decimal comma
        return Decimal(part.replace(",", "."))
    return Decimal(part.replace(",", ""))


@cache
def _words() -> tuple[dict[str, int], dict[str, int]]:
    data = read_data("figures")
    small = {w: i for i, w in enumerate(data["units"])} | {w: 20 + 10 * i for i, w in enumerate(data["tens"])}
    return small, data["scales"] | data["short_scales"]
