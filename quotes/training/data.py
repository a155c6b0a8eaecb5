"""Training data to examples: articles with attributions, articles with names, sentences with syntax."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray
from tokenizers import Tokenizer

from quotes.attribution import NameKind
from quotes.errors import QuotesError
from quotes.evaluation.corpus import MarkedArticle, Relation
from quotes.evaluation.corpus_files import read
from quotes.tagging.crf import ROLES
from quotes.tagging.pieces import Ints, Pieces, Window, pieces, windows
from quotes.tagging.tagger import NAME_LABELS
from quotes.text.layout import paragraphs
from quotes.text.quotations import quotations
from quotes.training.treebank import Passage, documents, passage

IGNORED = -100
UPOS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
)
NAME_KINDS: dict[str, NameKind] = {
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


@dataclass(frozen=True, slots=True)
class Mention:
    """Where somebody or something is mentioned: first and last piece, and a number that mentions of one share.

    asked: whether there is something to learn in what it points back to.
    """

    first: int
    last: int
    number: int
    asked: bool


@dataclass(frozen=True)
class Example:
    """An article as the network reads it; arrays have one element a piece, IGNORED where there is nothing to learn.

    cues: labels 0 to 2; flat: roles without regard to the cue; names: 0 to 8; descriptions: 0 to 6; tags: parts
    of speech, 1 to 17 at the first piece of a word and 0 elsewhere; heads: at the first piece of a word that of its
    head.
    attributions: for each cue its first and last piece and the roles towards it.
    mentions: in text order.
    taught: what a teacher's encoder makes of each piece, [pieces, width].
    """

    pieces: Pieces
    cues: Ints | None = None
    flat: Ints | None = None
    attributions: tuple[tuple[int, int, Ints], ...] = ()
    names: Ints | None = None
    descriptions: Ints | None = None
    tags: Ints | None = None
    heads: Ints | None = None
    mentions: tuple[Mention, ...] = ()
    taught: NDArray[np.float16] | None = None


@dataclass(frozen=True)
class Sample:
    """A window of an example."""

    example: Example
    window: Window
    inside: tuple[tuple[int, int, Ints], ...] = field(default=())
    mentions: tuple[Mention, ...] = field(default=())

    def __len__(self) -> int:
        return self.window.end - self.window.start


def read_gold(path: Path) -> list[Gold]:
    """The articles of a file or folder, of any format that `quotes.evaluation.read` knows, as in our gold format.

    Raises ValueError where the file is broken or of no known format, and where an article comes without its text.
    """
    return [_gold(document, path) for document in read(path).articles]


def with_speakers(articles: Iterable[Gold]) -> list[Gold]:
    """Those whose marks tell who speaks, be it nobody."""
    return [article for article in articles if any("speaker" in a for a in article["attributions"])]


def text_examples(path: Path, share: float, rng: random.Random, tokenizer: Tokenizer) -> list[Example]:
    """A share, 0 to 1, of the texts of a JSON Lines file ({"text": ...} a line), with nothing to learn in them.

    Raises ValueError where a line is no such object.
    """
    read = (text for text in read_texts(path) if rng.random() < share)
    return [Example(pieces(text, quotations(text), tokenizer)) for text in read]


def read_texts(path: Path) -> list[str]:
    """The texts of a JSON Lines file. Raises ValueError where a line is no object with one."""
    return [told["text"] for told in json_lines(path, path.read_text(encoding="utf-8"), "text")]


def json_lines(path: Path, lines: str, key: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, each with a text under `key`. Raises QuotesError where a line is none."""
    for number, line in enumerate(lines.splitlines(), 1):
        try:
            told = json.loads(line)
        except json.JSONDecodeError:
            told = None
        if not isinstance(told, dict) or not isinstance(told.get(key), str):
            raise QuotesError(f'{path}, line {number}: no object with a "{key}"; give one a line')
        yield told


def _gold(document: MarkedArticle, path: Path) -> Gold:
    if document.text is None:
        raise QuotesError(
            f"{path}: article {document.id!r} has no text to learn from; give gold marks with their text"
        )
    return {
        "id": document.id,
        "text": document.text,
        "attributions": [_told(relation) for relation in document.relations],
    }


def _told(relation: Relation) -> Gold:
    told: Gold = {role: [[span.start, span.end] for span in spans] for role, spans in relation.roles.items()}
    if relation.speaker is not None:
        told["speaker"] = relation.speaker
    if relation.kind is not None:
        told["kind"] = relation.kind
    return told


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
                mark(roles, found.between(start, end), label)
                mark(flat, found.between(start, end), label)
        for start, end in attribution["cue"][:1]:
            first, last = found.between(start, end)
            if first < last:
                mark(cues, (first, last), 1)
                attributions.append((first, last - 1, roles))
    return Example(found, cues=cues, flat=flat, attributions=tuple(attributions))


