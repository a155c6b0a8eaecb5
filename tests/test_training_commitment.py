"""What verification learns of how far speakers commit themselves to words."""

import gzip
import json
import random
import shutil
from pathlib import Path

import pytest

pytest.importorskip("torch")

from quotes.errors import QuotesError
from quotes.scanner import MODEL
from quotes.training.commitment import LABELS, plain, read_lessons, teach, widened
from quotes.verification.commitment import FILE, Commitments

TEXT = "MS. LIND: Nobody told me that the kiln was lit. I was in Oslo."
TOLD = {"text": TEXT, "quote": "the kiln was lit", "reason": "negation", "cue": "Nobody told me"}
FAIR = {"text": "The kiln was lit. I lit it.", "quote": "The kiln was lit", "reason": "fair", "cue": ""}


def packed(folder: Path, *lines: dict[str, str]) -> Path:
    path = folder / "commitments.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(line) + "\n" for line in lines).encode()))
    return path


def test_a_lesson_tells_its_words_and_what_bends_them(tmp_path: Path) -> None:
    (lesson,) = read_lessons(packed(tmp_path, TOLD))
    assert TEXT[lesson.start : lesson.end] == "the kiln was lit"
    assert LABELS[lesson.label] == "negation"
    assert lesson.cue and TEXT[slice(*lesson.cue)] == "Nobody told me"


@pytest.mark.parametrize("change", [{"quote": "I"}, {"quote": "the oven"}, {"reason": "irony"}, {"cue": "Somebody"}])
def test_a_lesson_that_does_not_fit_its_text_is_told(tmp_path: Path, change: dict[str, str]) -> None:
    with pytest.raises(QuotesError, match=r"line 2: .* does not stand once"):
        read_lessons(packed(tmp_path, FAIR, {**TOLD, **change}))


def test_others_sentences_beside_a_lesson_leave_it_as_it_is(tmp_path: Path) -> None:
    lessons = read_lessons(packed(tmp_path, TOLD, FAIR))
    found = [wide for seed in range(9) for wide in widened(lessons, random.Random(seed))]
    assert {wide.text[wide.start : wide.end] for wide in found} == {"the kiln was lit", "The kiln was lit"}
    assert {wide.text[slice(*wide.cue)] for wide in found if wide.cue} == {"Nobody told me"}
    assert all(wide.text.startswith("MS. LIND: ") for wide in found if wide.label)


def test_plain_sentences_are_whole_and_no_questions() -> None:
    text = "The ferry left at nine with forty people. Was it late this time, then? It came back empty in the evening."
    found = {lesson.text[lesson.start : lesson.end] for lesson in plain([text], 40, random.Random(1))}
    assert found == {"The ferry left at nine with forty people", "It came back empty in the evening"}


def test_a_model_folder_is_taught(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    before = (folder / FILE).read_bytes()
    teach(read_lessons(packed(tmp_path, TOLD, FAIR)), [FAIR["text"]], folder, seed=1, passes=1)
    assert (folder / FILE).read_bytes() != before
    Commitments(folder)
