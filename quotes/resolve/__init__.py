"""Sources to speakers: names, pronouns, descriptions and turns of talk to whom they stand for.

Rules propose, for every source, who may speak and why; one learned ranker chooses among them.
"""

from quotes.resolve.walk import Resolver, load_resolver

__all__ = ["Resolver", "load_resolver"]
