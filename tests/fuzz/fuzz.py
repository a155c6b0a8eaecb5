"""Looks for an input that something cannot bear: `PYTHONPATH=. python tests/fuzz/fuzz.py marks|reading|json`.

By atheris (pip install atheris), which grows inputs by what code they reach; the options are libFuzzer's, and
-max_total_time=600 ends it. What it finds is written to crash-*, and belongs into tests/test_hostile.py as an
example. A slow input counts as one, too.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["quotes"]):
    from bench.standin import StandInScanner
    from quotes.article import Article
    from quotes.evaluation.corpus_json import read_records
    from quotes.reading import Problem, read
    from quotes.report.brat import read_ann
    from quotes.text.layout import paragraphs as blocks_of
    from quotes.text.quotations import quotations, walk
    from quotes.text.sentences import split
    from quotes.text.text import Text

SCANNER = StandInScanner(window=48, context=8, reach=32)
ENDINGS = (".txt", ".jsonl", ".csv", ".tsv", ".jsonl.gz", ".csv.gz", ".parquet", ".html")


def fuzz_marks(data: bytes) -> None:
    """Every room that a text goes through."""
    text = atheris.FuzzedDataProvider(data).ConsumeUnicode(400)
    for q in walk(quotations(text)):
        assert q.start <= q.inner_start <= q.inner_end <= q.end <= len(text)
    tokens = [token for sentence in split(text) for token in sentence.tokens]
    assert tokens == sorted(tokens)
    assert all(start < end for start, end in blocks_of(text))
    assert all(turn.start < turn.colon.end for turn in Text(text).turns.items)
    article = SCANNER.scan(text)
    assert len(Article.from_dict(article.to_dict(), text).attributions) == len(article.attributions)


def fuzz_reading(data: bytes) -> None:
    """Files of any kind: what is wrong is a Problem, never an exception."""
    if not data:
        return
    path = FOLDER / f"input{ENDINGS[data[0] % len(ENDINGS)]}"
    path.write_bytes(data[1:])
    for item in read([path]):
        assert isinstance(item, Problem) or item.text.strip()
    path.unlink()


def fuzz_json(data: bytes) -> None:
    """What others wrote: a ValueError says what is wrong with it."""
    text = data.decode("utf-8", "replace")
    for reads in (lambda: read_records(text, "gold.jsonl", "gold"), lambda: read_ann(text, text)):
        try:
            reads()
        except ValueError as error:
            assert str(error)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return
    try:
        Article.from_dict(record, "Ana Ruiz said no.")
    except ValueError as error:
        assert str(error)


TARGETS: dict[str, Callable[[bytes], None]] = {"marks": fuzz_marks, "reading": fuzz_reading, "json": fuzz_json}
SEEDS = {
    "marks": ["“We won,” said Ana Ruiz.", "ANA: No.\n\nBO: 'Yes', he said.\n\nANA: \"Oh.", "«A „b“ c»\r\n''d''"],
    "reading": [
        "\0“No,” she said.",
        '\x01{"text": "No.", "id": 1}\n',
        "\x02id,text\n1,No.\n",
        "\x07<html><p>No.</p>",
    ],
    "json": [
        '{"id": "a", "text": "Ana Ruiz said no.", "attributions": [{"content": [[14, 16]], "speaker": "Ana Ruiz"}]}',
        json.dumps(SCANNER.scan("Ana Ruiz said no.").to_dict()),
        "T1\tContent 0 2\tT1\nE1\tAttribution:T1 Content:T1\n",
        '{"text": "No", "quotes": [{"cue": {"start": 0, "end": 2}, "contents": [], "sources": []}]}',
    ],
}

if __name__ == "__main__":
    name = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = Path(folder)
        corpus = FOLDER / "corpus"
        corpus.mkdir()
        for number, seed in enumerate(SEEDS[name]):
            (corpus / str(number)).write_bytes(seed.encode())
        atheris.Setup([*sys.argv, str(corpus)], TARGETS[name])
        atheris.Fuzz()
