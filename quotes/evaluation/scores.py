"""Counts of what is right, and the figures made of them: precision, recall, F1.

Spans count as the same when they are after what is no letter or digit is trimmed from both ends; nothing else is
forgiven.

    source, cue, content                 spans                    *_char  their characters
    link                                 pairs of a content span and a source span of one attribution
    full                                 attributions: all content spans and the source (the cue does not count)
    quoted                               recall of content spans that hold a double quotation mark
    speaker                              attributions found (`matching.pairs`) with the right speaker's name;
                                         attitudes in the gold are neither asked for nor counted against
    speaker_given_found                  right names among those found; also by form of the gold's source (`forms`)
    act                                  right acts among those found, in articles whose gold tells speakers and acts
    false_quote                          share of the gold's not_quotes that are reported as somebody's direct quote
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt
import regex

from quotes.attribution import Kind, Role, Span
from quotes.evaluation.corpus import Corpus, Relation
from quotes.evaluation.matching import Comparison, same_speaker, trim, trimmed
from quotes.evaluation.quote_types import with_types
from quotes.evaluation.source_forms import FORMS, form_of_source

ROLES: tuple[Role, ...] = ("source", "cue", "content")
NAMES = (
    *ROLES,
    *("link", "full", "quoted", "speaker"),
    *(f"{role}_char" for role in ROLES),
    *("speaker_given_found", "act", "false_quote"),
)
RECALL_ONLY = frozenset({"quoted", "speaker_given_found", "act", "false_quote"})
KINDS = frozenset(get_args(Kind))
NOBODY = "nobody"  # the kind of a speaker who is not told

Interval = tuple[float, float] | None
Floats = npt.NDArray[np.float64]
By = Literal["", "type", "kind", "form"]
Units = Callable[[Relation], Iterable[Hashable]]
GroupOf = Callable[[Relation], str]

_DOUBLE_MARK = regex.compile(r"""["“”«»„]|``|''""")


def _characters(spans: Iterable[Span]) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end)}


# What is counted under each name, and whether it counts once where several attributions have it.
UNITS: Mapping[str, tuple[Units, bool]] = {
    **{role: (attrgetter(role), True) for role in ROLES},
    "source_char": (lambda r: _characters(r.source), True),
    "cue_char": (lambda r: _characters(r.cue), True),
    "content_char": (lambda r: _characters(r.content), True),
    "link": (lambda r: product(r.content, r.source), True),
    "full": (lambda r: [(frozenset(r.source), frozenset(r.content))], False),
}
GROUPED = ("content", "link", "full")


class Key(NamedTuple):
    """What a figure is of: its name, and which attributions it is of, all of them where `by` and `group` are ""."""

    name: str
    by: By = ""
    group: str = ""


