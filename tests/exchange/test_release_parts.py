"""The parts of a release, each on its own: tables, codebook, coverage, redaction, citation."""

from __future__ import annotations

import csv
import io
import json
import typing
from dataclasses import replace

import jsonschema
import made_up
import msgspec
import pytest
import yaml
from datacite_rules import SCHEMA
from hypothesis import example, given
from hypothesis import strategies as st

from whomet.exchange.contract import schema
from whomet.exchange.parquet import rows_as_parquet
from whomet.exchange.release import codebook, coverage, deposit, entries, making, meanings, redaction
from whomet.exchange.release.coverage import About, Withheld
from whomet.exchange.release.entries import TABLES
from whomet.exchange.tables import cell_of, rows_as_csv
from whomet.knowledge.publishers import PublisherKind
from whomet.knowledge.roles import Level
from whomet.model import Accord, FindingKind, Property
from whomet.values import by_hand
from whomet.values.decided import described
from whomet.values.decisions import Anchor, Decision, DecisionKind

ABOUT = About("2031.1", "2031-05-01", "Who met whom", ("Quill, Ada", "The Venn Institute"), "", "0.1.0")


def rows_of(told):
    """All rows that are made of meetings, by table."""
    found = {name: [] for name in TABLES}
    people = making.People()
    for one in told:
        people.note(one)
        claims = [row for claim, cited in making.claims_of(one) for row in (claim, *cited)]
        made = [making.meeting_of(one), *making.accounts_of(one, {}), *making.readings_of(one)]
        for row in (*made, *claims, *making.participants_of(one)):
            found[type(row).__name__.lower()].append(row)
    found["people"] = list(people.rows())
    found["sources"] = [making.source_of(r, 1, (), False) for r in made_up.readings()]
    found["outlets"] = making.outlets(found["sources"])
    return found


ROWS = rows_of(made_up.told())
FILLED = [name for name, rows in ROWS.items() if rows]


def cells(row):
    """A row as CSV should have it."""
    return {name: cell_of(value) for name, value in msgspec.structs.asdict(row).items()}


@pytest.mark.parametrize("name", FILLED)
def test_csv_reads_back_equal(name):
    """Every cell comes back as it was written, in the order of the fields."""
    text = b"".join(rows_as_csv(ROWS[name], TABLES[name])).decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert read == [cells(row) for row in ROWS[name]]
    assert not [c for row in read for c in row.values() if c.startswith(("=", "+", "@"))]


@pytest.mark.parametrize("name", FILLED)
def test_parquet_reads_back_equal(name):
    """Every value comes back as it was, hostile ones too."""
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(b"".join(rows_as_parquet(ROWS[name], TABLES[name]))))
    assert [msgspec.convert(row, TABLES[name]) for row in table.to_pylist()] == ROWS[name]
    assert table.schema.field("id").metadata[b"description"]


@pytest.mark.parametrize("name", FILLED)
def test_ids_are_of_one_row(name):
    """An id stands once in its table."""
    ids = [row.id for row in ROWS[name]]
    assert len(ids) == len(set(ids))


def test_tables_lead_to_each_other():
    """What a row names stands in the table that it names."""
    ids = {name: {row.id for row in rows} for name, rows in ROWS.items()}
    assert {a.meeting for a in ROWS["accounts"]} <= ids["meetings"]
    assert {a for r in ROWS["readings"] for a in r.accounts} <= ids["accounts"]
    assert {c.account for c in ROWS["claims"]} <= ids["accounts"]
    assert {c.reading for c in ROWS["claims"] if c.reading} <= ids["readings"]
    assert {c.claim for c in ROWS["citations"]} <= ids["claims"]
    assert {p.person for p in ROWS["participants"] if p.person} == ids["people"]
    assert {s.outlet for s in ROWS["sources"]} == ids["outlets"]
    dates = [c for c in ROWS["claims"] if c.property == "date" and c.value == "2031-03-07"]
    readings = {r.id: r.value for r in ROWS["readings"]}
    assert [readings[c.reading] for c in dates] == ["2031-03-07"]


