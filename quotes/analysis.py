"""The steps in a row: a text to an Article.

It is read with a paragraph a line, and what is found in that is put back where it stands in the text as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from quotes.article import Article
from quotes.attribution import Attribution, Context, Span
from quotes.find import find
from quotes.other_languages import LANGUAGES, names
from quotes.resolve import Resolver
from quotes.tagging.tagger import Tagger
from quotes.text.text import Text
from quotes.text.unfolded import Unfolded


def analyse(text: Text, tagger: Tagger, resolver: Resolver) -> Article:
    """The article that `text` is, with the id "text", as these models read it."""
    read = text.read
    tags = tagger.tag(read)
    if read.language in LANGUAGES:
        tags = replace(tags, names=tuple(names(read, tags.names)))
    article = Article(
        "text", None, read.characters, find(read, tags), model=tagger.settings.version, language=read.language
    )
    found = resolver.resolve(article, tags, read)
    return _restored(found, text, text.unfolded) if text.unfolded else found


def _restored(found: Article, text: Text, read: Unfolded) -> Article:
    """The article of `text` that was found in `read`, which is the same without the breaks inside of paragraphs."""
    characters, places = text.characters, text.places

    def original(span: Span) -> Span:
        return Span.of(characters, *read.original(span.start, span.end))

    def pieces(span: Span) -> Iterator[Span]:
        """A span, cut where a page number or a running head stands in it."""
        whole = original(span)
        start = whole.start
        for first, last in text.skipped.meeting(whole.start, whole.end):
            yield Span.of(characters, start, first)
            start = last
        yield Span.of(characters, start, whole.end)

    def attribution(a: Attribution) -> Attribution:
        content = tuple(chain.from_iterable(map(pieces, a.content)))
        start = content[0].start
        return replace(
            a,
            content=content,
            cue=a.cue and original(a.cue),
            source=a.source and original(a.source),
            repeated=tuple(map(original, a.repeated)),
            speaker=a.speaker and speakers[a.speaker],
            context=Context(places.line(start), places.paragraph(start), original(a.context.sentence)),
        )

    speakers = {
        speaker: replace(speaker, mentions=tuple(map(original, speaker.mentions))) for speaker in found.speakers
    }
    return replace(
        found,
        text=characters,
        speakers=tuple(speakers.values()),
        attributions=tuple(map(attribution, found.attributions)),
    )
