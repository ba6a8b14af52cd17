"""Who handed in what: finds the students and their files in the folders that course systems make.

The grader's side. Looks at names and, for Gradescope, at its metadata; never into a submission. What is wrong with one
submission is said of that one: it stops no other.
"""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from . import disk
from .archive import names_in
from .names import (
    MAX_BYTES,
    MIB,
    bare_stem,
    is_beside_the_point,
    is_mistaken,
    is_named_for,
    is_of_a_system,
    shown,
    student_name,
    suffix,
)

_CANVAS = re.compile(r"(?P<student>[^_]+)_(?:LATE_)?(?P<id>\d+)_\d+_.+", re.DOTALL)
_GRADESCOPE = "submission_metadata.yml"
_MOODLE = re.compile(r"_\d+_assignsubmission_(file|onlinetext)_?$")
_PERSON = re.compile(
    r"""\s+(?P<new>-\s+)?:?(?P<key>name|email|sid): (["']?)(?P<value>[^"'|>&*!{}\[\]]+)\3\s*"""
)


class GatherError(Exception):
    """The paths do not say who handed in what. The message is for the TA: which path, what to do."""


class Candidate(NamedTuple):
    """A student and what there is of them; no files if their folder holds none. No step of the files' paths was a link.

    `problem` says to the TA why it cannot be told which work is theirs: it is not graded until that is mended.
    """

    student: str
    files: tuple[Path, ...]
    problem: str | None = None


class Left(NamedTuple):
    """A file or folder among hand-ins that is nobody's, and why it was taken for none."""

    path: Path
    why: str


class Gathered(NamedTuple):
    """Everything that was found at some paths: hand-ins by student, and what is left."""

    candidates: list[Candidate]
    left: list[Left]


class _Place:
    """A file or a folder, looked at when it is asked for, and never through a link."""

    def __init__(self, path: Path, kind: disk.Kind) -> None:
        self.path, self.kind = path, kind
        self.problem: str | None = None

    @property
    def name(self) -> str:
        return self.path.name

    @functools.cached_property
    def all(self) -> list[_Place]:
        """What is in a folder, by name; nothing, and a `problem`, if it cannot be looked into."""
        if self.kind != "folder":
            return []
        try:
            return [_Place(self.path / name, kind) for name, kind in disk.listing(self.path)]
        except disk.NotTaken as problem:
            self.problem = str(problem)
        except OSError as error:
            self.problem = f"cannot be looked into: {error.strerror}"
        return []

    @functools.cached_property
    def visible(self) -> list[_Place]:
        return [place for place in self.all if not is_beside_the_point(PurePath(place.name))]

    @property
    def folders(self) -> list[_Place]:
        return [place for place in self.visible if place.kind == "folder"]

    @property
    def usable(self) -> list[_Place]:
        """What is named like something to grade; it may be a link, or a pipe."""
        return [p for p in self.visible if p.kind != "folder" and suffix(p.path) in MAX_BYTES]

    def holds(self, kind: disk.Kind, name: str) -> bool:
        return any(place.kind == kind and place.name == name for place in self.all)


class _Found(NamedTuple):
    student: str
    files: tuple[Path, ...]
    place: Path  # what an error names
    problem: str | None = None


def gather(paths: Iterable[Path], assignment: str) -> list[Candidate]:
    """The students' files at these paths, sorted by student; as `gather_all`, without what is left."""
    return gather_all(paths, assignment).candidates


def gather_all(paths: Iterable[Path], assignment: str, results: Path | None = None) -> Gathered:
    """The students' files at these paths, sorted by student, and what else lies among them. `results` is where records
    are, which may lie there too.

    A path is a file, a folder of `<student>.<ext>` or `<student>/<file>`, or a folder as nbgrader, Canvas or
    Gradescope lay it out. Raises `GatherError` for a missing path, and for one without submissions. A student who is
    there twice has a `problem`, and so has one whose folder cannot be looked into.
    """
    paths = list(map(Path, paths))
    apart = _Apart(None if results is None else disk.real(results.parent) / results.name)
    found: dict[str, dict[Path, tuple[_Found, str]]] = {}
    for path in paths:
        for one in _at(path, assignment, apart, alone=len(paths) == 1):
            said = _as_given(one.place, path)
            found.setdefault(student_name(one.student), {}).setdefault(one.place, (one, said))
    candidates = [_candidate(student, list(found[student].values())) for student in sorted(found)]
    return Gathered(candidates, apart.left)


