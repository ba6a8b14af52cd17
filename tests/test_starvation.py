"""A process that wanted to run and got no processor is the machine's fault: its check is not judged, never a zero."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch

from autograder.checks.session import KEPT_NUMBERS, Call, Session
from autograder.course import FIXED, open_assignment, open_course
from autograder.grading.grade import Grader
from autograder.inside import messages
from autograder.inside.wire import Fields
from autograder.record import Record
from autograder.sandbox import Allowance, Breach, StudentProcess
from autograder.sandbox.clock import Clock

TINY = Path(__file__).parent / "tiny_course"
RIGHT = (TINY / "solutions/tiny.py").read_text()
SOURCE = f"""import time
{RIGHT}

def hello(): return 1
def nap(): time.sleep(1)
def spin():
    while True: pass
def wait(): time.sleep(1000)
"""
CROWD = 4
SPIN = "import time; end = time.monotonic() + 30\nwhile time.monotonic() < end: pass"

CHECKS = '''
import time

import pytest
import torch


@pytest.mark.task("double")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_double(student, n):
    """Doubling"""
    assert torch.equal(student.double(torch.ones(n)), 2 * torch.ones(n, dtype=torch.float64))


@pytest.mark.task("fit")
def test_extremes(student):
    """The extremes"""
    time.sleep(1.6)  # the grader's own work, longer than a student's may take
    assert student.extremes(torch.tensor([3.0, -1.0])).least == -1.0
'''


@contextlib.contextmanager
def crowded(pid: int) -> Iterator[None]:
    """Puts a process on one processor together with four that never rest.

    Each is in a session of its own, as the student's process is: the kernel may share a processor by session first.
    """
    processor = {min(os.sched_getaffinity(0))}
    os.sched_setaffinity(pid, processor)
    crowd = [
        subprocess.Popen([sys.executable, "-S", "-c", SPIN], start_new_session=True) for _ in range(CROWD)
    ]
    try:
        for spinner in crowd:
            os.sched_setaffinity(spinner.pid, processor)
        yield
    finally:
        for spinner in crowd:
            spinner.kill()
            spinner.wait()


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    """Of the small course with other checks, each of which may take a second and a half."""
    folder = Path(shutil.copytree(TINY, tmp_path_factory.mktemp("starved") / "course"))
    settings = folder / "assignments/tiny/assignment.toml"
    settings.write_text(
        settings.read_text().replace("wall_s = 20", "wall_s = 1.5").replace("cpu_s = 1\n", "cpu_s = 20\n")
    )
    (folder / "assignments/tiny/graders/test_tiny.py").write_text(CHECKS)
    course = open_course(folder)
    with Grader(course, open_assignment(course, "tiny")) as started:
        yield started


@pytest.fixture
def graded(grader: Grader, tmp_path: Path) -> Callable[[str], Record]:
    """`graded(double)`: the record of the tiny reference with this body of `double`."""

    def grade(double: str) -> Record:
        file = tmp_path / "ada.py"
        file.write_text(f"import time\n{RIGHT}".replace("    return FACTOR * x\n", f"    {double}\n"))
        record = grader.grade_files("ada", [file], FIXED)
        assert record is not None
        return record

    return grade


@pytest.fixture
def bench(grader: Grader, tmp_path: Path) -> Iterator[Session]:
    """Of a submission with `SOURCE` in it, in a check that has just begun; its process runs."""
    file = tmp_path / "ada.py"
    file.write_text(SOURCE)
    bench = Session(grader.zygote, grader.read("ada", [file]), grader.assignment.settings.limits, 0)
    with contextlib.closing(bench):
        bench.begin_check()
        call(bench, "hello")
        yield bench


def never_served(clock: Clock) -> tuple[float, float]:
    """As if the process were ready to run all the time, and never did."""
    return clock.cpu_s, time.monotonic()


def call(bench: Session, function: str) -> messages.Reply:
    return bench.call(function, (), {}, echo=False)[0]


@pytest.mark.parametrize(("function", "starved"), [("spin", True), ("wait", False)])
def test_only_a_process_that_wanted_to_run_was_starved(bench: Session, function: str, starved: bool) -> None:
    assert bench._process is not None
    with crowded(bench._process._child.pid), pytest.raises(Breach) as breach:
        call(bench, function)
    assert breach.value.kind == "wall"
    assert breach.value.starved == starved


def test_starvation_is_reckoned_over_the_whole_check(bench: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not over the call that happens to be the last: only what the calls before it left was left to it."""
    with monkeypatch.context() as starving:
        starving.setattr(Clock, "read", never_served)
        call(bench, "nap")
    with pytest.raises(Breach) as breach:
        call(bench, "wait")
    assert breach.value.starved


