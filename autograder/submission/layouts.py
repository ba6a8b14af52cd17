"""Where hand-ins are: finds files, and whose they are by their names, in the folders that course systems make.

The grader's side. Looks at names and, for Gradescope, at its metadata; never into a submission.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

from ..record import HandedIn
from . import disk
from .class_zip import NotUnpacked, unpack
from .gradescope import METADATA, student_of, submitters
from .names import (
    MAX_BYTES,
    MIB,
    OfSystem,
    bare_stem,
    is_beside_the_point,
    is_mistaken,
    is_named_for,
    is_of_a_system,
    of_canvas,
    of_moodle,
    shown,
    suffix,
)
from .places import (
    Place,
    downloaded,
    files_in,
    holds_work,
    is_class,
    is_packed_class,
    is_several,
    place_at,
    trouble,
)

_SEVERAL = (
    "holds the hand-ins of several people: ask whoever handed it in for their own work alone. "
    "If it is a class's, give it alone"
)


class GatherError(Exception):
    """The paths do not say who handed in what. The message is for the TA: which path, what to do."""


class Left(NamedTuple):
    """A file or folder among hand-ins that is nobody's, and why it was taken for none."""

    path: Path
    why: str


class Found(NamedTuple):
    """A hand-in. `student` is whose it is without a roster; `order` is larger for what came later, None where no system
    says when it came."""

    student: str
    files: tuple[Path, ...]
    place: Path  # what an error names
    problem: str | None = None
    handed_in: HandedIn = HandedIn()
    order: tuple[str, int] | None = None
    others: tuple[str, ...] = ()  # the system's numbers of others whose it may be


class Apart:
    """Collects what is no hand-in, with the reason; and unpacks classes' downloads into `scratch`, if there is one.
    `in_roster` and `has_record` say of a name whether it is a student's."""

    def __init__(
        self,
        results: Path | None,
        scratch: Path | None = None,
        in_roster: Callable[[str], bool] = lambda name: False,
        has_record: Callable[[str], bool] = lambda name: False,
    ) -> None:
        self.left: list[Left] = []
        self.archives: list[tuple[Path, Path]] = []  # where each was unpacked, and the archive
        self.in_roster = in_roster
        self._has_record = has_record
        self._results = results
        self._scratch = scratch

    def leave(self, path: Path, why: str) -> None:
        self.left.append(Left(path, why))

    def unpacked(self, archive: Path, assignment: str) -> Place | None:
        """The folder in which a class's download lies now; None where nothing is unpacked. Raises `GatherError`, also for
        what has a student's name: a student's own archive would hand in for others."""
        if self._scratch is None:
            return None
        for name in (archive.stem, archive.name, _owner(archive.parent, assignment)):
            if self.in_roster(name) or self._has_record(name):
                raise GatherError(
                    f"`{shown(archive.name)}` holds the hand-ins of several people, and there is a student of its name "
                    f"(`{shown(name)}`), or a record: ask them for their own work alone. If it truly is the class's download, "
                    "rename it, in a folder of its own"
                )
        try:
            folder, left = unpack(archive, self._scratch)
        except NotUnpacked as problem:
            raise GatherError(f"`{shown(archive.name)}` {problem}") from None
        except OSError as error:
            raise GatherError(f"`{shown(archive.name)}` cannot be unpacked: {error.strerror}") from None
        self.archives.append((folder, archive))
        for name, why in left:
            self.leave(archive / name.replace("/", "_"), why)
        return Place(folder, "folder")

    def takes(self, place: Place) -> bool:
        """Whether something directly in a class's folder is no hand-in."""
        why = self._why(place)
        if why:
            self.leave(place.path, why)
        return why is not None

    def _why(self, place: Place) -> str | None:
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


def found_in(paths: Sequence[Path], assignment: str, apart: Apart) -> Iterator[tuple[Path, Found]]:
    """The submissions at some paths, each with its path. One that is given alone may be a class's, and so may several that
    all look like a class's. Else each is one person's, and read as it would be in its folder: `*` may stand for them, and
    what is in a student's folder may say that it is somebody else's. Raises `GatherError`."""
    given = {place.path: (path, place) for path, place in zip(paths, map(_given, paths), strict=True)}
    alone = len(given) == 1
    if alone or all(is_class(place, assignment) for _, place in given.values()):
        for path, place in given.values():
            for one in _of_a_class(path, place, assignment, apart, alone):
                yield path, one
        return
    beside: dict[Path, list[Place]] = {}
    for _, place in given.values():
        if is_several(place, assignment) and not apart.in_roster(_owner(place.path, assignment)):
            place.problem = _SEVERAL
        beside.setdefault(place.path.parent, []).append(place)
    for places in beside.values():
        for one in _class(places, assignment, apart):
            yield given[one.place][0], one


