"""Text to word pieces with the features that the model reads, and to the windows that it reads them in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from quotes.attribution import Span
from quotes.text.intervals import Stretch
from quotes.text.layout import paragraphs
from quotes.text.quotations import Quotation

Ints = NDArray[np.int64]

LOWER, CAPITAL, CAPITALS, DIGIT, OTHER = range(5)
OUTSIDE, INSIDE, OPENING, CLOSING = range(4)
ATTACHED, SPACED, PARAGRAPH = range(3)
SHAPES, STATES, SPACES = 5, 4, 3
_STRETCH = 100_000  # characters that are cut into pieces together
_LONGEST_PIECE = 100  # characters; what is longer is no word


@dataclass(frozen=True)
class Pieces:
    """The word pieces of a `text`, in order; every array has one element a piece.

    ids: numbers in the vocabulary, quotation marks of every kind made the same one.
    starts, ends: character offsets into the text.
    shape: LOWER, CAPITAL (initial), CAPITALS (all), DIGIT, OTHER.
    state: OUTSIDE and INSIDE of quotation marks, OPENING and CLOSING for the outermost marks themselves.
    space: ATTACHED to the piece before, SPACED from it, or first of its PARAGRAPH.
    """

    text: str
    ids: Ints
    starts: Ints
    ends: Ints
    shape: Ints
    state: Ints
    space: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The first piece of the text from `start` to `end`, in characters, and the one after the last."""
        return int(np.searchsorted(self.ends, start, side="right")), int(np.searchsorted(self.starts, end))

    def span(self, first: int, end: int) -> Span:
        """The text of the pieces from `first` to before `end`."""
        return Span.of(self.text, int(self.starts[first]), int(self.ends[end - 1]))

    def words(self, first: int, end: int) -> Span:
        """The text of the words that the pieces from `first` to before `end` are of."""
        begun = self._word_starts
        last = np.searchsorted(begun, end)
        return self.span(
            int(begun[np.searchsorted(begun, first, side="right") - 1]),
            int(begun[last]) if last < len(begun) else len(self),
        )

    @cached_property
    def _word_starts(self) -> Ints:
        return np.flatnonzero(~self.goes_on)

    @cached_property
    def goes_on(self) -> NDArray[np.bool_]:
        """Which pieces go on with the word of the piece before them: [pieces]."""
        letters = self.shape != OTHER
        goes_on = np.zeros(len(self), dtype=np.bool_)
        goes_on[1:] = (self.space[1:] == ATTACHED) & letters[1:] & letters[:-1]
        return goes_on

    def features(self, start: int, end: int) -> Ints:
        """Ids, shape, state and space of a window: [4, end - start]."""
        rows = (self.ids, self.shape, self.state, self.space)
        return np.stack([row[start:end] for row in rows])


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` to `end` are read at once; what the model says is kept for `keep_start` to `keep_end`."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def load_tokenizer(path: Path) -> Tokenizer:
    """The word-piece tokenizer in the file `path`, without padding, truncation and special pieces."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def pieces(
    text: str, quotations: Sequence[Quotation], tokenizer: Tokenizer, blocks: Sequence[Stretch] | None = None
) -> Pieces:
    """The word pieces of `text`, whose outermost quotations are `quotations`.

    Asterisks and low lines beside something else are none: that is Markdown's emphasis, which the model cannot read.

    blocks: the paragraphs of the text, where they are known.
    """
    blocks = paragraphs(text) if blocks is None else blocks
    read = [_read(text, some, tokenizer) for some in _batches(_stretches(text, blocks))]
    rows = np.concatenate([np.zeros((0, 4), dtype=np.int64), *read])
    signs = np.flatnonzero(np.isin(rows[:, 0], [int(tokenizer.token_to_id(sign) or 0) for sign in "*_"]))
    ends_of = ((at, *rows[at, 1:3].tolist()) for at in signs.tolist())
    emphasis = [at for at, start, end in ends_of if (text[max(0, start - 1) : start] + text[end : end + 1]).strip()]
    ids, starts, ends, shape = np.ascontiguousarray(np.delete(rows, emphasis, axis=0).T)
    state = _states(starts, ends, quotations)
    marks = (state == OPENING) | (state == CLOSING)
    ids[marks] = int(tokenizer.token_to_id('"') or 0)
    space = np.full(len(ids), SPACED)
    space[1:][starts[1:] == ends[:-1]] = ATTACHED
    firsts = np.searchsorted(starts, np.array([start for start, _ in blocks], dtype=np.int64))
    space[firsts[firsts < len(ids)]] = PARAGRAPH
    return Pieces(text, ids, starts, ends, shape, state, space)


def _stretches(text: str, blocks: Iterable[Stretch]) -> Iterator[Stretch]:
    """Paragraphs, long ones cut where there is a space, so that memory stays bounded."""
    for start, end in blocks:
        while end - start > _STRETCH:
            cut = text.rfind(" ", start + 1, start + _STRETCH)
            cut = cut if cut > start else start + _STRETCH
            yield start, cut
            start = cut
        yield start, end


def _batches(stretches: Iterable[Stretch]) -> Iterator[list[Stretch]]:
    """The stretches, together as many as are about as long as the longest."""
    batch: list[Stretch] = []
    for start, end in stretches:
        batch.append((start, end))
        if end - batch[0][0] >= _STRETCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _read(text: str, stretches: Sequence[Stretch], tokenizer: Tokenizer) -> Ints:
    """Id, start, end and shape of the pieces of stretches of the text: [pieces, 4]."""
    encodings = tokenizer.encode_batch(
        [text[start:end].encode("utf-8", "replace").decode("utf-8") for start, end in stretches],
        add_special_tokens=False,
    )
    rows = [
        (id, start + a, start + b, _shape(text[start + a : start + min(b, a + _LONGEST_PIECE)]))
        for (start, _), encoding in zip(stretches, encodings, strict=True)
        for id, (a, b) in zip(encoding.ids, encoding.offsets, strict=True)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


@lru_cache(maxsize=1 << 14)
def _shape(piece: str) -> int:
    if piece.islower():
        return LOWER
    if piece[:1].isupper():
        return CAPITALS if len(piece) > 1 and piece.isupper() else CAPITAL
    if piece[:1].isdigit():
        return DIGIT
    return LOWER if piece[:1].isalpha() else OTHER


def _states(starts: Ints, ends: Ints, quotations: Sequence[Quotation]) -> Ints:
    state = np.full(len(starts), OUTSIDE)
    if not quotations or not len(starts):
        return state
    limits = np.array([(q.start, q.inner_start, q.inner_end, q.end) for q in quotations])
    index = np.searchsorted(limits[:, 0], starts, side="right") - 1
    start, inner_start, inner_end, end = limits[np.maximum(index, 0)].T
    held = (index >= 0) & (starts < end)
    state[held] = INSIDE
    state[held & (starts >= start) & (ends <= inner_start)] = OPENING
    state[held & (starts >= inner_end)] = CLOSING
    return state


def windows(space: Ints, size: int, context: int, first: int | None = None) -> list[Window]:
    """Windows of at most `size` pieces that keep every piece once.

    A window ends where a paragraph does if it can, and begins with up to `context` pieces that the window before
    it keeps; one that has to end inside a paragraph also sees up to `context` pieces of what follows.

    space: [pieces], as in `Pieces`.
    first: the most pieces that the first window keeps (training shifts windows by it), at least 1.
    """
    total = len(space)
    breaks = [int(i) for i in np.flatnonzero(space == PARAGRAPH)[1:]] + [total]
    found: list[Window] = []
    start = 0
    while start < total:
        room = size - min(start, context)
        if not found and first:
            room = min(room, first)
        end = breaks[bisect_right(breaks, start + room) - 1] if breaks[0] <= start + room else start
        if end <= start + room // 2 and start + room < total:
            end = start + room - min(context, room // 2)
            found.append(Window(max(0, start - context), min(total, start + room), start, end))
        else:
            end = end if end > start else total
            found.append(Window(max(0, start - context), end, start, end))
        start = end
    return found


def batch(parts: Sequence[Ints], opening: int, closing: int) -> dict[str, NDArray[Any]]:
    """Windows of features, each [4, its length], side by side between an opening and a closing piece.

    Returns "features": [windows, 4, longest + 2] and "mask": [windows, longest + 2], true where a piece stands.
    """
    longest = max(part.shape[1] for part in parts) + 2
    features = np.zeros((len(parts), 4, longest), dtype=np.int64)
    mask = np.zeros((len(parts), longest), dtype=bool)
    for row, part in enumerate(parts):
        length = part.shape[1]
        features[row, :, 1 : length + 1] = part
        features[row, 1, [0, length + 1]] = OTHER
        features[row, 0, 0] = opening
        features[row, 0, length + 1] = closing
        mask[row, : length + 2] = True
    return {"features": features, "mask": mask}
