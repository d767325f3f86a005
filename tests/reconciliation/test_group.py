"""Agglomeration with what must stay apart."""

from hypothesis import given
from hypothesis import strategies as st

from whomet.reconciliation.group import agglomerate

NODES = "abcdef"
PAIRS = st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda p: p[0] < p[1])


def never(a, b):
    return False


def test_links_join_through_a_third():
    assert agglomerate("abc", {("a", "b"): 5, ("b", "c"): 5}, never) == (("a", "b", "c"),)


def test_the_better_link_wins_over_one_that_must_stay_apart():
    def apart(a, b):
        return {a, b} == {"a", "c"}

    assert agglomerate("abc", {("a", "b"): 5, ("b", "c"): 9}, apart) == (("a",), ("b", "c"))


def test_what_fits_two_that_must_stay_apart_equally_well_joins_neither():
    def apart(a, b):
        return {a, b} == {"a", "c"}

    assert agglomerate("abc", {("a", "b"): 5, ("b", "c"): 5}, apart) == (("a",), ("b",), ("c",))


@given(st.dictionaries(PAIRS, st.integers(1, 9)), st.sets(PAIRS))
def test_no_group_holds_two_that_must_stay_apart(links, forbidden):
    groups = agglomerate(NODES, links, lambda a, b: (min(a, b), max(a, b)) in forbidden)
    assert sorted("".join("".join(g) for g in groups)) == list(NODES)
    assert not any({a, b} <= set(g) for g in groups for a, b in forbidden)


@given(st.lists(st.tuples(PAIRS, st.integers(1, 9)), unique_by=lambda x: x[0]), st.sets(PAIRS), st.randoms())
def test_the_order_of_links_changes_nothing(links, forbidden, draw):
    def apart(a, b):
        return (min(a, b), max(a, b)) in forbidden

    shuffled = list(links)
    draw.shuffle(shuffled)
    assert agglomerate(NODES, dict(links), apart) == agglomerate(reversed(NODES), dict(shuffled), apart)
