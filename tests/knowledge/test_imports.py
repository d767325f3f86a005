"""Files of other forms: what is taken from them, what is refused with a sentence, and where it is found afterwards."""

from __future__ import annotations

import bz2
import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest

from whomet.errors import InputError, KnowledgeError
from whomet.faces.command_line import main
from whomet.knowledge import offices
from whomet.knowledge.data import read_data
from whomet.knowledge.imports import forget, form_of, import_file, imported
from whomet.knowledge.imports.records import clean_date, one_date
from whomet.knowledge.office_book import OfficeBook
from whomet.knowledge.offices import InOffice, holders_at, in_office, knowledge_version, people_named, tenures_of
from whomet.knowledge.parties import find_parties, party_named
from whomet.knowledge.user_book import writing_user_book
from whomet.knowledge.user_parties import user_file


@pytest.fixture(autouse=True)
def own_file(monkeypatch, tmp_path):
    """A user's file of this test's own, which is not there yet; of people nothing is shipped."""
    empty = OfficeBook.new()
    monkeypatch.setattr(offices, "shipped_book", lambda: empty)
    monkeypatch.setenv("WHOMET_KNOWLEDGE", str(tmp_path / "kept" / "knowledge.sqlite"))
    offices.reopen()
    yield
    offices.reopen()


@pytest.fixture
def take(tmp_path):
    """Imports a text as a file, and gives the sentences that it was answered with."""

    def taken(text, name="mine.csv", as_of=""):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        said = []
        import_file(path, said.append, as_of=as_of)
        return [sentence.removeprefix(f"{path}: ") for sentence in said]

    return taken


def told(name):
    """The tenures of the one person of a name, as tuples."""
    (person,) = people_named(name)
    return [(t.party, t.office, t.title, t.first, t.last) for t in tenures_of(person)]


# ----------------------------------------------------------------------------------------------- CSV

CSV = """name,aliases,native,party,office,title,from,to,born,died,source
Layla Marwani,Leila Marouani; L. Marwani,ليلى مرواني,Tunisia,,Minister of Foreign Affairs,2031-02-01,,1979-04-05,,paper
Layla Marwani,,,TN,speaker,Speaker,2026,2030-12,,,gazette
"Castellan, Bruno",,,Hezbollah,,,2030,2033-06,,2034,
"""


def test_a_row_of_csv_is_a_tenure_of_a_person(take):
    """Spellings and scripts find the person; a party by name or code; the kind of office from its title."""
    assert take(CSV) == []
    (person,) = people_named("ليلى مرواني")
    assert person.names == ("Layla Marwani", "Leila Marouani", "L. Marwani", "ليلى مرواني")
    assert (person.born, person.died) == ("1979-04-05", "")
    assert told("Leila Marouani") == [
        ("Tunisia", "speaker", "Speaker", "2026", "2030-12"),
        ("Tunisia", "foreign-minister", "Minister of Foreign Affairs", "2031-02-01", ""),
    ]
    assert told("Bruno Castellan") == [("Hezbollah", "", "", "2030", "2033-06")]
    assert [t.source for t in tenures_of(person)] == ["gazette", "paper"]


