"""The articles and stories of corpus/ and their gold marks: every file is what corpus/README.md says it is."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise, permutations
from pathlib import Path
from typing import Any, get_args

import pytest

from quotes.attribution import Act, Kind, Type
from quotes.text.quotations import quotations, walk

CORPUS = Path(__file__).parent.parent / "corpus"
ARTICLES = sorted(path.stem for path in CORPUS.glob("*.txt"))

Gold = dict[str, Any]


def read(name: str) -> str:
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return file.read()


def words(text: str) -> set[str]:
    """The words of `text`, an ending 's or ’s taken off: "Ines Moreau's aide" has the word Moreau."""
    return {word.removesuffix("'s") for word in re.findall(r"\w+(?:[-'&.]\w+)*", text.casefold().replace("’", "'"))}


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is quotations and nothing else, each of them with its marks.

    A quotation around it all does not count: in “My aunt said it was late”, what the aunt said has no marks.
    """
    for quotation in walk(quotations(text)):
        if start <= quotation.start < end and (quotation.end <= end or not quotation.closed):
            if text[start : quotation.start].strip():
                return False
            start = quotation.end
    return not text[start:end].strip()


def is_turn(text: str, cue: list[list[int]], start: int, end: int) -> bool:
    """Whether `text[start:end]` is somebody's turn in an interview or a transcript: a colon, then no marks."""
    return [text[begin:stop] for begin, stop in cue] == [":"] and text[end : end + 1] in ("", "\n")


