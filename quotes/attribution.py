"""What is found in a text: attributions, their spans and their speakers, and what verification says of them.

Everything here is immutable. An offset counts characters (Unicode code points) of the original text, ends are
exclusive, and ``text[span.start:span.end] == span.text`` holds for every span.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["direct", "indirect", "mixed"]
Act = Literal["statement", "attitude"]
Role = Literal["content", "source", "cue"]
Kind = Literal["person", "organization", "group", "document", "anonymous", "unknown"]
NameKind = Literal["person", "organization", "place", "group"]
Verdict = Literal["verbatim", "trimmed", "altered", "paraphrased", "misattributed", "out_of_context", "not_found"]
MISQUOTED: tuple[Verdict, ...] = ("altered", "misattributed", "out_of_context", "not_found")
ChangeKind = Literal["negation", "limit", "reordered", "replaced", "inserted", "deleted"]
State = Literal["checked", "wrong", "doubtful"]
Reason = Literal["negation", "doubt", "condition", "question", "reported", "withdrawn", "limited"]


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
    speaker: who says it there, as far as the source tells; of a recording or a transcript with times, time: when,
        "00:14:03".
    sentence: the source's sentence, or sentences, that the passage stands in; before, after: those beside it.
    """

    source: str
    span: Span
    line: int
    speaker: str | None = None
    sentence: Span | None = None
    before: Span | None = None
    after: Span | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Words that the article and its source do not share, where the rest of a content matches.

    kind: "deleted" from the source's words, "inserted" into them, "replaced"; "negation" where a "not" is among them;
        "limit" where what is left out or put in limits the rest ("only", a number); "reordered" where both have the
        words, in another order.
    article, source: the words as each has them, None where it has none; the article's lie within the content.
    """

    kind: ChangeKind
    article: Span | None
    source: Span | None


@dataclass(frozen=True, slots=True)
class Setting:
    """Why a speaker does not assert, in a source, the words that an article has.

    reason: "negation", "doubt", "condition", "question", "reported" (somebody else's claim), "withdrawn" (held no
        longer), or "limited" (by words right outside the quote).
    cue: the source's words that tell so.
    sure: whether that is sure; where it is not, a person should read the words where they stand.
    """

    reason: Reason
    cue: Span
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Verification:
    """What holding an attribution's content against the sources showed.

    verdict: "verbatim" (the same words), "trimmed" (some left out), "altered" (some changed), "misattributed" (there,
        but said by another), "out_of_context" (there, but not asserted by the speaker), "paraphrased" (indirect
        content that is close to the passage), or "not_found".
    similarity: 0 to 1, how much of the content the passage holds; of a paraphrase it is weaker evidence.
    match: the passage, None where nothing is found. changes: negations first, then in text order.
    context: why the words are out of context; of a verbatim or trimmed quote, why they may be.
    parts: of a quotation in parts that no one passage holds, each held against the sources by itself.
    nearest: of what is not found, the passage that comes closest in meaning, None where none is near.
    """

    verdict: Verdict
    similarity: float
    match: Match | None = None
    changes: tuple[Change, ...] = ()
    context: Setting | None = None
    parts: tuple[Part, ...] = ()
    nearest: Match | None = None

    @property
    def is_unsure(self) -> bool:
        """Whether the words stand there, and a person should read whether the speaker asserts them."""
        return self.context is not None and not self.context.sure


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a quotation.

    content: its span; verification: what holding it against the sources by itself showed.
    """

    content: Span
    verification: Verification


@dataclass(frozen=True, slots=True)
class Review:
    """What a person who looked at an attribution says of it.

    state: "checked" (it is so), "wrong" (it is not) or "doubtful", None where only a note was written.
    note: in the person's words, None where there is none.
    """

    state: State | None = None
    note: str | None = None


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
    said: whether it was; False where that is only expected, wanted, supposed or denied ("is expected to say", "did
        not say"). hearsay: whether others tell that it was ("is understood to have told").
    repeated: where the article shows words of it again, as a pull quote.
    review: what a person says of it who looked at it, as in `quotes serve`; None where nobody did.
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
    said: bool = True
    hearsay: bool = False
    repeated: tuple[Span, ...] = ()
    review: Review | None = None

    @property
    def roles(self) -> dict[Role, tuple[Span, ...]]:
        """The spans by the names of their roles."""
        return {
            "content": self.content,
            "source": (self.source,) if self.source else (),
            "cue": (self.cue,) if self.cue else (),
        }

    @property
    def is_statement(self) -> bool:
        """Whether it is counted among statements: uttered, and not only thought, expected or denied."""
        return self.act == "statement" and self.said

    @property
    def verdict(self) -> Verdict | None:
        """What verification found in a word, None before."""
        return self.verification.verdict if self.verification else None

    @property
    def misquoted(self) -> bool:
        """Whether words in quotation marks were found altered, another's, out of context, or nowhere."""
        return self.type != "indirect" and self.verdict in MISQUOTED

    @property
    def words(self) -> str:
        """The content's text in one line: pieces joined by " … ", white space made plain."""
        return " … ".join(" ".join(span.text.split()) for span in self.content)
