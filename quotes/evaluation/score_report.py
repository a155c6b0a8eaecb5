"""An evaluation as a table to read or as JSON, and the run of `quotes evaluate`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from rich.style import Style
from rich.table import Table
from rich.text import Text

from quotes.attribution_json import span_dict
from quotes.evaluation.bootstrap import LEVEL, Difference
from quotes.evaluation.corpus import Relation
from quotes.evaluation.corpus_files import read
from quotes.evaluation.evaluate import Evaluation, evaluate
from quotes.evaluation.misses import Cause, Miss
from quotes.evaluation.scores import NAMES, RECALL_ONLY, Key, Score
from quotes.evaluation.source_forms import FORMS
from quotes.report.json import to_json
from quotes.report.page import BOLD, DIM, ROLE_MARKS, ROLE_STYLES, Page, counted
from quotes.report.visible import visible

Interval = tuple[float, float] | None

_GROUPED = ("content", "link", "full", "speaker")
_CAUSES: Mapping[Cause, str] = {
    "missed": "missed: nothing found overlaps it; the longest first",
    "spurious": "spurious: nothing in the gold overlaps it; the surest first",
    "boundary": "boundary: the content, or the source, begins or ends elsewhere; the farthest off first",
    "speaker": "wrong speaker; the surest first",
    "source": "wrong source link: other words are marked as the source, or none; the surest first",
}
_LONGEST = 240  # characters of a span that are shown
_ENDING = 60  # of them, from its end


def run(
    gold: Path,
    pred: Path,
    *,
    against: Path | None,
    format: str,
    errors: int,
    out: IO[str],
    tell: Callable[[str], None] | None = None,
) -> int:
    """Evaluates files or folders, prints what comes of it, and returns the exit status.

    against: another system's predictions, or None. format: "table" or "json". errors: how many misses of each cause
    to print. out: where to. tell: is given a sentence about what is wrong (by default it goes to standard error).
    0: all is well; 1: something could not be read or does not fit, or ids are on one side only (which is told, and
    the rest evaluated).
    """
    tell = tell or _tell
    try:
        evaluation = evaluate(read(gold), read(pred), against=read(against) if against else None, strict=False)
    except ValueError as error:
        tell(str(error))
        return 1
    except OSError as error:
        tell(f"{error.filename}: {(error.strerror or str(error)).lower()}; check the name")
        return 1
    for problem in evaluation.problems:
        tell(problem)
    if format == "json":
        out.write(to_json(to_dict(evaluation, errors=errors), indent=2) + "\n")
    else:
        write_table(evaluation, out, errors=errors)
    return 1 if evaluation.problems else 0


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
        "by_type": {group: _scores(scores) for group, scores in evaluation.by("type").items()},
        "by_kind": {group: _scores(scores) for group, scores in evaluation.by("kind").items()},
        "by_form": {group: _scores(scores) for group, scores in _forms(evaluation).items()},
        "signature": str(evaluation.signature),
    }
    if evaluation.against:
        record["against"] = {key.name: _difference(d) for key, d in evaluation.differences.items() if not key.by}
    if errors:
        record["errors"] = {
            cause: {"count": len(found), "worst": [_miss(miss) for miss in found[:errors]]}
            for cause, found in evaluation.misses.items()
        }
    return record


def write_table(
    evaluation: Evaluation, out: IO[str], *, errors: int = 0, width: int | None = None, color: bool = True
) -> None:
    """The evaluation to read in a terminal, plain text in a file.

    errors: how many misses of each cause to print, the worst first. width, color: as `Page.on` takes them.
    """
    page = Page.on(out, width, color=color)
    page.print(_heading(evaluation), Text(), _overall(evaluation))
    if any(name in RECALL_ONLY for name in _present(evaluation)):
        page.print(Text(), _shares(evaluation))
    for title, groups in (("type of quote", evaluation.by("type")), ("kind of speaker", evaluation.by("kind"))):
        if groups:
            page.print(Text(), _groups(title, groups))
    if _forms(evaluation):
        page.print(Text(), _wrong_by_form(_forms(evaluation)))
    if evaluation.against:
        page.print(Text(), _against(evaluation))
    for cause, found in evaluation.misses.items():
        if found[:errors]:
            _print_misses(page, cause, found, errors)
    page.print(Text())
    out.write(f"{evaluation.signature}\n")  # in one line, however long


def _tell(message: str) -> None:
    print(f"quotes: {visible(message)}", file=sys.stderr)


def _heading(e: Evaluation) -> Text:
    text = Text(f"{visible(e.predicted)} by {visible(e.gold)}: ", BOLD)
    text.append(f"{counted(e.articles, 'article')}, {counted(e.attributions, 'attribution')}, {e.found} predicted")
    return text.append(f"\nthe other: {visible(e.against)}") if e.against else text


def _overall(e: Evaluation) -> Table:
    table = _table("", "precision", "recall", "F1", f"{LEVEL} % interval", "gold", "predicted")
    for name in _present(e):
        f = e[name]
        if f.precision is not None:
            rates = (_percent(f.precision), _percent(f.recall), Text(_percent(f.value), BOLD))
            counts = (f"{f.counts.gold:,}", f"{f.counts.predicted:,}")
            table.add_row(name, *rates, _range(f.interval, _percent), *counts)
    return table


def _shares(e: Evaluation) -> Table:
    """The figures that are a share of what the gold has."""
    table = _table("", "share", f"{LEVEL} % interval", "of")
    for name in _present(e):
        if name in RECALL_ONLY:
            f = e[name]
            table.add_row(name, Text(_percent(f.value), BOLD), _range(f.interval, _percent), f"{f.counts.gold:,}")
    return table


def _present(e: Evaluation) -> list[str]:
    return [name for name in NAMES if Key(name) in e.scores]


def _groups(title: str, groups: Mapping[str, Mapping[str, Score]]) -> Table:
    """F1 by group, and below each its interval."""
    table = _table(title, *(f"{name} F1" for name in _GROUPED), "gold")
    for group, scores in groups.items():
        cells = [_with_interval(scores.get(name)) for name in _GROUPED]
        gold = scores["full"].counts.gold if "full" in scores else 0
        table.add_row(visible(group), *cells, f"{gold:,}")
    return table


def _forms(e: Evaluation) -> dict[str, Mapping[str, Score]]:
    """The figures by form of source, the plainest form first."""
    groups = e.by("form")
    return {form: groups[form] for form in FORMS if form in groups}


def _wrong_by_form(groups: Mapping[str, Mapping[str, Score]]) -> Table:
    """How many speakers are wrong where the attribution is found, by form of source."""
    table = _table("form of source", "wrong speaker %", f"{LEVEL} % interval", "of")
    for form, scores in groups.items():
        score = scores["speaker_given_found"]
        wrong = Text(_percent(1 - score.value), BOLD)
        interval = (1 - score.interval[1], 1 - score.interval[0]) if score.interval else None
        table.add_row(form, wrong, _range(interval, _percent), f"{score.counts.gold:,}")
    return table


def _with_interval(score: Score | None) -> Text:
    if score is None:
        return Text("-")
    shown = Text(_percent(score.value))
    return shown.append(f"\n{_range(score.interval, _percent)}", DIM) if score.interval else shown


def _against(e: Evaluation) -> Table:
    table = _table("F1, or share", "this", "other", "difference", f"{LEVEL} % interval", "p")
    for name in _present(e):
        difference = e.differences.get(Key(name))
        if difference:
            table.add_row(
                name,
                _percent(e[name].value),
                _percent(difference.value),
                _signed(difference.difference),
                _range(difference.interval, _signed),
                "-" if difference.p is None else f"{difference.p:.3f}",
            )
    return table


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=DIM)
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", overflow="fold")
    return table


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


def _percent(share: float) -> str:
    return f"{round(100 * share, 1):.1f}"


def _signed(share: float) -> str:
    return f"{round(100 * share, 1) + 0.0:+.1f}"


def _range(interval: Interval, number: Callable[[float], str]) -> str:
    return f"{number(interval[0])} to {number(interval[1])}" if interval else "-"


def _scores(scores: Mapping[str, Score]) -> dict[str, Any]:
    present = [name for name in NAMES if name in scores]
    return {
        **{name: _score(name, scores[name]) for name in present},
        "counts": {name: scores[name].counts._asdict() for name in present},
        "intervals": {name: _rounded(scores[name].interval) for name in present},
    }


def _score(name: str, score: Score) -> dict[str, float | int] | float:
    recall = round(100 * score.recall, 1)
    if score.precision is not None:
        precision, f1 = round(100 * score.precision, 1), round(100 * score.value, 1)
        return {"precision": precision, "recall": recall, "f1": f1, "gold": score.counts.gold}
    return {"recall": recall, "gold": score.counts.gold} if name == "quoted" else recall


def _difference(d: Difference) -> dict[str, Any]:
    return {
        "value": round(100 * d.value, 1),
        "difference": round(100 * d.difference, 1),
        "interval": _rounded(d.interval),
        "p": None if d.p is None else round(d.p, 4),
    }


def _rounded(interval: Interval) -> list[float] | None:
    return [round(100 * bound, 1) for bound in interval] if interval else None


def _miss(miss: Miss) -> dict[str, Any]:
    return {
        "article": miss.article,
        "line": miss.line,
        "gold": _relation(miss.gold),
        "predicted": _relation(miss.found),
    }


def _relation(r: Relation | None) -> dict[str, Any] | None:
    if r is None:
        return None
    spans: dict[str, Any] = {role: [span_dict(span) for span in spans] for role, spans in r.roles.items()}
    return {**spans, "speaker": r.speaker, "confidence": r.confidence}
