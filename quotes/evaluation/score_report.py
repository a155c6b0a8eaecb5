"""An evaluation as a table to read, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from rich.style import Style
from rich.table import Table
from rich.text import Text

from quotes.evaluation.bootstrap import LEVEL, Difference
from quotes.evaluation.corpus import Relation
from quotes.evaluation.evaluate import Evaluation
from quotes.evaluation.misses import Cause, Miss
from quotes.evaluation.scores import NAMES, By, Interval, Key, Score
from quotes.json_shape import span_dict
from quotes.report.page import BOLD, DIM, ROLE_MARKS, ROLE_STYLES, Page, counted
from quotes.report.visible import visible

_GROUPS: Mapping[By, str] = {"type": "type of quote", "kind": "kind of speaker", "form": "form of source"}
_GROUPED = ("content", "link", "full", "speaker")
_INTERVAL = f"{LEVEL} % interval"
_CAUSES: Mapping[Cause, str] = {
    "missed": "missed: nothing found overlaps it; the longest first",
    "spurious": "spurious: nothing in the gold overlaps it; the surest first",
    "boundary": "boundary: the content, or the source, begins or ends elsewhere; the farthest off first",
    "speaker": "wrong speaker; the surest first",
    "source": "wrong source link: other words are marked as the source, or none; the surest first",
}
_LONGEST = 240  # characters of a span that are shown
_ENDING = 60  # of them, from its end


def to_dict(evaluation: Evaluation, *, errors: int = 0) -> dict[str, Any]:
    """The evaluation as JSON values; figures in per cent with one decimal.

    articles, missing_articles, and a key for each figure: precision, recall, f1 and how many the gold has; quoted has
    recall alone; speaker_given_found, act and false_quote are numbers. counts and intervals have the same keys, as do
    the groups in by_type, by_kind and by_form (of the source: speaker_given_found alone), which have counts and
    intervals of their own. against: for each figure the other system's, the difference, its interval and p.
    errors: of each cause how many, and the worst of them.
    """
    record: dict[str, Any] = {
        "articles": evaluation.articles,
        "missing_articles": len(evaluation.missing),
        **_scores({key.name: f for key, f in evaluation.scores.items() if not key.by}),
        **{f"by_{by}": {group: _scores(scores) for group, scores in evaluation.by(by).items()} for by in _GROUPS},
        "signature": evaluation.signature,
    }
    if evaluation.against:
        record["against"] = {key.name: _difference(d) for key, d in evaluation.differences.items() if not key.by}
    if errors:
        record["errors"] = {
            cause: {"count": len(found), "worst": [_miss(miss) for miss in found[:errors]]}
            for cause, found in evaluation.misses.items()
        }
    return record


def write_table(evaluation: Evaluation, out: IO[str], *, errors: int = 0) -> None:
    """The evaluation to read in a terminal, plain text in a file; of each cause the `errors` worst misses."""
    page = Page.on(out)
    page.print(_heading(evaluation))
    for table in _tables(evaluation):
        page.print(Text(), table)
    for cause, found in evaluation.misses.items():
        if found[:errors]:
            _print_misses(page, cause, found, errors)
    page.print(Text())
    out.write(f"{evaluation.signature}\n")  # in one line, however long


def _heading(e: Evaluation) -> Text:
    text = Text(f"{visible(e.predicted)} by {visible(e.gold)}: ", BOLD)
    text.append(f"{counted(e.articles, 'article')}, {counted(e.attributions, 'attribution')}, {e.found} predicted")
    return text.append(f"\nthe other: {visible(e.against)}") if e.against else text


def _tables(e: Evaluation) -> Iterator[Table]:
    scores = {name: e[name] for name in NAMES if Key(name) in e.scores}
    rates = [
        (name, _percent(s.precision), _percent(s.recall), *_value(s), f"{s.counts.gold:,}", f"{s.counts.predicted:,}")
        for name, s in scores.items()
        if s.precision is not None
    ]
    yield _table(("", "precision", "recall", "F1", _INTERVAL, "gold", "predicted"), rates)
    shares = [(name, *_value(s), f"{s.counts.gold:,}") for name, s in scores.items() if s.precision is None]
    if shares:
        yield _table(("", "share", _INTERVAL, "of"), shares)
    for by in ("type", "kind"):
        if groups := e.by(by):
            heads = (_GROUPS[by], *(f"{name} F1" for name in _GROUPED), "gold")
            yield _table(heads, [_by_group(group, scores) for group, scores in groups.items()])
    if forms := e.by("form"):
        wrong = [_wrong(form, scores["speaker_given_found"]) for form, scores in forms.items()]
        yield _table((_GROUPS["form"], "wrong speaker %", _INTERVAL, "of"), wrong)
    if e.against:
        compared = [(n, _percent(s.value), *_compared(e.differences[Key(n)])) for n, s in scores.items()]
        yield _table(("F1, or share", "this", "other", "difference", _INTERVAL, "p"), compared)


def _table(heads: Sequence[str], rows: Iterable[Iterable[str | Text]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=DIM)
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def _value(score: Score) -> tuple[Text, str]:
    return Text(_percent(score.value), BOLD), _range(score.interval)


def _by_group(group: str, scores: Mapping[str, Score]) -> Iterator[str | Text]:
    """F1 of the figures of a group, and below each its interval."""
    yield visible(group)
    for score in map(scores.get, _GROUPED):
        shown = Text(_percent(score.value) if score else "-")
        yield shown.append(f"\n{_range(score.interval)}", DIM) if score and score.interval else shown
    yield f"{scores['full'].counts.gold if 'full' in scores else 0:,}"


def _wrong(form: str, score: Score) -> tuple[str | Text, ...]:
    """How many speakers are wrong where the attribution is found."""
    interval = (1 - score.interval[1], 1 - score.interval[0]) if score.interval else None
    return form, Text(_percent(1 - score.value), BOLD), _range(interval), f"{score.counts.gold:,}"


def _compared(d: Difference) -> tuple[str, ...]:
    p = "-" if d.p is None else f"{d.p:.3f}"
    return _percent(d.value), _percent(d.difference, "+"), _range(d.interval, "+"), p


def _print_misses(page: Page, cause: Cause, found: Sequence[Miss], limit: int) -> None:
    shown = found[:limit]
    page.print(Text(), Text(_CAUSES[cause], BOLD).append(f" ({len(shown)} of {len(found):,})", Style(bold=False)))
    for miss in shown:
        page.print(Text(), *_shown(miss, page))


def _shown(miss: Miss, page: Page) -> Iterator[Text | Table]:
    first = miss.gold or miss.found
    if first:
        place = f"{first.content[0].start} to {first.content[-1].end}, line {miss.line}"
        yield Text(f"  {visible(miss.article)}, {place}")
    sides = Table.grid(padding=(0, 2, 0, 0))
    sides.add_column(width=9, justify="right")
    sides.add_column(overflow="fold")
    for name, relation in (("gold", miss.gold), ("predicted", miss.found)):
        if relation:
            sides.add_row(Text(name, DIM), _words(relation, page))
    yield sides


def _words(relation: Relation, page: Page) -> Text:
    """An attribution's spans in text order, marked as what they are, and its speaker."""
    spans = sorted((span, role) for role, spans in relation.roles.items() for span in spans)
    shown = Text()
    end = spans[0][0].start
    for span, role in spans:
        shown.append(" … " if span.start > end + 1 else " " if shown else "")
        end = max(end, span.end)
        opening, closing = ROLE_MARKS[role] if page.marked else ("", "")
        shown.append(f"{opening}{_shortened(visible(span.text))}{closing}", ROLE_STYLES[role])
    if relation.speaker is not None:
        shown.append(f"\nspeaker: {visible(relation.speaker) or '-'}", DIM)
    return shown


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - _ENDING]} … {text[-_ENDING:]}"


