"""Words that tell what a phrase stands for: titles, pronouns, nouns for people, organisations and documents.

What each list is for stands at the head of its file, quotes/english/*.txt.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from quotes.english import table, words

TITLES = words("titles")
INSIDE = words("titles", "inside")
HONORIFICS = words("titles", "honorific") | {"h", "e"}  # "H.E."
NAMES_TOO = words("titles_or_names")
TWO_WORDS = frozenset(tuple(title.split()) for title in words("titles_of_two_words"))
AFTER_NAMES = words("after_names")
CALLED = table("callings")

HE = words("pronouns", "he")
SHE = words("pronouns", "she")
IT = words("pronouns", "it")
THEY = words("pronouns", "they")
WE = words("pronouns", "we")
SPEAKING = WE | words("pronouns", "I")
WHO = words("pronouns", "who")
RELATIVE = WHO | words("pronouns", "which")
PRONOUNS = HE | SHE | IT | THEY | SPEAKING | RELATIVE

AUXILIARIES = words("auxiliaries")
PASSIVE = AUXILIARIES | {"be", "been", "being"}  # before a participle that tells not who speaks

POSSESSIVES = words("determiners", "possessive")
DEFINITE = words("determiners", "definite")
KNOWN = POSSESSIVES | {"the"}  # before what the reader knows
DETERMINERS = words("determiners")

PLURALS = words("plurals")
QUANTITIES = words("quantities")
AFTER_HEAD = words("after_head")
SEEMING = words("seeming")
JOINING = words("joining")
APPOSITIONS = words("appositions")
NO_NOUNS = PRONOUNS | DETERMINERS | AFTER_HEAD | {""}

PEOPLE = words("people")
MALE = words("genders", "he")
FEMALE = words("genders", "she")

DOCUMENTS = words("documents")
ORGANIZATIONS = words("organizations")
_ALIKE = {**table("documents_alike"), **table("organizations_alike")}
SORTS = words("organizations_any", "sort")
ANY_ORGANIZATION = words("organizations_any")
OF_SOMETHING = words("organizations_of")
OFFICIALS = words("officials")
PLACES = words("places")
# The names of countries that have several, to a word for the one.
COUNTRIES = {name: marks[0] for name, marks in table("countries").items()}

# Nouns for an office, a calling or a kin; so are those with one of the endings, but for NO_ROLES.
ROLES = (
    words("roles")
    | TITLES
    | CALLED.keys()
    | {noun for nouns in CALLED.values() for noun in nouns}
    | PEOPLE
    | MALE
    | FEMALE
) - {"he", "she", "retired", "former", "vice", "deputy", "naa", "excellency"}
ROLE_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "eer")
NO_ROLES = words("no_roles")
MODIFIERS = words("modifiers")
OPENERS = words("openers")

FAMILY_FIRST = words("family_names_first")
WORDS_TOO = words("given_names", "word")
SMALL = words("name_links")

# Those who belong to a party.
PARTISANS = frozenset({"democrat", "libertarian", "republican"})

# What stands for the two that were named.
BOTH = (("both",), ("the", "two"), ("the", "pair"), ("the", "couple"), ("the", "duo"))


@cache
def alike(noun: str) -> frozenset[str]:
    """The nouns that a writer may use for the same document or organization, itself among them if there are any."""
    marks = set(_ALIKE.get(noun, ()))
    return frozenset(other for other, theirs in _ALIKE.items() if not marks.isdisjoint(theirs))


@cache
def given_names() -> dict[str, Literal["he", "she"]]:
    """First names in small letters, without accents, to the pronoun of nearly all who bear them."""
    she = words("given_names", "she")
    return {name: "she" if name in she else "he" for name in words("given_names")}


def gender_of_title(title: str | None) -> Literal["he", "she"] | None:
    """The gender that a title in small letters tells: "he" for "mr"; None where it tells none."""
    if title in words("titles", "he"):
        return "he"
    return "she" if title in words("titles", "she") else None
