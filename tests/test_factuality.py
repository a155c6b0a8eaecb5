"""What nobody said, what others tell that somebody said, and phrases in which nobody speaks."""

from __future__ import annotations

import pytest

from quotes.attribution import Attribution, Span
from quotes.find import find
from quotes.tagging.tagger import Frame, Part, Tags
from quotes.text.text import Text


def span(text: str, piece: str) -> Span:
    start = text.index(piece)
    return Span(start, start + len(piece), piece)


def found(text: str, cue: str, source: str | None, *contents: str) -> tuple[Attribution, ...]:
    sources = (Part(span(text, source), 0.9),) if source else ()
    pieces = tuple(Part(span(text, piece), 0.9) for piece in contents)
    return find(Text(text), Tags((Frame(span(text, cue), 0.9, sources, pieces),), pieces))


@pytest.mark.parametrize(
    ("text", "cue", "source", "content", "said"),
    [
        ("Berg said the road was open.", "said", "Berg", "the road was open", True),
        ("Berg did not say when the road would open.", "did not say", "Berg", "when the road would open", False),
        ("Berg hasn’t said a word about it.", "hasn’t said", "Berg", "a word about it", False),
        ("Berg is expected to say that he will go.", "is expected to say", "Berg", "that he will go", False),
        ("Berg should have told us that it leaked.", "should have told", "Berg", "that it leaked", False),
        ("Berg declined to comment.", "declined", "Berg", "to comment", False),
        ("Berg declined the offer.", "declined", "Berg", "the offer", True),
        ("Berg did not rule out a strike.", "did not rule out", "Berg", "a strike", True),
        ("If Berg says no, the road stays shut.", "says", "Berg", "no", False),
        ("Should the board say no, the road stays shut.", "say", "the board", "no", False),
        ("Nobody said the road was new.", "said", "Nobody", "the road was new", False),
        ("Berg denied that the road was shut.", "denied", "Berg", "that the road was shut", True),
        ("I would say it is luck.", "would say", "I", "it is luck", True),
        ("We must warn you that the ice is thin.", "must warn", "We", "that the ice is thin", True),
        ("Berg asked to speak to the mayor.", "asked", "Berg", "to speak to the mayor", True),
        ("Berg does not think the road is safe.", "does not think", "Berg", "the road is safe", True),
    ],
)
def test_what_is_only_expected_or_denied_is_not_said(text: str, cue: str, source: str, content: str, said: bool):
    [attribution] = found(text, cue, source, content)
    assert attribution.said == said
    assert not attribution.hearsay


@pytest.mark.parametrize(
    ("text", "cue", "source", "contents", "who", "told", "content", "lemma"),
    [
        (
            "Ruth Berg is understood to have told colleagues that the road would close.",
            "is understood",
            None,
            ("Ruth Berg", "to have told colleagues that the road would close"),
            "Ruth Berg",
            "is understood to have told",
            "that the road would close",
            "tell",
        ),
        (
            'The driver is alleged to have shouted "go home" at her.',
            "is alleged",
            None,
            ("to have shouted", '"go home" at her'),
            "The driver",
            "is alleged to have shouted",
            '"go home"',
            "shout",
        ),
        (
            "Berg was heard saying that the ice was thin.",
            "was heard",
            "Berg",
            ("that the ice was thin",),
            "Berg",
            "was heard saying",
            "that the ice was thin",
            "say",
        ),
        (
            "Berg reportedly told friends she would go.",
            "told",
            "Berg",
            ("she would go",),
            "Berg",
            "told",
            "she would go",
            "tell",
        ),
    ],
)
def test_hearsay_is_told_to_be_said_by_the_one_who_is_named(
    text: str, cue: str, source: str | None, contents: tuple[str, ...], who: str, told: str, content: str, lemma: str
):
    [attribution] = found(text, cue, source, *contents)
    assert (attribution.hearsay, attribution.said, attribution.act) == (True, True, "statement")
    assert attribution.source and attribution.source.text == who
    assert attribution.cue and attribution.cue.text == told
    assert [piece.text for piece in attribution.content] == [content]
    assert attribution.cue_lemma == lemma


def test_what_is_told_of_a_deed_is_left_as_it_is():
    text = "Berg is alleged to have set fire to the mill."
    [attribution] = found(text, "is alleged", None, "to have set fire to the mill")
    assert not attribution.hearsay
    assert attribution.cue and attribution.cue.text == "is alleged"


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("That said, the harvest was good.", "said", "That", "the harvest was good"),
        ("It goes without saying that the tractor broke.", "goes without saying", "It", "that the tractor broke"),
        ("Let’s say a loaf costs two pounds.", "say", None, "a loaf costs two pounds"),
        ("The clock said nine.", "said", "The clock", "nine"),
        ("Berg did not believe it was over.", "did", "Berg", "not believe it was over"),
        ("Walkers took a very different view.", "took", "Walkers", "a very different view"),
        ("The board has issued a statement.", "has issued", "The board", "a statement"),
        ("Little has been said about the bridge.", "has been said", None, "about the bridge"),
        ("Nothing was said on Monday.", "was said", None, "Nothing"),
        ("The company recalls the jars as a precaution.", "recalls", "The company", "the jars as a precaution"),
        ("The coach recalled Tom Ferrier to the squad.", "recalled", "The coach", "Tom Ferrier to the squad"),
    ],
)
def test_a_set_phrase_and_a_clock_say_nothing(text: str, cue: str, source: str | None, content: str):
    assert found(text, cue, source, content) == ()


@pytest.mark.parametrize(
    "content",
    [
        "its ambassador to Tolmark",
        "three diplomats",
        "Karvia’s acting high commissioner",
        "its ambassador, Jon Berg, for consultations",
        "troops",
    ],
)
def test_who_recalls_an_envoy_says_nothing(content: str):
    assert found(f"The ministry recalled {content} on Thursday.", "recalled", "The ministry", content) == ()


@pytest.mark.parametrize(
    "content",
    [
        "that the ambassador was asleep",
        "the ambassador to Tolmark was asleep",
        "the ambassador’s kindness",
        "meeting the ambassador",
        '"the ambassador"',
    ],
)
def test_who_recalls_what_an_envoy_did_speaks(content: str):
    [attribution] = found(f"Ana Roth recalled {content}.", "recalled", "Ana Roth", content)
    assert attribution.cue_lemma == "recall"


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("Berg took the view that it was over.", "took the view", "Berg", "that it was over"),
        ("The board issued a statement on the leak.", "issued", "The board", "a statement on the leak"),
        ("The leak is said to be small.", "is said", None, "to be small"),
        ("The company recalls how it began.", "recalls", "The company", "how it began"),
        ("Berg recalled her first winter.", "recalled", "Berg", "her first winter"),
        ("The ministry made no comment.", "made", "The ministry", "no comment"),
    ],
)
def test_who_tells_more_than_that_there_was_a_view_speaks(text: str, cue: str, source: str | None, content: str):
    [attribution] = found(text, cue, source, content)
    assert [piece.text for piece in attribution.content] == [content]


def test_words_on_a_sign_are_its_words():
    text = 'The sign said "No entry after dark".'
    [attribution] = found(text, "said", "The sign", '"No entry after dark"')
    assert attribution.said
