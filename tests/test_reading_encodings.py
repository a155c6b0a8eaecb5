"""Bytes to text: marks, declarations, UTF-8 and guesses."""

import codecs

import pytest

from quotes.reading.document import UnusableError
from quotes.reading.encodings import decoded, why

ENGLISH = "“We will not sign,” said José Núñez, the mayor’s deputy – who left the café.\n"


@pytest.mark.parametrize(
    "raw",
    [
        "Łódź".encode(),
        "Łódź".encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + "Łódź".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "Łódź".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "Łódź".encode("utf-32-le"),
        codecs.BOM_UTF32_BE + "Łódź".encode("utf-32-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_no_part_of_the_text(raw: bytes) -> None:
    assert (decoded(raw).text, decoded(raw).note) == ("Łódź", None)


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (ENGLISH, "cp1252", "windows-1252"),
        ("In a café.", "latin-1", "windows-1252"),
        ("«Мы не подпишем», — сказала мэр города Анна Петрова вчера вечером.", "cp1251", "windows-1251"),
    ],
)
def test_what_is_not_utf_8_is_guessed_and_told(text: str, encoding: str, told: str) -> None:
    found = decoded(text.encode(encoding))
    assert found.text == text
    assert found.note == f"not UTF-8; read as {told}, a guess, so look at its letters"


def test_nothing_is_guessed_where_most_is_utf_8() -> None:
    """Windows-1252 would turn each "é" into "Ã©"."""
    with pytest.raises(UnicodeDecodeError) as error:
        decoded(ENGLISH.encode() + b"\xe9")
    assert why(error.value) == f"not UTF-8 text (byte 0xE9 at offset {len(ENGLISH.encode())})"


def test_nothing_is_guessed_that_nobody_can_be_sure_of() -> None:
    with pytest.raises(UnicodeDecodeError):
        decoded(bytes(range(0x80, 0x100)) * 3)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "ISO-8859-1", "cp1252"])
def test_a_declaration_is_believed(declared: str) -> None:
    encoding = "utf-8" if declared == "utf-8" else "cp1252"
    assert decoded(ENGLISH.encode(encoding), declared).text == ENGLISH


@pytest.mark.parametrize("declared", ["no-such", "punycode", "unicode_escape", "zlib", "rot13", "utf-7", "utf-16"])
def test_a_declaration_that_makes_no_sense_is_passed_over(declared: str) -> None:
    assert decoded(ENGLISH.encode(), declared).text == ENGLISH


def test_what_a_declaration_does_not_allow_is_shown_and_told() -> None:
    found = decoded(b"caf\xe9, caf\xc3\xa9", "utf-8")
    assert found.text == "caf\ufffd, café"
    assert found.note == "not all of it is UTF-8, what is not became \ufffd"


def test_a_stray_nul_stays_and_many_are_no_text() -> None:
    assert decoded(b"Rain fell\0 on Lund.").text == "Rain fell\0 on Lund."
    for raw in (b"\0", "Rain fell.".encode("utf-16-le"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"):
        with pytest.raises(UnusableError, match="binary"):
            decoded(raw)
