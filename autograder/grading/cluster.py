"""Many submissions over the workers of a Dask cluster: the same as over processes of this machine, and farther away.

What travels is bytes that we read by types of ours: the assignment, once to each worker; a submission's files; a record.
The course's secret never does, only what it drew for a student. Dask has no notion of who may connect, so a scheduler is
on this machine or speaks TLS. Deployments (Slurm, Kubernetes) are Dask's own; they have not been tried here.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import io
import ipaddress
import itertools
import multiprocessing
import os
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any

import msgspec

from ..course import Assignment, Course, CourseError
from ..course.digest import own_digest
from ..record import encoded
from ..sandbox import SandboxUnavailable, Tier, choose
from ..submission import take
from . import pool
from .environment import environment
from .pool import LOCAL, Done, Job

AHEAD = 2  # submissions under way for each worker: one is waiting when another is done
_lock = threading.Lock()
_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the same assignment is the same bytes


class Parcel(msgspec.Struct, frozen=True):
    """A job as it travels: `job.files` are names, `contents` what is in them. `kit` is what its records depend on."""

    assignment: str
    tier: str
    kit: str
    job: Job
    contents: list[bytes] = []


def kit() -> str:
    """What a worker must have alike: the engine, Python and the libraries that a verdict depends on."""
    with _lock:  # two threads in `ast` at once are a SystemError in Python 3.11
        return _kit()


@functools.cache
def _kit() -> str:
    return hashlib.sha256(repr((own_digest(), sorted(environment().items()))).encode()).hexdigest()


def packed(course: Course, assignment: Assignment) -> bytes:
    """All of the course that grading this assignment takes, as a zip. The secret is no part of it."""
    own = [f for f in sorted(assignment.folder.rglob("*")) if f.is_file() and "__pycache__" not in f.parts]
    shared = [course.root / name for name in assignment.settings.shared]
    files = [course.root / "course.toml", assignment.solution, *own, *shared]
    secret = course.secret_file.resolve()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for file in dict.fromkeys(files):
            if file.resolve() != secret:
                name = file.relative_to(course.root).as_posix()
                out.writestr(zipfile.ZipInfo(name, _SAME_TIME), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


class Cluster:
    """A cluster's workers for one assignment, in the place of processes of our own (`pool.Processes`). Raises `CourseError`
    for an address that is neither this machine's nor TLS, where nobody answers, and for workers that differ from us."""

    def __init__(self, course: Course, assignment: Assignment, tier: Tier, scheduler: str, size: int) -> None:
        self._assignment, self._tier, self._kit = assignment, tier, kit()
        self._stack = contextlib.ExitStack()
        self._processes = pool.Processes(course.root, assignment.name, tier)  # for what cannot travel
        try:
            self._client = self._stack.enter_context(_client(scheduler, size))
            _refuse_others(self._client.run(_about, str(tier)), self._kit)
            self._content = self._client.scatter(packed(course, assignment), broadcast=True)
        except BaseException:
            self._stack.close()
            raise

    def run(self, jobs: Iterable[Job], size: int) -> Iterator[Done]:
        """Grades jobs and yields each as it is done; `size` is 1 where nothing else may run."""
        from distributed import as_completed

        source = iter(jobs)
        ahead = 1 if size == 1 else AHEAD * max(1, sum(self._client.nthreads().values()))
        under_way: dict[Any, Job] = {}
        pending = as_completed()
        while True:
            for job in itertools.islice(source, ahead - len(under_way)):
                parcel = self._parcel(job)
                if parcel is None:
                    yield from self._processes.run([job], 1)
                    continue
                future = self._client.submit(graded, self._content, parcel, pure=False)
                under_way[future] = job
                pending.add(future)
            if not under_way:
                return
            future = next(pending)
            job = under_way.pop(future)
            error = future.exception()
            if error is not None:
                yield Done(job, error=f"the cluster gave it up ({type(error).__name__}: {error})")
            else:
                done = msgspec.msgpack.decode(future.result(), type=Done)
                if done.error == OTHER:
                    raise CourseError(f"a worker that joined later is refused: {OTHER}")
                yield Done(job, done.record, done.error)

    def dismiss(self) -> None:
        self._processes.dismiss()
        self._stack.close()

    def _parcel(self, job: Job) -> bytes | None:
        """A job as bytes; None for one whose files cannot be read as files: its reason is found here."""
        try:
            taken = [take(Path(os.fsdecode(file))) for file in job.files]
        except (OSError, MemoryError):
            return None
        if any(file.problem for file in taken) or len({file.path.name for file in taken}) < len(taken):
            return None
        names = tuple(os.fsencode(file.path.name) for file in taken)
        there = msgspec.structs.replace(job, files=names)
        parcel = Parcel(self._assignment.name, str(self._tier), self._kit, there, [f.data for f in taken])
        return encoded(parcel, msgspec.msgpack.encode)


