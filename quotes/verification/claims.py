"""What an article says was said: the words of a content that are given as somebody's own, and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import regex

from quotes.article import Article
from quotes.attribution import Attribution, Span
from quotes.text.intervals import Intervals
from quotes.text.quotations import Quotation
from quotes.verification.vocabulary import FUNCTION, Vocabulary, Words

_OPENING_BRACKET = regex.compile(r"[^\w\[]*+\[\p{L}{2}")
_CLOSING_BRACKET = regex.compile(r"(?r)\[\p{L}{2}[^\[\]]*+\][^\w\]]*+")
_BRACKET = regex.compile(r"\[([^\[\]\n]{2,80}+)\]")


@dataclass(frozen=True, slots=True)
class Claim:
    """A content as it is held against the documents.

    pieces: what of it stands in quotation marks. content: all its words; quoted: those in quotation marks, none of an
        indirect one.
    joints: before which words of `quoted` a new piece begins; bridged: those before which the article tells in words
        of its own what lies between.
    clipped: whether a bracket stands in place of the first words, and of the last.
    own: the article's own words in and about the content: what is outside quotation marks, and the cue.
    asks: whether the quoted words are a question.
    brackets: what stands in brackets and has words, by the place in `quoted` before which it stands.
    date: when the article is from, as "2026-03-04", empty where nothing but its text may tell.
    """

    attribution: Attribution
    pieces: Sequence[Span]
    content: Words
    quoted: Words
    joints: frozenset[int]
    bridged: frozenset[int]
    clipped: tuple[bool, bool]
    own: str
    asks: bool
    brackets: Mapping[int, Span]
    date: str

    def parted(self, pieces: Iterable[Span]) -> Iterator[Claim]:
        """Those pieces of its quotation that have words, each as a claim by itself."""
        for piece in pieces:
            alone = replace(self.attribution, type="direct", content=(piece,))
            made = _claim(alone, [piece], self.content.text, self.date, self.content.vocabulary)
            if len(made.quoted):
                yield made

    @property
    def cue(self) -> str:
        """The words of its cue, if it has one."""
        return self.attribution.cue.text if self.attribution.cue else ""

    @property
    def whole(self) -> Span:
        """The content with all that stands between its spans."""
        content = self.attribution.content
        return Span.of(self.content.text, content[0].start, content[-1].end)


def claim(attribution: Attribution, article: Article, marked: Intervals[Quotation], vocabulary: Vocabulary) -> Claim:
    """The claim that an attribution of an article makes; marked: its outermost quotations, without their marks."""
    pieces = _pieces(attribution, article.text, marked)
    return _claim(attribution, pieces, article.text, article.date or "", vocabulary)


def _claim(attribution: Attribution, pieces: Sequence[Span], text: str, date: str, vocabulary: Vocabulary) -> Claim:
    content, begins = _joined(text, attribution.content, vocabulary)
    quoted, joints = (content, begins) if attribution.type == "direct" else _joined(text, pieces, vocabulary)
    clipped = (
        bool(pieces and _OPENING_BRACKET.match(pieces[0].text)),
        bool(pieces and _CLOSING_BRACKET.match(pieces[-1].text)),
    )
    return Claim(
        attribution,
        pieces,
        content,
        quoted,
        joints,
        _bridged(quoted, joints) if attribution.type == "mixed" else frozenset(),
        clipped,
        own=_own(attribution, text, pieces),
        asks=bool(pieces) and "?" in pieces[-1].text[-2:],
        brackets=_brackets(text, pieces, quoted),
        date=date,
    )


def _brackets(text: str, pieces: Sequence[Span], quoted: Words) -> Mapping[int, Span]:
    """What is in brackets, but for single letters and "[sic]"."""
    found = (match for piece in pieces for match in _BRACKET.finditer(text, piece.start, piece.end))
    return {
        int(np.searchsorted(quoted.starts, match.start())): Span.of(text, match.start(1), match.end(1))
        for match in found
        if match[1].casefold() != "sic" and not (quoted.starts == match.start(1)).any()
    }


def _own(attribution: Attribution, text: str, pieces: Sequence[Span]) -> str:
    """The words of the content that no piece in quotation marks holds, after those of the cue."""
    parts = [attribution.cue.text if attribution.cue else ""]
    for span in attribution.content:
        place = span.start
        for piece in pieces:
            if place <= piece.start < span.end:
                parts.append(text[place : piece.start])
                place = piece.end
        parts.append(text[place : span.end])
    return " ".join(parts)


def _pieces(attribution: Attribution, text: str, marked: Intervals[Quotation]) -> list[Span]:
    """The pieces of a content that stand in quotation marks."""
    if attribution.type == "indirect":
        return []
    if attribution.type == "direct":
        return list(attribution.content)
    return [
        Span.of(text, max(span.start, quotation.inner_start), min(span.end, quotation.inner_end))
        for span in attribution.content
        for quotation in marked.meeting(span.start, span.end)
    ]


def _bridged(quoted: Words, joints: frozenset[int]) -> frozenset[int]:
    """The joints before which a content has more than function words of its own."""
    between = {
        joint: quoted.vocabulary.words(quoted.text, int(quoted.ends[joint - 1]), int(quoted.starts[joint]))
        for joint in joints
    }
    return frozenset(joint for joint, told in between.items() if (told.words & FUNCTION == 0).any())


def _joined(text: str, spans: Sequence[Span], vocabulary: Vocabulary) -> tuple[Words, frozenset[int]]:
    """The words of all spans of a text, and where a new one begins."""
    pieces = [vocabulary.words(text, span.start, span.end) for span in spans]
    begins = np.cumsum([0, *map(len, pieces)]).tolist()
    empty = np.zeros(0, dtype=np.int32)
    whole = Words(
        text,
        vocabulary,
        np.concatenate([empty, *(piece.words for piece in pieces)]),
        np.concatenate([empty, *(piece.starts for piece in pieces)]),
        np.concatenate([empty, *(piece.ends for piece in pieces)]),
        frozenset(begin + aside for begin, piece in zip(begins, pieces, strict=False) for aside in piece.asides),
    )
    return whole, frozenset(begin for begin in begins[1:-1] if 0 < begin < begins[-1])
