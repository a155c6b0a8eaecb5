"""How many rows below a confidence are wrong: the figures by which what is unsure was told from what is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from samples import CHOICE, NOON, SHEEP, TEXT, article, attribution
from test_evaluation_reading import as_gold, as_jsonl

from bench.unsure import main
from quotes.attribution import Speaker


def test_rows_below_a_confidence_are_counted_over_all_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = as_gold(tmp_path / "gold.jsonl", article(TEXT, CHOICE, NOON))
    other = replace(NOON, speaker=Speaker("the crew", "group"), confidence=0.22)
    snow = attribution(TEXT, "on Monday", id=3, confidence=0.28)
    found = as_jsonl(tmp_path / "found.jsonl", article(TEXT, CHOICE, other, snow, replace(SHEEP, confidence=0.4)))
    assert main([str(gold), str(found)] * 2) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "| 0.25 | 2 | 25.0 % | 100 | 0 |" in lines  # the noon is found, and somebody else's
    assert "| 0.30 | 4 | 50.0 % | 100 | 2 |" in lines


def test_files_are_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["gold.jsonl"])
    assert "one is left over" in capsys.readouterr().err
