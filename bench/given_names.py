"""First names that tell a gender, written anew: `python -m bench.given_names NAMES CENSUS GAP...`.

NAMES is quotes/english/given_names.txt, whose head and names are kept (some were added by hand); CENSUS the folder
with dist.male.first and dist.female.first of the US Census of 1990 (public domain; the package `names` carries them);
GAP the tables of that corpus (Apache 2.0), whose pronouns tell the gender of the names that they stand for.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import Counter
from pathlib import Path

from quotes import english
from quotes.resolve import words as w

CLEARLY = 8  # how many times as common a name must be for one gender


def main(names: str, census: str, *gap: str) -> None:
    times: dict[str, Counter[str]] = {"he": Counter(), "she": Counter()}
    for gender, file in (("he", "dist.male.first"), ("she", "dist.female.first")):
        for line in (Path(census) / file).read_text(encoding="ascii").splitlines():
            name, percent, *_ = line.split()
            times[gender][name.lower()] += round(float(percent) * 1000)
    for table in gap:
        for gender, name in _of_gap(Path(table)):
            times[gender][name] += 1
    known = w.given_names()
    found = dict(known)
    for name in times["he"].keys() | times["she"].keys():
        he, she = times["he"][name], times["she"][name]
        if name not in known and len(name) > 2 and max(he, she) > CLEARLY * min(he, she):
            found[name] = "he" if he > she else "she"
    marks = {**{name: (gender,) for name, gender in found.items()}, **english.table("given_names")}
    head = [line for line in Path(names).read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    lines = [*head, *(f"{name}\t{' '.join(marks[name])}" for name in sorted(marks))]
    Path(names).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _of_gap(table: Path) -> list[tuple[str, str]]:
    found = []
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            gender = "he" if row["Pronoun"].lower() in w.HE else "she"
            for name in ("A", "B"):
                words = row[name].split()
                if row[f"{name}-coref"] == "TRUE" and len(words) > 1 and words[0].isalpha():
                    folded = unicodedata.normalize("NFKD", words[0].lower())
                    found.append((gender, "".join(c for c in folded if not unicodedata.combining(c))))
    return [(gender, name) for gender, name in found if name not in w.TITLES]


if __name__ == "__main__":
    main(*sys.argv[1:])
