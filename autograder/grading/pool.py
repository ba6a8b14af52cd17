"""Many submissions over several worker processes, each with its own zygote.

A worker that dies takes nothing with it but the submission it was at, which is tried once more; the records of the
others are on disk already.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import shlex
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from ..authoring.missing import refuse_missing
from ..course import Variant, open_assignment, open_course
from ..record import Record, encoded
from ..sandbox import Tier
from ..sandbox.spawned import spawning

TRIES = 2
LOCAL = "local"  # in place of a scheduler's address: a cluster on this machine, for this run
MAYBE_OURS = frozenset({"starved", "killed"})
_spawn = multiprocessing.get_context("spawn")  # a fork would carry the parent's threads and sockets along


class Job(msgspec.Struct, frozen=True):
    """One thing to grade: a student's files with their `variant`, or a specimen of the assignment's own (`reference`,
    `stub`, `mutant/NAME`, `right/NAME`), which is drawn for as the gate does. `known_key` is the key of the record there
    is, and `known_quickly` its quick one; a job with either is not run. `quick` ends a specimen's at the first failed check, and gives none more CPU
    seconds than this. The course's secret is no part of a job, so that no worker has it."""

    student: str
    files: tuple[bytes, ...] = ()  # paths: not every name is a text
    variant: Variant | None = None
    specimen: str | None = None
    tasks: frozenset[str] | None = None
    backwards: bool = False
    hints: bool = True
    known_key: str | None = None
    known_quickly: str | None = None
    quick: float | None = None


class Done(msgspec.Struct, frozen=True):
    """A finished job: its record; None where the known one still holds. `error` where there is no record to give."""

    job: Job
    record: Record | None = None
    error: str | None = None


class Gone(Exception):
    """What grades is gone in the middle of a run, or may not go on. Nobody's submission is to blame."""


class Workers(NamedTuple):
    """How many worker processes grade, and what all of them keep submissions apart with; or the `scheduler` of the cluster
    that grades: its address, or `local` for one of this run's own."""

    size: int
    tier: Tier
    scheduler: str = ""


def run(jobs: Iterable[Job], course: Path, assignment: str, workers: Workers) -> Generator[Done, None, None]:
    """Grades jobs and yields each as it is done.

    A submission that may have been starved, or whose process was killed, is graded once more at the end, with nothing else
    running: a busy machine, or one without memory, is not the student's fault. Raises `CourseError`, with nothing begun,
    where a module is not installed.
    """
    again: list[Job] = []
    pool = _graders(course, assignment, workers)
    try:
        for done in pool.run(jobs, workers.size):
            if done.record is not None and not MAYBE_OURS.isdisjoint(done.record.limits_hit):
                again.append(done.job)
            else:
                yield done
        yield from pool.run(again, 1)
    finally:
        pool.dismiss()


class Graders(Protocol):
    """Where jobs are graded, several at a time."""

    def run(self, jobs: Iterable[Job], size: int) -> Iterator[Done]: ...

    def dismiss(self) -> None: ...


def _graders(course: Path, assignment: str, workers: Workers) -> Graders:
    if not workers.scheduler:
        refuse_missing(open_assignment(open_course(course), assignment))
        return Processes(course, assignment, workers.tier)
    from .cluster import Cluster  # which takes Dask

    opened = open_course(course)
    return Cluster(opened, open_assignment(opened, assignment), workers.tier, workers.scheduler, workers.size)


