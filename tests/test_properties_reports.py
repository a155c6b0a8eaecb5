"""Reports of any article, whoever wrote it: what is in them is shown, never obeyed, and nothing else comes out."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from strategies import characters

from quotes.article import Article
from quotes.attribution import Attribution, Change, Context, Match, Span, Speaker, Verification
from quotes.report.aliases import Search
from quotes.report.brat import ann, read_ann, write_brat
from quotes.report.by_speaker import write_by_speaker
from quotes.report.citron import read_citron, write_citron
from quotes.report.columns import IN_CSV
from quotes.report.csv import write_csv
from quotes.report.html import write_html
from quotes.report.json import write_json, write_jsonl
from quotes.report.markdown import write_markdown
from quotes.report.notebook import html
from quotes.report.selection import Selection
from quotes.report.table import write_table
from quotes.text.layout import Places

OBEYED = regex.compile(r"[\x00-\x08\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uD800-\uDFFF]")
"""What a terminal may obey or a file in UTF-8 cannot hold."""

ATTACKS = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg/onload=alert(1)>'),
    *("javascript:alert(1)", "</style>", "-->", "\x1b[2J\x1b]0;owned\x07", "\x9b31m"),
    *("\x1b]8;;http://a.example\x1b\\", "\u202egnp.exe\u202c", "\u2066a\u2069", "[bold red]x[/]"),
    *("[link=http://a.example]y[/link]", ":smile:", "[/]", "\\[", "=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "＝1"),
    *("\r\n=1", "'=1", "| a | b |", "[a](http://a.example)", "<http://a.example>", "`x`", "**b**", "# h"),
    *("@somebody", "&lt;", "\\<b>", "../../etc/passwd", "T1\tContent 0 1\tx", "\n\n#1"),
)
_parts = st.sampled_from([*ATTACKS, "Ana Ruiz said. ", "We left. "]) | st.text(characters, max_size=8)
hostile = st.lists(_parts, max_size=4).map("".join)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A piece of the text that is not only white space."""
    ends = [at for at, character in enumerate(text, 1) if not character.isspace()]
    end = draw(st.sampled_from(ends))
    return Span.of(text, draw(st.integers(0, end - 1)), draw(st.integers(end, len(text))))


SPEAKERS = st.builds(
    Speaker,
    hostile.filter(str.strip),
    st.sampled_from(["person", "organization", "group", "document", "anonymous", "unknown"]),
    st.none() | hostile,
)
VERDICTS = st.sampled_from(["verbatim", "trimmed", "altered", "paraphrased", "misattributed", "not_found"])
KINDS = st.sampled_from(["negation", "replaced", "inserted", "deleted"])


@st.composite
def verifications(draw: st.DrawFn, content: Span) -> Verification:
    source = draw(hostile.filter(str.strip))
    passage = draw(spans(source))
    start = draw(st.integers(0, len(content.text) - 1))
    end = draw(st.integers(start + 1, len(content.text)))
    ours = Span(content.start + start, content.start + end, content.text[start:end])
    change = Change(draw(KINDS), draw(st.none() | st.just(ours)), draw(st.none() | st.just(passage)))
    match = Match(draw(hostile), passage, draw(st.integers(1, 9)), draw(st.none() | hostile))
    return Verification(draw(VERDICTS), 0.5, draw(st.none() | st.just(match)), (change,))


@st.composite
def reported(draw: st.DrawFn) -> Article:
    """An article with any text, and attributions, names and paths that somebody made up to do harm."""
    text = draw(hostile.filter(str.strip))
    places, found = Places(text), []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        content = draw(spans(text))
        speaker = draw(st.none() | SPEAKERS)
        cue, source = (draw(st.none() | spans(text)) for _ in "ab")
        mentions = (source,) if source else ()
        found.append(
            Attribution(
                number,
                draw(st.sampled_from(["direct", "indirect", "mixed"])),
                draw(st.sampled_from(["statement", "attitude"])),
                (content,),
                cue,
                draw(hostile) if cue else None,
                source,
                speaker and replace(speaker, mentions=mentions),
                draw(st.floats(0, 1)),
                Context(places.line(content.start), places.paragraph(content.start), draw(spans(text))),
                draw(st.none() | verifications(content)),
            )
        )
    speakers = tuple(dict.fromkeys(a.speaker for a in found if a.speaker))
    return Article(draw(hostile), draw(st.none() | hostile), text, tuple(found), speakers, model=draw(hostile))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(
    write: Callable[..., None], *articles: Article, out: type[io.StringIO] = io.StringIO, **options: object
) -> str:
    page = out()
    write(articles, page, **options)
    return page.getvalue()


