"""The examples, read by the command line as `make demo` does: what a careful reader noted down is what Whomet reads.

A check that fails today stands in `known_failures.yaml`; once it passes its test fails until it is taken off that list
(`make known-failures` writes the list anew).
"""

from __future__ import annotations

import pytest
from checks import NAMES, differences, known_failures, read_examples, whomet


@pytest.fixture(scope="session")
def register(tmp_path_factory):
    """Where the register of the examples lies."""
    return tmp_path_factory.mktemp("examples") / "examples.whomet"


@pytest.fixture(scope="session")
def examples(register):
    """Readings by document id, and meetings."""
    return read_examples(register)


@pytest.fixture(scope="session")
def found(examples):
    """How each check came out."""
    return differences(*examples)


@pytest.mark.parametrize("name", NAMES)
def test_reports_are_read_as_a_careful_reader_noted_them_down(name, found):
    """Each check passes, or is a known failure and fails."""
    if name in known_failures():
        if not found[name]:
            pytest.fail(f"{name!r} is read rightly now: make known-failures", pytrace=False)
        pytest.xfail(found[name])
    assert not found[name]


def test_each_name_is_that_of_one_check(found):
    """No check without a name, no name without a check, no failure listed that no test bears."""
    assert list(found) == list(dict.fromkeys(found))
    assert sorted(found) == sorted(NAMES)
    assert known_failures() - set(NAMES) == set()


def test_every_citation_is_exact(register, examples):
    """text[start:end] is the citation, in every format."""
    cited = 0
    for document, reading in examples[0].items():
        text = whomet("show", "--text", document, "--register", register)
        stack = [reading]
        while stack:
            item = stack.pop()
            if isinstance(item, dict) and {"start", "end", "text"} <= item.keys():
                assert text[item["start"] : item["end"]] == item["text"], document
                cited += 1
            stack += item.values() if isinstance(item, dict) else item if isinstance(item, list) else []
    assert cited > 100


def test_a_check_that_differs_says_how(examples):
    """The comparison itself: a city that was not read is named with what was expected."""
    readings, meetings = examples
    poorer = {
        name: {**d, "meetings": [{**m, "city": "Nowhere"} for m in d["meetings"]]} for name, d in readings.items()
    }
    assert differences(poorer, meetings)["coast-press city"] == "expected 'Muscat', read 'Nowhere'"
    assert differences(readings, [])["voices of Muscat"] == "expected [(4, 3)], read []"
