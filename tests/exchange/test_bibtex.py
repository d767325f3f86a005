"""Citations as BibTeX, read back with pybtex."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import told
from pybtex.database import parse_string

from whomet.exchange.bibtex import escaped, write
from whomet.model import Claim, Property


def read(meetings):
    return parse_string(b"".join(write(meetings)).decode("utf-8"), "bibtex").entries


def with_document(one, **changes):
    return replace(one, documents={k: replace(d, **changes) for k, d in one.documents.items()})


def test_entries_of_meetings_and_sources():
    """Each meeting and each source is an entry, once; a meeting leads to its sources."""
    entries = read(told())
    assert list(entries) == ["meeting-3fa2b7c91d00", "meeting-a07c55d20b18", "harbour-1", "lota-1", "tide-1"]
    assert entries["meeting-3fa2b7c91d00"].fields["related"].split(",") == ["harbour-1", "lota-1", "tide-1"]
    assert "3fa2b7c91d00, a07c55d20b18" in entries["tide-1"].fields["note"]


def test_a_source_as_bibtex_and_biblatex_read_it():
    """The day stands in the fields of both; publisher and address too."""
    fields = read(told())["lota-1"].fields
    assert fields["title"] == "{Envoys of Arvenia and Lotland talk in Port Sellis}"
    assert (fields["date"], fields["year"], fields["month"]) == ("2031-03-06", "2031", "March")
    assert fields["howpublished"] == "The Lota Courier"
    assert fields["url"] == "https://news.example/lota-1"


def test_dates_that_differ_are_in_the_title_alone():
    """No field holds one of three dates as if it were the date; a planned month stays a month."""
    entries = read(told())
    assert "2031-03-06 or 2031-03-04 or 2031-03-07 (sources differ)" in entries["meeting-3fa2b7c91d00"].fields["title"]
    assert "eventdate" not in entries["meeting-3fa2b7c91d00"].fields
    assert entries["meeting-a07c55d20b18"].fields["eventdate"] == "2031-04"
    assert "(planned)" in entries["meeting-a07c55d20b18"].fields["title"]


def test_hostile_words_stay_in_their_field():
    """Braces, commands, a comment sign and control characters in a title are words."""
    text = "}, @misc{evil, \\input{/etc/passwd} 100% #1 $x^2_3$ ~ & \x1b[31m\u202edne"
    entries = read([with_document(told()[1], title=Claim(Property.TITLE, text))])
    assert list(entries) == ["meeting-a07c55d20b18", "tide-1"]
    assert "input" in entries["tide-1"].fields["title"]
    assert r"\input" not in entries["tide-1"].fields["title"]
    raw = b"".join(write([with_document(told()[1], title=Claim(Property.TITLE, text))])).decode()
    assert "\x1b" not in raw
    assert "\u202e" not in raw


def test_an_address_can_not_close_its_field():
    """Braces and spaces of an address are percent-encoded; what is so already stays."""
    entries = read([with_document(told()[1], url="https://x.example/%20a?b=c&d}, note={evil")])
    assert entries["tide-1"].fields["url"] == "https://x.example/%20a?b=c&d%7D,%20note=%7Bevil"
    assert "evil" not in entries["tide-1"].fields["note"]


@pytest.mark.parametrize("ident", ["", "a b,c", "réunion", "x}y", "会议"])
def test_keys_are_plain(ident):
    """Whatever a document is called, its key is letters, digits and hyphens."""
    (_, key) = read([with_document(told()[1], id=ident)])
    assert key.isascii()
    assert key.replace("-", "").isalnum()


def test_keys_are_unique():
    """Ids that come out alike as keys are told apart, and a meeting names the right ones."""
    first, plan = told()
    entries = read([with_document(first, id="会议"), plan])
    assert len(entries) == 5
    assert set(entries["meeting-3fa2b7c91d00"].fields["related"].split(",")) == set(list(entries)[2:])


@given(st.text(alphabet=st.characters()))
@settings(deadline=None)
def test_any_title_stays_in_its_field(text):
    """Whatever a title holds, a parser of BibTeX gets it whole: braces in pairs, nothing that TeX can't read."""
    shown = escaped(text)
    assert not set(shown.replace("{}", "")) & set("{}")
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in shown)
    (_, source) = read([with_document(told()[1], title=Claim(Property.TITLE, "x" + text))]).values()
    assert source.fields["title"] == f"{{{escaped('x' + text)}}}"


PRINTED = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
PRINTED |= {"less": "<", "greater": ">", "bar": "|"}
"""What LaTeX's \text... commands print, from its manual."""


@given(st.text(alphabet=st.sampled_from("ab \\{}$&#%_~^<>|")))
def test_tex_prints_the_same(text):
    """TeX's own signs come out as they were, and none is left for TeX to act on."""
    command = re.compile(r"\\text(\w+)\{\}|\\([$&#%_])")
    assert command.sub(lambda m: m[2] or PRINTED[m[1]], escaped(text)) == " ".join(text.split())
    assert not set(command.sub("", escaped(text))) & set("\\{}$&#%_~^<>|")


def test_order_of_accounts_does_not_matter():
    """The same accounts in another order are the same bytes."""
    turned = [replace(t, accounts=t.accounts[::-1]) for t in told()]
    assert b"".join(write(turned)) == b"".join(write(told()))


def test_no_meetings_are_no_entries():
    """An empty register is an empty file."""
    assert b"".join(write([])) == b""
