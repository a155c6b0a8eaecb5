"""Sentences and tokens held against Universal Dependencies: the project's own, and Stanza's neural tokenizer's.

    OMP_NUM_THREADS=1 python -m bench.segmentation UD/en_gum-dev.conllu UD/en_ewt-dev.conllu \\
        --stanza tokenizer.pt --train UD/en_gum-train.conllu UD/en_ewt-train.conllu

trains Stanza's tokenizer by Stanza's own trainer on the files after --train (watching the dev files; the best step
is kept) into tokenizer.pt, which takes about ten minutes, and prints a table of both in Markdown. Without --train an
earlier tokenizer.pt is scored; without --stanza only the project's own rows are printed.

Scores are F1 of exact character spans over the raw text, in per cent. A token is a syntactic word ("do", "n't"),
unless the treebank's words are not the text's own letters. "Sentences with a quotation mark" are those that hold one;
"ends at a quotation mark" are the ends of sentences with one at most three characters away.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

from quotes.stanza import pipeline
from quotes.text.sentences import Sentence, split

Span = tuple[int, int]
Splitter = Callable[[str], list[Sentence]]

_QUOTATION_MARK = regex.compile("[\"“”„«»‘]|''|``|(?<![^\\s(\\[—–-])['’](?=\\w)|(?<=[.,!?…])['’](?!\\w)")
_NEAR = 3


@dataclass(frozen=True)
class Document:
    """A text and the sentences that a treebank finds in it."""

    text: str
    sentences: tuple[Sentence, ...]


@dataclass
class Tally:
    """How many spans are gold, found, and both."""

    gold: int = 0
    found: int = 0
    right: int = 0

    def add(self, gold: set[Span], found: set[Span]) -> None:
        self.gold += len(gold)
        self.found += len(found)
        self.right += len(gold & found)

    @property
    def f1(self) -> float:
        """In per cent; 100 where nothing is to be found and nothing was."""
        return 200 * self.right / (self.gold + self.found) if self.gold + self.found else 100.0


def read_documents(path: Path) -> list[Document]:
    """The documents of a CoNLL-U file, their text put together again; paragraphs are a blank line apart."""
    documents: list[Document] = []
    text: list[str] = []
    sentences: list[Sentence] = []
    length = 0

    def close() -> None:
        if sentences:
            documents.append(Document("".join(text), tuple(sentences)))
        text.clear()
        sentences.clear()

    gap = ""
    for block in regex.split(r"\n\n+", path.read_text(encoding="utf-8").strip()):
        comments = [line for line in block.split("\n") if line.startswith("#")]
        if any(line.startswith("# newdoc") for line in comments):
            close()
            length, gap = 0, ""
        elif any(regex.match(r"# newpar\b", line) for line in comments):
            gap = "\n\n"
        text.append(gap)
        start = end = length + len(gap)
        tokens: list[Span] = []
        gap = ""
        for form, words, space in _surface(block):
            text.append(gap + form)
            end += len(gap)
            tokens += _word_spans(end, form, words)
            end += len(form)
            gap = " " if space else ""
        length = end
        sentences.append(Sentence(start, end, tuple(tokens)))
    close()
    return documents


def _surface(block: str) -> Iterator[tuple[str, list[str], bool]]:
    """Every surface token of a sentence: its form, its syntactic words, and whether a space follows."""
    rows = [line.split("\t") for line in block.split("\n") if not line.startswith("#")]
    rows = [row for row in rows if "." not in row[0]]
    index = 0
    while index < len(rows):
        number, form, misc = rows[index][0], rows[index][1], rows[index][9]
        first, _, last = number.partition("-")
        size = int(last) - int(first) + 1 if last else 0
        words = [row[1] for row in rows[index + 1 : index + 1 + size]]
        yield form, words or [form], "SpaceAfter=No" not in misc.split("|")
        index += 1 + size


def _word_spans(start: int, form: str, words: Sequence[str]) -> Iterator[Span]:
    if "".join(words) != form:
        words = [form]
    for word in words:
        yield start, start + len(word)
        start += len(word)


def train_stanza(train: Iterable[Path], dev: Iterable[Path], model: Path, steps: int) -> None:
    """Train Stanza's tokenizer, as Stanza's run_tokenizer does for English, and save its best step on `dev`."""
    from stanza.models import tokenizer
    from stanza.utils.avg_sent_len import avg_sent_len
    from stanza.utils.training.run_tokenizer import default_feat_funcs

    with tempfile.TemporaryDirectory() as folder:
        train_text, train_labels = _stanza_files(train, Path(folder) / "train")
        dev_text, dev_labels = _stanza_files(dev, Path(folder) / "dev")
        no_expansions = Path(folder) / "mwt.json"
        no_expansions.write_text("[]")
        window = math.ceil(avg_sent_len(str(train_labels)) * 3 / 100) * 100
        options = {
            "txt_file": train_text,
            "label_file": train_labels,
            "dev_txt_file": dev_text,
            "dev_label_file": dev_labels,
            "mwt_json_file": no_expansions,
            "feat_funcs": ",".join(default_feat_funcs("en")),
            "lang": "en",
            "shorthand": "en_quotes",
            "max_seqlen": window,
            "steps": steps,
            "save_dir": model.parent,
            "save_name": model.name,
        }
        tokenizer.main([part for name, value in options.items() for part in (f"--{name}", str(value))])


def _stanza_files(paths: Iterable[Path], stem: Path) -> tuple[Path, Path]:
    """What Stanza's trainer reads: a text, and for each character 1 at a token's end, 2 at a sentence's, else 0."""
    documents = [document for path in paths for document in read_documents(path)]
    text, labels = stem.with_suffix(".txt"), stem.with_suffix(".labels")
    text.write_text("\n\n".join(document.text for document in documents), encoding="utf-8")
    labels.write_text("\n\n".join(map(_stanza_labels, documents)), encoding="utf-8")
    return text, labels


