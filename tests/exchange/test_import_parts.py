"""What others wrote becomes claims that lead to the words of their rows, or stays text; nothing is guessed or lost."""

import json
from dataclasses import replace

import made_up
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whomet.errors import InputError
from whomet.exchange.contract import encode_all
from whomet.exchange.importing import foreign
from whomet.exchange.importing.columns import proposed, read_map, written
from whomet.exchange.importing.placing import Kept
from whomet.exchange.importing.readings import reading_in
from whomet.exchange.importing.records import Record, Trouble
from whomet.exchange.importing.tables import csv_sheet, workbook_sheet
from whomet.language.times import written_date
from whomet.model import Property
from whomet.pipeline import read_row

KEPT = Kept("talks.csv", "Ada")


def row(**cells: str) -> Record:
    return Record("line 2", tuple((name.replace("__", "."), cell) for name, cell in cells.items()))


def placed(record: Record, more: str = ""):
    """A row, read by the names of its columns, or by a map."""
    names = [name for name, _ in record.cells]
    return read_row(record, read_map(more, "map.yaml", names) if more else proposed(names), KEPT)


def values(record: Record, prop: str, more: str = "") -> list[str]:
    return [v for a in placed(record, more).reading.accounts for v in a.values(Property(prop))]


def troubles(record: Record, more: str = "") -> list[str]:
    return [str(t) for t in placed(record, more).troubles]


# ------------------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("May 2014", "2014-05"),
        ("early 2014", "2014"),
        ("early May 2014", "2014-05"),
        ("spring 2014", "2014-21"),
        ("3-5 May 2014", "2014-05-03/2014-05-05"),
        ("between 3 and 5 May 2014", "2014-05-03/2014-05-05"),
        ("May-June 2014", "2014-05/2014-06"),
        ("2014-05-03", "2014-05-03"),
        ("2014", "2014"),
        ("2014-05", "2014-05"),
        ("03/04/2014", "[2014-03-04,2014-04-03]"),
        ("2014-05-03 10:30", "2014-05-03"),
        ("[2014-05-03,2014-05-10]", "[2014-05-03,2014-05-10]"),
    ],
)
def test_a_date_is_as_exact_as_its_words(words, edtf):
    """Partial dates, ranges and figures that may be read in two ways."""
    assert values(row(date=words), "date") == [edtf]


@pytest.mark.parametrize(
    "words",
    ["soon", "31 February 2014", "c. May 2014", "99999", "0014-05-03", "9999-01-01", "before May 2014", "Tuesday"],
)
def test_what_is_no_date_stays_words(words):
    """A day that there is not, one too far off, or none at all: no date, but the words and a trouble."""
    record = row(date=words, parties="Arvenia; Lotland")
    assert values(record, "date") == []
    assert values(record, "time_text") == [words]
    assert "column date" in troubles(record)[0]


@pytest.mark.parametrize(("order", "edtf"), [("day first", "2014-04-03"), ("month first", "2014-03-04")])
def test_a_map_says_the_order_of_figures(order, edtf):
    """3/4/2014 is what the team means by it."""
    assert values(row(date="03/04/2014"), "date", f"columns: {{date: {{as: date, order: {order}}}}}") == [edtf]
    assert written_date("13/04/2014", order) == "2014-04-13"


@pytest.mark.parametrize(
    ("cells", "dates", "said"),
    [
        ({"start": "3 May 2014", "end": "5 May 2014"}, ["2014-05-03/2014-05-05"], ""),
        ({"start": "3 May 2014"}, ["2014-05-03"], ""),
        ({"start": "5 May 2014", "end": "3 May 2014"}, [], "before the first day"),
        ({"end": "3 May 2014"}, [], "no first day"),
        ({"start": "3 May 2014", "end": "later"}, [], "no date"),
    ],
)
def test_first_and_last_day_are_a_range(cells, dates, said):
    """Where the end is not known, the first day alone would be more exact than the row."""
    record = row(parties="Arvenia", **cells)
    assert values(record, "date") == dates
    assert any(said in t for t in troubles(record)) if said else troubles(record) == []


# ----------------------------------------------------------------------------------------- people and places


