"""The steps of nbgrader's own chain that are ours. nbgrader_config.py names them; nbgrader runs them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters import NotebookExporter
from nbconvert.filters import clean_html, strip_files_prefix
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy import make_url
from traitlets import List

from ..course import CourseError
from ..course.stubs import ANSWER_HERE, stub_source
from ..outcome import penalty
from .cells import notebook
from .gradebook import Entry, save, too_long
from .graded import OURS, graded_notebook, scores
from .grading import Grading, grading_for, grading_of
from .maths import Formulas
from .shown import shown_cells
from .submitted import NO_SECRET, TIMESTAMP, copy_lines, is_line, put_secret, remove

Step = tuple[Any, dict[str, Any]]
_FOLD = re.compile(
    "<details><summary>([^<>]*)</summary>"
)  # which ends where its cell ends, if nobody ends it
_ELSEWHERE = re.compile("https?://|mailto:", re.IGNORECASE)


class Stub(NbGraderPreprocessor):
    """In place of nbgrader's `ClearSolutions`: graded cells become what they are in the student's stub."""

    def preprocess_cell(self, cell: Any, resources: dict[str, Any], index: int) -> Step:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = stub_source(cell.source) if cell.cell_type == "code" else ANSWER_HERE
        return cell, resources


class SubmissionExporter(NotebookExporter):
    """Reads no notebook of a student's: whatever it may be, `Grade` puts the graded one in its place.

    Autograde makes it before it looks at a submission. So this is where a run ends that has no draw, or other points than
    the gradebook, once and not with each student, and where autograde learns to refuse a student whose name the gradebook does not take, and to copy none of
    a student's files.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if self.parent is None:
            return
        try:
            grading_for(self.parent).refuse_another_draw(self.parent)
            grading_for(self.parent).refuse_other_cells(self.parent)
            grading_for(self.parent).tell_if_graders_changed(self.parent)
        except CourseError as problem:
            self.log.error("%s", problem)
            raise NbGraderException(str(problem)) from None
        self.parent.init_assignment = _beginning(self.parent)

    def from_filename(self, filename: str, resources: dict[str, Any] | None = None, **options: Any) -> Any:
        if self.parent is not None and self.parent._sanitizing:
            return self.from_notebook_node(notebook([]), resources, **options)
        return super().from_filename(filename, resources, **options)


def _beginning(converter: Any) -> Callable[[str, str], None]:
    """A converter's step that adds a student to the gradebook, if the name fits, and of what lies beside a notebook copies
    the two lines that nbgrader reads again. Formgrader serves all that is in `autograded` as the server's own: a page of a
    student's would run there with the rights of whoever reads it."""
    begin = type(converter).init_assignment

    def init_assignment(assignment: str, student: str) -> None:
        directory = converter.coursedir
        if problem := too_long(student, make_url(directory.db_url).get_backend_name()):
            raise NbGraderException(f"{problem}: rename the folder")
        ignored, directory.ignore = directory.ignore, ["*"]  # by which nbgrader copies no file
        try:
            begin(converter, assignment, student)
        finally:
            directory.ignore = ignored
        submitted, autograded = (
            Path(directory.format_path(step, student, assignment))
            for step in (directory.submitted_directory, directory.autograded_directory)
        )
        copy_lines(submitted, autograded)

    return init_assignment


class Grade(NbGraderPreprocessor):
    """Has a submission graded, and makes the notebook that people look at: work, reports, rubrics."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> Step:
        name, student = resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        grading, converter = grading_of(self)
        record = grading.record(converter, name, student)
        assignment = grading.assignment(name)
        shown = shown_cells(assignment, grading.submission(converter, name, student).files)
        return graded_notebook(assignment, record, shown), resources


class SaveScores(NbGraderPreprocessor):
    """Puts a graded notebook's scores into the gradebook."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> Step:
        about = resources["nbgrader"]
        grading, converter = grading_of(self)
        record = grading.record(converter, about["assignment"], about["student"])
        assignment = grading.assignment(about["assignment"])
        entry = Entry(
            about["student"], scores(assignment, record, nb.cells), flagged=record.status != "graded"
        )
        with Gradebook(about["db_url"], converter.coursedir.course_id) as gradebook:
            save(gradebook, assignment, [entry])
        return nb, resources


class LatePenalty(LateSubmissionPlugin):
    """Late penalties by `[late]` in course.toml."""

    def late_submission_penalty(self, student: str, score: float, seconds_late: float) -> float | None:
        return penalty(Grading(parent=self).opened.settings.late, score, seconds_late) or None


