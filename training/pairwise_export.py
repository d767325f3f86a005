"""A trained pairwise network -> two ONNX files, and a network that reads with them in place of the one that ships.

python training/pairwise_export.py NETWORK.pt FOLDER
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from export import Graph
from network import HIDDEN, LAYERS
from onnx import TensorProto, helper
from pairwise import EARLY, LOOK_HEADS, LOOKS, NARROW_HEADS, WIDE

from whomet.language.network import Answer, Network, _classes
from whomet.language.tags import DISTANCES, MARKS
from whomet.language.windows import Tokens, Window, distances_from

WEIGHTS = Path(__file__).parents[1] / "src" / "whomet" / "language" / "weights"
TOLD = [f"{part}{n}" for n in range(LOOKS) for part in ("key", "value")]


class Parts(Graph):
    """A graph whose norms are torch's own, over a sum, with a bias perhaps; and with outputs of any shape."""

    def summed(self, x: str, added: str, name: str, *bias: str) -> str:
        """The norm of a sum."""
        weights = self.plain(f"{name}.weight"), self.plain(f"{name}.bias")
        return self.do("SkipLayerNormalization", x, added, *weights, *bias, epsilon=1e-5)

    def many(self, name: str, values: Sequence[int]) -> str:
        """Numbers, as a constant."""
        return self.keep(name, np.array(values, np.int64))

    def product(self, x: str, name: str, weight: np.ndarray) -> str:
        """x @ W."""
        return self.do("MatMul", x, self.packed(name, weight.T))


