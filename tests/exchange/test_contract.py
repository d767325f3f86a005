"""A reading as JSON: what the contract promises of each line."""

import json
from dataclasses import replace

import jsonschema
import made_up
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.exchange.contract import CONTRACT_VERSION, Places, encode, encode_all, schema
from whomet.model import Account, Claim, Document, Finding, FindingKind, Property, Reading, Span

READING_KEYS = ["id", "published", "published_doubt", "language", "reader", "meetings", "figures", "notes"]
ACCOUNT_KEYS = [
    *("main", "status", "denials", "contact", "format", "date", "date_basis", "time_text", "duration", "city"),
    *("country", "venue", "part_of", "parties", "mediators", "people", "delegations", "host", "chair", "topics"),
    *("outcomes", "statements", "lead", "confidence", "cites"),
]
CITED_KEYS = [
    *("lead", "parties", "date", "city", "country", "venue", "host", "status", "part_of", "mediators", "outcomes"),
]


def line(reading: Reading, places: Places | None = None) -> dict:
    return json.loads(encode(reading, places))


def cites_in(value):
    """Every citation anywhere in a line."""
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys():
            yield value
        for inner in value.values():
            yield from cites_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cites_in(inner)


@pytest.fixture(params=made_up.readings(), ids=lambda r: r.document.id)
def reading(request) -> Reading:
    return request.param


def test_every_line_fits_the_schema(reading):
    """What is printed is what `whomet schema` says."""
    checker = jsonschema.Draft202012Validator(schema())
    checker.check_schema(schema())
    checker.validate(line(reading))


def test_the_schema_refuses_what_the_contract_does_not_know():
    """A schema that accepts everything would prove nothing."""
    checker = jsonschema.Draft202012Validator(schema())
    bad = line(made_up.lota())
    bad["meetings"][0]["status"] = "happened"
    assert not checker.is_valid(bad)
    bad = line(made_up.lota())
    bad["meetings"][0]["venue"] = None
    assert not checker.is_valid(bad)
    bad = line(made_up.lota())
    del bad["meetings"][0]["lead"]
    assert not checker.is_valid(bad)


def test_the_schema_accepts_every_form_of_the_contract():
    """Each word that the contract lists for a key is one that the schema knows."""
    checker = jsonschema.Draft202012Validator(schema())
    forms = {
        "status": ["held", "ongoing", "planned", "postponed", "cancelled"],
        "contact": ["direct", "indirect"],
        "format": ["in-person", "phone", "video", "unspecified"],
        "date": ["", "2031-03-04", "2031-03", "2031", "2031-21", "2031-03-04/2031-03-06", "[2031-03-04,2031-03-11]"],
    }
    for key, values in forms.items():
        for value in values:
            good = line(made_up.lota())
            good["meetings"][0][key] = value
            checker.validate(good)
    for act in ["states", "demands", "offers", "agrees", "refuses", "condemns", "praises", "warns", "denies"]:
        good = line(made_up.lota())
        good["meetings"][0]["statements"][0]["act"] = act
        checker.validate(good)
    for kind in ["agreed", "signed", "joint statement", "no agreement", "broken off", "next meeting"]:
        good = line(made_up.tide())
        good["meetings"][0]["outcomes"][0]["kind"] = kind
        checker.validate(good)


def test_keys_stand_in_the_contracts_order(reading):
    """The contract's keys come first and in its order, whatever is added after them."""
    read = line(reading)
    assert list(read)[: len(READING_KEYS)] == READING_KEYS
    for account in read["meetings"]:
        assert list(account)[: len(ACCOUNT_KEYS)] == ACCOUNT_KEYS


def test_every_citation_is_exact(reading):
    """text[start:end] is the cited text, everywhere."""
    text, cites = reading.document.text, list(cites_in(line(reading)))
    assert cites
    assert all(text[c["start"] : c["end"]] == c["text"] for c in cites)


def test_every_key_with_a_value_cites(reading):
    """The keys that must cite do, those without a value have no entry."""
    for account in line(reading)["meetings"]:
        for key in CITED_KEYS:
            assert bool(account[key]) == (key in account["cites"]), key
        assert all(account["cites"].values())


def test_nothing_is_null(reading):
    """Strings are "" and lists empty when unknown."""
    assert b"null" not in encode(reading)


def test_one_line(reading):
    """A line holds no line end, so that JSON Lines stays one object a line."""
    assert b"\n" not in encode(reading)


def test_a_person_has_name_role_party_and_cites():
    """Name and role are cited apart; without a register no entity is named."""
    person = line(made_up.lota())["meetings"][0]["people"][0]
    assert person["name"] == "Mira Okonveld"
    assert person["role"] == "foreign minister"
    assert person["party"] == "Arvenia"
    assert person["person"] == ""
    assert person["cites"]["role"][0]["text"] == "Arvenian foreign minister"


def test_an_export_names_meeting_and_person():
    """From a register, accounts carry their meeting and people their entity; a reading alone carries no meeting."""
    places = Places({made_up.FIRST: "m1"}, {f"{made_up.FIRST}/1": "p-okonveld"})
    account = line(made_up.lota(), places)["meetings"][0]
    assert account["meeting"] == "m1"
    assert [p["person"] for p in account["people"]] == ["p-okonveld", ""]
    assert "meeting" not in line(made_up.lota())["meetings"][0]


