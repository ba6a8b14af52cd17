"""A student's page says what holds, what does not and why, and what to try next; and nothing that is the TA's."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.nbgrader import report
from autograder.nbgrader.drawn import COLOURS
from autograder.pages import told
from autograder.pages.student import student_markdown, student_page
from autograder.record import Check, Manual, Picture, Record

from .conftest import EVIL, EXAMPLE, FOR_THE_TA, failed, record, task

RIGHT = Check("It is right", "passed", 1.0)
FOLLOWS = "`large` calls `small`, which fails too: mend `small` first"
HINT = "This adds two; doubling multiplies."


def forms(of: Record) -> list[str]:
    """What a student reads, as the text of their page, as Markdown and in nbgrader."""
    page = html.unescape(re.sub(r"<[^>]*>", "", student_page(of, "Tiny").decode().partition("<body>")[2]))
    plain = re.sub(r"\\(?=\W)", "", student_markdown(of, "Tiny").decode())
    return [page, plain, "\n".join([report.preface(of), *map(report.plain, of.tasks)])]


def test_it_says_what_holds_what_does_not_and_why() -> None:
    ada = record(
        "ada",
        task("double", failed("Twice (tanh)", hint=HINT), failed("Twice (relu)", hint=HINT), RIGHT),
        task("fit", failed("Fits", "fit: off", diagnosis="right but for the last row", example=EXAMPLE)),
    )
    for text in forms(ada):
        assert "3.333 of 10 points" in text
        assert "Twice (tanh, relu)" in text
        assert text.count("double: 1 of 2 values are off") == 1
        for said in (
            "It is right",
            HINT,
            "right but for the last row",
            "tensor([3., 4.])",
            "tensor([2., 4.])",
        ):
            assert said in text


@pytest.mark.parametrize(
    ("got", "right", "form", "said"),
    [
        (
            [[1.0, -2.0, None]],
            [[1.0, 2.0, 0.5]],
            "bars",
            "the longest bar is 2; negative numbers are below the middle",
        ),
        ([[1.0, 0.0], [0.0, 0.25]], [[0.5, 0.0], [0.0, 1.0]], "map", "the strongest colour is 1."),
        ([[0.0] * 3], [[0.0] * 3], "bars", "the longest bar is 0."),
        ([[None] * 3] * 2, [[1e308, -1e-320, 0.0]] * 2, "map", "what is not finite is grey"),
    ],
    ids=["bars", "map", "nothing", "extremes"],
)
def test_an_example_is_drawn(got: Any, right: Any, form: str, said: str, opened: Any, tmp_path: Path) -> None:
    """Both arrays in one scale, each number a rectangle in its place; the page complains of nothing. For nbgrader, an image."""
    example = msgspec.structs.replace(EXAMPLE, picture=Picture(got, right, EVIL))
    ada = record("ada", task("fit", failed("Fits", example=example)))
    (file := tmp_path / "ada.html").write_bytes(student_page(ada, "Tiny"))
    page = opened(file)
    assert said in page.inner_text("main")
    drawn = page.query_selector_all(f"svg.{form}")
    assert len(drawn) == 2
    every = [number for rows in (got, right) for row in rows for number in row]
    faint = 0.02 * max(abs(number or 0) for number in every)
    boxes = (
        "svg => [...svg.children].map(r => r.getBBox()).map(b => [b.x, b.y, b.x + b.width, b.y + b.height])"
    )
    for one, rows in zip(drawn, (got, right), strict=True):
        wide, high = map(float, one.get_attribute("viewBox").split()[2:])
        places = one.evaluate(boxes)
        assert all(0 <= x0 <= x1 <= wide and 0 <= y0 <= y1 <= high + 1e-3 for x0, y0, x1, y1 in places)
        seen = [v for row in rows for v in row if form == "bars" or v is None or abs(v) >= faint]
        assert len(places) == len(seen)
        assert one.bounding_box()["width"] > 50
    assert page.said == []
    assert ["image/png"] in [list(output["data"]) for output in report.outputs(ada.tasks[0])]


def test_what_is_the_tas_alone_is_in_none_of_its_forms() -> None:
    """Details, measures, and the reason why a check could not be judged, which may quote a grader."""
    unjudged = Check("Odd", "not_judged", 0.0, message=FOR_THE_TA, detail=FOR_THE_TA)
    ada = record("ada", task("double", failed("Twice"), unjudged), reason=f"1 check: {FOR_THE_TA}")
    for text in forms(ada):
        assert FOR_THE_TA not in text
        assert "error / tolerance" not in text
        assert "no fault of this work" in text
    whole = student_page(ada, "Tiny").decode()
    assert FOR_THE_TA not in whole


def test_an_answer_that_nobody_has_scored_is_no_zero() -> None:
    ada = record("ada", task("double", RIGHT))
    bob = msgspec.structs.replace(ada, manual=[Manual("why", 5, 0.0)])
    for text, scored in zip(forms(ada)[:2], forms(bob)[:2], strict=True):
        assert "not yet scored, 5 points" in text
        assert "0 of 5 points" not in text
        assert "0 of 5 points" in scored


def test_what_to_try_next_begins_where_most_points_are_open_and_nothing_else_is_to_be_mended_first() -> None:
    ada = record(
        "ada",
        task("small", failed("a", "small: off"), points=2),
        task("spare", failed("b", "spare is not written yet"), points=50, extra=True),
        task("large", failed("c", "large: off", diagnosis=FOLLOWS), points=20),
        task("hinted", failed("d", hint=HINT), failed("e", hint=HINT), points=10),
    )
    steps = told.next_steps(ada)
    assert [step.task for step in steps] == ["hinted", "small", "large"]
    assert [step.begin for step in steps] == [HINT, "small: off", FOLLOWS]


def test_a_rejected_one_says_what_to_do_before_all_else() -> None:
    no_checks = msgspec.structs.replace(task("double", failed("x")), checks=[])
    ada = record("ada", no_checks, status="rejected", reason="`tiny.py` is empty: save your work")
    page, plain, _ = forms(ada)
    for text in (page, plain):
        assert text.index("This submission was rejected") < text.index("double")
        assert "What to try next" not in text
        assert "What holds" not in text


def test_an_examples_image_has_the_pages_colours(root: Path) -> None:
    """On paper, where nbgrader's pages are."""
    styles = [
        (root / "autograder/pages/templates" / name).read_text() for name in ("page.css", "student.css")
    ]
    paper = styles[0].partition("@media")[0]
    for kind, colour in COLOURS.items():
        name = re.search(rf"\.{kind} \{{ fill: var\((--\w+)\)", styles[1])
        assert name is not None
        assert f"{name[1]}: {colour};" in paper


