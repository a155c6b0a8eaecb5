"""The attribution network: an encoder of word pieces, label heads, and a decoder that reads roles for a cue.

The encoder is BERT (Devlin et al., NAACL 2019) at the size of MiniLM (Wang et al., NeurIPS 2020), or MPNet (Song et
al., NeurIPS 2020), which adds what relative places are worth; the conditional random field over the roles is that of
Lafferty et al. (ICML 2001).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from quotes.tagging.crf import ROLES
from quotes.tagging.links import FAR
from quotes.tagging.pieces import SHAPES, SPACES, STATES
from quotes.tagging.tagger import CUE_LABELS, DESCRIPTION_LABELS, NAME_LABELS

HEADS = ("cues", "flat", "names", "descriptions")  # that ship, in the order of their scores
TAGS = 18  # universal parts of speech, and 0 for a piece that begins no word


@dataclass(frozen=True)
class Config:
    """Sizes of the network.

    reach: how many pieces before and after a cue its decoder reads. relative: kinds of relative places that attention
    weighs, 0 for none. ceiling: of a layer's inner vectors; the one number in 10,000 above it would leave 8 bits too
    coarse for the rest.
    """

    vocabulary: int = 30522
    positions: int = 512
    layers: int = 6
    width: int = 384
    heads: int = 12
    inner: int = 1536
    decoder: int = 160
    reach: int = 128
    link: int = 128
    dropout: float = 0.1
    relative: int = 0
    ceiling: float = 5.0


class SharedDropout(nn.Module):
    """Dropout of whole features, the same for all pieces of a window: [windows, pieces, width] to the same."""

    def __init__(self, p: float) -> None:
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.p:
            return x
        mask = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(1 - self.p).div_(1 - self.p)
        return x * mask.to(x.dtype)


class Attention(nn.Module):
    """Queries, keys and values side by side, [windows, pieces, 3 * width], to what each piece attends to."""

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, qkv: Tensor, bias: Tensor) -> Tensor:
        windows, length, width = qkv.shape
        q, k, v = qkv.view(windows, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        return mixed.transpose(1, 2).reshape(windows, length, width // 3)


class Layer(nn.Module):
    """A transformer layer, normalised after each half: [windows, pieces, width] to the same."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.attention = Attention(config.heads)
        self.qkv = nn.Linear(config.width, 3 * config.width)
        self.out = nn.Linear(config.width, config.width)
        self.norm1 = nn.LayerNorm(config.width, eps=1e-12)
        self.up = nn.Linear(config.width, config.inner)
        self.down = nn.Linear(config.inner, config.width)
        self.norm2 = nn.LayerNorm(config.width, eps=1e-12)
        self.drop = SharedDropout(config.dropout)
        self.ceiling = config.ceiling

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        x = self.norm1(x + self.drop(self.out(self.attention(self.qkv(x), bias))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)).clamp(max=self.ceiling))))


class Encoder(nn.Module):
    """Features [windows, 4, pieces] and mask [windows, pieces] to vectors [windows, pieces, width]."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.words = nn.Embedding(config.vocabulary, config.width)
        self.positions = nn.Embedding(config.positions, config.width)
        self.shapes = nn.Embedding(SHAPES, config.width)
        self.states = nn.Embedding(STATES, config.width)
        self.spaces = nn.Embedding(SPACES, config.width)
        self.norm = nn.LayerNorm(config.width, eps=1e-12)
        self.drop = SharedDropout(config.dropout)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))
        self.relative = nn.Embedding(config.relative, config.heads) if config.relative else None
        for embedding in (self.shapes, self.states, self.spaces):
            nn.init.normal_(embedding.weight, std=0.02)

    def forward(self, features: Tensor, mask: Tensor) -> Tensor:
        ids, shape, state, space = features.unbind(1)
        x = self.words(ids) + self.positions.weight[: ids.shape[1]]
        x = x + self.shapes(shape) + self.states(state) + self.spaces(space)
        x = self.drop(self.norm(x))
        bias = torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        if self.relative is not None:
            # as it came: attention learns several times as fast where what is added to it does not
            near = self.relative(buckets(mask.shape[1], self.relative.num_embeddings)).detach()
            bias = bias + near.permute(2, 0, 1).to(x.dtype)
        for layer in self.layers:
            x = layer(x, bias)
        return x


def buckets(length: int, count: int, far: int = 128) -> Tensor:
    """Which of `count` kinds of relative places each piece's view of each other is: [length, length].

    Half of them are for what stands after; the nearest have one each, farther ones share theirs, all beyond `far` one
    (Raffel et al., JMLR 2020).
    """
    away = torch.arange(length)[:, None] - torch.arange(length)[None, :]  # before, seen from the row, is positive
    half = count // 2
    near = half // 2
    distance = away.abs().clamp(min=1)
    shared = near + (torch.log(distance / near) / math.log(far / near) * (half - near)).long()
    return (away < 0) * half + torch.where(away.abs() < near, away.abs(), shared.clamp(max=half - 1))


class Mixer(nn.Module):
    """Lets neighbouring pieces, `step` apart, tell each other what they are: [cues, pieces, width] to the same."""

    def __init__(self, width: int, step: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.near = nn.Conv1d(width, width, 7, padding=3 * step, dilation=step, groups=width)
        self.up = nn.Linear(width, 2 * width)
        self.down = nn.Linear(2 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        near = self.near(self.norm(x).transpose(1, 2)).transpose(1, 2)
        return x + self.down(functional.gelu(self.up(near)))


class Decoder(nn.Module):
    """For every cue, what role towards it each piece around it plays.

    vectors: [windows, pieces, width]; cues: [cues, 3], the window, first and last piece of each cue; returns
    scores [cues, 2 * reach, roles] of the pieces from `reach` before the cue's first to `reach` after it. Places
    outside of the window are given too, and are for the caller to leave out.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.reach = config.reach
        self.piece = nn.Linear(config.width, config.decoder)
        self.cue = nn.Linear(2 * config.width, 2 * config.decoder)
        self.distance = nn.Embedding(2 * config.reach, config.decoder)
        self.mixers = nn.ModuleList(Mixer(config.decoder, step) for step in (1, 3))
        self.norm = nn.LayerNorm(config.decoder)
        self.roles = nn.Linear(config.decoder, len(ROLES))
        self.drop = SharedDropout(config.dropout)
        nn.init.normal_(self.distance.weight, std=0.02)

    def forward(self, vectors: Tensor, cues: Tensor) -> Tensor:
        window, first, last = cues.unbind(1)
        ends = torch.cat([vectors[window, first], vectors[window, last]], dim=-1)
        scale, shift = self.cue(ends).unsqueeze(1).chunk(2, dim=-1)
        places = first.unsqueeze(1) + torch.arange(-self.reach, self.reach)
        places = places.clamp(min=0).clamp(max=vectors.shape[1] - 1)
        x = self.piece(vectors)[window.unsqueeze(1), places]
        x = x * (1 + scale) + shift + self.distance.weight
        x = self.drop(x)
        for mixer in self.mixers:
            x = mixer(x)
        return self.roles(self.norm(x))


