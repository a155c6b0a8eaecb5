"""Lessons on who speaks: short texts of our own, made of the lines of lessons.txt with names put into their slots.

They teach what news seldom has and must not be lost: the words of an unnamed party, relative pronouns, pairs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import regex

from quotes.english import words
from quotes.training.data import Gold

TIMES = 10  # texts that are made of a line

_FILE = Path(__file__).parent / "lessons.txt"
_SLOT = regex.compile(r"\{(\w)(?:\.(\w+))?\}")
_MARK = regex.compile(r"\[(?P<source>[^]|]*)(?:\|(?P<speaker>[^]]*))?\]|<(?P<content>[^>]*)>|_(?P<cue>[^_]*)_")
_FAMILIES = """
    Abara Adeyemi Alvarez Andrade Bakker Banerjee Barros Becker Bhatt Castillo Chanda Costa Dlamini Duarte Engel
    Farouk Ferreira Flores Gupta Haddad Hansen Ibrahim Ivanov Jansen Kamau Karlsson Khalil Kovac Laine Lindqvist
    Mahlangu Mbeki Mendoza Moreau Mwangi Nakamura Novak Okafor Osei Pereira Quispe Rahman Rossi Salim Santos Schulz
    Silva Suzuki Tanaka Torres Vargas Wilk Yilmaz Zulu
"""
_PLACES = "Accra Arusha Bergen Cordoba Dakar Durban Haifa Kumasi Lagos Lyon Malmo Nairobi Osaka Perth Porto Quito"
_FIRMS = (
    "Atlas Rail Company",
    "Baltic Freight Lines",
    "Delta Mining Corporation",
    "Harbour Steel Works",
    "Northern Bank of Trade",
    "Orion Water Group",
    "Union of River Pilots",
)
_CALLINGS = """
    actor analyst architect author baker banker barber buyer captain carpenter chairman clerk
    coach coroner councillor detective director doctor driver editor engineer farmer foreman guard
    historian host inspector investor judge landlord lawmaker lawyer manager mayor mechanic minister
    neighbour nurse officer owner painter passenger pilot player plumber presenter priest producer
    professor prosecutor ranger referee scientist senator singer soldier student surgeon teacher trader
    trainer victim waiter witness
"""


def lessons(seed: int) -> list[Gold]:
    """The lessons, as articles in the gold format."""
    lines = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rng = random.Random(seed)
    return [_lesson(f"lesson-{n}-{time}", line, rng) for n, line in enumerate(lines) for time in range(TIMES)]


def _lesson(id: str, line: str, rng: random.Random) -> Gold:
    filled, kinds = _filled(line, rng)
    filled = filled.replace(" // ", "\n\n")
    text, at = "", 0
    found: dict[str, list[list[list[int]]]] = {"source": [], "cue": [], "content": []}
    speakers: list[str] = []
    for mark in _MARK.finditer(filled):
        text += filled[at : mark.start()]
        at = mark.end()
        kind = mark.lastgroup if mark.lastgroup != "speaker" else "source"
        assert kind
        found[kind].append([[len(text), len(text) + len(mark[kind])]] if mark[kind] else [])
        text += mark[kind]
        if kind == "source":
            speakers.append(mark[kind] if mark["speaker"] is None else mark["speaker"])
    text += filled[at:]
    told = zip(found["content"], found["cue"], found["source"], speakers, strict=True)
    attributions = [
        {
            "content": content,
            "cue": cue,
            "source": source,
            "speaker": speaker.replace(" + ", " | "),
            "kind": kinds.get(speaker, "anonymous"),
        }
        for content, cue, source, speaker in told
    ]
    return {"id": id, "text": text, "attributions": attributions}


def _filled(line: str, rng: random.Random) -> tuple[str, dict[str, str]]:
    """A line with its slots filled, one way for each letter; the names of people and firms in it and their kinds."""
    fillings: dict[str, dict[str, str]] = {}
    letters = dict.fromkeys(match[1] for match in _SLOT.finditer(line))
    families = rng.sample(_FAMILIES.split(), len(letters))
    callings = rng.sample(_CALLINGS.split(), len(letters))
    for letter, family, calling in zip(letters, families, callings, strict=True):
        fillings[letter] = dict(_filling(letter, family, calling, rng))
    text = _SLOT.sub(lambda match: fillings[match[1]][match[2] or ""], line)
    whole = regex.sub(r"(?:^|(?<=[.”] |// )\[?)\[?\p{Ll}", lambda match: match[0].upper(), text)
    named = {letter: filling for letter, filling in fillings.items() if letter not in "PQJKRS"}
    kinds = {filling[""]: "organization" if letter in "OU" else "person" for letter, filling in named.items()}
    return whole, kinds


def _filling(letter: str, family: str, calling: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """What may stand in the slots of a letter, by what follows its point."""
    if letter in "OU":
        firm = rng.choice(_FIRMS[letter == "U" :: 2])
        yield "", firm
        yield "short", "".join(word[0] for word in firm.split() if word[0].isupper())
        yield "end", " ".join(firm.split()[1:])
    elif letter in "PQ":
        yield "", rng.choice(_PLACES.split())
    elif letter in "JKRS":
        yield "", calling
    else:
        she = letter in "FG" or (letter not in "MN" and rng.random() < 0.5)
        names = words("given_names", "she") if she else words("given_names") - words("given_names", "she")
        given = rng.choice(sorted(names - words("given_names", "word"))).capitalize()
        yield from (("", f"{given} {family}"), ("first", given), ("last", family))
        yield from (("he", "she" if she else "he"), ("his", "her" if she else "his"))
