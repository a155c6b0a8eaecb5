"""Web pages to the articles in them."""

from pathlib import Path

import pytest

from quotes.article import Article
from quotes.reading import Document, read, without_markup
from quotes.scanner import each

PAGE = """<!DOCTYPE html>
<html><head><meta charset="CHARSET"><title>Dockers end strike | Harbour Post</title>
<meta property="og:title" content="Dockers end strike"><meta name="author" content="Zoë Amari">
<meta property="article:published_time" content="2026-03-04T10:00:00Z">
<meta property="og:site_name" content="Harbour Post"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><p>The strike ended on Monday.</p><p>“We won,” said José Ruiz.<br>He smiled.</p>
<script>alert(1)</script></article>
<div id="comments"><p>Nobody won, said a reader.</p></div></body></html>
"""
TEXT = "The strike ended on Monday.\n\n“We won,” said José Ruiz.\n\nHe smiled."


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def found(name: str, page: str | bytes) -> Document:
    Path(name).write_bytes(page if isinstance(page, bytes) else page.encode())
    [source] = read([name])
    assert isinstance(source, Document)
    return source


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a"])
def test_of_a_page_the_article_is_taken_with_what_it_tells_of_itself(name: str) -> None:
    assert found(name, PAGE) == Document(
        "a", name, TEXT, "Dockers end strike", "Zoë Amari", "2026-03-04", "Harbour Post", extracted=True
    )


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "ISO-8859-1"])
def test_the_encoding_that_a_page_declares_is_heeded(charset: str) -> None:
    raw = PAGE.replace("CHARSET", charset).encode("utf-8" if charset == "utf-8" else "cp1252")
    source = found("a.html", raw)
    assert (source.text, source.author) == (TEXT, "Zoë Amari")


def test_xhtml_declares_it_in_its_first_line() -> None:
    page = '<?xml version="1.0" encoding="windows-1252"?>\n<!-- 1 -->\n<html><body><p>“We won.”</p></body></html>'
    assert found("a.txt", page.encode("cp1252")).text == "“We won.”"


def test_a_piece_of_a_page_is_one_where_its_name_says_so() -> None:
    piece = "<p>The strike ended.</p>\n<p>“We won.”</p>"
    assert found("a.html", piece).text == "The strike ended.\n\n“We won.”"
    assert found("a.txt", piece) == Document("a", "a.txt", piece)


def test_what_ends_a_parser_is_replaced() -> None:
    page = Document("a", None, "<html><body><p>Rain\0 fell \ud800 on Lund.</p></body></html>")
    assert without_markup(page).text == "Rain\ufffd fell \ufffd on Lund."


def test_a_text_that_was_taken_out_of_a_page_is_not_taken_for_one() -> None:
    source = Document("a", None, "<html> is how pages begin.", extracted=True)
    assert without_markup(source) is source


def test_what_cannot_be_read_as_a_page_gives_no_text() -> None:
    for body in ("", "<div>" * 10_000, "<" * 10_000):
        assert without_markup(Document("a", None, f"<html><body>{body}")).text in ("", body)


def test_an_article_holds_what_the_page_tells_and_its_json_the_text() -> None:
    [article] = each(lambda text: Article("text", None, text), [found("a.html", PAGE)])
    record = article.to_dict()
    assert list(record)[:8] == ["id", "path", "title", "author", "date", "site", "extracted_text", "length"]
    assert (record["author"], record["date"], record["extracted_text"]) == ("Zoë Amari", "2026-03-04", TEXT)
    assert Article.from_dict(record, record["extracted_text"]) == article


def test_the_json_of_a_plain_text_is_as_it_was() -> None:
    [article] = each(lambda text: Article("text", None, text), [found("a.txt", "Rain.")])
    assert list(article.to_dict())[:3] == ["id", "path", "length"]


def test_pages_that_fail_keep_what_they_tell() -> None:
    def fail(text: str) -> Article:
        raise ValueError("too odd")

    [article] = each(fail, [found("a.html", PAGE)])
    assert (article.error, article.title, article.text) == ("ValueError: too odd", "Dockers end strike", TEXT)


def body(markup: str) -> str:
    """The text taken out of a page with this in its article, before a paragraph long enough to be one."""
    rest = "The ferry has carried four million people across the sound, most of them children on their way to school."
    page = f"<!DOCTYPE html><html><head><title>Ferry</title></head><body><article>{markup}<p>{rest}</p></article>"
    return without_markup(Document("a", None, page)).text.removesuffix(rest).strip()


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<div>“We won,”<br>said Ruiz.<br><br>“They lost.”</div>", "“We won,” said Ruiz.\n\n“They lost.”"),
        ("“We won,” said <b>Ruiz</b>.<p>He left.</p>", "“We won,” said Ruiz.\n\nHe left."),
        ("<section><span>“We won,” said Ruiz.</span></section>", "“We won,” said Ruiz."),
        ("<span><div>“We won,” said Ruiz.</div><div>He left.</div></span>", "“We won,” said Ruiz.\n\nHe left."),
        ("<p><q>We won</q>, <q>he said <q>no</q></q>.</p>", "“We won”, “he said ‘no’”."),
        ("<p><q>“We won,”</q> said Ruiz.</p>", "“We won,” said Ruiz."),
        ("<blockquote>We won. <cite>Ana Ruiz</cite></blockquote>", "“We won.”\n\n— Ana Ruiz"),
        ("<blockquote><p>We read <cite>The Post</cite></p></blockquote>", "We read The Post"),
        ("<p>Ruiz wrote:</p><blockquote>We won.</blockquote>", "Ruiz wrote:\n\n“We won.”"),
        (
            "<figure><blockquote><p>We won.<p>They lost.</blockquote><figcaption>– Ana Ruiz</figcaption></figure>",
            "“We won.\n\n“They lost.”\n\n— Ana Ruiz",
        ),
        ("<p>Rain.</p><figure><img src=a><figcaption>Ana Ruiz, mayor</figcaption></figure>", "Rain."),
        ("<figure><img src=a><figcaption>Ruiz said no.</figcaption></figure><p>Rain.</p>", "Ruiz said no.\n\nRain."),
        ("<table><tr><td><p>“We won,” said Ruiz.</p><p>He left.</p></table>", "“We won,” said Ruiz.\n\nHe left."),
        ("<x-text>“We won,” said Ruiz.</x-text><x-text>He left.</x-text>", "“We won,” said Ruiz.\n\nHe left."),
    ],
)
def test_what_a_page_holds_is_neither_lost_nor_joined(markup: str, text: str) -> None:
    assert body(markup) == text


def test_what_stands_around_an_article_stays_out() -> None:
    around = (
        '<div class="share">Share this on <a href="x">Facebook</a>, <a href="y">X</a>.</div>'
        '<div class="related">Related: <a href="x">Ferry sank in 1950, museum says</a></div>'
        '<div class="newsletter">Sign up for our newsletter. We never share your address.</div>'
        '<div><a href="a">Home</a>, <a href="b">Sport</a>.</div>'
    )
    assert body(f"<p>Rain fell on Lund.</p>{around}") == "Rain fell on Lund."
