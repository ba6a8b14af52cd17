"""For `nbgrader zip_collect`: what a course system's download holds becomes nbgrader's folders.

Who handed in what, `gather` finds out, for all the layouts that it knows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from ..submission.gather import gather
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
