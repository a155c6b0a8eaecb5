"""Subtitles (SubRip, WebVTT, what whisper prints) to what is said: timecodes, cue numbers and breaks are no words.

All have lines with two times and "-->" between; nothing else is needed of them, so that broken ones are read as far
as they can be.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import regex

from quotes.reading.document import UnusableError
from quotes.reading.talk import Cue, clock

ENDINGS = (".srt", ".vtt")

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_TIMING = regex.compile(rf"[^\S\n]*+\[?(?P<start>{_TIME})[ \t]*+-->[ \t]*+{_TIME}(?P<rest>.*+)")
_BEGINS = regex.compile(rf"\s*+(?:WEBVTT\b|(?:\d++[^\S\n]*+\n)?[^\S\n]*+\[?{_TIME}[ \t]*+-->)")
_NO_CUE = regex.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)\b")
_VOICE = regex.compile(r"<v(?:\.[^\s<>]*+)?\s++(?P<name>[^<>]{1,80}+)>")
_TAG = regex.compile(r"<[^<>\n]{0,200}+>|\{\\[^{}\n]{0,80}+\}")
_NAMED = regex.compile(
    r"(?:>>|-)?+[ \xa0]*+(?:\[(?P<name>\p{Lu}[\p{L}\p{N}.'’ _-]{1,60}+)\]:?"
    r"|(?P<name>\p{Lu}[\p{L}\p{N}.'’ _-]{0,60}+):)\s++(?=\S)"
)


def is_subtitles(text: str) -> bool:
    """Whether a text begins as subtitles do."""
    return bool(_BEGINS.match(text))


def cues(text: str, tell: Callable[[str], None]) -> list[Cue]:
    """What is said, cue by cue; lines that a cue shows again from the one before are left out.

    tell: is given a sentence on what could not be read. Raises UnusableError where there is no cue.
    """
    found: list[tuple[str | None, list[str]]] = []
    broken = 0
    for time, lines, whole in _timed(text):
        broken += not whole
        if lines:
            found.append((time, lines))
    if not found:
        raise UnusableError("no subtitles in it, as no cue has words; leave it out, or save it again")
    if broken:
        tell(f"broken timecodes: {broken}; the words are read, but not when they are said")
    return _named([(time, lines) for time, lines in _once(found)])


def _timed(text: str) -> Iterator[tuple[str | None, list[str], bool]]:
    """Each cue's time, its lines, and whether the time can be read."""
    time: str | None = None
    whole, begun = True, False
    lines: list[str] = []
    for line in text.splitlines():
        if "-->" not in line:
            if line.strip() and (begun or not (lines or _NO_CUE.match(line))):
                lines.append(line.strip())
            begun = begun and bool(line.strip() or not lines)
            continue
        if lines and lines[-1].isdecimal():  # the number of the cue that now begins
            lines.pop()
        if time is not None or not whole:
            yield time, lines, whole
        match = _TIMING.match(line)
        rest = match["rest"] if match else ""
        bracketed = rest.lstrip().startswith("]")
        lines = [rest.lstrip()[1:].strip()] if bracketed and rest.strip("] \t") else []
        time, whole, begun = clock(match["start"]) if match else None, match is not None, True
    if time is not None or not whole:
        yield time, lines, whole


def _once(found: Sequence[tuple[str | None, list[str]]]) -> Iterator[tuple[str | None, list[str]]]:
    """Captions that roll show the last line again, above the new one."""
    before: list[str] = []
    for time, lines in found:
        plain = [_TAG.sub("", line) for line in lines]
        rolls = before and plain[0] == before[-1] and len(lines) + len(before) > 2
        new = lines[1:] if rolls else lines
        if new:
            yield time, new
        before = plain


def _named(found: Sequence[tuple[str | None, list[str]]]) -> list[Cue]:
    """The cues with their speakers: one without a name goes on with the speaker before."""
    made = []
    for time, lines in found:
        text = " ".join(lines)
        voice = _VOICE.search(text)
        plain = " ".join(html.unescape(_TAG.sub("", text)).split())
        label = None if voice else _NAMED.match(plain)
        made.append((Cue(voice["name"].strip() if voice else None, plain, time), label))
    times = Counter(label["name"] for _, label in made if label)
    cues: list[Cue] = []
    speaker = None
    for cue, label in made:
        if label and (times[label["name"]] > 1 or label["name"].isupper() or " " in label["name"]):
            speaker, cue = label["name"], replace(cue, words=cue.words[label.end() :])
        speaker = cue.speaker or speaker
        if cue.words:
            cues.append(replace(cue, speaker=speaker))
    return cues