def mark(labels: Ints, span: tuple[int, int], begin: int) -> None:
    """Labels the pieces from `span`'s first to before its last: `begin`, then `begin` + 1."""
    first, last = span
    if first < last:
        labels[first] = begin
        labels[first + 1 : last] = begin + 1


def name_examples(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """A table of tokens and BIO labels, articles apart by "# doc =" lines, paragraphs by blank ones."""
    found = []
    for text, spans in named_blocks(path):
        parts = pieces(text, quotations(text), tokenizer)
        labels = np.zeros(len(parts), dtype=np.int64)
        for start, end, kind in spans:
            mark(labels, parts.between(start, end), NAME_LABELS.index(f"B-{kind}"))
        found.append(Example(parts, names=labels))
    return found


def named_blocks(path: Path) -> Iterator[tuple[str, list[tuple[int, int, NameKind]]]]:
    """The articles of such a table, as `named_text` gives them."""
    for block in regex.split(r"^# doc = .*\n", path.read_text(encoding="utf-8"), flags=regex.MULTILINE)[1:]:
        yield named_text(block)


def named_text(block: str) -> tuple[str, list[tuple[int, int, NameKind]]]:
    """The text of an article's token lines, spaced as in print, and its names with their kinds.

    Hyphens and apostrophes, which the tokens part from their words, are put back; a second label, of a name inside
    a name, is passed over.
    """
    text = ""
    spans: list[tuple[int, int, NameKind]] = []
    before = ""
    for line in block.splitlines():
        if not line.strip():
            text = text.rstrip() + "\n\n"
            continue
        token, label = line.split("\t")[:2] if "\t" in line else line.rsplit(maxsplit=1)
        if _joins(text, token, before):
            text = text.rstrip(" ")
        kind = NAME_KINDS.get(label[2:])
        if kind and label[0] == "I" and spans and text[spans[-1][1] :].strip() == "" and spans[-1][2] == kind:
            spans[-1] = (spans[-1][0], len(text) + len(token), kind)
        elif kind:
            spans.append((len(text), len(text) + len(token), kind))
        text += token if token in "([“‘$£€#" else token + " "
        before = label
    return text.rstrip(), spans


def _joins(text: str, token: str, before: str) -> bool:
    """Whether a token stands without a space after `text`, whose last token has the label `before`."""
    if regex.fullmatch(r"[,.;:!?)\]%’”…]|['’](?:s|re|ve|ll|d|m|t)|n['’]t", token):
        return True
    if regex.search(r"\w['’] $", text, pos=max(0, len(text) - 3)) and token in ("s", "t", "re", "ve", "ll", "d", "m"):
        return True
    hyphened = token[:1].isalnum() and regex.search(r"\w- $", text, pos=max(0, len(text) - 3))
    return bool(hyphened) or (token == "-" and text[-2:-1].isalnum() and not before.endswith("Date"))


def syntax_examples(path: Path, tokenizer: Tokenizer, sentences: int = 12) -> list[Example]:
    """Universal Dependencies in CoNLL-U to examples of `sentences` sentences each."""
    blocks = [block for document in documents(path) for block in document]
    return [_syntax_example(passage(blocks[i : i + sentences]), tokenizer) for i in range(0, len(blocks), sentences)]


def _syntax_example(read: Passage, tokenizer: Tokenizer) -> Example:
    found = pieces(read.text, quotations(read.text), tokenizer)
    tags = np.zeros(len(found), dtype=np.int64)
    heads = np.full(len(found), IGNORED)
    place = [int(np.searchsorted(found.ends, word.start, side="right")) for word in read.words]
    for piece, word in zip(place, read.words, strict=True):
        if piece < len(found) and word.upos in UPOS:
            tags[piece] = 1 + UPOS.index(word.upos)
            heads[piece] = place[word.head] if word.head >= 0 else piece
    return Example(found, tags=tags, heads=heads)


def samples(examples: Sequence[Example], size: int, context: int, rng: random.Random) -> list[Sample]:
    """Every example cut into windows, anew at every call, with the mentions in each and the cues that it keeps."""
    found = []
    for example in examples:
        for window in windows(example.pieces.space, size, context, rng.randint(1, size)):
            inside = tuple(a for a in example.attributions if window.keep_start <= a[0] < window.keep_end)
            mentions = tuple(m for m in example.mentions if window.start <= m.first and m.last < window.end)
            found.append(Sample(example, window, inside, mentions))
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
