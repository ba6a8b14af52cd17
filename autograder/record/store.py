"""Where records are kept: a file for each student, written whole or not at all.

Kill a run at any moment, and the same command goes on where it was.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from .form import Check, Manual, Record, TaskResult
from .writing import as_csv, encoded, write_atomically

MAX_FILE_NAME = 230  # bytes before `.json`: file systems take 255
# what most records have in common
_OF_MANY = ("assignment", "status", "sandbox", "variant", "version", "fingerprint")


class Index:
    """The records of a store as they were when it was made, each file read once, and which files are damaged.

    Of each record the head is held: the record without a check's details, example and times, the messages of what holds,
    the numbers that are far from their thresholds, and the versions. A class's scores, table and summary need none of
    these, and a check or task that came out the same for many students is held once. A head is never written: what
    changes a record reads the whole one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: dict[str, str] = {}
        self._checks: dict[tuple[object, ...], Check] = {}
        self._tasks: dict[tuple[object, ...], TaskResult] = {}
        self._manual: dict[bytes, list[Manual]] = {}
        self.heads: dict[str, Record] = {}
        self.damaged: list[Path] = []
        for name in _names(store.folder):
            self._take(store.folder / name)

    def refresh(self, student: str) -> None:
        """Takes in what has been written for a student."""
        path = self._store.path(student)
        self.heads.pop(student, None)
        self.damaged = [file for file in self.damaged if file != path]
        if path.exists():
            self._take(path)

    def records(self, students: Iterable[str]) -> Iterator[Record]:
        """The records of these students, those that are not damaged, whole and one at a time."""
        for student in students:
            if student in self._files:
                record = _read(self._store.folder / self._files[student])
                if record is not None:
                    yield record

    def _take(self, file: Path) -> None:
        record = _read(file)
        if record is None:
            self.damaged.append(file)
        else:
            self.heads[record.student] = self._head(record)
            self._files[record.student] = file.name

    def _head(self, record: Record) -> Record:
        words = {field: sys.intern(getattr(record, field)) for field in _OF_MANY}
        tasks = [self._task(task) for task in record.tasks]
        manual = self._manual.setdefault(msgspec.msgpack.encode(record.manual), record.manual)
        return msgspec.structs.replace(record, tasks=tasks, manual=manual, versions={}, **words)

    def _task(self, task: TaskResult) -> TaskResult:
        """What came out of a task: one for all of whom it is the same."""
        checks = [self._check(check) for check in task.checks]
        key = (task.name, task.points, task.score, task.extra, *map(id, checks))
        held = self._tasks.get(key)
        if held is None:
            held = self._tasks[key] = msgspec.structs.replace(task, checks=checks)
        return held

    def _check(self, check: Check) -> Check:
        """What came out of a check: one for all of whom it is the same."""
        message = check.message if check.state != "passed" else ""
        said = (check.title, check.state, check.credit, message, check.hint, check.diagnosis, check.weight)
        near = [measure for measure in check.measures if measure.near]
        key = (*said, *map(msgspec.structs.astuple, near))
        held = self._checks.get(key)
        if held is None:
            cut = msgspec.structs.replace(
                check, message=message, measures=near, detail="", example=None, cpu_s=0.0, wall_s=0.0
            )
            held = self._checks[key] = cut
        return held


class Found(NamedTuple):
    """What one look at a class's records finds: those of the students in `scores.csv` by student, damaged files, and who
    is in `scores.csv` without a record that counts."""

    records: list[Record]
    damaged: list[Path]
    lost: list[str]


class Busy(Exception):
    """Another run writes into the same folder; the message says what to do."""


def _as_they_are(records: Iterable[Record]) -> list[tuple[Record, Mapping[str, object]]]:
    return [(record, {}) for record in records]


