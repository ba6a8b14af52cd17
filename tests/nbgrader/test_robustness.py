"""Whatever students do to their notebooks: the run goes on, nobody else's score moves, no honest point is lost.

Each of these stops nbgrader's own autograder, or makes it give points away, or costs an honest student some. All hand
in to one class, which is graded in one run.
"""

from __future__ import annotations

import copy
import json
from base64 import b64decode
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from matplotlib.image import imread

from autograder.grading.grade import Grader
from autograder.nbgrader.cells import notebook, text_of
from autograder.nbgrader.shown import MARKDOWN_COST, MAX_OUTPUTS, shown_cells

from ..conftest import made_once, students_graded_here
from .conftest import Classroom, by_id, open_classroom

Cells = dict[str, Any]
Edit = Callable[[Cells, dict[str, Any]], None]
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SCRIPT = "<script>alert('mine')</script>"


def duplicated(cells: Cells, notebook: dict[str, Any]) -> None:
    """Cells copied with their metadata, below and above the first."""
    for name in ("double", "double_checks", "why"):
        at = next(i for i, cell in enumerate(notebook["cells"]) if cell is cells[name])
        notebook["cells"].insert(at, copy.deepcopy(cells[name]))
        notebook["cells"].append(copy.deepcopy(cells[name]))
    notebook["cells"][-1]["source"] = "*Your answer here.*"


def deleted(cells: Cells, notebook: dict[str, Any]) -> None:
    gone = ("double_checks", "why", "why_rubric", "fit_checks")
    notebook["cells"] = [c for c in notebook["cells"] if all(c is not cells[name] for name in gone)]


def metadata_changed(cells: Cells, notebook: dict[str, Any]) -> None:
    cells["double_checks"]["metadata"]["nbgrader"].update(points=1000, locked=False, solution=True)
    cells["fit_checks"]["metadata"]["nbgrader"].update(grade=False, checksum="0" * 32)
    cells["why"]["metadata"]["nbgrader"].update(grade_id="why_not", points=-5)
    cells["double"]["metadata"]["nbgrader"]["solution"] = "yes"
    notebook["cells"][0]["metadata"]["nbgrader"] = {"grade_id": 7, "grade": True}


def cell_types_changed(cells: Cells, notebook: dict[str, Any]) -> None:
    for name in ("double_checks", "why"):
        cells[name]["cell_type"] = {"code": "markdown", "markdown": "code"}[cells[name]["cell_type"]]
        cells[name].pop("outputs", None)


def schema_too_new(cells: Cells, notebook: dict[str, Any]) -> None:
    for cell in cells.values():
        cell["metadata"]["nbgrader"]["schema_version"] = 99


def schema_too_old(cells: Cells, notebook: dict[str, Any]) -> None:
    for cell in cells.values():
        cell["metadata"]["nbgrader"] = {
            "grade_id": cell["metadata"]["nbgrader"]["grade_id"],
            "schema_version": 0,
        }


def schema_nonsense(cells: Cells, notebook: dict[str, Any]) -> None:
    for cell in cells.values():
        cell["metadata"]["nbgrader"]["schema_version"] = {"a": "3"}


def without_metadata(cells: Cells, notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}


def warns(cells: Cells, notebook: dict[str, Any]) -> None:
    """Every call writes to stderr, which is no points for nbgrader."""
    cells["double"]["source"] += (
        "\nimport sys, warnings\n_double = double\n"
        "def double(x):\n    warnings.warn('careful')\n    print('careful', file=sys.stderr)\n    return _double(x)\n"
    )


def another_kernel(cells: Cells, notebook: dict[str, Any]) -> None:
    notebook["metadata"] = {"kernelspec": {"name": "gone", "language": "R"}, "widgets": {"x": SCRIPT}}


def format_3(cells: Cells, notebook: dict[str, Any]) -> None:
    sheet = [
        {**c, "input": c["source"], "language": "python", "collapsed": False}
        if c["cell_type"] == "code"
        else c
        for c in notebook.pop("cells")
    ]
    notebook.update(nbformat=3, nbformat_minor=0, worksheets=[{"cells": sheet}])


def half_characters(cells: Cells, notebook: dict[str, Any]) -> None:
    cells["why"]["source"] = "Nothing \ud83d \x1b[31m \x00 at all"
    notebook["cells"][0]["source"] = ["lines ", "of a list \udc00"]


