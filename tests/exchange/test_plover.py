"""PLOVER records: the published names, the modes, and what is left open."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from made_up import bare, claim, document, told

from whomet.exchange.plover import write
from whomet.exchange.told import Told
from whomet.model import Account, Claim, Meeting, Property

TEXT = "Norway and Iceland met in Doha. The foreign minister of Norway spoke. Qatar was between them."

TEXTS = {"type": "string"}
PARTY = {
    "type": "object",
    "required": ["text", "country", "code_1", "code_2"],
    "properties": {
        "text": {"type": "string", "minLength": 1},
        "country": {"pattern": "^([A-Z]{3})?$"},
        "code_1": {"enum": ["", "GOV"]},
        "code_2": TEXTS,
    },
}
GEO = {
    "type": ["object", "null"],
    "required": ["resolved_placename", "country_code3"],
    "properties": {"geonameid": {"pattern": "^[0-9]+$"}, "lat": {"type": "number"}, "lon": {"type": "number"}},
    "dependentRequired": {"lat": ["lon", "geonameid"]},
}
NAMED = {"type": "array", "items": {"type": "object", "required": ["text"]}}
RULES = Draft202012Validator(
    {
        "type": "object",
        "required": [
            *("id", "date", "event_type", "event_mode", "contexts", "event_text", "story_id", "publisher", "headline"),
            *("pub_date", "attributes", "event_geolocation", "cite_info", "story_people", "orig_id"),
        ],
        "properties": {
            "date": {"pattern": r"^(\d{4}-\d\d-\d\d)?$"},
            "event_type": {"const": "CONSULT"},
            "event_mode": {"enum": ["", "visit", "third-party", "multilateral", "phone"]},
            "contexts": {"enum": [[], ["future"]]},
            "attributes": {
                "required": ["ACTOR", "RECIP", "LOC", "DATE"],
                "additionalProperties": False,
                "properties": {
                    "ACTOR": {"type": "array", "items": PARTY, "minItems": 1},
                    "RECIP": {"type": "array", "items": PARTY},
                    "LOC": NAMED,
                    "DATE": NAMED,
                },
            },
            "event_geolocation": {"required": ["geo", "reason"], "properties": {"geo": GEO, "reason": TEXTS}},
            "cite_info": {"required": ["url", "language"]},
        },
    }
)
"""What the PLOVER manual and NGEC's code say of the fields that are used here, written down from them."""


def one(*claims: Claim, **changes: str) -> Told:
    """A meeting with one account in one document."""
    page = replace(document("d1", TEXT, "The Fjord", "2031-03-06", "Norway"), key="k", **changes)
    account = Account("a1", "k", True, 1.0, (claim(TEXT, "lead", "Norway and Iceland met in Doha."), *claims))
    return Told(Meeting("m1", ("a1",)), (account,), {"k": page}, {}, 1)


def parties(*names: str) -> list[Claim]:
    return [bare("party", name) for name in names]


def read(pieces) -> list[dict]:
    return [json.loads(line) for line in pieces]


def record(*claims: Claim, **changes: str) -> dict:
    (found,) = read(write([one(*claims, **changes)]))
    RULES.validate(found)
    return found


def names(found: dict, role: str) -> list[str]:
    return [each["text"] for each in found["attributes"][role]]


def test_every_line_has_the_published_shape():
    """The made-up register's lines keep the names and codes of PLOVER and NGEC."""
    lines = read(write(told()))
    for line in lines:
        RULES.validate(line)
    assert [line["orig_id"] for line in lines] == ["3fa2b7c91d00", "3fa2b7c91e77", "a07c55d20b18"]


def test_the_rules_refuse_what_is_none():
    """The schema finds an unknown mode and a month for a day."""
    for key, value in (("event_mode", "dinner"), ("date", "2031-03"), ("event_geolocation", {"geo": {}, "reason": ""})):
        with pytest.raises(ValidationError):
            RULES.validate(record(*parties("Norway")) | {key: value})


@pytest.mark.parametrize(
    ("more", "mode"),
    [
        ([], ""),
        ([("format", "phone"), ("host", "Norway")], "phone"),
        ([("format", "video")], "phone"),
        ([("format", "phone"), ("format", "in-person")], ""),
        ([("host", "Norway")], "visit"),
        ([("host", "Qatar")], "third-party"),
        ([("country", "QA")], "third-party"),
        ([("country", "IS")], ""),
        ([("party", "Finland"), ("host", "Norway")], "multilateral"),
    ],
)
def test_modes(more, mode):
    """The mode is the one that the account bears out, and none where it bears out none."""
    found = record(*parties("Norway", "Iceland"), *(bare(*each) for each in more))
    assert found["event_mode"] == mode
    assert found["id"] == f"a1_CONSULT_{mode}"


def test_one_side_alone_has_no_third_party():
    """Where only one side is known, the host may be the other one."""
    assert record(*parties("Norway"), bare("host", "Qatar"), bare("country", "QA"))["event_mode"] == ""


def test_visitors_act_and_hosts_receive():
    """ACTOR are the guests and RECIP the host; where none or all are hosts, or on the telephone, all are ACTOR."""
    sides = parties("Norway", "Iceland", "Finland")
    hosted = record(*sides, bare("host", "Norway"))
    assert (names(hosted, "ACTOR"), names(hosted, "RECIP")) == (["Iceland", "Finland"], ["Norway"])
    all_hosts = [bare("host", side.value) for side in sides]
    on_the_phone = [bare("host", "Norway"), bare("format", "phone")]
    for found in (record(*sides), record(*sides, *all_hosts), record(*sides, *on_the_phone)):
        assert (names(found, "ACTOR"), names(found, "RECIP")) == (["Norway", "Iceland", "Finland"], [])