class Store:
    """The records of one assignment: `RESULTS/<assignment>/<student>.json`, and the ones they replaced.

    Raises `OSError` when the disk does not take a record; what was there before is still there then.
    """

    def __init__(self, results: Path, assignment: str) -> None:
        self.folder = results / assignment
        self._previous = self.folder / "previous"

    def path(self, student: str) -> Path:
        """Where the record of a student is, or would be: under their name, unless the file system does not take it, or
        takes it for the name of another student (`Ada` and `ada`)."""
        by_name, aside = self._places(student)
        holder = _holder_of(by_name)
        return by_name if holder == student or (holder is None and not aside.exists()) else aside

    def read(self, student: str) -> Record | None:
        """The record of a student, None where there is none or it is damaged (it is then graded anew)."""
        return _read(self.path(student))

    def previous(self, student: str) -> Record | None:
        """The last record that was replaced and said something: none without a verdict, of which another run may come."""
        return _read(self._previous / self.path(student).name)

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keeps other runs out meanwhile, and takes away what a killed one had half written. Raises `Busy`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Busy(
                    f"another run is writing into {self.folder}: wait for it, or give this one another folder "
                    "(-o, or results in course.toml)"
                ) from None
            except OSError:  # a file system that has no locks
                pass
            for part in (*self.folder.glob(".*.part"), *self._previous.glob(".*.part")):
                part.unlink(missing_ok=True)
            yield

    def index(self) -> Index:
        """What there is, by one look at each record."""
        return Index(self)

    def scores_reported(self, index: Index) -> dict[str, float | None]:
        """Each student's score as a run has reported it: as it is now, but for what a run changed that was killed before
        it could say so. To be called as a run begins; `report` ends it."""
        reported = {student: head.score for student, head in index.heads.items()} | self._unreported()
        write_atomically(self._ledger, encoded(reported))
        return reported

    def report(self, students: Collection[str], index: Index) -> None:
        """The scores of these students, as the index has them, have been reported."""
        left = {s: score for s, score in self._unreported().items() if s not in students}
        changed = {
            s: score for s, score in left.items() if s in index.heads and index.heads[s].score != score
        }
        if changed:
            write_atomically(self._ledger, encoded(changed))
        else:
            self._ledger.unlink(missing_ok=True)

    @property
    def _ledger(self) -> Path:
        return self.folder / ".reported"

    def _unreported(self) -> dict[str, float | None]:
        try:
            return msgspec.json.decode(self._ledger.read_bytes(), type=dict[str, float | None])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return {}

    def write(self, record: Record) -> None:
        """Puts a record in place of the student's former one, which is kept. Atomic, and on disk when it returns."""
        data = msgspec.json.format(encoded(record), indent=1)
        target, (_, aside) = self.path(record.student), self._places(record.student)
        try:
            self._put(target, data)
        except OSError:
            if target == aside:
                raise
            self._put(aside, data)  # where it was not the name, this fails as well

    def amend(self, record: Record) -> None:
        """Puts what is not part of the verdict right in a student's record: the former one stays the former one."""
        write_atomically(self.path(record.student), msgspec.json.format(encoded(record), indent=1))

    def _put(self, target: Path, data: bytes) -> None:
        kept = self._previous / target.name
        before = target.read_bytes() if target.exists() else None
        if before is not None and not (kept.exists() and _without_verdict(target)):
            write_atomically(kept, before)
        write_atomically(target, data)

    def _places(self, student: str) -> tuple[Path, Path]:
        by_name, aside = _file_name(student), name_of_its_own(student)
        return self.folder / f"{by_name}.json", self.folder / f"{aside}.json"

    def all(self) -> list[Record]:
        """Every record that is not damaged, by student. They are large: `index` is for what a class's size must not matter
        to."""
        records = (_read(self.folder / name) for name in _names(self.folder))
        return sorted((r for r in records if r is not None), key=lambda r: r.student)

    def current(self) -> Found:
        """The records of those who are in `scores.csv`, nobody's who is not in the class any more, and what there is not."""
        among, records, damaged = self.in_class(), [], []
        for name in _names(self.folder):
            record = _read(self.folder / name)
            if record is None:
                damaged.append(self.folder / name)
            elif among is None or record.student in among:
                records.append(record)
        records.sort(key=lambda record: record.student)
        return Found(records, damaged, sorted((among or set()) - {record.student for record in records}))

    def in_class(self) -> set[str] | None:
        """Who is in `scores.csv`, or was until their record was lost; None where no run has said."""
        try:
            return set(msgspec.json.decode((self.folder / ".class").read_bytes(), type=list[str]))
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def write_scores(
        self,
        index: Index,
        students: Collection[str] | None = None,
        more: Collection[str] = (),
        stand: Callable[[Iterable[Record]], Sequence[tuple[Record, Mapping[str, object]]]] = _as_they_are,
    ) -> Path:
        """Writes `scores.csv`: a line per student, with the score of each task. Of these `students` if any are named, else
        of those who are there and of `more`. `stand` gives heads as they count, each with columns to come after it."""
        if students is None and (among := self.in_class()) is not None:
            students = among.union(more)
        records = [head for s, head in sorted(index.heads.items()) if students is None or s in students]
        # whose record is lost stays in the class, or nobody would be told
        in_class = sorted({record.student for record in records}.union(students or ()))
        write_atomically(self.folder / ".class", encoded(in_class))
        standing = stand(records)
        tasks = list(dict.fromkeys(task.name for record in records for task in record.tasks))
        last = list(dict.fromkeys(column for _, columns in standing for column in columns))
        rows: list[list[object]] = [["student", "status", "score", "max_score", *tasks, "reason", *last]]
        for record, columns in standing:
            scores = {task.name: task.score for task in record.tasks}
            row: list[object] = [record.student, record.status, _blank(record.score), record.max_score]
            rows.append(
                [*row, *(_blank(scores.get(t)) for t in tasks), record.reason or "", *map(columns.get, last)]
            )
        path = self.folder / "scores.csv"
        write_atomically(path, as_csv(rows))
        return path


