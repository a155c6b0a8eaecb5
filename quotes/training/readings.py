"""Readings: who speaks in articles, told by careful readers, in a file that has places and no word of the texts.

A line of it is an article: {"id", "length" in characters, "attributions"}. An attribution has the spans of
"content", "cue" and "source", or else the "number", from 0, of the gold attribution that has them; "speaker" lists
the spans that name who speaks together, none for nobody; "kind" is the speaker's.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from quotes.errors import QuotesError
from quotes.training.data import Gold


def read_readings(path: Path, texts: Sequence[Path]) -> list[Gold]:
    """The articles of a file of readings (JSON Lines, packed by gzip), in the gold format.

    texts: JSON Lines files with the "id" and "text" of the articles, and their gold "attributions" where readings
    number them. Raises QuotesError where a file is broken, or a text is missing or is not the one that was read.
    """
    articles = {article["id"]: article for file in texts for article in _lines(file, file.read_bytes())}
    try:
        unpacked = gzip.decompress(path.read_bytes())
    except (gzip.BadGzipFile, EOFError) as error:
        raise QuotesError(f"{path}: no readings packed by gzip ({error})") from None
    return [_gold(path, reading, articles.get(reading["id"])) for reading in _lines(path, unpacked)]


def _lines(path: Path, found: bytes) -> Iterator[Gold]:
    for number, line in enumerate(found.decode("utf-8").splitlines(), 1):
        try:
            told = json.loads(line)
        except ValueError:
            told = None
        if not isinstance(told, dict) or "id" not in told:
            raise QuotesError(f'{path}, line {number}: no object with an "id"; give an article a line')
        yield told


def _gold(path: Path, reading: Gold, article: Gold | None) -> Gold:
    if article is None or len(article["text"]) != reading["length"]:
        raise QuotesError(
            f"{path}: the text of {reading['id']!r} is missing or another; give the files that were read as texts"
        )
    text, marks = article["text"], article.get("attributions", ())
    return {
        "id": reading["id"],
        "text": text,
        "attributions": [
            {
                **(marks[told["number"]] if "number" in told else told),
                "speaker": " | ".join(" ".join(text[start:end].split()) for start, end in told["speaker"]),
                "kind": told["kind"],
            }
            for told in reading["attributions"]
        ],
    }
