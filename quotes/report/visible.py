"""Hostile text made safe to print, shown and never obeyed, and to be written to files."""

from __future__ import annotations

import regex

_SURROGATE = regex.compile(r"[\uD800-\uDFFF]")
_WHITE_SPACE = regex.compile(r"\s++")

# Terminals obey control characters, and bidirectional controls can make a line read as what it does not say.
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_PICTURES = (
    {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\v\f\r"}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0x85), *range(0x86, 0xA0), *_BIDI, *range(0xD800, 0xE000)), 0xFFFD)
)


def storable(text: str) -> str:
    """`text`, as long as it is, as files in UTF-8 can hold it: with U+FFFD for lone surrogates."""
    same: str = _SURROGATE.sub("\ufffd", text)
    return same


def visible(text: str) -> str:
    """`text` in one line: white space folded to single spaces, each control character replaced by a picture of it.

    What has no picture (C1 and bidirectional controls, lone surrogates) becomes U+FFFD.
    """
    line: str = _WHITE_SPACE.sub(" ", text.translate(_PICTURES))
    return line