def test_without_a_day_of_knowledge_an_open_tenure_is_sure_on_its_first_day_only(take):
    """A file of the user's says up to when it knows, in a column or with --as-of, or nothing follows for later."""
    take(CSV)
    minister = tenures_of(people_named("Layla Marwani")[0])[1]
    assert in_office(minister, "2031-06-01") is InOffice.UNKNOWN
    take(CSV, as_of="2032-01-01")
    minister = tenures_of(people_named("Layla Marwani")[0])[1]
    assert in_office(minister, "2031-06-01") is InOffice.YES
    take("name,title,from,as_of\nLayla Marwani,Minister,2031-02-01,2031-03-01\n")
    minister = tenures_of(people_named("Layla Marwani")[0])[0]
    assert minister.known_until == date(2031, 3, 1)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",,x", "line 2: the name is missing."),
        ("A B,soon,", "line 2: “soon” in the column from is no date; write 2005-08-03, 2005-08 or 2005."),
        ("A B,2005-02-30,", "line 2: “2005-02-30” in the column from is no date; write 2005-08-03, 2005-08 or 2005."),
        ("A B,2005-03,2005-02", "line 2: it ends (2005-02) before it begins (2005-03)."),
        ("A B,,,cat", "line 2: “cat” is no kind; known are "),
        ("A B,2005,", "line 2: it gives a time, but neither party, title nor office."),
        ('A B,"2005', "line 2: no row of CSV ("),
    ],
)
def test_a_row_that_can_not_be_is_named_with_its_line(take, row, sentence):
    """One sentence for each; the rows after it are taken."""
    said = take(f"name,from,to,kind\n{row}\n" + ("" if '"' in row else "Carla Dolan,,,\n"))
    assert said[0].startswith(sentence) and len(said) == 1 + ('"' in row)
    assert '"' in row or people_named("Carla Dolan")


def test_a_table_without_names_is_refused_and_a_strange_column_passed_over(take):
    """What a column means must be known; the sentence says which are."""
    with pytest.raises(InputError, match="names no column “name”"):
        take("who,party\nA,B\n")
    assert take("Name,colour\nCarla Dolan,red\n") == ["line 1: the column “colour” is not known and was passed over."]
    assert people_named("Carla Dolan")


def test_a_table_of_another_encoding_is_refused_and_one_of_other_signs_read(take):
    """Cells parted by semicolons or tabs, as spreadsheets of some countries write them; letters that are no UTF-8."""
    with pytest.raises(InputError, match="line 2 is not UTF-8"):
        take("name\nJosé Sagredo\n".encode("latin-1"))
    for sign in ";\t":
        take(f"name{sign}born\nJosé Sagredo{sign}1950\n")
        assert people_named("José Sagredo")[0].born == "1950"


def test_a_quotation_mark_that_is_never_closed_ends_the_table_with_a_sentence(take):
    """However much stands behind it."""
    said = take('name,title\nCarla Dolan,Envoy\nAda Wren,"' + "x, y\n" * 100_000)
    assert len(said) < 10 and said[0].startswith("line ") and people_named("Carla Dolan")


def test_rows_of_one_name_are_one_person_unless_born_on_different_days(take):
    """Two namesakes are told apart by their births; a row without one joins the first."""
    take("name,born,title\nIda Holm,1950,Minister\nIda Holm,,Envoy\nIda Holm,1971-03-02,Speaker\n")
    assert [(p.born, len(tenures_of(p))) for p in people_named("Ida Holm")] == [("1950", 2), ("1971-03-02", 1)]


PARTIES = """name,aliases,native,party,kind,title,from
Lake Federation,LKF; Dawn,اتحاد البحيرة,CH,movement,,
Dov Sand,,,Lake Federation,,Secretary-General,2030
Eve Tan,,,LKF,,Spokesperson,2030
"""


def test_a_row_with_a_kind_declares_an_organisation(take):
    """It is found by every name, in a text too; who is listed under another of its names is under its own."""
    take(PARTIES)
    party = party_named("lkf")
    assert (party.name, party.kind, party.code) == ("Lake Federation", "movement", "CH")
    assert party_named("اتحاد البحيرة") == party_named("the Lake Federation movement") or party_named("Dawn") == party
    text = "The LKF, the Lake Federation and Dawn met Hamas at dawn."
    found = [(text[m.start : m.end], m.party.name) for m in find_parties(text)]
    assert found == [("LKF", party.name), ("Lake Federation", party.name), ("Dawn", party.name), ("Hamas", "Hamas")]
    assert told("Dov Sand")[0][:2] == ("Lake Federation", "movement-leader")
    assert told("Eve Tan")[0][0] == "Lake Federation"
    forget("mine.csv")
    assert party_named("LKF") is None and len(find_parties(text)) == 1


