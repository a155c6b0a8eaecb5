"""A text as it was before its lines were broken: a paragraph a line, so that it is read as any other.

Nor does it have where the links of Markdown lead: [the mayor](https://...) said is the mayor said.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import regex
import simplemma

from quotes.text.intervals import Stretch
from quotes.text.lines import Line

_PARTED = regex.compile(r"(?<![\p{L}\p{M}-])(?P<head>[\p{L}\p{M}]++)-\Z")
_REST = regex.compile(r"[\p{L}\p{M}]++")
_WORDS = regex.compile(r"[\p{L}\p{M}]++(?:-[\p{L}\p{M}]++)*+")
_LINK = regex.compile(r"(?<!!)\[(?P<shown>[^\[\]\n]{1,300}+)\]\((?:https?://|/|#|mailto:)[^\s()]{0,1000}+\)")
_LONGEST = 40  # characters of a word
_WHOLE = 3  # letters of a word that may be part of a compound
_SUSPENDED = frozenset({"and", "or", "nor", "to"})  # "pre-" and "post-war"
_DASHES = frozenset("–—-")


@dataclass(frozen=True)
class Unfolded:
    """A text without the breaks inside of its paragraphs, and without the addresses of links.

    characters: the text. paragraphs: start and end of each in it.
    starts, origins: where stretches begin that are just so in the original, here and there.
    links: where links begin and end here, and there with their addresses.
    """

    characters: str
    paragraphs: tuple[Stretch, ...]
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    links: tuple[tuple[Stretch, Stretch], ...] = ()

    def original(self, start: int, end: int) -> Stretch:
        """Where in the original the characters from `start` to `end` stand; a link in them, with its address."""
        first, last = self._original(start), self._original(end - 1) + 1 if end > start else self._original(start)
        if start in self._begun and self._begun[start][0][1] < end:
            first = self._begun[start][1][0]
        if end in self._ended and self._ended[end][0][0] > start:
            last = self._ended[end][1][1]
        return first, last

    @cached_property
    def _begun(self) -> dict[int, tuple[Stretch, Stretch]]:
        return {link[0][0]: link for link in self.links}

    @cached_property
    def _ended(self) -> dict[int, tuple[Stretch, Stretch]]:
        return {link[0][1]: link for link in self.links}

    def _original(self, offset: int) -> int:
        at = bisect_right(self.starts, offset) - 1
        return self.origins[at] + offset - self.starts[at]

    def here(self, start: int, end: int) -> Stretch:
        """Where what stands in the original from `start` to `end` is here."""
        return self._here(start), self._here(end)

    def _here(self, offset: int) -> int:
        at = max(0, bisect_right(self.origins, offset) - 1)
        limit = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.characters)
        return min(max(0, self.starts[at] + offset - self.origins[at]), limit)


def unfolded(text: str, paragraphs: Sequence[Sequence[Line]]) -> Unfolded | None:
    """The text with each paragraph in one line, words that were parted made whole; None where it is so already.

    paragraphs: the lines of each, as `layout.laid_out` finds them.
    """
    if all(len(lines) == 1 for lines in paragraphs) and not _LINK.search(text):
        return None
    made = _Making(text)
    for lines in paragraphs:
        made.add(lines)
    return Unfolded(
        "".join(made.parts), tuple(made.paragraphs), tuple(made.starts), tuple(made.origins), tuple(made.links)
    )


class _Making:
    """An unfolded text, paragraph by paragraph."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = 0
        self.parts: list[str] = []
        self.paragraphs: list[Stretch] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.links: list[tuple[Stretch, Stretch]] = []

    def add(self, lines: Sequence[Line]) -> None:
        first = lines[0]
        if self.parts:
            self._put("\n" * first.after, max(0, first.begin - first.after))
        self._put(self._text[first.begin : first.start], first.begin)
        start = self._length
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            end, glue = self._joint(line, after) if after else (line.end, "")
            self._put_shown(line.start, end)
            self._put(glue, end)
        self.paragraphs.append((start, self._length))

    def _put_shown(self, start: int, end: int) -> None:
        """What is seen of a part of the text."""
        for link in _LINK.finditer(self._text, start, end):
            self._put(self._text[start : link.start()], start)
            self.links.append(((self._length, self._length + len(link["shown"])), link.span()))
            self._put(link["shown"], link.start("shown"))
            start = link.end()
        self._put(self._text[start:end], start)

    def _put(self, part: str, origin: int) -> None:
        if part:
            self.starts.append(self._length)
            self.origins.append(origin)
            self.parts.append(part)
            self._length += len(part)

    def _joint(self, line: Line, after: Line) -> tuple[int, str]:
        """Where what is kept of a line ends, and what parts it from the line after."""
        last = self._text[line.end - 1]
        if last == "\xad":
            return line.end - 1, ""
        if last not in _DASHES:
            return line.end, "" if line.address and after.one_word else " "
        attached = self._text[line.start : line.end].rstrip("–—-")[-1:]
        if attached.isspace() or not attached:
            return line.end, " "
        parted = _PARTED.search(self._text, max(line.start, line.end - _LONGEST), line.end)
        rest = _REST.match(self._text, after.start, min(after.end, after.start + _LONGEST))
        if last != "-" or not parted or not rest or not after.lower:
            return line.end, ""
        if rest[0] in _SUSPENDED:
            return line.end, " "
        return (line.end if self._is_compound(parted["head"], rest[0]) else line.end - 1), ""

    def _is_compound(self, head: str, rest: str) -> bool:
        """Whether a word has a hyphen anyway, and not only since it found no room: by the text, else by English."""
        if f"{head}-{rest}".lower() in self._words:
            return True
        if f"{head}{rest}".lower() in self._words or _is_known(head + rest):
            return False
        return min(len(head), len(rest)) >= _WHOLE and _is_known(head) and _is_known(rest)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORDS.findall(self._text.lower()))


def _is_known(word: str) -> bool:
    return simplemma.is_known(word, lang="en") or simplemma.is_known(word.lower(), lang="en")
