"""A program that uses every public name of the package with its type: for mypy --strict, and to be run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import quotes
from quotes.text.layout import Places


def spans(span: quotes.Span, name: quotes.Name) -> None:
    assert_type((span.start, span.end, span.text), tuple[int, int, str])
    assert_type(quotes.Span.of("Ana Ruiz left.", 0, 8), quotes.Span)
    assert_type((name.span, name.kind), tuple[quotes.Span, quotes.NameKind])


def speakers(speaker: quotes.Speaker) -> None:
    assert_type(speaker.name, str)
    assert_type(speaker.kind, quotes.Kind)
    assert_type(speaker.role, str | None)
    assert_type(speaker.mentions, tuple[quotes.Span, ...])


def attributions(attribution: quotes.Attribution) -> None:
    assert_type((attribution.id, attribution.confidence), tuple[int, float])
    assert_type((attribution.type, attribution.act), tuple[quotes.Type, quotes.Act])
    assert_type(attribution.content, tuple[quotes.Span, ...])
    assert_type((attribution.cue, attribution.source), tuple[quotes.Span | None, quotes.Span | None])
    assert_type(attribution.cue_lemma, str | None)
    assert_type(attribution.repeated, tuple[quotes.Span, ...])
    assert_type(attribution.review, quotes.Review | None)
    review = quotes.Review("doubtful", "ask the harbour office")
    assert_type((review.state, review.note), tuple[quotes.State | None, str | None])
    assert_type((attribution.said, attribution.hearsay, attribution.is_statement), tuple[bool, bool, bool])
    assert_type(attribution.speaker, quotes.Speaker | None)
    assert_type((attribution.words, attribution.misquoted), tuple[str, bool])
    assert_type(attribution.roles["content"], tuple[quotes.Span, ...])
    assert_type(attribution.verdict, quotes.Verdict | None)
    assert_type(attribution.verification, quotes.Verification | None)
    context: quotes.Context = attribution.context
    assert_type((context.line, context.paragraph, context.sentence), tuple[int, int, quotes.Span])


def verifications(verification: quotes.Verification) -> None:
    assert_type((verification.verdict, verification.similarity), tuple[quotes.Verdict, float])
    match: quotes.Match | None = verification.match
    assert_type(verification.nearest, quotes.Match | None)
    if match:
        assert_type((match.source, match.span, match.line), tuple[str, quotes.Span, int])
        assert_type((match.speaker, match.time), tuple[str | None, str | None])
        assert_type((match.before, match.sentence), tuple[quotes.Span | None, quotes.Span | None])
        assert_type(match.after, quotes.Span | None)
    setting: quotes.Setting | None = verification.context
    if setting:
        assert_type((setting.reason, setting.cue), tuple[quotes.Reason, quotes.Span])
        assert_type((setting.sure, verification.is_unsure), tuple[bool, bool])
    parts: tuple[quotes.Part, ...] = verification.parts
    for part in parts:
        assert_type((part.content, part.verification), tuple[quotes.Span, quotes.Verification])
    changes: tuple[quotes.Change, ...] = verification.changes
    for change in changes:
        assert_type(change.kind, quotes.ChangeKind)
        assert_type((change.article, change.source), tuple[quotes.Span | None, quotes.Span | None])


def articles(article: quotes.Article) -> None:
    assert_type((article.id, article.text, article.language), tuple[str, str, str])
    assert_type((article.path, article.model, article.error), tuple[str | None, str | None, str | None])
    assert_type((article.title, article.author), tuple[str | None, str | None])
    assert_type((article.date, article.site), tuple[str | None, str | None])
    assert_type(article.extracted, bool)
    assert_type(article.attributions, tuple[quotes.Attribution, ...])
    assert_type(article.speakers, tuple[quotes.Speaker, ...])
    for speaker in article.speakers:
        assert_type(article.said_by(speaker), tuple[quotes.Attribution, ...])
    assert_type(article.called("Pereira"), frozenset[quotes.Speaker])
    assert_type(article.said_by("Pereira"), tuple[quotes.Attribution, ...])
    places: Places = article.places
    assert_type((places.line(0), places.paragraph(0)), tuple[int, int])
    record = article.to_dict()
    assert_type(record, dict[str, Any])
    assert_type(quotes.Article.from_dict(record, article.text), quotes.Article)


def scanning(text: str, model: Path | None = None) -> quotes.Article:
    scanner = quotes.Scanner(model=model, stanza_package=None, threads=1)
    assert_type(scanner.model, Path)
    source = quotes.Document("mayor", "mayor.txt", text)
    assert_type((source.id, source.path, source.text), tuple[str, str | None, str])
    assert_type((source.about, source.times), tuple[dict[str, Any], tuple[tuple[int, str], ...]])
    assert_type(scanner.scan_many([source, text], batch_size=8, workers=1), Iterator[quotes.Article])
    assert_type(quotes.scan_many([source, text]), Iterator[quotes.Article])
    try:
        assert_type(quotes.scan(text, id="mayor", path="mayor.txt"), quotes.Article)
    except quotes.QuotesError as error:
        print(error)
    return scanner.scan(text, id="mayor", path="mayor.txt")


def verifying(article: quotes.Article, folder: Path) -> quotes.Article:
    assert_type(quotes.read(folder, text_column="text", id_column=None, allow_private=False), list[quotes.Document])
    sources = quotes.Evidence.read([folder], scanner=None)
    assert_type(sources, quotes.Evidence)
    assert_type(quotes.Evidence([quotes.Document("speech", None, "We will not sign.")]), quotes.Evidence)
    assert_type(sources.copies(article), tuple[str, ...])
    assert_type(sources.verify(article), quotes.Article)
    return quotes.verify(article, folder)


def tables(article: quotes.Article) -> tuple[int, int]:
    return len(quotes.to_arrow([article])), len(quotes.to_pandas(iter([article])))


def archives(article: quotes.Article, folder: Path) -> int:
    with quotes.Archive(folder / "news.db", create=True) as archive:
        assert_type(archive.add([article]), int)
        assert_type(archive.speakers("Pereira", since="2026", limit=1).total, int)
        for hit in archive.search("sign", speaker="Pereira", type="direct", min_confidence=0.1):
            quote: quotes.ArchivedQuote = hit.quote
            assert_type((quote.number, quote.article_id, quote.confidence), tuple[int, str, float])
            assert_type((quote.date, quote.site, quote.speaker), tuple[str | None, str | None, str | None])
            assert_type((quote.kind, quote.type), tuple[quotes.Kind | None, quotes.Type])
            assert_type((quote.content, quote.sentence), tuple[str, str])
        try:
            assert_type(archive.merge("Ana Pereira", "Pereira"), int)
            assert_type(archive.split("Ana Pereira"), list[int])
        except quotes.QuotesError as error:
            print(error)
        assert len(archive.trace(1)) == 1 and not list(archive.trace_all())
        return archive.remove(article.id)


def main(folder: Path) -> quotes.Article:
    """Runs all of it; `folder` has a source that says something else than the article."""
    article = verifying(scanning('"We will not sign," said Ana Pereira, the mayor.'), folder)
    articles(article)
    for attribution in article.attributions:
        attributions(attribution)
        if attribution.verification:
            verifications(attribution.verification)
    for speaker in article.speakers:
        speakers(speaker)
        spans(speaker.mentions[0], quotes.Name(speaker.mentions[0], "person"))
    assert tables(article) == (1, 1)
    assert archives(article, folder) == 1
    return article
