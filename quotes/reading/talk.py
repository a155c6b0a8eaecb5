"""What is said in a recording or a transcript, by whom and when, to a text: a paragraph a turn, "Ann Lee: Yes."."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import mean

import regex

from quotes.english import words
from quotes.reading.document import Document

_LABEL = regex.compile(r"[^\w]*+(?P<name>[^\n,;:()\[\]<>]{1,60}+)")
_SHORT_NAME = regex.compile(r"\w{1,2}")
_CLOCK = regex.compile(r"(\d{1,3}(?::\d{2}){1,2})(?:[.,]\d*+)?")
_LONGEST_NAME = 60  # characters


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are said at once; speaker, time ("00:14:03"): None where the file does not tell."""

    speaker: str | None
    words: str
    time: str | None = None


def recorded(document: Document, cues: Iterable[Cue]) -> Document:
    """The document with a paragraph for each turn, its speaker's name before it, and the times of the cues."""
    pieces: list[str] = []
    times: list[tuple[int, str]] = []
    length = 0

    def add(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    for speaker, turn in groupby(cues, lambda cue: cue.speaker):
        add("\n\n" if pieces else "")
        add(f"{label}: " if (label := _label(speaker)) else "")
        for number, cue in enumerate(turn):
            add(" " if number else "")
            if cue.time:
                times.append((length, cue.time))
            add(cue.words)
    return replace(document, text="".join(pieces), times=tuple(times), extracted=True)


def of_rows(rows: Sequence[Sequence[str]]) -> list[Cue] | None:
    """What a table holds of which a column tells who speaks; None where none does.

    The first row names the columns; else the first of two has the same short names again and again.
    """
    places = columns(rows[0]) if rows else {}
    if "who" in places and "words" in places:
        return [
            _cue(row, places) for row in rows[1:] if len(row) > max(places.values()) and row[places["words"]].strip()
        ]
    if len(rows) < 4 or any(len(row) != 2 for row in rows):
        return None
    names = [row[0].strip() for row in rows]
    recur = 1 < len(set(names)) <= 0.7 * len(names)
    are_names = all(name[:1].isupper() and len(name) <= _LONGEST_NAME for name in names)
    longer = mean(len(row[1]) for row in rows) > mean(map(len, names))
    return [_cue(row, {"who": 0, "words": 1}) for row in rows] if recur and are_names and longer else None


def columns(names: Iterable[str]) -> dict[str, int]:
    """Where among names of columns the first stands that tells "who", "words" and "time"."""
    plain = [name.strip().casefold() for name in names]
    places = {
        kind: next((at for at, name in enumerate(plain) if name in words("talk_columns", kind)), None)
        for kind in ("who", "words", "time")
    }
    return {kind: at for kind, at in places.items() if at is not None}


def clock(time: object, scale: float = 1) -> str | None:
    """A time as "00:14:03": of seconds (scale: so many of its units are one), or as a text has it."""
    if isinstance(time, int | float) and not isinstance(time, bool) and 0 <= time < 1e12:
        seconds = int(time / scale)
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    match = _CLOCK.match(str(time).strip()) if time is not None else None
    return str(match[1]) if match else None


def _cue(row: Sequence[str], places: dict[str, int]) -> Cue:
    time = clock(row[places["time"]]) if "time" in places else None
    return Cue(row[places["who"]].strip() or None, " ".join(row[places["words"]].split()), time)


def _label(speaker: str | None) -> str | None:
    """A speaker's name as it can stand before a colon: "Speaker 1" for "1", "Ann Lee" for "Ann Lee, MP"."""
    match = _LABEL.match(speaker or "")
    if not match:
        return None
    name = " ".join(match["name"].split())
    if _SHORT_NAME.fullmatch(name):
        return f"Speaker {name}"
    return name if name[:1].isupper() else name.title()