def test_a_name_written_by_hand_counts_before_a_shipped_one(take):
    """The user's UN is the user's, in a text and alone, until it is forgotten."""
    take("name,aliases,kind\nUpland Nationals,UN,political party\n")
    assert party_named("UN").name == find_parties("A man of the UN spoke.")[0].party.name == "Upland Nationals"
    forget("mine.csv")
    assert party_named("UN").id == "un"


def test_an_organisation_that_whomet_knows_gets_the_new_names(take):
    """A row for a shipped party adds names to it and makes no second one."""
    take("name,aliases,kind\nHamas,Greens of the Strip,movement\n")
    assert party_named("Greens of the Strip") == party_named("Hamas")
    assert party_named("Hamas").id == "hamas"


# ------------------------------------------------------------------------------------- FollowTheMoney


def ftm(*entities):
    return "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entities)


def entity(entity_id, schema, seen="2031-05-06T08:00:02", **properties):
    """An entity in the form of OpenSanctions' entities.ftm.json."""
    caption = properties.get("name", [entity_id])[0]
    named = {k: v if isinstance(v, list) else [v] for k, v in properties.items()}
    return {
        "id": entity_id, "caption": caption, "schema": schema, "properties": named, "referents": [],
        "datasets": ["made_up"], "first_seen": "2030-01-01T00:00:00", "last_seen": seen, "last_change": seen,
        "target": False,
    }  # fmt: skip


FTM = [
    entity("oc-1", "Occupancy", holder="p-1", post="pos-1", startDate="2029-03-01", status="current"),
    entity("oc-2", "Occupancy", holder="p-1", post="pos-2", startDate="2025", endDate="2029-02-28"),
    entity("pos-1", "Position", name=["Minister of Foreign Affairs (Lebanon)"], country=["lb"]),
    entity("pos-2", "Position", name=["Secretary-General"], organization=["org-1"]),
    entity(
        "p-1",
        "Person",
        name=["Nadia Khalloun"],
        alias=["Nadya Khallun", "نادية خلون"],
        weakAlias=["Umm Sami", "Nanou"],
        birthDate=["1970", "1970-02-03"],
        deathDate=[],
    ),
    entity("org-1", "Organization", name=["Council of the Five Rivers"], alias=["Fiverivers"], topics=["gov.igo"]),
    entity("m-1", "Membership", member="p-2", organization="org-1", role="Chief Negotiator", startDate="2030-01"),
    entity("d-1", "Directorship", director="p-2", organization="b-1", role="Governor", startDate="2031-01-01"),
    entity("b-1", "PublicBody", name=["Bank of the Five Rivers"], country=["lb"]),
    entity("p-2", "Person", name=["Omar Saqqaf"]),
    entity("v-1", "Vessel", name=["Sea Rose"]),
]


def test_followthemoney_is_joined_whatever_its_order(take):
    """Posts, people and bodies come before or after who points at them; the result is the same."""
    assert take(ftm(*FTM), "entities.ftm.json") == []
    assert told("Nadia Khalloun") == [
        ("Council of the Five Rivers", "organisation-head", "Secretary-General", "2025", "2029-02-28"),
        ("Lebanon", "foreign-minister", "Minister of Foreign Affairs", "2029-03-01", ""),
    ]
    assert [row[:1] + row[2:] for row in told("Omar Saqqaf")] == [
        ("Council of the Five Rivers", "Chief Negotiator", "2030-01", ""),
        ("Bank of the Five Rivers", "Governor", "2031-01-01", ""),
    ]
    (person,) = people_named("نادية خلون")
    assert person.born == "1970-02-03" and "Umm Sami" in person.names and "Nanou" not in person.names
    assert tenures_of(person)[1].known_until == date(2031, 5, 6)
    assert [t.person for t in holders_at("Lebanon", "foreign minister", date(2030, 1, 1))] == [person]
    version = knowledge_version()
    take(ftm(*FTM[::-1]), "entities.ftm.json")
    assert knowledge_version() == version
    assert imported()[0].persons == 2 and imported()[0].tenures == 4 and imported()[0].bodies == 2


