"""The options of the command `quotes`, and what is wrong with those that somebody typed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Literal, NoReturn, TypeAlias, get_args

from quotes.attribution import Type, Verdict
from quotes.command import examples, typed
from quotes.command.archive_options import Asked, IndexOptions, add_archive, asked, index_options
from quotes.command.reading_options import Reading, add_columns, add_model, add_paths
from quotes.command.serve_options import add_serve, serve_options
from quotes.errors import QuotesError
from quotes.reading import STANDARD_INPUT, Columns
from quotes.report.formats import BY_SPEAKER, FORMATS, Format, Layout, format_named
from quotes.report.selection import UNSURE, Selection
from quotes.report.visible import visible
from quotes.serve.serving import Serving
from quotes.version import VERSION

Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"

_NOT_PRINTED = {
    "folder": "name a folder with -o",
    "bytes": "name a file with -o",
}

_FILES = (
    "PATH",
    "SOURCE",
    "FILE",
    "FOLDER",
    "GOLD",
    "PRED",
    "OTHER",
    "ARCHIVE.db",
)  # metavars of what a shell completes


@dataclass(frozen=True)
class Options(Reading):
    """What `quotes scan` and `quotes verify` are asked for.

    against: what to verify against; empty for a scan. output: a file or a folder; None for standard output.
    """

    against: tuple[str, ...]
    format: Format
    layout: Layout
    selection: Selection
    output: str | None
    overwrite: bool
    resume: bool


@dataclass(frozen=True)
class EvaluationOptions:
    """What `quotes evaluate` is asked for, and how it is to be told."""

    gold: Path
    predicted: Path
    against: Path | None
    format: Literal["table", "json"]
    errors: int


class _Version(argparse.Action):
    """Tells the version of the package, and that of the model that ships."""

    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help="tell the versions of quotes and its model")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from quotes.scanner import MODEL
        from quotes.tagging.onnx import load_settings

        print(f"quotes {VERSION}, model {load_settings(MODEL).version}")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """A parser that tells what is wrong in one sentence, without the usage around it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")

    def check_options(self, words: Sequence[str]) -> None:
        """Refuses an option that there is none of, before argparse misses --against where --aganst stands."""
        for word in takewhile("--".__ne__, words):
            option = word.partition("=")[0]
            if option.startswith("--") and " " not in option and option not in self._option_string_actions:
                self.refuse(option)

    def refuse(self, word: str) -> NoReturn:
        """Tells of a word that has no place in a command."""
        if word.startswith("-"):
            self.error(_missing("option", word, self._option_string_actions, self.prog))
        self.error(f"'{visible(word)}' stands apart; give all names in one row, before the options")


def _missing(what: str, word: str, known: Iterable[str], prog: str) -> str:
    nearest = get_close_matches(word, known, 1)
    then = f"did you mean {nearest[0]}?" if nearest else f"{prog} --help lists them"
    return f"there is no {what} '{visible(word)}'; {then}"