def test_citations_are_the_words_of_the_document():
    """Offsets lead to the words, letter for letter."""
    texts = {reading.document.key: reading.document.text for reading in made_up.readings()}
    assert len(ROWS["citations"]) > 40
    assert all(texts[c.source][c.start : c.end] == c.words for c in ROWS["citations"])


# ------------------------------------------------------------------------------------------------ codebook


@pytest.mark.parametrize(
    ("listed", "all_words"),
    [
        (meanings.PROPERTIES, Property),
        (meanings.ACCORDS, Accord),
        (meanings.KINDS, PublisherKind),
        (meanings.DECISIONS, DecisionKind),
        (meanings.FINDINGS, FindingKind),
        (meanings.LEVELS, [*Level, ""]),
    ],
)
def test_every_value_has_its_meaning(listed, all_words):
    """A word that was added to the model and not to the codebook fails."""
    assert {str(word) for word in listed} == {str(word) for word in all_words}
    assert all(listed.values())


@pytest.mark.parametrize(
    ("listed", "shape", "field"),
    [
        (meanings.STATUSES, "Meeting", "status"),
        (meanings.FORMATS, "Meeting", "format"),
        (meanings.CONTACTS, "Meeting", "contact"),
        (meanings.ACTS, "Statement", "act"),
        (meanings.OUTCOMES, "Outcome", "kind"),
    ],
)
def test_closed_lists_are_those_of_the_contract(listed, shape, field):
    """The codebook and the contract know the same words."""
    assert list(listed) == schema()["$defs"][shape]["properties"][field]["enum"]


def test_codebook_defines_every_field_and_counts_its_rows():
    """Each table and field with definition, type and coverage, in JSON as in Markdown."""
    counted = {name: codebook.Counted() for name in TABLES}
    for name, rows in ROWS.items():
        assert list(counted[name].passing(rows)) == rows
    told = json.loads(codebook.as_json(counted, {}))
    page = codebook.as_markdown(counted, {}).decode()
    assert [t["table"] for t in told["tables"]] == list(TABLES)
    for table in told["tables"]:
        assert [f["field"] for f in table["fields"]] == list(TABLES[table["table"]].__struct_fields__)
        assert all(f["definition"] and f["type"] for f in table["fields"])
        assert f"## {table['table']}\n" in page and table["definition"] in page
    fields = {(t["table"], f["field"]): f for t in told["tables"] for f in t["fields"]}
    assert (fields["meetings", "city"]["filled"], fields["meetings", "city"]["rows"]) == (2, 2)
    assert (fields["meetings", "venue"]["filled"], fields["differences", "id"]["rows"]) == (0, 0)
    assert fields["meetings", "status"]["values"]["held"] == "it took place"
    assert (
        "| `city` | the city; empty where no source says | list of texts; in CSV values joined by “; ” | 2 of 2 |"
        in page
    )
    assert "- `postponed`: it was put off" in page


def test_every_field_is_annotated():
    """No field goes without its definition."""
    for kind in TABLES.values():
        for hint in typing.get_type_hints(kind, include_extras=True).values():
            assert typing.get_args(hint)[1].description


# ----------------------------------------------------------------------------------------------- redaction


def test_redacted_words_are_nowhere_and_the_rest_stays():
    """Of a redacted document no word is left in any row; values, ids and offsets are as they were."""
    (tide,) = (r.document for r in made_up.readings() if r.document.id == "tide-1")
    hidden = rows_of([redaction.redacted(one, {tide.key}) for one in made_up.told()])
    said = [c for c in hidden["citations"] if c.source == tide.key]
    assert said and {c.words for c in said} == {"[redacted]"}
    shown = msgspec.json.encode({n: rows for n, rows in hidden.items() if n not in ("sources", "outlets")}).decode()
    for words in ("was received by", "agreed to meet again", "A source at the port", "They will meet", "in April"):
        assert words in msgspec.json.encode(ROWS).decode() and words not in shown
    places = sorted((c.source, c.start, c.end) for c in ROWS["citations"])
    assert sorted((c.source, c.start, c.end) for c in hidden["citations"]) == places
    dates = {c.value for c in hidden["claims"] if c.property == "date"}
    assert {"2031-03-06", "2031-03-07", "2031-04"} <= dates
    assert "demanded" in shown  # what another document says is not touched


