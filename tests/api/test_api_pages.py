"""Pages: who follows them meets each meeting once, whatever is added, in a file and in a server's database."""

from __future__ import annotations

from collections import Counter

import pytest
from asked_over_http import REPORTS, client_of, put

from whomet.faces.asking import Question, choose
from whomet.faces.opening import list_of
from whomet.register import Register

FIRST = "The Norwegian foreign minister, Mira Okonveld, met the Swedish envoy Tomas Brae in Oslo on {} March 2031."
AGAIN = "Mira Okonveld, foreign minister of Norway, received the Swedish envoy Tomas Brae in Oslo on {} March 2031."
DAYS = range(3, 19, 3)


@pytest.fixture(scope="module", params=["file", "database"])
def new_place(request, tmp_path_factory):
    """Gives places of registers in either kind of database."""
    if request.param == "file":
        return lambda: str(tmp_path_factory.mktemp("made") / "register.whomet")
    return request.getfixturevalue("postgresql_server").new


@pytest.fixture(scope="module")
def filled(new_place) -> str:
    """The place of a register of four reports, which nothing changes."""
    where: str = new_place()
    put(where, REPORTS | {"plan": "Sweden's envoy Tomas Brae will meet Ole Vind in Malmö in July 2031."})
    return where


def walk(client, address, between=lambda: None):
    """All items of a list, page by page, with something done between two pages."""
    found, pages, at = [], 0, address
    while at:
        page = client.get(at)
        assert page.status_code == 200, page.text
        found += page.json()["items"]
        following = page.links.get("next", {}).get("url", "")
        assert bool(following) == bool(page.json()["next"])
        at, pages = following, pages + 1
        between()
    return found, pages


def test_each_meeting_comes_once_while_accounts_are_added(new_place):
    """Between the pages each meeting gains an account, whose id may be the smaller one and so become the meeting's, and
    new meetings come; those are met as well, at the end."""
    where = new_place()
    put(where, {f"first-{day}": FIRST.format(day) for day in DAYS})
    left = [(f"again-{day}", AGAIN.format(day)) for day in reversed(DAYS)] + [("pier", REPORTS["pier"])]
    client = client_of(where)
    before = {row["id"] for row in client.get("meetings").json()["items"]}

    def between():
        some = [left.pop() for _ in range(min(3, len(left)))]
        put(where, dict(some))

    rows, pages = walk(client, "meetings?limit=2", between)
    assert pages > 3
    named = Counter(document for row in rows for document in row["documents"] if document.startswith("first"))
    assert named == {f"first-{day}": 1 for day in DAYS}
    assert rows[-1]["documents"] == ["pier"]
    after = {row["id"] for row in client.get("meetings").json()["items"]}
    assert len(after) == len(before) + 1
    assert before - after  # else no id has changed, and the test shows little


def test_each_list_is_the_same_in_pages_as_at_once(filled):
    """Of whatever size the pages are; each item once."""
    client = client_of(filled)
    for listed in ("meetings", "accounts", "documents", "people", "places", "search?words=Mira"):
        sign = "&" if "?" in listed else "?"
        whole = client.get(listed).json()["items"]
        assert len(whole) > 1
        for limit in (1, 2):
            assert walk(client, f"{listed}{sign}limit={limit}")[0] == whole


@pytest.mark.parametrize("latest", [True, False])
def test_meetings_by_day_are_the_same_in_pages_as_at_once(filled, latest):
    """Of all meetings, and of some; those of one day by their ids."""
    with Register.open(filled) as register:
        whole = register.meetings_by_day(None, 100, latest=latest)
        days = [day for (day, _), _ in whole]
        assert days == sorted(days, reverse=latest)
        assert len(whole) == len({meeting for _, meeting in whole}) == register.meeting_count()
        some = [meeting for _, meeting in whole][1:]
        for among, expected in ((None, whole), (some, whole[1:]), ([], [])):
            found, last = [], None
            while page := register.meetings_by_day(last, 1, among, latest=latest):
                found, last = found + page, page[-1][0]
            assert found == expected


@pytest.mark.parametrize(
    ("asked", "question", "words"),
    [
        ("with=Vind", Question(name="Vind"), ""),
        ("with=T. Brae", Question(name="T. Brae"), ""),
        ("party=Sweden", Question(party="Sweden"), ""),
        ("place=norway", Question(place="norway"), ""),
        ("place=Bergen", Question(place="Bergen"), ""),
        ("since=2031-04", Question(since="2031-04"), ""),
        ("until=2031-03", Question(until="2031-03"), ""),
        ("status=planned", Question(status="planned"), ""),
        ("status=held&party=Norway&until=2031-05", Question(status="held", party="Norway", until="2031-05"), ""),
        ("words=Danish", Question(), "Danish"),
        ("words=envoy&place=Oslo", Question(place="Oslo"), "envoy"),
        ("with=nobody", Question(name="nobody"), ""),
    ],
)
def test_what_is_asked_for_is_what_the_command_line_finds(filled, asked, question, words):
    """The same meetings, by the same functions, whole or in pages of one."""
    with Register.open(filled) as register:
        found = register.search(words) if words else None
        chosen = choose(list_of(register), question, found.accounts | found.documents if found else None)
    client = client_of(filled)
    rows, _ = walk(client, f"meetings?{asked}&limit=1")
    assert {row["id"] for row in rows} == {meeting.id for meeting in chosen}
    assert rows == client.get(f"meetings?{asked}").json()["items"]
    if "nobody" not in asked:
        assert 0 < len(rows) < 3


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "é",
        "%ED%A0%80",
        "W10",
        "W" * 15000,
        '["meetings",[1,1]',
        '["meetings",[1,99999999999999999999]]',
        '["meetings",[-1,1]]',
        '["meetings",["a","b"]]',
        '["meetings",7]',
        '["documents",1]',
        "7",
    ],
    ids=lambda cursor: cursor[:30],
)
def test_a_cursor_that_no_page_gave_is_one_sentence(client, cursor):
    """Also one of another list, of numbers that no database takes, of bytes that are no letters."""
    page = client.get(f"meetings?cursor={cursor}")
    assert page.status_code == 422
    assert (
        page.json()["detail"]
        == "This cursor is none that a list of meetings gave; leave it out to begin with the first page."
    )
