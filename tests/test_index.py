"""Articles into an archive by the command: what is there, what changed, what is told, and whatever stops a run."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import test_cli
from test_cli import news  # noqa: F401 - a fixture that is used everywhere

import quotes
from quotes.archive import sqlite
from quotes.article import Article
from quotes.command.cli import main
from quotes.reading import Document

DB = "news.db"
VERSION, NUMBER = "PRAGMA user_version = 9", "PRAGMA application_id = 0x71756F61"


class FakeScanner(test_cli.FakeScanner):
    """The same, which keeps what a document tells of its text."""

    def scan_many(self, texts: Iterable[Document], *, workers: int = 1) -> Iterator[Article]:
        for source in texts:
            time.sleep(float(os.environ.get("SLOW", "0")))
            yield replace(self.scan(source.text), **source.about)


@pytest.fixture(autouse=True)
def folder(news: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """In the working folder "news", with two articles of three quotes."""
    monkeypatch.setattr(sys.modules["quotes.scanner"], "Scanner", FakeScanner)


def index(*arguments: str, status: int = 0) -> None:
    assert main(["index", DB, *arguments]) == status


def found(column: str = "content") -> list[tuple[str, object]]:
    """Of all quotes the article and something else."""
    with quotes.Archive(DB) as archive:
        return [(quote.article_id, getattr(quote, column)) for quote in archive.quotes()]


def rows(name: str, *articles: dict[str, str]) -> str:
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in articles), encoding="utf-8")
    return name


def said(words: str, who: str = "Ruiz") -> str:
    return f'"{words}," {who} said.\n'


def test_articles_are_added_and_not_again(capsys: pytest.CaptureFixture[str]) -> None:
    index("news")
    assert found() == [("flood", '"The bridge is gone,"'), ("flood", '"We wait,"'), ("vote", '"We won,"')]
    index("news")
    assert len(found()) == 3
    assert capsys.readouterr().out.splitlines() == [
        "news.db: 2 articles added, 0 changed, 0 there already; 3 quotes in all",
        "news.db: 0 articles added, 0 changed, 2 there already; 3 quotes in all",
    ]


def test_what_changed_is_read_anew() -> None:
    index("news")
    Path("news/flood.txt").write_text(said("The bridge stands", "Amadi"))
    index("news")
    assert found() == [("vote", '"We won,"'), ("flood", '"The bridge stands,"')]
    with quotes.Archive(DB) as archive:
        assert [len(archive.search(word)) for word in ("gone", "stands")] == [0, 1]
        assert archive.speakers("Sato").total == 0


def test_an_article_is_taken_out_with_all_that_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    index("news")
    index("--remove", "flood")
    assert found() == [("vote", '"We won,"')]
    with quotes.Archive(DB) as archive:
        assert not archive.search("bridge") and archive.count("appearances") == 1
    index("--remove", "flood", status=1)
    assert "there is no article 'flood'" in capsys.readouterr().err


def test_a_number_is_given_to_one_quote_only() -> None:
    index("news/vote.txt")
    index("--remove", "vote")
    index("news/vote.txt")
    assert found("number") == [("vote", 2)]


def test_the_same_article_under_another_name_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    index("news")
    Path("news/vote.txt").replace("news/election.txt")
    index("news")
    assert len(found()) == 3
    told = "quotes: left out, as the archive has them under another id: 1 (election is vote)\n"
    assert capsys.readouterr().err == told


def test_two_files_of_one_name_are_two_articles(capsys: pytest.CaptureFixture[str]) -> None:
    index("news/vote.txt")
    Path("old").mkdir()
    Path("old/vote.txt").write_text(said("We lost"))
    index("old/vote.txt")
    assert found() == [("vote", '"We won,"'), ("vote-2", '"We lost,"')]
    told = "old/vote.txt: another article has the id vote; this one is vote-2 in the archive"
    assert told in capsys.readouterr().err
    Path("old/vote.txt").write_text(said("We nearly lost"))
    index("old/vote.txt", "news/vote.txt")
    assert found() == [("vote", '"We won,"'), ("vote-2", '"We nearly lost,"')]


def test_an_id_of_a_table_is_an_article_whatever_table_has_it() -> None:
    index(rows("march.jsonl", {"id": "7", "text": said("We wait")}))
    index(rows("april.jsonl", {"id": "7", "text": said("We go")}))
    assert found() == [("7", '"We go,"')]


def test_of_two_articles_with_one_id_in_one_run_the_later_stays() -> None:
    with quotes.Archive(DB, create=True) as archive:
        archive.add(
            FakeScanner().scan_many([quotes.Document("a", None, said(w)) for w in ("We wait", "We never wait")])
        )
        assert len(archive.search("wait")) == 1 and len(archive.trace("we never wait for anybody")) < 2
        archive.rows("INSERT INTO words (words) VALUES ('integrity-check')")
    assert found() == [("a", '"We never wait,"')]


def test_rows_that_move_down_in_a_table_without_ids_are_all_kept() -> None:
    lines = [{"text": said(f"We are {n}")} for n in range(5)]
    index(rows("news.jsonl", *lines))
    before = found("number")
    index(rows("news.jsonl", {"text": said("We are new")}, *lines))
    assert sorted(found()) == [
        ("news-1", '"We are new,"'),
        *((f"news-{n + 2}", f'"We are {n},"') for n in range(5)),
    ]
    assert {number for _, number in before} < {number for _, number in found("number")}  # none of them was read anew


def test_dates_and_sites_come_from_columns_pages_and_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    table = rows(
        "dump.jsonl",
        {"id": "a", "text": said("We wait"), "when": "4 March 2026", "paper": "Harbour Post"},
        {"id": "b", "text": said("We go"), "when": "soon", "paper": ""},
    )
    page = f"<html><head><meta name='date' content='2026-02-01'></head><body><article><p>{said('Rain')}</p></article>"
    Path("page.html").write_text(page)
    columns = ["--date-column", "when", "--site-column", "paper"]
    index(table, *columns)
    index("page.html", "news/vote.txt", "--date", "2026-05-06")
    assert found("date") == [("a", "2026-03-04"), ("b", None), ("page", "2026-02-01"), ("vote", "2026-05-06")]
    assert found("site")[:2] == [("a", "Harbour Post"), ("b", None)]
    assert "dump.jsonl: line 2: no date that can be read (soon); write all as 2026-03-04" in capsys.readouterr().err
    index(table, "--date-column", "day", status=1)
    assert "no column 'day'; name one of these with --date-column" in capsys.readouterr().err


def test_a_date_that_is_found_later_is_kept_and_nothing_scanned_for_it() -> None:
    index("news/vote.txt")
    index("news/vote.txt", "--date", "2026-05-06")
    assert found("date") == [("vote", "2026-05-06")] and found("number") == [("vote", 1)]


@pytest.mark.parametrize("option", [[], ["--date", "2026-05-07"]])
def test_a_later_run_moves_no_date_that_an_earlier_one_gave(option: list[str]) -> None:
    index("news/vote.txt", "--date", "2026-05-06")
    index("news", *option)
    assert dict(found("date")) == {"vote": "2026-05-06", "flood": option[1] if option else None}
    Path("news/vote.txt").write_text(said("We lost"))
    index("news", *option)
    assert dict(found("date"))["vote"] == (option[1] if option else "2026-05-06")


def test_an_archive_that_cannot_be_written_is_read_and_told_where_it_is_to_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def on_a_disk_for_reading(file: sqlite3.Connection, *rest: Any) -> bool:
        if "immutable=1" not in opened[-1]:
            with sqlite3.connect("file:other.db?mode=ro", uri=True) as other:
                other.execute("CREATE TABLE x (y)")
        return is_made(file, *rest)

    def connected(name: str, *rest: Any) -> sqlite3.Connection:
        opened.append(name)
        return connect(name, *rest)

    index("news")
    capsys.readouterr()
    sqlite3.connect("other.db").execute("CREATE TABLE z (y)")
    opened: list[str] = []
    is_made, connect = sqlite._is_made, sqlite._connected
    monkeypatch.setattr(sqlite, "_is_made", on_a_disk_for_reading)
    monkeypatch.setattr(sqlite, "_connected", connected)
    for command in (["search", DB, "--speaker", "Ruiz"], ["speakers", DB], ["trace", DB, "--quote", "2"]):
        assert main(command) == 0
        assert capsys.readouterr().out.count("quote") >= 1
    assert main(["index", DB, "news"]) == 1
    assert capsys.readouterr().err == f"quotes: {DB}: cannot be written to; copy it to a folder where you can write\n"
    assert main(["speakers", DB, "--split", "Ruiz"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_texts_without_names_take_nobodys_place(monkeypatch: pytest.MonkeyPatch) -> None:
    for words in ("We wait", "We go", "We go"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(said(words).encode())))
        index("-")
    assert found() == [("stdin", '"We wait,"'), ("stdin-2", '"We go,"')]
    with quotes.Archive(DB) as archive:
        for words in ("We stay", "We leave"):
            archive.add(FakeScanner().scan_many([quotes.Document("1", None, said(words))]))
    assert found()[2:] == [("1", '"We stay,"'), ("1-2", '"We leave,"')]


def test_what_cannot_be_read_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    index("nothing.txt", "news/vote.txt", status=1)
    assert len(found()) == 1
    assert "nothing.txt: no such file or folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Path(DB).write_text("my notes"), "no archive of quotes (file is not a database); name another file"),
        (lambda: database("CREATE TABLE x (y)"), "a database of another program; name another file"),
        (lambda: database(VERSION, NUMBER), "made by a newer version of quotes; use that, or name another file"),
        (lambda: Path(DB).mkdir(), "a folder, not an archive; name the archive's file"),
    ],
)
@pytest.mark.parametrize("command", [["index", DB, "news"], ["search", DB, "bridge"], ["speakers", DB]])
def test_a_file_that_is_no_archive(
    make: object, told: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    make()  # type: ignore[operator]
    before = Path(DB).read_bytes() if Path(DB).is_file() else None
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and err.startswith(f"quotes: {DB}: ")
    assert told in err
    assert before is None or Path(DB).read_bytes() == before


def database(*statements: str) -> None:
    with sqlite3.connect(DB) as file:
        for statement in statements:
            file.execute(statement)


def test_an_archive_that_is_not_there_is_not_made_by_asking(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", DB, "bridge"]) == 1
    assert capsys.readouterr().err == f"quotes: {DB}: no such archive; quotes index {DB} PATH makes one\n"
    assert not Path(DB).exists()


def many(number: int) -> str:
    return rows("news.jsonl", *({"id": f"n{n}", "text": said(f"We are {n}") * (1 + n % 3)} for n in range(number)))


def test_a_full_disk_loses_nothing_that_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    index(many(300))
    before = found()
    many(3000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (Path(DB).stat().st_size + 300_000, limits[1]))
    try:
        index("news.jsonl", status=1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert capsys.readouterr().err.startswith(f"quotes: {DB}: cannot be written to (")
    assert found()[: len(before)] == before
    index("news.jsonl")
    assert len({article for article, _ in found()}) == 3000


def test_several_that_make_one_archive_at_once_all_find_it() -> None:
    found: list[int] = []

    def make() -> None:
        with quotes.Archive(DB, create=True) as archive:
            found.append(archive.count("articles"))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) >= 3  # one may be told that another is writing it


PROGRAM = (
    "import sys, test_index\n"
    "sys.modules['quotes.scanner'] = type(sys)('quotes.scanner')\n"
    "sys.modules['quotes.scanner'].Scanner = test_index.FakeScanner\n"
    "from quotes.command.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


def started() -> subprocess.Popen[bytes]:
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    environment = os.environ | {"PYTHONPATH": path, "SLOW": "0.001"}
    return subprocess.Popen([sys.executable, "-c", PROGRAM, "index", DB, "news.jsonl"], env=environment)


def test_killed_ten_times_nothing_is_there_twice_and_nothing_is_missing() -> None:
    many(1500)
    dice = random.Random(3)
    for stop in sorted(dice.sample(range(1, 20), 10)):
        with started() as run:
            while run.poll() is None and articles() < stop * 64:
                time.sleep(0.002)
            time.sleep(dice.uniform(0, 0.05))
            run.send_signal(signal.SIGKILL)
    stopped = articles()
    assert 64 <= stopped < 1500 and stopped % 64 == 0
    index("news.jsonl")
    assert sorted(found()) == sorted((f"n{n}", f'"We are {n},"') for n in range(1500) for _ in range(1 + n % 3))
    with quotes.Archive(DB) as archive:
        assert archive.rows("PRAGMA integrity_check") == [("ok",)]
        archive.rows("INSERT INTO words (words) VALUES ('integrity-check')")  # raises where a quote is not in it
        assert len(archive.search("1234")) == 2


def articles() -> int:
    """How many are in the archive; none where there is no archive yet."""
    try:
        with quotes.Archive(DB) as archive:
            return archive.count("articles")
    except quotes.QuotesError:
        return 0
