"""A small archive that several tests ask: four articles of two sites, about people who do not exist."""

from __future__ import annotations

from pathlib import Path

import quotes

STRIKE = """The strike at Port Ellery ended on Monday.

"The agreement is fair to the crews," said Ines Moreau, the harbour minister. She said the fees would not rise.

"Nobody will load a ship alone," Adaeze Lindqvist told reporters.
"""
FEES = """Harbour fees will rise in May.

"We have no choice," said Ines Moreau, the harbour minister. "The quays are old." She told the crews to wait.

A senior official said that the fees had been too low for years.
"""
FERRY = """The ferry stayed in the harbour.

"The crews have no say in it," said Captain Tove Aalto. "He asked nobody," Moreau said.
"""
OPERA = """The opera opens in June.

“Émile sings it as nobody has sung it,” said Ines Moreau, the soprano. He rehearses at night, she said.
"""
ARTICLES = (
    quotes.Document("strike", None, STRIKE, date="2026-03-02", site="Harbour Post"),
    quotes.Document("fees", None, FEES, date="2026-04-20", site="Harbour Post"),
    quotes.Document("ferry", None, FERRY, site="The Island"),
    quotes.Document("opera", None, OPERA, date="2025-12-01", site="The Island"),
)


def made(path: Path) -> Path:
    """The archive, in a new file."""
    with quotes.Archive(path, create=True) as archive:
        archive.add(quotes.scan_many(ARTICLES))
    return path
