"""What was found in a text with a paragraph a line, told by where it stands in the text as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker
from quotes.text.text import Text
from quotes.text.unfolded import Unfolded


def restored(found: Article, text: Text, read: Unfolded) -> Article:
    """The article of `text` that was found in `read`, which is the same without the breaks inside of paragraphs."""
    return _Restored(text, read).article(found)


class _Restored:
    """Puts what was found in a text with a paragraph a line back where it stands."""

    def __init__(self, text: Text, read: Unfolded) -> None:
        self._text = text
        self._read = read
        self._speakers: dict[int, Speaker] = {}

    def article(self, found: Article) -> Article:
        return replace(
            found,
            text=self._text.characters,
            speakers=tuple(map(self._speaker, found.speakers)),
            attributions=tuple(map(self._attribution, found.attributions)),
        )

    def _attribution(self, found: Attribution) -> Attribution:
        content = tuple(piece for span in found.content for piece in self._pieces(span))
        places = self._text.places
        return replace(
            found,
            content=content,
            cue=found.cue and self._span(found.cue),
            source=found.source and self._span(found.source),
            repeated=tuple(map(self._span, found.repeated)),
            speaker=found.speaker and self._speaker(found.speaker),
            context=Context(
                places.line(content[0].start),
                places.paragraph(content[0].start),
                self._span(found.context.sentence),
            ),
        )

    def _speaker(self, found: Speaker) -> Speaker:
        if id(found) not in self._speakers:
            self._speakers[id(found)] = replace(found, mentions=tuple(map(self._span, found.mentions)))
        return self._speakers[id(found)]

    def _span(self, span: Span) -> Span:
        return Span.of(self._text.characters, *self._read.original(span.start, span.end))

    def _pieces(self, span: Span) -> Iterator[Span]:
        """A span, cut where a page number or a running head stands in it."""
        whole = self._span(span)
        start = whole.start
        for first, last in self._text.skipped.meeting(whole.start, whole.end):
            yield Span.of(self._text.characters, start, first)
            start = last
        yield Span.of(self._text.characters, start, whole.end)
