"""Whether the words at a name say that who bears it is talked about or reports, rather than takes part: "missing
journalist Ada Lind", or only whose somebody is: "Ada Lind's deputy". The nouns are in bystanders.yaml."""

from __future__ import annotations

import re
from functools import cache

from whomet.knowledge.data import read_data
from whomet.model import Span

_REACH = 60  # code points


def is_bystander(text: str, name: Span) -> bool:
    """Whether such a noun stands right before the name, or in the first words set behind it, and "former" does not."""
    before, behind = _patterns()
    return bool(
        before.search(text, max(0, name.start - _REACH), name.start) or behind.match(text, name.end, name.end + _REACH)
    )


def only_owns(text: str, name: Span) -> bool:
    """Whether somebody else is meant, whose the name says: "Ada Lind's deputy"."""
    return _owned().match(text, name.end, name.end + _REACH) is not None


@cache
def _owned() -> re.Pattern[str]:
    owned = "|".join(re.escape(words) for words in read_data("bystanders")["owned"])
    between = "|".join(read_data("bystanders")["not_between"])
    return re.compile(rf"[’']s?\s{{1,3}}(?:(?!(?:{between})\b)[a-z-]{{1,20}}\s{{1,3}}){{0,3}}(?:{owned})\b")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    nouns = "|".join(read_data("bystanders")["nouns"])
    former = r"(?<!former )(?<!ex-)(?<!onetime )"
    before = rf"\b{former}(?:{nouns})\s{{1,3}}\Z"
    behind = rf",\s{{1,3}}(?:an?|the)\s{{1,3}}(?:(?!former\b)[\w-]{{1,20}}\s{{1,3}}){{0,2}}{former}(?:{nouns})\b"
    return re.compile(before, re.IGNORECASE), re.compile(behind, re.IGNORECASE)
