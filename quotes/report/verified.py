"""What verification found, as lines of text: the verdict, and the article's words beside the source's.

Words that the article changed or put in are struck in the one and those that it left out in the other; where there is
nothing but characters, as in a file, [-these-] are the source's and {+these+} the article's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Literal

from rich.style import Style
from rich.table import Table
from rich.text import Text

from quotes.attribution import Attribution, Change, Match, Reason, Span, Verdict, Verification
from quotes.report.visible import visible
from quotes.text.callings import shown_name

_STYLES: dict[Verdict, Style] = {
    "verbatim": Style(color="green"),
    "trimmed": Style(color="green", dim=True),
    "paraphrased": Style(color="blue"),
    "altered": Style(color="red", bold=True),
    "misattributed": Style(color="red", bold=True),
    "out_of_context": Style(color="red", bold=True),
    "not_found": Style(color="yellow", bold=True),
}
_SIGNS: dict[Verdict, str] = {
    "verbatim": "✓",
    "trimmed": "✓",
    "paraphrased": "≈",
    "altered": "✗",
    "misattributed": "✗",
    "out_of_context": "✗",
    "not_found": "?",
}
REASONS: dict[Reason, str] = {
    "negation": "the source denies it",
    "doubt": "the source doubts it",
    "condition": "the source says it on a condition",
    "question": "the source asks it",
    "reported": "the source tells that others say it",
    "withdrawn": "the source no longer holds it",
    "limited": "the source limits it",
}
Side = Literal["article", "source"]
_DIFFERENT: dict[Side, tuple[tuple[str, str], Style]] = {
    "article": (("{+", "+}"), Style(color="red", bold=True, underline=True)),
    "source": (("[-", "-]"), Style(color="green", bold=True, strike=True)),
}
_DIM = Style(dim=True)


def verdict_word(verdict: Verdict) -> str:
    """The verdict as people write it."""
    return verdict.replace("_", " ")


def verified(attribution: Attribution, verification: Verification, *, marked: bool) -> Table:
    """Rows for the verdict, and for the article's and the source's words where they differ.

    marked: whether changes are told by marks instead of by styles.
    """
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(width=12, justify="right")
    rows.add_column(overflow="fold")
    for head, words in _rows(attribution, verification, marked):
        rows.add_row(head, words)
    return rows


def _rows(attribution: Attribution, verification: Verification, marked: bool) -> list[tuple[Text, Text]]:
    found = verification
    sign = Text(_SIGNS[found.verdict], _STYLES[found.verdict])
    reason = why(attribution, found)
    verdict = Text(verdict_word(found.verdict), _STYLES[found.verdict]).append(f": {reason}" if reason else "", _DIM)
    if found.match is None:
        return [(sign, verdict)]
    rows = [(sign, verdict.append(f" · {_place(found.match)}", _DIM))]
    theirs = _beside(found.match, found.changes, marked)
    if not found.changes:
        return [*rows, (Text("source", _DIM), theirs)]
    ours = _words(attribution.content, "article", found.changes, marked)
    return [*rows, (Text("article", _DIM), ours), (Text("source", _DIM), theirs)]


def _beside(match: Match, changes: Sequence[Change], marked: bool) -> Text:
    """The source's sentence with those before and after it."""
    whole = Text(f"{visible(match.before.text)} " if match.before else "", _DIM)
    whole = Text().append(whole).append(_words([match.sentence or match.span], "source", changes, marked))
    return whole.append(f" {visible(match.after.text)}" if match.after else "", _DIM)


def why(attribution: Attribution, found: Verification) -> str:
    """In words why a verdict is what it is; nothing of words that stand in the source as they are."""
    match found.verdict:
        case "verbatim":
            return ""
        case "not_found":
            return "no source has it"
        case "paraphrased":
            return f"{found.similarity:.0%} alike, weaker evidence than the same words"
        case "misattributed":
            ours = shown_name(attribution.speaker) if attribution.speaker else "nobody"
            theirs = (found.match.speaker if found.match else None) or "somebody else"
            return f"said by {visible(theirs)}, not by {visible(ours)}"
        case "out_of_context" if found.context:
            return f"{REASONS[found.context.reason]}: “{visible(found.context.cue.text)}”"
    missing = sum(part.verification.verdict == "not_found" for part in found.parts)
    if missing:
        return f"{missing} of {len(found.parts)} parts in no source"
    told = f"{found.similarity:.0%} of it is in the source"
    return changed(found.changes[0]) if found.changes else told if found.verdict == "altered" else ""


def changed(change: Change) -> str:
    """A change in words."""
    if change.kind == "reordered":
        return "sentences in another order than said"
    if change.article is None:
        return f"the article leaves out “{visible(change.source.text if change.source else '')}”"
    if change.source is None:
        return f"the article puts in “{visible(change.article.text)}”"
    return f"“{visible(change.source.text)}” became “{visible(change.article.text)}”"


def _place(match: Match) -> str:
    speaker = f", {visible(match.speaker)}" if match.speaker else ""
    return f"{visible(match.source)}, line {match.line}{speaker}"


def pieces(span: Span, side: Side, changes: Iterable[Change]) -> Iterator[tuple[str, Change | None]]:
    """The words of a span in pieces, each with the change that it is, on this side of the comparison."""
    sides = ((getattr(change, side), change) for change in changes)
    changed = sorted((((own.start, own.end, change.kind), change) for own, change in sides if own), key=itemgetter(0))
    place = span.start
    for (start, end, _), change in changed:
        start, end = max(start, place), min(end, span.end)
        if start < end:
            yield span.text[place - span.start : start - span.start], None
            yield span.text[start - span.start : end - span.start], change
            place = end
    yield span.text[place - span.start :], None


def _words(spans: Sequence[Span], side: Side, changes: Iterable[Change], marked: bool) -> Text:
    """The words of the spans in a line, with those of the changes told apart."""
    (before, after), style = _DIFFERENT[side]
    words = Text(style="")
    for span in spans:
        words.append(" … " if words else "")
        for piece, change in pieces(span, side, changes):
            shown = visible(piece)
            if change:
                words.append(f"{before}{shown}{after}" if marked else shown, style)
            else:
                words.append(shown)
    return words
