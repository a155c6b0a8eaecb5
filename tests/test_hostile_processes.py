"""Threads, forks and Ctrl-C: the same results, no process left behind, no file half written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

import quotes
from quotes.article import Article

TEXTS = [
    '"We will stay," said Ebba Berg, the mayor. She told reporters that nobody was asked.',
    "According to the report, the ferry was late. Its captain, Tove Aalto, denied that.",
    "“No deal,” the minister said.\n\n“None,” she added. “We told them ‘no’.”",
    "ANNA LEE: Will you go?\n\nBO EK: I said no.\n\nANNA LEE: And now?\n\nBO EK: No.",
]


@cache
def scanner() -> quotes.Scanner:
    return quotes.Scanner(threads=2)


@cache
def alone() -> tuple[Article, ...]:
    return tuple(scanner().scan(text) for text in TEXTS)


def test_eight_threads_get_what_one_gets() -> None:
    expected = alone()
    with ThreadPoolExecutor(8) as pool:
        assert tuple(pool.map(scanner().scan, TEXTS * 8)) == expected * 8


def test_threads_that_all_come_first_load_one_model() -> None:
    fresh = quotes.Scanner()
    with ThreadPoolExecutor(8) as pool:
        assert tuple(pool.map(fresh.scan, TEXTS * 2)) == alone() * 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_goes_on_with_the_scanner() -> None:
    expected = alone()
    for _ in range(2):
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            os._exit(0 if tuple(map(scanner().scan, TEXTS)) == expected else 3)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert tuple(map(scanner().scan, TEXTS)) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="fork")
def test_a_pool_of_processes_scans(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import multiprocessing, quotes\n"
        f"texts = {TEXTS!r}\n"
        "if __name__ == '__main__':\n"
        "    first = [quotes.scan(text) for text in texts]\n"
        "    for how, processes in (('fork', 2), ('spawn', 1)):\n"
        "        with multiprocessing.get_context(how).Pool(processes) as pool:\n"
        "            assert pool.map(quotes.scan, texts) == first\n"
    )
    subprocess.run([sys.executable, str(program)], check=True, timeout=120)


def of_run(mark: str) -> Iterator[int]:
    """The processes that still run of those that were started with this mark in their environment."""
    for folder in Path("/proc").iterdir():
        try:
            running = folder.name.isdigit() and mark.encode() in (folder / "environ").read_bytes()
            if running and (folder / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                yield int(folder.name)
        except OSError:
            continue


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("format", ["jsonl", "html"])
@pytest.mark.parametrize("delay", [0.2, 1.0, 2.0], ids=["at once", "while it loads", "while it scans"])
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_leaves_no_process_and_no_half_written_file(format: str, delay: float, tmp_path: Path) -> None:
    rows = ({"id": f"n{number}", "text": TEXTS[0]} for number in range(3000))
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    output, mark = tmp_path / f"out.{format}", f"RUN={tmp_path}"
    output.write_text("from before")
    command = [sys.executable, "-m", "quotes", "scan", "news.jsonl", "--format", format, "-o", output.name]
    environment = os.environ | {"RUN": str(tmp_path)}
    run = subprocess.Popen(
        [*command, "--workers", "2", *(["--overwrite"] if format == "jsonl" else [])],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
    )
    while len(list(of_run(mark))) < 3:  # its workers are there
        time.sleep(0.02)
        assert run.poll() is None
    time.sleep(delay)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=60)
    assert run.returncode in (130, -signal.SIGINT)  # a shell calls both 130
    assert b"Traceback" not in told
    for _ in range(100):
        if not list(of_run(mark)):
            break
        time.sleep(0.05)
    assert not list(of_run(mark))
    assert output.read_text() == "from before"
    assert {path.name for path in tmp_path.iterdir()} <= {"news.jsonl", output.name, f"{output.name}.partial"}