def _names(folder: Path) -> list[str]:
    """The files of records, in the order of their names."""
    if not folder.is_dir():
        return []
    return sorted(name for name in os.listdir(folder) if name.endswith(".json") and not name.startswith("."))


def _without_verdict(path: Path) -> bool:
    record = _read(path)
    return record is not None and record.status == "not_graded"


def _read(path: Path) -> Record | None:
    """The record in a file; None of a damaged one."""
    try:
        record = msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return None if _misplaced(path, record.student) or _miscounted(record) else record


def damage(path: Path) -> str:
    """What is wrong with a damaged record, as the end of a sentence about its file; empty where nothing is."""
    try:
        record = msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return "cannot be read"
    if _misplaced(path, record.student):
        return f"is by its name not the record of {record.student}, whose it says it is"
    if _miscounted(record):
        total = f"{record.score:g}" if record.score is not None else "none"
        return f"was changed: its score is {total}, which is not the sum of its tasks"
    return ""


def _misplaced(path: Path, student: str) -> bool:
    """Whether a file is not where the student's record is written: a copy, or the name in it was changed."""
    stem = _plain(path.stem)
    return stem != _plain(_file_name(student)) and (
        # of a name that is no text the record has less than the file's name was made of
        stem != _plain(name_of_its_own(student)) and not ("?" in student and "%~" in stem)
    )


def _miscounted(record: Record) -> bool:
    """Whether a score is not what its tasks have together: no run writes that."""
    if record.score is None or not record.tasks:
        return False
    scores = [task.score for task in record.tasks if task.score is not None]
    return len(scores) < len(record.tasks) or abs(sum(scores) - record.score) > 1e-3


def _plain(name: str) -> str:
    """A file's name for comparison: some file systems compose accents otherwise than the name has them."""
    return name if name.isascii() else unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())


class _Whose(msgspec.Struct):
    student: str


def _holder_of(path: Path) -> str | None:
    """Whose record a file is, `Ada` and `ada` being one file in some folders; None where it is nobody's, or not named for
    whom it names."""
    try:
        student = msgspec.json.decode(path.read_bytes(), type=_Whose).student
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return student if _plain(_file_name(student)).casefold() == _plain(path.stem).casefold() else None


def _file_name(student: str) -> str:
    """A student's name as a file's name: as it is, but for what would lead out of the folder or hide the file, and a hash
    where that is too long or no text."""
    safe = student.replace("%", "%25").replace("/", "%2F").replace("\0", "%00")
    safe = "%2E" + safe[1:] if safe.startswith(".") else safe
    return safe if len(safe.encode("utf-8", "surrogatepass")) <= MAX_FILE_NAME else name_of_its_own(student)


def name_of_its_own(student: str) -> str:
    """A file's name that every file system takes, and takes for no other student's; no other name has `%~`."""
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in student[:24])
    return f"{plain}%~{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _blank(value: float | None) -> float | str:
    return "" if value is None else value
