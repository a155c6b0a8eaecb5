"""What stands around words in a source: whether the speaker asserts them there (Saurí & Pustejovsky, 2009).

"I do not think that the dam is safe" has the words "the dam is safe", and nobody says so. The words of the sentence
before and after them tell: by lists, by who is the source of what, which the attribution model knows, and by what a
network has learned of how far speakers commit themselves. What it alone says is not sure: a person is to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import regex

from quotes.article import Article
from quotes.attribution import Attribution, Setting, Span
from quotes.cues import is_speech
from quotes.cues import lemma as cue_lemma
from quotes.english import words
from quotes.text.intervals import Stretch
from quotes.text.text import Text
from quotes.verification import telling
from quotes.verification.clauses import (
    CLAUSE_ENDS,
    NOBODY,
    OURSELVES,
    blanked,
    has_cue,
    spoken_words,
    stripped,
)
from quotes.verification.clues import Around, Clue, clues
from quotes.verification.commitment import BESIDE, REASONS, Commitments
from quotes.verification.neighbours import Neighbours
from quotes.verification.speech import length, shared

_REACH = 400  # characters of a sentence that are read before and after the words
_NEXT = 80  # characters of the next sentence that may tell that the speaker agrees
_COVERED = 0.8  # the share of the words that an attribution's content must hold
_ENDORSING = regex.compile(r"(?<!not )(?<!\w)(?i:\L<endorsing>)(?!\w)", endorsing=words("endorsing"))
_LABEL = regex.compile(r"\p{Lu}[\p{Lu}\p{M} .'’()-]{1,60}+:\s++")
_SO_SAY = regex.compile(r",?\s*+(?:(?:or )?so|as)\s++(?P<who>[^,.;:?!]{1,60}?)\s++(?P<verb>\p{L}++)\s*+[.,;!?]")
_DOUBTED = 0.3  # how probable it has to be, by what is learned, that the speaker does not assert the words, to ask,
_SURE = 0.97  # and to tell it


class Surroundings:
    """Tells of a source's words how they stand in it.

    scan: reads text as an article; asked only where somebody seems to tell the words.
    commitments: gives what has learned how far speakers commit themselves; asked only where nothing else tells.
    """

    def __init__(self, text: Text, scan: Callable[[str], Article], commitments: Callable[[], Commitments]) -> None:
        self._text = text.characters
        self._whole = text
        self.neighbours = Neighbours(text)
        self._scan = scan
        self._commitments = commitments
        self._scanned: dict[Stretch, tuple[Attribution, ...]] = {}

    def of(
        self,
        start: int,
        end: int,
        names: frozenset[str] = frozenset(),
        own: str = "",
        *,
        spoken: bool = True,
        asks: bool = False,
        reported: bool = False,
    ) -> Setting | None:
        """What makes the words from `start` to `end` something that the speaker does not assert, if anything.

        names: those of the speaker, in small letters. own: what the article tells of the words in its own, where that
        may tell the same. spoken: whether the source is what one or more persons say, not what is written of them.
        asks: whether the article has the words as a question. reported: whether it has them in its own words.
        """
        tells = telling.retells if reported else telling.tells
        passed = {reason for reason in REASONS if tells(own, reason) or (asks and reason == "question")}
        clue = next((c for c in self._clues(start, end, names, spoken) if c.reason not in passed), None)
        if clue:
            return Setting(clue.reason, stripped(Span.of(self._text, clue.start, clue.end), " \n,"))
        if reported:
            return None
        held = self._whole.quotations.holding(start, end)
        if self._is_anothers(start, names) if held else not spoken:
            passed.add("reported")  # as what is written of speakers is anyway
        learned = self._commitments().of(self._text, start, end, self.neighbours.around(start, end, BESIDE))
        reasons = {reason: sure for reason, sure in learned.reasons.items() if reason not in passed}
        probable = sum(reasons.values())
        if probable < _DOUBTED:
            return None
        return Setting(max(reasons, key=reasons.__getitem__), learned.cue, sure=probable >= _SURE)

    def _is_anothers(self, start: int, names: frozenset[str]) -> bool:
        """Whether it is somebody else's turn, who passes words on: LEE: She said to me, "Anton, put it on paper"."""
        turn = self._whole.turns.before(start)
        return bool(turn and names and len(turn.speaker) > 1 and names.isdisjoint(turn.speaker.split()))

    def _clues(self, start: int, end: int, names: frozenset[str], spoken: bool) -> Iterator[Clue]:
        around = self._around(start, end, spoken)
        rest = f"{self._text[end : around.finish]} {around.following.text[:_NEXT]}"
        endorsed = "rightly" in around.before or _ENDORSING.search(blanked(rest)) is not None
        yield from (clue for clue in clues(around) if not (endorsed and clue.reason == "reported"))
        if not endorsed:
            yield from self._reported(around, names)

    def _around(self, start: int, end: int, spoken: bool) -> Around:
        """The words from `start` to `end` with what stands around them in their sentence, without a label."""
        around, _, following = self.neighbours.around(start, end)
        begin, finish = max(around.start, start - _REACH), min(around.end, end + _REACH)
        if label := _LABEL.match(self._text, begin, start):
            begin = label.end()
        turn = self._whole.turns.before(start)
        if turn and begin <= turn.begin < start:
            begin = min(start, turn.pieces[0][0])
        held = None if spoken else self._whole.quotations.holding(start, end)
        if held:  # what a source quotes is spoken too
            begin, finish, spoken = max(begin, held.inner_start), min(finish, held.inner_end), True
        before, after = blanked(self._text[begin:start]), blanked(self._text[end:finish])
        return Around(begin, before, self._text[start:end], after, following or Span(end, end, ""), spoken)

    def _reported(self, a: Around, names: frozenset[str]) -> Iterator[Clue]:
        """What tells that somebody else says it: a verb right before it, or an attribution of the model's."""
        said = _SO_SAY.match(a.after)
        if said and is_speech(said["verb"]) and OURSELVES.isdisjoint(spoken_words(said["who"])):
            yield a.behind("reported", said.end("verb"))
            return
        offset, clause = a.governing
        if a.told_by == "own" or not (a.told_by or has_cue(clause) or has_cue(a.after)):
            return
        for cue, source in self._attributions(a):
            who = spoken_words(source.text) if source else []
            ours = names & {*who} or (a.spoken and not {"i", "we"}.isdisjoint(who))
            if cue_lemma(cue.text) in words("knowing") or ours or not NOBODY.isdisjoint(who[:1]):
                return
            if who and (a.spoken or who[0] not in words("pronouns")):
                first = min(source.start, cue.start) if source else cue.start
                yield Clue("reported", a.begin + first, a.begin + cue.end)
                return
        if a.told_by == "other" and a.spoken:
            if not clause.strip():
                cuts = CLAUSE_ENDS.finditer(a.before.rstrip(" :,"))
                offset = a.begin + max((m.end() for m in cuts), default=0)
            yield Clue("reported", offset, a.start)

    def _attributions(self, a: Around) -> Iterator[tuple[Span, Span | None]]:
        """Cue and source of those whose content holds the words, without their cue; the narrowest first.

        Of what is read of the sentence, which they count in.
        """
        if (a.begin, a.finish) not in self._scanned:
            self._scanned[a.begin, a.finish] = self._scan(self._text[a.begin : a.finish]).attributions
        start, end = a.start - a.begin, a.end - a.begin
        for found in sorted(self._scanned[a.begin, a.finish], key=length):
            cue = found.cue
            if (
                cue
                and (cue.end <= start or cue.start >= end)
                and shared(found, start, end) >= _COVERED * (end - start)
            ):
                yield cue, found.source
