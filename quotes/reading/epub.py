"""EPUB books to their text: the chapters in the order of the spine."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from quotes.errors import QuotesError
from quotes.reading.document import UnusableError, reason

_LARGEST = 2**28  # bytes of a book unpacked
_CONTAINER = "META-INF/container.xml"


def epub(raw: bytes) -> str:
    """The text of an EPUB book, a paragraph a line with blank ones between. Raises UnusableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            if sum(part.file_size for part in book.infolist()) > _LARGEST:
                raise QuotesError("larger than 256 MB when unpacked")
            text = "\n\n".join(filter(None, (_chapter(book.read(name)) for name in _spine(book))))
    except UnusableError:
        raise
    except Exception as error:  # of zipfile and lxml, whatever is broken
        raise UnusableError(f"no EPUB book, or a broken one ({reason(error)}); copy or download it again") from None
    if not text:
        raise UnusableError("an EPUB book without text, perhaps pictures of pages or locked; leave it out")
    return text


def _spine(book: zipfile.ZipFile) -> list[str]:
    """The names of the chapters' files, in their order."""
    package = next((str(found.get("full-path")) for found in _xml(book, _CONTAINER).iter("{*}rootfile")), "")
    tree = _xml(book, package)
    files = {item.get("id"): unquote(item.get("href", "")) for item in tree.iter("{*}item")}
    chapters = [files[item.get("idref")] for item in tree.iter("{*}itemref") if item.get("idref") in files]
    if not chapters:
        raise UnusableError("an EPUB book without a spine, so that no order of chapters is told; save it again")
    return [posixpath.normpath(posixpath.join(posixpath.dirname(package), chapter)) for chapter in chapters]


def _xml(book: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(book.read(name), parser)


def _chapter(raw: bytes) -> str:
    from lxml import html

    from quotes.reading.page_blocks import made_plain, paragraphs

    if not raw.strip():
        return ""
    tree = html.document_fromstring(raw, parser=html.HTMLParser(encoding="utf-8"))
    for left_out in tree.xpath("//head|//script|//style"):
        left_out.drop_tree()
    made_plain(tree)
    return "\n\n".join(paragraphs(tree))
