"""`python -m bench.stories`: whether unnamed people keep their words in stories about somebody who is named.

Each attribution of corpus/stories lists the other parties, whom its words were said to, or about. A command of its
own, since no other evaluation can tell how many attributions were given to one of those.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quotes.article import Article
from quotes.attribution import Span
from quotes.evaluation.corpus import Relation
from quotes.evaluation.matching import overlaps, pairs, same_speaker
from quotes.scanner import Scanner

STORIES = Path(__file__).parent.parent / "corpus" / "stories" / "stories.gold.jsonl"
SURE = 0.5  # a confidence above which no words may be given to another party


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scan made of a gold attribution.

    speaker: the gold's, "" for nobody. others: those whom its words were said to, or about. found: the speaker found,
    "" for nobody, None where the attribution was not found. confidence: 0 to 1, 0 where it was not found.
    """

    story: str
    words: str
    speaker: str
    others: tuple[str, ...]
    found: str | None
    confidence: float = 0.0

    @property
    def right(self) -> bool:
        if self.found and self.speaker:
            return same_speaker(self.speaker, self.found)
        return self.found == self.speaker

    @property
    def misgiven(self) -> bool:
        """Whether the words were given to another party, alone or as one of joint speakers."""
        names = (self.found or "").split(" | ")
        return not self.right and any(same_speaker(other, name) for other in self.others for name in names if name)


def outcomes(gold: dict[str, Any], article: Article) -> Iterator[Outcome]:
    """What was made of each attribution of a story, found where half of the union of both contents is shared."""
    text, attributions = gold["text"], gold["attributions"]
    told = [Relation(tuple(Span.of(text, *span) for span in a["content"])) for a in attributions]
    matched = dict(pairs(overlaps(told, list(map(Relation.of, article.attributions)))))
    for number, attribution in enumerate(attributions):
        words = " … ".join(span.text for span in told[number].content)
        speaker, others = attribution.get("speaker", ""), tuple(attribution.get("others", ()))
        if number not in matched:
            yield Outcome(gold["id"], words, speaker, others, None)
            continue
        ours = article.attributions[matched[number]]
        found = ours.speaker.name if ours.speaker else ""
        yield Outcome(gold["id"], words, speaker, others, found, ours.confidence)


def summary(made: Sequence[Outcome]) -> str:
    """How many speakers are right, and how many attributions were given to another party, surely or not."""
    found = [outcome for outcome in made if outcome.found is not None]
    right = sum(outcome.right for outcome in made)
    misgiven = [outcome for outcome in found if outcome.misgiven]
    return (
        f"{len(made)} attributions, {len(found)} found\n"
        f"speakers right: {_percent(right, len(found))} of those found, {_percent(right, len(made))} of all\n"
        f"given to another party: {len(misgiven)}, "
        f"of them with a confidence above {SURE}: {sum(outcome.confidence > SURE for outcome in misgiven)}"
    )


def miss(outcome: Outcome) -> str:
    """One line on an attribution that went wrong; "!" before it where another party got the words."""
    found = f"{outcome.found or 'nobody'} ({outcome.confidence:.2f})"
    verdict = "not found" if outcome.found is None else found
    mark = "!" if outcome.misgiven else " "
    return f"{mark} {outcome.story}  {verdict} for {outcome.speaker or 'nobody'}: {outcome.words}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.1f} %"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.stories", description=__doc__)
    parser.add_argument("stories", type=Path, nargs="?", default=STORIES, help="a file like corpus/stories has")
    parser.add_argument("--model", type=Path, default=None, help="a model folder (default: what ships)")
    parser.add_argument("--misses", action="store_true", help="print what is wrong, a line each")
    options = parser.parse_args(arguments)
    try:
        stories = [json.loads(line) for line in options.stories.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        parser.error(str(error))
    scanner = Scanner(model=options.model)
    made = [outcome for story in stories for outcome in outcomes(story, scanner.scan(story["text"]))]
    for outcome in made if options.misses else ():
        if not outcome.right:
            print(miss(outcome))
    print(summary(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
