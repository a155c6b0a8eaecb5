"""Block quotes, posts, press releases and headlines: words that their place credits to somebody."""

from __future__ import annotations

import pytest

from quotes.attribution import Name, Span
from quotes.find import find
from quotes.set_apart import headlines, set_apart
from quotes.tagging.tagger import Tags
from quotes.text.intervals import Intervals
from quotes.text.text import Text

VOSS = "Minister Nadia Voss said:\n\n> The turbines will turn.\n> Nobody will pay.\n\nIt rained.\n"
RELEASE = (
    "Minister Eva Lindahl said:\n\nThe line is open.\n\nIt is fast.\n\nDirector Jonas Beck said:\n\nWe built it.\n"
)
POST = "Nine hours and no water.\n\n— Ester Vik (@estervik) July 19, 2023\n\nThe airport was sorry.\n"
SIGNED = "He was plain.\n\n> Boats will be towed.\n>\n> — Kjell Aas, harbour master\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (VOSS, [("Minister Nadia Voss", ["The turbines will turn.", "Nobody will pay."])]),
        (
            RELEASE,
            [
                ("Minister Eva Lindahl", ["The line is open.", "It is fast."]),
                ("Director Jonas Beck", ["We built it."]),
            ],
        ),
        (POST, [("Ester Vik", ["Nine hours and no water."])]),
        (SIGNED, [("Kjell Aas", ["Boats will be towed."])]),
        ("> We lost the map.\n\n*Warden Silke Ahn, at a meeting*\n", [("Warden Silke Ahn", ["We lost the map."])]),
        ("> We lost the map.\n\n> — Kjell Aas\n", [("Kjell Aas", ["We lost the map."])]),
        ("> We lost the map.\n\nDagny, by e-mail\n", [("Dagny", ["We lost the map."])]),
        ("> We lost the map.\n\nWarden Silke Ahn said nothing\n", []),
        ("> We lost the map.\n\nThe Long Walk Home\n", []),
        ("16:02 Fire\n\n@BrackFire: All are well.\n", [("BrackFire", ["All are well."])]),
        ("Mayor Ada Holt (@adaholt): Bring blankets.\n", [("Mayor Ada Holt", ["Bring blankets."])]),
        ("Minister Eva Lindahl said:\n\nThe line is open.\n", []),
        ("Minister Eva Lindahl said: the line is open.\n\nIt is fast.\n", []),
    ],
)
def test_what_is_set_apart_and_from_whom(text: str, found: list[tuple[str, list[str]]]) -> None:
    turns = set_apart(Text(text), Intervals.of(names(text, "Silke Ahn"), place))
    assert [(turn.label.text, [text[start:end] for start, end in turn.pieces]) for turn in turns] == found


def place(name: Name) -> tuple[int, int]:
    return name.span.start, name.span.end


def names(text: str, name: str) -> list[Name]:
    at = text.find(name)
    return [Name(Span(at, at + len(name), name), "person")] if at >= 0 else []


def test_what_is_set_apart_is_direct() -> None:
    [attribution] = find(Text(VOSS), Tags())
    assert (attribution.type, attribution.source and attribution.source.text) == ("direct", "Minister Nadia Voss")
    assert attribution.cue_lemma == "say"


@pytest.mark.parametrize(
    ("line", "content", "source"),
    [
        ("Rents will fall by spring, Bergstrom says", "Rents will fall by spring", "Bergstrom"),
        ("Bridge toll 'a tax on nurses' – union", "Bridge toll 'a tax on nurses'", "union"),
        ("Bridge to close – for a month", None, None),
        ("» Toll is dead, says mayor", "Toll is dead", "mayor"),
        ("The bridge will close, engineer Ann Lee said.", "The bridge will close", "engineer Ann Lee"),
        ("He was late. The bridge will close, she said.", None, None),
        ("Lee: The bridge will close", None, None),
    ],
)
def test_what_a_headline_tells_that_somebody_says(line: str, content: str | None, source: str | None) -> None:
    text = f"{line}\n\nThe bridge is old.\n"
    found = [(text[slice(*h.content)], h.source.text) for h in headlines(Text(text), Intervals.of([]))]
    assert found == ([(content, source)] if content else [])
