"""Meetings on a map."""

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from made_up import document, told

from whomet.exchange.geojson import write
from whomet.exchange.told import Told
from whomet.model import Account, Claim, Meeting, Property, Span

FEATURE = {
    "type": "object",
    "required": ["type", "properties", "geometry"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": ["string", "number"]},
        "properties": {"type": ["object", "null"]},
        "geometry": {
            "oneOf": [
                {"type": "null"},
                {
                    "type": "object",
                    "required": ["type", "coordinates"],
                    "properties": {
                        "type": {"const": "Point"},
                        "coordinates": {
                            "prefixItems": [
                                {"type": "number", "minimum": -180, "maximum": 180},
                                {"type": "number", "minimum": -90, "maximum": 90},
                            ],
                            "minItems": 2,
                            "maxItems": 2,
                        },
                    },
                },
            ]
        },
    },
    "not": {"anyOf": [{"required": ["coordinates"]}, {"required": ["features"]}]},
}
COLLECTION = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": FEATURE}},
    "not": {"anyOf": [{"required": ["geometry"]}, {"required": ["properties"]}, {"required": ["crs"]}]},
}
"""RFC 7946, sections 3.1.2, 3.2, 3.3, 4 and 7.1, as far as points go."""


def features(given_told) -> list[dict]:
    collection = json.loads(b"".join(write(given_told)))
    Draft202012Validator(COLLECTION).validate(collection)
    found = collection["features"]
    assert len({f["id"] for f in found}) == len(found)
    return found


def placed(*accounts: tuple[str, str], text: str = "They met.") -> Told:
    """A meeting; each account is a document of its own that gives this city and country, "" for none."""
    documents, made = {}, []
    for number, (city, country) in enumerate(accounts):
        doc = document(f"doc-{number}", "T\n" + text, f"Post {number}", "2031-03-06", "T")
        claims = [(Property.CITY, city), (Property.COUNTRY, country)]
        said = tuple(Claim(prop, value, (Span(2, len(doc.text)),)) for prop, value in claims if value)
        documents[doc.key] = doc = replace(doc, key=f"{number:064d}")
        documents = {d.key: d for d in documents.values()}
        made.append(Account(f"aaaa0000000{number}", doc.key, True, 0.9, said))
    return Told(Meeting(made[0].id, tuple(a.id for a in made)), tuple(made), documents, {}, len(made))


def test_a_meeting_is_where_its_sources_put_it():
    """Longitude before latitude, the gazetteer's id, and who says so."""
    (feature,) = features([placed(("Geneva", "CH"), ("Geneva", "CH"))])
    longitude, latitude = feature["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (6, 46)
    assert feature["properties"]["geonames_id"] == 2660646
    assert feature["properties"]["placed_by"] == ["doc-0", "doc-1"]
    assert feature["properties"]["other_cities"] == []


def test_sources_that_differ_put_it_in_several_places():
    """A Feature for each city, each with those who give it, and the other one named."""
    cairo, doha = features([placed(("Doha", "QA"), ("Cairo", "EG"), ("Doha", "QA"))])
    assert (cairo["properties"]["city"], cairo["properties"]["placed_by"]) == ("Cairo", ["doc-1"])
    assert (doha["properties"]["city"], doha["properties"]["placed_by"]) == ("Doha", ["doc-0", "doc-2"])
    assert cairo["properties"]["other_cities"] == ["Doha"]
    assert cairo["geometry"] != doha["geometry"]


def test_a_city_without_its_country_is_the_one_that_others_mean():
    """ "Tripoli" alone is that of the other account, though a larger one bears the name; two stay two."""
    (one,) = features([placed(("Tripoli", "LB"), ("Tripoli", ""))])
    assert one["properties"]["placed_by"] == ["doc-0", "doc-1"]
    both = features([placed(("Springfield", "US"), ("Tripoli", "LB"), ("Tripoli", "LY"))])
    assert [f["properties"]["city"] for f in both] == ["Springfield", "Tripoli", "Tripoli"]
    assert both[1]["geometry"] != both[2]["geometry"]


def test_no_city_is_no_capital():
    """A country alone, or a city that no gazetteer knows, has no point."""
    (land,) = features([placed(("", "EG"))])
    assert land["geometry"] is None
    assert land["properties"]["city"] == ""
    (unknown,) = features([placed(("Port Sellis", "EG"))])
    assert unknown["geometry"] is None
    assert unknown["properties"]["city"] == "Port Sellis"


def test_every_value_leads_to_words_of_its_document():
    """The made-up meetings: each citation is where it says in a text, and the three dates keep who gives them."""
    texts = {d.id: d.text for t in told() for d in t.documents.values()}
    talks = next(f for f in features(told()) if f["properties"]["status"] == ["held"])["properties"]
    cited = [(d["id"], c) for d in talks["documents"] for c in d["cites"] if c["start"] is not None]
    assert len(cited) > 20
    for ident, cite in cited:
        assert texts[ident][cite["start"] : cite["end"]] == cite["text"]
    dates = {c["value"]: (i, c["text"], c["according_to"]) for i, c in cited if c["property"] == "date"}
    assert dates["2031-03-04"] == ("lota-1", "Tuesday evening", [])
    assert dates["2031-03-07"] == ("tide-1", "7 March 2031", ["Evening Tide", "A source at the port"])
    assert (talks["date"], talks["differ"]) == (["2031-03-06", "2031-03-04", "2031-03-07"], ["date"])
    assert (talks["earliest"], talks["latest"]) == ("2031-03-04", "2031-03-07")
    assert talks["documents"][0]["url"] == "https://news.example/lota-1"


def test_a_plan_keeps_its_month():
    """A planned meeting says so, and its month is not made a day."""
    plan = next(f for f in features(told()) if f["properties"]["status"] == ["planned"])["properties"]
    assert (plan["date"], plan["earliest"], plan["latest"]) == (["2031-04"], "2031-04-01", "2031-04-30")
    undated = features([placed(("Doha", "QA"))])[0]["properties"]
    assert (undated["date"], undated["earliest"], undated["latest"]) == ([], None, None)


def test_an_empty_register_is_an_empty_map():
    """A FeatureCollection without Features."""
    assert features([]) == []


def test_the_order_of_accounts_changes_nothing():
    """The same bytes, whichever account comes first."""
    given_told = [*told(), placed(("Doha", "QA"), ("Cairo", "EG"), ("Doha", ""))]
    turned = [replace(t, accounts=t.accounts[::-1]) for t in given_told]
    assert b"".join(write(turned)) == b"".join(write(given_told))


def test_it_is_written_as_it_is_read():
    """Nothing of a meeting waits for the next one."""
    pieces = write(iter([placed(("Doha", "QA")), 1]))
    assert b"FeatureCollection" in next(pieces)
    assert b'"city": "Doha"' in next(pieces)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), min_size=1))
def test_hostile_words_are_kept_and_harm_nothing(words):
    """Whatever a text holds: no byte beyond printable ASCII, and the words come back whole, half pairs aside."""
    data = b"".join(write([placed((words, ""), text=words)]))
    assert all(0x20 <= byte < 0x80 or byte == 0x0A for byte in data)
    (feature,) = json.loads(data)["features"]
    whole = "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in words)
    assert feature["properties"]["documents"][0]["cites"][0]["text"] == whole
    assert feature["properties"]["city"] in (whole, "")
