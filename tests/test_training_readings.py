"""Readings: who speaks in articles, in a file that has places alone."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from quotes.errors import QuotesError
from quotes.training.readings import read_readings

TEXT = "Ana Lopes runs the\nport. The manager said it was shut. It was not, wrote Bo Ek."


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


READ = {
    "content": [at("it was shut")],
    "cue": [at("said")],
    "source": [at("The manager")],
    "speaker": [at("Ana Lopes")],
    "kind": "person",
}


def packed(folder: Path, *readings: dict[str, Any]) -> Path:
    path = folder / "readings.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(reading) + "\n" for reading in readings).encode()))
    return path


def texts(folder: Path, **more: Any) -> list[Path]:
    path = folder / "texts.jsonl"
    path.write_text(json.dumps({"id": "port", "text": TEXT, **more}) + "\n", encoding="utf-8")
    return [path]


def test_a_reading_takes_its_words_from_the_text(tmp_path: Path) -> None:
    readings = packed(tmp_path, {"id": "port", "length": len(TEXT), "attributions": [READ]})
    (article,) = read_readings(readings, texts(tmp_path))
    (told,) = article["attributions"]
    assert (article["text"], told["source"], told["speaker"], told["kind"]) == (
        TEXT,
        [at("The manager")],
        "Ana Lopes",
        "person",
    )


def test_an_article_that_was_written_for_it_has_its_own_text(tmp_path: Path) -> None:
    (article,) = read_readings(packed(tmp_path, {"id": "port", "text": TEXT, "attributions": [READ]}), [])
    assert (article["text"], article["attributions"][0]["speaker"]) == (TEXT, "Ana Lopes")


def test_a_reading_may_number_the_attribution_of_gold_that_it_reads(tmp_path: Path) -> None:
    gold = [{"content": [at("It was not")], "cue": [at("wrote")], "source": [at("Bo Ek")]}]
    told = {"number": 0, "speaker": [at("Bo Ek"), at("the\nport")], "kind": "person"}
    readings = packed(tmp_path, {"id": "port", "length": len(TEXT), "attributions": [told]})
    (article,) = read_readings(readings, texts(tmp_path, attributions=gold))
    named = [at("Bo Ek"), at("the\nport")]
    assert article["attributions"][0] == {**gold[0], "speaker": "Bo Ek | the port", "kind": "person", "named": named}


def test_who_speaks_may_be_nobody(tmp_path: Path) -> None:
    told = {**READ, "speaker": [], "kind": "none"}
    readings = packed(tmp_path, {"id": "port", "length": len(TEXT), "attributions": [told]})
    assert read_readings(readings, texts(tmp_path))[0]["attributions"][0]["speaker"] == ""


def test_who_speaks_may_be_untold(tmp_path: Path) -> None:
    readings = packed(tmp_path, {"id": "port", "length": len(TEXT), "attributions": [{**READ, "speaker": None}]})
    (article,) = read_readings(readings, texts(tmp_path))
    assert article["attributions"] == [{role: READ[role] for role in ("content", "cue", "source")}]


@pytest.mark.parametrize("whole", [True, False])
def test_a_reading_tells_whether_it_is_of_all_attributions(tmp_path: Path, whole: bool) -> None:
    reading = {"id": "port", "length": len(TEXT), **({"whole": True} if whole else {}), "attributions": [READ]}
    assert read_readings(packed(tmp_path, reading), texts(tmp_path))[0]["whole"] is whole


@pytest.mark.parametrize("id, length", [("harbour", len(TEXT)), ("port", 12)])
def test_another_text_is_not_read_in_its_place(tmp_path: Path, id: str, length: int) -> None:
    readings = packed(tmp_path, {"id": id, "length": length, "attributions": [READ]})
    with pytest.raises(QuotesError, match="missing or another"):
        read_readings(readings, texts(tmp_path))


def test_what_is_no_reading_is_told(tmp_path: Path) -> None:
    path = tmp_path / "readings.jsonl.gz"
    path.write_text("no gzip")
    with pytest.raises(QuotesError, match="no text packed by gzip"):
        read_readings(path, texts(tmp_path))
    path.write_bytes(gzip.compress(b"{}")[:10] + b"damaged" * 9)
    with pytest.raises(QuotesError, match="no text packed by gzip"):
        read_readings(path, texts(tmp_path))
    with pytest.raises(QuotesError, match="line 1: no object"):
        read_readings(packed(tmp_path, {"name": "port"}), texts(tmp_path))
