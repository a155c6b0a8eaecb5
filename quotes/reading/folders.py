"""Paths to the files that they name."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from quotes.reading import warc, web_pages, word_and_pdf
from quotes.reading.document import Problem, unreadable

ENDINGS = (".txt", ".md", ".markdown", *web_pages.ENDINGS, *word_and_pdf.ENDINGS, *warc.ENDINGS)


def files(paths: Iterable[str | Path]) -> Iterator[Path | Problem]:
    """The files that `paths` name, in order, each once: a folder stands for the articles in it and below, by name.

    Those are files with one of `ENDINGS`; hidden ones are left out.
    """
    seen = set()
    for path in _listed(paths):
        key = path if isinstance(path, Problem) else absolute(path)
        if key not in seen:
            seen.add(key)
            yield path


def absolute(path: Path) -> Path:
    """The path from the root."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links, which have names of their own


def _listed(paths: Iterable[str | Path]) -> Iterator[Path | Problem]:
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        inside = list(_inside(path))
        yield from inside
        if not inside:
            endings = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
            yield Problem(
                str(path), f"{path}: no articles in this folder; they are files whose names end in {endings}"
            )


def _inside(folder: Path) -> Iterator[Path | Problem]:
    """The articles in `folder` and below in the order of their names, each folder once."""
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
        elif path.name.lower().endswith(ENDINGS) and (path.is_file() or not path.exists()):  # dead links: told later
            yield path
