"""A class's scores in nbgrader's gradebook: all at once, whatever form the work was handed in."""

from __future__ import annotations

import datetime
import html
import json
import re
import shutil
from pathlib import Path

import msgspec
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course import FIXED, CourseError, Late
from autograder.grading.grade import Grader
from autograder.nbgrader import report
from autograder.nbgrader.gradebook import Entry, opened, save
from autograder.nbgrader.graded import Score
from autograder.nbgrader.publish import course_directory
from autograder.outcome import penalty
from autograder.record import Check, Record, Store, TaskResult

from .conftest import Classroom
from .test_draw import refused

RIGHT = {
    "double_checks": Score(60.0),
    "fit_checks": Score(40.0),
    "why": Score(None),
    "why_rubric": Score(0.0),
}


def write(classroom: Classroom, *entries: Entry, late: Late | None = None) -> None:
    directory = course_directory(classroom.folder)
    lost = None if late is None else (lambda score, seconds: penalty(late, score, seconds))
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        save(gradebook, classroom.assignment, entries, lost)


def test_a_class_goes_in_as_one_transaction_or_not_at_all(classroom: Classroom) -> None:
    entries = [Entry(f"s{i}", RIGHT) for i in range(1200)]
    bad = Entry("bad", {**RIGHT, "fit_checks": Score(41.0)})
    with pytest.raises(CourseError, match=r"bad: 41.0 for fit_checks is not in 0\.\.40"):
        write(classroom, *entries, bad)
    assert classroom.rows("select count(*) from student") == [(0,)]
    write(classroom, *entries)
    assert classroom.rows("select count(*), sum(auto_score) from grade") == [(4800, 120_000.0)]
    assert classroom.scores("s1199")["double_checks"] == (60, None, None, 0)
    before = classroom.rows("select * from grade order by id")
    write(classroom, *entries)
    assert classroom.rows("select * from grade order by id") == before


def test_a_gradebook_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_text("no database\n" * 100)
    for url, says in (
        (f"sqlite:///{tmp_path}/gradebook.db", "file is not a database"),
        (f"sqlite:///{tmp_path}/not/there.db", "unable to open database file"),
    ):
        with pytest.raises(CourseError, match=f"the gradebook {url}: {says}"), opened(url, "tiny"):
            pass


@pytest.mark.parametrize("score", [-1.0, float("nan"), float("inf"), 60.5])
def test_a_score_that_is_none_is_refused(classroom: Classroom, score: float) -> None:
    with pytest.raises(CourseError, match="is not in 0"):
        write(classroom, Entry("ada", {**RIGHT, "double_checks": Score(score)}))


RELEASE_AGAIN = (
    r"\(double_checks\): run `autograder release tiny -o OUT` again, then `nbgrader generate_assignment tiny"
)


def test_points_that_changed_since_the_release_are_named(classroom: Classroom) -> None:
    settings = classroom.root / "assignments/tiny/assignment.toml"
    settings.write_text(settings.read_text().replace("points = 60", "points = 70"))
    changed = Classroom(classroom.root, classroom.folder)
    with pytest.raises(CourseError, match=RELEASE_AGAIN):
        write(changed, Entry("ada", RIGHT))


