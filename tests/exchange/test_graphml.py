"""Who met whom, as a graph, read by networkx and by libxml2."""

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from made_up import document, told

from whomet.exchange.graphml import write
from whomet.exchange.told import Told
from whomet.model import Account, Cell, CellReading, Claim, Meeting, Property, Span

networkx = pytest.importorskip("networkx")
NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def graph(given_told):
    """The graph as networkx reads it, every edge with its id."""
    return networkx.read_graphml(io.BytesIO(b"".join(write(given_told))), force_multigraph=True)


def edges(given_told, kind: str) -> list[tuple[set[str], dict]]:
    """The names that each edge of a kind joins, and its data."""
    read = graph(given_told)
    return [
        ({read.nodes[one]["name"], read.nodes[other]["name"]}, data)
        for one, other, data in read.edges(data=True)
        if data["kind"] == kind
    ]


def seated(*people: tuple[str, str], mediators: tuple[str, ...] = (), accounts: int = 1, contact: str = "") -> Told:
    """A meeting of persons, each with a party ("" for none told), as this many documents tell of it."""
    made, documents = [], {}
    for number in range(accounts):
        text = "T\n" + " ".join(name for name, _ in people)
        doc = replace(document(f"doc-{number}", text, "Post", "2031-03-06", "T"), key=f"{number:064d}")
        documents[doc.key] = doc
        claims = [Claim(Property.MEDIATOR, name) for name in mediators]
        for part, (name, side) in enumerate(people):
            start = text.index(name, 2)
            claims.append(Claim(Property.PERSON_NAME, name, (Span(start, start + len(name)),), part=part))
            claims += [Claim(Property.PERSON_PARTY, side, part=part)] if side else []
        made.append(Account(f"aaaa0000000{number}", doc.key, True, 0.9, tuple(claims)))
    ids = tuple(a.id for a in made)
    cells = (Cell(Property.CONTACT, (CellReading(contact, ids),)),) if contact else ()
    return Told(Meeting(made[0].id, ids, cells), tuple(made), documents, {}, accounts)


def test_two_sides_meet():
    """The persons and parties of the made-up meetings; only persons whom an account seats on two sides are joined."""
    read = graph(told())
    assert not read.is_directed()
    assert sorted(d["name"] for _, d in read.nodes(data=True) if d["kind"] == "party") == ["Arvenia", "Lotland"]
    ((names, data),) = edges(told(), "person")
    assert names == {"Mira Okonveld", "Tomas Brae"}
    assert (data["meeting"], data["status"], data["differ"]) == ("3fa2b7c91d00", "held", "date")
    assert data["dates"] == "2031-03-06; 2031-03-04; 2031-03-07"
    assert (data["document_count"], data["voices"]) == (2, 3)
    assert data["denied"] is False


def test_each_meeting_is_an_edge_of_its_own():
    """The same two parties: a meeting that was held and one that is planned stay two, each with its date."""
    found = edges(told(), "party")
    assert [names for names, _ in found] == [{"Arvenia", "Lotland"}] * 2
    assert sorted((d["status"], d["dates"]) for _, d in found) == [
        ("held", "2031-03-06; 2031-03-04; 2031-03-07"),
        ("planned", "2031-04"),
    ]


def test_words_that_seat_the_two_are_cited():
    """Each citation is where it says in its document."""
    texts = {d.id: d.text for t in told() for d in t.documents.values()}
    ((_, data),) = edges(told(), "person")
    cites = [c for c in json.loads(data["cites"]) if "start" in c]
    assert {c["text"] for c in cites} == {"Mira Okonveld", "Miraa Okonvelt", "Tomas Brae"}
    for cite in cites:
        assert texts[cite["document"]][cite["start"] : cite["end"]] == cite["text"]


def test_one_side_or_none_is_no_meeting_of_two():
    """Persons of one side, or whose side no account tells, are nodes without an edge."""
    read = graph([seated(("A", "Arvenia"), ("B", "Arvenia"), ("C", ""))])
    assert (len(read.nodes), len(read.edges)) == (3, 0)
    assert len(edges([seated(("A", "Arvenia"), ("B", "Arvenia"), ("C", "Lotland"))], "person")) == 2


