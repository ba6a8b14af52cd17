"""A class that hands in through nbgrader: the small course, released, and nbgrader's own commands in this process."""

from __future__ import annotations

import contextlib
import copy
import functools
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_core.application import NoStart
from nbgrader.apps.nbgraderapp import NbGraderApp
from sqlalchemy import Connection, NullPool, create_engine

from autograder.course import Assignment, open_assignment, open_course
from autograder.course.stubs import write_stubs
from autograder.nbgrader.course_folder import add_assignment
from autograder.nbgrader.publish import course_directory

from .postgres import Server

HERE = Path(__file__).parent
# By hand, before nbgrader or SQLAlchemy change: GRADEBOOK=postgresql has all tests of this folder keep theirs there.
ALL_IN_POSTGRESQL = os.environ.get("GRADEBOOK") == "postgresql"


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_this_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Jupyter reads and writes in the user's home: here in a home of the tests' own. And nbgrader starts `alembic`."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "HOME"):
            patch.setenv(name, str(home))
        patch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
        yield


class Classroom:
    """An nbgrader course of the small assignment. `root` is the course root, `folder` nbgrader's."""

    def __init__(self, root: Path, folder: Path, name: str = "tiny") -> None:
        self.root, self.folder = root, folder
        self.assignment: Assignment = open_assignment(open_course(root), name)

    def nbgrader(self, *command: str, cwd: Path | None = None) -> None:
        """Runs a stock command, in this process: a start costs seconds. Raises what it raises."""
        with contextlib.chdir(cwd or self.folder):
            app = NbGraderApp.instance()
            try:
                app.initialize(list(command))
                with contextlib.suppress(NoStart):  # how a command says that it is done
                    app.start()
            finally:
                app.reset()

    def released(self) -> dict[str, Any]:
        """The students' notebook."""
        return dict(json.loads((self.folder / "release/tiny/tiny.ipynb").read_text("utf-8")))

    def source(self) -> dict[str, Any]:
        """The notebook with the solutions."""
        return dict(json.loads((self.folder / "source/tiny/tiny.ipynb").read_text("utf-8")))

    def hand_in(self, student: str, files: dict[str, str | bytes]) -> Path:
        """Puts files into nbgrader's `submitted` folder."""
        folder = self.folder / "submitted" / student / "tiny"
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    def notebook(
        self, edit: Callable[[dict[str, Any], dict[str, Any]], None] | None = None
    ) -> dict[str, Any]:
        """The students' notebook with the right answers in it, changed by `edit(cells by id, notebook)`."""
        notebook = copy.deepcopy(self.released())
        cells = by_id(notebook)
        for name, cell in by_id(self.source()).items():
            if cell["metadata"]["nbgrader"]["solution"]:
                cells[name]["source"] = cell["source"]
        if edit is not None:
            edit(cells, notebook)
        return notebook

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query of the gradebook gives."""
        with self._connection() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(self._own(query), values)]

    def run(self, statement: str) -> None:
        """Changes the gradebook, as formgrader does for a person."""
        with self._connection() as connection:
            connection.exec_driver_sql(self._own(statement))

    @property
    def database(self) -> str:
        """The gradebook's URL."""
        return str(course_directory(self.folder).db_url)

    def keep_gradebook_in(self, database: str) -> None:
        """Writes another URL of the gradebook into nbgrader's configuration."""
        config = self.folder / "nbgrader_config.py"
        lines = config.read_text("utf-8").splitlines()
        named = "c.CourseDirectory.db_url = "
        config.write_text(
            "\n".join(f"{named}{database!r}" if line.startswith(named) else line for line in lines)
        )

    def _own(self, query: str) -> str:
        """A query as its database writes it."""
        return query if self.database.startswith("sqlite") else query.replace("%", "%%").replace("?", "%s")

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Connection]:
        engine = create_engine(self.database, poolclass=NullPool)  # which leaves no connection
        with engine.begin() as connection:
            yield connection

    def scores(self, student: str) -> dict[str, Any]:
        """(automatic score, a person's score, extra credit, to be looked at) of each cell of a student."""
        rows = self.rows(
            "select c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade from grade g"
            " join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id"
            " join submitted_assignment a on a.id = n.assignment_id where a.student_id = ?",
            student,
        )
        return {name: tuple(rest) for name, *rest in rows}

    def code_score(self, student: str) -> float:
        """What the hidden checks gave."""
        found = self.scores(student)
        return float(found["double_checks"][0] + found["fit_checks"][0])

    def graded(self, student: str) -> dict[str, Any]:
        """The notebook that formgrader shows."""
        file = self.folder / "autograded" / student / "tiny/tiny.ipynb"
        return dict(json.loads(file.read_text("utf-8")))


def by_id(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook's cells that nbgrader has a name for."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if "nbgrader" in cell["metadata"]
    }


def open_classroom(folder: Path, root: Path, settings: str = "", database: str = "") -> Classroom:
    """A fresh classroom under `folder`, assignment generated; its gradebook the folder's own file, or in a `database`."""
    course = Path(shutil.copytree(root / "tests/tiny_course", folder / "course"))
    shutil.copytree(root / "student_template", course / "student_template")
    with (course / "course.toml").open("a") as file:
        file.write(settings)
    opened = open_course(course)
    write_stubs(open_assignment(opened, "tiny"))
    add_assignment(opened, open_assignment(opened, "tiny"), folder / "nbgrader")
    classroom = Classroom(course, folder / "nbgrader")
    if database or ALL_IN_POSTGRESQL:
        (classroom.folder / "gradebook.db").unlink()
        classroom.keep_gradebook_in(database or running().database())
    classroom.nbgrader("generate_assignment", "tiny")
    return classroom


@functools.cache
def running() -> Server:
    """The one server of this run; without the system's packages, the test that asks is skipped."""
    pytest.importorskip("psycopg", reason="NOT TRIED WITH POSTGRESQL: its driver is not installed")
    return Server()


@pytest.fixture(scope="session", autouse=True)
def _no_server_is_left() -> Iterator[None]:
    """A test worker ends without what is registered for the end of a process."""
    yield
    if running.cache_info().currsize:
        running().stop()


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Classroom:
    """A classroom in which nothing was handed in yet; not to be changed."""
    return open_classroom(tmp_path_factory.mktemp("pristine"), root)


@pytest.fixture
def classroom(tmp_path: Path, pristine: Classroom) -> Classroom:
    """A classroom of a test's own."""
    shutil.copytree(pristine.folder.parent, tmp_path / "classroom")
    classroom = Classroom(tmp_path / "classroom/course", tmp_path / "classroom/nbgrader")
    if ALL_IN_POSTGRESQL:
        classroom.keep_gradebook_in(running().database(pristine.database))
    return classroom
