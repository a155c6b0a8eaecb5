"""What holds for any text, room by room; a network of plain rules stands in for the learned one."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from strategies import articles, newslike, statements, texts

import quotes
from bench.standin import StandInScanner
from quotes.act import act
from quotes.article import Article
from quotes.cues import lemma
from quotes.reading import Document
from quotes.report.json import to_json
from quotes.scanner import MODEL
from quotes.tagging.pieces import PARAGRAPH, SPACED, load_tokenizer, pieces, windows
from quotes.text.layout import Places
from quotes.text.layout import paragraphs as blocks_of
from quotes.text.quotations import Quotation, quotations, walk
from quotes.text.sentences import split
from quotes.text.text import Text
from quotes.verification import Evidence

TOKENIZER = load_tokenizer(MODEL / "tokenizer.json")
SCANNER = StandInScanner(window=48, context=8, reach=32)  # small windows: short texts take several
WHOLE = StandInScanner()


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in walk(quotations(text))]


def found(article: Article) -> list[tuple[object, ...]]:
    """What an article says, without offsets, its white space made plain."""

    def words(*spans: object) -> list[str]:
        return [" ".join(span.text.split()) for span in spans if span]  # type: ignore[attr-defined]

    return [(words(*a.content), words(a.cue), words(a.source), a.type, a.act) for a in article.attributions]


# The rooms before the model


@given(texts)
def test_paragraphs_hold_all_that_is_no_white_space(text: str) -> None:
    blocks = blocks_of(text)
    assert all(start < end for start, end in blocks)
    assert all(before[1] <= after[0] for before, after in pairwise(blocks))
    assert "".join("".join(text[start:end].split()) for start, end in blocks) == "".join(text.split())
    places = Places(text)
    assert [places.paragraph(start) for start, _ in blocks] == list(range(1, len(blocks) + 1))


@given(texts)
def test_quotations_lie_inside_of_each_other_and_of_the_text(text: str) -> None:
    def check(inside: list[Quotation], start: int, end: int) -> None:
        edges = [start, *(edge for q in inside for edge in (q.start, q.end)), end]
        assert edges == sorted(edges)
        for q in inside:
            assert q.start <= q.inner_start <= q.inner_end <= q.end
            assert q.start < q.end
            check(list(q.children), q.inner_start, q.inner_end)

    check(quotations(text), 0, len(text))


@given(articles, st.sampled_from(["«»", "„”", "„“", "「」", "””", "＂＂", '""', "‘’", "‹›"]))
def test_the_kind_of_marks_changes_nothing(blocks: list[str], marks: str) -> None:
    text = "\n\n".join(blocks)
    other = text.replace("“", marks[0]).replace("”", marks[1])
    assert [(q.start, q.end) for q in quotations(other)] == [(q.start, q.end) for q in quotations(text)]


@given(newslike, st.sampled_from(["\r\n", "\r", "\u2028", "\x85", "\f"]))
def test_the_kind_of_line_ends_changes_no_quotation(text: str, end: str) -> None:
    text = "\n".join(text.splitlines())
    other = text.replace("\n", end)
    assert [words.replace(end, "\n") for words in quoted(other)] == quoted(text)


@given(newslike)
def test_more_blank_lines_between_paragraphs_change_no_quotation(text: str) -> None:
    blocks = [line.strip() for line in text.splitlines() if line.strip()]
    assert quoted("\n\n\n \n".join(blocks)) == quoted("\n\n".join(blocks))


@given(texts)
def test_sentences_hold_all_that_is_no_white_space_in_order(text: str) -> None:
    sentences = split(text)
    tokens = [token for sentence in sentences for token in sentence.tokens]
    assert all(start < end for start, end in tokens)
    assert all(before[1] <= after[0] for before, after in pairwise(tokens))
    assert "".join("".join(text[start:end] for start, end in tokens).split()) == "".join(text.split())
    assert all((s.start, s.end) == (s.tokens[0][0], s.tokens[-1][1]) for s in sentences)


@given(texts)
def test_pieces_stand_where_they_say(text: str) -> None:
    got = pieces(text, quotations(text), TOKENIZER)
    assert all(0 <= start < end <= len(text) for start, end in zip(got.starts, got.ends, strict=True))
    assert (np.diff(got.starts) >= 0).all()
    assert (np.diff(got.ends) >= 0).all()
    assert set(got.starts[got.space == PARAGRAPH].tolist()) <= {
        at for block in blocks_of(text) for at in range(*block)
    }


@given(
    st.lists(st.integers(1, 60), max_size=20), st.integers(8, 40), st.integers(0, 7), st.none() | st.integers(1, 50)
)
def test_windows_keep_every_piece_once(lengths: list[int], size: int, context: int, first: int) -> None:
    space = np.array([at for length in lengths for at in [PARAGRAPH] + [SPACED] * (length - 1)], dtype=np.int64)
    layout = windows(space, size, context, first)
    assert [place for w in layout for place in range(w.keep_start, w.keep_end)] == list(range(len(space)))
    assert all(w.start <= w.keep_start < w.keep_end <= w.end <= w.start + size for w in layout)


@given(texts, st.sampled_from(["direct", "indirect", "mixed"]), st.lists(texts, max_size=3))
def test_every_cue_has_a_lemma_and_an_act(cue: str, type: str, content: list[str]) -> None:
    assert lemma(cue) or not cue.strip()
    assert act(cue, type, content) in ("statement", "attitude")  # type: ignore[arg-type]


@given(texts)
def test_turns_begin_with_their_labels(text: str) -> None:
    for turn in Text(text).turns.items:
        assert text[turn.colon.start] == ":"
        assert turn.label.start < turn.colon.end <= turn.pieces[0][0]
        assert all(start < end for start, end in turn.pieces)


# The whole


@given(texts)
def test_any_text_gives_an_article_that_json_holds(text: str) -> None:
    article = SCANNER.scan(text, id="any", path="any.txt")  # an Article checks its offsets
    assert [a.id for a in article.attributions] == list(range(1, len(article.attributions) + 1))
    assert all(0 <= a.confidence <= 1 for a in article.attributions)
    spans = [span for a in article.attributions for span in (*a.content, a.cue, a.source) if span]
    assert all(span.text.strip() for span in spans)
    assert set(article.speakers) == {a.speaker for a in article.attributions if a.speaker}
    again = Article.from_dict(json.loads(to_json(article.to_dict())), text)
    rounded = tuple(replace(a, confidence=round(a.confidence, 3)) for a in article.attributions)
    assert again == replace(article, attributions=rounded)


@given(articles, st.sampled_from(["\r\n\r\n", "\n\n\n\n", "\n \n", "\r\r", "\u2029\u2029", "\n\x0c\n"]))
def test_line_ends_and_blank_paragraphs_change_offsets_only(blocks: list[str], between: str) -> None:
    one, other = SCANNER.scan("\n\n".join(blocks)), SCANNER.scan(between.join(blocks))
    assert found(one) == found(other)
    assert [(s.name, s.kind, s.role) for s in one.speakers] == [(s.name, s.kind, s.role) for s in other.speakers]


FAR = "\n\n".join(["snow fell on the lake all day, and nobody came."] * 30)  # a window's pieces; no name, no mark


@given(statements, statements)
def test_far_apart_paragraphs_do_not_change_what_is_found_in_each_other(one: str, other: str) -> None:
    """Spans and types, where no paragraph is longer than a window; who "she" is depends on who was named before."""
    both = WHOLE.scan(f"{one}\n\n{FAR}\n\n{other}")
    assert found(both) == found(WHOLE.scan(f"{one}\n\n{FAR}")) + found(WHOLE.scan(f"{FAR}\n\n{other}"))


LEARNED = quotes.Scanner(threads=1)


@given(texts)
def test_the_model_that_ships_takes_any_text(text: str) -> None:
    article = LEARNED.scan(text)
    assert article.text == text
    assert set(article.speakers) == {a.speaker for a in article.attributions if a.speaker}


@given(texts, st.lists(texts, min_size=1, max_size=3))
def test_any_article_can_be_held_against_any_sources(text: str, sources: list[str]) -> None:
    said = [Document(str(number), None, source) for number, source in enumerate([*sources, text[5:60]])]
    held = Evidence(said, SCANNER).verify(SCANNER.scan(text))  # type: ignore[arg-type]
    for attribution in held.attributions:
        assert attribution.verification
        match = attribution.verification.match
        assert match is None or match.span.text
    assert Article.from_dict(json.loads(to_json(held.to_dict())), text).text == text
