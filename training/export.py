"""A trained network -> the three ONNX files that ship: weights in int8, arithmetic in fp32.

`window.onnx` reads a window, `mark.onnx` looks from what is marked, `question.onnx` answers about it.

The graph is written down operation by operation: nothing of torch is needed to read it, and nothing else is in it.
Weights of matrices are int8 with one scale a column; a DequantizeLinear node gives them back as fp32, once, when the
file is loaded. Of the word table, int8 with one scale a row, only the rows of a window's words are given back: the
whole would be 47 MB. Measured on spans, this agrees with fp32 nearly always; arithmetic in int8 does not.

Attention, GELU and the sum before each norm are operations of onnxruntime's own (`com.microsoft`): the same arithmetic
in fewer passes over memory, a seventh faster; results differ from those of single operations by less than 0.00001.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from network import EARLY, HEADS, HIDDEN, LAYERS, LOOK_HEADS, LOOKS, NARROW_HEADS, WIDE
from onnx import TensorProto, helper, numpy_helper
from train import pretrained_folder

from whomet.language.tags import CLASSES, MARKS, TAGS

OPSET = 17
OWN = "com.microsoft"  # onnxruntime's own operations
OF_OWN = ("Gelu", "MultiHeadAttention", "SkipLayerNormalization")
LOOKED_AT = [f"{part}{n}" for n in range(LOOKS) for part in ("key", "value")]  # of a window, by each look


def in_bytes(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A matrix in int8, and one scale a column."""
    scale = np.maximum(np.abs(values).max(axis=0), 1e-8).astype(np.float32) / 127
    return np.round(values / scale).clip(-127, 127).astype(np.int8), scale


class Graph:
    """Nodes and weights of one file while it is being written."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.kept: list[onnx.TensorProto] = []
        self._constants: dict[str, str] = {}
        self._count = 0

    def do(self, kind: str, *inputs: str, **attributes: object) -> str:
        """Adds a node with one output; its output's name."""
        self._count += 1
        out = f"{kind.lower()}_{self._count}"
        domain = OWN if kind in OF_OWN else ""
        self.nodes.append(helper.make_node(kind, list(inputs), [out], domain=domain, **attributes))
        return out

    def keep(self, name: str, values: np.ndarray) -> str:
        """Adds a constant under a name, once."""
        if name not in self._constants:
            self._constants[name] = name
            self.kept.append(numpy_helper.from_array(values, name))
        return name

    def plain(self, name: str) -> str:
        """A weight in fp32: biases, norms, positions."""
        return self.keep(name, self.weights[name].astype(np.float32))

    def packed(self, name: str, values: np.ndarray) -> str:
        """A matrix in int8 with one scale a column."""
        whole, scale = in_bytes(values)
        zero = self.keep(f"{name}.zero", np.zeros(len(scale), np.int8))
        return self.do("DequantizeLinear", self.keep(name, whole), self.keep(f"{name}.scale", scale), zero, axis=1)

    def rows(self, name: str, at: str) -> str:
        """Rows of a table in int8 with one scale a row."""
        whole, scale = in_bytes(self.weights[name].T)
        rows = self.do("Cast", self.do("Gather", self.keep(name, whole.T), at), to=TensorProto.FLOAT)
        return self.do("Mul", rows, self.do("Gather", self.keep(f"{name}.scale", scale[:, None]), at))

    def linear(self, x: str, name: str) -> str:
        """x @ W + b."""
        return self.do("Add", self.product(x, name, self.weights[f"{name}.weight"]), self.plain(f"{name}.bias"))

    def product(self, x: str, name: str, weight: np.ndarray) -> str:
        """x @ W, as torch keeps W."""
        return self.do("MatMul", x, self.packed(f"{name}.weight", weight.T))

    def norm(self, x: str, added: str, name: str, *bias: str, epsilon: float = 1e-5) -> str:
        """The norm of a sum, perhaps with a bias."""
        weights = self.plain(f"{name}.weight"), self.plain(f"{name}.bias")
        return self.do("SkipLayerNormalization", x, added, *weights, *bias, epsilon=epsilon)

    def whole(self, name: str, values: Sequence[int]) -> str:
        """Whole numbers, as a constant."""
        return self.keep(name, np.array(values, np.int64))

    def attention(self, own: str, every: str, names: Sequence[str], heads: int) -> str:
        """What tokens (`own`) find among others; `names` of query, key and value."""
        text = self.whole("text", [0])  # attention wants texts x tokens x features
        linear = [self.linear(x, name) for x, name in zip((own, every, every), names, strict=True)]
        parts = [self.do("Unsqueeze", x, text) for x in linear]
        return self.do("Squeeze", self.do("MultiHeadAttention", *parts, num_heads=heads), text)

    def layer(self, x: str, name: str) -> str:
        """One layer of BERT over tokens x 384."""
        mixed = self.attention(x, x, [f"{name}.{part}" for part in ("query", "key", "value")], HEADS)
        x = self.norm(x, self.linear(mixed, f"{name}.out"), f"{name}.norm", epsilon=1e-12)
        gelu = self.do("Gelu", self.linear(x, f"{name}.inner"))
        return self.norm(x, self.linear(gelu, f"{name}.outer"), f"{name}.last_norm", epsilon=1e-12)

    def model(self, floats: Mapping[str, Sequence[int | str]], whole: Sequence[str], outputs: dict[str, str]) -> bytes:
        """The finished file: inputs of fp32 with their shapes, inputs of whole numbers; `outputs` are names to give ->
        names they have."""
        inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(s)) for name, s in floats.items()]
        inputs += [helper.make_tensor_value_info(name, TensorProto.INT64, [f"{name} count"]) for name in whole]
        for name, was in outputs.items():
            self.nodes.append(helper.make_node("Identity", [was], [name]))
        told = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [f"{n} rows", f"{n} columns"]) for n in outputs]
        graph = helper.make_graph(self.nodes, "whomet", inputs, told, self.kept)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(OWN, 1)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="whomet")
        model.ir_version = 8
        onnx.checker.check_model(model)
        written: bytes = model.SerializeToString()
        return written


