"""Where things stand in a text, and that what it consists of is found once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from quotes import scanner
from quotes.text import layout, quotations, sentences, turns
from quotes.text import text as whole
from quotes.text.intervals import Intervals
from quotes.text.sentences import Sentence
from quotes.text.text import Text

TALK = "MOTA: We sail.\n\nREY: Who pays?\n\nMOTA: The port does. “Nobody else,” it said.\n\nREY: Good."
WORDS = Intervals.of([(2, 4), (4, 6), (9, 12)], lambda word: word)


def test_what_stands_at_a_place_is_the_last_that_began() -> None:
    assert [WORDS.at(offset) for offset in (0, 2, 4, 7, 20)] == [-1, 0, 1, 1, 2]
    assert [WORDS.before(offset) for offset in (1, 3, 7)] == [None, (2, 4), (4, 6)]


def test_what_meets_a_stretch_shares_a_character_with_it() -> None:
    assert WORDS.meeting(0, 2) == WORDS.meeting(6, 9) == ()
    assert WORDS.meeting(3, 5) == ((2, 4), (4, 6))
    assert WORDS.meeting(0, 99) == WORDS.items


def test_what_holds_a_stretch_has_all_of_it() -> None:
    assert WORDS.holding(9, 12) == (9, 12)
    assert WORDS.holding(3, 5) is WORDS.holding(0, 3) is WORDS.holding(7, 8) is None


def test_a_text_tells_what_it_consists_of() -> None:
    text = Text(TALK)
    assert len(text.places.paragraphs.items) == len(text.turns.items) == 4
    assert [turn.label.text for turn in text.turns.items] == ["MOTA", "REY", "MOTA", "REY"]
    (quotation,) = text.quotations.items
    assert TALK[quotation.start : quotation.end] == "“Nobody else,”"
    assert [TALK[s.start : s.end] for s in text.sentences.items][:2] == ["MOTA: We sail.", "REY: Who pays?"]


def test_sentences_of_another_tokenizer_are_kept() -> None:
    told = [Sentence(0, 14, ((0, 14),))]
    assert Text.of(TALK, told).sentences.items == tuple(told)


def test_a_scan_finds_paragraphs_quotations_turns_and_sentences_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = scanner.Scanner()
    reader.scan("Loaded.")
    calls: list[str] = []

    def counted(found: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            calls.append(found.__name__)
            return found(*arguments)

        return call

    for room, name in ((quotations, "quotations"), (sentences, "split"), (turns, "turns")):
        monkeypatch.setattr(whole, name, counted(getattr(room, name)))
    monkeypatch.setattr(whole, "laid_out", counted(layout.laid_out))
    paragraphs = counted(layout.paragraphs)
    for room in (layout, quotations, sentences):
        monkeypatch.setattr(room, "paragraphs", paragraphs)
    monkeypatch.setattr("quotes.tagging.pieces.paragraphs", paragraphs)
    assert reader.scan(TALK).attributions
    assert sorted(calls) == ["laid_out", "quotations", "split", "turns"]
