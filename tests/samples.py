"""Articles that the tests of several exports share: about people who do not exist."""

from __future__ import annotations

from dataclasses import replace

from quotes.article import Article
from quotes.attribution import Act, Attribution, Change, Context, Match, Span, Speaker, Type, Verification
from quotes.text.layout import Places

TEXT = (
    "Snow stopped the ferry to Lindholm on Monday.\n"
    "\n"
    '"We had no choice," Captain Tove Aalto told reporters. "Nobody sails into that." She hopes to leave at noon.\n'
    "\n"
    "The islanders were not warned. “And who feeds the sheep?”\n"
)


def span(text: str, words: str) -> Span:
    """The place where `text` first has these words."""
    start = text.index(words)
    return Span(start, start + len(words), words)


def attribution(
    text: str,
    *content: str,
    cue: str | None = None,
    source: str | None = None,
    speaker: Speaker | None = None,
    id: int = 1,
    type: Type = "indirect",
    act: Act = "statement",
    confidence: float = 0.9,
) -> Attribution:
    """An attribution whose spans are where `text` first has these words."""
    pieces = tuple(span(text, words) for words in content)
    places = Places(text)
    line, paragraph = places.line(pieces[0].start), places.paragraph(pieces[0].start)
    cue_span = span(text, cue) if cue else None
    source_span = span(text, source) if source else None
    context = Context(line, paragraph, Span.of(text, pieces[0].start, pieces[-1].end))
    return Attribution(id, type, act, pieces, cue_span, cue, source_span, speaker, confidence, context)


def article(text: str, *attributions: Attribution, id: str = "ferry", path: str | None = "news/ferry.txt") -> Article:
    """An article with these attributions and those whom they are attributed to."""
    speakers = dict.fromkeys(a.speaker for a in attributions if a.speaker)
    return Article(id, path, text, attributions, tuple(speakers))


def said(words: str, speaker: Speaker | None = None, *, id: str = "ferry", path: str | None = None) -> Article:
    """An article that is nothing but these words, and somebody says all of them."""
    return article(words, attribution(words, words, speaker=speaker), id=id, path=path)


AALTO = Speaker("Tove Aalto", "person", "Captain", (span(TEXT, "Captain Tove Aalto"), span(TEXT, "She")))
CHOICE = attribution(
    TEXT,
    '"We had no choice,"',
    '"Nobody sails into that."',
    cue="told reporters",
    source="Captain Tove Aalto",
    speaker=AALTO,
    type="direct",
    confidence=0.9321,
)
NOON = attribution(
    TEXT, "to leave at noon", cue="hopes", source="She", speaker=AALTO, id=2, act="attitude", confidence=0.8
)
SHEEP = attribution(TEXT, "“And who feeds the sheep?”", id=3, type="direct", confidence=0.5)
FERRY = article(TEXT, CHOICE, NOON, SHEEP)

LOG = "The captain said: no choice was left. Nobody sails in that."
NOT_FOUND = Verification("not_found", 0.125)
TRIMMED = Verification("trimmed", 0.75, Match("logs/monday.txt", span(LOG, "no choice was left"), 1, "Captain Aalto"))
IN_A_TALK = Verification(
    "altered",
    0.9,
    Match(
        "logs/talk.vtt",
        span(LOG, "no choice was left"),
        1,
        "Captain Aalto",
        span(LOG, "The captain said: no choice was left."),
        after=span(LOG, "Nobody sails in that."),
        time="00:14:03",
    ),
    (Change("limit", None, span(LOG, "no")),),
)
CHECKED = article(TEXT, replace(CHOICE, verification=TRIMMED), NOON, replace(SHEEP, verification=NOT_FOUND))
