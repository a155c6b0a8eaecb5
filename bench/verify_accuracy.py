"""How many verdicts are right on articles whose quotes were held against their sources by hand: corpus/verify.

And how many of those who speak in the sources are found, where the gold tells it: corpus/layouts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker, Type, Verdict
from quotes.cues import lemma
from quotes.evaluation.matching import overlap
from quotes.scanner import Scanner
from quotes.text.same_name import folded
from quotes.verification import Evidence

GREEN: tuple[Verdict, ...] = ("verbatim", "trimmed")
FAULTS: tuple[Verdict, ...] = ("altered", "misattributed", "out_of_context")


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold attribution with its gold verdict, and the verdict given, None where a scan did not find it.

    said_by: who says it in the source, where the gold tells; speaker: who does as far as was found.
    unsure: whether a person is asked to read it in its context.
    """

    article: str
    words: str
    type: Type
    gold: Verdict
    verdict: Verdict | None
    said_by: str | None = None
    speaker: str | None = None
    unsure: bool = False

    @property
    def ticked(self) -> bool:
        """Whether it is shown with a green tick."""
        return self.verdict in GREEN and not self.unsure

    @property
    def right(self) -> bool:
        return self.gold == self.verdict

    @property
    def heard(self) -> bool:
        """Whether the speaker is found who says it in the source."""
        ours, theirs = folded(self.speaker or "").split(), folded(self.said_by or "").split()
        return bool(ours and theirs) and ours[-1] == theirs[-1]


def judged(folder: Path, *, scan: bool) -> list[Judged]:
    """What is made of the articles in a folder like corpus/verify (its README has the format).

    scan: whether to find the attributions by a scan, and not to take the gold's own with their speakers.
    """
    scanner = Scanner()
    evidence = Evidence.read([folder / "sources"], scanner)
    found = []
    for path in sorted(folder.glob("*.gold.jsonl")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        marked = _article(gold)
        verified = evidence.verify(scanner.scan(gold["text"]) if scan else marked).attributions
        for attribution, record in zip(marked.attributions, gold["attributions"], strict=True):
            if "verdict" in record:
                other = _overlapping(attribution, verified)
                found.append(_judged(gold["id"], attribution, record, other))
    return found


def _judged(article: str, attribution: Attribution, record: dict[str, Any], found: Attribution | None) -> Judged:
    verification = found.verification if found else None
    match = verification.match if verification else None
    return Judged(
        article,
        attribution.words,
        attribution.type,
        record["verdict"],
        found.verdict if found else None,
        record.get("said_by"),
        match.speaker if match else None,
        verification.is_unsure if verification else False,
    )


def by_article(found: Sequence[Judged]) -> str:
    """How many verdicts and speakers are right, by article and in all, in Markdown; of gold that tells who speaks."""
    rows = ["| article | quotes | verdicts right | speakers right |", "| --- | --- | --- | --- |"]
    for name in (*dict.fromkeys(j.article for j in found), "all"):
        these = [j for j in found if name in (j.article, "all")]
        right = 100 * sum(j.right for j in these) / len(these)
        heard = 100 * sum(j.heard for j in these) / len(these)
        rows.append(f"| {name} | {len(these)} | {right:.1f} | {heard:.1f} |")
    return "\n".join(rows)


def table(found: Sequence[Judged]) -> str:
    """How many are right, by verdict and in all, in Markdown; how many faults pass, how many alarms are false."""
    rows = ["| gold | attributions | right | per cent |", "| --- | --- | --- | --- |"]
    for verdict in (*(v for v in get_args(Verdict) if any(j.gold == v for j in found)), "all"):
        these = [j for j in found if verdict in (j.gold, "all")]
        right = sum(j.right for j in these)
        rows.append(f"| {verdict.replace('_', ' ')} | {len(these)} | {right} | {100 * right / len(these):.1f} |")
    ticked = Counter(j.gold for j in found if j.ticked)
    passed = ", ".join(f"{ticked[verdict]} {verdict.replace('_', ' ')}" for verdict in FAULTS)
    rows.append(f"\nwith a green tick: {passed}")
    fair = [j for j in found if j.gold in GREEN]
    called, asked = sum(j.verdict == "out_of_context" for j in fair), sum(j.unsure for j in fair)
    rows.append(f"fair ones called out of context: {called} of {len(fair)}; a person asked to read: {asked}")
    return "\n".join(rows)


def misses(found: Sequence[Judged]) -> str:
    """A line for each that is not right: the verdict of the gold, the one given, and the words."""
    return "\n".join(f"{j.article}: {j.gold}, given {j.verdict}: {j.words}" for j in found if not j.right)


def _article(gold: dict[str, Any]) -> Article:
    text = gold["text"]
    attributions = []
    for number, record in enumerate(gold["attributions"], 1):
        content = tuple(Span.of(text, start, end) for start, end in sorted(record["content"]))
        speaker = Speaker(record["speaker"], record["kind"]) if record.get("speaker") else None
        context = Context(1, 1, content[0])
        cue, source = (_span(text, record.get(role)) for role in ("cue", "source"))
        head = lemma(cue.text) if cue else None
        attributions.append(
            Attribution(number, record["type"], record["act"], content, cue, head, source, speaker, 1.0, context)
        )
    speakers = tuple(dict.fromkeys(a.speaker for a in attributions if a.speaker))
    return Article(gold["id"], None, text, tuple(attributions), speakers)


def _span(text: str, spans: Sequence[Sequence[int]] | None) -> Span | None:
    """The words of the spans and all between them."""
    return Span.of(text, min(s for s, _ in spans), max(e for _, e in spans)) if spans else None


def _overlapping(wanted: Attribution, found: Sequence[Attribution]) -> Attribution | None:
    """The attribution whose content is most like that of the one wanted."""
    best = max(found, key=lambda other: overlap(wanted.content, other.content), default=None)
    return best if best and overlap(wanted.content, best.content) else None
