"""What the values of options may be: what takes one as it was typed, or says what it is not."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date

from quotes.archive.search import MOST_ROWS, TIME


def name(value: str) -> str:
    if not any(character.isalnum() for character in value):
        raise argparse.ArgumentTypeError(f"{value!r} is no name")
    return value


def number(kind: type[float], low: float, high: float, what: str) -> Callable[[str], float]:
    def typed(value: str) -> float:
        try:
            number = kind(value)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise argparse.ArgumentTypeError(f"{value!r} is not {what} from {low} to {high}")
        return number

    return typed


probability = number(float, 0, 1, "a probability")
sentences = number(int, 0, 1000, "a number of sentences")
workers = number(int, 1, 1000, "a number of processes")
columns = number(int, 40, 1000, "a number of columns")
port = number(int, 0, 65535, "a port")
waiting = number(int, 1, 100_000, "a number of articles")
seconds = number(float, 1, 86_400, "a number of seconds")
limit = number(int, 1, MOST_ROWS, "a number of rows")
quote = number(int, 1, 2**53, "a number of a quote")
megabytes = number(float, 0.001, 1000, "a number of megabytes")


def token(value: str) -> str:
    if len(value) < 16 or not value.isascii() or not value.replace("-", "").replace("_", "").isalnum():
        raise argparse.ArgumentTypeError("a token is 16 or more letters, digits, - and _; without one it is made up")
    return value


def day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no day; write it as 2026-03-04") from None


def time(value: str) -> str:
    if not TIME.fullmatch(value):
        raise argparse.ArgumentTypeError(
            f"{value!r} is no day, month or year; write it as 2026-03-04, 2026-03 or 2026"
        )
    return value
