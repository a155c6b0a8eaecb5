"""What the linker learns from articles with speakers: whom sources point back to.

It learns with the rest of the network, and then, in minutes, on top of an encoder that stays as it is: what an
article mentions by names, by descriptions and as sources is what it sees when it is asked at run time.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import regex
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from quotes.attribution import Span
from quotes.resolve import words as w
from quotes.resolve.discourse import LOOK_BACK
from quotes.resolve.phrases import singular, words_of
from quotes.tagging.links import Floats
from quotes.tagging.onnx import OnnxModel, Strip, load_settings
from quotes.tagging.pieces import Ints, batch, windows
from quotes.tagging.tagger import Description, Tagger, Tags
from quotes.text.text import Text
from quotes.training.data import Example, Gold
from quotes.training.losses import antecedent_losses, pair_scores
from quotes.training.mentions import mentions_of
from quotes.training.network import Linker

TREEBANK = 4  # times that a treebank's texts are read in a pass, which are few beside the articles
_PASSES = 4
_BATCH = 4  # texts that are learned from at a time
_RATE = 1e-3
_DECAY = 0.99  # of the average of the weights, which is what is kept
_TOLD = 20  # places at most in which a speaker's name is looked for


class Lesson(NamedTuple):
    """The mentions of a text, in its order, as the linker reads them; arrays have one element a mention.

    ends: what the encoder makes of their first and last pieces, [mentions, 2 * width]; firsts: the first pieces,
    numbered through the text; numbers: that mentions of one share; asked: whether there is something to learn.
    """

    ends: NDArray[np.float16]
    firsts: Ints
    numbers: Ints
    asked: NDArray[np.bool_]


def with_speakers(articles: Iterable[Gold], examples: Iterable[Example], tagger: Tagger) -> list[Example]:
    """The examples that articles gave, with mentions: a source points back to what names or describes its speaker.

    tagger: finds the names and descriptions in the articles.
    """
    told = (mentioned(article, tagger.tag(Text(article["text"]))) for article in articles)
    return [
        replace(example, mentions=mentions_of(example.pieces, spans))
        for example, spans in zip(examples, told, strict=True)
    ]


def mentioned(article: Gold, tags: Tags) -> list[tuple[int, int, int, bool]]:
    """Mentions in text order: start, end, a number that those of one share, and whether it is to point back.

    Names, sources, and of the descriptions those that are a speaker's, as far as the marks tell, and those of others
    than a single person, who may be anybody.
    """
    text, places = article["text"], _places(article)
    numbers = {name: number for number, name in enumerate(places)}
    named_at = {start: name for name, starts in reversed(places.items()) for start in starts}
    spoken = [attribution for attribution in article["attributions"] if attribution.get("speaker")]
    sources = [(tuple(span), attribution["speaker"]) for attribution in spoken for span in attribution["source"][:1]]
    called = {text[start:end]: name for (start, end), name in sources if name in numbers}
    described = {description.span.start: description.span for description in tags.descriptions}
    heads = _heads(described, sources, numbers)
    cores = described | {name.span.start: name.span for name in tags.names}
    spans: dict[tuple[int, int], tuple[int, bool]] = {}
    theirs = (start for start, span in described.items() if start in named_at or _head(span) in heads)
    known = min(theirs, default=len(text))
    first: dict[str, int] = {}
    for name in tags.names:
        start, end = name.span.start, name.span.end
        whose = named_at.get(start) or _called(name.span.text, places) or called.get(name.span.text)
        number = numbers.setdefault(whose or f"name: {name.span.text}", len(numbers))
        is_first = whose is not None and first.setdefault(whose, start) == start
        spans[start, end] = number, is_first and known < start
    beside = {place for name in tags.names for place in (name.span.start, name.span.end)}
    for description in tags.descriptions:
        start, end = description.span.start, description.span.end
        whose = named_at.get(start) or heads.get(_head(description.span))
        of_a_name = end + 1 in beside or start - 2 in beside  # "Mayor Berg", "Berg, a poet"
        if whose or not (of_a_name or _is_anybody(description)):
            number = numbers.setdefault(whose or f"description: {start}", len(numbers))
            spans.setdefault((start, end), (number, False))
    for (start, end), name in sources:
        end = min(end, cores[start].end) if start in cores else end
        spans[start, end] = numbers.setdefault(name, len(numbers)), name in places
    return list(_answerable(text, spans, {numbers[name]: starts for name, starts in places.items()}))


def _heads(
    described: Mapping[int, Span], sources: Iterable[tuple[tuple[int, int], str]], single: Container[str]
) -> dict[str, str]:
    """Whom sources call by a noun, by that noun, where it is one speaker: "the farmer"."""
    found: dict[str, set[str]] = {}
    for (start, _), name in sources:
        if start in described:
            found.setdefault(_head(described[start]), set()).add(name)
    return {head: name for head, names in found.items() if len(names) == 1 and (name := next(iter(names))) in single}


def _head(description: Span) -> str:
    return singular("".join(words_of(description.text)[-1:]))


def _is_anybody(description: Description) -> bool:
    """Whether a description may be of anybody whom the text mentions: "the mayor", "a nurse"."""
    words = words_of(description.span.text)
    one = description.kind == "person" and words[-1:] == (_head(description.span),)
    return one or not words or words[0] in w.DEFINITE or words[0] in w.POSSESSIVES


def _places(article: Gold) -> dict[str, list[int]]:
    """Where the article names or describes each of its speakers, by name, those who speak together one by one."""
    found: dict[str, set[int]] = {}
    for attribution in article["attributions"]:
        if attribution.get("speaker"):
            names, told = attribution["speaker"].split(" | "), attribution.get("named", ())
            for number, name in enumerate(names):
                found.setdefault(name, set()).update([told[number][0]] if len(told) == len(names) else [])
    return {name: sorted(starts or _starts(article["text"], name)) for name, starts in found.items()}


def _starts(text: str, name: str) -> Iterator[int]:
    """Where a text has a name, its first places."""
    spelt = r"\s+".join(map(regex.escape, name.split()))
    return (match.start() for match in islice(regex.finditer(rf"(?<!\w){spelt}", text), _TOLD))


def _called(name: str, speakers: Iterable[str]) -> str | None:
    """The one speaker whose name is this, or ends in it."""
    words = words_of(name)
    found = [speaker for speaker in speakers if words and words_of(speaker)[-len(words) :] == words]
    return found[0] if len(found) == 1 else None


def _answerable(
    text: str, spans: dict[tuple[int, int], tuple[int, bool]], places: dict[int, list[int]]
) -> Iterator[tuple[int, int, int, bool]]:
    """Mentions in text order: start, end, number, and whether it is asked what they point back to.

    That is not asked where it is no mention: of a pronoun, and where the text tells before who speaks.
    """
    seen: set[int] = set()
    for (start, end), (number, asked) in sorted(spans.items()):
        if asked and number not in seen:
            told_before = any(place < start for place in places[number][:1])
            asked = not told_before and text[start:end].lower() not in w.PRONOUNS
        seen.add(number)
        yield start, end, number, asked


def lessons(examples: Iterable[Example], folder: Path) -> Iterator[Lesson]:
    """The mentions of examples as a model folder's encoder reads them; what has none is left out."""
    settings, model = load_settings(folder), OnnxModel(folder)
    for example in examples:
        rows = []
        for window in windows(example.pieces.space, settings.window, settings.context):
            kept = [m for m in example.mentions if window.keep_start <= m.first < window.keep_end]
            if kept:
                part = example.pieces.features(window.start, window.end)
                vectors = model.encode(**batch([part], settings.opening, settings.closing))[0][0]
                first, last = (np.array([getattr(m, end) for m in kept]) for end in ("first", "last"))
                at = (first - window.start + 1, np.minimum(last, window.end - 1) - window.start + 1)
                rows.append(np.concatenate([vectors[place] for place in at], axis=1).astype(np.float16))
        if rows:
            columns = zip(*((m.first, m.number, m.asked) for m in example.mentions), strict=True)
            yield Lesson(np.concatenate(rows), *map(np.array, columns))


