"""What new documents change is worked out around them alone, and comes out as if all had come at once."""

from __future__ import annotations

from collections import defaultdict
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_accounts import account, document

from whomet.reconciliation import candidates, index, look, meetings, reconcile, settle, settle_anew, spellings
from whomet.reconciliation.index import in_memory
from whomet.reconciliation.people import by_document

PARTIES = ("Norland", "Suria", "Ostia")
PEOPLE = (
    ("Anna Molin", "Norland"),
    ("Ana Molin", "Norland"),
    ("Molin", "Norland"),
    ("Erik Molin", "Norland"),
    ("Karim al-Zahrawi", "Suria"),
    ("Kareem Zahrawi", "Suria"),
    ("al-Zahrawi", "Suria"),
    ("Zahrawi", ""),
    ("Lena Brandt", "Ostia"),
)
DAYS = ("2030-05-01", "2030-05-02", "2030-05", "2030", "", "")

told = st.fixed_dictionaries(
    {
        "parties": st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3, unique=True).map(tuple),
        "people": st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(tuple),
        "date": st.sampled_from(DAYS),
        "city": st.sampled_from(("Zenda", "Strelsau", "", "")),
        "status": st.sampled_from(("held", "held", "planned", "postponed")),
    }
)
reports = st.lists(st.lists(told, min_size=1, max_size=3), min_size=1, max_size=6)
prints = st.lists(st.sampled_from(("2030-05-02", "2030-05-09", "")), min_size=6, max_size=6)


class Given:
    """Sources that are changed as documents come."""

    def __init__(self, documents):
        self.by_key = documents
        self.by_id = {}

    def accounts(self, ids):
        return [self.by_id[i] for i in ids]

    def rulings(self, documents):
        return ()

    def identities(self, documents):
        return ()

    def who_decided(self):
        return ()

    def documents(self, keys, *, texts):
        return [self.by_key[k] for k in keys if k in self.by_key]


def made(reports, prints):
    """Accounts by document, and the documents."""
    accounts = [account(f"d{n}#{m}", **values) for n, told in enumerate(reports) for m, values in enumerate(told)]
    return by_document(accounts), {f"d{n}": document(f"d{n}", prints[n]) for n in range(len(reports))}


def one_by_one(accounts, documents, order, readings=({},)):
    """What an index holds after documents came in an order, each first as in earlier `readings` of it."""
    filled, sources = in_memory(), Given(documents)
    for key in order:
        for read in (*(r for r in readings if key in r), accounts):
            sources.by_id |= {a.id: a for a in read[key]}
            settle(filled, {key: read[key]}, sources)
    return look(filled)


def in_blocks(accounts, documents):
    """What an index holds that was filled two accounts at a time."""
    filled, sources = in_memory(), Given(documents)
    sources.by_id = {a.id: a for found in accounts.values() for a in found}
    with patch.object(index, "PAGE", 2), patch.object(meetings, "_AT_ONCE", 2):
        settle_anew(filled, [[(documents[key], found)] for key, found in accounts.items()], sources)
    return look(filled)


@settings(max_examples=100, deadline=None)
@given(reports, prints, st.randoms(use_true_random=False))
def test_one_by_one_in_any_order_is_as_all_at_once(reports, prints, random):
    """Judgements, meetings, people and findings are the same, ids and all."""
    accounts, documents = made(reports, prints)
    order = sorted(accounts)
    random.shuffle(order)
    at_once = reconcile([a for found in accounts.values() for a in found], documents)
    assert one_by_one(accounts, documents, order) == at_once


@settings(max_examples=100, deadline=None)
@given(reports, prints)
def test_all_in_blocks_are_as_all_at_once(reports, prints):
    """Filed, judged, grouped and laid out two by two: the same, ids and all."""
    accounts, documents = made(reports, prints)
    at_once = reconcile([a for found in accounts.values() for a in found], documents)
    assert in_blocks(accounts, documents) == at_once


@settings(max_examples=100, deadline=None)
@given(reports, reports, prints)
def test_what_is_read_anew_leaves_nothing_of_what_it_was(before, reports, prints):
    """A document read once otherwise, with more accounts or fewer, then as it is, is as if read once."""
    accounts, documents = made(reports, prints)
    earlier = {k: v for k, v in made(before, prints)[0].items() if k in accounts}
    at_once = reconcile([a for found in accounts.values() for a in found], documents)
    assert one_by_one(accounts, documents, sorted(accounts), (earlier,)) == at_once


@settings(max_examples=40, deadline=None)
@given(reports, prints)
def test_what_is_taken_away_leaves_nothing(reports, prints):
    """When every document is gone, so is all that followed."""
    accounts, documents = made(reports, prints)
    filled, sources = in_memory(), Given(documents)
    sources.by_id = {a.id: a for found in accounts.values() for a in found}
    settle(filled, accounts, sources)
    settle(filled, dict.fromkeys(accounts, ()), sources)
    assert look(filled) == reconcile([], {})
    for relation in (filled.standings, filled.blocks, filled.judged, filled.members, filled.spellings):
        assert not relation.rows
    assert not filled.spelling_keys.rows and not filled.spelling_links.rows and not filled.compared.rows


def test_crowds_come_out_alike_in_any_order(monkeypatch):
    """Keys that become too common to point at anything, on the way, do so whatever came first."""
    monkeypatch.setattr(candidates, "_CROWD", 2)
    monkeypatch.setattr(spellings, "_CROWD", 3)
    people = (("Anna Molin", "Norland"), ("Karim al-Zahrawi", "Suria"))
    reports = [
        [{"parties": PARTIES[:2], "people": people, "date": f"2030-0{n}-01", "city": "Zenda"}] for n in range(1, 5)
    ]
    reports += [[{"parties": PARTIES[:2], "people": people, "city": "Zenda"}], [{"people": [("A. Molin", "Norland")]}]]
    reports += [[{"people": [(f"{name} Molin", "Norland")]}] for name in ("Ana", "Annah", "Anya", "Anke", "Arne")]
    accounts, documents = made(reports, [""] * len(reports))
    at_once = reconcile([a for found in accounts.values() for a in found], documents)
    assert one_by_one(accounts, documents, sorted(accounts)) == at_once
    assert one_by_one(accounts, documents, sorted(accounts, reverse=True)) == at_once
    assert in_blocks(accounts, documents) == at_once


def test_every_pair_is_found_from_both_sides():
    """If one account would find the other under its keys, so would the other the one."""
    found = defaultdict(set)

    @settings(max_examples=200, deadline=None)
    @given(told, told, st.sampled_from(("2030-05-02", "")), st.sampled_from(("2030-04-30", "2030-06-20", "")))
    def check(one, two, first, second):
        documents = {"a": document("a", first), "b": document("b", second)}
        tellings = [
            candidates_of(account(f"{key}#0", **values), documents[key]) for key, values in (("a", one), ("b", two))
        ]
        left, right = tellings
        forward = bool(candidates.file_under(left) & candidates.look_under(right))
        assert forward == bool(candidates.file_under(right) & candidates.look_under(left))
        found[forward].add(1)

    check()
    assert found[True] and found[False]


def candidates_of(one, printed):
    from whomet.reconciliation.tellings import tell

    return tell(one, printed, {})
