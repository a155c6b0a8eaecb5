"""Days of the week and dates that are one and the same: "on Tuesday" for "on 9 December", said in that week."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date

import regex

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
WEEKDAYS = {name.casefold(): number for number, name in enumerate(calendar.day_name)}
_HEAD = 400  # characters in which a text tells of when it is
_WEEK = 6  # days
_ORDINAL = r"(?:st|nd|rd|th)?+"
_DATE = regex.compile(
    rf"\b(?:(?P<day>\d{{1,2}}){_ORDINAL} (?P<month>\p{{L}}{{3,9}}+)"
    rf"|(?P<month>\p{{L}}{{3,9}}+)\.? (?P<day>\d{{1,2}}){_ORDINAL}),?+ (?P<year>\d{{4}})\b"
    r"|\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"
)


def told(text: str) -> date | None:
    """The first whole date at the head of a text, None where there is none."""
    for found in _DATE.finditer(text, 0, _HEAD):
        month = found["month"].casefold()
        number = int(month) if month.isdigit() else _month(month)
        if number and (made := _date(int(found["year"]), number, int(found["day"]))):
            return made
    return None


def are_one_day(words: Sequence[str], texts: Iterable[str]) -> bool:
    """Whether words, as they are compared, are a day of the week and a date that are one: tuesday, 9 december.

    texts: those that may tell the week in their heads.
    """
    weekdays = [word for word in words if word in WEEKDAYS]
    rest = [word for word in words if word not in WEEKDAYS]
    if len(weekdays) != 1 or len(rest) != 2 or not rest[0].isdigit() or rest[1] not in _MONTHS:
        return False
    day, month, weekday = int(rest[0]), _MONTHS[rest[1]], WEEKDAYS[weekdays[0]]
    return any(_falls_on(weekday, day, month, week) for text in texts if (week := told(text)))


def _falls_on(weekday: int, day: int, month: int, week: date) -> bool:
    """Whether a day and month, in the week before or after a date, are that day of the week."""
    years = (week.year - 1, week.year, week.year + 1)
    near = (made for year in years if (made := _date(year, month, day)) and abs((made - week).days) <= _WEEK)
    return any(made.weekday() == weekday for made in near)


def _month(name: str) -> int | None:
    return next((number for month, number in _MONTHS.items() if month.startswith(name[:3])), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
