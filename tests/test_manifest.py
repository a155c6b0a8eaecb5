"""Model folders: a file that is damaged, missing, foreign or of a newer version is refused by its name."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from quotes import Scanner
from quotes.command.cli import main
from quotes.resolve.ranker import load_weights, save_weights
from quotes.scanner import MODEL
from quotes.tagging import manifest
from quotes.tagging.manifest import FORMAT, ModelError, check, write_manifest
from quotes.tagging.tagger import MODEL_FILES, Tagger
from quotes.verification.commitment import Commitments
from quotes.verification.meanings import Meanings

ALL_FILES = (*MODEL_FILES, "speakers.json", "speakers.npz", "meanings.npz", "commitment.onnx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model of one's own."""
    return Path(shutil.copytree(MODEL, tmp_path / "model"))


def cut(path: Path) -> None:
    """Leaves half a file, as a disk that is full does."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def change_a_bit(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def replace_by_another(path: Path) -> None:
    path.write_text("Snow fell.", encoding="utf-8")


def read(folder: Path) -> None:
    """Everything that is ever read of a model."""
    Tagger(folder)
    load_weights(folder)
    Meanings(folder)
    Commitments(folder)


def test_the_model_that_ships_is_what_its_manifest_tells() -> None:
    """Fails where a file was changed without `python -m quotes.tagging.manifest quotes/models/default`."""
    check(MODEL, ALL_FILES)
    told = json.loads((MODEL / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(told["sha256"]) == sorted(ALL_FILES)


@pytest.mark.parametrize(
    ("name", "damage"),
    [*((name, change_a_bit) for name in ALL_FILES), ("encoder.onnx", cut), ("settings.json", replace_by_another)],
)
def test_a_damaged_file_is_refused_by_its_name(name: str, damage: Callable[[Path], None], folder: Path) -> None:
    damage(folder / name)
    with pytest.raises(ModelError, match=rf"{name}: not what manifest\.json tells of.*; get the whole"):
        read(folder)


@pytest.mark.parametrize("name", [*ALL_FILES, "manifest.json"])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(FileNotFoundError, match=re.escape(name)):
        read(folder)


@pytest.mark.parametrize("name", ALL_FILES)
def test_a_file_of_something_else_is_refused_although_the_manifest_knows_it(name: str, folder: Path) -> None:
    (folder / name).write_text("{}", encoding="utf-8")
    write_manifest(folder)
    with pytest.raises(ModelError, match=rf"{name}: not what a model of this version has there \("):
        read(folder)


def test_no_array_is_unpickled(folder: Path) -> None:
    np.savez(folder / "meanings.npz", pieces=np.array([print], dtype=object))
    write_manifest(folder)
    with pytest.raises(ModelError, match=r"meanings\.npz: .*allow_pickle=False"):
        Meanings(folder)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('{"format": 9, "sha256": {}}', f"of a newer version of quotes (format 9, this one reads {FORMAT}); update"),
        ('{"format": 1', "not what a model of this version has there (JSONDecodeError"),
        ("[]", "not what a model of this version has there (TypeError"),
        ("{}", "not what a model of this version has there (KeyError: 'format')"),
    ],
)
def test_a_manifest_of_a_newer_version_or_none_at_all(written: str, message: str, folder: Path) -> None:
    (folder / "manifest.json").write_text(written, encoding="utf-8")
    (folder / "linker.onnx").unlink()  # what else is wrong comes later: a newer version may have no such file
    with pytest.raises(ModelError, match=re.escape(f"manifest.json: {message}")):
        read(folder)


def test_a_change_that_is_meant_is_told_to_the_manifest(folder: Path) -> None:
    settings = folder / "settings.json"
    settings.write_text(settings.read_text(encoding="utf-8").replace("world", "ours"), encoding="utf-8")
    assert manifest.main([str(folder)]) == 0
    assert Tagger(folder).settings.version.startswith("ours")


def test_no_manifest_is_written_where_there_is_no_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        manifest.main([str(tmp_path)])
    assert "is no model folder, as it has no settings.json" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: cut(folder / "encoder.onnx"), "encoder.onnx: not what manifest.json tells of"),
        (lambda folder: (folder / "decoder.onnx").unlink(), "decoder.onnx: no such file, and no model without it"),
        (shutil.rmtree, "model: no such folder, so no model"),
    ],
)
def test_the_command_says_so_in_one_sentence(
    damage: Callable[[Path], None], message: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "article.txt"
    article.write_text('"We will stay," said Ana Pereira.', encoding="utf-8")
    damage(folder)
    assert main(["scan", str(article), "--model", str(folder)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and len(err.splitlines()) == 1
    assert err.startswith("quotes: ") and message in err


def test_the_command_reads_with_a_model_of_one_s_own(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = folder / "settings.json"
    settings.write_text(settings.read_text(encoding="utf-8").replace("world", "ours"), encoding="utf-8")
    write_manifest(folder)
    article = tmp_path / "article.txt"
    article.write_text('"We will stay," said Ana Pereira.', encoding="utf-8")
    assert main(["scan", str(article), "--model", str(folder), "--format", "jsonl"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["model"].startswith("ours") and record["speakers"][0]["name"] == "Ana Pereira"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_damaged_model_is_no_article_s_fault(workers: int, folder: Path) -> None:
    cut(folder / "linker.onnx")
    with pytest.raises(ValueError, match=r"linker\.onnx"):
        list(Scanner(folder).scan_many(["Ana Ruiz said it was over."], workers=workers))


def test_new_weights_of_resolution_are_told_to_the_manifest(folder: Path) -> None:
    save_weights(load_weights(MODEL), folder)
    read(folder)
