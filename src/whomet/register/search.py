"""Words as they are searched: folded to plain letters, so that one spelling finds the others.

SQLite's own folding (`remove_diacritics`) leaves Arabic as it is written; people write one name with and without
hamza, with teh marbuta or heh, with an Arabic or a Persian yeh. Both what is indexed and what is asked for pass
through `fold`, which leaves letters and digits with single spaces between words, the same on every database.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Letters that one name is written with now in one way, now in another; "" drops a sign that only lengthens or marks.
_VARIANTS = {
    "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH GOAL}": "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    "\N{ARABIC TATWEEL}": "",
    "\N{MODIFIER LETTER LEFT HALF RING}": "",
    "\N{MODIFIER LETTER RIGHT HALF RING}": "",
    "\N{MODIFIER LETTER TURNED COMMA}": "",
    "\N{MODIFIER LETTER APOSTROPHE}": "",
    "\N{SOFT HYPHEN}": "",
    "\N{ZERO WIDTH NON-JOINER}": "",
    "\N{ZERO WIDTH JOINER}": "",
}
_IDEOGRAPHS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class _Letters(dict[int, str]):
    """Code point -> what it is searched as; filled as letters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = "".join(_fold_letter(part) for part in unicodedata.normalize("NFKD", chr(code)))
        return folded


def _fold_letter(letter: str) -> str:
    if letter in _VARIANTS:
        return _VARIANTS[letter]
    if unicodedata.combining(letter):
        return ""
    if unicodedata.decimal(letter, None) is not None:
        return str(unicodedata.decimal(letter))
    if _IDEOGRAPHS.match(letter):  # written without spaces: each is a word of its own, a word of two is a phrase
        return f" {letter} "
    return letter.casefold() if letter.isalnum() else " "


_LETTERS = _Letters()


def fold(text: str) -> str:
    """`text` as it is searched: letters without marks, one case, one form of each variant, words between single spaces.

    Compatibility forms are taken apart (NFKD), so one code point may become several: offsets do not carry over.
    """
    return " ".join(text.translate(_LETTERS).split())


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: words that stand side by side, the last of them perhaps only begun."""

    words: str
    begun: bool = False

    def stands_in(self, folded: str) -> bool:
        """Whether a folded text has these words; where no index is there, this is the search."""
        return f" {self.words}{'' if self.begun else ' '}" in f" {folded} "


@dataclass(frozen=True, slots=True)
class Found:
    """What a search leads to: ids of accounts whose values match, keys of documents whose text does."""

    accounts: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()


def terms_of(asked: str) -> tuple[Term, ...]:
    """What each part of a search asks for: a word, a word begun ("nakhal*"), or words in double quotes side by side."""
    parts = (quoted or word for quoted, word in re.findall(r'"([^"]*)"|([^\s"]+)', asked))
    terms = (Term(fold(part), part.endswith("*")) for part in parts)
    return tuple(term for term in terms if term.words)
