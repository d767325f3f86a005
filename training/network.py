"""The reading model as torch trains it: MiniLM's six layers read a window once; a small head answers every question.

Without a question: names and meeting words. About a meeting word: what belongs to that meeting; about a person: role
and party; about a statement: its speaker. What is asked about looks at the window's tokens twice (one query, so hardly
any arithmetic). What is found so about meeting words is told to the tokens they stand at, so each question sees the
others. Then each token is told what was found and how far off it stands, looks narrowly at the other tokens, and is
tagged. A question takes about a fiftieth of the encoder's pass.
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
EARLY = 4  # the head is given what this layer makes of a token beside what the last one does
WIDE, NARROW, LOOKS = 256, 64, 2
LOOK_HEADS, NARROW_HEADS = 8, 2
MEETING = MARKS.index("meeting")
NOTHING = -1e4  # a logit of what is not there


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

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x`: batch x tokens x 384; `bias`: batch x tokens, strongly negative where there is no token."""
        q, k, v = (_by_head(part(x), HEADS) for part in (self.query, self.key, self.value))
        x = self.norm(x + self.drop(self.out(_attention(q, k, v, bias))))
        out: Tensor = self.last_norm(x + self.drop(self.outer(F.gelu(self.inner(x)))))
        return out


def _by_head(x: Tensor, heads: int) -> Tensor:
    """Batch x tokens x features -> batch x heads x tokens x features of one."""
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def _attention(query: Tensor, key: Tensor, value: Tensor, bias: Tensor) -> Tensor:
    """All batch x heads x tokens x features of one, and `bias` batch x tokens -> batch x tokens x features of all. By
    plain products: a fused attention's backward pass takes twice their time on a processor."""
    b, heads, n, width = query.shape
    q, k, v = (x.flatten(0, 1) for x in (query, key, value))
    each = bias[:, None].to(q.dtype).repeat_interleave(heads, 0).expand(-1, n, n)
    weights = torch.baddbmm(each, q, k.transpose(1, 2), alpha=width**-0.5).softmax(-1)
    return (weights.to(v.dtype) @ v).unflatten(0, (b, heads)).transpose(1, 2).flatten(2)


