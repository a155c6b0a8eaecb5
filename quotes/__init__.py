"""Reads a news article and tells who said what, and where it says so."""

__version__ = "0.1.0"
