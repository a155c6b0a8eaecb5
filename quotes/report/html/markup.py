"""HTML that is escaped by construction: text from outside becomes `Html` only by the functions here."""

from __future__ import annotations

from html import escape
from typing import NewType

import regex

from quotes.report.visible import visible

Html = NewType("Html", str)

NOTHING = Html("")

_VOID = frozenset({"input", "meta"})
_HOSTILE = regex.compile(r"(?V1)[\p{C}--\s]")
_LINE_BREAK = regex.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


def line(text: str) -> Html:
    """`text` in one line, see `visible`."""
    return Html(escape(visible(text), quote=False))


def running(text: str) -> Html:
    """`text` with its white space; control characters are replaced as `visible` does, each in its place."""
    shown = _HOSTILE.sub(lambda match: visible(match[0]), _LINE_BREAK.sub("\n", text))
    return Html(escape(shown, quote=False))


def bdi(text: str) -> Html:
    """`text` in one line, written from right to left or not, without turning the letters around it."""
    return element("bdi", line(text))


def joined(*parts: Html, by: str = "") -> Html:
    """The parts in a row."""
    return Html(escape(by).join(parts))


def element(name: str, /, *children: Html, **attributes: str | int | None) -> Html:
    """An element; `class_` stands for `class`, `data_type` for `data-type`; what is None is left out."""
    told = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape(visible(str(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{told}>" if name in _VOID else f"<{name}{told}>{''.join(children)}</{name}>")
