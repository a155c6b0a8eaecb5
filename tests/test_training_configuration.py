"""What makes a model is read from one file, and what is wrong in it is told in a sentence with the key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quotes.training.__main__ import main
from quotes.training.configuration import Configuration, load_configuration

DEFAULT = Path(__file__).parent.parent / "quotes" / "training" / "default.toml"
SMALL = """\
version = "courts-1"

[data]
attributions = ["courts"]

[train]
start = "shipped"

[[train.stages]]
name = "courts"
passes = 4
rates = { attributions = 1 }
"""


def read(folder: Path, text: str) -> Configuration:
    (folder / "model.toml").write_text(text, encoding="utf-8")
    return load_configuration(folder / "model.toml")


def test_what_ships_is_taught_by_eight_layers_and_has_four() -> None:
    configuration = load_configuration(DEFAULT)
    assert configuration.train and configuration.train.network and configuration.distil
    assert configuration.train.network.layers == 8
    assert configuration.distil.layers == (0, 1, 2, 3)
    assert [(s.name, s.last) for s in configuration.distil.stages] == [("student", 4), ("names", 1), ("last", 2)]
    assert configuration.tasks == {"attributions", "news", "texts", "names", "entities", "choices"}


def test_what_is_left_out_is_as_by_default(tmp_path: Path) -> None:
    configuration = read(tmp_path, SMALL)
    assert configuration.train
    [stage] = configuration.train.stages
    assert (stage.rates, stage.last, stage.encoder_rate) == ({"attributions": 1.0}, 4, 2e-4)
    assert (configuration.seed, configuration.distil, configuration.export.cue) == (1, None, 0.5)


def test_files_are_looked_for_in_the_data_folder_then_beside_the_configuration(tmp_path: Path) -> None:
    configuration, data = read(tmp_path, SMALL), tmp_path / "data"
    (tmp_path / "courts").mkdir()
    assert configuration.path("data.attributions", "courts") == tmp_path / "courts"
    (data / "courts").mkdir(parents=True)
    configuration = load_configuration(tmp_path / "model.toml", data)
    assert configuration.path("data.attributions", "courts") == data / "courts"


def test_the_group_of_an_article_stands_in_its_id() -> None:
    [measure] = [m for m in load_configuration(DEFAULT).evaluate if m.name == "PolNeAR dev"]
    assert measure.group_of("usa-today_2016-09-08_some-words") == "USA Today"
    assert measure.group_of("gazette_2016") == "gazette"
    assert measure.group_of("_") == "other"


def test_the_files_that_the_documentation_shows_are_right(tmp_path: Path) -> None:
    page = (DEFAULT.parents[2] / "docs" / "training.md").read_text(encoding="utf-8")
    whole, speakers, distil = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert read(tmp_path, whole + speakers).speakers
    before, after = whole[: whole.index("[train]")], whole[whole.index("[export]") :]
    configuration = read(tmp_path, before + distil + after)
    assert configuration.distil and configuration.distil.weights.gold == 2.0
    assert configuration.train is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("passes = 4", "passes = ", "not TOML (Invalid value (at line 11, column 10)); mend it"),
        ('version = "courts-1"', "", "version: missing; give it"),
        ('version = "courts-1"', "version = 1", "version: 1 is not text in quotation marks"),
        (
            'version = "courts-1"',
            'version = "1"\nseeds = 1',
            "seeds: no such key; there are version, data, seed, every",
        ),
        ('version = "courts-1"', 'version = "1"\nseed = -1', "seed is from 0"),
        ('["courts"]', '"courts"', "data.attributions: 'courts' is not a list; put it in [ ]"),
        ('["courts"]', "[]", "train.stages (courts).rates: attributions is learned from data.attributions, which is"),
        ('["courts"]', '["courts"]\nreports = 2', "data.reports: 2.0 is not a number from 0 to 1"),
        ("passes = 4", 'passes = "4"', "train.stages.passes: '4' is not a whole number"),
        ("passes = 4", "passes = true", "train.stages.passes: True is not a whole number"),
        ("passes = 4", "passes = 4\nstop = 5", "train.stages.passes: 4, 5 of them to run"),
        ("passes = 4", "passes = 4\ndecay = nan", "decay: nan; both are from 0 to below 1"),
        ("passes = 4", "passes = 4\nhead_rate = -1", "head_rate: not above 0 and below 1"),
        ("passes = 4", "passes = 4\nsize = 6000", "train.stages.size: 6000; it is above context"),
        ('name = "courts"', 'name = "../courts"', "train.stages.name: '../courts' is to be part of a file's name"),
        ("attributions = 1 ", "attributions = 2 ", "train.stages.rates: not all are from 0 to 1"),
        (
            "attributions = 1 ",
            "quotes = 1 ",
            "train.stages (courts).rates: 'quotes' is nothing to learn; there are attr",
        ),
        ("attributions = 1 ", "names = 1 ", "names is learned from data.names, which is missing"),
        (
            'start = "shipped"',
            'start = "shipped"\nnetwork = { layers = 2 }',
            "train.network: shipped has its own sizes",
        ),
        ('start = "shipped"', "network = { heads = 7 }", "train.network.heads: a width of 384 has no 7 equal parts"),
        ("[train]", "[export]\ncue = 1.5\n[train]", "export.cue: 1.5 is not a number from 0 to 1"),
        (
            "[train]",
            '[distil]\nteacher = "shipped"\nlayers = [0]\n'
            'stages = [{ name = "a", passes = 1, rates = { names = 1 } }]\n'
            "[train]",
            "distil.teacher: what [train] makes would not be used",
        ),
        ("[data]", '[data]\nread = ["news.jsonl"]', "data.read: texts that were read, without readings"),
        ("[train]", "[speakers]\ngold = []\ncalibration = []\n[train]", "speakers.gold: empty"),
        (
            "[train]",
            '[[evaluate]]\nname = "a"\ngold = "a"\ngroup = "("\n[train]',
            "evaluate.group: '(' is no regular",
        ),
    ],
)
def test_a_wrong_key_is_told_by_its_name(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in SMALL
    with pytest.raises(ValueError) as raised:
        read(tmp_path, SMALL.replace(old, new))
    assert str(raised.value).startswith(str(tmp_path / "model.toml"))
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("command", "text", "told"),
    [
        ("prepare", None, "model.toml: no such file or directory"),
        ("prepare", SMALL, "data.attributions: courts is not in"),
        ("distil", SMALL, "distil: missing, so there is no student"),
        ("export", SMALL, "courts-4.safetensors: not there; run train first"),
        ("speakers", SMALL, "speakers: missing"),
        ("evaluate", SMALL, "evaluate: missing; name gold articles in [[evaluate]]"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, text: str | None, told: str
) -> None:
    if text:
        (tmp_path / "model.toml").write_text(text, encoding="utf-8")
    folder = [] if command == "prepare" else [str(tmp_path / "run")]
    assert main([command, str(tmp_path / "model.toml"), *folder]) == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
