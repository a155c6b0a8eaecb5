"""What the values of options may be: each function takes what was typed, or says what it is not."""

from __future__ import annotations

import argparse
from typing import TypeVar

N = TypeVar("N", int, float)


def name(value: str) -> str:
    if not any(character.isalnum() for character in value):
        raise argparse.ArgumentTypeError(f"{value!r} is no name")
    return value


def probability(value: str) -> float:
    return _number(value, float, 0, 1, "a probability from 0 to 1")


def sentences(value: str) -> int:
    return _number(value, int, 0, 1000, "a number of sentences from 0 to 1000")


def workers(value: str) -> int:
    return _number(value, int, 1, 1000, "a number of processes from 1 to 1000")


def columns(value: str) -> int:
    return _number(value, int, 40, 1000, "a number of columns from 40 to 1000")


def port(value: str) -> int:
    return _number(value, int, 0, 65535, "a port from 0 to 65535")


def waiting(value: str) -> int:
    return _number(value, int, 1, 100_000, "a number of articles from 1 to 100000")


def seconds(value: str) -> float:
    return _number(value, float, 1, 86_400, "a number of seconds from 1 to 86400")


def megabytes(value: str) -> int:
    """Bytes, of so many megabytes."""
    return int(_number(value, float, 0.001, 1000, "a number of megabytes from 0.001 to 1000") * 2**20)


def token(value: str) -> str:
    if len(value) < 16 or not value.isascii() or not value.replace("-", "").replace("_", "").isalnum():
        raise argparse.ArgumentTypeError("a token is 16 or more letters, digits, - and _; without one it is made up")
    return value


def _number(value: str, kind: type[N], low: N, high: N, what: str) -> N:
    try:
        number = kind(value)
    except ValueError:
        number = kind(low - 1)
    if not low <= number <= high:
        raise argparse.ArgumentTypeError(f"{value!r} is not {what}")
    return number
