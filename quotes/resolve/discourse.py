"""An article as it is known at a point of the walk through it: what stands where, who was mentioned, who spoke.

The discourse model of coreference resolution (Webber, 1978): its entities are the `Figure`s.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

from quotes.article import Article
from quotes.attribution import Span
from quotes.resolve import words as w
from quotes.resolve.antecedents import LOOK_BACK, NOBODY, Anaphor, Choice, Event, Place, Ranker
from quotes.resolve.authors import Authors
from quotes.resolve.contents import Contents
from quotes.resolve.figures import Cast, Figure
from quotes.resolve.memory import Memory
from quotes.resolve.names import whole_names
from quotes.resolve.phrases import Names, Phrase, singular
from quotes.tagging.tagger import Tags
from quotes.text.sentences import Sentence

TAKEN_UP = 0.3  # the least probability of whom a pronoun that is no source, or a description, points back to
POINTED_AT = 0.02  # the least of whom a source does, which points at somebody

QUESTIONS, ANSWERS = ("Q", "Q.", "QUESTION"), ("A", "A.", "ANSWER")  # who speaks in an interview


class Discourse:
    """What the text says, and what is known so far of those who are mentioned in it.

    found: for each attribution who speaks in it, None where that is not settled yet.
    """

    def __init__(self, article: Article, tags: Tags, sentences: Sequence[Sentence], ranker: Ranker) -> None:
        names = whole_names(article, tags.names)
        self.text = article.text
        self.places = article.places
        self.attributions = article.attributions
        self.contents = Contents(article.attributions)
        self.names = Names(names)
        self.cast = Cast(article.text, names, {a.source.start for a in article.attributions if a.source})
        self.authors = Authors(article, self.names, self.cast)
        self.links = tags.links
        self.memory = Memory()
        self.found: list[Choice | None] = [None] * len(article.attributions)
        self.sentence_starts = [sentence.start for sentence in sentences]
        self._ranker = ranker

    def sentence(self, offset: int) -> int:
        """The number, from 1, of the sentence that holds a place; 0 before the first."""
        return bisect_right(self.sentence_starts, offset)

    def phrase(self, span: Span) -> Phrase:
        """A span as a noun phrase, with the names in it."""
        return Phrase(span, tuple(self.names.within(span.start, span.end)))

    def note(
        self, figure: Figure, span: Span, *, speaks: bool = False, again: bool = False, met: bool = False
    ) -> None:
        """Keep in mind that a figure stands here; those only `met` are meant where nobody else is."""
        offset = span.start
        sentence, paragraph = self.sentence(offset), self.places.paragraph(offset)
        leads = self.memory.leads(figure, sentence)
        quoted, row = self.contents.direct_at(offset), self.links.row(span)
        event = Event(offset, sentence, paragraph, figure, speaks, leads, quoted, again, row)
        self.memory.note(event, met=met)

    def place(self, anaphor: Anaphor, span: Span, index: int | None = None, phrase: Phrase | None = None) -> Place:
        """What there is to know about what points back; `index` is of the attribution that it is the source of."""
        around = self.contents.holding(span.start, but=index)
        settled = None if around is None else self.found[around]
        own = () if index is None else tuple((c.start, c.end) for c in self.attributions[index].content)
        named = (name for start, end in own for name in self.names.within(start, end))
        # words of several sentences do not part "he said" from whoever was named before them
        begin = min([span.start, *(start for start, _ in own)])
        return Place(
            anaphor,
            span.start,
            self.sentence(begin),
            self.places.paragraph(begin),
            row=self.links.row(span),
            source=index is not None,
            quoted=self.contents.direct_at(span.start),
            host=settled.figure if settled else None,
            reported=around is not None and self.attributions[around].type != "direct",
            own=own,
            told_of=frozenset(map(self.cast.figure, named)),
            head=singular(phrase.head) if phrase else "",
            words=frozenset(phrase.words) - w.DETERMINERS if phrase else frozenset(),
        )

    def likeliest(self, place: Place, fits: Callable[[Figure], bool], least: float = POINTED_AT) -> Choice:
        """Of those who fit, whom the text most likely points back to from a place; nobody if that is not likely."""
        for events in (self.memory.events, self.memory.met):
            choice = self._ranker.choose(place, events[-LOOK_BACK:], self.links, fits)
            if choice.figure and choice.probability >= least:
                return choice
        return NOBODY

    @cached_property
    def interviewee(self) -> Figure | None:
        """Who answers in an interview: the person whom the text names most before the first question."""
        first = next((a.source.start for a in self.attributions if a.source and a.source.text in QUESTIONS), 0)
        named = Counter(self.cast.figure(name) for name in self.names.within(0, first) if name.kind == "person")
        return max(named, key=lambda figure: named[figure], default=None)

    @cached_property
    def source_ends(self) -> dict[int, int]:
        """Where sources end, and the numbers of their attributions."""
        return {a.source.end: index for index, a in enumerate(self.attributions) if a.source}
