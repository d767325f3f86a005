"""What is put into a register comes back as it was, whatever it holds and in whatever order it came."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from whomet.errors import NotFoundError, OtherTextError, RegisterError
from whomet.model import Account, Claim, Document, Finding, FindingKind, Property, Reading, Region, RegionKind, Span
from whomet.register import Register, query
from whomet.register.columns import schema
from whomet.register.rows import precedence

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
spans = st.tuples(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1)).map(lambda pair: Span(*sorted(pair)))
several_spans = st.lists(spans, max_size=3).map(tuple)
IN_DOCUMENT = {Property.TITLE, Property.PUBLISHER, Property.PUBLISHED}


def claims(properties):
    chain = st.lists(words, max_size=3).map(tuple)
    return st.builds(Claim, st.sampled_from(sorted(properties)), words, several_spans, words, chain, st.integers(0, 99))


def document_claim(prop):
    return st.none() | claims([prop])


findings = st.lists(st.builds(Finding, st.sampled_from(FindingKind), words, words, several_spans), max_size=3).map(
    tuple
)
told = st.lists(
    st.tuples(words, st.booleans(), st.floats(0, 1), st.lists(claims(set(Property)), max_size=5).map(tuple)),
    max_size=3,
    unique_by=lambda account: account[0],
)
NUMBERS = count()


@st.composite
def any_reading(draw) -> Reading:
    key = f"{next(NUMBERS):064x}"
    document = draw(
        st.builds(
            Document,
            key=st.just(key),
            id=words,
            text=words,
            source=words,
            original=words,
            extractor=words,
            language=words,
            url=words,
            title=document_claim(Property.TITLE),
            publisher=document_claim(Property.PUBLISHER),
            published=document_claim(Property.PUBLISHED),
            regions=st.lists(st.builds(Region, spans, st.sampled_from(RegionKind)), max_size=3).map(tuple),
        )
    )
    accounts = tuple(Account(name, key, main, sure, said) for name, main, sure, said in draw(told))
    figures = draw(st.lists(claims(set(Property) - IN_DOCUMENT), max_size=3).map(tuple))
    return Reading(document, draw(words), accounts, figures, draw(findings))


@settings(max_examples=70, deadline=None, suppress_health_check=list(HealthCheck))
@given(reading=any_reading())
def test_any_reading_comes_back_equal(shared, reading):
    """Whatever Unicode text a reading holds, NUL and right-to-left marks among it, what is read back equals it."""
    assert shared.add(reading)
    assert shared.reading(reading.document.key) == reading
    assert shared.has_reading(reading.document.key, reading.reader, reading.document.extractor)


def test_large_and_strange_texts_come_back_equal(register, made_up):
    """A text of a megabyte, one with NUL in it and one in Arabic with direction marks are kept letter for letter."""
    texts = ["x" * 50 + "long line " * 100_000, "a\0b" * 40, "\u202b" + "قال الوزير" * 20 + "\u202c", "👩‍👩‍👧" * 30]
    readings = [made_up(f"n{number}", text=text) for number, text in enumerate(texts)]
    for reading in readings:
        register.add(reading)
    assert list(register.readings()) == readings


@pytest.mark.parametrize("place", ["text", "id", "value", "chain", "finding", "account"])
def test_half_a_surrogate_pair_is_refused_whole(register, made_up, place):
    """What no UTF-8 file can hold is refused in one sentence, and nothing of its reading is kept."""
    bad, good = "\ud83d", made_up("good")
    document = Document("k", bad if place == "id" else "i", bad if place == "text" else "t", "s", "o", "e")
    claim = Claim(Property.CITY, bad if place == "value" else "v", according_to=(bad if place == "chain" else "c",))
    account = Account(bad if place == "account" else "a", "k", True, 1.0, (claim,))
    finding = Finding(FindingKind.TRUNCATED, bad if place == "finding" else "f")
    register.add(good)
    with pytest.raises(RegisterError, match="surrogate"):
        register.add(Reading(document, "r 1", (account,), (), (finding,)))
    assert list(register.readings()) == [good]
    assert not register.has_reading("k", "r 1", "e")


def test_reading_the_same_again_changes_nothing(register, made_up):
    """A document already read by the same reader through the same extractor is not appended again."""
    assert register.add(made_up("one"))
    before = content(register)
    assert not register.add(made_up("one"))
    assert content(register) == before


def test_a_newer_reader_is_appended_beside_the_older(register, made_up):
    """Both readings stay; the newest by version number is read back, in whatever order they were added."""
    newest = made_up("one", reader="rules 0.10.0")
    for reading in (newest, made_up("one", reader="rules 0.9.0"), made_up("one", extractor="text 0")):
        assert register.add(reading)
    assert list(register.readings()) == [newest]
    assert register.has_reading(newest.document.key, "rules 0.9.0", "text 1")
    assert len(list(register.accounts())) == 1


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (("rules 0.9.0", "text 1"), ("rules 0.10.0", "text 1")),
        (("rules 0.9", "text 2"), ("rules 0.9.1", "text 1")),
        (("rules 0.9", "text 1"), ("rules 0.9", "text 2")),
        (("rules 0.9", "text 1"), ("model-l6 1.0", "text 1")),
        (("rules-0.9", "text-9"), ("rules-0.9", "text-10")),
    ],
)
def test_the_newest_reader_is_told_by_its_version(older, newer):
    """Version numbers compare as numbers; the reader's counts before the extractor's."""
    assert precedence(*older) < precedence(*newer)


def content(register: Register) -> dict[str, list[str]]:
    """All rows of a register without the numbers that the order of adding gives."""
    with register._looking() as connection:
        tables = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in schema.tables.items()
        }
    names = {row["number"]: str(tuple(row.values())[1:4]) for row in tables["readings"]}
    for name in ("readings", "findings"):
        for row in tables[name]:
            del row["number"]
    for name in ("accounts", "claims", "citations", "findings"):
        for row in tables[name]:
            row["reading"] = names.get(row["reading"])
    return {name: sorted(map(repr, rows)) for name, rows in tables.items()}


def test_the_order_of_adding_leaves_no_trace(places, made_up):
    """Any order of the same readings, copies of one text among them, gives the same content and the same answers."""
    same = made_up("copy").document.text
    readings = [
        made_up("copy"),
        made_up("copy", reader="rules 0.2.0"),
        made_up("b", text=same, source="b/copy.txt"),
        made_up("a", text=same, original="other bytes"),
        made_up("zz"),
    ]
    contents, answers = [], []
    for order in list(permutations(readings))[::17]:
        with places.register() as register:
            for reading in order:
                register.add(reading)
            answers.append((list(register.readings()), register.search("strelsau"), list(register.findings())))
            contents.append(content(register))
    assert all(other == contents[0] for other in contents)
    assert all(other == answers[0] for other in answers)
    assert [reading.document.id for reading in answers[0][0]] == ["a", "zz"]


def test_a_copy_found_later_may_name_the_document(register, made_up):
    """Read again, one more place of a text is noted; the smallest place gives its id."""
    register.add(made_up("m"))
    text = made_up("m").document.text
    assert not register.add(made_up("n", text=text))
    assert register.document("m").source == "m.txt"
    register.add(made_up("c", text=text))
    assert register.document("c").source == "c.txt"
    assert [document.id for document in register.documents()] == ["c"]


def test_documents_go_by_id_key_and_beginning_of_key(register, made_up):
    """A name that means several documents, or none, says so and lists them."""
    one, two = made_up("one"), made_up("two", id="one", source="elsewhere.txt")
    register.add(one)
    assert register.document("one") == register.document(one.document.key) == one.document
    assert register.document(one.document.key[:8]) == one.document
    register.add(two)
    with pytest.raises(NotFoundError, match="more than one document") as several:
        register.document("one")
    assert f"one-{one.document.key[:8]} (one.txt)" in str(several.value)
    assert f"one-{two.document.key[:8]} (elsewhere.txt)" in str(several.value)
    assert register.document(f"one-{two.document.key[:8]}") == two.document
    for unknown in ("three", one.document.key[:7], "", "%", "f" * 64):
        with pytest.raises(NotFoundError):
            register.document(unknown)


def test_readings_come_in_the_order_of_id_and_key(register, made_up):
    """Ids are ordered by code point, whatever the order of adding."""
    for name in ("b", "ä", "B", "a10", "a9", ""):
        register.add(made_up(name))
    ids = [reading.document.id for reading in register.readings()]
    assert ids == sorted(ids)


def test_accounts_are_found_by_their_ids(register, made_up):
    """`accounts` gives those asked for, of the newest readings, with every claim and span."""
    readings = [made_up(name) for name in "abc"]
    for reading in readings:
        register.add(reading)
    assert list(register.accounts()) == [account for reading in readings for account in reading.accounts]
    wanted = readings[1].accounts[0]
    assert list(register.accounts([wanted.id, "no such id"])) == [wanted]


@pytest.mark.parametrize("most", [3, 100])
def test_readings_of_many_accounts_come_in_their_order(register, made_up, monkeypatch, most):
    """Whether each is looked up or all are gone through: by document, those asked for and no others."""
    monkeypatch.setattr(query, "CHUNK", 2)
    monkeypatch.setattr(query, "_MOST", most)
    readings = {name: made_up(name) for name in "gdbface"}
    for reading in readings.values():
        register.add(reading)
    wanted = [readings[name].accounts[0].id for name in "fbdac"]
    assert [reading.document.id for reading in register.readings(wanted)] == list("abcdf")


def test_more_readings_than_a_chunk_stream_whole(register, made_up, monkeypatch):
    """Loading in chunks loses and doubles nothing, and the register can be added to meanwhile."""
    monkeypatch.setattr(query, "CHUNK", 7)
    readings = [made_up(f"{number:03}") for number in range(30)]
    for reading in readings:
        register.add(reading)
    streamed = []
    for reading in register.readings():
        streamed.append(reading)
        register.add(made_up("new " + reading.document.id))
    assert streamed == readings
    assert list(register.accounts({r.accounts[0].id for r in readings})) == [r.accounts[0] for r in readings]


def test_an_account_of_another_document_is_refused(register, made_up):
    """A reading whose account names another document is a mistake of its maker."""
    one, two = made_up("one"), made_up("two")
    with pytest.raises(ValueError, match="another document"):
        register.add(Reading(one.document, "r 1", two.accounts))


def test_two_accounts_with_one_id_are_refused_whole(register, made_up):
    """A reading that contradicts itself is not kept in part."""
    one = made_up("one")
    with pytest.raises(RegisterError, match="not added"):
        register.add(Reading(one.document, "r 1", one.accounts * 2))
    assert list(register.readings()) == []


def test_each_citation_can_be_asked_for_with_its_words(register, made_up):
    """The view `cited_words` shows to any program the words that each claim cites."""
    reading = made_up("one")
    register.add(reading)
    with register._looking() as connection:
        seen = set(map(tuple, connection.execute(text("SELECT property, value, words FROM cited_words"))))
    every = (reading.document.title, reading.document.published, *reading.figures, *reading.accounts[0].claims)
    assert seen == {(c.property, c.value, s.of(reading.document.text)) for c in every for s in c.spans}


def test_less_of_a_reading_is_there_sooner(register, made_up):
    """Without texts, with claims of some properties, of documents with some accounts: the rest is as it was read."""
    one, two = made_up("one"), made_up("two")
    register.add(one)
    register.add(two)
    (light,) = register.readings([two.accounts[0].id], texts=False, claims=[Property.CITY])
    assert light.document == replace(two.document, text="")
    assert light.accounts[0].claims == two.accounts[0].all(Property.CITY)
    assert list(register.readings([])) == []
    assert dict(register.texts([one.document.key, "unknown"])) == {one.document.key: one.document.text}
    assert register.account_ids() == sorted(a.id for r in (one, two) for a in r.accounts)


def test_a_kept_reading_is_given_under_the_place_it_was_found(register, made_up):
    """What was read need not be read again; another reader, or another extractor, finds nothing kept."""
    reading = made_up("one")
    register.add(reading)
    elsewhere = replace(reading.document, id="second", source="second.txt")
    assert register.kept(elsewhere, reading.reader) == replace(reading, document=elsewhere)
    assert register.kept(elsewhere, "rules 9.9.9") is None
    assert register.kept(replace(elsewhere, extractor="text 2"), reading.reader) is None


def test_the_reading_of_a_text_is_that_of_its_smallest_place(register, made_up):
    """Laid out otherwise, the same words may be read otherwise: whichever came first, one and the same reading stands,
    and is found by its words; what was read by another reader stays."""
    late = made_up("late", id="b")
    early = replace(
        late,
        document=replace(late.document, id="a", source="a.txt", regions=()),
        accounts=(replace(late.accounts[0], claims=(*late.accounts[0].claims, Claim(Property.TOPIC, "Barrels"))),),
        findings=(),
    )
    older = replace(late, reader="rules 0.0.9", accounts=())
    assert [register.add(reading) for reading in (older, late)] == [True, True]
    assert register.kept(early.document, early.reader) is None
    assert register.add(early)
    assert list(register.readings()) == [early]
    assert register.kept(late.document, late.reader) == replace(early, document=late.document)
    assert (register.add(late), register.add(early)) == (False, False)
    assert list(register.readings()) == [early]
    assert register.search("barrels").accounts == {early.accounts[0].id}
    assert register.search("Strelsau").documents == {early.document.key}
    assert [r.reader for r in register.every_reading(early.document.key)] == [early.reader, older.reader]


def test_another_text_under_a_known_key_is_refused(tmp_path, made_up):
    """Citations of the text that is held would point into another; nothing of it is kept, nor its place."""
    reading = made_up("talks")
    altered = replace(
        reading, document=replace(reading.document, text="Envoys of Graustark met nobody.", source="sent.jsonl")
    )
    with Register.open(tmp_path / "r.whomet") as register:
        register.add(reading)
        with pytest.raises(OtherTextError, match=r"^sent\.jsonl: .* under the key of talks"):
            register.add(replace(altered, reader="another 1.0"))
        assert [(d.text, d.source) for d in register.documents()] == [(reading.document.text, "talks.txt")]
        assert len(list(register.readings())) == 1


def test_ids_that_begin_alike_are_found(register, made_up):
    """Those that a short id could be taken for, and no others, on both databases."""
    for name in ("talks", "visit", "call"):
        register.add(made_up(name))
    every = register.account_ids()
    assert register.account_ids_beginning({every[1][:8]}) == [every[1]]
    assert register.account_ids_beginning({i[:1] for i in every}) == every
    assert register.account_ids_beginning({every[0] + "0", "zzz"}) == []
    assert register.account_ids_beginning(set()) == []
