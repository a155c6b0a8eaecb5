"""CSV: a row an attribution, read back by Python's csv module, and nothing in it that a spreadsheet would run."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from samples import CHECKED, CHOICE, FERRY, IN_A_TALK, LOG, TEXT, TRIMMED, article, said, span

from quotes.article import Article
from quotes.attribution import Change, Span, Speaker
from quotes.report.columns import IN_CSV
from quotes.report.csv import write_csv
from quotes.report.selection import Selection

FORMULA = re.compile(r"""[\s"'`‘’‚“”„«»‹›「」]*[=+\-@＝＋－＠]""")


def written(*articles: Article, selection: Selection | None = None, bom: bool = False) -> str:
    out = io.StringIO(newline="")
    write_csv(articles, out, selection or Selection(), bom=bom)
    return out.getvalue()


def rows(*articles: Article, selection: Selection | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(*articles, selection=selection), newline="")))


def undone(field: str) -> str:
    """A text as it was before the apostrophe that keeps spreadsheets from running it."""
    return field[1:] if field.startswith("'") and FORMULA.match(field, 1) else field


def test_a_row_holds_who_said_what_where() -> None:
    first = rows(FERRY)[0]
    assert {name: first[name] for name in ("article_id", "path", "attribution_id")} == {
        "article_id": "ferry",
        "path": "news/ferry.txt",
        "attribution_id": "1",
    }
    assert (first["speaker"], first["kind"], first["role"]) == ("Tove Aalto", "person", "Captain")
    assert (first["type"], first["act"]) == ("direct", "statement")
    assert (first["cue"], first["source"]) == ("told reporters", "Captain Tove Aalto")
    assert first["content"] == '"We had no choice," … "Nobody sails into that."'
    assert (first["confidence"], first["line"], first["paragraph"]) == ("0.932", "3", "2")


def test_the_offsets_are_those_of_the_first_piece_s_start_and_the_last_piece_s_end() -> None:
    first = rows(FERRY)[0]
    stretch = TEXT[int(first["content_start"]) : int(first["content_end"])]
    assert stretch.startswith('"We had') and stretch.endswith('into that."')


def test_where_a_pull_quote_repeats_it_is_told() -> None:
    at = TEXT.index("no choice")
    (row,) = rows(article(TEXT, replace(CHOICE, repeated=(Span.of(TEXT, at, at + 9),))))
    assert row["repeated"] == f"{at}-{at + 9}"


def test_what_is_not_known_is_empty() -> None:
    sheep = rows(FERRY)[2]
    assert [sheep[name] for name in ("speaker", "kind", "role", "cue", "cue_lemma", "source")] == [""] * 6
    assert [sheep[name] for name in IN_CSV[IN_CSV.index("verdict") :]] == [""] * 16


def test_what_verification_found_has_columns_of_its_own() -> None:
    changes = (
        Change("negation", None, span(LOG, "Nobody")),
        Change("replaced", span(TEXT, "into that"), span(LOG, "in that")),
    )
    choice = replace(CHOICE, verification=replace(TRIMMED, changes=changes))
    (row,) = rows(article(TEXT, choice))
    assert (row["verdict"], row["similarity"], row["match_source"]) == ("trimmed", "0.75", "logs/monday.txt")
    assert LOG[int(row["match_start"]) : int(row["match_end"])] == row["match_text"] == "no choice was left"
    assert row["match_speaker"] == "Captain Aalto"
    assert row["changes"] == 'negation: "Nobody" → ""; replaced: "in that" → "into that"'


def test_a_passage_has_its_time_and_the_sentences_beside_it_and_a_verdict_its_reason() -> None:
    (row, *_) = rows(article(TEXT, replace(CHOICE, verification=IN_A_TALK)))
    assert row["reason"] == "the article leaves out “no”" and row["match_line"] == "1"
    assert row["match_time"] == "00:14:03" and row["match_sentence"] == "The captain said: no choice was left."
    assert (row["match_before"], row["match_after"]) == ("", "Nobody sails in that.")


