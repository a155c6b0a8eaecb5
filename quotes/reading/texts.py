"""Files to texts for those who call the library: as the command reads them."""

from __future__ import annotations

import warnings
from pathlib import Path

from quotes.errors import QuotesError
from quotes.reading.document import Columns, Document, Problem
from quotes.reading.files import read as read_all


def read(
    *paths: str | Path, text_column: str = "text", id_column: str | None = None, allow_private: bool = False
) -> list[Document]:
    """The texts that files and folders hold, as `quotes scan` reads them: `quotes.scan(*quotes.read("article.txt"))`.

    paths: of text, web pages, documents, tables, archives, folders of them, or web addresses; "-" is standard
        input. All texts are in memory at once.
    text_column, id_column: of tables; without an id column "id" is one, if there is one.
    allow_private: whether web addresses may be those of private networks and of this machine.

    What the command would note on standard error, as an encoding that was guessed, is a warning.
    Raises QuotesError with one sentence about the first that cannot be read, TypeError where a path is none.
    """
    if not paths:
        raise TypeError("quotes.read needs a file or a folder")
    for path in paths:
        if not isinstance(path, str | Path):
            raise TypeError(f"a file or folder is named by a str or a Path, not {type(path).__name__}")
    found = []

    def warn(note: str) -> None:
        warnings.warn(note, stacklevel=3)

    for item in read_all(paths, Columns(text_column, id_column), tell=warn, allow_private=allow_private):
        if isinstance(item, Problem):
            raise QuotesError(item.message)
        found.append(item)
    return found
