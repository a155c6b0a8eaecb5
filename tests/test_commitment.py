"""How far speakers commit themselves to words, in [brackets] here: what has been learned, beyond lists."""

import pytest

from quotes.scanner import MODEL
from quotes.text.text import Text
from quotes.verification.commitment import BESIDE, Commitment, Commitments
from quotes.verification.neighbours import Neighbours

COMMITMENTS = Commitments(MODEL)


def told(marked: str) -> Commitment:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = COMMITMENTS.of(text, start, end, Neighbours(Text(text)).around(start, end, BESIDE))
    assert text[found.cue.start : found.cue.end] == found.cue.text
    assert found.cue.end <= start or end <= found.cue.start
    return found


def doubted(marked: str) -> float:
    return sum(told(marked).reasons.values())


@pytest.mark.parametrize(
    "source",
    [
        "You will not get me to say that [the mayor took the money].",
        "My late husband swore that [the well was poisoned]. I never saw a sign of it.",
        "Picture a town where [every bus is free]. That is not the town we can pay for.",
        "It remains to be seen whether [the new valve holds].",
        "When I took this job I was certain that [the harbour would pay for itself]. I have learned better since.",
    ],
)
def test_words_that_the_speaker_does_not_stand_by(source: str) -> None:
    assert doubted(source) > 0.7


@pytest.mark.parametrize(
    "source",
    [
        "The council met on Monday. [We have closed the north ramp]. It opens again in June.",
        "I told the union in May, and I tell you today, that [the night shift will stay].",
        "As the engineer found, and I can only agree, [the school roof leaks].",
    ],
)
def test_words_that_the_speaker_means(source: str) -> None:
    assert doubted(source) < 0.5


def test_the_cue_is_what_bends_the_words() -> None:
    found = told("Critics have been saying all week that [the wall leaks].")
    assert max(found.reasons, key=found.reasons.__getitem__) == "reported"
    assert "Critics" in found.cue.text or "saying" in found.cue.text


def test_words_in_a_source_of_one_sentence_without_end() -> None:
    assert 0 <= doubted("word " * 3_000 + "[the dam is safe]" + " word" * 3_000) <= 1
