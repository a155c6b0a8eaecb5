"""Work shared among processes: order, laziness, and what happens when one of them dies."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from quotes.workers import WorkerError, cores, in_order

Work = Callable[[int], list[object]]


def about(item: int) -> list[object]:
    return [item, os.environ["OMP_NUM_THREADS"]]


def double(item: int) -> list[object]:
    time.sleep(0.05 if item % 3 == 0 else 0)
    return [item, item]


def with_process(item: int) -> list[object]:
    return [os.getpid()]


def fails(item: int) -> list[object]:
    raise ValueError(f"no {item}")


def dies(how: int, item: int) -> list[object]:
    if item == 3:
        os.kill(os.getpid(), how)
    return [item]


def sleeps(item: int) -> list[object]:
    time.sleep(60)
    return [item]


def prints(item: int) -> list[object]:
    print("hello")
    return [item]


def given(work: Work) -> Work:
    return work


def results(work: Work, items: Iterator[int] | range, workers: int = 2) -> Iterator[object]:
    return in_order(partial(given, work), items, workers)


def test_results_come_in_the_order_of_the_items() -> None:
    assert list(results(double, range(12))) == [n for n in range(12) for _ in "ab"]


def test_workers_share_the_cores() -> None:
    assert list(results(about, range(1))) == [0, str(max(1, cores() // 2))]


def test_items_without_end_are_taken_as_they_are_needed() -> None:
    items = count()
    found = results(with_process, items)
    assert len({next(found) for _ in range(20)} - {os.getpid()}) == 2
    assert next(items) <= 20 + 2 * 2 + 1


def test_what_is_printed_is_no_result() -> None:
    assert list(results(prints, range(2))) == [0, 1]


def test_an_error_is_raised_here() -> None:
    with pytest.raises(ValueError, match="no 0"):
        list(results(fails, range(4)))


def test_a_worker_that_is_killed_is_told_of() -> None:
    with pytest.raises(WorkerError, match="was killed, perhaps for want of memory; try fewer workers"):
        list(results(partial(dies, signal.SIGKILL), range(9)))
    with pytest.raises(WorkerError, match="ended by SIGSEGV before"):
        list(results(partial(dies, signal.SIGSEGV), range(9)))


def test_no_process_outlives_the_iterator() -> None:
    found = results(with_process, count())
    process = int(str(next(found)))
    found.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="fork")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.usefixtures("ctrl_c")
def test_no_worker_outlives_the_process_that_it_works_for(how: int, tmp_path: Path) -> None:
    import subprocess

    program = (
        "import test_workers\n"
        "from quotes import workers\n"
        "start = workers.Process.__init__\n"
        "def told(self, *arguments):\n"
        "    start(self, *arguments)\n"
        "    print(self._process.pid, flush=True)\n"
        "workers.Process.__init__ = told\n"
        "list(test_workers.results(test_workers.sleeps, range(9)))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as run:
        assert run.stdout
        processes = [int(run.stdout.readline()) for _ in range(2)]
        time.sleep(0.5)
        run.send_signal(how)
        run.wait(10)
    for _ in range(100):
        if not any(map(is_running, processes)):
            return
        time.sleep(0.05)
    raise AssertionError("a worker still runs")


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
