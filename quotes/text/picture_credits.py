"""Credits for pictures and reports, "Photo: Ann Lee/Harbour News", which name nobody that an article tells of."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quotes.english import words
from quotes.text.intervals import Stretch

_WORD = r"(?:\p{Lu}[\p{L}\p{M}\p{N}.'’&-]*+|\L<links>(?!\p{L}))"
_WHO = rf"{_WORD}(?:(?:[ \xa0]?[/,|][ \xa0]?|[ \xa0]){_WORD}){{0,9}}+"
_NAME = r"\p{Lu}[\p{L}\p{M}.'’-]*+(?:[ \xa0]\p{Lu}[\p{L}\p{M}.'’-]*+){1,3}+"
_BEGIN = regex.compile(r"^|[\n(\[]|[.!?;…\"”’)][ \xa0]")
_CREDIT = regex.compile(
    rf"[ \t\xa0]{{0,3}}+(?:(?:\p{{Lu}}\p{{L}}*+[ \xa0]){{0,2}}?\b(?i:\L<kinds>)[ \xa0]?+"
    rf"(?::|[/|©]|by\b|courtesy[ \xa0]of\b)[ \xa0]?+{_WHO}"
    rf"|(?!By[ \xa0]){_NAME}[ \xa0]?+/[ \xa0]?+{_WORD}(?:[ \xa0/]{_WORD}){{0,3}}+)"
    r"(?=[ \xa0]?+(?:[)\].;]|$))",
    kinds=sorted(words("picture_credits")),
    links=sorted(words("function_words") | words("name_links")),
    flags=regex.MULTILINE,
)


def picture_credits(characters: str) -> Iterator[Stretch]:
    """Where a text credits pictures, or its reporters at its end, from the first word to the last."""
    begun = (_CREDIT.match(characters, match.end()) for match in _BEGIN.finditer(characters))
    return (match.span() for match in begun if match)
