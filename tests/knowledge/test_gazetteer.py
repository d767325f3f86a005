"""The packed gazetteer: what goes in comes out, the order of input does not matter, and what ships is sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.errors import KnowledgeError
from whomet.knowledge.cut_gazetteer import Land, Row, pack
from whomet.knowledge.data import data_bytes, read_data
from whomet.knowledge.gazetteer import Gazetteer, gazetteer, towns
from whomet.values.places import fold_place_name, kilometres_between

ROWS = [
    Row(7, "Port Amity", "QA", "01", 1.5, -2.25, 900, ("Puerto Amistad", "ميناء", "PAM", "bwrt")),
    Row(3, "Sana‘a", "YE", "", -33.00001, 179.9, 5000, ("Sanaa", "Port Amity")),
    Row(9, "Ölmüt", "DE", "ENGLAND", 0.0, 0.0, 0),
]
LANDS = [Land("QA", 289688, 25.3, 51.5)]


def test_what_is_packed_is_found():
    """Names in any script, most populous first; main names told from others; codes and bare romanisations left out."""
    packed = Gazetteer(pack(ROWS, LANDS))
    assert [(packed.place(n).geonames_id, main) for n, main in packed.find("port amity")] == [(3, False), (7, True)]
    assert [packed.place(n).name for n, _ in packed.find("ميناء")] == ["Port Amity"]
    assert packed.find("pam") == packed.find("bwrt") == packed.find("no such place") == ()
    assert packed.opens_longer("port") and not packed.opens_longer("amity")
    place = packed.place(packed.find("port amity")[1][0])
    assert (place.latitude, place.longitude, place.population, place.division) == (1.5, -2.25, 900, "01")
    assert packed.countries_of_geonames() == {"QA": (289688, 25.3, 51.5)}
    assert packed.number_of(9) == 2 and packed.number_of(1) is None


def test_order_of_rows_does_not_matter():
    """The same rows in another order give the same bytes."""
    assert pack(ROWS, LANDS) == pack(ROWS[::-1], LANDS)


def test_other_bytes_are_refused():
    """A file that is no gazetteer is named as one."""
    with pytest.raises(KnowledgeError):
        Gazetteer(b"PK\x03\x04")


def test_what_ships_is_whole():
    """Every place has a name, a country and coordinates on the globe; every key is sorted and leads somewhere."""
    packed = gazetteer()
    assert len(packed.ids) > 30_000
    places = [packed.place(number) for number in range(0, len(packed.ids), 97)]
    assert all(place.name and len(place.country) == 2 for place in places)
    assert all(abs(place.latitude) <= 90 and abs(place.longitude) <= 180 for place in places)
    assert all(packed.find(fold_place_name(place.name)) for place in places)
    sample = [packed.keys[at] for at in range(0, len(packed.keys), 997)]
    assert sample == sorted(sample)


def test_towns_are_none_of_the_cities():
    """The smaller towns are not in the first pack, and go by names that can be folded and found."""
    assert len(towns().ids) > 30_000 and not set(towns().ids) & set(gazetteer().ids)
    places = [towns().place(number) for number in range(0, len(towns().ids), 997)]
    assert all(place.name and len(place.country) == 2 for place in places)
    assert all(towns().find(fold_place_name(place.name)) for place in places)


def test_ids_in_the_word_data_are_in_the_gazetteer():
    """Each id that places.yaml names is there, and places added at the cut bear the name given."""
    data = read_data("places")
    for row in data["added"]:
        number = gazetteer().number_of(row["id"])
        assert number is not None and gazetteer().place(number).name == row["name"]
    rows = [row for key in ("english", "known", "disputed") for row in data[key] if "id" in row]
    assert not [row for row in rows if gazetteer().number_of(row["id"]) is None]


def test_attribution_ships_beside_the_pack():
    """CC BY 4.0 asks for it."""
    assert b"GeoNames" in data_bytes("places.LICENSE") and b"CC BY 4.0" in data_bytes("places.LICENSE")


@given(st.text())
def test_folding_is_stable(name):
    """Folding a folded name changes nothing, and never raises."""
    assert fold_place_name(fold_place_name(name)) == fold_place_name(name)


def test_distance():
    """Doha to Tehran is about 1,150 km; a place lies at its own."""
    assert kilometres_between(25.285, 51.531, 35.694, 51.422) == pytest.approx(1157, abs=5)
    assert kilometres_between(1.0, 2.0, 1.0, 2.0) == 0
