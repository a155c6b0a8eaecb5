"""What the values of options may be: what takes one as it was typed, or says what it is not."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def name(value: str) -> str:
    if not any(character.isalnum() for character in value):
        raise argparse.ArgumentTypeError(f"{value!r} is no name")
    return value


def number(kind: type[float], low: int, high: int, what: str) -> Callable[[str], float]:
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
