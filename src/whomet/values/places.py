"""Pure values about places: how their names are folded for comparison, and how far apart two points lie."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

# Letters that NFKD leaves whole, Arabic and Persian letters that writers interchange, and signs that join or vanish.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ə": "e",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ە": "ه", "ٱ": "ا", "ـ": "", "\u200c": "", "\u200d": "",
        "ʿ": "", "ʾ": "", "ʻ": "", "ʼ": "", "'": "", "’": "", "‘": "", "`": "", "´": "", "′": "",
    }
)  # fmt: skip
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map. `name` is the English one; `country` an ISO 3166-1 alpha-2 code, "" if that is disputed.

    `geonames_id` is 0 where none is known; coordinates are decimal degrees; `division` is GeoNames' first-level code,
    "" if not known; `kind` is "city", "region" or "country" (whose coordinates are the middle of its people).
    """

    geonames_id: int
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    division: str = ""
    kind: str = "city"


def fold_place_name(name: str) -> str:
    """A name without case, accents, apostrophes and punctuation; words apart by one space; "Saint" as "st".

    >>> fold_place_name("Sana'a"), fold_place_name("Saint-Denis"), fold_place_name("Genève")
    ('sanaa', 'st denis', 'geneve')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in name if not unicodedata.combining(c))
    if "." in name:
        name = _DOTTED.sub(lambda abbreviation: abbreviation.group().replace(".", "") + " ", name)
    folded = name.casefold().translate(_LETTERS)
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    return " ".join("st" if word == "saint" else word for word in words)


def kilometres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in km of two points given in decimal degrees (haversine)."""
    here, there = math.radians(latitude), math.radians(other_latitude)
    half_height = math.sin((there - here) / 2) ** 2
    half_width = math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(half_height + math.cos(here) * math.cos(there) * half_width))
