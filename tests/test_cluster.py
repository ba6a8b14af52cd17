"""A class over a Dask cluster: the same records, nothing lost with a worker, and no door that stands open."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import socket
import ssl
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.course import FIXED, CourseError, open_assignment, open_course
from autograder.grading import cluster
from autograder.grading.pool import LOCAL, Done, Gone, Job, Workers, run
from autograder.record import Record
from autograder.sandbox import Tier, choose
from autograder.sandbox.folder import PREFIX

from .conftest import Command

pytest.importorskip("distributed", reason="a cluster needs Dask: pip install -e '.[cluster]'")

TINY = Path(__file__).parent / "tiny_course"
RIGHT = (TINY / "solutions/tiny.py").read_text()
TIMES = {"started": "", "cpu_s": 0.0, "wall_s": 0.0, "grader_cpu_s": 0.0}


def test_the_secret_is_no_part_of_what_travels(tiny: Path) -> None:
    (tiny / "course.toml").write_text('secret_file = "assignments/tiny/graders/secret"\n')
    (tiny / "assignments/tiny/graders/secret").write_text("what nobody may know")
    course = open_course(tiny)
    content = cluster.packed(course, open_assignment(course, "tiny"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert not any(b"nobody may know" in archive.read(name) for name in names)
    assert {"course.toml", "solutions/tiny.py", "assignments/tiny/graders/conftest.py"} <= set(names)
    assert content == cluster.packed(course, open_assignment(course, "tiny"))


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://10.0.0.7:8786", "neither on this machine nor tls"),
        ("tcp://scheduler:8786", "neither on this machine nor tls"),
        ("tcp://[2001:db8::1]:1", "neither on this machine nor tls"),
        ("10.0.0.7:8786", "'10.0.0.7:8786' is no address"),
        ("127.0.0.1:8786", "tls://HOST:PORT, or tcp://HOST:PORT"),
        ("ws://127.0.0.1:1", "'ws://127.0.0.1:1' is no address"),
        ("local", "'local' is no address"),
        ("", "'' is no address"),
    ],
)
def test_a_scheduler_on_an_open_network_is_refused(address: str, why: str) -> None:
    with pytest.raises(CourseError, match=why):
        cluster.refuse_open_network(address)


@pytest.mark.parametrize(
    "address", ["tls://10.0.0.7:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:8786"]
)
def test_one_on_this_machine_or_with_tls_is_not(address: str) -> None:
    cluster.refuse_open_network(address)


def test_an_empty_address_is_no_run_without_a_cluster(command: Command) -> None:
    ended = command("grade", "ada.py", "-a", "tiny", "--scheduler", "")
    assert ended.code == 2
    assert "'' is no address" in ended.err


def test_tls_without_certificates_names_the_settings_that_it_takes(tmp_path: Path) -> None:
    import dask

    settings = [f"distributed.comm.tls.{name}" for name in ("ca-file", "client.cert", "client.key")]
    with dask.config.set(dict.fromkeys(settings)):
        with pytest.raises(CourseError, match=r"tls\.ca-file, \.client\.cert and \.client\.key"):
            with cluster._client("tls://127.0.0.1:1", 1):
                pass
    with dask.config.set(dict.fromkeys(settings, str(tmp_path / "none"))):
        with pytest.raises(CourseError, match="settings for TLS are no good"):
            cluster._refuse_without_certificate()


def test_without_what_makes_certificates_there_is_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(CourseError, match="needs the package cryptography: pip install"):
        with cluster._client(LOCAL, 1):
            pass


def _said(scheduler: str, worker: str, nanny: str | None = None) -> dict[str, Any]:
    return {"address": scheduler, "workers": {worker: {"nanny": nanny}}}


def test_what_a_scheduler_says_of_its_addresses_is_put_to_the_same_test() -> None:
    """One may be reached through a tunnel; of workers the command line says nothing."""
    here, there = "tcp://127.0.0.1:1", "tcp://10.0.0.7:1"
    for said in (
        _said(there, here),
        _said(here, there),
        _said("tls://10.0.0.7:1", "tls://10.0.0.8:1", there),
    ):
        with pytest.raises(CourseError, match=r"tcp://10.0.0.7:1 is neither .* --host 127\.0\.0\.1"):
            cluster._refuse_open_ports(said)
    cluster._refuse_open_ports(_said(here, here, here))
    cluster._refuse_open_ports(_said("tls://10.0.0.7:1", "tls://10.0.0.8:1"))


@pytest.mark.parametrize("name", ["0.0.0.0", "::"])
def test_a_port_of_this_machine_that_listens_to_the_network_is_refused(name: str) -> None:
    """Dask listens to all addresses where it was given none, and still says 127.0.0.1."""
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    with contextlib.closing(socket.create_server((name, 0), family=family)) as wide:
        port = wide.getsockname()[1]
        for said in (
            _said(f"tcp://127.0.0.1:{port}", "tls://127.0.0.1:1"),
            _said("tcp://127.0.0.1:1", "tcp://127.0.0.1:1", f"tcp://127.0.0.1:{port}"),
        ):
            with pytest.raises(CourseError, match=f"port {port} .* --host 127.0.0.1"):
                cluster._refuse_open_ports(said)
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as narrow:
        said = _said(f"tcp://127.0.0.1:{narrow.getsockname()[1]}", "tcp://127.0.0.1:1")
        cluster._refuse_open_ports(said)


def test_workers_that_would_grade_otherwise_are_refused_by_name() -> None:
    mine = cluster.kit()
    cluster._refuse_others({"tcp://a": (mine, ""), "tcp://b": (mine, "")}, mine)
    with pytest.raises(CourseError, match="worker tcp://b is refused: it has another engine"):
        cluster._refuse_others({"tcp://a": (mine, ""), "tcp://b": ("other", "")}, mine)
    with pytest.raises(CourseError, match="worker tcp://a is refused: no Landlock"):
        cluster._refuse_others({"tcp://a": (mine, "no Landlock")}, mine)


def test_what_a_worker_is_told_to_grade_by_another_engine_is_not_graded() -> None:
    parcel = cluster.Parcel("tiny", "none", "another kit", Job("ada"))
    done = msgspec.msgpack.decode(cluster.graded(b"", msgspec.msgpack.encode(parcel)), type=cluster.Done)
    assert (done.record, done.error) == (None, cluster.OTHER)


def test_a_worker_has_the_newest_course_only_and_what_a_killed_one_left_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = open_course(TINY)
    content = cluster.packed(course, open_assignment(course, "tiny"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dismissed: list[object] = []
    monkeypatch.setattr(cluster.pool.Processes, "dismiss", lambda processes: dismissed.append(processes))
    left = tmp_path / f"{PREFIX}left"
    left.mkdir()
    first = cluster._course(content, "tiny", Tier.NONE)
    assert cluster._course(content, "tiny", Tier.NONE) is first
    assert (first.folder / "course/course.toml").is_file()
    assert not left.exists()
    second = cluster._course(content, "tiny", choose())
    try:
        assert second.processes is not first.processes
        assert dismissed == [first.processes]
        assert list(tmp_path.iterdir()) == [second.folder]
    finally:
        second.end.close()
        del cluster._here.course
    assert not list(tmp_path.iterdir())


@pytest.fixture
def dask_here() -> Iterator[Any]:
    """A scheduler and a worker in this process, which are no load."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as here:
        yield here


