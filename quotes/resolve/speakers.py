"""The walk through an article that tells whom each source stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from quotes.article import Article, Attribution, Kind, Name, Span, Speaker
from quotes.resolve import words as w
from quotes.resolve.figures import Cast, Figure, Gender, joined
from quotes.resolve.phrases import Names, Phrase, plain, singular, words_of
from quotes.resolve.roles import apposition, head_words, is_role, predicate, shown, title_before
from quotes.sentences import Sentence

LOOK_BACK = 40  # names and sources that a pronoun may point back over
NEAR = 8  # attributions before a place whose content may hold it; figures of one calling that are remembered

# What a place is worth to a pronoun that points back: for one who speaks there, who is named first in the sentence,
# who is named in somebody's words; for each paragraph and sentence between; for what is known of them.
SPEAKS, LEADS, QUOTED = 2.0, 1.0, -3.0
PARAGRAPH, SENTENCE = -1.0, -0.5
GENDER, PLACE = 0.5, -1.0

_TURN = 60  # characters that the name before a turn's colon may take with its title
_LAST_WORDS = regex.compile(r"(?:[^\s,.;:()]++\s++){0,2}[^\s,.;:()]++(?=,?+\s*+$)")
_MID_SENTENCE = regex.compile(r"[\p{Ll},]['’”\"]{0,2}\s$")
_PROPER = regex.compile(r"\p{Lu}[\p{L}\p{M}'’-]++(?: \p{Lu}[\p{L}\p{M}'’-]++){0,2}")


def resolve(article: Article, names: Sequence[Name], sentences: Sequence[Sentence]) -> Article:
    """`article` with a speaker for each attribution that one can be found for, and with its speakers.

    names: the proper names of the text, in any order.
    """
    found = _Walk(article, names, sentences).figures()
    speakers = {figure: _speaker(figure) for figure in dict.fromkeys(found) if figure}
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
        names = joined(article.text, [*names, *_unseen(article, names)])
        self._names = Names(names)
        self._cast = Cast(article.text, names)
        self._events: list[_Event] = []
        self._called: dict[str, list[Figure]] = {}
        self._led: dict[str, int] = {}
        self._together: dict[tuple[Figure, ...], Figure] = {}
        self._author = Figure("the author", "unknown")
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
        for role in (title_before(self._text, name.span), apposition(self._text, name.span)):
            if role:
                _give_role(figure, role)
        figure.call(filter(is_role, head_words(predicate(self._text, name.span))))

    def _see_until(self, offset: int) -> None:
        while self._ahead and self._ahead[-1].span.start < offset:
            name = self._ahead.pop()
            self._note(self._cast.figure(name), name.span.start, speaks=False)

    def _note(self, figure: Figure, offset: int, speaks: bool) -> None:
        sentence = bisect_right(self._sentence_starts, offset)
        leads = figure.kind == "group" or self._led.get(figure.kind) != sentence
        self._led[figure.kind] = sentence
        quoted = self._contents.direct_at(offset)
        self._events.append(_Event(offset, sentence, self._places.paragraph(offset), figure, speaks, leads, quoted))
        for word in figure.callings:
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
        return self._joint(figures) if len(figures) > 1 else next(iter(figures), None)

    def _phrase(self, index: int, phrase: Phrase) -> Figure | None:
        if phrase.name and phrase.name.kind != "group":
            return self._named(phrase, phrase.name)
        if phrase.name and plain(phrase.core.text).lower() == plain(phrase.name.span.text).lower():
            return self._cast.figure(phrase.name)
        return self._described(index, phrase)

    def _named(self, phrase: Phrase, name: Name) -> Figure:
        figure = self._cast.figure(name)
        if figure.kind == "person":
            start = phrase.core.start if name.span.start < phrase.core.end else phrase.span.start
            before = self._text[start : name.span.start]
            if plain(before):
                _give_role(figure, before)
        return figure

    def _speaking(self, index: int, source: Span) -> Figure | None:
        """Who "I" or "we" is: whoever is quoted around it, else the article's author."""
        around = self._contents.holding(source.start, but=index)
        return self._author if around is None else self._found[around]

    def _person(self, index: int, offset: int, gender: Gender | None) -> Figure | None:
        """Whom "he" or "she" stands for: in reported speech the one who reports, else the likeliest before."""
        around = self._contents.holding(offset, but=index)
        host = None if around is None else self._found[around]
        reported = around is not None and self._attributions[around].type != "direct"
        if host and reported and _can_be(host, gender):
            return host
        figure = self._likeliest(index, offset, lambda f: _can_be(f, gender) and f is not host)
        if figure and not figure.gender:
            figure.gender = gender
        return figure

    def _thing(self, index: int, offset: int) -> Figure | None:
        return self._likeliest(index, offset, lambda f: f.kind in ("organization", "document") and not f.plural)

    def _several(self, index: int, offset: int) -> Figure | None:
        return self._likeliest(index, offset, lambda f: f.plural or f.kind == "organization")

    def _likeliest(self, index: int, offset: int, fits: Callable[[Figure], bool]) -> Figure | None:
        """Of those who fit, whom the text most likely points back to from a place."""
        own = self._attributions[index].content
        sentence = bisect_right(self._sentence_starts, offset)
        paragraph = self._places.paragraph(offset)
        best, best_score = None, float("-inf")
        for event in reversed(self._events[-LOOK_BACK:]):
            figure = event.figure
            if not fits(figure) or any(span.start <= event.offset < span.end for span in own):
                continue
            score = SPEAKS * event.speaks + LEADS * event.leads + QUOTED * event.quoted
            score += PARAGRAPH * (paragraph - event.paragraph) + SENTENCE * min(4, sentence - event.sentence)
            score += GENDER * (figure.gender is not None) + PLACE * figure.place
            if score > best_score:
                best, best_score = figure, score
        return best

    def _antecedent(self, index: int, offset: int) -> Figure | None:
        """Whom "who", "which" or "that" stands for: what ends right before it."""
        sentence = bisect_right(self._sentence_starts, offset) - 1
        start = max(offset - 80, self._sentence_starts[sentence] if sentence >= 0 else 0, 0)
        names = [name for name in self._names.within(start, offset) if name.span.end <= offset]
        if names:
            figure = self._cast.figure(names[-1])
            between = words_of(self._text[names[-1].span.end : offset])
            if not between or (figure.kind != "group" and len(between) <= 4):
                return figure
        before = _LAST_WORDS.search(self._text[start:offset])
        if not before:
            return None
        span = Span.of(self._text, start + before.start(), start + before.end())
        return self._described(index, Phrase(span))

    # Descriptions

    def _described(self, index: int, phrase: Phrase) -> Figure | None:
        head = singular(phrase.head)
        if head in w.OWN and phrase.determiner in w.HE | w.SHE:
            return self._person(index, phrase.span.start, "he" if phrase.determiner in w.HE else "she")
        figure = self._referent(index, phrase, head) if phrase.is_definite else self._repeated(phrase, head)
        if figure is None:
            return self._introduced(phrase, head)
        figure.call([head])
        return figure

    def _referent(self, index: int, phrase: Phrase, head: str) -> Figure | None:
        """Whom a definite description points back to."""
        if phrase.is_plural:
            return self._repeated(phrase, head) or self._pair(phrase, head)
        if head in w.ANY_ORGANIZATION and phrase.determiner in w.DEFINITE:
            figure = self._likeliest(index, phrase.span.start, _is_organization)
            if figure:
                return figure
        return self._called_so(phrase, head) or self._generic(index, phrase, head)

    def _called_so(self, phrase: Phrase, head: str) -> Figure | None:
        """Whom the article has called so: "the minister" after "Foreign Minister Ann Lee"."""
        alike = next((words for words in w.ALIKE if head in words), frozenset())
        for word in (head, *alike):
            figures = [figure for figure in self._called.get(word, ()) if not figure.plural]
            if figures:
                return max(reversed(figures), key=lambda figure: len(figure.words & set(phrase.words)))
        return None

    def _repeated(self, phrase: Phrase, head: str) -> Figure | None:
        """The same description met before, in the same or more words: "tests" after "medical tests"."""
        if phrase.determiner in ("a", "an"):
            return None
        bare = set(words_of(phrase.description)) - w.DETERMINERS
        for figure in reversed(self._called.get(head, ())):
            if figure.kind != "person" and figure.plural == phrase.is_plural and bare <= figure.words:
                return figure
        return None

    def _pair(self, phrase: Phrase, head: str) -> Figure | None:
        """The two whom a plural calls together: "the senators", "the two men", "the airlines"."""
        pair = [figure for figure in self._called.get(head, ()) if figure.kind == "person"][-2:]
        if head in w.PEOPLE and "two" in phrase.words:
            pair = self._last_two("person")
        elif head in w.SORTS:
            pair = self._last_two("organization")
        return self._joint(pair) if len(pair) == 2 else None

    def _last_two(self, kind: Kind) -> list[Figure]:
        """The two last that the text named first in a sentence, or that spoke, in the order of their naming."""
        recent = (e.figure for e in reversed(self._events[-LOOK_BACK:]) if e.leads or e.speaks)
        fit = dict.fromkeys(f for f in recent if f.kind == kind and not f.plural and not f.place)
        return list(fit)[1::-1]

    def _generic(self, index: int, phrase: Phrase, head: str) -> Figure | None:
        """Whom a description means that would fit many: "the woman", "the 54-year-old", "the company"."""
        offset = phrase.span.start
        if head in w.PEOPLE or head.endswith("year-old"):
            gender: Gender | None = "he" if head in w.MALE else "she" if head in w.FEMALE else None
            return self._person(index, offset, gender)
        if phrase.determiner in w.POSSESSIVES:
            return None
        if head in w.PLACES:
            return self._likeliest(index, offset, lambda figure: figure.place)
        if head in w.ORGANIZATIONS:
            return self._likeliest(index, offset, lambda figure: _is_called(figure, head))
        return None

    def _introduced(self, phrase: Phrase, head: str) -> Figure | None:
        name = phrase.description
        if not name:
            return None
        figure = Figure(name, phrase.kind, plural=phrase.is_plural)
        figure.words |= set(words_of(name)) - w.DETERMINERS
        figure.call([head])
        return figure

    def _joint(self, figures: Sequence[Figure]) -> Figure:
        """Those who speak together, as one: the same for the same people."""
        members = tuple(member for figure in figures for member in (figure.members or (figure,)))
        name = " | ".join(member.name for member in members)
        joint = Figure(name, members[0].kind, plural=True, members=members)
        return self._together.setdefault(members, joint)

    # No source

    def _unsaid(self, index: int) -> Figure | None:
        """The speaker of words that stand without a source: of a turn, else whoever spoke just before."""
        attribution = self._attributions[index]
        start = attribution.content[0].start
        turn = self._turn(start)
        if turn:
            return turn
        if attribution.cue or attribution.type != "direct":
            return None
        paragraph = self._places.paragraph(start)
        for event in reversed(self._events[-LOOK_BACK:]):
            if event.speaks:
                return event.figure if paragraph - event.paragraph <= 2 else None
        return None

    def _turn(self, start: int) -> Figure | None:
        """The one whose name and a colon begin the line of what is said at `start`."""
        line = self._text.rfind("\n", max(0, start - _TURN), start) + 1
        before = self._text[line:start] if line or start <= _TURN else ""
        if not before.rstrip("\"“„«‘' \xa0").endswith(":"):
            return None
        names = self._names.within(line, start)
        return self._cast.figure(names[-1]) if names else None


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