def odd_parts(cells: Cells, notebook: dict[str, Any]) -> None:
    notebook["cells"][0].update(attachments=[], source=None)
    cells["double"].update(outputs={"a": 1}, execution_count="many")
    cells["fit"]["outputs"] = [7, {"output_type": "stream"}, {"output_type": "display_data", "data": [1]}]


HONEST: dict[str, Edit | None] = {
    "untouched": None,
    **{
        edit.__name__: edit
        for edit in (
            duplicated, deleted, metadata_changed, cell_types_changed, schema_too_new, schema_too_old,
            schema_nonsense, without_metadata, warns, another_kernel, format_3, half_characters, odd_parts,
        )
    },
}  # fmt: skip


def kernel_tricks(cells: Cells, notebook: dict[str, Any]) -> None:
    """Rewrites every later cell to nothing, which is full marks for nbgrader."""
    trick = "ip = get_ipython()\nip.input_transformers_post.append(lambda lines: ['pass\\n'])\n"
    cells["double"]["source"] = trick + "ip.kernel.do_shutdown(True)\n"
    cells["fit"]["source"] = "%reset -f\nraise SystemExit\n"


def own_outputs(cells: Cells, notebook: dict[str, Any]) -> None:
    """Says its score itself."""
    for name in ("double", "fit"):
        cells[name]["source"] = ""
        cells[f"{name}_checks"]["source"] = "100.0"
        cells[f"{name}_checks"]["outputs"] = [
            {
                "output_type": "execute_result",
                "data": {"text/plain": "60.0"},
                "execution_count": 1,
                "metadata": {},
            }
        ]


def writes_the_gradebook(cells: Cells, notebook: dict[str, Any]) -> None:
    """When its functions are defined, and whenever one is called."""
    code = (
        "import glob, os, sqlite3\n\n\ndef everybody_gets_nothing():\n"
        "    for place in ('gradebook.db', *glob.glob('/tmp/**/gradebook.db', recursive=True), {path!r}):\n"
        "        try:\n            connection = sqlite3.connect(place)\n"
        "            connection.execute('update grade set auto_score = 0, manual_score = 0')\n"
        "            connection.commit()\n        except Exception:\n            pass\n\n\n"
        "everybody_gets_nothing()\n\n\ndef double(x):\n    everybody_gets_nothing()\n    return 2 * x\n"
    )
    cells["double"]["source"] = code


DISHONEST = {edit.__name__: edit for edit in (kernel_tricks, own_outputs, writes_the_gradebook)}


def scripts(cells: Cells, notebook: dict[str, Any]) -> None:
    """Script wherever a notebook can hold some, and honest work."""
    cells["why"]["source"] = (
        f"Nothing {SCRIPT} [click](javascript:alert(1)) ![x](a.png \"' onerror='alert(1)\")"
    )
    cells["why"]["attachments"] = {
        "a.png": {"image/svg+xml": f"<svg>{SCRIPT}</svg>", "image/png": f'"{SCRIPT}'}
    }
    cells["why"]["metadata"]["nbgrader"]["comment"] = SCRIPT
    raw = {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": SCRIPT}
    markdown = {
        "cell_type": "markdown",
        "metadata": {"autograder": {"rubric": "why"}},
        "source": f"**{SCRIPT}**",
    }
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": SCRIPT, "image/png": PICTURE}},
        {"output_type": "display_data", "metadata": {}, "data": {"text/html": SCRIPT, "text/plain": SCRIPT}},
        {"output_type": "display_data", "metadata": {}, "data": {"application/javascript": "alert(1)"}},
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": f'"{SCRIPT}'}},
        {"output_type": "error", "ename": SCRIPT, "evalue": SCRIPT, "traceback": [SCRIPT]},
        {"output_type": "stream", "name": SCRIPT, "text": SCRIPT},
    ]
    code = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "source": f"'{SCRIPT}'",
        "outputs": outputs,
    }
    notebook["cells"] += [raw, markdown, code]
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"a": SCRIPT}}}


def squares(cells: Cells, notebook: dict[str, Any]) -> None:
    cells["double"]["source"] = "".join(cells["double"]["source"]).replace("FACTOR * x", "x * x")


UNREADABLE: dict[str, bytes] = {
    "not_json": b"{'cells': []",
    "empty": b"",
    "a_list": b"[]",
    "deep": b"[" * 100_000,
    "no_cells": b'{"nbformat": 4, "cells": 7}',
    "zip_as_notebook": b"PK\x03\x04 not a zip either",
    "utf_16": "{}".encode("utf-16"),
}