def _graded_at_once(content: bytes, parcel: bytes) -> bytes:
    job = msgspec.msgpack.decode(parcel, type=cluster.Parcel).job
    return msgspec.msgpack.encode(Done(job, error=cluster.OTHER if job.student == "eve" else "at once"))


@pytest.fixture
def over_there(dask_here: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[cluster.Cluster]:
    """The small course over `dask_here`, which says of each submission that it had it."""
    monkeypatch.setattr(cluster, "graded", _graded_at_once)
    monkeypatch.setattr(cluster, "ANSWER", 1.0)
    monkeypatch.setattr(cluster, "LOOK", 0.2)
    course = open_course(TINY)
    opened = open_assignment(course, "tiny")
    there = cluster.Cluster(course, opened, choose(), dask_here.scheduler_address, 1)
    try:
        yield there
    finally:
        there.dismiss()


JOBS = [Job(name, variant=FIXED) for name in ("ada", "bob", "cyd", "dan", "eve")]


def test_what_the_cluster_forgets_is_handed_out_again(over_there: cluster.Cluster) -> None:
    """As it does when it is restarted."""
    said = set()
    for done in over_there.run(JOBS[:4], 1):
        said.add((done.job.student, done.error))
        if len(said) == 2:
            over_there._client.cancel([over_there._content], force=True)
    assert said == {(job.student, "at once") for job in JOBS[:4]}


def test_a_worker_of_another_version_that_joins_later_ends_the_run(over_there: cluster.Cluster) -> None:
    running = over_there.run(JOBS, 1)
    assert [next(running).job for _ in JOBS[:4]] == JOBS[:4]
    with pytest.raises(Gone, match="joined later is refused: it has another engine"):
        next(running)


def test_what_it_always_forgets_has_no_verdict(
    over_there: cluster.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = over_there._client.submit

    def forgotten(*args: Any, **kwargs: Any) -> Any:
        future = submit(*args, **kwargs)
        over_there._client.cancel([future], force=True)
        return future

    monkeypatch.setattr(over_there._client, "submit", forgotten)
    assert [done.error for done in over_there.run(JOBS[:2], 1)] == ["the cluster lost it twice"] * 2


def test_a_cluster_whose_workers_are_gone_for_long_ends_the_run(
    over_there: cluster.Cluster, dask_here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ALONE", 0.5)
    running = over_there.run(JOBS[:4], 1)
    next(running)
    dask_here.scale(0)
    with pytest.raises(Gone, match="all workers of the Dask scheduler at tcp://.* are gone"):
        list(running)


def test_a_scheduler_that_vanishes_ends_the_run(over_there: cluster.Cluster, dask_here: Any) -> None:
    running = over_there.run(JOBS[:4], 1)
    next(running)
    dask_here.close()
    with pytest.raises(Gone, match="the Dask scheduler at tcp://.* is gone"):
        list(running)


def _without_times(record: Record | None) -> Record:
    assert record is not None
    checks = [
        msgspec.structs.replace(
            t, checks=[msgspec.structs.replace(c, cpu_s=0.0, wall_s=0.0) for c in t.checks]
        )
        for t in record.tasks
    ]
    return msgspec.structs.replace(record, tasks=checks, **TIMES)


def _listening() -> set[tuple[str, int]]:
    """Where this process and its children listen."""
    import psutil

    ours = {os.getpid(), *(child.pid for child in psutil.Process().children(recursive=True))}
    listen = (c for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN)
    return {(c.laddr.ip, c.laddr.port) for c in listen if c.pid in ours}


def _asks_for_a_certificate(address: tuple[str, int]) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # in 1.3 the answer comes after the handshake
    try:
        with socket.create_connection(address, timeout=10) as plain, context.wrap_socket(plain):
            return False
    except ssl.SSLError as error:
        return "ALERT_HANDSHAKE_FAILURE" in str(error.reason)  # another where nobody speaks TLS


def _no_door_is_open(before: set[tuple[str, int]], workers: int) -> None:
    """Another user of this machine reaches its ports; who reaches a scheduler or a worker can run code there. Each speaks
    TLS alone, and with whom has the run's certificate."""
    from distributed import Client, get_client

    doors = _listening() - before
    assert len(doors) == 1 + 2 * workers  # the scheduler's; each worker's and its nanny's
    assert {host for host, _ in doors} == {"127.0.0.1"}
    assert all(map(_asks_for_a_certificate, doors))
    with pytest.raises((OSError, TypeError)):
        Client(get_client().scheduler.address, timeout=1, set_as_default=False)


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.long("two workers"))])
def test_workers_killed_in_the_middle_lose_nothing_and_no_door_is_open(
    graded_here: Callable[..., Iterator[Done]], tmp_path: Path, workers: int
) -> None:
    """Seven submissions over workers which are all killed at the first record: the records are those that are made without
    workers, a name that is no text and a file that cannot be read among them."""
    jobs = []
    for number, change in enumerate(
        ("FACTOR * x", "3 * x", "x.new_zeros(x.shape)", "FACTOR * x", "x", "FACTOR * x")
    ):
        file = os.path.join(os.fsencode(tmp_path), b"s%d\xff.py" % number)
        with open(file, "w") as written:
            written.write(RIGHT.replace("FACTOR * x", change))
        jobs.append(Job(f"s{number}", (file,), FIXED))
    os.symlink(TINY / "solutions/tiny.py", tmp_path / "linked.py")
    jobs.append(Job("linked", (os.fsencode(tmp_path / "linked.py"),), FIXED))
    here = {done.job.student: done.record for done in graded_here(jobs)}

    over_there: dict[str, Record | None] = {}
    before = _listening()
    from distributed import get_client

    with contextlib.closing(run(jobs, TINY, "tiny", Workers(workers, choose(), LOCAL))) as running:
        for done in running:
            assert done.error is None
            if not over_there:
                _no_door_is_open(before, workers)
                for victim in get_client().run(os.getpid).values():
                    os.kill(victim, signal.SIGKILL)
            over_there[done.job.student] = done.record
    assert over_there.keys() == here.keys()
    for student, record in here.items():
        assert _without_times(over_there[student]) == _without_times(record), student
