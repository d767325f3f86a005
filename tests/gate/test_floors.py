"""The floors only rise, and a figure under one fails: with made-up figures."""

from __future__ import annotations

import json
import sys

import pytest

from gate import run
from gate.run import below, cell_measures, lowered, raised, read_floors, table, write_floors


def test_a_figure_under_its_floor_is_named_and_one_on_it_is_not():
    assert below({"a": 0.5, "b": 0.5, "c": 0.5}, {"a": 0.499, "b": 0.5, "c": 0.9}) == ["a"]


def test_a_measure_that_was_not_taken_fails_if_it_has_a_floor():
    assert below({"a": 0.1, "b": 0.0}, {}) == ["a"]


def test_raising_lifts_to_what_was_reached_and_never_sinks():
    assert raised({"a": 0.5, "b": 0.9}, {"a": 0.7, "b": 0.8, "unlisted": 0.25}) == {"a": 0.7, "b": 0.9}


def test_raising_keeps_the_floor_of_a_measure_that_was_not_taken():
    assert raised({"gone": 0.4}, {}) == {"gone": 0.4}


@pytest.mark.parametrize(
    ("reached", "floor"), [(0.98765, 0.987), (2 / 3, 0.666), (1.0, 1.0), (0.9999, 0.999), (0.29, 0.29)]
)
def test_floors_are_thousandths_rounded_down_so_the_same_figure_passes_again(reached, floor):
    floors = raised({"a": 0.0}, {"a": reached})
    assert floors == {"a": floor}
    assert below(floors, {"a": reached}) == []


def test_only_the_named_floor_is_lowered_and_never_lifted_by_it():
    floors, reached = {"a": 0.5, "b": 0.5, "c": 0.5}, {"a": 0.4, "b": 0.4, "c": 0.6}
    assert lowered(floors, reached, ["a", "c"]) == {"a": 0.4, "b": 0.5, "c": 0.5}


def test_lowering_an_unknown_measure_is_refused():
    with pytest.raises(ValueError, match="'typo'"):
        lowered({"a": 0.5}, {"a": 0.4}, ["typo"])


def test_the_file_keeps_its_comment_and_gives_back_what_was_written(tmp_path):
    path = tmp_path / "floors.json"
    path.write_text('{"//": "why", "floors": {}}')
    write_floors(path, {"seeds ALL CELLS": 0.95})
    assert read_floors(path) == {"seeds ALL CELLS": 0.95}
    assert json.loads(path.read_text())["//"] == "why"


@pytest.mark.parametrize("floor", ["0.9", 1.5, -0.1, None])
def test_a_floor_that_is_no_share_is_refused(tmp_path, floor):
    path = tmp_path / "floors.json"
    path.write_text(json.dumps({"floors": {"a": floor}}))
    with pytest.raises(ValueError, match="'a'"):
        read_floors(path)


def test_the_table_marks_what_lies_under_its_floor_and_shows_what_was_not_taken():
    lines = table({"a": 0.5, "gone": 0.1}, {"a": 0.4, "new": 0.3}).splitlines()
    assert [line.endswith("UNDER ITS FLOOR") for line in lines] == [True, False, True]
    assert lines[2].split()[:2] == ["gone", "-"]


def test_the_scorers_answer_becomes_measures_without_cells_that_nobody_has():
    def score(f1, right):
        return {"p": f1, "r": f1, "f1": f1, "right": right, "extra": 0, "missing": 0}

    scored = {
        "citations": [9, 10, 10, 0],
        "scores": {
            "party": score(0.8, 4),
            "via": score(0.0, 0),
            "ALL CELLS": score(0.9, 9),
            "ALL, PASSING TOO": score(0.7, 9),
        },
    }
    assert dict(cell_measures("dev", scored)) == {
        "dev ALL CELLS": 0.9,
        "dev ALL, PASSING TOO": 0.7,
        "dev citations exact": 0.9,
        "dev cells with a citation": 0.5,
        "dev party": 0.8,
    }


def test_nothing_cited_at_all_is_no_full_mark():
    empty = {"f1": 0.0, "right": 0, "extra": 0, "missing": 0}
    scored = {"citations": [0, 0, 0, 0], "scores": {"ALL CELLS": empty, "ALL, PASSING TOO": empty}}
    assert dict(cell_measures("x", scored))["x citations exact"] == 0.0