def window(weights: dict[str, np.ndarray]) -> bytes:
    """ids, shapes, kinds (tokens) -> tags without a question, as probabilities; what layers four and six make of the
    tokens (`early`, `late`: tokens x 384); tokens as the head sees them, and what is looked at of them (x 256)."""
    g = Graph(weights)
    count = g.do("Squeeze", g.do("Shape", "ids"))
    zero, one = g.keep("from", np.array(0, np.int64)), g.keep("by", np.array(1, np.int64))
    positions = g.do("Gather", g.plain("positions.weight"), g.do("Range", zero, count, one))
    x = g.do("Add", g.rows("words.weight", "ids"), positions)
    x = g.do("Add", x, g.do("Gather", g.plain("shapes.weight"), "shapes"))
    x = g.norm(x, g.do("Gather", g.plain("kinds.weight"), "kinds"), "norm", epsilon=1e-12)
    made = [x := g.layer(x, f"layers.{n}") for n in range(LAYERS)]
    early, late, table = made[EARLY - 1], made[-1], weights["token.weight"]
    halves = g.product(early, "token.early", table[:, :HIDDEN]), g.product(late, "token.late", table[:, HIDDEN:])
    tokens = g.norm(*halves, "token_norm", g.plain("token.bias"))
    outputs = {"tags": g.do("Sigmoid", g.linear(late, "plain")), "early": early, "late": late, "tokens": tokens}
    outputs |= {name: g.linear(tokens, f"looks.{name[-1]}.{name[:-1]}") for name in LOOKED_AT}
    return g.model({}, ("ids", "shapes", "kinds"), outputs)


