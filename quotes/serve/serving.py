"""What `quotes serve` is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Serving:
    """What `quotes serve` is asked for.

    host, port: to listen on; port 0 for any that is free. store: the file; None for the user's own.
    token: that everybody needs; None on this machine alone. fetches: whether web addresses are taken.
    model: a folder; None for what ships. workers: processes that scan. queue: articles that may wait.
    largest: bytes of what is put in. seconds: that an article may take. opens: whether a browser is opened.
    """

    host: str
    port: int
    store: Path | None
    token: str | None
    fetches: bool
    model: Path | None
    workers: int
    queue: int
    largest: int
    seconds: float
    opens: bool
    archive: Path | None
