"""The walk through an article that tells whom each source stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from quotes.article import Article
from quotes.attribution import Attribution, Name, Span, Speaker
from quotes.resolve import words as w
from quotes.resolve.candidates import PHRASES, Asked, Candidate, asked, candidates, joined
from quotes.resolve.confidence import NOBODY, Choice, sure_of, trust
from quotes.resolve.discourse import Discourse
from quotes.resolve.entities import Entity
from quotes.resolve.features import evidence
from quotes.resolve.mentions import give_role, learn, mention_by_description, mention_by_name, mention_by_pronoun
from quotes.resolve.phrases import Phrase, only_word, plain, singular, words_of
from quotes.resolve.ranker import Evidence, Features, Ranker, Weights, load_weights
from quotes.resolve.roles import is_role
from quotes.tagging.tagger import Description, Tags
from quotes.text.text import Text

HOSTS = 4  # contents within one another that are looked through
SEVERAL = 4  # names in a source that is no role of one of them
SURE = 0.8  # the least probability of somebody whom a guess alone names
DESCRIBED = ("the", "a", "own", "bare", "proper")  # forms of sources that may describe somebody named
CALLS = ("called so", "called alike", "head is calling", "head in name", "name shared", "named in the source")

Judge = Callable[[Asked, Sequence[Candidate], Evidence], "Choice | None"]
Step = Name | Description | Span | int  # a pronoun is a span; an attribution is told by its number, from 0


class Resolver(Protocol):
    """What finds the speakers of an article.

    resolve: the article, whose attributions have none, with a speaker for each that one can be found for, and with
        its speakers; the confidence of an attribution, of its spans alone before, is afterwards the probability that
        its content and speaker are right. tags: what the model found in the `text`.
    """

    def resolve(self, article: Article, tags: Tags, text: Text) -> Article: ...


def load_resolver(folder: Path) -> Resolver:
    """The resolver whose weights are in a model's folder.

    Raises FileNotFoundError where there are none, quotes.tagging.manifest.ModelError where they are damaged.
    """
    return LearnedResolver(load_weights(folder))


@dataclass(frozen=True)
class LearnedResolver:
    """Rules propose who may speak, with evidence by name, and what is learned chooses."""

    weights: Weights

    def resolve(self, article: Article, tags: Tags, text: Text) -> Article:
        found = choices(article, tags, text, self.weights.joiner, self.weights.ranker)
        speakers = {entity: speaker(entity) for entity in dict.fromkeys(choice.entity for choice in found) if entity}
        told = zip(article.attributions, found, strict=True)
        return replace(
            article,
            attributions=tuple(
                replace(
                    attribution,
                    speaker=speakers[choice.entity] if choice.entity else None,
                    confidence=round(sure_of(self.weights.confidence, trust(attribution, choice)), 3),
                )
                for attribution, choice in told
            ),
            speakers=tuple(dict.fromkeys(speakers.values())),
        )


def choices(
    article: Article,
    tags: Tags,
    text: Text,
    joiner: Ranker | None,
    ranker: Ranker | None,
    judge: Judge | None = None,
) -> list[Choice]:
    """For each attribution of `article`, whose speakers are unknown, who speaks and how sure that is.

    joiner, ranker: learned, to choose whose form a name is, and who speaks; without them it is somebody new, and
        nobody. judge: where given, it is told the candidates of every choice with their evidence, and may choose
        itself; training listens and teaches so.
    """
    discourse = Discourse(article, tags, text, joiner)
    for name in discourse.names:
        learn(discourse, name)
    walk = _Walk(discourse, ranker, judge)
    for step in _in_order(discourse, tags):
        walk.take(step)
    return [walk.found[index] for index in range(len(article.attributions))]


def speaker(entity: Entity) -> Speaker:
    """An entity as it is shown."""
    mentions = entity.mentions.union(*(member.mentions for member in entity.members))
    name = " | ".join(dict.fromkeys(member.name for member in entity.members)) or entity.name
    return Speaker(name, entity.kind, entity.role, tuple(_outermost(mentions)))


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
    steps: list[tuple[int, int, Step]] = [(*_when(discourse, i), i) for i in range(len(discourse.attributions))]
    beside = HOSTS + 1
    steps += [(name.span.start, beside, name) for name in discourse.names]
    steps += [(span.start, beside, span) for span in tags.pronouns if span.start not in sources]
    steps += [(d.span.start, beside, d) for d in tags.descriptions if _can_speak(d) and d.span.start not in sources]
    return [step for _, _, step in sorted(steps, key=lambda step: step[:2])]


def _can_speak(description: Description) -> bool:
    """Whether what is described is a person, an organization or a document."""
    head = singular("".join(words_of(description.span.text)[-1:]))
    return description.kind != "thing" or head in w.DOCUMENTS or is_role(head)


def _when(discourse: Discourse, index: int) -> tuple[int, int]:
    """When an attribution's turn comes: where it stands, but that of a pronoun after all that it stands in."""
    at, depth = _anchor(discourse.attributions[index]).start, 0
    source = discourse.attributions[index].source
    if source is None or only_word(source) not in w.PRONOUNS:
        return at, depth
    host = discourse.contents.holding(source.start, but=index)
    while host is not None and host != index and depth < HOSTS:
        depth += 1
        anchor = _anchor(discourse.attributions[host]).start
        at = max(at, anchor)
        host = discourse.contents.holding(anchor, but=host)
    return at, depth


