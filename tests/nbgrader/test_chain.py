"""nbgrader's stock commands from release to feedback, with the engine inside."""

from __future__ import annotations

import contextlib
import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.validator import Validator

from autograder.course import open_assignment, open_course
from autograder.grading.pool import Done
from autograder.nbgrader import grading
from autograder.nbgrader.course_folder import add_assignment
from autograder.nbgrader.source import source_notebook
from autograder.nbgrader.submitted import put
from autograder.record import Record, Store
from autograder.submission import gather
from examples.build import NAMES, class_folder

from .conftest import ALL_IN_POSTGRESQL, Classroom, by_id, open_classroom


def test_the_source_notebook_is_the_same_bytes_each_time_and_has_a_cell_for_every_point(root: Path) -> None:
    course = open_course(root)
    for file in sorted((root / "assignments").glob("*/assignment.toml")):
        assignment = open_assignment(course, file.parent.name)
        text = source_notebook(assignment)
        assert text == source_notebook(open_assignment(course, file.parent.name))
        cells = [c["metadata"]["nbgrader"] for c in json.loads(text)["cells"] if c["metadata"]]
        assert len({cell["grade_id"] for cell in cells}) == len(cells)
        points = {cell["grade_id"]: cell["points"] for cell in cells if cell["grade"]}
        settings = assignment.settings
        assert sum(points.values()) == assignment.max_score + sum(
            answer.points for answer in settings.written
        )
        assert {f"{task.name}_checks" for task in settings.tasks} <= points.keys()
        assert {cell["grade_id"] for cell in cells if cell["task"]} == {
            f"{w.name}_rubric" for w in settings.written
        }
        tested = [c for c in json.loads(text)["cells"] if "::Test" in "".join(c["source"])]
        assert len(tested) == len(settings.tasks), "each task's cell runs its public tests"


def test_the_students_notebook_is_the_stub_and_the_cells_of_the_checks(classroom: Classroom) -> None:
    stub = json.loads((classroom.root / "assignments/tiny/student/tiny.ipynb").read_text())
    released = by_id(classroom.released())
    for name, cell in by_id(stub).items():
        assert "".join(released[name]["source"]) == "".join(cell["source"])
    text = json.dumps(classroom.released())
    for hidden in ("FACTOR", "MARK SCHEME", "One point", "manual_seed"):
        assert hidden not in text
        assert hidden in json.dumps(classroom.source())


@pytest.mark.skipif(ALL_IN_POSTGRESQL, reason="PostgreSQL does in any case")
def test_the_gradebook_lets_readers_and_a_writer_work_at_once(classroom: Classroom) -> None:
    assert classroom.rows("pragma journal_mode") == [("wal",)]


# ---- one class through the exchange


