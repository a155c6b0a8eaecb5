"""The language of a text, since what is read is English."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex

from quotes.english import words

ENGLISH = "en"

_SHARE = 0.25  # of words; English has twice as many small ones, and no other language half as many
_FEWEST = 40  # letters that tell a language
_SAMPLE = 4000  # characters
_SURE = 0.7  # of 1, as py3langid has it
_LETTER = regex.compile(r"\p{L}")


def language(text: str) -> str:
    """The code (ISO 639-1) of the language that most of a text is in; "en" too where it is too short to tell.

    A text with the small words of English is told by them alone; of others py3langid judges (Lui and Baldwin
    2012).
    """
    tokens = text.casefold().split()
    if sum(token in _small_words() for token in tokens) > _SHARE * len(tokens):
        return ENGLISH
    if len(_LETTER.findall(text[:_SAMPLE])) < _FEWEST:
        return ENGLISH
    code, probability = _identifier().classify(text[:_SAMPLE])
    return str(code) if probability > _SURE else ENGLISH


def name_of(code: str) -> str:
    """What English calls a language: "French"; the code itself where it has no name there."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_display_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def foreign(code: str) -> str:
    """What is told of a text in another language than English."""
    return f"mostly {name_of(code)}, it seems; only English is read, so much is missed or wrong; scan a translation"


@cache
def _small_words() -> frozenset[str]:
    return frozenset(words("function_words"))


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
