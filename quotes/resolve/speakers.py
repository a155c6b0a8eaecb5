"""The walk through an article that tells whom each source stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

import regex

from quotes.article import Article, Attribution, Kind, Name, Span, Speaker
from quotes.resolve import words as w
from quotes.resolve.antecedents import LOOK_BACK, Anaphor, Choice, Event, Place, Ranker, can_be
from quotes.resolve.authors import Authors
from quotes.resolve.figures import Cast, Figure, Gender
from quotes.resolve.names import whole_names
from quotes.resolve.phrases import Names, Phrase, only_word, phrase_before, plain, singular, words_of
from quotes.resolve.roles import apposition, definite_roles, head_words, is_role, predicate, shown, title_before
from quotes.resolve.weights import Weights
from quotes.sentences import Sentence
from quotes.tagger import Description, Tags

SURELY = 0.8  # the least probability at which a pronoun that is no source tells the gender of whom it points back to
TAKEN_UP = 0.3  # the least probability of whom a pronoun that is no source, or a description, points back to
POINTED_AT = 0.02  # the least of whom a source does, which points at somebody

RELATIVE_REACH = 80  # characters before a relative pronoun that may hold what it stands for
NEAR = 8  # attributions before a place whose content may hold it; figures of one calling that are remembered

QUESTIONS, ANSWERS = ("Q", "Q.", "QUESTION"), ("A", "A.", "ANSWER")  # who speaks in an interview
SHARED = 60  # characters between two names that share a title in the plural
LOST, LONG_ENOUGH = 20, 3  # quotations of nobody that are looked for elsewhere, and their words at least
INTRODUCTION = 80  # characters of a sentence that introduces what somebody says
WE_REACH = 600  # characters before "we" in its paragraph that may tell who that is
_TURN = 60  # characters that the name before a turn's colon may take with its title
_OF = regex.compile(r"\s++(?:of|in|at|for|from)\s++")
_FIRST_WORD = regex.compile(r"(\p{L}++)\s++")
_ASKED = regex.compile(r"\b(?:[Aa]sked|[Aa]sk)\s++(?=\S)")
_GOES_ON = regex.compile(r"(?:[A-Z]\p{Ll}++s|\p{Ll}++(?:s|ing))(?:\s.*+)?+", regex.DOTALL)
_BESIDE = regex.compile(r"\s*+(?:[,(—–](?!\s*+(?:and|or|but)\b)|(?:of|from)\s)")
_APPOSED = regex.compile(r"\s*+[,(—–]\s*+")
_AND_I = regex.compile(r"\b([Mm]y\s\p{Ll}++)\sand\sI\b")
_IS = regex.compile(r"\s++(?:is|was|became|remains)\s++")


def resolve(article: Article, tags: Tags, sentences: Sequence[Sentence], weights: Weights) -> Article:
    """`article` with a speaker for each attribution that one can be found for, and with its speakers.

    The confidence of an attribution, of its spans alone before, is afterwards that its content and speaker are right.

    tags: what the model found in the text; weights: learned, to choose whom pronouns and descriptions point back to.
    """
    found = choices(article, tags, sentences, weights.ranker)
    speakers = {choice.figure: _speaker(choice.figure) for choice in found if choice.figure}
    return replace(
        article,
        attributions=tuple(
            replace(a, speaker=speakers[c.figure] if c.figure else None, confidence=weights.sure(a, c))
            for a, c in zip(article.attributions, found, strict=True)
        ),
        speakers=tuple(dict.fromkeys(speakers.values())),
    )


def choices(article: Article, tags: Tags, sentences: Sequence[Sentence], ranker: Ranker) -> list[Choice]:
    """For each attribution of `article`, whose speakers are unknown, who speaks and how sure that is."""
    return _Walk(article, tags, sentences, ranker).choices()


def _speaker(figure: Figure) -> Speaker:
    mentions = figure.mentions.union(*(member.mentions for member in figure.members))
    return Speaker(figure.name, figure.kind, figure.role, tuple(_outermost(mentions)))


def _outermost(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that do not lie in another, in text order."""
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > end:
            yield span
            end = span.end


NOBODY = Choice(None, 1.0)


