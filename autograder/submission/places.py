"""A file or a folder among hand-ins: what is in it, which of that is a student's, and whether it looks like a class's.

The grader's side. Looks at names, and never into a submission.
"""

from __future__ import annotations

import functools
from pathlib import Path, PurePath

from . import disk
from .class_zip import holds_a_class
from .gradescope import METADATA
from .names import (
    MAX_BYTES,
    is_beside_the_point,
    is_mistaken,
    is_named_for,
    of_canvas,
    of_moodle,
    shown,
    suffix,
)


class Place:
    """A file or a folder, looked at when it is asked for, and never through a link."""

    def __init__(self, path: Path, kind: disk.Kind) -> None:
        self.path, self.kind = path, kind
        self.problem: str | None = None

    @property
    def name(self) -> str:
        return self.path.name

    @functools.cached_property
    def all(self) -> list[Place]:
        """What is in a folder, by name; nothing, and a `problem`, if it cannot be looked into."""
        if self.kind != "folder":
            return []
        try:
            return [Place(self.path / name, kind) for name, kind in disk.listing(self.path)]
        except disk.NotTaken as problem:
            self.problem = str(problem)
        except OSError as error:
            self.problem = f"cannot be looked into: {error.strerror}"
        return []

    @functools.cached_property
    def visible(self) -> list[Place]:
        return [place for place in self.all if not is_beside_the_point(PurePath(place.name))]

    @property
    def folders(self) -> list[Place]:
        return [place for place in self.visible if place.kind == "folder"]

    @property
    def usable(self) -> list[Place]:
        """What is named like something to grade; it may be a link, or a pipe."""
        return [p for p in self.visible if p.kind != "folder" and suffix(p.path) in MAX_BYTES]

    def holds(self, kind: disk.Kind, name: str) -> bool:
        return any(place.kind == kind and place.name == name for place in self.all)


def place_at(path: Path) -> Place | None:
    """What lies at a path that the TA gave: no link, and in no folder that is one, whatever leads there. None where nothing
    does. Raises `OSError`."""
    kind = disk.kind_of(path)
    if kind is None:
        return None
    return Place(disk.real(path.parent) / path.name if path.name not in ("", "..") else disk.real(path), kind)


def trouble(place: Place) -> str | None:
    return f"the folder `{shown(place.name)}` {place.problem}" if place.problem else None


def files_in(folder: Place, assignment: str) -> tuple[Path, ...]:
    """A student's files: directly in the folder, or in the one below that has the assignment's name, or in all those
    that have its file: `read` rejects two that differ."""
    own = [place for place in folder.folders if place.name == assignment]
    others = [place for place in folder.folders if holds_work(place, assignment)]
    for places in ([folder], own, others):
        if files := tuple(file.path for place in places for file in place.usable):
            return files
    return tuple(place.path for place in folder.visible if place.kind != "folder" and is_mistaken(place.path))


def holds_work(folder: Place, assignment: str) -> bool:
    """Whether a file named for the assignment is in the folder, or in nbgrader's one in it."""
    places = [folder, *(place for place in folder.folders if place.name == assignment)]
    return any(is_named_for(file.path.stem, assignment) for place in places for file in place.usable)


def _named_in(folder: Place) -> set[str]:
    """The people whom a system names in a folder of what was handed in."""
    canvas = (of_canvas(place.name) for place in folder.usable)
    moodle = (of_moodle(place.name) for place in folder.visible)
    return {found.student for found in (*canvas, *moodle) if found is not None}


def downloaded(folder: Place) -> bool:
    """Whether a folder is what a system gave of a class, and no student's."""
    return len(_named_in(folder)) > 1 or folder.holds("file", METADATA)


def is_packed_class(place: Place) -> bool:
    """Whether this is an archive of several people's hand-ins."""
    return place.kind == "file" and suffix(place.path) == ".zip" and holds_a_class(place.path)


def is_class(place: Place, assignment: str) -> bool:
    """Whether an archive or a folder looks like a class's, of which one person may have handed in. Whoever wrote what is in
    it may make it look so."""
    if place.kind != "folder":
        return is_packed_class(place)
    return not _is_ones(place, assignment) and (bool(_named_in(place)) or is_several(place, assignment))


def is_several(folder: Place, assignment: str) -> bool:
    """Whether a folder looks like the hand-ins of several people."""
    people = [inner for inner in folder.folders if inner.name != assignment and holds_work(inner, assignment)]
    return not _is_ones(folder, assignment) and (len(people) > 1 or downloaded(folder))


def _is_ones(folder: Place, assignment: str) -> bool:
    return any(file.path.stem == assignment for file in folder.usable)
