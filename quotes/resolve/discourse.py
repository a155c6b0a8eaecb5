"""An article as it is known at a point of the walk through it: what stands where, who was mentioned, who spoke.

The discourse model of coreference resolution (Webber, 1978): its entities are the `Entity`s.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby

import numpy as np
import regex

from quotes.article import Article
from quotes.attribution import Attribution, Kind, Name, Span
from quotes.resolve.entities import MANY, Entity, Mention
from quotes.resolve.names import whole_names
from quotes.resolve.phrases import Names, Phrase, words_of
from quotes.resolve.ranker import Ranker
from quotes.resolve.who_is_who import Cast
from quotes.tagging.tagger import Tags
from quotes.text.text import Text

LOOK_BACK = 60  # mentions that are looked back over
NEAR = 8  # attributions before a place whose content may hold it; entities of one word that are remembered
LOST, LONG_ENOUGH = 20, 3  # quotations that are looked for elsewhere, and their words at least
QUESTIONS, ANSWERS = ("Q", "Q.", "QUESTION"), ("A", "A.", "ANSWER")  # who speaks in an interview
_FAR = 12.0  # beyond which a link's score says no more

BYLINES = 500  # characters of an article that may hold the line that tells who wrote it
NOTE = 300  # characters of the last paragraph, where it tells that

_BYLINE = regex.compile(r"(?m)^(?:[Bb]y|BY)\s++([^\n]{3,80}+)$")
_SIGNATURE = regex.compile(r"(?m)^[—–-]?+[^\S\n]*+(\p{Lu}[^\n.,;:!?]{4,40}+|@\w{2,30}+)\.?+$")
_INITIALISM = regex.compile(r"\b\p{Lu}{2,5}\b")
_HELPED = regex.compile(r"\b(?:contributed|reporting|editing)\b")


class Contents:
    """The contents of an article's attributions, to be asked which of them holds a place."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._attributions = attributions
        self._spans = sorted((span.start, span.end, i) for i, a in enumerate(attributions) for span in a.content)
        self._starts = [start for start, _, _ in self._spans]

    def holding(self, offset: int, but: int | None = None) -> int | None:
        """The number, from 0, of the attribution, `but` for one, whose content holds the place most closely."""
        return next((index for index in self._around(offset) if index != but), None)

    def direct_at(self, offset: int) -> bool:
        """Whether the place is inside somebody's direct words."""
        return any(self._attributions[index].type == "direct" for index in self._around(offset))

    def _around(self, offset: int) -> Iterator[int]:
        last = bisect_right(self._starts, offset)
        for start, end, index in reversed(self._spans[max(0, last - NEAR) : last]):
            if start <= offset < end:
                yield index


class Authors:
    """Who wrote each part of an article."""

    def __init__(self, text: Text, names: Names, cast: Cast) -> None:
        self._text = text.characters
        self._places = text.places
        self._names = names
        self._cast = cast
        self._unnamed = Entity("the author", "unknown")
        start, end = [(0, 0), *text.places.paragraphs.items][-1]
        self._byline = _BYLINE.search(self._text, 0, BYLINES)
        self._note = (start, end) if end - start < NOTE else (end, end)
        self._helped = _HELPED.search(self._text, *self._note) is not None

    def of(self, offset: int) -> Entity:
        """Who wrote what stands at a place: by the line under it that signs it, or the article's author.

        An account ("@lima") signs no more than the paragraph above it.
        """
        at = bisect_right(self._signatures, offset, key=lambda signature: signature[0])
        if at < len(self._signatures):
            start, entity = self._signatures[at]
            above = self._places.paragraph(start) - self._places.paragraph(offset)
            if above == 1 or not entity.name.startswith("@"):
                return entity
        return self._writer or self._unnamed

    @cached_property
    def _writer(self) -> Entity | None:
        """Who wrote the article: "By" a name above it, or a last paragraph that tells who somebody new is."""
        names = self._names.within(*self._byline.span(1)) if self._byline else []
        if names:
            return self._cast.entity(names[0])
        start, end = self._note
        for name in self._names.within(start, min(start + 1, end)):
            entity = self._cast.entity(name)
            if name.kind == "person" and not self._helped and min(entity.offsets) == start:
                return entity
        return None

    @cached_property
    def bylined(self) -> frozenset[Entity]:
        """Whom the text names in the lines that tell who wrote it, or helped to, and nowhere else."""
        lines = [self._byline.span()] if self._byline else []
        lines += [self._note] if self._helped else []
        named = {self._cast.entity(name) for line in lines for name in self._names.within(*line)}
        return frozenset(e for e in named if all(any(a <= o < b for a, b in lines) for o in e.offsets))

    @cached_property
    def _signatures(self) -> list[tuple[int, Entity]]:
        """Where lines begin that hold a person's name, or an account's, and nothing else, and whose it is."""
        found = []
        for line in _SIGNATURE.finditer(self._text):
            names = self._names.within(*line.span(1))
            if line[1].startswith("@"):
                found.append((line.start(1), Entity(line[1], "person", named=True)))
            elif len(names) == 1 and names[0].kind == "person":
                found.append((line.start(1), self._cast.entity(names[0])))
        return found