def test_autograde_tells_of_changed_points_once_and_without_a_traceback(
    classroom: Classroom, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = classroom.root / "assignments/tiny/assignment.toml"
    settings.write_text(settings.read_text().replace("points = 60", "points = 70"))
    for student in ("ada", "bob"):
        classroom.hand_in(student, {"tiny.ipynb": json.dumps(classroom.notebook())})
    said = refused(classroom, capfd, "--force", "--Grading.draw=fixed")
    assert re.search(RELEASE_AGAIN, said)


def test_nbgrader_reads_what_was_written_as_if_it_had_written_it(classroom: Classroom) -> None:
    write(classroom, Entry("ada", {**RIGHT, "why": Score(0.0, comment="No response.")}))
    directory = course_directory(classroom.folder)
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        submission = gradebook.find_submission("tiny", "ada")
        assert (submission.score, submission.max_score) == (100, 101)
        assert not submission.needs_manual_grade
        assert gradebook.find_comment("why", "tiny", "tiny", "ada").comment == "No response."
        assert {c.name for c in gradebook.find_submission_notebook("tiny", "tiny", "ada").comments} == {
            *("double", "fit", "why", "why_rubric")
        }


def test_a_persons_score_stands_and_is_looked_at_again_only_if_the_work_changed(classroom: Classroom) -> None:
    write(classroom, Entry("ada", RIGHT))
    classroom.run("update grade set manual_score = 55, needs_manual_grade = false where auto_score = 60")
    write(classroom, Entry("ada", RIGHT, changed=False))
    assert classroom.scores("ada")["double_checks"] == (60, 55, None, 0)
    write(classroom, Entry("ada", RIGHT))
    assert classroom.scores("ada")["double_checks"] == (60, 55, None, 1)


def test_lateness_costs_a_share_for_each_day_begun_after_the_grace(classroom: Classroom) -> None:
    due = datetime.datetime(2026, 9, 1, 12)
    classroom.run(f"update assignment set duedate = '{due}.000000'")
    late = Late(grace_minutes=15, per_day=0.1)
    minutes = {"ada": -60, "bob": 15, "cyd": 16, "dan": 24 * 60 + 16, "eve": 100 * 24 * 60}
    entries = [Entry(s, RIGHT, due + datetime.timedelta(minutes=m)) for s, m in minutes.items()]
    write(classroom, *entries, late=late)
    lost = dict(
        classroom.rows(
            "select a.student_id, n.late_submission_penalty from submitted_notebook n"
            " join submitted_assignment a on a.id = n.assignment_id"
        )
    )
    assert lost == {"ada": None, "bob": None, "cyd": 10, "dan": 20, "eve": 100}
    directory = course_directory(classroom.folder)
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        for student in lost:
            gradebook.grant_extension("tiny", student, days=2)
    write(classroom, *entries, late=late)
    assert classroom.rows(
        "select count(*) from submitted_notebook where late_submission_penalty is not null"
    ) == [(1,)]


# ---- reports


def test_a_report_says_what_each_check_found_and_what_several_share_once() -> None:
    said = {"message": "off by <2>", "hint": "Multiply & see.", "detail": "the hidden input"}
    checks = [Check("doubles", "failed", 0.0, **said), Check("doubles again", "failed", 0.5, **said)]
    task = TaskResult("double", 60, 15.0, [*checks, Check("extremes", "passed", 1.0)])
    for text in (report.plain(task), html.unescape(report.html(task))):
        assert "double: 15 of 60 points" in text
        assert text.count("Multiply & see.") == 1
        assert text.count("off by <2>") == 1
        assert "doubles again (50% of its points)" in text
        assert "hidden input" not in text
    assert "<2>" not in report.html(task)


# ---- records of a class


@pytest.mark.usefixtures("class_in_this_process")
def test_modules_notebooks_and_archives_stand_in_one_gradebook(
    classroom: Classroom, tiny_grader: Grader, tmp_path: Path
) -> None:
    """Each opens in formgrader with its own work in it, and can be autograded from there with the same score."""
    handed_in = tmp_path / "handed_in"
    (handed_in / "cyd").mkdir(parents=True)
    shutil.copyfile(classroom.root / "solutions/tiny.py", handed_in / "ada.py")
    (handed_in / "bob.ipynb").write_text(json.dumps(classroom.notebook()))
    (tmp_path / "work/mine").mkdir(parents=True)
    (tmp_path / "work/mine/tiny.py").write_text("def double(x):\n    return 2 * x\n")
    shutil.make_archive(str(handed_in / "cyd/all"), "zip", tmp_path / "work")
    (handed_in / "dan.zip").write_bytes(b"PK\x03\x04 broken")
    no_time = classroom.hand_in("bob", {"timestamp.txt": "tomorrow"}) / "timestamp.txt"
    scores = grade_all(classroom, tiny_grader, handed_in)
    command = ["export", str(classroom.root / "results"), "--to", "nbgrader", "-a", "tiny"]
    command += ["-o", str(classroom.folder), "--course", str(classroom.root)]
    done = CliRunner().invoke(app, [*command, "--submissions", str(handed_in)])
    assert done.exit_code == 0, done.output
    assert {s: classroom.code_score(s) for s in scores} == scores
    assert scores == {"ada": 100, "bob": 100, "cyd": 30, "dan": 0}
    for student, own in (("ada", "FACTOR * x"), ("bob", "FACTOR * x"), ("cyd", "return 2 * x")):
        assert own in str(classroom.graded(student)), student
    assert "rejected" in str(classroom.graded("dan")["cells"][0])
    no_time.unlink()
    classroom.nbgrader("autograde", "tiny", "--force")
    assert {s: classroom.code_score(s) for s in scores} == scores
    classroom.nbgrader("generate_feedback", "tiny")
    assert len(list(classroom.folder.glob("feedback/*/tiny/tiny.html"))) == 4


def test_what_is_published_is_what_an_export_puts_there(
    classroom: Classroom, tiny_grader: Grader, tmp_path: Path
) -> None:
    """Of who is in the class; a hand-in that came since is not shown beside what is said of the one before."""
    shutil.copyfile(classroom.root / "solutions/tiny.py", tmp_path / "ada.py")
    record = tiny_grader.grade_files("ada", [tmp_path / "ada.py"], FIXED)
    assert record is not None
    store = Store(classroom.root / "results", "tiny")
    for student in ("ada", "bob", "cyd"):
        store.write(msgspec.structs.replace(record, student=student))
    store.write_scores(store.index(), ["ada", "bob"])
    on = [str(classroom.root / "results"), "-a", "tiny", "--course", str(classroom.root)]
    to = ["--to", "nbgrader", "-o", str(classroom.folder), "--submissions", str(tmp_path / "ada.py")]
    assert CliRunner().invoke(app, ["publish", *on, "--student", "ada", "--by", "tea"]).exit_code == 0
    (tmp_path / "ada.py").write_text("def double(x):\n    return 2 * x\n")
    later = tiny_grader.grade_files("ada", [tmp_path / "ada.py"], FIXED)
    assert later is not None
    store.write(later)
    done = CliRunner().invoke(app, ["export", *on, *to])
    assert done.exit_code == 0, done.output
    assert "publication 1" in done.output
    assert "2 stand otherwise now" in done.output
    assert "only the report is shown: ada" in done.output
    assert classroom.rows("select id from student") == [("ada",)]
    assert classroom.code_score("ada") == 100
    assert "return 2 * x" not in str(classroom.graded("ada"))
    assert CliRunner().invoke(app, ["publish", *on, "--by", "tea"]).exit_code == 0
    assert CliRunner().invoke(app, ["export", *on, *to]).exit_code == 0
    assert {s: classroom.code_score(s) for s in ("ada", "bob")} == {"ada": 30, "bob": 100}
    assert classroom.rows("select count(*) from student") == [(2,)]
    assert "return 2 * x" in str(classroom.graded("ada"))


def grade_all(classroom: Classroom, grader: Grader, folder: Path) -> dict[str, float]:
    """Grades what was handed in into the course's results; the scores."""
    from autograder.submission import gather

    store = Store(classroom.root / "results", "tiny")
    scores = {}
    for student, files, *_ in gather([folder], "tiny"):
        record = grader.grade_files(student, files, FIXED)
        assert record is not None
        assert record.score is not None
        store.write(record)
        scores[student] = record.score
    return scores


def test_extra_credit_is_no_part_of_the_maximum_and_is_shown_as_such(
    classroom: Classroom, tiny_grader: Grader, tmp_path: Path
) -> None:
    settings = classroom.root / "assignments/tiny/assignment.toml"
    text = settings.read_text()
    settings.write_text(text.replace('name = "fit"\npoints = 40', 'name = "fit"\npoints = 40\nextra = true'))
    classroom = Classroom(classroom.root, classroom.folder)
    from autograder.course import open_course
    from autograder.nbgrader.course_folder import add_assignment

    add_assignment(open_course(classroom.root), classroom.assignment, classroom.folder)
    classroom.nbgrader("generate_assignment", "tiny", "--force")
    file = tmp_path / "ada.py"
    shutil.copyfile(classroom.root / "solutions/tiny.py", file)
    record = tiny_grader.grade_files("ada", [file], FIXED)
    assert record is not None
    tasks = [as_extra(task) if task.name == "fit" else task for task in record.tasks]
    publish_one(classroom, msgspec.structs.replace(record, tasks=tasks, max_score=60.0))
    assert classroom.scores("ada")["fit_checks"] == (0, None, 40, 0)
    assert "40 of 40 points of extra credit" in str(classroom.graded("ada"))
    directory = course_directory(classroom.folder)
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        submission = gradebook.find_submission("tiny", "ada")
        assert (submission.score, submission.max_score) == (100, 61)


def as_extra(task: TaskResult) -> TaskResult:
    return msgspec.structs.replace(task, extra=True)


def publish_one(classroom: Classroom, record: Record) -> None:
    from autograder.course import open_course
    from autograder.nbgrader.publish import publish

    done = publish(open_course(classroom.root), classroom.assignment, [record], [], classroom.folder)
    assert done.unseen == ["ada"], "its file was not at hand"


# ---- zip_collect


@pytest.mark.usefixtures("class_in_this_process")
def test_zip_collect_takes_what_a_course_system_gives_and_no_archive_stops_it(
    classroom: Classroom, tmp_path: Path
) -> None:
    downloaded = tmp_path / "downloaded"
    downloaded.mkdir()
    right = (classroom.root / "solutions/tiny.py").read_text()
    (downloaded / "ada_123_456_tiny.ipynb").write_text(json.dumps(classroom.notebook()))
    (downloaded / "bob_LATE_124_457_tiny (1).py").write_text(right)
    work = tmp_path / "work/mine"
    work.mkdir(parents=True)
    (work / "tiny.py").write_text(right)
    (work / "timestamp.txt").write_text("1999-01-01 00:00:00 UTC")
    shutil.make_archive(str(downloaded / "cyd_125_458_tiny"), "zip", tmp_path / "work")
    (downloaded / "dan_126_459_tiny.zip").write_bytes(b"PK\x03\x04 broken")
    (downloaded / "eve_127_460_essay.pdf").write_bytes(b"%PDF")
    archive = classroom.folder / "downloaded/tiny/archive"
    archive.mkdir(parents=True)
    shutil.make_archive(str(archive / "submissions"), "zip", downloaded)
    classroom.nbgrader("zip_collect", "tiny")
    classroom.nbgrader("autograde", "tiny")
    students = ("ada-123", "bob-124", "cyd-125", "dan-126", "eve-127")
    assert [classroom.code_score(student) for student in students] == [100, 100, 100, 0, 0]
    assert classroom.rows("select distinct timestamp from submitted_assignment") == [(None,)]
    api = NbGraderAPI(course_directory(classroom.folder))
    assert api.get_submission("tiny", "ada-123")["score"] == 100, (
        "formgrader cannot read a time that is empty"
    )
    classroom.nbgrader("generate_feedback", "tiny")
    (tmp_path / "exchange").mkdir(mode=0o777)
    classroom.nbgrader("release_feedback", "tiny", f"--Exchange.root={tmp_path / 'exchange'}")
    assert len(list((tmp_path / "exchange").glob("*/feedback/*.html"))) == 5