def forgot_its_closing_mark(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` opens with a mark that the paper never closed: the next mark opens again."""
    following = re.compile("[“”]").search(text, start + 1)
    return text[start] == "“" and following is not None and following.start() >= end and following[0] == "“"


def article_gold(name: str) -> Gold:
    (line,) = read(f"{name}.gold.jsonl").splitlines()
    record: Gold = json.loads(line)
    return record


STORIES: dict[str, Gold] = {
    story["id"]: story for story in map(json.loads, read("stories/stories.gold.jsonl").splitlines())
}


@pytest.fixture(params=ARTICLES)
def article(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(params=STORIES)
def story(request: pytest.FixtureRequest) -> Gold:
    return STORIES[request.param]


@pytest.fixture(params=[*ARTICLES, *STORIES])
def gold(request: pytest.FixtureRequest) -> Gold:
    """The gold of an article or a story."""
    return STORIES.get(request.param) or article_gold(request.param)


def test_there_are_enough_articles() -> None:
    assert len(ARTICLES) >= 14


def test_every_gold_file_has_its_article() -> None:
    assert sorted(path.name.removesuffix(".gold.jsonl") for path in CORPUS.glob("*.gold.jsonl")) == ARTICLES


def test_the_gold_is_of_this_article(article: str) -> None:
    gold = article_gold(article)
    assert gold["id"] == article
    assert gold["text"] == read(f"{article}.txt")


def test_an_article_has_an_article_s_length(article: str) -> None:
    assert 150 <= len(read(f"{article}.txt").split()) <= 700


def test_there_are_forty_stories() -> None:
    assert len(STORIES) == 40


def test_a_story_is_short(story: Gold) -> None:
    assert 60 <= len(story["text"].split()) <= 160
    assert 4 <= len(story["attributions"]) <= 8


def test_the_other_parties_are_in_the_story_and_none_is_the_speaker(story: Gold) -> None:
    known = words(story["text"])
    for attribution in story["attributions"]:
        for other in attribution.get("others", []):
            assert words(other) <= known, other
            assert other != attribution.get("speaker")


def test_a_story_has_unnamed_people_beside_those_who_are_named(story: Gold) -> None:
    assert {"person", "anonymous"} <= {attribution.get("kind") for attribution in story["attributions"]}


def test_spans_hold_words_and_no_white_space_around_them(gold: Gold) -> None:
    text = gold["text"]
    spans = [span for a in gold["attributions"] for part in ("content", "cue", "source") for span in a[part]]
    for start, end in spans + gold["not_quotes"]:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


def test_every_attribution_has_content(gold: Gold) -> None:
    assert gold["attributions"]
    assert all(attribution["content"] for attribution in gold["attributions"])


def test_direct_is_what_stands_in_quotation_marks_throughout(gold: Gold) -> None:
    text = gold["text"]
    for attribution in gold["attributions"]:
        content, cue = attribution["content"], attribution["cue"]
        direct = all(
            is_quoted(text, *span) or is_turn(text, cue, *span) or forgot_its_closing_mark(text, *span)
            for span in content
        )
        assert (attribution["type"] == "direct") == direct, [text[start:end] for start, end in content]


def test_types_acts_and_kinds_are_those_allowed(gold: Gold) -> None:
    for attribution in gold["attributions"]:
        assert attribution["type"] in get_args(Type)
        assert attribution["act"] in get_args(Act)
        assert ("speaker" in attribution) == ("kind" in attribution)
        assert attribution.get("kind", "unknown") in get_args(Kind)


def test_the_words_of_a_speaker_s_name_are_in_the_article(gold: Gold) -> None:
    known = words(gold["text"])
    for attribution in gold["attributions"]:
        for name in attribution.get("speaker", "").split(" | "):
            assert words(name) <= known, name


def parts(gold: Gold, role: str) -> Iterator[str]:
    return (gold["text"][start:end] for a in gold["attributions"] for start, end in a[role])


def in_text(pattern: str) -> Callable[[Gold], bool]:
    return lambda gold: re.search(pattern, gold["text"]) is not None


def in_cue(pattern: str) -> Callable[[Gold], bool]:
    return lambda gold: any(re.search(pattern, words) for words in parts(gold, "cue"))


def in_source(pattern: str) -> Callable[[Gold], bool]:
    return lambda gold: any(re.search(pattern, words) for words in parts(gold, "source"))


def some_attribution(holds: Callable[[Gold, str], bool]) -> Callable[[Gold], bool]:
    return lambda gold: any(holds(a, gold["text"]) for a in gold["attributions"])


def is_split(attribution: Gold, text: str) -> bool:
    return any(text[left[1] : right[0]].endswith(", ") for left, right in pairwise(attribution["content"]))


def runs_on_in_the_next_paragraph(attribution: Gold, text: str) -> bool:
    return any("\n\n" in text[left[1] : right[0]] for left, right in pairwise(attribution["content"]))


def nests(gold: Gold) -> bool:
    spans = [{tuple(span) for span in a["content"]} for a in gold["attributions"]]
    return any(
        any(start <= b and e <= end and (start, end) != (b, e) for start, end in outer for b, e in inner)
        for outer, inner in permutations(spans, 2)
    )


def share_a_family_name(gold: Gold) -> bool:
    people = {a["speaker"] for a in gold["attributions"] if a.get("kind") == "person" and " | " not in a["speaker"]}
    return any(x.split()[-1] == y.split()[-1] for x, y in combinations(people, 2))


def names_two_people_alone(gold: Gold) -> bool:
    """Whether a source is a bare family name that two people of the article bear."""
    people = {a["speaker"] for a in gold["attributions"] if a.get("kind") == "person" and " | " not in a["speaker"]}
    return any(sum(name.split()[-1] == source for name in people) > 1 for source in parts(gold, "source"))


def is_talk_of_two(gold: Gold) -> bool:
    """Whether two people take turns and three quotations on end have no clause."""
    runs = zip(gold["attributions"], gold["attributions"][1:], gold["attributions"][2:], strict=False)
    return any(
        not any(a["cue"] or a["source"] for a in run)
        and run[0].get("speaker") == run[2].get("speaker") != run[1].get("speaker")
        for run in runs
    )


def is_signed_at_the_foot(attribution: Gold, text: str) -> bool:
    sources = [text[start:end] for start, end in attribution["source"]]
    above, _, foot = text.rstrip().rpartition("\n\n")
    return sources == ["I"] and foot.startswith(attribution["speaker"]) and attribution["speaker"] not in above


def is_a_relative_named_later(attribution: Gold, text: str) -> bool:
    return attribution.get("kind") == "person" and any(
        re.match("(?:His|Her|Their|My|h(?:is|er)) (?:brother|sister|nephew)", text[start:end])
        and attribution["speaker"] not in text[:end]
        for start, end in attribution["source"]
    )


PHENOMENA: dict[str, Callable[[Gold], bool]] = {
    "straight double marks": in_text(r'"\w[^"]+[,.?!]"'),
    "curly double marks": in_text("“[^”]+[,.?!]”"),
    "British single marks": in_text(r"(?m)^'\w|(?<= )'[A-Z][^\n]*[.,?!]'"),
    "an apostrophe that opens a word": in_text(r"[ '‘](?:['’]Tis|['’]\d0s)"),
    "an apostrophe that ends a word": in_text(r"[a-z]s['’] [a-z]"),
    "LaTeX marks": in_text(r"``[^\n]+''"),
    "LaTeX marks in LaTeX marks": in_text(r"``[^\n]*`\w[^\n]*' ?''"),
    "guillemets": in_text("«[^»]+»"),
    "low-high marks": in_text("„[^“]+“"),
    "CJK marks": in_text("「[^」]+」"),
    "a foot and inch mark": in_text(r"\d'\d\""),
    "a mark in every paragraph, closed in the last": in_text(r"“[^”\n]+\n\n“[^”\n]+\n\n“[^”\n]+”"),
    "a mark that is never closed": in_text(r"“[^”\n]*“"),
    "marks in marks of another kind": in_text(r"‘[^’\n]*“|'[^'\n]*, \"[A-Z]|\"[^\"\n]*: '[A-Z]"),
    "a split quotation": some_attribution(is_split),
    "a quotation that runs on in the next paragraph": some_attribution(runs_on_in_the_next_paragraph),
    "a colon before a quotation": in_text(r"[a-z]: [“'‘\"]"),
    "a sentence that introduces": in_text(r"was (?:blunt|scathing)\.\n\n“"),
    "partly quoted speech": some_attribution(lambda a, _: a["type"] == "mixed"),
    "a scare quote, a title or a term": lambda gold: bool(gold["not_quotes"]),
    "according to": in_cue("(?i)^according to$"),
    "a passive report": in_cue("^(?:is said|was announced|is believed)$"),
    "a nominal cue": in_cue("^(?:claim|warning)$"),
    "a report in a report": nests,
    "a denial": in_cue("denied"),
    "a refusal to comment": in_cue("declined|did not respond|refused"),
    "a question": in_cue("(?i)asked"),
    "a clause turned round": in_text(r"[,?!][”\"'’]+ said [A-Z]"),
    "an anonymous official": some_attribution(
        lambda a, _: a.get("kind") == "anonymous" and "official" in a["speaker"]
    ),
    "the official, once introduced": in_source("^[Tt]he official$"),
    "a poll or a report": some_attribution(lambda a, _: a.get("kind") == "document"),
    "an organization": some_attribution(lambda a, _: a.get("kind") == "organization"),
    "a group": some_attribution(lambda a, _: a.get("kind") == "group"),
    "a spokesperson": in_source("spokes(?:man|woman|person)"),
    "joint speakers": some_attribution(lambda a, _: " | " in a.get("speaker", "")),
    "two people of one family name": share_a_family_name,
    "a pronoun": in_source("^(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)$"),
    "the author": in_source("^I$"),
    "an age for a name": in_source(r"^the \d\d-year-old$"),
    "a role for a name": in_source("^(?:the minister|the general|the company)$"),
    "a name with a particle": some_attribution(
        lambda a, _: bool(re.search(r" (?:de|van der|von der) ", a.get("speaker", "")))
    ),
    "a no-break space in a name": in_source("\xa0"),
    "a post or a letter": in_cue("wrote|post"),
    "a turn in an interview": in_text(r"(?m)^Q: .*\n\nA: "),
    "a turn in a transcript": in_text(r"(?m)^[A-Z]{3,}(?: [A-Z]+)?: "),
    "a decimal and an abbreviation": in_text(r"(?s)\d\.\d.*\b(?:Gen|Dr|Mr|Mrs)\. |\b(?:Gen|Dr|Mr|Mrs)\. .*\d\.\d"),
    "an attitude": some_attribution(lambda a, _: a["act"] == "attitude"),
    "a quotation without a clause": some_attribution(
        lambda a, _: not a["cue"] and not a["source"] and "speaker" in a
    ),
    "a bare family name of two people": names_two_people_alone,
    "a namesake told apart by what he heads": in_source("^M(?:r|rs|s) \\w+ of the "),
    "two family names, and the same two turned round": in_text(r"([A-Z]\w+) ([A-Z]\w+)\b(?s:.*)\b\2 \1\b"),
    "a wife or a husband as a source": in_source("(?i)^h(?:er|is) (?:husband|wife)"),
    "a relative who is named later": some_attribution(is_a_relative_named_later),
    "a relative clause": in_source("^who$"),
    "a possessive": in_source("^(?:[Hh]is|[Hh]er|[Tt]heir)$"),
    "the reader or the other speaker as a source": in_source("^[Yy]ou$"),
    "a report passed on in court": in_cue("^heard$"),
    "the first of several officials": in_source("^The first (?:official|player)$"),
    "another unnamed one": in_source("^Another"),
    "one of a group": in_source("^One of them$"),
    "a full name before a turn": in_text(r"(?m)^[A-Z][a-z]+ [A-Z][a-z-]+: "),
    "initials before a turn": in_text(r"(?m)^[A-Z]{2}: "),
    "an office before a turn": in_source("^(?:CHAIR|QUESTION)$"),
    "talk of two people without a clause": is_talk_of_two,
    "a capital for its government": in_source("^(?:Moscow|Brussels|Berlin|Yerevan)$"),
    "an acronym": in_source("^[Tt]he [A-Z]{3,4}$"),
    "two of an office at once": in_source("^[Tt]he two ministers$"),
    "the speaker and another": in_source(" and I$"),
    "a campaign": in_source("campaign$"),
    "a trade for a name": in_source("^[Tt]he (?:billionaire|striker|trader|analyst)$"),
    "a home for a name": in_source("^the [A-Z]\\w+ Republican$"),
    "a nickname that the text introduces": some_attribution(
        lambda a, _: bool(re.search("[\"'“][A-Z]\\w+[\"'”] [A-Z]", a.get("speaker", "")))
    ),
    "a family name in capitals": some_attribution(
        lambda a, _: bool(re.fullmatch("[A-Z][a-z]+ [A-Z]{3,}", a.get("speaker", "")))
    ),
    "a family name that comes first": in_text("family name comes first"),
    "a person of one name": in_text("has one name"),
    "a name with bin, al- or da": some_attribution(
        lambda a, _: bool(re.search(" (?:bin|da) | al-", a.get("speaker", "")))
    ),
    "a no-break space after a title": in_source("^M(?:r|s)\\.\\xa0"),
    "the author, named at the foot": some_attribution(is_signed_at_the_foot),
    "a quotation of nobody known": some_attribution(lambda a, _: a["type"] == "direct" and "speaker" not in a),
}


@pytest.mark.parametrize("phenomenon", PHENOMENA)
def test_some_article_has(phenomenon: str) -> None:
    holds = PHENOMENA[phenomenon]
    assert any(holds(article_gold(name)) for name in ARTICLES)
