"""Cues, the words that attribute: their dictionary form, and whether they are known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex
import simplemma

from quotes.english import table, words

_KNOWN = words("cues", "statement") | words("cues", "attitude")
_LIGHT_VERBS = words("cues", "light")
_HELPING_VERBS = words("cues", "helping")
_PASSED_OVER = words("no_heads")
_IRREGULAR = {form: base for form, (base,) in table("irregular").items()}

_INVISIBLE = regex.compile(r"\p{Cf}")  # soft hyphens and the like
_WORD = regex.compile(r"\p{L}++(?:['’]\p{L}++)?+")


@lru_cache(maxsize=4096)
def lemma(cue: str) -> str:
    """The dictionary form of the cue's head: "say" for "has also said", "according to" for "According to".

    A cue without letters is its own lemma, without the white space around it.
    """
    spoken = _words(_INVISIBLE.sub("", cue))
    if not spoken:
        return cue.strip()
    if spoken[0] == "according":
        return "according to"
    heads = _heads(spoken)
    return next((head for head in heads if head in _KNOWN or head in _LIGHT_VERBS), heads[0])


def is_speech(word: str, mark: str = "statement") -> bool:
    """Whether a word, in any form, is one that tells of a statement; or bears another mark of the list of cues."""
    return _base(word.lower()) in words("cues", mark)


@lru_cache(maxsize=4096)
def known_head(cue: str) -> str | None:
    """The dictionary form of the first of the cue's words that the list of cues has; None where it has none."""
    return next((head for head in _heads(_words(cue)) if head in _KNOWN), None)


def _words(cue: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(cue)]


def _heads(spoken: Sequence[str]) -> list[str]:
    """The base forms of the words that can be the head; where there are none, the last helping verb or word."""
    bases = [_base(word) for word in spoken if not _is_passed_over(word)]
    heads = [base for base in bases if base not in _HELPING_VERBS]
    return heads or bases[-1:] or [_base(word) for word in spoken[-1:]]


def _is_passed_over(word: str) -> bool:
    if word in _PASSED_OVER or "'" in word or "’" in word:
        return True
    return word.endswith("ly") and word not in _KNOWN


@lru_cache(maxsize=10_000)
def _base(word: str) -> str:
    if word in _KNOWN:
        return word
    readable = word.encode("utf-8", "replace").decode("utf-8")  # half of a character cannot be looked up
    return _IRREGULAR.get(word) or str(simplemma.lemmatize(readable, lang="en"))
