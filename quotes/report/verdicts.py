"""The verdicts, the gravest first: how each is shown and told, and which ask to be looked at first."""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style

from quotes.attribution import Attribution, Verdict, Verification


class Look(NamedTuple):
    """How a verdict is shown: its sign and its style on a terminal, and in a few words what it means."""

    sign: str
    style: Style
    meaning: str


_WRONG = Style(color="red", bold=True)
LOOKS: dict[Verdict, Look] = {
    "altered": Look("✗", _WRONG, "words were changed"),
    "misattributed": Look("✗", _WRONG, "said by another in the source"),
    "out_of_context": Look("✗", _WRONG, "not asserted where it stands in the source"),
    "not_found": Look("?", Style(color="yellow", bold=True), "no such passage in the sources"),
    "trimmed": Look("✓", Style(color="green", dim=True), "words were left out"),
    "paraphrased": Look("≈", Style(color="blue"), "close to a passage, weaker evidence"),
    "verbatim": Look("✓", Style(color="green"), "word for word"),
}
UNSURE = Look("?", Style(color="yellow", bold=True), "read whether the speaker asserts it there")
_ORDER: tuple[Verdict, ...] = tuple(LOOKS)
_GRAVE = 4  # of them ask to be looked at first


def look(found: Verification) -> Look:
    """How what verification found is shown: as its verdict, but without a tick where a person is to read it."""
    return UNSURE if found.is_unsure else LOOKS[found.verdict]


def rank(attribution: Attribution) -> int:
    """Where the attribution stands when all are sorted by verdict: negations first, what was not checked last."""
    v = attribution.verification
    if not v:
        return 2 * len(_ORDER)
    if any(change.kind == "negation" for change in v.changes):
        return 0
    if v.is_unsure:
        return _GRAVE
    # That nobody wrote down what is told in other words says little.
    later = len(_ORDER) if v.verdict == "not_found" and attribution.type == "indirect" else 0
    return 1 + _ORDER.index(v.verdict) + later


def is_grave(attribution: Attribution) -> bool:
    """Whether a fact-checker should look at it first."""
    return rank(attribution) <= _GRAVE
