"""A model made from one file, the whole way from data to a scan, by networks so small that it takes seconds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import torch
from samples import FERRY

from quotes import QuotesError, Scanner
from quotes.report.brat import write_brat
from quotes.training.__main__ import main
from quotes.training.checkpoints import averaged, load, save
from quotes.training.network import Config, Network

CORPUS = Path(__file__).parent.parent / "corpus"
TINY = Config(layers=2, width=24, heads=2, inner=48, decoder=16, reach=32, link=8)
TEXT = '"We will stay," Tove Berg said on Monday.'
CONFIGURATION = """\
version = "ferries-1"
seed = 7
every = 2

[data]
attributions = ["ferries", "gold"]
reports = 0.3
names = "names.tsv"
choices = "gap.tsv"

[train]
start = "tiny.safetensors"
stages = [{ name = "all", passes = 2, rates = { attributions = 1.0, names = 1.0, choices = 1.0 } }]

[distil]
layers = [1]
stages = [{ name = "short", passes = 2, stop = 1, rates = { attributions = 1.0, names = 1.0 } }]

[export]
cue = 0.0

[speakers]
gold = ["gold"]
calibration = ["gold"]

[[evaluate]]
name = "gold"
gold = "gold"
by = "place"
group = "harbour|mill"
names = { harbour = "Port" }
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A configuration, and all that it names beside it."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "tiny.toml").write_text(CONFIGURATION, encoding="utf-8")
    write_brat([FERRY], folder / "ferries")
    (folder / "gold").mkdir()
    for name in ("harbour-strike", "mill-town-siblings"):
        shutil.copy(CORPUS / f"{name}.gold.jsonl", folder / "gold")
    names = ["Ana\tB-Person", "Lima\tI-Person", "left\tO", "Visby\tB-Location", ".\tO"]
    (folder / "names.tsv").write_text("\n".join(["# doc = one", *names, ""]), encoding="utf-8")
    row = {"ID": "1", "Text": "Ann met Bo when she left.", "Pronoun": "she", "Pronoun-offset": "16"}
    row |= {"A": "Ann", "A-offset": "0", "A-coref": "TRUE", "B": "Bo", "B-offset": "8", "B-coref": "FALSE"}
    (folder / "gap.tsv").write_text("\t".join(row) + "\n" + "\t".join(row.values()) + "\n", encoding="utf-8")
    torch.manual_seed(1)
    network = Network(TINY)
    save(network, network.state_dict(), folder / "tiny.safetensors")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # what is so small is slower on several
    yield folder
    torch.set_num_threads(threads)


def test_one_file_makes_a_model_that_scans_and_its_figures(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["all", str(data / "tiny.toml"), str(tmp_path)]) == 0
    article = Scanner(model=tmp_path / "model").scan(TEXT)
    assert article.model == "ferries-1"
    assert all(article.text[s.start : s.end] == s.text for a in article.attributions for s in a.content)
    assert load(tmp_path / "distil/short-1.safetensors").config == Config(
        **{**vars(TINY), "layers": 1, "dropout": 0.0}
    )
    told = capsys.readouterr().out
    assert "attributions: 3 texts" in told
    figures = (tmp_path / "figures.md").read_text(encoding="utf-8")
    assert "| all | 2 | 23 |" in figures
    assert "| place: Port | 1 | 9 |" in figures
    assert "model:ferries-1" in figures


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an undisturbed training leaves."""
    run = tmp_path_factory.mktemp("trained")
    assert main(["train", str(data / "tiny.toml"), str(run)]) == 0
    return run / "train"


def test_weights_are_averaged_between_equal_networks_only(tmp_path: Path) -> None:
    one, two = Network(TINY), Network(TINY)
    for name, network in (("one", one), ("two", two), ("other", Network(replace(TINY, layers=1)))):
        save(network, network.state_dict(), tmp_path / f"{name}.safetensors")
    found = averaged([tmp_path / "one.safetensors", tmp_path / "two.safetensors"])
    assert torch.allclose(found.cues.weight, (one.cues.weight + two.cues.weight) / 2)
    with pytest.raises(QuotesError, match="of a network of other sizes"):
        averaged([tmp_path / "one.safetensors", tmp_path / "other.safetensors"])


def test_what_is_trained_is_not_trained_again(data: Path, trained: Path) -> None:
    before = (trained / "all-2.safetensors").stat().st_mtime_ns
    assert main(["train", str(data / "tiny.toml"), str(trained.parent)]) == 0
    assert (trained / "all-2.safetensors").stat().st_mtime_ns == before


# before anything is stored, in the middle of a pass, in the last step
@pytest.mark.parametrize("step", [1, 3, 6])
def test_a_training_that_is_stopped_comes_to_the_same(
    data: Path, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    steps = count(1)
    take = torch.optim.AdamW.step

    def stopping(self: torch.optim.AdamW) -> None:
        if next(steps) == step:
            raise KeyboardInterrupt
        take(self)

    with monkeypatch.context() as patched:
        patched.setattr(torch.optim.AdamW, "step", stopping)
        assert main(["train", str(data / "tiny.toml"), str(tmp_path)]) == 1
    assert not (tmp_path / "train/all-2.safetensors").exists()
    assert main(["train", str(data / "tiny.toml"), str(tmp_path)]) == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "train").iterdir()} == {
        path.name: path.read_bytes() for path in trained.iterdir()
    }


def test_a_folder_of_another_training_is_refused(
    data: Path, trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed.toml"
    changed.write_text(CONFIGURATION.replace("seed = 7", "seed = 8"), encoding="utf-8")
    assert main(["train", str(changed), str(trained.parent), "--data", str(data)]) == 1
    assert "all-2.safetensors: of a training by another configuration" in capsys.readouterr().err


def test_what_is_learned_from_is_checked_before_anything_is_trained(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*changes: tuple[str, str]) -> str:
        text = CONFIGURATION
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "changed.toml").write_text(text, encoding="utf-8")
        assert main(["prepare", str(tmp_path / "changed.toml"), "--data", str(data)]) == 1
        error = capsys.readouterr().err
        assert error.count("\n") == 1 and "changed.toml: " in error
        return error

    assert "data.names: nowhere.tsv is not in" in told(('"names.tsv"', '"nowhere.tsv"'))
    assert "evaluate.gold: none is not in" in told(('\ngold = "gold"', '\ngold = "none"'))
    assert "data.names: there is nothing in it to learn names from" in told(('"names.tsv"', '"gap.tsv"'))
    assert "data.choices: " in told(('"gap.tsv"', '"names.tsv"'))
    (data / "broken.jsonl").write_text(
        json.dumps({"id": "a", "text": "No.", "attributions": [{"content": [[0, 9]]}]}), encoding="utf-8"
    )
    assert "broken.jsonl, line 1: article 'a', attribution 1: content: 0 to 9" in told(
        ('"ferries"', '"broken.jsonl"')
    )
