"""nbgrader grades with the course's secret or not at all, and mixes no two draws."""

from __future__ import annotations

import json

import msgspec
import pytest

from autograder.course import CourseError, Draw, make_secret, open_course, read_secret
from autograder.nbgrader.publish import publish
from autograder.record import Record, Store

from .conftest import Classroom

pytestmark = pytest.mark.usefixtures("class_in_this_process")


@pytest.fixture
def handed_in(classroom: Classroom) -> Classroom:
    """Work of ada and bob, for a course that says nothing of a draw."""
    (classroom.root / "course.toml").write_text("")
    for student in ("ada", "bob"):
        classroom.hand_in(student, {"tiny.ipynb": json.dumps(classroom.notebook())})
    return classroom


def record_of(classroom: Classroom, student: str) -> Record:
    found = Store(classroom.root / "results", "tiny").read(student)
    assert found is not None
    return found


def refused(classroom: Classroom, capfd: pytest.CaptureFixture[str], *more: str) -> str:
    capfd.readouterr()
    with pytest.raises(SystemExit) as ended:
        classroom.nbgrader("autograde", "tiny", *more)
    assert ended.value.code == 1
    said = capfd.readouterr().err
    assert "Traceback" not in said
    assert said.count("ERROR]") == 1, said
    return said


def test_without_a_secret_autograde_stops_at_once_and_makes_none(
    handed_in: Classroom, capfd: pytest.CaptureFixture[str]
) -> None:
    said = refused(handed_in, capfd)
    assert "`autograder secret`" in said
    assert "--Grading.draw=fixed" in said
    assert not (handed_in.root / "course.secret").exists()
    assert not (handed_in.root / "results").exists()
    assert list((handed_in.folder / "autograded").glob("*/*")) == []


def test_the_course_of_the_release_has_the_courses_secret(
    handed_in: Classroom, capfd: pytest.CaptureFixture[str]
) -> None:
    course = open_course(handed_in.root)
    make_secret(course)
    secret = read_secret(course)
    handed_in.nbgrader("autograde", "tiny")
    assert handed_in.code_score("ada") == 100
    assert record_of(handed_in, "ada").fingerprint == Draw(secret).fingerprint
    there = [file for file in handed_in.folder.rglob("*") if file.is_file()]
    assert not [file for file in there if secret in file.read_bytes()]

    assert "the fixed draw" in refused(handed_in, capfd, "--Grading.draw=fixed", "--force")
    assert "say secret or fixed" in refused(handed_in, capfd, "--Grading.draw=public", "--force")
    assert handed_in.code_score("ada") == 100


def test_the_fixed_draw_is_asked_for(handed_in: Classroom) -> None:
    handed_in.nbgrader("autograde", "tiny", "--Grading.draw=fixed")
    assert handed_in.code_score("ada") == 100
    assert record_of(handed_in, "ada").variant == "fixed"


def test_records_of_two_draws_go_into_no_gradebook(handed_in: Classroom) -> None:
    handed_in.nbgrader("autograde", "tiny", "--Grading.draw=fixed")
    mine = record_of(handed_in, "ada")
    other = msgspec.structs.replace(mine, student="bob", variant="secret", fingerprint="0" * 16)
    old = msgspec.structs.replace(mine, variant="secret")
    for records in ([mine, other], [old]):
        with pytest.raises(CourseError, match="different draws, or do not say which"):
            publish(open_course(handed_in.root), handed_in.assignment, records, [], handed_in.folder)


def test_work_graded_with_another_draw_stays_in_no_gradebook(
    handed_in: Classroom, capfd: pytest.CaptureFixture[str]
) -> None:
    """Which nbgrader would leave alone, while it grades those who come later."""
    handed_in.nbgrader("autograde", "tiny", "--Grading.draw=fixed", "--student=bob")
    old = record_of(handed_in, "bob")
    (handed_in.root / "results").rename(handed_in.root / "results-former")
    make_secret(open_course(handed_in.root))
    for more in ([], ["--student=ada", "--force"]):
        said = refused(handed_in, capfd, *more)
        assert "was graded with another draw (bob)" in said
        assert "nbgrader autograde tiny --force" in said
    mine = msgspec.structs.replace(old, student="ada", variant="secret", fingerprint="0" * 16)
    with pytest.raises(CourseError, match="another draw"):
        publish(open_course(handed_in.root), handed_in.assignment, [mine], [], handed_in.folder)
    assert not (handed_in.folder / "autograded/ada").exists()
    handed_in.nbgrader("autograde", "tiny", "--force")
    assert record_of(handed_in, "bob").variant == "secret"
    handed_in.nbgrader("autograde", "tiny")
