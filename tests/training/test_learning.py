"""A tiny network learns, is written down as ONNX, and reads there as it did in torch."""

from __future__ import annotations

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


@pytest.fixture(autouse=True)
def tiny(monkeypatch, vocabulary):
    """Two layers, and as many words as the tiny vocabulary has; one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for module in (networks, export):
        monkeypatch.setattr(module, "LAYERS", 2)
        monkeypatch.setattr(module, "EARLY", 1)
    monkeypatch.setattr(networks, "WORDS", len(vocabulary.read_text(encoding="utf-8").split("\n")) - 1)
    yield
    torch.set_num_threads(threads)


def new_network():
    """A network with weights drawn from one seed."""
    torch.manual_seed(7)
    return networks.Network()


def learned(tokens, steps: int):
    """The network after some steps on the made-up text, and the loss before and after them."""
    network = new_network()
    optimizer = torch.optim.AdamW(train.groups(network, 1e-3))
    (batch,) = batches(list(items([EXAMPLE], tokens, random.Random(0))), 9999, random.Random(0))
    step = train.arrays(batch, random.Random(0))

    def loss() -> float:
        network.eval()
        with torch.no_grad():
            return float(train.loss_of(network, step))

    before = loss()
    network.train()
    for _ in range(steps):
        train.loss_of(network, step).backward()
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


def test_an_answer_depends_on_what_is_asked_not_on_what_else_is(tokens):
    """Beside others or alone, with padding behind it, it is the same; about another word it differs."""
    network = new_network().eval()
    (item,) = items([EXAMPLE], tokens, random.Random(0))
    step = train.arrays([item], random.Random(0), 99)
    padded = [torch.nn.functional.pad(x, (0, 9)) for x in (step.ids, step.shapes, step.kinds)]
    asked = [torch.nn.functional.pad(x, (0, 9)) for x in (step.asked.marks, step.asked.distances)]
    with torch.no_grad():
        read, other = network.read(step.ids, step.shapes, step.kinds), network.read(*padded)
        tags, classes = network.answer(read, read.tokens, step.asked, network.look(read, step.asked))
        one = networks.Questions(step.asked.owner[:1], asked[0][:1], asked[1][:1])
        alone, said = network.answer(other, other.tokens, one, network.look(other, one))
    assert len(step.answered) > 2
    assert torch.allclose(tags[0], alone[0, : tags.shape[1]], atol=1e-4)
    assert torch.allclose(classes[0], said[0], atol=1e-4)
    assert (tags[0] - tags[1]).abs().max() > 1e-2


def test_meeting_words_are_told_to_the_tokens_where_they_stand(tokens):
    """And nothing is told elsewhere, nor by other questions."""
    network = new_network().eval()
    (item,) = items([EXAMPLE], tokens, random.Random(0))
    asked = train.arrays([item], random.Random(0), 99).asked
    step = train.arrays([item], random.Random(0), 99)
    with torch.no_grad():
        read = network.read(step.ids, step.shapes, step.kinds)
        told = network.tell(read, asked, network.look(read, asked))
    moved = (told[0] - read.tokens[0]).abs().amax(-1) > 0
    assert torch.equal(moved, (asked.marks == networks.MEETING + 1).any(0))
    assert moved.any() and (asked.marks > networks.MEETING + 1).any()


def test_what_is_exported_reads_as_torch_does(tokens, vocabulary, tmp_path, monkeypatch):
    """Probabilities differ by what int8 weights cost, 0.05 at most; what is asked matters."""
    network, _, _ = learned(tokens, 2)
    network.eval()
    torch.save({"network": network.state_dict()}, tmp_path / "network.pt")
    monkeypatch.setattr(export, "pretrained_folder", lambda: vocabulary.parent)
    monkeypatch.setattr(sys, "argv", ["export.py", str(tmp_path / "network.pt"), str(tmp_path / "weights")])
    export.main()
    shipped = Shipped(tmp_path / "weights")
    (item,) = items([EXAMPLE], tokens, random.Random(0))
    marked = [[int(i) for i in np.flatnonzero(asked.marks)] for asked in item.asked[1:]]
    marks = [networks.MARKS[int(asked.marks.max()) - 1] for asked in item.asked[1:]]
    hidden = shipped.read(item.window)
    hidden = shipped.tell(hidden, [at for at, mark in zip(marked, marks, strict=True) if mark == "meeting"])
    step = train.arrays([item], random.Random(0), 99)
    with torch.no_grad():
        read = network.read(step.ids, step.shapes, step.kinds)
        found = network.look(read, step.asked)
        tags, said = network.answer(read, network.tell(read, step.asked, found), step.asked, found)
    assert np.abs(hidden.plain.tags - torch.sigmoid(read.plain[0]).numpy()).max() < 0.05
    for n, (at, mark) in enumerate(zip(marked, marks, strict=True)):
        answer = shipped.ask(hidden, mark, at)
        assert np.abs(answer.tags - torch.sigmoid(tags[n]).numpy()).max() < 0.05
        status = answer.classes["status"]
        assert sum(status.values()) == pytest.approx(1, abs=1e-4)
        start = sum(len(v) for k, v in networks.CLASSES.items() if k in ("real", "main", "contact"))
        theirs = torch.softmax(said[n, start : start + len(status)], 0).numpy()
        assert np.abs(np.array(list(status.values())) - theirs).max() < 0.05
    first, second = (shipped.ask(hidden, "meeting", at) for at in marked[:2])
    assert np.abs(first.tags - second.tags).max() > 1e-3


def test_weights_are_int8_in_the_file(tokens):
    """Every matrix of the layers, and the word table."""
    state = {k: v.numpy() for k, v in new_network().state_dict().items()}
    for written in (export.window(state), export.mark(state), export.question(state)):
        kinds = {i.name: i.data_type for i in export.onnx.load_from_string(written).graph.initializer}
        matrices = [n for n in kinds if n.endswith(("query.weight", "inner.weight"))]
        assert matrices and {kinds[n] for n in matrices} == {export.TensorProto.INT8}


def test_a_run_that_was_stopped_ends_with_the_same_weights(vocabulary, tmp_path, monkeypatch):
    """It goes on after its last whole epoch."""
    monkeypatch.setattr(train, "pretrained_folder", lambda: vocabulary.parent)
    monkeypatch.setattr(train, "annotated_examples", lambda data: [EXAMPLE])
    monkeypatch.setattr(train, "name_examples", lambda data: [])

    def trained(out):
        network = new_network()
        train.train(network, tmp_path, out, 2, (0, 0), 1e-3)
        network.load_state_dict(torch.load(out, weights_only=True)["network"])
        return network

    whole = trained(tmp_path / "whole.pt")
    usual, asked = train._one_epoch, []

    def stops(*arguments):
        asked.append(arguments)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return usual(*arguments)

    monkeypatch.setattr(train, "_one_epoch", stops)
    with pytest.raises(KeyboardInterrupt):
        trained(tmp_path / "stopped.pt")
    assert same(trained(tmp_path / "stopped.pt"), whole) and len(asked) == 3
