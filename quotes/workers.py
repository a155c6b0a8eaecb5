"""Work shared among processes, its results in order."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, TypeVar

from quotes.errors import QuotesError

Item = TypeVar("Item")
Result = TypeVar("Result")

Work = Callable[[Item], Iterable[Result]]

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")


class WorkerError(QuotesError, RuntimeError):
    """A worker process ended before its work was done."""


def cores() -> int:
    """How many cores this process may use, at least 1."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(prepare: Callable[[], Work[Item, Result]], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """What `prepare()` makes of each item, one after another, in the order of the items.

    prepare: called once in each process; it, the items and the results are pickled.
    items: taken as they are needed, at most 2 * workers + 1 before their results are.
    workers: processes, at least 1; they share the cores. They are new interpreters, that know nothing of threads and
        locks here, and end with this process however it ends, or with the iterator.

    Raises WorkerError where a process ends too early, and what `prepare` or its work raises.
    """
    threads = max(1, cores() // workers)
    processes: SimpleQueue[Process] = SimpleQueue()
    started: list[Process] = []

    def work(item: Item) -> Iterable[Result]:
        process = processes.get()
        try:
            result: Iterable[Result] = process.do(item)
            return result
        finally:
            processes.put(process)

    waiting: deque[Future[Iterable[Result]]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for _ in range(workers):
                started.append(Process(prepare, threads))
                processes.put(started[-1])
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > 2 * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            for process in started:
                process.end()


class Process:
    """A worker, as the process that it works for sees it."""

    def __init__(self, prepare: Callable[[], Callable[[Any], Any]], threads: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ
            | dict.fromkeys(_THREADS, str(threads))
            | {"PYTHONPATH": os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path)},
            start_new_session=True,  # Ctrl-C in a terminal is for who reads the results
        )
        self._send(prepare)

    def do(self, item: Any) -> Any:
        self._send(item)
        assert self._process.stdout
        try:
            result, error = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError):
            raise self._ended() from None
        if error is not None:
            raise error
        return result

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _send(self, value: Any) -> None:
        assert self._process.stdin
        try:
            pickle.dump(value, self._process.stdin)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def _ended(self) -> WorkerError:
        code = self._process.wait()
        if code == -signal.SIGKILL:
            return WorkerError("a worker process was killed, perhaps for want of memory; try fewer workers")
        how = f"by {signal.Signals(-code).name}" if code < 0 else f"with status {code}"
        return WorkerError(f"a worker process ended {how} before its work was done; try again, or one worker")


def _serve() -> None:
    """What a worker does: prepares itself, then works on what it is sent, until it is sent no more."""
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints is no result
    prepare = pickle.load(sys.stdin.buffer)
    items: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_receive, args=(items,), daemon=True).start()
    work: Work[Any, Any] | None = None
    while True:
        item = items.get()
        try:
            work = work or prepare()
            _answer(results, (work(item), None))
        except BrokenPipeError:
            return
        except Exception as error:
            _answer(results, (None, error))


def _answer(results: IO[bytes], answer: tuple[Any, Exception | None]) -> None:
    results.write(pickle.dumps(answer))
    results.flush()


def _receive(items: SimpleQueue[Any]) -> None:
    """Takes in what is sent, and ends the process at once, whatever it does, when who sends has gone."""
    try:
        while True:
            items.put(pickle.load(sys.stdin.buffer))
    except (EOFError, pickle.UnpicklingError):
        os._exit(0)


if __name__ == "__main__":
    _serve()
