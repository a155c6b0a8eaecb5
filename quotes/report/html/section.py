"""The section of an article: its speakers, its text with the attributions marked in place, and a table of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from quotes.article import Article
from quotes.attribution import Attribution, Speaker, Verification
from quotes.report.by_speaker import Tally, tallies
from quotes.report.html.comparison import badge, comparison, icon, is_grave, rank
from quotes.report.html.markup import NOTHING, Html, bdi, element, joined, line, running
from quotes.report.html.segments import Mark, Segment, segments
from quotes.report.page import OPENING_MARKS, TYPES, counted, kind_of
from quotes.report.selection import Fold, Selection
from quotes.report.verified import verdict_word
from quotes.report.visible import visible
from quotes.text.callings import shown_name
from quotes.text.intervals import Stretch

NOBODY = "speaker not found"
UNCHECKED = "not checked"

_COLUMNS = {  # with their heads
    "number": "No.",
    "speaker": "Speaker",
    "verb": "Verb",
    "type": "Type",
    "quote": "Quote",
    "line": "Line",
    "confidence": "Confidence",
    "verdict": "Verdict",
}
_LEGEND = ("source", "cue", "direct content", "mixed", "indirect")
_OPEN_SPEAKERS = 5  # more are folded away


@dataclass(frozen=True, slots=True)
class Section:
    """An article in a page.

    number: counts from 1 in the page.
    article: with the attributions that are selected; left_out: how many are not.
    names: what its speakers and None are called in the page, no two alike.
    folds: where attributions are shown on request only, by their ids.
    """

    number: int
    article: Article
    left_out: int
    names: Mapping[Speaker | None, str]
    folds: Mapping[int, Fold]

    @classmethod
    def of(cls, number: int, article: Article, selection: Selection) -> Section:
        """The section of what `selection` takes of an article."""
        selected = selection.of(article)
        left_out = len(article.attributions) - len(selected.attributions)
        folds = {a.id: fold for a in selected.attributions if (fold := selection.fold(a))}
        return cls(number, selected, left_out, _names(selected.speakers), folds)

    @property
    def id(self) -> str:
        return f"a{self.number}"

    @property
    def title(self) -> str:
        return self.article.path or self.article.id

    @property
    def sure(self) -> list[Attribution]:
        """The attributions that are not unsure, attitudes among them."""
        return [a for a in self.article.attributions if self.folds.get(a.id) != "unsure"]

    @property
    def verified(self) -> bool:
        return any(a.verification for a in self.article.attributions)

    def row(self, attribution: Attribution) -> str:
        """The id of the attribution's row in the table."""
        return f"{self.id}-q{attribution.id}"

    def place(self, attribution: Attribution) -> str:
        """The id of the attribution's place in the text."""
        return f"{self.id}-t{attribution.id}"


def written(section: Section, counts: Html) -> Html:
    """The whole section; counts: what it holds, in a line."""
    left_out = f"Not in this page: {section.left_out} that your options leave out."
    return element(
        "article",
        element("h2", bdi(section.title)),
        element("p", counts, class_="counts"),
        element("p", line(left_out)) if section.left_out else NOTHING,
        _speakers(section),
        element("a", line("Skip to the table"), href=f"#{section.id}-table", class_="skip"),
        element("div", _text(section), _table(section), class_="panes"),
        id=section.id,
        aria_label=section.title,
    )


def _names(speakers: Sequence[Speaker]) -> dict[Speaker | None, str]:
    names: dict[Speaker | None, str] = {None: NOBODY}
    met: Counter[str] = Counter()
    for speaker in speakers:
        name = shown_name(speaker)
        met[name] += 1
        names[speaker] = f"{name} ({met[name]})" if met[name] > 1 else name
    return names


# Speakers


def _speakers(section: Section) -> Html:
    """Everybody who surely speaks, folded away where they are many, as the text is what matters."""
    found = tallies(section.sure)
    if not found:
        return NOTHING
    names = [bdi(section.names[tally.speaker]) for tally in found[:_OPEN_SPEAKERS]]
    more = line(f", and {len(found) - len(names)} more") if len(found) > len(names) else NOTHING
    return element(
        "details",
        element("summary", element("b", line("Speakers ")), element("span", joined(*names, by=", "), more)),
        element("ul", *(_speaker(tally, section.names[tally.speaker]) for tally in found)),
        class_="speakers",
        open=None if more else "",
    )


def _speaker(tally: Tally, name: str) -> Html:
    speaker = tally.speaker
    types = ", ".join(f"{tally.types[type]} {type}" for type in TYPES if tally.types.get(type))
    words = counted(tally.words, "word") if tally.words else ""
    attitudes = counted(tally.attitudes, "attitude") if tally.attitudes else ""
    about = [line(speaker.kind)] if speaker else []
    if speaker and speaker.role:
        about.append(bdi(speaker.role))
    return element(
        "li",
        element("b", bdi(name), class_="name" if speaker else "name lost"),
        element("span", joined(*about, by=" · ")),
        element("small", line(" · ".join(filter(None, (types, words, attitudes))))),
    )


# The text


def _text(section: Section) -> Html:
    return element(
        "section",
        element("p", *(element("mark", line(name), class_=name[0]) for name in _LEGEND), class_="legend"),
        element("div", *_paragraphs(section), class_="text", lang=section.article.language),
        aria_label="Text",
    )


