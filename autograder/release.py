"""What leaves the course: for students a folder and its zip, for the instructor an nbgrader course.

`DIR/student/` is for students and holds nothing hidden; `DIR/instructor/` holds the solutions. Whether the
assignment's grader can be trusted is the gate's to say, before anything is written; `DIR/instructor/NAME.json` says what
it was verified by.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

from .course import Assignment, Course
from .course.student_folder import write_student_folder
from .nbgrader.course_folder import add_assignment
from .record import write_atomically

ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the same release gives the same bytes


class Released(NamedTuple):
    student: Path
    archive: Path
    nbgrader: Path
    about: Path


def release(course: Course, assignment: Assignment, folder: Path, verified: str) -> Released:
    """Writes the release of an assignment, stubs built, under `folder`, in place of the one that was there.

    Other assignments' releases, and whatever nbgrader has written, stay.
    """
    student = folder / "student" / assignment.name
    if student.exists():
        shutil.rmtree(student)
    write_student_folder(assignment, course.root, student)
    archive = student.with_name(f"{assignment.name}.zip")
    _zip(student, archive)
    nbgrader = folder / "instructor" / "nbgrader"
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
