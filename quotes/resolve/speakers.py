"""The walk through an article that tells whom each source stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from quotes.article import Article, Attribution, Name, Span, Speaker
from quotes.resolve import words as w
from quotes.resolve.figures import Cast, Figure, Gender
from quotes.resolve.phrases import Names, Phrase, plain, singular, words_of
from quotes.resolve.roles import head_words, is_role, shown, title_before, words_after
from quotes.sentences import Sentence

LOOK_BACK = 40  # names and sources that a pronoun may point back over
NEAR = 8  # attributions before a place whose content may hold it; figures of one calling that are remembered

_TURN = regex.compile(r"(?:^|\n)[^\S\n]*+([^\n:]{1,60}):\s*+$")


def resolve(article: Article, names: Sequence[Name], sentences: Sequence[Sentence]) -> Article:
    """`article` with a speaker for each attribution that one can be found for, and with its speakers.

    names: the proper names of the text, in any order.
    """
    found = _Walk(article, names, sentences).figures()
    speakers = {figure: _speaker(figure) for figure in found if figure}
    return replace(
        article,
        attributions=tuple(
            replace(a, speaker=speakers[figure] if figure else None)
            for a, figure in zip(article.attributions, found, strict=True)
        ),
        speakers=tuple(dict.fromkeys(speakers.values())),
    )


def _speaker(figure: Figure) -> Speaker:
    return Speaker(figure.name, figure.kind, figure.role, tuple(_outermost(figure.mentions)))


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that do not lie in another, in text order."""
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > end:
            yield span
            end = span.end


@dataclass(frozen=True, slots=True)
class _Event:
    """A place where the text names somebody or lets them speak.

    leads: nobody is named before them in their sentence. quoted: the place is inside somebody's direct words.
    """

    offset: int
    sentence: int
    paragraph: int
    figure: Figure
    speaks: bool
    leads: bool
    quoted: bool