def test_a_reply_that_the_grader_reads_late_is_not_late(
    bench: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A grader that was stopped, with Ctrl-Z or by a machine that slept, finds replies beyond their time."""
    exchange = StudentProcess._exchange

    def late(self: StudentProcess, outgoing: Any, incoming: Any) -> None:
        if not outgoing:
            time.sleep(1.6)
        exchange(self, outgoing, incoming)

    monkeypatch.setattr(StudentProcess, "_exchange", late)
    assert isinstance(call(bench, "hello"), messages.Returned)


def states(record: Record) -> list[str]:
    return [check.state for task in record.tasks for check in task.checks]


def test_a_check_that_was_starved_is_not_judged(
    graded: Callable[[str], Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the same function was starved in the checks before: it is called again each time."""
    monkeypatch.setattr(Clock, "read", never_served)
    record = graded("time.sleep(60)")
    assert states(record) == ["not_judged"] * 3 + ["passed"]
    assert (record.status, record.score, record.reusable) == ("not_graded", None, False)
    assert "did not get a processor" in record.tasks[0].checks[0].detail
    assert record.limits_hit == ["wall", "starved"]  # and so a batch tries it once more, alone


def test_the_same_time_asleep_is_the_students_own(graded: Callable[[str], Record]) -> None:
    record = graded("time.sleep(60)")
    assert states(record) == ["failed"] * 3 + ["passed"]
    assert (record.status, record.score) == ("graded", 40.0)
    assert record.limits_hit == ["wall"]  # and is not tried again


def test_where_the_kernel_tells_nothing_a_breach_of_the_wall_limit_is_tried_again(
    graded: Callable[[str], Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clock, "knows_waiting", False)
    record = graded("time.sleep(60)")
    assert (record.status, record.score, record.limits_hit) == ("graded", 40.0, ["wall", "starved"])


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ({"total_wall_s": 1.0}, "took longer than 1 s in all"),
        ({"grader_cpu_s": 0.0}, "was not called: judging this submission has taken 0 s of processor time"),
    ],
)
def test_all_checks_together_have_limits(
    grader: Grader,
    bench: Session,
    monkeypatch: pytest.MonkeyPatch,
    limits: dict[str, float],
    says: str,
) -> None:
    monkeypatch.setattr(Clock, "read", lambda clock: (0.0, 0.0))  # as on a machine with nothing else to do
    own = msgspec.structs.replace(grader.assignment.settings.limits, **limits)
    with contextlib.closing(Session(grader.zygote, bench.submission, own, 0)) as session:
        for function in ("wait", "hello"):
            session.begin_check()
            with pytest.raises(Breach, match=says) as breach:
                call(session, function)
            assert not breach.value.starved


def test_answers_are_kept_for_the_hints_within_a_budget(bench: Session) -> None:
    large = torch.zeros(KEPT_NUMBERS // 2)
    for times in (1, 2):  # the same value twice is kept once
        bench.calls = [Call("double", (), {}, large)] * times
        assert bench.end_check()[0].value is large
    bench.calls = [Call("fit", (), {}, [torch.zeros(9)])]
    (without,) = bench.end_check()
    assert (without.function, without.value) == ("fit", None)


@pytest.mark.parametrize(
    "large",
    [
        "ö" * (2 * KEPT_NUMBERS),
        ["a" * KEPT_NUMBERS] * 3,
        {"a" * (2 * KEPT_NUMBERS): 0.0},
        b"a" * (8 * KEPT_NUMBERS),
        Fields("Claims", {"w": torch.zeros(KEPT_NUMBERS)}),
        frozenset(["a" * (2 * KEPT_NUMBERS)]),
        np.zeros(KEPT_NUMBERS),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_an_answer_is_made_of_counts_for_what_is_kept(bench: Session, large: object) -> None:
    if isinstance(large, list):  # the same text three times is one
        large = [text + str(i) for i, text in enumerate(large)]
    bench.calls = [Call("fit", (), {}, [large, 1.0])]
    assert bench.end_check()[0].value is None


@pytest.mark.parametrize(
    ("ran", "waited", "starved"),
    [
        (0.1, 1.4, True),  # among a crowd
        (0.6, 0.8, True),
        (0.0, 0.1, False),  # it slept
        (1.4, 0.1, False),  # it ran
        (0.8, 0.7, False),
        (1.5, 1.4, False),  # sixteen threads of its own on one processor
        (0.9, 1.4, False),  # and somebody else's, who had a part of it
    ],
)
def test_who_waits_for_their_own_threads_is_not_starved(ran: float, waited: float, starved: bool) -> None:
    allowance = Allowance(1.0, 0.0, ran_s=ran, waited_s=waited, passed_s=1.5)
    assert allowance.starved == starved
