"""What finds quotes that may be one in other words."""

from __future__ import annotations


def bands(content: str) -> list[int]:
    """Whole numbers of 64 bits with a sign, some of which quotes with many words in common share."""
    return []
