"""Quotes made by seeded templates, and what papers make of one: shortened, split, altered, given to another."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import regex

from quotes.archive.rows import ArchivedQuote
from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker
from quotes.english import words

_CORPUS = Path(__file__).parent.parent / "corpus"
_WORD = regex.compile(r"[a-z]{4,}+")
_CLAUSES = (
    "we will not {} the {} before the {} has been {}",
    "the {} of this {} cannot {} another {} in the {}",
    "nobody in the {} wanted a {} {} like that",
    "I have never seen such a {} {}, and I do not think that {} will change it",
    "it is not the {} that should {}, it is the {}",
    "there is no {} between {} and {} as long as they {} us",
    "she told the {} that her {} would not {} any more {}",
    "they did not {} us about the {} or the {} {}",
    "our {} was never meant to {} those who {} in {}",
    "if the {} does not {} by {}, then the {} must",
    "what they {} is not {} but a {} {} with their {}",
    "by next year {} of them will have no {} left to {}",
)
_JOINTS = ("; ", ", because ", ". ", " and ", ", but ")
_FIRST = date(2019, 1, 1)
_NOT = regex.compile(r" (?:not|never)(?= )|(?<=can)not(?= )")


class Maker:
    """Makes quotes of as many words as news has, which come as often as words do (Zipf); of one seed the same."""

    def __init__(self, seed: int, speakers: int = 20_000) -> None:
        self.dice = random.Random(seed)
        texts = " ".join(path.read_text(encoding="utf-8") for path in sorted(_CORPUS.rglob("*.txt"))).casefold()
        stock = sorted(set(_WORD.findall(texts)) - words("function_words") - words("negations"))
        self.dice.shuffle(stock)
        self._stock = stock
        self._weights = list(accumulate(1 / (rank + 30) for rank in range(len(stock))))
        given = sorted(words("given_names"))
        self._speakers = [f"{self.dice.choice(given)} {self._family()}".title() for _ in range(speakers)]

    def content(self) -> str:
        """One to three clauses, 8 to 40 words."""
        made = ""
        for clause in self.dice.choices(_CLAUSES, k=self.dice.choice((1, 1, 2, 2, 3))):
            filled = clause.format(*self.words(clause.count("{}")))
            made += (self.dice.choice(_JOINTS) if made else "") + filled
        return made[0].upper() + made[1:]

    def quote(
        self, number: int, content: str, *, speaker: str | None = None, day: int | None = None
    ) -> ArchivedQuote:
        """A row; speaker, day: those given, or any."""
        on = _FIRST + timedelta(days=self.dice.randrange(2000) if day is None else day)
        name = speaker or self.speaker()
        cite = f"“{content},” said {name}."
        article = f"article-{number}"
        return ArchivedQuote(
            number, article, on.isoformat(), "made.example", name, "person", "direct", content, cite, 0.9
        )

    def speaker(self) -> str:
        return self.dice.choice(self._speakers)

    def words(self, number: int) -> list[str]:
        return self.dice.choices(self._stock, cum_weights=self._weights, k=number)

    def _family(self) -> str:
        parts = self.dice.choices(("bar", "del", "kor", "mun", "ost", "ren", "sal", "tov", "vik", "zan"), k=3)
        return "".join(parts)

    def shortened(self, content: str) -> str:
        """A part in a row, half of it and more, six words at least."""
        row = content.split()
        size = max(6, self.dice.randint(len(row) // 2, len(row)))
        start = self.dice.randint(0, max(0, len(row) - size))
        return " ".join(row[start : start + size])

    def split(self, content: str) -> str:
        """Two parts, with some words left out between them, as "A," he said. "B" is."""
        row = content.split()
        cut = self.dice.randint(3, max(3, len(row) - 5))
        return f"{' '.join(row[:cut])}, … {' '.join(row[cut + self.dice.randint(0, 2) :])}"

    def two_changed(self, content: str) -> str:
        row = content.split()
        for place, word in zip(self.dice.sample(range(len(row)), 2), self.words(2), strict=True):
            row[place] = word
        return " ".join(row)

    def without_not(self, content: str) -> str:
        """Without its first "not", with one more where it has none."""
        return _NOT.sub("", content, count=1) if _NOT.search(content) else f"It is not so that {content}"

    def other_marks(self, content: str) -> str:
        """As papers elsewhere print it."""
        return "„" + content.replace(", ", " – ").replace("; ", " ... ").replace("'", "’").upper().capitalize() + "“"

    def as_it_was(self, content: str) -> str:
        """Nothing changed: it is given to another."""
        return content

    @property
    def variants(self) -> tuple[Callable[[str], str], ...]:
        return self.shortened, self.split, self.two_changed, self.without_not, self.other_marks, self.as_it_was

    def article(self, number: int, quotes: int, words: int) -> Article:
        """An article of about so many words, in which three people are quoted in turn; its marks are made with it."""
        speakers = [self.speaker() for _ in range(3)]
        sources: dict[str, list[Span]] = {name: [] for name in speakers}
        text, marked = "", []
        for place in range(quotes):
            name, content = speakers[place % len(speakers)], self.content()
            start = len(text) + 1
            source = (start + len(content) + len(",” said "), start + len(content) + len(",” said ") + len(name))
            marked.append((name, (start, start + len(content)), source, (start - 1, source[1] + 1)))
            paragraph = f"“{content},” said {name}."
            while len(paragraph.split()) < words // quotes:
                paragraph += f" {self.content()}."
            text += paragraph + "\n\n"
        for name, _, source, _ in marked:
            sources[name].append(Span.of(text, *source))
        known = {name: Speaker(name, "person", None, tuple(spans)) for name, spans in sources.items() if spans}
        attributions = tuple(
            Attribution(
                id,
                "direct",
                "statement",
                (Span.of(text, *content),),
                None,
                None,
                Span.of(text, *source),
                known[name],
                round(self.dice.uniform(0.5, 1), 3),
                Context(2 * id - 1, id, Span.of(text, *sentence)),
            )
            for id, (name, content, source, sentence) in enumerate(marked, 1)
        )
        day = (_FIRST + timedelta(days=self.dice.randrange(2000))).isoformat()
        site = f"paper-{self.dice.randrange(75)}.example"
        return Article(
            f"https://{site}/{number}", None, text, attributions, tuple(known.values()), date=day, site=site
        )


def trace_set(quotes: int, variants: int, others: int, seed: int) -> Iterator[tuple[ArchivedQuote, int | None]]:
    """Quotes with so many variants in all, later than they, among others; with the number of the quote each is of."""
    maker = Maker(seed)
    made: list[tuple[ArchivedQuote, int | None]] = []
    number = 0
    for root in range(quotes):
        content, speaker, day = maker.content(), maker.speaker(), maker.dice.randrange(1000)
        made.append((maker.quote(number := number + 1, content, speaker=speaker, day=day), root))
        for _ in range(variants // quotes):
            change = maker.dice.choice(maker.variants)
            by = maker.speaker() if change == maker.as_it_was else speaker
            later = day + maker.dice.randint(1, 900)
            made.append((maker.quote(number := number + 1, change(content), speaker=by, day=later), root))
    made += [(maker.quote(number := number + 1, maker.content()), None) for _ in range(others)]
    maker.dice.shuffle(made)
    return iter(made)
