"""What somebody searches for, as SQLite's full-text index takes it: nothing that was typed reaches that as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import regex

from quotes.attribution import Span
from quotes.errors import QuotesError
from quotes.report.visible import storable, visible
from quotes.text.same_name import folded

_LONGEST = 1000  # characters
_MOST = 64  # words, phrases, operators and brackets
_SHORTEST = 2  # letters before a *
_MARKS = str.maketrans("“”„‟«»", '""""""')
_PIECE = regex.compile(r'"([^"]*+)("?+)(\*?+)|([()])|([^\s()"]++)')
_OPERATORS = ("AND", "OR", "NOT")
_STRING = regex.compile(r'"([^"]++)"( \*)?+')
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]++")


def full_text(words: str) -> str:
    """A query in the language of FTS5 for words, "phrases", prefix*, AND, OR, NOT and brackets.

    Words side by side must all be there; AND binds closer than OR. Case and accents do not count.
    Raises QuotesError with one sentence about what is none.
    """
    if len(words) > _LONGEST:
        raise QuotesError(
            f"a search has at most {_LONGEST} characters, not {len(words):,}; take the words that matter"
        )
    pieces = _pieces(storable(words.translate(_MARKS)).replace("\0", " "))
    if not pieces:
        raise QuotesError(f"nothing to search for in {visible(words[:40])!r}; give a word")
    if len(pieces) > _MOST:
        raise QuotesError(f"a search has at most {_MOST} words, not {len(pieces)}; take those that matter")
    query = _either(pieces)
    if pieces:
        raise QuotesError("a bracket closes that did not open; take it out")
    return query


def matches(query: str, content: str) -> Iterator[Span]:
    """The words and phrases of a query in a content that it found."""
    wanted: dict[str, list[tuple[list[str], bool]]] = defaultdict(list)
    for string, starts in _STRING.findall(query):
        row = _WORD.findall(folded(string))
        wanted[row[0][:_SHORTEST] if row else ""].append((row, bool(starts)))
    found = list(_WORD.finditer(content))
    row = [folded(word[0]) for word in found]
    end = 0
    for place, word in enumerate(row):
        for phrase, starts in wanted.get(word[:_SHORTEST], ()):
            there = row[place : place + len(phrase)]
            same = there == phrase or (starts and there[:-1] == phrase[:-1] and there[-1].startswith(phrase[-1]))
            if same and place >= end:
                end = place + len(phrase)
                yield Span.of(content, found[place].start(), found[end - 1].end())


def _pieces(words: str) -> list[str]:
    """Operators and brackets as they are, all else as strings of FTS5, the last first."""
    found: list[str] = []
    for phrase, closing, star, bracket, word in _PIECE.findall(words):
        if bracket or word in _OPERATORS:
            found.append(bracket or word)
            continue
        bare = word.rstrip("*") if word else phrase
        if not any(map(str.isalnum, bare)):
            continue
        starts = word.endswith("*") or (closing and star)
        if starts and sum(map(str.isalnum, bare)) < _SHORTEST:
            raise QuotesError(f"{visible(bare[:40])}*: too many words begin so; give {_SHORTEST} letters or more")
        found.append(f'"{bare}"{" *" if starts else ""}')
    return found[::-1]


def _either(pieces: list[str], behind: str = "") -> str:
    found = _both(pieces, behind)
    while pieces and pieces[-1] == "OR":
        found = f"({found} OR {_both(pieces, pieces.pop())})"
    return found


def _both(pieces: list[str], behind: str) -> str:
    found = _one(pieces, behind)
    while pieces and pieces[-1] not in ("OR", ")"):
        operator = pieces.pop() if pieces[-1] in _OPERATORS else "AND"
        if operator == "AND" and pieces and pieces[-1] == "NOT":
            operator = pieces.pop()
        found = f"({found} {operator} {_one(pieces, operator)})"
    return found


def _one(pieces: list[str], behind: str) -> str:
    piece = pieces.pop() if pieces else ""
    if piece == "(":
        found = _either(pieces, piece)
        if not pieces:
            raise QuotesError("a bracket opens that nothing closes; close it")
        pieces.pop()
        return found
    if not piece.startswith('"'):
        where = f"behind {behind}" if behind else f"before {piece}"
        raise QuotesError(f"a word is missing {where}; put AND, OR and NOT in quotation marks to search for them")
    return piece
