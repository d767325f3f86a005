"""Parties: every name and every example in the word data, the traps, and what holds for any text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.errors import KnowledgeError
from whomet.knowledge import parties
from whomet.knowledge.data import read_data
from whomet.knowledge.parties import find_parties, party_named, party_with_id, spoken_for, state_of

STATES = read_data("states")
BODIES = read_data("organisations")
ROWS = [row for group in ("states", "territories", "historical") for row in STATES[group]] + BODIES["organisations"]
MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def unmarked(sentence):
    """The sentence without its marks, and the marked ranges in it."""
    plain, spans, at = "", [], 0
    for mark in MARK.finditer(sentence):
        plain += sentence[at : mark.start()]
        spans.append((len(plain), len(plain) + len(mark[1])))
        plain, at = plain + mark[1], mark.end()
    return plain + sentence[at:], spans


def named(row):
    return party_with_id(row["id"]) if "id" in row else party_named(row["name"])


def examples(key):
    return [pytest.param(row, each, id=each[:60]) for row in ROWS for each in row.get(key, ())]


@pytest.mark.parametrize(("row", "sentence"), examples("must"))
def test_marked_words_name_the_entry(row, sentence):
    """Each `must` sentence: every marked stretch, and exactly it, names its entry."""
    text, spans = unmarked(sentence)
    found = {(m.start, m.end) for m in find_parties(text) if m.party == named(row)}
    assert spans and set(spans) <= found


@pytest.mark.parametrize(("row", "sentence"), examples("must_not"))
def test_marked_words_do_not_name_the_entry(row, sentence):
    """Each `must_not` sentence: no mention of the entry touches the marked stretch."""
    text, spans = unmarked(sentence)
    hits = [m for m in find_parties(text) if m.party == named(row)]
    assert spans and not [m for m in hits for start, end in spans if m.start < end and start < m.end]


@pytest.mark.parametrize("row", STATES["ambiguous"] + BODIES["ambiguous"], ids=lambda row: row["form"])
def test_ambiguous_words_name_all_candidates_and_none(row):
    """A word that two parties share gives no party but both candidates; its counter-examples do not."""
    for sentence in row["must"]:
        text, spans = unmarked(sentence)
        found = {(m.start, m.end): m for m in find_parties(text) if m.form == "ambiguous"}
        assert set(spans) == set(found)
        assert all(m.party is None and len(m.candidates) == len(row["may_be"]) for m in found.values())
    for sentence in row.get("must_not", ()):
        assert not [m for m in find_parties(unmarked(sentence)[0]) if m.form == "ambiguous"]


@pytest.mark.parametrize("row", STATES["stopped"], ids=lambda row: row["phrase"])
def test_stopped_phrases_name_nobody(row):
    """A phrase such as "New Mexico" hides the state's name inside it."""
    assert not find_parties(f"they wrote of the {row['phrase']} again")


def test_every_name_is_found_as_its_own_party():
    """Each name, adjective and metonym, put in a plain sentence, is found whole and names its entry."""
    wrong = []
    for entry in parties._entries():
        if len(entry.candidates) != 1:
            continue
        party = entry.candidates[0]
        for name in (party.name, *party.aliases, *party.adjectives):
            text = f"yesterday those of {name} spoke of it"
            hit = next((m for m in find_parties(text) if m.start == 19), None)
            if hit is None or hit.party is not party or hit.end != 19 + len(name):
                wrong.append((party.id, name))
    assert not set(wrong)


def test_no_name_belongs_to_two_entries_unless_declared():
    """Every folded way of writing belongs to one party, or is declared ambiguous."""
    owners: dict[tuple[str, ...], set[str]] = {}
    for entry in parties._entries():
        if len(entry.candidates) == 1:
            key = tuple(map(parties._fold_token, entry.words))
            owners.setdefault(key, set()).add(entry.candidates[0].id)
    assert not {key: each for key, each in owners.items() if len(each) > 1}


