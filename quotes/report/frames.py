"""Attributions as tables in memory, of pyarrow and of pandas, which are imported when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from quotes.article import Article

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    import pyarrow as pa

_NESTED = ("content_spans", "repeated", "changes")


def to_arrow(articles: Iterable[Article]) -> pa.Table:
    """The attributions of articles as a table of pyarrow: a row each, statements and attitudes, in text order.

    articles: as `scan_many` gives them, or any others; read once, at most 10,000 rows of them are held besides the
        table. An article without attributions has no row; one with an `error` has a row of its id, path and error.

    The columns are always those of `quotes.report.columns`, so that tables stack; the metadata of each field,
    "comment", says what it holds: `table.schema.field("line").metadata[b"comment"]`. What is not known is null.
    Raises ImportError where pyarrow is not installed.
    """
    if isinstance(articles, Article):
        raise TypeError("articles are several, in a list for instance, not one Article")
    from quotes.report.arrow import table  # says what to install, where pyarrow is missing

    return table(articles)


def to_pandas(articles: Iterable[Article]) -> pd.DataFrame:
    """The attributions of articles as a data frame of pandas: the rows and columns of `to_arrow`.

    Dtypes are the same whatever is in it: `string` for text, `category` for words that come again and again (path,
    speaker, kind, type, act, cue_lemma, model, verdict), `Int32` for offsets and other whole numbers, `boolean` for
    said and hearsay, `float64` for confidence and similarity. content_spans, repeated and changes hold lists of
    dicts. What is not known pandas takes for missing (`isna`), and None stands for it in the columns of lists.
    Raises ImportError where pandas or pyarrow is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError("data frames need pandas: pip install pandas 'quotes[tables]'") from error
    table = to_arrow(articles)
    dtypes = {"string": pd.StringDtype(), "int32": pd.Int32Dtype(), "bool": pd.BooleanDtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=lambda type: dtypes.get(str(type)))
    for name in _NESTED:
        frame[name] = pd.Series(table[name].to_pylist(), dtype=object)
    return frame