class Discourse:
    """What the text says, and what is known so far of those who are mentioned in it.

    speakers: for each attribution who speaks in it, None where nobody does or that is not settled yet.
    recent, documents: everybody mentioned so far, and the documents among them, the last mentioned last.
    spoken: who spoke so far, in the order of the walk.
    """

    def __init__(self, article: Article, tags: Tags, text: Text, joiner: Ranker | None) -> None:
        shown = text.picture_credits
        names = [n for n in whole_names(article, tags.names) if not shown.meeting(n.span.start, n.span.end)]
        self.text = article.text
        self.places = text.places
        self.attributions = article.attributions
        self.contents = Contents(article.attributions)
        self.names = Names(names)
        sources = {a.source.start for a in article.attributions if a.source}
        self.cast = Cast(article.text, names, sources, tags.links, joiner)
        self.links = tags.links
        self.speakers: list[Entity | None] = [None] * len(article.attributions)
        self.recent: dict[Entity, None] = {}
        self.spoken: list[Entity] = []
        self.documents: dict[Entity, None] = {}
        self._sentences = text.sentences
        self.source_ends = {a.source.end: index for index, a in enumerate(self.attributions) if a.source}
        self._mentions: list[Mention] = []
        self._by_word: dict[str, dict[Entity, None]] = {}
        self._lost = 0
        self._leading: dict[Kind, int] = {}
        self._joint: dict[tuple[Entity, ...], Entity] = {}
        self._companions: dict[int, Entity] = {}
        self._said: list[tuple[str, Entity]] = []
        self.authors = Authors(text, self.names, self.cast)
        for name in names:
            entity = self.cast.entity(name)
            entity.offsets.append(name.span.start)
            entity.mentions.add(name.span)

    def entity(self, name: Name) -> Entity:
        """Whom a name stands for."""
        return self.cast.entity(name)

    def sentence(self, offset: int) -> int:
        """The number, from 1, of the sentence that holds a place; 0 before the first."""
        return self._sentences.at(offset) + 1

    def sentence_start(self, offset: int) -> int:
        """Where the sentence begins that holds a place."""
        sentence = self._sentences.before(offset)
        return sentence.start if sentence else 0

    def phrase(self, span: Span) -> Phrase:
        """A span as a noun phrase, with the names in it."""
        return Phrase(span, tuple(self.names.within(span.start, span.end)))

    @cached_property
    def initialisms(self) -> frozenset[str]:
        """The words of two to five capitals in the text, in small letters."""
        return frozenset(match.group().lower() for match in _INITIALISM.finditer(self.text))

    def called(self, word: str) -> Sequence[Entity]:
        """Those whom the article calls by a word, in small letters, or describes with it; the last mentioned last."""
        return list(self._by_word.get(word, ()))

    def learn(self, entity: Entity) -> None:
        """Let an entity be found by its words, of many the last mentioned."""
        for word in entity.words | entity.callings.keys():
            known = self._by_word.setdefault(word, {})
            known.pop(entity, None)
            known[entity] = None
            if len(known) > MANY:
                del known[next(iter(known))]

    def note(
        self, entity: Entity, span: Span, *, speaks: bool = False, again: bool = False, described: bool = False
    ) -> None:
        """Keep in mind that an entity is mentioned here, and whether it speaks."""
        offset = span.start
        sentence, paragraph = self.sentence(offset), self.places.paragraph(offset)
        leads = self._leading.get(entity.kind) != sentence or entity.kind == "group"
        self._leading[entity.kind] = sentence
        opens = sentence != (self._mentions[-1].sentence if self._mentions else 0)
        quoted, row = self.contents.direct_at(offset), self.links.row(span)
        mention = Mention(entity, offset, sentence, paragraph, leads, quoted, again, opens, speaks, described, row)
        self._mentions.append(mention)
        entity.seen.append(mention)
        self.recent.pop(entity, None)
        self.recent[entity] = None
        if entity.kind == "document":
            self.documents.pop(entity, None)
            self.documents[entity] = None
        if speaks:
            entity.spoke.append(paragraph)
            self.spoken.append(entity)

    def merge(self, described: Entity, named: Entity) -> None:
        """Take somebody described before for somebody who is named now."""
        back = self._mentions[-LOOK_BACK:]
        self._mentions[-LOOK_BACK:] = [replace(m, entity=named) if m.entity is described else m for m in back]
        self.spoken[-NEAR:] = [named if entity is described else entity for entity in self.spoken[-NEAR:]]
        named.seen[:0], named.spoke[:0] = described.seen, described.spoke
        named.gender = named.gender or described.gender
        named.words |= described.words
        named.call(described.callings)
        self.recent.pop(described, None)
        for word in described.words | described.callings.keys():
            self._by_word.get(word, {}).pop(described, None)
        self.learn(named)

    def lately(self, entity: Entity) -> float:
        """The share of the last mentions that are an entity's."""
        return sum(mention.entity is entity for mention in self._mentions[-NEAR:]) / NEAR

    def pointed(self, span: Span, before: int) -> dict[Entity, float]:
        """How likely each entity is what a mention points back to, as the linker has it: 0 to 1, less than 1 in all.

        before: where the mentions that it may point to have to begin.
        """
        others = [(m.row, m.entity) for m in self._mentions[-LOOK_BACK:] if m.row is not None and m.offset < before]
        found: dict[Entity, float] = {}
        for (_, entity), chance in zip(others, self._chances(span, [row for row, _ in others]), strict=False):
            found[entity] = found.get(entity, 0.0) + chance
        return found

    def pointed_from(self, name: Name, back: Span) -> float:
        """How likely a name points back to a mention before it rather than to others lately mentioned, 0 to 1."""
        to = self.links.row(back)
        others = [m.row for m in self._mentions[-LOOK_BACK:] if m.row is not None and m.row != to]
        return next(iter(self._chances(name.span, [] if to is None else [to, *others])), 0.0)

    def _chances(self, span: Span, rows: Sequence[int]) -> list[float]:
        """How likely a mention points back to each of others, by their rows; none where the linker does not say."""
        row = self.links.row(span)
        if row is None or not rows:
            return []
        raised = np.exp(np.clip(self.links.scores(row, rows), -_FAR, _FAR))
        chances: list[float] = (raised / (1.0 + raised.sum())).tolist()
        return chances

    def joint(self, entities: Sequence[Entity]) -> Entity:
        """Those who speak together, as one: the same for the same ones, in whatever order they come."""
        members = tuple(dict.fromkeys(member for e in entities for member in (e.members or (e,))))
        if len(members) == 1:
            return members[0]
        key = tuple(sorted(members, key=id))
        if key not in self._joint:
            name = " | ".join(member.name for member in members)
            self._joint[key] = Entity(name, members[0].kind, plural=True, members=members)
        return self._joint[key]

    def last_two(self, kind: Kind) -> list[Entity]:
        """The two last that were named first in a sentence, or spoke, in the order of their naming."""
        fit = dict.fromkeys(
            m.entity
            for m in reversed(self._mentions[-LOOK_BACK:])
            if (m.leads or m.entity in self.spoken[-NEAR:])
            and m.entity.kind == kind
            and not (m.entity.plural or m.entity.place)
        )
        return list(fit)[1::-1]

    def side_by_side(self) -> Iterator[list[Entity]]:
        """The people, and the organizations, whom the last sentence names that names several of a kind."""
        named = [m for m in self._mentions[-LOOK_BACK:] if m.entity.named and not m.entity.plural]
        sentences = [[m.entity for m in group] for _, group in groupby(named, lambda m: m.sentence)]
        for kind in ("person", "organization"):
            for entities in reversed(sentences):
                several = list(dict.fromkeys(entity for entity in entities if entity.kind == kind))
                if len(several) > 1:
                    yield several
                    break

    def companion(self, offset: int, wording: str) -> Entity:
        """Somebody whom a speaker names beside "I" at a place ("my wife"): the same for the same place."""
        return self._companions.setdefault(offset, Entity(wording, "anonymous"))

    def recent_in(self, start: int, end: int) -> list[Entity]:
        """Those mentioned between two places shortly before, in text order."""
        near = [m for m in self._mentions[-2 * NEAR :] if start <= m.offset < end and not m.quoted]
        return [mention.entity for mention in sorted(near, key=lambda mention: mention.offset)]

    def hear(self, index: int, entity: Entity | None) -> None:
        """Keep in mind who speaks in an attribution."""
        self.speakers[index] = entity
        if entity and self.attributions[index].type != "indirect":
            self._said.append((_letters(self.attributions[index]), entity))

    def said_elsewhere(self, index: int) -> Entity | None:
        """Who says the quoted words of an attribution elsewhere, as far as that is known."""
        words = _letters(self.attributions[index])
        self._lost += 1
        if self._lost > LOST or self.attributions[index].type != "direct" or words.count(" ") <= LONG_ENOUGH:
            return None
        return next((entity for other, entity in self._said if words in other), None)

    @cached_property
    def interviewee(self) -> Entity | None:
        """Who answers in an interview: the person whom the text names most before the first question."""
        first = next((a.source.start for a in self.attributions if a.source and a.source.text in QUESTIONS), 0)
        named = Counter(self.entity(name) for name in self.names.within(0, first) if name.kind == "person")
        return max(named, key=lambda entity: named[entity], default=None)


def _letters(attribution: Attribution) -> str:
    """The words of what is said, without marks and case."""
    return f" {' '.join(words_of(attribution.words))} "
