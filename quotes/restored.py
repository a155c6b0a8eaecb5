"""What was found in a text with a paragraph a line, put back where it stands in the text as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from quotes.article import Article
from quotes.attribution import Attribution, Context, Span
from quotes.text.text import Text
from quotes.text.unfolded import Unfolded


def restored(found: Article, text: Text) -> Article:
    """An article of `text` as it is, given that of its `Text.read`."""
    if text.unfolded is None:
        return found
    here = _Original(text, text.unfolded)
    speakers = {s: replace(s, mentions=tuple(map(here.span, s.mentions))) for s in found.speakers}
    moved = (
        replace(here.attribution(attribution), speaker=attribution.speaker and speakers[attribution.speaker])
        for attribution in found.attributions
    )
    return replace(found, text=text.characters, speakers=tuple(speakers.values()), attributions=tuple(moved))


class _Original:
    """A text as it is, to be asked for what stands in the same text unfolded."""

    def __init__(self, text: Text, read: Unfolded) -> None:
        self._text = text
        self._read = read

    def span(self, span: Span) -> Span:
        return Span.of(self._text.characters, *self._read.original(span.start, span.end))

    def attribution(self, found: Attribution) -> Attribution:
        content = tuple(piece for span in found.content for piece in self._pieces(span))
        start, places = content[0].start, self._text.places
        return replace(
            found,
            content=content,
            cue=found.cue and self.span(found.cue),
            source=found.source and self.span(found.source),
            context=Context(places.line(start), places.paragraph(start), self.span(found.context.sentence)),
        )

    def _pieces(self, span: Span) -> Iterator[Span]:
        """A span, cut where a page number or a running head stands in it."""
        whole = self.span(span)
        start = whole.start
        for first, last in self._text.skipped.meeting(whole.start, whole.end):
            yield Span.of(self._text.characters, start, first)
            start = last
        yield Span.of(self._text.characters, start, whole.end)
