"""Files of others, whatever is in them: what is wrong is told, and nothing is raised that says nothing."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from quotes.article import Article
from quotes.evaluation.corpus_json import read_records
from quotes.reading import Document, Problem, read
from quotes.report.brat import read_ann

TEXT = "Ana Ruiz, the mayor, said no."
KEYS = st.sampled_from(
    [
        "id",
        "text",
        "attributions",
        "content",
        "cue",
        "source",
        "speaker",
        "kind",
        "start",
        "end",
        "quotes",
        "contents",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 40) | st.floats() | st.sampled_from([TEXT, "a", "direct"]) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@st.composite
def altered(draw: st.DrawFn, record: Any) -> Any:
    """A record of which one value, however deep, is another."""
    if isinstance(record, dict) and record and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(record)))
        changed = record | {key: draw(altered(record[key]))}
        return changed if draw(st.integers(0, 9)) else {k: v for k, v in changed.items() if k != key}
    if isinstance(record, list) and record and draw(st.integers(0, 9)):
        place = draw(st.integers(0, len(record) - 1))
        return [*record[:place], draw(altered(record[place])), *record[place + 1 :]]
    return draw(VALUES)


def span(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": TEXT[start:end]}


CHANGE = {"kind": "deleted", "article": "", "source": "not", "article_start": None, "source_start": 3}
SPEAKER = {"name": "Ana Ruiz", "kind": "person", "role": "mayor"}
RECORD = {
    "id": "a",
    "path": None,
    "length": len(TEXT),
    "language": "en",
    "model": "m",
    "version": "0",
    "attributions": [
        {
            "id": 1,
            "type": "indirect",
            "act": "statement",
            "said": True,
            "hearsay": False,
            "content": [span(26, 28)],
            "cue": {**span(21, 25), "lemma": "say"},
            "source": span(0, 8),
            "speaker": SPEAKER,
            "confidence": 0.9,
            "context": {"line": 1, "paragraph": 1, "sentence": span(0, len(TEXT))},
            "verification": {
                "verdict": "altered",
                "similarity": 0.5,
                "match": {
                    **{"source": "s", "start": 0, "end": 3, "text": "not", "line": 1, "speaker": None},
                    **{"sentence": None, "before": None, "after": None},
                },
                "changes": [CHANGE],
                "context": None,
                "parts": [],
            },
        }
    ],
    "speakers": [{**SPEAKER, "attributions": [1], "mentions": [span(0, 8)]}],
}
GOLD = {
    "id": "a",
    "text": TEXT,
    "attributions": [{"content": [[26, 28]], "cue": [[21, 25]], "source": [[0, 8]], "speaker": "Ana Ruiz"}],
    "not_quotes": [[0, 3]],
}
CITRON = {
    "text": TEXT,
    "quotes": [{"id": "a_1", "cue": span(21, 25), "sources": [span(0, 8)], "contents": [span(26, 28)]}],
}


def test_the_records_are_read_as_they_are() -> None:
    assert Article.from_dict(RECORD, TEXT).to_dict()["attributions"] == RECORD["attributions"]
    assert all(read_records(json.dumps(record), "f", "f").articles[0].relations for record in (GOLD, CITRON, RECORD))


@given(altered(RECORD))
def test_a_record_of_an_article_is_read_or_told_to_be_wrong(record: Any) -> None:
    try:
        assert Article.from_dict(record, TEXT).text == TEXT
    except ValueError as error:
        assert str(error)


@given(altered(GOLD) | altered(CITRON) | altered(RECORD) | VALUES)
def test_gold_and_predictions_are_read_or_told_to_be_wrong(record: Any) -> None:
    try:
        read_records(json.dumps(record), "gold.jsonl", "gold")
    except ValueError as error:
        assert str(error).startswith("gold.jsonl")


LINES = st.sampled_from(
    ["T1\tContent 0 3\tAna", "T2\tCue 21 25\tsaid", "E1\tAttribution:T2 Content:T1 Cue:T2", "*\tR"]
)


@given(st.lists(LINES | texts, max_size=5).map("\n".join))
def test_standoff_is_read_or_told_to_be_wrong(standoff: str) -> None:
    try:
        read_ann(TEXT, standoff)
    except ValueError as error:
        assert str(error)


ENDINGS = st.sampled_from([".txt", ".jsonl", ".csv", ".tsv", ".csv.gz", ".jsonl.gz"])
ROWS = st.sampled_from(
    [b'{"text": "No."}\n', b"id,text\n", b"1,No.\n", b'"', b"\x1f\x8b\x08", b"\xff\xfe", b"<html><p>No.\n"]
)


@given(ENDINGS, st.lists(ROWS | st.binary(max_size=40), max_size=6).map(b"".join))
def test_any_file_is_read_or_told_to_be_wrong(ending: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{ending}"
        path.write_bytes(content)
        for item in read([path]):
            assert isinstance(item, Problem) or (isinstance(item, Document) and item.text.strip())
