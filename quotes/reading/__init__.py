"""Files to texts: plain text, web pages, documents, folders of them, standard input, tables and web archives.

A text is read when its turn comes, so that a million files need the memory of one; what cannot be read is told as a
`Problem` in its place and the others go on.
"""

from quotes.reading.document import TEXT_AND_ID, Columns, Document, Extent, Problem
from quotes.reading.files import STANDARD_INPUT, read
from quotes.reading.web_pages import without_markup

__all__ = [
    "STANDARD_INPUT",
    "TEXT_AND_ID",
    "Columns",
    "Document",
    "Extent",
    "Problem",
    "read",
    "without_markup",
]
