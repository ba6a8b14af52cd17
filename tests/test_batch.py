"""A class is graded over several processes; a kill, a crash or a full disk loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from autograder.grading.pool import Done, Job, Workers, run
from autograder.record import Record, Store
from autograder.sandbox import Tier, choose
from autograder.sandbox.spawned import spawning

from .conftest import Command, descendants

TINY = Path(__file__).parent / "tiny_course"
RIGHT = (TINY / "solutions/tiny.py").read_text()


@pytest.fixture
def classroom(tiny: Path) -> Path:
    """A folder of four students: right, wrong, broken, and one with a folder of their own."""
    folder = tiny / "handed_in"
    folder.mkdir()
    (folder / "ada.py").write_text(RIGHT)
    (folder / "bob.py").write_text(RIGHT.replace("FACTOR * x", "2 + x"))
    (folder / "cleo.py").write_text("def double(x:\n")
    (folder / "dan").mkdir()
    (folder / "dan" / "tiny.py").write_text(RIGHT)
    return folder


def autograder(tiny: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "autograder", *arguments]
    wide = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, cwd=tiny, capture_output=True, text=True, env=wide)


def scores(tiny: Path) -> dict[str, float | None]:
    return {record.student: record.score for record in Store(tiny / "results", "tiny").all()}


def test_a_class_is_graded_and_shown(classroom: Path, tiny: Path) -> None:
    """In a folder with a module that every new process of Python's imports first, were it to look there."""
    (tiny / "multiprocessing.py").write_text("open('imported', 'w').close()\n")
    done = autograder(tiny, "grade", str(classroom), "-a", "tiny", "-j", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert scores(tiny) == {"ada": 100.0, "bob": 70.0, "cleo": 0.0, "dan": 100.0}
    assert "This adds two; doubling multiplies." in done.stdout
    assert "rejected" in done.stdout
    table = (tiny / "results/tiny/scores.csv").read_text()
    assert table.splitlines()[0].startswith("student,status,score,max_score,double,fit,reason,")
    assert "ada,graded,100.0,100.0,60.0,40.0," in table
    assert not (tiny / "imported").exists()


def test_unchanged_work_is_not_graded_twice_and_a_changed_score_is_shown(
    classroom: Path, tiny: Path, command: Command
) -> None:
    command("grade", str(classroom), "-a", "tiny", "-j", "1")
    store = Store(tiny / "results", "tiny")
    before = {student: store.path(student).stat().st_mtime_ns for student in ("ada", "bob", "cleo", "dan")}
    (classroom / "bob.py").write_text(RIGHT)
    done = command("grade", str(classroom), "-a", "tiny", "-j", "1")
    after = {student: store.path(student).stat().st_mtime_ns for student in before}
    assert [student for student in before if before[student] != after[student]] == ["bob"]
    assert "score changed: bob 70 -> 100" in done.out
    former = store.previous("bob")
    assert former is not None
    assert former.score == 70.0


def test_without_a_sandbox_it_is_said_and_does_not_count_for_long(
    classroom: Path, tiny: Path, command: Command
) -> None:
    file = str(classroom / "ada.py")
    done = autograder(tiny, "grade", file, "-a", "tiny", "--sandbox", "none")
    assert "graded without a sandbox" in done.stdout
    record = Store(tiny / "results", "tiny").read("ada")
    assert record is not None
    assert record.sandbox == "none"
    command("grade", file, "-a", "tiny")
    again = Store(tiny / "results", "tiny").read("ada")
    assert again is not None
    assert again.sandbox == choose()


def test_a_sandbox_that_is_not_known_is_a_usage_error(classroom: Path, command: Command) -> None:
    done = command("grade", str(classroom), "-a", "tiny", "--sandbox", "docker")
    assert done.code == 2
    assert "bwrap+landlock+seccomp" in done.err


def test_a_changed_grader_grades_again(classroom: Path, tiny: Path, command: Command) -> None:
    command("grade", str(classroom / "ada.py"), "-a", "tiny", "-j", "1")
    settings = tiny / "assignments/tiny/assignment.toml"
    settings.write_text(settings.read_text().replace("points = 40", "points = 50"))
    done = command("grade", str(classroom / "ada.py"), "-a", "tiny", "-j", "1")
    assert scores(tiny) == {"ada": 110.0}
    assert "score changed: ada 100 -> 110" in done.out


@pytest.mark.long(
    "a real run that is killed: in test_durability.py are many, of a stand-in, and some where a part is killed"
)
def test_a_run_killed_at_any_moment_goes_on_where_it_was(classroom: Path, tiny: Path) -> None:
    for i in range(6):
        (classroom / f"extra{i}.py").write_text(RIGHT + f"\n\nMORE = {i}\n")
    command = [sys.executable, "-m", "autograder", "grade", str(classroom), "-a", "tiny", "-j", "1"]
    running = subprocess.Popen(command, cwd=tiny, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    store = Store(tiny / "results", "tiny")
    deadline = time.monotonic() + 60
    while len(store.all()) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    kept = {record.student: store.path(record.student).stat().st_mtime_ns for record in store.all()}
    assert len(kept) >= 2
    autograder(tiny, "grade", str(classroom), "-a", "tiny", "-j", "1")
    assert len(store.all()) == 10
    assert all(store.path(student).stat().st_mtime_ns == then for student, then in kept.items())


def test_nothing_runs_on_after_a_killed_grader(classroom: Path, tiny: Path) -> None:
    """The zygote ends with its worker, a worker with its batch, and a looping submission with its zygote."""
    (classroom / "loop.py").write_text(RIGHT.replace("FACTOR = 2.0", "while True: FACTOR = 2.0"))
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        str(classroom / "loop.py"),
        "-a",
        "tiny",
        "-j",
        "1",
    ]
    running = subprocess.Popen(command, cwd=tiny, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    family: set[int] = set()
    while len(family) < 4 and time.monotonic() < deadline:  # the tracker, the worker, the zygote, the child
        family |= descendants(running.pid)
        time.sleep(0.05)
    running.kill()
    running.wait()
    deadline = time.monotonic() + 20
    while any(map(_running, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in family if _running(pid)]


def test_a_worker_that_dies_costs_no_other_submission(classroom: Path, tiny: Path) -> None:
    """A submission on which the grading process dies twice is not graded, by name; the others have their scores."""
    graders = tiny / "assignments/tiny/graders/test_tiny.py"
    death = "    if student._caller.session.submission.student == 'bob':\n        import os; os.kill(os.getpid(), 9)\n"
    text = graders.read_text().replace('another"""\n', 'another"""\n' + death)
    assert death in text
    graders.write_text(text)
    done = autograder(tiny, "grade", str(classroom), "-a", "tiny", "-j", "1")
    assert done.returncode == 3
    assert scores(tiny) == {"ada": 100.0, "bob": None, "cleo": 0.0, "dan": 100.0}
    assert "not graded, run again: bob" in done.stdout
    record = Store(tiny / "results", "tiny").read("bob")
    assert record is not None
    assert record.reason is not None
    assert record.reason.startswith("the grading process died on it twice: if a grader ends it, `pytest -v")
    assert "assignments/tiny/graders --submission=FILE` ends at that check" in record.reason


def test_an_assignment_that_cannot_be_preloaded_is_nobodys_zero(classroom: Path, tiny: Path) -> None:
    settings = tiny / "assignments/tiny/assignment.toml"
    settings.write_text(settings.read_text().replace('"numpy"]', '"numpy", "torch.no_such_part"]'))
    done = autograder(tiny, "grade", str(classroom / "ada.py"), "-a", "tiny", "-j", "1")
    assert done.returncode == 3
    assert scores(tiny) == {"ada": None}
    assert "no_such_part" in done.stdout


def test_only_who_may_have_been_starved_or_killed_is_tried_once_more_and_alone(
    graded: Callable[[str], Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    record = graded(RIGHT)
    tries: list[tuple[list[str], int]] = []

    def limited(pool: object, jobs: Iterable[Job], size: int) -> Iterator[Done]:
        tries.append(([job.student for job in jobs], size))
        hit = (
            {"ada": ["wall", "starved"], "bob": ["wall"], "cy": ["memory", "killed"]}
            if len(tries) == 1
            else {}
        )
        for student in tries[-1][0]:
            yield Done(Job(student), msgspec.structs.replace(record, limits_hit=hit.get(student, [])))

    monkeypatch.setattr("autograder.grading.pool.Processes.run", limited)
    done = list(run([Job("ada"), Job("bob"), Job("cy")], TINY, "tiny", Workers(2, Tier.NONE)))
    assert tries == [(["ada", "bob", "cy"], 2), (["ada", "cy"], 1)]
    assert [(d.job.student, d.record and d.record.limits_hit) for d in done] == [
        ("bob", ["wall"]),
        ("ada", []),
        ("cy", []),
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["grade", "nowhere", "-a", "tiny"], "nowhere"),
        (["grade", ".", "-a", "nothing"], "no assignment 'nothing'"),
        (["verify", "nothing"], "there: tiny"),
        (["build", "nothing"], "there: tiny"),
        (["export", "results", "--to", "moon", "-a", "tiny", "-o", "out"], "there are: canvas"),
        (["grade", ".", "-a", "tiny", "--course", "/"], "no course.toml in /"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(command: Command, arguments: list[str], says: str) -> None:
    done = command(*arguments)
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err


def test_doctor_says_what_this_machine_offers(tiny: Path) -> None:
    done = autograder(tiny, "doctor")
    assert done.returncode == 0
    assert "CPU-s, once for each worker" in done.stdout
    assert f"kept apart by                     │ {choose()}" in done.stdout
    assert "torch" in done.stdout


def _running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_order_of_a_set_of_texts_is_the_same_in_every_worker() -> None:
    """A check may draw from one."""
    command = [sys.executable, "-c", "print(hash('abc'))"]
    with spawning():
        one, another = (subprocess.run(command, capture_output=True, check=True).stdout for _ in range(2))
    assert one == another
