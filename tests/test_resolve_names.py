"""How names are made whole, and what their words do and do not tell."""

import pytest

from quotes.article import Article
from quotes.attribution import Name, NameKind
from quotes.resolve.discourse import Discourse
from quotes.resolve.names import whole_names
from quotes.resolve.phrases import Phrase
from quotes.resolve.ranker import load_weights
from quotes.resolve.roles import abbreviated_titles
from quotes.scanner import MODEL
from quotes.tagging.tagger import Tags
from quotes.text.text import Text
from tests.test_resolve import at, names_of, said, speakers


def wholes(text: str, names: dict[str, NameKind]) -> list[str]:
    return [
        n.span.text for n in whole_names(Article("a", None, text), [Name(at(text, w), k) for w, k in names.items()])
    ]


@pytest.mark.parametrize("name", ["Ebenezer Ato Boye", "Salman bin Oda", "Zameer Ilo Khan", "Bisher Al Tarn"])
def test_a_first_name_with_the_ending_of_a_calling_is_kept(name: str) -> None:
    text = f"The road was closed, Mr {name} said."
    assert wholes(text, {name: "person"}) == [name]


def test_what_stands_between_a_title_and_a_name_belongs_to_the_name() -> None:
    text = "The road was closed, Minister Ototo Ama Boye said."
    assert wholes(text, {"Boye": "person"}) != ["Boye"]
    assert wholes(text, {"Ama Boye": "person"}) == ["Ototo Ama Boye"]


@pytest.mark.parametrize("parts", [("Vale &", "Ostrow"), ("Vale", "& Ostrow"), ("Vale", "Ostrow")])
def test_partners_are_one_however_their_name_was_cut(parts: tuple[str, str]) -> None:
    assert wholes("The insurer Vale & Ostrow is late.", dict.fromkeys(parts, "organization")) == ["Vale & Ostrow"]


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("The Oder Rail Users Union (ORUU) met. ORUU left.", "Rail Users Union", "Oder Rail Users Union"),
        ("The Odric Institute of Coins (IC) met. IC left.", "Odric Institute of Coins", "Institute of Coins"),
        (
            "The Odric Institute of Coins (INCO) met. INCO left.",
            "Odric Institute of Coins",
            "Odric Institute of Coins",
        ),
        ("Talks began late. The Tarn Chamber of Tourism (Tatur) met.", "Chamber of Tourism", "Chamber of Tourism"),
    ],
)
def test_letters_in_brackets_make_a_name_longer_only_where_its_words_begin_with_them(
    text: str, found: str, whole: str
) -> None:
    short = text[text.index("(") + 1 : text.index(")")]
    assert whole in wholes(text, {found: "organization", short: "organization"})


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("Police were told by OC Ola Tarn.", ["oc"]),
        ("Police were told by Ola Tarn, OC of the station.", ["oc"]),
        ("The superintendent of police (SP) Ola Tarn said so.", ["sp"]),
        ("Police were told by Ola Tarn on Friday.", []),
    ],
)
def test_a_title_in_capitals_stands_before_or_after_a_name(text: str, called: list[str]) -> None:
    assert abbreviated_titles(text, at(text, "Ola Tarn")) == called


def test_a_first_name_is_a_hint_of_the_gender_and_a_title_tells_it() -> None:
    text = "Wang Mei-yu came with Ilse Brandt and Mr Ola Tarn."
    kinds: dict[str, NameKind] = {"Wang Mei-yu": "person", "Ilse Brandt": "person", "Ola Tarn": "person"}
    names = tuple(Name(at(text, words), kind) for words, kind in kinds.items())
    found = Discourse(Article("a", None, text), Tags(names=names), Text(text), load_weights(MODEL).joiner)
    wang, ilse, ola = (found.entity(name) for name in names)
    assert (wang.gender, wang.guess, wang.is_likely("she")) == (None, None, True)
    assert (ilse.gender, ilse.guess, ilse.can_be("he"), ilse.is_likely("he")) == (None, "she", True, False)
    assert (ola.gender, ola.can_be("she")) == ("he", False)


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("a statement issued by the mayor", "statement"),
        ("the survey compiled on Friday", "survey"),
        ("those opposed to the plan", "those"),
        ("the accused", "accused"),
    ],
)
def test_a_participle_after_a_noun_ends_the_core(source: str, head: str) -> None:
    assert Phrase(at(source, source)).head == head


def test_a_short_name_in_brackets_is_no_part_of_whom_somebody_is_called() -> None:
    source = "a spokesman for the Tarn Water Board (TWB)"
    text = f"The dam is safe, {source} said."
    found = speakers(text, {"Tarn Water Board": "organization"}, said(text, "The dam is safe", source))
    assert names_of(found) == ["a spokesman for the Tarn Water Board"]


def test_a_name_after_the_office_and_its_place_is_who_speaks() -> None:
    source = "The Speaker of the Tarn Assembly Ola Boye"
    text = f"{source} said the house would rise."
    found = speakers(
        text, {"Tarn Assembly": "organization", "Ola Boye": "person"}, said(text, "the house would rise", source)
    )
    assert names_of(found) == ["Ola Boye"]


def test_all_whom_a_source_lists_speak() -> None:
    source = "all the three firms, Oder Rail, Tarn Lines and Varn Freight"
    names: dict[str, NameKind] = dict.fromkeys(("Oder Rail", "Tarn Lines", "Varn Freight"), "organization")
    phrase = Phrase(at(source, source), tuple(Name(at(source, w), k) for w, k in names.items()))
    assert [name.span.text for name in phrase.listed] == list(names)
    lawyer = "a lawyer for Oder Rail of Tarn Lines"
    alone = Phrase(
        at(lawyer, lawyer), tuple(Name(at(lawyer, w), "organization") for w in ("Oder Rail", "Tarn Lines"))
    )
    assert not alone.listed
