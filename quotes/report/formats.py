"""The formats that articles are written in, a line each: a format is added by a file that writes it and a line here.

Every writer takes the articles, where they go and a Selection, and by name whatever of a Layout it has use for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Literal

from quotes.article import Article
from quotes.errors import QuotesError
from quotes.report.selection import ALL, Selection


@dataclass(frozen=True)
class Layout:
    """How things look that are asked for in general; a format takes of it what concerns it.

    everything: whether what is folded away (`Selection.fold`) is shown too.
    context: sentences before and after, at least 0.
    width: in columns; None for the terminal's. color: whether terminals get colours.
    bom: whether a file begins with a byte order mark.
    """

    everything: bool = False
    context: int = 0
    width: int | None = None
    color: bool = True
    bom: bool = False


PLAIN = Layout()


@dataclass(frozen=True)
class Format:
    """A format, by the name that it has in the command.

    writer: module and function in `quotes.report`, imported when something is to be written.
    takes: the fields of Layout that the writer takes.
    to: what is written to: "text", a stream of it; "bytes", a file of them; "folder", one that is made.
    newline: as `open` takes it.
    resumes: whether a stopped run can be gone on with, as an article is a line of its own.
    needs: a package that is no dependency of ours, and the extra that brings it.
    """

    name: str
    writer: str
    takes: tuple[str, ...] = ()
    to: Literal["text", "bytes", "folder"] = "text"
    newline: str = "\n"
    resumes: bool = False
    needs: tuple[str, str] | None = None

    def write(
        self,
        articles: Iterable[Article],
        out: IO[str] | IO[bytes] | Path,
        selection: Selection = ALL,
        layout: Layout = PLAIN,
    ) -> None:
        """Writes the attributions of `articles` that `selection` keeps. Raises what the writer raises."""
        module, function = self.writer.split(".")
        write = getattr(import_module(f"quotes.report.{module}"), function)
        write(articles, out, selection, **{name: getattr(layout, name) for name in self.takes})


FORMATS = (
    Format("table", "table.write_table", takes=("everything", "context", "width", "color")),
    Format("json", "json.write_json"),
    Format("jsonl", "json.write_jsonl", resumes=True),
    Format("html", "html.write_html"),
    Format("csv", "csv.write_csv", takes=("bom",), newline=""),
    Format("markdown", "markdown.write_markdown", takes=("everything",)),
    Format("brat", "brat.write_brat", to="folder"),
    Format("citron", "citron.write_citron"),
    Format("parquet", "parquet.write_parquet", to="bytes", needs=("pyarrow", "tables")),
)
BY_SPEAKER = Format("table", "by_speaker.write_by_speaker", takes=("everything", "width", "color"))  # in its place


def format_named(name: str) -> Format:
    """The format of that name. Raises QuotesError where there is none."""
    for format in FORMATS:
        if format.name == name:
            return format
    raise QuotesError(f"there is no format {name!r}; there are {', '.join(format.name for format in FORMATS)}")
