"""The page that a table is printed on: a section an article, what is left out of it, and a sum at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, get_args

from rich.console import Console, RenderableType
from rich.style import Style
from rich.text import Text

from quotes.article import Article
from quotes.attribution import Attribution, Role, Speaker, Type, Verdict
from quotes.report.selection import UNSURE, Fold, Selection
from quotes.report.verdict_words import verdict_word
from quotes.report.visible import visible
from quotes.text.callings import shown_name

BOLD = Style(bold=True)
DIM = Style(dim=True)
LOST = Style(color="red", bold=True)
ROLE_STYLES: dict[Role, Style] = {  # where two overlap the later one is seen
    "content": Style(color="green", italic=True),
    "source": Style(color="cyan", bold=True),
    "cue": Style(color="yellow", underline=True),
}
ROLE_MARKS: dict[Role, tuple[str, str]] = {"source": ("[", "]"), "cue": ("{", "}"), "content": ("<", ">")}
_OPENING_MARKS = tuple("\"'“”‘’„‚«»‹›「『`")  # at the start of words that are quoted as they stand
TYPES: tuple[Type, ...] = ("direct", "mixed", "indirect")

_WIDEST = 120  # longer lines are hard to read


@dataclass(frozen=True, slots=True)
class Page:
    """Where a table is printed."""

    console: Console

    @classmethod
    def on(cls, out: IO[str], width: int | None = None, *, color: bool = True) -> Page:
        """A page in `out`.

        width: columns, 40 or more; by default the terminal's, but at most 120, or 80 in a file.
        color: False for none; the environment's NO_COLOR says the same.
        """
        width = width or min(Console(file=out).width, _WIDEST)
        # Without a height rich asks the terminal, for the width as well.
        return cls(Console(file=out, width=width, height=25, no_color=None if color else True, highlight=False))

    @property
    def width(self) -> int:
        return self.console.width

    @property
    def marked(self) -> bool:
        """Whether the output holds characters only, so that marks must tell what styles would."""
        return self.console.color_system is None

    def print(self, *parts: RenderableType) -> None:
        """The parts one below the other, without spaces at line ends."""
        with self.console.capture() as capture:
            for part in parts:
                self.console.print(part)
        self.console.file.write("\n".join(line.rstrip(" ") for line in capture.get().split("\n")))
        self.console.file.flush()


def write_sections(
    page: Page,
    articles: Iterable[Article],
    print_rows: Callable[[Article, Sequence[Attribution]], None],
    selection: Selection,
    *,
    everything: bool,
) -> None:
    """A section an article, written as they come, and a sum at the end where there are several.

    print_rows: prints what a section holds between its heading and what is left out; not asked where that is nothing.
    everything: whether what `selection` folds away is shown too.
    """
    sections = quotes = unsure = 0
    for article in articles:
        wanted = [a for a in article.attributions if everything or not selection.fold(a)]
        selected = selection.of(article).attributions
        ids = {a.id for a in selected}
        shown = [a for a in wanted if a.id in ids]
        folded = Counter(selection.fold(a) for a in selected if not everything)
        if sections:
            page.print(Text("\n"))
        page.print(_heading(article, shown, folded["unsure"]))
        if any(a.verdict for a in shown):
            page.print(_verdicts(shown))
        if shown:
            print_rows(article, shown)
        _print_left_out(page, folded, others=len(wanted) - len(shown))
        sections += 1
        quotes += sum(a.is_statement for a in shown)
        unsure += folded["unsure"]
    if sections > 1:
        more = f", and {unsured(unsure)}" if unsure else ""
        page.print(Text("\n"), Text(f"{sections} articles, {counted(quotes, 'quote')}{more}", BOLD))


def speaker_cell(speaker: Speaker | None) -> Text:
    """A speaker's name and, below it, the role."""
    if speaker is None:
        return Text("? speaker not found", LOST)
    shown = Text().append(visible(shown_name(speaker)), BOLD)
    if speaker.role:
        shown.append(f"\n{visible(speaker.role)}", DIM)
    return shown


