"""Every mistake in an assignment's files that can be seen without running them, each with its file, line and remedy.

What opens an assignment stops at the first mistake it meets, and much of it only meets them in a worker. This reads all
of its files first, each for itself, so that a mistake in one hides none in another.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..course.assignment import Assignment, assignment_folder, refuse_unknown_due
from ..course.course import Course
from ..course.problem import CourseError, Problem
from .grader_problems import read_graders
from .import_problems import look_at_imports
from .module_problems import look_at_modules
from .names import parsing
from .settings_problems import read_settings
from .solution_problems import read_solution, uncovered
from .specimen_problems import look_at_mutant, look_at_right
from .student_problems import look_at_students

WITHOUT_HINTS = (
    "until this is mended there may be no hints, and grades are right without: `autograder verify` tells more"
)


def open_checked(
    course: Course, *names: str, stubs_only: bool = False, tell: Callable[[str], None] | None = None
) -> list[Assignment]:
    """The assignments of these names, or at these paths. Raises `CourseError` with the problems of all of them, a line
    each, or with what `[due]` names and is none; with `stubs_only` those alone that stand in the way of stubs, which an author may want before there are checks.
    With `tell`, what is wrong with mutants is told so and stops nothing: hints need them, and no grade does."""
    if not stubs_only:
        refuse_unknown_due(course)
    looked = []
    for name in names:
        folder = assignment_folder(course, name)
        assignment, found = _look(folder, folder.parent.parent)
        if stubs_only:
            sources = (folder / "assignment.toml", folder.parent.parent / "solutions" / f"{folder.name}.py")
            found = [p for p in found if p.file in sources]
        looked.append((assignment, found))
    said = [problem for _, found in looked for problem in found]
    opened = [assignment for assignment, _ in looked if assignment is not None]
    mutants = {assignment.folder / "mutants" for assignment in opened}
    if tell is not None and said and all(problem.file.parent in mutants for problem in said):
        tell("\n".join((*map(str, said), WITHOUT_HINTS)))
    elif said:
        raise CourseError("\n".join(map(str, said)))
    return opened


def problems(assignment: Assignment) -> list[Problem]:
    """What is wrong with an assignment's files, by file and line; nothing of them is run."""
    return _look(assignment.folder, assignment.course_root, assignment)[1]


def _look(
    folder: Path, root: Path, opened: Assignment | None = None
) -> tuple[Assignment | None, list[Problem]]:
    """The assignment in a folder, None where its settings are no good, and its problems."""
    settings = folder / "assignment.toml"
    asked, found = read_settings(settings)
    if opened is None and not found:
        opened = Assignment(folder, root)
    file = root / "solutions" / f"{folder.name}.py"
    solution = read_solution(file, asked, opened, found)
    graders = read_graders(folder / "graders", asked.tasks, solution and solution.parameters, found)
    look_at_modules(folder / "graders", file, found)
    if solution is not None:
        uncovered(settings, file, asked, solution, graders, found)
    if asked.tasks is not None and graders.complete:
        for task in asked.tasks:
            if task not in graders.tasks:
                what = f"no check counts for the task {task!r}: mark one @pytest.mark.task({task!r})"
                found.append(Problem(folder / "graders", None, what))
    for mutant in sorted((folder / "mutants").glob("*.py")):
        parsing(look_at_mutant, mutant, asked, solution, found)
    for right in sorted((folder / "right").glob("*.py")):
        parsing(look_at_right, right, solution, found)
    look_at_students(folder, root, asked, solution, found)
    if opened is not None:
        look_at_imports(opened, found)
    order = {file: i for i, file in enumerate(dict.fromkeys(problem.file for problem in found))}
    found.sort(key=lambda problem: (order[problem.file], problem.line or 0))
    return opened, found
