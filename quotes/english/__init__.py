"""English as data: every list of words is a text file of this folder.

A file begins with `#` lines that say what its words are for and where they are from; then comes a word or phrase a
line, in small letters, sorted. After a tab stands what holds of a word besides, in marks with spaces between; the
head of the file says what each mark means.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from quotes.errors import QuotesError

_FOLDER = Path(__file__).parent


@cache
def words(name: str, mark: str | None = None) -> frozenset[str]:
    """The words of a list, `words("titles")`, or those of them that bear a mark, `words("titles", "honorific")`.

    Raises QuotesError where there is no such list, or none of its words bears the mark.
    """
    marks = table(name)
    if mark is None:
        return frozenset(marks)
    found = frozenset(word for word, beside in marks.items() if mark in beside)
    if not found:
        raise QuotesError(f"No word in quotes/english/{name}.txt is marked {mark!r}")
    return found


def table(name: str, folder: Path = _FOLDER) -> Mapping[str, tuple[str, ...]]:
    """The words of a list, in its order, each with its marks: none, one or several.

    folder: where lists of the same form stand. Raises QuotesError where there is no such list.
    """
    path = folder / f"{name}.txt"
    if not path.is_file():
        raise QuotesError(f"There is no list of English words named {name!r}")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if not line.startswith("#"))
    return MappingProxyType({word: tuple(marks.split()) for word, _, marks in rows})
