"""What is found, and who says it there, to a verdict."""

from __future__ import annotations

from dataclasses import dataclass

from quotes.attribution import Change, Match, Setting, Verdict, Verification
from quotes.verification.paraphrases import LEAST_SIMILARITY, NEAR
from quotes.verification.verdicts import Finding

SAME_WORDS = ("verbatim", "trimmed")
_ORDER: tuple[Verdict, ...] = (
    *("not_found", "paraphrased", "altered", "misattributed", "out_of_context", "trimmed", "verbatim"),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, who says it in the document, and whether that is the article's speaker (None: nothing tells).

    setting: why whoever says it does not assert it, where they do not.
    """

    finding: Finding
    speaker: str | None
    agrees: bool | None
    setting: Setting | None = None

    @property
    def verdict(self) -> Verdict:
        """The finding's, but that the same words of another are misattributed, and not near enough is not found."""
        found = self.finding
        if found.verdict == "altered" and found.reported and self.agrees is False:
            return "not_found"
        if found.verdict == "paraphrased":
            if found.similarity < LEAST_SIMILARITY[self.agrees]:
                return "not_found"
            return "misattributed" if self.agrees is False else "altered" if self.setting else "paraphrased"
        if found.verdict in SAME_WORDS:
            bent = self.setting is not None and self.setting.sure
            return "misattributed" if self.agrees is False else "out_of_context" if bent else found.verdict
        return found.verdict

    def verification(self, match: Match) -> Verification:
        """What the attribution is given; match: where the finding stands."""
        found = self.finding
        if self.verdict == "not_found":
            nearest = match if found.similarity >= NEAR else None
            return Verification("not_found", round(found.similarity, 3), nearest=nearest)
        setting, changes = self.setting, found.changes
        if found.reported and setting and self.verdict == "altered":
            changes = (Change("limit", None, setting.cue),)
        context = setting if self.verdict in (*SAME_WORDS, "out_of_context") else None
        return Verification(self.verdict, round(found.similarity, 3), match, changes, context)

    @property
    def rank(self) -> tuple[bool, int, bool, float]:
        """The higher, the better; what the speaker says in other words comes before what others say in the same.

        Of what is told in other words the nearest passage counts, whether it agrees or not.
        """
        near = self.finding.reported and self.verdict in ("paraphrased", "altered")
        place = _ORDER.index("paraphrased" if near else self.verdict)
        return near and self.agrees is True, place, self.agrees is True, self.finding.score
