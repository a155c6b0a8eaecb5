"""Sources to speakers: names, pronouns, descriptions and turns of talk to whom they stand for."""

from quotes.resolve.speakers import resolve

__all__ = ["resolve"]
