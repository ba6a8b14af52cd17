"""What was handed in becomes nbgrader's folders: from its exchange, or from a course system's download.

`nbgrader zip_collect` asks for the latter; who handed in what, `gather` finds out, for all the layouts that it knows.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import pwd
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from nbgrader.exchange.default.collect import ExchangeCollect
from nbgrader.exchange.default.list import ExchangeList
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from ..course import CourseError
from ..sandbox.folder import unpacking
from ..submission import MAX_BYTES, RosterError, disk, file_name, gather_all, roster_at, shown
from ..submission.names import MIB, suffix
from ..submission.source import printable
from .grading import Grading
from .submitted import NO_SECRET, SECRET, TIMESTAMP, is_line, put, put_secret, put_stub, remove


class Extractor(ExtractorPlugin):
    """Sorts what was downloaded by student."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        name = self.parent.coursedir.assignment_id
        assignment = Grading(parent=self).assignment(name)
        try:
            roster = roster_at(Grading(parent=self).opened.roster_file)
        except RosterError as error:
            raise CourseError(str(error)) from None
        with unpacking() as scratch:
            gathered = gather_all([Path(archive_path)], name, roster=roster, scratch=scratch)
            for student, files, problem, _ in gathered.candidates:
                if problem is not None:
                    self.log.error("%s was not collected: %s", student, problem)
                    continue
                try:
                    left = put(files, assignment, Path(extracted_path) / student)
                except OSError as error:
                    self.log.error("%s was not collected: %s", student, error)
                    continue
                for problem in left:
                    self.log.error("of %s was not collected: %s", student, problem)
            for path, why in gathered.left:
                self.log.warning("not collected: %s %s", shown(path.name), why)


