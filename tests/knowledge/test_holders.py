"""The files of office holders that ship: every entry says something that can be, and everybody has one name."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import combinations, pairwise

import pytest

from whomet.knowledge.data import data_bytes, read_data
from whomet.knowledge.holders import PACK, book_of_files, digest_of_files, holder_files, shipped_book
from whomet.knowledge.incumbency import party_by_office
from whomet.knowledge.names import compare_names
from whomet.knowledge.office_book import OfficeBook, keys_version
from whomet.knowledge.parties import party_with_id, state_of
from whomet.model import Verdict
from whomet.values.edtf import bounds, is_day, may_agree
from whomet.values.names import fold

# Set it to True when no file is being written: it turns on the test that the pack is fresh.
COMPLETE = True
ENOUGH = 1500
FILES = holder_files()
KINDS = {
    "head-of-state", "head-of-government", "supreme-leader", "vice-president", "deputy-head-of-government",
    "crown-prince", "foreign-minister", "defence-minister", "interior-minister", "finance-minister", "energy-minister",
    "security-adviser", "intelligence-chief", "speaker", "envoy", "ambassador-un", "army-chief", "organisation-head",
    "organisation-deputy", "movement-leader", "movement-deputy", "movement-official", "opposition-leader",
    "governor-central-bank",
}  # fmt: skip
SHARED = {"envoy", "vice-president", "deputy-head-of-government", "organisation-deputy", "movement-deputy"}
SHARED |= {"movement-official", "movement-leader"}  # offices that several may hold at once
HEREDITARY = {"head-of-state", "crown-prince"}
EARLIER = "holders_earlier_"  # files of closed tenures, before the lists of our days begin
MANNERS = {"acting", "caretaker", "disputed"}


@cache
def book():
    """The book of all files, made once."""
    return book_of_files()


@cache
def people():
    """Everybody by id."""
    return {person.id: person for person in book().everybody()}


def offices(name):
    return read_data(name)["offices"]


def where(office):
    return f"{office['party']} {office['title']}"


def days(edtf, open_end=""):
    """First and last possible day; of an open end from `open_end` on."""
    return bounds(edtf) or (date.fromisoformat(open_end), date.max)


each_file = pytest.mark.parametrize("name", FILES)


@each_file
def test_a_file_has_the_form_of_all(name):
    """The keys, kinds of office and manners that the form knows, and no others; parties that are known."""
    file = read_data(name)
    assert file.keys() <= {"region", "as_of", "sources", "offices", "people"}
    assert file["sources"] and date.fromisoformat(str(file["as_of"]))
    odd = [
        where(office)
        for office in file["offices"]
        if not office.keys() <= {"party", "office", "title", "also", "holders", "heads_government"}
        or office["office"] not in KINDS
        or not all(len(holder) in (3, 4) and set(holder[3:]) <= MANNERS for holder in office["holders"])
    ]
    assert odd == []
    parties = {str(office["party"]) for office in file["offices"]}
    assert sorted(p for p in parties if not state_of(p) and not known(p)) == []
    people = file.get("people") or {}
    assert [n for n, row in people.items() if not (row or {}).keys() <= {"born", "died", "also", "native"}] == []


def known(party_id):
    try:
        return party_with_id(party_id)
    except Exception:
        return None


@each_file
def test_tenures_are_of_days_that_exist_and_end_after_they_begin(name):
    """Dates are EDTF days, months or years; no tenure begins or ends after the day up to which the file knows."""
    as_of = str(read_data(name)["as_of"])
    wrong = []
    for office in offices(name):
        for who, first, last, *_ in office["holders"]:
            first, last = str(first), str(last)
            dated = bounds(first) and (last == "" or bounds(last))
            if not dated or days(first)[0] > days(last, as_of)[1] or max(first, last) > as_of:
                wrong.append(f"{where(office)}: {who} {first} {last}")
    assert wrong == []


@each_file
def test_holders_stand_in_the_order_of_time(name):
    """Of two neighbours in a list the later begins no earlier; offices that several hold may be listed seat by seat."""
    wrong = [
        f"{where(office)}: {one[0]}, {other[0]}"
        for office in offices(name)
        if office["office"] not in SHARED
        for one, other in pairwise(office["holders"])
        if days(str(one[1]))[0] > days(str(other[1]))[1]
    ]
    assert wrong == []


def test_no_two_plain_holders_hold_one_office_at_once():
    """Terms of one office touch on a day at most, over all files, but for acting and disputed ones, and offices that
    several hold."""
    wrong, terms = [], defaultdict(list)
    for name in FILES:
        as_of = str(read_data(name)["as_of"])
        for office in offices(name):
            if office["office"] not in SHARED and state_of(str(office["party"])):
                terms[where(office)] += [(*holder, as_of) for holder in office["holders"] if len(holder) == 3]
    for title, holders in terms.items():
        for one, other in combinations(holders, 2):
            from_day = max(days(str(one[1]))[1], days(str(other[1]))[1])
            until = min(days(str(one[2]), one[3])[0], days(str(other[2]), other[3])[0])
            if from_day < until and one[0] != other[0]:
                wrong.append(f"{title}: {one[0]} and {other[0]} from {from_day} to {until}")
    assert wrong == []


@each_file
def test_lives_hold_the_tenures(name):
    """Nobody takes office unborn, or after death, or stays beyond it; and who is listed as a person holds an office."""
    as_of, wrong = str(read_data(name)["as_of"]), []
    for office in offices(name):
        for who, first, last, *_ in office["holders"]:
            born, died = bounds(people()[who].born), bounds(people()[who].died)
            young = born and born[0].year + 15 > days(str(first))[1].year
            if (young and office["office"] not in HEREDITARY) or (born and born[0] > days(str(first))[1]):
                wrong.append(f"{who}, born {people()[who].born}, {office['title']} from {first}")
            if died and (days(str(first))[0] > died[1] or days(str(last), as_of)[0] > died[1]):
                wrong.append(f"{who}, dead {people()[who].died}, {office['title']} from {first} to {last or as_of}")
    assert wrong == []


@each_file
def test_lives_are_of_days_that_exist(name):
    """Births and deaths are EDTF dates, in their order."""
    wrong = []
    for who, row in (read_data(name).get("people") or {}).items():
        born, died = (str((row or {}).get(key) or "") for key in ("born", "died"))
        sound = (not born or bounds(born)) and (not died or bounds(died))
        if not sound or (born and died and bounds(born)[1] >= bounds(died)[0]):
            wrong.append(f"{who}: {born} {died}")
    assert wrong == []


def test_files_agree_on_lives():
    """Where two files date one life, one may be more precise than the other, but both can be right."""
    assert [p.id for p in people().values() if "[" in p.born + p.died] == []


def test_whoever_is_listed_as_a_person_holds_an_office():
    """A name among the people that no office has is a slip of the pen."""
    holders = {str(holder[0]) for name in FILES for office in offices(name) for holder in office["holders"]}
    listed = {name: set(read_data(name).get("people") or {}) for name in FILES}
    assert {name: sorted(people - holders) for name, people in listed.items() if people - holders} == {}


def test_one_person_has_one_name():
    """No two entries share a full spelling, or a like name and the day of birth, unless their lives tell them apart,
    or a number in brackets."""
    groups = defaultdict(set)
    for person in people().values():
        for name in person.names:
            groups[fold(name) if " " in name else ""].add(person)
        groups[person.born if is_day(person.born) else ""].add(person)
    del groups[""]
    pairs = {pair for group in groups.values() for pair in combinations(sorted(group, key=lambda p: p.id), 2)}
    assert sorted((a.id, b.id) for a, b in pairs if "[" not in a.id + b.id and one_person(a, b)) == []


def one_person(a, b):
    if not may_agree(a.born, b.born) or not may_agree(a.died, b.died):
        return False
    if {fold(n) for n in a.names if " " in n} & {fold(n) for n in b.names}:
        return True
    return any(compare_names(x, y).verdict is Verdict.SAME for x in a.names for y in b.names)


def test_no_office_is_listed_twice():
    """One list for each title of a party, over all files, and one of earlier days; offices that several hold may have
    one for each seat."""
    every = [(name, office) for name in FILES for office in offices(name) if office["office"] not in SHARED]
    titles = Counter(
        (str(o["party"]), o["office"], fold(o["title"]), o.get("heads_government", False), name.startswith(EARLIER))
        for name, o in every
    )
    assert [title for title, times in titles.items() if times > 1] == []


def test_an_office_that_goes_on_is_called_alike_in_both_lists():
    """The earlier list and that of our days say the same other titles, and whether the office heads the government."""
    now = {(str(o["party"]), o["office"], o["title"]): o for n in FILES if EARLIER not in n for o in offices(n)}
    earlier = [
        (o, now.get((str(o["party"]), o["office"], o["title"]))) for n in FILES if EARLIER in n for o in offices(n)
    ]
    wrong = [
        where(o)
        for o, later in earlier
        if later
        and (
            not set(later.get("also", ())) <= set(o.get("also", ()))
            or later.get("heads_government") != o.get("heads_government")
        )
    ]
    assert wrong == []


def test_no_tenure_stands_in_an_earlier_list_and_in_that_of_our_days():
    """One person in one office of one party at one time is said once."""
    terms, wrong = defaultdict(list), []
    for name in FILES:
        as_of = str(read_data(name)["as_of"])
        for office in offices(name):
            for who, first, last, *_ in office["holders"]:
                dates = days(str(first))[1], days(str(last), as_of)[0]
                terms[str(office["party"]), office["office"], who].append((EARLIER in name, *dates))
    for key, held in terms.items():
        for one, other in combinations(held, 2):
            if one[0] != other[0] and max(one[1], other[1]) < min(one[2], other[2]):
                wrong.append(key)
    assert wrong == []


def test_earlier_lists_are_closed():
    """Nobody of earlier days is still in office."""
    every = [(n, o["title"], h) for n in FILES if EARLIER in n for o in offices(n) for h in o["holders"]]
    assert every and [each for each in every if each[2][2] == ""] == []


@pytest.mark.parametrize(
    ("name", "role", "day", "party"),
    [
        ("George Bush", "Vice President", date(1987, 3, 1), "United States"),
        ("Shevardnadze", "Foreign Minister", date(1987, 3, 1), "Soviet Union"),
        ("Kosygin", "Premier", date(1967, 6, 23), "Soviet Union"),
        ("Menzies", "Prime Minister", date(1953, 6, 2), "Australia"),
        ("Chou En-lai", "Premier", date(1972, 2, 21), "China"),
        ("Schmidt", "Chancellor", date(1978, 7, 16), "Germany"),
        ("Schroeder", "Chancellor", date(1978, 7, 16), ""),
        ("Shevardnadze", "Foreign Minister", date(1978, 7, 16), ""),
    ],
)
def test_the_lists_tell_for_whom_somebody_of_an_archive_spoke(name, role, day, party):
    """Title, name and day leave one state, and none before the first tenure."""
    tenure = party_by_office(name, role, day)
    assert (tenure.party if tenure else "") == party


def test_there_are_enough_persons():
    """1,500 distinct persons and more."""
    assert len(people()) >= ENOUGH


@pytest.mark.skipif(not COMPLETE, reason="the files of holders are being written")
def test_the_pack_is_fresh():
    """The pack that ships says what the files say: python -m whomet.knowledge.holders makes it anew."""
    pack = OfficeBook.of_bytes(data_bytes(PACK))
    assert pack.about("files") == digest_of_files() and pack.about("keys") == keys_version()
    assert pack.digest == book().digest == shipped_book().digest
    found = [set(one.connection.execute("SELECT key, person FROM person_key")) for one in (pack, book())]
    assert found[0] == found[1]