@given(reported(), st.integers(40, 120), st.sampled_from([write_table, write_by_speaker]))
def test_a_table_has_nothing_that_terminals_obey(article: Article, width: int, write: Callable[..., None]) -> None:
    page = shown(write, article, width=width, everything=True)
    assert not OBEYED.search(page)
    assert all(cell_len(line) <= width for line in page.split("\n"))
    coloured = shown(write, article, out=Terminal, width=width, everything=True)
    assert not OBEYED.search(regex.sub(r"\x1b\[[0-9;]*m", "", coloured))


@given(reported(), st.integers(0, 2))
def test_a_table_with_sentences_around(article: Article, context: int) -> None:
    assert not OBEYED.search(shown(write_table, article, context=context, everything=True))


@given(reported(), reported())
def test_json_holds_all_and_is_plain_text(one: Article, other: Article) -> None:
    lines = shown(write_jsonl, one, other)
    assert not OBEYED.search(lines)
    assert [json.loads(line) for line in lines.splitlines()] == [one.to_dict(), other.to_dict()]
    assert not OBEYED.search(page := shown(write_json, one, other))
    assert json.loads(page) == [one.to_dict(), other.to_dict()]


@given(reported())
def test_no_cell_of_a_csv_file_is_a_formula(article: Article) -> None:
    page = shown(write_csv, article)
    head, *rows = csv.reader(io.StringIO(page, newline=""))
    assert tuple(head) == IN_CSV
    assert len(rows) == len(article.attributions)
    for cell in (cell for row in rows for cell in row):
        assert cell.lstrip(" '\"`“”‘’«»「」『』＂„‚‹›‛‟")[:1] not in tuple("=+-@＝＋－＠") or cell.startswith("'")
        assert not OBEYED.search(cell)
        assert "\n" not in cell


@given(reported())
def test_markdown_has_the_lines_of_its_table_and_no_more(article: Article) -> None:
    page = shown(write_markdown, article, everything=True)
    lines = page.split("\n")
    assert not OBEYED.search(page)
    assert lines[0].startswith("## ")
    if article.attributions:
        assert len(lines) == 2 + 2 + len(article.attributions) + 1
        cells = {len(regex.findall(r"(?<!\\)(?:\\\\)*+\|", line)) for line in lines[2:-1]}
        assert len(cells) == 1
    assert not regex.search(r"(?<!\\)(?:\\\\)*+[<\[]", page)


class Elements(HTMLParser):
    """The elements of a page and their attributes; convert_charrefs as browsers do."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


OURS = (
    *("html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "main", "form", "label"),
    *("span", "fieldset", "legend", "input", "small", "output", "button", "select", "option", "article"),
    *("details", "summary", "b", "ul", "ol", "li", "div", "section", "mark", "table", "thead", "tbody", "tr"),
    *("th", "td", "q", "bdi", "dl", "dt", "dd", "ins", "del", "svg", "symbol", "path", "use", "footer"),
    *("script", "nav", "cite"),
)
"""The elements that a page of ours is made of."""


def check_html(page: str) -> None:
    assert not OBEYED.search(page)
    for tag, attributes in Elements(page).found:
        assert tag in OURS
        assert not any(name.startswith("on") or name in ("src", "srcdoc", "action") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")


@given(reported(), reported())
def test_a_page_has_our_elements_and_no_others(one: Article, other: Article) -> None:
    page = shown(write_html, one, other)
    check_html(page)
    tags = [tag for tag, _ in Elements(page).found]
    assert tags.count("script") == tags.count("style") == tags.count("title") == 1
    assert "default-src 'none'" in page


@given(reported())
def test_a_notebook_gets_our_elements_and_no_others(article: Article) -> None:
    check_html(html(article))
    assert {tag for tag, _ in Elements(html(article)).found} <= {"div", "p", "b", "bdi", "mark"}


@given(reported())
def test_citron_s_annotations_read_back(article: Article) -> None:
    page = shown(write_citron, article)
    assert not OBEYED.search(page)
    contents = sorted(a.content for a in article.attributions if a.cue)
    assert [a.content for a in read_citron(json.loads(page), article.text)] == contents


@given(reported())
def test_brat_s_annotations_read_back_and_are_lines(article: Article) -> None:
    standoff = ann(article)
    assert len(standoff.splitlines()) == standoff.count("\n")
    assert len(read_ann(article.text, standoff)) == len(article.attributions)


@given(reported(), reported())
def test_brat_s_files_stay_in_their_folder(one: Article, other: Article) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "brat"
        write_brat([one, other], folder)
        assert len(list(folder.iterdir())) == 2 + 2 * 2
        assert list(Path(name).iterdir()) == [folder]


@given(hostile, reported())
def test_whom_a_name_is_of_can_be_asked_with_any_name(wanted: str, article: Article) -> None:
    assert article.called(wanted) <= set(article.speakers)
    search = Search(wanted)
    assert list(search.watch([article])) == [article]
    assert search.met or search.message
    assert set(Selection(speaker=wanted).of(article).attributions) <= set(article.attributions)
