"""What users of the library are told, and how they get at texts and speakers."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

import quotes

TEXT = '"We will not sign," said Ana Pereira, the mayor. "It is a trap," she added.'


@pytest.fixture(scope="module")
def article() -> quotes.Article:
    return quotes.scan(TEXT)


def test_files_are_read_as_the_command_reads_them(tmp_path: Path) -> None:
    (tmp_path / "mayor.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "rows.csv").write_text('id,body\nferry,"It sank, Ole Rud said."\n', encoding="utf-8")
    documents = quotes.read(tmp_path / "mayor.txt", str(tmp_path / "rows.csv"), text_column="body")
    assert [(document.id, document.text) for document in documents] == [
        ("mayor", TEXT),
        ("ferry", "It sank, Ole Rud said."),
    ]
    scanned = quotes.scan(*quotes.read(tmp_path / "mayor.txt"))
    assert (scanned.id, scanned.path) == ("mayor", str(tmp_path / "mayor.txt"))


def test_what_cannot_be_read_is_told_in_a_sentence() -> None:
    with pytest.raises(quotes.QuotesError, match=r"^nosuch\.txt: no such file or folder; check the name$"):
        quotes.read("nosuch.txt")


def test_a_name_in_place_of_a_text_is_warned_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mayor.txt").write_text(TEXT, encoding="utf-8")
    with pytest.warns(UserWarning, match=r"^'mayor\.txt' names a file and is scanned as a text; quotes\.read reads"):
        quotes.scan("mayor.txt")
    with pytest.warns(UserWarning, match="names a file"):
        list(quotes.scan_many(["mayor.txt"]))
    with pytest.warns(UserWarning, match=r"^'https://news\.example/a' names a web address and is scanned as a text"):
        quotes.scan("https://news.example/a")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        quotes.scan("https://news.example/a tells more.")
        quotes.scan("Read mayor.txt, the editor said.")


@pytest.mark.parametrize("name", ["Pereira", "ana pereira", "A. Pereira", "the mayor", "Mayor"])
def test_what_somebody_says_by_a_name(name: str, article: quotes.Article) -> None:
    everything = article.said_by(article.speakers[0])
    assert len(everything) == 2
    assert article.said_by(name) in (everything, ())
    assert name not in ("Pereira", "ana pereira") or article.said_by(name) == everything


def test_nobody_is_called_what_the_article_calls_nobody(article: quotes.Article) -> None:
    assert article.said_by("Lindqvist") == ()


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda article: quotes.scan(7), "a text to scan is a str or a Document, not int"),
        (
            lambda article: quotes.scan([TEXT]),
            "not list; quotes.read reads files, and quotes.scan_many takes several",
        ),
        (lambda article: quotes.scan(TEXT, TEXT), "takes one text, not 2; quotes.scan_many takes several, in a list"),
        (lambda article: quotes.scan_many([TEXT], workers="2"), "batch_size and workers are whole numbers"),
        (lambda article: quotes.Scanner(threads="2"), "threads are a whole number, 0 for one a core, not str"),
        (lambda article: quotes.Scanner(stanza_package=2), "a package of Stanza's is named by a str, not int"),
        (lambda article: quotes.verify(article, 7), "sources are files and folders, each a str or a Path, not int"),
        (lambda article: quotes.to_arrow(article), "articles are several, in a list for instance, not one Article"),
        (lambda article: quotes.scan_many(TEXT), "texts to scan are several, each a str or a Document, not one str"),
        (lambda article: article.said_by(1), "a speaker is a quotes.Speaker or a name, not int"),
        (lambda article: quotes.read(b"a.txt"), "a file or folder is named by a str or a Path, not bytes"),
        (lambda article: quotes.read(), "quotes.read needs a file or a folder"),
        (lambda article: quotes.Scanner(model=3), "a model is the folder that it is in, a str or a Path, not int"),
        (lambda article: quotes.Evidence([]).verify(TEXT), "what is verified is an Article, as quotes.scan gives it"),
    ],
)
def test_a_wrong_type_is_told_beside_the_right_one(call: Any, told: str, article: quotes.Article) -> None:
    with pytest.raises(TypeError, match=told):
        call(article)


def test_a_scanner_without_a_model_fails_when_it_is_made() -> None:
    with pytest.raises(NotADirectoryError, match="no such folder, so no model"):
        quotes.Scanner(model="nosuch")


def test_notebooks_show_attributions_and_speakers(article: quotes.Article) -> None:
    shown = article.attributions[0]._repr_html_()
    assert shown and "<b><bdi>Ana Pereira</bdi></b>" in shown and "We will not sign" in shown
    speaker = article.speakers[0]._repr_html_()
    assert speaker and "Ana Pereira" in speaker and "person" in speaker


def test_notebooks_show_verdicts() -> None:
    passage = quotes.Match("speech.txt", quotes.Span(0, 13, "We will sign."), 1)
    change = quotes.Change("negation", quotes.Span(8, 11, "not"), None)
    shown = quotes.Verification("altered", 0.9, passage, (change,))._repr_html_()
    assert (
        shown and "altered: the article puts in “not” (90%); speech.txt, line 1; negation: nothing → “not”" in shown
    )
    assert "<blockquote>We will sign.</blockquote>" in shown
    after = quotes.Span(14, 22, "Tomorrow.")
    talk = quotes.Match("talk.vtt", quotes.Span(3, 12, "will sign"), 1, None, passage.span, None, after, "00:14:03")
    shown = quotes.Verification("verbatim", 1.0, talk)._repr_html_()
    assert shown and "verbatim (100%); talk.vtt, line 1, at 00:14:03" in shown
    assert "<blockquote>We will sign. <small>Tomorrow.</small></blockquote>" in shown
