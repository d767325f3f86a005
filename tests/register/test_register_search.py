"""Words are found however they are marked, cased or spelt: by either database's full-text index, and without any."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from whomet.model import Claim, Property
from whomet.register import Found, Register, postgresql, sqlite
from whomet.register.search import fold, terms_of

FOLDED = {
    "Société Générale": "societe generale",
    "STRASSE straße": "strasse strasse",
    "إسماعيل أحمد آل": "اسماعيل احمد ال",
    "غزّة غزه": "غزه غزه",
    "علی علي على": "علي علي علي",
    "کابل كابل": "كابل كابل",
    "طــهران": "طهران",
    "Ismaʿil": "ismail",
    "שָׁלוֹם": "שלום",
    "Ёлкин Йод": "елкин иод",
    "３ May ٢٠٢٤ ۱۴۰۳": "3 may 2024 1403",
    "can't, won’t -- a.b": "can t won t a b",
    "北京市": "北 京 市",
    "ﬁne\0print\n\tof": "fine print of",
    "": "",
    "…!?": "",
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.items())
def test_folding_leaves_plain_words(text, folded):
    """Marks, case, compatibility forms and variant letters go; words stand between single spaces."""
    assert fold(text) == folded


@given(st.text())
@example("İıſẞŉΐ")
def test_folding_twice_changes_nothing(text):
    """What is folded is made of words and single spaces, and is itself already folded."""
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


def test_a_question_is_cut_into_terms():
    """Words, words only begun and quoted phrases are told apart; signs alone ask for nothing."""
    terms = [(term.words, term.begun) for term in terms_of('Peace nakhal* "the Quay side" -- ""  OR "x* ')]
    assert terms == [("peace", False), ("nakhal", True), ("the quay side", False), ("or", False), ("x", True)]


@pytest.fixture(params=["indexed", "scanned"])
def searched(request, where, monkeypatch, made_up):
    """A register of three readings, with an index and, as in a database that has none, without."""
    if request.param == "scanned":
        for database in (sqlite, postgresql):
            monkeypatch.setattr(database, "has_index", lambda connection: False)
    with Register.open(where) as register:
        for name, more in (("one", "Zoë Nakhalová"), ("two", "وزارة الخارجية في غزة"), ("three", "北京市 talks\0then")):
            reading = made_up(name, text=f"{'.' * 50} {more} spoke of the quay side")
            claim = Claim(Property.PARTY, f"Party of {name}")
            accounts = tuple(replace(account, claims=(*account.claims, claim)) for account in reading.accounts)
            register.add(replace(reading, accounts=accounts))
        yield register


@pytest.mark.parametrize(
    ("asked", "documents", "accounts"),
    [
        ("zoe", "one", ""),
        ("nakhal*", "one", ""),
        ("nakhal", "", ""),
        ("ZOË quay", "one", ""),
        ("zoe party", "", ""),
        ("غزه", "two", ""),
        ("وزاره الخارجيه", "two", ""),
        ("北京", "three", ""),
        ("京北", "", ""),
        ("then", "three", ""),
        ('"quay side"', "one two three", ""),
        ('"side quay"', "", ""),
        ("party two", "", "two"),
        ("ruritania", "", "one two three"),
        ('" OR NEAR( rowid:', "", ""),
        ("words:zoe", "", ""),
        ("'; drop table readings; --", "", ""),
        ("...", "", ""),
        ("", "", ""),
    ],
)
def test_a_search_finds_documents_and_accounts(searched, made_up, asked, documents, accounts):
    """Every word has to be in the document's text, or among the values of one account."""
    found = searched.search(asked)
    by_name = {reading.document.id: reading for reading in searched.readings()}
    assert found.documents == {by_name[name].document.key for name in documents.split()}
    assert found.accounts == {by_name[name].accounts[0].id for name in accounts.split()}


def test_accounts_of_an_older_reading_are_not_found(register, made_up):
    """What only a reading says that a newer one took the place of leads nowhere; the text still does."""
    older = made_up("one")
    newer = replace(made_up("one", reader="rules 0.2.0"), accounts=())
    register.add(older)
    assert register.search("ruritania") == Found(frozenset({older.accounts[0].id}), frozenset({older.document.key}))
    register.add(newer)
    assert register.search("ruritania") == Found(frozenset(), frozenset({older.document.key}))


def test_there_is_a_full_text_index(register):
    """The tests above did compare an index with a scan: here there is one."""
    with register._looking() as connection:
        assert register._database.has_index(connection)


SAID = [
    "Zoë",
    "zoe",
    "ZO",
    "zo",
    "quay",
    "side",
    "the",
    "غزّة",
    "غزه",
    "北京",
    "京",
    "ǆ",
    "1e5",
    "-1",
    "a.b",
    "x@y.org",
    "\0",
]
texts = st.lists(st.sampled_from(SAID) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=8).map(
    " ".join
)
questions = st.lists(
    st.builds(lambda said, sign: sign.format(said), texts, st.sampled_from(["{}", '"{}"', "{}*", '"{}*"'])), max_size=3
).map(" ".join)


@pytest.fixture
def both(files, databases):
    with files.register() as one, databases.register() as other:
        yield one, other


@pytest.mark.parametrize("longest, most", [(500, 1_000_000), (2, 1_000_000), (500, 12), (1, 6)])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=st.lists(texts, min_size=1, max_size=3), asked=st.lists(questions, min_size=1, max_size=4))
def test_both_databases_find_the_same(both, made_up, longest, most, said, asked):
    """Whatever is said and asked, both indexes lead to what a look through everything leads to; so do words and texts
    that are longer than an index takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postgresql, "_LONGEST", longest)
        patch.setattr(postgresql, "_MOST", most)
        for number, words in enumerate(said):
            reading = made_up(f"n{number}", text=f"{'.' * 50} {words}")
            account = replace(reading.accounts[0], claims=(Claim(Property.TOPIC, said[-number]),))
            for register in both:
                register.add(replace(reading, accounts=(account,)))
        for question in asked:
            found = [register.search(question) for register in both]
            with pytest.MonkeyPatch.context() as unindexed:
                unindexed.setattr(sqlite, "has_index", lambda connection: False)
                assert found == [both[0].search(question)] * 2


def test_a_text_with_more_words_than_an_index_takes(register, made_up):
    """A megabyte of words, no two alike, and a word longer than any: found as all others are."""
    many = " ".join(f"{n:x}" for n in range(300_000))
    register.add(made_up("many", text=f"{'.' * 50} {many} {'ab' * 3000}c"))
    register.add(made_up("few"))
    key = made_up("many", text=f"{'.' * 50} {many} {'ab' * 3000}c").document.key
    for asked in ("493df", '"493dc 493dd"', "ab" * 3000 + "c", "ab" * 2000 + "*"):
        assert register.search(asked).documents == {key}
    for asked in ("493dfff", '"493dd 493dc"', "ab" * 3000, "ab" * 2000 + "c*"):
        assert register.search(asked).documents == frozenset()
