"""nbgrader as it comes, and nbgrader with this engine inside, over the same parity notebooks in one run.

    .venv/bin/python bench/nbgrader.py > bench/nbgrader.md

Both autograde a dozen notebooks, the reference and known mistakes, one after the other on one core. Stock nbgrader runs
all of a notebook, experiments and figures included, with the public tests in its test cells; the engine runs the hidden
checks on what the notebook defines.
Then the example classes, by `autograder grade` and by `nbgrader autograde`, neither knowing the other's records.
`--classes parity` for some of them, `--no-scores` for none; `--notebooks N` for fewer notebooks.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # not this folder, where this file would stand for nbgrader

from autograder.course import (  # noqa: E402
    Assignment,
    open_assignment,
    open_course,
)
from autograder.course.stubs import source_cells  # noqa: E402
from autograder.nbgrader.course_folder import add_assignment  # noqa: E402
from autograder.nbgrader.source import task_of  # noqa: E402
from autograder.nbgrader.submitted import put  # noqa: E402
from autograder.record import Store  # noqa: E402
from autograder.submission import gather  # noqa: E402
from examples.build import NAMES, class_folder  # noqa: E402

MISTAKES = (
    *(
        "mean_for_zero",
        "sign_of_delta",
        "weights_left_changed",
        "gradient_accumulates",
        "signed_argmax",
        "loss_summed",
    ),
    *("saliency_of_probability", "abs_of_mean", "one_logit_only", "noise_one_flip", "snapshots_alias"),
)
STOCK = """\
c = get_config()
c.CourseDirectory.course_id = "stock"
c.ExecutePreprocessor.timeout = 300
"""
# The public tests of a task, on the functions of the running notebook, as an instructor would put them into a cell.
TEST = """\
### BEGIN HIDDEN TESTS
import sys, types, pytest
sys.modules["parity"] = types.ModuleType("parity")
vars(sys.modules["parity"]).update(globals())
sys.modules.pop("test_parity", None)
assert pytest.main(["-q", "--noconftest", "-p", "no:cacheprovider", "-p", "no:autograder", "{tests}"]) == 0
### END HIDDEN TESTS
"""


class Cost(NamedTuple):
    cpu_s: float
    wall_s: float


def run(*command: str | Path, cwd: Path) -> Cost:
    """Runs a command; its processor time, children's included, and its wall time."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader starts `alembic`
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=cwd, env=environment, capture_output=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr.decode()[-3000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.perf_counter() - started)


def notebooks(assignment: Assignment, released: Path) -> Iterator[tuple[str, str]]:
    """The students' notebook with the reference in it, and with each mistake."""
    solved = {
        cell.metadata["solution"]: cell.source
        for cell in source_cells(assignment)
        if "solution" in cell.metadata
    }
    mutants = {mutant.name: mutant for mutant in assignment.mutants}
    for name in ("reference", *MISTAKES):
        notebook = json.loads(released.read_text("utf-8"))
        for cell in notebook["cells"]:
            task = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if task in solved:
                cell["source"] = solved[task]
            if task == assignment.settings.tasks[-1].name and name in mutants:
                cell["source"] += "\n\n\n" + "\n\n\n".join(chunk.source for chunk in mutants[name].chunks)
        yield name, json.dumps(notebook)


def make_stock(ours: Path, stock: Path, assignment: Assignment) -> None:
    """A course of nbgrader's own from the same source: solutions marked as it wants them, tests in their cells."""
    source = stock / "source" / assignment.name
    source.parent.mkdir(parents=True)
    subprocess.run(["cp", "-r", str(ours / "source" / assignment.name), str(source)], check=True)
    file = source / f"{assignment.name}.ipynb"
    notebook = json.loads(file.read_text("utf-8"))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        if name in task_of(assignment):
            line = next((line for line in cell["source"] if "::" in line), "")
            cell["source"] = TEST.replace("{tests}", line.split()[-1]) if line else "pass"
            cell["metadata"]["nbgrader"]["points"] = max(1, cell["metadata"]["nbgrader"]["points"])
    file.write_text(json.dumps(notebook))
    (stock / "nbgrader_config.py").write_text(STOCK)