def test_people_have_roles_and_sides_in_brackets():
    """A role, a side, or both; a side that stands alone is a side; separators in brackets part nobody."""
    record = row(
        people="Mira Okonveld (foreign minister; deputy, Norway); Tomas Brae (Sweden)\nIda Holm [envoy] ; Chad"
    )
    assert values(record, "person.name") == ["Mira Okonveld", "Tomas Brae", "Ida Holm"]
    assert values(record, "person.role") == ["foreign minister; deputy", "envoy"]
    assert values(record, "person.party") == ["Norway", "Sweden"]
    assert values(record, "party") == ["Chad"]


def test_people_have_columns_of_their_own():
    """Names, roles and sides belong together by their numbers; a role without a name is nobody's."""
    record = Record(
        "line 2",
        (("Name 1", "Mira Okonveld"), ("Role 1", "envoy"), ("Affiliation 1", "Norway"), ("Name 2", "Tomas Brae")),
    )
    assert values(record, "person.name") == ["Mira Okonveld", "Tomas Brae"]
    parts = [{p.value: c.value for p, c in part.items()} for part in placed(record).reading.accounts[0].parts("person")]
    assert parts == [
        {"person.name": "Mira Okonveld", "person.role": "envoy", "person.party": "Norway"},
        {"person.name": "Tomas Brae"},
    ]
    assert "said of nobody" in troubles(Record("line 2", (("Role 3", "envoy"), ("date", "2014"))))[0]


@pytest.mark.parametrize(
    ("cells", "city", "country"),
    [
        ({"place": "Geneva, Switzerland"}, ["Geneva"], ["CH"]),
        ({"place": "Oslo"}, ["Oslo"], ["NO"]),
        ({"place": "Switzerland"}, [], ["CH"]),
        ({"city": "Geneva", "country": "Switzerland"}, ["Geneva"], ["CH"]),
        ({"city": "Port Sellis"}, ["Port Sellis"], []),
        ({"city": "Springfield"}, ["Springfield"], []),
        ({"country": "Atlantis"}, [], []),
        ({"place": "Port Sellis"}, [], []),
    ],
)
def test_places_are_looked_up_and_never_guessed(cells, city, country):
    """What the gazetteer does not know, or knows twice, has no country."""
    record = row(date="2014", **cells)
    assert (values(record, "city"), values(record, "country")) == (city, country)
    unknown = "Atlantis" in cells.values() or ("place" in cells and not (city or country))
    assert bool(troubles(record)) == unknown


def test_fixed_words_are_ours_or_the_maps():
    """A status in other words is one where the map says so."""
    record = row(status="ja", date="2014")
    assert "is none of: held" in troubles(record)[0]
    assert values(record, "status", "columns: {status: {as: status, words: {Ja: held}}, date: date}") == ["held"]


# ------------------------------------------------------------------------------------ the row as a document


def test_every_claim_points_at_its_cell():
    """The words of each span are the cell, or a part of it; what is told is told by the row's source."""
    record = row(
        date="May 2014", people="Mira Okonveld (Norway)", source="The Lota Courier", url="https://news.example/1"
    )
    read = placed(record).reading
    assert read.document.text == (
        "date: May 2014\npeople: Mira Okonveld (Norway)\nsource: The Lota Courier\nurl: https://news.example/1\n"
    )
    shown = {c.property: c.spans[0].of(read.document.text) for c in read.accounts[0].claims}
    assert shown[Property.DATE] == "May 2014"
    assert shown[Property.PERSON_NAME] == "Mira Okonveld"
    assert shown[Property.PERSON_PARTY] == "Norway"
    assert {c.according_to for c in read.accounts[0].claims} == {("The Lota Courier",)}
    assert (read.document.url, read.document.publisher.value) == ("https://news.example/1", "Ada")


def test_a_row_is_one_whoever_brings_it():
    """The same row has the same key, whatever its place and its keeper; another cell makes another."""
    one = placed(row(date="2014", parties="Chad")).reading.document.key
    other = read_row(
        replace(row(date="2014", parties="Chad"), place="line 9"),
        proposed(["date", "parties"]),
        Kept("talks.csv", "Bo"),
    )
    assert other.reading.document.key == one
    assert placed(row(date="2015", parties="Chad")).reading.document.key != one


