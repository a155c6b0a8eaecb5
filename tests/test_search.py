"""An archive searched: what finds a quote, which comes first, how it is shown, and what hostile words do."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import archived
import pytest
from samples import said

import quotes
from quotes.archive import search
from quotes.command.cli import main


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archived.made(tmp_path_factory.mktemp("archive") / "news.db")


@pytest.fixture(scope="module")
def archive(path: Path) -> Iterator[quotes.Archive]:
    with quotes.Archive(path) as archive:
        yield archive


def contents(archive: quotes.Archive, words: str = "", **filters: object) -> list[str]:
    return [hit.quote.content.strip('",“”') for hit in archive.search(words, **filters)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("fair", ["The agreement is fair to the crews"]),
        ("crews agreement", ["The agreement is fair to the crews"]),
        ('"fair to the crews"', ["The agreement is fair to the crews"]),
        ('"crews the to fair"', []),
        ("“fair to the crews”", ["The agreement is fair to the crews"]),
        ("quays OR choice", ["We have no choice", "The quays are old."]),
        ("nobody NOT ship", ["He asked nobody", "Émile sings it as nobody has sung it"]),
        ("nobody AND NOT (ship OR sings)", ["He asked nobody"]),
        ("agree* fair", ["The agreement is fair to the crews"]),
        ("EMILE", ["Émile sings it as nobody has sung it"]),
        ("and", []),
        ("speaker:Moreau", []),
    ],
)
def test_what_words_find(words: str, found: list[str], archive: quotes.Archive) -> None:
    assert sorted(contents(archive, words)) == sorted(found)


def test_the_shorter_of_two_with_a_word_comes_first(archive: quotes.Archive) -> None:
    assert contents(archive, "nobody", limit=2) == ["He asked nobody", "Nobody will load a ship alone"]


def test_the_words_that_were_found_are_marked(archive: quotes.Archive) -> None:
    (hit,) = archive.search('"nobody has" OR émi*')
    assert [match.text for match in hit.matches] == ["Émile", "nobody has"]
    assert all(hit.quote.content[m.start : m.end] == m.text for m in hit.matches)


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        ({"speaker": "Moreau"}, ["fees", "strike", "opera", "ferry"]),
        ({"speaker": "Ines Moreau", "type": "indirect"}, ["strike", "opera"]),
        ({"speaker": "Nobody Here"}, []),
        ({"since": "2026", "until": "2026-03"}, ["strike"]),
        ({"since": "2026-04-20", "until": "2026-04-20"}, ["fees"]),
        ({"site": "the island"}, ["opera", "ferry"]),
        ({"min_confidence": 0.99}, []),
        ({}, ["fees", "strike", "opera", "ferry"]),
    ],
)
def test_filters_alone_show_the_newest_first_and_what_has_no_date_last(
    filters: dict[str, object], articles: list[str], archive: quotes.Archive
) -> None:
    found = archive.search(**filters)  # type: ignore[arg-type]
    assert list(dict.fromkeys(hit.quote.article_id for hit in found)) == articles
    assert len(archive.search("crews OR nobody OR fees OR night", **filters)) <= len(found)  # type: ignore[arg-type]


def test_filters_and_words(archive: quotes.Archive) -> None:
    assert contents(archive, "nobody", speaker="Moreau", site="The Island", until="2025") == [
        "Émile sings it as nobody has sung it"
    ]


@pytest.mark.parametrize("words", [["nobody"], ["--", "nobody"]])
def test_words_may_stand_behind_options(words: list[str], path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(path), "nobody", "--format", "jsonl"]) == 0
    before = capsys.readouterr().out
    assert main(["search", str(path), "--format", "jsonl", *words]) == 0
    assert before and capsys.readouterr().out == before
    with pytest.raises(SystemExit):
        main(["search", str(path), "--format", "jsonl", "nobody", "--limt"])
    assert "there is no option '--limt'" in capsys.readouterr().err


def test_too_many_to_rank_is_told(
    archive: quotes.Archive, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(search, "RANKED", 2)
    assert archive.search("crews OR nobody").capped and not archive.search("quays").capped
    assert main(["search", str(path), "nobody"]) == 0
    assert "only the newest in the archive were ranked" in capsys.readouterr().err


def test_a_data_frame(archive: quotes.Archive) -> None:
    frame = archive.search("fair").to_pandas()
    assert list(frame.columns) == [
        *("article_id", "date", "site", "speaker", "kind", "type", "content", "sentence", "confidence", "number")
    ]
    assert frame.loc[0, ["article_id", "date", "site", "speaker"]].tolist() == [
        *("strike", "2026-03-02", "Harbour Post", "Ines Moreau")
    ]
    assert len(archive.search("zebra").to_pandas()) == 0


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def test_json_json_lines_and_csv_say_the_same(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ("search", path, "crews", "--format")
    [first, second] = json.loads(printed(capsys, *ask, "json"))
    assert [json.loads(line) for line in printed(capsys, *ask, "jsonl").splitlines()] == [first, second]
    rows = list(csv.DictReader(io.StringIO(printed(capsys, *ask, "csv"))))
    assert [row["content"] for row in rows] == [first["content"], second["content"]]
    assert {"article_id": "strike", "date": "2026-03-02", "type": "direct"}.items() <= first.items()
    assert first["sentence"] == '"The agreement is fair to the crews," said Ines Moreau, the harbour minister.'
    assert second["date"] is None and rows[1]["date"] == ""


def test_the_table_marks_what_was_found(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = printed(capsys, "search", path, '"fair to"', "--width", "80")
    assert '"The agreement is [fair to] the crews,"' in " ".join(shown.split())
    assert "2026-03-02" in shown and "Harbour Post" in shown and "strike" in shown and "Ines Moreau" in shown


def test_nothing_found_is_told_and_is_no_failure(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", str(path), "zebra"]) == 0
    assert capsys.readouterr().err == "quotes: no quote in the archive is so\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("!?", "nothing to search for in '!?'; give a word"),
        ("NOT nobody", "a word is missing before NOT; put AND, OR and NOT in quotation marks to search for them"),
        ("nobody OR", "a word is missing behind OR; put AND, OR and NOT in quotation marks to search for them"),
        ("(nobody", "a bracket opens that nothing closes; close it"),
        ("nobody)", "a bracket closes that did not open; take it out"),
        ("a*", "a*: too many words begin so; give 2 letters or more"),
        ("nobody " * 65, "a search has at most 64 words, not 65; take those that matter"),
    ],
)
def test_what_is_no_search_gets_one_sentence(
    words: str, told: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", str(path), words]) == 1
    assert capsys.readouterr() == ("", f"quotes: {told}\n")


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda archive: archive.search("nobody", limit=0), "a limit is a number of rows from 1 to 1000000"),
        (lambda archive: archive.search("nobody", limit=10**30), "a limit is a number of rows from 1 to 1000000"),
        (lambda archive: archive.search(since="2027", until="2026-03"), "there is no time from 2027 to 2026-03"),
        (lambda archive: archive.trace(10**30), "there is no quote 1000"),
    ],
)
def test_what_is_out_of_range_gets_one_sentence(
    ask: Callable[[quotes.Archive], object], told: str, archive: quotes.Archive
) -> None:
    with pytest.raises(quotes.QuotesError, match=told):
        ask(archive)


@pytest.mark.parametrize("command", ["search", "speakers"])
def test_a_time_that_ends_before_it_begins_is_told(
    command: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([command, str(path), "--from", "2027", "--to", "2026"])
    assert capsys.readouterr().err.endswith("there is no time from 2027 to 2026; give the earlier one first\n")
    assert main([command, str(path), "--from", "2026-03-02", "--to", "2026"]) == 0


PIECES = (
    *('"', '""', "'", "*", "**", "(", ")", "^", ":", "{", "}", "+", "-", ",", ".", "\\", "/", "%", "_", ";", "--"),
    *("AND", "OR", "NOT", "NEAR", "NEAR(", "NEAR/2", "content", "content:", "{content}:", "rank", "words"),
    *("\0", "\x1a", "\n", "\t", "\u202e", "\ud800", "\ufeff", "\ue000", "e\u0301", "ﬀ", "ß", "中文", "😀", "ا"),
    *("nobody", "no*", '"no', "' OR 1=1 --", '" OR "', "x'00'", "NULL", "?1", ":a", "@a", "$a", "the" * 50),
)


def hostile() -> Iterator[str]:
    """A thousand strings: single pieces, then more of them in any order, with and without spaces; some are huge."""
    dice = random.Random(7)
    yield from PIECES
    for _ in range(1000 - len(PIECES) - 5):
        yield dice.choice(["", " "]).join(dice.choices(PIECES, k=dice.randint(1, 30)))
    yield from ("a" * 1_000_000, "a " * 500_000, '"' * 1_000_000, "(" * 1_000_000, "\0" * 1_000_000)


def test_a_thousand_hostile_strings_find_something_or_get_one_sentence(archive: quotes.Archive) -> None:
    strings = list(hostile())
    answers = set()
    for words in strings:
        try:
            answers.add(len(archive.search(words)) > 0)
        except quotes.QuotesError as error:
            assert type(error) is quotes.QuotesError, words  # none of the file's: SQLite takes what it is given
            assert "\n" not in str(error) and len(str(error)) < 300
            answers.add(None)
        archive.search(speaker=words)
        archive.search(site=words)
    assert len(strings) == 1000 and answers == {True, False, None}
    assert archive.count("quotes") == 10


def test_hostile_quotes_are_text_wherever_they_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "=1+1 zebra <script>alert(1)</script>\x1b[2J \ud800"
    with quotes.Archive(tmp_path / "x.db", create=True) as archive:
        archive.add([said(words, quotes.Speaker("<b>Ruiz</b> | =2", "person"), id="<i>a")])
    shown = {
        name: printed(capsys, "search", tmp_path / "x.db", "zebra", "--format", name)
        for name in (*("table", "json", "jsonl", "csv", "html"),)
    }
    assert all("\x1b" not in text for text in shown.values())
    assert "<script>" not in shown["html"] and "<b>Ruiz" not in shown["html"] and "<i>a" not in shown["html"]
    assert "&lt;script&gt;" in shown["html"] and "script-src" not in shown["html"]
    assert "'=1+1" in shown["csv"]
    assert json.loads(shown["json"])[0]["content"] == "=1+1 zebra <script>alert(1)</script>\x1b[2J \ufffd"
