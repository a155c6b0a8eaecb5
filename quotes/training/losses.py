"""What a batch of each task loses, as the network reads it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from quotes.tagging.links import FAR, far
from quotes.tagging.pieces import CAPITALS, LOWER, batch
from quotes.training.data import IGNORED, Sample, labels
from quotes.training.network import Network, crf_loss

UNKNOWN, OPENING, CLOSING, MASKED = 100, 101, 102, 103  # [UNK], [CLS], [SEP] and [MASK] in the vocabulary
SPEAKERS = 0.5  # what it counts which mention a source points back to, beside its attribution
IN_CAPITALS, IN_SMALL = 0.04, 0.01  # shares of the windows that are read as if written so throughout


def tensors(group: Sequence[Sample], hidden: float, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Features and mask of a batch, a share `hidden` of its word pieces hidden, some windows in one case."""
    parts = [s.example.pieces.features(s.window.start, s.window.end) for s in group]
    found = batch(parts, OPENING, CLOSING)
    features, mask = found["features"], found["mask"]
    ids = features[:, 0]
    ids[(rng.random(ids.shape) < hidden) & mask & (ids > 1999)] = MASKED
    shapes = features[:, 1]
    cased = rng.random(len(group))[:, None]
    letters = mask & (shapes <= CAPITALS)
    shapes[letters & (cased < IN_CAPITALS)] = CAPITALS
    shapes[letters & (cased > 1 - IN_SMALL)] = LOWER
    return torch.from_numpy(features), torch.from_numpy(mask)


def loss(network: Network, task: str, group: Sequence[Sample], hidden: float, rng: np.random.Generator) -> Tensor:
    """The loss of a batch of one task."""
    features, mask = tensors(group, hidden, rng)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return task_loss(network, task, group, network.encoder(features, mask), mask)


def task_loss(network: Network, task: str, group: Sequence[Sample], vectors: Tensor, mask: Tensor) -> Tensor:
    """The loss of a batch of one task, whose pieces the encoder has read: [windows, pieces, width]."""
    length = vectors.shape[1]
    if task == "attributions":
        return attribution_loss(network, group, vectors)
    if task == "news":
        return attribution_loss(network, group, vectors) + SPEAKERS * link_loss(network, group, vectors)
    if task == "names":
        return label_loss(network.names(vectors).float(), labels(group, "names", length))
    if task == "entities":
        named = label_loss(network.names(vectors).float(), labels(group, "names", length))
        described = label_loss(network.descriptions(vectors).float(), labels(group, "descriptions", length))
        return named + described + link_loss(network, group, vectors)
    if task in ("choices", "replaced"):
        return link_loss(network, group, vectors)
    tags = label_loss(network.tags(vectors).float(), labels(group, "tags", length))
    return tags + arc_loss(network.arcs(vectors).float(), group, mask)


def label_loss(scores: Tensor, gold: np.ndarray) -> Tensor:
    """Cross-entropy of [windows, pieces, labels] against [windows, pieces], averaged."""
    return functional.cross_entropy(scores.flatten(0, 1), torch.from_numpy(gold).flatten(), ignore_index=IGNORED)


def arc_loss(scores: Tensor, group: Sequence[Sample], mask: Tensor) -> Tensor:
    """Cross-entropy of each word's head among the pieces of its window; heads outside are left out."""
    gold = labels(group, "heads", scores.shape[1])
    for row, sample in enumerate(group):
        start, end = sample.window.start, sample.window.end
        inside = (gold[row] >= start) & (gold[row] < end)
        gold[row] = np.where(inside, gold[row] - start + 1, IGNORED)
    return label_loss(scores.masked_fill(~mask.unsqueeze(1), -1e4), gold)