class Counts(NamedTuple):
    """How many there are in the gold, how many of these were found; how many were predicted, how many of these right.

    found and right differ only by group: a gold direct quote that is found as a mixed one is found among the direct,
    right among the mixed. predicted is 0 where recall is the figure.
    """

    gold: int
    found: int
    predicted: int = 0
    right: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of every article. counts: articles x keys x 4 (`Counts`)."""

    keys: tuple[Key, ...]
    counts: Floats

    def values(self, counts: Floats) -> Floats:
        """Figures made of counts of the keys, in the last but one axis: F1, or recall where that is all there is.

        nan where the gold has nothing of it.
        """
        gold, found, predicted, right = np.moveaxis(counts, -1, 0)
        recall = np.divide(found, gold, out=np.full_like(gold, np.nan), where=gold > 0)
        precision = right / np.maximum(1, predicted)
        total = precision + recall
        f1 = np.divide(2 * precision * recall, total, out=np.zeros_like(total), where=total > 0)
        recalled = np.array([key.name in RECALL_ONLY for key in self.keys])
        scores: Floats = np.where(recalled | np.isnan(recall), recall, f1)
        return scores


@dataclass(frozen=True, slots=True)
class Score:
    """One figure, 0 to 1.

    value: F1, or recall where `precision` is None (of quoted, speaker_given_found, act and false_quote).
    interval: a bootstrap confidence interval of `value` (`bootstrap.LEVEL`), None of fewer than two articles.
    """

    counts: Counts
    precision: float | None
    recall: float
    value: float
    interval: Interval


def tally(comparisons: Sequence[Comparison], system: Corpus) -> Tally:
    """The counts of articles, for all figures that the gold asks for of what the system tells."""
    speakers, acts = system.tells("speaker"), system.tells("act")
    each = [dict(_counts(comparison, speakers, acts)) for comparison in comparisons]
    order = [*FORMS, *sorted({key.group for counts in each for key in counts} - {*FORMS})]
    every = {key for counts in each for key in counts}
    keys = tuple(sorted(every, key=lambda key: (NAMES.index(key.name), key.by, order.index(key.group))))
    none = Counts(0, 0)
    table = np.array([[counts.get(key, none) for key in keys] for counts in each], dtype=np.float64)
    asked = table[..., 0].sum(axis=0) > 0
    return Tally(tuple(key for key, some in zip(keys, asked, strict=True) if some), table[:, asked])


def _counts(c: Comparison, speakers: bool, acts: bool) -> Iterator[tuple[Key, Counts]]:
    gold, found = (with_types(article.relations, c.text) for article in (c.gold, c.found))
    clean_gold, clean_found = trimmed(gold, c.text), trimmed(found, c.text)
    yield Key("quoted"), _quoted(c, clean_found)
    yield Key("false_quote"), _false_quotes(c)
    pairs: list[tuple[Relation, Relation]] = [(gold[i], found[j]) for i, j in c.pairs]
    if acts and c.tells_speakers:
        right = sum(one.act == other.act for one, other in pairs if one.act)
        yield Key("act"), Counts(sum(one.act is not None for one, _ in pairs), right)
    speakers = speakers and c.tells_speakers
    groupings: dict[By, GroupOf] = {"": lambda r: "", "type": lambda r: r.type or ""}
    if speakers:
        groupings["kind"] = _kind
    for by, group_of in groupings.items():
        for name in GROUPED if by else UNITS:
            for group, counts in _shared(name, clean_gold, clean_found, group_of).items():
                yield Key(name, by, group), counts
        if speakers:
            yield from _speakers(c, gold, found, by, group_of)
    if speakers:
        yield from _forms(c)


def _kind(relation: Relation) -> str:
    if not relation.speaker:
        return NOBODY
    return relation.kind if relation.kind and relation.kind in KINDS else "unknown"


def _shared(name: str, gold: Sequence[Relation], found: Sequence[Relation], group_of: GroupOf) -> dict[str, Counts]:
    """The counts of what `UNITS` has under this name, by group."""
    units, once = UNITS[name]

    def bag(relations: Iterable[Relation]) -> Counter[Hashable]:
        every = [unit for relation in relations for unit in units(relation)]
        return Counter(set(every) if once else every)

    all_gold, all_found = bag(gold), bag(found)
    counts = {}
    for group in {group_of(relation) for relation in (*gold, *found)}:
        asked, told = (bag(r for r in relations if group_of(r) == group) for relations in (gold, found))
        counts[group] = Counts(asked.total(), (asked & all_found).total(), told.total(), (told & all_gold).total())
    return counts


def _quoted(c: Comparison, clean_found: Sequence[Relation]) -> Counts:
    spans = {trim(c.text, s) for r in c.gold.relations for s in r.content if _DOUBLE_MARK.search(s.text)}
    return Counts(len(spans), len(spans & {span for relation in clean_found for span in relation.content}))


def _false_quotes(c: Comparison) -> Counts:
    said = [r for r in c.found.relations if r.type in ("direct", None)]
    places = _characters(span for relation in said for span in relation.content)
    reported = sum(2 * len(places.intersection(range(s.start, s.end))) > s.end - s.start for s in c.gold.not_quotes)
    return Counts(len(c.gold.not_quotes), reported)


def _speakers(
    c: Comparison, gold: Sequence[Relation], found: Sequence[Relation], by: By, group_of: GroupOf
) -> Iterator[tuple[Key, Counts]]:
    pairs = [(i, j) for i, j in c.pairs if i in c.asked]
    right = [(i, j) for i, j in pairs if same_speaker(gold[i].speaker or "", found[j].speaker or "")]
    excused = {j for i, j in c.pairs if i not in c.asked}

    def by_group(relations: Iterable[Relation]) -> Counter[str]:
        return Counter(map(group_of, relations))

    asked, met, named = (by_group(gold[i] for i in some) for some in (c.asked, dict(pairs), dict(right)))
    answered = by_group(r for j, r in enumerate(found) if j not in excused)
    answered_right = by_group(found[j] for _, j in right)
    for group in sorted({group_of(relation) for relation in (*gold, *found)}):
        counts = Counts(asked[group], named[group], answered[group], answered_right[group])
        yield Key("speaker", by, group), counts
        yield Key("speaker_given_found", by, group), Counts(met[group], named[group])


def _forms(c: Comparison) -> Iterator[tuple[Key, Counts]]:
    """Right names among those found, by the form of the gold's source."""
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for gold, found in ((c.gold.relations[i], c.found.relations[j]) for i, j in c.pairs if i in c.asked):
        speaker = gold.speaker or ""
        form = form_of_source(" ".join(span.text for span in gold.source), speaker, gold.kind)
        right[form].append(same_speaker(speaker, found.speaker or ""))
    for group, answers in right.items():
        yield Key("speaker_given_found", "form", group), Counts(len(answers), sum(answers))


def scores(tally: Tally, intervals: Sequence[Interval]) -> dict[Key, Score]:
    """The figure of each key over all articles, with its interval."""
    sums = tally.counts.sum(axis=0)
    found: dict[Key, Score] = {}
    for key, row, value, interval in zip(tally.keys, sums, tally.values(sums), intervals, strict=True):
        counts = Counts(*map(int, row))
        precision = None if key.name in RECALL_ONLY else counts.right / max(1, counts.predicted)
        found[key] = Score(counts, precision, counts.found / counts.gold, float(value), interval)
    return found
