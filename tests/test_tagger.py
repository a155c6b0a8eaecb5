"""The model's own finds are held to account in test_scan.py; here stands what makes spans of its scores."""

from itertools import pairwise, product

import numpy as np
import pytest

from quotes.scanner import MODEL
from quotes.tagging.crf import Lattice, moves
from quotes.tagging.onnx import MARGIN, Strip
from quotes.tagging.pieces import (
    CLOSING,
    INSIDE,
    OPENING,
    OUTSIDE,
    PARAGRAPH,
    Window,
    load_tokenizer,
    pieces,
    windows,
)
from quotes.tagging.tagger import read_around
from quotes.text.quotations import quotations

TOKENIZER = load_tokenizer(MODEL / "tokenizer.json")


def test_pieces_know_where_they_stand() -> None:
    text = "No deal.\n\n«Never», said O’Neil."
    found = pieces(text, quotations(text), TOKENIZER)
    words = [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]
    assert words == ["No", "deal", ".", "«", "Never", "»", ",", "said", "O", "’", "Neil", "."]
    assert found.state.tolist() == [OUTSIDE] * 3 + [OPENING, INSIDE, CLOSING] + [OUTSIDE] * 6
    assert np.flatnonzero(found.space == PARAGRAPH).tolist() == [0, 3]


def test_a_word_is_given_whole() -> None:
    text = "Ana congratulated Bo"
    found = pieces(text, (), TOKENIZER)
    parts = [text[a:b] for a, b in zip(found.starts, found.ends, strict=True)]
    assert parts == ["Ana", "cong", "rat", "ulated", "Bo"]
    spans = {(1, 2): "congratulated", (2, 3): "congratulated", (0, 2): "Ana congratulated", (4, 5): "Bo"}
    assert {place: found.words(*place).text for place in spans} == spans


@pytest.mark.parametrize("marks", ["“”", "«»", "„“", '""', "‘’", "「」"])
def test_the_model_reads_all_kinds_of_marks_alike(marks: str) -> None:
    def read(text: str) -> list[list[int]]:
        return pieces(text, quotations(text), TOKENIZER).features(0, 9).tolist()

    assert read(f"{marks[0]}We will go,{marks[1]} she said.") == read('"We will go," she said.')


@pytest.mark.parametrize("text", ["", " \n", "\ud800 “x\udfff” said", "\x00" * 9, "x" * 10_000, "İstanbul ﬁn “ß”"])
def test_any_text_has_true_offsets(text: str) -> None:
    found = pieces(text, quotations(text), TOKENIZER)
    assert all(0 <= a < b <= len(text) for a, b in zip(found.starts, found.ends, strict=True))
    assert (np.diff(found.starts) >= 0).all()


@pytest.mark.parametrize("lengths", [[5], [40], [3, 4, 3], [20, 5, 20], [1] * 50, [7, 90, 2]])
def test_windows_keep_every_piece_once(lengths: list[int]) -> None:
    space = np.concatenate([[PARAGRAPH] + [1] * (length - 1) for length in lengths])
    layout = windows(space, size=16, context=4)
    assert [place for w in layout for place in range(w.keep_start, w.keep_end)] == list(range(len(space)))
    assert all(w.start <= w.keep_start < w.keep_end <= w.end <= w.start + 16 for w in layout)


def test_windows_end_where_paragraphs_do() -> None:
    space = np.concatenate([[PARAGRAPH] + [1] * (length - 1) for length in [6, 5, 7]])
    assert [(w.keep_start, w.keep_end) for w in windows(space, size=12, context=4)] == [(0, 11), (11, 18)]


def test_a_strip_holds_what_is_read_around_each_cue_and_its_neighbours() -> None:
    strip = Strip.of(np.array([-2, 0]), np.array([1, 3]))
    assert strip.offsets[strip.kept].tolist() == [-2, -1, 0, 0, 1, 2]
    assert strip.owners[strip.kept].tolist() == [0, 0, 0, 1, 1, 1]
    assert strip.offsets[strip.owners == 1].tolist() == list(range(-MARGIN, 3 + MARGIN))


@pytest.mark.parametrize(
    ("lengths", "cue", "read"),
    [
        ([60, 70, 80, 90, 100], 140, (60, 300)),  # its paragraph, the one before and the one after
        ([60, 70, 80, 90, 100], 10, (0, 130)),
        ([60, 70, 80, 90, 100], 390, (210, 400)),
        ([5] * 80, 200, (152, 248)),  # short paragraphs: some pieces anyway
        ([600], 300, (100, 500)),  # a long one: no more than its reach
    ],
)
def test_the_decoder_reads_paragraphs_around_a_cue(lengths: list[int], cue: int, read: tuple[int, int]) -> None:
    space = np.concatenate([[PARAGRAPH] + [1] * (length - 1) for length in lengths])
    window = Window(0, len(space), 0, len(space))
    [first], [end] = read_around(space, [window], np.array([[0, cue + 1, cue + 1]]), reach=200)
    assert (cue + first, cue + end) == read


def test_the_lattice_finds_the_best_sequence_and_its_probability() -> None:
    random = np.random.default_rng(7)
    scores = random.normal(size=(1, 6, 5)).astype(np.float32)
    steps = moves(random.normal(size=(5, 5)).astype(np.float32))
    weights = {}
    for path in product(range(5), repeat=6):
        if path[0] not in (2, 4):
            score = sum(scores[0, place, role] for place, role in enumerate(path))
            weights[path] = np.exp(score + sum(steps[a, b] for a, b in pairwise(path)))
    best = max(weights, key=lambda path: weights[path])
    total = sum(weights.values())
    lattice = Lattice(scores, steps, np.ones((1, 6), dtype=bool))
    [spans] = lattice.spans()
    assert spans, "the seed is chosen so that there is something to find"
    for role, begin, end, probability in spans:
        just_this = [role, *[role + 1] * (end - begin - 1)]
        assert list(best[begin:end]) == just_this
        same = sum(
            weight
            for path, weight in weights.items()
            if list(path[begin:end]) == just_this and (end == 6 or path[end] != role + 1)
        )
        assert probability == pytest.approx(same / total, rel=1e-4)
