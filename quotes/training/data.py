"""Training data to examples: articles with attributions, articles with names, sentences with syntax."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray
from tokenizers import Tokenizer

from quotes.article import paragraphs
from quotes.marks import quotations
from quotes.pieces import Ints, Pieces, Window, pieces, windows
from quotes.tagger import NAME_LABELS, ROLES

IGNORED = -100
UPOS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
)
NAME_KINDS = {
    "Person": "person",
    "Organization": "organization",
    "Location": "place",
    "Facility": "place",
    "NORP": "group",
}

REPORTERS = (
    "state media",
    "local media",
    "Russian news agencies",
    "the state news agency",
    "Reuters",
    "the newspaper",
    "The Guardian",
    "the BBC",
    "Xinhua news agency",
    "Al Jazeera",
    "the Associated Press",
    "a police spokesman",
    "officials",
    "his office",
    "the ministry",
    "sources",
)

Gold = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """An article as the network reads it; arrays have one element a piece, IGNORED where there is nothing to learn.

    cues: labels 0 to 2; flat: roles without regard to the cue; names: 0 to 8; tags: parts of speech, 1 to 17 at
    the first piece of a word and 0 elsewhere; heads: at the first piece of a word that of its head.
    attributions: for each cue its first and last piece and the roles towards it.
    """

    pieces: Pieces
    cues: Ints | None = None
    flat: Ints | None = None
    attributions: tuple[tuple[int, int, Ints], ...] = ()
    names: Ints | None = None
    tags: Ints | None = None
    heads: Ints | None = None


@dataclass(frozen=True)
class Sample:
    """A window of an example."""

    example: Example
    window: Window
    inside: tuple[tuple[int, int, Ints], ...] = field(default=())

    def __len__(self) -> int:
        return self.window.end - self.window.start


def read_jsonl(path: Path) -> list[Gold]:
    """One article a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def attribution_examples(articles: Sequence[Gold], tokenizer: Tokenizer) -> list[Example]:
    """Articles in the gold format to examples; attributions without a cue have nothing to decode from."""
    return [_attribution_example(article, tokenizer) for article in articles]


def with_reports(article: Gold, share: float, rng: random.Random) -> Gold:
    """The article with a `share` of its reported paragraphs passed on by somebody else.

    PolNeAR marks one attribution a word, so that no model learns from it what wire copy is full of: "We will
    stay," Berg said, state media reported. Here a paragraph that ends in such a clause gets a second one.
    """
    text = article["text"]
    moved: list[tuple[int, int]] = []  # where words were put in, and how many characters
    reports: list[Gold] = []
    pieces_of_text: list[str] = []
    before = 0
    for start, end in paragraphs(text):
        inside = [a for a in article["attributions"] if start <= _first(a) < end]
        if len(inside) != 1 or not _is_report(text, inside[0], start, end) or rng.random() > share:
            continue
        source, cue = rng.choice(REPORTERS), rng.choice(("reported", "reported", "said"))
        grown = sum(count for _, count in moved)
        pieces_of_text += [text[before : end - 1], f", {source} {cue}"]
        at = end - 1 + grown + 2
        reports.append(
            {
                "content": [[start + grown, end - 1 + grown]],
                "source": [[at, at + len(source)]],
                "cue": [[at + len(source) + 1, at + len(source) + 1 + len(cue)]],
            }
        )
        moved.append((end - 1, len(source) + len(cue) + 3))
        before = end - 1
    return {
        **article,
        "text": "".join([*pieces_of_text, text[before:]]),
        "attributions": [_moved(a, moved) for a in article["attributions"]] + reports,
    }


def _first(attribution: Gold) -> int:
    return int(min(start for start, _ in attribution["content"]))


def _is_report(text: str, attribution: Gold, start: int, end: int) -> bool:
    """Whether a paragraph is its attribution's content from its start, then source and cue, then a full stop."""
    spans = [span for role in ("content", "source", "cue") for span in attribution[role]]
    last = max(stop for _, stop in spans)
    content_last = max(stop for _, stop in attribution["content"])
    return _first(attribution) == start and content_last < last <= end - 1 < last + 40 and text[end - 1] == "."


def _moved(attribution: Gold, moved: Sequence[tuple[int, int]]) -> Gold:
    def shift(place: int) -> int:
        return place + sum(count for at, count in moved if at < place)

    roles = {role: [[shift(a), shift(b)] for a, b in attribution[role]] for role in ("content", "source", "cue")}
    return {**attribution, **roles}


def _attribution_example(article: Gold, tokenizer: Tokenizer) -> Example:
    found = pieces(article["text"], quotations(article["text"]), tokenizer)
    cues = np.zeros(len(found), dtype=np.int64)
    flat = np.zeros(len(found), dtype=np.int64)
    attributions = []
    for attribution in article["attributions"]:
        roles = np.zeros(len(found), dtype=np.int64)
        for role in ("source", "content"):
            label = ROLES.index(f"B-{role}")
            for start, end in attribution[role]:
                _mark(roles, piece_range(found, start, end), label)
                _mark(flat, piece_range(found, start, end), label)
        for start, end in attribution["cue"][:1]:
            first, last = piece_range(found, start, end)
            if first < last:
                _mark(cues, (first, last), 1)
                attributions.append((first, last - 1, roles))
    return Example(found, cues=cues, flat=flat, attributions=tuple(attributions))