def quoted(attribution: Attribution) -> str:
    """Its words in one line; of a direct quote in quotation marks, those of the text where it has them around it."""
    words = visible(attribution.words)
    return words if attribution.type != "direct" or words.startswith(_OPENING_MARKS) else f"“{words}”"


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 quote", "2 quotes"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def unsured(number: int) -> str:
    """What is unsure, counted: "1 that is unsure (below 30 %)"."""
    return f"{number} that {'is' if number == 1 else 'are'} unsure (below {100 * UNSURE:.0f} %)"


def unsaid(number: int) -> str:
    """What nobody said, counted: "2 that nobody said"."""
    return f"{number} that nobody said"


def besides(attitudes: int, unsaid_ones: int) -> str:
    """What there is beside quotes, as it goes on behind them: " and 2 attitudes", " and 1 that nobody said"."""
    told = [counted(attitudes, "attitude")] if attitudes else []
    told += [unsaid(unsaid_ones)] if unsaid_ones else []
    return f", {told[0]} and {told[1]}," if len(told) == 2 else "".join(f" and {one}" for one in told)


def kind_of(attribution: Attribution) -> str:
    """Its type, and what is no plain statement, or is shown again: "direct hearsay", "direct shown twice"."""
    told = "attitude" if attribution.act == "attitude" else "" if attribution.said else "not said"
    again = "shown twice" if attribution.repeated else ""
    return " ".join(filter(None, (attribution.type, told, "hearsay" if attribution.hearsay else "", again)))


def _heading(article: Article, shown: Sequence[Attribution], unsure: int) -> Text:
    heading = Text(f"{visible(article.path or article.id)}: ", BOLD)
    statements = [a for a in shown if a.is_statement]
    others = Counter(a.act for a in shown if not a.is_statement)
    types = Counter(a.type for a in statements)
    kinds = ", ".join(f"{types[type]} {type}" for type in TYPES if types[type])
    none = "no quotes that are sure" if unsure else "no quotes"
    heading.append(f"{counted(len(statements), 'quote')} ({kinds})" if statements else none)
    heading.append(besides(others["attitude"], others["statement"]))
    speakers = len({a.speaker for a in shown if a.speaker})
    if speakers:
        heading.append(f" by {counted(speakers, 'speaker')}")
    lost = sum(a.speaker is None for a in shown)
    if lost:
        heading.append(", ").append(f"{lost} without a speaker", LOST)
    return heading


def _verdicts(shown: Sequence[Attribution]) -> Text:
    """How many there are of each verdict, those of words in quotation marks that are not as said in red."""
    counts = Counter(a.verdict for a in shown)
    told = Text(", ").join(
        Text(f"{counts[verdict]} {verdict_word(verdict)}") for verdict in get_args(Verdict) if counts[verdict]
    )
    asked = sum(a.verification.is_unsure for a in shown if a.verification)
    if asked:
        told.append(f", {asked} of them to read in context")
    misquoted = sum(a.misquoted for a in shown)
    if misquoted:
        told.append(": ").append(f"{counted(misquoted, 'direct quote')} to look at", LOST)
    return told


def _print_left_out(page: Page, folded: Counter[Fold | None], *, others: int) -> None:
    """A line about what is not shown, where there is any."""
    told = []
    if folded["attitudes"]:
        told.append(f"{counted(folded['attitudes'], 'attitude')}, what people think or want")
    if folded["unsaid"]:
        told.append(f"{unsaid(folded['unsaid'])}, only expected, wanted or denied")
    if folded["unsure"]:
        told.append(unsured(folded["unsure"]))
    if told:
        told.append("--all shows that too")
    if others:
        told.append(f"{others} that your options leave out")
    if told:
        page.print(Text(), Text(f"Not shown: {'; '.join(told)}.", DIM))