def test_names_of_organisations_in_mass_files_are_looked_for_in_texts_only_where_they_are_telling(take):
    """Two words or more, or an abbreviation in capitals: "Unity" and "Fiverivers" are found by name alone."""
    take(ftm(*FTM), "entities.ftm.json")
    assert party_named("Fiverivers").name == "Council of the Five Rivers"
    assert party_named("Council of the Five Rivers").kind == "international organisation"
    assert [m.party.name for m in find_parties("Fiverivers and the Council of the Five Rivers met.")] == [
        "Council of the Five Rivers"
    ]


def test_lines_of_followthemoney_that_are_none_are_named(take):
    """Broken JSON, no properties, a person without a name, an occupancy of nobody, one of a post that is not there."""
    bad = '{"id": "x", "schema": "Person"\n'
    lines = ftm(
        entity("p-9", "Person"),
        entity("oc-8", "Occupancy", post="pos-9"),
        entity("p-1", "Person", name="Ada Wren"),
        entity("oc-9", "Occupancy", holder="p-1", post="pos-9"),
    )
    lines = lines.replace('"caption": "p-9"', '"caption": ""')
    said = take(bad + "[1]\n" + lines, "e.json")
    assert [s.split(" (")[0] for s in said] == [
        "line 1: no FollowTheMoney entity",
        "line 2: no FollowTheMoney entity",
        "line 3: the person p-9 has no name.",
        "line 4: the occupancy oc-8 lacks a person, or what it is of.",
        "1 tenure names a person or an office that the file does not describe; left out.",
    ]
    assert people_named("Ada Wren")


# ----------------------------------------------------------------------------------------------- Wikidata


def snak(prop, value=None, kind="value"):
    """A snak as the dumps write it; a value of (time, precision), an item's id or a string."""
    found = {"snaktype": kind, "property": prop, "hash": "0" * 40}
    if isinstance(value, tuple):
        time = {"time": value[0], "timezone": 0, "before": 0, "after": 0, "precision": value[1], "calendarmodel": ""}
        found |= {"datavalue": {"value": time, "type": "time"}, "datatype": "time"}
    elif value and value[0] == "Q" and value[1:].isdigit():
        item = {"entity-type": "item", "numeric-id": int(value[1:]), "id": value}
        found |= {"datavalue": {"value": item, "type": "wikibase-entityid"}, "datatype": "wikibase-item"}
    elif value:
        found |= {"datavalue": {"value": value, "type": "string"}, "datatype": "external-id"}
    return found


def statement(prop, value=None, rank="normal", **qualifiers):
    made = {"mainsnak": snak(prop, value), "type": "statement", "id": "x", "rank": rank}
    if qualifiers:
        made["qualifiers"] = {p: [snak(p, v) if v != "somevalue" else snak(p, kind=v)] for p, v in qualifiers.items()}
    return made


def item(item_id, labels, *statements, aliases=None, modified="2031-08-09T10:11:12Z"):
    """An entity as the dumps write it."""
    claims = {}
    for each in statements:
        claims.setdefault(each["mainsnak"]["property"], []).append(each)
    return {
        "type": "item", "id": item_id, "labels": {k: {"language": k, "value": v} for k, v in labels.items()},
        "descriptions": {}, "aliases": {k: [{"language": k, "value": v}] for k, v in (aliases or {}).items()},
        "claims": claims or [], "sitelinks": {}, "lastrevid": 1, "modified": modified,
    }  # fmt: skip


