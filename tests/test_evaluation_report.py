"""How `quotes evaluate` shows what it found: a table, JSON, the worst misses, and what is wrong with its input."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from samples import AALTO, CHOICE, NOON, SHEEP, TEXT, article, attribution
from test_evaluation_reading import as_gold, as_jsonl

from quotes.article import Article
from quotes.attribution import Speaker
from quotes.command.cli import main
from quotes.evaluation import Corpus, evaluate
from quotes.evaluation.score_report import to_dict, write_table

CREW = Speaker("the crew", "group", None, ())
GOLD = article(TEXT, CHOICE, NOON, SHEEP)
# One content of two, a wrong speaker; nothing of the sheep; and something that nobody said.
PREDICTED = article(
    TEXT,
    attribution(TEXT, "We had no choice", cue="told", source="Captain Tove Aalto", speaker=AALTO, type="direct"),
    attribution(TEXT, "to leave at noon", source="She", speaker=CREW, id=2, act="statement"),
    attribution(TEXT, "on Monday", id=3, confidence=0.25),
)


def printed(gold: Article = GOLD, predicted: Article = PREDICTED, *, errors: int = 0, other: bool = False) -> str:
    against = Corpus.of([gold], "OTHER") if other else None
    out = StringIO()
    evaluation = evaluate(Corpus.of([gold], "GOLD"), Corpus.of([predicted], "PRED"), against=against)
    write_table(evaluation, out, errors=errors)
    return out.getvalue()


def run(*arguments: str | Path) -> int:
    return main(["evaluate", *map(str, arguments)])


def line(text: str, start: str) -> list[str]:
    """The cells of the first line that begins so."""
    found = next(line for line in text.splitlines() if line.split()[:1] == [start])
    return found.split()[1:]


def test_a_table_of_all_figures() -> None:
    table = printed()
    assert table.startswith("PRED by GOLD: 1 article, 3 attributions, 3 predicted\n")
    # contents: "We had no choice" and "to leave at noon" are right, of 4 and of 3 predicted
    assert line(table, "content") == ["66.7", "50.0", "57.1", "-", "4", "3"]
    assert line(table, "quoted") == ["33.3", "-", "3"]
    assert line(table, "direct") == ["50.0", "66.7", "0.0", "0.0", "2"]


def test_a_table_of_wrong_speakers_by_form_of_source() -> None:
    says = "Harbour pilot Tove Aalto says no. She says it twice, and she denies it later."
    aalto = Speaker("Tove Aalto", "person")
    gold = [
        attribution(says, "no", source="Harbour pilot Tove Aalto", speaker=aalto),
        attribution(says, "it twice", source="She", speaker=aalto),
        attribution(says, "it later", source="she", speaker=aalto),
    ]
    wrong = replace(gold[1], speaker=CREW)
    table = printed(article(says, *gold), article(says, gold[0], wrong, gold[2]))
    assert line(table, "longer") == ["phrase", "with", "the", "name", "0.0", "-", "1"]
    assert line(table, "pronoun") == ["50.0", "-", "2"]  # per cent wrong, no interval of one article, of two
    assert "form of source" not in printed()  # nothing whose speaker is asked for is found


def test_the_signature_is_the_last_line_however_long() -> None:
    assert printed().splitlines()[-1].startswith("quotes:") and printed().endswith("|seed:1\n")


def test_another_system_has_a_table_of_its_own() -> None:
    table = printed(other=True)
    assert "the other: OTHER" in table
    (difference,) = (
        cells for cells in map(str.split, table.splitlines()) if cells[:1] == ["full"] and "+66.7" in cells
    )
    assert difference == ["full", "33.3", "100.0", "+66.7", "-", "-"]


def test_misses_are_shown_with_their_words() -> None:
    shown = printed(errors=5)
    assert (
        "missed: nothing found overlaps it; the longest first (1 of 1)\n"
        "\n"
        "  ferry, 188 to 214, line 5\n"
        "     gold  <“And who feeds the sheep?”>\n"
        "           speaker: -\n"
    ) in shown
    assert "predicted  <on Monday>" in shown
    assert '  gold  <"We had no choice,"> [Captain Tove Aalto] {told reporters} …\n' in shown
    assert "misses" not in printed() and "missed" not in printed()


def test_at_most_so_many_misses_of_a_cause_are_shown() -> None:
    nothing = article(TEXT)
    assert "(2 of 3)" in printed(predicted=nothing, errors=2)
    assert printed(predicted=nothing, errors=2).count("   gold  ") == 2
    assert "boundary" not in printed(predicted=nothing, errors=2)


def test_long_contents_are_shortened() -> None:
    text = "He said " + "it was very cold and " * 40 + "dark."
    shown = printed(article(text, attribution(text, text[8:])), article(text), errors=1)
    assert "cold and it was very cold and dark.>" in " ".join(shown.split()) and " … " in shown and len(shown) < 3000


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    text = "He said \x1b[31mno\u202e\x07."
    hostile = article(text, attribution(text, text[8:-1], speaker=Speaker("a\x1b[2J", "person")), id="\x1b]0;x\x07")
    shown = printed(hostile, article(text, id=hostile.id), errors=1)
    assert "\x1b" not in shown and "\x07" not in shown and "\u202e" not in shown
    assert "␛[31mno" in shown and "␛]0;x␇" in shown


def test_json_has_the_figures_the_counts_and_the_intervals() -> None:
    record = to_dict(evaluate(Corpus.of([GOLD]), Corpus.of([PREDICTED])))
    assert list(record) == [
        *("articles", "missing_articles", "source", "cue", "content", "link", "full", "quoted", "speaker"),
        *("source_char", "cue_char", "content_char", "act"),
        *("counts", "intervals", "by_type", "by_kind", "by_form", "signature"),
    ]
    assert record["content"] == {"precision": 66.7, "recall": 50.0, "f1": 57.1, "gold": 4}
    assert record["quoted"] == {"recall": 33.3, "gold": 3}
    assert record["act"] == 0.0  # of what was found, the noon alone, which is an attitude
    assert record["counts"]["content"] == {"gold": 4, "found": 2, "predicted": 3, "right": 2}
    assert record["intervals"]["content"] is None
    assert record["by_type"]["direct"]["content"]["recall"] == 33.3
    assert record["by_form"] == {}  # nothing whose speaker is asked for is found
    record = to_dict(evaluate(Corpus.of([GOLD]), Corpus.of([GOLD])))
    assert record["by_form"]["name itself"]["speaker_given_found"] == 100.0


def test_json_has_differences_and_misses_where_they_are_asked_for() -> None:
    other = Corpus.of([GOLD], "OTHER")
    record = to_dict(evaluate(Corpus.of([GOLD]), Corpus.of([PREDICTED]), against=other), errors=1)
    assert record["against"]["full"] == {"value": 100.0, "difference": 66.7, "interval": None, "p": None}
    missed = record["errors"]["missed"]
    assert missed["count"] == 1 and missed["worst"][0]["gold"]["content"][0]["start"] == 188
    assert missed["worst"][0]["predicted"] is None


def test_a_run_prints_and_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, predicted = as_gold(tmp_path / "gold.jsonl", GOLD), as_jsonl(tmp_path / "pred.jsonl", PREDICTED)
    assert run(gold, predicted, "--against", predicted, "--format", "json", "--errors", "2") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["full"]["f1"] == 33.3 and record["against"]["full"]["difference"] == 0
    assert run(gold, predicted, "--errors", "2") == 0
    told = capsys.readouterr().out
    assert "wrong speaker" not in told and "spurious" in told


def test_what_is_wrong_is_told_in_one_line_and_by_the_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = as_gold(tmp_path / "gold.jsonl", GOLD)
    broken = tmp_path / "bro\x1bken.jsonl"
    broken.write_text("{\x00")
    for predicted, message in ((broken, "bro␛ken.jsonl"), (tmp_path / "none.jsonl", "no such file or directory")):
        assert run(gold, predicted) == 1
        out, err = capsys.readouterr()
        (told,) = err.splitlines()
        assert told.startswith("quotes: ") and message in told and not out


def test_ids_on_one_side_are_told_and_the_rest_is_evaluated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = article(TEXT + "More.", CHOICE, id="away")
    gold, predicted = as_gold(tmp_path / "gold", GOLD, away), as_jsonl(tmp_path / "pred", PREDICTED)
    assert run(gold, predicted, "--format", "json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["missing_articles"] == 1
    (told,) = err.splitlines()
    assert "1 article is missing" in told and "'away'" in told