class Collector(FileNameCollectorPlugin):
    """The student and the file's name, from where `Extractor` put it."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        file = Path(submitted_file)
        return {"student_id": file.parent.name, "file_id": file.name}


_NAMELESS: dict[str, Any] = {"username": "", "filename": "", "timestamp": datetime.min}


class Collect(ExchangeCollect):
    """nbgrader's own, but a submission that cannot be taken is named and left, and the others are collected.

    What lies in the exchange is the student's to change, at any moment, and is copied with the rights of whoever
    collects: a link could stand for the solutions. So it is copied from descriptors, and a submission with a link, a pipe
    or another person's file in it is left. `nbgrader submit` makes none. One that was collected before is replaced when
    the new one is whole.
    """

    def init_src(self) -> None:
        super().init_src()
        self.src_records[:] = [record for record in self.src_records if record is not _NAMELESS]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            record = dict(super()._path_to_record(path))
            assignment = record["filename"].rsplit("+", 3)[1]
            if _may_be_a_student(record["username"]) and assignment == self.coursedir.assignment_id:
                return record
        except (
            Exception
        ):  # of nbgrader, and of the library that reads its times, on a name of the student's making
            pass
        what = "its name says neither whose it is nor when it came"
        self.log.error("%s was not collected: %s", printable(path), what)
        return _NAMELESS

    def copy_files(self) -> None:
        self.log.info("%s submissions of %s", len(self.src_records), self.coursedir.assignment_id)
        for record in self.src_records:
            source = Path(self.inbound_path, record["filename"])
            try:
                self._collect(source, record["username"], record["timestamp"])
            except disk.NotTaken as problem:
                self.log.error("%s was not collected: it %s", printable(str(source)), problem)
            except (OSError, ValueError) as error:
                self.log.error("%s was not collected: %s", printable(str(source)), printable(str(error)))

    def _collect(self, source: Path, student: str, when: datetime) -> None:
        name = self.coursedir.assignment_id
        target = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, name))
        if target.is_dir() and not self._replaces(target, when):
            self.log.info("%s has been collected already", student)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        coming, going = (target.with_name(f".{name}-{which}") for which in ("coming", "going"))
        for rest in (coming, going):
            shutil.rmtree(rest, ignore_errors=True)
        try:
            with disk.opened(disk.real(source.parent) / source.name) as folder:
                self._check_owner(student, source, os.fstat(folder).st_uid)
                disk.copy(folder, coming, self._wanted(student, source), 1000 * self.coursedir.max_dir_size)
            remove(coming / TIMESTAMP)  # the student's to write, and read in every later run
            (coming / TIMESTAMP).write_text(f"{when.isoformat(sep=' ')} UTC")
            if os.path.lexists(coming / SECRET) and put_secret(coming):
                self.log.warning(NO_SECRET, student)
            with contextlib.suppress(CourseError):  # an assignment of theirs that is none of ours
                put_stub(Grading(parent=self).assignment(name), coming)
            self._share(coming)
            if target.is_dir():
                target.rename(going)
            coming.rename(target)
        finally:
            for rest in (coming, going):
                shutil.rmtree(rest, ignore_errors=True)
            with contextlib.suppress(OSError):
                target.parent.rmdir()  # made for this one, and empty
        self.log.info("%s is collected", student)

    def _replaces(self, target: Path, when: datetime) -> bool:
        """nbgrader's own rule for what was collected before."""
        try:
            before = self.coursedir.get_existing_timestamp(str(target))
        except Exception:  # a text that is no time
            before = None
        newer = self.update and (before is None or when > before)
        return bool(newer or (self.before_duedate and before != when))

    def _wanted(self, student: str, source: Path) -> Callable[[str, int | None], disk.Wanted | None]:
        """How an entry is copied, by nbgrader's settings. What is graded is not left out for its size, which would be a 0
        that nobody explains: of what is larger than any that is read there comes so much that grading rejects it."""
        settings = self.coursedir

        def wanted(name: str, size: int | None) -> disk.Wanted | None:
            if any(fnmatch.fnmatch(name, pattern) for pattern in settings.ignore):
                return None
            if size is not None:
                if settings.include and not any(fnmatch.fnmatch(name, p) for p in settings.include):
                    return None
                if settings.max_file_size and size > 1000 * settings.max_file_size:
                    most = MAX_BYTES.get(suffix(PurePath(name)))
                    if most is None:
                        self.log.warning(
                            "%s is left out of %s: it is too large", printable(name), printable(str(source))
                        )
                        return None
                    if size > most:
                        self.log.warning(
                            "%s: %s is over %s MiB: so much of it is collected that grading rejects it",
                            student, printable(name), most // MIB,
                        )  # fmt: skip
                    return disk.Wanted(file_name(name), most + 1)
            return disk.Wanted(file_name(name))

        return wanted

    def _check_owner(self, student: str, source: Path, owner: int) -> None:
        if not self.check_owner:
            return
        try:
            name = pwd.getpwuid(owner).pw_name
        except KeyError:
            name = "unknown id"
        if name != student:
            told = "%s claims to be submitted by %s but is owned by %s; cheating attempt? "
            told += "you may disable this warning by unsetting the option CollectApp.check_owner"
            self.log.warning(told, printable(str(source)), student, name)

    def _share(self, folder: Path) -> None:
        """Lets the group write, where the course is shared by one."""
        if self.coursedir.groupshared:
            for where, _, files in os.walk(folder):
                os.chmod(where, (os.stat(where).st_mode | 0o2770) & 0o2777)
                for file in files:
                    path = os.path.join(where, file)
                    os.chmod(path, (os.stat(path).st_mode | 0o660) & 0o777)


class List(ExchangeList):
    """nbgrader's own, but what it cannot read of a submission ends it for that one, which is named, and the others are
    listed. It reads a submission's secret and, where there is none, its notebooks."""

    assignments: list[str]

    def parse_assignments(self) -> Any:
        sound = []
        for path in self.assignments:
            self.assignments = [path]
            try:
                if self.inbound:
                    _refuse_unreadable(Path(path))
                super().parse_assignments()
                sound.append(path)
            except Exception as error:  # of nbgrader's, on a name or a file of the student's making
                self.log.error("%s is not listed: %s", printable(path), printable(str(error)))
        self.assignments = sound
        return super().parse_assignments()


def _refuse_unreadable(folder: Path) -> None:
    """Raises `NotTaken` where nbgrader would wait for a file for ever, or read one without an end."""
    if os.path.lexists(folder / SECRET):
        if not is_line(folder / SECRET):
            raise disk.NotTaken(f"its {SECRET} is none")
        return
    for notebook in folder.glob("*.ipynb"):
        if disk.kind_of(notebook) != "file" or notebook.stat().st_size > MAX_BYTES[".ipynb"]:
            raise disk.NotTaken(f"{notebook.name} is no file, or a very large one")


def _may_be_a_student(name: str) -> bool:
    """Not where nbgrader would take the name for a pattern (`*` has everybody's notebooks), nor where it is a formula in
    nbgrader's grades.csv, or more than one of its cells: nothing is quoted there."""
    plain = bool(name) and name.isprintable() and not set('*?[],;"') & set(name)
    return plain and not name.startswith((".", "=", "+", "-", "@"))
