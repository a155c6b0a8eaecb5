"""Who says a passage of a source, as far as the source tells, and whether that is the one an article names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

import regex

from quotes.article import Article
from quotes.attribution import Attribution, Speaker
from quotes.english import words
from quotes.resolve.words import HONORIFICS, ROLES, SMALL, TITLES
from quotes.text.intervals import Intervals, Stretch
from quotes.text.same_name import folded, may_be_one
from quotes.text.text import Text
from quotes.text.turns import OFFICES, Turn, opening_label
from quotes.verification.clauses import blanked, told_by
from quotes.verification.letters import Letters, behind, letters

_HEADING = regex.compile(
    r"^[^\n.?!]{0,80}?\b(?i:\L<speeches>)"
    r"(?i: (?:delivered|given|made|issued))?+ (?i:by|of|from) (?:the )?+(?P<who>[^\n]{2,160})",
    regex.MULTILINE,
    speeches=words("speeches"),
)
_NAME_IN_HEADING = regex.compile(r"[^,;:(\n—–]+?(?=[,;:(\n—–]| (?:at|to|on|in|before|after|of the|for)\b|$)")
_SENDER = regex.compile(
    r"\s*+From: [\"']?+(?P<who>\p{Lu}[^\n<>\"'@(]{2,80}?)[\"']?+ ?(?:[<(][^\n]*+)?+$", regex.MULTILINE
)
_LETTERHEAD = regex.compile(r"\s*+(?P<who>\p{Lu}[^\n.;:?!]{1,60}+)\n")
_ISSUED = regex.compile(
    r"^[^\S\n]*+(?i:statement|(?:press|news|media) (?:release|office)|release|communiqu[eé]|for immediate)\b",
    regex.MULTILINE,
)
_OFFICE = regex.compile(
    r"(?m)^(?P<office>(?:THE|The)(?: [\p{L}'’-]++){1,8}+|(?:\p{Lu}[\p{L}'’-]*+ ){0,3}(?i:\L<offices>))"
    r" \((?P<name>\p{Lu}[^()\n]{2,60}+)\):",
    offices=OFFICES,
)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*+")
_POSSESSIVE = regex.compile(r"['’]s?+$")
_NO_NAMES = ROLES | TITLES | SMALL | HONORIFICS
_AROUND = 2000  # characters of a long paragraph, around a quotation, that are looked at for names
_BEFORE, _AFTER = 8000, 2000  # characters around a quotation that are read to learn who says it
_CLOSE = 3  # words between "I" and what it says
_ASIDE = regex.compile(r"(?P<name>\p{Lu}[\p{L}\p{M}'’-]*+), (?P<role>[^;:.\n]{3,80}+)")
_HEAD = 400  # characters that may tell whose speech or statement it is
_BEGINNING = 1500  # characters in which a source tells who speaks
_INDEFINITE = regex.compile(r"(?i:an?|another|one)\s")
_UNNAMED = frozenset(["anonymous", "group", "unknown", "document"])


class Voice(NamedTuple):
    """Who says a passage.

    name: as the source has it, the label of a turn at least; None for somebody unknown.
    by: whose speech it is quoted in, if it is; organization: whether `name` is known to be one's.
    role: words that the source says of them near its beginning: "Ann Lee, chief investigator".
    """

    name: str | None
    by: str | None = None
    organization: bool = False
    role: frozenset[str] = frozenset()


class _Said(NamedTuple):
    """What a scan found: who says it, by which words for them, and the words between those and the content."""

    speaker: str
    source: str
    between: tuple[str, ...]


class Voices:
    """Tells who says what in a source.

    scan: reads the source as an article; asked only where the source quotes somebody, or calls its turns Q and A.
    times: of a recording, each with the offset from which on the text is said then.
    """

    def __init__(self, text: Text, scan: Callable[[str], Article], times: Sequence[tuple[int, str]] = ()) -> None:
        self._text = text.characters
        self._times = times
        self._whole = text
        self._scan = scan
        self._scanned: dict[tuple[int, int], Article] = {}

    def of(self, start: int, end: int) -> Voice:
        """Who says the text from `start` to `end`, as far as the source tells."""
        voice = self._voice(start, end)
        return voice._replace(role=self.role(voice.name)) if voice.name else voice

    def role(self, name: str) -> frozenset[str]:
        """The words right after a name and a comma, near the beginning."""
        last = _names(name)[-1:]
        asides = _ASIDE.finditer(self._text, 0, _BEGINNING) if last else ()
        return frozenset(
            word for aside in asides if [_plain(aside["name"])] == last for word in _words(aside["role"])
        )

    def _voice(self, start: int, end: int) -> Voice:
        speech = self._speech(start, end)
        if not self._quoted(start, end, within=speech.name is not None):
            return speech
        said = self._said(start, end)
        if speech.name and not speech.organization:
            if told_by(self._before(start), "") == "own":  # "I stood before them and said:"
                return speech
            return self._quoted_in_speech(said, speech.name)
        return Voice(said.speaker if said else None)

    def _before(self, start: int) -> str:
        """What stands in the sentence before the quotation that holds a place."""
        quotation = self._whole.quotations.holding(start, start + 1)
        end = quotation.start if quotation else start
        return blanked(self._text[max(self._paragraph(start)[0], end - _AROUND) : end].rpartition(". ")[2])

    def must_read(self, start: int, end: int) -> bool:
        """Whether a scan must tell who says the text from `start` to `end`."""
        turn = self._turn(end)
        if turn and _is_letter(turn.label.text) and not behind(turn.label.text, turn.start, self._letters):
            return True
        spoken = turn is not None or (not self._turns.items and self._heading.name is not None)
        return self._quoted(start, end, within=spoken)

    def is_speech(self, place: int) -> bool:
        """Whether a place is in what somebody says, and not in what is written about them."""
        return self._turn(place + 1) is not None or self._heading.name is not None

    def part(self, start: int, end: int) -> bool:
        """Whether the text from `start` to `end` goes over from one speaker's turn to another's."""
        first, last = self._turn(start + 1), self._turn(end)
        if last and last.start <= start:  # it begins with the label, as the first sentence of a turn does
            return False
        return first is not last and (first is None or last is None or first.speaker != last.speaker)

    def both(self, start: int, end: int) -> str:
        """Who begins to say the text from `start` to `end` and who ends it: "Ann Lee | Bo Ek"."""
        names = (self._speech(start, place).name for place in (start + 1, end))
        return " | ".join(dict.fromkeys(name for name in names if name))

    def time(self, offset: int) -> str | None:
        """When that is said, as far as the source tells: "00:14:03"."""
        at = bisect_right(self._times, offset, key=itemgetter(0)) - 1
        if at >= 0:
            return self._times[at][1]
        turn = self._turn(offset + 1)
        return turn.time if turn and offset < turn.pieces[-1][1] else None

    def mention(self, name: str) -> bool:
        """Whether the source has the last word of a name."""
        return bool(_names(name)) and _names(name)[-1] in self._folded

    def has_longer(self, name: str) -> bool:
        """Whether one word is the beginning of a longer name in the source: "Norvane" of "Norvane Freight"."""
        longer = regex.compile(rf"(?<![\p{{L}}\p{{M}}]){regex.escape(name)} \p{{Lu}}\p{{Ll}}")
        return " " not in name and longer.search(self._text) is not None

    def name_alone(self, name: str, start: int, end: int) -> bool:
        """Whether the text from `start` to `end` has a quotation, in a paragraph that names this speaker alone.

        Only of sources that are nobody's speech, where it spares a scan.
        """
        if self._turns.items or self._heading.name or not self._quoted(start, end, within=False):
            return False
        begin, finish = self._paragraph(start)
        begin, finish = max(begin, start - _AROUND), min(finish, end + _AROUND)
        parts, place = [], begin
        quotations = self._whole.quotations
        for quotation in quotations.items[quotations.at(begin - 1) + 1 : quotations.at(finish - 1) + 1]:
            parts.append(self._text[place : quotation.start])
            place = quotation.end
        named = {*_names(" ".join([*parts, self._text[place:finish]]))}
        return bool(named) and named <= {*_names(name)} and _names(name)[-1] in named

    def _quoted(self, start: int, end: int, *, within: bool) -> bool:
        """Whether the text from `start` to `end` stands within a quotation, or else at least has part of one."""
        quotations = self._whole.quotations
        if quotations.holding(start, end):
            return True
        return not within and quotations.at(start) < quotations.at(end - 1)

    def _speech(self, start: int, end: int) -> Voice:
        """Whose turn it is, or whose name the heading has."""
        turn = self._turn(end)
        if turn:
            label = turn.label.text
            if not _is_letter(label):
                return Voice(self._offices.get(label.casefold(), label))
            name = behind(label, turn.start, self._letters)
            said = None if name else self._said(start, end)
            return Voice(said.speaker if said else name or label)
        return Voice(None) if self._turns.items else self._heading

    def _turn(self, end: int) -> Turn | None:
        return self._turns.before(end - 1)

    def _quoted_in_speech(self, said: _Said | None, speech: str) -> Voice:
        """Who is quoted by somebody who speaks: only whom the source names right there, or the speaker themselves."""
        if said and set(_names(said.source)) & set(_names(said.speaker)):
            return Voice(said.speaker, speech)
        if said and said.source == "I" and len(said.between) <= _CLOSE and "it" not in said.between:
            return Voice(speech)
        return Voice(None, speech)

    @cached_property
    def labels(self) -> frozenset[str]:
        """What the source calls those who speak in turns, with the names of those whose turns have no name."""
        labels = frozenset(turn.label.text for turn in self._turns.items)
        if not any(map(_is_letter, labels)):
            return labels
        if names := [name for told in self._letters.values() for _, name in told]:
            return labels.union(names)
        article, _ = self._article(0, 0)
        return labels | {speaker.name for speaker in article.speakers if speaker.kind == "person"}

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(_words(self._text))

    @cached_property
    def _offices(self) -> dict[str, str]:
        """Whose office a label is, where it is told once: "THE CHAIR (Ms Amari):"."""
        return {m["office"].casefold(): m["name"] for m in _OFFICE.finditer(self._text)}

    @cached_property
    def _letters(self) -> Letters:
        """Who asks and who answers."""
        turns = self._whole.turns
        return letters(self._text, turns.starts[0] if turns.starts else 0)

    @cached_property
    def _turns(self) -> Intervals[Turn]:
        """Those of a transcript, each from its colon on."""
        return Intervals.of(self._whole.turns.items, lambda turn: (turn.begin, turn.pieces[-1][1]))

    @cached_property
    def _heading(self) -> Voice:
        """The name in a line such as "Remarks by Mayor Ann Lee at the opening", or above "Press release"."""
        heading = _HEADING.search(self._text, 0, _HEAD)
        name = _NAME_IN_HEADING.match(heading["who"]) if heading else None
        if name:
            return Voice(" ".join(name[0].split()))
        if label := _SENDER.match(self._text) or opening_label(self._text):
            return Voice(label if isinstance(label, str) else " ".join(label["who"].split()))
        letterhead = _LETTERHEAD.match(self._text)
        if letterhead and _ISSUED.search(self._text, letterhead.end(), _HEAD):
            return Voice(" ".join(letterhead["who"].split()), organization=True)
        return Voice(None)

    def _article(self, start: int, end: int) -> tuple[Article, int]:
        """The text from `start` to `end` with so much around it as may tell who speaks, scanned; and its offset."""
        first, _ = self._paragraph(start - _BEFORE)
        _, last = self._paragraph(end + _AFTER)
        # Of a paragraph without end the same parts are read for all that stands near: each but a few times.
        region = max(first, (start // _BEFORE - 1) * _BEFORE), min(last, (end // _BEFORE + 1) * _BEFORE + _AFTER)
        if region not in self._scanned:
            self._scanned[region] = self._scan(self._text[slice(*region)])
        return self._scanned[region], region[0]

    def _paragraph(self, offset: int) -> Stretch:
        """The paragraph that holds a place, or else the one before it."""
        paragraphs = self._whole.places.paragraphs
        return paragraphs.items[max(0, paragraphs.at(offset))]

    def _said(self, start: int, end: int) -> _Said | None:
        """The narrowest attribution with a speaker that a scan finds most of the text from `start` to `end` in."""
        article, offset = self._article(start, end)
        place = start - offset, end - offset
        best = max(article.attributions, key=lambda a: (shared(a, *place), -length(a)), default=None)
        if best is None or best.speaker is None or 2 * shared(best, *place) <= end - start:
            return None
        source = best.source or best.content[0]
        between = _words(article.text[source.end : best.content[0].start])
        return _Said(best.speaker.name, best.source.text if best.source else "", tuple(between))


def shared(attribution: Attribution, start: int, end: int) -> int:
    """How many characters from `start` to `end` an attribution's content has."""
    return sum(max(0, min(end, span.end) - max(start, span.start)) for span in attribution.content)


