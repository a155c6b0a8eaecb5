"""Word and PDF documents to their text."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from made_files import epub, locked, mail, mailbox, pdf, placed, word

from quotes import scan
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
    assert joined([["a" * 30 + "-"] * 20_000 + ["a" * 100_000]]) == "a" * (30 * 20_000 + 100_000)


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


LEFT = [
    "The ferry between Norvik and Alder",
    'will not sail this winter. "Nobody',
    'asked the school," said Ruth Hau-',
    'gen, its head teacher. "We read it',
    "in the paper on Monday, and the",
    'children cried."',
    "The captain, Leif Moe, said the en-",
    "gine was worn out and that no one",
]
RIGHT = [
    "made the parts any more. The coun-",
    "cil has not answered.",
    '"Tickets will be paid back by Christ-',
    'mas," said harbour master Eva Lind.',
    "She would not say what the winter",
    "will cost the town, or who pays for",
    "the mending.",
]
NEXT = ["Cook Jo Fenner said the ship's bell", "would be missed most of all."]
FERRY = (
    'The ferry between Norvik and Alder will not sail this winter. "Nobody asked the school," said Ruth Haugen, its '
    'head teacher. "We read it in the paper on Monday, and the children cried."\n\nThe captain, Leif Moe, said the '
    "engine was worn out and that no one made the parts any more. The council has not answered.\n\n"
    '"Tickets will be paid back by Christmas," said harbour master Eva Lind. She would not say what the winter will '
    "cost the town, or who pays for the mending.\n\nCook Jo Fenner said the ship's bell would be missed most of all."
)


def columns(*, across: bool) -> bytes:
    """A PDF file of two pages, the first with two columns, both with running heads; across: written line by line."""
    left = [(60, 700 - 14 * n, line) for n, line in enumerate(LEFT)]
    right = [(320, 700 - 14 * n, line) for n, line in enumerate(RIGHT)]
    body = sorted(left + right, key=lambda line: -line[1]) if across else left + right
    rest = [(60, 700 - 14 * n, line) for n, line in enumerate(NEXT)]
    return placed(
        [(60, 760, "THE NORVIK POST, 4 March, 4"), *body, (280, 40, "Page 4 of 5")],
        [(60, 760, "THE NORVIK POST, 4 March, 5"), *rest, (280, 40, "Page 5 of 5")],
    )


@pytest.mark.parametrize("across", [True, False])
def test_a_page_of_two_columns_is_read_one_after_the_other(across: bool) -> None:
    assert word_and_pdf.pdf(columns(across=across)) == FERRY


def test_its_quotes_are_those_of_its_text() -> None:
    def said(text: str) -> list[tuple[str, str]]:
        return [(a.speaker.name if a.speaker else "?", a.words) for a in scan(text).attributions]

    assert said(word_and_pdf.pdf(columns(across=True))) == said(FERRY)
    assert ("Eva Lind", '"Tickets will be paid back by Christmas,"') in said(FERRY)


def test_a_table_is_read_across() -> None:
    rows = [("Norvik United", "3"), ("Alder Rovers", "2"), ("Lund Town", "1"), ("Telling", "1"), ("Hamra", "0")] * 2
    cells = [(x, 700 - 14 * n, cell) for n, row in enumerate(rows) for x, cell in zip((60, 320), row, strict=True)]
    assert "Norvik United 3" in word_and_pdf.pdf(placed(cells))


MINUTES = """\
                       BECKLOW PARISH COUNCIL

Present: Cllr Ort (Chair), Cllr Pym.            Miss Dale told the meeting that she
Mr Hale took these minutes in place             walked the lane every day. "There are
of the clerk.                                   no lamps and there is no pave-
1. The lane                                     ment," she said. Cllr Pym asked who
Mr Fenn said that the pit would be fill-        would pay for one.
ed within twelve years. "We are not ask-
ing for ever," he told the meeting.             The Chair said that the parish had
Miss Dale spoke for the residents.              no money for lamps this year.

                                                The meeting closed at 8.42 pm.

                               - 3 -
"""


def test_a_text_with_two_columns_side_by_side_is_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(MINUTES)
    notes: list[str] = []
    [found] = read([path], tell=notes.append)
    assert isinstance(found, Document)
    assert found.extracted
    assert notes == [f"{path}: two columns stand side by side; read one after the other"]
    assert "the pit would be filled within twelve years." in found.text
    assert (
        '"There are no lamps and there is no pavement," she said. Cllr Pym asked who would pay for one.' in found.text
    )
    assert found.text.index("spoke for the residents.") < found.text.index("Miss Dale told the meeting")
    assert found.text.endswith("The meeting closed at 8.42 pm.")


@pytest.mark.parametrize(
    "line",
    [
        "Member for Coldharbour North   Voted against it",
        "ANN LEE:   the lane has no lamps and is dark",
    ],
)
def test_a_table_and_a_script_are_no_columns(line: str, tmp_path: Path) -> None:
    path = tmp_path / "votes.txt"
    path.write_text("\n".join([line] * 20))
    [found] = read([path])
    assert isinstance(found, Document)
    assert (found.text, found.extracted) == ("\n".join([line] * 20), False)
