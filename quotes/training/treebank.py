"""Universal Dependencies in CoNLL-U: text with its words, their syntax, and GUM's entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

_ENTITY = regex.compile(r"\((?P<id>\d++)-(?P<rest>[^()]++)(?P<whole>\))?+|(?P<close>\d++)\)")
_ENTITIES = regex.compile(r"(?:^|\|)Entity=([^|]++)")


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word: its place in the text, parts of speech, and the index of its head (-1 for a root's)."""

    start: int
    end: int
    upos: str
    xpos: str
    head: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention that GUM marks: first and last word, the index of its head word, what it is of whom.

    number: the same for all mentions of one entity in a document; kind: "person", "organization", "abstract" and
    so on.
    """

    first: int
    last: int
    head: int
    number: int
    kind: str


@dataclass(frozen=True)
class Passage:
    """A stretch of a treebank as text in print, its words, and the entities marked in it."""

    text: str
    words: tuple[Word, ...]
    entities: tuple[Entity, ...]


def documents(path: Path) -> list[list[str]]:
    """The sentences of each document of a CoNLL-U file, as the file's blocks of lines."""
    found: list[list[str]] = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        if not found or "# newdoc" in block:
            found.append([])
        found[-1].append(block)
    return found


def passage(blocks: Sequence[str]) -> Passage:
    """The text of sentences, paragraphs a blank line apart, with all that is marked in it."""
    text = ""
    words: list[Word] = []
    entities: list[Entity] = []
    for block in blocks:
        base = len(words)
        if "# newpar" in block and text:
            text = text.rstrip() + "\n\n"
        cover, at = 0, 0
        opened: dict[str, list[tuple[int, str]]] = {}
        spans: list[tuple[int, int, str, str]] = []
        for line in block.splitlines():
            columns = line.split("\t")
            if line.startswith("#") or "." in columns[0]:
                continue
            form, space = columns[1], "" if "SpaceAfter=No" in columns[9] else " "
            if "-" in columns[0]:
                cover = int(columns[0].split("-")[1])
                at = len(text)
                text += form + space
                continue
            inside = int(columns[0]) <= cover
            start = at if inside else len(text)
            head = base + int(columns[6]) - 1 if columns[6] != "0" else -1
            spans += _entities(columns[9], len(words), opened)
            words.append(Word(start, start + len(form), columns[3], columns[4], head))
            at = start + len(form)
            text += "" if inside else form + space
        entities += [Entity(a, b, _head(words, a, b), int(number), kind) for a, b, number, kind in spans]
    return Passage(text, tuple(words), tuple(entities))


def _entities(misc: str, word: int, opened: dict[str, list[tuple[int, str]]]) -> Iterator[tuple[int, int, str, str]]:
    """First word, last word, number and kind of the entities that end at a word; `opened` keeps those that begin."""
    marked = _ENTITIES.search(misc)
    for match in _ENTITY.finditer(marked[1] if marked else ""):
        if number := match["close"]:
            if opened.get(number):
                first, kind = opened[number].pop()
                yield first, word, number, kind
            continue
        kind = match["rest"].split("-")[0]
        if match["whole"]:
            yield word, word, match["id"], kind
        else:
            opened.setdefault(match["id"], []).append((word, kind))


def _head(words: Sequence[Word], first: int, last: int) -> int:
    """The first word of a mention whose own head lies outside of it."""
    return next((i for i in range(first, last + 1) if not first <= words[i].head <= last), last)
