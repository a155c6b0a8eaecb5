"""Work shared among processes that can be killed, with a queue that is bounded: what finds no place is refused."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Condition, Lock, Thread, Timer
from typing import Any

from quotes.errors import QuotesError
from quotes.workers import Process, WorkerError

Do = Callable[[str, Any], Any]
"""Has a worker do a task; the word before it says what that is, for who waits."""


class BusyError(QuotesError):
    """The queue is full."""


class StoppedError(QuotesError):
    """The work was stopped by who wanted it."""


class Job:
    """Some work, which waits, goes on, or is done.

    stage: "waiting", or a word for what is done at present. future: what comes of it.
    """

    def __init__(self, run: Callable[[Do], Any]) -> None:
        self.stage = "waiting"
        self.future: Future[Any] = Future()
        self._run = run
        self._ended: Exception | None = None  # why it came to an end before its time
        self._process: Process | None = None
        self._lock = Lock()

    def end(self, why: Exception) -> None:
        """Ends the work wherever it is, so that its future raises `why`."""
        with self._lock:
            if self.future.done():
                return
            self._ended = self._ended or why
            if self._process:
                self._process.end()

    def work(self, process: Process, seconds: float) -> bool:
        """Does the work in a process within a time; returns whether the process can do more."""
        if not self.future.set_running_or_notify_cancel():
            return True
        late = QuotesError(f"took more than {seconds:g} s and was stopped; put in a shorter text")
        timer = Timer(seconds, self.end, (late,))
        timer.daemon = True
        timer.start()
        self._process = process
        result: Any = None
        failed: Exception | None = None
        try:
            result = self._run(lambda stage, task: self._do(stage, task, process))
        except Exception as error:
            failed = error
        timer.cancel()
        with self._lock:
            self._process = None
            failed = self._ended or failed
            if failed:
                self.future.set_exception(failed)
            else:
                self.future.set_result(result)
        broken = self._ended or isinstance(failed, WorkerError) or not isinstance(failed, QuotesError | None)
        return not broken

    def _do(self, stage: str, task: Any, process: Process) -> Any:
        if self._ended:
            raise self._ended
        self.stage = stage
        try:
            return process.do(task)
        except WorkerError as error:
            raise self._ended or error from None


class Pool:
    """Processes that do jobs, the first that came first.

    prepare: called once in each process, gives what does a task. workers: processes, at least 1.
    queue: jobs that may wait. seconds: that one may take.
    """

    def __init__(self, prepare: Callable[[], Callable[[Any], Any]], workers: int, queue: int, seconds: float) -> None:
        self._prepare = prepare
        self._queue = queue
        self._seconds = seconds
        self._waiting: deque[Job] = deque()
        self._changed = Condition()
        self._open = True
        self.workers = workers
        self.working = 0
        self._threads = [Thread(target=self._serve, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    def submit(self, run: Callable[[Do], Any], *, always: bool = False) -> Job:
        """Work to be done; `run` is called in a thread, with what has a process do a task.

        always: whether it is taken however many wait. Raises BusyError where no place is left.
        """
        job = Job(run)
        with self._changed:
            if not always:
                self.check()
            self._waiting.append(job)
            self._changed.notify()
        return job

    def check(self) -> None:
        """Raises BusyError where nothing more can wait."""
        if len(self._waiting) >= self._queue:
            raise BusyError(f"{len(self._waiting)} articles wait already; try again in a moment")

    def stop(self, job: Job) -> None:
        """Takes a job out, or ends it; its future raises StoppedError."""
        why = StoppedError("stopped, as was asked for")
        with self._changed:
            if job in self._waiting:
                self._waiting.remove(job)
                _tell(job, why)
        job.end(why)

    def end(self) -> None:
        """Ends all processes, whatever they do."""
        with self._changed:
            self._open = False
            waiting, self._waiting = list(self._waiting), deque()
            self._changed.notify_all()
        for job in waiting:
            _tell(job, StoppedError("the desk is being closed"))

    def _next(self) -> Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._open)
            return self._waiting.popleft() if self._open else None

    def _serve(self) -> None:
        process = self._started()
        while job := self._next():
            self.working += 1
            usable = job.work(process, self._seconds)
            self.working -= 1
            if not usable:
                process.end()
                process = self._started()
        process.end()

    def _started(self) -> Process:
        process = Process(self._prepare, threads=1)
        with suppress(Exception):  # who wants something of it is told
            process.do(None)
        return process


def _tell(job: Job, why: Exception) -> None:
    """Tells who waits for a job that it will not be done."""
    if job.future.set_running_or_notify_cancel():
        job.future.set_exception(why)
