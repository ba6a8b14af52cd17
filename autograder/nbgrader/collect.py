"""What was handed in becomes nbgrader's folders: from its exchange, or from a course system's download.

`nbgrader zip_collect` asks for the latter; who handed in what, `gather` finds out, for all the layouts that it knows.
"""

from __future__ import annotations

import os
import shutil
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default.collect import ExchangeCollect
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from ..submission import gather
from .grading import Grading
from .submitted import put


class Extractor(ExtractorPlugin):
    """Sorts what was downloaded by student."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        name = self.parent.coursedir.assignment_id
        assignment = Grading(parent=self).assignment(name)
        for student, files in gather([Path(archive_path)], name):
            put(files, assignment, Path(extracted_path) / student)


class Collector(FileNameCollectorPlugin):
    """The student and the file's name, from where `Extractor` put it."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        file = Path(submitted_file)
        return {"student_id": file.parent.name, "file_id": file.name}


_NAMELESS: dict[str, Any] = {"username": "", "filename": "", "timestamp": datetime.min}


class Collect(ExchangeCollect):
    """nbgrader's own, but a submission that cannot be taken is named and left, and the others are collected.

    What lies in the exchange is the student's to change, and is copied with the rights of whoever collects: a link
    could stand for the solutions. `nbgrader submit` leaves none.
    """

    def init_src(self) -> None:
        super().init_src()
        self.src_records[:] = [record for record in self.src_records if record is not _NAMELESS]

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            return dict(super()._path_to_record(path))
        except (ExchangeError, ValueError):
            self.log.error("%s was not collected: its name says neither whose it is nor when it came", path)
            return _NAMELESS

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        try:
            problem = _neither_file_nor_folder(Path(src))
            if problem is None:
                super().do_copy(src, dest, log)
        except (OSError, RuntimeError) as error:  # too large, not readable, or changed meanwhile
            problem = str(error)
        if problem is not None:
            shutil.rmtree(dest, ignore_errors=True)
            self.log.error("%s was not collected: %s", src, problem)


def _neither_file_nor_folder(top: Path) -> str | None:
    """What is wrong with a folder that holds a link or a pipe."""
    for path in (top, *(Path(where, name) for where, *names in os.walk(top) for name in sum(names, []))):
        mode = path.lstat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            return f"{path.name} is neither a file nor a folder"
    return None
