"""The packed gazetteer: GeoNames' cities by folded name, searched where it lies, never parsed as a whole.

`cut_gazetteer` says how the file is laid out and makes it.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache

from whomet.errors import KnowledgeError
from whomet.knowledge.cut_gazetteer import MAGIC, MAIN_NAME
from whomet.knowledge.data import data_bytes
from whomet.values.places import Place

_CODE_LENGTH, _DIVISION_LENGTH = 2, 3


class Gazetteer:
    """Searches one packed file. Raises KnowledgeError if the bytes are none."""

    def __init__(self, packed: bytes) -> None:
        if not packed.startswith(MAGIC):
            raise KnowledgeError("places.pack is no packed gazetteer: cut it again with whomet.knowledge.cut_gazetteer")
        reader = _Columns(packed[len(MAGIC) :])
        places, keys, references, lands, names = reader.counts
        self.ids, self.latitudes, self.longitudes, self.populations = (reader.numbers(c, places) for c in "IiiI")
        self.countries = reader.raw(places * _CODE_LENGTH)
        self.divisions = reader.raw(places * _DIVISION_LENGTH)
        self.name_ends, self.key_ends = reader.numbers("I", places), reader.numbers("I", keys)
        self.reference_ends = reader.numbers("I", keys)
        self.references = reader.numbers("I", references)
        self.lands = reader.raw(lands).decode()
        self.names = reader.raw(names)
        self.keys = _Keys(reader.rest(), self.key_ends)

    def find(self, key: str) -> tuple[tuple[int, bool], ...]:
        """(number of the place, whether the key is its main name) of all places of a folded name, by population."""
        wanted = key.encode("utf-8", "replace")
        at = bisect_left(self.keys, wanted)
        if at == len(self.keys) or self.keys[at] != wanted:
            return ()
        start = self.reference_ends[at - 1] if at else 0
        found = self.references[start : self.reference_ends[at]]
        return tuple((number & ~MAIN_NAME, bool(number & MAIN_NAME)) for number in found)

    def opens_longer(self, word: str) -> bool:
        """Whether some name of several words begins with this folded word."""
        wanted = word.encode("utf-8", "replace") + b" "
        at = bisect_left(self.keys, wanted)
        return at < len(self.keys) and self.keys[at].startswith(wanted)

    def place(self, number: int) -> Place:
        """One place, under GeoNames' own name and country."""
        start = self.name_ends[number - 1] if number else 0
        return Place(
            geonames_id=self.ids[number],
            name=self.names[start : self.name_ends[number]].decode(),
            country=self.countries[number * 2 : number * 2 + 2].decode(),
            latitude=self.latitudes[number] / 1e5,
            longitude=self.longitudes[number] / 1e5,
            population=self.populations[number],
            division=self.divisions[number * 3 : number * 3 + 3].rstrip(b"\0").decode(),
        )

    def number_of(self, geonames_id: int) -> int | None:
        """The number of the place of a GeoNames id, None if the gazetteer lacks it."""
        try:
            return self.ids.index(geonames_id)
        except ValueError:
            return None

    def countries_of_geonames(self) -> dict[str, tuple[int, float, float]]:
        """Country code -> GeoNames id, latitude and longitude of the middle of its people."""
        rows = (line.split(" ") for line in self.lands.splitlines())
        return {code: (int(each), float(latitude), float(longitude)) for code, each, latitude, longitude in rows}


class _Columns:
    """Reads the columns one after the other."""

    def __init__(self, packed: bytes) -> None:
        self.counts = tuple(_numbers("I", packed[: 5 * 4]))
        self._bytes = zlib.decompress(packed[5 * 4 :])
        self._at = 0

    def raw(self, length: int) -> bytes:
        self._at += length
        return self._bytes[self._at - length : self._at]

    def rest(self) -> bytes:
        return self._bytes[self._at :]

    def numbers(self, code: str, count: int) -> array[int]:
        return _numbers(code, self.raw(count * 4))


class _Keys(Sequence[bytes]):
    """The sorted keys as a sequence that slices one out when asked."""

    def __init__(self, blob: bytes, ends: array[int]) -> None:
        self._blob, self._ends = blob, ends

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, at: int) -> bytes:  # type: ignore[override]  # bisect asks for one at a time
        return self._blob[self._ends[at - 1] if at else 0 : self._ends[at]]


def _numbers(code: str, raw: bytes) -> array[int]:
    column = array(code)
    column.frombytes(raw)
    if sys.byteorder == "big":
        column.byteswap()
    return column


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that Whomet ships, opened at first use."""
    return Gazetteer(data_bytes("places.pack"))


@cache
def towns() -> Gazetteer:
    """The smaller towns, by their main and Latin names: opened when a text first gives reason to look for one."""
    return Gazetteer(data_bytes("towns.pack"))


@lru_cache(maxsize=50_000)
def find_folded(key: str) -> tuple[tuple[int, bool], ...]:
    """`Gazetteer.find` of the shipped gazetteer, remembered."""
    return gazetteer().find(key)


@lru_cache(maxsize=50_000)
def opens_longer(word: str) -> bool:
    """`Gazetteer.opens_longer` of the shipped gazetteer, remembered."""
    return gazetteer().opens_longer(word)
