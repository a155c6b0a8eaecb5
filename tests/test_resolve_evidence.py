"""What the rules of resolution propose, and why: each by a sentence that it is for."""

import numpy as np
import pytest
from test_resolve import at, said

from quotes.article import Article
from quotes.attribution import Attribution, Name, NameKind, Type
from quotes.resolve.candidates import Asked, Candidate
from quotes.resolve.confidence import NOBODY, Choice
from quotes.resolve.ranker import Evidence, Features, Ranker
from quotes.resolve.walk import choices, speaker
from quotes.tagging.links import FAR, Links
from quotes.tagging.tagger import Description, Tags
from quotes.text.text import Text

PEOPLE: dict[str, NameKind] = {
    "Ida Roth": "person",
    "Cem Aydin": "person",
    "Friends of Tarn": "organization",
    "Tarn": "place",
}


def told(
    text: str, *attributions: Attribution, described: tuple[Description, ...] = (), links: Links | None = None
) -> dict[str, Features]:
    """The evidence for each candidate of the last attribution, by name, "" for nobody."""
    found: dict[str, Features] = {}

    def judge(place: Asked, candidates: list[Candidate], evidence: Evidence) -> Choice:
        if place.index < len(attributions) - 1:
            return next((Choice(c.entity, 1.0) for c in candidates if c.entity), NOBODY)
        for candidate, own in zip(candidates, evidence.candidates, strict=True):
            name = candidate.entity.name if candidate.entity else ""
            found[name] = {**evidence.common, **own, **found.get(name, {})}
        return NOBODY

    names = tuple(Name(at(text, words), kind) for words, kind in PEOPLE.items() if words in text)
    longest = tuple(n for n in names if not any(n != o and o.span.start <= n.span.start < o.span.end for o in names))
    article = Article("a", None, text, attributions)
    tags = Tags(names=longest, descriptions=described, links=links or Links.none())
    choices(article, tags, Text(text), None, None, judge)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("before", "source", "candidate", "evidence"),
    [
        ("", "Ida Roth", "Ida Roth", "named in the source"),
        ("", "Ida Roth's lawyer", "Ida Roth", "inside: possessive"),
        ("", "a friend of Ida Roth", "Ida Roth", "inside: after a preposition"),
        ("", "the mayor, Ida Roth", "Ida Roth", "inside: after an aside"),
        ("", "Friends of Tarn member Ida Roth", "Friends of Tarn", "inside: beside a person"),
        ("", "Friends of Tarn (FT)", "Friends of Tarn", "inside: before brackets"),
        ("Mayor Ida Roth came.", "the mayor", "Ida Roth", "called so"),
        ("Mayor Ida Roth came.", "the mayor", "Ida Roth", "only one called so"),
        ("Mayor Ida Roth came.", "the judge", "the judge", "new: the description"),
        ("OC Ida Roth came.", "the OC", "Ida Roth", "called so"),
        ("Ida Roth, the Municipal Chief Executive (MCE), came.", "The MCE", "Ida Roth", "called so"),
        ("Ida Roth came.", "she", "Ida Roth", "first name agrees"),
        ("Ms Ida Roth came.", "she", "Ida Roth", "gender agrees"),
        ("Ida Roth came. Cem Aydin left.", "they", "Ida Roth | Cem Aydin", "the last two"),
        ("Ida Roth met Cem Aydin.", "both", "Ida Roth | Cem Aydin", "named side by side"),
        ("We saw Ida Roth,", "who", "Ida Roth", "named right before"),
        ("We saw Ida Roth of Tarn,", "who", "Ida Roth", "named with more before"),
    ],
)
def test_a_rule_proposes_somebody_by_its_name(before: str, source: str, candidate: str, evidence: str) -> None:
    text = f"{before} {source} said it was late."
    assert told(text, said(text, "it was late", source))[candidate][evidence]


@pytest.mark.parametrize("source", ["another resident", "critics of the plan", "Friends of Tarn"])
def test_who_is_brought_in_by_the_source_is_nobody_met_before(source: str) -> None:
    text = f"Ida Roth met Cem Aydin. {source} said it was late."
    assert not {"Ida Roth", "Cem Aydin"} & told(text, said(text, "it was late", source)).keys()


def test_a_document_may_speak_again_by_another_word() -> None:
    text = "A report says it is late. The study says it is early."
    found = told(text, said(text, "it is late", "A report", "says"), said(text, "it is early", "The study", "says"))
    assert found["A report"]["a document"]


def test_whom_a_source_points_back_to_is_proposed_the_likeliest_alone() -> None:
    text = "Ida Roth met Cem Aydin. A widow said it was late."
    spans = [at(text, "Ida Roth"), at(text, "Cem Aydin"), at(text, "A widow")]
    points, pointed = np.array([[0], [0], [3]]), np.array([[3], [-3], [0]])
    rows = np.concatenate([points, pointed, np.zeros((3, FAR + 1))], axis=1).astype(np.float32)
    found = told(text, said(text, "it was late", "A widow"), links=Links(spans, [0, 3, 6], rows))
    assert found["Ida Roth"]["pointed at"]
    assert "Cem Aydin" not in found


