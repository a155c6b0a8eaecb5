"""Quotes held against what was really said."""

from quotes.verification.evidence import Evidence, verify

__all__ = ["Evidence", "verify"]
