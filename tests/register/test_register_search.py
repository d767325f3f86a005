"""Words are found however they are marked, cased or spelt, the same with a full-text index and without."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from whomet.model import Claim, Property
from whomet.register import Found, Register, sqlite
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
def searched(request, tmp_path, monkeypatch, made_up):
    """A register of three readings, with an index and, as in a database that has none, without."""
    if request.param == "scanned":
        monkeypatch.setattr(sqlite, "make_index", lambda connection: None)
    with Register.open(tmp_path / "r.whomet") as register:
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


def test_this_python_has_a_full_text_index(register):
    """The tests above did compare an index with a scan: here there is one."""
    with register._engine.connect() as connection:
        assert sqlite.has_index(connection)
