"""Files to texts, and the one sentence that each bad file gets."""

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from quotes.reading import Document, Problem, read


@pytest.fixture(autouse=True)
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder "news" in the working folder."""
    monkeypatch.chdir(tmp_path)
    folder = Path("news")
    folder.mkdir()
    return folder


def problem(path: str | Path) -> str:
    [item] = read([path])
    assert isinstance(item, Problem)
    return item.message


def texts(*paths: str | Path) -> list[str]:
    return [item.text for item in read(paths) if isinstance(item, Document)]


def ids(*paths: str | Path) -> list[str]:
    return [item.id for item in read(paths) if isinstance(item, Document)]


def test_a_file_is_read_as_it_is(news: Path) -> None:
    (news / "fire.txt").write_bytes("Fire in Łódź.\r\n\r\nNobody hurt.\n".encode())
    assert list(read(["news/fire.txt"])) == [
        Document("fire", "news/fire.txt", "Fire in Łódź.\r\n\r\nNobody hurt.\n"),
    ]


ODD = "Rain\r\n\fsa\xadid\u200b \u202eno\u202c e\u0301 \0 \x1b[2J \u2028 👩\u200d👩\u200d👧🏽 end"


def test_nothing_in_a_text_is_changed(news: Path) -> None:
    (news / "odd.txt").write_bytes(ODD.encode())
    assert texts("news/odd.txt") == [ODD]


def test_markdown_is_kept_as_it_is(news: Path) -> None:
    text = '# Strike *ends*\n\n> "We won," said **Ruiz**.\n'
    for name in ("a.md", "b.markdown"):
        (news / name).write_text(text)
    assert texts(news) == [text, text]


def test_a_folder_is_read_by_name_all_the_way_down_without_what_is_hidden(news: Path) -> None:
    for name in ("b.txt", "a/z.TXT", "a/c.txt", ".d.txt", ".git/e.txt", "notes.org", "out.jsonl"):
        (news / name).parent.mkdir(exist_ok=True)
        (news / name).write_text(name)
    assert texts(news) == ["a/c.txt", "a/z.TXT", "b.txt"]


def test_a_file_named_outright_may_have_any_ending(news: Path) -> None:
    (news / "notes.org").write_text("Notes.")
    assert texts("news/notes.org") == ["Notes."]


def test_a_file_named_twice_is_read_once(news: Path) -> None:
    (news / "a.txt").write_text("Once.")
    assert texts(news, "news/a.txt", "news/../news/a.txt") == ["Once."]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO("Łódź burns.".encode())))
    assert list(read(["-"])) == [Document("stdin", None, "Łódź burns.")]


def test_ids_get_folders_only_where_names_are_shared(news: Path) -> None:
    for name in ("fire.txt", "may/storm.txt", "june/storm.txt", "june/may/storm.txt", "june/may/vote.md", "vote.md"):
        (news / name).parent.mkdir(exist_ok=True, parents=True)
        (news / name).write_text(name)
    assert ids(news) == ["fire", "june/may/storm", "may/vote", "june/storm", "news/may/storm", "news/vote"]


def test_ids_keep_the_ending_where_nothing_else_differs(news: Path) -> None:
    for name in ("vote.txt", "vote.md", "fire.txt", "may/vote.txt"):
        (news / name).parent.mkdir(exist_ok=True)
        (news / name).write_text(name)
    assert ids(news) == ["fire", "vote", "vote.md", "vote.txt"]


def test_one_bad_file_never_stops_the_rest(news: Path) -> None:
    (news / "a.txt").write_text("First.")
    (news / "b.txt").write_bytes(b"")
    (news / "c.txt").write_text("Third.")
    kinds = [type(item) for item in read([news, "nowhere.txt"])]
    assert kinds == [Document, Problem, Document, Problem]


def test_a_missing_file() -> None:
    assert problem("nowhere.txt") == "nowhere.txt: no such file or folder; check the name"


def test_a_folder_without_articles(news: Path) -> None:
    (news / "notes.org").write_text("Notes.")
    assert problem(news) == (
        "news: no articles in this folder; they are files whose names end in .txt, .md, .markdown, .html, .htm, "
        ".xhtml, .odt, .epub, .rtf, .docx, .pdf, .srt, .vtt, .json, .eml, .mbox, .warc or .warc.gz"
    )


@pytest.mark.parametrize("raw", [b"", b" \n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file(news: Path, raw: bytes) -> None:
    (news / "a.txt").write_bytes(raw)
    assert problem("news/a.txt").startswith("news/a.txt: empty, there is no text in it;")


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\0", "UTF-16".encode("utf-16-le")])
def test_a_binary_file(news: Path, raw: bytes) -> None:
    (news / "a.txt").write_bytes(raw)
    assert problem("news/a.txt").startswith("news/a.txt: not text but a binary file (NUL bytes);")


def test_a_wrong_encoding_is_told_with_the_place_and_a_way_out(news: Path) -> None:
    (news / "café 1.txt").write_bytes("A café, a naïve idé".encode()[:-1])
    assert problem("news/café 1.txt") == (
        "news/café 1.txt: not UTF-8 text (byte 0xC3 at offset 20); "
        "convert it, for instance: iconv -f WINDOWS-1252 -t UTF-8 'news/café 1.txt'"
    )


def test_utf_16_cut_in_the_middle_of_a_character(news: Path) -> None:
    (news / "a.txt").write_bytes("Fire".encode("utf-16") + b"!")
    assert problem("news/a.txt") == (
        "news/a.txt: not UTF-16 text (byte 0x21 at offset 10); copy or download it again"
    )


def test_a_file_that_may_not_be_read(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    (news / "a.txt").write_text("Secret.")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert problem("news/a.txt").startswith("news/a.txt: may not be read (permission denied);")


def test_a_link_back_is_told_and_not_followed(news: Path) -> None:
    (news / "a.txt").write_text("Once.")
    (news / "loop").symlink_to(news.absolute())
    source, loop = read([news])
    assert isinstance(source, Document) and isinstance(loop, Problem)
    assert loop.message == "news/loop: a link back to the folder that it is in; not followed, remove it"


def test_a_linked_folder_is_followed(news: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive/a.txt").write_text("From the archive.")
    (news / "old").symlink_to(tmp_path / "archive")
    assert texts(news) == ["From the archive."]


def test_links_that_lead_nowhere(news: Path) -> None:
    (news / "gone.txt").symlink_to("nowhere.txt")
    (news / "self.txt").symlink_to("self.txt")
    gone, circle = read([news])
    assert isinstance(gone, Problem) and gone.message.startswith("news/gone.txt: no such file or folder;")
    assert isinstance(circle, Problem) and circle.message.startswith("news/self.txt: cannot be read (too many levels")


def test_a_pipe_in_a_folder_is_no_article(news: Path) -> None:
    os.mkfifo(news / "pipe.txt")
    assert "no articles" in problem(news)
