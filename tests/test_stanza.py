"""Stanza's own packages as the sentence step, and the processor "attribution" in a pipeline of Stanza's."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from stanza_package import lay_out

import quotes
from quotes.errors import QuotesError
from quotes.reading import Document, read
from quotes.scanner import MODEL
from quotes.stanza import pipeline, register

TEXT = '"We are ready," said Mayor Ana Pereira. Bo Ek slept.'
CORPUS = Path(__file__).parent.parent / "corpus"
OFFLINE = {"resources_url": "http://127.0.0.1:9"}  # where nobody answers


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a machine has on which Stanza downloaded its package "tiny" once."""
    return lay_out(tmp_path_factory.mktemp("stanza"), "tiny")


def attributing(**options: Any) -> Any:
    register()
    return pipeline({"attribution": "quotes"}, attribution_model_path=str(MODEL), **options)


def test_a_scanner_reads_with_stanza_s_own_tokenizer(resources: Path) -> None:
    code = (
        "import quotes\n"
        f"article = next(quotes.Scanner(stanza_package='tiny').scan_many([{TEXT!r}], workers=1))\n"
        "[attribution] = article.attributions\n"
        "print(attribution.speaker.name, attribution.context.sentence.text, sep='|')\n"
    )
    where = os.environ | {"STANZA_RESOURCES_DIR": str(resources), "HF_HUB_OFFLINE": "1"}
    run = subprocess.run([sys.executable, "-c", code], env=where, capture_output=True, text=True, check=False)
    assert run.stdout == 'Ana Pereira|"We are ready," said Mayor Ana Pereira.\n', run.stderr


def scanned_with(package: str, resources: Path, tmp_path: Path) -> "subprocess.CompletedProcess[str]":
    """The command's run on TEXT, read with the tokenizer of that package."""
    (tmp_path / "ready.txt").write_text(TEXT, encoding="utf-8")
    where = os.environ | {"STANZA_RESOURCES_DIR": str(resources), "HF_HUB_OFFLINE": "1"}
    where |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
    command = [
        sys.executable,
        "-m",
        "quotes",
        "scan",
        tmp_path / "ready.txt",
        "--stanza",
        package,
        "--format",
        "json",
    ]
    return subprocess.run(command, env=where, capture_output=True, text=True, check=False)


def test_the_command_reads_with_stanza_s_own_tokenizer(resources: Path, tmp_path: Path) -> None:
    run = scanned_with("tiny", resources, tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    [attribution] = json.loads(run.stdout)[0]["attributions"]
    assert attribution["speaker"]["name"] == "Ana Pereira"


def test_the_command_tells_of_a_package_that_is_not_there_in_one_sentence(resources: Path, tmp_path: Path) -> None:
    run = scanned_with("nonesuch", resources, tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("quotes: Stanza") and len(run.stderr.splitlines()) == 1


def test_our_processor_finds_what_a_plain_scan_finds() -> None:
    """On every text of corpus/."""
    texts = [source for source in read([str(CORPUS)]) if isinstance(source, Document)]
    assert len(texts) > 40
    own = attributing()
    for source in texts:
        assert own(source.text).article == quotes.scan(source.text)


def test_the_pipeline_holds_the_official_processor(resources: Path) -> None:
    from stanza.pipeline.tokenize_processor import TokenizeProcessor

    official = attributing(package="tiny", dir=str(resources), **OFFLINE).processors["tokenize"]
    assert isinstance(official, TokenizeProcessor)
    assert official.config["model_path"] == str(resources / "en" / "tokenize" / "tiny.pt")
    assert official.trainer is not None and attributing().processors["tokenize"].trainer is None


def test_a_pipeline_of_one_s_own_takes_the_processor_beside_others(resources: Path) -> None:
    import stanza

    register()
    own = stanza.Pipeline(
        "en",
        dir=str(resources),
        processors={"tokenize": "tiny", "lemma": "identity", "attribution": "quotes"},
        package=None,
        download_method=None,
        attribution_model_path=str(MODEL),
        attribution_threads=1,
        use_gpu=False,
        verbose=False,
    )
    document = own(TEXT)
    [attribution] = document.attributions
    assert attribution.words == '"We are ready,"' and attribution.speaker.role == "Mayor"
    assert [speaker.name for speaker in document.speakers] == ["Ana Pereira"]
    assert document.article.text == document.text == TEXT
    assert document.article.said_by(document.speakers[0]) == document.attributions
    assert [word.lemma for word in document.sentences[1].words] == ["Bo", "Ek", "slept", "."]


def test_a_package_that_stanza_does_not_have_is_a_plain_error(resources: Path) -> None:
    with pytest.raises(
        QuotesError, match=r"can load no English tokenizer of a package 'nonesuch' .*; check the name"
    ):
        attributing(package="nonesuch", dir=str(resources), **OFFLINE)


def test_without_package_and_network_there_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(QuotesError, match=r"package 'default' is not here and could not be downloaded .*; connect"):
        attributing(package="default", dir=str(tmp_path), **OFFLINE)


def test_a_file_that_is_not_what_stanza_published_is_not_loaded(resources: Path, tmp_path: Path) -> None:
    damaged = lay_out(tmp_path / "stanza", "tiny")
    (damaged / "en" / "tokenize" / "tiny.pt").write_bytes(b"Snow fell.")
    with pytest.raises(QuotesError, match="package 'tiny' is not here and could not be downloaded"):
        attributing(package="tiny", dir=str(damaged), **OFFLINE)


class Hostile:
    """What runs a command when it is unpickled."""

    def __init__(self, command: str) -> None:
        self.command = command

    def __reduce__(self) -> Any:
        return os.system, (self.command,)


def test_stanza_runs_nothing_that_a_file_holds(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    hostile = pickle.dumps(Hostile(f"touch {ran}"), protocol=2)
    pickle.loads(hostile)
    assert ran.exists()
    ran.unlink()
    with pytest.raises(QuotesError, match=r"can load no English tokenizer of a package 'tiny' .*UnpicklingError"):
        attributing(package="tiny", dir=str(lay_out(tmp_path / "stanza", "tiny", hostile)), **OFFLINE)
    assert not ran.exists()


def test_what_is_wrong_with_the_model_is_not_told_of_the_package(resources: Path, tmp_path: Path) -> None:
    register()
    with pytest.raises(NotADirectoryError, match="no such folder, so no model"):
        pipeline(
            {"attribution": "quotes"},
            package="tiny",
            dir=str(resources),
            attribution_model_path=str(tmp_path / "none"),
            **OFFLINE,
        )


def test_nothing_is_downloaded_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    import stanza.pipeline.core as core

    def download(*_: object, **__: object) -> None:
        raise AssertionError("a download")

    monkeypatch.setattr(core, "download_resources_json", download)
    monkeypatch.setattr(core, "download_models", download)
    assert len(quotes.Scanner().scan(TEXT).attributions) == 1