OTHER = "it has another engine, Python or library than this machine"


@contextlib.contextmanager
def _client(scheduler: str, size: int) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise CourseError("a cluster needs Dask: pip install 'autograder[cluster]'") from None
    if scheduler == LOCAL:
        with (
            LocalCluster(
                n_workers=size,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=40,
                memory_limit=0,
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    _refuse_open_network(scheduler)
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise CourseError(f"no Dask scheduler answers at {scheduler}: {error}") from None
    with client:
        if not client.nthreads():
            raise CourseError(f"the Dask scheduler at {scheduler} has no workers: start some, and run again")
        yield client


def _refuse_open_network(scheduler: str) -> None:
    protocol, _, rest = scheduler.rpartition("://")
    host = rest.rpartition(":")[0].strip("[]")
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return
    if protocol != "tls" and host != "localhost":
        raise CourseError(
            f"{scheduler} is neither on this machine nor tls://: submissions and hidden checks would travel in the "
            "clear, and anybody could run code there. See Dask's page on TLS"
        )


def _refuse_others(about: dict[str, tuple[str, str]], mine: str) -> None:
    """Raises `CourseError` naming the workers that would grade otherwise than we do."""
    for address, (theirs, problem) in sorted(about.items()):
        if problem:
            raise CourseError(f"the worker {address} is refused: {problem}")
        if theirs != mine:
            raise CourseError(f"the worker {address} is refused: {OTHER}")


# --- at the worker ----------------------------------------------------------------------------------------


def _about(tier: str) -> tuple[str, str]:
    """What this worker has, and why it cannot keep submissions apart as asked; empty if it can."""
    try:
        choose(tier)
    except SandboxUnavailable as problem:
        return kit(), str(problem)
    return kit(), ""


_here = threading.local()  # a grading process of its own for each of a worker's threads
_unpacked: dict[str, Path] = {}


def graded(content: bytes, parcel: bytes) -> bytes:
    """Grades one submission at a worker: what came of it, as bytes."""
    order = msgspec.msgpack.decode(parcel, type=Parcel)
    if order.kit != kit():
        return encoded(Done(order.job, error=OTHER), msgspec.msgpack.encode)
    processes = _processes(content, order.assignment, Tier(order.tier))
    with tempfile.TemporaryDirectory(prefix="autograder-") as folder:
        files = [Path(folder) / PurePath(os.fsdecode(name)).name for name in order.job.files]
        for file, data in zip(files, order.contents, strict=True):
            file.write_bytes(data)
        job = msgspec.structs.replace(order.job, files=tuple(map(os.fsencode, files)))
        done = next(processes.run([job], 1))
    return encoded(Done(order.job, done.record, done.error), msgspec.msgpack.encode)


def _processes(content: bytes, assignment: str, tier: Tier) -> pool.Processes:
    known: dict[tuple[str, str, str], pool.Processes] = _here.__dict__.setdefault("known", {})
    which = (hashlib.sha256(content).hexdigest(), assignment, str(tier))
    if which not in known:
        # Dask marks its workers as daemons, and those may have no children. Ours end with their parent by themselves.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        known[which] = pool.Processes(_course(which[0], content), assignment, tier)
        atexit.register(known[which].dismiss)
    return known[which]


def _course(digest: str, content: bytes) -> Path:
    """The folder that an assignment was unpacked into, once for each worker."""
    with _lock:
        if digest not in _unpacked:
            folder = Path(tempfile.mkdtemp(prefix="autograder-course-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                archive.extractall(folder)  # our own, from the machine that grades
            _unpacked[digest] = folder
        return _unpacked[digest]
