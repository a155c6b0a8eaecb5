"""Sources to speakers: names, pronouns, descriptions and turns of talk to whom they stand for."""

from quotes.resolve.speakers import choices, resolve
from quotes.resolve.weights import Weights, load_weights

__all__ = ["Weights", "choices", "load_weights", "resolve"]