@pytest.fixture(scope="module")
def graded(root: Path, of_this_run: Path, tiny_grader: Grader) -> Classroom:
    """The class, after one run of autograde and one of feedback."""
    folder = of_this_run / "robustness"
    with made_once(folder) as missing:
        if missing:
            with pytest.MonkeyPatch.context() as patched:
                students_graded_here(patched, tiny_grader)
                grade(open_classroom(folder, root))
    return Classroom(folder / "course", folder / "nbgrader")


def grade(classroom: Classroom) -> None:
    for name, edit in {**HONEST, **DISHONEST, "scripts": scripts, "squares": squares}.items():
        text = json.dumps(classroom.notebook(edit)).replace(
            "{path!r}", repr(str(classroom.folder / "gradebook.db"))
        )
        classroom.hand_in(name, {"tiny.ipynb": text})
    for name, data in UNREADABLE.items():
        classroom.hand_in(name, {"tiny.ipynb": data})
    link = classroom.hand_in("links_to_the_source", {}) / "tiny.ipynb"
    link.symlink_to(classroom.folder / "source/tiny/tiny.ipynb")
    classroom.nbgrader("autograde", "tiny")
    classroom.nbgrader("generate_feedback", "tiny")


@pytest.mark.parametrize("student", HONEST)
def test_no_honest_student_loses_a_point(graded: Classroom, student: str) -> None:
    assert graded.code_score(student) == 100
    assert graded.scores(student)["why"] == (None, None, None, 1), "a person is to read the answer"


@pytest.mark.parametrize("student", HONEST)
def test_each_cell_with_a_score_is_in_the_notebook_once_and_as_it_should_be(
    graded: Classroom, student: str
) -> None:
    names = [
        c["metadata"]["nbgrader"]["grade_id"]
        for c in graded.graded(student)["cells"]
        if c["metadata"].get("nbgrader")
    ]
    assert sorted(names) == ["double", "double_checks", "fit", "fit_checks", "why"]
    cells = by_id(graded.graded(student))
    assert cells["double_checks"]["metadata"]["nbgrader"]["points"] == 60
    assert "double: 60 of 60 points" in str(cells["double_checks"]["outputs"])


def test_an_answer_counts_wherever_its_cell_was_copied(graded: Classroom) -> None:
    assert by_id(graded.graded("duplicated"))["why"]["source"] == ["Nothing."]


@pytest.mark.parametrize("student", ["kernel_tricks", "own_outputs"])
def test_tricks_give_no_point(graded: Classroom, student: str) -> None:
    assert graded.code_score(student) == 0


def test_code_that_writes_the_gradebook_changes_nothing(graded: Classroom) -> None:
    assert graded.code_score("writes_the_gradebook") == 40 + 30  # one of two checks of double, and fit
    assert graded.code_score("untouched") == 100


@pytest.mark.parametrize("student", [*UNREADABLE, "links_to_the_source"])
def test_what_cannot_be_read_is_rejected_told_and_flagged(graded: Classroom, student: str) -> None:
    assert graded.code_score(student) == 0
    assert "This submission was rejected" in str(graded.graded(student)["cells"][0]["source"])
    query = (
        "select n.flagged from submitted_notebook n join submitted_assignment a on a.id = n.assignment_id"
        " where a.student_id = ?"
    )
    assert graded.rows(query, student) == [(1,)]
    assert graded.rows(query, "untouched") == [(0,)]


def test_no_script_reaches_a_page_and_the_picture_does(graded: Classroom) -> None:
    page, plain = (
        (graded.folder / "feedback" / student / "tiny/tiny.html").read_text("utf-8")
        for student in ("scripts", "untouched")
    )
    assert active(page) == active(plain)
    assert PICTURE in page
    assert "&lt;script&gt;alert" in page
    assert graded.code_score("scripts") == 100


def test_an_example_is_drawn(graded: Classroom) -> None:
    """Once, below what is said of it: nbgrader's pages let no SVG through, so it is an image."""
    outputs = by_id(graded.graded("squares"))["double_checks"]["outputs"]
    assert [list(output["data"]) for output in outputs] == [
        ["text/html", "text/plain"],
        ["image/png"],
        ["text/plain"],
    ]
    high, wide, _ = imread(BytesIO(b64decode(outputs[1]["data"]["image/png"]))).shape
    assert (wide, high) == (640, 260)
    page = (graded.folder / "feedback/squares/tiny/tiny.html").read_text("utf-8")
    assert page.count(f"data:image/png;base64,{outputs[1]['data']['image/png'].strip()}") == 1
    assert graded.code_score("squares") == 40 + 30