class _Apart:
    """Collects what is no hand-in, with the reason."""

    def __init__(self, results: Path | None) -> None:
        self.left: list[Left] = []
        self._results = results

    def takes(self, place: _Place) -> bool:
        """Whether something directly in a class's folder is no hand-in."""
        why = self._why(place)
        if why:
            self.left.append(Left(place.path, why))
        return why is not None

    def _why(self, place: _Place) -> str | None:
        """Empty for what a system leaves everywhere, and nobody wants to read of."""
        name = place.name
        if is_of_a_system(name):
            return ""
        if place.path == self._results:
            return "is where the records go, and no hand-in"
        if is_beside_the_point(PurePath(name)):
            if name.startswith("."):
                return "is hidden, by the dot that its name begins with"
            if place.kind == "folder":
                return ""
            return "has the name of a file that comes with the assignment: rename it to its student's name"
        if place.kind != "folder" and suffix(place.path) not in MAX_BYTES and not is_mistaken(place.path):
            aside = place.kind == "link" and (os.path.isdir(place.path) or not os.path.exists(place.path))
            return None if aside else "is no .py, .ipynb or .zip"
        return None


def candidate(student: str, folder: Path, assignment: str) -> Candidate:
    """The submission in a folder of which it is known whose it is. The folder, and the one above it, may not be links."""
    folder = Path(folder)
    place = _Place(disk.real(folder.parent.parent) / folder.parent.name / folder.name, "folder")
    return Candidate(student_name(student), _files(place, assignment), _trouble(place))


def _at(path: Path, assignment: str, apart: _Apart, alone: bool) -> Sequence[_Found]:
    """Whose submissions are at a path. One that is given alone may be a link to a folder, by the TA's own hand; of several,
    which may be what `*` stands for, it may be a student's."""
    try:
        kind = disk.kind_of(path)
    except OSError as error:
        raise GatherError(f"{shown(path)}: {error.strerror}") from None
    if kind is None:
        raise GatherError(f"{shown(path)}: there is no such file or folder")
    where = disk.real(path.parent) / path.name if path.name not in ("", "..") else disk.real(path)
    if kind == "link" and alone and os.path.isdir(path):
        kind, where = "folder", disk.real(path)
    if kind != "folder":
        return [_single(where, assignment)]
    folder = _Place(where, "folder")
    if folder.holds("file", "course.toml"):
        raise GatherError(f"{shown(path)} is a course's own folder: give the folder of the hand-ins")
    if here := _in_folder(folder, assignment, apart):
        return here
    if not alone:
        return [_Found(folder.name, (), where, _trouble(folder))]
    if folder.problem:
        raise GatherError(f"{shown(path)} {folder.problem}")
    raise GatherError(f"{shown(path)}: there is no submission in it (.py, .ipynb, .zip, or folders of them)")


def _as_given(place: Path, path: Path) -> str:
    """A place at or below a path, as somebody who gave the path would name it."""
    for root in (disk.real(path), disk.real(path.parent) / path.name):
        if place.is_relative_to(root):
            return shown(path / place.relative_to(root))
    return shown(place)


def _candidate(student: str, found: list[tuple[_Found, str]]) -> Candidate:
    (one, _), *others = found
    if not others:
        return Candidate(student, one.files, one.problem)
    places = [f"`{said}`" for _, said in found]
    named = f"{', '.join(places[:-1])} and {places[-1]}"
    if len({unicodedata.normalize("NFC", place) for place in places}) < len(places):
        named += " (the names differ in their Unicode form only)"
    problem = f"{len(found)} hand-ins of this student were found: {named}; keep one of them"
    return Candidate(student, tuple(file for each, _ in found for file in each.files), problem)


def _trouble(place: _Place) -> str | None:
    return f"the folder `{shown(place.name)}` {place.problem}" if place.problem else None


