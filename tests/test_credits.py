"""Tags with rare verbs, and credits without a verb: whom the words beside a quotation name."""

from __future__ import annotations

import pytest

from quotes.attribution import Name, Span
from quotes.credits import credits, introduced
from quotes.find import find
from quotes.tagging.tagger import Frame, Part, Tags
from quotes.text.intervals import Intervals
from quotes.text.text import Text


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("“It was not,” shot back union steward Karel Bruun.", "shot back", "union steward Karel Bruun"),
        ('"And never theirs," put in Aisha Reyes.', "put in", "Aisha Reyes"),
        ('"Fire!" yelled a woman.', "yelled", "a woman"),
        ('"Who will pay?" a reporter asked.', "asked", "a reporter"),
        ('"You asked for none," deputy director Paul Reik told her.', "told", "deputy director Paul Reik"),
        ('"Every boat has two crews," marvelled visitor Cleo Hart.', "marvelled", "visitor Cleo Hart"),
        ('"They sank", was the reply of City coach Ruben Sayle.', "was the reply", "City coach Ruben Sayle"),
        ('"It is cold," she then added.', "then added", "she"),
        ('"Never," was her curt reply.', "was her curt reply", "her"),
    ],
)
def test_a_tag_with_a_rare_verb(text: str, cue: str, source: str) -> None:
    [credit] = credits(Text(text))
    assert credit.cue and (credit.cue.text, credit.source.text) == (cue, source)


def test_an_answer_may_be_nobodys() -> None:
    text = '"Is it deep?" Mr Roche said. "Yes," came the reply.'
    *_, credit = credits(Text(text))
    assert credit.cue and (credit.cue.text, credit.source) == ("came the reply", None)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“We stay.” — Hedda Moen, fruit picker", "Hedda Moen, fruit picker"),
        ("“Rivers have no owners.” –Minister Pilar Cano", "Minister Pilar Cano"),
        ('"It rains here every day."\n— Bruno Salt, welder', "Bruno Salt, welder"),
        ('"It was the best part of my summer." (Moira Keane, Ballin)', "Moira Keane, Ballin"),
        ('"He burns the toast every day"\nAna Brel\n\nIt rained.', "Ana Brel"),
        ("It rained. From Director Agnes Wohl:\n\n“These letters will change it.”", "Director Agnes Wohl"),
        ("Judith Kerr, head teacher:\n“The roof leaked.”", "Judith Kerr, head teacher"),
        ("Tilly Marsh, 29, biologist\n“There are two wolves.”", "Tilly Marsh, 29, biologist"),
    ],
)
def test_a_name_beside_a_quotation(text: str, source: str) -> None:
    [credit] = credits(Text(text))
    assert credit.cue is None
    assert credit.source.text == source


@pytest.mark.parametrize(
    "text",
    [
        '"The Wall," which Ana Lund built, fell.',
        '"I will go." The mayor then told us that it rained.',
        '"Why not?" Ana Lund said: "I will."',
        'He called it "a disgrace" (Ballin, 2004).',
        '"We won" – Lund said so after the game.',
        'They sang "Home," released Friday.',
    ],
)
def test_words_that_credit_nobody(text: str) -> None:
    assert list(credits(Text(text))) == []


def span(text: str, piece: str) -> Span:
    start = text.index(piece)
    return Span(start, start + len(piece), piece)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Opposition leader Nils Rud was scathing. “It pays for nobody.”", "Opposition leader Nils Rud"),
        ("“It stank.” Nils Rud, who keeps bees next door, does not miss it.", "Nils Rud"),
        ("On Monday Nils Rud was there. “It pays for nobody.”", None),
        ("Reporters asked Nils Rud. “It pays for nobody.”", None),
        ("Nils Rud was scathing.\n\n“It pays for nobody.”", None),
    ],
)
def test_whom_the_sentence_beside_a_quotation_is_about(text: str, source: str | None) -> None:
    whole = Text(text)
    names = Intervals.of([Name(span(text, "Nils Rud"), "person")], lambda name: (name.span.start, name.span.end))
    found = introduced(whole, names, whole.quotations.items[0])
    assert (found and found.text) == source


def test_a_quotation_with_a_tag_of_its_own_is_not_glued_to_the_tag_before() -> None:
    text = '"Sell it," said Petra Lund. "Then fix the roof," snapped Aisha Reyes.'
    contents = (Part(span(text, '"Sell it,"'), 0.9), Part(span(text, '"Then fix the roof,"'), 0.9))
    lund = Frame(span(text, "said"), 0.9, (Part(span(text, "Petra Lund"), 0.9),), contents)
    first, second = find(Text(text), Tags((lund,)))
    assert ([piece.text for piece in first.content], first.source and first.source.text) == (
        ['"Sell it,"'],
        "Petra Lund",
    )
    assert ([piece.text for piece in second.content], second.source and second.source.text) == (
        ['"Then fix the roof,"'],
        "Aisha Reyes",
    )
