"""In what form a source tells who speaks: by the whole name, a part of it, a description, a pronoun."""

from __future__ import annotations

from typing import Literal, get_args

from quotes.evaluation.matching import joint_parts, name_words, same_speaker

Form = Literal[
    "name itself",
    "longer phrase with the name",
    "part of a person's name",
    "part of another name",
    "description",
    "pronoun",
    "none",
]
FORMS: tuple[Form, ...] = get_args(Form)

_PRONOUN_WORDS = """
    he him his himself she her hers herself it its itself they them their theirs themselves i me my we us our
    who whom whose which that
"""
_PRONOUNS = frozenset(_PRONOUN_WORDS.split())
_SMALL = frozenset(
    ["a", "al", "an", "and", "at", "by", "de", "el", "for", "from", "in", "la", "of", "on", "the", "to"]
)


def form_of_source(source: str, speaker: str, kind: str | None) -> Form:
    """The form of a source as the text words it, "" where there is none, of which `speaker` is the right name.

    kind: the speaker's; a word that both share makes the source part of a person's name, or part of another's.
    """
    words = name_words(source)
    if not words:
        return "none"
    if len(words) == 1 and words[0] in _PRONOUNS:
        return "pronoun"
    if same_speaker(speaker, source):
        return "name itself"
    parts = joint_parts(speaker)
    if parts and all(_holds(words, part) for part in parts):
        return "longer phrase with the name"
    if any(set(words) & set(part) - _SMALL for part in parts):
        return "part of a person's name" if kind == "person" else "part of another name"
    return "description"


def _holds(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether the words of a name stand side by side among others."""
    return any(words[start : start + len(name)] == name for start in range(len(words) - len(name) + 1))
