"""CAMEO dyads: which pairs get which code, and that a hostile register makes a harmless file."""

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import bare, claim, document, told

from whomet.exchange.cameo import COLUMNS, ORGANISATIONS, dyads, write
from whomet.exchange.told import Told
from whomet.knowledge.parties import party_with_id
from whomet.model import Account, Claim, Meeting, Property

TEXT = "Norway and Iceland met. The foreign minister of Norway spoke. Qatar was between them."


def account(*claims: Claim, ident: str = "a1") -> Account:
    return Account(ident, "k", True, 1.0, (claim(TEXT, "lead", "Norway and Iceland met."), *claims))


def one(*accounts: Account, **changes: str) -> Told:
    """A meeting that these accounts tell of, all in one document."""
    page = replace(document("d1", TEXT, "The Fjord", "2031-03-06", "Norway"), key="k", **changes)
    return Told(Meeting("m1", tuple(a.id for a in accounts)), accounts, {"k": page}, {}, 1)


def parties(*names: str) -> list[Claim]:
    return [bare("party", name) for name in names]


def read(pieces) -> list[dict[str, str]]:
    """The rows as pandas, R and LibreOffice read them: tabs, quoted where need be."""
    return list(csv.DictReader(io.StringIO(b"".join(pieces).decode(), newline=""), dialect="excel-tab"))


def codes(*claims: Claim) -> set[tuple[str, str, str]]:
    return {(r["source_name"], r["cameo_code"], r["target_name"]) for r in read(write([one(account(*claims))]))}


def both(code: str) -> set[tuple[str, str, str]]:
    return {("Norway", code, "Iceland"), ("Iceland", code, "Norway")}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([], "040"),
        ([("format", "phone")], "041"),
        ([("format", "video"), ("host", "Norway")], "041"),
        ([("format", "phone"), ("format", "in-person")], "040"),
        ([("country", "QA")], "044"),
        ([("country", "NO")], "040"),
        ([("country", "QA"), ("country", "NO")], "040"),
        ([("status", "held"), ("country", "QA")], "044"),
        ([("status", "ongoing")], "040"),
    ],
)
def test_a_pair_consults_both_ways(more, code):
    """Two sides that are told of alike get one code in both directions, and none that the account does not bear."""
    assert codes(*parties("Norway", "Iceland"), *(bare(*each) for each in more)) == both(code)


def test_the_host_hosts_and_the_guest_visits():
    """043 from the host, 042 from each guest; the guests meet in a country that is neither's."""
    found = codes(*parties("Norway", "Iceland", "Finland"), bare("host", "Norway"), bare("country", "NO"))
    assert {("Norway", "043", "Iceland"), ("Iceland", "042", "Norway"), ("Finland", "044", "Iceland")} < found
    assert len(found) == 6


@pytest.mark.parametrize("status", ["planned", "cancelled", "postponed"])
def test_what_did_not_take_place_has_no_row(status):
    """A meeting that was only planned, or called off, is none in CAMEO."""
    assert codes(*parties("Norway", "Iceland"), bare("mediator", "Qatar"), bare("status", status)) == set()


def test_a_mediator_mediates_even_between_those_who_do_not_meet():
    """045 from the mediator to each side; of an indirect contact nothing else is left."""
    between = {("Qatar", "045", "Norway"), ("Qatar", "045", "Iceland")}
    sides = [*parties("Norway", "Iceland"), bare("mediator", "Qatar")]
    assert codes(*sides) == both("040") | between
    assert codes(*sides, bare("contact", "indirect")) == between
    assert codes(*sides, bare("mediator", "Norway")) == both("040") | between | {("Norway", "045", "Iceland")}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Norway", "NOR"),
        ("State of Palestine", "PSE"),
        ("Kremlin", "RUS"),
        ("United Nations", "IGOUNO"),
        ("UN Security Council", "IGOUNO"),
        ("Hamas", ""),
        ("African Union", ""),
        ("Kosovo", ""),
        ("Soviet Union", ""),
        ("Lotland", ""),
    ],
)
def test_codes_of_sides(name, code):
    """A state's alpha-3, an organisation's code where CAMEO has one, and no guesses."""
    rows = read(write([one(account(*parties(name, "Iceland")))]))
    assert [row["source_code"] for row in rows if row["source_name"] == name] == [code]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("foreign minister", "NORGOV"),
        ("prime minister of Norway", "NORGOV"),
        ("former foreign minister", "NOR"),
        ("speaker of parliament", "NOR"),
        ("foreign minister of Iceland", "NOR"),
        ("singer", "NOR"),
    ],
)
def test_only_members_of_the_government_are_gov(role, code):
    """GOV needs somebody who is said to hold an office in the executive of the state that he speaks for."""
    person = [bare("person.name", "A", 1), bare("person.role", role, 1), bare("person.party", "Norway", 1)]
    row = read(write([one(account(*parties("Norway", "Iceland"), *person))]))[0]
    assert (row["source_code"], row["target_code"]) == (code, "ISL")


