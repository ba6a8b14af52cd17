"""A release: what students get, with nothing hidden in it, and what the instructor gets; never without the gate."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jupytext
import pytest
from typer.testing import CliRunner

from autograder.authoring.leaks import leaks
from autograder.cli import app
from autograder.course import Assignment, CourseError, assignment_names, open_assignment, open_course
from autograder.course.stubs import stub_source, write_stubs
from autograder.gate.shipped import shipped as what_ships
from autograder.release import Released, release
from autograder.submission import read

from .conftest import Command

ASSIGNMENTS = assignment_names(open_course(Path(__file__).parents[1]))


@pytest.fixture
def tiny_release(tiny: Path, root: Path) -> Released:
    """The small course's release, into `release/` beside the course."""
    return released(tiny, root)


def released(tiny: Path, root: Path) -> Released:
    course = open_course(tiny)
    assignment = open_assignment(course, "tiny")
    write_stubs(assignment)
    return release(course, open_assignment(course, "tiny"), tiny.parent / "release", "nothing: a test")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_the_zip_is_the_folder_and_the_same_release_is_the_same_bytes(
    tiny: Path, root: Path, tiny_release: Released
) -> None:
    with zipfile.ZipFile(tiny_release.archive) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == {
            f"tiny/{name}": data for name, data in tree(tiny_release.student).items()
        }
    for name in ("README.md", "requirements.txt", "tiny.py", "tiny.ipynb", "given.py", "test_tiny.py"):
        assert (tiny_release.student / name).is_file()
    before = tiny_release.archive.read_bytes(), tree(tiny_release.nbgrader / "source")
    (tiny_release.student / "left_over.py").touch()
    again = released(tiny, root)
    assert (again.archive.read_bytes(), tree(again.nbgrader / "source")) == before


def test_what_the_instructor_has_made_of_the_nbgrader_course_stays(
    tiny: Path, root: Path, tiny_release: Released
) -> None:
    config = tiny_release.nbgrader / "nbgrader_config.py"
    config.write_text(config.read_text() + "# mine\n")
    (tiny_release.nbgrader / "source/another").mkdir()
    released(tiny, root)
    assert config.read_text().endswith("# mine\n")
    assert (tiny_release.nbgrader / "source/another").is_dir()


def test_public_tests_run_in_the_unpacked_zip_with_nothing_of_the_engine(
    tiny: Path, tiny_release: Released, tmp_path: Path
) -> None:
    zipfile.ZipFile(tiny_release.archive).extractall(tmp_path / "home")
    folder = tmp_path / "home/tiny"
    (folder / "tiny.ipynb").unlink()
    shutil.copyfile(tiny / "solutions/tiny.py", folder / "tiny.py")
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:autograder"]
    said = subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout
    assert "2 passed" in said, said


def test_a_zip_of_the_whole_folder_is_graded_as_the_one_file_that_was_changed(
    tiny: Path, tiny_release: Released, tmp_path: Path
) -> None:
    assignment = open_assignment(open_course(tiny), "tiny")
    shutil.copyfile(tiny / "solutions/tiny.py", tiny_release.student / "tiny.py")
    whole = Path(shutil.make_archive(str(tmp_path / "ada"), "zip", tiny_release.student.parent, "tiny"))
    alone, zipped = (
        read("ada", [file], "tiny", assignment.stub, assignment.functions)
        for file in (tiny / "solutions/tiny.py", whole)
    )
    assert zipped.modules == {}
    assert zipped.digest == alone.digest


def test_the_unchanged_stub_beside_anything_else_is_not_what_was_handed_in(
    tiny: Path, tiny_release: Released, tmp_path: Path
) -> None:
    """Above all not where it lies higher up than the work."""
    assignment = open_assignment(open_course(tiny), "tiny")
    (tmp_path / "sent/mine").mkdir(parents=True)
    shutil.copyfile(tiny / "solutions/tiny.py", tmp_path / "sent/mine/tiny.py")
    archive = Path(shutil.make_archive(str(tmp_path / "work"), "zip", tmp_path / "sent"))
    files = [archive, tiny_release.student / "tiny.ipynb"]
    found = read("ada", files, "tiny", assignment.stub, assignment.functions)
    assert found.file == "work.zip"
    assert found.modules == {}
    shutil.copyfile(tiny_release.student / "tiny.py", tmp_path / "renamed.py")
    stubs = [tmp_path / "renamed.py", files[1]]
    alone, both = (read("ada", f, "tiny", assignment.stub, assignment.functions) for f in (stubs[:1], stubs))
    assert both.digest == alone.digest


