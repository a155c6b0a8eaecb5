"""The walk through an article that tells whom each source stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quotes.article import Article
from quotes.attribution import Attribution, Name, Span, Speaker
from quotes.resolve import words as w
from quotes.resolve.antecedents import NOBODY, Choice, Ranker
from quotes.resolve.discourse import Discourse
from quotes.resolve.figures import Figure
from quotes.resolve.mentions import mention_by_description, mention_by_name, mention_by_pronoun
from quotes.resolve.naming import learn
from quotes.resolve.phrases import only_word, words_of
from quotes.resolve.sources import sourced
from quotes.resolve.unsourced import unsourced
from quotes.resolve.weights import Weights
from quotes.tagging.tagger import Description, Tags
from quotes.text.sentences import Sentence

LOST, LONG_ENOUGH = 20, 3  # quotations of nobody that are looked for elsewhere, and their words at least

Step = Name | Description | Span | int  # a pronoun is a span; an attribution is told by its number, from 0


def resolve(article: Article, tags: Tags, sentences: Sequence[Sentence], weights: Weights) -> Article:
    """`article` with a speaker for each attribution that one can be found for, and with its speakers.

    The confidence of an attribution, of its spans alone before, is afterwards that its content and speaker are right.

    tags: what the model found in the text; weights: learned, to choose whom pronouns and descriptions point back to.
    """
    found = choices(article, tags, sentences, weights.ranker)
    figures = dict.fromkeys(choice.figure for choice in found if choice.figure)
    speakers = {figure: _speaker(figure) for figure in figures}
    return replace(
        article,
        attributions=tuple(
            replace(a, speaker=speakers[c.figure] if c.figure else None, confidence=round(weights.sure(a, c), 3))
            for a, c in zip(article.attributions, found, strict=True)
        ),
        speakers=tuple(dict.fromkeys(speakers.values())),
    )


def choices(article: Article, tags: Tags, sentences: Sequence[Sentence], ranker: Ranker) -> list[Choice]:
    """For each attribution of `article`, whose speakers are unknown, who speaks and how sure that is."""
    discourse = Discourse(article, tags, sentences, ranker)
    for name in discourse.names:
        learn(discourse, name)
    _Walk(discourse).through(_in_order(discourse, tags))
    _find_again(discourse)
    return [choice or NOBODY for choice in discourse.found]


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


def _in_order(discourse: Discourse, tags: Tags) -> list[Step]:
    """Names, descriptions, pronouns and attributions (by number) in text order; a source before what it holds."""
    sources = {a.source.start for a in discourse.attributions if a.source}
    steps: list[tuple[int, Step]] = [(_anchor(a).start, index) for index, a in enumerate(discourse.attributions)]
    steps += [(name.span.start, name) for name in discourse.names]
    steps += [(span.start, span) for span in tags.pronouns if span.start not in sources]
    steps += [(d.span.start, d) for d in tags.descriptions if d.kind != "thing" and d.span.start not in sources]
    return [step for _, step in sorted(steps, key=lambda step: step[0])]


def _anchor(attribution: Attribution) -> Span:
    return attribution.source or attribution.cue or attribution.content[0]


class _Walk:
    """The walk: attributions wait where it is not known yet who says what they stand in."""

    def __init__(self, discourse: Discourse) -> None:
        self._discourse = discourse
        self._waiting: dict[int, list[int]] = {}

    def through(self, steps: Iterable[Step]) -> None:
        """Take the steps, and settle who speaks in every attribution."""
        for step in steps:
            if isinstance(step, Name):
                mention_by_name(self._discourse, step)
            elif isinstance(step, Description):
                mention_by_description(self._discourse, step.span)
            elif isinstance(step, Span):
                mention_by_pronoun(self._discourse, step)
            else:
                self._hear(step)
        for index, choice in enumerate(self._discourse.found):  # those that wait for one another
            if choice is None:
                self._settle(index)

    def _hear(self, index: int) -> None:
        """Settle who speaks in an attribution, or put that off until it is known who says what it stands in."""
        source = self._discourse.attributions[index].source
        word = only_word(source) if source else ""
        if source and (word in w.SPEAKING or word in w.HE or word in w.SHE or word in w.THEY):
            around = self._discourse.contents.holding(source.start, but=index)
            if around is not None and self._discourse.found[around] is None:
                self._waiting.setdefault(around, []).append(index)
                return
        self._settle(index)

    def _settle(self, index: int) -> None:
        """Settle who speaks in an attribution, and then in those that wait for it."""
        ready = [index]
        while ready:
            index = ready.pop()
            self._discourse.found[index] = _spoken(self._discourse, index)
            ready += reversed(self._waiting.pop(index, ()))


def _spoken(discourse: Discourse, index: int) -> Choice:
    """Who speaks in an attribution; it is a mention of them from now on."""
    attribution = discourse.attributions[index]
    source = attribution.source
    choice = sourced(discourse, index, source) if source else unsourced(discourse, index)
    if choice.figure:
        if source:
            choice.figure.mentions.add(source)
        again = source is not None and only_word(source) in w.PRONOUNS
        discourse.note(choice.figure, _anchor(attribution), speaks=True, again=again)
    return choice


def _find_again(discourse: Discourse) -> None:
    """Give quotations of nobody, as in headlines, to whoever says the same words elsewhere in the article."""
    heard = [(a, c) for a, c in zip(discourse.attributions, discourse.found, strict=True) if c and c.figure]
    said = [(_letters(a), c) for a, c in heard if a.type != "indirect"]
    for index in [i for i, choice in enumerate(discourse.found) if choice and choice.figure is None][:LOST]:
        attribution = discourse.attributions[index]
        words = _letters(attribution)
        if attribution.source is None and attribution.type == "direct" and words.count(" ") > LONG_ENOUGH:
            again = next((choice for other, choice in said if words in other), None)
            discourse.found[index] = again and Choice(again.figure, 0.9)


def _letters(attribution: Attribution) -> str:
    """The words of what is said, without marks and case."""
    return f" {' '.join(words_of(attribution.words))} "
