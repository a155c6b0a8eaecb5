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
from quotes.text.callings import POINTING, shown_name, without_pronouns, words_in_row

_CLOSEST = 3  # speakers that are named where nobody is found
_NEAR = 0.6  # of 1; what is less like the name wanted may as well be another
_LONGEST = 60  # characters of a name that is told in passing

_ASIDE = regex.compile(r"(?: ?[,;:(\[—]| [–-] ).*+")
_ENDING = regex.compile(r"['’ʼ]s$")
_SMALL_FIRST = regex.compile(r"^(?:A|An|The|His|Her|Its|Their|My|Our)(?=\s)")


def other_names(speaker: Speaker) -> tuple[str, ...]:
    """What else the article calls the speaker, shortest first: no pronouns, nor the name with words around it."""
    names = (words_in_row(speaker.name), words_in_row(shown_name(speaker)))
    found: dict[str, str] = {}
    for text in dict.fromkeys(mention.text for mention in speaker.mentions):
        row = words_in_row(text)
        if not any(name in row for name in names):
            alias = _alias(text)
            if words_in_row(without_pronouns(alias)).strip():
                found.setdefault(words_in_row(alias), alias)
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
            self.met = self.met or bool(article.called(self.wanted))
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
        wanted = [word for word in words_in_row(self.wanted).split() if word not in POINTING]
        near = dict(self._closest)
        for speaker in article.speakers:
            name = shown_name(speaker)
            nearness = _nearness(wanted, speaker)
            rank = (nearness if nearness >= _NEAR else 0.0, speaker.kind == "person", -len(name))
            near[name] = max(rank, near.get(name, rank))
        self._closest = {name: near[name] for name in nlargest(_CLOSEST, near, key=near.__getitem__)}


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
    known = words_in_row(f"{speaker.name} {speaker.role or ''}").split()[:20]
    best = (max((_likeness(word[:40], other[:40]) for other in known), default=0.0) for word in wanted[:20])
    return sum(best) / max(1, len(wanted[:20]))


@lru_cache(maxsize=10_000)
def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, other, word).ratio()
