"""Web pages to the text of the article in them, with what the page tells of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import regex

from quotes.reading.document import Document
from quotes.reading.encodings import REPLACED

ENDINGS = (".html", ".htm", ".xhtml")
NO_TEXT = "a web page in which no article's text was found; leave it out, or save its text as .txt"

_PAGE = regex.compile(
    r"\ufeff?\s*+(?:<\?xml[^>]{0,200}+>\s*+)?+(?:<!--[^>]{0,200}+>\s*+)*+(?=<(?:!doctype html|html|head|body)\b)",
    regex.IGNORECASE,
)
_CHARSET = regex.compile(
    rb"<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*+=\s*+[\"']?+([\w:.-]{2,40})",
    regex.IGNORECASE,
)
HEAD = 4096  # bytes of a page that tell what it is and its encoding


def is_html(text: str) -> bool:
    """Whether a text is the source of a web page."""
    return bool(_PAGE.match(text))


def without_markup(document: Document) -> Document:
    """The document as it is, or the article in it (see `article`) where its text is that of a web page."""
    return article(document) if is_html(document.text) and not document.extracted else document


def article(page: Document) -> Document:
    """The text of the page's main part, a paragraph a line with blank ones between, and what the page tells of it.

    The text is empty where none is found. Readers' comments are no part of it.
    """
    found = _extracted(page.text.translate(REPLACED))
    if found is None:
        return replace(page, text="", extracted=True)
    # Lines that follow one another without a blank one can be taken for a paragraph wrapped to a width.
    text = (found.text or "").strip().replace("\n", "\n\n")
    return replace(
        page,
        text=text,
        title=found.title,
        author=found.author,
        date=found.date,
        site=found.sitename,
        extracted=True,
    )


def _extracted(text: str) -> Any:
    """Trafilatura's document, None where there is none, or the page is too broken for it."""
    import trafilatura

    from quotes.reading.page_blocks import made_plain

    begun = _PAGE.match(text)
    try:
        # It takes nothing for a page that does not begin like one.
        tree = trafilatura.load_html(f"<html>{text[begun.end() if begun else 0 :]}")
        made_plain(tree)
        return trafilatura.bare_extraction(
            tree,
            favor_recall=True,
            include_comments=False,
            with_metadata=True,
            # What a page says of its date, not what can be guessed from it.
            date_extraction_params={"extensive_search": False, "original_date": True},
            config=_configuration(),
        )
    except Exception:  # of lxml and what stands on it
        return None


def charset(raw: bytes) -> str | None:
    """The encoding that a page declares in its head, None where it does not."""
    match = _CHARSET.search(raw, endpos=HEAD)
    return match[1].decode() if match else None


@cache
def _configuration() -> Any:
    from trafilatura.settings import use_config

    configuration = use_config()
    # By default a text of fewer than 250 characters comes without its paragraphs.
    configuration.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    return configuration