def compare(folder: Path, most: int) -> None:
    course = open_course(ROOT)
    assignment = open_assignment(course, "parity")
    ours, stock = folder / "ours", folder / "stock"
    add_assignment(course, assignment, ours)
    with (ours / "nbgrader_config.py").open("a") as config:
        config.write("c.Grading.jobs = 1\n")
    own = folder / "course"  # results of its own
    own.mkdir()
    for part in ("assignments", "models", "provided", "solutions", "student_template"):
        (own / part).symlink_to(ROOT / part)
    (own / "course.toml").write_text('draw = "fixed"\n')
    set_course(ours, own)
    make_stock(ours, stock, assignment)
    costs = {}
    for kind, place in (("stock nbgrader", stock), ("with this engine", ours)):
        run("nbgrader", "generate_assignment", "parity", cwd=place)
        work = list(notebooks(assignment, place / "release/parity/parity.ipynb"))[:most]
        for student, text in work:
            handed_in = place / "submitted" / student / "parity"
            handed_in.mkdir(parents=True)
            (handed_in / "parity.ipynb").write_text(text)
        whole = run("nbgrader", "autograde", "parity", cwd=place)
        start = run("nbgrader", "autograde", "parity", cwd=place)  # all are there: only the start
        costs[kind] = (whole, start)
    again = run("nbgrader", "autograde", "parity", "--force", cwd=ours)
    records = Store(own / "results", "parity").all()
    students = sum(record.cpu_s for record in records)
    n = len(records)
    print(f"| {n} notebooks | CPU-s | wall s | CPU-s a submission, less the start |\n|---|---|---|---|")
    for kind, (whole, start) in costs.items():
        each = (whole.cpu_s - start.cpu_s) / n
        print(f"| {kind} | {whole.cpu_s:.0f} | {whole.wall_s:.0f} | {each:.2f} |")
    each = (again.cpu_s - costs["with this engine"][1].cpu_s) / n
    print(f"| the same once more, records at hand | {again.cpu_s:.0f} | {again.wall_s:.0f} | {each:.2f} |\n")
    begun = costs["with this engine"][1].cpu_s
    print(
        f"A start of nbgrader is {begun:.1f} CPU-s. The students' own processes took {students / n:.2f} CPU-s each.\n"
    )


def set_course(folder: Path, course: Path) -> None:
    with (folder / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Grading.course = {str(course)!r}\n")


def same_scores(name: str, folder: Path) -> None:
    """The example class of an assignment both ways."""
    course = folder / "course"
    course.mkdir(parents=True)
    for part in ("assignments", "models", "provided", "solutions", "student_template"):
        (course / part).symlink_to(ROOT / part)
    (course / "course.toml").write_text('draw = "fixed"\n')
    opened = open_course(course)
    assignment = open_assignment(opened, name)
    handed_in = class_folder(name)
    run("autograder", "grade", handed_in, "-a", name, "-o", folder / "alone", cwd=course)
    add_assignment(opened, assignment, folder / "nbgrader")
    run("nbgrader", "generate_assignment", name, cwd=folder / "nbgrader")
    for one in gather([handed_in], name):
        put(one.files, assignment, folder / "nbgrader/submitted" / one.student / name)
    run("nbgrader", "autograde", name, cwd=folder / "nbgrader")
    run("nbgrader", "export", cwd=folder / "nbgrader")
    lines = (folder / "nbgrader/grades.csv").read_text().splitlines()
    column = lines[0].split(",").index("raw_score")
    through = {line.split(",")[3]: float(line.split(",")[column]) for line in lines[1:]}
    for record in Store(folder / "alone", name).all():
        score = through[record.student]
        same = "yes" if record.score is not None and abs(score - record.score) < 1e-3 else "**NO**"
        print(f"| {name} | {record.student} | {record.score:g} | {score:g} | {same} |")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--classes", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--no-scores", action="store_true")
    parser.add_argument("--notebooks", type=int, default=1 + len(MISTAKES))
    options = parser.parse_args(arguments)
    print(
        "# nbgrader as it comes and with this engine inside\n\n`.venv/bin/python bench/nbgrader.py > bench/nbgrader.md`\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), options.notebooks)
        if options.no_scores:
            return
        print(
            "Scores of the example classes:\n\n| class | submission | `autograder grade` | nbgrader | same |"
        )
        print("|---|---|---|---|---|")
        for name in options.classes:
            same_scores(name, Path(folder) / name)


if __name__ == "__main__":
    main()
