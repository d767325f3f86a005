"""Whose a source is follows from who owns it, and what is not listed stays unknown."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.errors import KnowledgeError
from whomet.knowledge.data import read_data
from whomet.knowledge.parties import party_named, state_of
from whomet.knowledge.publishers import (
    OF_A_PARTY,
    Publisher,
    PublisherKind,
    Publishers,
    is_plain_word,
    kind_of,
    publisher_named,
    publishers_from,
    shipped,
    user_publishers,
)

ROWS = [*read_data("publishers")["names"], *read_data("outlets")["outlets"]]
ENTRIES = list(publishers_from(ROWS))
SITES = read_data("official_sites")


def test_every_entry_is_found_by_each_of_its_addresses_and_names():
    lost = [(e.name, s) for e in ENTRIES for s in e.web if shipped().at(f"https://www.{s}/story/1.html") != e]
    lost += [(e.name, n) for e in ENTRIES for n in (e.name, *e.names) if shipped().named(n) != e]
    assert lost == []


def test_entries_name_known_parties_and_countries():
    assert [e.name for e in ENTRIES if e.party and (not (p := party_named(e.party)) or p.name != e.party)] == []
    assert [e.name for e in ENTRIES if not state_of(e.country)] == []


def test_what_is_of_a_party_names_it_and_nothing_else_does():
    assert [e.name for e in ENTRIES if (e.kind in OF_A_PARTY) != bool(e.party)] == []


def test_no_two_entries_share_a_name():
    counts = Counter(e.name for e in ENTRIES)
    assert [name for name, n in counts.items() if n > 1] == []


def test_the_list_holds_sources_of_every_kind_and_of_a_hundred_countries():
    assert len(ENTRIES) >= 600
    assert {e.kind for e in ENTRIES} == set(PublisherKind) - {PublisherKind.UNKNOWN}
    assert len({e.country for e in ENTRIES}) >= 100


@pytest.mark.parametrize(("host", "party"), [(h, p) for row in SITES["hosts"] for h, p in row["examples"].items()])
def test_an_official_host_speaks_for_its_party(host, party):
    found = kind_of(url=f"https://{host}/news/1")
    assert (found.kind, found.party) == (PublisherKind.OFFICIAL, party)


@pytest.mark.parametrize("host", [h for row in SITES["hosts"] for h in row["spares"]])
def test_a_host_that_only_looks_official_stays_unknown(host):
    assert kind_of(url=f"https://{host}/news/1").kind is PublisherKind.UNKNOWN


@pytest.mark.parametrize("case", SITES["office_examples"], ids=lambda case: case["name"])
def test_an_office_is_the_voice_of_the_party_named_first(case):
    found = kind_of(case["name"])
    assert (found.kind, found.party) == (PublisherKind.OFFICIAL, case["party"])


@pytest.mark.parametrize("name", SITES["office_spares"])
def test_a_name_that_only_sounds_like_an_office_stays_unknown(name):
    assert kind_of(name).kind is PublisherKind.UNKNOWN


@pytest.mark.parametrize(("name", "listed"), SITES["ending_examples"].items())
def test_a_name_is_found_without_its_ending(name, listed):
    found = publisher_named(name)
    assert found is not None and found.name == listed


def test_plain_words_are_told_from_names_that_say_enough():
    assert is_plain_word("The Sun") and is_plain_word("Time") and not is_plain_word("The Times of Israel")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://web.archive.org/web/20200102/http://www.almanar.com.lb/123", "Al-Manar"),
        ("https://t.me/s/hamasps/12", "Hamas"),
        ("english.wafa.ps/Pages/1", "WAFA"),
        ("https://t.me/somebody/12", ""),
        ("https://notwafa.ps/1", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_an_address_leads_to_its_publisher_and_to_no_other(url, name):
    assert kind_of(url=url).name == name


def test_the_address_goes_before_the_name_and_the_name_before_the_signature():
    assert kind_of("Reuters", "https://www.jpost.com/a").name == "The Jerusalem Post"
    assert kind_of("WAFA", "https://nowhere.example/a", "Reuters").name == "WAFA"
    assert kind_of("The Zenda Courier", "", "Reuters").kind is PublisherKind.WIRE


def test_what_nothing_tells_stays_unknown_and_says_so():
    found = kind_of("The Zenda Courier", "https://zenda-courier.example/1")
    assert (found.kind, found.party, found.name) == (PublisherKind.UNKNOWN, "", "") and found.why


def test_the_users_list_wins_by_address_and_by_name():
    rows = [{"name": "Zenda Courier", "kind": "party media", "party": "Hamas", "web": "zenda.example; t.me/zenda"}]
    own = Publishers(publishers_from([*rows, {"name": "Reuters", "kind": "independent"}]))
    for found in (kind_of("Zenda Courier", own=own), kind_of(url="https://t.me/zenda/1", own=own)):
        assert (found.kind, found.party) == (PublisherKind.PARTY_MEDIA, "Hamas")
    assert kind_of("Reuters", own=own).kind is PublisherKind.INDEPENDENT
    assert kind_of("Reuters").kind is PublisherKind.WIRE


def test_a_csv_row_and_a_yaml_row_make_one_publisher():
    cells = {"name": "A", "kind": "wire", "web": "a.example|b.example", "names": "B; C", "native": "", "owner": None}
    lists = {"name": "A", "kind": "wire", "web": ["a.example", "b.example"], "names": ["B", "C"]}
    assert list(publishers_from([cells])) == list(publishers_from([lists]))
    assert next(publishers_from([cells])) == Publisher(
        "A", PublisherKind.WIRE, web=("a.example", "b.example"), names=("B", "C")
    )


@pytest.mark.parametrize(("row", "word"), [({"kind": "wire"}, "no name"), ({"name": "A", "kind": "good"}, "good")])
def test_a_row_without_a_name_or_with_an_unknown_kind_is_refused(row, word):
    with pytest.raises(KnowledgeError, match=word):
        list(publishers_from([row]))


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """Writes a user's list of publishers, which counts until the test ends."""
    monkeypatch.setenv("WHOMET_KNOWLEDGE", str(tmp_path / "knowledge.sqlite"))
    user_publishers.cache_clear()
    yield lambda content: (tmp_path / "publishers.csv").write_bytes(content)
    user_publishers.cache_clear()


def test_a_file_beside_the_users_knowledge_wins_without_being_asked_for(kept):
    kept("\ufeffname,kind,party,web\nZenda Courier,state media,Egypt,zenda.example;zenda.news\n".encode())
    found = kind_of(url="https://www.zenda.news/1")
    assert (found.kind, found.party) == (PublisherKind.STATE_MEDIA, "Egypt")
    assert kind_of("Reuters").kind is PublisherKind.WIRE


@pytest.mark.parametrize(
    ("content", "word"), [(b"name,kind\nA,good\n", "good"), (b"name\n\xff\n", "read"), (b"kind\nwire\n", "no name")]
)
def test_a_list_that_can_not_be_read_says_which_and_why(kept, content, word):
    kept(content)
    with pytest.raises(KnowledgeError, match=f"publishers.csv.*{word}"):
        user_publishers()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_a_kind(name, url):
    assert kind_of(name, url).kind in PublisherKind
