"""The command with names of files, ids and options made to be obeyed, and a scanner that knows one pattern."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import regex
from test_cli import news  # noqa: F401 - a fixture that is used everywhere

from quotes.command.cli import main

OBEYED = regex.compile(r"[\x00-\x08\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uD800-\uDFFF]")
NAME = "a\x1b[2J\x1b]0;owned\x07[red]\u202egnp\n<b>=1|`.txt"
TEXT = '"We \x1b[31m[red]won\u202e</script>," Ruiz said.\n"=Lost|," Ek said.\n'
FORMATS = ["table", "json", "jsonl", "csv", "markdown", "html", "citron"]


@pytest.fixture(autouse=True)
def hostile(news: None) -> None:  # noqa: F811
    """An article, a broken one and a table, of such names and ids, in the working folder."""
    Path(NAME).write_text(TEXT, encoding="utf-8")
    Path(f"x{NAME}").write_bytes(b"\0\xff")
    Path(os.fsdecode(b"\xff.txt")).write_text('"Yes," Ek said.\n', encoding="utf-8")
    rows = [{"id": NAME, "text": TEXT}, {"id": NAME, "text": 5}]
    Path("t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "\x1b[2J\u202e\n", encoding="utf-8")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status, and all that is printed, which holds nothing that a terminal obeys."""
    try:
        status = main(arguments)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    out, error = capsys.readouterr()
    assert not OBEYED.search(out.replace("\r\n", "\n"))
    assert not OBEYED.search(error)
    return status, out + error


@pytest.mark.parametrize("format", FORMATS)
def test_names_are_shown_in_every_format(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = [NAME, f"x{NAME}", f"nope{NAME}", "t.jsonl", os.fsdecode(b"\xff.txt")]
    status, shown = told(capsys, "scan", *files, "--format", format)
    assert status == 1
    assert "owned" in shown
    assert shown.count("<script") == (format == "html")


@pytest.mark.parametrize(
    "options",
    [
        ["--by-speaker"],
        ["--speaker", NAME],
        ["--text-column", NAME],
        ["--width", NAME],
        ["--type", NAME],
        [f"--{NAME}"],
        ["-o", f"none/{NAME}"],
        ["-o", NAME],
        ["--format", "brat", "-o", f"b{NAME}"],
    ],
)
def test_options_are_told_and_not_obeyed(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, shown = told(capsys, "scan", NAME, "t.jsonl", *options)
    assert status in (1, 2)
    assert shown


def test_other_commands_tell_names_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "verify", NAME, "--against", f"nope{NAME}")[0] == 1
    assert told(capsys, "evaluate", f"x{NAME}", NAME)[0] == 1
    assert told(capsys, f"nope{NAME}")[0] == 1