def test_every_state_is_known_in_other_scripts():
    """Each state has names in Arabic, Persian, Hebrew and Russian letters, and a lookup of any of them gives it."""
    for row in STATES["states"]:
        names = (*row["native"], *row.get("looked_up", ()))
        assert all(party_named(name) == named(row) for name in names), row["name"]
        scripts = {unicodedata.name(name[0]).split()[0] for name in names}
        assert {"ARABIC", "HEBREW", "CYRILLIC"} <= scripts, row["name"]


def test_seats_of_government_are_metonyms_and_looked_up_too():
    """Each seat of government, said alone, stands for its state; beside a word that makes it a building it does not."""
    for row in STATES["states"]:
        for seat in row.get("seats", ()):
            (found,) = find_parties(f"yesterday {seat} denied it")
            assert (found.party, found.form) == (named(row), "metonym"), seat
            assert party_named(seat) == named(row), seat
            beside = find_parties(f"guards left {seat} grounds")
            assert not [m for m in beside if m.start == 12 and m.end >= 12 + len(seat)], seat


def test_looked_up_names_are_not_found_in_text():
    """A name that is an everyday word of its language is found by lookup alone."""
    for text, name in (("نظام مالي جديد", "مالي"), ("שיפוץ בנין ישן", "בנין"), ("После Того дня", "Того")):
        assert party_named(name) and not find_parties(text)


def test_short_aliases_of_the_ambiguous_kind_carry_examples():
    """A short alias that is also a word or another's abbreviation is not left without examples."""
    for wanted in ("PA", "AU", "Quad", "Congress", "WHO", "CAR", "Labour"):
        party = party_named(wanted)
        row = next(row for row in ROWS if named(row) == party)
        assert row.get("must") and row.get("must_not"), wanted


def test_the_states_are_complete():
    """193 members, two observers, Kosovo, Taiwan and Western Sahara, each with its own code."""
    codes = [row["code"] for row in STATES["states"]]
    assert len(codes) == 198 and max(Counter(codes).values()) == 1
    assert all(isinstance(code, str) and re.fullmatch("[A-Z]{2}", code) for code in codes)
    assert state_of("NO").name == "Norway"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A U.S.-led force left.", [("U.S.", "United States", "name")]),
        ("Russia's envoy spoke.", [("Russia", "Russia", "name")]),
        ("RUSSIA AND IRAN AGREE", [("RUSSIA", "Russia", "name"), ("IRAN", "Iran", "name")]),
        ("US AND IRAN TALK", [("US", "United States", "name"), ("IRAN", "Iran", "name")]),
        (
            "Iranian and South African ministers",
            [("Iranian", "Iran", "adjective"), ("South African", "South Africa", "adjective")],
        ),
        ("North Korean guards, New Mexico lawyers", [("North Korean", "North Korea", "adjective")]),
        ("in Niger and in Nigeria", [("Niger", "Niger", "name"), ("Nigeria", "Nigeria", "name")]),
        ("the People’s\nRepublic of China", [("People’s\nRepublic of China", "China", "name")]),
        (
            "Côte d’Ivoire or Cote d'Ivoire",
            [("Côte d’Ivoire", "Ivory Coast", "name"), ("Cote d'Ivoire", "Ivory Coast", "name")],
        ),
        ("Congress. Party time began", [("Congress", "US Congress", "name")]),
        ("زار وفد من حماس القاهرة", [("حماس", "Hamas", "name")]),
        (
            "the Kremlin and Downing Street",
            [("Kremlin", "Kremlin", "metonym"), ("Downing Street", "Downing Street", "metonym")],
        ),
        ("nothing here, not iran, not us", []),
    ],
)
def test_forms(text, expected):
    """What is found, letter for letter, whom it names, and in which form."""
    assert [(text[m.start : m.end], m.party.name, m.form) for m in find_parties(text)] == expected


