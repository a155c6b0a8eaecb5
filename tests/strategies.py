"""Texts for property tests, and how many of them are tried: a few, or 10,000 with HYPOTHESIS_PROFILE=thorough."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile("quick", max_examples=30, deadline=None, database=None, derandomize=True)
settings.register_profile("thorough", max_examples=10_000, deadline=None, database=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

_WORDS = (
    *("Ana Ruiz", "Mr. Ek", "MAYOR BO LEE", "the minister", "a senior official", "Vale Dairies", "U.N."),
    *("critics like Ana and Bo", "she", "he", "they", "who", "I", "we", "both", "said", "told reporters"),
    *("has denied", "hopes", "according to", "asked", "the report says", "that", "not", "no", "12", "1,000"),
    *("5'", "s'", "don't", "e-mail", "a.m.", "Dr.", "etc.", "’tis", "the", "of", "and", "in Rome", "on Monday"),
    *("nobody was asked", "ANNA", "Q", "A", "By Ana Ruiz"),
)
_MARKS = ['"', "'", "“", "”", "„", "‘", "’", "``", "''", "«", "»", "‹", "›", "「", "」", "`", "＂"]
_SIGNS = (
    *(". ", ", ", ": ", "? ", "!", "…", " — ", " ", "  ", " (", ") ", "[", "]"),
    *(".", ",", ":", "|", "@", "=", "&"),
)
_BREAKS = ["\n", "\n\n", "\r\n", "\r", "\f", "\u2028", "\x85", "\v"]
_ODD = (
    *("\0", "\x1b[31m", "\u202e", "\u200d", "\xad", "\ufeff", "a\u0301", "😀", "\ud800", "\udfff"),
    *("ß", "İ", "中", "\xa0"),
)

characters = st.characters(exclude_categories=())
"""Any characters at all, of every plane, lone surrogates among them."""

anything = st.text(characters, max_size=80)

newslike = st.lists(st.sampled_from([*_WORDS, *_MARKS, *_SIGNS, *_BREAKS, *_ODD]) | anything, max_size=50).map(
    "".join
)
"""Names, cues, quotation marks, line ends and oddities in any order."""

texts = newslike | anything

_NAMES = st.sampled_from(["Ana Ruiz", "Bo Ek", "The minister", "She", "Vale Dairies"])
_SAYINGS = st.sampled_from(
    ["We lost everything", "Nobody was asked", "It's not over, and it won't be", "No", "The U.N. will not go there"]
)
_PLAIN = st.sampled_from(
    ["It rained on Monday.", "The 12 ships left at 5 a.m.", "Nobody knows why.", "They don't say."]
)
_SAID = st.builds("{0},” said {1}.".format, _SAYINGS, _NAMES).map("“{}".format)
_TOLD = st.builds("{1} told reporters that “{0}” was the rule.".format, _SAYINGS, _NAMES)

paragraphs = st.lists(_SAID | _TOLD | _PLAIN, min_size=1, max_size=4).map(" ".join)
"""A paragraph of news in good order, quoted by “ and ”."""

statements = _SAID | _TOLD
"""A sentence of news with one quotation."""

articles = st.lists(paragraphs, min_size=1, max_size=5)
"""Paragraphs of an article."""
