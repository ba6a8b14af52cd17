"""An nbgrader course folder: made once, then added to. Holds solutions: it is the instructor's."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from pathlib import Path

from ..course import Assignment, Course
from ..course.student_folder import refuse_another, write_student_folder
from ..record import replaced, write_atomically
from .source import source_notebook

CONFIG = '''\
"""nbgrader with autograder inside: its commands, our pieces. Written once; yours to change."""

import os
import sys
from pathlib import Path

c = get_config()
here = Path(__file__).resolve().parent
# nbgrader starts `alembic` by its name, and fails where its environment is not activated
os.environ["PATH"] = f"{{Path(sys.executable).parent}}{{os.pathsep}}{{os.environ.get('PATH', '')}}"

c.CourseDirectory.course_id = {course_id!r}
c.CourseDirectory.root = str(here)
c.CourseDirectory.db_url = f"sqlite:///{{here}}/gradebook.db?timeout=60"
# c.CourseDirectory.db_url = "postgresql+psycopg://grader@db.example/gradebook"  # the password is in ~/.pgpass
c.Grading.course = str(here / {course!r})
# c.Exchange.root = "/srv/nbgrader/exchange"  # where students fetch from and submit to, if your system does not say

c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "autograder.nbgrader.Stub",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.exporter_class = "autograder.nbgrader.SubmissionExporter"
c.Autograde.pre_convert_hook = "autograder.nbgrader.before_autograde"
c.Autograde.sanitize_preprocessors = ["autograder.nbgrader.Grade", "nbgrader.preprocessors.CheckCellMetadata"]
c.Autograde.autograde_preprocessors = [
    "autograder.nbgrader.SaveScores",
    "nbgrader.preprocessors.AssignLatePenalties",
]
c.AssignLatePenalties.plugin_class = "autograder.nbgrader.LatePenalty"
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "autograder.nbgrader.HideRubrics",
    "autograder.nbgrader.Timestamp",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {{
    "markdown2html": "autograder.nbgrader.safe_markdown",
    "strip_files_prefix": "autograder.nbgrader.without_files_prefix",
    "clean_html": "autograder.nbgrader.cleaned_html",
}}
c.ExchangeFactory.collect = "autograder.nbgrader.Collect"
c.ExchangeFactory.list = "autograder.nbgrader.List"
c.ZipCollectApp.extractor_plugin = "autograder.nbgrader.Extractor"
c.ZipCollectApp.collector_plugin = "autograder.nbgrader.Collector"
'''

# The line of the configuration by which the gradebook is the folder's own file.
_OF_THE_FOLDER = re.compile(r"^[^#\n]*\bsqlite:///\{here\}/gradebook\.db", re.MULTILINE)


def add_assignment(course: Course, assignment: Assignment, folder: Path) -> Path:
    """Puts an assignment's source into an nbgrader course folder, in place of the one that was there.

    Makes the folder where there is none; a configuration that is there stays. Returns the source notebook's path. Raises
    `CourseError` for a source that no release made.
    """
    name = f"{assignment.name}.ipynb"
    place = source_folder(folder, assignment)
    refuse_another(place)
    with replaced(place) as source:
        write_student_folder(assignment, course.root, source)
        (source / f"{assignment.name}.py").unlink()  # nbgrader hands out and takes in notebooks
        write_atomically(source / name, source_notebook(assignment).encode())
    config = folder / "nbgrader_config.py"
    if not config.exists():
        course_id = re.sub(r"[^a-z0-9]+", "-", course.settings.name.lower()).strip("-")
        course_id = course_id or "course"  # of a name in other letters nothing is left
        root = os.path.relpath(course.root, folder.resolve())
        write_atomically(config, CONFIG.format(course_id=course_id, course=root).encode())
    if _OF_THE_FOLDER.search(config.read_text("utf-8", "replace")):
        _write_ahead(folder / "gradebook.db")
    return place / name


def source_folder(folder: Path, assignment: Assignment) -> Path:
    """Where an assignment's source is in an nbgrader course folder."""
    return folder / "source" / assignment.name


def _write_ahead(database: Path) -> None:
    """Lets readers and a writer of the gradebook work at once, for good: without it, formgrader and a run of
    autograde refuse each other with "database is locked", which ends nbgrader's whole run."""
    with contextlib.closing(sqlite3.connect(database, timeout=60)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