@pytest.mark.parametrize(
    "student", [EVIL, "`a` *b* [c](javascript:d)", "# a", "1. a", "- a", "a\u202eb", "\udcff"]
)
def test_names_and_messages_are_text(student: str) -> None:
    nasty = failed(student, student, hint=student, diagnosis=student + "!", example=msgspec.structs.replace(
        EXAMPLE, got=f"```\n{student}\n````", arguments=[student], where=student
    ))  # fmt: skip
    ada = record(student, task("double", nasty))
    page = student_page(ada, student).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    plain = student_markdown(ada, student).decode()
    assert "\n  `````text" in plain, "a fence longer than the student's"
    outside = re.sub(r"^  (`{3,})text$.*?^  \1$", "", plain, flags=re.DOTALL | re.MULTILINE)
    assert not re.search(r"(?<!\\)<(script|img)", outside)
    assert not re.search(r"(?<!\\)\[c", outside)


def test_markdown_renders_a_name_as_it_is() -> None:
    """By a renderer that knows Markdown as well as HTML."""
    from markdown_it import MarkdownIt

    ada = record(EVIL, task("double", failed("*a* _b_ <c> | $d$", "1. `e*f`", hint="- [g](h)")))
    rendered = MarkdownIt("commonmark").render(student_markdown(ada, "Tiny").decode())
    for tag in ("<script", "<img", "<c>", "<em>", "<a "):
        assert tag not in rendered
    assert "<code>e*f</code>" in rendered
    assert html.escape(EVIL) in rendered


def test_in_a_browser_it_runs_nothing_and_asks_for_nothing(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    ada = record(EVIL, task("double", failed(EVIL, EVIL, hint=EVIL, example=EXAMPLE), RIGHT))
    (tmp_path / "ada.html").write_bytes(student_page(ada, "Tiny"))
    for scheme in ("light", "dark"):
        for width in (360, 1200):
            size = {"width": width, "height": 800}
            page = opened(tmp_path / "ada.html", viewport=size, color_scheme=scheme)
            assert page.said == []
            assert EVIL in page.title()
            assert page.inner_text("h1") == EVIL
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", "its style is let in"
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.getAttribute('href')") == "#task-1"


def test_a_page_that_was_tampered_with_still_runs_nothing(opened: Callable[..., Any], tmp_path: Path) -> None:
    """The policy holds even if text were not escaped."""
    page = student_page(record("ada", task("double", RIGHT)), "Tiny").decode()
    file = tmp_path / "ada.html"
    file.write_text(page.replace("</main>", f"{EVIL}<p style='color:red' onclick='alert(1)'>x</p></main>"))
    tampered = opened(file)
    assert "taken" not in tampered.title()
    assert any("Content Security Policy" in said for said in tampered.said)
