"""Where the grader's own time goes, by assignment: `python bench/grader_time.py > bench/grader_time.md`.

The reference and every tenth mutant are graded in this process as a worker does it, each for a student of its own, while a
timer of CPU time looks every few milliseconds at what is being run. The innermost frame that is of this repository says
whose time it was, so that what torch does for the reference is the reference's. What the student's process takes is
another process's, and is given apart.
"""

from __future__ import annotations

import contextlib
import signal
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from autograder.course import Assignment, assignment_names, open_assignment, open_course
from autograder.grading.grade import Grader
from autograder.grading.specimens import grade_specimen

EVERY_S = 0.004
MUTANTS = 10  # every tenth
ROOT = Path(__file__).resolve().parents[1]
PARTS = {  # the first that stands in a frame's file; of the stack the innermost such frame
    "assignments/{name}/graders/test_": "checks",
    "assignments/{name}/graders/": "planted models",
    "assignments/{name}/student/": "provided code",
    "models/": "provided code",
    "provided/": "provided code",
    "solutions/": "the reference",
    "autograder/checks/": "comparing",
    "autograder/inside/": "the wire",
    "autograder/sandbox/": "the wire",
    "autograder/": "the rest of the engine",
}
PHASES = {"autograder/grading/hints.py": "hints", "autograder/grading/practice.py": "an example"}
COLUMNS = (*dict.fromkeys(PARTS.values()), *PHASES.values(), "pytest")


class Sampled:
    """Counts, while it is entered, what this process spends its CPU time on."""

    def __init__(self, assignment: str) -> None:
        self.counts: Counter[str] = Counter()
        self._parts = {part.format(name=assignment): whose for part, whose in PARTS.items()}

    @contextlib.contextmanager
    def sampling(self) -> Iterator[None]:
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            # one that is still on its way would end the process
            signal.signal(signal.SIGPROF, signal.SIG_IGN)

    def _look(self, signum: int, frame: FrameType | None) -> None:
        whose = "pytest"
        while frame is not None:
            file = frame.f_code.co_filename.removeprefix(f"{ROOT}/")
            if file in PHASES:
                whose = PHASES[file]
                break
            if whose == "pytest" and not file.startswith("/"):
                whose = next((w for part, w in self._parts.items() if file.startswith(part)), whose)
            frame = frame.f_back
        self.counts[whose] += 1


class Spent(NamedTuple):
    """CPU seconds of the grader for one submission, what of it was whose, and those of the student's process."""

    grader: float
    parts: Counter[str]
    student: float


def spent(grader: Grader, specimen: str, student: str) -> Spent:
    sampled = Sampled(grader.assignment.name)
    with sampled.sampling():
        record = grade_specimen(grader, specimen, student, None, backwards=False, hints=True)
    assert record.status == "graded", record.reason
    return Spent(record.grader_cpu_s, sampled.counts, record.cpu_s)


def row(what: str, every: list[Spent]) -> str:
    """Medians, and shares of all that was seen."""
    seen = sum((one.parts for one in every), Counter())
    shares = [f"{100 * seen[column] / seen.total():.0f}" for column in COLUMNS]
    medians = [
        statistics.median(of) for of in zip(*((one.grader, one.student) for one in every), strict=True)
    ]
    return f"| {what} | {len(every)} | {medians[0]:.2f} | {medians[1]:.2f} | {' | '.join(shares)} |"


def measured(assignment: Assignment) -> Iterator[str]:
    mutants = [f"mutant/{mutant.name}" for mutant in assignment.mutants if mutant.equivalent is None]
    with Grader(open_course(ROOT), assignment) as grader:
        grade_specimen(grader, "reference", "warm", None, backwards=False, hints=True)
        right = [spent(grader, "reference", f"student-{i}") for i in range(1, 5)]
        wrong = [spent(grader, name, f"student-{i}") for i, name in enumerate(mutants[::MUTANTS], 1)]
    yield row(f"{assignment.name}, right", right)
    yield row(f"{assignment.name}, wrong", wrong)


def main() -> None:
    print("# Where the grader's time goes\n")
    print(
        "Made by `python bench/grader_time.py`. Medians of CPU-s a submission; then shares, in %, of the grader's.\n"
    )
    print(f"| submission | graded | grader | student's process | {' | '.join(COLUMNS)} |")
    print("|---" * (4 + len(COLUMNS)) + "|", flush=True)
    course = open_course(ROOT)
    for name in assignment_names(course):
        for line in measured(open_assignment(course, name)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
