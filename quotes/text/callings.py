"""By what words a text calls its speakers, as people type them: whom a name stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from quotes.attribution import Speaker
from quotes.english import words
from quotes.text.same_name import folded

JOINT = " | "  # between the names of those who speak together

_WORD = regex.compile(r"\w++")
# Backwards: a word, or an abbreviation like a title's with its point, and white space without an empty line.
_WORD_BEFORE = regex.compile(r"(?r)(?:(?<!\w)\p{Lu}[\p{L}.]{0,3}\.|[\w'’-]++)[^\S\n]*+\n?+[^\S\n]*+")
_BEFORE = 8  # words before a mention that can belong to a name with its title
_REACH = 60  # characters of a word before a mention and of the white space after it
# "U.N.", "U.N" and "J. K." are written without points too.
_INITIALS = regex.compile(r"(?<![\w.])\p{L}(?:\.\s?+\p{L}(?=\.)|\.\p{L}(?!\w))++(?:\.(?!\w))?+")
_POSSESSIVE = regex.compile(r"['’ʼ]s(?!\w)")

# Words that are nobody's name, and those of them that in capitals are: the WHO, the US.
POINTING = words("pronouns") | {"this", "these", "those", "a", "an", "the"}
_JOINING = frozenset({"and", "or"})
_CAPITALS = frozenset({"it", "us", "who"})


def called(wanted: str, speakers: Sequence[Speaker], text: str) -> frozenset[Speaker]:
    """The speakers whom a text calls `wanted`: by these words in a row, in the name or a mention.

    Words right before a mention count, as titles do. Case, accents, the points of initials and possessive endings do
    not; pronouns alone are nobody's name. Those who speak jointly are called what any of them is called who also
    speaks alone.
    """
    row = words_in_row(wanted)
    if not row.strip():
        return frozenset()
    found = {speaker for speaker in speakers if any(row in called_so for called_so in _rows(speaker, row, text))}
    names = {speaker.name for speaker in found}
    return frozenset(found.union(s for s in speakers if JOINT in s.name and names & {*s.name.split(JOINT)}))


def _rows(speaker: Speaker, wanted: str, text: str) -> Iterator[str]:
    """The words, in rows to look into, of all that the text calls the speaker."""
    names = dict.fromkeys((speaker.name, shown_name(speaker)))
    before = min(wanted.count(" ") - 2, _BEFORE)  # with at least one word in the mention
    mentions = dict.fromkeys(_words_before(text, m.start, before) + m.text for m in speaker.mentions)
    if any(word not in POINTING for word in wanted.split()):
        yield from map(words_in_row, (*names, *mentions))
    else:
        yield from map(words_in_row, names if speaker.kind == "person" else map(without_pronouns, names))
        yield from map(words_in_row, map(without_pronouns, mentions))


def words_in_row(text: str) -> str:
    """The words of `text` as compared, a space around each, so that `in` finds whole words in a row."""
    whole = _INITIALS.sub(lambda match: "".join(filter(str.isalpha, match[0])), folded(text))
    return f" {' '.join(_WORD.findall(_POSSESSIVE.sub('', whole)))} "


def _words_before(text: str, offset: int, number: int) -> str:
    """So many words as stand right before a place, with nothing between them that would part a title from a name."""
    start = offset
    for _ in range(number):
        match = _WORD_BEFORE.match(text, pos=max(0, start - _REACH), endpos=start)
        if not match or match[0].split()[0].casefold() in _JOINING:
            break
        start = match.start()
    return text[start:offset]


def without_pronouns(text: str) -> str:
    """`text` without pronouns and articles; "WHO", and the family name in "Mr. He", are none."""
    first = _WORD.search(text)
    start = first.start() if first else 0
    return str(_WORD.sub(lambda word: "" if _points(word[0], first=word.start() == start) else word[0], text))


def _points(word: str, *, first: bool) -> bool:
    small = word.casefold()
    if small not in POINTING or (small in _CAPITALS and word.isupper()):
        return False
    return first or len(word) == 1 or not word[0].isupper()


def shown_name(speaker: Speaker) -> str:
    """The name to read: joint speakers' with "and" between them."""
    return speaker.name.replace(JOINT, " and ")
