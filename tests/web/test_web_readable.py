"""What keeps a page readable where a register is crowded: many accounts, many dates, names that run the other way."""

from __future__ import annotations

from dataclasses import replace

import made_up
import pytest
from put_by_hand import put_by_hand
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from whomet.faces.dates import either
from whomet.faces.web.addresses import asked_by
from whomet.faces.web.app import web_app
from whomet.faces.web.lists import list_page
from whomet.faces.web.words import Mark, direction, marked
from whomet.model import Accord, Cell, CellReading, Finding, FindingKind, Meeting, Property, Span
from whomet.pipeline import absorb
from whomet.register import Register
from whomet.register.browsing import View


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("Envoys met in Doha.", "auto"),
        ("ميرا أوكونفلد said: the river stays open to every ship.", "ltr"),
        ("Harbour Line 7: قالت أوكونفلد لن نغلق النهر أمام السفن", "rtl"),
        ("قالت أوكونفلد: لن نغلق النهر", "auto"),
        ("1,240 (2031)", "auto"),
        ("", "auto"),
    ],
)
def test_a_paragraph_runs_as_most_of_its_letters_do(line, way):
    """A name of another script that begins a sentence does not turn all of it round."""
    assert direction(line) == way


def test_each_paragraph_of_a_text_has_its_own_direction():
    """Marks within a paragraph change nothing of it."""
    text = "ميرا said so to all who would hear it\nDoha: قالت أوكونفلد لن نغلق النهر\nIn Doha."
    pieces = list(marked(text, [Mark(Span(0, 4), "who", "person: Mira")]))
    assert [piece[: piece.index(">") + 1] for piece in pieces] == ['<p dir="ltr">', '<p dir="rtl">', '<p dir="auto">']


def test_many_days_are_told_by_the_first_and_the_last():
    """What differs by more than three days is counted; what is no day is never taken for one."""
    days = [f"2031-03-{day:02}" for day in (9, 1, 4, 2)]
    assert either(days) == ("4 dates from 2031-03-01 to 2031-03-09",)
    assert either(days[:3]) == ("2031-03-09", "2031-03-01", "2031-03-04")
    assert either([*days[:3], "2031-03"]) == (*days[:3], "2031-03")


@pytest.fixture
def crowded(tmp_path) -> str:
    """The page of a meeting that twelve documents tell of in the same words, each with a warning."""
    path = tmp_path / "crowded.whomet"
    first = made_up.readings()[0]
    with Register.open(path) as register:
        absorb(register, [_again(first, number) for number in range(12)])
        ident = max(register.listed(View(), 0, 50).meetings, key=lambda meeting: len(meeting.accounts)).id
    with TestClient(web_app(str(path)), base_url="http://127.0.0.1") as client:
        return client.get(f"/meetings/{ident}").text


def _again(reading, number: int):
    """The same report in another place, under a key of its own."""
    key = f"{number:064x}"
    document = replace(reading.document, key=key, id=f"copy-{number:02}", source=f"{number}.txt", original=key)
    accounts = tuple(
        replace(account, id=f"{number:015x}{n}", document=key) for n, account in enumerate(reading.accounts)
    )
    warned = Finding(FindingKind.NAME_UNRESOLVED, "Nobody says who \u201cthe envoy\u201d is.", key)
    return replace(reading, document=document, accounts=accounts, findings=(warned,), figures=())


def test_what_twelve_documents_say_alike_stands_once(crowded):
    """A statement names six of them and folds the others away; a warning names four and counts the others."""
    assert crowded.count("Nobody says who") == 1
    assert "(copy-00, copy-01, copy-02, copy-03 and 8 more)" in crowded
    assert "<details><summary>and 6 more</summary>" in crowded


def test_a_row_says_what_else_the_sources_differ_on(tmp_path):
    """Date, place and status have a mark of their own; of all else a meeting's row names it."""
    reading = made_up.readings()[0]
    account = reading.accounts[0]

    def cell(prop: Property, accord: Accord) -> Cell:
        return Cell(prop, tuple(CellReading(value, (account.id,)) for value in ("one", "other")), accord)

    cells = (
        cell(Property.DURATION, Accord.CONFLICT),
        cell(Property.CITY, Accord.CONFLICT),
        cell(Property.TOPIC, Accord.AGREE),
    )
    with Register.open(tmp_path / "register.whomet") as register:
        register.add(reading)
        put_by_hand(register, meetings=[Meeting(account.id, (account.id,), cells)])
        (row,) = list_page(register, asked_by(QueryParams())).rows
    assert row.differ == ("duration",)
    assert row.place.differ
    with TestClient(web_app(str(tmp_path / "register.whomet")), base_url="http://127.0.0.1") as client:
        assert "sources differ: duration</span>" in client.get("/").text
