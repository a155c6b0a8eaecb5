"""What verification found: the verdict, why it is one, and the article's words beside those of the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotes.attribution import Attribution, Change, Span, Verdict, Verification
from quotes.report.html.markup import NOTHING, Html, bdi, element, joined, line
from quotes.report.verified import Side, pieces, verdict_word
from quotes.text.callings import shown_name

VERDICTS: dict[Verdict, str] = {  # with what they mean, the gravest first
    "altered": "words were changed",
    "misattributed": "said by another in the source",
    "out_of_context": "not asserted where it stands in the source",
    "not_found": "no such passage in the sources",
    "trimmed": "words were left out",
    "paraphrased": "close to a passage, weaker evidence",
    "verbatim": "word for word",
}
_ORDER: tuple[Verdict, ...] = tuple(VERDICTS)
_GRAVE = 4  # of them ask to be looked at first

# Strokes on a field of 16 by 16: no verdict is told by its colour alone.
_ICONS: dict[Verdict, str] = {
    "altered": "M8 1.7 15 14H1ZM8 6.3v3.5M8 11.7v.3",
    "misattributed": "M2 5h11M10 2l3 3-3 3M14 11H3M6 8l-3 3 3 3",
    "out_of_context": "M5 2H2v3M11 2h3v3M5 14H2v-3M11 14h3v-3M5.5 8h5",
    "not_found": "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM6.1 6.5a2 2 0 1 1 2.7 1.9q-.8.3-.8 1M8 11.5v.2",
    "trimmed": "M4.5 2H2v12h2.5M11.5 2H14v12h-2.5M5.2 8h.1M8 8h.1M10.8 8h.1",
    "paraphrased": "M2 6.3q3-3 6 0t6 0M2 10.7q3-3 6 0t6 0",
    "verbatim": "M2.5 8.5l4 4 7-8.5",
}


def rank(attribution: Attribution) -> int:
    """Where the attribution stands when all are sorted by verdict: negations first, what was not checked last."""
    v = attribution.verification
    if not v:
        return 2 * len(_ORDER)
    if any(change.kind == "negation" for change in v.changes):
        return 0
    # That nobody wrote down what is told in other words says little.
    later = len(_ORDER) if v.verdict == "not_found" and attribution.type == "indirect" else 0
    return 1 + _ORDER.index(v.verdict) + later


def is_grave(attribution: Attribution) -> bool:
    """Whether a fact-checker should look at it first."""
    return rank(attribution) <= _GRAVE


def icons() -> Html:
    """The drawings that `icon` refers to."""
    drawings = (
        element("symbol", element("path", d=path), id=f"v-{verdict}", viewBox="0 0 16 16")
        for verdict, path in _ICONS.items()
    )
    return element("svg", *drawings, class_="icons", aria_hidden="true")


def icon(verdict: Verdict) -> Html:
    """The verdict as a drawing."""
    return element("svg", element("use", href=f"#v-{verdict}"), class_="icon", aria_hidden="true")


def badge(verdict: Verdict) -> Html:
    """The verdict as a drawing and a word."""
    return element("span", icon(verdict), line(verdict_word(verdict)), class_=f"badge {verdict}")


def negations(verification: Verification) -> list[Html]:
    """Each change by a "not", in a line: "negation: “not” is missing in the article"."""
    return [_told(change) for change in verification.changes if change.kind == "negation"]


def reasons(attribution: Attribution, verification: Verification) -> list[Html]:
    """In a line each why a verdict is grave."""
    found = negations(verification)
    if verification.verdict == "misattributed":
        found.append(_other_speaker(attribution, verification))
    if verification.verdict == "not_found":
        found.append(line(VERDICTS["not_found"]))
    return found or [_told(change) for change in verification.changes[:1]]


def comparison(attribution: Attribution, verification: Verification) -> Html:
    """Negations, then the article's words above the source's, with what they do not share marked."""
    v = verification
    notes = [element("p", icon("altered"), told, class_="negation") for told in negations(v)]
    if v.verdict == "misattributed":
        notes.append(element("p", _other_speaker(attribution, v), class_="other"))
    if v.verdict == "paraphrased":
        notes.append(element("p", line("Other words of like meaning: weaker evidence than the same words would be.")))
    if not v.match:
        return joined(*notes, element("p", line("No passage in the sources holds these words.")))
    place = joined(bdi(v.match.source), line(f", line {v.match.line}"))
    speaker = joined(line(", said by "), bdi(v.match.speaker)) if v.match.speaker else NOTHING
    words = element(
        "dl",
        element("dt", line("Article")),
        element("dd", _marked(attribution.content, "article", v.changes)),
        element("dt", line("Source "), element("small", place, speaker)),
        element("dd", _marked([v.match.span], "source", v.changes)),
    )
    return joined(*notes, words)


def _told(change: Change) -> Html:
    kind = line("negation: " if change.kind == "negation" else "")
    if change.article and change.source:
        here, there = _quoted(change.article), _quoted(change.source)
        return joined(kind, here, line(" in the article, "), there, line(" in the source"))
    if change.article:
        return joined(kind, _quoted(change.article), line(" is only in the article"))
    words = _quoted(change.source) if change.source else line("something")
    return joined(kind, words, line(" is missing in the article"))


def _quoted(span: Span) -> Html:
    return joined(line("“"), bdi(span.text), line("”"))


def _other_speaker(attribution: Attribution, verification: Verification) -> Html:
    match = verification.match
    theirs = bdi(match.speaker) if match and match.speaker else line("another")
    ours = bdi(shown_name(attribution.speaker)) if attribution.speaker else line("nobody by name")
    return joined(line("said by "), theirs, line(" in the source, by "), ours, line(" in the article"))


def _marked(spans: Sequence[Span], side: Side, changes: Iterable[Change]) -> Html:
    """The words of the spans, those of the changes in elements of their own."""
    return joined(*(_words(span, side, changes) for span in spans), by=" … ")


def _words(span: Span, side: Side, changes: Iterable[Change]) -> Html:
    parts = []
    for piece, change in pieces(span, side, changes):
        words = line(piece)
        if change:
            negation = "negation" if change.kind == "negation" else None
            words = element("ins" if side == "article" else "del", words, class_=negation)
        parts.append(words)
    return element("bdi", *parts)
