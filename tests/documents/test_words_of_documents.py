"""Every entry of the word data for datelines, publishers and boilerplate matches its examples and spares the rest."""

import re
from collections.abc import Iterator

import pytest

from whomet.documents.boilerplate import find_boilerplate
from whomet.documents.dateline import read_dateline, read_opening
from whomet.documents.lines import Line, lines_of
from whomet.documents.stated_date import expand, find_date
from whomet.knowledge.data import read_data

DATELINES = read_data("datelines")


def line_of(text: str) -> Line:
    (line,) = lines_of(text)
    return line


def dates() -> Iterator[tuple[str, str]]:
    for entry in DATELINES["dates"]:
        yield from ((words, str(value)) for words, value in entry["examples"].items())
        yield from ((words, "") for words in entry.get("unsettled", ()))


@pytest.mark.parametrize(("words", "value"), list(dates()))
def test_a_date_is_read_as_its_example_says(words, value):
    found = find_date(words)
    assert found is not None and (found.words, found.value) == (words, value)


@pytest.mark.parametrize("words", [words for entry in DATELINES["dates"] for words in entry["spares"]])
def test_what_is_no_date_is_spared(words):
    assert find_date(words) is None


@pytest.mark.parametrize("entry", DATELINES["beside"], ids=lambda entry: entry["pattern"][:30])
def test_what_stands_beside_a_date_matches_its_examples(entry):
    pattern = re.compile(expand(entry["pattern"]))
    for example in entry["examples"]:
        found = pattern.search(example)
        assert found and example.endswith(found[0]), example


@pytest.mark.parametrize("case", DATELINES["lines"], ids=lambda case: case["line"])
def test_a_line_is_a_dateline_or_not_as_its_example_says(case):
    found = read_dateline(line_of(case["line"]))
    if "date" not in case:
        assert found is None
        return
    assert found is not None and found.date is not None
    assert found.date.value == str(case["date"])
    assert found.date.updated == (case.get("role") == "updated")
    assert (found.title.of(case["line"]) if found.title else None) == case.get("title")


@pytest.mark.parametrize(
    "case", [c for e in DATELINES["openings"] for c in e["examples"]], ids=lambda case: case["text"]
)
def test_an_opening_gives_date_and_publisher_and_ends_where_the_sentence_begins(case):
    found = read_opening(line_of(case["text"]))
    assert found is not None
    assert case["text"][found.span.end :].strip().startswith("The envoys met.")
    assert (found.publisher.of(case["text"]) if found.publisher else None) == case.get("publisher")
    assert (found.date.value if found.date else None) == (str(case["date"]) if "date" in case else None)


@pytest.mark.parametrize("text", [text for entry in DATELINES["openings"] for text in entry["spares"]])
def test_what_is_no_opening_is_spared(text):
    assert read_opening(line_of(text)) is None


def signed() -> Iterator[tuple[str, str]]:
    data = read_data("publishers")
    yield from ((text, entry["name"]) for entry in data["names"] for text in entry["examples"])
    yield from ((text, text.split(":")[0]) for text in data["ending_examples"])


@pytest.mark.parametrize(("text", "name"), list(signed()))
def test_a_known_publisher_signs_the_text_it_opens(text, name):
    found = read_opening(line_of(text))
    assert found is not None and found.publisher is not None and found.publisher.of(text) == name


@pytest.mark.parametrize(("where", "text"), [(e["where"], t) for e in read_data("boilerplate") for t in e["matches"]])
def test_boilerplate_is_marked(where, text):
    around = f"They met.\n{text}\nThey left." if where == "line" else f"They met. {text} They left."
    assert [span.of(around) for span in find_boilerplate(around)] == [text]


@pytest.mark.parametrize("text", [text for entry in read_data("boilerplate") for text in entry["spares"]])
def test_what_reads_like_boilerplate_is_spared(text):
    assert find_boilerplate(f"They met.\n{text}\nThey left.") == ()


def test_each_pattern_has_examples_of_its_own():
    """An entry whose examples another one matches would say nothing of itself."""
    for entry in read_data("boilerplate"):
        pattern = re.compile(entry["pattern"], re.IGNORECASE)
        assert entry["matches"] and all(pattern.fullmatch(text) for text in entry["matches"]), entry["pattern"]
