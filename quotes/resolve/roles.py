"""What an article says its people are: the title before a name, the words in apposition after it."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quotes.attribution import Span
from quotes.resolve import words as w
from quotes.resolve.phrases import plain, singular, words_of
from quotes.text.sentences import LEADING

_REACH = 120  # characters before and after a name

_AFTER = regex.compile(r"\s*+(?:\([^()\n]{1,30}\))?+\s*+,\s++(?:\d{1,3},\s++)?+([^,;:\n()“”\"]++)(?=[,;.()\n“\"]|$)")
_AGE = regex.compile(r"(?:,\s++(?:aged\s++)?+|\s?+\()(\d{1,3})(?=[,.;)])")
_CAPITALS_BEFORE = regex.compile(r"(?<![\p{L}\d])(\p{Lu}{2,5})\)?+,?+\s$")
_CAPITALS_FIRST = regex.compile(r"\s*+,\s++(?:the\s++)?+(\p{Lu}{2,5})\b")
_BRACKETED = regex.compile(r"\((\p{Lu}{2,5})\)")
_WHO_IS = regex.compile(r"^who\s++(?:is|was|serves\s++as|served\s++as)\s++")
_IS = regex.compile(r"\s++(?:is|was)\s++((?:a|an|the|one)\s++[^,.;:\n()“”\"]++)")
_KNOWN_BEFORE = regex.compile(
    r"(?<!\b(?:at|for|from|in|of)\s)\b(?:the|his|her|their|my|our)\s++(?:[\p{L}\p{N}’'-]++\s++){0,3}?([\p{L}-]++),?+\s++$",
    regex.IGNORECASE,
)
_STOP = regex.compile(r"(\p{L}{2,})\.\s++(?=[\p{Lu}“\"‘])")
_INVISIBLE = regex.compile(r"\p{Cf}")  # what turns or parts the letters around it
_OPENING = '“"‘('


def title_before(text: str, name: Span, least: int = 0) -> str:
    """The title before a name, as the article words it, from `least` on; empty where there is none."""
    kept: list[str] = []
    before = text[max(least, name.start - _REACH) : name.start]
    for word in reversed(f"{before}.".splitlines()[-1][:-1].split()):
        if not _is_title_word(word, kept):
            break
        kept.insert(0, word)
        if word[0] in _OPENING:
            break
    while kept and (kept[0] in ("and", "&") or kept[0].lower() in w.DETERMINERS):
        del kept[0]
    while kept and kept[-1] in ("and", "&"):
        del kept[-1]
    title = " ".join(kept).strip(_OPENING)
    return title if any(is_role(word) or is_role(singular(word)) for word in words_of(title)) else ""


def _is_title_word(word: str, after: list[str]) -> bool:
    """Whether a word can be part of the title that goes on with the words `after` it."""
    bare = word.strip(_OPENING).rstrip(".").lower()
    if word[-1] in ',;:)”"?!' or word.endswith(("'s", "’s")):
        return False
    if word[-1] == "." and bare.replace(".", "") not in w.TITLES:
        return False
    if word in ("and", "&"):
        return bool(after)
    if word.strip(_OPENING)[:1].isupper():
        return bare not in w.AFTER_HEAD and bare not in w.OPENERS
    if bare in w.ROLES or bare in w.MODIFIERS or (after and "-" in bare):
        return True
    return is_role(bare) and (not after or after[0][0].islower())


def apposition(text: str, name: Span) -> str:
    """What stands in apposition after a name, up to the next comma or the sentence's end; may be empty."""
    match = _AFTER.match(text[name.end : name.end + _REACH])
    phrase = _WHO_IS.sub("", _sentence(plain(match[1]))) if match else ""
    first = words_of(phrase)[:1]
    if not first or first[0] in w.PRONOUNS | w.AUXILIARIES:
        return ""
    head = head_words(phrase)
    return phrase if head and (first[0] in ("a", "an", "the") or any(map(is_role, head))) else ""


def callings(text: str, name: Span) -> Iterator[str]:
    """What else the text lets somebody be called, in small letters, by what stands around their name.

    Titles in capitals ("OC Tarik Alam"), an age ("31-year-old" of "Ann Lee, 31,"), what the text says that they are
    ("lawyer" in "Lee was a lawyer who"), what it takes for known ("her aunt Ann Lee", "Ann Lee, the driver").
    """
    yield from abbreviated_titles(text, name)
    if told := _AGE.match(text, name.end):
        yield f"{told[1]}-year-old"
    if said := _IS.match(text[name.end : name.end + _REACH]):
        yield from filter(is_role, head_words(said[1]))
    before = _KNOWN_BEFORE.search(text, max(0, name.start - _REACH), name.start)
    known = {singular(before[1].lower())} if before else set()
    after = apposition(text, name)
    if after and words_of(after)[0] in w.KNOWN:
        known |= set(head_words(after)[-1:])
    yield from sorted(known)


def abbreviated_titles(text: str, name: Span) -> list[str]:
    """Titles in capitals right before or after a name, or in brackets after its apposition, in small letters.

    "OC" of "OC Tarik Alam" and "Tarik Alam, OC of the station", "SP" of "Superintendent of Police (SP) Tarik Alam",
    "MCE" of "Ama Boye, the Municipal Chief Executive (MCE)".
    """
    before = _CAPITALS_BEFORE.search(text, max(0, name.start - _REACH), name.start)
    after = _AFTER.match(text, name.end, name.end + _REACH)
    bracketed = _BRACKETED.match(text, after.end()) if after and apposition(text, name) else None
    first = _CAPITALS_FIRST.match(text, name.end, name.end + _REACH)
    return [match[1].lower() for match in (before, bracketed, first) if match]


def _sentence(phrase: str) -> str:
    """The phrase without the sentence that may follow it."""
    ends = (stop.end(1) for stop in _STOP.finditer(phrase) if stop[1].lower() not in LEADING)
    return phrase[: next(ends, len(phrase))]


def initials(role: str) -> set[str]:
    """What the words of a role that follow one another are in short: "pm" of "acting Prime Minister of Fiji"."""
    letters = [word[0] for word in words_of(role) if word not in w.SMALL | w.DETERMINERS | w.HONORIFICS]
    parts = (letters[a:b] for n in range(2, 5) for a, b in ((0, n), (len(letters) - n, len(letters))) if a >= 0)
    return {"".join(part) for part in parts if len(part) > 1}


def head_words(phrase: str) -> list[str]:
    """The words of a role before "of", "at", "who" and the like: what a person may be called by."""
    words = words_of(phrase)
    cut = next((i for i, word in enumerate(words) if i and word in w.AFTER_HEAD), len(words))
    return [word for word in words[:cut] if word not in w.DETERMINERS and word != "and"]


def is_role(word: str) -> bool:
    """Whether a word in small letters is a noun for an office or a calling."""
    if word in w.ROLES:
        return True
    return len(word) > 4 and word.endswith(w.ROLE_ENDINGS) and word not in w.NO_ROLES


def shown(role: str) -> str | None:
    """A role as it is shown: without an article, an honorific or a relative clause; None where nothing is left."""
    kept = _INVISIBLE.sub("", role).strip(' \t\r\n\xa0,;:“”"‘(').split()
    while kept and kept[0].lower().rstrip(".") in w.DETERMINERS | w.HONORIFICS:
        del kept[0]
    end = next((i for i, word in enumerate(kept) if word in w.RELATIVE), len(kept))
    return " ".join(kept[:end]) or None
