"""The pairwise head on tiny data: it learns, and a question depends on what is marked, not on what else is asked."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import numpy as np
import pytest
from batches import items
from test_training_examples import DOCUMENT, TEXT, WORDS

from examples import annotated
from whomet.language.network import Answer
from whomet.language.tags import CLASSES, OF_MARK, TAGS

torch = pytest.importorskip("torch", reason="SKIPPED: torch is not installed here; training/requirements.txt has it")
for needed in ("onnx", "onnxruntime", "safetensors"):
    pytest.importorskip(needed, reason=f"SKIPPED: {needed} is not installed here; training/requirements.txt has it")

import distil  # noqa: E402
import export  # noqa: E402
import network as networks  # noqa: E402
import onnx  # noqa: E402
import pairwise  # noqa: E402
import pairwise_export  # noqa: E402
import taught  # noqa: E402

EXAMPLE = annotated(TEXT, DOCUMENT, WORDS, whole=True)
LAYERS, EARLY = 2, 1


@pytest.fixture(autouse=True)
def tiny(monkeypatch, vocabulary):
    """Two layers, as many words as the tiny vocabulary has, one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for module in (networks, export, pairwise, pairwise_export):
        monkeypatch.setattr(module, "LAYERS", LAYERS)
    for module in (pairwise, pairwise_export):
        monkeypatch.setattr(module, "EARLY", EARLY)
    monkeypatch.setattr(networks, "WORDS", len(vocabulary.read_text(encoding="utf-8").split("\n")) - 1)
    torch.manual_seed(7)
    yield
    torch.set_num_threads(threads)


class Unsure:
    """A teacher to whom all is as likely as not."""

    def lower(self, window):
        """As many rows as tokens."""
        return np.zeros((len(window.ids), 1), np.float32)

    def ask(self, hidden):
        """One half, everywhere."""
        return Answer(np.full((len(hidden), len(TAGS)), 0.5, np.float32), {})


@pytest.fixture
def window(tokens):
    """The made-up text's one window, with what its annotation settles and a teacher's answers for the rest."""
    (item,) = items([EXAMPLE], tokens, random.Random(0), whole=True)
    return taught._annotated(item, Unsure())


def test_what_is_settled_is_annotated_and_the_rest_the_teachers(window):
    """Meeting words are settled; organisations are not; of the look-alikes only that they are no meetings."""
    plain, *marked = window.asked
    columns = {tag: plain.tags[1:-1, n] for n, tag in enumerate(OF_MARK[""])}
    assert set(columns["meeting"].tolist()) == {0, taught.UNSETTLED - 1}
    assert set(columns["organisation"].tolist()) == {127}
    assert {q.mark for q in marked} == {"meeting", "person", "speech"}
    for q in marked:
        assert 0 < q.first < q.end < len(window.ids) and q.tags.shape == (len(window.ids), len(OF_MARK[q.mark]))
        assert len(q.classes) == sum(len(values) for values in CLASSES.values())


def test_the_loss_falls(window, tmp_path):
    """In some steps, by more than a little; and the last weights are kept."""
    network = pairwise.Pairwise()

    def loss() -> float:
        network.eval()
        with torch.no_grad():
            return float(distil.loss_of(network, [window], random.Random(0)))

    before = loss()
    distil.train(network, [window], tmp_path / "network.pt", 12, alone=False)
    assert loss() < 0.8 * before
    kept = torch.load(tmp_path / "network.pt", weights_only=True)
    assert all(torch.equal(values, kept[name]) for name, values in network.state_dict().items())


def test_the_head_may_learn_alone(window, tmp_path):
    """Then no weight of the encoder moves."""
    network = pairwise.Pairwise()
    before = {name: values.clone() for name, values in network.state_dict().items()}
    distil.train(network, [window], tmp_path / "network.pt", 2, alone=True)
    moved = {name for name, values in network.state_dict().items() if not torch.equal(values, before[name])}
    assert "pair_tags.bias" in moved and not [n for n in moved if n.startswith(("layers.", "words.", "tags.", "norm."))]