def _is_organization(figure: Figure) -> bool:
    return figure.kind == "organization" and not figure.place


def _is_called(figure: Figure, noun: str) -> bool:
    """Whether the noun is in an organisation's name: "the court" in "Supreme Court"."""
    return figure.kind == "organization" and noun in words_of(figure.name)


def _give_role(figure: Figure, role: str) -> None:
    words = head_words(role)
    figure.words |= set(words)
    figure.call(word for word in map(singular, words) if is_role(word))
    figure.role = figure.role or shown(role)


def _can_be(figure: Figure, gender: Gender | None) -> bool:
    if figure.kind not in ("person", "anonymous") or figure.plural:
        return False
    return gender is None or figure.gender in (None, gender)


def _unseen(article: Article, names: Sequence[Name]) -> Iterator[Name]:
    """Sources that are plainly names though none was found there: "LEE: ...", or "..., Lee said" in mid-sentence."""
    families = {words[-1] for name in names if name.kind == "person" and (words := words_of(name.span.text))}
    starts = sorted(name.span.start for name in names)
    for source in dict.fromkeys(a.source for a in article.attributions if a.source):
        first = bisect_left(starts, source.start)
        if first < len(starts) and starts[first] < source.end:
            continue
        capitals = source.text.isupper() and _only_word(source) in families
        inside = _MID_SENTENCE.search(article.text[max(0, source.start - 4) : source.start])
        alone = _PROPER.fullmatch(source.text) and singular(source.text) == source.text
        if capitals or (inside and alone):
            yield Name(source, "person")
