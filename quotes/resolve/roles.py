"""What an article says its people are: the title before a name, the words in apposition after it."""

from __future__ import annotations

import regex

from quotes.article import Span
from quotes.resolve import words as w
from quotes.resolve.phrases import plain, words_of

_REACH = 120  # characters before and after a name

_AFTER = regex.compile(
    r"\s*+(?:\([^()\n]{1,30}\))?+\s*+,\s++(?:\d{1,3},\s++)?+([^,;:\n()“”\"]++)(?=[,;.)\n]|$)"
)
_IS = regex.compile(r"\s++(?:is|was)\s++((?:a|an|the|one)\s++[^,.;:\n()“”\"]++)")


def title_before(text: str, name: Span) -> str:
    """The title before a name, as the article words it; empty where there is none."""
    kept: list[str] = []
    before = text[max(0, name.start - _REACH) : name.start]
    for word in reversed(before[before.rfind("\n") + 1 :].split()):
        if not _is_title_word(word, started=bool(kept)):
            break
        kept.insert(0, word)
    while kept and (kept[0] in ("and", "&") or kept[0].lower() in w.DETERMINERS):
        del kept[0]
    return " ".join(kept) if any(map(is_role, words_of(" ".join(kept)))) else ""


def _is_title_word(word: str, started: bool) -> bool:
    bare = word.strip("“\"‘").rstrip(".").lower()
    if word[-1] in ",;:)”\"?!" or word.endswith(("'s", "’s")) or (word[-1] == "." and bare.replace(".", "") not in w.TITLES):
        return False
    if word in ("and", "&"):
        return started
    return word[0].isupper() and bare not in w.AFTER_HEAD or is_role(bare) or bare in w.MODIFIERS or (started and "-" in bare)


def words_after(text: str, name: Span) -> str:
    """What stands in apposition after a name, or what the article says they are ("Lee is a lawyer")."""
    after = text[name.end : name.end + _REACH]
    match = _AFTER.match(after) or _IS.match(after)
    if not match:
        return ""
    phrase = plain(match[1])
    first = words_of(phrase)[:1]
    if not first or first[0] in w.PRONOUNS:
        return ""
    head = head_words(phrase)
    if any(map(is_role, head)) or (first[0] in ("a", "an", "the") and head):
        return phrase
    return ""


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
    """A role as it is shown: without an article or an honorific; None where nothing is left."""
    kept = role.split()
    while kept and kept[0].lower().rstrip(".") in w.DETERMINERS | w.HONORIFICS:
        del kept[0]
    return plain(" ".join(kept)) or None