def parse(argv: Sequence[str] | None) -> Options | EvaluationOptions | Serving | IndexOptions | Asked:
    """The options in `argv` (by default the program's); SystemExit with status 2 where they are wrong."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = _Parser(
        prog="quotes", description="Reads news articles and tells who said what, and where.", allow_abbrev=False
    )
    parser.add_argument("--version", action=_Version)
    parser.add_argument(
        "--completion",
        choices=("bash", "zsh", "fish"),
        help="print what completes commands, options and files in that shell; "
        'for bash, put eval "$(quotes --completion bash)" into ~/.bashrc',
    )
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")
    chosen = {"scan": _scan(commands), "verify": _verify(commands), "evaluate": _evaluate(commands)}
    chosen |= add_archive(commands) | {"serve": add_serve(commands)}
    if not words:
        parser.error(f"give a command: {', '.join(chosen)}; quotes --help tells what each does")
    if words[0] not in chosen and _names_a_file(words[0]):
        words.insert(0, "scan")
    if words[0] not in chosen and not (words[0].startswith("-") and words[0].strip("-")):
        parser.error(_missing("command", words[0], chosen, parser.prog))
    command = chosen.get(words[0], parser)
    command.check_options(words)
    values, unknown = parser.parse_known_args(words)
    if values.completion:
        _complete(parser, chosen.values(), values.completion)
    apart = unknown[:1] == ["--"] or not any(word.startswith("-") for word in unknown)
    if apart and values.command in ("search", "trace") and not values.words:  # argparse takes none behind options
        values.words, unknown = unknown[unknown[:1] == ["--"] :], []
    if unknown:
        command.refuse(next((word for word in unknown if word.startswith("-")), unknown[0]))
    if values.command == "evaluate":
        return EvaluationOptions(values.gold, values.predicted, values.against, values.format, values.errors)
    if values.command == "serve":
        return serve_options(values)
    if values.command == "index":
        if not (values.paths or values.remove):
            command.error("give a PATH to add, or --remove ID")
        return index_options(values)
    if values.command in ("search", "trace", "speakers"):
        if values.command == "trace" and bool(values.words) + bool(values.quote) + values.everything != 1:
            command.error("give one of these: the words of a quote, --quote N or --all")
        try:
            return asked(values)
        except QuotesError as error:
            command.error(str(error))
    _check(command, values)
    return _options(values)


def _names_a_file(word: str) -> bool:
    """Whether a word in place of a command is what to scan: a path, or "-"."""
    return word == STANDARD_INPUT if word[:1] == "-" else "." in word or "/" in word or Path(word).exists()


def _complete(parser: _Parser, commands: Iterable[_Parser], shell: str) -> NoReturn:
    """Prints what completes commands, options and files in a shell."""
    import shtab

    for action in (action for command in commands for action in command._actions):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    print(shtab.complete(parser, shell=shell))
    raise SystemExit(0)


def _options(values: argparse.Namespace) -> Options:
    values.paths, values.against = tuple(values.paths), tuple(values.against)
    values.columns = Columns(values.text_column, values.id_column)
    values.format = BY_SPEAKER if values.by_speaker else format_named(values.format)
    values.layout = Layout(values.everything, values.context, values.width, values.color, values.bom)
    wanted = frozenset(values.type), values.speaker, values.min_confidence, frozenset(values.verdict)
    values.selection = Selection(*wanted)
    return Options(**{field.name: getattr(values, field.name) for field in fields(Options)})


def _scan(commands: Commands) -> _Parser:
    scan = _command(
        commands,
        "scan",
        "find the quotes in articles and their speakers",
        "Finds every quotation and reported statement in articles and works out who said it.",
        examples.SCAN,
    )
    _add_output(scan)
    _add_selection(scan)
    resume = "with --format jsonl: go on where a run was stopped, however it was"
    scan.add_argument("--resume", action="store_true", help=resume)
    _add_table(scan, by_speaker=True)
    scan.set_defaults(against=(), verdict=())
    return scan


def _verify(commands: Commands) -> _Parser:
    verify = _command(
        commands,
        "verify",
        "hold the quotes in articles against what was said",
        "Finds the quotes in articles and holds each against speeches, transcripts, statements or other articles.",
        examples.VERIFY,
    )
    add = verify.add_argument
    said = "files, folders and web addresses with what was said; of pages and documents the text is taken"
    add("--against", nargs="+", required=True, metavar="SOURCE", help=said)
    _add_output(verify)
    _add_selection(verify)
    add("--verdict", action="append", choices=get_args(Verdict), default=[], help="only these; may be repeated")
    _add_table(verify, by_speaker=False)
    verify.set_defaults(resume=False, by_speaker=False)
    return verify


def _evaluate(commands: Commands) -> _Parser:
    evaluate = commands.add_parser(
        "evaluate",
        help="tell how good predictions are, beside gold marks",
        description="Precision, recall and F1 with intervals, by type of quote and kind of speaker, wrong speakers "
        "by form of source, of files in the gold format, of quotes scan (JSON), brat folders, a part of PolNeAR, "
        "or Citron's JSON.",
        allow_abbrev=False,
    )
    add = evaluate.add_argument
    add("gold", type=Path, metavar="GOLD", help="a file or folder with what is right")
    add("predicted", type=Path, metavar="PRED", help="a file or folder with what was found")
    add("--against", type=Path, metavar="OTHER", help="another system's, to test the difference")
    add("--format", choices=("table", "json"), default="table", help="default: table")
    add("--errors", type=int, nargs="?", const=10, default=0, metavar="N", help="the worst N misses of each cause")
    return evaluate


def _command(commands: Commands, name: str, help: str, about: str, epilog: str) -> _Parser:
    raw = argparse.RawDescriptionHelpFormatter
    command = commands.add_parser(
        name, help=help, description=about, epilog=epilog, formatter_class=raw, allow_abbrev=False
    )
    command.add_argument("--version", action=_Version)
    add_paths(command)
    return command


def _add_output(command: _Parser) -> None:
    add_columns(command)
    add = command.add_argument
    add(
        "--format",
        choices=[format.name for format in FORMATS],
        default="table",
        help="default: table; html: a report to open in a browser; brat: a folder for that tool, named by -o; "
        "parquet: a row an attribution, for analysis",
    )
    file = "write to FILE, which is replaced when all is done; JSON Lines and Parquet files only with --overwrite"
    add("-o", "--output", metavar="FILE", help=file)
    add_model(command)
    add("--overwrite", action="store_true", help="replace a FILE that exists already")
    add("--bom", action="store_true", help="begin a CSV file with a byte order mark, as Excel wants")


def _add_selection(command: _Parser) -> None:
    add = command.add_argument_group("what is shown, in every format").add_argument
    add("--type", action="append", choices=get_args(Type), default=[], help="may be repeated")
    add(
        "--speaker",
        type=typed.name,
        metavar="NAME",
        help="any name that the article uses for the speaker: a family name, initials, a name with its title, a "
        'description ("the minister"); when nobody is called so, the closest names are told on standard error, and '
        "the exit status is 0 all the same",
    )
    unsure = f"without it what is below {UNSURE} is folded away in tables and reports"
    add(
        "--min-confidence",
        type=typed.probability,
        metavar="P",
        help=f"leave out what is less sure, 0 to 1; {unsure}",
    )


def _add_table(command: _Parser, *, by_speaker: bool) -> None:
    table = command.add_argument_group("the table")
    add = table.add_argument
    attitudes = "attitudes (beliefs, hopes, plans) and what is unsure too, which data formats always have"
    add("--all", dest="everything", action="store_true", help=attitudes)
    instead = table.add_mutually_exclusive_group().add_argument
    if by_speaker:
        who = "in place of the quotes, who spoke: how often, how many words, in which lines"
        instead("--by-speaker", action="store_true", help=who)
    around = "sentences before and after each; default: 0"
    instead("--context", type=typed.sentences, default=0, metavar="N", help=around)
    add("--width", type=typed.columns, metavar="N", help="columns; default: the terminal's, at most 120")
    add("--no-color", dest="color", action="store_false", help="as the variable NO_COLOR does")


def _check(command: _Parser, values: argparse.Namespace) -> None:
    """Refuses options that do not go together."""
    format = format_named(values.format)
    if values.by_speaker and format.name != BY_SPEAKER.name:
        command.error(
            "argument --by-speaker: for the table only; JSON always lists the speakers with their attributions"
        )
    if values.bom and "bom" not in format.takes:
        command.error(f"argument --bom: for --format {_those(f for f in FORMATS if 'bom' in f.takes)} only")
    if format.to in _NOT_PRINTED and not values.output:
        command.error(f"--format {format.name} cannot be printed: {_NOT_PRINTED[format.to]}")
    if values.resume and not (format.resumes and values.output):
        resuming = _those(f for f in FORMATS if f.resumes)
        command.error(f"argument --resume: for --format {resuming} -o FILE only; all others are written anew")
    if values.overwrite and values.resume:
        command.error("argument --overwrite: not allowed with argument --resume")
    read = (*values.paths, *values.against)
    if values.output and any(path != STANDARD_INPUT and _same(path, values.output) for path in read):
        command.error(f"{visible(values.output)} would be both read and written; give -o another name")


def _those(formats: Iterable[Format]) -> str:
    return " or ".join(format.name for format in formats)


def _same(path: str, other: str) -> bool:
    try:
        return Path(path).is_file() and Path(path).samefile(other)
    except OSError:
        return False
