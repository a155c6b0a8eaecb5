"""Readings: who said what in articles, told by careful readers or writers, in a file of places.

A line of it is an article: {"id", "length" in characters, "attributions"}, with "whole" where these are all that it
has, and their spans were read as well; one that was written for it has its "text" in place of the length. An
attribution has the spans of "content", "cue" and "source", or else the "number", from 0, of the gold attribution that
has them; "speaker" lists the spans that name who speaks together, none for nobody, and is null where nobody told;
"kind" is the speaker's.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path

from quotes.errors import QuotesError
from quotes.training.data import Gold, json_lines


def read_readings(path: Path, texts: Sequence[Path]) -> list[Gold]:
    """The articles of a file of readings (JSON Lines, packed by gzip), in the gold format, and whether "whole".

    texts: JSON Lines files with the "id" and "text" of the articles that have none themselves, and their gold
    "attributions" where readings number them. Raises QuotesError where a file is broken, or a text is missing or is
    not the one that was read.
    """
    known = (article for file in texts for article in json_lines(file, file.read_text(encoding="utf-8"), "id"))
    articles = {article["id"]: article for article in known}
    readings = json_lines(path, unpacked(path), "id")
    return [_gold(path, r, r if "text" in r else articles.get(r["id"])) for r in readings]


def unpacked(path: Path) -> str:
    """The text of a file packed by gzip. Raises QuotesError where it is none."""
    try:
        return gzip.decompress(path.read_bytes()).decode("utf-8")
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise QuotesError(f"{path}: no text packed by gzip ({error})") from None


def _gold(path: Path, reading: Gold, article: Gold | None) -> Gold:
    if article is None or len(article["text"]) != reading.get("length", len(article["text"])):
        raise QuotesError(
            f"{path}: the text of {reading['id']!r} is missing or another; give the files that were read as texts"
        )
    text, marks = article["text"], article.get("attributions", ())
    return {
        "id": reading["id"],
        "text": text,
        "whole": reading.get("whole", False),
        "attributions": [
            (
                marks[told["number"]]
                if "number" in told
                else {role: told[role] for role in ("content", "cue", "source")}
            )
            | _speaker(text, told)
            for told in reading["attributions"]
        ],
    }


def _speaker(text: str, told: Gold) -> Gold:
    if told["speaker"] is None:
        return {}
    names = (" ".join(text[start:end].split()) for start, end in told["speaker"])
    return {"speaker": " | ".join(names), "kind": told["kind"], "named": told["speaker"]}