def test_a_row_without_a_meeting_is_kept_as_text():
    """Its words are in the register, with a finding, and no account."""
    read = placed(row(notes="call them back", topics="river")).reading
    assert read.accounts == ()
    assert "call them back" in read.document.text
    assert "neither who met" in read.findings[0].text


CELLS = st.dictionaries(
    st.sampled_from(["date", "people", "place", "parties", "source.published", "start", "end", "id"]),
    st.text(max_size=40),
)


@given(CELLS)
@settings(max_examples=60, deadline=None)
def test_any_cells_are_kept_whole(cells):
    """Whatever stands there: no exception, each cell in the text, each span within it."""
    record = Record("line 2", tuple((k, v.strip().replace("\ud800", "")) for k, v in cells.items() if v.strip()))
    read = placed(record).reading
    assert all(cell in read.document.text for _, cell in record.cells)
    spans = [s for a in read.accounts for c in a.claims for s in c.spans]
    assert all(0 <= s.start < s.end <= len(read.document.text) for s in spans)


def test_ten_megabytes_are_no_name():
    """A hostile cell is kept, and nobody is called so."""
    record = row(people="x" * 10_000_000, date="y" * 10_000_000, parties="z" * 10_000_000, city="Oslo")
    assert values(record, "person.name") == values(record, "party") == []
    assert len(troubles(record)) == 3
    assert all(len(t) < 300 for t in troubles(record))


# --------------------------------------------------------------------------------------------------- tables


def test_a_table_is_read_by_the_sign_that_parts_it():
    """Commas, semicolons, tabs, and Excel's own line that says which."""
    for sign, first in ((",", ""), (";", ""), ("\t", ""), ("|", "sep=|\r\n")):
        sheet = csv_sheet(f'{first}Date{sign}Who{sign}\r\n2014{sign}"a{sign}\nb"{sign}\r\n', "t.csv")
        assert sheet.columns == ("Date", "Who")
        assert sheet.rows[0].cells == (("Date", "2014"), ("Who", f"a{sign}\nb"))


def test_columns_are_told_apart():
    """Without a name, and with the same one twice."""
    assert csv_sheet("Who,,Who\na,b,c,d\n", "t.csv").rows[0].cells == (
        ("Who", "a"),
        ("column 2", "b"),
        ("Who (2)", "c"),
        ("column 4", "d"),
    )


def test_a_file_cut_in_the_middle_loses_its_last_row_only():
    """What comes before the cut is there, and where the cut is is told."""
    sheet = csv_sheet('date,parties\n2014,"Chad"\n2015,"Ni', "t.csv")
    assert sheet.rows[0].cells == (("date", "2014"), ("parties", "Chad"))
    assert isinstance(sheet.rows[1], Trouble)
    assert str(sheet.rows[1]).startswith("line 3: the file ends within quotation marks")


def test_our_own_apostrophe_is_taken_off():
    """A cell that an export kept from being computed reads as before."""
    assert csv_sheet("date,parties\n2014,'=SUM(A1)\n", "t.csv").rows[0].cells[1] == ("parties", "=SUM(A1)")


def test_a_file_without_columns_is_refused():
    """Nothing says what stands where."""
    with pytest.raises(InputError, match="names its columns"):
        csv_sheet(" \n\n", "t.csv")