def _given(path: Path) -> Place:
    try:
        place = place_at(path)
    except OSError as error:
        raise GatherError(f"{shown(path)}: {error.strerror}") from None
    if place is None:
        raise GatherError(f"{shown(path)}: there is no such file or folder")
    return place


def _of_a_class(path: Path, place: Place, assignment: str, apart: Apart, alone: bool) -> Sequence[Found]:
    """The submissions at a path that may be a class's. One that is given alone may be a link to a folder, by the TA's own
    hand. What is in a folder that has the name of somebody in the roster is all theirs."""
    if place.kind == "link" and alone and os.path.isdir(path):
        place = Place(disk.real(path), "folder")
    if place.kind != "folder":
        inside = _unpacked([place], assignment, apart)
        return [_single(place, assignment)] if inside is None else inside
    if apart.in_roster(_owner(place.path, assignment)):
        if files := files_in(place, assignment):
            return [_owned(place.path, assignment, files, place.path)._replace(problem=trouble(place))]
    elif place.holds("file", "course.toml"):
        raise GatherError(f"{shown(path)} is a course's own folder: give the folder of the hand-ins")
    elif inside := _unpacked(list(filter(_may_be_handed_in, place.all)), assignment, apart):
        for one in place.all:
            if not _may_be_handed_in(one):
                apart.takes(one)
        return inside
    elif here := _in_folder(place, assignment, apart):
        return here
    if place.problem:
        raise GatherError(f"{shown(path)} {place.problem}")
    raise GatherError(f"{shown(path)}: there is no submission in it (.py, .ipynb, .zip, or folders of them)")


def _may_be_handed_in(place: Place) -> bool:
    return Apart(None).takes(place) is False


def _unpacked(places: list[Place], assignment: str, apart: Apart) -> list[Found] | None:
    """What is in archives, where each of these is a class's; else None."""
    if not places or not all(map(is_packed_class, places)):
        return None
    found: list[Found] = []
    for place in places:
        if (folder := apart.unpacked(place.path, assignment)) is None:
            return None
        inside = _in_folder(folder, assignment, apart)
        if not inside:
            raise GatherError(f"`{shown(place.name)}`: there is no submission in it that could be unpacked")
        found += inside
    return found


def _single(place: Place, assignment: str) -> Found:
    path = place.path
    if (several := _several(place)) is not None:
        return Found(path.name, (path,), path, several)
    if system := of_canvas(path.name) or of_moodle(path.name):
        return _of_system([(place, system)], assignment, Apart(None))
    name = bare_stem(path)
    if name == assignment:
        return _owned(path.parent, assignment, (path,), path)
    return Found(name, (path,), path)


def _owned(folder: Path, assignment: str, files: tuple[Path, ...], place: Path) -> Found:
    """What is in a folder whose owner its name says; in nbgrader's layout that of the one above the assignment's."""
    owner = _owner(folder, assignment)
    if system := of_moodle(owner):
        return Found(system.student, files, place, handed_in=system.handed_in, others=system.others)
    return Found(owner, files, place)


def _owner(folder: Path, assignment: str) -> str:
    return folder.parent.name if folder.name == assignment else folder.name


def _in_folder(folder: Place, assignment: str, apart: Apart, depth: int = 0) -> list[Found]:
    if folder.holds("file", METADATA):
        return list(_gradescope(folder, assignment, apart))
    if len(folder.folders) == 1 and not folder.usable and depth <= 2:
        (inner,) = folder.folders
        if downloaded(inner) and not apart.in_roster(inner.name):
            return _in_folder(inner, assignment, apart, depth + 1)
    loose = [place for place in folder.usable if place.path.stem != assignment]
    others = any(holds_work(place, assignment) for place in folder.folders if place.name != assignment)
    direct = any(place.path.stem == assignment for place in folder.usable)
    if direct and not others and (not loose or folder.holds("file", "given.py")):
        return [_owned(folder.path, assignment, files_in(folder, assignment), folder.path)]
    if folder.holds("folder", assignment) and not (direct or others or loose or depth > 2):
        return _in_folder(next(p for p in folder.all if p.name == assignment), assignment, apart, depth + 1)
    return list(_class(folder.all, assignment, apart))


