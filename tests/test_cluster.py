"""A class over a Dask cluster: the same records, nothing lost with a worker, and no door that stands open."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from autograder.course import FIXED, CourseError, open_assignment, open_course
from autograder.grading import cluster
from autograder.grading.pool import LOCAL, Done, Job, Workers, run
from autograder.record import Record
from autograder.sandbox import choose

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
    "address",
    [
        "tcp://10.0.0.7:8786",
        "10.0.0.7:8786",
        "tcp://scheduler:8786",
        "ws://8.8.8.8:1",
        "tcp://[2001:db8::1]:1",
    ],
)
def test_a_scheduler_on_an_open_network_is_refused(address: str) -> None:
    with pytest.raises(CourseError, match="neither on this machine nor tls"):
        cluster._refuse_open_network(address)


@pytest.mark.parametrize(
    "address", ["tls://10.0.0.7:8786", "tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:8786"]
)
def test_one_on_this_machine_or_with_tls_is_not(address: str) -> None:
    cluster._refuse_open_network(address)


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


def _without_times(record: Record | None) -> Record:
    assert record is not None
    checks = [
        msgspec.structs.replace(
            t, checks=[msgspec.structs.replace(c, cpu_s=0.0, wall_s=0.0) for c in t.checks]
        )
        for t in record.tasks
    ]
    return msgspec.structs.replace(record, tasks=checks, **TIMES)


def test_a_worker_killed_in_the_middle_loses_nothing(
    graded_here: Callable[..., Iterator[Done]], tmp_path: Path
) -> None:
    """Six submissions over two workers, one of which is killed at the first record: the records are those that are made
    without workers, a name that is no text and a file that cannot be read among them."""
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
    from distributed import get_client

    with contextlib.closing(run(jobs, TINY, "tiny", Workers(2, choose(), LOCAL))) as running:
        for done in running:
            assert done.error is None
            if not over_there:
                victim = next(iter(get_client().run(os.getpid).values()))
                os.kill(victim, signal.SIGKILL)
            over_there[done.job.student] = done.record
    assert over_there.keys() == here.keys()
    for student, record in here.items():
        assert _without_times(over_there[student]) == _without_times(record), student
