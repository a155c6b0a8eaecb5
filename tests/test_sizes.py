"""How large the package may be: a file and a function at most what one reads at once."""

from __future__ import annotations

import ast
from pathlib import Path

import quotes

PACKAGE = Path(quotes.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 50  # lines


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_one_reads_at_once() -> None:
    assert {str(path.relative_to(PACKAGE)): n for path in FILES if (n := lines(path)) > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{path.relative_to(PACKAGE)}: {node.name}": size
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := node.end_lineno - node.lineno + 1) > LONGEST_FUNCTION  # type: ignore[operator]
    }
    assert long == {}
