"""Web pages whose main part is talk: a table with a column of speakers, or a list of names and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quotes.reading.encodings import REPLACED
from quotes.reading.talk import Cue, of_rows

_SHARE = 0.5  # of a page's text that the talk must be


def cues(page: str) -> list[Cue] | None:
    """What is said on a page, None where it is no such page."""
    if "<table" not in page.casefold() and "<dl" not in page.casefold():
        return None
    from lxml import etree, html

    try:
        tree = html.document_fromstring(page.translate(REPLACED).encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    for left_out in tree.xpath("//script|//style|//head"):
        left_out.drop_tree()
    whole = len(_text(tree))
    for rows in (*_tables(tree), *_lists(tree)):
        found = of_rows(rows)
        if found and sum(len(cue.words) for cue in found) > _SHARE * whole:
            return found
    return None


def _tables(tree: Any) -> Iterator[list[list[str]]]:
    for table in tree.iter("table"):
        yield [[_text(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]


def _lists(tree: Any) -> Iterator[list[list[str]]]:
    """Definition lists as rows of two; several definitions of a name are as many rows."""
    for listed in tree.iter("dl"):
        rows, name = [["Speaker", "Words"]], ""
        for item in listed.iter("dt", "dd"):
            if item.tag == "dt":
                name = _text(item).rstrip(":")
            else:
                rows.append([name, _text(item)])
        names = [row[0] for row in rows[1:]]
        yield rows if len(set(names)) < len(names) and all(names) else []


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
