"""Words of documents stay words: quoted, with nothing in them that can't be seen."""

from __future__ import annotations

import json
import unicodedata

import pytest
from asked_as_assistant import COMMAND, call, with_client
from hypothesis import given
from hypothesis import strategies as st

from whomet.faces.assistants.harmless import cut, quoted, quoted_lines, shown
from whomet.faces.assistants.tools import Desk, tools

ASKED = [
    ("search_meetings", {"words": "fishing"}),
    ("show_meeting", {"meeting": "bell"}),
    ("compare_sources", {"meeting": "bell"}),
    ("show_person", {"person": "Ole Vind"}),
    ("search_documents", {"words": "fishing"}),
    ("show_document", {"document": "bell"}),
]


def unseen(text: str) -> set[str]:
    return {
        c for c in text if c not in "\r\n\t" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    }


@pytest.mark.parametrize(("name", "asked"), ASKED)
def test_a_command_in_a_document_stays_a_quotation(desk, name, asked):
    """It stands in fields that are said to be words of others; in plain lines only between quotation marks or after a
    bar, and no mark within it ends the quotation."""
    told, words = call(desk, name, **asked)
    assert COMMAND in json.dumps(told)
    for line in words.splitlines():
        outside = line
        while '"' in outside and not line.startswith("| "):
            start = outside.index('"')
            _, end = json.JSONDecoder().raw_decode(outside[start:])
            outside = outside[:start] + outside[start + end :]
        assert line.startswith("| ") or "Ignore" not in outside


@pytest.mark.parametrize(("name", "asked"), ASKED)
def test_nothing_unseen_is_handed_on(desk, name, asked):
    """Neither in the structure nor in the lines: turned writing, tags, control sequences."""
    told, words = call(desk, name, **asked)
    assert unseen(json.dumps(told, ensure_ascii=False)) == unseen(words) == set()
    if name == "show_document":
        assert "[U+202E]turned[U+202C] [U+E0068][U+E0069] [U+001B][31m" in told["text"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("a\r\nb\x0c", "a\r\nb[U+000C]"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\u200fb", "a[U+200F]b"),
        ("\U000e0041", "[U+E0041]"),
        ("a\ufe0f\U000e0101", "a[U+FE0F][U+E0101]"),
        ("\ud800", "[U+D800]"),
        ("no\u00a0break", "no\u00a0break"),
        ("line\u2028end", "line[U+2028]end"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db", "a[U+200D]b"),
        ("می\u200c\u200c\u200d", "می\u200c[U+200C][U+200D]"),
        ("\x00\x1b[0m", "[U+0000][U+001B][0m"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_signs_that_can_not_be_seen_are_shown(given, expected):
    """As their numbers; honest letters, marks and joiners stay."""
    assert shown(given) == expected


@given(st.text())
def test_a_quotation_ends_where_it_ends(words):
    """Whatever it holds: one line, read back as the words with single spaces."""
    line = quoted(shown(words))
    assert "\n" not in line
    assert json.loads(line) == " ".join(shown(words).split())
    assert not unseen(shown(words)) - {"\u200c", "\u200d"}
    assert all(part.startswith("| ") for part in "\n".join(quoted_lines(shown(words))).split("\n"))


def test_long_words_are_cut_and_say_so():
    """Ten megabytes of a name become a line."""
    assert cut("x" * 10_000_000) == "x" * 600 + " […]"
    assert cut("x" * 600) == "x" * 600


def test_no_tool_changes_anything_and_all_say_so(desk):
    """Without leave to decide there is none that could."""
    assert not any(tool.decides for tool in tools(desk).values())

    async def ask(client):
        return (await client.list_tools()).tools

    listed = with_client(desk, ask)
    assert len(listed) == 8
    for tool in listed:
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint) == (True, False, True)
        assert hints.open_world_hint is False


def test_tools_are_described_with_examples(where):
    """Schemas are objects at the top, each argument says what it is; those with free words have an example."""

    async def ask(client):
        return (await client.list_tools()).tools

    for tool in with_client(Desk(where, "Ada Lind"), ask):
        for schema in (tool.input_schema, tool.output_schema):
            assert schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        assert tool.title
        assert tool.description
        for name, told in tool.input_schema["properties"].items():
            assert told["description"], (tool.name, name)
    shown_meeting = next(t for t in with_client(Desk(where), ask) if t.name == "show_meeting")
    assert shown_meeting.input_schema["properties"]["meeting"]["examples"]
