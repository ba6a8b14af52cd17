"""Many submissions over the workers of a Dask cluster: the same as over processes of this machine, and farther away.

What travels is bytes that we read by types of ours: the assignment, once to each worker; a submission's files; a record.
The course's secret never does, only what it drew for a student. Whoever reaches a port of Dask's can run code there, so
all of them are on this machine or speak TLS. Deployments (Slurm, Kubernetes) are Dask's own; they have not been tried here.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import io
import ipaddress
import itertools
import logging
import multiprocessing
import os
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import msgspec

from ..course import Assignment, Course, CourseError
from ..course.digest import own_digest
from ..record import encoded
from ..sandbox import SandboxUnavailable, Tier, choose
from ..sandbox.folder import unpacking
from ..submission import take_all
from . import pool
from .environment import environment
from .pool import LOCAL, TRIES, Done, Gone, Job

AHEAD = 2  # submissions under way for each worker: one is waiting when another is done
LOOK = 5.0  # seconds between two looks whether the cluster still has workers
ANSWER = 10.0  # seconds for a scheduler to answer, or to answer again
ALONE = 60.0  # seconds for which it may have none: a new one takes ten on a busy machine
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
        self._packed = packed(course, assignment)
        self._where = "of this run" if scheduler == LOCAL else f"at {scheduler}"
        self._stack = contextlib.ExitStack()
        self._processes = pool.Processes(course.root, assignment.name, tier)  # for what cannot travel
        try:
            self._client = self._stack.enter_context(_client(scheduler, size))
            self._content = self._handed_out()
        except BaseException:
            self._stack.close()
            raise

    def run(self, jobs: Iterable[Job], size: int) -> Iterator[Done]:
        """Grades jobs and yields each as it is done; `size` is 1 where nothing else may run. Raises `Gone` when the
        scheduler or all workers are."""
        try:
            yield from self._run(jobs, size)
        except Exception as error:
            if isinstance(error, Gone) or self._client.status == "running":
                raise
            raise Gone(f"the Dask scheduler {self._where} is gone") from error

    def _run(self, jobs: Iterable[Job], size: int) -> Iterator[Done]:
        source = iter(jobs)
        ahead = 1 if size == 1 else AHEAD * max(1, self._threads())
        under_way: dict[Any, Job] = {}
        lost = Counter[Job]()
        while True:
            for job in itertools.islice(source, ahead - len(under_way)):
                parcel = self._parcel(job)
                if parcel is None:
                    yield from self._processes.run([job], 1)
                    continue
                under_way[self._client.submit(graded, self._content, parcel, pure=False)] = job
            if not under_way:
                return
            future, came = self._over(under_way)
            job = under_way.pop(future)
            if came is None:
                self._begin_again()
                lost[job] += 1
                if lost[job] < TRIES:
                    source = itertools.chain([job], source)
                else:
                    yield Done(job, error="the cluster lost it twice")
            elif isinstance(came, Exception):
                yield Done(job, error=f"the cluster gave it up ({type(came).__name__}: {came})")
            else:
                done = msgspec.msgpack.decode(came, type=Done)
                if done.error == OTHER:
                    raise Gone(f"a worker that joined later is refused: {OTHER}")
                yield Done(job, done.record, done.error)

    def _over(self, under_way: Iterable[Any]) -> tuple[Any, bytes | Exception | None]:
        """The first future that is over, and what came of it: bytes, or why it has none; None if the cluster forgot it."""
        from distributed import wait

        since = time.monotonic()
        while True:
            for future in filter(_is_over, under_way):
                try:
                    return future, future.result(timeout=LOOK)
                except CancelledError:
                    return future, None
                except Exception as error:
                    if future.status == "error":
                        return future, error
                    if not isinstance(error, TimeoutError):  # its worker died with it: it is under way again
                        raise
            try:
                wait(list(under_way), timeout=LOOK, return_when="FIRST_COMPLETED")
            except CancelledError:
                continue
            except TimeoutError:
                if self._threads():
                    since = time.monotonic()
                elif time.monotonic() - since > ALONE:
                    raise Gone(f"all workers of the Dask scheduler {self._where} are gone") from None

    def _threads(self) -> int:
        """What the cluster grades with now."""
        try:
            return sum(self._client.nthreads().values())
        except OSError:
            raise Gone(f"the Dask scheduler {self._where} is gone") from None

    def _handed_out(self) -> Any:
        """The assignment, for workers that we may use. It is a result that Dask makes anew when all who had it died."""
        _refuse_open_ports(self._client.scheduler_info())
        _refuse_others(self._client.run(_about, str(self._tier)), self._kit)
        return self._client.submit(bytes, self._packed, pure=False)

    def _begin_again(self) -> None:
        """After the cluster forgot what it had: it was restarted, or our connection broke."""
        while self._client.status == "connecting":  # which Dask gives up after some seconds
            time.sleep(0.1)
        if self._client.status != "running":
            raise Gone(f"the Dask scheduler {self._where} is gone")
        if self._content.cancelled():
            try:
                self._content = self._handed_out()
            except (CourseError, OSError) as problem:
                raise Gone(str(problem)) from None

    def dismiss(self) -> None:
        self._processes.dismiss()
        self._stack.close()

    def _parcel(self, job: Job) -> bytes | None:
        """A job as bytes; None for one whose files cannot be read as files: its reason is found here."""
        try:
            taken = take_all(Path(os.fsdecode(file)) for file in job.files)
        except (OSError, MemoryError):
            return None
        if any(file.problem for file in taken) or len({file.path.name for file in taken}) < len(taken):
            return None
        names = tuple(os.fsencode(file.path.name) for file in taken)
        there = msgspec.structs.replace(job, files=names)
        parcel = Parcel(self._assignment.name, str(self._tier), self._kit, there, [f.data for f in taken])
        return encoded(parcel, msgspec.msgpack.encode)


OTHER = "it has another engine, Python or library than this machine"


def _is_over(future: Any) -> bool:
    return bool(future.done())


@contextlib.contextmanager
def _client(scheduler: str, size: int) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError:
        raise CourseError("a cluster needs Dask: pip install 'autograder[cluster]'") from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # that it is gone we say ourselves
    if scheduler == LOCAL:
        from .own_cluster import own_cluster

        with own_cluster(size) as client:
            yield client
        return
    refuse_open_network(scheduler)
    if scheduler.startswith("tls://"):
        _refuse_without_certificate()
    try:
        client = Client(scheduler, timeout=ANSWER)
    except (OSError, ValueError, RuntimeError) as error:
        raise CourseError(f"no Dask scheduler answers at {scheduler}: {error}") from None
    with client:
        if not client.nthreads():
            raise CourseError(f"the Dask scheduler at {scheduler} has no workers: start some, and run again")
        yield client


def refuse_open_network(address: str) -> None:
    """Raises `CourseError` for an address that is neither this machine's nor TLS."""
    protocol, _, rest = address.rpartition("://")
    if protocol not in ("tls", "tcp"):
        raise CourseError(
            f"{address!r} is no address of Dask's: tls://HOST:PORT, or tcp://HOST:PORT on this machine"
        )
    host = rest.rpartition(":")[0].strip("[]")
    if protocol == "tcp" and host != "localhost" and not _only_here(host):
        raise CourseError(
            f"{address} is neither on this machine nor tls://: submissions and hidden checks would travel in the "
            f"clear, and anybody could run code there. {TAKE_CARE}"
        )


