"""Who handed in what: finds the students and their files in the folders that course systems make.

The grader's side. Looks at names and, for Gradescope, at its metadata; never into a submission.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .names import MAX_BYTES, MISTAKEN, is_beside_the_point, is_named_for, student_name, suffix

_CANVAS = re.compile(r"(?P<student>[^_]+)_(?:LATE_)?(?P<id>\d+)_\d+_.+")
_GRADESCOPE = "submission_metadata.yml"
_PERSON = re.compile(
    r"""\s+(?P<new>-\s+)?:?(?P<key>name|email|sid): (["']?)(?P<value>[^"'|>&*!{}\[\]]+)\3\s*"""
)


class GatherError(Exception):
    """The paths do not say who handed in what. The message is for the TA: which path, what to do."""


class Candidate(NamedTuple):
    """A student and what there is of them; no files if their folder holds none."""

    student: str
    files: tuple[Path, ...]


class _Found(NamedTuple):
    student: str
    files: tuple[Path, ...]
    place: Path  # what an error names


def gather(paths: Iterable[Path], assignment: str) -> list[Candidate]:
    """The students' files at these paths, sorted by student.

    A path is a file, a folder of `<student>.<ext>` or `<student>/<file>`, or a folder as nbgrader, Canvas or
    Gradescope lay it out. Raises `GatherError` for a missing path, for a path without submissions, and for a student
    who is there twice.
    """
    found: dict[str, _Found] = {}
    for path in map(Path, paths):
        if not path.exists():
            raise GatherError(f"{path}: there is no such file or folder")
        here = _in_folder(path, assignment) if path.is_dir() else [_single(path, assignment)]
        if not here:
            raise GatherError(f"{path}: there is no submission in it (.py, .ipynb, .zip, or folders of them)")
        for one in here:
            student = student_name(one.student)
            other = found.setdefault(student, one)
            if other is not one and other.place.resolve() != one.place.resolve():
                both = f"{other.place} and {one.place}"
                raise GatherError(f"two submissions of student {student!r}: {both}; keep one of them")
    return [Candidate(student, found[student].files) for student in sorted(found)]


def candidate(student: str, folder: Path, assignment: str) -> Candidate:
    """The submission in a folder of which it is known whose it is."""
    return Candidate(student_name(student), _files(folder, assignment))


def _single(path: Path, assignment: str) -> _Found:
    if canvas := _CANVAS.fullmatch(path.stem):
        return _Found(canvas["student"], (path,), path)
    if path.stem == assignment:
        return _Found(_owner(path.resolve().parent, assignment), (path,), path)
    return _Found(path.stem, (path,), path)


def _owner(folder: Path, assignment: str) -> str:
    """Whose folder it is; in nbgrader's layout the one above the assignment's."""
    return folder.parent.name if folder.name == assignment else folder.name


def _in_folder(folder: Path, assignment: str) -> list[_Found]:
    if (folder / _GRADESCOPE).is_file():
        return list(_gradescope(folder, assignment))
    loose = [path for path in _usable(folder) if path.stem != assignment]
    others = any(_holds(path, assignment) for path in _folders(folder) if path.name != assignment)
    direct = any(path.stem == assignment for path in _usable(folder))
    if direct and not others and (not loose or (folder / "given.py").is_file()):
        return [_Found(_owner(folder.resolve(), assignment), _files(folder, assignment), folder)]
    if (folder / assignment).is_dir() and not (direct or others or loose):
        return _in_folder(folder / assignment, assignment)
    return list(_class(folder, assignment))


def _holds(folder: Path, assignment: str) -> bool:
    """Whether a file named for the assignment is in the folder, or in nbgrader's one in it."""
    places = [folder, *(path for path in _folders(folder) if path.name == assignment)]
    return any(is_named_for(path.stem, assignment) for place in places for path in _usable(place))


def _class(folder: Path, assignment: str) -> Iterator[_Found]:
    loose: dict[str, list[Path]] = {}
    for path in _visible(folder):
        if path.is_dir():
            yield _Found(path.name, _files(path, assignment), path)
        elif suffix(path) in MAX_BYTES.keys() | MISTAKEN:
            loose.setdefault(path.stem, []).append(path)
    downloads = {stem: match for stem in loose if (match := _CANVAS.fullmatch(stem))}
    by_account: dict[tuple[str, str], list[Path]] = {}
    for stem, match in downloads.items():
        by_account.setdefault((match["student"], match["id"]), []).extend(loose.pop(stem))
    accounts = Counter(student for student, _ in by_account)
    for (student, account), files in by_account.items():
        name = student if accounts[student] == 1 else f"{student}-{account}"  # two people of one name
        yield _Found(name, tuple(files), files[0])
    for files in loose.values():
        yield _single(files[0], assignment)._replace(files=tuple(files))


def _files(folder: Path, assignment: str) -> tuple[Path, ...]:
    """A student's files: directly in the folder, or in one below that has the assignment's name or its file."""
    below = [path for path in _folders(folder) if not path.is_symlink()]
    nested = [path for path in below if path.name == assignment]
    nested += [path for path in below if _holds(path, assignment)]
    for place in (folder, *nested):
        if files := _usable(place):
            return files
    return tuple(path for path in _visible(folder) if suffix(path) in MISTAKEN)


def _usable(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in _visible(folder) if suffix(path) in MAX_BYTES and not path.is_dir())


def _folders(folder: Path) -> tuple[Path, ...]:
    return tuple(path for path in _visible(folder) if path.is_dir())


def _visible(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise GatherError(f"{folder} cannot be looked into: {error.strerror}") from None
    return [path for path in entries if not is_beside_the_point(path.relative_to(folder))]


def _gradescope(folder: Path, assignment: str) -> Iterator[_Found]:
    text = (folder / _GRADESCOPE).read_text("utf-8", errors="replace")
    submitters = dict(_submitters(text.splitlines()))
    for path in _folders(folder):
        yield _Found(submitters.get(path.name, path.name), _files(path, assignment), path)


def _submitters(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(Folder, who) for the layout that Gradescope writes: e-mail addresses, else names; a group's joined by `+`."""
    folder = indent = None
    people: list[dict[str, str]] = []
    for line in [*lines, "end:"]:
        if heading := re.fullmatch(r"""["']?([\w-]+)["']?:\s*""", line):
            who = [person.get("email") or person.get("name") for person in people]
            if folder and who and all(who):
                yield folder, "+".join(map(str, who))
            folder, indent, people = heading[1], None, []
        elif start := re.fullmatch(r"(\s+):?submitters:\s*", line):
            indent = start[1]
        elif indent is not None and re.match(rf"\s{{0,{len(indent)}}}[^\s-]", line):
            indent = None  # the next key: names below it are not people's
        elif indent is not None and (entry := _PERSON.fullmatch(line)):
            if entry["new"] or not people:
                people.append({})
            people[-1][entry["key"]] = entry["value"].strip()
