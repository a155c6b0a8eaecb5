"""The columns of tables, of which CSV, Parquet, data frames and Spark are made: a row is an attribution.

An article that could not be scanned has a row too, so that it is not lost in silence: its id, path and `error`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args

from quotes.article import Article
from quotes.attribution import Attribution, Change, Verdict
from quotes.json_shape import change_dict, span_dict
from quotes.report.verdict_words import why

Row = dict[str, Any]


class Column(NamedTuple):
    """A column: its name, the type of its values, where they stand, and what they tell.

    type: "text"; "word", text that comes again and again; "count", a whole number; "share", 0 to 1; "flag"; "spans"
        and "changes", lists of objects.
    at: the way from what `_known` gives to the value; what it does not reach is not known.
    """

    name: str
    type: str
    at: str
    comment: str


_VERDICTS = get_args(Verdict)
_TABLE = (
    ("article_id", "text", "of.id", "the article's id"),
    ("path", "word", "of.path", "the file that the article is from"),
    ("title", "word", "of.title", "of the article, as its web page tells"),
    ("author", "word", "of.author", "of the article, likewise"),
    ("date", "word", "of.date", "of the article, likewise, as 2026-03-04"),
    ("site", "word", "of.site", "of the article, likewise"),
    ("attribution_id", "count", "a.id", "counts from 1 in the article, in text order"),
    ("speaker", "word", "a.speaker.name", 'who it is attributed to; joint speakers are joined by " | "'),
    ("kind", "word", "a.speaker.kind", "of speaker: person, organization, group, document, anonymous or unknown"),
    ("role", "text", "a.speaker.role", "the speaker's title or affiliation, as the article gives it"),
    ("type", "word", "a.type", "direct, indirect or mixed: wholly in quotation marks, not at all, partly"),
    ("act", "word", "a.act", "statement, or attitude: what somebody believes, hopes or plans"),
    ("said", "flag", "a.said", "false where it is only expected, wanted or denied that somebody said it"),
    ("hearsay", "flag", "a.hearsay", "true where others tell that somebody said it"),
    ("cue", "text", "a.cue.text", "the words that attribute"),
    ("cue_start", "count", "a.cue.start", "offset in the article's text, in characters (code points)"),
    ("cue_end", "count", "a.cue.end", "its end, exclusive"),
    ("cue_lemma", "word", "a.cue_lemma", "the dictionary form of the cue's head"),
    ("content", "text", "a.words", 'what is said, in one line: its pieces joined by " … ", white space made plain'),
    ("content_start", "count", "first.start", "offset of where its first piece begins"),
    ("content_end", "count", "last.end", "offset of where its last piece ends, exclusive"),
    ("content_spans", "spans", "a.content", "its pieces with their offsets, as the article has them"),
    ("repeated", "spans", "a.repeated", "where the article shows its words again, as pull quotes do"),
    ("source", "text", "a.source.text", "the words that name the speaker there"),
    ("source_start", "count", "a.source.start", "offset in the article's text"),
    ("source_end", "count", "a.source.end", "its end, exclusive"),
    ("confidence", "share", "a.confidence", "how likely content and speaker are both right, 0 to 1, three decimals"),
    ("line", "count", "a.context.line", "where the content begins, from 1"),
    ("paragraph", "count", "a.context.paragraph", "where the content begins, from 1"),
    ("sentence", "text", "a.context.sentence.text", "the sentence that holds the cue, or the content"),
    ("sentence_start", "count", "a.context.sentence.start", "offset in the article's text"),
    ("sentence_end", "count", "a.context.sentence.end", "its end, exclusive"),
    ("model", "word", "of.model", "the version of the model that read the article"),
    ("verdict", "word", "a.verdict", f"{', '.join(_VERDICTS[:-1])} or {_VERDICTS[-1]}"),
    ("reason", "text", "reason", "in words why the verdict is what it is; null where nothing is to be said"),
    ("similarity", "share", "v.similarity", "how much of the content the passage holds, 0 to 1, three decimals"),
    ("match_source", "text", "match.source", "path or id of the source with the passage found"),
    ("match_start", "count", "match.span.start", "offset of the passage in the source's text"),
    ("match_end", "count", "match.span.end", "its end, exclusive"),
    ("match_line", "count", "match.line", "where the passage begins in the source, from 1"),
    ("match_text", "text", "match.span.text", "the passage"),
    ("match_speaker", "text", "match.speaker", "who says it there"),
    ("match_time", "text", "match.time", "when, as 00:14:03, of recordings and transcripts with times"),
    ("match_sentence", "text", "match.sentence.text", "the source's sentence, or sentences, with the passage"),
    ("match_before", "text", "match.before.text", "the sentence before"),
    ("match_after", "text", "match.after.text", "the sentence after"),
    ("changes", "changes", "v.changes", "words that article and source do not share; offsets where each has them"),
    ("review", "word", "a.review.state", "what a person says who looked at it: checked, wrong or doubtful"),
    ("note", "text", "a.review.note", "what that person wrote beside it"),
    ("error", "text", "of.error", "why the article could not be scanned; then all else is null but its id and path"),
)
COLUMNS = tuple(Column(*line) for line in _TABLE)

IN_CSV = (
    *("article_id", "path", "attribution_id", "speaker", "kind", "role", "type", "act", "said", "hearsay"),
    *("cue", "cue_lemma", "content", "source", "confidence"),
    *("line", "paragraph", "content_start", "content_end", "repeated", "sentence"),
    *("verdict", "reason", "similarity", "match_source", "match_line", "match_start", "match_end", "match_text"),
    *("match_speaker", "match_time", "match_sentence", "match_before", "match_after", "changes"),
    *("review", "note"),
)


def change_rows(changes: tuple[Change, ...]) -> list[Row]:
    """As in JSON, but that words which are on the other side only are null."""
    return [{name: None if value == "" else value for name, value in change_dict(c).items()} for c in changes]


_AS_VALUE: dict[str, Callable[[Any], Any]] = {
    "share": lambda number: round(number, 3),
    "spans": lambda spans: list(map(span_dict, spans)),
    "changes": change_rows,
}


def rows(article: Article) -> list[Row]:
    """The values of all columns by their names, None for what is not known; text is as the article has it."""
    entries = [{"of": article}] if article.error else [_known(article, a) for a in article.attributions]
    return [{column.name: _value(known, column) for column in COLUMNS} for known in entries]


def _known(article: Article, a: Attribution) -> dict[str, Any]:
    found = a.verification
    passage, reason = (found.match, why(found, a.speaker) or None) if found else (None, None)
    whole = {"of": article, "a": a, "first": a.content[0], "last": a.content[-1]}
    return {**whole, "v": found, "match": passage, "reason": reason}


def _value(known: Mapping[str, Any], column: Column) -> Any:
    start, *steps = column.at.split(".")
    value = known.get(start)
    for step in steps:
        value = value if value is None else getattr(value, step)
    return value if value is None or column.type not in _AS_VALUE else _AS_VALUE[column.type](value)
