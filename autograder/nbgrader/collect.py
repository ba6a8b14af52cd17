"""For `nbgrader zip_collect`: what a course system's download holds becomes nbgrader's folders.

Who handed in what, `gather` finds out, for all the layouts that it knows. The files go on as they are, archives
too: the engine reads them, and says what is wrong with one. Beside them lies the unchanged stub where there is no
notebook of the assignment's name, since nbgrader looks for one.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from ..submission.gather import gather
from .grading import Grading


class Extractor(ExtractorPlugin):
    """Sorts what was downloaded by student."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        name = self.parent.coursedir.assignment_id
        assignment = Grading(parent=self).assignment(name)
        stub = assignment.stub[f"{name}.ipynb"]
        for student, files in gather([Path(archive_path)], name):
            folder = Path(extracted_path) / student
            folder.mkdir(parents=True)
            for file in files:
                if file.is_file() and not file.is_symlink():
                    shutil.copyfile(file, folder / file.name)
            if not (folder / f"{name}.ipynb").exists():
                (folder / f"{name}.ipynb").write_text(stub, "utf-8")


class Collector(FileNameCollectorPlugin):
    """The student and the file's name, from where `Extractor` put it."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        file = Path(submitted_file)
        return {"student_id": file.parent.name, "file_id": file.name}
