"""A tiny network learns, is written down as ONNX, and reads there as it did in torch."""

from __future__ import annotations

import json
import random
import sys

import numpy as np
import pytest
from batches import batches, items
from test_training_examples import DOCUMENT, TEXT, WORDS

from examples import annotated
from whomet.language.network import Network as Shipped

torch = pytest.importorskip("torch", reason="SKIPPED: torch is not installed here; training/requirements.txt has it")
for needed in ("onnx", "onnxruntime", "safetensors"):
    pytest.importorskip(needed, reason=f"SKIPPED: {needed} is not installed here; training/requirements.txt has it")

import export  # noqa: E402
import network as networks  # noqa: E402
import train  # noqa: E402

EXAMPLE = annotated(TEXT, DOCUMENT, WORDS, whole=True)
MARK_AFTER = 1


@pytest.fixture(autouse=True)
def tiny(monkeypatch, vocabulary):
    """Two layers, and as many words as the tiny vocabulary has; one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for module in (networks, export):
        monkeypatch.setattr(module, "LAYERS", 2)
    monkeypatch.setattr(networks, "WORDS", len(vocabulary.read_text(encoding="utf-8").split("\n")) - 1)
    yield
    torch.set_num_threads(threads)


def new_network():
    """A network with weights drawn from one seed."""
    torch.manual_seed(7)
    return networks.Network(networks.Shape(MARK_AFTER))


def learned(tokens, steps: int):
    """The network after some steps on the made-up text, and the loss before and after them."""
    network = new_network()
    optimizer = torch.optim.AdamW(train.groups(network, 1e-3))
    (batch,) = batches(list(items([EXAMPLE], tokens, random.Random(0), whole=True)), 9999, random.Random(0))

    def loss() -> float:
        network.eval()
        with torch.no_grad():
            return float(train.loss_of(network, batch))

    before = loss()
    network.train()
    for _ in range(steps):
        train.loss_of(network, batch).backward()
        optimizer.step()
        optimizer.zero_grad()
    return network, before, loss()


def test_the_loss_falls_in_two_steps(tokens):
    """By more than a little."""
    _, before, after = learned(tokens, 2)
    assert after < 0.95 * before


def same(one, other) -> bool:
    """Whether all weights of two networks are the same to the bit."""
    mine, theirs = one.state_dict(), other.state_dict()
    return all(torch.equal(mine[name], theirs[name]) for name in mine)


def test_the_same_seed_gives_the_same_weights(tokens):
    """To the bit; and other weights than before learning."""
    one, other = learned(tokens, 2)[0], learned(tokens, 2)[0]
    assert same(one, other) and not same(one, new_network())


def test_what_is_exported_reads_as_torch_does(tokens, vocabulary, tmp_path, monkeypatch):
    """Probabilities differ by what int8 weights cost, 0.05 at most; the mark matters."""
    network, _, _ = learned(tokens, 2)
    network.eval()
    torch.save({"network": network.state_dict()}, tmp_path / "network.pt")
    (tmp_path / "network.json").write_text(json.dumps({"mark_after": MARK_AFTER}), encoding="ascii")
    monkeypatch.setattr(export, "pretrained_folder", lambda: vocabulary.parent)
    monkeypatch.setattr(sys, "argv", ["export.py", str(tmp_path / "network.pt"), str(tmp_path / "weights")])
    export.main()
    shipped = Shipped(tmp_path / "weights")
    (item,) = items([EXAMPLE], tokens, random.Random(0), whole=True)
    hidden = shipped.lower(item.window)
    ids, shapes, kinds, owner, marks, distances, *_ = train.arrays([item])
    with torch.no_grad():
        tags, said = network.upper(network.lower(ids, shapes, kinds)[owner], marks, distances, ids[owner])
    for n, asked in enumerate(item.asked):
        at = [int(i) for i in np.flatnonzero(asked.marks)]
        mark = networks.MARKS[int(asked.marks.max()) - 1] if at else ""
        answer = shipped.ask(hidden, mark, at)
        assert np.abs(answer.tags - torch.sigmoid(tags[n]).numpy()).max() < 0.05
        if mark:
            status = answer.classes["status"]
            assert sum(status.values()) == pytest.approx(1, abs=1e-4)
            start = sum(len(v) for k, v in networks.CLASSES.items() if k in ("real", "main", "contact"))
            theirs = torch.softmax(said[n, start : start + len(status)], 0).numpy()
            assert np.abs(np.array(list(status.values())) - theirs).max() < 0.05
    assert np.abs(shipped.ask(hidden).tags - shipped.ask(hidden, "meeting", [3]).tags).max() > 1e-3


def test_weights_are_int8_in_the_file(tokens):
    """Every matrix of the layers, and the word table."""
    state = {k: v.numpy() for k, v in new_network().state_dict().items()}
    for model in (export.lower(state, MARK_AFTER), export.upper(state, MARK_AFTER)):
        kinds = {i.name: i.data_type for i in model.graph.initializer}
        matrices = [n for n in kinds if n.startswith("layers.") and n.endswith(("query.weight", "inner.weight"))]
        assert matrices and {kinds[n] for n in matrices} == {export.TensorProto.INT8}


def test_a_run_that_was_stopped_ends_with_the_same_weights(vocabulary, tmp_path, monkeypatch):
    """It goes on after its last whole epoch."""
    monkeypatch.setattr(train, "pretrained_folder", lambda: vocabulary.parent)
    monkeypatch.setattr(train, "annotated_examples", lambda data: [EXAMPLE])
    monkeypatch.setattr(train, "name_examples", lambda data: [])

    def trained(out):
        network = new_network()
        train.train(network, tmp_path, out, 2, (0, 0), 1e-3)
        return network

    whole = trained(tmp_path / "whole.pt")
    usual, asked = train._one_epoch, []

    def stops(*arguments):
        asked.append(arguments)
        if len(asked) == 2:
            raise KeyboardInterrupt
        usual(*arguments)

    monkeypatch.setattr(train, "_one_epoch", stops)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "stopped.pt")
    assert same(trained(tmp_path / "stopped.pt"), whole) and len(asked) == 3