def lay_out(folder, *sets):
    """A folder of gold that only looks like one."""
    for path in (folder / part for name in sets for part in run.SETS[name]):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


@pytest.fixture
def gate(tmp_path, monkeypatch):
    """The gate with gold for both sets, its own file of floors, and made-up figures."""
    lay_out(tmp_path, "seeds", "dev", "benchmarks")
    floors = tmp_path / "floors.json"
    floors.write_text('{"floors": {"seeds party": 0.5}}')
    monkeypatch.setenv("SHARED", str(tmp_path))
    monkeypatch.setattr(run, "FLOORS", floors)

    def passes(reached, *options):
        monkeypatch.setattr(run, "measure", lambda shared, sets, folder: iter(reached.items()))
        monkeypatch.setattr("sys.argv", ["gate", *options])
        return run.main() == 0, read_floors(floors)

    return passes


def test_the_gate_passes_on_its_floors_and_moves_none(gate):
    assert gate({"seeds party": 0.7, "dev party": 0.2}) == (True, {"seeds party": 0.5})


def test_the_gate_fails_under_a_floor_also_where_floors_are_lifted(gate):
    assert gate({"seeds party": 0.4}) == (False, {"seeds party": 0.5})
    assert gate({"seeds party": 0.4, "dev party": 0.2}, "--raise") == (False, {"seeds party": 0.5})


def test_a_floor_sinks_only_where_it_is_named(gate):
    assert gate({"seeds party": 0.4}, "--lower", "seeds party") == (True, {"seeds party": 0.4})


def test_the_table_for_the_docs_has_a_column_for_each_set(gate, capsys):
    assert gate({"seeds party": 0.7, "dev party": 0.25, "dev topic": 0.1}, "--markdown")[0]
    assert capsys.readouterr().out.splitlines()[:-1] == [
        "| measure | seeds | dev | benchmarks |",
        "| --- | ---: | ---: | ---: |",
        "| party | 0.700 | 0.250 |  |",
        "| topic |  | 0.100 |  |",
    ]


def test_a_misspelt_floor_fails_and_moves_nothing(gate, capsys):
    assert gate({"seeds party": 0.4}, "--lower", "seed party") == (False, {"seeds party": 0.5})
    assert "'seed party'" in capsys.readouterr().err


def test_without_gold_the_gate_says_so_and_passes(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SHARED", str(tmp_path / "nowhere"))
    monkeypatch.setattr("sys.argv", ["gate"])
    assert run.main() == 0
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == [
        "gate: SKIPPED seeds",
        "gate: SKIPPED dev",
        "gate: SKIPPED benchmarks",
    ]


def test_a_set_that_is_not_here_is_skipped_with_its_floors_and_the_other_still_counts(gate, tmp_path, capsys):
    (tmp_path / "gold" / "dev" / "same.json").unlink()
    run.FLOORS.write_text('{"floors": {"seeds party": 0.5, "dev party": 0.9}}')
    assert gate({"seeds party": 0.5})[0]
    assert capsys.readouterr().out.startswith("gate: SKIPPED dev,")
    assert not gate({"seeds party": 0.4})[0]
    assert gate({"seeds party": 0.6}, "--raise") == (True, {"seeds party": 0.6, "dev party": 0.9})


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ([sys.executable, "-c", "import sys; sys.exit('torn file')"], "status 1: torn file"),
        (["no-such-whomet", "read"], "install the package first"),
    ],
)
def test_a_measure_that_cannot_be_taken_says_why(command, said):
    with pytest.raises(run.GateError, match=said):
        run.run(command)


def test_a_figure_that_a_bench_no_longer_prints_fails_the_gate():
    """A measure is taken from what a bench prints, by its pattern; where it is not there, nothing is guessed."""
    assert dict(run.bench_measures("spans  P 0.9  F1 0.875", {"spans": r"spans .* F1 ([0-9.]+)"})) == {
        "benchmarks spans": 0.875
    }
    with pytest.raises(run.GateError, match="'spans'"):
        dict(run.bench_measures("nothing", {"spans": r"spans .* F1 ([0-9.]+)"}))
