"""What a calibration has measured, kept beside the assignment: measurements.json.gz, and while one runs its log.

A grading is appended to the log as it is done, so that a calibration that was killed goes on where it was; one that ends
folds the log into the file. There the numbers stand by specimen and task, under the key of what they depend on: what has
changed is measured again, and nothing else.
"""

from __future__ import annotations

import gzip
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import IO

import msgspec

from ..course import Assignment, CourseError
from ..record import Measure, Record, write_atomically

DIGITS = 5  # of each number; more would double the file


class Measured(msgspec.Struct, frozen=True):
    """What a check measured for one student under one name: the value nearest to failing, or that failed; of a number
    without a bound the least and the largest."""

    check: str
    name: str
    at_least: float | None
    at_most: float | None
    values: list[float]


class Graded(msgspec.Struct, frozen=True):
    """A task of a specimen, graded as one student: whether it was lost, and what its checks measured. `key` is of what
    that depends on, `versions` names the libraries."""

    specimen: str
    task: str
    key: str
    versions: str
    student: str
    lost: bool
    cpu_s: float
    measured: list[Measured]


class _Column(msgspec.Struct):
    """A measure of a check, with its values for each student; none where the check did not come so far."""

    check: str
    name: str
    at_least: float | None
    at_most: float | None
    values: list[list[float]]


class _Series(msgspec.Struct):
    """A task of a specimen as many students. The lists are of one length, in one order."""

    specimen: str
    task: str
    key: str
    versions: str
    students: list[str]
    lost: list[bool]
    cpu_s: list[float]
    columns: list[_Column]


class Kept:
    """The measurements of an assignment: those of its file, and of a log those that are newer. Raises `CourseError` for a
    file that cannot be read."""

    def __init__(self, assignment: Assignment, log: Path | None = None) -> None:
        self.file = assignment.folder / "measurements.json.gz"
        self._log = log
        every = (*self._of_file(), *self._of_log())
        self._by_place = {(graded.specimen, graded.task, graded.student): graded for graded in every}

    def all(self) -> list[Graded]:
        """Everything, whatever it was measured on; by specimen, task and student."""
        return [graded for _, graded in sorted(self._by_place.items())]

    def has(self, specimen: str, task: str, student: str, key: str) -> bool:
        """Whether this was measured, on what it depends on now."""
        graded = self._by_place.get((specimen, task, student))
        return graded is not None and graded.key == key

    def add(self, log: IO[bytes], found: Iterable[Graded]) -> None:
        """Appends to the open log."""
        found = list(found)
        self._by_place |= {(graded.specimen, graded.task, graded.student): graded for graded in found}
        append(log, found)

    def fold(self, keys: Mapping[tuple[str, str], str]) -> None:
        """Writes the file with what has the key of its specimen and task, and takes the log away."""
        now = [g for g in self.all() if keys.get((g.specimen, g.task)) == g.key]
        now.sort(key=lambda g: (g.specimen, g.task, g.versions))
        groups = groupby(now, key=lambda g: (g.specimen, g.task, g.key, g.versions))
        data = msgspec.json.encode([_series(*place, list(group)) for place, group in groups])
        write_atomically(self.file, gzip.compress(data, 9, mtime=0))
        if self._log is not None:
            self._log.unlink(missing_ok=True)

    def _of_file(self) -> Iterator[Graded]:
        if not self.file.is_file():
            return
        try:
            series = msgspec.json.decode(gzip.decompress(self.file.read_bytes()), type=list[_Series])
            yield from (graded for one in series for graded in _gradeds(one))
        except (OSError, EOFError, zlib.error, ValueError, IndexError) as error:
            raise CourseError(
                f"{self.file} cannot be read ({error}): put an earlier one back, or delete it and calibrate again"
            ) from None

    def _of_log(self) -> Iterator[Graded]:
        """A line that a kill cut short is measured again."""
        for line in self._log.read_bytes().splitlines() if self._log and self._log.exists() else []:
            try:
                yield msgspec.json.decode(line, type=Graded)
            except msgspec.MsgspecError:
                continue


def append(log: IO[bytes], found: Iterable[Graded]) -> None:
    """Writes gradings to a log, a line for each, at once: others may append to it, too."""
    log.write(b"".join(msgspec.json.encode(graded) + b"\n" for graded in found))
    log.flush()


def graded_of(
    specimen: str, record: Record, keys: Mapping[tuple[str, str], str], versions: str
) -> list[Graded]:
    """What a record says of each task that was judged and has a key; `keys` are by specimen and task."""
    return [
        Graded(
            specimen,
            task.name,
            keys[specimen, task.name],
            versions,
            record.student,
            task.score < task.points,
            round(sum(check.cpu_s for check in task.checks), 3),
            [m for check in task.checks for m in _measured(check.title, check.measures)],
        )
        for task in record.tasks
        if task.score is not None and (specimen, task.name) in keys
    ]


def _measured(check: str, measures: Iterable[Measure]) -> Iterator[Measured]:
    by_bound = defaultdict(list)
    for m in measures:
        both = m.at_least is not None and m.at_most is not None  # held from both sides: two thresholds
        for bound in ((m.at_least, None), (None, m.at_most)) if both else ((m.at_least, m.at_most),):
            by_bound[m.name, bound].append(float(f"{m.value:.{DIGITS}g}"))
    for (name, (at_least, at_most)), values in by_bound.items():
        ends = sorted({min(values), max(values)})
        worst = ends if at_least == at_most else ends[:1] if at_most is None else ends[-1:]
        yield Measured(check, name, at_least, at_most, worst)


def _series(specimen: str, task: str, key: str, versions: str, group: list[Graded]) -> _Series:
    columns: dict[tuple[str, str, float | None, float | None], _Column] = {}
    for i, graded in enumerate(group):
        for m in graded.measured:
            place = (m.check, m.name, m.at_least, m.at_most)
            columns.setdefault(place, _Column(*place, [[] for _ in group])).values[i] = m.values
    students, lost, cpu_s = ([getattr(g, what) for g in group] for what in ("student", "lost", "cpu_s"))
    return _Series(specimen, task, key, versions, students, lost, cpu_s, list(columns.values()))


def _gradeds(s: _Series) -> Iterator[Graded]:
    for i, (student, lost, cpu_s) in enumerate(zip(s.students, s.lost, s.cpu_s, strict=True)):
        measured = [
            Measured(c.check, c.name, c.at_least, c.at_most, c.values[i]) for c in s.columns if c.values[i]
        ]
        yield Graded(s.specimen, s.task, s.key, s.versions, student, lost, cpu_s, measured)
