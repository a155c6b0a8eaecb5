"""Paths to the files that they name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from quotes.reading import mail, speech_json, subtitles, tables, warc, web_pages, word_and_pdf
from quotes.reading.document import Address, Problem, Tell, is_address, unreadable

ENDINGS = (
    *(".txt", ".md", ".markdown"),
    *web_pages.ENDINGS,
    *word_and_pdf.ENDINGS,
    *subtitles.ENDINGS,
    *speech_json.ENDINGS,
    *mail.ENDINGS,
    *mail.MAILBOXES,
    *warc.ENDINGS,
)


def files(paths: Iterable[str | Path], tell: Tell) -> Iterator[Path | Address | Problem]:
    """The files and web addresses that `paths` name, in order, each once; a folder stands for the articles in it.

    Those are, by name and all the way down, files with one of `ENDINGS` (of JSON only transcripts), and tables with
    a column of speakers; hidden ones are left out. tell: is given a sentence that names all others, and why they are
    passed over.
    """
    seen = set()
    for path in _listed(paths, tell):
        key = absolute(path) if isinstance(path, Path) else path
        if key not in seen:
            seen.add(key)
            yield path


def absolute(path: Path) -> Path:
    """The path from the root."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links, which have names of their own


def _listed(paths: Iterable[str | Path], tell: Tell) -> Iterator[Path | Address | Problem]:
    for path in (Address(path) if is_address(path) else Path(path) for path in paths):
        if isinstance(path, Address) or not path.is_dir():
            yield path
            continue
        found = list(_inside(path))
        inside = [item for item in found if isinstance(item, Problem) or _is_article(item)]
        _tell_of_others(path, [item for item in found if item not in inside], tell)
        yield from inside
        if not inside:
            endings = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
            yield Problem(
                str(path), f"{path}: no articles in this folder; they are files whose names end in {endings}"
            )


def _inside(folder: Path) -> Iterator[Path | Problem]:
    """The files in `folder` and below in the order of their names, each folder once."""
    visited = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path.is_dir():
            real = path.resolve()
            if real not in visited:
                visited.add(real)
                try:
                    entries = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
                except OSError as error:
                    yield unreadable(path, error)
                else:
                    waiting.extend(sorted(entries, reverse=True))
            elif path.parent.resolve().is_relative_to(real):
                yield Problem(str(path), f"{path}: a link back to the folder that it is in; not followed, remove it")
        elif path.is_file() or not path.exists():  # dead links: told later
            yield path


def _is_article(path: Path) -> bool:
    name = path.name.lower()
    if name.endswith(speech_json.ENDINGS):
        return speech_json.is_transcript(path)
    return name.endswith(ENDINGS) or tables.talk(path, lambda _: None) is not None


def _tell_of_others(folder: Path, others: Sequence[Path | Problem], tell: Tell) -> None:
    """Names the files of a folder that are passed over, in a line for each reason."""
    paths = [path for path in others if isinstance(path, Path)]
    by_reason: dict[str, list[str]] = {}
    for path in paths:
        by_reason.setdefault(_why_not(path), []).append(str(path.relative_to(folder)))
    for why, names in by_reason.items():
        tell(f"{folder}: passed over, as {why}: {', '.join(names)}")


def _why_not(path: Path) -> str:
    if tables.is_table(path):
        return "tables are read where they are named"
    if path.name.lower().endswith(speech_json.ENDINGS):
        return "no transcript is in this JSON"
    return "their names do not end as those of articles do (name them, or save them as .txt)"
