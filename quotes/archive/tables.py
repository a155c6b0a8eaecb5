"""What is found in an archive as text to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from rich.table import Table
from rich.text import Text

from quotes.archive.groups import Group, Telling
from quotes.archive.rows import ArchivedQuote
from quotes.archive.search import Found, Hit
from quotes.archive.speakers import ArchivedSpeaker, Sources
from quotes.report.page import BOLD, DIM, LOST, Page, counted
from quotes.report.verdict_words import changed
from quotes.report.visible import visible
from quotes.text.callings import JOINT

_SOME = 3  # roles and other names that are shown
_HEADS = ("quote", "when and where", "speaker", "what is said")
_NOTHING = "No quote in the archive is so."
_MARK = "underline bold"


def write_hits(found: Found, out: IO[str], *, width: int | None = None, color: bool = True) -> None:
    """A row a quote, the best first, with the words that were searched for marked."""
    page = Page.on(out, width, color=color)
    table = _table(*_HEADS, wide=3)
    for hit in found:
        table.add_row()
        table.add_row(*_row(hit.quote, marked(hit, page.marked)))
    page.print(table)


def write_groups(groups: Iterable[Group], out: IO[str], *, width: int | None = None, color: bool = True) -> None:
    """A section a group: its quotes in time order, the earliest first, and what each of the others changed."""
    page = Page.on(out, width, color=color)
    number = 0
    for number, group in enumerate(groups, 1):
        first = group.tellings[0].quote
        since = f"first in {visible(first.article_id)}, {first.date or 'no date'}"
        page.print(*([Text()] if number > 1 else []), Text(f"{counted(len(group.tellings), 'quote')}, {since}", BOLD))
        table = _table(*_HEADS, wide=3)
        for telling in group.tellings:
            table.add_row()
            table.add_row(*_row(telling.quote, _changed(telling), lost=telling.other_speaker))
        page.print(Text(), table)
    if not number:
        page.print(Text(_NOTHING))


def _changed(telling: Telling) -> Text:
    shown = Text(visible(telling.quote.content))
    if telling.verdict:
        shown.append(f"\n{telling.verdict.replace('_', ' ')}", BOLD)
    for change in telling.changes:
        shown.append(f"\n{changed(change)}", DIM)
    return shown


def _row(quote: ArchivedQuote, said: Text, *, lost: bool = False) -> tuple[Text, Text, Text, Text]:
    """Number, when and where, who (lost: somebody else than of the first quote) and what."""
    where = Text(quote.date or "no date").append(f"\n{visible(quote.article_id)}", DIM)
    if quote.site:
        where.append(f"\n{visible(quote.site)}", DIM)
    who = _named(quote.speaker).append(f"\n{quote.type}", DIM)
    return Text(str(quote.number)), where, who.append("\nanother speaker", LOST) if lost else who, said


def write_speakers(found: Sources, out: IO[str], *, width: int | None = None, color: bool = True) -> None:
    """A row a speaker, those with most quotes first, and sums of all."""
    page = Page.on(out, width, color=color)
    said = found.said
    if not said.quotes:
        page.print(Text(_NOTHING))
        return
    page.print(Text(f"{counted(said.quotes, 'quote')} by {counted(found.total, 'speaker')}", BOLD), Text())
    counts = {kind: amount.quotes for kind, amount in found.kinds.items()} | {"nobody known": found.nobody}
    kinds = ", ".join(f"{kind} {share(count, said.quotes)}" for kind, count in counts.items())
    page.print(Text(f"kinds: {kinds}"))
    persons = sum(found.pronouns.values())
    forms = ", ".join(f"{form} {share(count, persons)}" for form, count in found.pronouns.items())
    page.print(Text(f"pronouns that articles use of quoted persons: {forms}"), Text())
    table = _table("speaker", "who", "quotes", "direct", "words", "articles", wide=1)
    for one in found.speakers:
        table.add_row()
        numbers = (one.said.quotes, share(one.said.direct, one.said.quotes), one.said.words, one.articles)
        table.add_row(Text(str(one.number)), _told(one), *(Text(str(number)) for number in numbers))
    page.print(table)
    if len(found.speakers) < found.total:
        page.print(Text(), Text(f"{found.total - len(found.speakers)} more; --limit shows them", DIM))


def marked(hit: Hit, by_characters: bool) -> Text:
    """What is said, with the words that were searched for marked, where need be by characters alone."""
    content = hit.quote.content
    shown = Text()
    end = 0
    for match in hit.matches:
        shown.append(visible(content[end : match.start]))
        words = visible(match.text)
        shown.append(f"[{words}]" if by_characters else words, None if by_characters else _MARK)
        end = match.end
    return shown.append(visible(content[end:]))


def share(part: int, whole: int) -> str:
    """A part of a whole in per cent."""
    return f"{part / max(1, whole):.0%}"


def _told(speaker: ArchivedSpeaker) -> Text:
    pronouns = ", ".join(f"{form} in {count}" for form, count in speaker.pronouns.items())
    lines: Sequence[tuple[str, Sequence[str]]] = (
        (f"{speaker.kind}{f', {pronouns}' if pronouns else ''}", ()),
        ("", speaker.roles[:_SOME]),
        ("also: ", speaker.aliases[:_SOME]),
    )
    shown = _named(speaker.name)
    for begin, names in lines:
        if line := begin + ", ".join(map(visible, names)) if names or not begin.startswith("also") else "":
            shown.append(f"\n{line}", DIM)
    return shown.append(f"\nunsure: {visible(speaker.unsure)}", LOST) if speaker.unsure else shown


def _named(name: str | None) -> Text:
    return Text(visible(name.replace(JOINT, " and ")), BOLD) if name else Text("? speaker not found", LOST)


def _table(*heads: str, wide: int) -> Table:
    """A table with these heads; numbers stand in the first column and in those behind the wide one."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for place, _ in enumerate(heads):
        right = place == 0 or place > wide
        table.add_column(
            ratio=1 if place == wide else None,
            max_width=None if place == wide else 24,
            overflow="fold",
            justify="right" if right else "left",
        )
    table.add_row(*(Text(head, DIM) for head in heads))
    return table
