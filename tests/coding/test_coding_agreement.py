"""Drawing, matching and measuring: what is computed, by figures that others published or that were reckoned by hand."""

from __future__ import annotations

import pytest

from whomet.faces.coding import agreement
from whomet.faces.coding.drawing import shares
from whomet.faces.coding.matching import matched
from whomet.faces.coding.measures import MEETING, Told, comparable, differing
from whomet.faces.coding.taking import _plain
from whomet.values.coding import CodedMeeting, Scale, is_name, person_of, place

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", data C: four coders, twelve units, some not judged.
PUBLISHED = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def units(rows, kind=float):
    """A unit for each column that two coders judged."""
    found = {}
    for place_of, column in enumerate(zip(*rows, strict=True)):
        said = {f"coder {n}": kind(value) for n, value in enumerate(column) if value is not None}
        if len(said) > 1:
            found[f"document {place_of}", 1, ""] = said
    return found


@pytest.mark.parametrize(("scale", "expected"), [(Scale.NOMINAL, 0.743), (Scale.DAYS, 0.849)])
def test_alpha_is_as_krippendorff_published_it(scale, expected):
    """Nominal and interval, with missing judgements; the interval holds it."""
    alpha, (low, high) = agreement._alpha(units(PUBLISHED), scale)
    assert round(alpha, 3) == expected
    assert low < alpha < high <= 1


def test_alpha_of_sets_counts_what_is_in_common():
    """By hand: MASI of {b} and {b, c} is 2/3; 1/3 observed, 7/9 expected."""
    rows = (("a", "b"), ("a", "bc"))
    alpha, _ = agreement._alpha(units(rows, frozenset), Scale.SET)
    assert alpha == pytest.approx(1 - (1 / 3) / (7 / 9))


def test_two_empty_sets_are_the_same():
    """Where nobody mediates, all agree."""
    alpha, interval = agreement._alpha(units((("", "b"), ("", "b")), frozenset), Scale.SET)
    assert (alpha, interval) == (1.0, None)


def test_without_variation_alpha_can_not_be_told():
    """All say one thing: chance explains it as well."""
    assert agreement._alpha(units(((1, 1), (1, 1))), Scale.NOMINAL) == (None, None)
    assert agreement._alpha({}, Scale.NOMINAL) == (None, None)


def test_the_interval_is_the_same_every_time():
    """Its seed is fixed."""
    assert agreement._alpha(units(PUBLISHED), Scale.NOMINAL) == agreement._alpha(units(PUBLISHED), Scale.NOMINAL)


@pytest.mark.parametrize(
    ("counts", "size", "expected"),
    [([10, 30], 4, [1, 3]), ([1, 1, 1], 2, [1, 1, 0]), ([7], 3, [3]), ([5, 5], 0, [0, 0]), ([2, 98], 10, [0, 10])],
)
def test_strata_get_their_share(counts, size, expected):
    """In proportion, the rest to the largest remainders."""
    assert shares(counts, size) == expected


TEXT = "Mira met Ole in Oslo. Later, Mira called Tomas. A third meeting with Ole is planned."


def meeting(words: str, parties: str, **cells: str) -> CodedMeeting:
    told = [("words", words), *(("parties", party) for party in parties.split()), *cells.items()]
    return CodedMeeting(tuple(told))


def test_meetings_are_matched_by_words_and_by_who_met():
    """Whatever order each has them in; what only one has stands alone; no coder's two become one."""
    ada = (meeting("Mira met Ole in Oslo.", "N D"), meeting("Later, Mira called Tomas.", "N S"))
    ben = (meeting("Mira called Tomas", "S N"), meeting("met Ole", "N"), meeting("A third meeting", "X Y"))
    groups = matched({"Ada": ada, "Ben": ben}, TEXT)
    assert [{c: m.value("words") for c, m in g.items()} for g in groups] == [
        {"Ada": "Mira met Ole in Oslo.", "Ben": "met Ole"},
        {"Ada": "Later, Mira called Tomas.", "Ben": "Mira called Tomas"},
        {"Ben": "A third meeting"},
    ]


def test_one_sentence_may_tell_of_two_meetings():
    """Then who met tells them apart, and matching does not look at date, place or status."""
    ada = (meeting(TEXT[:21], "N D", status="held"), meeting(TEXT[:21], "N S", status="planned"))
    ben = (meeting(TEXT[:21], "N S", status="held"), meeting(TEXT[:21], "N D", status="planned"))
    for group in matched({"Ada": ada, "Ben": ben}, TEXT):
        assert group["Ada"].all("parties") == group["Ben"].all("parties")
        assert group["Ada"].value("status") != group["Ben"].value("status")


def test_other_words_need_half_of_the_names():
    """Two who point at different sentences mean one meeting if those who met are mostly the same."""
    one, other = (meeting("Mira met Ole", "N D"),), (meeting("A third meeting", "D N"),)
    assert len(matched({"Ada": one, "Ben": other}, TEXT)) == 1
    assert len(matched({"Ada": one, "Ben": (meeting("A third meeting", "D S"),)}, TEXT)) == 2


def test_names_differ_in_spelling_alone_and_phrases_in_their_words():
    """Case and marks are no disagreement; a word more is one in part."""
    one, other = meeting("", "Türkiye", venue="the Old Mill"), meeting("", "turkiye", venue="Old Mill")
    assert comparable("parties", one) == comparable("parties", other)
    assert comparable("venue", other) < comparable("venue", one)
    group = {"Ada": one, "Ben": other}
    assert [d.field for d in differing(Told(1, "key", (group,), ("Ada", "Ben")))] == ["venue"]
    assert [d.field for d in differing(Told(1, "key", ({"Ada": one},), ("Ada", "Ben")))] == [MEETING]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("met  Ole", "met\n Ole"),
        ("in Oslo�now", "in Os\u00adlo\x1bnow"),
        ("Ole in", "Ole\N{LEFT-TO-RIGHT OVERRIDE} in"),
    ],
)
def test_words_are_found_that_a_spreadsheet_or_a_screen_changed(words, shown):
    """White space, soft hyphens, control and direction marks may be lost; the span is the text's own."""
    text = f"Then Mira {shown}."
    span = place(words.replace("�", " ") if "\x1b" in shown else words, text)
    assert span.of(text) == shown


def test_words_that_are_not_there_are_not_found():
    """Nor are none at all."""
    assert place("met Tomas", TEXT) is None
    assert place("  ", TEXT) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("'=SUM(A1)", "=SUM(A1)"),
        ("'2031-03-04", "2031-03-04"),
        ("'[2031,2032]", "[2031,2032]"),
        ("'t Hooft", "'t Hooft"),
    ],
)
def test_an_apostrophe_that_kept_a_cell_from_being_computed_is_taken_away(cell, expected):
    """One that belongs to a name stays."""
    assert _plain(cell) == expected


@pytest.mark.parametrize("name", ["../up", "=1+1", "", "a/b", "x" * 65, "(to settle)", "dot.", "new\nline", ": "])
def test_no_name_leads_out_of_a_folder_or_into_a_formula(name):
    """Letters, digits, spaces and a few signs only."""
    assert not is_name(name)
    assert is_name("Ada O'Brien-Łoś 2")


def test_a_person_is_name_role_and_party():
    """Less is enough, more is none."""
    assert person_of("Tomas Brae || Sweden").party == "Sweden"
    with pytest.raises(ValueError, match="a"):
        person_of("a|b|c|d")
