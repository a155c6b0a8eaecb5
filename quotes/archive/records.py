"""What is found in an archive as records: JSON, JSON Lines, CSV and data frames."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from quotes.archive.rows import ArchivedQuote
from quotes.report.csv import cell
from quotes.report.json import to_json

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

    from quotes.archive.groups import Group

Record = dict[str, Any]

FORMATS = ("json", "jsonl", "csv")
QUOTE = (
    *("article_id", "date", "site", "speaker", "kind", "type", "content", "sentence"),
    *("confidence", "number"),
)

TELLING = ("group", *QUOTE, "other_speaker", "verdict", "changes")


def of_quote(quote: ArchivedQuote) -> Record:
    """A quote by its columns, `QUOTE`."""
    return {name: getattr(quote, name) for name in QUOTE}


def of_group(number: int, group: Group) -> list[Record]:
    """The quotes of a group, which gets a number, by the columns `TELLING`."""
    return [{"group": number} | telling.to_dict() for telling in group.tellings]


def write(records: Iterable[Record], columns: Sequence[str], format: str, out: IO[str]) -> None:
    """Records in one of `FORMATS`: a list, a line each, or a row each of these columns."""
    if format == "json":
        out.write(to_json(list(records), indent=2) + "\n")
    elif format == "jsonl":
        out.writelines(f"{to_json(record)}\n" for record in records)
    else:
        table = csv.writer(out)
        table.writerow(columns)
        table.writerows([cell(_plain(record[name])) for name in columns] for record in records)


def _plain(value: Any) -> Any:
    """Names, and counts of names, in one cell."""
    if isinstance(value, dict):
        return "; ".join(f"{name or '?'}: {count}" for name, count in value.items())
    return "; ".join(value) if isinstance(value, tuple) else value


def frame(records: Iterable[Record], columns: Sequence[str]) -> pd.DataFrame:
    """A data frame of pandas. Raises ImportError where that is not installed."""
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError("data frames need pandas: pip install pandas") from error
    return pd.DataFrame.from_records(list(records), columns=list(columns))