class Linker(nn.Module):
    """For every mention, what it points back to and by what others point back to it.

    vectors: [windows, pieces, width]; mentions: [mentions, 3], the window, first and last piece of each; returns
    [mentions, 2 * link + FAR + 1]: the two vectors, whose product scores a pair, what is added for an antecedent
    so many pieces before (see `quotes.tagging.links.far`), and the score of pointing back to nothing.
    """

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.up = nn.Linear(2 * config.width, 2 * config.width)
        self.down = nn.Linear(2 * config.width, 2 * config.link + FAR + 1)
        self.scale = config.link**-0.25
        self.drop = nn.Dropout(2 * config.dropout)

    def forward(self, vectors: Tensor, mentions: Tensor) -> Tensor:
        window, first, last = mentions.unbind(1)
        return self.of_ends(torch.cat([vectors[window, first], vectors[window, last]], dim=-1))

    def of_ends(self, ends: Tensor) -> Tensor:
        """The same of the vectors of each mention's first and last piece side by side: [mentions, 2 * width]."""
        x = self.down(self.drop(functional.gelu(self.up(self.drop(ends)))))
        return torch.cat([x[:, : -FAR - 1] * self.scale, x[:, -FAR - 1 :]], dim=1)


class Network(nn.Module):
    """All of it: the encoder, its label heads, the decoder of a cue's roles, and the linker of mentions."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config)
        self.cues = nn.Linear(config.width, len(CUE_LABELS))
        self.flat = nn.Linear(config.width, len(ROLES))
        self.names = nn.Linear(config.width, len(NAME_LABELS))
        self.descriptions = nn.Linear(config.width, len(DESCRIPTION_LABELS))
        self.decoder = Decoder(config)
        self.linker = Linker(config)
        self.transitions = nn.Parameter(torch.zeros(len(ROLES), len(ROLES)))
        self.tags = nn.Linear(config.width, TAGS)
        self.dependent = nn.Linear(config.width, 128)
        self.head = nn.Linear(config.width, 128)

    def arcs(self, vectors: Tensor) -> Tensor:
        """How well each piece would do as the syntactic head of each: [windows, pieces, pieces]."""
        return self.dependent(vectors) @ self.head(vectors).transpose(1, 2) / 128**0.5


def depth(names: Iterable[str]) -> int:
    """How many layers the encoder has whose weights have these names."""
    return 1 + max(int(number) for name in names for number in re.findall(r"^encoder\.layers\.(\d+)\.", name))


def legal(roles: int = len(ROLES)) -> Tensor:
    """Which role may follow which: true at [from, to]; I- only after B- or I- of its own."""
    allowed = torch.ones(roles, roles, dtype=torch.bool)
    for inner in range(2, roles, 2):
        allowed[:, inner] = False
        allowed[[inner - 1, inner], inner] = True
    return allowed


def crf_loss(scores: Tensor, transitions: Tensor, roles: Tensor, mask: Tensor) -> Tensor:
    """The negative log likelihood of each row's roles.

    scores: [rows, places, roles]; transitions: [roles, roles], from and to; roles: [rows, places]; mask:
    [rows, places], one contiguous true stretch a row. Returns [rows].
    """
    moves = transitions.masked_fill(~legal(scores.shape[2]), -1e4)
    begin = torch.zeros(scores.shape[2]).index_fill(0, torch.tensor([2, 4]), -1e4)
    rows, places, _ = scores.shape
    picked = scores.gather(2, roles.unsqueeze(2)).squeeze(2)
    gold = (picked * mask).sum(1)
    both = mask[:, 1:] & mask[:, :-1]
    gold = gold + (moves[roles[:, :-1], roles[:, 1:]] * both).sum(1)
    starts = functional.pad(mask, (1, 0))[:, :-1].logical_not() & mask
    alpha = torch.zeros(rows, scores.shape[2])
    for place in range(places):
        moved = torch.logsumexp(alpha.unsqueeze(2) + moves, dim=1)
        fresh = starts[:, place].unsqueeze(1)
        reached = torch.where(fresh, begin, moved) + scores[:, place]
        alpha = torch.where(mask[:, place].unsqueeze(1), reached, alpha)
    return torch.logsumexp(alpha, dim=1) - gold
