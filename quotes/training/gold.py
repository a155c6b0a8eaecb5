"""Articles whose spans are given by gold marks, to teach and to measure the resolution of speakers by itself."""

from __future__ import annotations

from dataclasses import dataclass

from quotes.article import Article
from quotes.attribution import Span
from quotes.drafts import Draft
from quotes.find import attributions
from quotes.tagging.tagger import Tagger, Tags
from quotes.text.text import Text
from quotes.training.data import Gold


@dataclass(frozen=True)
class Marked:
    """A gold article with its own contents, cues and sources, numbered, and all that was read in it."""

    gold: Gold
    article: Article
    tags: Tags
    text: Text

    @property
    def attributions(self) -> list[Gold]:
        """The gold attributions in the order in which the article has them."""
        return sorted(self.gold["attributions"], key=lambda a: (min(map(tuple, a["content"])), not a["cue"]))


def marked(gold: Gold, tagger: Tagger) -> Marked:
    """A gold article as it is before its speakers are looked for."""
    text = gold["text"]
    whole = Text(text)
    found = attributions(whole, [_draft(text, attribution) for attribution in gold["attributions"]])
    tags = tagger.tag(whole, [a.source for a in found if a.source])
    article = Article(gold["id"], None, text, found, model=tagger.settings.version)
    return Marked(gold, article, tags, whole)


def _draft(text: str, attribution: Gold) -> Draft:
    cue, source = (next((Span.of(text, *span) for span in attribution[role]), None) for role in ("cue", "source"))
    return Draft(tuple(sorted((a, b) for a, b in attribution["content"])), cue, source, 1.0)
