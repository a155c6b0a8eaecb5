"""What is slow to import is imported where it is used, and not before."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SLOW = {"torch", "stanza", "onnxruntime", "rich"}
SCAN = "import quotes; quotes.scan('\"We wait,\" said Ana Pereira.')"


def imported(*arguments: str) -> set[str]:
    """The packages that a Python with these arguments imports."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-X", "importtime", *arguments]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "quotes" in run.stderr
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in run.stderr.splitlines()}


@pytest.mark.parametrize("arguments", [["-c", "import quotes"], ["-m", "quotes", "--help"]])
def test_the_package_and_its_help_come_at_once(arguments: list[str]) -> None:
    assert not imported(*arguments) & SLOW


def test_a_scan_needs_neither_stanza_nor_pytorch() -> None:
    assert imported("-c", SCAN) & (SLOW | {"tokenizers"}) == {"onnxruntime", "tokenizers"}
