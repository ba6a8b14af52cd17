"""Nothing is lost: a run that is killed, stopped or met by another one leaves records that the next one goes on with.

In most of it the grading itself is a stand-in without torch, so that a run can be killed many times; where the processes
under a run are killed, all of it is real.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from autograder.record import Record, Store, write_atomically

from .conftest import descendants

STUDENTS = [f"student{i}" for i in range(8)]
STAND_IN = """
import os, signal, sys, time
from pathlib import Path
import autograder.grading.class_run as class_run
from autograder.cli import main
from autograder.course import FIXED, open_assignment, open_course
from autograder.grading.pool import Done
from autograder.grading.unjudged import without_verdict
import msgspec

def run(jobs, course, assignment, workers):
    found = open_assignment(open_course(course), assignment)
    for job in jobs:
        score = float(Path(os.fsdecode(job.files[0])).read_text().split("=")[1])
        key = f"{job.student} {score}"
        if key == job.known_key:
            yield Done(job)
            continue
        time.sleep(0.02)
        blank = without_verdict(found, FIXED, job.student, "")
        first, *others = blank.tasks
        tasks = [msgspec.structs.replace(first, score=score)]
        tasks += [msgspec.structs.replace(task, score=0.0) for task in others]
        graded = msgspec.structs.replace(blank, status="graded", reason=None, score=score, key=key, tasks=tasks)
        yield Done(job, graded)

