"""Citron: its own keys, characters as offsets, and what is written read again."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from samples import AALTO, CHOICE, FERRY, NOON, TEXT, article, attribution, said, span

from quotes.article import Article
from quotes.attribution import Speaker
from quotes.report.annotation import Annotation
from quotes.report.citron import citron, read_citron, write_citron
from quotes.report.selection import Selection


def records(*articles: Article, selection: Selection | None = None) -> list[dict[str, Any]]:
    out = io.StringIO()
    write_citron(articles, out, selection or Selection())
    return [json.loads(line) for line in out.getvalue().split("\n")[:-1]]


def place(words: str) -> dict[str, Any]:
    found = span(TEXT, words)
    return {"start": found.start, "end": found.end, "text": words}


def test_a_quote_has_citron_s_keys() -> None:
    (record,) = records(article(TEXT, CHOICE))
    assert record == {
        "text": TEXT,
        "quotes": [
            {
                "cue": place("told reporters"),
                "sources": [place("Captain Tove Aalto")],
                "contents": [place('"We had no choice,"'), place('"Nobody sails into that."')],
                "coreferences": [],
                "confidence": "0.9321",
                "id": "ferry_1",
            }
        ],
        "coreference_groups": [[place("Captain Tove Aalto"), place("She")]],
    }


def test_a_source_that_is_no_name_has_the_name_s_first_mention_as_coreference() -> None:
    quotes = citron(FERRY)["quotes"]
    assert quotes[1]["sources"] == [place("She")] and quotes[1]["coreferences"] == [place("Captain Tove Aalto")]


def test_joint_speakers_have_a_coreference_each() -> None:
    text = "Tove Aalto met Ilse Brandt. They said no."
    tove = Speaker("Tove Aalto", "person", None, (span(text, "Tove Aalto"),))
    both = Speaker("Tove Aalto | Ilse Brandt", "person", None, (span(text, "Ilse Brandt"), span(text, "They")))
    met = article(
        text,
        attribution(text, "met", cue="met", source="Tove Aalto", speaker=tove),
        attribution(text, "no", cue="said", source="They", speaker=both, id=2),
    )
    assert [c["text"] for c in citron(met)["quotes"][1]["coreferences"]] == ["Tove Aalto", "Ilse Brandt"]


def test_what_has_no_cue_is_left_out_as_citron_stops_at_it() -> None:
    assert [quote["id"] for quote in citron(FERRY)["quotes"]] == ["ferry_1", "ferry_2"]


def test_what_has_no_source_has_an_empty_list() -> None:
    (quote,) = citron(article(TEXT, attribution(TEXT, "to leave at noon", cue="hopes", speaker=AALTO)))["quotes"]
    assert quote["sources"] == [] and quote["coreferences"] == []


def test_what_is_written_is_read_again() -> None:
    (record,) = records(FERRY)
    assert list(read_citron(record, TEXT)) == [
        Annotation(a.content, (a.cue,), (a.source,)) for a in (CHOICE, NOON) if a.cue and a.source
    ]


def test_an_article_is_one_line_whatever_its_text() -> None:
    text = 'a\nb\r\u2028c\x1b\x7f\u202e\ud800 "d" she said'
    hostile = article(text, attribution(text, '"d"', cue="said", source="she"))
    out = io.StringIO()
    write_citron([hostile, FERRY], out)
    assert len(out.getvalue().splitlines()) == 2
    out.getvalue().encode("utf-8")
    assert not set("\x1b\x7f\u202e") & set(out.getvalue())
    record = json.loads(out.getvalue().splitlines()[0])
    assert record["text"] == text
    assert read_citron(record, text)[0].content == (span(text, '"d"'),)


def test_a_selection_leaves_quotes_out_and_keeps_ids() -> None:
    (record,) = records(FERRY, selection=Selection(types=frozenset({"indirect"})))
    assert [quote["id"] for quote in record["quotes"]] == ["ferry_2"]


def test_articles_are_written_as_they_come() -> None:
    out = io.StringIO()

    def coming() -> Iterator[Article]:
        yield FERRY
        assert "We had no choice" in out.getvalue()
        yield said("Later.")

    write_citron(coming(), out)
    assert out.getvalue().endswith('{"text": "Later.", "quotes": [], "coreference_groups": []}\n')


def test_what_people_annotated_is_read() -> None:
    text = "“No,” Tove said. “Never.”"
    record = {
        "quotes": [
            {
                "cue": {"start": 11, "end": 15},
                "sources": [],
                "contents": [{"start": 17, "end": 25}, {"start": 0, "end": 5}],
            },
            {
                "contents": [{"start": 0, "end": 5, "text": "“No,”"}],
                "sources": [{"start": 6, "end": 10}],
                "cue": None,
            },
        ]
    }
    never, no = read_citron(record, text)[1], read_citron(record, text)[0]
    assert [s.text for s in never.content] == ["“No,”", "“Never.”"] and never.cue == (span(text, "said"),)
    assert no == Annotation((span(text, "“No,”"),), (), (span(text, "Tove"),))


SAID = {"start": 8, "end": 12, "text": "said"}
NO = {"start": 0, "end": 2, "text": "No"}


def quote(cue: object = SAID, sources: object = (), contents: object = (NO,)) -> dict[str, object]:
    """A record with one quote; tuples for lists."""
    listed = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in (("sources", sources), ("contents", contents))
    }
    return {"quotes": [{"cue": cue, **listed}]}


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"text": "Yes.", "quotes": []}, "text: the record is of another text"),
        ({}, "quotes: not a list"),
        ({"quotes": ["No"]}, "quotes[0]: not an object: No"),
        (quote(contents=None), "quotes[0].contents: not a list"),
        (quote(contents=()), "quotes[0].contents: empty"),
        (quote(sources="she"), "quotes[0].sources: not a list"),
        (quote(cue="said"), "quotes[0].cue: not an object with the numbers start and end: said"),
        (quote(cue={"start": "8", "end": "12"}), "quotes[0].cue: not an object with the numbers start and end"),
        (quote(cue={"start": 8, "end": 99}), "quotes[0].cue: 8 to 99 is beyond the text, which has 13 characters"),
        (quote(cue={"start": -5, "end": 2}), "quotes[0].cue: -5 to 2 is beyond the text"),
        (quote(sources=({"start": 7, "end": 4},)), "quotes[0].sources[0]: 7 to 4 is reversed"),
        (quote(contents=(NO, {"start": 4, "end": 4})), "quotes[0].contents[1]: 4 to 4 is empty"),
        (
            quote(cue={"start": 3, "end": 4, "text": "said"}),
            "quotes[0].cue: the text has ' ' there and not 'said'; is it another text?",
        ),
    ],
)
def test_what_is_broken_is_named(broken: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read_citron(broken, "No, she said.")
