"""Meetings as FollowTheMoney entities, read by FollowTheMoney itself, where it is installed; `test_ftm_rules.py` holds
them to its rules without it."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import document, told

from whomet.exchange.ftm import write
from whomet.exchange.told import Told
from whomet.model import Account, Cell, CellReading, Claim, Meeting, Property, Span

followthemoney = pytest.importorskip("followthemoney")
MODEL = followthemoney.model


def lines(given_told) -> list[dict]:
    return [json.loads(line) for line in b"".join(write(given_told)).splitlines()]


def of_schema(entities: list[dict], schema: str) -> list[dict]:
    return [e for e in entities if e["schema"] == schema]


def meetings(given_told) -> list[dict]:
    return of_schema(lines(given_told), "Event")


def words_of(entity: dict, prop: str) -> dict[str, set[str]]:
    """Value -> the words it comes from."""
    said: dict[str, set[str]] = {}
    for s in entity["statements"]:
        if s["prop"] == prop:
            said.setdefault(s["value"], set()).add(s.get("original_value") or s["value"])
    return said


def dated(*dates: str, text: str = "They met.") -> Told:
    """A meeting of one account with these dates."""
    doc = document("d-1", "T\n" + text, "The Post", "2031-03-06", "T")
    claims = tuple(Claim(Property.DATE, value, (Span(2, 4),)) for value in dates)
    account = Account("aaaa00000001", doc.key, True, 0.9, claims)
    cells = (Cell(Property.STATUS, (CellReading("held", (account.id,)),)),)
    return Told(Meeting(account.id, (account.id,), cells), (account,), {doc.key: doc}, {}, 1)


def named(name: str) -> Told:
    """A meeting of one person, whose name is all of the text after the title, on the side of a party of that name."""
    base = dated(text=name)
    (account,) = base.accounts
    doc = base.document_of(account)
    span = (Span(2, len(doc.text)),)
    claims = (
        Claim(Property.PERSON_NAME, name, span, part=1),
        Claim(Property.PERSON_PARTY, name, span, part=1),
        Claim(Property.PARTY, name, span),
        Claim(Property.CITY, name, span),
    )
    return replace(base, accounts=(replace(account, claims=claims),))


def must_be_valid(entities: list[dict]) -> None:
    """Every schema and property is there, every value valid for its type, every reference of the range that it must
    have, and nothing that is required is missing."""
    by_id = {e["id"]: MODEL.get(e["schema"]) for e in entities}
    assert len(by_id) == len(entities)
    for entity in entities:
        schema = by_id[entity["id"]]
        schema.validate({"properties": entity["properties"]})
        assert set(schema.required) <= entity["properties"].keys()
        for name, values in entity["properties"].items():
            prop = schema.properties[name]
            for value in values:
                assert prop.type.validate(value), (entity["schema"], name, value)
                assert prop.range is None or by_id[value].is_a(prop.range), (entity["schema"], name)


def test_follow_the_money_reads_every_entity():
    """All are valid, and its own cleaning changes no value but that of an address."""
    entities = lines(told())
    must_be_valid(entities)
    assert {e["schema"] for e in entities} == {"Article", "LegalEntity", "Person", "Mention", "Representation", "Event"}
    for entity in entities:
        read = MODEL.get_proxy(entity, cleaned=False)
        kept = {p: sorted(v) for p, v in read.properties.items()}
        assert kept == {p: sorted(v) for p, v in entity["properties"].items()}


def test_statements_say_the_same_as_the_properties():
    """Read from its statements alone an entity has the same values, each statement with id and data set."""
    from followthemoney import StatementEntity
    from followthemoney.dataset import Dataset

    whomet = Dataset.make({"name": "whomet", "title": "Whomet"})
    for entity in lines(told()):
        alone = {key: value for key, value in entity.items() if key != "properties"}
        read = StatementEntity(whomet, alone)
        assert {p: sorted(read.get(p)) for p in read.properties} == {
            p: sorted(v) for p, v in entity["properties"].items()
        }
        assert len({s["id"] for s in entity["statements"]}) == len(entity["statements"])
        assert read.datasets == {"whomet"}


def test_every_word_is_where_its_origin_says():
    """The fragment of an origin leads to the original value in the document's text."""
    texts = {d.id: d.text for t in told() for d in t.documents.values()}
    entities = lines(told())
    articles = {e["id"]: texts[e["properties"]["fileName"][0]] for e in of_schema(entities, "Article")}
    followed = 0
    for statement in (s for e in entities for s in e["statements"]):
        article, found, fragment = (statement["origin"] or "").partition("#char=")
        if found:
            start, end = map(int, fragment.split(" ")[0].split(","))
            assert articles[article][start:end] == (statement["original_value"] or statement["value"])
            followed += 1
    assert followed > 40


