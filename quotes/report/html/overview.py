"""What stands above the sections of a page: what is in it, what to check first, and the filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quotes.attribution import Attribution, Verdict, Verification
from quotes.report.html.comparison import VERDICTS, badge, is_grave, rank, reasons
from quotes.report.html.markup import NOTHING, Html, bdi, element, joined, line
from quotes.report.html.section import NOBODY, UNCHECKED, Section
from quotes.report.page import TYPES, counted, unsaid, unsured
from quotes.report.verified import verdict_word

_FIRST = 6  # attributions to check first; more are folded away
_SHORT = 100  # characters of a quote in a list


@dataclass(frozen=True, slots=True)
class Overview:
    """What is told above the sections about one of them, or about all.

    id, title: of the section. types: of statements; attitudes, unsaid, unsure: how many there are besides.
    speakers: by name, how many attributions each has; sure: how many of them are not unsure.
    verdicts: None for what was not checked.
    grave: what to check first, each with its rank.
    """

    id: str
    title: str
    types: Counter[str]
    attitudes: int
    unsaid: int
    unsure: int
    speakers: Counter[str]
    sure: Counter[str]
    verdicts: Counter[Verdict | None]
    grave: tuple[tuple[int, Html], ...]

    @classmethod
    def of(cls, section: Section) -> Overview:
        """The overview of one section."""
        attributions = section.article.attributions
        folds = Counter(section.folds.values())
        return cls(
            section.id,
            section.title,
            Counter(a.type for a in attributions if a.id not in section.folds),
            folds["attitudes"],
            folds["unsaid"],
            folds["unsure"],
            Counter(section.names[a.speaker] for a in attributions),
            Counter(section.names[a.speaker] for a in section.sure),
            Counter(a.verdict for a in attributions),
            tuple(
                (rank(a), _grave(a, a.verification, section)) for a in attributions if a.verification and is_grave(a)
            ),
        )

    @classmethod
    def of_all(cls, overviews: Sequence[Overview]) -> Overview:
        """The overview of a whole page."""
        title = overviews[0].title if len(overviews) == 1 else counted(len(overviews), "article")
        return cls(
            "articles",
            title,
            sum((o.types for o in overviews), Counter[str]()),
            sum(o.attitudes for o in overviews),
            sum(o.unsaid for o in overviews),
            sum(o.unsure for o in overviews),
            sum((o.speakers for o in overviews), Counter[str]()),
            sum((o.sure for o in overviews), Counter[str]()),
            sum((o.verdicts for o in overviews), Counter[Verdict | None]()),
            tuple(sorted((g for o in overviews for g in o.grave), key=lambda grave: grave[0])),
        )

    @property
    def heard(self) -> int:
        """How many known speakers surely say something."""
        return len(self.sure.keys() - {NOBODY})

    @property
    def found(self) -> list[Verdict]:
        """The verdicts that there are, the gravest first."""
        return [verdict for verdict in VERDICTS if self.verdicts[verdict]]

    @property
    def counts(self) -> Html:
        """ "7 quotes (2 direct, 5 indirect) and 2 attitudes by 4 speakers, 1 without a speaker; 3 that are unsure".

        Speakers are those of what is sure.
        """
        types = ", ".join(f"{self.types[type]} {type}" for type in TYPES if self.types[type])
        none = "no quotes that are sure" if self.unsure else "no quotes"
        told = f"{counted(self.types.total(), 'quote')} ({types})" if types else none
        told += f" and {counted(self.attitudes, 'attitude')}" if self.attitudes else ""
        told += f" and {unsaid(self.unsaid)}" if self.unsaid else ""
        told += f" by {counted(self.heard, 'speaker')}" if self.heard else ""
        lost = self.sure[NOBODY]
        without = element("b", line(f"{lost} without a speaker"), class_="lost")
        more = line(f"; {unsured(self.unsure)}") if self.unsure else NOTHING
        return joined(line(told), *((line(", "), without) if lost else ()), more)


def masthead(page: Overview, overviews: Sequence[Overview]) -> Html:
    """Title, counts, verdicts, what to check first, and an index where there are several articles."""
    return element(
        "header",
        element("p", line("quotes"), class_="brand"),
        element("h1", bdi(page.title)),
        element("p", page.counts, class_="counts"),
        _summary(page) if page.found else NOTHING,
        _check_first(page) if page.grave else NOTHING,
        _index(page, overviews) if len(overviews) > 1 else NOTHING,
        class_="masthead",
    )


def _grave(attribution: Attribution, verification: Verification, section: Section) -> Html:
    """An attribution to check first: a way to its place, and why."""
    words = attribution.words if len(attribution.words) <= _SHORT else f"{attribution.words[:_SHORT]}…"
    return element(
        "li",
        element(
            "a",
            badge(verification.verdict),
            line(" "),
            element("b", bdi(section.names[attribution.speaker])),
            line(" "),
            element("q", bdi(words)),
            href=f"#{section.row(attribution)}",
        ),
        element("small", *(joined(reason, line(". ")) for reason in reasons(attribution, verification))),
        element("cite", bdi(section.title)),
    )


def _summary(page: Overview) -> Html:
    """How many there are of each verdict."""
    items = (
        element(
            "li",
            element("b", line(str(page.verdicts[verdict]))),
            badge(verdict),
            element("small", line(VERDICTS[verdict])),
            data_verdict=verdict,
        )
        for verdict in page.found
    )
    return element("ul", *items, class_="summary", aria_label="Verdicts")


def _check_first(page: Overview) -> Html:
    """The gravest verdicts, each a way to its place."""
    items = [item for _, item in page.grave]
    shown = element("ol", *items[:_FIRST])
    if len(items) > _FIRST:
        more = element("summary", line(f"{len(items) - _FIRST} more"))
        shown = joined(shown, element("details", more, element("ol", *items[_FIRST:], start=_FIRST + 1)))
    return element("section", element("h2", line("Check first")), shown, class_="first", aria_label="Check first")


def _index(page: Overview, overviews: Sequence[Overview]) -> Html:
    heads = [*map(line, ("Article", "Quotes", "Attitudes", "Unsure", "Speakers")), *map(badge, page.found)]
    head = element("thead", element("tr", *(element("th", head, scope="col") for head in heads)))
    rows = (_index_row(overview, page.found) for overview in overviews)
    return element("nav", element("table", head, element("tbody", *rows)), class_="index", aria_label="Articles")


def _index_row(overview: Overview, verdicts: Sequence[Verdict]) -> Html:
    numbers = {
        "quotes": overview.types.total(),
        "attitudes": overview.attitudes,
        "unsure": overview.unsure,
        "speakers": overview.heard,
    }
    numbers |= {verdict_word(verdict): overview.verdicts[verdict] for verdict in verdicts}
    link = element("th", element("a", bdi(overview.title), href=f"#{overview.id}"), scope="row")
    cells = (element("td", line(str(number or "")), data_head=head) for head, number in numbers.items())
    return element("tr", link, *cells)


def filters(page: Overview) -> Html:
    """What chooses rows; the script shows it."""
    boxes = [_box(type, page.types[type], name="type", checked="") for type in TYPES]
    boxes += [
        _box(fold, number, name="fold")
        for fold, number in (("attitudes", page.attitudes), ("unsaid", page.unsaid), ("unsure", page.unsure))
        if number
    ]
    clear = element("button", line("Clear"), type="button", name="clear")
    slider = element("input", type="range", name="confidence", min=0, max=100, step=5, value=0)
    return element(
        "form",
        _field("Search", element("input", type="search", name="text", placeholder="words, names, verbs")),
        _field("Speaker", _speakers(page)),
        element("fieldset", element("legend", line("Show")), *boxes),
        _field("Verdict", _verdicts(page)) if page.found else NOTHING,
        _field("Confidence from", joined(slider, element("output", line("0%"), name="least"))),
        element("p", element("output", name="shown"), clear, class_="shown"),
        id="filters",
        hidden="",
        autocomplete="off",
        aria_label="Filters",
    )


def _field(name: str, control: Html) -> Html:
    return element("label", element("span", line(name)), control)


def _box(value: str, number: int, **attributes: str) -> Html:
    box = element("input", type="checkbox", value=value, **attributes)
    return element("label", box, line(f"{value} "), element("small", line(str(number))))


def _speakers(page: Overview) -> Html:
    names = sorted(page.speakers.keys() - {NOBODY}, key=str.casefold)
    names += [NOBODY] if page.speakers[NOBODY] else []
    options = (element("option", line(f"{name} ({page.speakers[name]})"), value=name) for name in names)
    return element("select", element("option", line("all"), value=""), *options, name="speaker")


def _verdicts(page: Overview) -> Html:
    options = [("", "all"), ("grave", f"to check first ({len(page.grave)})")]
    options += [(verdict, f"{verdict_word(verdict)} ({page.verdicts[verdict]})") for verdict in page.found]
    if page.verdicts[None]:
        options.append(("none", f"{UNCHECKED} ({page.verdicts[None]})"))
    return element("select", *(element("option", line(told), value=value) for value, told in options), name="verdict")
