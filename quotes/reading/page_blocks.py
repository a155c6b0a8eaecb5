"""A web page's tree made plain before its article is taken out, so that nothing is lost or joined to its neighbour.

Text that stands bare in <div> or beside paragraphs becomes paragraphs, what browsers would show is written out: the
marks of <q>, and the dash before a quotation's credit, which is no part of its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import regex
from lxml import etree
from lxml.html import defs

_HOLDERS = ("article", "blockquote", "body", "center", "div", "main", "section")
_BLOCKS = (defs.block_tags - defs.phrase_tags).union(_HOLDERS)
_INLINE = defs.phrase_tags | defs.font_style_tags | defs.special_inline_tags - {"script", "iframe"} | {"mark", "time"}
_PICTURES = ("img", "picture", "svg", "video", "audio", "iframe", "table")
_MARKS = '"“”„«»'
_PROSE = regex.compile(r"[.!?…,;:][\"”’»)]*+(?:\s|$)|[\"“”„«»]")
_SENTENCE = regex.compile(r"[.!?…][\"”’»)]*+(?:\s|$)|[\"“”„«»]")
_ENDS = regex.compile(r"[.!?…:\"”’»)]\s*+$")
_PAIRS = ("“”", "‘’")
_DASH = " \n\t\r\xa0—–-~―"


def made_plain(tree: Any) -> None:
    """Changes the tree of a page, of lxml's, in place."""
    for table in list(tree.iter("table")):
        if next(table.iter("p", "br", "div"), None) is not None:
            _open(table)
    for element in tree.iter():
        if isinstance(element.tag, str) and "-" in element.tag:  # as builders of pages name theirs
            element.tag = "div"
    for block in tree.iter(*_BLOCKS):
        around = block.getparent()
        while around is not None and around.tag in _INLINE:
            around.tag = "div"
            around = around.getparent()
    for holder in {line_break.getparent() for line_break in tree.iter("br")}:
        _lead_on(holder)
    for quoted in reversed(list(tree.iter("q"))):
        around = len(list(quoted.iterancestors("q")))
        if around < len(_PAIRS):
            _mark([quoted], *_PAIRS[around])
        quoted.tag = "span"
    for holder in list(tree.iter(*_HOLDERS)):
        for run in list(_bare(holder)):
            _wrap(holder, run)
    for quotation in list(tree.iter("blockquote")):
        if next(quotation.iterancestors("blockquote"), None) is None:
            _set_apart(quotation)
    for figure in list(tree.iter("figure")):
        _keep_caption(figure)


def _open(table: Any) -> None:
    """Makes blocks of the cells of a table that lays out a page, or that holds paragraphs."""
    for part in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
        part.tag = "div"


def _lead_on(holder: Any) -> None:
    """Makes a space of each line's end in the middle of a sentence."""
    before, texts = None, [holder.text or ""]
    for child in list(holder):
        above = texts[-1] or ("" if before is None else _text(before))
        below = (child.tail or "").lstrip()
        if child.tag == "br" and below and above.strip() and (below[0].islower() or not _ENDS.search(above)):
            holder.remove(child)
            texts.append(f" {below}")
            continue
        _put(holder, before, "".join(texts))
        before, texts = child, [child.tail or ""]
    _put(holder, before, "".join(texts))


def _put(holder: Any, before: Any, text: str) -> None:
    if before is None:
        holder.text = text
    else:
        before.tail = text


def _bare(holder: Any) -> Iterator[list[Any]]:
    """The runs of inline elements, and of text, in a holder that stand beside its blocks: None for its first text."""
    run: list[Any] = [None]
    for child in holder:
        if child.tag in _INLINE:
            run.append(child)
            continue
        yield run
        run = [child]
    yield run


