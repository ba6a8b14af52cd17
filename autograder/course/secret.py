"""The course's secret, from which every student's draw follows: made once, never overwritten, read by graders alone.

Grading never makes one: a secret that appears by itself would give a class two draws as soon as two people grade it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import stat
import subprocess
from pathlib import Path
from typing import NamedTuple

from ..sandbox import readable
from .course import Course
from .problem import CourseError

LEAST = 16  # bytes
# No assignment's key is made of these words: its message has a NUL byte before the assignment.
_FINGERPRINT = b"autograder: the fingerprint of a course's secret"


class NoSecret(CourseError):
    """The course has no secret yet."""


class Made(NamedTuple):
    """A secret's file, and the `.gitignore` that had to be told of it."""

    file: Path
    gitignore: Path | None


def fingerprint(secret: bytes) -> str:
    """16 hex digits that name a secret, and from which neither it nor any draw follows."""
    return hmac.new(secret, _FINGERPRINT, hashlib.sha256).hexdigest()[:16]


def read_secret(course: Course) -> bytes:
    """The course's secret, less white space around it.

    Raises `NoSecret` where there is none, `CourseError` where it is none to trust: too short, in a place that students
    see, or readable by everybody on this machine. A group may read it: TAs often grade as users of their own.
    """
    file = course.secret_file
    _refuse_where_students_see(course)
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no ordinary file"
            raise CourseError(
                f"the course's secret {file} is {kind}: move it away, or name another in course.toml"
            )
        if status.st_mode & stat.S_IRWXO:
            raise CourseError(
                f"everybody on this machine may read or change the course's secret {file}: run chmod o= {file}"
            )
        secret = file.read_bytes().strip()
    except FileNotFoundError:
        if file.is_symlink():
            raise CourseError(f"the course's secret {file} is a link that leads nowhere") from None
        raise NoSecret(f"the course has no secret: there is no {file}") from None
    except OSError as error:
        raise CourseError(f"the course's secret {file} cannot be read: {error.strerror}") from None
    if len(secret) < LEAST:
        has = f"has {len(secret)} bytes, and {LEAST} are the least" if secret else "is empty"
        raise CourseError(f"the course's secret {file} {has}: remove it, and `autograder secret` makes one")
    return secret


def make_secret(course: Course) -> Made:
    """Writes a new secret that only its owner can read, and has git leave it alone.

    Raises `CourseError` where there is one already, where it would not be used, or where it cannot be kept.
    """
    file = course.secret_file
    if course.settings.draw == "fixed":
        raise CourseError(
            f'{course.root / "course.toml"} says draw = "fixed", so a secret would not be used: take that line out first'
        )
    if os.path.lexists(file):
        raise _there_already(file, course)
    _refuse_where_students_see(course)
    try:
        gitignore = _keep_out_of_git(file)
        _write_new(file, secrets.token_hex(32).encode() + b"\n")
    except FileExistsError:
        raise _there_already(file, course) from None
    except OSError as error:
        where = error.filename or file
        raise CourseError(f"the course's secret cannot be made: {where}: {error.strerror}") from None
    return Made(file, gitignore)


def tracked(file: Path) -> bool:
    """Whether git has a file, so that whoever has the repository has it too."""
    return _git(file, "ls-files", "--error-unmatch")


def _write_new(file: Path, data: bytes) -> None:
    """Creates a file that only its owner can read, and brings it to disk; nothing is left of it where that fails."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if file.stat().st_mode & stat.S_IRWXO:  # some file systems give everybody every file
            raise CourseError(
                f"where {file} would be, no file is kept from others: name another place in course.toml, secret_file"
            )
    except BaseException:
        with contextlib.suppress(OSError):
            file.unlink()
        raise


def _there_already(file: Path, course: Course) -> CourseError:
    name = fingerprint(read_secret(course))
    return CourseError(
        f"there is a secret already, {file} (fingerprint {name}), and it stays: grades made with it could not be made "
        "again with another. For a new course, move it away first"
    )


def _refuse_where_students_see(course: Course) -> None:
    """Raises `CourseError` where the secret would ship, or lies where student code reads."""
    file = Path(os.path.realpath(course.secret_file))  # which takes a link to itself as it is
    ship: list[Path] = [course.root / "student_template", *course.root.glob("assignments/*/student")]
    for folder in (*ship, *map(Path, readable())):
        if file.is_relative_to(folder.resolve()):
            seen = "is given to students" if folder in ship else "student code can read"
            raise CourseError(f"the course's secret {file} lies in {folder}, which {seen}: keep it elsewhere")


def _keep_out_of_git(file: Path) -> Path | None:
    """Has git ignore a file that is about to be: the `.gitignore` that had to be told, if one had."""
    if not any((folder / ".git").exists() for folder in Path(os.path.realpath(file)).parents):
        return None
    if _git(file, "check-ignore", "--quiet"):
        return None
    gitignore, line = file.with_name(".gitignore"), f"/{file.name}"
    lines = gitignore.read_text("utf-8", "replace").splitlines() if gitignore.exists() else []
    if line in lines:  # git is not there to ask, or refuses another user's repository
        return None
    before = "" if not lines or gitignore.read_bytes().endswith(b"\n") else "\n"
    with gitignore.open("a", encoding="utf-8") as stream:
        stream.write(f"{before}{line}\n")
    return gitignore


def _git(file: Path, *command: str) -> bool:
    """Whether git says yes; no where there is no git to ask."""
    try:
        asked = ["git", "-C", str(file.parent), *command, "--", file.name]
        return subprocess.run(asked, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