TAKE_CARE = "Start scheduler and workers with --host 127.0.0.1, or see Dask's page on TLS"


def _only_here(host: str) -> bool:
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(host)
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    return False


def _refuse_without_certificate() -> None:
    from distributed.security import Security

    try:
        context = Security().get_connection_args("client")["ssl_context"]
    except (OSError, ValueError) as error:
        raise CourseError(f"Dask's settings for TLS are no good: {error}") from None
    if context is None:
        raise CourseError(
            "tls:// takes Dask's settings distributed.comm.tls.ca-file, .client.cert and .client.key, or in the "
            "environment DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__CLIENT__CERT and …__CLIENT__KEY"
        )


def _refuse_open_ports(cluster: Mapping[str, Any]) -> None:
    """Puts what a scheduler says of itself and its workers to the same test, and what listens at their ports: one that
    is reached as 127.0.0.1 may listen to the network as well. Raises `CourseError`."""
    import psutil  # Dask's own

    workers = cluster["workers"]
    nannies = [worker["nanny"] for worker in workers.values() if worker.get("nanny")]
    addresses = [cluster["address"], *workers, *nannies]
    for address in addresses:
        refuse_open_network(address)
    open_here = {int(a.rpartition(":")[2]) for a in addresses if not a.startswith("tls://")}
    for there in psutil.net_connections("tcp") if open_here else ():
        listens = there.status == psutil.CONN_LISTEN and there.laddr.port in open_here
        if listens and not _only_here(there.laddr.ip):
            raise CourseError(
                f"port {there.laddr.port} of the Dask cluster listens to the network, without TLS: anybody could run "
                f"code there. {TAKE_CARE}"
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


class _Course(NamedTuple):
    """An assignment at a worker: `which` it is, its folder, the process that grades it, and the end of both."""

    which: tuple[str, str, str]
    folder: Path
    processes: pool.Processes
    end: contextlib.ExitStack


_here = threading.local()  # each of a worker's threads has a course of its own


def graded(content: bytes, parcel: bytes) -> bytes:
    """Grades one submission at a worker: what came of it, as bytes."""
    order = msgspec.msgpack.decode(parcel, type=Parcel)
    if order.kit != kit():
        return encoded(Done(order.job, error=OTHER), msgspec.msgpack.encode)
    course = _course(content, order.assignment, Tier(order.tier))
    with tempfile.TemporaryDirectory(dir=course.folder) as folder:
        files = [Path(folder) / PurePath(os.fsdecode(name)).name for name in order.job.files]
        for file, data in zip(files, order.contents, strict=True):
            file.write_bytes(data)
        job = msgspec.structs.replace(order.job, files=tuple(map(os.fsencode, files)))
        done = next(course.processes.run([job], 1))
    return encoded(Done(order.job, done.record, done.error), msgspec.msgpack.encode)


def _course(content: bytes, assignment: str, tier: Tier) -> _Course:
    """The course that this thread grades by: the newest only, for a worker may live for a term."""
    which = (hashlib.sha256(content).hexdigest(), assignment, str(tier))
    course: _Course | None = getattr(_here, "course", None)
    if course is not None:
        if course.which == which:
            return course
        del _here.course
        atexit.unregister(course.end.close)
        course.end.close()
    with contextlib.ExitStack() as end:
        folder = end.enter_context(unpacking())
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            archive.extractall(folder / "course")  # our own, from the machine that grades
        # Dask marks its workers as daemons, and those may have no children. Ours end with their parent by themselves.
        multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
        processes = pool.Processes(folder / "course", assignment, tier)
        end.callback(processes.dismiss)
        _here.course = course = _Course(which, folder, processes, end.pop_all())
    atexit.register(course.end.close)
    return course
