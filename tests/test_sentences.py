"""Sentences and tokens, and the Stanza pipeline that they stand in."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from quotes.errors import QuotesError
from quotes.stanza import pipeline
from quotes.text.sentences import split


def sentences(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split(text)]


def tokens(text: str) -> list[str]:
    return [text[start:end] for sentence in split(text) for start, end in sentence.tokens]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("“The bridge is safe.” Engineers closed it anyway.", "Engineers"),
        ('Ms. Okafor laughed. "I never signed it."', '"I never'),
        ('"I am staying," she said. "You are not."', '"You'),
        ("'We lost.' Mr. Lund shrugged.", "Mr."),
        ('He was blunt ("I quit.") Nobody stopped him.', "Nobody"),
        ('"Who paid for it?" Then she left.', "Then"),
        ("« Nous partons. » Il est parti.", "Il"),
    ],
)
def test_a_closing_mark_belongs_to_the_sentence_before_it(text: str, second: str) -> None:
    assert sentences(text)[1].startswith(second)
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        '"Why?" he asked.',
        "“Get out!” the guard shouted.",
        "“Who paid for it?” asked Lena Brandt.",
        "“Who paid for it?” Lena Brandt asked.",
        '"Is this the end?" Dr. A. B. Mensah wrote.',
        '"Why?" I asked.',
        '"I am staying," she said, "and you are not."',
        "“I think …” he said.",
        'The film "Where Now?" opens today.',
    ],
)
def test_a_reporting_clause_belongs_to_its_quotation(text: str) -> None:
    assert sentences(text) == [text]


def test_a_quotation_of_three_sentences_is_three() -> None:
    text = "Nuñez replied: “We saw the smoke. We called the brigade! Nobody came.” He sat down."
    assert sentences(text) == [
        "Nuñez replied: “We saw the smoke.",
        "We called the brigade!",
        "Nobody came.”",
        "He sat down.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Adeyemi met Sen. Marta Ruiz and Gen. Park on Jan. 5.",
        "J. K. Rowling and J.R.R. Tolkien were read aloud.",
        "The sisters Anna G. and Lea K. Weiss objected.",
        "The U.S. economy grew by 2.5 percent, i.e. more than Mr. Tan hoped.",
        "The U.S. Senate voted at 5 p.m. Monday, e.g. on No. 7 of the list.",
        "Smith v. Jones was heard in St. Louis, cf. p. 12 of the file.",
        "Visit www.example.com/news.html?id=3.1 or write to a.b@example.co.uk today.",
        "She hesitated ... and then went on… slowly.",
        "Yahoo! said that it would appeal.",
        "1. Open the valve.",
        "He paid $1,200.50 for it.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "She moved to the U.S. | He stayed.",
        "It closed at 9 p.m. | Police came later.",
        "They sell pens, ink, etc. | Few buy them.",
        "He works for Acme Inc. | The firm declined to comment.",
        "He waited… | She never came.",
        "Did they know? | They did! | They said no. | That was all.",
        "It was in 2019. | 12 people came.",
        "This was proved.[3] | Then came the doubts.",
    ],
)
def test_where_sentences_part(text: str) -> None:
    assert sentences(text.replace("| ", "")) == text.split(" | ")


def test_a_lost_space_after_a_full_stop_parts_sentences_but_no_names() -> None:
    assert sentences("They lost.Then it rained.") == ["They lost.", "Then it rained."]
    assert sentences("He founded Example.com there.") == ["He founded Example.com there."]


def test_the_end_of_a_paragraph_ends_a_sentence_with_or_without_a_full_stop() -> None:
    assert sentences("Mayor resigns\n\nThe mayor of Tromsø\nresigned.") == [
        "Mayor resigns",
        "The mayor of Tromsø",
        "resigned.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They don't, can’t, cannot.", "They do n't , ca n’t , can not ."),
        ("She's sure we'll win Anna’s race.", "She 's sure we 'll win Anna ’s race ."),
        ("The workers' 15-year e-mail non-payment", "The workers ' 15 - year e-mail non-payment"),
        ("It cost $1,200.50 (5%).", "It cost $ 1,200.50 ( 5 % ) ."),
        ("The U.S. at 5pm, in the 1990s", "The U.S. at 5 pm , in the 1990s"),
        ("O'Neill at AT&T: “Go!”", "O'Neill at AT&T : “ Go ! ”"),
        ("ring 555-0142 or ana@example.org...", "ring 555-0142 or ana@example.org ..."),
        ("a home--the 3rd and/or last", "a home -- the 3rd and / or last"),
        ("He sells pens etc.", "He sells pens etc ."),
    ],
)
def test_tokens_are_those_of_universal_dependencies(text: str, expected: str) -> None:
    assert tokens(text) == expected.split()


@pytest.mark.parametrize(
    "text",
    ["", " \n\t\r\n ", "\x1c\u200b\x00", "“", ".", "...\n?!", "\ud800 a.", "a\u0301 نعم 中文。", "[[[1]]].", "'"],
)
def test_every_text_has_sentences_that_hold_all_but_its_white_space(text: str) -> None:
    assert "".join(tokens(text)).split() == ["".join(text.split())] * bool(text.split())


@pytest.mark.parametrize("piece", ["a-", "a.", 'x."', ".' ", "http://(", "a@", "[1]", "((", "A. ", "n't", "'", "?! "])
def test_a_hostile_text_is_read_in_linear_time(piece: str) -> None:
    text = piece * (300_000 // len(piece)) + "x"
    assert split(text)[-1].end == len(text)


def test_the_module_does_not_load_stanza() -> None:
    code = "import sys, quotes.text.sentences; sys.exit('stanza' in sys.modules or 'torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pipeline_gives_sentences_and_tokens_with_offsets() -> None:
    text = "  “Go,” he said.\n\nShe won't."
    document = pipeline()(text)
    assert [sentence.text for sentence in document.sentences] == ["“Go,” he said.", "She won't."]
    found = [token for sentence in document.sentences for token in sentence.tokens]
    assert [token.text for token in found] == [text[token.start_char : token.end_char] for token in found]
    assert [(token.start_char, token.end_char) for token in found[-3:]] == [(22, 24), (24, 27), (27, 28)]


def test_pipeline_takes_many_texts() -> None:
    documents = pipeline().bulk_process(["One. Two.", "", "Three."])
    assert [len(document.sentences) for document in documents] == [2, 0, 1]


def test_pipeline_takes_further_processors_and_their_options() -> None:
    from stanza.pipeline.processor import Processor, register_processor

    @register_processor("shouting")
    class Shouting(Processor):  # type: ignore[misc]
        PROVIDES_DEFAULT = frozenset({"shouting"})
        REQUIRES_DEFAULT = frozenset({"tokenize"})

        def process(self, document: Any) -> Any:
            document.shout = document.text.upper() + self.config["mark"]
            return document

    read = pipeline({"shouting": "loud"}, shouting_model_path="none", shouting_mark="!")
    assert read("Hear, hear").shout == "HEAR, HEAR!"


def test_an_official_package_that_cannot_be_had_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(QuotesError, match="Stanza's package 'ewt' is not here and could not be downloaded"):
        pipeline(package="ewt", dir=str(tmp_path), resources_url="http://127.0.0.1:9")