class _Walk:
    """One walk through an article, source by source, with all that was named and said before in mind."""

    def __init__(self, article: Article, names: Sequence[Name], sentences: Sequence[Sentence]) -> None:
        self._text = article.text
        self._places = article.places
        self._attributions = article.attributions
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._contents = _Contents(article.attributions)
        names = sorted([*names, *_unseen(article, names)], key=lambda name: (name.span.start, -name.span.end))
        self._names = Names(names)
        self._cast = Cast(article.text, names)
        self._events: list[_Event] = []
        self._called: dict[str, list[Figure]] = {}
        self._found: list[Figure | None] = [None] * len(article.attributions)
        for name in names:
            self._learn(name)
        self._ahead = list(reversed(names))

    def figures(self) -> list[Figure | None]:
        """Who speaks in each attribution."""
        order = sorted(range(len(self._attributions)), key=lambda index: _anchor(self._attributions[index]))
        later = []
        for index in order:
            attribution = self._attributions[index]
            self._see_until(_anchor(attribution))
            if attribution.source and _only_word(attribution.source) in w.SPEAKING:
                later.append(index)
            else:
                self._settle(index)
        for index in later:
            self._settle(index)
        return self._found

    def _settle(self, index: int) -> None:
        attribution = self._attributions[index]
        source = attribution.source
        figure = self._source(index, source) if source else self._unsaid(index)
        self._found[index] = figure
        if figure:
            if source:
                figure.mentions.add(source)
            self._note(figure, source.start if source else _anchor(attribution), speaks=True)

    # What the text says before a source is reached

    def _learn(self, name: Name) -> None:
        """Take in what stands before and after a name: titles, callings, kin."""
        figure = self._cast.figure(name)
        figure.mentions.add(name.span)
        if figure.kind != "person":
            return
        for role in (title_before(self._text, name.span), words_after(self._text, name.span)):
            if role:
                figure.call(head_words(role))
                figure.role = figure.role or shown(role)

    def _see_until(self, offset: int) -> None:
        while self._ahead and self._ahead[-1].span.start < offset:
            name = self._ahead.pop()
            self._note(self._cast.figure(name), name.span.start, speaks=False)

    def _note(self, figure: Figure, offset: int, speaks: bool) -> None:
        sentence = bisect_right(self._sentence_starts, offset)
        leads = not self._events or self._events[-1].sentence != sentence
        quoted = self._contents.direct_at(offset)
        self._events.append(
            _Event(offset, sentence, self._places.paragraph(offset), figure, speaks, leads, quoted)
        )
        for word in figure.words:
            recent = self._called.setdefault(word, [])
            if figure in recent:
                recent.remove(figure)
            recent.append(figure)
            del recent[:-NEAR]

    # Sources

    def _source(self, index: int, source: Span) -> Figure | None:
        word = _only_word(source)
        if word in w.SPEAKING:
            return self._speaking(index, source)
        if word in w.HE or word in w.SHE:
            return self._person(index, source.start, "he" if word in w.HE else "she")
        if word in w.IT:
            return self._thing(index, source.start)
        if word in w.THEY:
            return self._several(index, source.start)
        if word in w.RELATIVE:
            return self._antecedent(index, source.start)
        phrase = Phrase(source, tuple(self._names.within(source.start, source.end)))
        parts = [self._phrase(index, part) for part in phrase.parts]
        figures = [figure for figure in parts if figure]
        return _joint(figures) if len(figures) > 1 else next(iter(figures), None)

    def _phrase(self, index: int, phrase: Phrase) -> Figure | None:
        if phrase.name and phrase.name.kind != "group":
            return self._named(phrase, phrase.name)
        if phrase.name and plain(phrase.core.text).lower() == plain(phrase.name.span.text).lower():
            return self._cast.figure(phrase.name)
        return self._described(index, phrase)

    def _named(self, phrase: Phrase, name: Name) -> Figure:
        figure = self._cast.figure(name)
        if figure.kind == "person":
            before = self._text[phrase.core.start : name.span.start]
            if name.span.start < phrase.core.end and plain(before):
                role = shown(before)
                figure.call(head_words(before))
            elif name.span.start >= phrase.core.end:
                before = self._text[phrase.span.start : name.span.start]
                role = shown(before)
                figure.call(head_words(before))
            else:
                role = None
            if role and not figure.role:
                figure.role = role
        return figure

    def _speaking(self, index: int, source: Span) -> Figure | None:
        """Who "I" or "we" is: whoever is quoted around it, else the article's author."""
        around = self._contents.holding(source.start, but=index)
        if around is None:
            return Figure("the author", "unknown")
        return self._found[around]

    def _person(self, index: int, offset: int, gender: Gender | None) -> Figure | None:
        """Whom "he" or "she" stands for: the likeliest of the people named or speaking before."""
        around = self._contents.holding(offset, but=index)
        inside = around is not None
        direct = inside and self._attributions[around].type == "direct"
        host = self._found[around] if inside else None
        if host and not direct and _can_be(host, gender):
            return host
        own = self._attributions[index].content
        sentence = bisect_right(self._sentence_starts, offset)
        paragraph = self._places.paragraph(offset)
        best, best_score = None, float("-inf")
        for event in reversed(self._events[-LOOK_BACK:]):
            figure = event.figure
            if not _can_be(figure, gender) or (direct and figure is host):
                continue
            if any(span.start <= event.offset < span.end for span in own):
                continue
            score = 2.0 * event.speaks + 1.5 * event.leads - 3.0 * (event.quoted and not inside)
            score -= 1.0 * (paragraph - event.paragraph) + 0.5 * min(4, sentence - event.sentence)
            score += 1.0 * (figure.gender is not None)
            if score > best_score:
                best, best_score = figure, score
        if best and not best.gender:
            best.gender = gender
        return best

    def _thing(self, index: int, offset: int) -> Figure | None:
        return self._latest(index, offset, lambda f: f.kind in ("organization", "document") and not f.plural)

    def _several(self, index: int, offset: int) -> Figure | None:
        return self._latest(index, offset, lambda f: f.plural or f.kind == "organization")

    def _latest(self, index: int, offset: int, fits) -> Figure | None:
        own = self._attributions[index].content
        sentence = bisect_right(self._sentence_starts, offset)
        paragraph = self._places.paragraph(offset)
        best, best_score = None, float("-inf")
        for event in reversed(self._events[-LOOK_BACK:]):
            if not fits(event.figure) or any(span.start <= event.offset < span.end for span in own):
                continue
            score = 2.0 * event.speaks + 1.5 * event.leads - 3.0 * event.quoted + 1.0 * event.figure.plural
            score -= 1.0 * (paragraph - event.paragraph) + 0.5 * min(4, sentence - event.sentence)
            score -= 1.0 * event.figure.place
            if score > best_score:
                best, best_score = event.figure, score
        return best

    def _antecedent(self, index: int, offset: int) -> Figure | None:
        """Whom "who", "which" or "that" stands for: what ends right before it."""
        start = self._sentence_starts[max(0, bisect_right(self._sentence_starts, offset) - 1)] if self._sentence_starts else 0
        names = [name for name in self._names.within(max(start, offset - 80), offset) if name.span.end <= offset]
        if names and len(words_of(self._text[names[-1].span.end : offset])) <= 4:
            return self._cast.figure(names[-1])
        before = regex.search(r"[^,.;:()]{1,60},?\s*+$", self._text[max(start, offset - 60) : offset])
        if not before:
            return None
        words = [match for match in regex.finditer(r"\S+", before[0])][-3:]
        base = max(start, offset - 60) + before.start()
        span = Span.of(self._text, base + words[0].start(), base + words[-1].end()) if words else None
        return self._described(index, Phrase(span)) if span else None

    # Descriptions

    def _described(self, index: int, phrase: Phrase) -> Figure | None:
        head = singular(phrase.head)
        if phrase.is_definite and not phrase.is_plural:
            figure = self._role(phrase, head) or self._generic(index, phrase, head)
            if figure:
                figure.call([head])
                return figure
        if phrase.is_definite and phrase.is_plural:
            people = [f for f in self._called.get(head, ()) if f.kind == "person"]
            if len(people) > 1:
                return _joint(people[-2:])
        key = f"{phrase.head}"
        known = self._described_as.setdefault(key, []) if hasattr(self, "_described_as") else None
        return self._description(phrase, head)

    def _role(self, phrase: Phrase, head: str) -> Figure | None:
        """Whom the article has called so: "the minister" after "Foreign Minister Ann Lee"."""
        figures = self._called.get(head, [])
        overlap = lambda f: len(f.words & set(phrase.words))
        return max(reversed(figures), key=overlap, default=None)

    def _generic(self, index: int, phrase: Phrase, head: str) -> Figure | None:
        if head in w.PEOPLE or head.endswith("year-old"):
            gender: Gender | None = "he" if head in w.MALE else "she" if head in w.FEMALE else None
            return self._person(index, phrase.span.start, gender)
        if head in w.ORGANIZATIONS and phrase.determiner in w.DEFINITE:
            return self._latest(index, phrase.span.start, lambda f: f.kind == "organization" and head in words_of(f.name))
        return None

    def _description(self, phrase: Phrase, head: str) -> Figure | None:
        name = phrase.description
        if not name:
            return None
        figure = Figure(name, phrase.kind, plural=phrase.is_plural)
        figure.words = {head}
        return figure

    # No source

    def _unsaid(self, index: int) -> Figure | None:
        """The speaker of words that stand without a source: of a turn, else whoever spoke just before."""
        attribution = self._attributions[index]
        start = attribution.content[0].start
        turn = _TURN.search(self._text[max(0, start - 64) : start].rstrip("\"“„«‘' "))
        if turn:
            names = self._names.within(max(0, start - 64) + turn.start(1), start)
            if names:
                return self._cast.figure(names[-1])
        if attribution.cue or attribution.type != "direct":
            return None
        paragraph = self._places.paragraph(start)
        for event in reversed(self._events[-LOOK_BACK:]):
            if event.speaks:
                return event.figure if paragraph - event.paragraph <= 1 else None
        return None


