"""The bytes of one article to its text, whatever they are: plain text, a web page or a document."""

from __future__ import annotations

from dataclasses import replace

from quotes.reading import mail, printed_lines, speech_json, subtitles, web_pages, web_talk
from quotes.reading.document import Document, Tell, UnusableError
from quotes.reading.encodings import decoded
from quotes.reading.talk import recorded
from quotes.reading.word_and_pdf import reader

EMPTY = "empty, there is no text in it; leave it out, or save the article again"


def article(
    raw: bytes, document: Document, where: str, tell: Tell, *, page: bool = False, charset: str | None = None
) -> Document:
    """The document with the text that the bytes hold.

    page: whether it is a web page, though it may not begin like one. charset: of a page or text, as its server told.
    tell: is given a sentence on what was guessed or lost, which begins with `where`.
    Raises UnusableError, and UnicodeDecodeError where it is text in an encoding that cannot be guessed.
    """
    name = (document.path or "").lower()
    read = mail.mail if name.endswith(mail.ENDINGS) else reader(raw)
    text = read(raw) if read else _text(raw, where, tell, page, charset)
    if not text.strip():
        raise UnusableError(EMPTY)
    found = replace(document, text=text, extracted=document.extracted or read is not None)
    if read:
        return found
    if name.endswith(speech_json.ENDINGS):
        return recorded(found, speech_json.cues(text))
    if name.endswith(subtitles.ENDINGS) or subtitles.is_subtitles(text):
        return recorded(found, subtitles.cues(text, lambda note: tell(f"{where}: {note}")))
    if not (page or web_pages.is_html(text)):
        columns = printed_lines.in_one(text)
        if columns is None:
            return found
        tell(f"{where}: two columns stand side by side; read one after the other")
        return replace(found, text=columns, extracted=True)
    if talk := web_talk.cues(text):
        return recorded(found, talk)
    found = web_pages.article(found)
    if not found.text:
        raise UnusableError(web_pages.NO_TEXT)
    return found


def _text(raw: bytes, where: str, tell: Tell, page: bool, charset: str | None) -> str:
    if page or web_pages.is_html(raw[: web_pages.HEAD].decode("latin-1")):
        charset = charset or web_pages.charset(raw)
    found = decoded(raw, charset)
    if found.note:
        tell(f"{where}: {found.note}")
    return found.text
