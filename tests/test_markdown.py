"""Markdown: rendered by markdown-it, the cells say what the article says, and hostile text is nothing but text."""

import io
import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from samples import CHECKED, CHOICE, FERRY, IN_A_TALK, LOG, NOON, TEXT, article, said

from quotes.article import Article
from quotes.attribution import Speaker, Verification
from quotes.report.markdown import write_markdown
from quotes.report.selection import Selection
from quotes.report.visible import visible

TEXTUAL = {"text", "text_special", "code_inline"}
# What GitHub makes links of without being told to.
LINKED = re.compile(r"www\.|\w+://|[\w.+-]@[\w-]", re.IGNORECASE)


def written(*articles: Article, selection: Selection | None = None, everything: bool = False) -> str:
    out = io.StringIO()
    write_markdown(articles, out, selection or Selection(), everything=everything)
    return out.getvalue()


def tokens(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def texts(markdown: str) -> list[str]:
    """The texts of headings, paragraphs and cells; fails where anything in them is more than text."""
    found = []
    for token in tokens(markdown):
        assert token.type != "html_block"
        if token.type == "inline":
            children = token.children or []
            assert {child.type for child in children} <= TEXTUAL, token.content
            assert all(child.content.strip("@") == "" for child in children if child.type == "code_inline")
            found.append("".join(child.content for child in children))
    return found


def quoted(words: str) -> str:
    """The quote in the table of an article where somebody says these words."""
    found = texts(written(said(words)))
    assert len(found) == 1 + 2 * 6
    return found[10]


def test_an_article_is_a_heading_and_a_table() -> None:
    assert written(article(TEXT, CHOICE, NOON)).splitlines() == [
        "## news/ferry\\.txt",
        "",
        "| no. | speaker | verb | quote | line | confidence |",
        "| ---: | --- | --- | --- | ---: | ---: |",
        '| 1 | Tove Aalto, Captain | told reporters (direct) | "We had no choice," … "Nobody sails into that." '
        "| 3 | 93% |",
        "| 2 | Tove Aalto, Captain | hopes (indirect attitude) | to leave at noon | 3 | 80% |",
    ]


def test_a_renderer_sees_the_table() -> None:
    types = [token.type for token in tokens(written(FERRY))]
    assert types.count("heading_open") == 1 and types.count("table_open") == 1 and types.count("tr_open") == 1 + 3


def test_a_quote_without_speaker_and_cue_says_so() -> None:
    assert texts(written(FERRY))[-6:] == [
        "3",
        "? speaker not found",
        "(direct)",
        "“And who feeds the sheep?”",
        "5",
        "50%",
    ]


def test_verdicts_have_a_column_where_something_was_verified() -> None:
    cells = texts(written(CHECKED))[1:]
    assert cells[6::8] == ["verdict", "trimmed", "", "not found: no source has it"]
    assert cells[7::8] == ["source", "logs/monday.txt, line 1, Captain Aalto: “no choice was left”", "", ""]
    assert "verdict" not in texts(written(FERRY))


def test_a_verdict_says_why_and_the_source_stands_beside_it() -> None:
    *_, verdict, source = texts(written(article(TEXT, replace(CHOICE, verification=IN_A_TALK))))
    assert verdict == "altered: the article leaves out “no”"
    assert source == f"logs/talk.vtt, line 1, at 00:14:03, Captain Aalto: “{LOG}”"


def test_under_what_is_not_found_stands_the_nearest_passage() -> None:
    missing = Verification("not_found", 0.0, nearest=IN_A_TALK.match)
    *_, verdict, source = texts(written(article(TEXT, replace(CHOICE, verification=missing))))
    nearest = f"nearest is logs/talk.vtt, line 1, at 00:14:03, Captain Aalto: “{LOG}”"
    assert (verdict, source) == (f"not found: no source has it; {nearest}", "")


def test_joint_speakers_are_joined_by_and() -> None:
    together = said("We agree.", Speaker("Tove Aalto | Ilse Brandt", "person"))
    assert "Tove Aalto and Ilse Brandt" in texts(written(together))


def test_an_article_without_quotes_says_so() -> None:
    assert texts(written(article("Snow.", id="snow", path=None))) == ["snow", "No quotes."]


def test_what_is_unsure_is_counted_below_and_shown_on_request() -> None:
    unsure = replace(NOON, confidence=0.2)
    assert texts(written(article(TEXT, CHOICE, unsure)))[13:] == [
        "Not shown: 1 that is unsure (below 30 %); --all shows that too."
    ]
    assert texts(written(article(TEXT, unsure)))[1] == "No quotes that are sure."
    assert "hopes (indirect attitude)" in texts(written(article(TEXT, unsure), everything=True))


def test_a_selection_leaves_rows_out_and_keeps_numbers() -> None:
    cells = texts(written(FERRY, selection=Selection(types=frozenset({"direct"}))))[1:]
    assert cells[6::6] == ["1", "3"]


def test_articles_are_written_as_they_come() -> None:
    out = io.StringIO()

    def coming() -> Iterator[Article]:
        yield FERRY
        assert "We had no choice" in out.getvalue()
        yield said("Later.", id="later")

    write_markdown(coming(), out)
    assert [token.tag for token in tokens(out.getvalue()) if token.nesting == 1].count("h2") == 2


@pytest.mark.parametrize(
    "words",
    [
        "a | b || c |",
        "\\",
        "\\\\| a \\| b \\",
        "`code` ``more`` `",
        "*one* **two** ***three*** _four_ __five__ snake_case_name",
        "~one~ ~~two~~",
        "[text](http://a.example) [text][ref] [ref]: x ![image](http://a.example/x.png) [^1]",
        "<b>bold</b> <script>alert(1)</script> <!-- no --> <a@b.example> <http://a.example> </td>",
        "&amp; &lt;b&gt; &#42;x&#42; &copy",
        "# heading ## #",
        "> quote - list + list 1. list --- ===",
        "$x_1$ ==mark== ^up^ {.class} {{ x }}",
        "http://a.example https://a.example/b?c=d&e=f HTTP://A.EXAMPLE ftp://a.example",
        "//a.example //localhost see a.example or www.a.example, WWW.A.EXAMPLE",
        "tove@ferry.example mailto:tove@ferry.example t.a+b@ferry.example @tove @@ a@ @`@ `@`",
        "C:\\ferry\\log 10:30 and/or e.g. this",
        "“Łódź” 東京 :smile: 👩‍🚀",
        "| --- | --- |",
    ],
)
def test_hostile_text_is_text(words: str) -> None:
    assert quoted(words) == words
    assert not LINKED.search(written(said(words)))


def test_hostile_text_is_text_wherever_it_stands() -> None:
    hostile = "*a*|[b](c) `d` <i> ~~e~~ www.a.example"
    speaker = Speaker(hostile, "person", hostile)
    found = texts(written(said("No.", speaker, id="x", path=hostile)))
    assert found[0] == hostile and f"{hostile}, {hostile}" in found


def test_any_mixture_of_signs_is_text() -> None:
    signs = random.Random(5)
    for _ in range(2000):
        words = "".join(signs.choices("\\`*_{}[]()<>#~|&^$=+-!:./@;\"' aw1", k=12)).strip() or "-"
        assert quoted(words) == visible(words)


def test_control_characters_line_ends_and_bidi_controls_do_not_come_through() -> None:
    assert quoted("a\x1b[31m\x00b\u202ec\ud800\n\n| d |\u2028e") == "a␛[31m␀b�c� | d | e"