def test_an_answer_depends_on_its_mark_alone(window):
    """Asked beside others or by itself, and in a batch with padding, it is the same; of another word it differs."""
    network = pairwise.Pairwise().eval()
    ids, shapes, kinds, _, owner, marks, distances, _, _ = distil.arrays([window], random.Random(0))
    padded = [torch.nn.functional.pad(x, (0, 9)) for x in (ids, shapes, kinds, marks, distances)]
    with torch.no_grad():
        tags, classes = network.about(network.read(ids, shapes, kinds)[1], ids, owner, marks, distances)
        hidden = network.read(*padded[:3])[1]
        alone, said = network.about(hidden, padded[0], owner[:1], padded[3][:1], padded[4][:1])
    assert len(owner) > 2
    assert torch.allclose(tags[0], alone[0, : tags.shape[1]], atol=1e-4) and torch.allclose(
        classes[0], said[0], atol=1e-4
    )
    assert (tags[0] - tags[1]).abs().max() > 1e-2


def test_it_begins_where_the_exported_network_stands(window, tmp_path: Path):
    """Weights come back from the ONNX files as they went in, but for int8: without a mark both say the same."""
    marked = networks.Network(networks.Shape(EARLY)).eval()
    state = {name: values.numpy() for name, values in marked.state_dict().items()}
    onnx.save(export.lower(state, EARLY), tmp_path / "lower.onnx")
    onnx.save(export.upper(state, EARLY), tmp_path / "upper.onnx")
    network = pairwise.Pairwise().eval()
    missing = network.load_state_dict(distil.shipped_weights(tmp_path), strict=False)
    assert not missing.unexpected_keys and not [n for n in missing.missing_keys if n.startswith(("layers", "words"))]
    columns = [torch.tensor([x]) for x in (window.ids, window.shapes, window.kinds)]
    none = torch.zeros_like(columns[0])
    with torch.no_grad():
        theirs, _ = marked.upper(marked.lower(*columns), none, none, columns[0])
        mine, _ = network.read(*columns)
    assert (mine.sigmoid() - theirs.sigmoid()).abs().max() < 0.05


def test_what_is_exported_reads_as_torch_does(tokens, window, vocabulary, tmp_path, monkeypatch):
    """Probabilities differ by what int8 weights cost; of sought tokens it says the same as of all."""
    network = pairwise.Pairwise().eval()
    torch.save(network.state_dict(), tmp_path / "network.pt")
    monkeypatch.setattr(pairwise_export, "WEIGHTS", vocabulary.parent)
    monkeypatch.setattr("sys.argv", ["pairwise_export.py", str(tmp_path / "network.pt"), str(tmp_path)])
    pairwise_export.main()
    exported = pairwise_export.PairwiseNetwork(tmp_path)
    (cut,) = tokens.windows(TEXT, ())
    hidden = exported.lower(dataclasses.replace(cut, shapes=window.shapes, kinds=window.kinds))
    ids, shapes, kinds, _, owner, marks, distances, _, _ = distil.arrays([window], random.Random(0))
    with torch.no_grad():
        plain, read = network.read(ids, shapes, kinds)
        tags, _ = network.about(read, ids, owner, marks, distances)
    assert np.abs(exported.ask(hidden).tags - plain[0].sigmoid().numpy()).max() < 0.05
    at = [int(n) for n in np.flatnonzero(marks[0])]
    mark = networks.MARKS[int(marks[0].max()) - 1]
    answer = exported.ask(hidden, mark, at)
    assert np.abs(answer.tags - tags[0].sigmoid().numpy()).max() < 0.05
    few = exported.ask(hidden, mark, at, [1, 2])
    assert np.allclose(few.tags[[1, 2, *at]], answer.tags[[1, 2, *at]], atol=1e-5) and not few.tags[-1].any()