def attribution_loss(network: Network, group: Sequence[Sample], vectors: Tensor) -> Tensor:
    """Loss of cues, of roles without a cue, and of the roles towards each gold cue, by cue."""
    length = vectors.shape[1]
    count = max(1, sum(len(sample.inside) for sample in group))
    cues = torch.from_numpy(labels(group, "cues", length))
    flat = torch.from_numpy(labels(group, "flat", length))
    total = functional.cross_entropy(
        network.cues(vectors).float().flatten(0, 1), cues.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    total = total + 0.25 * functional.cross_entropy(
        network.flat(vectors).float().flatten(0, 1), flat.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    places, roles, mask = role_targets(group, network.config.reach)
    if len(places):
        scores = network.decoder(vectors, places).float()
        total = total + crf_loss(scores, network.transitions, roles, mask).sum()
    return total / (5 * count)


def link_loss(network: Network, group: Sequence[Sample], vectors: Tensor) -> Tensor:
    """What `antecedent_losses` tells of the mentions of a batch, averaged over those asked."""
    asked = link_asked(group)
    if not asked.any():
        return vectors.sum() * 0.0
    scores, before = link_scores(network, group, vectors)
    number = torch.tensor([m.number for sample in group for m in sample.mentions])
    return antecedent_losses(scores, before, number)[asked].mean()


def antecedent_losses(scores: Tensor, before: Tensor, numbers: Tensor) -> Tensor:
    """The negative log likelihood that each mention points back to some mention of the same: [mentions].

    scores: [mentions, mentions + 1], the last column for nothing, as `pair_scores` gives them; before: which mentions
    each may point to, [mentions, mentions]; numbers: that mentions of one share, [mentions]. What is mentioned for
    the first time points back to nothing.
    """
    same = before & (numbers[:, None] == numbers[None, :])
    right = torch.cat([same, ~same.any(dim=1, keepdim=True)], dim=1)
    return torch.logsumexp(scores, dim=1) - torch.logsumexp(scores.masked_fill(~right, -1e4), dim=1)


def link_asked(group: Sequence[Sample]) -> Tensor:
    """Which mentions of a batch there is something to learn of: [mentions]."""
    return torch.tensor([m.asked and m.last < s.window.keep_end for s in group for m in s.mentions], dtype=torch.bool)


def link_scores(network: Network, group: Sequence[Sample], vectors: Tensor) -> tuple[Tensor, Tensor]:
    """What each mention of a batch, at least one, points back to, as the linker scores it.

    Returns what `pair_scores` does, and which mentions stand before which in a window: [mentions, mentions].
    """
    rows = [(row, sample, m) for row, sample in enumerate(group) for m in sample.mentions]
    places = torch.tensor([(row, m.first - s.window.start + 1, m.last - s.window.start + 1) for row, s, m in rows])
    window, first, last = (
        torch.tensor(column) for column in zip(*((r, m.first, m.last) for r, _, m in rows), strict=True)
    )
    before = (window[:, None] == window[None, :]) & (last[None, :] < first[:, None])
    return pair_scores(network.linker(vectors, places).float(), first, before), before


def pair_scores(linked: Tensor, first: Tensor, before: Tensor) -> Tensor:
    """What each mention points back to: [mentions, mentions + 1], the last column for nothing.

    linked: what the linker makes of them, [mentions, 2 * link + FAR + 1]; first: their first pieces, [mentions].
    """
    width = (linked.shape[1] - FAR - 1) // 2
    points, pointed, distance, nothing = linked.split([width, width, FAR, 1], dim=1)
    away = torch.from_numpy(far((first[:, None] - first[None, :]).clamp(min=1).numpy()))
    scores = points @ pointed.T + distance.gather(1, away)
    return torch.cat([scores.masked_fill(~before, -1e4), nothing], dim=1)


def role_targets(group: Sequence[Sample], reach: int) -> tuple[Tensor, Tensor, Tensor]:
    """Gold cues of a batch as the decoder takes them, with roles and mask: [cues, 3], 2 × [cues, 2 * reach]."""
    places, roles, masks = [], [], []
    for row, sample in enumerate(group):
        start, end = sample.window.start, sample.window.end
        for first, last, gold in sample.inside:
            at = np.arange(first - reach, first + reach)
            inside = (at >= start) & (at < end)
            role = np.where(inside, gold[np.clip(at, 0, len(gold) - 1)], 0)
            opening = int(np.argmax(inside))
            if role[opening] in (2, 4):  # a span that begins before the window
                role[opening] -= 1
            places.append((row, first - start + 1, min(last, end - 1) - start + 1))
            roles.append(role)
            masks.append(inside)
    if not places:
        empty = torch.zeros(0, 2 * reach)
        return torch.zeros(0, 3, dtype=torch.long), empty.long(), empty.bool()
    return torch.tensor(places), torch.from_numpy(np.stack(roles)), torch.from_numpy(np.stack(masks))
