"""What a run costs where all is known: `python bench/records.py > bench/records.md`.

Classes of made-up students, each with a submission (parity's reference) and a record that holds, are graded by the
command: nothing is run, and what is left is gathering, reading, comparing keys, the table and scores.csv. Resident is
the command's own peak (VmHWM), without its workers; wall and CPU seconds are of the command and its workers.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from autograder.course import Assignment, Course, Draw, open_assignment, open_course, variant_of
from autograder.grading.environment import environment
from autograder.grading.grade import Grader
from autograder.record import Check, Record, Store
from autograder.sandbox import choose
from autograder.submission import take

ASSIGNMENT = "parity"
ROOT = Path(__file__).resolve().parents[1]
CLASSES = (100, 1_000, 10_000)
JOBS = 2
COMMAND = """
import pathlib, sys
from autograder.cli import main
if __name__ == "__main__":
    try:
        main()
    finally:
        print(pathlib.Path("/proc/self/status").read_text(), file=sys.stderr)
"""  # `autograder`, which at its end says to standard error how large it has been


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or list(CLASSES)
    course = open_course(ROOT)
    assignment = open_assignment(course, ASSIGNMENT)
    print("# Records\n")
    versions = ", ".join(f"{name} {version}" for name, version in environment().items())
    print(
        f"Made by `python bench/records.py` with {versions}: {ASSIGNMENT}, {JOBS} workers, every record holds.\n"
    )
    print("| students | wall, s | CPU, s | CPU for each more, ms | resident, MB |")
    print("|---|---|---|---|---|")
    before: tuple[int, float] | None = None  # the smallest class, and what it took
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            folder = Path(scratch) / str(size)
            make_class(course, assignment, folder, size)
            wall, cpu, peak = grade(folder)
            each = f"{1000 * (cpu - before[1]) / (size - before[0]):.2f}" if before else "-"
            before = before or (size, cpu)
            print(f"| {size:,} | {wall:.1f} | {cpu:.1f} | {each} | {peak:.0f} |", flush=True)


def make_class(course: Course, assignment: Assignment, folder: Path, size: int) -> None:
    """Submissions in `students`, records in `results`: one is graded, the others are copies under other names."""
    source = assignment.solution.read_bytes()
    (folder / "students").mkdir(parents=True)
    store = Store(folder / "results", assignment.name)
    store.folder.mkdir(parents=True)
    with Grader(course, assignment) as grader:
        for i in range(size):
            student = f"student{i:06}"
            file = folder / "students" / f"{student}.py"
            file.write_bytes(source)
            variant = variant_of(Draw(), student, assignment.name)
            if i == 0:
                record = grader.grade_files(student, [file], variant)
                assert record is not None
                assert record.status == "graded", record.reason
                digest = grader.read(student, [file]).digest
            else:
                assert record is not None
                record = msgspec.structs.replace(
                    measured_anew(record, i), student=student, key=grader.key(digest, variant)
                )
            write_quickly(
                store, msgspec.structs.replace(record, quick_key=grader.quick_key([take(file)], variant))
            )


def measured_anew(record: Record, seed: int) -> Record:
    """The same verdict with other numbers behind it, as another student's training gives: up to a thousandth off."""
    rng, change = random.Random(seed), msgspec.structs.replace

    def check_of(check: Check) -> Check:
        measures = [change(one, value=one.value * rng.uniform(0.999, 1.001)) for one in check.measures]
        return change(check, measures=measures)

    tasks = [change(task, checks=[check_of(check) for check in task.checks]) for task in record.tasks]
    return change(record, tasks=tasks)


def write_quickly(store: Store, record: Record) -> None:
    """As `Store.write` does, but for waiting for the disk."""
    store.path(record.student).write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=1))


def grade(folder: Path) -> tuple[float, float, float]:
    """Wall and CPU seconds of the command on a class, and its own peak in MB."""
    where = [str(folder / "students"), "-a", ASSIGNMENT, "-o", str(folder / "results"), "--draw", "fixed"]
    how = ["-j", str(JOBS), "--sandbox", choose("auto"), "--course", str(ROOT)]
    here = [sys.executable, "-c", COMMAND, "grade", *where, *how]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(here, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr.decode()
    peak = int(done.stderr.decode().rpartition("VmHWM:")[2].split()[0]) / 1024
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    main()
