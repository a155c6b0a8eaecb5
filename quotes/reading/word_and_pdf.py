"""Word and PDF documents to their text. What they are is told by their first bytes, not by their names."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from quotes.errors import QuotesError
from quotes.reading.document import Document, UnusableError, library, reason
from quotes.reading.encodings import REPLACED
from quotes.reading.epub import epub
from quotes.reading.printed_lines import in_columns, joined
from quotes.reading.talk import of_rows, recorded

_ODT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LARGEST = 2**28  # bytes of a Word document unpacked

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # it tells of every oddity that it puts up with


def word(raw: bytes) -> str:
    """The text of a Word document: a paragraph a line with blank ones between, tables and text boxes in their places.

    Headers, footers, notes and what was deleted under "track changes" are left out. Raises UnusableError.
    """
    docx = library("docx", "a Word document", "python-docx")
    try:
        if sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(raw)).infolist()) > _LARGEST:
            raise QuotesError("larger than 256 MB when unpacked")
        document = docx.Document(io.BytesIO(raw))
        talk = _word_talk(document)
        paragraphs = [talk] if talk else _word_paragraphs(document.element.body, docx.oxml.ns.qn)
    except Exception as error:  # of zipfile, lxml and python-docx, whatever is broken
        raise UnusableError(_no_word(raw, reason(error))) from None
    return "\n\n".join(filter(str.strip, paragraphs))


def _no_word(raw: bytes, why: str) -> str:
    """What a file is that begins as Word documents do and cannot be read as one."""
    try:
        names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return (
            "begins as zip files do (also documents, workbooks and slides), and is broken "
            f"({why}); copy or download it again"
        )
    if any(name.startswith("word/") for name in names):
        return f"a broken Word document ({why}); save it again as .docx"
    return (
        "a zip file of something else than an article, perhaps a workbook or slides; save what is in it as "
        ".docx, .csv or .txt"
    )


def _word_talk(document: Any) -> str | None:
    """What is said in a document that is a table with a column of speakers, but for a few lines around it."""
    around = sum(len(paragraph.text) for paragraph in document.paragraphs)
    for table in document.tables:
        cues = of_rows([[cell.text for cell in row.cells] for row in table.rows])
        if cues and sum(len(cue.words) for cue in cues) > around:
            return recorded(Document("", None, ""), cues).text
    return None


def open_document(raw: bytes) -> str:
    """The text of an OpenDocument text (.odt), a paragraph a line with blank ones between. Raises UnusableError."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as whole:
            if whole.getinfo("content.xml").file_size > _LARGEST:
                raise QuotesError("larger than 256 MB when unpacked")
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            tree = etree.fromstring(whole.read("content.xml"), parser)
    except Exception as error:  # of zipfile and lxml, whatever is broken
        raise UnusableError(f"no OpenDocument text, or a broken one ({reason(error)}); save it again") from None
    for left_out in tree.iter(f"{_ODT}tracked-changes", f"{_ODT}note"):
        for child in list(left_out):
            left_out.remove(child)
    for space in tree.iter(f"{_ODT}s", f"{_ODT}tab", f"{_ODT}line-break"):
        space.text = "\n" if space.tag.endswith("line-break") else " "
    paragraphs = ("".join(paragraph.itertext()).strip() for paragraph in tree.iter(f"{_ODT}p", f"{_ODT}h"))
    return "\n\n".join(filter(None, paragraphs))


def rich_text(raw: bytes) -> str:
    """The text of an RTF file. Raises UnusableError."""
    striprtf = library("striprtf.striprtf", "an RTF file", "striprtf")
    try:
        text = str(striprtf.rtf_to_text(raw.decode("latin-1"), encoding="cp1252", errors="replace"))
    except Exception as error:  # of striprtf, whatever is broken
        raise UnusableError(f"a broken RTF file ({reason(error)}); save it again") from None
    return text.strip() and text


def _word_paragraphs(body: Any, named: Callable[[str], str]) -> list[str]:
    """All paragraphs, those of a text box after the one that it hangs on."""
    # What was moved away, and the second of two ways to show a text box.
    left_out = (named("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
    texts: dict[Any, list[str]] = {paragraph: [] for paragraph in body.iter(named("w:p"))}
    for run in body.iter(named("w:r")):
        if next(run.iterancestors(*left_out), None) is None:
            texts[next(run.iterancestors(named("w:p")))].append(run.text)
    return ["".join(text) for text in texts.values()]


def pdf(raw: bytes) -> str:
    """The text of a PDF file, its lines joined to paragraphs, running heads and page numbers left out.

    Raises UnusableError, also where it holds pictures of pages and no text.
    """
    pypdf = library("pypdf", "a PDF file", "pypdf")
    try:
        document = pypdf.PdfReader(io.BytesIO(raw))
        pages = [_lines(page) for page in document.pages]
    except pypdf.errors.FileNotDecryptedError:
        raise UnusableError("a PDF file that a password locks; save it without") from None
    except pypdf.errors.DependencyError:
        raise UnusableError(
            "an encrypted PDF file; pip install cryptography, or save it without encryption"
        ) from None
    except Exception as error:  # of pypdf, whatever is broken
        raise UnusableError(f"a broken PDF file ({reason(error)}); copy or download it again") from None
    text = joined(pages)
    if not text:
        raise UnusableError("a PDF file without text, perhaps pictures of pages; run text recognition on it")
    return text


def _lines(page: Any) -> Sequence[str]:
    """The lines of a PDF file's page, of two columns one after the other."""
    lines: list[str] = page.extract_text().translate(REPLACED).split("\n")
    try:
        laid_out = page.extract_text(extraction_mode="layout").translate(REPLACED).split("\n")
    except Exception:  # of pypdf, on fonts and turned pages that this mode does not know
        return lines
    return in_columns(lines, laid_out)


@dataclass(frozen=True)
class Reader:
    """A kind of document: how names of its files end, and the files begin, and what makes text of their bytes.

    within: what stands in their first 200 bytes, where others begin as they do.
    """

    ending: str
    magic: bytes
    read: Callable[[bytes], str]
    within: bytes = b""


READERS = (
    Reader(".odt", b"PK\3\4", open_document, b"mimetypeapplication/vnd.oasis.opendocument.text"),
    Reader(".epub", b"PK\3\4", epub, b"mimetypeapplication/epub+zip"),
    Reader(".rtf", b"{\\rtf", rich_text),
    Reader(".docx", b"PK\3\4", word),
    Reader(".pdf", b"%PDF-", pdf),
)
ENDINGS = tuple(document.ending for document in READERS)


def reader(raw: bytes) -> Callable[[bytes], str] | None:
    """What reads such a document, None where it is none."""
    begun = (document for document in READERS if raw.startswith(document.magic))
    return next((document.read for document in begun if document.within in raw[:200]), None)