@pytest.fixture(scope="module")
def exchanged(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """Released, fetched, worked on, validated, submitted, collected, autograded, told and exported."""
    classroom = open_classroom(tmp_path_factory.mktemp("exchange"), root)
    exchange = [f"--Exchange.root={classroom.folder.parent / 'exchange'}"]
    classroom.nbgrader("release_assignment", "tiny", *exchange)
    home = classroom.folder.parent / "student"
    home.mkdir()
    course = ["--course", course_id(classroom), *exchange]
    classroom.nbgrader("fetch_assignment", "tiny", *course, cwd=home)
    assert (home / "tiny/reading/load.py").is_file()
    (home / "tiny/tiny.ipynb").write_text(json.dumps(classroom.notebook()))
    classroom.nbgrader("submit", "tiny", *course, cwd=home)
    classroom.nbgrader("collect", "tiny", *exchange)
    classroom.nbgrader("autograde", "tiny")
    classroom.nbgrader("generate_feedback", "tiny")
    classroom.nbgrader("release_feedback", "tiny", *exchange)
    classroom.nbgrader("fetch_feedback", "tiny", *course, cwd=home)
    classroom.nbgrader("export")
    return classroom


def course_id(classroom: Classroom) -> str:
    text = (classroom.folder / "nbgrader_config.py").read_text()
    return text.partition("course_id = ")[2].partition("\n")[0].strip("'\"")


def test_a_submission_goes_all_the_way_and_the_feedback_comes_back(exchanged: Classroom) -> None:
    (student,) = (path.name for path in (exchanged.folder / "submitted").iterdir())
    assert exchanged.code_score(student) == 100
    pages = list((exchanged.folder.parent / "student").glob("tiny/feedback/*/tiny.html"))
    assert len(pages) == 1
    assert "60 of 60 points" in pages[0].read_text("utf-8")
    with (exchanged.folder / "grades.csv").open() as file:
        (row,) = csv.DictReader(file)
    assert (row["student_id"], float(row["score"]), float(row["max_score"])) == (student, 100, 101)


@pytest.mark.long("nbgrader's validate, which runs parity's public tests")
def test_validate_runs_the_public_tests(exchanged: Classroom) -> None:
    """Which is all that it can do: hidden checks are not on the student's side."""
    home = exchanged.folder.parent / "student/tiny"

    def spoiled(cells: dict[str, Any], notebook: dict[str, Any]) -> None:
        cells["double"]["source"] = "".join(cells["double"]["source"]).replace("FACTOR * x", "x")

    (home / "tiny.ipynb").write_text(json.dumps(exchanged.notebook(spoiled)))
    with contextlib.chdir(home):
        failed = Validator().validate("tiny.ipynb")["failed"]
    assert ["a public test of double fails" in cell["error"] for cell in failed] == [True]


def test_collect_takes_no_link_and_goes_on(classroom: Classroom, capsys: pytest.CaptureFixture[str]) -> None:
    """It copies with the rights of a person who may read the solutions."""
    exchange = classroom.folder.parent / "exchange"
    inbound = exchange / course_id(classroom) / "inbound"
    inbound.mkdir(parents=True)
    exchange.chmod(0o777)
    solutions = classroom.folder / "source/tiny"
    work = {name: inbound / f"{name}+tiny+2026-01-01 10:00:00 UTC+x" for name in ("ada", "bob", "eve", "pip")}
    for name in ("ada", "eve", "pip"):
        work[name].mkdir()
    work["bob"].symlink_to(solutions)
    (work["ada"] / "tiny.ipynb").symlink_to(solutions / "tiny.ipynb")
    (inbound / "ada+tiny+tomorrow+x").mkdir()
    os.mkfifo(work["pip"] / "tiny.ipynb")
    (work["eve"] / "tiny.ipynb").write_text(json.dumps(classroom.notebook()))
    classroom.nbgrader(
        "collect", "tiny", f"--Exchange.root={exchange}", "--ExchangeCollect.check_owner=False"
    )
    collected = classroom.folder / "submitted"
    assert [str(file.relative_to(collected)) for file in collected.rglob("*.ipynb")] == [
        "eve/tiny/tiny.ipynb"
    ]
    said = capsys.readouterr().err
    assert all(f"{work[name]} was not collected" in said for name in ("ada", "bob", "pip"))
    assert "ada+tiny+tomorrow+x was not collected" in said


@pytest.mark.usefixtures("class_in_this_process")
def test_autograde_copies_nothing_that_a_student_put_beside_a_notebook(
    classroom: Classroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Formgrader serves what is in `autograded` as the Jupyter server's own: a page of a student's read the TA's files there
    and wrote among them. Links that somebody put into `submitted` by hand are not copied either, and a folder that is one is
    nobody's submission."""
    private = tmp_path / "private"
    private.mkdir()
    (private / "notes.txt").write_text("nobody's business")
    (private / "tiny.ipynb").write_text(json.dumps(classroom.notebook()))
    notebook = {"tiny.ipynb": json.dumps(classroom.notebook())}
    page = "<script>fetch('/api/contents/gradebook.db')</script>"
    beside = dict.fromkeys(("plot.html", "plot.svg", ".hidden.htm", "given.py", "more.ipynb"), page)
    time = {"timestamp.txt": "2026-10-01 12:00:00 UTC"}
    folder = classroom.hand_in("ada", {**notebook, **beside, **time}) / "data"
    folder.mkdir()
    (folder / "plot.html").write_text(page)
    (folder / "notes.txt").symlink_to(private / "notes.txt")
    (classroom.hand_in("bob", {}) / "tiny.ipynb").symlink_to(private / "tiny.ipynb")
    (classroom.folder / "submitted/cleo").mkdir()
    (classroom.folder / "submitted/cleo/tiny").symlink_to(private)
    classroom.hand_in("eve", notebook)
    with pytest.raises(SystemExit):
        classroom.nbgrader("autograde", "tiny", "--create")
    autograded = classroom.folder / "autograded"
    secret_and_work = {"submission_secret.txt", "tiny.ipynb"}
    assert {
        folder.parent.name: {path.name for path in folder.rglob("*")} for folder in autograded.glob("*/tiny")
    } == {"ada": {*secret_and_work, *time}, "bob": secret_and_work, "eve": secret_and_work}
    assert classroom.code_score("ada") == classroom.code_score("eve") == 100
    assert "cleo: the folder `tiny` is a link" in capsys.readouterr().err
    classroom.nbgrader("generate_feedback", "tiny")
    assert not any(page in file.read_text() for file in classroom.folder.glob("feedback/ada/tiny/*"))


# ---- scores


QUICK = ("parity",)
EACH = [
    pytest.param(name, marks=[pytest.mark.long(f"{name} through nbgrader")] if name not in QUICK else [])
    for name in NAMES
]


@pytest.mark.parametrize("name", EACH)
def test_the_example_class_has_the_same_scores_through_nbgrader(
    root: Path,
    tmp_path: Path,
    example_class: Callable[[str], dict[str, Record]],
    name: str,
) -> None:
    """And none is graded again: a submission that came through nbgrader has the key that it has from a folder."""
    records = example_class(name)
    results = tmp_path / "results"
    for record in records.values():
        Store(results, name).write(record)
    course = tmp_path / "course"
    course.mkdir()
    for part in ("assignments", "models", "provided", "solutions", "student_template"):
        (course / part).symlink_to(root / part)
    (course / "course.toml").write_text(f'draw = "fixed"\nresults = "{results}"\n')
    opened = open_course(course)
    assignment = open_assignment(opened, name)
    classroom = Classroom(course, tmp_path / "nbgrader", name)
    add_assignment(opened, assignment, classroom.folder)
    classroom.nbgrader("generate_assignment", name)
    candidates = [c for c in gather([class_folder(name)], name) if c.student in records]
    for candidate in candidates:
        put(candidate.files, assignment, classroom.folder / "submitted" / candidate.student / name)
    classroom.nbgrader("autograde", name)
    for student, record in records.items():
        found = classroom.scores(student)
        for task in record.tasks:
            auto, _, extra, _ = found[f"{task.name}_checks"]
            assert (extra if task.extra else auto) == task.score, (student, task.name)
        again = Store(results, name).read(student)
        assert again is not None
        if record.status == "graded":
            assert again == record, f"{student} was graded again"
        assert again.status == record.status


@pytest.mark.usefixtures("class_in_this_process")
def test_a_module_that_was_collected_is_graded(classroom: Classroom) -> None:
    """nbgrader looks for notebooks, and passes over who handed in none."""
    exchange = classroom.folder.parent / "exchange"
    work = exchange / course_id(classroom) / "inbound/ada+tiny+2026-01-01 10:00:00 UTC+x"
    work.mkdir(parents=True)
    exchange.chmod(0o777)
    (work / "tiny.py").write_bytes((classroom.root / "solutions/tiny.py").read_bytes())
    where = [f"--Exchange.root={exchange}", "--ExchangeCollect.check_owner=False"]
    classroom.nbgrader("collect", "tiny", *where)
    classroom.nbgrader("autograde", "tiny")
    assert classroom.code_score("ada") == 100


@pytest.mark.usefixtures("class_in_this_process")
def test_after_a_grader_was_mended_it_is_said_how_to_grade_again(
    classroom: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    classroom.hand_in("ada", {"tiny.ipynb": json.dumps(classroom.notebook())})
    classroom.nbgrader("autograde", "tiny")
    settings = classroom.root / "assignments/tiny/assignment.toml"
    settings.write_text(settings.read_text().replace("wall_s = 20", "wall_s = 21"))
    told = "the graders of tiny have changed since"
    assert told not in capsys.readouterr().err
    for _ in range(2):
        classroom.nbgrader("autograde", "tiny")
        assert f"{told}. Submissions that were graded keep their scores" in capsys.readouterr().err
    classroom.nbgrader(
        "autograde", "tiny", "--student", "ada", "--force"
    )  # which leaves the others as they are
    assert told in capsys.readouterr().err
    classroom.nbgrader("autograde", "tiny")
    assert told in capsys.readouterr().err
    classroom.nbgrader("autograde", "tiny", "--force")
    classroom.nbgrader("autograde", "tiny")
    assert told not in capsys.readouterr().err


@pytest.mark.usefixtures("class_in_this_process")
def test_while_another_run_writes_records_nobody_is_graded_and_it_is_said(
    classroom: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    classroom.hand_in("ada", {"tiny.ipynb": json.dumps(classroom.notebook())})
    with Store(classroom.root / "results", "tiny").exclusive(), contextlib.suppress(SystemExit):
        classroom.nbgrader("autograde", "tiny")
    assert "another run is writing into" in capsys.readouterr().err
    assert classroom.rows("select * from grade where auto_score is not null") == []
    classroom.nbgrader("autograde", "tiny")
    assert classroom.code_score("ada") == 100


@pytest.mark.usefixtures("class_in_this_process")
def test_work_that_is_graded_again(classroom: Classroom) -> None:
    """A record that stands is used; a person's scores stay; what could not be judged keeps its score."""

    def unwritten(cells: dict[str, Any], notebook: dict[str, Any]) -> None:
        cells["why"]["source"] = "*Your answer here.*"

    classroom.hand_in("ada", {"tiny.ipynb": json.dumps(classroom.notebook())})
    classroom.hand_in("bob", {"tiny.ipynb": json.dumps(classroom.notebook(unwritten))})
    classroom.nbgrader("autograde", "tiny")
    store = Store(classroom.root / "results", "tiny")
    first = store.read("ada")
    assert first is not None
    assert classroom.scores("ada")["why"] == (None, None, None, 1)
    assert classroom.scores("bob")["why"] == (0, None, None, 0), "an unwritten answer needs no reader"
    assert ("No response.",) in classroom.rows("select auto_comment from comment")
    classroom.run("update grade set manual_score = 1, needs_manual_grade = false where auto_score is null")
    classroom.run("update comment set manual_comment = 'well put'")

    classroom.nbgrader("autograde", "tiny", "--force")
    assert store.read("ada") == first
    assert classroom.scores("ada")["why"] == (None, 1, None, 1), "graded anew, so to be looked at again"
    assert set(classroom.rows("select manual_comment from comment")) == {("well put",)}

    checks = classroom.root / "assignments/tiny/graders/test_tiny.py"
    sound = checks.read_text()
    checks.write_text(sound.replace('    compare("extremes"', '    1 / 0\n    compare("extremes"'))
    classroom.nbgrader("autograde", "tiny", "--force")
    assert classroom.scores("ada")["double_checks"] == (60, None, None, 1)
    shown = str(classroom.graded("ada"))
    assert "could not be judged, which is no fault of this work" in shown
    assert "ZeroDivisionError" not in shown

    checks.write_text(sound)
    classroom.nbgrader("autograde", "tiny", "--force")
    assert classroom.scores("ada")["double_checks"] == (60, None, None, 0)
    classroom.nbgrader("generate_feedback", "tiny")
    assert "well put" in (classroom.folder / "feedback/ada/tiny/tiny.html").read_text("utf-8")


@pytest.mark.usefixtures("class_in_this_process")
def test_a_fault_of_the_engine_leaves_one_student_ungraded_and_the_others_not(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for student in ("ada", "bob"):
        classroom.hand_in(student, {"tiny.ipynb": json.dumps(classroom.notebook())})
    run = grading.run

    def stumbling(jobs: Any, *rest: Any) -> Any:
        for done in run(jobs, *rest):
            stumbles = done.job.student == "ada"
            yield Done(done.job, error="the grading process died on it twice") if stumbles else done

    monkeypatch.setattr(grading, "run", stumbling)
    with pytest.raises(SystemExit):
        classroom.nbgrader("autograde", "tiny")
    assert classroom.code_score("bob") == 100
    assert not (classroom.folder / "autograded/ada/tiny").exists(), "so the next run tries again"
    assert classroom.scores("ada")["double_checks"][0] is None