def test_a_cell_that_only_redacted_documents_word_is_one_redacted_reading():
    """Its accounts stay with it; a word that an open document has too stays."""
    (tide,) = (r.document for r in made_up.readings() if r.document.id == "tide-1")
    talks = redaction.redacted(made_up.told()[0], {tide.key})
    assert talks.meeting.values(Property.OUTCOME_TEXT) == ("[redacted]",)
    assert talks.meeting.values(Property.TOPIC) == ("=SUM(A1)",)


def test_a_text_that_is_redacted_holds_nothing():
    """However it is asked, it says only that it is redacted."""
    text = redaction.Redacted()
    assert (text[3:8], text[0], str(text)) == ("[redacted]", "[redacted]", "")


def test_decisions_about_what_is_hidden():
    """Left out: gone with its anchors. Redacted: the words are withheld, the decision stays."""
    anchor = Anchor("d1", made_up.Span(0, 3), "who")
    made = Decision(DecisionKind.CORRECT, (anchor,), "topic=the river", "Ada", "2031-05-01T10:00:00Z", "as it says")
    assert list(making.decisions_of([made], {"d1"}, ())) == []
    ((row, (shown,)),) = making.decisions_of([made], (), {"d1"})
    assert (row.value, row.holds, shown.words, shown.start) == ("topic=[redacted]", True, "[redacted]", 0)
    undo = Decision(DecisionKind.UNDO, (anchor,), made.id, "Ben", "2031-05-02T10:00:00Z", "no")
    assert [r.holds for r, _ in making.decisions_of([made, undo], (), ())] == [False, True]
    again = Decision(DecisionKind.UNDO, (anchor,), undo.id, "Ada", "2031-05-03T10:00:00Z", "yes")
    assert [r.holds for r, _ in making.decisions_of([made, undo, again], (), ())] == [True, False, True]
    copy = Decision(DecisionKind.COPY, (anchor,), "d2", "Ada", "2031-05-01T10:00:00Z", "word for word")
    assert list(making.decisions_of([copy], {"d2"}, ())) == []


def test_a_person_can_say_what_kind_a_source_is_of():
    """The decision wins over the lists, a word that is no kind does nothing; what it copies is told unless left out."""
    reading = made_up.lota()
    anchor = Anchor(reading.document.key, made_up.Span(0, 3), "Env")

    def source(kind, value, left_out=()):
        made = Decision(kind, (anchor,), value, "Ada", "2031-05-01T10:00:00Z", "its imprint")
        return making.source_of(replace(reading, document=described(reading.document, [made])), 1, left_out, False)

    wire = source(DecisionKind.SOURCE_KIND, "wire")
    assert (wire.kind, wire.why) == ("wire", "Ada decided so on 2031-05-01 (its imprint)")
    owned = source(DecisionKind.SOURCE_KIND, "state media of Norway")
    assert (owned.kind, owned.party) == ("state media", "Norway")
    assert source(DecisionKind.SOURCE_KIND, "newspaper").kind == PublisherKind.UNKNOWN
    assert source(DecisionKind.COPY, "d2").copy_of == "d2"
    assert source(DecisionKind.COPY, "d2", {"d2"}).copy_of == ""


def test_codes_are_listed_in_the_codebook():
    """Each field with its values and how often each stands."""
    rows = [made_up_code("a1", "3"), made_up_code("a2", "3"), made_up_code("a3", "*4*")]
    codes = codebook.codes_counted(rows)
    assert codes == {"violence_level": {"*4*": 1, "3": 2}}
    page = codebook.as_markdown({}, codes).decode()
    assert "- `violence_level`\n  - \\*4\\*: 1\n  - 3: 2" in page
    assert json.loads(codebook.as_json({}, codes))["codes"] == codes


def made_up_code(account, value):
    return entries.Codes(f"{account}/violence_level", account, "m1", "violence_level", value, "Ada decided so")


