"""A calibration measures what it has not measured, keeps it, and tells which thresholds are near."""

from __future__ import annotations

import gzip
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from autograder.course import CourseError, open_assignment, open_course
from autograder.course.stubs import write_stubs
from autograder.gate import calibrate as calibration
from autograder.gate.calibrate import Calibrated, calibrate, keys_of, most_failed
from autograder.gate.kept import Graded, Kept, Measured, graded_of
from autograder.gate.margins import Threshold, near, thresholds
from autograder.gate.verify import Part, gate
from autograder.grading.pool import Done, Job, Workers
from autograder.record import Check, Measure, TaskResult
from autograder.sandbox import Tier
from tests.conftest import Command

HERE = "assignments/tiny"
CHECKS = f"{HERE}/graders/test_tiny.py"
RIGHT = f"{HERE}/right/numpy_lists.py"


# ---- the margin of a threshold


def threshold(*measures: tuple[str, Measure]) -> Threshold:
    """The one threshold of what these specimens measured."""
    gradeds = []
    for i, (specimen, measure) in enumerate(measures):
        task = TaskResult("fit", 1.0, 1.0, [Check("It fits", "passed", 1.0, measures=[measure])])
        record: Any = SimpleNamespace(student=f"student-{i}", tasks=[task])
        gradeds += graded_of(specimen, record, {(specimen, "fit"): "key"}, "")
    assignment: Any = SimpleNamespace(settings=SimpleNamespace(tasks=[SimpleNamespace(name="fit")]))
    (found,) = thresholds(assignment, gradeds)
    return found


def test_a_threshold_stands_between_right_answers_and_the_nearest_mistake() -> None:
    found = threshold(
        ("reference", Measure("gap", 0.1, at_most=1.0)),
        ("right/other", Measure("gap", 0.3, at_most=1.0)),
        ("mutant/far", Measure("gap", 9.0, at_most=1.0)),
        ("mutant/near", Measure("gap", 2.0, at_most=1.0)),
        ("mutant/passes", Measure("gap", 0.2, at_most=1.0)),
    )
    assert (found.bound, found.worst, found.nearest) == (1.0, 0.3, ("near", 2.0))
    assert not list(near(found))


@pytest.mark.parametrize(
    ("right", "wrong", "bound", "said"),
    [
        (0.9, 5.0, {"at_most": 1.0}, ["gap <= 1: a right answer measured 0.9, 1.11 times from failing"]),
        (0.1, 1.3, {"at_most": 1.0}, ["gap <= 1: the mistake m measured 1.3, 1.30 times from passing"]),
        (2.0, 9.0, {"at_most": 1.0}, ["gap <= 1: a right answer measured 2, and failed"]),
        (1.0, 0.933, {"at_least": 0.95}, ["gap >= 0.95: the mistake m measured 0.933, 1.34 times from passing"]),
        (0.96, 0.2, {"at_least": 0.95}, ["gap >= 0.95: a right answer measured 0.96, 1.25 times from failing"]),
        (0.99, 0.5, {"at_least": 0.95}, []),  # five times nearer to 1
        (0.0, 9.0, {"at_most": 0.0}, []),  # met exactly
        (0.1, 9.0, {}, []),  # there to be read
    ],
)  # fmt: skip
def test_what_is_nearer_than_the_margin_is_told(
    right: float, wrong: float, bound: dict[str, float], said: list[str]
) -> None:
    found = threshold(
        ("reference", Measure("gap", right, **bound)), ("mutant/m", Measure("gap", wrong, **bound))
    )
    assert list(near(found)) == said


def test_a_number_that_is_held_from_both_sides_has_two_thresholds() -> None:
    measure = Measure("loss over the untrained model's", 1.1, at_least=0.88, at_most=1.12)
    task = TaskResult("fit", 1.0, 1.0, [Check("It fits", "passed", 1.0, measures=[measure])])
    record: Any = SimpleNamespace(student="ada", tasks=[task])
    (graded,) = graded_of("reference", record, {("reference", "fit"): "key"}, "")
    assert [(m.at_least, m.at_most) for m in graded.measured] == [(0.88, None), (None, 1.12)]


def test_what_was_never_seen_to_fail_may_still_fail_at_times() -> None:
    """Of n that all passed the bound is 1 - 0.05^(1/n)."""
    for students in (1, 20, 100, 600):
        assert most_failed(0, students) == pytest.approx(1 - 0.05 ** (1 / students))
    assert most_failed(0, 600) < 0.005
    assert most_failed(0, 100) < most_failed(1, 100) < 0.05
    assert most_failed(3, 3) == 1.0


# ---- what a measurement depends on


def change(course: Path, name: str, old: str, new: str) -> None:
    file = course / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def keys(course: Path) -> dict[tuple[str, str], str]:
    return dict(keys_of(open_assignment(open_course(course), "tiny")))


