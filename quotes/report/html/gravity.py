"""Which verdicts ask to be looked at first."""

from __future__ import annotations

from quotes.attribution import Attribution, Verdict

MEANINGS: dict[Verdict, str] = {  # the gravest first
    "altered": "words were changed",
    "misattributed": "said by another in the source",
    "out_of_context": "not asserted where it stands in the source",
    "not_found": "no such passage in the sources",
    "trimmed": "words were left out",
    "paraphrased": "close to a passage, weaker evidence",
    "verbatim": "word for word",
}
_ORDER: tuple[Verdict, ...] = tuple(MEANINGS)
_GRAVE = 4  # of them ask to be looked at first


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