def _percent(share: float, sign: str = "") -> str:
    return f"{_rounded(share):{sign}.1f}"


def _range(interval: Interval, sign: str = "") -> str:
    return f"{_percent(interval[0], sign)} to {_percent(interval[1], sign)}" if interval else "-"


def _rounded(share: float) -> float:
    return round(100 * share, 1) + 0.0  # which makes -0.0 0.0


def _bounds(interval: Interval) -> list[float] | None:
    return list(map(_rounded, interval)) if interval else None


def _scores(scores: Mapping[str, Score]) -> dict[str, Any]:
    present = [name for name in NAMES if name in scores]
    return {
        **{name: _score(name, scores[name]) for name in present},
        "counts": {name: scores[name].counts._asdict() for name in present},
        "intervals": {name: _bounds(scores[name].interval) for name in present},
    }


def _score(name: str, score: Score) -> dict[str, float | int] | float:
    recall, gold = _rounded(score.recall), score.counts.gold
    if score.precision is not None:
        return {"precision": _rounded(score.precision), "recall": recall, "f1": _rounded(score.value), "gold": gold}
    return {"recall": recall, "gold": gold} if name == "quoted" else recall


def _difference(d: Difference) -> dict[str, Any]:
    p = None if d.p is None else round(d.p, 4)
    return {
        "value": _rounded(d.value),
        "difference": _rounded(d.difference),
        "interval": _bounds(d.interval),
        "p": p,
    }


def _miss(miss: Miss) -> dict[str, Any]:
    sides = {"gold": _relation(miss.gold), "predicted": _relation(miss.found)}
    return {"article": miss.article, "line": miss.line, **sides}


def _relation(r: Relation | None) -> dict[str, Any] | None:
    if r is None:
        return None
    spans: dict[str, Any] = {role: list(map(span_dict, spans)) for role, spans in r.roles.items()}
    return {**spans, "speaker": r.speaker, "confidence": r.confidence}
