"""The JSON of transcribers (whisper, whisperX, pyannote and others) to what is said, by whom and when.

Their formats differ and change; what they share is a list of objects with words, a time, and maybe a speaker.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quotes.english import words
from quotes.reading.document import UnusableError
from quotes.reading.talk import Cue, clock

ENDINGS = (".json",)

_DEEPEST = 12  # objects within objects
_SLOWEST = 150  # seconds that a word takes on average; if more, times are in milliseconds


def is_transcript(path: Path) -> bool:
    """Whether a file holds a transcript; True, too, where it cannot be read, which is told later."""
    try:
        return bool(cues(path.read_bytes().decode("utf-8-sig", "replace")))
    except UnusableError:
        return False
    except OSError:
        return True


def cues(text: str) -> list[Cue]:
    """What is said. Raises UnusableError where it is no JSON, or holds no list of what is said."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise UnusableError("no JSON, or broken; save it again") from None
    found = [segments for segments in _lists(value, 0) if segments]
    if not found:
        raise UnusableError("JSON, but no transcript with words in it; leave it out, or save its text as .txt")
    best = max(found, key=lambda segments: (any(_field(s, "who") for s in segments), sum(map(_length, segments))))
    times = [_field(segment, "time") for segment in best]
    whole = [time for time in times if isinstance(time, int)]
    number = sum(len(_words(segment).split()) for segment in best)
    scale = 1000 if len(whole) == len(best) and max(whole) > _SLOWEST * number else 1
    return [Cue(_who(s), " ".join(_words(s).split()), clock(_field(s, "time"), scale)) for s in best]


def _lists(value: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    """The lists of objects with words, at any depth."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        yield [item for item in value if isinstance(item, dict) and _words(item).strip()]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inside:
        if isinstance(item, dict | list):
            yield from _lists(item, depth + 1)


def _field(segment: dict[str, Any], kind: str) -> Any:
    times = segment.get("timestamps")
    inside = {**times, **segment} if kind == "time" and isinstance(times, dict) else segment
    return next((inside[name] for name in inside if name in words("talk_columns", kind)), None)


def _words(segment: dict[str, Any]) -> str:
    said = _field(segment, "words")
    if isinstance(said, str):
        return said
    parts = segment.get("elements")
    values = [part.get("value") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    return "".join(value for value in values if isinstance(value, str))


def _length(segment: dict[str, Any]) -> int:
    return len(_words(segment))


def _who(segment: dict[str, Any]) -> str | None:
    who = _field(segment, "who")
    who = who.get("name") if isinstance(who, dict) else who
    return None if who is None or not str(who).strip() else str(who)
