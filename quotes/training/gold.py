"""Articles whose spans are given by gold marks, to teach and to measure the resolution of speakers by itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from quotes.article import Article, Span
from quotes.find import Draft, attributions
from quotes.marks import quotations
from quotes.resolve import words as w
from quotes.sentences import Sentence, split
from quotes.tagger import Tagger, Tags
from quotes.training.data import Gold


@dataclass(frozen=True)
class Marked:
    """A gold article with its own contents, cues and sources, numbered, and all that was read in it."""

    gold: Gold
    article: Article
    tags: Tags
    sentences: tuple[Sentence, ...]

    @property
    def attributions(self) -> list[Gold]:
        """The gold attributions in the order in which the article has them."""
        return sorted(self.gold["attributions"], key=lambda a: (min(map(tuple, a["content"])), not a["cue"]))


def marked(gold: Gold, tagger: Tagger) -> Marked:
    """A gold article as it is before its speakers are looked for."""
    text = gold["text"]
    quoted, sentences = quotations(text), split(text)
    found = attributions(text, [_draft(text, attribution) for attribution in gold["attributions"]], quoted, sentences)
    tags = tagger.tag(text, quoted, [a.source for a in found if a.source])
    article = Article(gold["id"], None, text, found, model=tagger.settings.version)
    return Marked(gold, article, tags, tuple(sentences))


def _draft(text: str, attribution: Gold) -> Draft:
    cue, source = (next((Span.of(text, *span) for span in attribution[role]), None) for role in ("cue", "source"))
    return Draft(tuple(sorted((a, b) for a, b in attribution["content"])), cue, source, 1.0)


def same_name(one: str, other: str) -> bool:
    """Whether two names of speakers, joint ones parted by " | ", are the same but for titles, case and accents."""
    return _key(one) == _key(other) or (bool(_keys(one)) and _keys(one) == _keys(other))


def _keys(name: str) -> set[tuple[str, ...]]:
    return {key for part in re.split(r"\s*\|\s*|\s+and\s+", name) if (key := _key(part))}


def _key(name: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", name).casefold()
    folded = re.sub(r"['’]s\b", "", "".join(c for c in folded if not unicodedata.combining(c)))
    words = re.findall(r"[^\W_]+", folded)
    while len(words) > 1 and (words[0] in w.TITLES or words[0] in ("the", "a", "an")):
        del words[0]
    return tuple(words)
