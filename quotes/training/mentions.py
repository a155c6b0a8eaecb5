"""Training data to mentions that point back to one another.

GUM marks all mentions of everything; GAP tells of a pronoun which of two names it means; and where a text names
somebody again, a pronoun or a description put in place of the name is one whose antecedent is known, as in
WikiCREM (Kocijan et al., EMNLP 2019).
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import regex
from tokenizers import Tokenizer

from quotes.attribution import Name, NameKind, Span
from quotes.resolve import entities
from quotes.resolve import words as w
from quotes.resolve.names import joined
from quotes.resolve.phrases import words_of
from quotes.resolve.ranker import Ranker, load_weights
from quotes.resolve.roles import title_before
from quotes.resolve.who_is_who import Cast
from quotes.scanner import MODEL
from quotes.tagging.links import Links
from quotes.tagging.pieces import Pieces, pieces
from quotes.tagging.tagger import DESCRIPTION_LABELS, NAME_LABELS
from quotes.text.quotations import quotations
from quotes.training.data import IGNORED, Example, Mention, mark, named_blocks
from quotes.training.treebank import Entity, Passage, documents, passage

NAMED: dict[str, NameKind] = {"person": "person", "organization": "organization", "place": "place"}
UNASKED = frozenset({"time", "event", "abstract", "substance"})  # asked only where mentioned more than once
REACH = 500  # characters between a name and the pronoun in place of the next
SHARE = 0.5  # of the names that could be replaced, how many are
HE = 0.7  # of the people whose name does not tell

_INNER = frozenset({"PROPN", "ADP", "DET", "NUM", "PART", "PUNCT", "CCONJ"})
_OBJECT = regex.compile(r"\b(?:about|against|at|by|for|from|of|on|than|to|toward|towards|with)\s$")
_STARTS = regex.compile(r"(?:^|[.!?:]['’”\"]?\s|[\n“‘\"(])\s*+$")
_POSSESSIVE = regex.compile(r"['’]s?+(?!\w)")
_PRONOUNS = {"he": ("he", "him", "his"), "she": ("she", "her", "her"), "it": ("it", "it", "its")}


def treebank_examples(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """The documents of a treebank that marks entities as GUM does: names, descriptions and mentions."""
    return [_document_example(passage(blocks), tokenizer) for blocks in documents(path)]


def _document_example(read: Passage, tokenizer: Tokenizer) -> Example:
    found = pieces(read.text, quotations(read.text), tokenizer)
    names = np.zeros(len(found), dtype=np.int64)
    descriptions = np.zeros(len(found), dtype=np.int64)
    times: dict[int, int] = {}
    for entity in read.entities:
        times[entity.number] = times.get(entity.number, 0) + 1
    mentions = []
    # the longest first: in "the mayor's brother" it is the brother that is described
    for entity in sorted(read.entities, key=lambda entity: entity.first - entity.last):
        if entity.kind in ("time", "event"):
            continue
        first, last = _named(read, entity) or _described(entity)
        span = found.between(read.words[first].start, read.words[last].end)
        if span[0] >= span[1]:
            continue
        upos = read.words[entity.head].upos
        kind = _name_kind(read, entity, first)
        if upos == "PROPN" and kind and not names[slice(*span)].any():
            mark(names, span, NAME_LABELS.index(f"B-{kind}"))
        elif upos == "PROPN" and entity.kind in NAMED:
            names[slice(*span)] = np.where(names[slice(*span)] == 0, IGNORED, names[slice(*span)])
        elif upos not in ("PROPN", "PRON", "DET") and not descriptions[slice(*span)].any():
            kept = entity.kind if entity.kind in ("person", "organization") else "thing"
            mark(descriptions, span, DESCRIPTION_LABELS.index(f"B-{kept}"))
        asked = times[entity.number] > 1 or entity.kind not in UNASKED
        mentions.append(Mention(span[0], span[1] - 1, entity.number, asked))
    mentions.sort(key=lambda mention: (mention.first, -mention.last))
    return Example(found, names=names, descriptions=descriptions, mentions=tuple(mentions))


def _described(entity: Entity) -> tuple[int, int]:
    """A mention up to its head: "the mayor" of "the mayor of the town, who"."""
    return entity.first, entity.head


def _named(read: Passage, entity: Entity) -> tuple[int, int] | None:
    """First and last word of the proper name that a mention is, without titles; None where it is none."""
    words = read.words
    if words[entity.head].upos != "PROPN":
        return None
    first, last = entity.first, entity.last
    stop = next((i for i in range(entity.head, last + 1) if not _is_inner(read, i)), last + 1)
    last = stop - 1
    while last > entity.head and not _is_proper(read, last):
        last -= 1
    while first < entity.head and (not _is_proper(read, first) or _is_title(read, first)):
        first += 1
    return first, last


def _name_kind(read: Passage, entity: Entity, first: int) -> NameKind | None:
    """The kind of the name that begins at a word; None for a title alone, or what is no name."""
    head = read.words[entity.head]
    if entity.kind not in NAMED or _is_title(read, first):
        return None
    return "group" if entity.kind == "person" and head.xpos == "NNPS" else NAMED[entity.kind]


def _is_inner(read: Passage, word: int) -> bool:
    """Whether a word can stand inside a name after its head."""
    return _is_proper(read, word) or (
        read.words[word].upos in _INNER and read.text[read.words[word].start] not in ",(;:–—"
    )


def _is_proper(read: Passage, word: int) -> bool:
    return read.words[word].upos == "PROPN" or read.words[word].xpos.startswith("NNP")


def _is_title(read: Passage, word: int) -> bool:
    text = read.text[read.words[word].start : read.words[word].end]
    return text.lower().rstrip(".") in w.TITLES


def choice_examples(path: Path, tokenizer: Tokenizer) -> list[Example]:
    """GAP: a pronoun and two names, where one of them is meant."""
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if "TRUE" in (row["A-coref"], row["B-coref"]):
                found.append(_choice_example(row, tokenizer))
    return found


def _choice_example(row: dict[str, str], tokenizer: Tokenizer) -> Example:
    text = row["Text"]
    parts = pieces(text, quotations(text), tokenizer)
    spans = [
        (int(row["Pronoun-offset"]), row["Pronoun"], 0, True),
        (int(row["A-offset"]), row["A"], 0 if row["A-coref"] == "TRUE" else 1, False),
        (int(row["B-offset"]), row["B"], 0 if row["B-coref"] == "TRUE" else 2, False),
    ]
    return Example(parts, mentions=mentions_of(parts, [(at, at + len(s), n, asked) for at, s, n, asked in spans]))


def mentions_of(parts: Pieces, spans: Sequence[tuple[int, int, int, bool]]) -> tuple[Mention, ...]:
    """Mentions in text order of start, end, number, and whether there is something to learn, of each."""
    found = []
    for start, end, number, asked in sorted(spans):
        first, stop = parts.between(start, end)
        if first < stop:
            found.append(Mention(first, stop - 1, number, asked))
    return tuple(found)


def replaced_examples(path: Path, tokenizer: Tokenizer, seed: int) -> list[Example]:
    """Articles with names, some of the names given again made pronouns or descriptions."""
    rng = random.Random(seed)
    found = []
    for text, spans in named_blocks(path):
        changed, mentions = with_pronouns(text, [Name(Span.of(text, a, b), kind) for a, b, kind in spans], rng)
        parts = pieces(changed, quotations(changed), tokenizer)
        found.append(Example(parts, mentions=mentions_of(parts, mentions)))
    return found


def with_pronouns(
    text: str, names: Sequence[Name], rng: random.Random
) -> tuple[str, list[tuple[int, int, int, bool]]]:
    """A text with some of its names replaced, and its mentions: start, end, number, and whether it was replaced."""
    names = joined(text, names)
    cast = Cast(text, names, (), Links.none(), _joiner())
    numbers: dict[entities.Entity, int] = {}
    last: dict[entities.Entity, int] = {}
    parts: list[str] = []
    mentions: list[tuple[int, int, int, bool]] = []
    done = grown = 0
    for name in names:
        entity = cast.entity(name)
        number = numbers.setdefault(entity, len(numbers))
        start, end = name.span.start, name.span.end
        near = start - last.get(entity, -REACH) < REACH
        last[entity] = start
        word = _word_for(text, name, entity, rng) if near and rng.random() < SHARE else None
        if word is None:
            mentions.append((start + grown, end + grown, number, False))
            continue
        start = max(done, _without_title(text, start))
        if text[:start].endswith(("the ", "The ")):
            start = max(done, start - 4)
        if match := _POSSESSIVE.match(text, end):
            end = match.end()
        word = word[0].upper() + word[1:] if _STARTS.search(text, max(0, start - 8), start) else word
        parts += [text[done:start], word]
        mentions.append((start + grown, start + grown + len(word), number, True))
        grown += len(word) - (end - start)
        done = end
    return "".join([*parts, text[done:]]), mentions


@cache
def _joiner() -> Ranker:
    """What joins names in the model that ships."""
    return load_weights(MODEL).joiner


def _word_for(text: str, name: Name, entity: entities.Entity, rng: random.Random) -> str | None:
    """A pronoun or a description that could stand for a name where it stands."""
    own = _POSSESSIVE.match(text, name.span.end)
    if entity.kind == "person" and not entity.gender:
        entity.gender = entity.guess
    if entity.kind == "person" and not entity.gender:
        entity.gender = "he" if rng.random() < HE else "she"  # the name does not tell, so either will do
    if entity.kind not in ("person", "organization") or entity.place:
        return None
    nouns = list(_nouns(text, name, entity))
    if nouns and rng.random() < 0.4:
        return f"the {rng.choice(nouns)}" + (own[0] if own else "")
    subject, objective, possessive = _PRONOUNS[entity.gender or "it"]
    if own:
        return possessive
    return objective if _OBJECT.search(text, max(0, name.span.start - 10), name.span.start) else subject


def _nouns(text: str, name: Name, entity: entities.Entity) -> Iterator[str]:
    """What somebody may be called by its name or by its title."""
    if entity.kind == "person":
        yield from (word for word in words_of(title_before(text, name.span))[-1:] if word not in w.HONORIFICS)
        yield "man" if entity.gender == "he" else "woman"
    else:
        yield from (word for word in words_of(entity.name)[-1:] if word in w.ORGANIZATIONS)


def _without_title(text: str, start: int) -> int:
    """Where a name at `start` begins with the titles before it."""
    title = title_before(text, Span.of(text, start, start))
    before = text[:start].rstrip()
    return len(before) - len(title) if title and before.endswith(title) else start
