"""Bytes to text: by a byte order mark, what a page declares, UTF-8, or a guess."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from encodings.aliases import aliases

from quotes.reading.document import UnusableError

_MARKS = (  # that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# As browsers have it; and a declaration that reads as ASCII is not in UTF-16.
_MEANT = {"latin_1": "cp1252", "ascii": "cp1252", "utf_16": "utf_8", "utf_16_le": "utf_8", "utf_16_be": "utf_8"}
_KNOWN = {name for name in aliases.values() if not name.endswith("_codec")} - {"rot_13", "utf_7"}
_SAMPLE = 2**16  # bytes that a guess is made from
REPLACED = {0: 0xFFFD} | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
"""For `str.translate`: NUL, where parsers end, and lone surrogates, which UTF-8 cannot hold, to U+FFFD."""
_FEWEST = 10  # characters for each NUL in a text; UTF-16 without a mark has two
_BINARY = "not text but a binary file (NUL bytes); leave it out, or save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text; note: what was guessed or lost, None where nothing was."""

    text: str
    note: str | None = None


def decoded(raw: bytes, declared: str | None = None) -> Decoded:
    """The text that the bytes are, without a byte order mark.

    A byte order mark is believed, then what is declared (bytes that it does not allow become U+FFFD), then UTF-8 if
    all of it is. Else charset-normalizer guesses: windows-1252, which English that is not UTF-8 mostly is, or what
    it thinks best, where it finds nothing odd in that.

    declared: the name of an encoding, as pages give it; unknown ones are passed over.
    Raises UnicodeDecodeError where it is no text in what the mark says, or nothing that can be guessed, and
    UnusableError where it is no text at all: more than one character in ten is NUL, or one is and not all is UTF-8.
    """
    found = _decoded(raw, declared)
    if found.text.count("\0") * _FEWEST > len(found.text):
        raise UnusableError(_BINARY)
    return found


def why(error: UnicodeDecodeError) -> str:
    """What is wrong with the bytes, and where."""
    encoding = error.encoding.upper().removesuffix("-LE").removesuffix("-BE")
    return f"not {encoding} text (byte 0x{error.object[error.start]:02X} at offset {error.start})"


def _decoded(raw: bytes, declared: str | None) -> Decoded:
    mark = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)
    if mark:
        return Decoded(raw.decode(mark).removeprefix("\ufeff"))
    meant = _meant(declared) if declared else None
    try:
        return Decoded(raw.decode(meant or "utf-8"))
    except UnicodeDecodeError:
        if meant:
            return Decoded(
                raw.decode(meant, "replace"), f"not all of it is {_shown(meant)}, what is not became \ufffd"
            )
        if b"\0" in raw:
            raise UnusableError(_BINARY) from None
        guess = None if _is_broken_utf_8(raw) else _guess(raw)
        if guess is None:
            raise
        return Decoded(raw.decode(guess), f"not UTF-8; read as {_shown(guess)}, a guess, so look at its letters")


def _meant(declared: str) -> str | None:
    name = declared.lower().replace("-", "_")
    name = aliases.get(name, name)
    return _MEANT.get(name, name) if name in _KNOWN else None


def _is_broken_utf_8(raw: bytes) -> bool:
    """Whether more of it is UTF-8 beyond ASCII than is not."""
    text = raw.decode(errors="replace")
    lost = text.count("\ufffd")
    return sum(not character.isascii() for character in text) > 2 * lost


def _guess(raw: bytes) -> str | None:
    """The encoding that it seems to be in, and can be read in, if there is one."""
    from charset_normalizer import from_bytes

    sample = b"\n".join(line for line in raw.split(b"\n") if not line.isascii())[:_SAMPLE]
    for only in (["cp1252"], None):
        best = from_bytes(sample, cp_isolation=only).best()
        if best and best.chaos == 0 and _is_in(raw, best.encoding):
            return best.encoding
    return None


def _is_in(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _shown(encoding: str) -> str:
    return encoding.replace("cp125", "windows-125").replace("_", "-").replace("utf", "UTF")
