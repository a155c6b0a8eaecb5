"""What the desk does not do, and how it says so."""

from __future__ import annotations

from quotes.errors import QuotesError

FULL = 507  # the status where the disk has no room


class RefusedError(QuotesError):
    """Something that cannot be done: the status of HTTP that tells so, and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status, sentence)
        self.status = status

    def __str__(self) -> str:
        return str(self.args[1])