class _Contents:
    """The contents of an article's attributions, to be asked which of them holds a place."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._attributions = attributions
        self._spans = sorted((span.start, span.end, i) for i, a in enumerate(attributions) for span in a.content)
        self._starts = [start for start, _, _ in self._spans]

    def _around(self, offset: int) -> Iterator[int]:
        last = bisect_right(self._starts, offset)
        for start, end, index in reversed(self._spans[max(0, last - NEAR) : last]):
            if start <= offset < end:
                yield index

    def holding(self, offset: int, but: int) -> int | None:
        """The attribution, `but` for one, whose content holds the place most closely."""
        return next((index for index in self._around(offset) if index != but), None)

    def direct_at(self, offset: int) -> bool:
        return any(self._attributions[index].type == "direct" for index in self._around(offset))


def _anchor(attribution: Attribution) -> int:
    span = attribution.source or attribution.cue or attribution.content[0]
    return span.start


def _only_word(source: Span) -> str:
    words = words_of(source.text)
    return words[0] if len(words) == 1 else ""


def _can_be(figure: Figure, gender: Gender | None) -> bool:
    if figure.kind not in ("person", "anonymous") or figure.plural:
        return False
    return gender is None or figure.gender in (None, gender)


def _joint(figures: Sequence[Figure]) -> Figure:
    members = tuple(member for figure in figures for member in (figure.members or (figure,)))
    name = " | ".join(member.name for member in members)
    return Figure(name, members[0].kind, plural=True, members=members)


def _unseen(article: Article, names: Sequence[Name]) -> Iterator[Name]:
    """Names of people that stand alone as a source, where no name was found: "A-jen", "WALLACE"."""
    return iter(())
