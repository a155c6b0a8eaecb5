"""The names of speakers as people type them: whom one stands for, what else there is, and which come closest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

import regex

from quotes.article import Article
from quotes.attribution import Speaker
from quotes.english import words
from quotes.text.same_name import folded

_JOINT = " | "
_CLOSEST = 3  # speakers that are named where nobody is found
_NEAR = 0.6  # of 1; what is less like the name wanted may as well be another
_LONGEST = 60  # characters of a name that is told in passing

_WORD = regex.compile(r"\w++")
# Backwards: a word, or an abbreviation like a title's with its point, and white space without an empty line.
_WORD_BEFORE = regex.compile(r"(?r)(?:(?<!\w)\p{Lu}[\p{L}.]{0,3}\.|[\w'’-]++)[^\S\n]*+\n?+[^\S\n]*+")
_BEFORE = 8  # words before a mention that can belong to a name with its title
_REACH = 60  # characters of a word before a mention and of the white space after it
# "U.N.", "U.N" and "J. K." are written without points too.
_INITIALS = regex.compile(r"(?<![\w.])\p{L}(?:\.\s?+\p{L}(?=\.)|\.\p{L}(?!\w))++(?:\.(?!\w))?+")
_POSSESSIVE = regex.compile(r"['’ʼ]s(?!\w)")
_ASIDE = regex.compile(r"(?: ?[,;:(\[—]| [–-] ).*+")
_ENDING = regex.compile(r"['’ʼ]s$")
_SMALL_FIRST = regex.compile(r"^(?:A|An|The|His|Her|Its|Their|My|Our)(?=\s)")

# Words that are nobody's name, and those of them that in capitals are: the WHO, the US.
_POINTING = words("pronouns") | {"this", "these", "those", "a", "an", "the"}
_JOINING = frozenset({"and", "or"})
_CAPITALS = frozenset({"it", "us", "who"})


def called(wanted: str, article: Article) -> frozenset[Speaker]:
    """The article's speakers whom it calls `wanted`: by these words in a row, in the name or a mention.

    Words right before a mention count, as titles do. Case, accents, the points of initials and possessive endings do
    not; pronouns alone are nobody's name. Those who speak jointly are called what any of them is called who also
    speaks alone.
    """
    row = _row(wanted)
    if not row.strip():
        return frozenset()
    found = {
        speaker for speaker in article.speakers if any(row in text for text in _rows(speaker, row, article.text))
    }
    names = {speaker.name for speaker in found}
    return frozenset(found.union(s for s in article.speakers if _JOINT in s.name and names & {*s.name.split(_JOINT)}))


def shown_name(speaker: Speaker) -> str:
    """The name to read: joint speakers' with "and" between them."""
    return speaker.name.replace(_JOINT, " and ")


def other_names(speaker: Speaker) -> tuple[str, ...]:
    """What else the article calls the speaker, shortest first: no pronouns, nor the name with words around it."""
    names = (_row(speaker.name), _row(shown_name(speaker)))
    found: dict[str, str] = {}
    for text in dict.fromkeys(mention.text for mention in speaker.mentions):
        row = _row(text)
        if not any(name in row for name in names):
            alias = _alias(text)
            if _row(_named(alias)).strip():
                found.setdefault(_row(alias), alias)
    return tuple(sorted(found.values(), key=len))


@dataclass
class Search:
    """Tells whether any article that goes by has a speaker called `wanted`, and who comes closest where none has."""

    wanted: str
    met: bool = False
    _closest: dict[str, tuple[float, bool, int]] = field(default_factory=dict)

    def watch(self, articles: Iterable[Article]) -> Iterator[Article]:
        """The same articles, each looked at before it is passed on."""
        for article in articles:
            self.met = self.met or bool(called(self.wanted, article))
            if not self.met:
                self._compare(article)
            yield article

    @property
    def message(self) -> str:
        """One sentence about a search that met nobody."""
        nobody = f"no speaker is called '{self.wanted}'"
        near = [name for name, (nearness, *_) in self._closest.items() if nearness]
        if near:
            return f"{nobody}; the closest {'is' if len(near) == 1 else 'are'} {_listed(near)}"
        if self._closest:
            return f"{nobody}, nor anything like it; the speakers include {_listed(list(self._closest))}"
        return f"{nobody}, nor anything else: there are no speakers"

    def _compare(self, article: Article) -> None:
        wanted = [word for word in _row(self.wanted).split() if word not in _POINTING]
        near = dict(self._closest)
        for speaker in article.speakers:
            name = shown_name(speaker)
            nearness = _nearness(wanted, speaker)
            rank = (nearness if nearness >= _NEAR else 0.0, speaker.kind == "person", -len(name))
            near[name] = max(rank, near.get(name, rank))
        self._closest = {name: near[name] for name in nlargest(_CLOSEST, near, key=near.__getitem__)}


def _rows(speaker: Speaker, wanted: str, text: str) -> Iterator[str]:
    """The words, in rows to look into, of all that the article calls the speaker."""
    names = dict.fromkeys((speaker.name, shown_name(speaker)))
    before = min(wanted.count(" ") - 2, _BEFORE)  # with at least one word in the mention
    mentions = dict.fromkeys(_words_before(text, m.start, before) + m.text for m in speaker.mentions)
    if any(word not in _POINTING for word in wanted.split()):
        yield from map(_row, (*names, *mentions))
    else:
        yield from map(_row, names if speaker.kind == "person" else map(_named, names))
        yield from map(_row, map(_named, mentions))


def _row(text: str) -> str:
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


def _named(text: str) -> str:
    """`text` without pronouns and articles; "WHO", and the family name in "Mr. He", are none."""
    first = _WORD.search(text)
    start = first.start() if first else 0
    return str(_WORD.sub(lambda word: "" if _points(word[0], first=word.start() == start) else word[0], text))


def _points(word: str, *, first: bool) -> bool:
    small = word.casefold()
    if small not in _POINTING or (small in _CAPITALS and word.isupper()):
        return False
    return first or len(word) == 1 or not word[0].isupper()


def _alias(text: str) -> str:
    """A mention as a name to tell: without asides and possessive ending, its article in small letters."""
    bare = _ENDING.sub("", _ASIDE.sub("", " ".join(text.split())))
    return str(_SMALL_FIRST.sub(lambda match: match[0].lower(), bare))


def _listed(names: list[str]) -> str:
    """The names in a sentence, long ones cut."""
    short = [name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…" for name in names]
    return " and ".join(filter(None, (", ".join(short[:-1]), short[-1])))


def _nearness(wanted: list[str], speaker: Speaker) -> float:
    """How much the words wanted look like some of the speaker's name and role, 0 to 1."""
    known = _row(f"{speaker.name} {speaker.role or ''}").split()[:20]
    best = (max((_likeness(word[:40], other[:40]) for other in known), default=0.0) for word in wanted[:20])
    return sum(best) / max(1, len(wanted[:20]))


@lru_cache(maxsize=10_000)
def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, other, word).ratio()
