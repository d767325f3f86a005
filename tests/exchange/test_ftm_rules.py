"""FollowTheMoney entities keep its rules, also where the package that knows them can't be installed."""

import json
from dataclasses import replace

import pytest
from ftm_rules import LENGTHS, SCHEMAS, faults
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import told

from whomet.exchange.ftm import write
from whomet.exchange.told import Told
from whomet.model import Claim


def lines(given_told) -> list[dict]:
    return [json.loads(line) for line in b"".join(write(given_told)).splitlines()]


def hostile(one: Told, words: str) -> Told:
    """A meeting in which every value is these words."""
    accounts = tuple(replace(a, claims=tuple(_said(c, words) for c in a.claims)) for a in one.accounts)
    return replace(one, accounts=accounts)


def _said(claim: Claim, words: str) -> Claim:
    return claim if claim.property in ("date", "country") else replace(claim, value=words)


def test_every_entity_keeps_the_rules():
    """Schemas, properties, types, lengths, what must be there, and what each points at."""
    entities = lines(told())
    assert faults(entities) == []
    assert {e["schema"] for e in entities} >= {"Article", "Person", "Mention", "Representation", "Event"}
    assert not ({e["schema"] for e in entities} - SCHEMAS.keys())


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_words_break_the_rules(words):
    """Whatever a document has for names, sides, places and leads."""
    for one in told():
        assert faults(lines([hostile(one, words)])) == []


def test_values_of_ten_thousand_letters_are_cut():
    """At the length of their type."""
    assert faults(lines([hostile(one, "Okonveld " * 9000) for one in told()])) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda e: e["properties"].pop("name"), "Event: no name"),
        (lambda e: e["properties"].update(startDate=["early May"]), "Event: startDate: 'early May' is no date"),
        (lambda e: e["properties"].update(involved=["whomet-0"]), "Event: involved: whomet-0 is no LegalEntity"),
        (lambda e: e["properties"].update(mood=["tense"]), "Event: no property mood"),
        (lambda e: e["properties"].update(country=["lotland"]), "Event: country: 'lotland' is no country"),
    ],
)
def test_what_breaks_a_rule_is_seen(spoil, fault):
    """Else nothing here could fail."""
    entities = lines(told())
    spoil(next(e for e in entities if e["schema"] == "Event"))
    assert faults(entities) == [fault]


def test_the_rules_are_those_of_follow_the_money():
    """Where the package is installed: each schema, property, type and length is as written down."""
    model = pytest.importorskip("followthemoney").model
    for name, rules in SCHEMAS.items():
        schema = model.get(name)
        assert {s.name for s in schema.schemata} == rules.is_a
        assert set(schema.required) == rules.required
        for prop, kind in rules.properties.items():
            known = schema.properties[prop]
            assert ": ".join(filter(None, (known.type.name, known.range and known.range.name))) == kind
            assert known.type.max_length == LENGTHS[known.type.name]
