"""A trained network -> the two ONNX files that ship: weights in int8, arithmetic in fp32.

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
from pathlib import Path

import numpy as np
import onnx
import torch
from network import HEADS, HIDDEN, LAYERS
from onnx import TensorProto, helper, numpy_helper
from train import pretrained_folder

from whomet.language.tags import CLASSES, MARKS, TAGS

OPSET = 17
OWN = "com.microsoft"  # onnxruntime's own operations
OF_OWN = ("Gelu", "MultiHeadAttention", "SkipLayerNormalization")


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
        weight = self.packed(f"{name}.weight", self.weights[f"{name}.weight"].T)
        return self.do("Add", self.do("MatMul", x, weight), self.plain(f"{name}.bias"))

    def norm(self, x: str, added: str, name: str) -> str:
        """The norm of a sum."""
        weights = self.plain(f"{name}.weight"), self.plain(f"{name}.bias")
        return self.do("SkipLayerNormalization", x, added, *weights, epsilon=1e-12)

    def layer(self, x: str, name: str, sought: str = "") -> str:
        """One layer of BERT over tokens x 384; what comes of the `sought` tokens alone, where they are named."""
        text = self.keep("text", np.array([0], np.int64))  # attention wants texts x tokens x 384
        own = self.do("Gather", x, sought) if sought else x
        looked_at = {"query": own, "key": x, "value": x}
        parts = [self.do("Unsqueeze", self.linear(of, f"{name}.{part}"), text) for part, of in looked_at.items()]
        mixed = self.do("Squeeze", self.do("MultiHeadAttention", *parts, num_heads=HEADS), text)
        x = self.norm(own, self.linear(mixed, f"{name}.out"), f"{name}.norm")
        gelu = self.do("Gelu", self.linear(x, f"{name}.inner"))
        return self.norm(x, self.linear(gelu, f"{name}.outer"), f"{name}.last_norm")

    def model(self, inputs: list[onnx.ValueInfoProto], outputs: dict[str, str]) -> onnx.ModelProto:
        """The finished file; `outputs` are names to give -> names they have."""
        for name, was in outputs.items():
            self.nodes.append(helper.make_node("Identity", [was], [name]))
        told = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["rows", f"{n} columns"]) for n in outputs]
        graph = helper.make_graph(self.nodes, "whomet", inputs, told, self.kept)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(OWN, 1)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="whomet")
        model.ir_version = 8
        onnx.checker.check_model(model)
        return model


def lower(weights: dict[str, np.ndarray], mark_after: int) -> onnx.ModelProto:
    """ids, shapes (tokens) -> hidden (tokens x 384)."""
    g = Graph(weights)
    at = g.do("Shape", "ids")
    zero, one = g.keep("from", np.array(0, np.int64)), g.keep("by", np.array(1, np.int64))
    count = g.do("Squeeze", at)
    positions = g.do("Gather", g.plain("positions.weight"), g.do("Range", zero, count, one))
    x = g.do("Add", g.rows("words.weight", "ids"), positions)
    x = g.do("Add", x, g.do("Gather", g.plain("shapes.weight"), "shapes"))
    x = g.norm(x, g.do("Gather", g.plain("kinds.weight"), "kinds"), "norm")
    for i in range(mark_after):
        x = g.layer(x, f"layers.{i}")
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["tokens"]) for n in ("ids", "shapes", "kinds")]
    return g.model(inputs, {"hidden": x})


def upper(weights: dict[str, np.ndarray], mark_after: int) -> onnx.ModelProto:
    """hidden (tokens x 384), marks, distances (tokens), sought (indexes of tokens, those marked among them) -> tags
    (sought x tags) as probabilities, classes as logits. The last layer is done for the sought tokens alone."""
    table = weights["marks.weight"].copy()
    table[0] = 0
    g = Graph({**weights, "marks.weight": table})
    none = g.keep("none", np.array(0, np.int64))
    marked = g.do("Cast", g.do("Greater", "marks", none), to=TensorProto.FLOAT)
    asked = g.do("ReduceMax", marked, keepdims=0)
    told = g.do(
        "Add", g.linear(_mean(g, "hidden", marked), "asked"), g.do("Gather", g.plain("distances.weight"), "distances")
    )
    x = g.do("Add", "hidden", g.do("Gather", g.plain("marks.weight"), "marks"))
    x = g.do("Add", x, g.do("Mul", told, asked))
    for i in range(mark_after, LAYERS):
        x = g.layer(x, f"layers.{i}", "sought" if i == LAYERS - 1 else "")
    mean = _mean(g, x, g.do("Gather", marked, "sought"))
    inputs = [
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["tokens", HIDDEN]),
        helper.make_tensor_value_info("marks", TensorProto.INT64, ["tokens"]),
        helper.make_tensor_value_info("distances", TensorProto.INT64, ["tokens"]),
        helper.make_tensor_value_info("sought", TensorProto.INT64, ["sought"]),
    ]
    outputs = {"tags": g.do("Sigmoid", g.linear(x, "tags")), "classes": g.linear(mean, "classes")}
    return g.model(inputs, outputs)


def _mean(g: Graph, x: str, marked: str) -> str:
    """The mean over marked tokens, 1 x 384; zeros where none is."""
    rows = g.keep("rows", np.array([1, -1], np.int64))
    one = g.keep("one", np.array(1, np.float32))
    every = g.do("Max", g.do("ReduceSum", marked, keepdims=0), one)
    return g.do("Div", g.do("MatMul", g.do("Reshape", marked, rows), x), every)


def main() -> None:
    """From the command line: export.py NETWORK.pt FOLDER."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("folder", type=Path)
    told = parser.parse_args()
    mark_after = json.loads(told.network.with_suffix(".json").read_text())["mark_after"]
    state = torch.load(told.network, weights_only=True)
    weights = {k: v.float().numpy() for k, v in state.get("network", state).items()}
    told.folder.mkdir(parents=True, exist_ok=True)
    onnx.save(lower(weights, mark_after), told.folder / "lower.onnx")
    onnx.save(upper(weights, mark_after), told.folder / "upper.onnx")
    shutil.copy(pretrained_folder() / "vocab.txt", told.folder / "vocab.txt")
    shape = {"tags": TAGS, "classes": CLASSES, "marks": MARKS, "mark_after": mark_after}
    (told.folder / "model.json").write_text(json.dumps(shape, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