def _single(path: Path, assignment: str) -> _Found:
    if (several := _several(_Place(path, disk.kind_of(path) or "file"))) is not None:
        return _Found(path.name, (path,), path, several)
    name = bare_stem(path)
    if canvas := _CANVAS.fullmatch(name):
        return _Found(canvas["student"], (path,), path)
    if name == assignment:
        return _Found(_owner(path.parent, assignment), (path,), path)
    return _Found(name, (path,), path)


def _owner(folder: Path, assignment: str) -> str:
    """Whose folder it is; in nbgrader's layout the one above the assignment's."""
    return folder.parent.name if folder.name == assignment else folder.name


def _in_folder(folder: _Place, assignment: str, apart: _Apart, depth: int = 0) -> list[_Found]:
    if folder.holds("file", _GRADESCOPE):
        return list(_gradescope(folder, assignment, apart))
    loose = [place for place in folder.usable if place.path.stem != assignment]
    others = any(_holds(place, assignment) for place in folder.folders if place.name != assignment)
    direct = any(place.path.stem == assignment for place in folder.usable)
    if direct and not others and (not loose or folder.holds("file", "given.py")):
        return [_Found(_owner(folder.path, assignment), _files(folder, assignment), folder.path)]
    if folder.holds("folder", assignment) and not (direct or others or loose or depth > 2):
        return _in_folder(next(p for p in folder.all if p.name == assignment), assignment, apart, depth + 1)
    return list(_class(folder, assignment, apart))


def _holds(folder: _Place, assignment: str) -> bool:
    """Whether a file named for the assignment is in the folder, or in nbgrader's one in it."""
    places = [folder, *(place for place in folder.folders if place.name == assignment)]
    return any(is_named_for(file.path.stem, assignment) for place in places for file in place.usable)


def _class(folder: _Place, assignment: str, apart: _Apart) -> Iterator[_Found]:
    loose: dict[str, list[Path]] = {}
    for place in folder.all:
        if apart.takes(place):
            continue
        if place.kind == "folder":
            yield _Found(place.name, _files(place, assignment), place.path, _trouble(place))
        elif suffix(place.path) in MAX_BYTES or is_mistaken(place.path):
            if (several := _several(place)) is not None:
                yield _Found(place.name, (place.path,), place.path, several)
            else:
                loose.setdefault(bare_stem(place.path), []).append(place.path)
        else:
            yield _Found(place.name, (place.path,), place.path)  # where a student's folder would be
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


def _files(folder: _Place, assignment: str) -> tuple[Path, ...]:
    """A student's files: directly in the folder, or in one below that has the assignment's name or its file."""
    nested = [place for place in folder.folders if place.name == assignment]
    nested += [place for place in folder.folders if _holds(place, assignment)]
    for place in (folder, *nested):
        if files := tuple(file.path for file in place.usable):
            return files
    return tuple(place.path for place in folder.visible if place.kind != "folder" and is_mistaken(place.path))


def _several(place: _Place) -> str | None:
    """What is wrong with an archive that holds a class and not one hand-in: what a system gives for download, as it is."""
    if place.kind != "file" or suffix(place.path) != ".zip":
        return None
    try:
        names = list(names_in(place.path))
    except (OSError, disk.NotTaken):  # it is said where it is read
        return None
    downloads = {match["id"] for name in names if (match := _CANVAS.fullmatch(name.stem))}
    metadata = any(name.name == _GRADESCOPE for name in names)
    moodle = {part for name in names for part in name.parts[:-1] if _MOODLE.search(part)}
    if len(downloads) > 1 or len(moodle) > 1 or metadata:
        return (
            f"`{shown(place.name)}` holds the hand-ins of several students: unpack it, and grade the folder"
        )
    return None


def _gradescope(folder: _Place, assignment: str, apart: _Apart) -> Iterator[_Found]:
    try:
        text = disk.read_file(folder.path / _GRADESCOPE, 20 * MIB).decode("utf-8", errors="replace")
    except (OSError, disk.NotTaken):
        text = ""
    submitters = dict(_submitters(text.splitlines()))
    for place in folder.all:
        if apart.takes(place) or place.kind != "folder":
            continue
        student = submitters.get(place.name, place.name)
        yield _Found(student, _files(place, assignment), place.path, _trouble(place))


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