EVERY = {
    *(("reference", task) for task in ("double", "fit")),
    *(("right/numpy_lists", task) for task in ("double", "fit")),
    *(("mutant/adds_two", "double"), ("mutant/extremes_swapped", "double")),
    *(("mutant/seed_ignored", "fit"), ("mutant/slope_accumulates", "fit")),
}


@pytest.mark.parametrize(
    ("name", "old", "new", "again"),
    [
        (CHECKS, "at_most=0.9)", "at_most=0.8)", {place for place in EVERY if place[1] == "fit"}),
        (CHECKS, "size=(4, 3)", "size=(4, 4)", {place for place in EVERY if place[1] == "double"}),
        (CHECKS, "import pytest", "import pytest  # prose", set()),
        (RIGHT, "def double(", "def double(", set()),
        ("solutions/tiny.py", "FACTOR = 2.0", "FACTOR = 2.5", {p for p in EVERY if p[1] == "double"}),
        ("solutions/tiny.py", "[1.0, 0.5]", "[1.0, 0.4]", {p for p in EVERY if p[1] == "fit"}),
        (f"{HERE}/mutants/adds_two.py", "x + 2", "x + 2.0", {("mutant/adds_two", "double")}),
        (f"{HERE}/mutants/adds_two.py", "HINT = ", "HINT = 'So: ' + ", set()),
        (f"{HERE}/assignment.toml", "points = 60", "points = 70", set()),
        (f"{HERE}/student/given.py", "class Pair", "class Pear:\n    pass\n\n\nclass Pair", set()),
    ],
)  # fmt: skip
def test_a_change_touches_what_it_can_reach_and_nothing_else(
    tiny: Path, name: str, old: str, new: str, again: set[tuple[str, str]]
) -> None:
    before = keys(tiny)
    assert before.keys() == EVERY
    change(tiny, name, old, new)
    assert {place for place, key in keys(tiny).items() if key != before[place]} == again


def test_a_helper_a_fixture_and_a_file_of_data_bear_on_the_checks_that_reach_them(tiny: Path) -> None:
    (tiny / f"{HERE}/graders/planted.py").write_text("WIDTH = 3\ndef wide(): return WIDTH\n")
    conftest = tiny / f"{HERE}/graders/conftest.py"
    conftest.write_text(
        f"{conftest.read_text()}\n@pytest.fixture\ndef stirred():\n    from planted import wide\n    wide()\n"
    )
    change(tiny, CHECKS, "def test_extremes(compare)", "def test_extremes(compare, stirred)")
    before = keys(tiny)
    change(tiny, f"{HERE}/graders/planted.py", "WIDTH = 3", "WIDTH = 4")
    assert {task for (_, task), key in keys(tiny).items() if key not in before.values()} == {"double"}
    before = keys(tiny)
    (tiny / f"{HERE}/student/words.txt").write_text("a word\n")
    assert not set(keys(tiny).values()) & set(before.values())


# ---- what is kept


class Jobs(list[Job]):
    """The gradings of a calibration, and `stop_after` how many of them it is killed."""

    stop_after = 10**6

    @property
    def specimens(self) -> dict[str, set[str]]:
        return {job.specimen or "": set(job.tasks or ()) for job in self}


@pytest.fixture
def jobs(in_this_process: None, monkeypatch: pytest.MonkeyPatch) -> Jobs:
    seen, run = Jobs(), calibration.run

    def watched(due: Iterable[Job], *where: Any) -> Iterator[Done]:
        for done in run(due, *where):
            if len(seen) == seen.stop_after:
                raise KeyboardInterrupt
            seen.append(done.job)
            yield done

    monkeypatch.setattr(calibration, "run", watched)
    return seen


def calibrated(course: Path, students: int) -> Calibrated:
    opened = open_course(course)
    assignment = open_assignment(opened, "tiny")
    return calibrate(assignment, opened, students, Workers(1, Tier.NONE), Console(stderr=True))


def test_each_thing_is_measured_once_and_what_changed_alone_again(tiny: Path, jobs: Jobs) -> None:
    done = calibrated(tiny, 2)
    assert Counter(job.student for job in jobs) == {"the-gate": 4, "student-1": 2, "student-2": 2}
    assert done.missing == 0
    page = done.page.read_text()
    assert "| right/numpy_lists | 2 | 2 | at most 78 % |" in page
    assert "| adds_two | 1 | double | 1 |" in page
    jobs.clear()
    assert calibrated(tiny, 2).page.read_text() == page
    assert not jobs
    change(tiny, CHECKS, "at_most=0.9)", "at_most=0.6)")
    near = calibrated(tiny, 2).near
    assert jobs.specimens == dict.fromkeys(
        ["reference", "right/numpy_lists", "mutant/seed_ignored", "mutant/slope_accumulates"], {"fit"}
    )
    assert len(jobs) == 6
    line = f"{CHECKS}, line 36"
    assert near == [(line, "the last loss <= 0.6: a right answer measured 0.5, 1.25 times from failing")]
    assert f"- {line}: the last loss <= 0.6" in done.page.read_text()