def active(page: str) -> list[str]:
    """What of a page can run: script elements, handlers, links to script, drawings that hold some."""
    found: list[str] = []

    class Elements(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            if tag in ("script", "svg", "iframe", "object", "embed", "style"):
                found.append(tag)
            for name, value in attributes:
                if name.startswith("on") or (value or "").strip().lower().startswith(
                    ("javascript:", "data:text")
                ):
                    found.append(f"{tag} {name}={value}")

    Elements().feed(page)
    return found


def test_feedback_shows_work_verdicts_and_hints_and_nothing_of_the_mark_scheme(graded: Classroom) -> None:
    page = (graded.folder / "feedback/untouched/tiny/tiny.html").read_text("utf-8")
    for text in ("FACTOR", "Doubling a tensor gives twice its values", "60 of 60 points", "Student's answer"):
        assert text in page, text
    for hidden in ("One point for the word", "MARK SCHEME", "Rubric"):
        assert hidden not in page, hidden
    assert "One point for the word" in str(graded.graded("untouched")), "the TA reads it"


def test_a_text_that_would_stall_a_page_is_cut_and_says_so(pristine: Classroom, tmp_path: Path) -> None:
    def endless(cells: Cells, notebook: dict[str, Any]) -> None:
        cells["why"]["source"] = "\\begin{a}" * 100_000
        notebook["cells"] += [{"cell_type": "code", "metadata": {}, "source": "pass", "outputs": []}] * 2000

    file = tmp_path / "tiny.ipynb"
    file.write_text(json.dumps(pristine.notebook(endless)))
    cells = shown_cells(pristine.assignment, [file])
    (answer,) = (cell["source"] for cell in cells if cell["source"].startswith("\\begin"))
    assert len(answer) < 21_000
    assert "more characters" in answer
    assert len(cells) == 501
    assert "more cells are not shown" in cells[-1]["source"]


def test_markdown_costs_a_page_little_however_much_of_it_there_is(
    pristine: Classroom, tmp_path: Path
) -> None:
    """It is rendered in quadratic time: a notebook of it took minutes. What is too much is shown as it was typed."""
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "*" * 20_000} for _ in range(400)]
    file = tmp_path / "tiny.ipynb"
    file.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    sources = [cell["source"] for cell in shown_cells(pristine.assignment, [file])]
    assert len(sources) == 400
    assert sum(len(source) ** 2 for source in sources if source.startswith("*")) <= MARKDOWN_COST
    assert all(source.strip() == "*" * 20_000 for source in sources)


@pytest.mark.parametrize("opening", ["\\\\[", "\\\\(", "\\begin{a}"])
def test_formulas_that_do_not_end_are_shown_as_they_were_typed(
    pristine: Classroom, tmp_path: Path, opening: str
) -> None:
    """Each looks for its end in all that follows. Cells of an honest length are shown as they are, before and after."""
    honest = "We see $a$, \\\\(b\\\\), and\n\n\\begin{align}c\\end{align}\n\n" * 100
    texts = [*[honest] * 3, *[(opening * 10_000)[:20_000]] * 20, *[honest] * 3]
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in texts]
    file = tmp_path / "tiny.ipynb"
    file.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    sources = [cell["source"] for cell in shown_cells(pristine.assignment, [file])]
    assert [*sources[:3], *sources[-3:]] == [honest] * 6
    assert sum(source.startswith("\\") for source in sources) <= 2


def test_halves_of_a_character_and_a_multitude_of_outputs_reach_no_page(
    pristine: Classroom, tmp_path: Path
) -> None:
    """A file of such a name cannot be written, and a page of a hundred thousand outputs takes minutes."""
    half = {"cell_type": "markdown", "source": "x", "metadata": {"nbgrader": {"grade_id": "\ud800"}}}
    half["attachments"] = {"\ud800": {"image/png": "iVBORw0KGgo="}, "a.png": {"image/png": "iVBORw0KGgo="}}
    output = {"output_type": "stream", "name": "stdout", "text": "x"}
    loud = {"cell_type": "code", "metadata": {}, "source": "def fit(): pass", "outputs": [output] * 20_000}
    file = tmp_path / "tiny.ipynb"
    file.write_text(
        json.dumps({"cells": [half, loud, loud], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    cells = shown_cells(pristine.assignment, [file])
    assert text_of(notebook(cells)).encode()
    assert list(cells[0]["attachments"]) == ["a.png"]
    assert sum(len(cell["outputs"]) for cell in cells[1:]) == MAX_OUTPUTS