def test_every_organisation_is_one_of_ours():
    """The table's keys are ids of parties, its values codes of CAMEO's shape, none given twice."""
    assert all(party_with_id(key).kind == "international organisation" for key in ORGANISATIONS)
    assert all(re.fullmatch("(IGO|NGO)(UNO|WST)?[A-Z]{3}", code) for code in ORGANISATIONS.values())
    assert len(set(ORGANISATIONS.values())) == len(ORGANISATIONS)


def test_the_made_up_meetings():
    """Accounts stay apart, differing days leave the day empty, who is quoted for each is told, the plan has no row."""
    rows = read(write(told()))
    assert [r["id"] for r in rows] == ["3fa2b7c91d00-1", "3fa2b7c91d00-2", "3fa2b7c91e77-1", "3fa2b7c91e77-2"]
    assert [r["date"] for r in rows] == ["2031-03-04", "2031-03-04", "", ""]
    assert rows[2]["date_edtf"] == "2031-03-06; 2031-03-07"
    assert rows[2]["according_to"].endswith("2031-03-07 according to Evening Tide, quoting A source at the port")
    assert {r["meeting"] for r in rows} == {"3fa2b7c91d00"}


def test_every_row_leads_to_its_words():
    """Start and end cut the quoted words out of the document, whose address stands beside them."""
    texts = {d.id: d for meeting in told() for d in meeting.documents.values()}
    for row in read(write(told())):
        page = texts[row["document"]]
        assert " ".join(page.text[int(row["start"]) : int(row["end"])].split()) == row["words"] != ""
        assert row["source_url"] == page.url


def test_a_month_is_no_day():
    """What is known to the month alone has an EDTF value and no day."""
    row = read(write([one(account(*parties("Norway", "Iceland"), bare("date", "2031-04")))]))[0]
    assert (row["date"], row["date_edtf"]) == ("", "2031-04")


def test_nothing_is_a_header():
    """An empty register is a file with one line."""
    assert b"".join(write([])) == "\t".join(COLUMNS).encode() + b"\n"


def test_accounts_in_any_order_are_the_same_bytes():
    """The order in which accounts come says nothing."""
    turned = [replace(meeting, accounts=meeting.accounts[::-1]) for meeting in told()]
    assert list(write(turned)) == list(write(told()))


@given(st.text(alphabet=st.characters()), st.text(alphabet=st.characters()))
def test_hostile_names_stay_in_their_cells(name, url):
    """Whatever a name or an address holds: as many cells as columns, no formula, no line more than there are pairs."""
    whole = one(account(*parties(name, "Iceland"), bare("denial.by", name, 1)), url=url)
    data = b"".join(write([whole]))
    rows = read([data])
    assert len(rows) == len(list(dyads(whole.accounts[0])))
    for row in rows:
        assert set(row) == set(COLUMNS)
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert data.count(b"\n") == len(rows) + 1


def test_a_very_long_name_is_kept():
    """Ten million letters are no reason to fail, or to cut."""
    name = "N" * 10_000_000
    first, _ = list(write([one(account(*parties(name, "Iceland")))]))[1:]
    assert name.encode() in first


def test_chains_of_other_claims_are_left_out():
    """Only what a row says is attributed in it: who is quoted for a topic is not."""
    quoted = [Claim(Property(p), "x", according_to=("The Post",)) for p in ("topic", "city")]
    row = read(write([one(account(*parties("Norway", "Iceland"), *quoted))]))[0]
    assert row["according_to"] == "x according to The Post"
