"""The steps in a row: a text to an Article."""

from __future__ import annotations

from dataclasses import replace

from quotes.article import Article
from quotes.find import find
from quotes.other_languages import LANGUAGES, names
from quotes.resolve import Resolver
from quotes.restored import restored
from quotes.tagging.tagger import Tagger
from quotes.text.text import Text


def analyse(text: Text, tagger: Tagger, resolver: Resolver) -> Article:
    """The article that `text` is, with the id "text", as these models read it.

    It is read with a paragraph a line, and what is found told by where it stands in the text as it is.
    """
    read = text.read
    tags = tagger.tag(read)
    if text.language in LANGUAGES:
        tags = replace(tags, names=tuple(names(read, tags.names)))
    article = Article(
        "text", None, read.characters, find(read, tags), model=tagger.settings.version, language=text.language
    )
    resolved = resolver.resolve(article, tags, read)
    return restored(resolved, text, text.unfolded) if text.unfolded else resolved