def piece_range(found: Pieces, start: int, end: int) -> tuple[int, int]:
    """The first piece of the text from `start` to `end`, and the one after the last."""
    return int(np.searchsorted(found.ends, start, side="right")), int(np.searchsorted(found.starts, end))


def _mark(labels: Ints, span: tuple[int, int], begin: int) -> None:
    first, last = span
    if first < last:
        labels[first] = begin
        labels[first + 1 : last] = begin + 1


def name_examples(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """A table of tokens and BIO labels, articles apart by "# doc =" lines, paragraphs by blank ones."""
    found = []
    for block in regex.split(r"^# doc = .*\n", path.read_text(encoding="utf-8"), flags=regex.MULTILINE)[1:]:
        text, spans = named_text(block)
        parts = pieces(text, quotations(text), tokenizer)
        labels = np.zeros(len(parts), dtype=np.int64)
        for start, end, kind in spans:
            _mark(labels, piece_range(parts, start, end), NAME_LABELS.index(f"B-{kind}"))
        found.append(Example(parts, names=labels))
    return found


def named_text(block: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of an article's token lines, spaced as in print, and its names with their kinds."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for line in block.splitlines():
        token, _, label = line.rpartition("\t")
        if not token:
            text = text.rstrip() + "\n\n"
            continue
        if regex.fullmatch(r"[,.;:!?)\]%’”…]|['’](?:s|re|ve|ll|d|m|t)|n['’]t", token):
            text = text.rstrip(" ")
        kind = NAME_KINDS.get(label[2:])
        if kind and label[0] == "I" and spans and text[spans[-1][1] :].strip() == "" and spans[-1][2] == kind:
            spans[-1] = (spans[-1][0], len(text) + len(token), kind)
        elif kind:
            spans.append((len(text), len(text) + len(token), kind))
        text += token if token in "([“‘$£€#" else token + " "
    return text.rstrip(), spans


def syntax_examples(path: Path, tokenizer: Tokenizer, sentences: int = 12) -> list[Example]:
    """Universal Dependencies in CoNLL-U to examples of `sentences` sentences each."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    return [_syntax_example(blocks[i : i + sentences], tokenizer) for i in range(0, len(blocks), sentences)]


def _syntax_example(blocks: Sequence[str], tokenizer: Tokenizer) -> Example:
    text = ""
    words: list[tuple[int, str, int]] = []  # where it starts, part of speech, index of its head or -1
    for block in blocks:
        base = len(words)
        if "# newpar" in block and text:
            text = text.rstrip() + "\n\n"
        cover = 0
        for line in block.splitlines():
            columns = line.split("\t")
            if line.startswith("#") or "." in columns[0]:
                continue
            form, space = columns[1], "" if "SpaceAfter=No" in columns[9] else " "
            if "-" in columns[0]:
                cover = int(columns[0].split("-")[1])
                start = len(text)
                text += form + space
                continue
            inside = int(columns[0]) <= cover
            at = start if inside else len(text)
            words.append((at, columns[3], base + int(columns[6]) - 1 if columns[6] != "0" else -1))
            start = at + len(form) if inside else 0
            text += "" if inside else form + space
    found = pieces(text, quotations(text), tokenizer)
    tags = np.zeros(len(found), dtype=np.int64)
    heads = np.full(len(found), IGNORED)
    place = [int(np.searchsorted(found.ends, at, side="right")) for at, _, _ in words]
    for piece, (_, upos, head) in zip(place, words, strict=True):
        if piece < len(found) and upos in UPOS:
            tags[piece] = 1 + UPOS.index(upos)
            heads[piece] = place[head] if head >= 0 else piece
    return Example(found, tags=tags, heads=heads)


def samples(examples: Sequence[Example], size: int, context: int, rng: random.Random) -> list[Sample]:
    """Every example cut into windows, anew at every call, with the attributions whose cue a window keeps."""
    found = []
    for example in examples:
        for window in windows(example.pieces.space, size, context, rng.randint(1, size)):
            inside = tuple(a for a in example.attributions if window.keep_start <= a[0] < window.keep_end)
            found.append(Sample(example, window, inside))
    return found


def batches(found: Sequence[Sample], budget: int, rng: random.Random) -> Iterator[list[Sample]]:
    """Samples of about the same length together, at most `budget` pieces with padding, in random order."""
    ordered = sorted(found, key=lambda sample: len(sample) + 24 * rng.random())
    groups: list[list[Sample]] = [[]]
    for sample in ordered:
        if groups[-1] and (len(sample) + 2) * (len(groups[-1]) + 1) > budget:
            groups.append([])
        groups[-1].append(sample)
    rng.shuffle(groups)
    yield from groups


def labels(group: Sequence[Sample], name: str, length: int) -> NDArray[np.int64]:
    """The labels `name` of a batch: [windows, length], IGNORED beside what a window keeps."""
    found = np.full((len(group), length), IGNORED)
    for row, sample in enumerate(group):
        window = sample.window
        kept = getattr(sample.example, name)[window.keep_start : window.keep_end]
        offset = window.keep_start - window.start + 1
        found[row, offset : offset + len(kept)] = kept
    return found