class _Worker:
    """A grading process and the job it is at."""

    def __init__(self, course: Path, assignment: str, tier: Tier) -> None:
        self.connection, theirs = _spawn.Pipe()
        arguments = (theirs, str(course), assignment, str(tier))
        self.process = _spawn.Process(target=_work, args=arguments, daemon=True)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            with spawning():
                self.process.start()  # Ctrl-C, which a terminal sends to all, is for the run alone: it ends its workers
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        self.job: Job | None = None

    def give(self, job: Job) -> None:
        self.job = job
        with contextlib.suppress(OSError):  # it has died: `take` will say so
            self.connection.send_bytes(msgspec.msgpack.encode(job))

    def take(self) -> Done | None:
        """What the worker has done; None if it died."""
        try:
            return msgspec.msgpack.decode(self.connection.recv_bytes(), type=Done)
        except (EOFError, OSError, msgspec.MsgspecError):
            return None

    def end(self) -> None:
        self.connection.close()  # an idle worker ends on its own; its zygote and the student's process with it
        self.process.join(0.5 if self.job is None else 0)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Processes:
    """Grading processes of this machine."""

    def __init__(self, course: Path, assignment: str, tier: Tier) -> None:
        self._course, self._assignment, self._tier = course, assignment, tier
        self._workers: list[_Worker] = []
        self._deaths: dict[Job, int] = {}

    def run(self, jobs: Iterable[Job], size: int) -> Iterator[Done]:
        waiting = deque[Job]()
        source = iter(jobs)
        while True:
            busy = [w for w in self._workers if w.job is not None]
            while len(busy) < size and (job := _next(waiting, source)) is not None:
                worker = self._idle()
                worker.give(job)
                busy.append(worker)
            if not busy:
                return
            for ready in multiprocessing.connection.wait([w.connection for w in busy]):
                worker = next(w for w in busy if w.connection is ready)
                done, job = worker.take(), worker.job
                assert job is not None
                worker.job = None
                if done is not None:
                    yield done
                    continue
                self._bury(worker)
                self._deaths[job] = self._deaths.get(job, 0) + 1
                if self._deaths[job] < TRIES:
                    waiting.append(job)
                else:
                    yield Done(job, error=died_twice(self._assignment))

    def dismiss(self) -> None:
        for worker in self._workers:
            worker.connection.close()  # of all first: they end side by side
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _idle(self) -> _Worker:
        for worker in self._workers:
            if worker.job is None:
                return worker
        worker = _Worker(self._course, self._assignment, self._tier)
        self._workers.append(worker)
        return worker

    def _bury(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.end()


def died_twice(assignment: str) -> str:
    """Why there is no record of what a worker has died on, and how to find out if the course's own code ends it."""
    look = f"`pytest -v {shlex.quote(f'assignments/{assignment}/graders')} --submission=FILE`"
    return f"the grading process died on it twice: if a grader ends it, {look} ends at that check, or before the first"


def _next(waiting: deque[Job], source: Iterator[Job]) -> Job | None:
    return waiting.popleft() if waiting else next(source, None)


def _work(connection: Any, course: str, assignment: str, tier: str) -> None:
    """A worker: grades what it is given until its connection closes, or the run that began it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_the_run, daemon=True).start()
    os.environ["OMP_NUM_THREADS"] = (
        "1"  # before torch is imported: two threads under load take ten times as long
    )
    from ..course import CourseError
    from .grade import Grader
    from .specimens import grade_specimen

    grader: Grader | None = None
    try:
        while True:
            job = msgspec.msgpack.decode(connection.recv_bytes(), type=Job)
            record: Record | None
            try:
                if grader is None:
                    opened = open_course(Path(course))
                    grader = Grader(opened, open_assignment(opened, assignment), tier)
                if job.specimen is not None:
                    record = grade_specimen(
                        grader, job.specimen, job.student, job.tasks, job.backwards, job.hints, job.quick
                    )
                else:
                    assert job.variant is not None
                    files = [Path(os.fsdecode(file)) for file in job.files]
                    record = grader.grade_files(
                        job.student, files, job.variant, job.known_key, job.known_quickly
                    )
                done = Done(job, record)
            except Exception as error:  # ours, not the student's: named, and the run goes on
                told = "" if isinstance(error, CourseError) else f"{type(error).__name__}: "
                done = Done(job, error=f"{told}{error}")
                if grader is not None:
                    grader.close()
                    grader = None
            connection.send_bytes(encoded(done, msgspec.msgpack.encode))
    except (EOFError, BrokenPipeError):
        pass
    finally:
        if grader is not None:
            grader.close()


def _end_with_the_run() -> None:
    """In the middle of a submission too, which would else go on to its limits for nobody."""
    run = multiprocessing.parent_process()
    assert run is not None
    multiprocessing.connection.wait([run.sentinel])
    os._exit(1)  # its zygote, and the student's process, end with it


def workers_available() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0))
