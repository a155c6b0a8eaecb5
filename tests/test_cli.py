"""The command from its options to its exit status, with a scanner that knows one pattern."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
import regex

from quotes import __version__
from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker
from quotes.command.cli import main
from quotes.reading import Document
from quotes.scanner import MODEL


class FakeScanner:
    """Finds `"...," NAME said.` and takes every such sentence for a line."""

    def __init__(self, model: Path | None = None, stanza_package: str | None = None) -> None:
        self.model = MODEL

    def scan(self, text: str, *, id: str = "text", path: str | None = None) -> Article:
        found = []
        for number, match in enumerate(regex.finditer(r'("[^"]++") (\w++) (said)\.', text), 1):
            content, source, cue = (Span.of(text, *match.span(group)) for group in (1, 2, 3))
            context = Context(number, number, Span.of(text, *match.span()))
            speaker = Speaker(source.text, "person", None, (source,))
            found.append(
                Attribution(number, "direct", "statement", (content,), cue, "say", source, speaker, 0.9, context)
            )
        speakers = dict.fromkeys(a.speaker for a in found if a.speaker)
        return Article(id, path, text, tuple(found), tuple(speakers))

    def scan_many(self, texts: Iterable[Document], *, workers: int = 1) -> Iterator[Article]:
        for source in texts:
            yield self.scan(source.text, id=source.id, path=source.path)


@pytest.fixture(autouse=True)
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ModuleType("quotes.scanner")
    engine.Scanner, engine.MODEL = FakeScanner, MODEL  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "quotes.scanner", engine)
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    Path("news/flood.txt").write_text('"The bridge is gone," Amadi said.\n"We wait," Sato said.\n', encoding="utf-8")
    Path("news/vote.txt").write_text('"We won," Ruiz said.\n', encoding="utf-8")


def names(lines: str) -> list[list[str]]:
    return [[s["name"] for s in json.loads(line)["speakers"]] for line in lines.splitlines()]


def files() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_a_table_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "news/vote.txt"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("news/vote.txt: 1 quote (1 direct) by 1 speaker\n")
    assert err == ""


def test_json_lines_and_a_json_list_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    main(["scan", "news", "--format", "jsonl"])
    lines = capsys.readouterr().out
    assert names(lines) == [["Amadi", "Sato"], ["Ruiz"]]
    main(["scan", "news", "--format", "json"])
    listed = capsys.readouterr().out
    assert json.loads(listed) == [json.loads(line) for line in lines.splitlines()]
    assert listed.startswith('[\n  {\n    "id": "flood",\n')


def test_json_never_carries_what_a_terminal_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = '"\x1b[2J\x9b31m\u202e\u2028," Ruiz said.'
    Path("hostile.txt").write_text(hostile, encoding="utf-8")
    main(["scan", "hostile.txt", "--format", "jsonl"])
    out = capsys.readouterr().out
    assert json.loads(out)["attributions"][0]["content"][0]["text"] == '"\x1b[2J\x9b31m\u202e\u2028,"'
    assert len(out.splitlines()) == 1 and not set(out) & set("\x1b\x9b\u202e")


@pytest.mark.parametrize("options", [["--speaker", "sato"], ["--speaker", "SATO", "--type", "direct"]])
@pytest.mark.parametrize("format", ["jsonl", "table"])
def test_options_select_in_every_format(options: list[str], format: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "news/flood.txt", "--format", format, *options]) == 0
    out = capsys.readouterr().out
    assert "We wait" in out and "The bridge is gone" not in out


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--format", "table"], False),
        (["--by-speaker"], False),
        (["--format", "markdown"], False),
        *((["--format", format], True) for format in ("json", "jsonl", "csv", "citron")),
        (["--all"], True),
        (["--by-speaker", "--all"], True),
        (["--format", "markdown", "--all"], True),
        (["--min-confidence", "0"], True),
        (["--min-confidence", "0.9"], True),
    ],
)
def test_what_is_unsure_is_folded_away_where_it_is_read_and_kept_as_data(
    options: list[str], shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("quotes.report.selection.UNSURE", 0.95)  # all that is found here has 0.9
    assert main(["scan", "news/vote.txt", *options]) == 0
    out = capsys.readouterr().out
    assert ("Ruiz" in out) == shown
    assert ("1 that is unsure" in out) != shown and ("--all shows that too" in out) != shown


def test_speakers_in_place_of_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "news", "--by-speaker", "--width", "80"]) == 0
    out, err = capsys.readouterr()
    head = "speaker quotes words direct mixed indirect lines"
    shown = [" ".join(line.split()) for line in out.splitlines() if line.strip()]
    assert shown == [
        "news/flood.txt: 2 quotes (2 direct) by 2 speakers",
        head,
        "Amadi 1 4 1 - - 1",
        "person 4 words",
        "Sato 1 2 1 - - 2",
        "person 2 words",
        "news/vote.txt: 1 quote (1 direct) by 1 speaker",
        head,
        "Ruiz 1 2 1 - - 1",
        "person 2 words",
        "2 articles, 3 quotes",
    ]
    assert err == ""


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_json_has_the_speakers_without_being_asked(format: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["scan", "news", "--by-speaker", "--format", format])
    assert stop.value.code == 2
    assert capsys.readouterr().err.endswith(
        "argument --by-speaker: for the table only; JSON always lists the speakers with their attributions\n"
    )


def test_speakers_have_no_context(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["scan", "news", "--by-speaker", "--context", "1"])
    assert stop.value.code == 2
    assert "argument --context: not allowed with argument --by-speaker" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--by-speaker"], ["--format", "jsonl"], ["-o", "out.txt"]])
def test_where_nobody_is_called_so_the_closest_are_told(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", "news", "--speaker", "Amady", *options]) == 0
    assert capsys.readouterr().err == "quotes: no speaker is called 'Amady'; the closest is Amadi\n"


def test_one_article_with_the_speaker_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "news", "--speaker", "Ruiz", "--type", "indirect"]) == 0
    assert capsys.readouterr().err == ""


def test_a_hostile_speaker_is_shown_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("nobody.txt").write_text("Rain.", encoding="utf-8")
    main(["scan", "nobody.txt", "--speaker", "Am\x1b[2J\nadi"])
    assert capsys.readouterr().err == (
        "quotes: no speaker is called 'Am␛[2J adi', nor anything else: there are no speakers\n"
    )


def test_where_nothing_can_be_read_no_speaker_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "nowhere.txt", "--speaker", "Amady"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_bad_files_are_told_one_by_one_and_the_others_are_scanned(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.txt").touch()
    assert main(["scan", "nowhere.txt", "news/vote.txt", "empty.txt", "--format", "jsonl"]) == 1
    out, err = capsys.readouterr()
    assert names(out) == [["Ruiz"]]
    assert err.splitlines() == [
        "quotes: nowhere.txt: no such file or folder; check the name",
        "quotes: empty.txt: empty, there is no text in it; leave it out, or save the article again",
    ]


def test_a_hostile_file_name_is_shown_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "a\x1b[2J\nb.txt"]) == 1
    assert capsys.readouterr().err == "quotes: a␛[2J b.txt: no such file or folder; check the name\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            "",
            "quotes: give a command: scan, verify, evaluate, index, search, trace, speakers, serve; quotes --help "
            "tells what each does",
        ),
        ("scna a.txt", "quotes: there is no command 'scna'; did you mean scan?"),
        ("nwes", "quotes: there is no command 'nwes'; quotes --help lists them"),
        ("--verison", "quotes: there is no option '--verison'; did you mean --version?"),
        ("scan", "quotes scan: the following arguments are required: PATH"),
        ("scan a.txt --fromat json", "quotes scan: there is no option '--fromat'; did you mean --format?"),
        ("scan --fromat=json", "quotes scan: there is no option '--fromat'; did you mean --format?"),
        ("scan a.txt -x", "quotes scan: there is no option '-x'; quotes scan --help lists them"),
        (
            "scan a.txt --all b.txt",
            "quotes scan: 'b.txt' stands apart; give all names in one row, before the options",
        ),
        ("verify a.txt --aganst b", "quotes verify: there is no option '--aganst'; did you mean --against?"),
        ("evaluate a b --error", "quotes evaluate: there is no option '--error'; did you mean --errors?"),
    ],
)
def test_a_wrong_word_gets_the_nearest_right_one(
    arguments: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments.split())
    assert stop.value.code == 2
    assert capsys.readouterr() == ("", f"{told}\n")


@pytest.mark.parametrize("options", ["--format xml", "--type x"])
def test_a_wrong_value_is_told_beside_the_right_ones(options: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["scan", "a.txt", *options.split()])
    assert stop.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"quotes scan: argument {options.split()[0]}: invalid choice: ")


@pytest.mark.parametrize("value", ["1.5", "-0.1", "nan", "much"])
def test_a_confidence_is_a_probability(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["scan", "news", f"--min-confidence={value}"])
    assert stop.value.code == 2
    assert f"'{value}' is not a probability from 0 to 1" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["scan", "--version"])
    assert stop.value.code == 0
    version = json.loads((MODEL / "settings.json").read_text(encoding="utf-8"))["version"]
    assert capsys.readouterr().out == f"quotes {__version__}, model {version}\n"


def test_a_file_alone_is_scanned(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["news"]) == 0
    alone = capsys.readouterr()
    assert main(["scan", "news"]) == 0
    assert capsys.readouterr() == alone
    assert main(["nosuch.txt"]) == 1
    assert capsys.readouterr().err == "quotes: nosuch.txt: no such file or folder; check the name\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_what_it_may_complete(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--completion", shell])
    assert stop.value.code == 0
    assert "min-confidence" in capsys.readouterr().out


def test_output_goes_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "news", "--format", "jsonl", "-o", "out.jsonl"]) == 0
    assert names(Path("out.jsonl").read_text(encoding="utf-8")) == [["Amadi", "Sato"], ["Ruiz"]]
    assert capsys.readouterr() == ("", "")
    assert files() == ["news", "out.jsonl"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_stopped_run_leaves_the_old_output(error: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def scan(self: FakeScanner, text: str, *, id: str, path: str | None) -> Article:
        if id == "vote":
            raise error
        return Article(id, path, text)

    monkeypatch.setattr(FakeScanner, "scan", scan)
    Path("out.txt").write_text("old")
    if error is KeyboardInterrupt:
        assert main(["scan", "news", "-o", "out.txt"]) == 130
    else:
        with pytest.raises(error):
            main(["scan", "news", "-o", "out.txt"])
    assert Path("out.txt").read_text() == "old"
    assert files() == ["news", "out.txt"]


def test_where_nothing_can_be_read_nothing_is_written() -> None:
    Path("out.txt").write_text("old")
    assert main(["scan", "nowhere.txt", "-o", "out.txt"]) == 1
    assert Path("out.txt").read_text() == "old"


def test_a_file_can_be_named_by_the_long_option_too() -> None:
    assert main(["scan", "news", "--output", "out.txt"]) == 0
    assert "Ruiz" in Path("out.txt").read_text(encoding="utf-8")


def test_output_to_a_device_does_not_replace_it() -> None:
    assert main(["scan", "news", "-o", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no/out.txt", "the folder no does not exist; make it, or give -o another name"),
        ("news/vote.txt/out.txt", "the folder news/vote.txt does not exist; make it, or give -o another name"),
        ("news", "is a directory"),
    ],
)
def test_output_that_cannot_be_written(name: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "news", "-o", name]) == 1
    assert capsys.readouterr().err == f"quotes: {name}: {why}\n"


def test_an_article_is_never_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["scan", "news/vote.txt", "-o", "news/../news/vote.txt"])
    assert stop.value.code == 2
    assert "both read and written" in capsys.readouterr().err


def test_a_reader_that_leaves_ends_the_command_quietly() -> None:
    program = (
        "import sys, test_cli\n"
        "sys.modules['quotes.scanner'] = type(sys)('quotes.scanner')\n"
        "sys.modules['quotes.scanner'].Scanner = test_cli.FakeScanner\n"
        "from quotes.command.cli import main\n"
        "sys.exit(main(['scan', 'news', '--format', 'jsonl']))\n"
    )
    reading, writing = os.pipe()
    os.close(reading)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])}
    done = subprocess.run([sys.executable, "-c", program], stdout=writing, stderr=subprocess.PIPE, env=environment)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.fixture
def speech() -> str:
    text = "Remarks by Lucia Ruiz at the town hall\n\nWe won. The bridge is not gone.\n"
    Path("speech.txt").write_text(text, encoding="utf-8")
    return "speech.txt"


def test_a_quote_that_was_said_is_verified(speech: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "news/vote.txt", "--against", speech]) == 0
    out, err = capsys.readouterr()
    assert "1 verbatim\n" in out and "✓  verbatim · speech.txt, line 3, Lucia Ruiz\n" in out
    assert err == ""


def test_a_dropped_not_is_shown_word_by_word(speech: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "news/flood.txt", "--against", speech, "--verdict", "altered"]) == 3
    out = capsys.readouterr().out
    assert "✗  altered: the article leaves out “not” · speech.txt, line 3, Lucia\n" in out
    assert "source  We won. The bridge is [-not-] gone.\n" in out
    assert "We wait" not in out


def test_json_holds_the_verification(speech: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "news/flood.txt", "--against", speech, "--format", "json"]) == 3
    [article] = json.loads(capsys.readouterr().out)
    altered, missing = (attribution["verification"] for attribution in article["attributions"])
    assert altered["verdict"] == "altered" and altered["match"]["source"] == "speech.txt"
    [change] = altered["changes"]
    assert (change["kind"], change["article"], change["source"]) == ("negation", "", "not")
    assert (missing["verdict"], missing["similarity"], missing["match"]) == ("not_found", 0.0, None)
    assert (missing["changes"], missing["context"], missing["parts"]) == ([], None, [])


def test_only_what_is_asked_for_decides_the_status(speech: str) -> None:
    assert main(["verify", "news", "--against", speech, "--speaker", "Ruiz"]) == 0
    assert main(["verify", "news", "--against", speech, "--verdict", "verbatim"]) == 0
    assert main(["verify", "news", "--against", speech]) == 3


def test_sources_that_cannot_be_read_are_told_and_the_others_used(
    speech: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("empty.txt").write_text(" \n", encoding="utf-8")
    assert main(["verify", "news/vote.txt", "--against", "empty.txt", "none.txt", speech]) == 1
    out, err = capsys.readouterr()
    assert "1 verbatim" in out
    assert err.splitlines() == [
        "quotes: empty.txt: empty, there is no text in it; leave it out, or save the article again",
        "quotes: none.txt: no such file or folder; check the name",
        "quotes: sources that could not be read: 2; a quote that is not found may stand in one of them",
    ]


def test_without_any_source_nothing_is_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "news/vote.txt", "--against", "none.txt"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.endswith("none of the sources could be read, so nothing was verified\n")


def test_an_article_is_not_verified_against_itself_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "news/vote.txt", "--against", "news/vote.txt"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.endswith("no other source is left, so nothing was verified\n")


def test_a_web_page_is_told_and_used(capsys: pytest.CaptureFixture[str]) -> None:
    page = "<!DOCTYPE html><html><body><article><p>We won.</p></article></body></html>"
    Path("page.html").write_text(page, encoding="utf-8")
    assert main(["verify", "news/vote.txt", "--against", "page.html"]) == 0
    out, err = capsys.readouterr()
    assert "1 verbatim" in out
    assert err == "quotes: page.html: no plain text; the text in it is used, and offsets count in that\n"


def test_an_article_without_quotes_is_told(speech: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("rain.txt").write_text("It rains.\n", encoding="utf-8")
    assert main(["verify", "rain.txt", "--against", speech]) == 0
    out, err = capsys.readouterr()
    assert out == "rain.txt: no quotes\n"
    assert err == "quotes: rain.txt: no quotes in this article, so nothing to verify\n"


def test_verification_needs_something_to_verify_against(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["verify", "news/vote.txt"])
    assert "the following arguments are required: --against" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("format", "beginning"),
    [
        ("html", "<!DOCTYPE html>"),
        ("csv", "article_id,path,attribution_id,speaker"),
        ("markdown", "## news/vote"),
        ("citron", '{"text": '),
    ],
)
def test_reports_go_to_files(format: str, beginning: str) -> None:
    assert main(["scan", "news/vote.txt", "--format", format, "-o", "report"]) == 0
    assert Path("report").read_text(encoding="utf-8").lower().startswith(beginning.lower())


def test_a_csv_file_for_excel_begins_with_a_byte_order_mark() -> None:
    main(["scan", "news/vote.txt", "--format", "csv", "--bom", "-o", "report.csv"])
    raw = Path("report.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfarticle_id") and raw.count(b"\r\n") == 2 and b"\r\r" not in raw


def test_brat_gets_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "news", "--format", "brat", "-o", "brat"]) == 0
    assert {"flood.ann", "flood.txt", "vote.ann", "vote.txt"} < {path.name for path in Path("brat").iterdir()}
    assert main(["scan", "news", "--format", "brat", "-o", "brat"]) == 1
    assert "brat: the folder is not empty" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--format", "brat"], ["--bom"], ["--format", "html", "--by-speaker"]])
def test_options_that_do_not_go_together(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["scan", "news", *options])
    assert stopped.value.code == 2 and regex.match("quotes scan: (argument )?--", capsys.readouterr().err)


def test_predictions_are_evaluated(capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("news/vote.txt").read_text(encoding="utf-8")
    gold = {
        "id": "vote",
        "text": text,
        "attributions": [{"content": [[0, 9]], "cue": [[15, 19]], "source": [[10, 14]]}],
    }
    Path("gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    assert main(["scan", "news/vote.txt", "--format", "jsonl", "-o", "found.jsonl"]) == 0
    assert main(["evaluate", "gold.jsonl", "found.jsonl", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["content"]["f1"] == 100
    assert main(["evaluate", "gold.jsonl", "none.jsonl"]) == 1
    assert capsys.readouterr().err == "quotes: none.jsonl: no such file or directory; check the name\n"


def test_help_and_errors_import_nothing_slow() -> None:
    program = (
        "import sys\n"
        "from quotes.command.cli import main\n"
        "main(['scan', 'nowhere.txt'])\n"
        "print({'stanza', 'rich', 'onnxruntime', 'numpy'} & set(sys.modules))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert done.stdout == "set()\n"
