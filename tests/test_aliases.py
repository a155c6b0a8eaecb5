"""Whom a name stands for that somebody typed: texts with their speakers, what is typed, and who is found."""

import pytest

from quotes.article import Article
from quotes.attribution import Kind, Span, Speaker
from quotes.report.aliases import Search, other_names


def speaker(text: str, name: str, *mentions: str, kind: Kind = "person") -> Speaker:
    """A speaker mentioned in `text` by these words, each at the place where they first stand after the one before."""
    spans: list[Span] = []
    for mention in mentions:
        start = text.index(mention, spans[-1].end if spans else 0)
        spans.append(Span.of(text, start, start + len(mention)))
    return Speaker(name, kind, None, tuple(spans))


def found(wanted: str, text: str, *speakers: Speaker) -> list[str]:
    article = Article("news", None, text, (), speakers)
    heard = article.called(wanted)
    return [s.name for s in speakers if s in heard]


TALKS = (
    "President Ana Lima met Bo Ek of the U.N. on Monday. Ms. Lima's words were few. The minister was brief, he said. "
    "She left with him. They agreed, Lima and Ek said. The WHO, which sent nobody, hopes. A man who saw it wept."
)
LIMA = speaker(TALKS, "Ana Lima", "Ana Lima", "Lima's", "She", "Lima")
EK = speaker(TALKS, "Bo Ek", "Bo Ek", "The minister", "he", "Ek")
UN = speaker(TALKS, "U.N.", "the U.N.", kind="organization")
WHO = speaker(TALKS, "WHO", "The WHO", "which", kind="organization")
BOTH = speaker(TALKS, "Ana Lima | Bo Ek", "They", "Lima and Ek")
MAN = speaker(TALKS, "A man who saw it", "A man who saw it", kind="anonymous")
ALL = (LIMA, EK, UN, WHO, BOTH, MAN)


@pytest.mark.parametrize(
    "wanted", ["Ana Lima", "lima", "LIMÁ", "Lima's", "Lima’s", "Ms. Lima", "Ms Lima", "President Ana Lima"]
)
def test_a_name_in_any_form_that_the_text_has(wanted: str) -> None:
    assert found(wanted, TALKS, LIMA, EK, UN) == ["Ana Lima"]


@pytest.mark.parametrize(
    "wanted", ["Mr. Lima", "Prime Minister Lima", "Lima Ana", "Lim", "Monday Lima", "few The minister"]
)
def test_a_form_that_the_text_does_not_have(wanted: str) -> None:
    assert found(wanted, TALKS, LIMA, EK, UN) == []


def test_a_description_is_a_name() -> None:
    assert found("the minister", TALKS, LIMA, EK, UN) == ["Bo Ek"]


@pytest.mark.parametrize("wanted", ["UN", "U.N.", "U.N", "un", "the UN"])
def test_initials_with_and_without_points(wanted: str) -> None:
    assert found(wanted, TALKS, *ALL) == ["U.N."]
    text = "The UN waits. J. K. Row and J.K. Row are one."
    assert found(wanted, text, speaker(text, "UN", "The UN", kind="organization")) == ["UN"]
    assert found("JK Row", text, speaker(text, "J. K. Row", "J. K. Row")) == ["J. K. Row"]


@pytest.mark.parametrize("wanted", ["he", "She", "they", "THEY", "which", "it", "he she", "the", "a"])
def test_pronouns_are_nobodys_name(wanted: str) -> None:
    assert found(wanted, TALKS, *ALL) == []


def test_a_name_that_looks_like_a_pronoun() -> None:
    assert found("who", TALKS, *ALL) == ["WHO"]
    text = "He Jian spoke. He left. Mr. He waved to the US and the U.S. navy."
    assert found("He", text, speaker(text, "He Jian", "He Jian")) == ["He Jian"]
    assert found("he", text, speaker(text, "Jian", "Mr. He")) == ["Jian"]
    assert found("us", text, speaker(text, "US", "the US", kind="organization")) == ["US"]
    assert found("US", text, speaker(text, "U.S.", "the U.S.", kind="organization")) == ["U.S."]


