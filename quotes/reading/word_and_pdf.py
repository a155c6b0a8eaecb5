"""Word and PDF documents to their text. What they are is told by their first bytes, not by their names."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quotes.errors import QuotesError
from quotes.reading.document import UnusableError, library, reason
from quotes.reading.encodings import REPLACED
from quotes.reading.printed_lines import joined

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
        paragraphs = _word_paragraphs(docx.Document(io.BytesIO(raw)).element.body, docx.oxml.ns.qn)
    except Exception as error:  # of zipfile, lxml and python-docx, whatever is broken
        raise UnusableError(f"no Word document, or a broken one ({reason(error)}); save it again as .docx") from None
    return "\n\n".join(filter(str.strip, paragraphs))


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
        pages = [page.extract_text().translate(REPLACED).split("\n") for page in document.pages]
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


@dataclass(frozen=True)
class Reader:
    """A kind of document: how names of its files end, how the files begin, and what makes text of their bytes."""

    ending: str
    magic: bytes
    read: Callable[[bytes], str]


READERS = (
    Reader(".docx", b"PK\3\4", word),
    Reader(".pdf", b"%PDF-", pdf),
)
ENDINGS = tuple(document.ending for document in READERS)


def reader(raw: bytes) -> Callable[[bytes], str] | None:
    """What reads such a document, None where it is none."""
    return next((document.read for document in READERS if raw.startswith(document.magic)), None)
