"""Attributions as rows of a table: a value for each of the columns that `quotes.report.arrow.SCHEMA` tells of."""

from __future__ import annotations

from typing import Any

from quotes.article import Article
from quotes.attribution import Attribution, Change, Span, Speaker, Verification
from quotes.attribution_json import change_dict, span_dict
from quotes.report.evidence import why

Row = dict[str, Any]


def row(article: Article, attribution: Attribution) -> Row:
    """What is known of an attribution, by column; text is as the article has it. A column may be left out."""
    a, speaker = attribution, attribution.speaker
    known: Row = {
        **_about(article),
        "attribution_id": a.id,
        "speaker": speaker.name if speaker else None,
        "kind": speaker.kind if speaker else None,
        "role": speaker.role if speaker else None,
        "type": a.type,
        "act": a.act,
        "said": a.said,
        "hearsay": a.hearsay,
        **_placed("cue", a.cue),
        "cue_lemma": a.cue_lemma,
        "content": a.words,
        "content_start": a.content[0].start,
        "content_end": a.content[-1].end,
        "content_spans": [span_dict(span) for span in a.content],
        **_placed("source", a.source),
        "confidence": round(a.confidence, 3),
        "line": a.context.line,
        "paragraph": a.context.paragraph,
        **_placed("sentence", a.context.sentence),
        "model": article.model,
    }
    return known | _verified(a.verification, speaker) if a.verification else known


def failed(article: Article) -> Row:
    """The row of an article that could not be scanned, so that it is not lost in silence."""
    return _about(article) | {"error": article.error}


def _about(article: Article) -> Row:
    told = {"title": article.title, "author": article.author, "date": article.date, "site": article.site}
    return {"article_id": article.id, "path": article.path, **told}


def _placed(name: str, span: Span | None) -> Row:
    return {name: span.text, f"{name}_start": span.start, f"{name}_end": span.end} if span else {}


def _verified(v: Verification, speaker: Speaker | None) -> Row:
    known: Row = {
        "verdict": v.verdict,
        "reason": why(v, speaker) or None,
        "similarity": round(v.similarity, 3),
        "changes": [_change(change) for change in v.changes],
    }
    if not v.match:
        return known
    return known | {
        "match_source": v.match.source,
        "match_start": v.match.span.start,
        "match_end": v.match.span.end,
        "match_line": v.match.line,
        "match_text": v.match.span.text,
        "match_speaker": v.match.speaker,
        "match_time": v.match.time,
        "match_sentence": v.match.sentence.text if v.match.sentence else None,
        "match_before": v.match.before.text if v.match.before else None,
        "match_after": v.match.after.text if v.match.after else None,
    }


def _change(change: Change) -> Row:
    """As in JSON, but that words which are on the other side only are null."""
    return {name: None if value == "" else value for name, value in change_dict(change).items()}
