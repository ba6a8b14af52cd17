"""Who handed in what: what was found in the folders, put to the people of the course.

The grader's side. What is wrong with one submission is said of that one: it stops no other. Nobody is guessed.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from ..record import HandedIn, Named, Store
from . import disk
from .archive import Rejected
from .gradescope import student_of
from .layouts import Apart, Found, GatherError, Left, found_in
from .names import shown, student_name
from .places import Place, files_in, trouble
from .roster import Match, Person, Roster
from .source import Unreadable

__all__ = [
    "Candidate",
    "GatherError",
    "Gathered",
    "Left",
    "candidate",
    "candidate_of",
    "gather",
    "gather_all",
    "read_each",
]

T = TypeVar("T")


class Candidate(NamedTuple):
    """A student and what there is of them; no files if their folder holds none. No step of the files' paths was a link.

    `problem` says to the TA why it cannot be told which work is theirs: it is not graded until that is mended.
    `handed_in` is what the course system says of it.
    """

    student: str
    files: tuple[Path, ...]
    problem: str | None = None
    handed_in: HandedIn = HandedIn()


class Gathered(NamedTuple):
    """Everything that was found at some paths: hand-ins by student, and what is left. With a roster also which
    of its people handed in nothing, and which of the students are not in it."""

    candidates: list[Candidate]
    left: list[Left]
    missing: list[Person] = []
    unknown: list[str] = []
    whole: bool = False  # folders and downloads, so that who is not here handed in nothing


class _Whose(NamedTuple):
    """A hand-in and the student whose it is, who may be nobody in the roster, or in doubt."""

    found: Found
    said: str  # its place, as the TA gave it
    student: str
    known: bool
    people: tuple[str, ...] = ()  # a group's
    like: tuple[str, ...] = ()  # whose it may be


def gather(paths: Iterable[Path], assignment: str, roster: Roster | None = None) -> list[Candidate]:
    """The students' files at these paths, sorted by student; as `gather_all`, without what is left."""
    return gather_all(paths, assignment, roster=roster).candidates


def gather_all(
    paths: Iterable[Path],
    assignment: str,
    results: Path | None = None,
    roster: Roster | None = None,
    scratch: Path | None = None,
) -> Gathered:
    """The students' files at these paths, sorted by student, and what else lies among them. `results` is where records
    are, which may lie there too; `scratch` a folder of nobody else's, where downloads of a class are unpacked.

    A path is a file, a folder of `<student>.<ext>` or `<student>/<file>`, a folder as nbgrader, Canvas, Moodle or
    Gradescope lay it out, or the zip that these give for it; of several that do not all look like a class's, each is one
    person's. Raises `GatherError` for a missing path, and for one without submissions. Of a student's several hand-ins the
    latest counts where the system says which that is; else the student has a `problem`. So has one whose folder cannot be
    looked into, and one whom `roster` has by name alone.
    """
    paths = list(map(Path, paths))
    store = None if results is None else Store(results, assignment)
    apart = Apart(
        None if results is None else disk.real(results.parent) / results.name,
        scratch,
        lambda name: roster is not None and roster.of_plain(name) != Match(),
        lambda name: store is not None and store.read(student_name(name)) is not None,
    )
    places: dict[Path, _Whose] = {}
    for path, one in found_in(paths, assignment, apart):
        places.setdefault(one.place, _whose(one, _as_given(one.place, path, apart), roster))
    by_student: dict[str, list[_Whose]] = {}
    for whose in places.values():
        by_student.setdefault(whose.student, []).append(whose)
    candidates = [_candidate(s, by_student[s], apart) for s in sorted(by_student)]
    candidates = _in_one_group_each(candidates, by_student)
    left = [Left(_in_archive(path, apart), why) for path, why in apart.left]
    unpacked = {archive for _, archive in apart.archives}
    whole = all(path.is_dir() or disk.real(path.parent) / path.name in unpacked for path in paths)
    if roster is None:
        return Gathered(candidates, left, whole=whole)
    seen = {person for whose in places.values() for person in (*whose.people, *whose.like)}
    missing = [person for person in roster if whole and person.student not in seen]
    unknown = [s for s, found in sorted(by_student.items()) if not any(whose.known for whose in found)]
    doubtful = {c.student for c in candidates if c.problem is not None}
    return Gathered(candidates, left, missing, [s for s in unknown if s not in doubtful], whole)


def candidate(student: str, folder: Path, assignment: str) -> Candidate:
    """The submission in a folder of which it is known whose it is. The folder, and the one above it, may not be links."""
    place = _place(folder)
    return Candidate(student_name(student), files_in(place, assignment), trouble(place))


def _place(folder: Path) -> Place:
    """A folder that is no link and lies in none, whatever the path to that one is."""
    folder = Path(folder)
    return Place(disk.real(folder.parent.parent) / folder.parent.name / folder.name, "folder")


def candidate_of(handed_in: HandedIn, folder: Path, assignment: str, roster: Roster | None) -> Candidate:
    """The submission in a folder of which a course system says whose it is; a student's name is the one that `gather_all`
    gives them. With a `problem` where the roster leaves that in doubt. Where nothing is to be graded, `files` are all that
    there is, so that its student reads of them. Links as for `candidate`."""
    place = _place(folder)
    files = files_in(place, assignment) or tuple(one.path for one in place.visible if one.kind != "folder")
    found = Found(student_of(handed_in), files, folder, trouble(place), handed_in)
    whose = _whose(found, shown(folder), roster)
    return Candidate(whose.student, files, whose.found.problem, handed_in)


