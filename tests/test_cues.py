import pytest

from quotes.act import act
from quotes.attribution import Act
from quotes.cues import is_speech, lemma


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("said", "say"),
        ("said on Monday", "say"),
        ("sa\u00adid", "say"),
        ("On Monday said", "say"),
        ("has also deemed", "deem"),
        ("does not believe", "believe"),
        ("doesn’t know", "know"),
        ("did not immediately respond to a request for comment", "respond"),
        ("went on to state", "state"),
        ("are expected", "expect"),
        ("thought", "think"),
        ("thanked", "thank"),
        ("warning", "warn"),
        ("According to", "according to"),
        ("according to", "according to"),
        ("statement", "statement"),
        ("made the claim", "make"),
        ("continued:", "continue"),
        ("is", "be"),
        ("for", "for"),
        (":", ":"),
        (" — ", "—"),
        ("", ""),
    ],
)
def test_lemma_is_the_dictionary_form_of_the_head(cue: str, expected: str) -> None:
    assert lemma(cue) == expected


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("told", "statement"),
        ("has denied", "statement"),
        ("ruled", "statement"),
        ("declined", "statement"),
        ("according to", "statement"),
        ("was accused of", "statement"),
        ("voiced the hope", "statement"),
        ("said he hopes", "statement"),
        ("seemed to suggest", "statement"),
        ("pushed back on", "statement"),
        ("made the claim", "statement"),
        (":", "statement"),
        (None, "statement"),
        ("hopes", "attitude"),
        ("did not think", "attitude"),
        ("is widely expected", "attitude"),
        ("was believed", "attitude"),
        ("is against", "attitude"),
        ("are reluctant", "attitude"),
        ("took the view", "attitude"),
        ("backed", "attitude"),
        ("plan", "attitude"),
        ("For", "attitude"),
        ("seems", "attitude"),
    ],
)
def test_act_is_told_by_the_first_word_that_has_a_sense_of_its_own(cue: str | None, expected: Act) -> None:
    assert act(cue, "indirect", ["the dam would hold"]) == expected


def test_quoted_words_were_uttered_whatever_the_cue() -> None:
    assert act("believes", "direct", ["“The dam will hold,”"]) == "statement"
    assert act("fears", "mixed", ["that the dam “will not last another winter”"]) == "statement"


def test_a_quoted_catchword_leaves_an_attitude_one() -> None:
    assert act("wants", "mixed", ['a "river union" of the three states']) == "attitude"


def test_a_quoted_thought_is_an_attitude() -> None:
    assert act("thought", "direct", ["“Here comes the water,”"]) == "attitude"


def test_half_of_a_character_has_a_lemma() -> None:
    assert not is_speech("\ud800")
