"""The other code of a country: ISO 3166-1 alpha-3, which datasets of who did what to whom use (`data/alpha3.yaml`)."""

from __future__ import annotations

from whomet.knowledge.data import read_data


def alpha3(code: str) -> str:
    """ISO 3166-1 alpha-3 of an alpha-2 code, "" for none: "XK" (Kosovo) is a code that ISO has not assigned.

    >>> alpha3("QA")
    'QAT'
    """
    found: str = read_data("alpha3").get(code, "")
    return found
