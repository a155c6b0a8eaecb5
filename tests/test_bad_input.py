"""What each kind of bad input gets: the rows of the tables in docs/input.md, each of them tried.

A row is one `Case`. To add one, put it in its list, run the tests, and paste the row that they miss into the table.
"""

import errno
import gzip
import io
import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import regex
from made_files import epub, locked, mail, mailbox, pdf, warc, word
from test_cli import news  # noqa: F401 - a fixture that is used everywhere

from quotes.command.cli import main
from quotes.reading import warc as archives

DOCUMENT = Path(__file__).parent.parent / "docs" / "input.md"

Make = Callable[[pytest.MonkeyPatch], object]


@dataclass(frozen=True)
class Case:
    """Something bad that is read, or written to, together with an article "vote" that is good.

    what: it is. told: about it on standard error, "…" for what differs; nothing where that is empty.
    make: puts it in the working folder. paths, options: of the command.
    scanned: ids of the articles in the output; None where there is no output.
    """

    what: str
    told: str
    make: Make
    paths: Sequence[str] = ()
    options: Sequence[str] = ("--format", "jsonl")
    status: int = 1
    scanned: Sequence[str] | None = ("vote",)

    @property
    def row(self) -> str:
        if self.scanned is None:
            rest = "nothing is written"
        elif len(self.scanned) > 1:
            rest = (
                "it is read, so are the others" if self.status == 0 else "what is good in it is read, and the others"
            )
        else:
            rest = "the others are read"
        return f"| {self.what} | `{self.told}` | {self.status} | {rest} |"


def file(name: str, content: bytes | str) -> Make:
    return lambda _: Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())


def folder(name: str) -> Make:
    return lambda _: Path(name).mkdir()


def link(name: str, target: str) -> Make:
    return lambda _: Path(name).symlink_to(target)


def without(module: str, name: str, content: bytes) -> Make:
    def make(patch: pytest.MonkeyPatch) -> None:
        archives._records.cache_clear()
        patch.setitem(sys.modules, module, None)
        Path(name).write_bytes(content)

    return make