@pytest.mark.parametrize("wanted", ["Ms. Lima", "the minister"])
def test_joint_speakers_by_a_name_of_one_of_them(wanted: str) -> None:
    assert "Ana Lima | Bo Ek" in found(wanted, TALKS, *ALL)


@pytest.mark.parametrize("wanted", ["Ana Lima and Bo Ek", "Ana Lima | Bo Ek", "Lima and Ek"])
def test_joint_speakers_by_the_names_of_both(wanted: str) -> None:
    assert found(wanted, TALKS, *ALL) == ["Ana Lima | Bo Ek"]


def test_letters_with_strokes_are_typed_without() -> None:
    text = "Łukasz Østby"
    assert found("lukasz ostby", text, speaker(text, text, text)) == [text]


def test_a_title_stands_right_before_the_name() -> None:
    text = "They met the president. Lima waved. A judge, Ek, nodded. The queen\n\nRoy left. Rear\nAdm. Sato stayed."
    assert found("President Lima", text, speaker(text, "Lima", "Lima")) == []
    assert found("Judge Ek", text, speaker(text, "Ek", "Ek")) == []
    assert found("Queen Roy", text, speaker(text, "Roy", "Roy")) == []
    assert found("Rear Adm. Sato", text, speaker(text, "Sato", "Sato")) == ["Sato"]


def test_other_names_are_short_and_no_pronouns() -> None:
    text = (
        "The minister, Eva Roth, who wept, spoke. She left. Mrs. Roth (65) and the\nminister’s aide ate. Roth slept; "
        "THE MINISTER woke. Her Excellency — as she is called — sang."
    )
    roth = speaker(
        text, "Eva Roth", "The minister, Eva Roth, who wept,", "She", "Mrs. Roth (65)", "the\nminister’s", "Roth",
        "THE MINISTER", "Her Excellency — as she is called —",
    )  # fmt: skip
    assert other_names(roth) == ("Roth", "Mrs. Roth", "the minister", "her Excellency")
    assert other_names(LIMA) == ("Lima",)
    assert other_names(BOTH) == ("Lima and Ek",)
    assert other_names(MAN) == ()


def test_a_search_tells_whether_anybody_was_met() -> None:
    search = Search("Ek")
    articles = [Article("a", None, TALKS, (), (LIMA,)), Article("b", None, TALKS, (), (EK,))]
    met = []
    for article in search.watch(articles):
        met.append((article.id, search.met))
    assert met == [("a", False), ("b", True)]


@pytest.mark.parametrize(
    ("wanted", "closest"),
    [
        ("Anna Lyma", "; the closest are Ana Lima and Ana Lima and Bo Ek"),
        ("the finance minster", "; the closest is Bo Ek"),
        ("she", ", nor anything like it; the speakers include Bo Ek"),
        ("Moreau", ", nor anything else: there are no speakers"),
    ],
)
def test_a_search_for_nobody_tells_who_comes_closest(wanted: str, closest: str) -> None:
    speakers = {"Moreau": (), "Anna Lyma": (MAN, BOTH, LIMA, WHO)}.get(
        wanted, (Speaker("Bo Ek", "person", "Finance Minister"),)
    )
    search = Search(wanted)
    list(search.watch([Article("a", None, TALKS, (), speakers)]))
    assert search.message == f"no speaker is called '{wanted}'{closest}"


def test_the_closest_are_few_and_told_in_short() -> None:
    search = Search("Lemi")
    long = Speaker(f"Limi {'of the long name ' * 9}", "group")
    names = ("Roth", "Lima", "Lemo", "Lemis", "Lemmi")
    list(search.watch(Article(name, None, "", (), (Speaker(name, "person"), long)) for name in names))
    assert search.message == "no speaker is called 'Lemi'; the closest are Lemis, Lemmi and Lemo"
    search = Search("Osman")
    list(search.watch([Article("long", None, "", (), (long, Speaker("Ek", "person")))]))
    assert search.message == (
        f"no speaker is called 'Osman', nor anything like it; the speakers include Ek and {long.name[:60]}…"
    )