DUMP = [
    item(
        "Q900000001", {"en": "Sami Tarzan", "fa": "سامی ترزان", "fr": "Samy Tarzan"},
        statement("P31", "Q5"),
        statement("P39", "Q900000002", P580=("+2029-08-03T00:00:00Z", 11), P582=("+2030-00-00T00:00:00Z", 9)),
        statement("P39", "Q900000003", P580=("+2031-01-00T00:00:00Z", 10)),
        statement("P39", "Q900000004", P580=("+2024-01-01T00:00:00Z", 11), P582="somevalue"),
        statement("P39", "Q900000002", rank="deprecated", P580=("+1999-08-03T00:00:00Z", 11)),
        statement("P39", "Q900000002"),
        statement("P569", ("+1960-00-00T00:00:00Z", 9)),
        statement("P569", ("+1961-02-03T00:00:00Z", 11), rank="preferred"),
        aliases={"en": "S. Tarzan"},
    ),
    item("Q900000002", {"en": "foreign minister of Georgia"}, statement("P31", "Q1"), statement("P1001", "Q230")),
    item("Q900000003", {"en": "Secretary-General"}, statement("P2389", "Q900000005")),
    item("Q900000004", {"en": "member of parliament"}, statement("P1001", "Q230")),
    item("Q230", {"en": "Georgia", "ru": "Грузия"}, statement("P31", "Q3624078"), statement("P297", "GE")),
    item(
        "Q900000005", {"en": "League of Quiet Ports", "ar": "رابطة المرافئ الهادئة"}, statement("P31", "Q484652"),
        aliases={"en": "LQP"}, modified="2031-08-10T00:00:00Z",
    ),
    item("Q900000006", {"en": "Tom Plain"}, statement("P31", "Q5"), statement("P39", "Q900000002")),
    item("Q900000007", {"en": "a river"}, statement("P31", "Q4022")),
]  # fmt: skip


def dump(items):
    return "[\n" + ",\n".join(json.dumps(i, ensure_ascii=False, separators=(",", ":")) for i in items) + "\n]\n"


@pytest.mark.parametrize(
    ("name", "pack"), [("d.json", bytes), ("d.json.gz", gzip.compress), ("d.json.bz2", bz2.compress)]
)
def test_a_wikidata_dump_is_read_packed_or_plain(take, name, pack):
    """Dated positions with their precision, births by rank, five languages; who held none with a date is left out."""
    assert take(pack(dump(DUMP).encode()), name) == []
    (person,) = people_named("سامی ترزان")
    assert (person.id, person.names) == ("Q900000001", ("Sami Tarzan", "سامی ترزان", "S. Tarzan"))
    assert person.born == "1961-02-03"
    assert told("Sami Tarzan") == [
        ("Georgia", "", "member of parliament", "2024-01-01", ""),
        ("Georgia", "foreign-minister", "foreign minister of Georgia", "2029-08-03", "2030"),
        ("League of Quiet Ports", "organisation-head", "Secretary-General", "2031-01", ""),
    ]
    ended, _, led = tenures_of(person)
    assert ended.known_until is None and led.known_until == date(2031, 8, 10)
    assert led.source == "https://www.wikidata.org/wiki/Q900000001"
    assert people_named("Tom Plain") == ()
    assert party_named("رابطة المرافئ الهادئة").name == party_named("LQP").name == "League of Quiet Ports"
    assert party_named("Грузия").code == "GE"


def test_the_order_of_a_dump_does_not_matter(take):
    """The same entities in another order are the same knowledge."""
    take(dump(DUMP), "d.json")
    version = knowledge_version()
    take(dump(DUMP[::-1]), "d.json")
    assert knowledge_version() == version


def test_lines_of_a_dump_that_are_no_entities_are_named(take):
    """A line that is cut, and one of another form; the rest is taken."""
    good = json.dumps(DUMP[5])
    odd = json.dumps(item("Q1", {"en": "x"}, statement("P31", "Q5"), statement("P39", "Q2"))).replace(
        '[{"mainsnak"', '[3, {"mainsnak"'
    )
    said = take(f"[\n{good},\n{good[:-40]}\n{odd},\n]\n", "d.json")
    assert [s.split(" (")[0].rstrip(".") for s in said] == [
        "line 3: no Wikidata entity",
        "line 4: a Wikidata entity of another form",
    ]
    assert party_named("LQP")