def _anchor(attribution: Attribution) -> Span:
    return attribution.source or attribution.cue or attribution.content[0]


class _Walk:
    """The walk: step by step, and who speaks in each attribution that it came by."""

    def __init__(self, discourse: Discourse, ranker: Ranker | None, judge: Judge | None) -> None:
        self.found: dict[int, Choice] = {}
        self._discourse, self._ranker, self._judge = discourse, ranker, judge

    def take(self, step: Step) -> None:
        """Take in a mention, or settle who speaks in an attribution."""
        if isinstance(step, Name):
            mention_by_name(self._discourse, step)
        elif isinstance(step, Description):
            mention_by_description(self._discourse, step.span)
        elif isinstance(step, Span):
            mention_by_pronoun(self._discourse, step)
        else:
            self.found[step] = self._speak(step)

    def _speak(self, index: int) -> Choice:
        """Who speaks in an attribution; it is a mention of them from now on."""
        discourse, attribution = self._discourse, self._discourse.attributions[index]
        source = attribution.source
        together = self._together(index, source) if source else None
        choice = self._choose(asked(discourse, index, source), together)
        if choice.entity:
            if source:
                choice.entity.mentions.add(source)
            again = source is not None and only_word(source) in w.PRONOUNS
            discourse.note(choice.entity, _anchor(attribution), speaks=True, again=again)
        discourse.hear(index, choice.entity)
        return choice

    def _together(self, index: int, source: Span) -> Candidate | None:
        """Those whom "and" joins in a source, as one."""
        parts, loosely = joined(self._discourse, source)
        if len(parts) < 2:
            return None
        chosen = [self._choose(asked(self._discourse, index, part, part=True)).entity for part in parts]
        known = [entity for entity in chosen if entity]
        if len(known) < 2:
            return None
        rules = {"joined by and": 1.0, "joined loosely": float(loosely)}
        return Candidate(self._discourse.joint(known), rules)

    def _choose(self, place: Asked, together: Candidate | None = None) -> Choice:
        found = candidates(self._discourse, place)
        found += [together] if together else []
        told = evidence(self._discourse, place, found)
        choice = self._judge(place, found, told) if self._judge else None
        if choice is None:
            choice = _likeliest(self._ranker, place, found, told) if self._ranker else NOBODY
        if choice.entity is None and place.form == "I" and place.host is None and not place.quoted:
            choice = replace(choice, entity=self._discourse.authors.of(place.begin))
        if choice.entity and place.phrase:
            _take_in(self._discourse, place, place.phrase, choice.entity)
        return choice


def _likeliest(ranker: Ranker, place: Asked, found: Sequence[Candidate], told: Evidence) -> Choice:
    """The likeliest candidate; among those that only a guess is for, one that is all but sure."""
    chances = ranker.probabilities(told)
    order = [int(number) for number in chances.argsort()[::-1]]
    guesses = {n for n in order if _is_guess(place, found[n], told.candidates[n]) and chances[n] < SURE}
    best = next((number for number in order if number not in guesses), order[0])
    margin = float(chances[best] - max((chances[other] for other in order[:2] if other != best), default=0.0))
    return Choice(found[best].entity, float(chances[best]), margin, found[best].is_new)


def _is_guess(place: Asked, candidate: Candidate, told: Features) -> bool:
    """Whether a description would be of a named person whom no word of the text calls so."""
    entity, phrase = candidate.entity, place.phrase
    person = entity is not None and entity.named and entity.kind == "person"
    described = phrase is not None and phrase.kind == "anonymous" and place.form in DESCRIBED
    return person and described and not any(told.get(name) for name in CALLS)


def _take_in(discourse: Discourse, place: Asked, phrase: Phrase, entity: Entity) -> None:
    """Learn from the words of a source of whomever it stands for."""
    if place.form in ("he", "she"):
        if entity.can_be(place.form):
            entity.gender = entity.gender or ("he" if place.form == "he" else "she")
        return
    if place.form not in PHRASES or entity.members:
        return
    if not entity.named:
        entity.describe(phrase.description)
    elif entity.kind == "person":
        _take_role(discourse, phrase, entity)
    else:
        entity.call([singular(phrase.head)])
    discourse.learn(entity)


def _take_role(discourse: Discourse, phrase: Phrase, entity: Entity) -> None:
    """Let somebody have the role that a source tells before their name, or calls them by."""
    name = next((n for n in phrase.names if n.span in entity.mentions), None)
    if name is None:
        entity.call(filter(is_role, [singular(phrase.head)]))
    elif len(phrase.names) < SEVERAL:
        start = phrase.core.start if name.span.start < phrase.core.end else phrase.span.start
        before = discourse.text[start : name.span.start]
        if plain(before):
            give_role(entity, before)
