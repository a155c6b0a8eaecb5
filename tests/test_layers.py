"""The rooms of the package stand on one another: none imports from a room above it, and no files go in a circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import quotes

PACKAGE = Path(quotes.__file__).parent
README = Path(__file__).parent.parent / "README.md"


def rooms() -> list[str]:
    """The rooms, the lowest first, as README.md has them in "How it works"; above them are those of the package."""
    table = README.read_text(encoding="utf-8").partition("## How it works")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    return [*re.findall(r"`(\w+)`", " ".join(rows)), "__init__", "__main__"]


def imports() -> Iterator[tuple[str, str]]:
    """Every module of the package with every module of it that it imports, at the top or in a function."""
    files = {".".join(file.relative_to(PACKAGE).with_suffix("").parts): file for file in PACKAGE.rglob("*.py")}
    names = {name.removesuffix(".__init__"): name for name in files} | {"": "__init__"}
    for importer, file in files.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Import():
                    modules = [alias.name for alias in node.names]
                case ast.ImportFrom(module=str(module)):
                    modules = [f"{module}.{alias.name}" for alias in node.names]
                case _:
                    continue
            for module in modules:
                if module.partition(".")[0] == "quotes":
                    path = module.partition(".")[2]
                    yield importer, names.get(path) or names[path.rpartition(".")[0]]


def test_the_readme_tells_every_room() -> None:
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert sorted(rooms()) == sorted(there)


def test_no_room_imports_from_one_above_it() -> None:
    height = {room: number for number, room in enumerate(rooms())}
    upward = [
        f"{importer} imports {imported}"
        for importer, imported in imports()
        if height[importer.partition(".")[0]] < height[imported.partition(".")[0]]
    ]
    assert not upward


def test_no_files_import_each_other_in_a_circle() -> None:
    below: dict[str, set[str]] = {}
    for importer, imported in imports():
        below.setdefault(importer, set()).add(imported)
    TopologicalSorter(below).prepare()  # raises CycleError, which names them
