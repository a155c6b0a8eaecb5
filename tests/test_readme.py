"""Every example in Python in the README and in docs/ runs, a page's examples one after another.

What a comment behind a `print(...)` says is what is printed, and so is a plain block that follows at once. What is
not to be run is no ```python block.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from stanza_package import lay_out

from quotes.scanner import MODEL
from quotes.tagging.manifest import write_manifest

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BLOCK = re.compile(r"^```python\n(.*?)^```$(?:\n\n^```\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
PRINTED = re.compile(r"^ *print\(.*\)  # (.*)$", re.MULTILINE)

ARTICLE = '"We will not sign," said Ana Pereira, the mayor. She left the room.'


class Block(NamedTuple):
    """A piece of Python in a page, the line that it begins in, and what it prints, as far as the page says."""

    page: str
    line: int
    code: str
    printed: list[str]


def blocks() -> Iterator[Block]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in BLOCK.finditer(text):
            printed = match[2].splitlines() if match[2] else PRINTED.findall(match[1])
            yield Block(page.name, text.count("\n", 0, match.start(1)) + 1, match[1], printed)


BLOCKS = list(blocks())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the examples read; the model of docs/training.md is the one that ships, by another name."""
    folder = tmp_path_factory.mktemp("files")
    model = folder / "run/model"
    shutil.copytree(MODEL, model)
    settings = json.loads((model / "settings.json").read_text(encoding="utf-8"))
    (model / "settings.json").write_text(json.dumps(settings | {"version": "courts-1"}), encoding="utf-8")
    write_manifest(model)
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "speech.txt").write_text("PEREIRA: We will sign.", encoding="utf-8")
    (folder / "transcripts").mkdir()
    (folder / "transcripts/council.txt").write_text("CHAIR: The meeting is open.", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def stanza_at_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Stanza's pipeline where its package "default" was downloaded once, and there is no network now."""
    import stanza

    packages = lay_out(tmp_path_factory.mktemp("stanza"), "default")
    return partial(stanza.Pipeline, dir=str(packages), download_method=None, verbose=False)


@pytest.fixture(scope="module")
def names() -> dict[str, dict[str, Any]]:
    """What the examples of each page have defined so far."""
    return {page.name: {} for page in PAGES}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: f"{block.page}:{block.line}")
def test_an_example_runs_and_prints_what_it_says(
    block: Block,
    files: Path,
    names: dict[str, dict[str, Any]],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(files)
    if "stanza" in block.code:
        monkeypatch.setattr("stanza.Pipeline", request.getfixturevalue("stanza_at_home"))
    exec(compile(block.code, f"{block.page}:{block.line}", "exec"), names[block.page])
    out = [line for line in capsys.readouterr().out.splitlines() if line]
    assert not block.printed or out == block.printed


def test_the_readme_has_examples() -> None:
    assert "README.md" in {block.page for block in BLOCKS}


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
