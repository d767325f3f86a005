"""The reading model as torch trains it: MiniLM's six layers, a mark put in after some of them, tags for every token.

One encoder, asked again and again: without a mark for names and meeting words; with a meeting word marked, for what
belongs to that meeting; with a person marked, for role and party; with a statement marked, for its speaker. The layers
below the mark are computed once a window, those above once a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from whomet.language.tags import CLASSES, DISTANCES, KINDS, MARKS, SHAPES, TAGS

HIDDEN, HEADS, INNER, LAYERS = 384, 12, 1536, 6
WORDS, POSITIONS = 30522, 512
DROPPED = 0.1


@dataclass(frozen=True, slots=True)
class Shape:
    """What is chosen about a network: after which layer the mark goes in."""

    mark_after: int = 4


class Dropout(nn.Module):
    """Leaves out a tenth of the features, the same ones for all tokens of a text: a draw per token takes longer than
    the arithmetic."""

    def forward(self, x: Tensor) -> Tensor:
        """`x`: batch x tokens x features."""
        if not self.training:
            return x
        return x * (torch.rand(x.shape[0], 1, x.shape[2]) >= DROPPED).to(x.dtype) / (1 - DROPPED)


class Layer(nn.Module):
    """One layer of BERT (post-norm)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.norm, self.last_norm = nn.LayerNorm(HIDDEN, 1e-12), nn.LayerNorm(HIDDEN, 1e-12)
        self.inner, self.outer = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.drop = Dropout()

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x`: batch x tokens x 384; `mask`: batch x 1 x 1 x tokens, True where there is a token."""
        b, n, _ = x.shape
        q, k, v = (_by_head(part(x)) for part in (self.query, self.key, self.value))
        bias = torch.where(mask[:, 0], 0.0, -1e4).to(q.dtype).repeat_interleave(HEADS, 0).expand(-1, n, n)
        # Plain products: a fused attention's backward pass takes twice their time on a processor.
        weights = torch.baddbmm(bias, q, k.transpose(1, 2), alpha=(HIDDEN // HEADS) ** -0.5).softmax(-1)
        mixed = (weights.to(v.dtype) @ v).view(b, HEADS, n, -1).transpose(1, 2).reshape(b, n, HIDDEN)
        x = self.norm(x + self.drop(self.out(mixed)))
        out: Tensor = self.last_norm(x + self.drop(self.outer(F.gelu(self.inner(x)))))
        return out


def _by_head(x: Tensor) -> Tensor:
    """Batch x tokens x 384 -> (batch * heads) x tokens x 32."""
    b, n, _ = x.shape
    return x.view(b, n, HEADS, -1).transpose(1, 2).reshape(b * HEADS, n, -1)


class Network(nn.Module):
    """`lower` reads a window, `upper` answers one question about it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.mark_after = shape.mark_after
        self.words, self.positions = nn.Embedding(WORDS, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
        self.shapes, self.marks = nn.Embedding(SHAPES, HIDDEN), nn.Embedding(len(MARKS) + 1, HIDDEN)
        self.kinds = nn.Embedding(len(KINDS), HIDDEN)
        self.norm, self.drop = nn.LayerNorm(HIDDEN, 1e-12), Dropout()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.classes = nn.Linear(HIDDEN, sum(len(c) for c in CLASSES.values()))
        self.distances = nn.Embedding(DISTANCES, HIDDEN)
        self.asked = nn.Linear(HIDDEN, HIDDEN)
        nn.init.normal_(self.shapes.weight, std=0.02)
        nn.init.normal_(self.marks.weight, std=0.3)
        nn.init.normal_(self.distances.weight, std=0.1)
        nn.init.normal_(self.asked.weight, std=0.02)
        nn.init.zeros_(self.asked.bias)
        nn.init.constant_(self.tags.bias, -4.0)  # most tokens carry none of the tags
        nn.init.normal_(self.kinds.weight, std=0.02)
        self.words.weight.requires_grad = False

    def lower(self, ids: Tensor, shapes: Tensor, kinds: Tensor) -> Tensor:
        """Batch x tokens of ids, shapes and kinds -> batch x tokens x 384."""
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.drop(self.norm(self.words(ids) + self.positions(at) + self.shapes(shapes) + self.kinds(kinds)))
        mask = (ids != 0)[:, None, None, :]
        for layer in self.layers[: self.mark_after]:
            x = layer(x, mask)
        return x

    def upper(self, hidden: Tensor, marks: Tensor, distances: Tensor, ids: Tensor) -> tuple[Tensor, Tensor]:
        """With marks (batch x tokens, 0 where there is none) and the distance class of each token from them: tags for
        every token, classes for the marked ones. What is marked is told to every token."""
        marked = (marks > 0).float()
        asked = marked.amax(1)[:, None, None]
        x = hidden + self.marks(marks) * marked[..., None]
        x = x + asked * (self.asked(_mean(hidden, marked))[:, None] + self.distances(distances))
        mask = (ids != 0)[:, None, None, :]
        for layer in self.layers[self.mark_after :]:
            x = layer(x, mask)
        return self.tags(x), self.classes(_mean(x, marked))


def _mean(x: Tensor, marked: Tensor) -> Tensor:
    """The mean over marked tokens: batch x 384; zeros where none is."""
    return (x * marked[..., None]).sum(1) / marked.sum(1, keepdim=True).clamp(min=1)


def load_pretrained(network: Network, folder: Path) -> None:
    """Fills the network with MiniLM's weights (`model.safetensors` in `folder`)."""
    theirs = load_file(folder / "model.safetensors")
    ours = network.state_dict()
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "out": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "inner": "intermediate.dense",
        "outer": "output.dense",
        "last_norm": "output.LayerNorm",
    }
    for i in range(LAYERS):
        for part, name in parts.items():
            for end in ("weight", "bias"):
                names[f"layers.{i}.{part}.{end}"] = f"encoder.layer.{i}.{name}.{end}"
    for mine, name in names.items():
        ours[mine].copy_(theirs[name])
    with torch.no_grad():  # every token is of the first segment
        ours["positions.weight"] += theirs["embeddings.token_type_embeddings.weight"][0]
    network.load_state_dict(ours)