def mark(weights: dict[str, np.ndarray]) -> bytes:
    """The mean of `early` and `late` over what is marked (1 x 768), the kind of mark, each token's class of mark and
    distance, and what is looked at -> what it found, and what of it is told to its tokens (1 x 256)."""
    g = Graph(weights)
    kind = g.do("Gather", g.plain("marks.weight"), "mark")
    span = g.norm(g.linear("marked", "span"), kind, "span_norm")
    heads, width = g.whole("heads", [-1, LOOK_HEADS, WIDE // LOOK_HEADS]), WIDE // LOOK_HEADS
    for n in range(LOOKS):
        name = f"looks.{n}"
        query = g.do("Transpose", g.do("Reshape", g.linear(span, f"{name}.query"), heads), perm=[1, 0, 2])
        query = g.do("Mul", query, g.keep("width", np.array(width**-0.5, np.float32)))
        key = g.do("Transpose", g.do("Reshape", f"key{n}", heads), perm=[1, 2, 0])
        value = g.do("Transpose", g.do("Reshape", f"value{n}", heads), perm=[1, 0, 2])
        near = g.do("Transpose", g.do("Gather", g.plain(f"{name}.near.weight"), "far"), perm=[1, 0])
        likeness = g.do("Add", g.do("MatMul", query, key), g.do("Unsqueeze", near, g.whole("second", [1])))
        found = g.do("MatMul", g.do("Softmax", likeness, axis=-1), value)
        found = g.do("Reshape", found, g.whole("row", [1, WIDE]))
        span = g.norm(span, g.linear(found, f"{name}.out"), f"{name}.norm")
        inner = g.do("Gelu", g.linear(span, f"{name}.inner"))
        span = g.norm(span, g.linear(inner, f"{name}.outer"), f"{name}.last_norm")
    floats = {"marked": (1, 2 * HIDDEN), **dict.fromkeys(LOOKED_AT, ("tokens", WIDE))}
    return g.model(floats, ("mark", "far"), {"found": span, "told": g.product(span, "told", weights["told.weight"])})


def question(weights: dict[str, np.ndarray]) -> bytes:
    """What was found, tokens with what they were told, classes of mark and distance -> tags of the sought tokens
    (indexes), as probabilities; classes, as logits. `share` is what each sought token has in the mean over the marked
    ones (1 x sought)."""
    g = Graph(weights)
    told = g.do("Add", g.linear("found", "added"), g.do("Gather", g.plain("far.weight"), "far"))
    by = g.do("Add", g.linear("found", "scaled"), g.keep("whole", np.array(1, np.float32)))
    x = g.norm(g.do("Mul", "tokens", by), told, "pair_norm")
    own = g.do("Gather", x, "sought")
    mixed = g.attention(own, x, ("query", "key", "value"), NARROW_HEADS)
    x = g.do("Gelu", g.linear(g.norm(own, g.linear(mixed, "out"), "told_norm"), "inner"))
    said = g.linear(g.do("Concat", "found", g.do("MatMul", "share", x), axis=1), "classes")
    floats = {"found": (1, WIDE), "share": (1, "sought count"), "tokens": ("far count", WIDE)}
    return g.model(floats, ("far", "sought"), {"tags": g.do("Sigmoid", g.linear(x, "tags")), "classes": said})


def main() -> None:
    """From the command line: export.py NETWORK.pt FOLDER."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("folder", type=Path)
    told = parser.parse_args()
    state = torch.load(told.network, weights_only=True)["network"]
    weights = {name: values.float().numpy() for name, values in state.items()}
    told.folder.mkdir(parents=True, exist_ok=True)
    for name, written in (("window", window), ("mark", mark), ("question", question)):
        (told.folder / f"{name}.onnx").write_bytes(written(weights))
    shutil.copy(pretrained_folder() / "vocab.txt", told.folder / "vocab.txt")
    listed = {"tags": TAGS, "classes": CLASSES, "marks": MARKS}
    (told.folder / "model.json").write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
