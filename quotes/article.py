"""An article: a text with what was found in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from quotes.attribution import Attribution, Span, Speaker
from quotes.errors import QuotesError
from quotes.json_shape import attribution_dict, attribution_of, made, span_dict, speaker_dict
from quotes.text.callings import called
from quotes.text.layout import Places
from quotes.version import VERSION

_TOLD = ("title", "author", "date", "site")


@dataclass(frozen=True)
class Article:
    """A text with what was found in it.

    id, path: as whoever scanned it named them; path: None where the text is from no file.
    text: as it was read, which all offsets count in.
    attributions: in text order. speakers: in the order of their first attribution.
    language: that most of the text seems to be in, as "fr"; only English is read well.
    model: the version of the model that read it, None where none did.
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
                raise QuotesError(
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

    def called(self, name: str) -> frozenset[Speaker]:
        """The speakers whom the article calls `name`: by these words in a row, in their name or a mention.

        A family name, initials, a name with its title or a description does; case and accents do not count.
        """
        return called(name, self.speakers, self.text)

    def said_by(self, speaker: Speaker | str) -> tuple[Attribution, ...]:
        """The attributions to `speaker`, in text order: none to whom the article does not quote.

        speaker: one of the article's, or a name as `called` takes it: of all whom the article calls so.
        Raises TypeError where it is neither.
        """
        if isinstance(speaker, str):
            heard = self.called(speaker)
            return tuple(attribution for attribution in self.attributions if attribution.speaker in heard)
        if not isinstance(speaker, Speaker):
            raise TypeError(f"a speaker is a quotes.Speaker or a name, not {type(speaker).__name__}")
        return self._said.get(speaker, ())

    def to_dict(self) -> dict[str, Any]:
        """The article as JSON values: `length` in place of its text.

        `title`, `author`, `date`, `site` and `error` are there where it has them, and its text, as `extracted_text`,
        where no file holds it.
        """
        told = {name: getattr(self, name) for name in _TOLD}
        record = {
            "id": self.id,
            "path": self.path,
            **{name: value for name, value in told.items() if value is not None},
            **({"extracted_text": self.text} if self.extracted else {}),
            "length": len(self.text),
            "language": self.language,
            "model": self.model,
            "version": VERSION,
            "attributions": [attribution_dict(a) for a in self.attributions],
            "speakers": [
                {
                    **speaker_dict(speaker),
                    "attributions": [a.id for a in self.said_by(speaker)],
                    "mentions": [span_dict(m) for m in speaker.mentions],
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
            raise QuotesError(f"not an article as `to_dict` gives it: there is no {error}") from None
        except (AttributeError, TypeError) as error:
            raise QuotesError(f"not an article as `to_dict` gives it: {error}") from None

    @classmethod
    def _of(cls, record: dict[str, Any], text: str) -> Article:
        if record["length"] != len(text):
            raise QuotesError(
                f"article {record['id']!r}: made from {record['length']} characters, the text has {len(text)}"
            )
        speakers: tuple[Speaker, ...] = made(tuple[Speaker, ...], record["speakers"])
        both = zip(record["speakers"], speakers, strict=True)
        speaker_of = {id: speaker for told, speaker in both for id in told["attributions"]}
        attributions = tuple(attribution_of(a, speaker_of.get(a["id"])) for a in record["attributions"])
        about = {name: record[name] for name in ("id", "path", "language", "model")}
        about |= {name: record.get(name) for name in (*_TOLD, "error")}
        return cls(
            text=text, attributions=attributions, speakers=speakers, extracted="extracted_text" in record, **about
        )
