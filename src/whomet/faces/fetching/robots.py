"""What a site asks of robots (RFC 9309), read by a library; how long it is believed, and what its absence means."""

from __future__ import annotations

from functools import lru_cache

from protego import Protego

from whomet.documents.encoding import without_surrogates

TOKEN = "Whomet"  # what a robots.txt calls us
LARGEST = 500 * 1024  # bytes that are read; what follows is nobody's concern, as the standard has it
BELIEVED = 24 * 3600.0  # seconds
LONGEST_PAUSE = 3600.0  # seconds between requests that a site may ask for
EVERYTHING = ""
"""The rules of a site that has none."""


def may(rules: str, url: str) -> bool:
    """Whether the rules let us have an address."""
    return _parsed(rules).can_fetch(url, TOKEN)


def pause(rules: str) -> float:
    """Seconds that the rules want between two requests, 0 for none said."""
    return min(float(_parsed(rules).crawl_delay(TOKEN) or 0), LONGEST_PAUSE)


@lru_cache(maxsize=64)
def _parsed(rules: str) -> Protego:
    return Protego.parse(without_surrogates(rules))