def test_a_workbook_is_read(tmp_path):
    """Days as days, numbers as written, its first sheet only."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    from datetime import datetime

    for cells in (["Date", "Parties", "No"], [datetime(2014, 5, 3), "Chad; Niger", 7.0], [None, None, None]):
        book.active.append(cells)
    book.save(tmp_path / "talks.xlsx")
    sheet = workbook_sheet(tmp_path / "talks.xlsx")
    assert [r.cells for r in sheet.rows] == [(("Date", "2014-05-03"), ("Parties", "Chad; Niger"), ("No", "7"))]


def test_what_is_no_workbook_is_refused(tmp_path):
    """Bytes that are none, in one sentence."""
    pytest.importorskip("openpyxl")
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(InputError, match="is no Excel workbook"):
        workbook_sheet(tmp_path / "a.xlsx")


# ----------------------------------------------------------------------------------------------------- maps


def test_a_proposed_map_reads_as_it_is_printed():
    """What is proposed can be given back, whatever the columns are called."""
    names = ["When", "No", "Name 2", 'odd: "#\u202e', "yes", "Участники"]
    columns = proposed(names)
    assert [columns.columns[n].holds for n in names[:3]] == ["date", "id", "person.name"]
    assert read_map("\n".join(written(columns, "t.csv")), "map.yaml", names).columns == columns.columns


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns: [", "is no YAML"),
        ("- date", "has no `columns:`"),
        ("columns: {When: date}", "that the table does not have"),
        ("columns: {Date: day}", "is no field"),
        ("columns: {Date: {as: date, color: red}}", "is not known"),
        ("columns: {Date: {as: code}}", "which field of your own"),
        ("columns: {Date: {as: date, order: german}}", "day or month first"),
    ],
)
def test_a_map_that_is_none_is_refused(text, said):
    """In one sentence that names the column."""
    with pytest.raises(InputError, match=said):
        read_map(text, "map.yaml", ["Date"])


# ------------------------------------------------------------------------------------------ whole readings


LINES = list(encode_all(made_up.readings(), whole=True))


@pytest.mark.parametrize(("line", "reading"), list(zip(LINES, made_up.readings(), strict=True)))
def test_a_reading_comes_back_whole(line, reading):
    """Every claim, span, finding and region."""
    assert reading_in(line, "a.jsonl") == reading


def changed(**more) -> bytes:
    """The first line with something in it otherwise."""
    value = json.loads(LINES[0])
    for path, new in more.items():
        *heads, last = path.split("__")
        inner = value
        for head in heads:
            inner = inner[int(head) if head.isdecimal() else head]
        inner[int(last) if last.isdecimal() else last] = new
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "is no reading"),
        (b"[" * 100_000, "is no reading"),
        (next(encode_all(made_up.readings())), "whomet export accounts"),
        (changed(whole__accounts__0__claims__0__spans__0__end=99_999), "99999 of a text of"),
        (changed(whole__accounts__0__claims__0__spans__0__start=-1), "cites -1"),
        (changed(meetings__0__cites__lead__0__start=3), "where the text says something else"),
        (changed(whole__document__key="x"), "no key"),
        (changed(whole__document__published__value="2031-02-31"), "no day"),
        (changed(whole__accounts__0__confidence=7), "confidence"),
        (changed(whole__accounts__0__document="b" * 64), "another document"),
        (changed(whole__accounts__0__claims__3__value="2031-99"), "no date in EDTF"),
        (changed(whole__accounts__0__claims__3__property="person.role"), "without its person.name"),
        (changed(whole__document__text="half \ud800"), "is no reading"),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(line, said):
    """What would put wrong words under a value never comes in."""
    with pytest.raises(InputError, match=said):
        reading_in(line, "a.jsonl, line 1")


# --------------------------------------------------------------------------------------- other programs' records


@pytest.mark.parametrize("read", [foreign.plover, foreign.webannotation, foreign.followthemoney])
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "event_type",
                "attributes",
                "whomet",
                "id",
                "schema",
                "properties",
                "body",
                "target",
                "reported_in",
                "part",
            ]
        ),
        st.recursive(
            st.none() | st.text(max_size=5) | st.integers() | st.just("CONSULT") | st.just("Event"),
            lambda s: (
                st.lists(s, max_size=2)
                | st.dictionaries(st.sampled_from(["text", "ACTOR", "name", "value", "selector"]), s, max_size=2)
            ),
            max_leaves=6,
        ),
    )
)
@settings(max_examples=25, deadline=None)
def test_records_of_any_shape_raise_nothing(read, record):
    """Foreign files need not be what they say."""
    assert len(read([("line 1", record)]).rows) <= 1


def test_a_record_of_another_kind_is_left_out():
    """Of PLOVER only consultations tell of meetings."""
    sheet = foreign.plover([("line 4", {"event_type": "ASSAULT"})])
    assert str(sheet.rows[0]).startswith("line 4: is no record of PLOVER's category CONSULT")


def test_spans_are_half_open():
    """A span of nothing is refused too."""
    line = changed(whole__document__regions=[{"span": {"start": 3, "end": 3}, "kind": "title"}])
    with pytest.raises(InputError, match="cites 3 to 3"):
        reading_in(line, "a.jsonl")
