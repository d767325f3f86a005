"""`whomet model` prints the card of the reading model that ships with it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import whomet
from whomet.errors import NotFoundError
from whomet.language.card import model_card

WEIGHTS = Path(whomet.__file__).parent / "language" / "weights"
PARTS = ["What it is", "What it is for", "What it must not be used for", "What it was taught on", "How well it reads"]


def test_the_card_is_printed_and_nothing_else(run):
    """To a pipe: the card to the byte, no error, status 0."""
    done = run("model")
    assert (done.status, done.err) == (0, "")
    assert done.raw == (WEIGHTS / "CARD.md").read_bytes()


@pytest.mark.parametrize("part", [*PARTS, "What it is known to do wrong", "These weights"])
def test_the_card_has_its_parts(part):
    """Nothing that a reader of the card looks for is left out, and no part is empty."""
    found = re.search(rf"^## {part}\n(.*?)(?=^## |\Z)", model_card(), re.M | re.S)
    assert found and len(found[1].split()) > 10


def test_no_place_of_the_template_is_left_open():
    """Every figure that is counted was put in."""
    assert re.findall(r"\$\w+|\{\w+\}", model_card()) == []


def test_share_alike_sets_are_credited_in_the_card_and_in_the_licence():
    """Their makers are named where the weights are given away."""
    licence = (WEIGHTS / "LICENSE").read_text(encoding="utf-8")
    for name in ("Universal NER", "EWT", "GUM", "re3d", "CrossNER", "MiniLM", "CC BY-SA 4.0"):
        assert name in model_card() and name in licence, name


def test_the_hashes_are_those_of_the_weights_that_ship():
    """A card beside other weights than its own fails; python training/card.py writes it anew."""
    told = dict(re.findall(r"^\| (\S+) \| [\d,]+ \| ([0-9a-f]{64}) \|$", model_card(), re.M))
    files = [p for p in WEIGHTS.iterdir() if p.name not in {"CARD.md", "LICENSE"}]
    assert told == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_without_a_card_one_sentence_says_so(tmp_path):
    """A copy without its card is told in one sentence that names the folder."""
    with pytest.raises(NotFoundError, match=r"the card of the reading model is not there; install whomet anew"):
        model_card(tmp_path)
