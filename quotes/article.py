"""What an article and its findings are.

Everything here is immutable. An offset counts characters (Unicode code points) of the original text, ends are
exclusive, and ``text[span.start:span.end] == span.text`` holds for every span.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, get_args

import regex

Type = Literal["direct", "indirect", "mixed"]
Act = Literal["statement", "attitude"]
Kind = Literal["person", "organization", "group", "document", "anonymous", "unknown"]
NameKind = Literal["person", "organization", "place", "group"]
Verdict = Literal["verbatim", "trimmed", "altered", "paraphrased", "misattributed", "not_found"]
ChangeKind = Literal["negation", "replaced", "inserted", "deleted"]

_LINE_BREAK = regex.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_WRAP_WIDTH = range(50, 101)
_TOLD = ("title", "author", "date", "site")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of the original text: ``text == article.text[start:end]``.

    start, end: offsets in characters (code points) from 0, `end` exclusive. Spans are ordered as the text has them.
    """

    start: int
    end: int
    text: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span from `start` to `end` of `text`."""
        return cls(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name found in the text.

    kind: "person", "organization", "place" or "group"; nationalities, parties and faiths (NORP) are groups.
    span: where it stands.
    """

    span: Span
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Context:
    """Where an attribution stands: `line` and `paragraph` count from 1, `sentence` holds its cue (or content)."""

    line: int
    paragraph: int
    sentence: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted.

    kind: "person", "organization", "group" (unnamed, several: "critics"), "document" (a poll, a report), "anonymous"
        (unnamed, one person or officials), or "unknown".
    name: the fullest proper name that the article gives, without titles; for the never named, the fullest
        description. Joint speakers are joined by " | ". White space is made plain.
    role: the title or affiliation that the article gives, or None.
    mentions: every place where the article names, describes or points at them as a source, in text order.
    """

    name: str
    kind: Kind
    role: str | None = None
    mentions: tuple[Span, ...] = ()

    def __hash__(self) -> int:
        # Of all mentions it would take long; the first one tells those apart whom the article describes alike.
        return hash((self.name, self.kind, self.mentions[:1]))


@dataclass(frozen=True, slots=True)
class Match:
    """The passage of a source that a content was held against.

    source: the source's path, or its id where it has none; span: in that source's text, which begins in `line`,
        counted from 1.
    speaker: who says it there, as far as the source tells.
    """

    source: str
    span: Span
    line: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Words that the article and its source do not share, where the rest of a content matches.

    kind: "deleted" from the source's words, "inserted" into them, "replaced"; "negation" where a "not" is among them.
    article, source: the words as each has them, None where it has none; the article's lie within the content.
    """

    kind: ChangeKind
    article: Span | None
    source: Span | None


@dataclass(frozen=True, slots=True)
class Verification:
    """What holding an attribution's content against the sources showed.

    verdict: "verbatim" (the same words), "trimmed" (some left out), "altered" (some changed), "misattributed" (there,
        but said by another), "paraphrased" (indirect content that is close to the passage), or "not_found".
    similarity: 0 to 1, how much of the content the passage holds; of a paraphrase it is weaker evidence.
    match: the passage, None where nothing is found. changes: negations first, then in text order.
    """

    verdict: Verdict
    similarity: float
    match: Match | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """One thing that somebody said, wrote, thinks or wants, with the words that attribute it.

    id: counts from 1 in text order.
    type: "direct" when every content span is inside quotation marks, "indirect" when none is, else "mixed".
    act: "statement" (said, wrote, announced, ruled) or "attitude" (believes, hopes, plans: nothing was uttered).
    content: at least one span, in text order.
    cue: the words that attribute ("said", "according to"), cue_lemma: its head's dictionary form ("say"); None where
        there are none.
    source: the words that name the speaker here ("he", "the official"), or None.
    speaker: whom the source stands for, or None where nobody can be found.
    confidence: the probability, 0 to 1, that content and speaker are both right, calibrated on news articles.
    context: the line, the paragraph and the sentence that it stands in.
    verification: what `quotes.verify` found, None before.
    """

    id: int
    type: Type
    act: Act
    content: tuple[Span, ...]
    cue: Span | None
    cue_lemma: str | None
    source: Span | None
    speaker: Speaker | None
    confidence: float
    context: Context
    verification: Verification | None = None

    @property
    def verdict(self) -> Verdict | None:
        """What verification found in a word, None before."""
        return self.verification.verdict if self.verification else None

    @property
    def misquoted(self) -> bool:
        """Whether words in quotation marks were found altered, another's, or nowhere in the sources."""
        return self.type != "indirect" and self.verdict in ("altered", "misattributed", "not_found")

    @property
    def words(self) -> str:
        """The content's text in one line: pieces joined by " … ", white space made plain."""
        return " … ".join(" ".join(span.text.split()) for span in self.content)


