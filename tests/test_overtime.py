"""The course's own code that loops or stands still is ended: no verdict, a message that names it, and never a zero."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from autograder.course import open_assignment, open_course
from autograder.course.overtime import Overtime, ended_in_time
from autograder.grading.pool import Job, Workers, run
from autograder.record import Record, Store
from autograder.sandbox import Limits, choose

from .conftest import TINY, Command

SHORT = Limits(grader_cpu_s=0.2, total_wall_s=600)
LOOP = "while True: pass"
STUBBORN = "while True:\n        try:\n            while True: pass\n        except Exception: pass"


def limit(course: Path, limits: str) -> None:
    file = course / "assignments/tiny/assignment.toml"
    file.write_text(file.read_text().replace("[limits]\n", f"[limits]\n{limits}\n"))


def put(course: Path, name: str, before: str, more: str) -> None:
    file = course / "assignments/tiny/graders" / name
    text = file.read_text()
    assert before in text
    file.write_text(text.replace(before, more, 1))


def handed_in(course: Path, command: Command) -> tuple[int, str, Record]:
    """How grading the reference ends: its exit code, what is said, and the record."""
    (course / "ada.py").write_text((TINY / "solutions/tiny.py").read_text())
    ended = command("grade", "ada.py", "-a", "tiny", "--draw", "fixed")
    record = Store(course / "results", "tiny").read("ada")
    assert record is not None
    return ended.code, ended.out, record


CHECK = '    """Doubling a tensor gives twice its values"""\n'


@pytest.mark.parametrize(
    ("name", "before", "more", "limits", "told"),
    [
        ("conftest.py", "    return {", f"    {LOOP}\n    return {{", "grader_cpu_s = 0.3", "(setup, conftest.py, line 7, in public_examples)"),
        ("test_tiny.py", CHECK, f"{CHECK}    {LOOP}\n", "grader_cpu_s = 0.3", "(call, test_tiny.py, line 11, in test_double)"),
        ("test_tiny.py", CHECK, f"{CHECK}    {STUBBORN}\n", "grader_cpu_s = 0.3", "(call, test_tiny.py, line 13, in test_double)"),
        ("test_tiny.py", CHECK, f"{CHECK}    import time; time.sleep(1000)\n", "total_wall_s = 1", "(call, test_tiny.py, line 11, in test_double)"),
    ],
)  # fmt: skip
def test_a_check_or_a_fixture_that_does_not_come_to_an_end_is_named_and_not_judged(
    tiny: Path, command: Command, name: str, before: str, more: str, limits: str, told: str
) -> None:
    limit(tiny, limits)
    put(tiny, name, before, more)
    code, said, record = handed_in(tiny, command)
    assert (code, record.status, record.score) == (3, "not_graded", None)
    assert record.reason is not None
    assert f"Doubling a tensor gives twice its values {told}: the course's own code" in record.reason
    assert "Doubling a tensor" in said
    states = {check.state for task in record.tasks for check in task.checks}
    assert states == {"not_judged"}, "those after it were not begun"


@pytest.mark.parametrize("name", ["conftest.py", "test_tiny.py", "planted.py"])
def test_a_module_of_the_graders_that_loops_as_it_is_imported_is_named(
    tiny: Path, command: Command, name: str
) -> None:
    limit(tiny, "grader_cpu_s = 0.3")
    file = tiny / "assignments/tiny/graders" / name
    file.write_text((file.read_text() if file.exists() else "") + f"\n{LOOP}\n")
    (tiny / "ada.py").write_text((TINY / "solutions/tiny.py").read_text())
    ended = command("grade", "ada.py", "-a", "tiny", "--draw", "fixed")
    assert ended.code in (2, 3)
    assert f"{name}" in ended.out + ended.err
    assert "the course's own code ran for 0.3 s of processor time" in ended.out + ended.err


def test_what_stands_in_a_library_s_c_code_ends_with_its_worker_and_holds_up_nobody(tiny: Path) -> None:
    limit(tiny, "grader_cpu_s = 0.5\ntotal_wall_s = 0.5")
    put(tiny, "test_tiny.py", CHECK, f"{CHECK}    import itertools; all(itertools.repeat(1))\n")
    (done,) = run([Job("ada", specimen="reference")], tiny, "tiny", Workers(1, choose()))
    assert done.record is None
    assert "the grading process died on it twice" in str(done.error)


def test_it_is_told_whatever_the_code_makes_of_it() -> None:
    def swallows() -> None:
        try:
            while True:
                pass
        except BaseException:
            pass

    with pytest.raises(Overtime), ended_in_time(SHORT):
        swallows()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_what_others_did_meanwhile_and_what_comes_to_an_end_is_no_overtime() -> None:
    began = time.monotonic()
    with ended_in_time(Limits(grader_cpu_s=60, total_wall_s=0.2), lambda: time.monotonic() - began):
        time.sleep(1.3)
    with ended_in_time(SHORT):
        pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_timer_around_it_goes_on(tiny: Path) -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _: rung.append(number))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with ended_in_time(Limits()):
            open_assignment(open_course(tiny), "tiny")
            time.sleep(0.3)
        assert rung == []
        time.sleep(0.2)
        assert rung == [signal.SIGALRM]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