def test_codes():
    """Country and sector of a state's government, IGO for an organisation, nothing for others."""
    person = [
        bare("person.name", "A", 1),
        bare("person.role", "foreign minister", 1),
        bare("person.party", "Norway", 1),
    ]
    found = record(*parties("Norway", "Iceland", "United Nations", "Hamas"), *person)
    codes = [(each["country"], each["code_1"]) for each in found["attributes"]["ACTOR"]]
    assert codes == [("NOR", "GOV"), ("ISL", ""), ("IGO", ""), ("", "")]
    assert found["story_people"] == ["A"]


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_was_called_off_has_no_line(status):
    """Neither a cancelled nor a postponed meeting is a consultation."""
    assert list(write([one(*parties("Norway", "Iceland"), bare("status", status))])) == []


def test_a_planned_meeting_lies_in_the_future():
    """PLOVER's context says that it has not taken place; a later word that it has counts."""
    assert record(*parties("Norway"), bare("status", "planned"))["contexts"] == ["future"]
    assert record(*parties("Norway"), bare("status", "planned"), bare("status", "held"))["contexts"] == []


def test_those_who_did_not_meet_have_no_line():
    """Indirect contacts are left out, and accounts that name no side."""
    assert list(write([one(*parties("Norway", "Iceland"), bare("contact", "indirect"))])) == []
    assert list(write([one(bare("city", "Doha"))])) == []


def test_mediators_stand_apart():
    """A mediator is no side of the consultation."""
    found = record(*parties("Norway", "Iceland"), bare("mediator", "Qatar"))
    assert names(found, "ACTOR") == ["Norway", "Iceland"]
    assert [(m["text"], m["country"]) for m in found["whomet"]["mediators"]] == [("Qatar", "QAT")]


def test_differing_dates_are_all_there():
    """The day is empty where an account gives two, and DATE has both with who says so."""
    line = next(line for line in read(write(told())) if line["orig_id"] == "3fa2b7c91e77")
    assert line["date"] == ""
    assert [d["text"] for d in line["attributes"]["DATE"]] == ["2031-03-06", "2031-03-07"]
    assert line["attributes"]["DATE"][1]["according_to"] == ["Evening Tide", "A source at the port"]


def test_every_cite_is_in_its_document():
    """Whatever has a start and an end cuts those words out of the document."""
    texts = {d.id: d.text for meeting in told() for d in meeting.documents.values()}

    def cites(node):
        if isinstance(node, dict) and "start" in node:
            yield node
        elif isinstance(node, dict | list):
            for each in node.values() if isinstance(node, dict) else node:
                yield from cites(each)

    found = [(line["story_id"], cite) for line in read(write(told())) for cite in cites(line)]
    assert len(found) > 10
    assert all(texts[name][cite["start"] : cite["end"]] == cite["text"] != "" for name, cite in found)


@pytest.mark.parametrize(
    ("places", "geo"),
    [
        ([], None),
        ([("city", "Doha"), ("city", "Oslo")], None),
        ([("country", "QA")], {"resolved_placename": "Qatar", "country_code3": "QAT"}),
        ([("city", "Port Sellis")], {"resolved_placename": "Port Sellis", "country_code3": ""}),
        ([("city", "Oslo")], {"resolved_placename": "Oslo", "country_code3": ""}),
    ],
)
def test_no_degrees_without_a_city_for_certain(places, geo):
    """A country has no point, nor has a city whose country nobody tells; two places are not one."""
    assert record(*parties("Norway"), *(bare(*each) for each in places))["event_geolocation"]["geo"] == geo


def test_a_city_has_its_point():
    """GeoNames' id and degrees stand beside the name."""
    geo = record(*parties("Norway"), bare("city", "Doha"), bare("country", "QA"))["event_geolocation"]["geo"]
    assert (geo["geonameid"], geo["country_code3"]) == ("290030", "QAT")
    assert abs(geo["lat"] - 25.3) < 0.2 and abs(geo["lon"] - 51.5) < 0.2


def test_nothing_is_nothing():
    """An empty register has no lines."""
    assert list(write([])) == []


def test_accounts_in_any_order_are_the_same_bytes():
    """The order in which accounts come says nothing."""
    turned = [replace(meeting, accounts=meeting.accounts[::-1]) for meeting in told()]
    assert list(write(turned)) == list(write(told()))


@given(st.text(alphabet=st.characters(), min_size=1), st.text(alphabet=st.characters()))
def test_hostile_text_is_lossless_and_plain(name, url):
    """Any name and address comes back letter for letter from one line of ASCII without control characters."""
    (raw,) = write([one(*parties(name), bare("city", name), url=url)])
    line = json.loads(raw)
    RULES.validate(line)
    assert raw.isascii() and not any(byte < 32 for byte in raw[:-1])
    assert names(line, "ACTOR") == names(line, "LOC") == [name]
    assert line["cite_info"]["url"] == url


def test_a_very_long_name_is_kept():
    """Ten million letters are no reason to fail, or to cut."""
    name = "N" * 10_000_000
    assert names(record(*parties(name)), "ACTOR") == [name]


def test_whose_party_a_claim_names():
    """A side that follows from other words says how."""
    found = record(Claim(Property.PARTY, "Norway", (), "the side that A speaks for"))
    assert found["attributes"]["ACTOR"][0]["basis"] == "the side that A speaks for"