def test_words_of_an_added_account_are_withheld_with_their_document():
    """Of the values those that are words; days and names stay."""
    cells = (by_hand.Cell("topic", "the river"), by_hand.Cell("date", "2031-03-04"))
    anchors = tuple(Anchor("d1", made_up.Span(0, 3), "who") for _ in range(3))
    value = by_hand.Added(cells).encoded()
    made = Decision(DecisionKind.ADD, anchors, value, "Ada", "2031-05-01T10:00:00Z", "missed")
    hidden = by_hand.added(redaction.hidden_decision(made))
    assert [c.value for c in hidden.cells] == ["[redacted]", "2031-03-04"]


# ------------------------------------------------------------------------------------ statement and citation


def covered():
    rows = {name: len(found) for name, found in ROWS.items()}
    findings = [making.finding_of(f, False) for f in made_up.tide().findings]
    return coverage.count(ROWS["meetings"], ROWS["sources"], ROWS["outlets"], findings, rows)


def test_coverage_is_said_in_sentences():
    """How much, of whom, of when, what not, by what, with its card."""
    page = coverage.statement(ABOUT, covered(), Withheld(left_out=2, redacted=1, skipped=3)).decode()
    for sentence in (
        "2 meetings, told in 4 accounts; 3 documents were read.",
        "Published from 2031-03-06 to 2031-03-07, as far as they say",
        "The meetings' dates lie between 2031-03-04 and 2031-04-30.",
        "3 inputs could not be read.",
        "2 documents left out of this release",
        "Of 1 document the words are withheld",
        "1 warning “date-doubt”",
        "Read by rules 1 (3 documents); texts made by text 1 (3).",
        "which `whomet model` prints",
    ):
        assert sentence in page
    assert "| =Harbour \\[bold\\]Post | unknown | 1 | 1 | 2031-03-07 | 2031-03-07 |" in page


def test_datacite_metadata_keeps_the_rules():
    """All that is mandatory, each word of a closed list; a name with a comma is a person's."""
    told = json.loads(deposit.datacite(ABOUT, coverage.summary(covered()), 30, 12345, {".csv", ".parquet", ".cff"}))
    jsonschema.validate(told, SCHEMA, jsonschema.Draft202012Validator)
    assert told["formats"] == ["text/csv", "application/vnd.apache.parquet"]
    assert told["publicationYear"] == "2031" and told["publisher"] == {"name": ":unav"}
    assert told["creators"][0] == {
        "name": "Quill, Ada",
        "nameType": "Personal",
        "givenName": "Ada",
        "familyName": "Quill",
    }
    assert told["creators"][1] == {"name": "The Venn Institute"}


@example("a\uffff\u202e\x00\x85'\": - #", ["\ud800, \ufffe", ","])
@given(st.text(min_size=1), st.lists(st.text(min_size=1), max_size=3))
def test_hostile_titles_and_names_break_no_metadata(title, names):
    """Quotes, control and bidirectional characters, half surrogates: JSON and YAML stay what they are."""
    about = About("1", "2031-05-01", f"x{title}", tuple(f"x{n}" for n in dict.fromkeys(names)), "", "0.1.0")
    told = json.loads(deposit.datacite(about, "s", 1, 1, ()))
    assert told["titles"][0]["title"] == deposit.clean(about.title)
    read = yaml.safe_load(deposit.citation_cff(about, "s"))
    assert (read["cff-version"], read["type"], read["version"]) == ("1.2.0", "dataset", "1")
    assert len(read["authors"]) == max(1, len(about.creators))


def test_citation_cff_says_who_and_when():
    """Persons by family and given name, others by name; the date as it was given."""
    read = yaml.safe_load(deposit.citation_cff(ABOUT, "Two meetings."))
    assert read["authors"] == [{"family-names": "Quill", "given-names": "Ada"}, {"name": "The Venn Institute"}]
    assert (read["date-released"], read["title"], read["abstract"]) == ("2031-05-01", "Who met whom", "Two meetings.")


def test_names_of_sources():
    """A document is meant by its id, its key, or its publisher in any case; not by a part of a name."""
    lota = made_up.lota().document
    assert all(making.is_of(name, lota) for name in ("lota-1", lota.key, lota.key[:8], "the lota  COURIER"))
    assert not any(making.is_of(name, lota) for name in ("lota", lota.key[:4], "Courier", ""))
