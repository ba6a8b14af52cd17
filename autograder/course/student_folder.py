"""The folder that a student receives: the template, the stub in both forms, the provided code, the public tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..submission import source
from .assignment import Assignment
from .course import CourseError


def write_student_folder(assignment: Assignment, course_root: Path, folder: Path) -> list[Path]:
    """Writes the folder; returns its files. It needs nothing of the engine: the reader of submissions goes along.

    Raises `CourseError` where the course has no template.
    """
    template = course_root / "student_template"
    if not template.is_dir():
        raise CourseError(f"there is no folder {template}, which every student's folder begins with")
    folder.mkdir(parents=True, exist_ok=True)
    for file in [*sorted(f for f in template.iterdir() if f.is_file()), *assignment.student_files]:
        shutil.copyfile(file, folder / file.name)
    package = Path(source.__file__).parent
    shutil.copytree(
        package, folder / "reading", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "requirements.txt").write_text("\n".join(assignment.settings.requirements) + "\n")
    return sorted(file for file in folder.rglob("*") if file.is_file())
