"""Ten and more variations of each kind of text as people have it, written before the code: the share that is right.

Each table of `variations` holds texts of our own and what is to be found in them, a line an attribution: the speaker
(? for nobody) and the pieces of the content, apart from each other by " | ". `said` are statements; `hearsay` those
that somebody is only told to have made; `unsaid` may be found, but not as statements. Where `strict` is true, and
where there is nothing to be found, no other statement may be.
"""

from __future__ import annotations

import re
import tomllib
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from quotes import Attribution, scan
from quotes.reading import Document, read

FOLDER = Path(__file__).parent / "variations"
LEAST = 0.85  # of a kind
ALIKE = 0.85  # of the characters of a content
SURE = 0.3  # below, a table folds a row away


def plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def is_right(line: str, found: Attribution) -> bool:
    speaker, _, content = line.partition(" | ")
    name = plain(found.speaker.name) if found.speaker else "?"
    alike = SequenceMatcher(None, plain(content), plain(found.words), autojunk=False).ratio()
    return alike >= ALIKE and (name == speaker or (plain(speaker) != "" and f" {plain(speaker)}" in f" {name}"))


def misses(case: dict[str, Any], tmp_path: Path, within: str = "BODY") -> list[str]:
    path = tmp_path / case.get("name", "article.txt")
    path.write_text(within.replace("BODY", case["text"]).lstrip("\n"), encoding="utf-8")
    (document,) = read([str(path)])
    assert isinstance(document, Document)
    shown = [a for a in scan(document.text).attributions if a.act == "statement" and a.confidence >= SURE]
    rows = [(line, hearsay) for hearsay, key in ((False, "said"), (True, "hearsay")) for line in case.get(key, ())]
    told, wrong = [a for a in shown if a.said], []
    for line, hearsay in rows:
        hit = next((a for a in told if is_right(line, a) and a.hearsay == hearsay), None)
        if hit:
            told.remove(hit)
        else:
            wrong.append(f"missed {line!r}")
    if case.get("strict") or not rows:
        wrong += [f"extra {a.speaker.name if a.speaker else '?'} | {a.words}" for a in told]
    return wrong + [f"said {line!r}" for line in case.get("unsaid", ()) if any(is_right(line, a) for a in told)]


@pytest.mark.parametrize("kind", sorted(path.stem for path in FOLDER.glob("*.toml")))
def test_nearly_all_variations_of_a_kind_are_right(kind: str, tmp_path: Path) -> None:
    held = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf-8"))
    cases, within = held["case"], held.get("within", "BODY")
    missed = [(case, misses(case, tmp_path, within)) for case in cases]
    wrong = [f"{case['text'].strip()}\n  {'; '.join(found)}" for case, found in missed if found]
    assert len(wrong) <= round((1 - held.get("least", LEAST)) * len(cases)), "\n\n".join(wrong)