def _whose(found: Found, said: str, roster: Roster | None) -> _Whose:
    """The student whose a hand-in is: the roster's, where it has them; else who its name says."""
    name = student_name(found.student)
    if roster is not None and found.handed_in.people and name in roster:
        name += "-unknown"  # somebody's name in the roster may look like a system's for another
    nobody = _Whose(found, said, name, known=False)
    if found.others:
        found, like = _of_one_user(found, roster)
        if found.problem is not None:
            return nobody._replace(found=found, like=like)
    if roster is None:
        return nobody
    people = found.handed_in.people
    matches = [roster.of(found.handed_in.system, person) for person in people] or [
        roster.of_plain(found.student)
    ]
    like = tuple(person.student for match in matches for person in match.like)
    if doubts := [match.doubt for match in matches if match.doubt]:
        return nobody._replace(found=_doubtful(found, "; ".join(doubts)), like=like)
    students = tuple(sorted({match.person.student for match in matches if match.person is not None}))
    if not students:
        return nobody
    if len(students) < len(matches) and len({*map(str, people)}) > 1:
        doubt = f"of its group the roster has {', '.join(students)} and nobody else"
        return nobody._replace(found=_doubtful(found, doubt), like=students)
    return _Whose(found, said, "+".join(students), known=True, people=students)


def _doubtful(found: Found, doubt: str) -> Found:
    return found._replace(
        problem=found.problem or f"it cannot be told whose `{shown(found.place.name)}` is: {doubt}"
    )


def _of_one_user(found: Found, roster: Roster | None) -> tuple[Found, tuple[str, ...]]:
    """A file that may be that of several of a system's users. Of Canvas's two it is the one's whom the roster has; else it has
    a problem, and they are those of the roster whose it may be."""
    named, system = found.handed_in.people[0], found.handed_in.system
    ids = (named.id, *found.others)
    known = {
        i: person for i in ids if roster is not None and (person := roster.of(system, Named(id=i)).person)
    }
    if system == "canvas" and len(known) == 1:
        people = [Named(named.name, *known)]
        return found._replace(handed_in=msgspec.structs.replace(found.handed_in, people=people)), ()
    user = "Canvas's user" if system == "canvas" else "Moodle's participant"
    doubt = f"its name can be read as that of a file of {user} {' or of '.join(ids)}: rename it, after a look there"
    return _doubtful(found, doubt), tuple(person.student for person in known.values())


def _candidate(student: str, whose: list[_Whose], apart: Apart) -> Candidate:
    if len(whose) > 1:
        systems = {one.found.handed_in.system for one in whose}
        if len(systems) == 1 and all(one.found.order is not None for one in whose):
            *earlier, last = sorted(whose, key=lambda one: one.found.order or ("", 0))
            for one in earlier:
                why = f"is an earlier hand-in of {shown(student)} than `{last.said}`, which is graded"
                apart.leave(one.found.place, why)
            whose = [last]
    (one, *others) = whose
    if not others:
        return Candidate(student, one.found.files, one.found.problem, one.found.handed_in)
    places = [f"`{each.said}`" for each in whose]
    named = f"{', '.join(places[:-1])} and {places[-1]}"
    if len({unicodedata.normalize("NFC", place) for place in places}) < len(places):
        named += " (the names differ in their Unicode form only)"
    problem = f"{len(whose)} hand-ins of this student were found: {named}; keep one of them"
    files = tuple(file for each in whose for file in each.found.files)
    return Candidate(student, files, problem, one.found.handed_in)


def _in_one_group_each(candidates: list[Candidate], by_student: dict[str, list[_Whose]]) -> list[Candidate]:
    """The candidates; where somebody is in two of them, neither is guessed."""
    members = {c.student: by_student[c.student][0].people or (c.student,) for c in candidates}
    count = Counter(person for people in members.values() for person in people)
    twice = {person for person, number in count.items() if number > 1}
    told = []
    for one in candidates:
        both = sorted(twice.intersection(members[one.student]))
        problem = f"{', '.join(both)} is part of more than one hand-in: keep one of them" if both else None
        told.append(one._replace(problem=one.problem or problem))
    return told


def _as_given(place: Path, path: Path, apart: Apart) -> str:
    """A place at or below a path, as somebody who gave the path would name it."""
    place = _in_archive(place, apart)
    for root in (disk.real(path), disk.real(path.parent) / path.name):
        if place.is_relative_to(root):
            return shown(path / place.relative_to(root))
    return shown(place)


def _in_archive(place: Path, apart: Apart) -> Path:
    """A place, in the archive that it was unpacked from."""
    for folder, archive in apart.archives:
        if place.is_relative_to(folder):
            return archive / place.relative_to(folder)
    return place


def read_each(
    candidates: Iterable[Candidate], read: Callable[[Candidate], T]
) -> tuple[dict[str, T], list[str]]:
    """What `read` makes of each student's hand-in; and the students of whom it cannot be told which it is, or read."""
    found: dict[str, T] = {}
    unread: list[str] = []
    for candidate in candidates:
        try:
            if candidate.problem is not None:
                raise Rejected(candidate.problem)
            found[candidate.student] = read(candidate)
        except (Rejected, Unreadable, OSError):
            unread.append(candidate.student)
    return found, unread
