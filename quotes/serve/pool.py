"""Work shared among processes that can be killed, with a queue that is bounded: what finds no place is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock, Timer, local
from typing import Any

from quotes.errors import QuotesError
from quotes.serve.refused import RefusedError
from quotes.workers import Process, WorkerError

Do = Callable[[str, Any], Any]
"""Has a worker do a task; the word before it says what that is, for who waits."""


class Job:
    """Some work, which waits, goes on, or is done.

    stage: "waiting", or a word for what is done at present. future: what comes of it.
    """

    future: Future[Any]

    def __init__(self) -> None:
        self.stage = "waiting"
        self._ended: Exception | None = None  # why it came to an end before its time
        self._process: Process | None = None
        self._lock = Lock()

    def end(self, why: Exception) -> None:
        """Ends the work while it goes on, so that its future raises `why`."""
        with self._lock:
            if self._process:
                self._ended = why
                self._process.end()

    def work(self, run: Callable[[Do], Any], process: Process, seconds: float) -> Any:
        """Does the work in a process within a time. Raises what the work raises, or why it was ended."""
        late = QuotesError(f"took more than {seconds:g} s and was stopped; put in a shorter text")
        timer = Timer(seconds, self.end, (late,))
        timer.daemon = True
        timer.start()
        self._process = process
        try:
            return run(lambda stage, task: self._do(stage, task, process))
        finally:
            timer.cancel()
            with self._lock:
                self._process = None
            if self._ended:
                raise self._ended

    def _do(self, stage: str, task: Any, process: Process) -> Any:
        self.stage = stage
        try:
            return process.do(task)
        except WorkerError as error:
            raise self._ended or RefusedError(503, str(error)) from error


class Pool:
    """Processes that do jobs, the first that came first.

    prepare: called once in each process, gives what does a task. workers: processes, at least 1.
    queue: jobs that may wait. seconds: that one may take.
    """

    def __init__(self, prepare: Callable[[], Callable[[Any], Any]], workers: int, queue: int, seconds: float) -> None:
        self._prepare, self._queue, self._seconds = prepare, queue, seconds
        self._own = local()  # the process of each thread
        self._counting = Lock()
        self.workers, self.working, self.waiting = workers, 0, 0
        self._threads = ThreadPoolExecutor(workers)
        for _ in range(workers):
            self._threads.submit(self._start)

    def submit(self, run: Callable[[Do], Any], *, always: bool = False) -> Job:
        """Work to be done; `run` is called in a thread, with what has a process do a task.

        always: whether it is taken however many wait. Raises RefusedError where no place is left.
        """
        if not always:
            self.check()
        job = Job()
        self._count(waiting=1)
        job.future = self._threads.submit(self._work, job, run)
        return job

    def check(self) -> None:
        """Raises RefusedError where nothing more can wait."""
        if self.waiting >= self._queue:
            raise RefusedError(503, f"{self.waiting} articles wait already; try again in a moment")

    def stop(self, job: Job) -> None:
        """Takes a job out, or ends it."""
        if job.future.cancel():
            self._count(waiting=-1)
        job.end(RefusedError(503, "stopped, as was asked for"))

    def end(self) -> None:
        """Takes no more jobs; what goes on ends with this process."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _work(self, job: Job, run: Callable[[Do], Any]) -> Any:
        self._count(waiting=-1, working=1)
        usable = False
        try:
            found = job.work(run, self._own.process, self._seconds)
            usable = True
            return found
        except RefusedError as error:
            usable = error.status != 503
            raise
        finally:
            self._count(working=-1)
            if not usable:
                self._own.process.end()
                self._start()

    def _start(self) -> None:
        self._own.process = Process(self._prepare, threads=1)
        with suppress(Exception):  # who wants something of it is told
            self._own.process.do(None)

    def _count(self, *, waiting: int = 0, working: int = 0) -> None:
        with self._counting:
            self.waiting += waiting
            self.working += working
