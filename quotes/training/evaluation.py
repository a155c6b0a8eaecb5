"""How well speakers are resolved: by kind where the spans are given, and how far confidence can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from quotes.article import Article
from quotes.attribution import Span
from quotes.evaluation.corpus import Relation
from quotes.evaluation.matching import overlaps, pairs, same_speaker
from quotes.evaluation.source_forms import FORMS, Form, form_of_source
from quotes.resolve import Resolver
from quotes.tagging.links import Links
from quotes.tagging.tagger import Tags
from quotes.training.data import Gold
from quotes.training.gold import Marked

KINDS = ("person", "organization", "group", "document", "anonymous", "unknown", "nobody")
PARTS = ("links", "descriptions", "pronouns")
BINS = 10


@dataclass(frozen=True)
class Answer:
    """Who speaks in a gold attribution, and who was found to; "" for nobody. `source` as the text words it.

    form: of the source, see `quotes.evaluation.source_forms`.
    """

    article: str
    kind: str
    source: str
    speaker: str
    found: str
    form: Form

    @property
    def right(self) -> bool:
        return same_speaker(self.speaker, self.found) if self.speaker else not self.found


def answers(articles: Sequence[Marked], resolver: Resolver) -> list[Answer]:
    """Whom we find for each attribution of articles whose spans are given."""
    return [answer for article in articles for answer in _answers(article, resolver)]


def _answers(article: Marked, resolver: Resolver) -> Iterator[Answer]:
    found = resolver.resolve(article.article, article.tags, article.text)
    for told, ours in zip(article.attributions, found.attributions, strict=True):
        speaker, kind = told.get("speaker") or "", told.get("kind", "unknown")
        source = ours.source.text if ours.source else ""
        yield Answer(
            article.gold["id"],
            kind if speaker else "nobody",
            source,
            speaker,
            ours.speaker.name if ours.speaker else "",
            form_of_source(source, speaker, kind),
        )


def table(found: Sequence[Answer]) -> str:
    """Right and wrong answers by kind of speaker and by form of source, in Markdown."""
    rows = [("all", found)]
    rows += [(kind, [a for a in found if a.kind == kind]) for kind in KINDS]
    rows += [(f"source: {form}", [a for a in found if a.form == form and a.speaker]) for form in FORMS]
    lines = ["| | attributions | right | wrong, per cent |", "| --- | --- | --- | --- |"]
    for name, part in rows:
        if part:
            right = sum(answer.right for answer in part)
            lines.append(f"| {name} | {len(part)} | {right} | {100 - 100 * right / len(part):.1f} |")
    return "\n".join(lines)


def without(part: str, tags: Tags) -> Tags:
    """What resolution reads, without one of its PARTS."""
    empty = {"links": Links.none(), "descriptions": (), "pronouns": ()}[part]
    return Tags(**{**{name: getattr(tags, name) for name in Tags.__slots__}, part: empty})


def verdicts(gold: Gold, found: Article) -> list[bool]:
    """For each attribution found whether it is right: its content is half of the union with a gold one's, at least,
    each gold one given once, and its speaker is that one's."""
    theirs = [Relation(tuple(Span.of(found.text, *span) for span in a["content"])) for a in gold["attributions"]]
    right = [False] * len(found.attributions)
    for i, j in pairs(overlaps(theirs, list(map(Relation.of, found.attributions)))):
        speaker = found.attributions[j].speaker
        told = gold["attributions"][i].get("speaker") or ""
        right[j] = same_speaker(told, speaker.name) if speaker and told else not speaker and not told
    return right


def calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """The expected calibration error, 0 to 1 (Naeini et al., AAAI 2015): over BINS bins of equal width, how far the
    mean confidence is from the share that is right, weighed by the number of attributions in the bin."""
    return sum(count * abs(mean - share) for _, count, mean, share in calibration_curve(sure, right)) / max(
        1, len(sure)
    )


def calibration_curve(sure: Sequence[float], right: Sequence[bool]) -> list[tuple[str, int, float, float]]:
    """For each bin that is not empty its bounds, how many fall in it, their mean confidence, the share right."""
    bins = [min(BINS - 1, int(p * BINS)) for p in sure]
    found = []
    for number, count in sorted(Counter(bins).items()):
        inside = [i for i, b in enumerate(bins) if b == number]
        mean, share = np.mean([sure[i] for i in inside]), np.mean([right[i] for i in inside])
        found.append((f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}", count, float(mean), float(share)))
    return found