class _Walk:
    """One walk through an article, mention by mention, with all that was named and said before in mind."""

    def __init__(self, article: Article, tags: Tags, sentences: Sequence[Sentence], ranker: Ranker) -> None:
        self._text = article.text
        self._places = article.places
        self._attributions = article.attributions
        self._sentence_starts = [sentence.start for sentence in sentences]
        self._contents = _Contents(article.attributions)
        self._links = tags.links
        self._ranker = ranker
        names = whole_names(article, tags.names)
        self._names = Names(names)
        self._cast = Cast(article.text, names, {a.source.start for a in article.attributions if a.source})
        self._events: list[Event] = []
        self._met_on_the_way: list[Event] = []
        self._called: dict[str, list[Figure]] = {}
        self._led: dict[str, int] = {}
        self._together: dict[tuple[Figure, ...], Figure] = {}
        self._companions: dict[int, Figure] = {}
        self._authors = Authors(article, self._names, self._cast)
        self._found: list[Choice | None] = [None] * len(article.attributions)
        self._waiting: dict[int, list[int]] = {}
        self._introduced_by_name: set[Figure] = set()
        self._ends = {a.source.end: index for index, a in enumerate(article.attributions) if a.source}
        for name in names:
            self._learn(name)
        self._steps = self._in_order(names, tags)

    def choices(self) -> list[Choice]:
        """Who speaks in each attribution, and how sure that is."""
        for step in self._steps:
            if isinstance(step, Name):
                self._note(self._met(step), step.span)
            elif isinstance(step, Description):
                self._describe(step)
            elif isinstance(step, Span):
                self._take_up(step)
            else:
                self._hear(step)
        for index in range(len(self._found)):  # those that wait for one another
            if self._found[index] is None:
                self._settle(index)
        self._find_again()
        return [choice or NOBODY for choice in self._found]

    def _find_again(self) -> None:
        """Give quotations of nobody, as in headlines, to whoever says the same words elsewhere in the article."""
        known = [(a, c) for a, c in zip(self._attributions, self._found, strict=True) if c and c.figure]
        said = [(_letters(a), c) for a, c in known if a.type != "indirect"]
        for index in [i for i, choice in enumerate(self._found) if choice and choice.figure is None][:LOST]:
            attribution = self._attributions[index]
            words = _letters(attribution)
            if attribution.source is None and attribution.type == "direct" and words.count(" ") > LONG_ENOUGH:
                again = next((choice for other, choice in said if words in other), None)
                self._found[index] = again and Choice(again.figure, 0.9)

    def _in_order(self, names: Sequence[Name], tags: Tags) -> list[Name | Description | Span | int]:
        """Names, descriptions, pronouns and attributions (by number) in text order; a source before what it holds."""
        starts = {a.source.start for a in self._attributions if a.source}
        steps: list[tuple[int, int, int, Name | Description | Span | int]] = [
            (_anchor(a).start, 0, index, index) for index, a in enumerate(self._attributions)
        ]
        steps += [(name.span.start, 1, index, name) for index, name in enumerate(names)]
        steps += [
            (span.start, 2, index, span) for index, span in enumerate(tags.pronouns) if span.start not in starts
        ]
        steps += [
            (d.span.start, 3, index, d)
            for index, d in enumerate(tags.descriptions)
            if d.kind != "thing" and d.span.start not in starts
        ]
        return [step for *_, step in sorted(steps, key=lambda step: step[:3])]

    def _hear(self, index: int) -> None:
        """Settles who speaks in an attribution, or puts that off until it is known who says what it stands in."""
        source = self._attributions[index].source
        word = only_word(source) if source else ""
        if source and (word in w.SPEAKING or word in w.HE or word in w.SHE or word in w.THEY):
            around = self._contents.holding(source.start, but=index)
            if around is not None and self._found[around] is None:
                self._waiting.setdefault(around, []).append(index)
                return
        self._settle(index)

    def _settle(self, index: int) -> None:
        attribution = self._attributions[index]
        source = attribution.source
        choice = self._source(index, source) if source else self._unsaid(index)
        self._found[index] = choice
        if choice.figure:
            if source:
                choice.figure.mentions.add(source)
            again = source is not None and only_word(source) in w.PRONOUNS
            self._note(choice.figure, _anchor(attribution), speaks=True, again=again)
        for waiting in self._waiting.pop(index, ()):
            self._settle(waiting)

    # What the text says beside the sources

    def _learn(self, name: Name) -> None:
        """Take in what stands before and after a name: titles, callings, kin."""
        figure = self._cast.figure(name)
        figure.mentions.add(name.span)
        if figure.kind != "person":
            return
        title = title_before(self._text, name.span)
        if title and singular(last := words_of(title)[-1]) != last:
            self._share(name, singular(last))
            title = title.removesuffix("s")
        for role in (title, apposition(self._text, name.span)):
            if role:
                _give_role(figure, role)
        figure.call(filter(is_role, head_words(predicate(self._text, name.span))))

    def _share(self, name: Name, title: str) -> None:
        """Give the title before a name to the one joined to it as well: "Senators Ann Lee, of Iowa, and Bo Ek"."""
        other = next(
            (n for n in self._names.within(name.span.end, name.span.end + SHARED) if n.kind == "person"), None
        )
        if other and self._text[name.span.end : other.span.start].endswith((" and ", " & ")):
            self._cast.figure(other).call([title])

    def _met(self, name: Name) -> Figure:
        """Whom a name stands for; at their first, whether the text has described them before."""
        figure = self._cast.figure(name)
        if figure in self._introduced_by_name:
            return figure
        self._introduced_by_name.add(figure)
        before = self._met_unnamed(figure, name.span) if figure.kind == "person" else None
        if before is None:
            return figure
        self._cast.identify(figure, before)
        self._introduced_by_name.add(before)
        return before

    def _met_unnamed(self, figure: Figure, name: Span) -> Figure | None:
        """Whom the text described, and now names: "a driver", then "the driver, Ann Lee"; "a girl", then "Ann"."""
        # a man's first name alone is too often a family name: "Clinton"
        given = w.given_names().get(only_word(name)) == "she"
        gender = figure.gender or ("she" if given else None)
        events = self._met_on_the_way[-LOOK_BACK:] + self._events[-LOOK_BACK:]
        unnamed = [e for e in events if e.figure.kind == "anonymous" and can_be(e.figure, gender)]
        nouns = definite_roles(self._text, name)
        called = next((e.figure for e in reversed(unnamed) if nouns & e.figure.callings.keys()), None)
        row = self._links.row(name)
        linked = [(e.figure, e.row) for e in unnamed if e.row is not None]
        if called or nouns or not given or row is None or not linked:
            return called
        scores = self._links.scores(row, [other for _, other in linked])
        return linked[int(scores.argmax())][0] if scores.max() > 0 else None

    def _describe(self, description: Description) -> None:
        """Take in a description that is no source."""
        span = self._trimmed(description.span)
        phrase = Phrase(span, tuple(self._names.within(span.start, span.end)))
        if phrase.name or phrase.head in w.NO_NOUNS or self._belongs_to_a_name(phrase):
            return
        figure = self._described(self._place("description", span, phrase=phrase), phrase, self._whole(span)).figure
        if figure:
            figure.mentions.add(span)
            if not figure.plural:
                self._note(figure, span, met=True)

    def _trimmed(self, span: Span) -> Span:
        """A description in whole words, with a name that it begins with, without a preposition before it."""
        start = span.start
        while start and (self._text[start - 1].isalnum() or self._text[start - 1] in "-'’"):
            start -= 1
        name = self._names.ending(start)
        first = _FIRST_WORD.match(self._text, start, span.end)
        bare = not first or first[1].lower() not in w.DETERMINERS
        if name and bare and self._text[name.span.end : start] == " ":
            start = name.span.start - (
                4 if self._text[max(0, name.span.start - 4) : name.span.start].lower() == "the " else 0
            )
        while (word := _FIRST_WORD.match(self._text, start, span.end)) and word[1].lower() in w.AFTER_HEAD:
            start = word.end()
        return Span.of(self._text, start, max(start, span.end))

    def _belongs_to_a_name(self, phrase: Phrase) -> bool:
        """Whether a description only tells what somebody named right before or after it is."""
        start, end = phrase.span.start, phrase.span.end
        before = self._names.ending(start)
        if before:
            between = self._text[before.span.end : start]
            if _APPOSED.fullmatch(between) or _IS.fullmatch(between):
                self._cast.figure(before).call([singular(phrase.head)])
                return True
        after = next(iter(self._names.within(end, end + 4)), None)
        if after and after.kind == "person" and _APPOSED.fullmatch(self._text[end : after.span.start]):
            self._cast.figure(after).call([singular(phrase.head)])
            return True
        return False

    def _whole(self, span: Span) -> str:
        """A description with the name that it goes on to: "the mayor of Rome"."""
        link = _OF.match(self._text, span.end)
        names = self._names.within(link.end(), link.end() + 5) if link else []
        return plain(self._text[span.start : names[0].span.end] if names else span.text)

    def _take_up(self, pronoun: Span) -> None:
        """Note whom a pronoun that is no source stands for."""
        choice = self._pronoun(pronoun.text.lower(), pronoun)
        if choice.figure and choice.probability > TAKEN_UP:
            self._note(choice.figure, pronoun, again=True)

    def _note(
        self, figure: Figure, span: Span, *, speaks: bool = False, again: bool = False, met: bool = False
    ) -> None:
        """Keep in mind that a figure stands here; those only `met` are meant where nobody else is."""
        sentence = self._sentence(span.start)
        leads = figure.kind == "group" or self._led.get(figure.kind) != sentence
        self._led[figure.kind] = sentence
        quoted = self._contents.direct_at(span.start)
        paragraph = self._places.paragraph(span.start)
        row = self._links.row(span)
        events = self._met_on_the_way if met else self._events
        events.append(Event(span.start, sentence, paragraph, figure, speaks, leads, quoted, again, row))
        for word in figure.callings:
            recent = self._called.setdefault(word, [])
            if figure in recent:
                recent.remove(figure)
            recent.append(figure)
            del recent[:-NEAR]

    def _sentence(self, offset: int) -> int:
        return bisect_right(self._sentence_starts, offset)

    # Sources

    def _place(self, anaphor: Anaphor, span: Span, index: int | None = None, phrase: Phrase | None = None) -> Place:
        """What there is to know about what points back; `index` is of the attribution that it is the source of."""
        around = self._contents.holding(span.start, but=-1 if index is None else index)
        settled = None if around is None else self._found[around]
        own = () if index is None else tuple((c.start, c.end) for c in self._attributions[index].content)
        named = (name for start, end in own for name in self._names.within(start, end))
        # words of several sentences do not part "he said" from whoever was named before them
        begin = min([span.start, *(start for start, _ in own)])
        return Place(
            anaphor,
            span.start,
            self._sentence(begin),
            self._places.paragraph(begin),
            row=self._links.row(span),
            source=index is not None,
            quoted=self._contents.direct_at(span.start),
            host=settled.figure if settled else None,
            reported=around is not None and self._attributions[around].type != "direct",
            own=own,
            told_of=frozenset(map(self._cast.figure, named)),
            head=singular(phrase.head) if phrase else "",
            words=frozenset(phrase.words) - w.DETERMINERS if phrase else frozenset(),
        )

    def _likeliest(self, place: Place, fits: Callable[[Figure], bool], least: float = POINTED_AT) -> Choice:
        """Of those who fit, whom the text most likely points back to from a place; nobody if that is not likely."""
        for events in (self._events, self._met_on_the_way):
            choice = self._ranker.choose(place, events[-LOOK_BACK:], self._links, fits)
            if choice.figure and choice.probability >= least:
                return choice
        return NOBODY

    def _source(self, index: int, source: Span) -> Choice:
        word = only_word(source)
        if source.text in QUESTIONS + ANSWERS:
            return Choice(self._interviewee, 0.9) if source.text in ANSWERS and self._interviewee else NOBODY
        if word in w.SPEAKING:
            return self._speaking(index, source)
        if word in w.HE | w.SHE | w.IT | w.THEY or word == "self":
            return self._pronoun(word, source, index)
        if word in w.RELATIVE:
            return self._antecedent(index, source.start, word)
        phrase = Phrase(source, tuple(self._names.within(source.start, source.end)))
        if source.text.isupper() and not phrase.names and (called := self._cast.called(phrase.head)):
            return Choice(called, 0.8)
        parts = [self._phrase(index, part) for part in phrase.parts]
        if source.text.endswith(" and I"):
            other = Span.of(self._text, source.start, source.end - len(" and I"))
            named = Phrase(other, tuple(self._names.within(other.start, other.end)))
            parts = [self._phrase(index, named), self._speaking(index, source)]
        known = [choice for choice in parts if choice.figure]
        if len(known) < 2:
            return next(iter(known), NOBODY)
        sure = min(choice.probability for choice in known)
        return Choice(self._joint([choice.figure for choice in known if choice.figure]), sure)

    def _pronoun(self, word: str, span: Span, index: int | None = None) -> Choice:
        """Whom a pronoun stands for; `index` is of the attribution that it is the source of."""
        if word in w.IT:
            place = self._place("it", span, index)
            return self._likeliest(place, lambda f: f.kind in ("organization", "document") and not f.plural)
        if word in w.THEY:
            place = self._place("they", span, index)
            choice = self._likeliest(place, lambda f: f.plural or f.kind == "organization" or f.doubtful)
            return replace(choice, figure=choice.figure and self._named_people(choice.figure))
        gender: Gender | None = "he" if word in w.HE else "she" if word in w.SHE else None
        return self._person(self._place("he", span, index), gender)

    @cached_property
    def _interviewee(self) -> Figure | None:
        """Who answers in an interview: the person whom the text names most before the first question."""
        first = next((a.source.start for a in self._attributions if a.source and a.source.text in QUESTIONS), 0)
        named = Counter(self._cast.figure(name) for name in self._names.within(0, first) if name.kind == "person")
        return max(named, key=lambda figure: named[figure], default=None)

    def _phrase(self, index: int, phrase: Phrase) -> Choice:
        family = self._cast.family(phrase.head) if phrase.determiner == "the" and len(phrase.words) == 2 else []
        if len(family) > 1:
            return Choice(self._joint(family), 0.9)
        if phrase.name and phrase.name.kind != "group" and not phrase.is_member:
            return Choice(self._named(phrase, phrase.name), 1.0)
        if phrase.name and plain(phrase.core.text).lower() == plain(phrase.name.span.text).lower():
            return Choice(self._cast.figure(phrase.name), 1.0)
        return self._described(self._place("description", phrase.span, index, phrase), phrase, phrase.description)

    def _named(self, phrase: Phrase, name: Name) -> Figure:
        figure = self._met(name)
        if figure.kind == "person":
            start = phrase.core.start if name.span.start < phrase.core.end else phrase.span.start
            before = self._text[start : name.span.start]
            if plain(before):
                _give_role(figure, before)
        return figure

    def _speaking(self, index: int, span: Span) -> Choice:
        """Who "I" or "we" is: whoever is quoted around it, else who signs the text."""
        around = self._contents.holding(span.start, but=index)
        choice = Choice(self._authors.of(span.start), 1.0) if around is None else self._found[around] or NOBODY
        companion = self._companion(span) if only_word(span) in w.WE else None
        if choice.figure is None or companion is None:
            return choice
        return replace(choice, figure=self._joint([choice.figure, companion]))

    def _companion(self, we: Span) -> Figure | None:
        """Who "we" is beside the one who speaks, where shortly before they say "my wife and I"."""
        start = max(self._text.rfind("\n", 0, we.start) + 1, we.start - WE_REACH)
        said = list(_AND_I.finditer(self._text, start, we.start))
        if not said:
            return None
        return self._companions.setdefault(said[-1].start(), Figure(said[-1][1], "anonymous"))

    def _person(self, place: Place, gender: Gender | None) -> Choice:
        """Whom "he" or "she" stands for, or a noun for anybody."""
        choice = self._likeliest(place, lambda f: can_be(f, gender))
        if choice.figure and not choice.figure.gender and (place.source or choice.probability > SURELY):
            choice.figure.gender = gender
        return choice

    def _antecedent(self, index: int, offset: int, word: str) -> Choice:
        """Whom "who", "which" or "that" stands for: what ends right before it."""
        sentence = self._sentence(offset) - 1
        told = next((self._ends[end] for end in range(offset, offset - 3, -1) if end in self._ends), index)
        if told != index and (choice := self._found[told]):
            return choice
        start = max(offset - RELATIVE_REACH, self._sentence_starts[sentence] if sentence >= 0 else 0, 0)
        named = self._named_before(start, offset, only_person=word in w.WHO)
        if named:
            return Choice(named, 1.0)
        before = next((e for e in reversed(self._events[-NEAR:]) if start <= e.offset < offset), None)
        if before and not before.figure.named:
            return Choice(before.figure, 0.9)
        span = phrase_before(self._text, self._names, start, offset)
        if not span:
            return NOBODY
        phrase = Phrase(span, tuple(self._names.within(span.start, span.end)))
        return self._described(self._place("description", span, index, phrase), phrase, phrase.description)

    def _named_before(self, start: int, offset: int, *, only_person: bool) -> Figure | None:
        """Whose name a relative pronoun follows, with no more between than tells who that is: "Lee of Ohio, who"."""
        for name in reversed([name for name in self._names.within(start, offset) if name.span.end <= offset]):
            figure = self._cast.figure(name)
            between = self._text[name.span.end : offset]
            bare = not words_of(between)
            if bare and only_person and figure.kind == "organization":
                continue
            if (only_person or figure.kind != "person") and (bare or _BESIDE.match(between)):
                return figure if bare or figure.kind != "group" else None
        return None

    # Descriptions

    def _described(self, place: Place, phrase: Phrase, name: str) -> Choice:
        """Whom a description stands for; somebody new is called `name`."""
        head = singular(phrase.head)
        if head in w.OWN and phrase.determiner in w.HE | w.SHE:
            pronoun = replace(place, anaphor="he")
            return self._person(pronoun, "he" if phrase.determiner in w.HE else "she")
        choice = self._referent(place, phrase, head) if phrase.is_definite else self._repeated(phrase, head)
        if choice.figure is None:
            return Choice(self._introduced(phrase, head, name), 1.0)
        choice.figure.describe(frozenset(words_of(name)) - w.DETERMINERS, name)
        choice.figure.call([head])
        return choice

    def _referent(self, place: Place, phrase: Phrase, head: str) -> Choice:
        """Whom a definite description points back to."""
        if phrase.is_plural or _is_both(phrase):
            repeated = self._repeated(phrase, head)
            return repeated if repeated.figure else self._pair(phrase, head)
        if head in w.ANY_ORGANIZATION and phrase.determiner in w.DEFINITE:
            choice = self._likeliest(place, lambda figure: _may_be(figure, phrase))
            if choice.figure:
                return choice
        called = self._called_so(phrase, head)
        return called if called.figure else self._generic(place, phrase, head)

    def _called_so(self, phrase: Phrase, head: str) -> Choice:
        """Whom the article has called so: "the minister" after "Foreign Minister Ann Lee"."""
        alike = next((words for words in w.ALIKE if head in words), frozenset())
        for word in (head, *alike):
            called = [figure for figure in self._called.get(word, ()) if not figure.plural]
            figures = [figure for figure in called if _agree(phrase, figure, head)]
            if "first" in phrase.modifiers:
                return Choice(figures[0], 0.8) if figures else NOBODY
            if figures:
                best = max(reversed(figures), key=lambda figure: len(figure.words & phrase.modifiers))
                return Choice(best, 1.0 if len(figures) == 1 else 0.8)
        return NOBODY

    def _repeated(self, phrase: Phrase, head: str) -> Choice:
        """The same description met before, in the same or more words: "tests" after "medical tests"."""
        if phrase.determiner in w.ANOTHER:
            return NOBODY
        bare = set(words_of(phrase.description)) - w.DETERMINERS
        for figure in reversed(self._called.get(head, ())):
            if figure.kind == "person" or figure.plural != phrase.is_plural:
                continue
            same = figure.name.lower() == phrase.description.lower()
            if same or (phrase.is_definite and bare <= figure.words and phrase.determiner not in w.POSSESSIVES):
                return Choice(figure, 1.0)
        return NOBODY

    def _pair(self, phrase: Phrase, head: str) -> Choice:
        """The two whom a plural calls together: "the senators", "the two men", "the airlines"."""
        pair = [figure for figure in self._called.get(head, ()) if figure.kind == "person"][-2:]
        if _is_both(phrase):
            pair = self._side_by_side() or self._last_two("person")
        elif head in w.PEOPLE and "two" in phrase.words:
            pair = self._last_two("person")
        elif head in w.SORTS:
            pair = self._last_two("organization")
        return Choice(self._joint(pair), 0.8) if len(pair) == 2 else NOBODY

    def _last_two(self, kind: Kind) -> list[Figure]:
        """The two last that the text named first in a sentence, or that spoke, in the order of their naming."""
        recent = (e.figure for e in reversed(self._events[-LOOK_BACK:]) if e.leads or e.speaks)
        fit = dict.fromkeys(f for f in recent if f.kind == kind and not f.plural and not f.place)
        return list(fit)[1::-1]

    def _side_by_side(self) -> list[Figure]:
        """The two people, or organizations, whom the last sentence names that names two of a kind."""
        recent = [
            e for e in self._events[-LOOK_BACK:] if e.figure.named and not e.figure.plural and not e.figure.place
        ]
        for _, events in reversed([(key, list(group)) for key, group in groupby(recent, lambda e: e.sentence)]):
            for kind in ("person", "organization"):
                pair = list(dict.fromkeys(event.figure for event in events if event.figure.kind == kind))
                if len(pair) == 2:
                    return pair
        return []

    def _generic(self, place: Place, phrase: Phrase, head: str) -> Choice:
        """Whom a description means that would fit many: "the woman", "the 54-year-old", "the company"."""
        own = phrase.determiner in w.POSSESSIVES
        if (head in w.PEOPLE and not own) or head.endswith("year-old") or phrase.is_member:
            gender: Gender | None = "he" if head in w.MALE else "she" if head in w.FEMALE else None
            return self._person(place, gender)
        if own or phrase.complement:
            return NOBODY
        if head in w.PLACES:
            return self._likeliest(place, lambda f: f.place and words_of(f.name)[-1] not in w.FACILITIES)
        if head in w.ORGANIZATIONS:
            return self._organization(place, phrase, head)
        if is_role(head):
            return self._likeliest(place, lambda figure: figure.named and can_be(figure, None), TAKEN_UP)
        return NOBODY

    def _organization(self, place: Place, phrase: Phrase, head: str) -> Choice:
        """Which organization a description means: by its name ("the appeals court"), else by the context."""
        named = self._likeliest(
            place, lambda f: _is_called(f, head) and bool(phrase.modifiers & set(words_of(f.name)))
        )
        if named.figure is None:
            named = self._likeliest(place, lambda figure: _is_called(figure, head))
        return named if named.figure else self._likeliest(place, lambda f: _may_be(f, phrase), TAKEN_UP)

    def _introduced(self, phrase: Phrase, head: str, name: str) -> Figure | None:
        if not name:
            return None
        figure = Figure(name, phrase.kind, plural=phrase.is_plural)
        if figure.kind == "anonymous":
            figure.gender = "he" if head in w.MALE else "she" if head in w.FEMALE else None
        figure.words |= set(words_of(name)) - w.DETERMINERS
        figure.call([head])
        return figure

    def _named_people(self, figure: Figure) -> Figure:
        """The people, if several, named as examples of a group: whom "they" is after "critics like A and B"."""
        first, *people = figure.members or (figure,)
        named = all(member.kind == "person" for member in people)
        return self._joint(people) if len(people) > 1 and named and first.kind == "group" else figure

    def _joint(self, figures: Sequence[Figure]) -> Figure:
        """Those who speak together, as one: the same for the same people."""
        members = tuple(member for figure in figures for member in (figure.members or (figure,)))
        name = " | ".join(member.name for member in members)
        joint = Figure(name, members[0].kind, plural=True, members=members)
        return self._together.setdefault(members, joint)

    # No source

    def _unsaid(self, index: int) -> Choice:
        """The speaker of words that stand without a source."""
        attribution = self._attributions[index]
        start = attribution.content[0].start
        turn = self._turn(start)
        if turn:
            return Choice(turn, 1.0)
        spoke = self._last_to_speak(start)
        if attribution.cue and w.SEEMING.intersection(words_of(attribution.cue.text)):
            return self._speaking(index, attribution.content[0])
        if attribution.type != "direct" or attribution.cue:
            goes_on = attribution.cue and _GOES_ON.fullmatch(attribution.cue.text)
            return Choice(spoke.figure, 0.6) if goes_on and spoke else NOBODY
        introduced = self._introduced_before(start)
        if introduced:
            return Choice(introduced, 0.8)
        if spoke is None or self._places.paragraph(start) - spoke.paragraph > 2:
            return NOBODY
        return Choice(self._in_turn(start, spoke) or spoke.figure, 0.8)

    def _last_to_speak(self, offset: int) -> Event | None:
        events = reversed(self._events[-LOOK_BACK:])
        return next((event for event in events if event.speaks and event.offset < offset), None)

    def _introduced_before(self, start: int) -> Figure | None:
        """Whom the short sentence before a quotation is about: "Hale was blunt."; whom it asks: "I asked Lee"."""
        sentence = self._sentence(start - 1) - 1
        if sentence < 0:
            return None
        begin = self._sentence_starts[sentence]
        if self._places.paragraph(start) - self._places.paragraph(begin) > 1:
            return None
        events = [event for event in self._events[-NEAR:] if begin <= event.offset < start]
        people = [event for event in events if can_be(event.figure, None)]
        if start - begin > INTRODUCTION or not people or any(event.quoted for event in events):
            return None
        asked = _ASKED.search(self._text, begin, start)
        if asked:
            return next((event.figure for event in people if event.offset >= asked.end() - 1), None)
        return people[0].figure if people[0].leads and not any(event.speaks for event in events) else None

    def _in_turn(self, start: int, spoke: Event) -> Figure | None:
        """The other of two who talk by turns, a paragraph each, when one `spoke` in the paragraph before."""
        paragraph = self._places.paragraph(start)
        if paragraph - spoke.paragraph != 1:
            return None
        others = [e for e in self._events[-LOOK_BACK:] if e.speaks and e.offset < spoke.offset and e.quoted is False]
        other = next((e for e in reversed(others) if e.paragraph < spoke.paragraph), None)
        close = other is not None and spoke.paragraph - other.paragraph == 1
        return other.figure if close and other and other.figure is not spoke.figure else None

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


