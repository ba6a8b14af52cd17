"""The gradebook in PostgreSQL, by its URL: a real server, nbgrader's own commands, and two who write at once."""

from __future__ import annotations

import contextlib
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course import CourseError, open_assignment, open_course
from autograder.grading.grade import Grader
from autograder.nbgrader.course_folder import add_assignment
from autograder.nbgrader.gradebook import Entry, opened, too_long
from autograder.nbgrader.graded import Score

from . import postgres
from .conftest import Classroom, open_classroom, running
from .test_gradebook import RIGHT, grade_all, write

WRONG = "FACTOR * x", "2 + x"


@pytest.fixture(scope="module")
def server() -> postgres.Server:
    return running()


@pytest.fixture(scope="module")
def empty(server: postgres.Server, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A classroom whose gradebook is in the server; not to be changed."""
    return open_classroom(tmp_path_factory.mktemp("postgresql"), root, database=server.database())


@pytest.fixture
def classroom(empty: Classroom, server: postgres.Server, tmp_path: Path) -> Classroom:
    """A classroom of a test's own, and a database."""
    shutil.copytree(empty.folder.parent, tmp_path / "classroom")
    copied = Classroom(tmp_path / "classroom/course", tmp_path / "classroom/nbgrader")
    copied.keep_gradebook_in(server.database(empty.database))
    return copied


@pytest.mark.usefixtures("class_in_this_process")
def test_nbgraders_commands_from_autograde_to_export(classroom: Classroom) -> None:
    classroom.hand_in("ada", {"tiny.ipynb": json.dumps(classroom.notebook())})
    notebook = json.dumps(classroom.notebook()).replace(*WRONG)
    classroom.hand_in("bob", {"tiny.ipynb": notebook, "timestamp.txt": "2026-10-01 12:00:00 UTC"})
    classroom.nbgrader("autograde", "tiny")
    assert [classroom.code_score(student) for student in ("ada", "bob")] == [100, 70]
    classroom.run("update grade set manual_score = 55 where auto_score = 60")
    classroom.nbgrader("autograde", "tiny", "--force")
    assert classroom.scores("ada")["double_checks"][:2] == (60, 55), "a person's score stays"
    classroom.nbgrader("generate_feedback", "tiny")
    assert len(list(classroom.folder.glob("feedback/*/tiny/tiny.html"))) == 2
    classroom.nbgrader("export")
    assert "bob" in (classroom.folder / "grades.csv").read_text()
    assert not (classroom.folder / "gradebook.db").exists()


def exporting(classroom: Classroom) -> list[str]:
    """The command line that brings the class's records into nbgrader."""
    results, course = str(classroom.root / "results"), str(classroom.root)
    return [
        "export",
        results,
        "-a",
        "tiny",
        "--to",
        "nbgrader",
        "-o",
        str(classroom.folder),
        "--course",
        course,
    ]


def test_a_class_goes_in_at_once_and_again(
    classroom: Classroom, tiny_grader: Grader, tmp_path: Path, server: postgres.Server
) -> None:
    handed_in = tmp_path / "handed_in"
    handed_in.mkdir()
    right = (classroom.root / "solutions/tiny.py").read_text("utf-8")
    for student, text in (("ada", right), ("Zoë+bob", right.replace(*WRONG)), ("dan", "")):
        (handed_in / f"{student}.py").write_text(text, "utf-8")
    scores = grade_all(classroom, tiny_grader, handed_in)
    command = [*exporting(classroom), "--submissions", str(handed_in)]
    for _ in range(2):
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0, done.output
        assert {student: classroom.code_score(student) for student in scores} == scores
    assert sorted(scores.values()) == [0, 70, 100]


def test_a_thousand_go_in_as_one_transaction_or_not_at_all(classroom: Classroom) -> None:
    entries = [Entry(f"s{i}", RIGHT) for i in range(1000)]
    with pytest.raises(CourseError, match="is not in 0"):
        write(classroom, *entries, Entry("bad", {**RIGHT, "fit_checks": Score(41.0)}))
    assert classroom.rows("select count(*) from student") == [(0,)]
    write(classroom, *entries)
    assert classroom.rows("select count(*), sum(auto_score) from grade") == [(4000, 100_000.0)]


def test_two_who_write_the_same_class_at_once_both_do(classroom: Classroom) -> None:
    """An export while somebody autogrades: who comes second finds rows that were not there when it looked."""
    entries = [Entry(f"s{i}", RIGHT) for i in range(300)]
    failed: list[BaseException] = []
    start = threading.Barrier(3)

    def writing(those: list[Entry]) -> None:
        start.wait()
        try:
            write(classroom, *those)
        except BaseException as error:
            failed.append(error)

    threads = [
        threading.Thread(target=writing, args=(those,)) for those in (entries, entries[::-1], entries[100:])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert classroom.rows("select count(*) from grade") == [(1200,)]


@pytest.mark.parametrize("name", ["ä" * 129, "a" * 500])
def test_a_name_that_its_columns_do_not_take_is_named(classroom: Classroom, name: str) -> None:
    with pytest.raises(CourseError, match="takes names of 128 characters at most"):
        write(classroom, Entry("ada", RIGHT), Entry(name, RIGHT))
    write(classroom, Entry("ä" * 128, RIGHT))


@pytest.mark.usefixtures("class_in_this_process")
def test_autograde_refuses_such_a_name_before_it_asks_the_database_and_goes_on(
    classroom: Classroom, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "a" * 140
    for student in (long, "zoe"):
        classroom.hand_in(student, {"tiny.ipynb": b""})
    with pytest.raises(SystemExit):
        classroom.nbgrader("autograde", "tiny")
    assert classroom.rows("select id from student") == [("zoe",)]
    said = capsys.readouterr().err
    assert f"{long}: nbgrader's gradebook takes names of 128 characters at most in postgresql" in said
    assert "sqlalchemy" not in said.lower()
    assert len([line for line in said.splitlines() if "Traceback" in line]) == 1


def test_sqlite_takes_any_name() -> None:
    assert too_long("a" * 140, "sqlite") == ""


# ---- what is wrong is said, and no password


@contextlib.contextmanager
def nothing_told() -> Iterator[pytest.ExceptionInfo[CourseError]]:
    with pytest.raises(CourseError) as told:
        yield told
    said = str(told.value) + repr(told.value.__cause__)
    for secret in (postgres.PASSWORD, "a-wrong-one", "50%25", "home"):
        assert secret not in said


def test_a_database_that_cannot_be_reached_is_named_without_its_password(
    classroom: Classroom, server: postgres.Server
) -> None:
    for url, says in (
        (server.url("postgres", password="a-wrong-one"), "password authentication failed"),
        (server.url("not_there"), 'database "not_there" does not exist'),
        ("postgresql+psycopg://grader:a-wrong-one@127.0.0.1:1/gradebook", "127.0.0.1"),
        ("postgresql+psycopg://grader:a-wrong-one@127.0.0.1:port/gradebook", "URL"),
        ("nonsense:a-wrong-one", "URL"),
        ("oracle9://grader:a-wrong-one@db/gradebook", "oracle9"),
        ("postgresql+psycopg://grader:a@home/#1@db/gradebook", "%40"),
    ):
        with nothing_told() as told, opened(url, "tiny"):
            pass
        assert says in str(told.value)


def test_a_driver_that_is_not_installed_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with pytest.raises(
        CourseError, match=r"psycopg2 is not installed: pip install 'autograder\[postgresql\]'"
    ):
        with opened("postgresql+psycopg2://grader@127.0.0.1/gradebook", "tiny"):
            pass


def test_export_says_it_on_the_command_line(
    classroom: Classroom,
    tiny_grader: Grader,
    tmp_path: Path,
    server: postgres.Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "ada.py").write_text((classroom.root / "solutions/tiny.py").read_text("utf-8"), "utf-8")
    grade_all(classroom, tiny_grader, tmp_path / "ada.py")
    classroom.keep_gradebook_in(server.url("postgres", password="a-wrong-one"))
    done = CliRunner().invoke(app, exporting(classroom))
    assert isinstance(done.exception, CourseError), done.output
    assert "a-wrong-one" not in str(done.exception) + done.output


def test_a_course_whose_gradebook_is_elsewhere_gets_no_file_of_its_own(classroom: Classroom) -> None:
    course = open_course(classroom.root)
    add_assignment(course, open_assignment(course, "tiny"), classroom.folder)
    assert not (classroom.folder / "gradebook.db").exists()


def test_the_password_may_stand_where_postgresql_reads_it_and_then_the_schema_can_be_brought_up_to_date(
    classroom: Classroom, server: postgres.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`nbgrader db upgrade` hands the URL to alembic in a file of its own, which takes no `%`."""
    passes = tmp_path / "pgpass"
    passes.write_text(f"*:*:*:grader:{postgres.PASSWORD.replace(':', chr(92) + ':')}\n", "utf-8")
    passes.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passes))
    monkeypatch.setenv("PGHOST", str(server.folder))
    classroom.keep_gradebook_in(f"postgresql+psycopg://grader@/{make_url(classroom.database).database}")
    write(classroom, Entry("ada", RIGHT))
    classroom.nbgrader("db", "upgrade")
    assert classroom.code_score("ada") == 100