def _stanza_labels(document: Document) -> str:
    labels = ["\n" if character == "\n" else "0" for character in document.text]
    for sentence in document.sentences:
        for _, end in sentence.tokens:
            labels[end - 1] = "1"
        labels[sentence.end - 1] = "2"
    return "".join(labels)


@dataclass(frozen=True)
class Scores:
    """How one splitter did on one treebank; `words` a second are counted by white space."""

    tokens: Tally
    sentences: Tally
    with_mark: Tally
    ends_at_mark: Tally
    words: float


def score(documents: Sequence[Document], splitter: Splitter) -> Scores:
    """Hold what `splitter` finds in each document's text against the treebank."""
    start = time.perf_counter()
    found = [splitter(document.text) for document in documents]
    seconds = time.perf_counter() - start
    words = sum(len(document.text.split()) for document in documents)
    scores = Scores(Tally(), Tally(), Tally(), Tally(), words / seconds)
    for document, sentences in zip(documents, found, strict=True):
        gold, ours = _spans(document.sentences), _spans(sentences)
        marks = [match.start() for match in _QUOTATION_MARK.finditer(document.text)]
        scores.tokens.add(_tokens(document.sentences), _tokens(sentences))
        scores.sentences.add(gold, ours)
        scores.with_mark.add(_with_mark(gold, marks), _with_mark(ours, marks))
        scores.ends_at_mark.add(_ends_at_mark(gold, marks), _ends_at_mark(ours, marks))
    return scores


def _tokens(sentences: Iterable[Sentence]) -> set[Span]:
    return {token for sentence in sentences for token in sentence.tokens}


def _spans(sentences: Iterable[Sentence]) -> set[Span]:
    return {(sentence.start, sentence.end) for sentence in sentences}


def _with_mark(spans: Iterable[Span], marks: Sequence[int]) -> set[Span]:
    return {(start, end) for start, end in spans if _any_within(marks, start, end)}


def _ends_at_mark(spans: Iterable[Span], marks: Sequence[int]) -> set[Span]:
    return {(end, end) for _, end in spans if _any_within(marks, end - _NEAR, end + _NEAR)}


def _any_within(marks: Sequence[int], start: int, end: int) -> bool:
    return bisect_left(marks, start) < bisect_left(marks, end)


def stanza_splitter(model: Path) -> Splitter:
    """The sentences of a tokenizer that Stanza trained, by Stanza's pipeline."""
    process = pipeline({"tokenize": model.stem}, tokenize_model_path=str(model))

    def splitter(text: str) -> list[Sentence]:
        return [
            Sentence(
                sentence.tokens[0].start_char,
                sentence.tokens[-1].end_char,
                tuple((token.start_char, token.end_char) for token in sentence.tokens),
            )
            for sentence in process(text).sentences
        ]

    return splitter


def table(treebanks: Sequence[Path], splitters: Mapping[str, Splitter]) -> Iterator[str]:
    """The lines of the table in Markdown."""
    yield "| | | tokens | sentences | with a quotation mark | ends at a quotation mark | words a second |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for path in treebanks:
        documents = read_documents(path)
        for name, splitter in splitters.items():
            scores = score(documents, splitter)
            figures = (scores.tokens, scores.sentences, scores.with_mark, scores.ends_at_mark)
            cells = " | ".join(f"{tally.f1:.1f}" for tally in figures)
            yield f"| {path.stem} | {name} | {cells} | {scores.words:,.0f} |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.segmentation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("treebanks", nargs="+", type=Path, help="CoNLL-U files to score on")
    parser.add_argument("--stanza", type=Path, metavar="MODEL", help="a tokenizer that Stanza trained, or will")
    parser.add_argument("--train", nargs="+", type=Path, metavar="CONLLU", help="train --stanza on these first")
    parser.add_argument("--steps", type=int, default=2400, help="how long to train, default %(default)s")
    options = parser.parse_args(arguments)
    if options.train and not options.stanza:
        parser.error("--train needs --stanza, where the tokenizer is kept")
    if options.train:
        train_stanza(options.train, options.treebanks, options.stanza, options.steps)
    splitters: dict[str, Splitter] = {"quotes": split}
    if options.stanza:
        splitters["Stanza"] = stanza_splitter(options.stanza)
    for line in table(options.treebanks, splitters):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