def _paragraphs(section: Section) -> Iterator[Html]:
    """The text's paragraphs and the white space between them."""
    article = section.article
    paragraphs = article.places.paragraphs

    def paragraph(segment: Segment) -> Stretch | None:
        return paragraphs.holding(segment.start, segment.start + 1)

    cuts = {0, len(article.text), *paragraphs.starts, *paragraphs.ends}
    labelled: set[int] = set()
    for block, pieces in groupby(segments(article.attributions, cuts), paragraph):
        if block is None:
            yield from (running(article.text[piece.start : piece.end]) for piece in pieces)
        else:
            shown = [_piece(piece, section, labelled) for piece in pieces]
            yield element("p", *shown, dir="auto", data_line=article.places.line(block[0]))


def _piece(piece: Segment, section: Section, labelled: set[int]) -> Html:
    """A piece of the text, with a label before it for each attribution whose content begins there."""
    text = running(section.article.text[piece.start : piece.end])
    if not piece.marks:
        return text
    contents = {mark.attribution.id: mark.attribution for mark in piece.marks if mark.role == "content"}
    labels = [_label(attribution, section) for id, attribution in contents.items() if id not in labelled]
    labelled.update(contents)
    letters = [_letter(mark) for mark in piece.marks]
    whose = dict.fromkeys(f"{letter}{mark.attribution.id}" for letter, mark in zip(letters, piece.marks, strict=True))
    mark = element("mark", text, class_=" ".join(dict.fromkeys(letters)), data_q=" ".join(whose))
    return joined(*labels, mark)


def _letter(mark: Mark) -> str:
    """What a mark is to style and script: "s", "c", or "d", "m", "i" for content by type."""
    return mark.attribution.type[0] if mark.role == "content" else mark.role[0]


def _label(attribution: Attribution, section: Section) -> Html:
    """The attribution's number in the text: a link to its row."""
    verdict = attribution.verdict
    return element(
        "a",
        icon(verdict) if verdict else NOTHING,
        id=section.place(attribution),
        class_=f"label {verdict}" if verdict else "label",
        href=f"#{section.row(attribution)}",
        data_number=attribution.id,
        aria_label=f"quote {attribution.id}{f', {verdict_word(verdict)}' if verdict else ''}",
    )


# The table


def _table(section: Section) -> Html:
    columns = [column for column in _COLUMNS if section.verified or column != "verdict"]
    heads = [element("th", line(_COLUMNS[column]), scope="col", class_=column) for column in columns]
    rows = [_row(attribution, section) for attribution in section.article.attributions]
    label = f"Attributions in {section.title}"
    shown = element("table", element("thead", element("tr", *heads, class_="heads")), *rows, aria_label=label)
    if not rows:
        shown = element("p", line("No quotes."), class_="nothing")
    return element("section", shown, class_="found", id=f"{section.id}-table", tabindex=-1, aria_label="Table")


def _row(attribution: Attribution, section: Section) -> Html:
    """A row, with another below it for the comparison with the source where there is one."""
    v = attribution.verification
    cells = [
        element("th", _number(attribution, section), scope="row", class_="number"),
        element("td", _who(attribution, section), class_="speaker"),
        element("td", bdi(attribution.cue.text) if attribution.cue else line("–"), class_="verb"),
        element("td", _type(attribution), class_="type"),
        element("td", element("div", line(_quote(attribution)), dir="auto"), class_="quote"),
        element("td", line(str(attribution.context.line)), class_="line"),
        element("td", line(f"{attribution.confidence:.0%}"), class_="confidence"),
    ]
    if section.verified:
        cells.append(element("td", _verdict(v), class_="verdict", data_key=rank(attribution)))
    rows = [element("tr", *cells, class_="row")]
    if v:
        compared = element("td", comparison(attribution, v), colspan=len(cells))
        rows.append(element("tr", compared, class_="comparison"))
    return element(
        "tbody",
        *rows,
        id=section.row(attribution),
        class_="grave" if is_grave(attribution) else None,
        data_type=attribution.type,
        data_fold=section.folds.get(attribution.id),
        data_verdict=attribution.verdict,
    )


def _number(attribution: Attribution, section: Section) -> Html:
    return element("a", line(str(attribution.id)), href=f"#{section.place(attribution)}")


def _who(attribution: Attribution, section: Section) -> Html:
    speaker = attribution.speaker
    name = element("b", bdi(section.names[speaker]), class_=None if speaker else "lost")
    return joined(name, element("small", bdi(speaker.role))) if speaker and speaker.role else name


def _type(attribution: Attribution) -> Html:
    type, _, more = kind_of(attribution).partition(" ")
    return joined(line(type), element("small", line(more))) if more else line(type)


def _quote(attribution: Attribution) -> str:
    words = visible(attribution.words)
    return f"“{words}" if attribution.type == "direct" and not words.startswith(OPENING_MARKS) else words


def _verdict(verification: Verification | None) -> Html:
    if not verification:
        return element("small", line(UNCHECKED))
    how = "alike" if verification.verdict == "paraphrased" else "found"
    return joined(badge(verification.verdict), element("small", line(f"{verification.similarity:.0%} {how}")))