@dataclass(frozen=True)
class Article:
    """A text with what was found in it.

    id, path: as whoever scanned it named them; path: None where the text is from no file.
    text: as it was read, which all offsets count in.
    attributions: in text order. speakers: in the order of their first attribution.
    language: always "en". model: the version of the model that read it, None where none did.
    error: why it could not be scanned, where one of many could not; it then has no attributions.
    title, author, date, site: what a web page tells of itself, the date as "2026-03-04"; None where it does not.
    extracted: whether the text was taken out of a web page, a document or a web archive, so that no file holds it.

    Raises ValueError where a span is not what the text says at its offsets.
    """

    id: str
    path: str | None
    text: str
    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    language: str = "en"
    model: str | None = None
    error: str | None = None
    title: str | None = None
    author: str | None = None
    date: str | None = None
    site: str | None = None
    extracted: bool = False

    def __post_init__(self) -> None:
        for span in self._spans():
            if self.text[span.start : span.end] != span.text:
                raise ValueError(
                    f"article {self.id!r}: the text from {span.start} to {span.end} is not {span.text[:40]!r}"
                )

    def _spans(self) -> Iterator[Span]:
        for attribution in self.attributions:
            yield from attribution.content
            if attribution.cue:
                yield attribution.cue
            if attribution.source:
                yield attribution.source
            yield attribution.context.sentence
            if attribution.verification:
                yield from (change.article for change in attribution.verification.changes if change.article)
        for speaker in self.speakers:
            yield from speaker.mentions

    @cached_property
    def places(self) -> Places:
        """Lines and paragraphs of the text."""
        return Places(self.text)

    @cached_property
    def _said(self) -> dict[Speaker, tuple[Attribution, ...]]:
        said: dict[Speaker, list[Attribution]] = {speaker: [] for speaker in self.speakers}
        for attribution in self.attributions:
            if attribution.speaker:
                said[attribution.speaker].append(attribution)
        return {speaker: tuple(attributions) for speaker, attributions in said.items()}

    def said_by(self, speaker: Speaker) -> tuple[Attribution, ...]:
        """The attributions to `speaker`, in text order: none to whom the article does not quote."""
        return self._said.get(speaker, ())

    def _repr_html_(self) -> str:
        """The marked text, as a notebook shows it."""
        from quotes.report.notebook import notebook

        return notebook(self)

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON values: `length` in place of its text.

        `title`, `author`, `date`, `site` and `error` are there where it has them, and its text, as `extracted_text`,
        where no file holds it.
        """
        from quotes import __version__

        told = {name: getattr(self, name) for name in _TOLD}
        record = {
            "id": self.id,
            "path": self.path,
            **{name: value for name, value in told.items() if value is not None},
            **({"extracted_text": self.text} if self.extracted else {}),
            "length": len(self.text),
            "language": self.language,
            "model": self.model,
            "version": __version__,
            "attributions": [_attribution_dict(a) for a in self.attributions],
            "speakers": [
                {
                    **_speaker_dict(speaker),
                    "attributions": [a.id for a in self.said_by(speaker)],
                    "mentions": [_span_dict(m) for m in speaker.mentions],
                }
                for speaker in self.speakers
            ],
        }
        return {**record, "error": self.error} if self.error else record

    @classmethod
    def from_dict(cls, record: dict[str, Any], text: str) -> Article:
        """What `to_dict` gave, together with the text it was made from.

        Raises ValueError where the record does not fit the text, or is not what `to_dict` gives.
        """
        try:
            return cls._of(record, text)
        except KeyError as error:
            raise ValueError(f"not an article as `to_dict` gives it: there is no {error}") from None
        except (AttributeError, TypeError) as error:
            raise ValueError(f"not an article as `to_dict` gives it: {error}") from None

    @classmethod
    def _of(cls, record: dict[str, Any], text: str) -> Article:
        if record["length"] != len(text):
            raise ValueError(
                f"article {record['id']!r}: made from {record['length']} characters, the text has {len(text)}"
            )
        speakers = tuple(
            Speaker(s["name"], _one_of(s["kind"], get_args(Kind)), s["role"], tuple(_span(m) for m in s["mentions"]))
            for s in record["speakers"]
        )
        speaker_of = {
            id: speaker for s, speaker in zip(record["speakers"], speakers, strict=True) for id in s["attributions"]
        }
        attributions = tuple(_attribution(a, speaker_of.get(a["id"])) for a in record["attributions"])
        about = record["language"], record["model"], record.get("error")
        found = cls(record["id"], record["path"], text, attributions, speakers, *about)
        told: dict[str, Any] = {name: record.get(name) for name in _TOLD}
        return replace(found, **told, extracted="extracted_text" in record)


class Places:
    """Offsets of a text to its lines and paragraphs, both counted from 1."""

    def __init__(self, text: str) -> None:
        self._line_starts = [0, *(m.end() for m in _LINE_BREAK.finditer(text))]
        self._paragraphs = paragraphs(text)
        self._paragraph_starts = [start for start, _ in self._paragraphs]

    def line(self, offset: int) -> int:
        """The number of the line that holds `offset`."""
        return bisect_right(self._line_starts, offset)

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that holds `offset`, or of the one before it when none does."""
        return max(1, bisect_right(self._paragraph_starts, offset))

    def paragraph_start(self, offset: int) -> int:
        """Where that paragraph begins; 0 in a text without any."""
        return self._paragraph_starts[self.paragraph(offset) - 1] if self._paragraph_starts else 0


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of every paragraph, without white space around it.

    A line break ends a paragraph; in a text that is wrapped to a width (see `is_wrapped`) only a blank line does.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    empty = False
    for match in _LINE_BREAK.finditer(text):
        end = match.start()
        if end > start or not empty:  # of many empty lines one is enough
            lines.append((start, end))
        empty = end == start
        start = match.end()
    lines.append((start, len(text)))
    wrapped = is_wrapped([end - start for start, end in lines])
    found: list[tuple[int, int]] = []
    open_paragraph = False
    for start, end in lines:
        line = text[start:end]
        if not line.strip():
            open_paragraph = False
            continue
        start, end = end - len(line.lstrip()), start + len(line.rstrip())
        if wrapped and open_paragraph:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        open_paragraph = True
    return found