class HideRubrics(NbGraderPreprocessor):
    """Takes out of a graded notebook what its student may not read, the rubrics, and the bare scores."""

    display_data_priority: Any = List(help="Set by the exporter for all that it runs.").tag(config=True)

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> Step:
        nb.cells = [cell for cell in nb.cells if "rubric" not in cell.metadata.get(OURS, {})]
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [output for output in cell.outputs if output.output_type != "execute_result"]
        return nb, resources


class Timestamp(NbGraderPreprocessor):
    """Makes of a feedback folder one that nbgrader can release: it reads the time and the secret there, and one that it
    cannot read ends it for the whole class.

    The time is empty where nobody knows when the work was handed in: in `submitted` an empty one would stop formgrader.
    """

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> Step:
        about, directory = resources["nbgrader"], self.parent.parent.coursedir
        folder = Path(
            directory.format_path(directory.feedback_directory, about["student"], about["assignment"])
        )
        folder.mkdir(parents=True, exist_ok=True)
        if not is_line(folder / TIMESTAMP):
            remove(folder / TIMESTAMP)
            (folder / TIMESTAMP).touch()
        if put_secret(folder):
            self.log.warning(NO_SECRET, about["student"])
        return nb, resources


class _Renderer(IPythonRenderer):
    """HTML in Markdown is text, links lead elsewhere, and formulas are MathML; one that cannot be is shown as typed.

    What is left of TeX is not for MathJax, which nbgrader's pages fetch from the network: it takes links and styles.
    """

    def __init__(self, formulas: Formulas, **options: Any) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False, **options)
        self._mathml = formulas.mathml

    def heading(self, text: str, level: int, **_: Any) -> str:
        """Without an id: formgrader finds its boxes for scores and comments by theirs."""
        return f"<h{level}>{text}</h{level}>\n"

    def block_html(self, html: str) -> str:
        """A handout's fold stays one, by its own two lines; all other HTML is text, and so is what a fold is called."""
        if html.strip() == "</details>":
            return "</details>\n"
        if (fold := _FOLD.fullmatch(html.strip())) is not None:
            return f"<details><summary>{self.escape_html(fold[1])}</summary>\n"
        return str(super().block_html(html))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """One that the notebook holds; no other, which would be fetched with the rights of whoever opens the page."""
        if url.startswith("attachment:"):
            return str(super().image(text, url, title))
        return f"<code>![{self.escape_html(text)}]({self.escape_html(url)})</code>"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """One that leads elsewhere; no other, which would open what lies on the server of whoever reads the page."""
        if _ELSEWHERE.match(url):
            return str(super().link(text, url, title))
        return f"[{text}](<code>{self.escape_html(url)}</code>)"

    def inline_math(self, body: str) -> str:
        return self._mathml(body) or f"<code>${self.escape_html(body)}$</code>"

    def block_math(self, body: str) -> str:
        return self._mathml(body, "block") or f"<pre>$${self.escape_html(body)}$$</pre>"

    def latex_environment(self, name: str, body: str) -> str:
        tex = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return self._mathml(tex, "block") or f"<pre>{self.escape_html(tex)}</pre>"


class _Safe(str):
    """HTML that was made here, of Markdown: nothing in it is as somebody else wrote it."""


@pass_context
def safe_markdown(context: Any, source: str) -> _Safe:
    """Markdown to HTML, in place of nbconvert's filter."""
    cell = context.get("cell") or {}
    pictures = cell.get("attachments", {}) if hasattr(cell, "get") else {}
    formulas = (context.get("resources") or {}).setdefault("formulas", Formulas())
    renderer = _Renderer(formulas, attachments=pictures)
    try:
        page = str(MarkdownWithMath(renderer=renderer).render(source))
    except Exception:  # nested a thousand deep, say: then as it was typed
        page = f"<pre>{escape(source)}</pre>"
    return _Safe(f'<div class="tex2jax_ignore">{page}</div>')


def without_files_prefix(html: str) -> str:
    """In place of nbconvert's filter `strip_files_prefix`, which would forget where HTML comes from."""
    return html if isinstance(html, _Safe) else str(strip_files_prefix(html))


def cleaned_html(html: str) -> str:
    """In place of nbconvert's filter `clean_html`, which takes the tags of headings, paragraphs, tables and formulas for
    somebody's text and shows them."""
    return html if isinstance(html, _Safe) else str(clean_html(html))
