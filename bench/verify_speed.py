"""How fast quotes are held against many pages: text made at random from that of others, so that anyone can repeat it.

Pages are speeches, transcripts and, one in ten, articles that quote; each word follows the one before it somewhere in
the texts given, so that words are as frequent as in those.
"""

from __future__ import annotations

import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from quotes import english
from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker, Type
from quotes.reading import Document
from quotes.text.sentences import split
from quotes.verification import Evidence

_PAGE = 500  # words
_ARTICLE = 10  # quotes
_LENGTHS = range(12, 31)  # words of a quote
_CUT = 3  # words that are left out of a trimmed one
_KEPT = english.words("negations") | english.words("limits") | english.words("numbers")
_KINDS = ("verbatim", "trimmed", "altered", "not_found", "paraphrased")


class Chain:
    """Makes text in which each word follows the one before it somewhere in the texts given."""

    def __init__(self, texts: Sequence[str], seed: int) -> None:
        self._random = random.Random(seed)
        self._words = regex.findall(r"[\p{L}\p{N}'’,.;-]++", " ".join(texts))
        self._after: defaultdict[str, list[str]] = defaultdict(list)
        for one, two in pairwise(self._words):
            self._after[one].append(two)

    def words(self, number: int) -> list[str]:
        """So many words."""
        choice = self._random.choice
        word = choice(self._words)
        made: list[str] = []
        while len(made) < number:
            made.append(word)
            word = choice(self._after.get(word) or self._words)
        return made

    def jumble(self, number: int) -> list[str]:
        """So many words that nobody has said in this order."""
        return self._random.choices(self._words, k=number)


@dataclass(frozen=True)
class Asked:
    """A quote with what was done to it, the page that it is from, and who says it there."""

    kind: str
    words: str
    page: int
    speaker: str


def pages(chain: Chain, number: int) -> list[Document]:
    """So many pages: of ten six speeches, three transcripts and an article."""
    return [Document(f"page-{i}", f"pages/{i}.txt", _page(chain.words(_PAGE), i % 10, i)) for i in range(number)]


def _page(words: list[str], sort: int, number: int) -> str:
    paragraphs = [" ".join(words[i : i + 50]) for i in range(0, len(words), 50)]
    name = _name(number)
    if sort < 6:
        return f"Remarks by Ada {name}\n\n" + "\n\n".join(paragraphs)
    if sort < 9:
        turns = (f"{'ADA' if i % 2 else 'BEN'} {name.upper()}: {text}" for i, text in enumerate(paragraphs))
        return "\n\n".join(turns)
    return "\n\n".join(f"“{text},” said Ada {name}." for text in paragraphs)


def _name(number: int) -> str:
    """A family name for each number."""
    return "".join("bacedifogu"[int(digit)] for digit in f"{number:05}").capitalize()


def asked(chain: Chain, made: Sequence[Document], number: int, seed: int) -> list[Asked]:
    """So many quotes from the pages, whole, trimmed, altered, in other words, and some that are from no page.

    Each is a sentence, so that nothing beside it in one tells whether it is asserted.
    """
    chosen = random.Random(seed)
    found = []
    for i in range(number):
        kind = _KINDS[i % len(_KINDS)]
        words: list[str] = []
        while not words:
            page = chosen.randrange(len(made))
            paragraph = chosen.choice(made[page].text.split("\n\n")[1:])
            words = _sentence(paragraph, chosen)
        speaker = f"{'Ben' if paragraph.startswith('BEN ') else 'Ada'} {_name(page)}"
        if kind == "trimmed":
            cut = next(place for place in range(3, len(words)) if _may_be_cut(words[place : place + _CUT]))
            words[cut : cut + _CUT] = ["…"]
        elif kind == "altered":
            words[4] = words[len(words) // 2] = "elephants"
        elif kind == "not_found":
            words = chain.jumble(20)
        elif kind == "paraphrased":
            half = len(words) // 2
            words = words[half:] + words[:half]
        found.append(Asked(kind, " ".join(words), page, speaker))
    return found


def _sentence(paragraph: str, chosen: random.Random) -> list[str]:
    """The words of a sentence inside of a paragraph that is neither short nor long; none where there is none."""
    inside = [paragraph[sentence.start : sentence.end].split() for sentence in split(paragraph)[1:-1]]
    fit = [w for w in inside if len(w) in _LENGTHS and any(_may_be_cut(w[i : i + _CUT]) for i in range(3, len(w)))]
    return chosen.choice(fit) if fit else []


def _may_be_cut(words: Sequence[str]) -> bool:
    """Whether leaving words out turns no meaning and joins no two sentences."""
    return len(words) == _CUT and all(word.isalpha() and word.lower() not in _KEPT for word in words)


def articles(quotes: Sequence[Asked]) -> Iterator[Article]:
    """Articles with ten of the quotes each, as a scan would find them."""
    for first in range(0, len(quotes), _ARTICLE):
        text = ""
        found = []
        for number, quote in enumerate(quotes[first : first + _ARTICLE], 1):
            type: Type = "indirect" if quote.kind == "paraphrased" else "direct"
            words = quote.words if type == "indirect" else f"“{quote.words}”"
            span = Span(len(text), len(text) + len(words), words)
            text += f"{words} , said {quote.speaker}.\n\n"
            speaker = Speaker(quote.speaker, "person")
            context = Context(number, number, span)
            found.append(Attribution(number, type, "statement", (span,), None, None, None, speaker, 1.0, context))
        yield Article(f"article-{first}", None, text, tuple(found))


def measure(texts: Sequence[str], number_of_pages: int, number_of_quotes: int, seed: int = 1) -> None:
    """Prints how long it takes to index the pages and to hold the quotes against them, and what comes out."""
    chain = Chain(texts, seed)
    made = pages(chain, number_of_pages)
    quotes = asked(chain, made, number_of_quotes, seed)
    words = sum(len(page.text.split()) for page in made)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, used = time.perf_counter(), time.process_time()
    evidence = Evidence(made)
    indexed = time.perf_counter()
    verified = [evidence.verify(article) for article in articles(quotes)]
    done = time.perf_counter()
    print(f"{len(quotes):,} quotes against {len(made):,} pages of {words:,} words")
    print(f"  index {indexed - began:.1f} s, verification {done - indexed:.1f} s, together {done - began:.1f} s")
    print(f"  processor time {time.process_time() - used:.1f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"  peak memory {peak / 1024:,.0f} MB, {before / 1024:,.0f} MB of it before the index")
    attributions = [attribution for article in verified for attribution in article.attributions]
    right: Counter[str] = Counter()
    for quote, attribution in zip(quotes, attributions, strict=True):
        match = attribution.verification.match if attribution.verification else None
        page = made[quote.page].path if quote.kind != "not_found" else None
        right[quote.kind] += attribution.verdict == quote.kind and (match.source if match else None) == page
    for kind in _KINDS:
        print(
            f"  {kind:12} {right[kind]} of {sum(quote.kind == kind for quote in quotes)} with verdict and page right"
        )