class_run.run = run
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run in the background have it ignored
sys.argv[0] = "autograder"
main()
"""


def hand_in(course: Path, scores: dict[str, float]) -> None:
    (course / "class").mkdir(exist_ok=True)
    for student, score in scores.items():
        (course / "class" / f"{student}.py").write_text(f"score = {score}")


def start(course: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", STAND_IN, "grade", "class", "-a", "tiny", "-j", "1", "--draw", "fixed"]
    wide = {**os.environ, "COLUMNS": "200"}
    return subprocess.Popen(
        command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=wide
    )


def scores(course: Path) -> dict[str, float | None]:
    return {record.student: record.score for record in Store(course / "results", "tiny").all()}


@pytest.mark.parametrize("kills", [30, pytest.param(1000, marks=pytest.mark.long("a thousand kills"))])
def test_a_run_killed_again_and_again_ends_as_one_that_was_not(tiny: Path, kills: int) -> None:
    """What has changed is told by the run that comes to its end, whichever run changed it."""
    draw = random.Random(1)
    former = {student: float(i) for i, student in enumerate(STUDENTS)}
    hand_in(tiny, former)
    assert start(tiny).wait() == 0
    rounds = max(1, kills // 10)
    for number in range(1, rounds + 1):
        new = {student: score + 10 * number for student, score in former.items()}
        hand_in(tiny, new)
        said = ""  # by any of them: on a quick machine one ends before it is killed
        for _ in range(kills // rounds):
            running = start(tiny)
            time.sleep(draw.uniform(0, 0.9))
            running.kill()
            said += running.communicate()[0]
            known = scores(tiny)
            assert known.keys() == new.keys()
            assert all(known[s] in (new[s], new[s] - 10) for s in STUDENTS)
        said += start(tiny).communicate()[0]
        assert scores(tiny) == new
        for student in STUDENTS:
            assert f"score changed: {student} {new[student] - 10:g} -> {new[student]:g}" in said
    left = {file.name for file in (tiny / "results/tiny").iterdir()}
    assert left == {*(f"{student}.json" for student in STUDENTS), "previous", "scores.csv", ".lock", ".class"}
    assert "score changed" not in start(tiny).communicate()[0]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_writes_the_scores_and_says_how_to_go_on(tiny: Path, by: signal.Signals) -> None:
    hand_in(tiny, dict.fromkeys((f"s{i}" for i in range(200)), 1.0))
    running = start(tiny)
    store = Store(tiny / "results", "tiny")
    while len(store.all()) < 3:
        time.sleep(0.01)
    running.send_signal(by)
    _, said = running.communicate()
    assert running.returncode == 130
    assert "of 200 submissions: their records and" in said
    assert "Run the same command again to go on." in said
    assert "Traceback" not in said
    assert len((store.folder / "scores.csv").read_text().splitlines()) == 1 + len(store.all())


def test_two_runs_do_not_write_into_one_folder(tiny: Path) -> None:
    hand_in(tiny, {"ada": 1.0})
    with Store(tiny / "results", "tiny").exclusive():
        running = start(tiny)
        _, said = running.communicate()
    assert running.returncode == 2
    assert "another run is writing into" in said
    assert start(tiny).wait() == 0


def test_a_damaged_record_is_named(tiny: Path) -> None:
    hand_in(tiny, {"ada": 1.0, "bob": 2.0})
    assert start(tiny).wait() == 0
    (tiny / "results/tiny/bob.json").write_text("{")
    (tiny / "class/bob.py").unlink()
    said, _ = start(tiny).communicate()
    assert "damaged: " in said
    assert "bob.json cannot be read, and is not in scores.csv" in said


def test_a_record_is_on_disk_with_its_name_when_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    write_atomically(tmp_path / "ada.json", b"{}")
    assert [Path(path).parent == tmp_path for path in synced] == [True, False]
    assert synced[-1] == str(tmp_path)


def test_what_a_killed_run_changed_is_told_when_its_students_are_graded_again(tiny: Path) -> None:
    """Not by a run over others, which does not show them."""
    store = Store(tiny / "results", "tiny")
    hand_in(tiny, {"ada": 1.0, "bob": 1.0})
    assert start(tiny).wait() == 0
    store.scores_reported(store.index())  # a run begins,
    for student in ("ada", "bob"):
        record = store.read(student)
        assert isinstance(record, Record)
        first, *others = record.tasks
        tasks = [msgspec.structs.replace(first, score=2.0), *others]
        store.write(msgspec.structs.replace(record, score=2.0, key=f"{student} 2.0", tasks=tasks))
    hand_in(tiny, {"ada": 2.0, "bob": 2.0})  # and is killed here
    (tiny / "class/bob.py").rename(tiny / "bob.py")
    said, _ = start(tiny).communicate()
    assert "score changed: ada 1 -> 2" in said
    assert "bob 1" not in said
    (tiny / "bob.py").rename(tiny / "class/bob.py")
    said, _ = start(tiny).communicate()
    assert "score changed: bob 1 -> 2" in said
    assert "ada 1" not in said


# ---- what is under a run


SLOW = (
    "\n\n_double = double\n\n\ndef double(x):\n    import time\n    time.sleep(0.2)\n    return _double(x)\n"
)


@pytest.mark.parametrize("kills", [1, pytest.param(100, marks=pytest.mark.long("a hundred kills"))])
def test_whatever_is_killed_under_a_run_the_records_are_those_of_an_unbroken_one(
    tiny: Path, kills: int
) -> None:
    """A worker, a zygote or a student's process, one in each run, at random. What it cost somebody their verdict is named,
    and made good by the same command; a wrong score is never written."""
    draw = random.Random(kills)
    right = (tiny / "solutions/tiny.py").read_text()
    (tiny / "class").mkdir()
    expected: dict[str, float | None] = {}
    for i in range(6):
        text = right.replace("FACTOR * x", "2 + x") if i % 2 else right
        (tiny / "class" / f"s{i}.py").write_text(f"{text}{SLOW}\n\nNUMBER = {i}\n")
        expected[f"s{i}"] = 70.0 if i % 2 else 100.0
    command = [sys.executable, "-m", "autograder", "grade", "class", "-a", "tiny", "-j", "1"]
    for _ in range(kills):
        shutil.rmtree(tiny / "results", ignore_errors=True)
        running = subprocess.Popen(
            command, cwd=tiny, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while running.poll() is None and len(descendants(running.pid)) < 3:
            time.sleep(0.05)
        time.sleep(draw.uniform(0, 4))
        if family := descendants(running.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(draw.choice(sorted(family)), signal.SIGKILL)
        said = "".join(running.communicate())
        assert running.returncode in (0, 3), said
        assert "Traceback" not in said
        assert all(score in (None, expected[student]) for student, score in scores(tiny).items())
        if running.returncode == 3:
            assert subprocess.run(command, cwd=tiny, capture_output=True, check=False).returncode == 0
        assert scores(tiny) == expected


@pytest.mark.skipif(os.geteuid() != 0, reason="takes the rights of root: a small file system is mounted")
@pytest.mark.parametrize(
    "rooms", [(0, 6), pytest.param(range(0, 24, 3), marks=pytest.mark.long("more rooms"))]
)
def test_a_full_disk_costs_no_record(tiny: Path, rooms: Sequence[int]) -> None:
    """Whenever it fills up: what was there is whole, and the same command goes on when there is room."""
    hand_in(tiny, {student: float(i) for i, student in enumerate(STUDENTS)})
    (tiny / "results").mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", tiny / "results"], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no file system can be mounted here")
    try:
        assert start(tiny).wait() == 0
        filler = tiny / "results/filler"
        for number, pages in enumerate(rooms, start=1):
            new = {student: i + 10.0 * number for i, student in enumerate(STUDENTS)}
            hand_in(tiny, new)
            free = os.statvfs(tiny / "results").f_bavail * 4096
            filler.write_bytes(b"x" * max(0, free - 4096 * pages))
            running = start(tiny)
            said = "".join(running.communicate())
            assert running.returncode in (0, 3)
            assert "Traceback" not in said
            assert ("the results cannot be written" in said) == (running.returncode == 3)
            known = scores(tiny)
            assert known.keys() == new.keys()
            assert all(known[s] in (new[s], new[s] - 10) for s in STUDENTS)
            filler.unlink()
            assert start(tiny).wait() == 0
            assert scores(tiny) == new
    finally:
        subprocess.run(["umount", tiny / "results"], check=True)