@pytest.mark.usefixtures("in_this_process")
def test_the_gate_is_asked_first_and_nothing_is_written_if_it_does_not_hold(tiny: Path, root: Path) -> None:
    folder = tiny / "assignments/tiny"
    command = [
        "release",
        "tiny",
        "-o",
        str(tiny.parent / "out"),
        "--course",
        str(tiny),
        "--seeds",
        "0",
        "-j",
        "1",
        "--short",
    ]
    good = CliRunner().invoke(app, command)
    assert good.exit_code == 0, good.output
    assert (tiny.parent / "out/student/tiny.zip").is_file()
    assert (tiny.parent / "out/instructor/nbgrader/source/tiny/tiny.ipynb").is_file()
    shutil.rmtree(tiny.parent / "out")
    mutant = folder / "mutants/adds_two.py"
    mutant.write_text(mutant.read_text().replace('{"double"}', '{"fit"}'))
    assert CliRunner().invoke(app, command).exit_code == 1
    assert not (tiny.parent / "out").exists()


# ---- what is there already


@pytest.mark.parametrize(
    "where", ["assignments/tiny", "assignments", "solutions/out", "linked", "course.toml"]
)
def test_a_release_into_the_course_s_own_folders_is_refused(tiny: Path, where: str) -> None:
    (tiny / "linked").symlink_to("assignments/tiny/student")
    course, before = open_course(tiny), tree(tiny)
    with pytest.raises(CourseError, match="name another folder|name one for the release"):
        release(course, open_assignment(course, "tiny"), tiny / where, "nothing: a test")
    assert tree(tiny) == before


@pytest.mark.parametrize("place", ["student/tiny", "instructor/nbgrader/source/tiny"])
def test_what_no_release_has_made_stays(tiny: Path, root: Path, tiny_release: Released, place: str) -> None:
    folder = tiny.parent / "release" / place
    shutil.rmtree(folder)
    folder.mkdir()
    released(tiny, root)  # an empty folder is nobody's
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    before = tree(tiny.parent / "release")
    with pytest.raises(CourseError, match=f"{place} is there, and no release made it: nothing was written"):
        released(tiny, root)
    assert tree(tiny.parent / "release") == before
    folder.rename(tiny / "elsewhere")
    folder.symlink_to(tiny / "elsewhere")
    with pytest.raises(CourseError, match="no release made it"):
        released(tiny, root)


