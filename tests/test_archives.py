"""Runs over many articles, stopped, resumed, refused and without room, with a scanner that knows one pattern."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from test_cli import FakeScanner, news  # noqa: F401 - a fixture that is used everywhere

from quotes.article import Article
from quotes.command import progress
from quotes.command.cli import main
from quotes.reading import Extent

SCAN = ["scan", "news.jsonl", "--format", "jsonl", "-o", "out.jsonl"]
PROGRAM = (
    "import sys, time, test_cli\n"
    "class Slow(test_cli.FakeScanner):\n"
    "    def scan(self, *arguments, **options):\n"
    "        time.sleep(0.01)\n"
    "        return super().scan(*arguments, **options)\n"
    "sys.modules['quotes.scanner'] = type(sys)('quotes.scanner')\n"
    "sys.modules['quotes.scanner'].Scanner = Slow\n"
    "from quotes.command.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


@pytest.fixture(autouse=True)
def archive(news: None) -> None:  # noqa: F811
    """A table of sixty articles, "news.jsonl", in the working folder."""
    with Path("news.jsonl").open("w") as out:
        for n in range(60):
            out.write(json.dumps({"id": f"n{n}", "text": f'"We are {n}," Ruiz said.\n' * (1 + n % 9)}) + "\n")


@pytest.fixture
def undisturbed(archive: None) -> bytes:
    """What a run gives that nobody stops."""
    assert main([*SCAN[:-1], "whole.jsonl"]) == 0
    return Path("whole.jsonl").read_bytes()


def started(*arguments: str) -> "subprocess.Popen[bytes]":
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, env=environment)


def stopped_after(lines: int, how: int, *arguments: str) -> str:
    """What a run says on standard error that is stopped when so many lines and some more bytes are written."""
    with started(*arguments) as run:
        while not Path("out.jsonl.partial").exists() or Path("out.jsonl.partial").read_bytes().count(b"\n") < lines:
            time.sleep(0.002)
            assert run.poll() is None
        run.send_signal(how)
        assert run.stderr
        return run.stderr.read().decode()


def test_killed_at_random_moments_and_resumed_every_article_is_there_once(undisturbed: bytes) -> None:
    dice = random.Random(5)
    done = 0
    for stop in sorted(dice.sample(range(1, 50), 3)):
        stopped_after(stop, signal.SIGKILL, *SCAN, *(["--resume"] if done else []))
        assert not Path("out.jsonl").exists()
        done = Path("out.jsonl.partial").read_bytes().count(b"\n")
    assert main([*SCAN, "--resume"]) == 0
    assert Path("out.jsonl").read_bytes() == undisturbed
    assert not Path("out.jsonl.partial").exists()


@pytest.mark.parametrize("kept", [0, 1, 500, -1, -300])
def test_a_half_line_is_never_taken_for_a_whole_one(undisturbed: bytes, kept: int) -> None:
    Path("out.jsonl.partial").write_bytes(undisturbed[:kept])
    assert main([*SCAN, "--resume"]) == 0
    assert Path("out.jsonl").read_bytes() == undisturbed


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_says_how_to_go_on(undisturbed: bytes) -> None:
    told = stopped_after(5, signal.SIGINT, *SCAN)
    assert told == "quotes: stopped; what is done lies in out.jsonl.partial, and --resume goes on with it\n"
    assert main([*SCAN, "--resume"]) == 0
    assert Path("out.jsonl").read_bytes() == undisturbed


def test_resume_begins_where_nothing_was_begun_and_does_nothing_where_all_is_done(
    undisturbed: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SCAN, "--resume"]) == 0
    assert main([*SCAN, "--resume"]) == 0
    assert Path("out.jsonl").read_bytes() == undisturbed
    assert capsys.readouterr().err == "quotes: out.jsonl: is whole already; nothing is left to do\n"


def test_what_exists_is_not_written_over_unless_asked_for(
    undisturbed: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("out.jsonl").write_text("old")
    assert main(SCAN) == 1
    assert Path("out.jsonl").read_text() == "old"
    Path("out.jsonl").replace("out.jsonl.partial")
    assert main(SCAN) == 1
    assert Path("out.jsonl.partial").read_text() == "old"
    assert capsys.readouterr().err.splitlines() == [
        "quotes: out.jsonl: exists already; --overwrite replaces it, or give -o another name",
        "quotes: out.jsonl.partial: a run was stopped here; --resume goes on with it, --overwrite begins anew",
    ]
    assert main([*SCAN, "--overwrite"]) == 0
    assert Path("out.jsonl").read_bytes() == undisturbed


def test_other_articles_than_before_are_refused(undisturbed: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out.jsonl.partial").write_bytes(undisturbed[:2000])
    assert main(["scan", "news", "--format", "jsonl", "-o", "out.jsonl", "--resume"]) == 1
    assert capsys.readouterr().err == (
        "quotes: out.jsonl.partial: article 1 in it is n0, and now flood; give the same paths and options, or begin "
        "anew with --overwrite\n"
    )
    assert undisturbed[:2000].startswith(Path("out.jsonl.partial").read_bytes())


def test_a_file_of_something_else_is_not_gone_on_with(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out.jsonl.partial").write_text("my notes\nmore of them\n")
    assert main([*SCAN, "--resume"]) == 1
    assert "out.jsonl.partial: line 1 is no record of an article" in capsys.readouterr().err
    assert Path("out.jsonl.partial").read_text() == "my notes\nmore of them\n"


def test_two_runs_do_not_write_one_file(undisturbed: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with started(*SCAN) as run:
        while not Path("out.jsonl.partial").exists() or not Path("out.jsonl.partial").stat().st_size:
            time.sleep(0.002)
        assert main([*SCAN, "--resume"]) == 1
        assert run.wait(20) == 0
    assert "out.jsonl.partial: another run is writing it; wait until it has ended" in capsys.readouterr().err
    assert Path("out.jsonl").read_bytes() == undisturbed


def test_a_full_disk(undisturbed: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        assert main(SCAN) == 1
        assert main(["scan", "news.jsonl", "--format", "json", "-o", "out.json"]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert capsys.readouterr().err.splitlines() == [
        "quotes: out.jsonl.partial: file too large; make room and go on with --resume",
        "quotes: out.json: file too large; make room and start again",
    ]
    assert undisturbed.startswith(Path("out.jsonl.partial").read_bytes())
    assert main([*SCAN, "--resume"]) == 0
    assert Path("out.jsonl").read_bytes() == undisturbed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize(("format", "written"), [("jsonl", "out.partial"), ("csv", "out")])
def test_a_folder_that_cannot_be_written(format: str, written: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("locked").mkdir(mode=0o500)
    assert main(["scan", "news", "--format", format, "-o", "locked/out"]) == 1
    assert capsys.readouterr().err == (
        f"quotes: locked/{written}: permission denied; write elsewhere with -o, or get the right to write there\n"
    )


def test_an_article_that_fails_is_told_and_has_a_record(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def scan_many(self: FakeScanner, texts: Iterator[object], *, workers: int) -> Iterator[Article]:
        return (Article(s.id, s.path, s.text, error="ValueError: too odd") for s in texts)  # type: ignore[attr-defined]

    monkeypatch.setattr(FakeScanner, "scan_many", scan_many)
    assert main(["scan", "news/vote.txt", "--format", "jsonl", "-o", "out.jsonl"]) == 1
    assert json.loads(Path("out.jsonl").read_text())["error"] == "ValueError: too odd"
    assert capsys.readouterr().err == ("quotes: news/vote.txt: vote could not be scanned (ValueError: too odd)\n")
    Path("out.jsonl").replace("out.jsonl.partial")
    assert main(["scan", "news/vote.txt", "--format", "jsonl", "-o", "out.jsonl", "--resume"]) == 1


def test_bad_rows_are_told_again_when_a_run_is_resumed(capsys: pytest.CaptureFixture[str]) -> None:
    with Path("news.jsonl").open("a") as out:
        out.write('{"id": "x", "text": null}\n')
    assert main(SCAN) == 1
    told = capsys.readouterr().err
    assert told == "quotes: news.jsonl: line 61: the text is null; leave the row out, or mend it\n"
    Path("out.jsonl").replace("out.jsonl.partial")
    assert main([*SCAN, "--resume"]) == 1
    assert capsys.readouterr().err == told


def test_columns_of_a_table_are_named_by_options(capsys: pytest.CaptureFixture[str]) -> None:
    Path("dump.csv").write_text('url,body\nhttps://a.example/1,"""We won,"" Ruiz said."\n')
    columns = ["--text-column", "body", "--id-column", "url"]
    assert main(["scan", "dump.csv", *columns, "--format", "jsonl"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["id"], record["path"], record["speakers"][0]["name"]) == (
        "https://a.example/1",
        "dump.csv",
        "Ruiz",
    )


def test_parquet_has_a_row_an_attribution() -> None:
    arguments = ["scan", "news.jsonl", "--format", "parquet", "-o", "out.parquet"]
    assert main(arguments) == 0
    table = pq.read_table("out.parquet")
    assert len(table) == sum(1 + n % 9 for n in range(60))
    assert table.column("content")[1].as_py() == '"We are 1,"'
    assert main(arguments) == 1
    assert main([*arguments, "--overwrite", "--speaker", "Sato"]) == 0
    assert len(pq.read_table("out.parquet")) == 0


def test_parquet_without_pyarrow(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["scan", "news", "--format", "parquet", "-o", "out.parquet"]) == 1
    assert capsys.readouterr().err == "quotes: --format parquet needs pyarrow; pip install 'quotes[tables]'\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--format", "parquet"], "--format parquet cannot be printed: name a file with -o\n"),
        (["--format", "parquet", "-o", "x", "--resume"], "argument --resume: for --format jsonl -o FILE only"),
        (["--format", "jsonl", "--resume"], "argument --resume: for --format jsonl -o FILE only"),
        (["--format", "jsonl", "-o", "x", "--resume", "--overwrite"], "argument --overwrite: not allowed with"),
        (["--workers", "0"], "'0' is not a number of processes from 1 to 1000"),
    ],
)
def test_options_that_do_not_go_together(options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["scan", "news", *options])
    assert stopped.value.code == 2 and told in capsys.readouterr().err


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    articles = [Article("a", None, "Two words."), Article("b", None, "Three words more.")]
    extent = Extent(total=100, done=20)
    shown = progress.shown(articles, extent, bar=False)
    next(shown)
    next(shown)
    extent.done = 60
    assert list(shown) == []
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("quotes: 1 articles, ") and "words a second" in first and "left" not in first
    assert second.startswith("quotes: 2 articles, ") and second.endswith("1 s left")
