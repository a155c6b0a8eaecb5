"""Every public name is documented and typed, and used by tests/public_names.py."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Literal, get_origin

import public_names
import pytest
from mypy import api

import quotes
import quotes.evaluation

ROOT = Path(__file__).parent.parent
PROGRAM = Path(public_names.__file__)
CLASSES = [name for name in quotes.__all__ if inspect.isclass(getattr(quotes, name))]


def members(cls: type) -> set[str]:
    """What users may ask of a class: its fields, properties and methods."""
    return {name for name in (*vars(cls), *getattr(cls, "__annotations__", ())) if not name.startswith("_")}


def used() -> set[str]:
    """The names that the program asks of anything."""
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_the_program_uses_every_name() -> None:
    names = {*quotes.__all__, *(member for cls in CLASSES for member in members(getattr(quotes, cls)))}
    assert names - used() == set()


def test_completion_offers_the_public_names_and_no_others() -> None:
    assert dir(quotes) == quotes.__all__


def test_the_program_runs(tmp_path: Path) -> None:
    (tmp_path / "speech.txt").write_text("PEREIRA: We will never sign.", encoding="utf-8")
    [attribution] = public_names.main(tmp_path).attributions
    assert attribution.verdict == "altered"


def test_the_program_passes_mypy_in_its_strictest_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    out, err, status = api.run(["--strict", "--follow-imports=silent", "--cache-dir", str(tmp_path), str(PROGRAM)])
    assert (status, err) == (0, ""), out


@pytest.mark.parametrize("module", [quotes, quotes.evaluation], ids=lambda module: module.__name__)
def test_every_public_name_is_documented(module: object) -> None:
    lacking = []
    for name in module.__all__:  # type: ignore[attr-defined]
        value = getattr(module, name)
        if get_origin(value) is Literal:  # told of where fields have them
            continue
        if not (value.__doc__ or "").strip() or value.__doc__.startswith(f"{name}("):  # as dataclass fills it in
            lacking.append(name)
        if inspect.isclass(value):
            described = {n: vars(value).get(n) for n in members(value)}
            lacking += [
                f"{name}.{n}"
                for n, member in described.items()
                if (inspect.isroutine(member) or isinstance(member, property)) and not inspect.getdoc(member)
            ]
    assert lacking == []


@pytest.mark.parametrize("name", CLASSES)
def test_every_field_is_told_of_in_its_class(name: str) -> None:
    cls = getattr(quotes, name)
    fields = getattr(cls, "__dataclass_fields__", {})
    lacking = [field for field in fields if not re.search(rf"`{field}`|\b{field}(, \w+)*:", cls.__doc__)]
    assert lacking == []
