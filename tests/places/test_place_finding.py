"""`find_places` as data (`finding.yaml`, `place_senses.yaml`): what is found, what stays open, and who speaks."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.data import read_data
from whomet.knowledge.gazetteer import gazetteer
from whomet.knowledge.places import countries, country_place, place_of
from whomet.resolution.place_finding import find_places
from whomet.values.places import kilometres_between

CASES = yaml.safe_load((Path(__file__).parent / "finding.yaml").read_text(encoding="utf-8"))
MARK = re.compile(r"\[\[(.*?)\]\]|\{\{(.*?)\}\}")


@pytest.mark.parametrize("case", CASES["told"], ids=lambda case: case["text"][:40])
def test_places_are_told(case):
    """Each name that is a place is found with its English name, country and kind, and nothing else is."""
    found = {f.words: f"{f.name}, {f.country}, {f.kind}" for f in find_places(case["text"])}
    assert found == case["found"]


@pytest.mark.parametrize("case", CASES["told"], ids=lambda case: case["text"][:40])
def test_what_is_told_is_on_the_map(case):
    """What is told has coordinates and says how it follows; a city has its GeoNames id."""
    for each in find_places(case["text"]):
        assert each.latitude is not None and -90 <= each.latitude <= 90 and each.basis and not each.doubt
        assert each.geonames_id or each.kind == "region"


@pytest.mark.parametrize("sentence", CASES["open"])
def test_what_nothing_settles_stays_open(sentence):
    """An ambiguous name is found without coordinates and country, with a sentence that says why."""
    first = next(each for each in find_places(sentence) if each.kind == "city")
    assert (first.latitude, first.longitude, first.country, first.geonames_id) == (None, None, "", 0)
    assert first.words in first.doubt


@pytest.mark.parametrize("case", CASES["helped"], ids=str)
def test_source_and_parties_help(case):
    """The country of the publisher and those of the parties weigh, and do not decide where they say too little."""
    found = find_places(case["text"], case.get("publisher", ""), case.get("parties", ()))
    assert [each.country for each in found] == [case["country"]]


@pytest.mark.parametrize("example", read_data("place_senses")["examples"])
def test_powers_are_told_from_places(example):
    """In the examples of place_senses.yaml [[these]] names are powers and {{these}} places."""
    wanted = [(m[1] or m[2], bool(m[1])) for m in MARK.finditer(example)]
    found = find_places(MARK.sub(lambda m: m[1] or m[2], example))
    assert [(each.words, each.use == "metonym") for each in found] == wanted
    assert all(bool(each.stands_for) == (each.use == "metonym") for each in found)


def test_a_power_is_named():
    """A metonym says for whom it stands, and still where it is."""
    (kremlin,) = find_places("The Kremlin rejected the offer.")
    assert (kremlin.stands_for, kremlin.country, kremlin.geonames_id) == ("Russia", "RU", 524901)


def test_adjectives_are_found_when_asked_for():
    """Demonyms are no places, but a caller may have them, marked as what they are."""
    (syrian,) = find_places("A Syrian doctor came.", adjectives=True)
    assert (syrian.use, syrian.country, syrian.kind) == ("adjective", "SY", "country")


def test_a_city_has_a_place_on_the_map():
    """A meeting's city and country give GeoNames id and coordinates; what is ambiguous in its country gives none."""
    doha = place_of("Doha", "QA")
    assert doha and doha.geonames_id == 290030 and kilometres_between(doha.latitude, doha.longitude, 25.29, 51.53) < 5
    assert place_of("", "QA").kind == "country" and place_of("Jerusalem", "").geonames_id == 281184
    assert place_of("Jerusalem", "IL").geonames_id == 281184
    assert place_of("Springfield", "US") is None and place_of("Doha", "FR") is None and place_of("", "") is None


def test_countries_lie_among_their_people():
    """The middle of each country is no further from the middle of its people than large empty lands explain."""
    vast = {"RU", "CA", "AU", "BR", "ID", "PF", "MY", "GL", "CN", "DZ", "ML"}
    for code in countries():
        land, people = country_place(code), gazetteer().countries_of_geonames().get(code)
        if land is None or people is None or code in vast:
            continue
        assert kilometres_between(land.latitude, land.longitude, *people[1:]) < 650, code


words = st.sampled_from(
    ["Georgia", "Atlanta", ",", "Moscow", "said", "in", "'s", "Tanna", "New", "York", "Gov.", "\n", "Paris", "-", "the"]
)
texts = st.one_of(st.text(), st.lists(words).map(" ".join))


@given(texts)
def test_found_places_are_exact_and_apart(text):
    """For any text they lie in it, in order, none overlap, and open ones say why."""
    found = find_places(text)
    assert all(0 <= f.span.start < f.span.end <= len(text) for f in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(f.basis or f.doubt for f in found)
    assert found == find_places(text)


@pytest.mark.parametrize(
    "piece", ["Moscow and ", "Paris, ", "Georgia's ", "Tehran said ", "New ", "between a and ", "1, "]
)
def test_hostile_repetition_is_read_at_once(piece):
    """A hundred thousand characters of one repeated piece take no longer than other text."""
    assert find_places(piece * (100_000 // len(piece))) is not None