def _wrap(holder: Any, run: list[Any]) -> None:
    """Makes a paragraph of a run where it reads like a sentence, and not like links.

    run: first what stands before it, whose tail, or the holder's text, is its beginning.
    """
    before, *inline = run
    begun = (holder.text if before is None else before.tail) or ""
    texts = [begun, *(f"{_text(element)}{element.tail or ''}" for element in inline)]
    linked = sum(len(_text(link)) for element in inline for link in element.iter("a"))
    if not _PROSE.search("".join(texts)) or 2 * linked > sum(map(len, texts)):
        return
    paragraph = holder.makeelement("p")
    paragraph.text = begun
    if before is None:
        holder.text = None
        holder.insert(0, paragraph)
    else:
        before.tail = None
        before.addnext(paragraph)
    paragraph.extend(inline)


def _set_apart(quotation: Any) -> None:
    """Gives a block quote the marks that its credit, or a colon before it, stands for, and its credit a line."""
    _drop_addresses(quotation)
    figure = next(quotation.iterancestors("figure"), None)
    place = quotation if figure is None else figure
    credit = _credit(quotation) if figure is None else next(figure.iter("figcaption"), None)
    before = quotation.getprevious()
    led_to = before is not None and _text(before).rstrip().endswith(":")
    who = "" if credit is None else _text(credit).strip(_DASH)
    if who and credit is not None:
        credit.drop_tree()
        line = place.makeelement("p")
        line.text, line.tail = f"— {who}", place.tail
        place.tail = None
        place.addnext(line)
    place.tag = quotation.tag = "div"
    if who or led_to:
        _mark([block for block in quotation.iter("p", "li") if _text(block).strip()] or [quotation], "“", "”")


def _credit(quotation: Any) -> Any:
    """What tells at a block quote's end whom it is from, if anything does; the last line of a post by its dash."""
    whole = _text(quotation).rstrip()
    if (last := quotation[-1] if len(quotation) > 1 else None) is not None and _text(last).strip()[:1] in tuple("—–"):
        return last
    for credit in quotation.iter("footer", "cite", "figcaption"):
        who = _text(credit).strip()
        rest = whole.removesuffix(who).rstrip(_DASH)
        if who and whole.endswith(who) and (credit.tag != "cite" or _ENDS.search(rest)):
            return credit
    return None


def _keep_caption(figure: Any) -> None:
    """Makes a paragraph of a picture's caption where it is a sentence: a bare name would pass for a credit."""
    if next(figure.iter(*_PICTURES), None) is None:
        figure.tag = "div"
    for caption in list(figure.iter("figcaption")):
        caption.tag = "p"
        if figure.tag == "figure" and _SENTENCE.search(_text(caption)):
            caption.tail = figure.tail
            figure.tail = None
            figure.addnext(caption)


def _drop_addresses(quotation: Any) -> None:
    """Takes away the links whose text is an address, as those of pictures in posts: nobody said it."""
    for link in list(quotation.iter("a")):
        if "/" in _text(link) and " " not in _text(link).strip():
            link.drop_tree()


def _mark(blocks: list[Any], opening: str, closing: str) -> None:
    """Puts marks around what blocks say, one before each, where they have none."""
    texts = [text for block in blocks for text in block.xpath(".//text()[normalize-space()]")[:1]]
    if not texts or any(mark in _MARKS for mark in texts[0].strip()[:1]):
        return
    for text in texts:
        said = text.lstrip()
        _write(text, f"{text[: len(text) - len(said)]}{opening}{said}")
    text = blocks[-1].xpath(".//text()[normalize-space()]")[-1]
    said = text.rstrip()
    _write(text, f"{said}{closing}{text[len(said) :]}")


def _write(text: Any, value: str) -> None:
    if text.is_tail:
        text.getparent().tail = value
    else:
        text.getparent().text = value


def _text(element: Any) -> str:
    return "".join(element.itertext())


def paragraphs(tree: Any) -> Iterator[str]:
    """What the blocks of a tree say, and what stands bare between them, in their order."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _BLOCKS or element.tag == "br":
            if said := " ".join("".join(pieces).split()):
                yield said
            pieces = []
        pieces.append((element.text if event == "start" else element.tail) or "")
    if said := " ".join("".join(pieces).split()):
        yield said
