"""Web archives to the articles in them."""

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_files import warc
from test_cli import FakeScanner, news  # noqa: F401 - a fixture that is used everywhere

from quotes.article import Article
from quotes.command.cli import main
from quotes.reading import Document, Extent, Problem, read
from quotes.reading import warc as archives

PAGE = "<html><head><title>Strike ends</title></head><body><p>{}</p></body></html>".format('"We won," Ruiz said.')
CRAWL = [
    ("https://a.example/strike", "text/html; charset=utf-8", PAGE.encode()),
    ("https://a.example/logo", "image/png", b"\x89PNG"),
    ("https://a.example/letter", "text/plain; charset=windows-1252", "“No,” said Núñez.".encode("cp1252")),
    ("https://a.example/", "text/html", b"<html><body></body></html>"),
    ("https://a.example/strike", "application/xhtml+xml", PAGE.replace("won", "lost").encode()),
]


@pytest.fixture(autouse=True)
def scanner(news: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    def scan_many(self: FakeScanner, texts: Iterator[Document], *, workers: int) -> Iterator[Article]:
        return (replace(self.scan(source.text), **source.about) for source in texts)

    monkeypatch.setattr(FakeScanner, "scan_many", scan_many)


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("crawl.warc", warc(*CRAWL)),
        ("crawl.warc.gz", warc(*CRAWL, packed=True)),
        ("whole.warc.gz", gzip.compress(warc(*CRAWL))),
    ],
)
def test_each_page_and_text_is_an_article_named_by_its_address(name: str, raw: bytes) -> None:
    Path(name).write_bytes(raw)
    told: list[str] = []
    extent = Extent()
    assert list(read([name], extent=extent, tell=told.append)) == [
        Document("https://a.example/strike", name, '"We won," Ruiz said.', title="Strike ends", extracted=True),
        Document("https://a.example/letter", name, "“No,” said Núñez.", extracted=True),
        Document("https://a.example/strike-2", name, '"We lost," Ruiz said.', title="Strike ends", extracted=True),
    ]
    assert told == [
        f"{name}: the id https://a.example/strike is there twice; the second article is now https://a.example/strike-2",
        f"{name}: pages left out because they hold no article's text: 1",
    ]
    assert extent.done == extent.total == len(raw)


@pytest.mark.parametrize("options", [{"status": "404 Not Found"}, {"type": "resource"}])
def test_other_records_are_left_out(options: dict[str, str]) -> None:
    Path("crawl.warc").write_bytes(warc(*CRAWL, **options))
    [problem] = read(["crawl.warc"])
    assert isinstance(problem, Problem)
    assert problem.message.startswith("crawl.warc: there is no web page and no plain text in this archive;")


@pytest.mark.parametrize("packed", [False, True])
def test_of_an_archive_that_is_cut_whole_pages_are_read_and_no_half_ones(packed: bool) -> None:
    raw = warc(*CRAWL, packed=packed)
    name = "crawl.warc.gz" if packed else "crawl.warc"
    Path(name).write_bytes(raw)
    whole = [item.text for item in read([name]) if isinstance(item, Document)]
    for end in range(300, len(raw) - 8, 97):
        Path(name).write_bytes(raw[:end])
        items = list(read([name]))
        texts = [item.text for item in items if isinstance(item, Document)]
        assert texts == whole[: len(texts)] and len(items) - len(texts) <= 1


def test_a_record_without_bounds_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_LARGEST", 100)
    Path("crawl.warc").write_bytes(warc(("https://a.example/long", "text/plain", b"Rain. " * 100), CRAWL[2]))
    problem, source = read(["crawl.warc"])
    assert isinstance(problem, Problem) and isinstance(source, Document)
    assert problem.message == "crawl.warc: https://a.example/long: larger than 128 MB; it was left out"


def test_a_stopped_run_over_an_archive_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    Path("crawl.warc.gz").write_bytes(warc(*CRAWL, packed=True))
    command = ["scan", "crawl.warc.gz", "news", "--format", "jsonl", "-o", "out.jsonl"]
    assert main(command) == 0
    whole = Path("out.jsonl").read_bytes()
    assert [json.loads(line)["id"] for line in whole.splitlines()] == [
        "https://a.example/strike",
        "https://a.example/letter",
        "https://a.example/strike-2",
        "flood",
        "vote",
    ]
    assert json.loads(whole.splitlines()[0])["title"] == "Strike ends"
    Path("out.jsonl.partial").write_bytes(whole[:1500])
    assert main([*command, "--resume"]) == 0
    assert Path("out.jsonl").read_bytes() == whole


def test_without_warcio_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    archives._records.cache_clear()
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    Path("crawl.warc").write_bytes(warc(*CRAWL))
    assert list(read(["crawl.warc"])) == [
        Problem("crawl.warc", "crawl.warc: reading a web archive needs warcio; pip install 'quotes[files]'")
    ]