def length(attribution: Attribution) -> int:
    """How many characters an attribution's content has."""
    return sum(span.end - span.start for span in attribution.content)


def agree(speaker: Speaker | None, others: Iterable[Speaker], voice: Voice, voices: Voices) -> bool | None:
    """Whether an article's speaker is the one that a source names; None where that cannot be told.

    others: all who speak in the article; "a spokesman" is none whom it names.
    voices: of the source; one whom it tells to be "in the chair" is the one called "THE CHAIR", one with a label of
        their own is not.
    """
    if speaker is None or not (voice.name or voice.by):
        return None
    if speaker.kind in _UNNAMED:
        if not _INDEFINITE.match(speaker.name):
            return True if voice.role & {*_words(speaker.name)[1:2]} else None
        named = [other.name for other in others if other.kind == "person"]
        return False if _is_one_of(voice.name or "", named) else None
    called = [name for name in speaker.name.split(" | ") if _names(name)]
    if not called:
        return None

    if voice.name is None:  # those who quote do not quote themselves
        return False if voice.by and _is_one_of(voice.by, called) else None
    if _names(voice.name):
        if _is_one_of(voice.name, called):
            return True
        organization = speaker.kind == "organization" or voices.has_longer(speaker.name)
        return False if organization == voice.organization else None
    roles = {*_words(speaker.role or ""), *(word for mention in speaker.mentions for word in _words(mention.text))}
    if (roles | voices.role(speaker.name)) & ({*_words(voice.name)} - SMALL):
        return True
    return False if any(_is_one_of(label, called) for label in voices.labels) else None


def _is_one_of(name: str, others: Iterable[str]) -> bool:
    ours = _names(name)
    return bool(ours) and any(theirs and may_be_one(ours, theirs) for theirs in map(_names, others))


def _is_letter(label: str) -> bool:
    """Whether a label only tells questions from answers."""
    return label.casefold().rstrip(".") in ("q", "a", "question", "answer")


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    return folded(_POSSESSIVE.sub("", word))


def _names(text: str) -> list[str]:
    """The words of a name without titles, roles and single letters: none of "THE CHAIR", "Q" and "the company"."""
    words = [_plain(word) for word in _WORD.findall(text) if word[0].isupper()]
    return [word for word in words if len(word) > 1 and word not in _NO_NAMES]
