"""What the linker learns from articles with speakers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from quotes.scanner import MODEL
from quotes.tagging.pieces import load_tokenizer
from quotes.tagging.tagger import Tagger
from quotes.text.text import Text
from quotes.training.data import Example, Gold, attribution_examples
from quotes.training.links import Relinked, fit, half, lessons, loss, mentioned, with_speakers
from quotes.training.network import Linker
from quotes.training.restore import restore

pytestmark = pytest.mark.filterwarnings("ignore")

TOKENIZER = load_tokenizer(MODEL / "tokenizer.json")
TEXT = "A report came out in May. The lake is dying, the report said. Its author, Tove Berg, blamed a mill. She wept."


def article(*spoken: tuple[str, str], named: dict[str, str] | None = None) -> Gold:
    """The text above, in which sources have speakers; named: where those stand, if it is told."""
    return {
        "id": "lake",
        "text": TEXT,
        "attributions": [
            {"content": [[26, 43]], "cue": [], "source": [list(place(source))], "speaker": speaker}
            | ({"named": [place(named[speaker])]} if named else {})
            for source, speaker in spoken
        ],
    }


def place(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def read(gold: Gold) -> Example:
    [example] = with_speakers([gold], attribution_examples([gold], TOKENIZER), Tagger(MODEL, threads=1))
    return example


def mentions(example: Example) -> dict[str, tuple[int, bool]]:
    starts, ends = example.pieces.starts, example.pieces.ends
    return {TEXT[starts[m.first] : ends[m.last]]: (m.number, m.asked) for m in example.mentions}


def test_a_source_points_back_to_the_description_that_brings_its_speaker_in() -> None:
    found = mentions(read(article(("the report", "A report"))))
    assert found["A report"] == (found["the report"][0], False)
    assert found["the report"][1]


def test_where_a_reader_marked_the_speaker_is_taken_as_it_is() -> None:
    found = mentions(read(article(("the report", "the dying lake"), named={"the dying lake": "A report"})))
    assert found["A report"][0] == found["the report"][0]


def test_things_and_groups_are_there_to_be_told_apart_but_nobody_who_may_be_anybody() -> None:
    found = mentions(read(article(("She", "Tove Berg"))))
    assert found["She"] == (found["Tove Berg"][0], True)
    assert found["a mill"][0] != found["She"][0]
    assert "the report" not in found


def test_a_description_is_of_whom_sources_call_so_and_a_name_points_back_to_it() -> None:
    text = "A farmer has lost his land. Bo Ek, 52, wept. It was all he had, the farmer said."
    start = text.index("the farmer")
    told = {"content": [[45, 63]], "cue": [], "source": [[start, start + 10]], "speaker": "Bo Ek"}
    gold = {"id": "land", "text": text, "attributions": [told]}
    found = mentioned(gold, Tagger(MODEL, threads=1).tag(Text(text)))
    numbers = {text[start:end]: (number, asked) for start, end, number, asked in found}
    assert numbers["A farmer"] == (numbers["Bo Ek"][0], False)
    assert numbers["Bo Ek"][1]


def test_a_pronoun_whose_antecedent_is_no_mention_is_not_asked() -> None:
    assert not mentions(read(article(("She", "the wind"))))["She"][1]


def test_the_linker_learns_what_it_is_told(tmp_path: Path) -> None:
    told = list(lessons([read(article(("She", "A report"), ("the report", "Tove Berg")))], MODEL))
    start = restore(MODEL).linker.eval()
    learned = fit(told * 8, start, seed=1)
    assert loss(learned, told) < 0.5 * loss(start, told)
    before, after = (Tagger(MODEL, Relinked(MODEL, linker)).tag(Text(TEXT)).links for linker in (start, learned))
    assert not np.allclose(before.scores(1, [0]), after.scores(1, [0]))


def test_another_linker_that_is_the_same_changes_nothing() -> None:
    same = Tagger(MODEL, Relinked(MODEL, restore(MODEL).linker.eval())).tag(Text(TEXT)).links
    assert same.scores(1, [0]) == pytest.approx(Tagger(MODEL).tag(Text(TEXT)).links.scores(1, [0]), abs=0.05)


def test_a_linker_reads_ends_as_it_reads_windows() -> None:
    linker = Linker(restore(MODEL).config).eval()
    vectors = torch.randn(1, 4, linker.config.width)
    ends = torch.cat([vectors[0, 1], vectors[0, 2]]).unsqueeze(0)
    assert torch.allclose(linker(vectors, torch.tensor([[0, 1, 2]])), linker.of_ends(ends))


def test_an_article_is_always_in_the_same_half() -> None:
    assert half({"id": "lake"}) == half({"id": "lake", "text": TEXT})
    assert {half({"id": str(number)}) for number in range(20)} == {0, 1}
