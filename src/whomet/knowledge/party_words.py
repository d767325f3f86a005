"""The words of a party's name: how a text is cut into tokens, and the key that a token is looked up by."""

from __future__ import annotations

import re

from whomet.values.places import fold_place_name

# One token: a dotted abbreviation, or a word with the marks that vowelled scripts set upon it, or a comma or plus.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u200c"
_TOKEN = rf"[^\W\d_](?:\.[^\W\d_])+\.?(?![^\W_])|[^\W_]+(?:[{_MARKS}]+[^\W_]*)*|[,+]"
TOKENS = re.compile(_TOKEN)
# What may stand between two tokens of one name: at most a line break and a sign or two, never a blank line.
NEXT = re.compile(rf"([^\S\n]{{0,2}}\n?[-‐‑–'’ʼ‘`´./&()\"“”]?[^\S\n]{{0,2}})({_TOKEN})")


def fold_token(token: str) -> str:
    """A token's key in the trie: no case, accents or dots; "Saint" as "st"."""
    if token.isascii():
        folded = token.lower()
        if "." in folded:
            return folded.replace(".", "")
        return "st" if folded == "saint" else folded
    return fold_place_name(token)


def fold_words(name: str) -> str:
    """The key of a whole name: its tokens folded, apart by a space."""
    return " ".join(fold_token(token) for token in TOKENS.findall(name))


def slug(name: str) -> str:
    """The id of a state by its name."""
    return fold_place_name(name).replace(" ", "-")


def plurals(adjective: str) -> tuple[str, ...]:
    """The adjective and the word for its people: "Iranian", "Iranians"; "Frenchman", "Frenchmen"."""
    if adjective.endswith("man"):
        return adjective, adjective[:-3] + "men"
    if adjective.endswith(("s", "x", "z", "sh", "ch", "ese")):
        return (adjective,)
    return adjective, adjective + "s"
