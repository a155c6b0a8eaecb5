"""What people do to an article at the desk, and what is handed on of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from samples import AALTO, FERRY, SHEEP, TEXT, article, span

from quotes.article import Article
from quotes.attribution import Review, Speaker
from quotes.errors import QuotesError
from quotes.evaluation import evaluate, read
from quotes.serve.exports import exported, gold, gold_lines, named
from quotes.serve.review import Reviewed, reviewed
from quotes.training.data import read_gold

Change = dict[str, Any]


def after(*changes: Change, of: Article = FERRY) -> Reviewed:
    return reviewed(of, changes, {})


def at(words: str) -> list[int]:
    return [span(TEXT, words).start, span(TEXT, words).end]


def names(made: Reviewed) -> list[str | None]:
    return [a.speaker.name if a.speaker else None for a in made.article.attributions]


def test_an_untouched_article_is_as_it_was_found() -> None:
    made = after()
    assert made.article == made.final == FERRY
    assert [a.id for a in made.looked_at] == [1, 3] and made.checked == 0  # 2 is an attitude


def test_marks_and_notes_stand_in_the_article_and_are_counted() -> None:
    made = after(
        {"do": "mark", "quote": 1, "as": "wrong"},
        {"do": "note", "quote": 1, "text": " She said “some”. "},
        {"do": "mark", "quote": 2, "as": "checked"},
        {"do": "mark", "quote": 3, "as": "doubtful"},
        {"do": "mark", "quote": 3, "as": None},
    )
    first, second, third = made.article.attributions
    assert first.review == Review("wrong", "She said “some”.") and third.review is None
    assert (made.checked, [a.id for a in made.looked_at]) == (2, [1, 2, 3])
    assert (first.confidence, second.confidence, third.confidence) == (1.0, 1.0, 0.5)


def test_a_quote_goes_to_another_of_the_speakers_with_the_words_that_name_them() -> None:
    berg = Speaker("Ilse Berg", "person", None, (span(TEXT, "islanders"),))
    both = replace(FERRY, speakers=(AALTO, berg))
    made = after({"do": "speaker", "quote": 2, "speaker": 2}, of=both)
    aalto, other = made.speakers.values()
    assert names(made) == ["Tove Aalto", "Ilse Berg", None]
    assert [m.text for m in other.mentions] == ["She", "islanders"]
    assert [m.text for m in aalto.mentions] == ["Captain Tove Aalto"]
    assert made.article.attributions[1].confidence == 1.0


def test_a_quote_goes_to_somebody_new_and_the_same_name_is_the_same_speaker() -> None:
    made = after(
        {"do": "speaker", "quote": 3, "name": "Ilse  Berg", "kind": "person"},
        {"do": "speaker", "quote": 2, "name": "Ilse Berg"},
    )
    assert names(made) == ["Tove Aalto", "Ilse Berg", "Ilse Berg"]
    assert {n: s.name for n, s in made.speakers.items()} == {1: "Tove Aalto", 2: "Ilse Berg"}
    assert names(after({"do": "speaker", "quote": 1, "speaker": None})) == [None, "Tove Aalto", None]


def test_a_speaker_is_renamed_and_two_are_made_one() -> None:
    new = {"do": "speaker", "quote": 3, "name": "Berg", "kind": "unknown"}
    made = after(new, {"do": "rename", "speaker": 2, "name": "Ilse Berg", "kind": "person"})
    assert names(made)[2] == "Ilse Berg" and made.speakers[2].kind == "person"
    made = after(new, {"do": "merge", "speaker": 1, "into": 2}, {"do": "speaker", "quote": 3, "speaker": 1})
    assert names(made) == ["Berg", "Berg", "Berg"] and list(made.speakers) == [2]
    assert made.speakers[2].role == "Captain" and len(made.speakers[2].mentions) == 2


def test_what_is_no_quote_is_kept_aside_and_can_come_back() -> None:
    drop = {"do": "drop", "quote": 1}
    made = after(drop)
    assert [a.id for a in made.final.attributions] == [2, 3] and made.dropped == {1}
    assert [a.id for a in made.article.attributions] == [1, 2, 3] and len(made.looked_at) == 1
    assert after(drop, {"do": "keep", "quote": 1}).final == FERRY


def test_spans_are_drawn_anew() -> None:
    made = after({"do": "span", "quote": 3, "content": [at("feeds the sheep"), at("who")], "cue": at("warned")})
    third = made.article.attributions[2]
    assert [s.text for s in third.content] == ["who", "feeds the sheep"] and third.id == 3
    assert third.cue and (third.cue.text, third.cue_lemma) == ("warned", "warn")
    assert third.type == "direct" and third.context.line == 5 and third.confidence == 1.0
    made = after({"do": "span", "quote": 1, "source": None})
    assert made.article.attributions[0].source is None
    assert [m.text for m in made.speakers[1].mentions] == ["She"]


def test_a_missed_quote_is_added_in_its_place_with_the_next_number() -> None:
    made = after(
        {"do": "add", "content": [at("Snow stopped the ferry")], "cue": None, "source": None, "speaker": None},
        {"do": "span", "quote": 4, "cue": at("warned"), "source": at("The islanders")},
        {"do": "speaker", "quote": 4, "name": "islanders", "kind": "group"},
        {"do": "mark", "quote": 4, "as": "checked"},
    )
    added = made.article.attributions[0]
    assert (added.id, added.type, added.context.line) == (4, "indirect", 1)
    assert added.speaker and [m.text for m in added.speaker.mentions] == ["The islanders"]
    assert [a.id for a in made.article.attributions] == [4, 1, 2, 3]


def test_to_leave_the_last_change_out_undoes_it() -> None:
    changes = [
        {"do": "add", "content": [at("Snow")], "cue": None, "source": None, "speaker": None},
        {"do": "drop", "quote": 1},
        {"do": "merge", "speaker": 1, "into": 1},
    ]
    with pytest.raises(QuotesError, match="change 3: a speaker cannot be merged into itself"):
        after(*changes)
    assert len(after(*changes[:2]).final.attributions) == 3 and after(*changes[:0]).final == FERRY


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("mark", "not an object"),
        ({}, "there is no 'do' in it"),
        ({"do": "shout", "quote": 1}, "there is nothing to do that is called 'shout'"),
        ({"do": "mark", "quote": 9, "as": None}, "there is no quote 9"),
        ({"do": "mark", "quote": [1], "as": None}, "there is no quote [1]"),
        ({"do": "mark", "quote": 1, "as": "fine"}, "'fine' is none of checked, wrong, doubtful"),
        ({"do": "note", "quote": 1, "text": "x" * 10_001}, "not a text of at most 10,000 characters"),
        ({"do": "speaker", "quote": 1, "speaker": 7}, "there is no speaker 7"),
        ({"do": "speaker", "quote": 1, "name": " "}, "a name is empty"),
        ({"do": "rename", "speaker": 1, "name": "Berg", "kind": "cat"}, "'cat' is none of person"),
        ({"do": "span", "quote": 1, "content": []}, "content a list of them"),
        ({"do": "span", "quote": 1, "content": [[0, 10_000]]}, "beyond the text"),
        ({"do": "span", "quote": 1, "cue": [5, 5]}, "5 to 5 is empty"),
        ({"do": "span", "quote": 1, "cue": [45, 47]}, "nothing but white space"),
        ({"do": "span", "quote": 1, "cue": ["0", "4"]}, "not a pair of offsets"),
        ({"do": "add", "cue": [0, 4]}, "there is no 'content' in it"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(change: Any, sentence: str) -> None:
    with pytest.raises(QuotesError, match=r"^change 1: ") as told:
        after(change)
    assert sentence in str(told.value)


# Handed on

REVIEW = (
    {"do": "mark", "quote": 1, "as": "wrong"},
    {"do": "note", "quote": 1, "text": "=She said “some”.\n<b>"},
    {"do": "speaker", "quote": 3, "name": "Ilse Berg"},
)


def test_csv_and_json_have_marks_and_notes() -> None:
    made = after(*REVIEW)
    first, *_ = csv.DictReader(io.StringIO(exported(made, "csv"), newline=""))
    assert (first["review"], first["note"]) == ("wrong", "'=She said “some”. <b>")
    [record] = json.loads(exported(made, "json"))
    assert record["attributions"][0]["review"] == {"state": "wrong", "note": "=She said “some”.\n<b>"}
    assert Article.from_dict(record, TEXT) == made.final


def test_markdown_and_html_have_them_as_text() -> None:
    made = after(*REVIEW)
    assert "| wrong | \\=She said “some”. \\<b\\> |" in exported(made, "markdown")
    assert "<b>wrong</b>: <bdi>=She said “some”. &lt;b&gt;</bdi>" in exported(made, "html")
    assert "review" not in exported(after(), "markdown")


def test_gold_is_read_by_evaluation_and_training(tmp_path: Path) -> None:
    made = after(*REVIEW, {"do": "drop", "quote": 1}, {"do": "drop", "quote": 2})
    file = tmp_path / "ferry.gold.jsonl"
    file.write_text(exported(made, "gold"), encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8"))["not_quotes"] == [
        at('"We had no choice,"'),
        at('"Nobody sails into that."'),
    ]
    [taught] = read_gold(file)
    [only] = taught["attributions"]
    assert (only["speaker"], only["kind"], only["content"]) == (
        "Ilse Berg",
        "person",
        [at("“And who feeds the sheep?”")],
    )
    corpus = read(file)
    assert evaluate(corpus, corpus)["full"].value == 1.0


def test_what_is_unsure_is_gold_only_when_somebody_looked_at_it() -> None:
    unsure = article(TEXT, replace(SHEEP, confidence=0.1))
    assert gold(after(of=unsure))["attributions"] == []
    assert len(gold(after({"do": "mark", "quote": 3, "as": "checked"}, of=unsure))["attributions"]) == 1


def test_articles_of_one_name_are_told_apart_in_gold() -> None:
    lines = gold_lines([(3, after()), (4, after())]).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["ferry-3", "ferry-4"]


def test_files_are_named_in_ascii() -> None:
    assert named(article(TEXT, id='../é"\r\nx'), "gold") == "x.gold.jsonl"
    assert named(article(TEXT, id="…"), "html") == "article.html"
