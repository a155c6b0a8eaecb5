"""Statement or attitude: whether what is attributed was uttered, or only thought, felt, wanted or planned."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from quotes.attribution import Act, Type
from quotes.cues import known_head
from quotes.english import words

_ATTITUDES = words("cues", "attitude")
_LONG_QUOTE = regex.compile(r"""["“„«‘](?=\p{L})(?:[^\s"“”„«»‘]++\s++){3}\p{L}""")


def act(cue: str | None, type: Type, content: Sequence[str]) -> Act:
    """Whether the `content`, a text for each of its spans, was uttered, or only thought, felt, wanted or planned.

    Without a cue, it was uttered. What stands in quotation marks was, too, whatever the cue (but for thoughts),
    unless those hold only a few words of it: a title or a catchword.
    """
    head = known_head(cue or "")
    if head not in _ATTITUDES:
        return "statement"
    quoted = type == "direct" or any(_LONG_QUOTE.search(piece) for piece in content)
    return "statement" if quoted and head != "think" else "attitude"
