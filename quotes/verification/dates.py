"""Days of the week and dates that are one and the same: "on Tuesday" for "on 9 December", said in that week."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
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
_DAY = regex.compile(
    rf"\b(?:(?P<day>\d{{1,2}}){_ORDINAL} (?:of )?(?P<month>\p{{Lu}}\p{{L}}{{2,8}}+)"
    rf"|(?P<month>\p{{Lu}}\p{{L}}{{2,8}}+)\.? (?:the )?(?P<day>\d{{1,2}}){_ORDINAL})\b"
)
_WEEKDAY = regex.compile(r"\b\L<days>\b", days=[day.title() for day in WEEKDAYS])


def told(text: str) -> date | None:
    """The first whole date at the head of a text, None where there is none."""
    for found in _DATE.finditer(text, 0, _HEAD):
        month = found["month"].casefold()
        number = int(month) if month.isdigit() else _month(month)
        if number and (made := _date(int(found["year"]), number, int(found["day"]))):
            return made
    return None


def other_day(text: str, spoken: str, texts: Iterable[str]) -> tuple[regex.Match[str], regex.Match[str]] | None:
    """The only days that two texts tell, where they cannot be one: two days of the week, or one and a date.

    texts: those that may tell the week in their heads.
    """
    ours, theirs = ([*_WEEKDAY.finditer(one)] or [*_DAY.finditer(one)] for one in (text, spoken))
    if len(ours) != 1 or len(theirs) != 1:
        return None
    days = [found for found in (ours[0], theirs[0]) if "day" in found.groupdict()]
    if not days:
        return (ours[0], theirs[0]) if ours[0][0] != theirs[0][0] else None
    month = _month(days[0]["month"].casefold())
    if len(days) == 2 or not month:
        return None
    weekday = WEEKDAYS[(theirs[0] if days[0] is ours[0] else ours[0])[0].casefold()]
    falls = {day for week in map(told, texts) if week for day in _near(int(days[0]["day"]), month, week)}
    return (ours[0], theirs[0]) if falls and weekday not in {day.weekday() for day in falls} else None


def are_one_day(words: Sequence[str], texts: Iterable[str]) -> bool:
    """Whether words, as they are compared, are a day of the week and a date that are one: tuesday, 9 december.

    texts: those that may tell the week in their heads.
    """
    weekdays = [word for word in words if word in WEEKDAYS]
    rest = [word for word in words if word not in WEEKDAYS]
    if len(weekdays) != 1 or len(rest) != 2 or not rest[0].isdigit() or rest[1] not in _MONTHS:
        return False
    day, month, weekday = int(rest[0]), _MONTHS[rest[1]], WEEKDAYS[weekdays[0]]
    return any(made.weekday() == weekday for week in map(told, texts) if week for made in _near(day, month, week))


def _near(day: int, month: int, week: date) -> Iterator[date]:
    """A day and month in the week before or after a date."""
    years = (week.year - 1, week.year, week.year + 1)
    return (made for year in years if (made := _date(year, month, day)) and abs((made - week).days) <= _WEEK)


def _month(name: str) -> int | None:
    return next((number for month, number in _MONTHS.items() if month.startswith(name[:3])), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