def test_files_stack_as_their_columns_are_the_same() -> None:
    assert written(FERRY).splitlines()[0] == written(CHECKED).splitlines()[0] == ",".join(IN_CSV)
    assert written() == ",".join(IN_CSV) + "\r\n"
    assert rows(CHECKED)[2]["verdict"] == "not_found" and rows(CHECKED)[2]["match_text"] == ""


def test_lines_end_in_cr_lf_and_quotation_marks_are_doubled() -> None:
    lines = written(FERRY).split("\r\n")
    assert len(lines) == 1 + 3 + 1 and not any("\n" in line or "\r" in line for line in lines)
    assert '"""We had no choice,"" … ""Nobody sails into that."""' in lines[1]


@pytest.mark.parametrize("bom", [False, True])
def test_a_file_is_utf_8_with_a_byte_order_mark_on_request(bom: bool, tmp_path: Path) -> None:
    file = tmp_path / "quotes.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        write_csv([FERRY], out, bom=bom)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfarticle_id" if bom else b"article_id")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        assert [row["content"] for row in csv.DictReader(lines)][2] == "“And who feeds the sheep?”"


@pytest.mark.parametrize(
    "words",
    [
        "=HYPERLINK(0)",
        "+1 and more",
        "-5 degrees",
        "@tove",
        "\t=1",
        "\r=1",
        " \u00a0 =1",
        '"=1+1"',
        "“-5 degrees,”",
        "＝1",
        "＋1",
        "－1",
        "＠tove",
        "'=1",
        "''=1",
        "' -1",
    ],
)
def test_no_text_is_a_formula_and_the_apostrophe_in_front_can_be_taken_off(words: str) -> None:
    speaker = Speaker(words, "person", words)
    (row,) = rows(said(words, speaker, id=words, path=words))
    for name in ("article_id", "path", "speaker", "role", "content", "sentence"):
        assert row[name].startswith("'")
        assert undone(row[name]).split() == words.split()


@pytest.mark.parametrize("words", ["'Tis late", "'", "a=b", "“No,”", "5 - 3", "…", "' '", '"We have 5 - 3"'])
def test_other_text_stays_as_it_is(words: str) -> None:
    assert undone(rows(said(words))[0]["content"]) == rows(said(words))[0]["content"] == words


def test_numbers_of_ours_stay_numbers() -> None:
    (row,) = rows(said("no"))
    for name in ("attribution_id", "confidence", "line", "paragraph", "content_start", "content_end"):
        float(row[name])


def test_control_characters_line_ends_and_bidi_controls_do_not_come_through() -> None:
    text = written(said("a\x1b[31m\x00b\u202ec\ud800\n\r\u2028d\x85e"))
    assert "a␛[31m␀b�c� d e" in text
    assert not set("\x1b\x00\u202e\ud800\u2028\x85") & set(text)


def test_fields_with_commas_quotation_marks_and_line_ends_are_read_back() -> None:
    words = 'a, "b" and\n"c",\r\n\'d\''
    assert rows(said(words))[0]["content"] == 'a, "b" and "c", \'d\''


def test_a_selection_leaves_rows_out_and_keeps_numbers() -> None:
    kept = rows(FERRY, selection=Selection(types=frozenset({"direct"})))
    assert [row["attribution_id"] for row in kept] == ["1", "3"]


def test_joint_speakers_keep_the_bar_between_their_names() -> None:
    (row,) = rows(said("We agree.", Speaker("Tove Aalto | Ilse Brandt", "person")))
    assert row["speaker"] == "Tove Aalto | Ilse Brandt"


def test_rows_are_written_as_the_articles_come() -> None:
    out = io.StringIO()

    def coming() -> Iterator[Article]:
        yield FERRY
        assert "We had no choice" in out.getvalue()
        yield said("Later.")

    write_csv(coming(), out)
    assert "Later." in out.getvalue()