def of_window(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """ids, shapes, kinds -> tags without a mark, both layers that the head is given, tokens, keys and values."""
    g = Parts(weights)
    count = g.do("Squeeze", g.do("Shape", "ids"))
    zero, one = g.keep("from", np.array(0, np.int64)), g.keep("by", np.array(1, np.int64))
    positions = g.do("Gather", g.plain("positions.weight"), g.do("Range", zero, count, one))
    x = g.do("Add", g.rows("words.weight", "ids"), positions)
    x = g.do("Add", x, g.do("Gather", g.plain("shapes.weight"), "shapes"))
    x = g.norm(x, g.do("Gather", g.plain("kinds.weight"), "kinds"), "norm")
    for n in range(EARLY):
        x = g.layer(x, f"layers.{n}")
    early = x
    for n in range(EARLY, LAYERS):
        x = g.layer(x, f"layers.{n}")
    table = weights["token.weight"]
    halves = g.product(early, "early_token", table[:, :HIDDEN]), g.product(x, "late_token", table[:, HIDDEN:])
    tokens = g.summed(*halves, "token_norm", g.plain("token.bias"))
    out = {"tags": g.do("Sigmoid", g.linear(x, "tags")), "early": early, "late": x, "tokens": tokens}
    out |= {name: g.linear(tokens, f"looks.{name[-1]}.{name[:-1]}") for name in TOLD}
    return g.model([_input(n, TensorProto.INT64, "tokens") for n in ("ids", "shapes", "kinds")], out)


def of_question(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The mean of what is marked, its kind, classes of distance, and what `of_window` gives -> tags of the sought
    tokens; classes, as logits. `share` is what each sought token has in the mean over the marked ones."""
    g = Parts(weights)
    span = g.summed(g.linear("marked", "span"), g.do("Gather", g.plain("kind_of_mark.weight"), "mark"), "span_norm")
    for n in range(LOOKS):
        span = _look(g, span, n)
    told = g.do("Add", g.linear(span, "added"), g.do("Gather", g.plain("far.weight"), "far"))
    by = g.do("Add", g.linear(span, "scaled"), g.keep("whole", np.array(1, np.float32)))
    x = g.summed(g.do("Mul", "tokens", by), told, "pair_norm")
    own, text = g.do("Gather", x, "sought"), g.many("text", [0])
    looked_at = {"query": own, "key": x, "value": x}
    parts = [g.do("Unsqueeze", g.linear(of, part), text) for part, of in looked_at.items()]
    mixed = g.do("Squeeze", g.do("MultiHeadAttention", *parts, num_heads=NARROW_HEADS), text)
    x = g.do("Gelu", g.linear(g.summed(own, g.linear(mixed, "out"), "told_norm"), "inner"))
    said = g.linear(g.do("Concat", span, g.do("MatMul", "share", x), axis=1), "pair_classes")
    floats = {"marked": (1, 2 * HIDDEN), "share": (1, "s"), **dict.fromkeys(("tokens", *TOLD), ("n", WIDE))}
    inputs = [_input(name, TensorProto.FLOAT, *shape) for name, shape in floats.items()]
    inputs += [_input(name, TensorProto.INT64, f"{name}s") for name in ("mark", "far", "sought")]
    return g.model(inputs, {"tags": g.do("Sigmoid", g.linear(x, "pair_tags")), "classes": said})


def _look(g: Parts, span: str, n: int) -> str:
    name, heads = f"looks.{n}", g.many("heads", [-1, LOOK_HEADS, WIDE // LOOK_HEADS])
    query = g.do("Transpose", g.do("Reshape", g.linear(span, f"{name}.query"), heads), perm=[1, 0, 2])
    query = g.do("Mul", query, g.keep("scale", np.array((WIDE // LOOK_HEADS) ** -0.5, np.float32)))
    key = g.do("Transpose", g.do("Reshape", f"key{n}", heads), perm=[1, 2, 0])
    value = g.do("Transpose", g.do("Reshape", f"value{n}", heads), perm=[1, 0, 2])
    near = g.do("Transpose", g.do("Gather", g.plain(f"{name}.near.weight"), "far"), perm=[1, 0])
    likeness = g.do("Add", g.do("MatMul", query, key), g.do("Unsqueeze", near, g.many("second", [1])))
    found = g.do("MatMul", g.do("Softmax", likeness, axis=-1), value)
    found = g.do("Reshape", found, g.many("row", [1, WIDE]))
    span = g.summed(span, g.linear(found, f"{name}.out"), f"{name}.norm")
    inner = g.do("Gelu", g.linear(span, f"{name}.inner"))
    return g.summed(span, g.linear(inner, f"{name}.outer"), f"{name}.last_norm")


def _input(name: str, kind: int, *shape: int | str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, list(shape))


class Hidden(dict[str, Any]):
    """What is known of a window; as long as it has tokens."""

    def __len__(self) -> int:
        return len(self["tags"])


class PairwiseNetwork(Network):
    """Answers as the network with a mark does, by the pairwise head: put in its place to be measured."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        self.tokens = Tokens(WEIGHTS / "vocab.txt")
        self._window, self._question = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in ("window.onnx", "question.onnx")
        )

    def lower(self, window: Window) -> Hidden:  # type: ignore[override]
        """All that is done once a window."""
        columns = {"ids": window.ids, "shapes": window.shapes, "kinds": window.kinds}
        names = [output.name for output in self._window.get_outputs()]
        found = self._window.run(None, {name: np.array(x, np.int64) for name, x in columns.items()})
        return Hidden(zip(names, found, strict=True))

    def ask(  # type: ignore[override]
        self, hidden: Hidden, mark: str = "", at: Sequence[int] = (), sought: Sequence[int] | None = None
    ) -> Answer:
        """One question about a window."""
        if not mark:
            return Answer(hidden["tags"], {})
        marks, chosen = np.zeros(len(hidden), np.int64), MARKS.index(mark)
        marks[list(at)] = chosen + 1
        looked_at = np.arange(len(hidden)) if sought is None else np.array(sorted({0, *sought, *at}), np.int64)
        share = (marks[looked_at] > 0).astype(np.float32)[None] / max(1, len(at))
        rows = [hidden[name][list(at)].sum(0) / max(1, len(at)) for name in ("early", "late")]
        asked = {"marked": np.concatenate(rows)[None].astype(np.float32), "mark": np.array([chosen], np.int64)}
        asked |= {"far": chosen * DISTANCES + distances_from(marks), "share": share, "sought": looked_at}
        tags, said = self._question.run(None, asked | {name: hidden[name] for name in ("tokens", *TOLD)})
        every = np.zeros((len(hidden), tags.shape[1]), np.float32)
        every[looked_at] = tags
        return Answer(every, _classes(said[0]))


def main() -> None:
    """From the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("folder", type=Path)
    told = parser.parse_args()
    weights = {k: v.float().numpy() for k, v in torch.load(told.network, weights_only=True).items()}
    told.folder.mkdir(parents=True, exist_ok=True)
    onnx.save(of_window(weights), told.folder / "window.onnx")
    onnx.save(of_question(weights), told.folder / "question.onnx")
    shutil.copy(WEIGHTS / "vocab.txt", told.folder)


if __name__ == "__main__":
    main()