def _anchor(attribution: Attribution) -> Span:
    return attribution.source or attribution.cue or attribution.content[0]


def _letters(attribution: Attribution) -> str:
    """The words of what is said, without marks and case."""
    return f" {' '.join(words_of(attribution.words))} "


def _agree(phrase: Phrase, figure: Figure, head: str) -> bool:
    """Whether a description may be of somebody called by its head: "the French official" is no US official."""
    if phrase.complement and not phrase.complement & figure.words:
        return False
    if figure.named:
        return True
    known = figure.words - {head}
    own = phrase.determiner in w.POSSESSIVES and phrase.determiner not in words_of(figure.name)
    return not own and (not phrase.modifiers or not known or bool(phrase.modifiers & (known | {"first"})))


def _is_both(phrase: Phrase) -> bool:
    """Whether a phrase means two that were named, and tells no more: "the two", "both"."""
    return phrase.words in w.BOTH and words_of(phrase.span.text)[len(phrase.words) :] in ([], ["of", "them"])


def _may_be(figure: Figure, phrase: Phrase) -> bool:
    """Whether an organisation may be meant by a description that does not name it."""
    told = not phrase.modifiers or bool(phrase.modifiers & (figure.words | set(words_of(figure.name))))
    return figure.kind == "organization" and not figure.place and told


def _is_called(figure: Figure, noun: str) -> bool:
    """Whether the noun is in an organisation's name: "the court" in "Supreme Court"."""
    return figure.kind == "organization" and noun in words_of(figure.name)


def _give_role(figure: Figure, role: str) -> None:
    figure.words |= set(words_of(role)) - w.DETERMINERS
    figure.call(word for word in map(singular, head_words(role)) if is_role(word))
    figure.role = figure.role or shown(role)
