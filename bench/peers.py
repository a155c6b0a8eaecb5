"""How fast others are, in the same run on the same texts: `python -m bench TEXTS --peers`.

Each is measured in processes of its own that compute on one thread: one, and two at once that share the texts. The
clock runs from when all have loaded what they need and have read two texts. Where the machine does other work too,
the clock tells little: the seconds of processor time that a process used are counted besides. Weights are random in
the others' pipelines, as nothing is downloaded; their modules say what of their speed depends on that.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

Work = Callable[[Sequence[str]], Iterable[Any]]

_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)
_WARMING = 2  # texts


@dataclass(frozen=True, slots=True)
class Run:
    """What one process did: `words` in `seconds` by the clock, and as many of processor time as `used`.

    start_up: seconds from its start until it was ready; peak: the most memory it held, in MB.
    """

    words: int
    seconds: float
    used: float
    start_up: float
    peak: float


@dataclass(frozen=True, slots=True)
class Timing:
    """A pipeline in one process, and in two at once."""

    name: str
    one: Run
    two: tuple[Run, Run]

    @property
    def together(self) -> float:
        """Words a second of both, as long as the slower takes."""
        return sum(run.words for run in self.two) / max(run.seconds for run in self.two)


@dataclass(frozen=True, slots=True)
class Peer:
    """A pipeline that is measured: `limit` is how many words are enough."""

    name: str
    prepare: Callable[[Sequence[str]], Work]
    limit: int


def _ours(texts: Sequence[str]) -> Work:
    """What a worker of `scan_many` does."""
    from quotes.scanner import MODEL, bare

    return partial(map, bare(MODEL, threads=1))


def _spacy(texts: Sequence[str]) -> Work:
    from bench import spacy_sized

    nlp = spacy_sized.pipeline()
    return lambda texts: spacy_sized.work(nlp, texts)


def _stanza(texts: Sequence[str]) -> Work:
    from bench import stanza_sized

    nlp = stanza_sized.pipeline(texts)
    return lambda texts: stanza_sized.work(nlp, texts)


PEERS = (
    Peer("quotes", _ours, 1_000_000),
    Peer("spaCy as en_core_web_sm, textacy's direct quotations", _spacy, 1_000_000),
    Peer("Stanza's pos, depparse, ner", _stanza, 1500),
)


def measure(texts: Sequence[str]) -> list[Timing]:
    """Ours first, then the peers."""
    timings = []
    for number, peer in enumerate(PEERS):
        enough = _enough(texts, peer.limit)
        (one,) = _at_once(number, [enough])
        first, second = _at_once(number, [enough[::2], enough[1::2]])
        timings.append(Timing(peer.name, one, (first, second)))
    return timings


def table(timings: Sequence[Timing]) -> str:
    """Words a second by the clock and of processor time, how many times as fast ours is, the first; in Markdown."""
    ours = timings[0]
    titles = "words a second", "one core", "ours", "two cores", "ours", "processor time", "ours", "start-up", "memory"
    rows = [f"| {' | '.join(titles)} |", f"|{' --- |' * len(titles)}"]
    for timing in timings:
        speeds = zip(_speeds(ours), _speeds(timing), strict=True)
        cells = " | ".join(f"{theirs:,.0f} | {own / theirs:.2f} ×" for own, theirs in speeds)
        rows.append(f"| {timing.name} | {cells} | {timing.one.start_up:.1f} s | {timing.one.peak:,.0f} MB |")
    return "\n".join(rows)


def _speeds(timing: Timing) -> tuple[float, float, float]:
    one = timing.one
    return one.words / one.seconds, timing.together, one.words / one.used


def _enough(texts: Sequence[str], words: int) -> Sequence[str]:
    """The first of the texts that come to so many words, at least two of them, or all."""
    count = 0
    for number, text in enumerate(texts, 1):
        count += len(text.split())
        if count >= words and number >= 2:
            return texts[:number]
    return texts


def _at_once(peer: int, shares: Sequence[Sequence[str]]) -> list[Run]:
    """A process for each share of the texts; they begin together, when all are ready."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", __name__, str(peer)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _ONE_THREAD,
            text=True,
            encoding="utf-8",
        )
        for _ in shares
    ]
    try:
        for process, share in zip(processes, shares, strict=True):
            _tell(process, json.dumps(share))
        for process in processes:
            _told(process)
        for process in processes:
            _tell(process, "go")
        return [Run(**json.loads(_told(process))) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _told(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"a process of {__name__} ended before it was measured")
    return line


def _serve(peer: Peer) -> None:
    """What a process does: says when it is ready, waits for a line, and says what it did."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what anybody prints is no answer
    texts = json.loads(sys.stdin.readline())
    began = time.perf_counter()
    work = peer.prepare(texts)
    _exhaust(work(texts[:_WARMING]))
    start_up = time.perf_counter() - began
    print("ready", file=answers, flush=True)
    sys.stdin.readline()
    began, used = time.perf_counter(), time.process_time()
    _exhaust(work(texts))
    seconds, used = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    words = sum(len(text.split()) for text in texts)
    print(json.dumps(asdict(Run(words, seconds, used, start_up, peak))), file=answers, flush=True)


def _exhaust(results: Iterable[Any]) -> None:
    for _ in results:
        pass


if __name__ == "__main__":
    _serve(PEERS[int(sys.argv[1])])