def test_a_joint_statement_names_all_who_speak():
    """The speaker of a joint statement is "both", and `speakers` lists them."""
    said = line(made_up.tide())["meetings"][0]["statements"][0]
    assert said["speaker"] == "both"
    assert said["speakers"] == ["Arvenia", "Lotland"]


def test_both_are_the_parties():
    """Where the account itself says "both", `speakers` lists the sides of that account."""
    account = made_up.lota().accounts[0]
    claims = tuple(replace(c, value="both") if c.property is Property.STATEMENT_SPEAKER else c for c in account.claims)
    said = line(replace(made_up.lota(), accounts=(replace(account, claims=claims),)))["meetings"][0]["statements"][0]
    assert (said["speaker"], said["speakers"]) == ("both", ["Arvenia", "Lotland"])


def test_a_statement_of_one():
    """Speaker, cue, act and quotation marks come through."""
    said = line(made_up.lota())["meetings"][0]["statements"][0]
    assert (said["speaker"], said["speakers"]) == ("Mira Okonveld", ["Mira Okonveld"])
    assert (said["cue"], said["act"], said["quote"], said["via"]) == ("demanded", "demands", True, "")
    assert said["cites"]["text"][0]["text"] == said["text"]


def test_figures_are_numbers():
    """A figure has a number, what it counts with the words, and who gives it."""
    (figure,) = line(made_up.lota())["figures"]
    assert (figure["value"], figure["source"]) == (1240, "Red Lantern society")
    assert figure["cites"]["what"][0]["text"] == figure["what"]


@pytest.mark.parametrize("value", ["many", "", "inf", "nan", "1e999"])
def test_a_figure_without_a_number_becomes_a_note(value):
    """It is said, not dropped."""
    figures = tuple(
        replace(c, value=value) if c.property is Property.FIGURE_VALUE else c for c in made_up.lota().figures
    )
    read = line(replace(made_up.lota(), figures=figures))
    assert read["figures"] == []
    assert [n["kind"] for n in read["notes"]] == ["not-understood"]


def test_findings_become_notes_and_a_doubted_date_is_said():
    """A doubt about the date of publication has its own key, and stands with its words among the notes."""
    read = line(made_up.tide())
    assert read["published_doubt"] == "The page says 1931."
    assert read["notes"][0]["cites"][0]["text"] == "7 March 2031"


def test_a_second_value_is_kept_as_a_note():
    """A key with room for one value gives the first; the other, with its source, is not lost."""
    read = line(made_up.tide())
    account = read["meetings"][0]
    assert account["date"] == "2031-03-06"
    assert {c["text"] for c in account["cites"]["date"]} == {"6 March 2031"}
    assert account["cites"]["date"][0]["according_to"] == ["the Lotland news desk"]
    (note,) = [n for n in read["notes"] if n["kind"] == "sources-differ"]
    assert "2031-03-07" in note["text"] and "A source at the port" in note["text"]


def test_what_follows_says_how():
    """The sentence that leads from words to value is given, for the date under its own key too."""
    account = line(made_up.lota())["meetings"][0]
    assert account["date_basis"] == account["bases"]["date"]
    assert "2031-03-06" in account["date_basis"]


def test_what_is_unsaid_has_the_contracts_word():
    """Without a claim an account is held, direct and of unspecified format; held then rests on the lead."""
    text = "They spoke."
    lead = Claim(Property.LEAD, text, (Span(0, 11),))
    document = Document("k" * 64, "bare", text, "bare.txt", "0" * 64, "text 1")
    account = line(Reading(document, "rules 1", (Account("a", "k" * 64, True, 0.5, (lead,)),)))["meetings"][0]
    assert (account["status"], account["contact"], account["format"]) == ("held", "direct", "unspecified")
    assert account["cites"]["status"] == account["cites"]["lead"]


def test_ids_are_made_different():
    """By the beginning of the document's key, which names it whatever else is read; each change is noted."""
    lota, tide = made_up.lota(), made_up.tide()
    twin = replace(tide, document=replace(tide.document, id="lota-1"))
    apart, again = f"lota-1-{twin.document.key[:8]}", f"lota-1-{lota.document.key[:8]}"
    lines = [json.loads(found) for found in encode_all([lota, twin, lota, lota])]
    assert [found["id"] for found in lines] == ["lota-1", apart, again, f"{again}-2"]
    assert ["same-id" in [n["kind"] for n in found["notes"]] for found in lines] == [False, True, True, True]
    assert apart in lines[1]["notes"][0]["text"]


def test_every_line_says_its_contract():
    """A reader of the file can tell which contract it follows."""
    assert line(made_up.lota())["contract"] == CONTRACT_VERSION == "1"


@given(st.text(alphabet=st.characters(), max_size=40), st.data())
def test_any_text_can_be_cited(text, data):
    """Whatever code points a text holds, halves of surrogate pairs too, a line reads back with exact citations."""
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    document = Document("k" * 64, "any", text, "any.txt", "0" * 64, "text 1")
    finding = Finding(FindingKind.NOT_UNDERSTOOD, "These words.", spans=(span,))
    read = json.loads(encode(Reading(document, "rules 1", findings=(finding,))).decode("utf-8"))
    (cite,) = cites_in(read)
    assert text[cite["start"] : cite["end"]] == cite["text"] == span.of(text)


def test_half_a_surrogate_pair_is_escaped():
    """JSON input may hold one; UTF-8 can't, so the line falls back on an escape."""
    document = Document("k" * 64, "half \ud800", "a", "x", "0" * 64, "text 1")
    assert json.loads(encode(Reading(document, "rules 1")))["id"] == "half \ud800"
