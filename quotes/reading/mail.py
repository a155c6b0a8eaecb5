"""E-mail as it is saved (.eml, .mbox) to its text: who sent it, when, about what, and what they wrote."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from mailbox import mbox
from pathlib import Path

from quotes.reading import web_pages
from quotes.reading.document import Document, Problem, UnusableError, reason, unreadable

ENDINGS = (".eml",)
MAILBOXES = (".mbox",)

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


def is_mailbox(path: Path) -> bool:
    """Whether a file's name ends like a mailbox's: .mbox."""
    return path.name.lower().endswith(MAILBOXES)


def mailbox(path: Path, name: str) -> Iterator[Document | Problem]:
    """The messages of a mailbox, an article each with the id "name-1"; one is in memory at a time."""
    try:
        box = mbox(path, create=False)
        keys = box.keys()
    except OSError as error:
        yield unreadable(path, error)
        return
    if not keys:
        yield Problem(str(path), f"{path}: no mailbox, as no message begins in it; leave it out, or export it again")
    for number, key in enumerate(keys, 1):
        try:
            yield Document(f"{name}-{number}", str(path), mail(box.get_bytes(key)), extracted=True)
        except UnusableError as error:
            yield Problem(str(path), f"{path}: message {number}: {error}")
