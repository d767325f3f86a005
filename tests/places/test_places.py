"""Places in running text and places of meetings, as data (`cases.yaml`), and what holds for any text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.data import read_data
from whomet.knowledge.place_mentions import find_places
from whomet.knowledge.places import capital_of, countries, country_place, places_named, venue_named
from whomet.resolution.places import PlaceContext, resolve_place, why_unresolved

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
VENUES = read_data("venues")["venues"]
MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def found_in(text):
    return [text[m.start : m.end] for m in find_places(text)]


@pytest.mark.parametrize("sentence", CASES["found"])
def test_marked_places_are_found(sentence):
    """Exactly the marked stretches are found."""
    assert found_in(MARK.sub(r"\1", sentence)) == MARK.findall(sentence)


@pytest.mark.parametrize("sentence", CASES["not_found"])
def test_other_words_are_no_places(sentence):
    """Words, people and agreements that share a name with a town are left alone."""
    assert found_in(sentence) == []


@pytest.mark.parametrize("case", CASES["resolved"], ids=lambda case: case["words"])
def test_settings_resolve(case):
    """Words and the parties' countries give city and country, with a sentence that says how."""
    place = resolve_place(case["words"], PlaceContext(tuple(case.get("parties", ()))))
    assert place is not None and (place.city, place.country) == (case["city"], case["country"])
    assert place.basis


@pytest.mark.parametrize("case", CASES["unresolved"], ids=lambda case: case["words"])
def test_what_stays_open(case):
    """What nothing settles stays open, and an ambiguity is told in a sentence."""
    context = PlaceContext(tuple(case.get("parties", ())))
    assert resolve_place(case["words"], context) is None
    assert bool(why_unresolved(case["words"], context)) is case["told"]


@pytest.mark.parametrize("row", VENUES, ids=lambda row: row["name"])
def test_every_venue_is_found_and_resolves(row):
    """Each name of a venue is found in a plain sentence, and gives its city and country."""
    for name in (row["name"], *row.get("aliases", ())):
        text = f"later they sat at the {name} again"
        assert [(text[m.start : m.end], m.venue and m.venue.name) for m in find_places(text)] == [(name, row["name"])]
        assert venue_named(f"the {name}").city == row["city"]
        if row["city"] or row["country"]:
            place = resolve_place(f"the {name}")
            assert (place.city, place.country) == (row["city"], row["country"])


@pytest.mark.parametrize(
    "row", [row for row in VENUES if "must" in row or "must_not" in row], ids=lambda row: row["name"]
)
def test_venue_examples(row):
    """The sentences in venues.yaml: marked stretches name the venue, or do not."""
    for sentence in row.get("must", ()):
        text = MARK.sub(r"\1", sentence)
        assert set(MARK.findall(sentence)) <= {text[m.start : m.end] for m in find_places(text) if m.venue}
    for sentence in row.get("must_not", ()):
        assert not [m for m in find_places(MARK.sub(r"\1", sentence)) if m.venue]


def test_every_region_resolves_to_no_city():
    """A region is no city; a disputed one has no country."""
    for row in read_data("regions")["regions"]:
        larger = any(place.population > 1_000_000 for place in places_named(row["name"]))
        if larger or row.get("shared"):
            continue  # "Jilin" is a city first; "Georgia" a state
        place = resolve_place(f"in {row['name']}")
        assert place is not None and place.city == "", row["name"]
        assert place.country == ("" if row.get("disputed") else row["country"]), row["name"]


def test_disputed_places_have_no_country_of_their_own():
    """No place listed as disputed shows the country GeoNames gives it."""
    for row in read_data("places")["disputed"]:
        if "id" in row:
            mine = [place for place in places_named(row["name"]) if place.geonames_id == row["id"]]
            assert mine and mine[0].country == "", row["name"]


def test_capitals_lie_in_their_countries():
    """Every state with a capital has it in the gazetteer; Israel's is left to the source."""
    for row in read_data("states")["states"]:
        capital = capital_of(row["code"])
        assert (capital is not None and capital.country == row["code"]) == bool(row.get("capital")), row["name"]
    assert capital_of("IL") is None and capital_of("PS") is None


def test_countries_have_names_and_places():
    """Codes give names; a country as a place has its GeoNames id."""
    assert countries()["CD"] == "DR Congo" and countries()["NO"] == "Norway" and len(countries()) > 240
    assert country_place("QA").geonames_id == 289688 and country_place("ZZ") is None


def test_most_populous_first():
    """Cities of one name come with the largest first."""
    people = [place.population for place in places_named("Alexandria") if place.kind == "city"]
    assert len(people) > 3 and people == sorted(people, reverse=True)


words = st.sampled_from(
    ["New", "York", "Doha", ",", "Qatar", "in", "the", "capital", "Qatari", "St.", "’s", "\n", "Ont.", "Київ", "א"]
)
texts = st.one_of(st.text(), st.lists(words).map(" ".join))


@given(texts)
def test_spans_are_exact_and_apart(text):
    """For any text mentions lie in it, in order, and none overlap."""
    found = find_places(text)
    assert all(0 <= m.start < m.end <= len(text) and (m.places or m.venue) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(texts)
def test_resolving_never_raises(text):
    """Any words resolve or do not, the same each time; whoever resolves has a basis."""
    place = resolve_place(text)
    assert place == resolve_place(text)
    assert place is None or (
        place.basis and (place.city or place.country or "region" in place.basis or "words" in place.basis)
    )
    assert isinstance(why_unresolved(text), str)


@pytest.mark.parametrize("piece", ["New ", "A'", "St. ", "A.", "San ", "Al-", ", Doha"])
def test_hostile_repetition_stays_linear(piece):
    """A hundred thousand characters of one repeated piece are read at once, and resolve quickly."""
    text = piece * (100_000 // len(piece))
    assert find_places(text) is not None
    resolve_place(text)