# ------------------------------------------------------------------------------------- files and the kept book


def test_importing_again_replaces_and_forgetting_takes_out(take):
    """A file of the same name stands in for the former; what others gave stays."""
    take("name\nAda Wren\nBob Stoat\n", "a.csv")
    take("name\nCarla Dolan\n", "b.csv")
    before = knowledge_version()
    take("name\nAda Wren\n", "a.csv")
    assert people_named("Ada Wren") and not people_named("Bob Stoat") and knowledge_version() != before
    assert [(i.name, i.persons) for i in imported()] == [("a.csv", 1), ("b.csv", 1)]
    assert forget("a.csv") and not forget("a.csv")
    assert not people_named("Ada Wren") and people_named("Carla Dolan")


def test_a_book_whose_names_had_other_keys_is_brought_up_to_date(take):
    """Names are found after an update of Whomet that looks them up otherwise."""
    take("name\nAda Wren\n")
    with writing_user_book() as book:
        book.connection.execute("DELETE FROM person_key")
        book.note("keys", "of an older version")
    offices.reopen()
    assert people_named("Ada Wren")


def test_a_person_of_two_files_is_one(take):
    """What two files call by one id is joined, with the tenures of both."""
    take(dump(DUMP[:2]), "a.json")
    second = item("Q900000001", {"ru": "Сами Тарзан"}, statement("P31", "Q5"), DUMP[0]["claims"]["P39"][2])
    take(dump([second, DUMP[3]]), "b.json")
    assert people_named("Сами Тарзан") == people_named("سامی ترزان")
    assert len(tenures_of(people_named("Sami Tarzan")[0])) == 2


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b'{"id": "x", "schema": "Person", "properties": {}}\n', "ftm"),
        (b"[\n{", "wikidata"),
        (b'{"type":"item","id":"Q1","labels":{}}\n', "wikidata"),
        (b"name,party\n", "csv"),
        (b"\xef\xbb\xbfname\n", "csv"),
    ],
)
def test_the_form_is_told_by_the_first_bytes(tmp_path, content, form):
    """Whatever the file is called."""
    (tmp_path / "file.txt").write_bytes(content)
    assert form_of(tmp_path / "file.txt") == form


@pytest.mark.parametrize("content", [b"", b"   \n", b"\x00\x01\x02", None, b"\x1f\x8b broken"])
def test_a_file_that_is_none_of_these_is_refused(tmp_path, content):
    """In one sentence; nothing is kept of it."""
    path = tmp_path / ("x.gz" if content and content[0] == 0x1F else "x")
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="x"):
        import_file(path, print)
    assert imported() == ()


def test_a_place_that_can_not_be_written_is_named(take, tmp_path, monkeypatch):
    """A folder where the knowledge should be: one sentence, and what reads without it goes on."""
    monkeypatch.setenv("WHOMET_KNOWLEDGE", str(tmp_path))
    offices.reopen()
    with pytest.raises(KnowledgeError, match=re.escape(str(tmp_path))):
        take("name\nAda Wren\n")
    assert party_named("Hamas").id == "hamas"


def test_a_file_in_which_nothing_is_found_is_named(take):
    """An array that is no dump, or entities of other kinds."""
    assert take('[\n{"id": "x"}\n]\n', "x.json") == ["no person and no organisation was found in it."]


