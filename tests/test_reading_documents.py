"""Word and PDF documents to their text."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from made_files import epub, locked, mail, mailbox, pdf, word

from quotes.reading import Document, Problem, read, word_and_pdf
from quotes.reading.document import UnusableError
from quotes.reading.printed_lines import joined

COLUMN = [
    "The harbour of Lund was quiet on Monday after crews and owners had signed the",
    "agreement. The mayor, Ana Pereira, said the long-term costs would fall on the govern-",
    'ment. "We did not win everything," she told reporters on the quay, "but the long-',
    'term plan stands."',
    "Rui Sato, who leads the union, denied that.",
]
PARAGRAPHS = (
    "The harbour of Lund was quiet on Monday after crews and owners had signed the agreement. The mayor, Ana "
    'Pereira, said the long-term costs would fall on the government. "We did not win everything," she told reporters '
    'on the quay, "but the long-term plan stands."\n\nRui Sato, who leads the union, denied that.'
)


def test_lines_are_joined_to_paragraphs_and_parted_words_made_whole() -> None:
    assert joined([COLUMN]) == PARAGRAPHS


def test_a_paragraph_goes_on_over_pages_and_running_heads_are_left_out() -> None:
    pages = [
        ["The Harbour Post, 4 March", "", *COLUMN[:2], "page 1 of 3"],
        ["The Harbour Post, 4 March", *COLUMN[2:4], "", "page 2 of 3"],
        ["The Harbour Post, 4 March", *COLUMN[4:], "page 3 of 3"],
    ]
    assert joined(pages) == PARAGRAPHS


def test_headings_and_answers_are_paragraphs_of_their_own() -> None:
    assert joined([["Strike ends", *COLUMN[:1], "agreement.", '"We won," said Ruiz.', "He smiled."]]) == (
        "Strike ends\n\nThe harbour of Lund was quiet on Monday after crews and owners had signed the agreement.\n\n"
        '"We won," said Ruiz.\n\nHe smiled.'
    )


def test_a_name_keeps_its_hyphen_and_ligatures_are_letters() -> None:
    lines = ["The elders of the village said so in their oﬃce, and the chief of Besh-", "Oruk said nothing."]
    assert joined([lines]) == (
        "The elders of the village said so in their office, and the chief of Besh-Oruk said nothing."
    )


def test_a_page_number_alone_is_left_out() -> None:
    assert joined([["12", *COLUMN]]) == joined([[*COLUMN, "- 12 -"]]) == PARAGRAPHS


def test_many_parted_words_take_linear_time() -> None:
    assert joined([["a" * 60 + "-"] * 20_000 + ["a" * 100_000]]) == "a" * (60 * 20_000 + 100_000)


def test_a_pdf_file_is_read() -> None:
    assert word_and_pdf.pdf(pdf(COLUMN[:2], COLUMN[2:])) == PARAGRAPHS


def test_a_word_document_is_read_with_its_tables() -> None:
    assert word_and_pdf.word(
        word("“We won,” said Ruiz.", "", "He left.", table=[["Crew", "12"], ["Ships", "3"]])
    ) == ("“We won,” said Ruiz.\n\nHe left.\n\nCrew\n\n12\n\nShips\n\n3")


def test_of_tracked_changes_what_they_lead_to_is_read() -> None:
    raw = word("We won.")
    run = b"<w:r><w:t>We won.</w:t></w:r>"
    changed = (
        b"<w:r><w:t>We </w:t></w:r><w:del><w:r><w:delText>lost</w:delText></w:r></w:del>"
        b"<w:ins><w:r><w:t>did not win</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        b"<w:r><w:t>.</w:t></w:r>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(run, changed))
    assert word_and_pdf.word(out.getvalue()) == "We did not win."


def test_a_document_is_told_by_its_first_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, raw in (("a.docx", word("We won.")), ("b.pdf", pdf(["We won."])), ("c.pdf", b"We won.")):
        Path(name).write_bytes(raw)
    assert list(read(["a.docx", "b.pdf", "c.pdf"])) == [
        Document("a", "a.docx", "We won.", extracted=True),
        Document("b", "b.pdf", "We won.", extracted=True),
        Document("c", "c.pdf", "We won."),
    ]


def test_a_word_document_that_grows_beyond_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_and_pdf, "_LARGEST", 1000)
    with pytest.raises(UnusableError, match=r"larger than 256 MB when unpacked"):
        word_and_pdf.word(word("We won."))


@pytest.mark.parametrize("made", [word("We won."), pdf(["We won."]), locked(pdf(["We won."])), epub("We won.")])
def test_a_document_that_is_cut_anywhere_gets_a_sentence(made: bytes) -> None:
    for end in range(5, len(made), len(made) // 40):
        read_document = word_and_pdf.reader(made[:end])
        assert read_document
        try:
            read_document(made[:end])
        except UnusableError as error:
            assert ";" in str(error) and "\n" not in str(error)


@pytest.mark.parametrize(
    ("made", "module", "told"),
    [
        (word("We won."), "docx", "reading a Word document needs python-docx; pip install 'quotes[files]'"),
        (pdf(["We won."]), "pypdf", "reading a PDF file needs pypdf; pip install 'quotes[files]'"),
    ],
)
def test_the_library_that_is_lacking_is_named(
    made: bytes, module: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    read_document = word_and_pdf.reader(made)
    assert read_document
    with pytest.raises(UnusableError) as error:
        read_document(made)
    assert str(error.value) == told


def test_an_epub_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    chapters = (
        "<h1>Rain</h1><p>It rained<br/>on Lund.</p>Nobody came.",
        "<blockquote>We won. <cite>Ana Ruiz</cite></blockquote><!-- no --><ul><li>Ships</li></ul>",
    )
    path.write_bytes(epub(*chapters))
    text = "Rain\n\nIt rained on Lund.\n\nNobody came.\n\n“We won.”\n\n— Ana Ruiz\n\nShips"
    assert list(read([path])) == [Document("book", str(path), text, extracted=True)]


@pytest.mark.parametrize("made", [epub("We won.", spine=False), epub("We won.").replace(b"rootfile ", b"rootless ")])
def test_an_epub_book_without_a_spine_is_told(made: bytes) -> None:
    read_book = word_and_pdf.reader(made)
    assert read_book
    with pytest.raises(UnusableError, match="EPUB book"):
        read_book(made)


def test_a_mailbox_holds_an_article_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lund.mbox").write_bytes(
        mailbox(mail("Rain fell.\n\n>From here on it snowed."), mail(""), mail("Snow fell."))
    )
    first, second, third = read(["lund.mbox"])
    assert isinstance(first, Document) and isinstance(third, Document)
    assert (first.id, third.id) == ("lund-1", "lund-3")
    assert first.text.startswith("From: Ana Ruiz <ana@lund.example>\nSubject: Rain\n\nRain fell.\n\n")
    assert second == Problem(
        "lund.mbox",
        "lund.mbox: message 2: an e-mail without text, perhaps only attachments; save those, and leave it out",
    )
