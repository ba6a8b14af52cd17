"""What leaves the course: for students a folder and its zip, for the instructor an nbgrader course.

`DIR/student/` is for students and holds nothing hidden; `DIR/instructor/` holds the solutions. Whether the
assignment's grader can be trusted is the gate's to say, before anything is written; `DIR/instructor/NAME.json` says what
it was verified by.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import NamedTuple

from .authoring.leaks import leaks
from .course import Assignment, Course, CourseError
from .course.student_folder import refuse_another, write_student_folder
from .nbgrader.course_folder import add_assignment, source_folder
from .record import replaced, write_atomically

ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same release gives the same bytes


class Released(NamedTuple):
    student: Path
    archive: Path
    nbgrader: Path
    about: Path


def release(course: Course, assignment: Assignment, folder: Path, verified: str) -> Released:
    """Writes the release of an assignment, stubs built, under `folder`, in place of the one that was there.

    Other assignments' releases, and whatever nbgrader has written, stay. Raises `CourseError` as `refuse_release` does.
    """
    refuse_release(course, assignment, folder)
    student = _student(folder, assignment)
    with replaced(student) as new:
        write_student_folder(assignment, course.root, new)
    archive = student.with_name(f"{assignment.name}.zip")
    _zip(student, archive)
    nbgrader = _nbgrader(folder)
    add_assignment(course, assignment, nbgrader)
    about = folder / "instructor" / f"{assignment.name}.json"
    said = {
        "assignment": assignment.name,
        "version": assignment.settings.version,
        "digest": assignment.digest,
        "verified by": verified,
    }
    write_atomically(about, json.dumps(said, indent=1).encode() + b"\n")
    return Released(student, archive, nbgrader, about)


def refuse_release(course: Course, assignment: Assignment, folder: Path) -> None:
    """Raises `CourseError`, before anything is written, for a folder that is a part of the course, for what lies where the
    release goes and is none, and for files that students should not get."""
    where = folder.resolve()
    for kept in (course.root / "assignments", course.root / "solutions", assignment.folder.parent):
        if where.is_relative_to(kept.resolve()):
            raise CourseError(f"{folder} is in {kept}, where the course's own files are: name another folder")
    if folder.exists() and not folder.is_dir():
        raise CourseError(f"{folder} is no folder: name one for the release")
    for place in (_student(folder, assignment), source_folder(_nbgrader(folder), assignment)):
        refuse_another(place)
    if found := [str(problem) for problem in leaks(assignment, course.root)]:
        raise CourseError("\n".join(found))


def _student(folder: Path, assignment: Assignment) -> Path:
    return folder / "student" / assignment.name


def _nbgrader(folder: Path) -> Path:
    return folder / "instructor" / "nbgrader"


def _zip(folder: Path, archive: Path) -> None:
    """Packs a folder under its own name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file_of:
        for file in sorted(f for f in folder.rglob("*") if f.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder.parent).as_posix(), ZIP_DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            file_of.writestr(entry, file.read_bytes())
    write_atomically(archive, packed.getvalue())