def test_what_the_gate_graded_is_not_graded_again(tiny: Path, jobs: Jobs) -> None:
    found = open_assignment(open_course(tiny), "tiny")
    write_stubs(found)
    both = Part(tasks=frozenset({"double", "fit"}))
    rows = list(gate(found, tiny, Workers(1, Tier.NONE), seeds=2, part=both))
    assert [row for row in rows if not row.holds] == []
    page = calibrated(tiny, 2).page.read_text()
    assert [(job.specimen, job.student) for job in jobs] == [
        ("right/numpy_lists", "student-1"),
        ("right/numpy_lists", "student-2"),
    ]
    assert "| adds_two | 1 | double | 1 |" in page
    kept_in = tiny / "results/calibration"
    kept_in.rmdir()
    kept_in.write_text("no folder")
    assert list(gate(found, tiny, Workers(1, Tier.NONE), seeds=0, part=both))


def test_what_was_measured_of_more_students_counts_for_fewer(tiny: Path, jobs: Jobs) -> None:
    page = calibrated(tiny, 3).page.read_text()
    jobs.clear()
    assert calibrated(tiny, 1).page.read_text() == page
    assert not jobs


def test_a_calibration_that_was_killed_goes_on_where_it_was(tiny: Path, jobs: Jobs) -> None:
    jobs.stop_after = 5
    with pytest.raises(KeyboardInterrupt):
        calibrated(tiny, 3)
    log = tiny / "results/calibration/tiny.jsonl"
    whole = log.read_bytes()
    log.write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 20])  # the disk was full, or the power went
    jobs.stop_after = 10**6
    calibrated(tiny, 3)
    assert len(jobs) == 5 + 1 + (6 + 2 + 2 - 5)
    assert not log.exists()
    kept = (tiny / f"{HERE}/measurements.json.gz").read_bytes()
    shutil.rmtree(tiny / "results")
    jobs.clear()
    calibrated(tiny, 3)
    assert not jobs
    assert (tiny / f"{HERE}/measurements.json.gz").read_bytes() == kept


def test_what_cannot_be_judged_is_not_kept_and_tried_again(tiny: Path, jobs: Jobs) -> None:
    change(tiny, CHECKS, '    compare("extremes"', '    1 / 0\n    compare("extremes"')
    assert calibrated(tiny, 1).missing == 4
    assert {graded.task for graded in kept(tiny)} == {"fit"}


def kept(course: Path) -> list[Graded]:
    return Kept(open_assignment(open_course(course), "tiny")).all()


def test_numbers_come_back_as_they_were_written(tiny: Path) -> None:
    file = Kept(open_assignment(open_course(tiny), "tiny"), tiny / "log")
    twice = [
        Measured("It fits", "loss", None, 1.0, [0.5]),
        Measured("It fits", "share", None, None, [0.1, 0.9]),
    ]
    some = [
        Graded("reference", "fit", "key", "torch 2", "student-1", False, 0.5, twice),
        Graded("reference", "fit", "key", "torch 2", "student-2", True, 0.6, twice[:1]),
        Graded("reference", "fit", "key", "torch 3", "student-3", False, 0.6, []),
        Graded("reference", "double", "old", "torch 2", "student-1", False, 0.1, []),
    ]
    with (tiny / "log").open("ab") as log:
        file.add(log, some)
    file.fold({("reference", "fit"): "key"})
    assert kept(tiny) == some[:3]


@pytest.mark.parametrize(
    "data", [b"", b"no gzip", gzip.compress(b"[{", mtime=0), gzip.compress(b"[]", mtime=0)[:-3]]
)
def test_measurements_that_cannot_be_read_are_named(command: Command, tiny: Path, data: bytes) -> None:
    file = tiny / f"{HERE}/measurements.json.gz"
    file.write_bytes(data)
    ended = command("calibrate", "tiny", "--students", "1")
    assert ended.code == 2
    assert ended.err.startswith(f"autograder: {file} cannot be read")
    with pytest.raises(CourseError, match="put an earlier one back"):
        kept(tiny)


def test_the_gate_tells_of_a_calibration_that_is_missing_old_or_near(tiny: Path, jobs: Jobs) -> None:
    def told() -> list[tuple[str, str]]:
        return list(calibration.calibration(open_assignment(open_course(tiny), "tiny")))

    (row,) = told()
    assert row[0] == "calibration: none"
    calibrated(tiny, 1)
    assert told() == [("calibration: 1 student", "")]
    change(tiny, CHECKS, "size=(4, 3)", "size=(4, 4)")
    (row,) = told()
    assert row[1] == "not measured as they are now: double; `autograder calibrate tiny` measures these alone"
    change(tiny, CHECKS, "at_most=0.9)", "at_most=0.55)")
    calibrated(tiny, 1)
    assert [what for what, _ in told()] == ["calibration: 1 student", f"{CHECKS}, line 36"]
    assert "move the threshold" in told()[1][1]
