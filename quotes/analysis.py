"""The steps in a row: a text and its sentences to an Article."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.article import Article
from quotes.find import find
from quotes.resolve import Resolver
from quotes.tagging.tagger import Tagger
from quotes.text.marks import quotations
from quotes.text.sentences import Sentence


def analyse(text: str, sentences: Sequence[Sentence], tagger: Tagger, resolver: Resolver) -> Article:
    """The article that `text` is, with the id "text", as these models read it."""
    marked = quotations(text)
    tags = tagger.tag(text, marked)
    found = find(text, tags, marked, sentences)
    article = Article("text", None, text, found, model=tagger.settings.version)
    return resolver.resolve(article, tags, sentences)