def is_wrapped(lengths: Sequence[int]) -> bool:
    """Whether lines of these lengths are paragraphs wrapped to a width, as in e-mail, and not a paragraph each.

    They are when none is longer than 100 characters and those that another line follows directly are mostly
    longer than 50: unwrapped articles have long lines, or blank lines between all of them.
    """
    followed = [a for a, b in pairwise(lengths) if a and b]
    if len(followed) < 3 or max(lengths) >= _WRAP_WIDTH.stop:
        return False
    return sum(length >= _WRAP_WIDTH.start for length in followed) > 0.7 * len(followed)


def _span_dict(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _speaker_dict(speaker: Speaker) -> dict[str, Any]:
    return {"name": speaker.name, "kind": speaker.kind, "role": speaker.role}


def _attribution_dict(a: Attribution) -> dict[str, Any]:
    record = {
        "id": a.id,
        "type": a.type,
        "act": a.act,
        "content": [_span_dict(span) for span in a.content],
        "cue": {**_span_dict(a.cue), "lemma": a.cue_lemma} if a.cue else None,
        "source": _span_dict(a.source) if a.source else None,
        "speaker": _speaker_dict(a.speaker) if a.speaker else None,
        "confidence": round(a.confidence, 3),
        "context": {
            "line": a.context.line,
            "paragraph": a.context.paragraph,
            "sentence": _span_dict(a.context.sentence),
        },
    }
    return {**record, "verification": _verification_dict(a.verification)} if a.verification else record


def _verification_dict(v: Verification) -> dict[str, Any]:
    return {
        "verdict": v.verdict,
        "similarity": round(v.similarity, 3),
        "match": _match_dict(v.match) if v.match else None,
        "changes": [_change_dict(change) for change in v.changes],
    }


def _match_dict(match: Match) -> dict[str, Any]:
    return {"source": match.source, **_span_dict(match.span), "line": match.line, "speaker": match.speaker}


def _change_dict(change: Change) -> dict[str, Any]:
    article, source = change.article, change.source
    return {
        "kind": change.kind,
        "article": article.text if article else "",
        "source": source.text if source else "",
        "article_start": article.start if article else None,
        "source_start": source.start if source else None,
    }


def _span(record: dict[str, Any]) -> Span:
    return Span(record["start"], record["end"], record["text"])


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}")
    return value


def _span_from(start: int | None, text: str) -> Span | None:
    return None if start is None else Span(start, start + len(text), text)


def _verification(record: dict[str, Any]) -> Verification:
    match = record["match"]
    return Verification(
        _one_of(record["verdict"], get_args(Verdict)),
        record["similarity"],
        Match(match["source"], _span(match), match["line"], match["speaker"]) if match else None,
        tuple(
            Change(
                c["kind"], _span_from(c["article_start"], c["article"]), _span_from(c["source_start"], c["source"])
            )
            for c in record["changes"]
        ),
    )


def _attribution(a: dict[str, Any], speaker: Speaker | None) -> Attribution:
    context = a["context"]
    if not a["content"] or not 0 <= a["confidence"] <= 1:
        raise ValueError(f"attribution {a['id']}: content is at least one span, confidence a number from 0 to 1")
    return Attribution(
        id=a["id"],
        type=_one_of(a["type"], get_args(Type)),
        act=_one_of(a["act"], get_args(Act)),
        content=tuple(_span(span) for span in a["content"]),
        cue=_span(a["cue"]) if a["cue"] else None,
        cue_lemma=a["cue"]["lemma"] if a["cue"] else None,
        source=_span(a["source"]) if a["source"] else None,
        speaker=speaker,
        confidence=a["confidence"],
        context=Context(context["line"], context["paragraph"], _span(context["sentence"])),
        verification=_verification(a["verification"]) if "verification" in a else None,
    )