def test_islamic_jihad_is_never_hezbollah():
    """The one is Palestinian, the other Lebanese; no name of the one may name the other."""
    jihad, hezbollah = party_with_id("islamic-jihad"), party_with_id("hezbollah")
    for party, other in ((jihad, hezbollah), (hezbollah, jihad)):
        for name in (party.name, *party.aliases):
            assert party_named(name) == party != other


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("the Islamic Republic of Iran", "Iran"),
        ("Hamas movement", "Hamas"),
        ("government of Turkey", "Turkey"),
        ("Turkish government", "Turkey"),
        ("REPUBLIC OF VANUATU", "Vanuatu"),
        ("St. Lucia", "Saint Lucia"),
        ("palestinian islamic jihad", "Islamic Jihad"),
        ("Moscow", "Russia"),
        ("Czechia", "Czech Republic"),
        ("Quai d’Orsay", "France"),
        ("Swaziland", "Eswatini"),
        ("Burma", "Myanmar"),
        ("Türkiye", "Turkey"),
        ("جمهوری اسلامی ایران", "Iran"),
        ("الولايات المتحدة الأمريكية", "United States"),
        ('ארה"ב', "United States"),
        ("Объединённые Арабские Эмираты", "United Arab Emirates"),
        ("भारत", "India"),
        ("대한민국", "South Korea"),
    ],
)
def test_party_named(name, expected):
    """Looks one name up in any case, with or without the words around it."""
    assert party_named(name).name == expected


def test_what_is_no_party():
    """An unknown name is None, an unknown id an error."""
    assert party_named("the Lower Puddle Choir") is None and party_named("") is None
    with pytest.raises(KnowledgeError):
        party_with_id("nobody")


def test_bodies_speak_for_their_state():
    """The Kremlin speaks for Russia abroad; Hamas for itself."""
    assert spoken_for(party_with_id("kremlin")).code == "RU"
    assert spoken_for(party_with_id("hamas")).id == "hamas"


words = st.sampled_from(
    ["Iran", "the", "U.S.", "US", "Islamic", "Jihad", "Jordan", "Smith", "'s", ",", "\n\n", "ايران", "-led", "“"]
)


@given(st.one_of(st.text(), st.lists(words).map(" ".join)), st.integers(0, 40), st.integers(0, 40))
def test_spans_lie_in_the_range_and_do_not_overlap(text, start, length):
    """For any text and any range: mentions lie inside it, in order, none overlapping, and a rerun gives the same."""
    end = min(len(text), start + length)
    found = find_parties(text, min(start, end), end)
    assert all(min(start, end) <= m.start < m.end <= end for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found == find_parties(text, min(start, end), end)


@pytest.mark.parametrize("piece", ["United ", "a.", "Republic of ", "'", "US ", "é", "A'", "\u0301"])
def test_hostile_repetition_stays_linear(piece):
    """Half a million characters of one repeated piece are read at once (a quadratic walk would take hours)."""
    assert find_parties(piece * (500_000 // len(piece))) is not None


@pytest.mark.parametrize(
    ("text", "name", "state"),
    [
        ("Kenyan opposition leader Otto Berg spoke.", "Kenyan opposition", "KE"),
        ("Kenya's opposition left.", "Kenyan opposition", "KE"),
        ("Talks with the British opposition failed.", "British opposition", "GB"),
        ("The Syrian opposition left.", "Syrian opposition", "SY"),
        ("The Tajik opposition left.", "United Tajik Opposition", "TJ"),
    ],
)
def test_each_state_has_an_opposition(text, name, state):
    """Where a list has one under some name, that is it."""
    (found,) = find_parties(text)
    assert found.party and (found.party.name, found.party.code) == (name, state)


def test_opposition_to_a_state_is_none():
    assert all(m.party.kind == "state" for m in find_parties("Kenya faced opposition. Opposition to Kenyan plans grew."))
