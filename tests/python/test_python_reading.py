"""`whomet.read` and `whomet.read_files`: the same readings as the command line's, with the words at hand."""

from __future__ import annotations

import json
import pickle
from datetime import date

import pytest

import whomet
from whomet import model
from whomet.faces.python.nouns import account_of
from whomet.pipeline import read_inputs

TEXT = (
    "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on Tuesday. "
    "“The river must stay open to every ship,” Okonveld said after the talks."
)
GIVEN = {
    "published": "2031-03-06",
    "title": "Talks in Oslo",
    "publisher": "The Lota Courier",
    "url": "https://a.example/1",
}


def test_a_text_is_read_as_a_line_of_json_lines_is(tmp_path):
    """The same key, claims, reader and extractor: a register takes them for one and the same."""
    (tmp_path / "one.jsonl").write_text(json.dumps({"id": "lota", "text": TEXT, **GIVEN}), "utf-8")
    (by_file,) = read_inputs([str(tmp_path / "one.jsonl")])
    here = whomet.read(TEXT, **GIVEN, id="lota")
    assert here.document.key == by_file.document.key
    assert [a.claims for a in here.accounts] == [a.claims for a in by_file.accounts]
    assert [a.id for a in here.accounts] == [a.id for a in by_file.accounts]
    assert (here.reader, here.document.extractor) == (by_file.reader, by_file.document.extractor)


def test_a_reading_can_stand_wherever_the_models_can():
    """It is one, frozen, and comes back from a pickle as it was."""
    reading = whomet.read(TEXT, **GIVEN)
    assert isinstance(reading, model.Reading)
    assert isinstance(reading.accounts[0], model.Account)
    assert pickle.loads(pickle.dumps(reading)) == reading
    with pytest.raises(AttributeError):
        reading.accounts[0].id = "x"


def test_an_account_answers_by_the_names_of_properties():
    """Strings and `Property` alike."""
    account = whomet.read(TEXT, **GIVEN).accounts[0]
    assert account.value("date") == account.value(model.Property.DATE) == "2031-03-04"
    assert account.values("party") == ("Norway", "Sweden")
    assert account.value("venue") == ""
    assert account.first("venue") is None
    assert account.told_in.publisher.value == "The Lota Courier"


def test_a_citation_shows_the_words_and_what_follows_from_them():
    """Letter for letter as the document has them."""
    (date_,) = whomet.read(TEXT, **GIVEN, id="lota").accounts[0].citations("date")
    assert date_.words == ("Tuesday",)
    assert (date_.value, date_.document, date_.publisher) == ("2031-03-04", "lota", "The Lota Courier")
    assert "published Thu 2031-03-06" in date_.basis


def test_people_and_statements_are_put_together():
    """A person with role and party, a statement with its speaker."""
    account = whomet.read(TEXT, **GIVEN).accounts[0]
    assert [(p.name, p.party) for p in account.people] == [("Mira Okonveld", "Norway"), ("Tomas Brae", "Sweden")]
    (said,) = account.statements
    assert said.speakers == ("Mira Okonveld",)
    assert said.text == "The river must stay open to every ship"


def test_a_property_that_is_none_is_one_sentence_with_all_there_are():
    """Also where the account claims nothing of it."""
    account = whomet.read(TEXT).accounts[0]
    for ask in (account.value, account.values, account.all, account.first, account.citations):
        with pytest.raises(whomet.WhometError, match=r"'dat' is no property; they are: title, .*date"):
            ask("dat")


def test_the_day_of_publication_is_a_date_or_a_string():
    """Without one a weekday stays undated; what is no day is a finding."""
    by_date, by_text = whomet.read(TEXT, date(2031, 3, 6)), whomet.read(TEXT, "2031-03-06")
    assert by_date == by_text
    assert whomet.read(TEXT).accounts[0].value("date") == ""
    assert "is no day that can be told" in whomet.read(TEXT, "someday").findings[0].text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "the given text: holds no text, only white space."),
        (" \n\t ", "the given text: holds no text, only white space."),
        (b"They met.", "the given text: is no string but bytes; decode it first."),
        (None, "the given text: is no string but NoneType; decode it first."),
    ],
)
def test_what_is_no_text_is_one_sentence(given, sentence):
    """An InputError that says what to do."""
    with pytest.raises(whomet.WhometError) as told:
        whomet.read(given)
    assert str(told.value) == sentence


def test_half_a_surrogate_pair_is_a_finding_and_no_crash():
    """In the text and in what is given with it."""
    reading = whomet.read(TEXT + " \ud800", publisher="Lota\udfff", id="a\ud801")
    assert "\ud800" not in reading.document.text
    assert reading.document.publisher.value == "Lota\N{REPLACEMENT CHARACTER}"
    assert any("halves of a pair" in finding.text for finding in reading.findings)
    repr(reading).encode("utf-8")


def test_another_language_gives_no_accounts_and_a_finding():
    """Told from the text, or given."""
    reading = whomet.read(TEXT, language="sv")
    assert reading.accounts == ()
    assert "does not read" in reading.findings[0].text


def test_a_text_without_an_id_is_called_after_its_key():
    """The same text has the same name."""
    reading = whomet.read(TEXT)
    assert reading.document.id == f"text-{reading.document.key[:8]}" == whomet.read(TEXT).document.id


def test_files_are_read_and_what_is_not_is_a_finding_in_its_place(tmp_path):
    """A single path or several, strings or paths; in their order."""
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    found = list(whomet.read_files([tmp_path / "a.txt", str(tmp_path / "b.txt")]))
    assert isinstance(found[0], whomet.Finding)
    assert "there is no such file or folder" in found[0].text
    assert found[1].accounts[0].value("city") == "Oslo"
    assert list(whomet.read_files(tmp_path)) == found[1:]
    assert list(whomet.read_files(str(tmp_path / "b.txt"))) == found[1:]


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800", "x" * 10_000, b"lost.txt"])
def test_a_name_that_can_be_no_file_is_a_finding(name, tmp_path, monkeypatch):
    """Nothing raises, whatever the name holds."""
    monkeypatch.chdir(tmp_path)
    (found,) = whomet.read_files([name])
    assert isinstance(found, whomet.Finding)
    found.text.encode("utf-8")


def test_a_repr_is_one_harmless_line_for_each_account():
    """Markup of terminals and 10 MB names leave no trace."""
    hostile = "\x1b[31m\u202e" + "A" * 10_000_000
    document = whomet.read(TEXT).document
    claims = (model.Claim(model.Property.PARTY, hostile), model.Claim(model.Property.CITY, "Oslo\nLima"))
    made = model.Account("0a1b", document.key, True, 0.5, claims)
    told = repr(account_of(made, document))
    assert told.startswith("<Account 0a1b in text-")
    assert "Oslo Lima" in told
    assert len(told) < 300
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "\n" not in told