class Look(nn.Module):
    """What is asked about looks at all tokens of its window: attention of one query a question, a layer behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDE, WIDE) for _ in range(4))
        self.near = nn.Embedding(len(MARKS) * DISTANCES, LOOK_HEADS)
        self.norm, self.last_norm = nn.LayerNorm(WIDE), nn.LayerNorm(WIDE)
        self.inner, self.outer = nn.Linear(WIDE, 2 * WIDE), nn.Linear(2 * WIDE, WIDE)
        self.drop = nn.Dropout(DROPPED)
        nn.init.zeros_(self.near.weight)

    def forward(self, span: Tensor, read: Read, asked: Questions) -> Tensor:
        """`span`: questions x 256, what is known of what is asked about; as much with what it found."""
        count, width = len(span), WIDE // LOOK_HEADS
        looked_at = (_by_head(part(read.tokens), LOOK_HEADS) for part in (self.key, self.value))
        key, value = (x.index_select(0, asked.owner) for x in looked_at)
        query = self.query(span).view(count, LOOK_HEADS, 1, width) * width**-0.5
        bias = (self.near(asked.far) + read.bias[asked.owner][..., None]).transpose(1, 2)[:, :, None]
        weights = (query @ key.transpose(2, 3) + bias).softmax(-1)
        found = (weights.to(value.dtype) @ value).reshape(count, WIDE)
        span = self.norm(span + self.drop(self.out(found)))
        told: Tensor = self.last_norm(span + self.drop(self.outer(F.gelu(self.inner(span)))))
        return told


@dataclass(frozen=True, slots=True)
class Read:
    """Windows, read once: tags without a question (logits), both layers that the head is given (windows x tokens x
    768), tokens as the head sees them (x 256), and where none are (`bias`, strongly negative)."""

    plain: Tensor
    both: Tensor
    tokens: Tensor
    bias: Tensor


@dataclass(frozen=True, slots=True)
class Questions:
    """The window of each; by question and token the mark that is put there (0: none) and the class of the
    distance from it."""

    owner: Tensor
    marks: Tensor
    distances: Tensor

    @property
    def mark(self) -> Tensor:
        """The kind of mark of each question."""
        return self.marks.amax(1) - 1

    @property
    def far(self) -> Tensor:
        """The class of mark and distance together."""
        return self.mark[:, None] * DISTANCES + self.distances

    @property
    def share(self) -> Tensor:
        """What each token has in the mean over the marked ones."""
        marked = (self.marks > 0).float()
        return marked / marked.sum(1, keepdim=True).clamp(min=1)

    def some(self, chosen: Tensor) -> Questions:
        """A part of the questions."""
        return Questions(self.owner[chosen], self.marks[chosen], self.distances[chosen])


class Network(nn.Module):
    """`read` is done once a window, `look` once a question, `tell` once when all meeting words have looked, then
    `answer` once a question."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(WORDS, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
        self.shapes, self.kinds = nn.Embedding(SHAPES, HIDDEN), nn.Embedding(len(KINDS), HIDDEN)
        self.norm, self.drop = nn.LayerNorm(HIDDEN, 1e-12), Dropout()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.plain = nn.Linear(HIDDEN, len(TAGS))
        self.token, self.token_norm = nn.Linear(2 * HIDDEN, WIDE), nn.LayerNorm(WIDE)
        self.span, self.span_norm = nn.Linear(2 * HIDDEN, WIDE), nn.LayerNorm(WIDE)
        self.marks = nn.Embedding(len(MARKS), WIDE)
        self.looks = nn.ModuleList(Look() for _ in range(LOOKS))
        self.told = nn.Linear(WIDE, WIDE, bias=False)
        self.added, self.scaled = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, WIDE)
        self.far = nn.Embedding(len(MARKS) * DISTANCES, WIDE)
        self.query, self.key, self.value = (nn.Linear(WIDE, NARROW) for _ in range(3))
        self.out, self.pair_norm, self.told_norm = nn.Linear(NARROW, WIDE), nn.LayerNorm(WIDE), nn.LayerNorm(WIDE)
        self.inner, self.tags = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, len(TAGS))
        self.classes = nn.Linear(2 * WIDE, sum(len(c) for c in CLASSES.values()))
        for table, spread in ((self.shapes, 0.02), (self.kinds, 0.02), (self.marks, 0.1), (self.far, 0.1)):
            nn.init.normal_(table.weight, std=spread)
        for tags in (self.plain, self.tags):
            nn.init.constant_(tags.bias, -4.0)  # most tokens carry none of the tags
        self.words.weight.requires_grad = False

    def read(self, ids: Tensor, shapes: Tensor, kinds: Tensor) -> Read:
        """Windows x tokens of ids (0: none), shapes and kinds."""
        at = torch.arange(ids.shape[1], device=ids.device)
        bias = torch.where(ids != 0, 0.0, NOTHING)
        x = self.drop(self.norm(self.words(ids) + self.positions(at) + self.shapes(shapes) + self.kinds(kinds)))
        early = x
        for n, layer in enumerate(self.layers, 1):
            x = layer(x, bias)
            early = x if n == EARLY else early
        both = torch.cat((early, x), -1)
        return Read(self.plain(x), both, self.drop(self.token_norm(self.token(both))), bias)

    def look(self, read: Read, asked: Questions) -> Tensor:
        """What is found about what is asked: questions x 256."""
        marked = torch.bmm(asked.share[:, None].to(read.both.dtype), read.both.index_select(0, asked.owner))[:, 0]
        span: Tensor = self.span_norm(self.span(marked) + self.marks(asked.mark))
        for look in self.looks:
            span = look(span, read, asked)
        return span

    def tell(self, read: Read, asked: Questions, found: Tensor) -> Tensor:
        """The windows' tokens, with what was found about meeting words at the words' own tokens."""
        words = asked.some(asked.mark == MEETING)
        told = self.told(found[asked.mark == MEETING])
        put = words.share[..., None].to(told.dtype) * told[:, None]
        return read.tokens.index_add(0, words.owner, put.to(read.tokens.dtype))

    def answer(self, read: Read, tokens: Tensor, asked: Questions, found: Tensor) -> tuple[Tensor, Tensor]:
        """Tags of every token (`tokens` as `tell` gives them) and classes of what is asked about, as logits."""
        told = self.added(found)[:, None] + self.far(asked.far)
        x = self.pair_norm(tokens.index_select(0, asked.owner) * (1 + self.scaled(found))[:, None] + told)
        x = self.told_norm(x + self.out(self._narrow(x, read.bias[asked.owner])))
        x = self.drop(F.gelu(self.inner(x)))
        mean = torch.bmm(asked.share[:, None].to(x.dtype), x)[:, 0]
        return self.tags(x), self.classes(torch.cat((found.to(x.dtype), mean), -1))

    def _narrow(self, x: Tensor, bias: Tensor) -> Tensor:
        q, k, v = (_by_head(part(x), NARROW_HEADS) for part in (self.query, self.key, self.value))
        return _attention(q, k, v, bias)


def pretrained_names() -> dict[str, str]:
    """What MiniLM's file calls the weights that come from it, by our name."""
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
    return names


def load_pretrained(network: Network, folder: Path) -> None:
    """Fills the network with MiniLM's weights (`model.safetensors` in `folder`)."""
    theirs = load_file(folder / "model.safetensors")
    ours = network.state_dict()
    for mine, name in pretrained_names().items():
        ours[mine].copy_(theirs[name])
    with torch.no_grad():  # every token is of the first segment
        ours["positions.weight"] += theirs["embeddings.token_type_embeddings.weight"][0]
    network.load_state_dict(ours)
