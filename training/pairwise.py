"""The other design: six layers read a window once, without a mark; a small head then answers each question.

What is marked looks at the window's tokens twice (one query, so hardly any arithmetic); then each token is told what it
found and how far off it stands, looks narrowly at the other tokens, and is tagged. A question takes about a fiftieth of
the encoder's pass, where a mark in the network takes a third.
"""

from __future__ import annotations

import torch
from network import LAYERS, Network, Shape
from torch import Tensor, nn
from torch.nn import functional as F

from whomet.language.tags import CLASSES, DISTANCES, MARKS, TAGS

WIDE, NARROW, LOOKS = 256, 64, 2
LOOK_HEADS, NARROW_HEADS = 8, 2
EARLY = 4  # the head is given what this layer makes of a token beside what the last one does


class Look(nn.Module):
    """What is marked looks at all tokens of its window: attention of one query a question, and a layer behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDE, WIDE) for _ in range(4))
        self.near = nn.Embedding(len(MARKS) * DISTANCES, LOOK_HEADS)
        self.norm, self.last_norm = nn.LayerNorm(WIDE), nn.LayerNorm(WIDE)
        self.inner, self.outer = nn.Linear(WIDE, 2 * WIDE), nn.Linear(2 * WIDE, WIDE)
        nn.init.zeros_(self.near.weight)

    def forward(self, span: Tensor, tokens: Tensor, owner: Tensor, far: Tensor, bias: Tensor) -> Tensor:
        """`span`: questions x 256; `tokens`: windows x tokens x 256; `far`: class of mark and distance by question and
        token; `bias`: questions x tokens, strongly negative where there is no token."""
        count, width = len(span), WIDE // LOOK_HEADS
        key, value = (_by_head(part(tokens))[owner] for part in (self.key, self.value))
        query = self.query(span).view(count, LOOK_HEADS, 1, width) * width**-0.5
        bias = (self.near(far) + bias[..., None]).transpose(1, 2)[:, :, None]
        weights = (query @ key.transpose(2, 3) + bias).softmax(-1)
        found = (weights.to(value.dtype) @ value).reshape(count, WIDE)
        span = self.norm(span + self.out(found))
        told: Tensor = self.last_norm(span + self.outer(F.gelu(self.inner(span))))
        return told


def _by_head(x: Tensor) -> Tensor:
    """Windows x tokens x 256 -> windows x heads x tokens x 32."""
    return x.unflatten(-1, (LOOK_HEADS, -1)).transpose(1, 2)


class Pairwise(Network):
    """`read` is done once a window, `about` once a question."""

    def __init__(self) -> None:
        super().__init__(Shape(LAYERS))
        hidden = 2 * self.tags.in_features
        self.token, self.token_norm = nn.Linear(hidden, WIDE), nn.LayerNorm(WIDE)
        self.span, self.span_norm = nn.Linear(hidden, WIDE), nn.LayerNorm(WIDE)
        self.kind_of_mark = nn.Embedding(len(MARKS), WIDE)
        self.looks = nn.ModuleList(Look() for _ in range(LOOKS))
        self.added, self.scaled = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, WIDE)
        self.far = nn.Embedding(len(MARKS) * DISTANCES, WIDE)
        self.query, self.key, self.value = (nn.Linear(WIDE, NARROW) for _ in range(3))
        self.out, self.pair_norm, self.told_norm = nn.Linear(NARROW, WIDE), nn.LayerNorm(WIDE), nn.LayerNorm(WIDE)
        self.inner, self.pair_tags = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, len(TAGS))
        self.pair_classes = nn.Linear(2 * WIDE, sum(len(c) for c in CLASSES.values()))
        nn.init.normal_(self.far.weight, std=0.1)
        nn.init.normal_(self.kind_of_mark.weight, std=0.1)
        nn.init.constant_(self.pair_tags.bias, -4.0)

    def read(self, ids: Tensor, shapes: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor]:
        """Tags without a mark, and what the head is given: windows x tokens x 768."""
        self.mark_after = EARLY
        early = x = self.lower(ids, shapes, kinds)
        mask = (ids != 0)[:, None, None, :]
        for layer in self.layers[EARLY:]:
            x = layer(x, mask)
        return self.tags(x), torch.cat((early, x), -1)

    def about(
        self, hidden: Tensor, ids: Tensor, owner: Tensor, marks: Tensor, distances: Tensor
    ) -> tuple[Tensor, Tensor]:
        """`owner`: the window of each question; `marks`, `distances`: questions x tokens. Tags of every token, classes
        of what is marked."""
        mark = marks.amax(1) - 1
        far = mark[:, None] * DISTANCES + distances
        bias = torch.where(ids[owner] != 0, 0.0, -1e4)
        share = (marks > 0).float() / (marks > 0).sum(1, keepdim=True).clamp(min=1)
        tokens = self.token_norm(self.token(hidden))
        marked = torch.bmm(share[:, None].to(hidden.dtype), hidden[owner])[:, 0]
        span = self.span_norm(self.span(marked) + self.kind_of_mark(mark))
        for look in self.looks:
            span = look(span, tokens, owner, far, bias)
        told = self.added(span)[:, None] + self.far(far)
        x = self.pair_norm(tokens[owner] * (1 + self.scaled(span))[:, None] + told)
        x = self.told_norm(x + self.out(self._narrow(x, bias)))
        x = F.gelu(self.inner(x))
        found = torch.bmm(share[:, None].to(x.dtype), x)[:, 0]
        return self.pair_tags(x), self.pair_classes(torch.cat((span.to(x.dtype), found), -1))

    def _narrow(self, x: Tensor, bias: Tensor) -> Tensor:
        count, n, _ = x.shape
        q, k, v = (
            part(x).view(count, n, NARROW_HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        weights = (q @ k.transpose(2, 3) * (NARROW // NARROW_HEADS) ** -0.5 + bias[:, None, None].to(q.dtype)).softmax(
            -1
        )
        return (weights.to(v.dtype) @ v).transpose(1, 2).reshape(count, n, NARROW)

    def head(self) -> list[nn.Parameter]:
        """What the encoder has not."""
        own = {name for name, _ in Network(Shape(LAYERS)).named_parameters()}
        return [p for name, p in self.named_parameters() if name not in own]
