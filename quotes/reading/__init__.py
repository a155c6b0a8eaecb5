"""Files to texts: plain text, web pages, documents, folders of them, standard input, tables and web archives.

A text is read when its turn comes, so that a million files need the memory of one; what cannot be read is told as a
`Problem` in its place and the others go on.
"""

from quotes.reading.files import STANDARD_INPUT, read
from quotes.reading.pages import without_markup
from quotes.reading.sources import TEXT_AND_ID, Columns, Extent, Problem, Source

__all__ = [
    "STANDARD_INPUT",
    "TEXT_AND_ID",
    "Columns",
    "Extent",
    "Problem",
    "Source",
    "read",
    "without_markup",
]