def _class(places: Iterable[Place], assignment: str, apart: Apart) -> Iterator[Found]:
    """The hand-ins of people who have a file or a folder each, and of those whom a system names."""
    loose: dict[str, list[Place]] = {}
    of_systems: dict[tuple[str, str], list[tuple[Place, OfSystem]]] = {}
    for place in places:
        if apart.takes(place):
            continue
        system = of_moodle(place.name) or (None if place.kind == "folder" else of_canvas(place.name))
        if system is not None:
            of_systems.setdefault((system.handed_in.system, system.student), []).append((place, system))
        elif place.kind == "folder":
            files = files_in(place, assignment)
            yield _owned(place.path, assignment, files, place.path)._replace(problem=trouble(place))
        elif suffix(place.path) in MAX_BYTES or is_mistaken(place.path):
            if (several := _several(place)) is not None:
                yield Found(place.name, (place.path,), place.path, several)
            else:
                loose.setdefault(bare_stem(place.path), []).append(place)
        else:
            yield Found(place.name, (place.path,), place.path)  # where a student's folder would be
    for those in of_systems.values():
        yield _of_system(those, assignment, apart)
    for forms in loose.values():
        yield _single(forms[0], assignment)._replace(files=tuple(place.path for place in forms))


def _of_system(those: list[tuple[Place, OfSystem]], assignment: str, apart: Apart) -> Found:
    """What a course system has of one person: files, folders, and what was typed into a field instead."""
    files = [pair for pair in those if not pair[1].typed]
    for place, _ in those if files else []:
        if place not in [p for p, _ in files]:
            apart.leave(
                place.path, "is what was typed into a field: the files that were handed in are graded"
            )
    kept = _latest_of_a_name(files or those, assignment, apart)
    place, system = kept[0]
    paths = [f for p, _ in kept for f in ((p.path,) if p.kind != "folder" else files_in(p, assignment))]
    problem = next(filter(None, (trouble(p) for p, _ in kept)), None)
    order = max(one.order for _, one in kept)
    return Found(
        system.student,
        tuple(paths),
        place.path,
        problem,
        system.handed_in,
        ("", order) if order else None,
        system.others,
    )


def _latest_of_a_name(
    those: list[tuple[Place, OfSystem]], assignment: str, apart: Apart
) -> list[tuple[Place, OfSystem]]:
    """Canvas calls what is handed in again `parity-1.py`: of the files for the assignment in one form, the latest."""
    kept: dict[object, tuple[Place, OfSystem]] = {}
    for pair in sorted(those, key=lambda pair: pair[1].order):
        place, system = pair
        own = PurePath(system.file or place.name)
        again = system.order > 0 and is_named_for(bare_stem(own), assignment)
        key = ("the assignment's", suffix(own)) if again else place.path
        if key in kept:
            apart.leave(
                kept[key][0].path, f"is an earlier hand-in than `{shown(place.name)}`, which is graded"
            )
        kept[key] = pair
    return sorted(kept.values(), key=lambda pair: pair[0].path)


def _several(place: Place) -> str | None:
    """What is wrong with an archive that holds a class and not one hand-in, among others."""
    if not is_packed_class(place):
        return None
    what = f"`{shown(place.name)}` holds the hand-ins of several people: ask whoever handed it in for their own work alone"
    return f"{what}. If it is you who downloaded it, of a class: unpack it, and grade that folder"


def _gradescope(folder: Place, assignment: str, apart: Apart) -> Iterator[Found]:
    try:
        text = disk.read_file(folder.path / METADATA, 20 * MIB).decode("utf-8", errors="replace")
    except (OSError, disk.NotTaken):
        text = ""
    whose = dict(submitters(text.splitlines()))
    for place in folder.all:
        if place.name == METADATA or apart.takes(place) or place.kind != "folder":
            continue
        handed_in = whose.get(place.name, HandedIn())
        student = student_of(handed_in) or place.name
        number = place.name.rpartition("_")[2]
        order = (handed_in.time, int(number) if number.isdecimal() and len(number) < 19 else 0)
        yield Found(
            student,
            files_in(place, assignment),
            place.path,
            trouble(place),
            handed_in,
            order if handed_in.people else None,
        )
