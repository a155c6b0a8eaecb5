"""The steps in a row: a text to an Article."""

from __future__ import annotations

from quotes.article import Article
from quotes.find import find
from quotes.resolve import Resolver
from quotes.tagging.tagger import Tagger
from quotes.text.text import Text


def analyse(text: Text, tagger: Tagger, resolver: Resolver) -> Article:
    """The article that `text` is, with the id "text", as these models read it."""
    tags = tagger.tag(text)
    article = Article("text", None, text.characters, find(text, tags), model=tagger.settings.version)
    vars(article)["places"] = text.places  # what the cached property would find again
    return resolver.resolve(article, tags, text.sentences.items)
