"""One submission under plain pytest: what the command-line option `--submission` sets up."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from .assignment import Assignment
from .bench import Bench
from .checks import Checks
from .course import CourseError, Variant, variant_of
from .grade import Grader
from .sandbox import SandboxUnavailable, choose
from .submission.read import Rejected


class Alone:
    """Reads the submission, starts its process, and holds the plugin that serves the checks.

    Raises `pytest.UsageError` when the submission is rejected or the arguments are not one assignment's graders.
    """

    def __init__(self, file: Path, arguments: Sequence[Path], sandbox: str) -> None:
        from .course import open_course

        self._exit = contextlib.ExitStack()
        try:
            folder = _assignment_folder(arguments)
            course = open_course(folder.parent.parent)
            assignment = Assignment(folder, course.root)
            grader = self._exit.enter_context(Grader(course, assignment, choose(sandbox)))
            student = file.stem
            variant: Variant = variant_of(course, student, assignment.name)
            submission = grader.read(student, [file])
        except (CourseError, Rejected, SandboxUnavailable) as problem:
            self._exit.close()
            raise pytest.UsageError(str(problem)) from None
        self._exit.enter_context(assignment.importing())
        bench = Bench(grader.zygote, submission, assignment.settings.limits, variant.seed)
        self._exit.callback(bench.close)
        self.checks = Checks(assignment, bench, variant)

    def close(self) -> None:
        self._exit.close()


def _assignment_folder(arguments: Sequence[Path]) -> Path:
    for argument in arguments:
        path = Path(str(argument).partition("::")[0]).resolve()
        for folder in (path, *path.parents):
            if (folder / "assignment.toml").is_file():
                return folder
    raise CourseError("give the graders of an assignment, for example: pytest assignments/parity/graders")
