import time
from dataclasses import replace

import pytest

from quotes import Article, Attribution, Change, Context, Match, Span, Speaker, Verification
from quotes.text.layout import Places, paragraphs

TEXT = 'Talks failed.\n\n"We will go on," Ana Pereira said.\nShe left.'


def article() -> Article:
    speaker = Speaker("Ana Pereira", "person", "mayor", (Span(32, 43, "Ana Pereira"),))
    attribution = Attribution(
        id=1,
        type="direct",
        act="statement",
        content=(Span(15, 31, '"We will go on,"'),),
        cue=Span(44, 48, "said"),
        cue_lemma="say",
        source=Span(32, 43, "Ana Pereira"),
        speaker=speaker,
        confidence=0.75,
        context=Context(3, 2, Span(15, 49, TEXT[15:49])),
    )
    return Article("talks", "news/talks.txt", TEXT, (attribution,), (speaker,), model="test")


def test_an_article_survives_json() -> None:
    assert Article.from_dict(article().to_dict(), TEXT) == article()


def verified() -> Article:
    """The article, held against a speech that has "We will not go on"."""
    verification = Verification(
        "altered",
        0.8,
        Match("speech.txt", Span(7, 24, "We will not go on"), 1, "Ana Pereira"),
        (Change("negation", None, Span(15, 18, "not")),),
    )
    [attribution] = article().attributions
    return replace(article(), attributions=(replace(attribution, verification=verification),))


def test_a_verified_article_survives_json() -> None:
    assert Article.from_dict(verified().to_dict(), TEXT) == verified()


def test_json_says_what_verification_found() -> None:
    assert "verification" not in article().to_dict()["attributions"][0]
    assert verified().to_dict()["attributions"][0]["verification"] == {
        "verdict": "altered",
        "similarity": 0.8,
        "match": {
            "source": "speech.txt",
            "start": 7,
            "end": 24,
            "text": "We will not go on",
            "line": 1,
            "speaker": "Ana Pereira",
            "sentence": None,
            "before": None,
            "after": None,
        },
        "changes": [{"kind": "negation", "article": "", "source": "not", "article_start": None, "source_start": 15}],
        "context": None,
        "parts": [],
    }


def test_what_is_not_found_survives_json_with_the_passage_nearest_to_it() -> None:
    [attribution] = verified().attributions
    found = Verification(
        "not_found", 0.0, nearest=attribution.verification.match if attribution.verification else None
    )
    missing = replace(verified(), attributions=(replace(attribution, verification=found),))
    record = missing.to_dict()
    assert record["attributions"][0]["verification"]["nearest"]["text"] == "We will not go on"
    assert Article.from_dict(record, TEXT) == missing


def test_json_says_where_everything_stands() -> None:
    record = article().to_dict()
    assert record["length"] == len(TEXT)
    [attribution] = record["attributions"]
    assert attribution["cue"] == {"start": 44, "end": 48, "text": "said", "lemma": "say"}
    assert attribution["context"]["line"] == 3
    [speaker] = record["speakers"]
    assert (speaker["name"], speaker["attributions"]) == ("Ana Pereira", [1])


def test_each_speaker_has_what_they_said() -> None:
    [speaker] = article().speakers
    assert [a.id for a in article().said_by(speaker)] == [1]
    assert article().said_by(Speaker("Bo Ek", "person")) == ()


def test_speakers_described_alike_are_told_apart_in_no_time() -> None:
    text = "A man said so. " * 20_000
    men = [Speaker("A man", "anonymous", None, (Span(i, i + 5, "A man"),)) for i in range(0, len(text), 15)]
    attributions = [
        Attribution(
            i + 1, "indirect", "statement", (Span(15 * i + 11, 15 * i + 13, "so"),), None, None, man.mentions[0], man,
            0.9, Context(1, 1, Span(15 * i, 15 * i + 14, "A man said so.")),
        )
        for i, man in enumerate(men)
    ]  # fmt: skip
    crowd = Article("crowd", None, text, tuple(attributions), tuple(men))
    start = time.process_time()
    assert [a.id for a in crowd.said_by(men[-1])] == [20_000]
    assert crowd.to_dict()["speakers"][-1]["attributions"] == [20_000]
    assert time.process_time() - start < 5  # a second look at each for each would take minutes


def test_a_span_that_is_not_in_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match=r"article 'x': the text from 0 to 5 is not 'Greet'"):
        Article("x", None, "Hello", speakers=(Speaker("Greet", "person", None, (Span(0, 5, "Greet"),)),))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"type": "weird"}, "'weird' is none of direct, indirect, mixed"),
        ({"confidence": 7}, "attribution 1: content is at least one span, confidence a number from 0 to 1"),
        ({"content": []}, "attribution 1: content is at least one span"),
    ],
)
def test_json_that_nothing_here_wrote_is_refused(changes: dict[str, object], message: str) -> None:
    record = article().to_dict()
    record["attributions"][0] |= changes
    with pytest.raises(ValueError, match=message):
        Article.from_dict(record, TEXT)


def test_json_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="made from 59 characters, the text has 5"):
        Article.from_dict(article().to_dict(), "Hello")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("  One. \r\n \r\n\tTwo.\r\n", ["One.", "Two."]),
        ("One.\u2029Two.", ["One.", "Two."]),
        ("", []),
        (" \n\u00a0\n ", []),
    ],
)
def test_a_line_break_ends_a_paragraph(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == expected


def test_lines_wrapped_to_a_width_are_one_paragraph() -> None:
    wrapped = (
        "The council in Arvika said on Monday that the bridge would stay\n"
        "closed until the ice has gone, and asked drivers to go by way of\n"
        "Karlstad. The mayor, Ebba Lindqvist, said that the repair would\n"
        "cost more than the town had set aside for it this year.\n"
        "\n"
        '"We knew," she said.'
    )
    assert [wrapped[start:end][-8:] for start, end in paragraphs(wrapped)] == ["is year.", "she said."[-8:]]


def test_lines_and_paragraphs_count_from_one() -> None:
    places = Places(TEXT)
    assert [places.line(TEXT.index(word)) for word in ("Talks", "Ana", "She")] == [1, 3, 4]
    assert [places.paragraph(TEXT.index(word)) for word in ("Talks", "Ana", "She")] == [1, 2, 3]
