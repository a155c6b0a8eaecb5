"""E-mail as it is saved (.eml) to its text: who sent it, when, about what, and what they wrote."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from quotes.reading import web_pages
from quotes.reading.document import Document, UnusableError, reason

ENDINGS = (".eml",)

_HEADERS = ("From", "Date", "Subject")


def mail(raw: bytes) -> str:
    """The sender, the date and the subject, a line each, and what was written; of HTML the text, without attachments.

    Raises UnusableError where nothing was.
    """
    try:
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(preferencelist=("plain", "html"))
        text = str(body.get_content()) if body else ""
        is_page = body is not None and body.get_content_subtype() == "html"
        headers = [f"{name}: {' '.join(str(message[name]).split())}" for name in _HEADERS if message[name]]
    except Exception as error:  # of the standard library's parser, whatever is broken
        raise UnusableError(f"no e-mail, or a broken one ({reason(error)}); save it again") from None
    if is_page:
        text = web_pages.article(Document("", None, f"<html><body>{text}</body></html>")).text
    if not text.strip():
        raise UnusableError("an e-mail without text, perhaps only attachments; save those, and leave it out")
    return "\n".join([*headers, "", text.replace("\r\n", "\n").strip(), ""])
