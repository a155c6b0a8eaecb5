"""Dates as columns have them, to "2026-03-04"."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate
from typing import Any

_EARLIEST = 1400  # year before which nothing was printed


def iso(value: Any) -> str | None:
    """The day that a value tells, as "2026-03-04"; None where it tells none, or may be two ("03/04/2026").

    value: a date, a time, or text: "2026-03-04", "2026-03-04T10:00Z", "4 March 2026", "Wed, 4 Mar 2026 10:00 GMT".
    """
    if isinstance(value, str):
        value = _day(value.strip()[:100])
    return value.strftime("%Y-%m-%d") if isinstance(value, date) and value.year >= _EARLIEST else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        parsed = parsedate(text) or parsedate(f"{text} 00:00:00 +0000")
    try:
        return datetime(*parsed[:3]) if parsed else None
    except ValueError:
        return None