def test_dates_that_differ_stand_beside_each_other():
    """Each with the words of its source, and whom that quotes."""
    talks = next(m for m in meetings(told()) if "(held)" in m["properties"]["name"][0])
    assert words_of(talks, "startDate") == {
        "2031-03-04": {"Tuesday evening"},
        "2031-03-06": {"6 March 2031"},
        "2031-03-07": {"7 March 2031"},
    }
    (origin,) = [s["origin"] for s in talks["statements"] if s["value"] == "2031-03-07"]
    assert origin.endswith("according to Evening Tide, quoting A source at the port")


def test_a_plan_looks_like_a_plan():
    """The name and a keyword say that it is planned; the month stays a month."""
    plan = next(m for m in meetings(told()) if "status: planned" in m["properties"]["keywords"])
    assert plan["properties"]["name"] == ["Meeting of Arvenia and Lotland (planned)"]
    assert plan["properties"]["startDate"] == ["2031-04"]


@pytest.mark.parametrize(
    ("edtf", "start", "end", "summary"),
    [
        ("2031-03-04", ["2031-03-04"], [], []),
        ("2031", ["2031"], [], []),
        ("2031-03-04/2031-03-06", ["2031-03-04"], ["2031-03-06"], []),
        ("2031-21", ["2031"], [], ["date (EDTF): 2031-21"]),
        ("2031-24", [], [], ["date (EDTF): 2031-24"]),
        ("[2031-03-04,2031-03-11]", ["2031-03"], [], ["date (EDTF): [2031-03-04,2031-03-11]"]),
        ("[2031-12-30,2032-01-06]", [], [], ["date (EDTF): [2031-12-30,2032-01-06]"]),
    ],
)
def test_no_date_is_more_precise_than_its_source(edtf, start, end, summary):
    """What a prefix of ISO 8601 can't tell is cut to what is certain, and kept in EDTF."""
    (meeting,) = meetings([dated(edtf)])
    found = meeting["properties"]
    assert [found.get(p, []) for p in ("startDate", "endDate", "summary")] == [start, end, summary]


def test_known_parties_are_what_they_are():
    """A state is a PublicBody of its country, a body between states an Organization, one unknown a LegalEntity."""
    for name, schema, country in (
        ("Norway", "PublicBody", ["no"]),
        ("United Nations", "Organization", []),
        ("Arvenia", "LegalEntity", []),
    ):
        (party,) = [e for e in lines([named(name)]) if e["schema"] in ("PublicBody", "Organization", "LegalEntity")]
        assert (party["schema"], party["properties"].get("country", [])) == (schema, country)


def test_a_person_is_one_wherever_met():
    """Two accounts' spellings are two Mentions of one Person; an unresolved name is a Person of its own."""
    entities = lines(told())
    (okonveld,) = [p for p in of_schema(entities, "Person") if p["properties"]["name"] == ["Mira Okonveld"]]
    mentions = [m for m in of_schema(entities, "Mention") if m["properties"]["resolved"] == [okonveld["id"]]]
    assert sorted(m["properties"]["name"][0] for m in mentions) == ["Mira Okonveld", "Mira Okonveld", "Miraa Okonvelt"]
    assert okonveld["properties"]["position"] == ["foreign minister"]
    assert len(of_schema(entities, "Person")) == 3


def test_only_addresses_of_the_web_are_links():
    """A script is no source's address."""
    bad = dated("2031")
    (key,) = bad.documents
    for url in ("javascript:alert(1)", "file:///etc/passwd", "https://a b/"):
        entities = lines([replace(bad, documents={key: replace(bad.documents[key], url=url)})])
        assert not [e for e in entities if "sourceUrl" in e["properties"]]
    assert [e for e in lines([bad]) if "sourceUrl" in e["properties"]]


def test_an_empty_register_has_no_entities():
    """No line, no byte."""
    assert b"".join(write([])) == b""


def test_the_order_of_accounts_changes_nothing():
    """The same bytes, whichever account or document comes first."""
    turned = [replace(t, accounts=t.accounts[::-1], documents=dict(reversed(t.documents.items()))) for t in told()]
    assert b"".join(write(turned)) == b"".join(write(told()))


def test_names_of_any_length_are_cut_and_kept():
    """A name of ten megabytes is valid, cut with an ellipsis, and whole as the original value."""
    name = "Mira " * 2_000_000
    entities = lines([named(name.strip())])
    must_be_valid(entities)
    (person,) = of_schema(entities, "Person")
    assert len(person["properties"]["name"][0]) == 384
    assert words_of(person, "name")[person["properties"]["name"][0]] == {name.strip()}


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), min_size=1))
def test_hostile_names_are_valid_and_kept(name):
    """Whatever a name holds: the line is ASCII, the entities valid, and the words are whole, half pairs aside."""
    data = b"".join(write([named(name)]))
    assert all(byte in range(0x20, 0x7F) or byte == 0x0A for byte in data.replace(b"\x7f", b""))
    entities = [json.loads(line) for line in data.splitlines()]
    must_be_valid(entities)
    (mention,) = of_schema(entities, "Mention")
    whole = "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in name)
    assert set().union(*words_of(mention, "name").values()) == {whole}
