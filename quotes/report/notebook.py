"""What a notebook shows: an article as its text with every attribution marked in place; one of them, a speaker."""

from __future__ import annotations

from collections import Counter

from quotes.article import Article
from quotes.attribution import Attribution, Change, Role, Speaker, Verification
from quotes.report.aliases import other_names
from quotes.report.html.markup import Html, bdi, element, joined, line, running
from quotes.report.html.segments import Mark, Segment, segments
from quotes.report.page import counted, kind_of
from quotes.report.verified import verdict_word
from quotes.text.callings import shown_name

# Notebooks keep the style of an element, but not always a style sheet. Lines tell the roles apart besides colours,
# which do on light and dark pages.
_STYLES: dict[Role, str] = {
    "content": "background: rgba(42, 102, 176, .18); color: inherit; border-bottom: 1.5px solid #2a66b0",
    "source": "background: none; color: inherit; border: 1px solid #a85400; border-radius: 2px; font-weight: 600",
    "cue": "background: none; color: inherit; border-bottom: 2px dotted #0a8a60; font-style: italic",
}


def notebook(article: Article) -> str:
    """HTML of the whole text; what an attribution is and who speaks stands in the title of each mark."""
    paragraphs = article.places.paragraphs
    cuts = {*paragraphs.starts, *paragraphs.ends}
    pieces = list(segments(article.attributions, {0, len(article.text), *cuts}))
    shown: list[Html] = []
    at = 0
    for start, end in paragraphs.items:
        while at < len(pieces) and pieces[at].end <= start:
            at += 1
        parts = []
        while at < len(pieces) and pieces[at].end <= end:
            parts.append(_shown(article, pieces[at]))
            at += 1
        shown.append(element("p", *parts, style="white-space: pre-wrap"))
    return str(element("div", _heading(article), *shown, style="max-width: 44em; line-height: 1.6"))


def _heading(article: Article) -> Html:
    kinds = Counter(a.act for a in article.attributions if a.said)
    told = f"{counted(kinds['statement'], 'quote')}, {counted(kinds['attitude'], 'attitude')}"
    told += f", {counted(len(article.speakers), 'speaker')}"
    return element("p", element("b", bdi(article.path or article.id)), line(f": {told}"))


def _shown(article: Article, piece: Segment) -> Html:
    words = running(article.text[piece.start : piece.end])
    if not piece.marks:
        return words
    roles: list[Role] = [mark.role for mark in piece.marks]
    role: Role = "cue" if "cue" in roles else "source" if "source" in roles else "content"
    told = "; ".join(dict.fromkeys(map(_told, piece.marks)))
    return element("mark", joined(words), style=_STYLES[role], title=told)


def _told(mark: Mark) -> str:
    a = mark.attribution
    speaker = shown_name(a.speaker) if a.speaker else "speaker not found"
    return f"{mark.role} of {a.id}: {speaker}, {kind_of(a)}, {a.confidence:.0%}"


def quote(attribution: Attribution) -> str:
    """HTML of one attribution: who, how, what, where, and what verification found."""
    speaker = attribution.speaker
    head = [element("b", bdi(shown_name(speaker) if speaker else "speaker not found"))]
    if attribution.cue:
        head += [line(" "), element("span", running(attribution.cue.text), style=_STYLES["cue"])]
    told = f" ({kind_of(attribution)}, line {attribution.context.line}, {attribution.confidence:.0%})"
    words = element("p", element("span", running(attribution.words), style=_STYLES["content"]))
    found = element("p", line(_found(attribution.verification))) if attribution.verification else line("")
    return str(element("div", element("p", *head, line(told)), words, found, style="max-width: 44em"))


def speaker(somebody: Speaker) -> str:
    """HTML of a speaker: name, role and kind, and what else the article calls them."""
    about = ", ".join(filter(None, (somebody.role, somebody.kind)))
    also = f"; also {', '.join(other_names(somebody))}" if other_names(somebody) else ""
    return str(element("p", element("b", bdi(shown_name(somebody))), line(f" ({about})"), bdi(also)))


def verdict(verification: Verification) -> str:
    """HTML of what verification found: the verdict, the passage beside it and what differs."""
    told = [element("p", line(_found(verification)))]
    if verification.match:
        told.append(element("blockquote", running(verification.match.span.text)))
    return str(element("div", *told, style="max-width: 44em"))


def _found(verification: Verification) -> str:
    told = f"{verdict_word(verification.verdict)}, {verification.similarity:.0%}"
    if match := verification.match:
        told += f", {match.source}, line {match.line}" + (f", said by {match.speaker}" if match.speaker else "")
    return "; ".join((told, *map(_changed, verification.changes)))


def _changed(change: Change) -> str:
    source, article = (f"“{span.text}”" if span else "nothing" for span in (change.source, change.article))
    return f"{change.kind}: {source} → {article}"
