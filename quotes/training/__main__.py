"""`python -m quotes.training all CONFIG RUN`: a model made and measured, step by step, as one file says.

quotes/training/default.toml makes what ships; docs/training.md tells how to make a model for another genre.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quotes.article import Article
from quotes.report.visible import visible
from quotes.training.evaluation import PARTS

if TYPE_CHECKING:
    from quotes.training import data
    from quotes.training.configuration import Configuration

RUN = "a folder for checkpoints and models; what is there of the same training already is not made again"
MODEL = "a model folder, such as RUN/model"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; its exit status is 1 where a configuration or data are wrong, which is told in a sentence."""
    parser = argparse.ArgumentParser(prog="python -m quotes.training", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_step(commands, "prepare", _prepare, "read all data, and tell what there is to learn or what is wrong")
    _add_step(commands, "train", _train, "train the network; stopped at any moment, it goes on from there", run=RUN)
    _add_step(commands, "distil", _distil, "train a smaller network to do as the first, or another model", run=RUN)
    _add_step(commands, "export", _export, "write RUN/model, which Scanner(model=...) reads", run=RUN)
    _add_step(commands, "speakers", _speakers, "teach a model to resolve speakers, and to be sure rightly", run=MODEL)
    _add_step(commands, "commitment", _commitment, "teach a model whether speakers commit to words", run=MODEL)
    _add_step(commands, "evaluate", _evaluate, "print a model's figures, for its card", run=MODEL)
    _add_step(commands, "all", _all, "all of these, and the figures in RUN/figures.md", run=RUN)

    resolution = commands.add_parser("resolution", help="how many speakers are right where the spans are given")
    resolution.add_argument("gold", type=Path, help="articles with speakers, a file or folder")
    resolution.add_argument("--model", type=Path, default=None, help="a model folder (default: what ships)")
    resolution.add_argument("--without", default=None, choices=PARTS, help="leave this part out")
    resolution.add_argument("--misses", action="store_true", help="print what is wrong, a line each")
    resolution.set_defaults(run=_resolution)

    predict = commands.add_parser("predict", help="scan the texts of a gold file, print what `quotes scan` would")
    predict.add_argument("gold", type=Path, help="gold articles, a file or folder")
    predict.add_argument("--model", type=Path, default=None, help="a model folder (default: what ships)")
    predict.add_argument("--gold-spans", action="store_true", help="find the speakers only; the spans are the gold's")
    predict.set_defaults(run=_predict)

    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except ValueError as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(
            f"{error.filename}: {(error.strerror or str(error)).lower()}" if error.filename else str(error)
        )
    except KeyboardInterrupt:
        return _failed("stopped; the same command goes on from the last step that was stored")
    except ModuleNotFoundError as error:
        return _failed(f'the package {error.name} is missing; install quotes with its extra "train"')
    return 0


def _failed(why: str) -> int:
    print(f"python -m quotes.training: {visible(why)}", file=sys.stderr)
    return 1


def _add_step(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    step: Callable[[Configuration, Path], None],
    help: str,
    run: str | None = None,
) -> None:
    command = commands.add_parser(name, help=help)
    command.add_argument("configuration", type=Path, metavar="CONFIG", help="a TOML file")
    if run:
        command.add_argument("folder", type=Path, metavar="MODEL" if run == MODEL else "RUN", help=run)
    else:
        command.set_defaults(folder=Path())
    command.add_argument(
        "--data", type=Path, metavar="FOLDER", help="where the files are that CONFIG names, if not beside it"
    )
    command.set_defaults(run=lambda options: step(_configuration(options), options.folder))


def _configuration(options: argparse.Namespace) -> Configuration:
    from quotes.training.configuration import load_configuration

    return load_configuration(options.configuration, options.data)


def _prepare(configuration: Configuration, _: Path) -> None:
    from quotes.training import steps

    print(steps.summary(steps.prepare(configuration)))


def _train(configuration: Configuration, run: Path) -> None:
    from quotes.training import steps

    steps.run_train(configuration, run)


def _distil(configuration: Configuration, run: Path) -> None:
    from quotes.training import steps

    steps.run_distil(configuration, run)


def _export(configuration: Configuration, run: Path) -> None:
    from quotes.training import steps

    print(steps.run_export(configuration, run))


def _speakers(configuration: Configuration, model: Path) -> None:
    from quotes.training import steps

    print(steps.run_speakers(configuration, model))


def _commitment(configuration: Configuration, model: Path) -> None:
    from quotes.training import steps

    print(steps.run_commitment(configuration, model))


def _evaluate(configuration: Configuration, model: Path) -> None:
    from quotes.training.card import card

    print(card(configuration, model))


def _all(configuration: Configuration, run: Path) -> None:
    from quotes.training.card import card

    _prepare(configuration, run)
    if configuration.train:
        _train(configuration, run)
    if configuration.distil:
        _distil(configuration, run)
    _export(configuration, run)
    if configuration.speakers:
        _speakers(configuration, run / "model")
    if configuration.commitment:
        _commitment(configuration, run / "model")
    if configuration.evaluate:
        figures = card(configuration, run / "model")
        (run / "figures.md").write_text(figures + "\n", encoding="utf-8")
        print(figures)


def _resolution(options: argparse.Namespace) -> None:
    from quotes.resolve import load_resolver
    from quotes.scanner import MODEL
    from quotes.tagging.tagger import Tagger
    from quotes.training import data, evaluation
    from quotes.training.gold import marked

    folder = options.model or MODEL
    tagger, resolver = Tagger(folder), load_resolver(folder)
    found = []
    for gold in data.with_speakers(data.read_gold(options.gold)):
        article = marked(gold, tagger)
        if options.without:
            article = replace(article, tags=evaluation.without(options.without, article.tags))
        found += evaluation.answers([article], resolver)
    print(evaluation.table(found))
    for answer in found if options.misses else ():
        if not answer.right:
            print(f"{answer.article}  {answer.form}  {answer.source!r}: {answer.found!r} for {answer.speaker!r}")


def _predict(options: argparse.Namespace) -> None:
    from quotes.training.data import read_gold

    found = _given(options) if options.gold_spans else _scanned(options)
    for article in map(found, read_gold(options.gold)):
        print(json.dumps(article.to_dict(), ensure_ascii=False))


def _scanned(options: argparse.Namespace) -> Callable[[data.Gold], Article]:
    from quotes.scanner import Scanner

    scanner = Scanner(model=options.model)
    return lambda gold: scanner.scan(gold["text"], id=gold["id"])


def _given(options: argparse.Namespace) -> Callable[[data.Gold], Article]:
    from quotes.resolve import load_resolver
    from quotes.scanner import MODEL
    from quotes.tagging.tagger import Tagger
    from quotes.training.gold import marked

    folder = options.model or MODEL
    tagger, resolver = Tagger(folder), load_resolver(folder)

    def resolved(gold: data.Gold) -> Article:
        article = marked(gold, tagger)
        return resolver.resolve(article.article, article.tags, article.text)

    return resolved


if __name__ == "__main__":
    sys.exit(main())