def test_a_packed_file_that_breaks_off_changes_nothing(take):
    """A download that was cut is refused as a whole."""
    whole = gzip.compress(("name\n" + "".join(f"Person Number{n}\n" for n in range(9000))).encode())
    with pytest.raises(InputError, match="can't be read beyond line"):
        take(whole[: len(whole) // 2], "a.csv.gz")
    assert imported() == ()


def test_a_file_that_is_no_book_is_refused(take):
    """Whatever lies where the knowledge is kept is never overwritten."""
    user_file().parent.mkdir()
    user_file().write_text("my diary")
    with pytest.raises(KnowledgeError, match="no knowledge of this version"):
        take("name\nAda Wren\n")
    assert user_file().read_text() == "my diary"


@pytest.mark.parametrize(
    ("written", "date"),
    [
        (["2005-08-03"], "2005-08-03"),
        (["2005-08-03T00:00:00"], "2005-08-03"),
        (["2005", "2005-08"], "2005-08"),
        (["2005", "2006-01"], "[2005,2006-01]"),
        (["2005-08-00"], "2005-08"),
        (["2005-00-00", "c. 1900", ""], "2005"),
        (["Rajab 1400"], ""),
    ],
)
def test_several_writings_of_a_date_are_one_date(written, date):
    """The most precise where they agree, the set where they don't."""
    assert one_date(written) == one_date(written[::-1]) == date


def test_dates_that_are_none_are_unknown():
    """No guess at what they may mean."""
    assert [clean_date(d) for d in ("03/08/2005", "0000", "2005-13", "2005-08-03/2006")] == [""] * 4


def test_every_kind_that_may_be_declared_is_one_that_parties_have():
    """The kinds of imported organisations are those of the shipped ones."""
    forms = read_data("imports")
    used = {row["kind"] for row in read_data("organisations")["organisations"]} | {"state"}
    kinds = [*forms["kinds"], *forms["followthemoney"]["topics"].values(), *forms["followthemoney"]["bodies"].values()]
    assert {*kinds, *forms["wikidata"]["bodies"].values()} <= used


def blocks(language):
    """The fenced blocks of the page about knowledge."""
    page = (Path(__file__).parents[2] / "docs" / "knowledge.md").read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.M | re.S)


def test_the_files_that_the_docs_show_are_taken_whole(take):
    """What the page shows as CSV and FollowTheMoney is imported without a complaint, and found."""
    assert [take(block, "page.csv") for block in blocks("csv")] == [[]]
    assert [take(block, "page.json") for block in blocks("json")] == [[]]
    assert told("דב סנד") == [("Lake Federation", "movement-leader", "Secretary-General", "2019-05", "")]
    assert told("Nadia Khalloun") == [("Lebanon", "energy-minister", "Minister of Energy", "2024-03", "")]


def test_the_docs_name_every_column_and_kind():
    """A column that the page does not explain is one that nobody uses."""
    page = (Path(__file__).parents[2] / "docs" / "knowledge.md").read_text("utf-8")
    forms = read_data("imports")
    assert [word for word in forms["columns"] + forms["kinds"] if f"`{word}`" not in page] == []


# ------------------------------------------------------------------------------------------- the command


def test_the_commands_say_what_they_did(tmp_path, capsys):
    """import, list and forget; status 1 with one sentence for what was not taken."""
    (tmp_path / "good.csv").write_text("name,title,from\nAda Wren,Envoy,2001\n")
    (tmp_path / "bad.csv").write_text("name,from,title\nBob Stoat,never,Envoy\nCarla Dolan,2002,Envoy\n")
    assert main(["knowledge", "import", str(tmp_path / "good.csv"), "--as-of", "2030-01-01"]) == 0
    assert "1 person, 1 tenure, 0 organisations" in capsys.readouterr().err
    assert main(["knowledge", "import", str(tmp_path / "bad.csv"), str(tmp_path / "none.csv")]) == 1
    said = capsys.readouterr().err
    assert "bad.csv: line 2: “never” in the column from is no date" in said and "none.csv: No such file" in said
    assert main(["knowledge", "list"]) == 0
    listed = capsys.readouterr()
    assert listed.out.splitlines() == [
        "bad.csv (csv): 1 person, 1 tenure, 0 organisations.",
        "good.csv (csv, known until 2030-01-01): 1 person, 1 tenure, 0 organisations.",
    ]
    assert knowledge_version() in listed.err
    assert main(["knowledge", "forget", "good.csv"]) == 0
    assert main(["knowledge", "forget", "good.csv"]) == 1
    assert main(["knowledge", "import", "x.csv", "--as-of", "now"]) == 2
