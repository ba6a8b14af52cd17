"""The folder that a student receives: how to work, the stub in both forms, the provided code, the public tests."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement

from ..submission import source
from .assignment import Assignment
from .problem import CourseError, text_of

READING = "reading"  # the reader of submissions: by it a folder is known as one that was written here

# The kit's own: in the package where that is installed, and at the root of its repository.
_TEMPLATES = tuple(Path(__file__).parents[up] / "student_template" for up in (1, 2))


def write_student_folder(assignment: Assignment, course_root: Path, folder: Path) -> list[Path]:
    """Writes the folder; returns its files. It needs nothing of the engine: the reader of submissions goes along.

    A file of the course's own `student_template/` takes the place of the kit's of that name, or comes to it. In its README
    `{name}` stands for the assignment's name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in handed_out(assignment, course_root):
        shutil.copyfile(file, folder / file.name)
    package = Path(source.__file__).parent
    shutil.copytree(
        package, folder / READING, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
    )
    readme = folder / "README.md"
    how = text_of(readme) if readme.is_file() else ""
    how = how.replace("{name}", assignment.name)
    readme.write_text("\n".join([*_about(assignment), how]), "utf-8", newline="\n")
    needs = "".join(f"{line}\n" for line in pinned(assignment.settings.requirements))
    (folder / "requirements.txt").write_text(needs, "utf-8", newline="\n")
    return sorted(file for file in folder.rglob("*") if file.is_file())


def handed_out(assignment: Assignment, course_root: Path) -> list[Path]:
    """The files that students get as they are: the course's template, and the assignment's own."""
    return [*_template(course_root), *assignment.student_files]


def refuse_another(folder: Path) -> None:
    """Raises `CourseError` for what is in a folder's place and was not written by a release: a link, a file, or a folder of
    somebody's own."""
    ours = folder.is_dir() and ((folder / READING / "__init__.py").is_file() or not any(folder.iterdir()))
    if folder.is_symlink() or (folder.exists() and not ours):
        raise CourseError(
            f"{folder} is there, and no release made it: nothing was written. Move it away, or name another folder"
        )


def pinned(requirements: tuple[str, ...]) -> Iterator[str]:
    """Each requirement at the version that is installed here, with which the work is graded. One that is not installed, or
    that says more than a range of versions (an extra, a marker, an address), stays as it is."""
    for requirement in requirements:
        match = re.fullmatch(r"([A-Za-z0-9._-]+)\s*([<>=!~][^;@\[]*)?", requirement.strip())
        try:
            installed = version(match[1]) if match else ""
        except PackageNotFoundError:
            installed = ""
        # a local version (`2.13.0+cpu`) is one machine's build, and no index has it
        yield f"{match[1]}=={installed.partition('+')[0]}" if match and installed else requirement


def not_installed(requirements: tuple[str, ...]) -> Iterator[str]:
    """The requirements that are not installed here, which students therefore get without a version."""
    for requirement in requirements:
        try:
            version(Requirement(requirement).name)
        except PackageNotFoundError:
            yield requirement


def _template(course_root: Path) -> list[Path]:
    kits = next((folder for folder in _TEMPLATES if folder.is_dir()), None)
    if kits is None:
        raise CourseError("the kit's student_template is not installed: install the autograder again")
    own = course_root / "student_template"
    files: dict[str, Path] = {}
    for folder in (kits, own):
        if folder.is_dir():
            files |= {f.name: f for f in sorted(folder.iterdir()) if f.is_file() and f.suffix != ".pyc"}
    return list(files.values())


def _about(assignment: Assignment) -> Iterator[str]:
    """What the assignment asks for, and what each part of it counts."""
    settings = assignment.settings
    yield f"# {settings.title}"
    yield ""
    yield "| task | points | |"
    yield "|---|---|---|"
    for task in settings.tasks:
        yield f"| {task.name} | {task.points:g} | {'optional: extra credit, on top' if task.extra else ''} |"
    for answer in settings.written:
        yield f"| {answer.name} | {answer.points:g} | an answer in words, which a person reads |"
    yield ""
    if settings.written:
        words = sum(answer.points for answer in settings.written)
        yield f"The tasks come to {assignment.max_score:g} points, the answers in words to {words:g} more."
        yield ""
    limits = settings.limits
    yield f"A hidden check may take {limits.cpu_s:g} seconds of one processor core, and all of them together {limits.total_cpu_s:g}."
    yield ""
