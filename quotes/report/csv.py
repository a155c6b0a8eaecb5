"""Articles as CSV (RFC 4180), for spreadsheets and data frames: one row an attribution, statements and attitudes.

The columns, always all of them and in this order, so that files stack:

- article_id, path: of the article; attribution_id: counts from 1 in it
- speaker, kind, role: who it is attributed to; joint speakers are joined by " | "
- type, act: "direct", "indirect" or "mixed"; "statement" or "attitude"
- cue, cue_lemma, content, source: the words, each in one line; pieces of a content are joined by " … "
- confidence: 0 to 1, three decimals
- line, paragraph: where the content begins, from 1; content_start, content_end: offsets in the text of where its
  first piece begins and its last ends, in characters, exclusive; sentence: the one that holds the cue, or the content
- verdict, similarity (0 to 1, three decimals), match_source, match_start, match_end, match_text, match_speaker: what
  verification found, the offsets in the source's text
- changes: 'KIND: "the source's words" → "the article's"', parted by "; "

What is not known is empty. Line breaks in words are spaces, and control characters are shown by pictures of them.

A spreadsheet takes text for a formula that begins with = + - or @, after white space and quotation marks too, also in
the full-width forms ＝＋－＠. Such text gets an apostrophe in front. To undo that, take off the first character of
every text that begins with an apostrophe, if any white space and quotation marks (apostrophes and backticks are
some) and then one of those eight signs follow it: no other text looks so. Numbers are never touched.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO

import regex

from quotes.article import Article, Attribution, Change, Verification
from quotes.report.selection import ALL, Selection
from quotes.report.visible import visible

COLUMNS = (
    *("article_id", "path", "attribution_id", "speaker", "kind", "role", "type", "act"),
    *("cue", "cue_lemma", "content", "source", "confidence"),
    *("line", "paragraph", "content_start", "content_end", "sentence"),
    *("verdict", "similarity", "match_source", "match_start", "match_end", "match_text", "match_speaker", "changes"),
)

_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = regex.compile(r"[\s\p{Quotation_Mark}`]*+[=+\-@＝＋－＠]")

Row = dict[str, str | int | float]


def write_csv(articles: Iterable[Article], out: IO[str], selection: Selection = ALL, *, bom: bool = False) -> None:
    """A line of column names, and a row an attribution, written as the articles come.

    out: opened with `newline=""`, as lines end in CR LF; encoded in UTF-8.
    selection: which attributions get a row.
    bom: whether to begin with a byte order mark, without which Excel does not take a file for UTF-8.
    """
    if bom:
        out.write(_BYTE_ORDER_MARK)
    rows = csv.DictWriter(out, COLUMNS)
    rows.writeheader()
    for article in articles:
        rows.writerows(_row(article, attribution) for attribution in selection.of(article).attributions)
        out.flush()


def _row(article: Article, attribution: Attribution) -> Row:
    a, speaker = attribution, attribution.speaker
    row: Row = {
        "article_id": _text(article.id),
        "path": _text(article.path),
        "attribution_id": a.id,
        "speaker": _text(speaker.name if speaker else None),
        "kind": speaker.kind if speaker else "",
        "role": _text(speaker.role if speaker else None),
        "type": a.type,
        "act": a.act,
        "cue": _text(a.cue.text if a.cue else None),
        "cue_lemma": _text(a.cue_lemma),
        "content": _text(a.words),
        "source": _text(a.source.text if a.source else None),
        "confidence": round(a.confidence, 3),
        "line": a.context.line,
        "paragraph": a.context.paragraph,
        "content_start": a.content[0].start,
        "content_end": a.content[-1].end,
        "sentence": _text(a.context.sentence.text),
    }
    return row | _verified(a.verification) if a.verification else row


def _verified(v: Verification) -> Row:
    row: Row = {
        "verdict": v.verdict,
        "similarity": round(v.similarity, 3),
        "changes": _text("; ".join(map(_changed, v.changes))),
    }
    if not v.match:
        return row
    return row | {
        "match_source": _text(v.match.source),
        "match_start": v.match.span.start,
        "match_end": v.match.span.end,
        "match_text": _text(v.match.span.text),
        "match_speaker": _text(v.match.speaker),
    }


def _changed(change: Change) -> str:
    source, article = (span.text if span else "" for span in (change.source, change.article))
    return f'{change.kind}: "{source}" → "{article}"'


def _text(text: str | None) -> str:
    """`text` in one line that no spreadsheet takes for a formula."""
    line = visible(text or "")
    return f"'{line}" if _FORMULA.match(line) else line
