"""What people do to an article, one change after another, and the article that comes of it.

A change is a JSON object: `do` says what, the rest to what. Quotes are meant by their ids, speakers by their numbers,
which count from 1 in the order in which the article has them; new ones get the next. To undo the last change is to
leave it out.

| do | what else stands there |
| --- | --- |
| mark | quote, as: "checked", "wrong", "doubtful" or null |
| note | quote, text |
| drop, keep | quote: it is none; it is one after all |
| speaker | quote, and speaker: a number or null; or name and kind: somebody else |
| rename | speaker, name, and kind where that changes too |
| merge | speaker, into: the number of whom it is |
| span | quote, and of content (pairs of offsets), cue and source (a pair or null) what changes |
| add | content, cue, source, speaker: what was missed |
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from quotes.article import Article
from quotes.attribution import Attribution, Kind, Review, Role, Span, Speaker, State
from quotes.drafts import Draft, merged
from quotes.errors import QuotesError
from quotes.find import attributions
from quotes.json_shape import one_of, verification_of
from quotes.report.annotation import marked
from quotes.report.selection import ALL
from quotes.text.text import Text

_LONGEST = 10_000  # characters of a name or a note
_NAMING: tuple[Role, ...] = ("cue", "source")
_ROLES: tuple[Role, ...] = ("content", *_NAMING)


@dataclass(frozen=True)
class Reviewed:
    """An article with what people did to it.

    article: with all its attributions, in text order, those that are no quotes among them.
    dropped: the ids of these. speakers: by number, with those who have no attribution any more.
    """

    article: Article
    dropped: frozenset[int]
    speakers: dict[int, Speaker]

    @property
    def final(self) -> Article:
        """The article without what is no quote."""
        kept = tuple(a for a in self.article.attributions if a.id not in self.dropped)
        heard = {a.speaker for a in kept}
        return replace(
            self.article, attributions=kept, speakers=tuple(s for s in self.article.speakers if s in heard)
        )

    @property
    def looked_at(self) -> list[Attribution]:
        """What is to be looked at: what pages show at once, and what somebody looked at."""
        return [a for a in self.final.attributions if _state(a) or not ALL.fold(a)]

    @property
    def checked(self) -> int:
        return sum(bool(_state(a)) for a in self.looked_at)


def reviewed(article: Article, changes: Sequence[Any], verdicts: dict[str, Any]) -> Reviewed:
    """The article with the changes made, in their order.

    verdicts: verifications as JSON on what changes made, by `key`.
    Raises QuotesError with one sentence about the first change that cannot be made.
    """
    desk = _Desk(article)
    for number, change in enumerate(changes, 1):
        try:
            if not isinstance(change, dict):
                raise QuotesError("not an object")
            desk.make(change)
        except KeyError as error:
            raise QuotesError(f"change {number}: there is no {error} in it") from None
        except (TypeError, ValueError) as error:
            raise QuotesError(f"change {number}: {error}") from None
    return desk.reviewed(verdicts)


def key(attribution: Attribution) -> str:
    """What verification looks at of an attribution, as a name for its verdict."""
    speaker = (attribution.speaker.name, attribution.speaker.kind) if attribution.speaker else None
    spans = [[(span.start, span.end) for span in attribution.roles[role]] for role in _ROLES]
    return json.dumps([spans, speaker])


def _state(attribution: Attribution) -> State | None:
    return attribution.review.state if attribution.review else None


@dataclass
class _Row:
    """An attribution while changes are made: its spans by role, and the number of its speaker."""

    spans: dict[Role, list[Span]]
    speaker: int | None
    made: Attribution | None = None
    changed: bool = False
    state: State | None = None
    note: str = ""


class _Desk:
    """An article while changes are made."""

    def __init__(self, article: Article) -> None:
        self._article = article
        numbers = {speaker: number for number, speaker in enumerate(article.speakers, 1)}
        self._voices = dict(enumerate(article.speakers, 1))
        self._merged: dict[int, int] = {}  # who is another, by numbers
        self._rows = {
            a.id: _Row(
                {role: list(spans) for role, spans in a.roles.items()}, numbers[a.speaker] if a.speaker else None, a
            )
            for a in article.attributions
        }
        self._dropped: set[int] = set()

    def make(self, change: dict[str, Any]) -> None:
        match change["do"]:
            case "mark":
                state = change["as"]
                self._row(change).state = None if state is None else one_of(state, get_args(State))
            case "note":
                self._row(change).note = _words(change["text"])
            case "drop":
                self._row(change)
                self._dropped.add(change["quote"])
            case "keep":
                self._row(change)
                self._dropped.discard(change["quote"])
            case "speaker":
                self._give(self._row(change), self._somebody(change))
            case "rename":
                number = self._number(change["speaker"])
                kind = one_of(change.get("kind", self._voices[number].kind), get_args(Kind))
                self._voices[number] = replace(self._voices[number], name=_name(change["name"]), kind=kind)
            case "merge":
                self._merge(self._number(change["speaker"]), self._number(change["into"]))
            case "span":
                self._mark(self._row(change), change)
            case "add":
                row = _Row({role: [] for role in _ROLES}, None, changed=True)
                self._mark(row, change | {"content": change["content"]})
                self._give(row, self._somebody(change))
                self._rows[max(self._rows, default=0) + 1] = row
            case other:
                raise QuotesError(f"there is nothing to do that is called {str(other)[:40]!r}")

    def reviewed(self, verdicts: dict[str, Any]) -> Reviewed:
        speakers = {
            number: replace(voice, mentions=tuple(sorted(set(voice.mentions))))
            for number, voice in self._voices.items()
            if number not in self._merged
        }
        text = Text.of(self._article.text)
        rows = [self._attribution(id, row, text, speakers, verdicts) for id, row in self._rows.items()]
        rows.sort(key=lambda a: (a.content[0], a.id))
        heard = dict.fromkeys(a.speaker for a in rows if a.speaker)
        article = replace(self._article, attributions=tuple(rows), speakers=tuple(heard))
        return Reviewed(article, frozenset(self._dropped), speakers)

    def _attribution(
        self, id: int, row: _Row, text: Text, speakers: dict[int, Speaker], verdicts: dict[str, Any]
    ) -> Attribution:
        made = self._drawn(id, row, text) if row.made is None or row.changed else row.made
        found = replace(made, speaker=speakers[row.speaker] if row.speaker else None, review=_review(row))
        same = row.made is not None and key(found) == key(row.made)
        if row.state or not same:
            found = replace(found, confidence=1.0)  # a person is sure
        if same:
            return found
        told = verdicts.get(key(found))
        return replace(found, verification=verification_of(told) if told else None)

    def _drawn(self, id: int, row: _Row, text: Text) -> Attribution:
        """An attribution with the spans that a person drew."""
        cue, source = (next(iter(row.spans[role]), None) for role in _NAMING)
        [drawn] = attributions(text, [Draft(tuple((s.start, s.end) for s in row.spans["content"]), cue, source, 1.0)])
        return replace(drawn, id=id)

    def _row(self, change: dict[str, Any]) -> _Row:
        quote = change["quote"]
        row = self._rows.get(quote) if isinstance(quote, int) else None
        if row is None:
            raise QuotesError(f"there is no quote {str(quote)[:20]}")
        return row

    def _number(self, value: Any) -> int:
        """The number of a speaker, or of whom it was merged into."""
        if not isinstance(value, int) or value not in self._voices:
            raise QuotesError(f"there is no speaker {str(value)[:20]}")
        number: int = value
        while number in self._merged:
            number = self._merged[number]
        return number

    def _somebody(self, change: dict[str, Any]) -> int | None:
        if "name" not in change:
            number = change.get("speaker")
            return None if number is None else self._number(number)
        name, kind = _name(change["name"]), one_of(change.get("kind", "person"), get_args(Kind))
        known = (n for n, voice in self._voices.items() if voice.name == name and n not in self._merged)
        number = next(known, max(self._voices, default=0) + 1)
        self._voices.setdefault(number, Speaker(name, kind))
        return number

    def _give(self, row: _Row, number: int | None) -> None:
        """Gives an attribution to a speaker, and its source, which names them."""
        source = row.spans["source"]
        if row.speaker:
            voice = self._voices[row.speaker]
            kept = tuple(mention for mention in voice.mentions if mention not in source)
            self._voices[row.speaker] = replace(voice, mentions=kept)
        if number:
            voice = self._voices[number]
            self._voices[number] = replace(voice, mentions=(*voice.mentions, *source))
        row.speaker = number

    def _merge(self, number: int, into: int) -> None:
        if number == into:
            raise QuotesError("a speaker cannot be merged into itself")
        self._merged[number] = into
        one, other = self._voices[number], self._voices[into]
        self._voices[into] = replace(other, mentions=other.mentions + one.mentions, role=other.role or one.role)
        for row in self._rows.values():
            if row.speaker == number:
                row.speaker = into

    def _mark(self, row: _Row, change: dict[str, Any]) -> None:
        speaker = row.speaker
        self._give(row, None)
        if "content" in change:
            row.spans["content"] = self._spans(change["content"])
        for role in _NAMING:
            if role in change:
                row.spans[role] = self._spans([change[role]]) if change[role] is not None else []
        self._give(row, speaker)
        row.changed = True

    def _spans(self, pairs: Any) -> list[Span]:
        if not isinstance(pairs, list) or not pairs:
            raise QuotesError("a span is a pair of offsets [start, end], content a list of them")
        found = []
        for pair in pairs:
            match pair:
                case [int(start), int(end)]:
                    span = marked(self._article.text, start, end)
                case _:
                    raise QuotesError(f"not a pair of offsets [start, end]: {str(pair)[:40]}")
            if not span.text.strip():
                raise QuotesError(f"{start} to {end} is nothing but white space")
            found.append((start, end))
        return [Span.of(self._article.text, *pair) for pair in merged(found)]


def _review(row: _Row) -> Review | None:
    return Review(row.state, row.note or None) if row.state or row.note else None


def _words(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise QuotesError(f"not a text of at most {_LONGEST:,} characters")
    return value.strip()


def _name(value: Any) -> str:
    name = " ".join(_words(value).split())
    if not name:
        raise QuotesError("a name is empty")
    return name
