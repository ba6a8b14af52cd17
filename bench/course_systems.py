"""What becomes of a class of a thousand from Canvas, Moodle and Gradescope: files, people, scores, and how long it takes.

The class is drawn: namesakes, names that changed, a tenth who are in no export, odd and repeated files. The importers are those
of the tests. Nothing is graded: scores are drawn too.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from autograder.alike import alike, documents, public_documents
from autograder.course import open_assignment, open_course
from autograder.course_systems import Into, fill, of_system
from autograder.submission import Candidate, Gathered, gather, gather_all
from tests.fuzz.test_people import (
    FIRST,
    LAST,
    Someone,
    canvas_files,
    downloaded,
    moodle_files,
    rosters,
    standing,
)
from tests.importers import Moodle, canvas_scores

ROOT = Path(__file__).resolve().parents[1]
CLASS = 1_000


def main() -> None:
    draw = random.Random(1)
    people = [
        Someone(10_000 + n, draw.choice(FIRST), draw.choice(LAST), draw.random() > 0.1) for n in range(CLASS)
    ]
    print(
        f"# A class of {CLASS:,} from Canvas, Moodle and Gradescope\n\n`.venv/bin/python -m bench.course_systems > bench/course_systems.md`\n"
    )
    print(
        "| system | files given | somebody's or named | people | matched by id | in no export, listed | doubtful | lost | seconds |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for system, files in (
        ("canvas", canvas_files),
        ("moodle", moodle_files),
        ("gradescope", gradescope_files),
    ):
        with tempfile.TemporaryDirectory() as name:
            of_one_system(system, files, people, draw, Path(name))
    print(
        "\n| round trip of scores | written | arrived as they were | of whom there is no verdict, unchanged |"
    )
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        round_trips(people, draw, Path(name))
    with tempfile.TemporaryDirectory() as name:
        likeness(draw, Path(name))


def gradescope_files(draw: random.Random, person: Someone) -> list[str]:
    return [f"export/submission_{person.number}/{draw.choice(('tiny.py', 'tiny.ipynb', 'notes.txt'))}"]


def of_one_system(
    system: str,
    files: Callable[[random.Random, Someone], list[str]],
    people: list[Someone],
    draw: random.Random,
    folder: Path,
) -> None:
    roster = rosters(folder, people)
    names = [name for person in people for name in files(draw, person)]
    if system == "gradescope":
        lines = [
            f"submission_{p.number}:\n  :submitters:\n  - :name: {p.first}\n    :email: {p.email}\n"
            for p in people
        ]
        (folder / "submission_metadata.yml").write_text("".join(lines), "utf-8")
    given = downloaded(folder, names)
    if system == "gradescope":
        with zipfile.ZipFile(given, "a") as packed:
            packed.write(folder / "submission_metadata.yml", "export/submission_metadata.yml")
    (folder / "scratch").mkdir()
    start = time.perf_counter()
    found = gather_all([given], "tiny", None, roster, folder / "scratch")
    seconds = time.perf_counter() - start
    told = accounted(found, names)
    known = {person.student for person in roster}
    matched = sum(c.student in known for c in found.candidates)
    doubtful = sum(c.problem is not None for c in found.candidates)
    lost = CLASS - matched - len(found.unknown) - doubtful
    print(
        f"| {system} | {len(set(names)):,} | {told:,} | {CLASS:,} | {matched:,} | {len(found.unknown):,} | {doubtful:,} | {lost} "
        f"| {seconds:.1f} |"
    )


def accounted(found: Gathered, names: list[str]) -> int:
    """How many of the files are somebody's, in somebody's own folder, or named with a reason."""
    places = {c.handed_in.place for c in found.candidates} | {
        f.name for c in found.candidates for f in c.files
    }
    places |= {one.path.name for one in found.left}
    return sum(any(part in places for part in name.split("/")) for name in set(names))


def round_trips(people: list[Someone], draw: random.Random, folder: Path) -> None:
    roster = rosters(folder, people)
    listed = [person for person in people if person.listed]
    of = {p.email: p for p in roster}
    scores = {p.email: draw.choice((None, 0.0, round(draw.uniform(0, 100), 4))) for p in listed}
    given = [standing(Candidate(of[p.email].student, ()), scores[p.email]) for p in listed]
    now = {str(p.number): {"7": "50"} for p in listed}
    filled = fill(of_system(folder / "canvas.csv", "canvas"), given, roster, Into(), ("tiny", "Tiny"), 100)
    after, _ = canvas_scores(filled.data, dict.fromkeys(now, "x"), {"7": "Tiny"}, now)
    right = sum(
        after[str(p.number)]["7"] == f"{scores[p.email]:.2f}" for p in listed if scores[p.email] is not None
    )
    kept = sum(after[str(p.number)]["7"] == "50" for p in listed if scores[p.email] is None)
    without = sum(score is None for score in scores.values())
    print(f"| Canvas | {len(filled.written)} | {right} | {kept} of {without} |")
    filled = fill(of_system(folder / "moodle.csv", "moodle"), given, roster, Into(), ("tiny", "Tiny"), 100)
    there = Moodle(
        ("Kenn", "Karakter", "Endret (k)"), "Deltaker ", 100, {5000 + p.number: "x" for p in listed}
    )
    there.grades = {5000 + p.number: 50.0 for p in listed}
    there.take_grades(filled.data)
    grades = {p.email: f"{there.grades[5000 + p.number]:.2f}" for p in listed}
    right = sum(grades[p.email] == f"{scores[p.email]:.2f}" for p in listed if scores[p.email] is not None)
    kept = sum(grades[p.email] == "50.00" for p in listed if scores[p.email] is None)
    print(f"| Moodle | {len(filled.written)} | {right} | {kept} of {without} |")


def likeness(draw: random.Random, folder: Path) -> None:
    """A thousand answers to parity made from its solutions, numbers changed here and there; ten copied and renamed."""
    assignment = open_assignment(open_course(ROOT), "parity")
    sources = [
        assignment.solution.read_text("utf-8"),
        *(f.read_text("utf-8") for f in assignment.right.values()),
    ]
    for n in range(CLASS):
        source = re.sub(
            r"\b\d+\b", lambda m: m[0] if draw.random() > 0.2 else str(int(m[0]) + 1), draw.choice(sources)
        )
        (folder / f"s{n}.py").write_text(source, "utf-8")
    start, cpu = time.perf_counter(), time.process_time()
    submissions, _ = documents(gather([folder], "parity"), assignment)
    read = time.process_time() - cpu
    pairs = alike(submissions, *public_documents(assignment))
    print(
        f"\n`autograder alike` on {len(submissions):,} answers to parity, all made from its public solutions, which is the worst "
        f"there is: {read:.0f} CPU-s to read them, {time.process_time() - cpu - read:.0f} to compare them; {len(pairs):,} pairs, "
        f"{sum(pair.other.name.startswith('solution') for pair in pairs):,} of them with a solution; "
        f"{time.perf_counter() - start:.0f} s in all."
    )


if __name__ == "__main__":
    main()
