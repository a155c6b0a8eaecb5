"""Names as they are compared across texts: folded, and whether two of them may be one person's.

Which names of one article are one's is learned: `quotes.resolve.who_is_who`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

# letters that Unicode does not take for one with an accent
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(name: str) -> str:
    """A name in small letters and without accents: "sorensen" for "Sørensen", "zoe" for "ZOË"."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return name.casefold().translate(_LETTERS)


def may_be_one(name: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names, in folded words without titles, may be one person's; neither is empty.

    One has all words of the other ("Lee", "Ann Lee"), or they share first letter and last word ("A. Lee", "Ann Lee").
    """
    if set(name) <= set(other) or set(other) <= set(name):
        return True
    return name[-1] == other[-1] and name[0][0] == other[0][0]