def refused(name: str, error: int, method: str) -> Make:
    """A file that the system refuses to open."""
    real = getattr(Path, method)

    def refuse(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name.startswith(name) or path.name.startswith(f".{name}"):
            raise OSError(
                error, "Permission denied" if error == errno.EACCES else "No space left on device", str(path)
            )
        return real(path, *arguments, **options)

    def make(patch: pytest.MonkeyPatch) -> None:
        Path(name).write_text("Old.")
        patch.setattr(Path, method, refuse)

    return make


def table(*rows: dict[str, Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def parquet(*rows: dict[str, Any]) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(list(rows)), out)
    return bytes(out.getvalue().to_pybytes())


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        whole.writestr(name, "<workbook/>")
    return out.getvalue()


def page(body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


SAID = '"We won," Ruiz said.'
LETTERS = "“We won,” said José Núñez, the mayor’s deputy."
CRAWL = warc(
    ("https://a.example/1", "text/plain", b"Rain."),
    ("https://a.example/", "text/html", page("")),
    ("https://a.example/2", "text/plain", bytes(range(0x80, 0x100)) * 3),
    ("https://a.example/3", "text/plain", b"Snow."),
)
NUMBERS = " ".join(str(n**7) for n in range(9_000))
ROWS = ({"id": "a", "text": "Rain."}, {"id": "b", "text": None}, {"id": "c", "text": "Snow."})

FILES = [
    Case("no such file", "none.txt: no such file or folder; check the name", folder("x"), ["none.txt"]),
    Case(
        "a file that may not be read",
        "a.txt: may not be read (permission denied); ask for the right to read it, or leave it out",
        refused("a.txt", errno.EACCES, "read_bytes"),
        ["a.txt"],
    ),
    Case(
        "an empty file",
        "a.txt: empty, there is no text in it; leave it out, or save the article again",
        file("a.txt", " \n"),
        ["a.txt"],
    ),
    Case(
        "a binary file: NUL bytes, and not UTF-8, or more than one character in ten is NUL",
        "a.txt: not text but a binary file (NUL bytes); leave it out, or save it as UTF-8 text",
        file("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ["a.txt"],
    ),
    Case(
        "an encoding that can be guessed",
        "a.txt: not UTF-8; read as windows-1252, a guess, so look at its letters",
        file("a.txt", LETTERS.encode("cp1252")),
        ["a.txt"],
        status=0,
        scanned=["a", "vote"],
    ),
    Case(
        "an encoding that cannot",
        "a.txt: not UTF-8 text (byte 0x80 at offset 0); convert it, for instance: "
        "iconv -f WINDOWS-1252 -t UTF-8 a.txt",
        file("a.txt", bytes(range(0x80, 0x100)) * 3),
        ["a.txt"],
    ),
    Case(
        "UTF-16 or UTF-32 that is cut",
        "a.txt: not UTF-16 text (byte 0x21 at offset 10); copy or download it again",
        file("a.txt", "Fire".encode("utf-16") + b"!"),
        ["a.txt"],
    ),
    Case(
        "a folder without articles",
        "empty: no articles in this folder; they are files whose names end in .txt, .md, …",
        folder("empty"),
        ["empty"],
    ),
    Case(
        "a link that leads back",
        "news/loop: a link back to the folder that it is in; not followed, remove it",
        link("news/loop", "../news"),
        ["news"],
        scanned=["flood", "vote"],
    ),
    Case(
        "a web page without an article",
        "a.html: a web page in which no article's text was found; leave it out, or save its text as .txt",
        file("a.html", page("<img src=x>")),
        ["a.html"],
    ),
    Case(
        "a web page that is not all in the encoding that it declares",
        "a.html: not all of it is UTF-8, what is not became \ufffd",
        file("a.html", page("<p>The caf# is open.</p>").replace(b"#", b"\xe9")),
        ["a.html"],
        status=0,
        scanned=["a", "vote"],
    ),
    Case(
        "a broken PDF file",
        "a.pdf: a broken PDF file (…); copy or download it again",
        file("a.pdf", pdf([SAID])[:300]),
        ["a.pdf"],
    ),
    Case(
        "a PDF file of pictures",
        "a.pdf: a PDF file without text, perhaps pictures of pages; run text recognition on it",
        file("a.pdf", pdf([""])),
        ["a.pdf"],
    ),
    Case(
        "a PDF file under a password",
        "a.pdf: a PDF file that a password locks; save it without",
        file("a.pdf", locked(pdf(["We won."]))),
        ["a.pdf"],
    ),
    Case(
        "a broken Word document",
        "a.docx: a broken Word document (…); save it again as .docx",
        file("a.docx", word(SAID).replace(b"word/document.xml", b"word/d0cument.xml")),
        ["a.docx"],
    ),
    Case(
        "a workbook, slides, or another zip file",
        "a.xlsx: a zip file of something else than an article, perhaps a workbook or slides; save what is in it as "
        ".docx, .csv or .txt",
        file("a.xlsx", zipped("xl/workbook.xml")),
        ["a.xlsx"],
    ),
    Case(
        "a broken zip file, as documents, workbooks and slides are",
        "a.xlsx: begins as zip files do (also documents, workbooks and slides), and is broken (…); copy or download "
        "it again",
        file("a.xlsx", word(SAID)[:-100]),
        ["a.xlsx"],
    ),
    Case(
        "an EPUB book without a spine",
        "a.epub: an EPUB book without a spine, so that no order of chapters is told; save it again",
        file("a.epub", epub("Rain.", spine=False)),
        ["a.epub"],
    ),
    Case(
        "a broken EPUB book",
        "a.epub: no EPUB book, or a broken one (…); copy or download it again",
        file("a.epub", epub("Rain.")[:200]),
        ["a.epub"],
    ),
    Case(
        "an EPUB book of pictures",
        "a.epub: an EPUB book without text, perhaps pictures of pages or locked; leave it out",
        file("a.epub", epub('<img src="1.jpg"/>')),
        ["a.epub"],
    ),
    Case(
        "a document without the library for it",
        "a.docx: reading a Word document needs python-docx; pip install 'quotes[files]'",
        without("docx", "a.docx", word(SAID)),
        ["a.docx"],
    ),
]

BROKEN_CUE = "1\n00:0x --> 00:00:08,000\nThe dam is safe, said Ann Lee.\n"


def pictures(_: pytest.MonkeyPatch) -> None:
    Path("x").mkdir()
    Path("x/a.txt").write_text(SAID)
    Path("x/b.jpg").write_bytes(b"\xff\xd8")


RECORDINGS = [
    Case(
        "subtitles with broken timecodes",
        "a.srt: broken timecodes: 1; the words are read, but not when they are said",
        file("a.srt", BROKEN_CUE),
        ["a.srt"],
        status=0,
        scanned=("a", "vote"),
    ),
    Case(
        "subtitles without words",
        "a.vtt: no subtitles in it, as no cue has words; leave it out, or save it again",
        file("a.vtt", "WEBVTT\n\n00:05.000 --> 00:06.000\n"),
        ["a.vtt"],
    ),
    Case(
        "JSON that is no transcript",
        "a.json: JSON, but no transcript with words in it; leave it out, or save its text as .txt",
        file("a.json", "{}"),
        ["a.json"],
    ),
    Case(
        "an e-mail without text",
        "a.eml: an e-mail without text, perhaps only attachments; save those, and leave it out",
        file("a.eml", "From: Ann Lee <ann@orne.example>\n\n"),
        ["a.eml"],
    ),
    Case(
        "a message without text in a mailbox",
        "a.mbox: message 2: an e-mail without text, perhaps only attachments; save those, and leave it out",
        file("a.mbox", mailbox(mail("Rain."), mail(""))),
        ["a.mbox"],
        scanned=["a-1", "vote"],
    ),
    Case(
        "a mailbox that is none",
        "a.mbox: no mailbox, as no message begins in it; leave it out, or export it again",
        file("a.mbox", "Rain."),
        ["a.mbox"],
    ),
    Case(
        "a file in a folder that is none of these",
        "x: passed over, as their names do not end as those of articles do (name them, or save them as .txt): b.jpg",
        pictures,
        ["x"],
        status=0,
        scanned=("a", "vote"),
    ),
]

ARCHIVES = [
    Case(
        "a record that is no text",
        "a.warc: https://a.example/2: not UTF-8 text (byte 0x80 at offset 0); it was left out",
        file("a.warc", CRAWL),
        ["a.warc"],
        scanned=["https://a.example/1", "https://a.example/3", "vote"],
    ),
    Case(
        "pages without an article, such as front pages",
        "a.warc: pages left out because they hold no article's text: 1",
        file(
            "a.warc",
            warc(("https://a.example/", "text/html", page("")), ("https://a.example/1", "text/plain", b"Rain.")),
        ),
        ["a.warc"],
        status=0,
        scanned=["https://a.example/1", "vote"],
    ),
    Case(
        "an archive that is cut",
        "a.warc: broken after page 1; copy or download it again",
        file("a.warc", CRAWL[:800]),
        ["a.warc"],
        scanned=["https://a.example/1", "vote"],
    ),
    Case(
        "no archive, though its name says so",
        "a.warc.gz: no web archive, or a broken one; copy or download it again",
        file("a.warc.gz", "Rain."),
        ["a.warc.gz"],
    ),
    Case(
        "an archive of something else",
        "a.warc: there is no web page and no plain text in this archive; leave it out",
        file("a.warc", warc(("https://a.example/", "image/png", b"\x89PNG"))),
        ["a.warc"],
    ),
    Case(
        "an archive without the library for it",
        "a.warc: reading a web archive needs warcio; pip install 'quotes[files]'",
        without("warcio.archiveiterator", "a.warc", CRAWL),
        ["a.warc"],
    ),
]

TABLES = [
    Case(
        "a row without text",
        "a.jsonl: line 2: the text is null; leave the row out, or mend it",
        file("a.jsonl", table(*ROWS)),
        ["a.jsonl"],
        scanned=["a", "c", "vote"],
    ),
    Case(
        "a row whose text is something else",
        "a.jsonl: line 1: the text is not text but a number; leave the row out, or mend it",
        file("a.jsonl", table({"id": "b", "text": 5}, ROWS[0])),
        ["a.jsonl"],
        scanned=["a", "vote"],
    ),
    Case(
        "a row that is a web page without an article",
        "a.jsonl: line 1: a web page in which no article's text was found; leave it out, or save its text as .txt",
        file("a.jsonl", table({"id": "b", "text": "<html></html>"}, ROWS[0])),
        ["a.jsonl"],
        scanned=["a", "vote"],
    ),
    Case(
        "a line that is not JSON",
        "a.jsonl: line 1 is not JSON (…); mend it, or leave it out",
        file("a.jsonl", b"{\n" + table(ROWS[0])),
        ["a.jsonl"],
        scanned=["a", "vote"],
    ),
    Case(
        "a row of CSV with other columns than the first",
        "a.csv: row 1 has 3 columns and the first line 2; mend it",
        file("a.csv", "id,text\nb,Snow.,more\na,Rain.\n"),
        ["a.csv"],
        scanned=["a", "vote"],
    ),
    Case(
        "a row of CSV that is not UTF-8",
        "a.csv: row 1 is not UTF-8 text; convert the file with iconv",
        file("a.csv", b"id,text\nb,caf\xe9\na,Rain.\n"),
        ["a.csv"],
        scanned=["a", "vote"],
    ),
    Case(
        "a CSV file with a quotation mark that nothing closes",
        "a.csv: the row that begins in line 2 has a quotation mark that nothing closes, so all that follows was read "
        "as part of it; close it",
        file("a.csv", 'id,text\na,"Rain.\nb,Snow.\n'),
        ["a.csv"],
        status=0,
        scanned=("a", "vote"),
    ),
    Case(
        "a date that cannot be read",
        "a.jsonl: line 1: no date that can be read (soon); write all as 2026-03-04",
        file("a.jsonl", table(ROWS[0] | {"date": "soon"})),
        ["a.jsonl"],
        status=0,
        scanned=["a", "vote"],
    ),
    Case(
        "an id that is there twice",
        "a.jsonl: the id a is there twice; the second article is now a-2",
        file("a.jsonl", table(ROWS[0], ROWS[0])),
        ["a.jsonl"],
        status=0,
        scanned=["a", "a-2", "vote"],
    ),
    Case(
        "no column for the text",
        "a.jsonl: no column 'text'; name one of these with --text-column: id, body",
        file("a.jsonl", table({"id": "a", "body": "Rain."})),
        ["a.jsonl"],
    ),
    Case(
        "a Parquet column of something else",
        "a.parquet: the column 'text' holds int64, not text; name another with --text-column",
        file("a.parquet", parquet({"text": 5})),
        ["a.parquet"],
    ),
    Case(
        "a packed table that is cut",
        "a.jsonl.gz: broken after line … (…); copy or download it again",
        file("a.jsonl.gz", gzip.compress(table(ROWS[0], {"text": NUMBERS}))[:-2000]),
        ["a.jsonl.gz"],
        scanned=["a", "vote"],
    ),
    Case(
        "a table that is not what its name says",
        "a.csv.gz: broken (…); copy or download it again",
        file("a.csv.gz", "id,text\n"),
        ["a.csv.gz"],
    ),
    Case(
        "a Parquet file that is cut",
        "a.parquet: broken (…); copy or download it again",
        file("a.parquet", parquet(ROWS[0])[:-20]),
        ["a.parquet"],
    ),
    Case(
        "Parquet or zstd without the library for it",
        "a.parquet: reading Parquet needs pyarrow; pip install 'quotes[tables]'",
        without("pyarrow", "a.parquet", parquet(ROWS[0])),
        ["a.parquet"],
    ),
]

INTO_LINES = ("--format", "jsonl", "-o", "out.jsonl")
OUTPUTS = [
    Case(
        "a JSON Lines or Parquet file that exists",
        "out.jsonl: exists already; --overwrite replaces it, or give -o another name",
        file("out.jsonl", "Old."),
        options=INTO_LINES,
        scanned=None,
    ),
    Case(
        "one that a stopped run left",
        "out.jsonl.partial: a run was stopped here; --resume goes on with it, --overwrite begins anew",
        file("out.jsonl.partial", '{"id": "vote"}\n'),
        options=INTO_LINES,
        scanned=None,
    ),
    Case(
        "one that is not from the same articles",
        "out.jsonl.partial: article 1 in it is rain, and now vote; give the same paths and options, or begin anew "
        "with --overwrite",
        file("out.jsonl.partial", '{"id": "rain"}\n'),
        options=[*INTO_LINES, "--resume"],
        scanned=None,
    ),
    Case(
        "one that holds something else",
        "out.jsonl.partial: line 1 is no record of an article, and what is after it cannot be trusted; mend it, or "
        "begin anew with --overwrite",
        file("out.jsonl.partial", "My notes.\n"),
        options=[*INTO_LINES, "--resume"],
        scanned=None,
    ),
    Case(
        "a file in a folder that does not exist",
        "none/out.csv: the folder none does not exist; make it, or give -o another name",
        lambda _: None,
        options=["--format", "csv", "-o", "none/out.csv"],
        scanned=None,
    ),
    Case(
        "a file or folder that may not be written",
        "out.csv: permission denied; write elsewhere with -o, or get the right to write there",
        refused("out.csv", errno.EACCES, "open"),
        options=["--format", "csv", "-o", "out.csv"],
        scanned=None,
    ),
    Case(
        "a full disk",
        "out.csv: no space left on device; make room and start again",
        refused("out.csv", errno.ENOSPC, "open"),
        options=["--format", "csv", "-o", "out.csv"],
        scanned=None,
    ),
    Case(
        "a folder for brat that is not empty",
        "the output: news: the folder is not empty, and nothing in it is overwritten; name a new one",
        folder("x"),
        options=["--format", "brat", "-o", "news"],
        scanned=None,
    ),
]

CASES = [*FILES, *RECORDINGS, *ARCHIVES, *TABLES, *OUTPUTS]


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_bad_input(case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    case.make(monkeypatch)
    before = contents()
    assert main(["scan", *case.paths, "news/vote.txt", *case.options]) == case.status
    out, err = capsys.readouterr()
    shown = regex.escape(f"quotes: {case.told}", special_only=True).replace("…", "[^\n]+")
    assert regex.search(f"(?m)^{shown}$", err), err
    assert "Traceback" not in err and all(line.startswith("quotes: ") for line in err.splitlines())
    if case.scanned is None:
        assert out == "" and contents() == before
    else:
        assert [json.loads(line)["id"] for line in out.splitlines()] == list(case.scanned)


def contents() -> dict[str, int]:
    return {path.name: path.stat().st_size for path in Path().iterdir()}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv", "html", "markdown", "citron", "parquet"])
def test_a_full_disk_in_every_format(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "news", "--format", format, "-o", "/dev/full"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err == "quotes: /dev/full: no space left on device; make room and start again\n"


def test_the_document_has_the_same_rows() -> None:
    _, told = DOCUMENT.read_text(encoding="utf-8").split("# What bad input gets")
    assert [line for line in told.splitlines() if line.startswith("| ") and "`" in line] == [c.row for c in CASES]