def test_whoever_was_described_before_a_name_that_points_back_there_has_it() -> None:
    text = "A widow lost her land. Ida Roth wept. It was all she had, the widow said."
    spans = [at(text, "A widow"), at(text, "Ida Roth"), at(text, "the widow")]
    points, pointed = np.array([[0], [3], [0]]), np.array([[3], [0], [0]])
    rows = np.concatenate([points, pointed, np.zeros((3, FAR + 1))], axis=1).astype(np.float32)
    described = (Description(spans[0], "person"),)
    found = told(
        text, said(text, "It was all she had", "the widow"), described=described, links=Links(spans, [0, 6, 14], rows)
    )
    assert found["Ida Roth"]["called so"]
    assert "A widow" not in found


def test_whom_a_cue_addresses_is_told() -> None:
    text = "Ida Roth came. The judge told the accused, Ida Roth, that it was late."
    found = told(text, said(text, "that it was late", "The judge", "told"))
    assert found["Ida Roth"]["addressed"]


def test_whom_a_cue_has_as_its_object_does_not_speak() -> None:
    text = "Ida Roth came. The judge told Ida Roth that it was late."
    assert "Ida Roth" not in told(text, said(text, "that it was late", "The judge", "told"))


def test_who_is_named_in_direct_words_does_not_speak_them() -> None:
    text = "Ida Roth came. “You can all trust Ida Roth,” the judge said."
    assert "Ida Roth" not in told(text, said(text, "“You can all trust Ida Roth,”", "the judge", type="direct"))


def test_who_names_themselves_in_direct_words_may_speak_them() -> None:
    text = "Ida Roth came. “I am Ida Roth,” she said."
    assert "Ida Roth" in told(text, said(text, "“I am Ida Roth,”", "she", type="direct"))


def test_who_is_named_in_what_is_said_is_told() -> None:
    text = "Ida Roth came. It was Ida Roth who was late, she said."
    found = told(text, said(text, "It was Ida Roth who was late", "she"))
    assert not found["Ida Roth"]["host"]


@pytest.mark.parametrize(
    ("before", "evidence"),
    [
        ("Ida Roth was blunt.", "introduced in the sentence before"),
        ("We asked Ida Roth.", "asked in the sentence before"),
        ("Ida Roth:", "named before a colon"),
    ],
)
def test_the_words_before_a_quotation_tell_who_may_say_it(before: str, evidence: str) -> None:
    text = f"{before} “We lost it all.”"
    found = told(text, said(text, "“We lost it all.”", None, None, type="direct"))
    assert found["Ida Roth"][evidence]


def test_two_talk_by_turns() -> None:
    direct: Type = "direct"
    text = "“Go,” Ida Roth said.\n\n“No,” Cem Aydin said.\n\n“Why?”"
    found = told(
        text,
        said(text, "“Go,”", "Ida Roth", type=direct),
        said(text, "“No,”", "Cem Aydin", type=direct),
        said(text, "“Why?”", None, None, type=direct),
    )
    assert found["Ida Roth"]["by turns"]
    assert found["Cem Aydin"]["spoke last"]


@pytest.mark.parametrize(
    ("source", "speakers"),
    [
        ("Ida Roth and Cem Aydin", "Ida Roth | Cem Aydin"),
        ("Critics of the quay, like Ida Roth and Cem Aydin,", "Critics of the quay | Ida Roth | Cem Aydin"),
        ("Ida Roth and other residents", "Ida Roth | other residents"),
    ],
)
def test_those_who_are_named_together_are_proposed_together(source: str, speakers: str) -> None:
    text = f"{source} said it was late."
    proposed: list[str] = []

    def judge(place: Asked, candidates: list[Candidate], evidence: Evidence) -> Choice | None:
        entities = [c.entity for c in candidates if c.entity]
        if place.part:
            return Choice(max(entities, key=lambda entity: len(entity.name)), 1.0)
        proposed.extend(speaker(entity).name for entity in entities)
        return NOBODY

    names = tuple(Name(at(text, words), "person") for words in ("Ida Roth", "Cem Aydin") if words in text)
    article = Article("a", None, text, (said(text, "it was late", source),))
    choices(article, Tags(names=names), Text(text), None, None, judge)  # type: ignore[arg-type]
    assert speakers in proposed


def test_we_may_be_the_two_whom_i_named_before() -> None:
    text = "“My wife and I came by boat. We think it was a Tuesday,” said Ida Roth."
    found = told(
        text,
        said(text, "“My wife and I came by boat. We think it was a Tuesday,”", "Ida Roth", type="direct"),
        said(text, "it was a Tuesday", "We", "think"),
    )
    assert found["Ida Roth | My wife"]["I and a companion"]


@pytest.mark.parametrize("weight, speaks", [(1.0, "The judge"), (9.0, "Ida Roth")])
def test_a_description_is_of_somebody_whom_nothing_calls_so_only_where_that_is_sure(
    weight: float, speaks: str
) -> None:
    text = "Ida Roth came. The judge said that it was late."
    one, none = np.ones((1, 1, 1), dtype=np.float32), np.zeros((1, 1, 1), dtype=np.float32)
    inputs = np.array([[[weight], [0.5]]], dtype=np.float32)
    ranker = Ranker(("kind: person", "new: the description"), ((inputs, none), (one, none), (one, none)))
    article = Article("a", None, text, (said(text, "that it was late", "The judge"),))
    tags = Tags(names=(Name(at(text, "Ida Roth"), "person"),))  # type: ignore[call-arg]
    (choice,) = choices(article, tags, Text(text), None, ranker)
    assert choice.entity is not None
    assert speaker(choice.entity).name == speaks