@pytest.mark.parametrize("room", ["release", "nbgrader.course_folder"])
def test_a_release_that_is_ended_leaves_the_one_before(
    tiny: Path, root: Path, tiny_release: Released, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    def ended(_: Assignment, __: Path, folder: Path) -> None:
        (folder / "given.py").write_text("half")
        raise KeyboardInterrupt

    before = tree(tiny.parent / "release")
    monkeypatch.setattr(f"autograder.{room}.write_student_folder", ended)
    with pytest.raises(KeyboardInterrupt):
        released(tiny, root)
    assert tree(tiny.parent / "release") == before


@pytest.mark.parametrize(("name", "called"), [("Bio Übung 1", "bio-bung-1"), ("機械学習", "course")])
def test_nbgrader_s_course_has_a_name_whatever_the_letters(
    tiny: Path, root: Path, name: str, called: str
) -> None:
    (tiny / "course.toml").write_text(f'name = "{name}"\n', "utf-8")
    config = (released(tiny, root).nbgrader / "nbgrader_config.py").read_text("utf-8")
    assert f"course_id = '{called}'\n" in config


def test_a_path_that_looks_like_markup_is_printed(tiny: Path, command: Command) -> None:
    ended = command("release", "tiny", "-o", "out [/x]", "--unverified")
    assert ended.code == 0
    assert "out [/x]/student/tiny.zip (0.0 MB)\n" in ended.out
    (tiny / "assignments/tiny/student/mine").symlink_to("/etc/hostname")
    assert command("release", "tiny", "-o", "out2", "--unverified").code == 2
    assert not (tiny / "out2").exists()


# ---- nothing hidden


def notebook_of(text: str) -> str:
    """A program as a notebook of one cell, with a line that is not Python."""
    cell = {"cell_type": "code", "source": ["%matplotlib inline\n", *text.splitlines(keepends=True)]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


COPIES: dict[str, Callable[[str], str]] = {
    "loesung.py": lambda text: text,
    "handout.md": lambda text: f"Try this:\n```python\n{text}```\n",
    "demo.ipynb": notebook_of,
    "other.py": lambda text: re.sub(r'""".*?"""', '"Another text."', text.replace("def fit", "def mine")),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_file_with_the_solution_in_it_does_not_ship(tiny: Path, root: Path, name: str) -> None:
    text = (tiny / "solutions/tiny.py").read_text("utf-8")
    (tiny / "assignments/tiny/student" / name).write_text(COPIES[name](text), "utf-8")
    with pytest.raises(
        CourseError,
        match=rf"student/{name}: students would get this, and it has the bodies of the solution.s fit, slope",
    ):
        released(tiny, root)
    assert not (tiny.parent / "release").exists()


def test_the_template_of_the_course_is_looked_at_too(tiny: Path) -> None:
    shutil.copy(tiny / "solutions/tiny.py", tiny / "student_template/example.py")
    (found,) = leaks(open_assignment(open_course(tiny), "tiny"), tiny)
    assert found.file == tiny / "student_template/example.py"


def test_links_out_of_the_folder_and_what_is_no_file_do_not_ship(tiny: Path) -> None:
    folder = tiny / "assignments/tiny/student"
    (folder / "a.txt").symlink_to("/etc/hostname")
    (folder / "b.txt").symlink_to("../assignment.toml")
    (folder / "c.py").symlink_to("given.py")
    os.mkfifo(folder / "d")
    found = list(leaks(open_assignment(open_course(tiny), "tiny"), tiny))
    assert [problem.file.name for problem in found] == ["a.txt", "b.txt", "d"]


def test_the_gate_shows_what_students_should_not_have(tiny: Path) -> None:
    write_stubs(open_assignment(open_course(tiny), "tiny"))
    shutil.copy(tiny / "solutions/tiny.py", tiny / "assignments/tiny/student/loesung.py")
    rows = what_ships(open_assignment(open_course(tiny), "tiny"), tiny, 1, short=True)
    assert next(rows).problem == ""
    assert "the bodies of" in next(rows).problem
    rows.close()


def test_what_an_editor_leaves_behind_does_not_ship(tiny: Path) -> None:
    folder = tiny / "assignments/tiny/student"
    for name in ("tiny.py.bak", "given.py~", "given.py.orig", ".given.py.swp", "_draft.txt"):
        shutil.copy(tiny / "solutions/tiny.py", folder / name)
    names = {file.name for file in open_assignment(open_course(tiny), "tiny").student_files}
    assert names == {"given.py", "test_tiny.py"}


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def shipped(request: pytest.FixtureRequest, root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple:
    """An assignment, and the text of all that its students get."""
    course = open_course(root)
    assignment = open_assignment(course, request.param)
    out = release(course, assignment, tmp_path_factory.mktemp("release"), "nothing: a test")
    with zipfile.ZipFile(out.archive) as packed:
        files = [packed.read(name) for name in packed.namelist()]
    cells = jupytext.read(next(out.student.glob("*.ipynb"))).cells  # as lines, which in its JSON are quoted
    texts = [*(data.decode("utf-8", "replace") for data in files), *(cell.source for cell in cells)]
    return assignment, "\n".join(texts)


def test_no_line_of_anything_hidden_is_in_it(shipped: tuple[Assignment, str]) -> None:
    assignment, text = shipped
    cells = jupytext.read(assignment.solution, fmt="py:percent").cells
    files = [assignment.for_students / "given.py", assignment.public_tests]
    public = "\n".join(
        [*(file.read_text("utf-8") for file in files), *(c.source for c in cells if unmarked(c))]
    )
    lines = {line.strip() for line in text.splitlines()}
    hidden = set(telling(answers(assignment), public)) | {
        line
        for file in hidden_files(assignment)
        for line in telling(file.read_text("utf-8").splitlines(), public)
    }
    assert len(hidden) > 200
    assert sorted(hidden & lines) == []
    assert [line for line in hidden if len(line) > 60 and line in text] == []


def unmarked(cell: Any) -> bool:
    """Whether a cell of the source is narrative or an experiment, which students get as it is."""
    return not cell.metadata.keys() & {"solution", "written", "rubric"}


def hidden_files(assignment: Assignment) -> Iterator[Path]:
    yield from assignment.graders.glob("planted*.py")
    for folder in ("graders", "mutants", "right"):
        yield from (assignment.folder / folder).glob("*.py")


def answers(assignment: Assignment) -> list[str]:
    """The lines of the source that are the answer: bodies of graded functions, written answers, rubrics."""
    lines = []
    for cell in jupytext.read(assignment.solution, fmt="py:percent").cells:
        if "solution" in cell.metadata:
            tree = ast.parse(cell.source)
            kept = {line.strip() for line in stub_docstrings(tree, cell.source)}
            lines += [line for line in cell.source.splitlines() if line.strip() not in kept]
        elif cell.metadata.keys() & {"written", "rubric"}:
            lines += cell.source.splitlines()
    return lines


def stub_docstrings(tree: ast.Module, source: str) -> list[str]:
    """Signatures, docstrings and imports, which a stub shows, and what a documented class has without a docstring."""
    lines, kept = source.splitlines(), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            kept += lines[node.lineno - 1 : node.end_lineno]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            kept += lines[first - 1 : node.body[0].end_lineno]
            for part in node.body if isinstance(node, ast.ClassDef) else ():
                if not (isinstance(part, ast.FunctionDef) and ast.get_docstring(part)):
                    kept += lines[part.lineno - 1 : part.end_lineno]
    return kept


def telling(lines: list[str], public: str) -> Iterator[str]:
    """Lines that say something, and that no public file has a right to."""
    for line in map(str.strip, lines):
        if len(line) > 30 and line not in public and not line.startswith(("import ", "from ")):
            yield line


def test_the_stub_raises_in_every_graded_function(shipped: tuple[Assignment, str]) -> None:
    assignment, _ = shipped
    for cell in jupytext.read(assignment.solution, fmt="py:percent").cells:
        if "solution" in cell.metadata:
            assert "NotImplementedError" in stub_source(cell.source)


def the_one_cell(release: Released) -> str:
    """The cell that the folder's README has students begin with."""
    (cell,) = re.findall(
        r"^```python\n(.*?)^```$", (release.student / "README.md").read_text("utf-8"), re.M | re.S
    )
    return cell


def test_one_cell_unpacks_the_zip_once_and_goes_into_the_folder(
    tiny_release: Released, tmp_path: Path
) -> None:
    """Run twice in one process, and once more in another, as after a restart: what was written stays."""
    shutil.copy(tiny_release.archive, tmp_path)
    code, _, install = the_one_cell(tiny_release).rstrip().rpartition("\n")
    assert install == "%pip install --quiet -r requirements.txt"
    work = "import given, pathlib; pathlib.Path('tiny.py').write_text('# mine'); print(os.getcwd(), given.__file__)"
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-P", "-c", f"{code}\n{code}\n{work}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.stdout.split() == [str(tmp_path / "tiny"), str(tmp_path / "tiny/given.py")], done.stderr
    assert (tmp_path / "tiny/requirements.txt").is_file()
    assert (tmp_path / "tiny/tiny.py").read_text() == "# mine"


def test_the_cell_may_stay_in_a_notebook_that_is_handed_in(
    tiny: Path, tiny_release: Released, tmp_path: Path
) -> None:
    assignment = open_assignment(open_course(tiny), "tiny")
    notebook = json.loads((tiny_release.student / "tiny.ipynb").read_text("utf-8"))
    first = {**notebook["cells"][1], "id": "first", "metadata": {}, "source": the_one_cell(tiny_release)}
    (tmp_path / "tiny.ipynb").write_text(
        json.dumps({**notebook, "cells": [first, *notebook["cells"]]}), "utf-8"
    )
    with_it, without = (
        read("ada", [file], "tiny", {}, assignment.functions, assignment.provided_texts)
        for file in (tmp_path / "tiny.ipynb", tiny_release.student / "tiny.ipynb")
    )
    sources = [chunk.source for chunk in with_it.chunks]
    assert [source for source in sources if source != "import os, sys, zipfile"] == [
        c.source for c in without.chunks
    ]