def half(article: Gold) -> int:
    """In which of two halves an article is, 0 or 1, by its id."""
    return hashlib.md5(article["id"].encode()).digest()[-1] % 2


def fit(lessons: Sequence[Lesson], start: Linker, seed: int) -> Linker:
    """The linker that `start` becomes when it learns from the lessons; `start` stays as it is."""
    torch.manual_seed(seed)
    linker = Linker(start.config).train()
    linker.load_state_dict(start.state_dict())
    kept = Linker(start.config).eval()
    kept.load_state_dict(start.state_dict())
    rng, order = random.Random(seed), list(lessons)
    optimizer = torch.optim.AdamW(linker.parameters(), lr=_RATE, weight_decay=0.01)
    steps = _PASSES * -(-len(order) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.06)
    step = 0
    for _ in range(_PASSES):
        rng.shuffle(order)
        for at in range(0, len(order), _BATCH):
            optimizer.zero_grad()
            loss(linker, order[at : at + _BATCH]).backward()
            nn.utils.clip_grad_norm_(linker.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            decay = min(_DECAY, step / (step + 10))
            for average, weight in zip(kept.parameters(), linker.parameters(), strict=True):
                average.data.lerp_(weight.data, 1 - decay)
    return kept


def loss(linker: Linker, texts: Sequence[Lesson]) -> Tensor:
    """What `quotes.training.losses.antecedent_losses` tells, averaged over what is asked in some texts."""
    told = torch.cat([_losses(linker, text) for text in texts])
    return told.mean() if len(told) else linker.up.weight.sum() * 0.0


def _losses(linker: Linker, text: Lesson) -> Tensor:
    first, number = torch.from_numpy(text.firsts), torch.from_numpy(text.numbers)
    place = torch.arange(len(first))
    back = place[:, None] - place[None, :]
    before = (first[None, :] < first[:, None]) & (back > 0) & (back <= LOOK_BACK)
    scores = pair_scores(linker.of_ends(torch.from_numpy(text.ends).float()), first, before)
    return antecedent_losses(scores, before, number)[torch.from_numpy(text.asked)]


class Relinked:
    """The network of a model folder with another linker, see `quotes.tagging.onnx.Model`."""

    def __init__(self, folder: Path, linker: Linker) -> None:
        self._model, self._linker = OnnxModel(folder), linker

    def encode(self, features: NDArray[np.int64], mask: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        return self._model.encode(features, mask)

    def decode(self, vectors: Floats, cues: Ints, strip: Strip) -> Floats:
        return self._model.decode(vectors, cues, strip)

    def link(self, vectors: Floats, mentions: NDArray[np.int64]) -> Floats:
        with torch.no_grad():
            rows: Floats = self._linker(torch.from_numpy(vectors), torch.from_numpy(mentions)).numpy()
        return rows