def test_who_goes_between_is_told_apart():
    """An edge with a mediator says so, and indirect talks say that the sides did not sit together."""
    talks = seated(("A", "Arvenia"), ("B", "Lotland"), ("M", "Tarn"), mediators=("Tarn",), contact="indirect")
    found = {frozenset(names): data for names, data in edges([talks], "person")}
    assert [found[frozenset(pair)]["mediation"] for pair in ("AB", "AM", "BM")] == [False, True, True]
    assert {data["contact"] for data in found.values()} == {"indirect"}


def test_a_denial_is_seen_on_the_edge():
    """A meeting that someone denies looks unlike one that nobody does."""
    held = seated(("A", "Arvenia"), ("B", "Lotland"))
    (account,) = held.accounts
    denied = replace(account, claims=(*account.claims, Claim(Property.DENIAL_TEXT, "no such meeting")))
    for accounts, expected in (((account,), False), ((denied,), True)):
        ((_, data),) = edges([replace(held, accounts=accounts)], "person")
        assert data["denied"] is expected


def test_every_key_is_declared_with_its_type():
    """GraphML 1.0: data refer to keys for that kind of element; ids are there once; edges join nodes that are there."""
    root = etree.fromstring(b"".join(write(told())))
    keys = {k.get("id"): (k.get("for"), k.get("attr.type")) for k in root.iter(NAMESPACE + "key")}
    nodes = [n.get("id") for n in root.iter(NAMESPACE + "node")]
    ids = [*nodes, *(e.get("id") for e in root.iter(NAMESPACE + "edge"))]
    assert len(set(ids)) == len(ids)
    for edge in root.iter(NAMESPACE + "edge"):
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
    data = [(d.getparent().tag.removeprefix(NAMESPACE), d.get("key")) for d in root.iter(NAMESPACE + "data")]
    assert len(data) > 50
    assert all(keys[key][0] == element for element, key in data)
    assert {kind for _, kind in keys.values()} == {"string", "int", "boolean"}


def test_a_node_is_written_once_however_often_met():
    """Two meetings of the same two: two nodes of each kind, two edges."""
    again = next(t for t in told() if len(t.accounts) == 3)
    other = replace(again, meeting=replace(again.meeting, id="ffff00000000"))
    data = b"".join(write([again, other]))
    assert data.count(b'<node id="person-') == 3
    assert data.count(b'<data key="edge_kind">person</data>') == 2


def test_an_empty_register_is_an_empty_graph():
    """No node, no edge, but a graph."""
    assert len(graph([])) == 0


def test_the_order_of_accounts_changes_nothing():
    """The same bytes, whichever account comes first."""
    given_told = [*told(), seated(("A", "Arvenia"), ("B", "Lotland"), accounts=3)]
    turned = [replace(t, accounts=t.accounts[::-1]) for t in given_told]
    assert b"".join(write(turned)) == b"".join(write(given_told))


def test_labels_stay_short():
    """A name of ten megabytes is whole, its label is not."""
    read = graph([seated(("x" * 10_000_000, "Arvenia"))])
    ((_, data),) = read.nodes(data=True)
    assert (len(data["name"]), len(data["label"])) == (10_000_000, 201)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), min_size=1))
def test_hostile_names_are_xml_and_their_words_are_kept(name):
    """Whatever a name holds: well-formed, no terminal code and no letter turned round; the citation has it whole."""
    data = b"".join(write([seated((name, "Arvenia"), ("Tomas Brae", "Lotland"))]))
    text = data.decode("utf-8")
    assert not any((ord(c) < 0x20 and c not in "\n\t") or 0x80 <= ord(c) < 0xA0 or c in "\u202e\u2066" for c in text)
    read = networkx.read_graphml(io.BytesIO(data), force_multigraph=True)
    names = {d["name"] for _, d in read.nodes(data=True)}
    assert {len(n) for n in names} == {len(name), len("Tomas Brae")}
    ((_, _, edge),) = read.edges(data=True)
    assert name.replace("\x7f", "?") in {
        c["text"].replace("\x7f", "?") for c in json.loads(edge["cites"]) if "text" in c
    }
