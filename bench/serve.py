"""`python -m bench.serve FOLDER`: what `quotes serve` bears, with the .txt files in FOLDER.

Many clients scan at once, in turn with `scan_many` on the same texts, and somebody asks ten times a second whether
the desk is there. Then as many requests as --requests says, of a sentence each, show whether memory grows; and a desk
is killed (SIGKILL) at random moments of a review.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import count, cycle, islice
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from typing import Any, NamedTuple, cast

import quotes
from quotes.workers import cores

_SENTENCE = '"We will not sign," said Ana Pereira, the mayor.'
_TURNS = 6
_IDLE = 2  # seconds after which a connection may be closed at its other end
_PAUSE = 0.1  # seconds between two questions whether the desk is there


class Client:
    """Somebody who asks a desk, over one connection; statuses: how often each was answered."""

    def __init__(self, address: str) -> None:
        self._line = HTTPConnection(address, timeout=600)
        self.statuses: Counter[int] = Counter()
        self._asked = time.monotonic()

    def ask(self, method: str, path: str, record: Any = None) -> Any:
        if time.monotonic() - self._asked > _IDLE:
            self._line.close()  # it is opened anew
        body = None if record is None else json.dumps(record)
        self._line.request(method, path, body, {"Content-Type": "application/json"})
        answer = self._line.getresponse()
        value = json.loads(answer.read() or b"null")
        self.statuses[answer.status] += 1
        self._asked = time.monotonic()
        if answer.status == 503:
            time.sleep(float(answer.headers["Retry-After"]))
        return value


@contextmanager
def desk(store: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Where a desk listens, and its process, which is killed at the end."""
    command = [sys.executable, "-m", "quotes", "serve", "--port", "0", "--store", str(store), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().split("//")[-1].strip("/\n"), process
        finally:
            process.kill()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.serve", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    options = parser.parse_args(arguments)
    texts = [path.read_text(encoding="utf-8") for path in sorted(options.folder.glob("*.txt"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with desk(folder / "load.sqlite") as (address, process):
            _load(address, process.pid, texts, options.clients, options.seconds)
            _soak(address, process, options.requests)
        lost = kills(folder / "kills.sqlite", texts[0], options.kills, random.Random(1))
    print(f"killed {options.kills} times: {lost} answered changes lost")
    return 1 if lost else 0


class Turn(NamedTuple):
    """Words that were read in so many seconds, and seconds of processors that it took."""

    words: int
    seconds: float
    worked: float


def _load(address: str, desk: int, texts: Sequence[str], clients: int, seconds: float) -> None:
    """Prints what many clients were answered, how soon health was, and words a second beside `scan_many`'s.

    The two take turns, as what else a machine does changes within minutes; words a second of processors do not change
    with it.
    """
    load, health = Load(address, texts, clients), Health(address)
    served, scanned = [], []
    for _ in range(_TURNS):
        served.append(load.turn(seconds / _TURNS, health.ask, desk))
        _until(health.is_idle)
        scanned.append(_in_a_row(texts, seconds / _TURNS / 2, desk))
    load.end()
    statuses = ", ".join(f"{number:,} × {status}" for status, number in sorted(load.statuses.items()))
    p95, most = quantiles(health.took, n=20)[-1], max(health.took)
    print(f"{clients} clients, {seconds:.0f} s: {statuses}; health p95 {p95:.1f} ms, most {most:.1f} ms")
    for name in ("seconds", "worked"):
        ours, theirs = (sum(t.words for t in ts) / sum(getattr(t, name) for t in ts) for ts in (served, scanned))
        what = "of processors" if name == "worked" else "of the clock"
        print(f"{ours:,.0f} words a second {what}, {ours / theirs:.2f} of scan_many's {theirs:,.0f}", flush=True)


class Load:
    """Clients who scan one text after another while it is their turn."""

    def __init__(self, address: str, texts: Sequence[str], clients: int) -> None:
        self._address, self._texts = address, texts
        self._turn, self._words, self._ended = Event(), 0, False
        self._clients = [Client(address) for _ in range(clients)]
        self._threads = [Thread(target=self._scan, args=pair) for pair in enumerate(self._clients)]
        for _ in range(2 * cores()):  # so that every process has the model
            Client(address).ask("POST", "/api/scan", {"text": _SENTENCE})
        for thread in self._threads:
            thread.start()

    @property
    def statuses(self) -> Counter[int]:
        return sum((client.statuses for client in self._clients), Counter[int]())

    def turn(self, seconds: float, meanwhile: Callable[[], None], desk: int) -> Turn:
        """Lets them scan for a while."""
        self._words, begun, worked = 0, time.monotonic(), _worked(desk)
        self._turn.set()
        while (lasted := time.monotonic() - begun) < seconds:
            meanwhile()
        self._turn.clear()
        return Turn(self._words, lasted, _worked(desk) - worked)

    def end(self) -> None:
        self._ended = True
        self._turn.set()
        for thread in self._threads:
            thread.join()

    def _scan(self, number: int, client: Client) -> None:
        for text in islice(cycle(self._texts), number, None):
            self._turn.wait()
            if self._ended:
                return
            if "attributions" in client.ask("POST", "/api/scan", {"text": text}) and self._turn.is_set():
                self._words += len(text.split())


class Health:
    """Somebody who asks whether the desk is there, and how long each answer took."""

    def __init__(self, address: str) -> None:
        self._client = Client(address)
        self.took: list[float] = []  # milliseconds

    def ask(self) -> None:
        asked = time.monotonic()
        self._client.ask("GET", "/api/health")
        self.took.append(1000 * (time.monotonic() - asked))
        time.sleep(_PAUSE)

    def is_idle(self) -> bool:
        """Whether nothing is left of what the desk was asked for."""
        told = self._client.ask("GET", "/api/health")
        return not told["working"] + told["waiting"]


def _in_a_row(texts: Sequence[str], seconds: float, desk: int) -> Turn:
    """What `scan_many` does in a while, once its processes have the model."""
    with closing(cast("Generator[quotes.Article]", quotes.scan_many(cycle(texts), workers=cores()))) as articles:
        for _ in range(20 * cores()):
            next(articles)
        own = os.getpid()
        begun, words, worked = time.monotonic(), 0, _worked(own, desk)
        while (lasted := time.monotonic() - begun) < seconds:
            words += len(next(articles).text.split())
        return Turn(words, lasted, _worked(own, desk) - worked)


def _soak(address: str, process: subprocess.Popen[str], requests: int) -> None:
    """Prints the memory of a desk and its workers after each tenth of so many requests."""
    numbers, held = count(), [_memory(process)]

    def ask() -> None:
        client = Client(address)
        while (number := next(numbers)) < requests:
            client.ask("POST", "/api/scan", {"text": f"{_SENTENCE} It was day {number}."})
            if number % (requests // 10 or 1) == 0:
                held.append(_memory(process))

    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(ask)
    print(f"{requests:,} requests: {', '.join(f'{megabytes:.0f}' for megabytes in held)} MB", flush=True)


def _processes(pid: int) -> list[int]:
    """A process and those that it started."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [pid, *(int(child) for file in lists for child in file.read_text(encoding="ascii").split())]


def _memory(process: subprocess.Popen[str]) -> float:
    """What a process and those that it started hold, in MB."""
    files = (Path(f"/proc/{pid}/statm") for pid in _processes(process.pid))
    pages = sum(int(file.read_text(encoding="ascii").split()[1]) for file in files)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _worked(pid: int, other: int = 0) -> float:
    """Seconds of processors that a process and those that it started, but for an other, have taken."""
    files = (Path(f"/proc/{pid}/stat") for pid in _processes(pid) if pid != other)
    fields = (file.read_text(encoding="ascii").rpartition(")")[2].split() for file in files)
    return sum(int(some[11]) + int(some[12]) for some in fields) / os.sysconf("SC_CLK_TCK")


def kills(store: Path, text: str, number: int, dice: random.Random) -> int:
    """How many changes that were answered with success a desk has lost, killed so many times while it was asked."""
    with desk(store) as (address, _):
        id = Client(address).ask("POST", "/api/articles", {"article": text})["id"]
        _until(lambda: Client(address).ask("GET", f"/api/articles/{id}")["state"] == "ready")
    answered: list[Any] = []
    for _ in range(number):
        with desk(store) as (address, process):
            _until(lambda: Client(address).ask("GET", "/api/health"))
            reviewer = Thread(target=_review, args=(Client(address), id, answered))
            reviewer.start()
            time.sleep(dice.uniform(0.05, 1))
            process.kill()
            reviewer.join()
    with desk(store) as (address, _):
        kept = Client(address).ask("GET", f"/api/articles/{id}")["review"]
    return sum(change not in kept for change in answered)


def _review(client: Client, id: int, answered: list[Any]) -> None:
    """Writes notes until nobody answers; `answered` gets those that were."""
    try:
        state = client.ask("GET", f"/api/articles/{id}")
        quotes = [row["quote"] for row in state["rows"]]
        for number in count(len(answered)):
            change = {"do": "note", "quote": quotes[number % len(quotes)], "text": f"note {number}"}
            record = {"version": state["version"], "review": [*state["review"], change]}
            state = client.ask("PUT", f"/api/articles/{id}", record)
            answered.append(change)
    except (OSError, ValueError, KeyError):
        return


def _until(met: Callable[[], Any]) -> None:
    while not met():
        time.sleep(0.05)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
