"""What is found in an archive as pages: files that need no network, and the desk's pages of an archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup

from quotes.archive.groups import Group
from quotes.archive.rows import ArchivedQuote
from quotes.archive.search import Filters, Found, Hit
from quotes.archive.speakers import Amount, Sources
from quotes.attribution import Span
from quotes.report.html.templates import TEMPLATES
from quotes.report.page import TYPES
from quotes.report.verdict_words import changed
from quotes.version import VERSION

_TEMPLATES = TEMPLATES.overlay(
    loader=ChoiceLoader([PackageLoader("quotes.archive", "html"), PackageLoader("quotes.report.html", "")])
)
_STYLES = (("quotes.report.html", "report.css"), ("quotes.archive", "html/archive.css"))
_LONGEST = 120  # months that a plot shows, the last
_BARS = 12  # names that a plot shows, the first


def page(name: str, *, desk: bool = False, **values: Any) -> str:
    """A page of a template.

    desk: whether it is one of the desk's, with its links, forms and files, and not a file by itself.
    """
    style = Markup("").join(Markup((files(room) / file).read_text("utf-8")) for room, file in _STYLES)
    return _TEMPLATES.get_template(f"{name}.html.jinja").render(desk=desk, style=style, version=VERSION, **values)


def search_page(found: Found, words: str) -> str:
    """What a search found, in one file."""
    return page("search", found=found, words=words, filters=Filters(), problem=None)


def trace_page(groups: Sequence[Group], words: str) -> str:
    """Quotes that are one in other words, in one file."""
    return page("trace", groups=groups, words=words, problem=None)


def speakers_page(found: Sources) -> str:
    """Who is quoted, in one file with plots."""
    return page("speakers", found=found, filters=Filters(), problem=None)


def pieces(hit: Hit) -> list[tuple[str, bool]]:
    """What is said, in pieces: the text, and whether it was searched for."""
    return in_pieces(hit.quote.content, hit.matches)


def in_pieces(text: str, spans: tuple[Span, ...]) -> list[tuple[str, bool]]:
    """A text cut at spans that do not overlap, each piece with whether it is one of them."""
    found: list[tuple[str, bool]] = []
    end = 0
    for span in spans:
        found += [(text[end : span.start], False), (span.text, True)]
        end = span.end
    return [*found, (text[end:], False)]


def months(amounts: Mapping[str, Amount]) -> list[tuple[str, Amount]]:
    """All months from the first to the last, those in between too in which nothing is said; at most 120, the last."""
    told = sorted(month for month in amounts if month)
    if not told:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (told[0], told[-1]))
    all = [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(max(first, last - _LONGEST + 1), last + 1)]
    return [(month, amounts.get(month, Amount(0, 0, 0, 0, 0, 0))) for month in all]


def whole(quote: ArchivedQuote) -> Span:
    """All that is said, as a span of itself."""
    return Span(0, len(quote.content), quote.content)


def time_line(group: Group) -> dict[str, Amount]:
    """How often a quote is told in each month, "" where articles do not tell."""
    types = Counter(((t.quote.date or "")[:7], t.quote.type) for t in group.tellings)
    told: dict[str, Amount] = {}
    for month in {month for month, _ in types}:
        direct, mixed, indirect = (types[month, type] for type in TYPES)
        told[month] = Amount(direct + mixed + indirect, direct, mixed, indirect, 0, 0)
    return told


def counts(said: Mapping[str, Amount | int]) -> list[tuple[str, int]]:
    """Names and how many quotes each has, the most first, those with some; at most 12."""
    numbers = ((name, amount if isinstance(amount, int) else amount.quotes) for name, amount in said.items())
    return sorted(((name, number) for name, number in numbers if number), key=lambda row: -row[1])[:_BARS]


_TEMPLATES.globals |= {
    "hit_pieces": pieces,
    "months": months,
    "counts": counts,
    "changed": changed,
    "whole": whole,
    "time_line": time_line,
}
