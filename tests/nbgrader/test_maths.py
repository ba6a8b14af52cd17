"""Formulas and Markdown of a submission on nbgrader's pages: drawn without a network, and nothing in them runs."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import Config

from autograder.nbgrader.course_folder import CONFIG
from autograder.nbgrader.maths import LONGEST, PAGE, mathml


def page(*cells: str) -> str:
    """The body of a page, made with what a course folder's configuration says of HTML."""
    config = Config()
    exec(
        CONFIG.format(course_id="x", course="."),
        {"get_config": lambda: config, "__file__": "nbgrader_config.py"},
    )
    notebook = new_notebook(cells=[new_markdown_cell(cell) for cell in cells])
    html = HTMLExporter(config=Config(HTMLExporter=config.HTMLExporter), template_name="basic")
    return str(html.from_notebook_node(notebook)[0])


class Tags(HTMLParser):
    """The tags of a text, each with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))


def test_markdown_is_shown_as_markdown_and_not_as_its_tags() -> None:
    shown = page("# Why\n\nFirst *this*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n1. one\n")
    tags = {tag for tag, _ in Tags(shown).found}
    assert {"h1", "p", "em", "table", "th", "ol", "li"} <= tags
    assert "&lt;" not in shown


FOLD = "<details><summary>Hint</summary>\n\nLook *there*.\n\n</details>\n\nOn we go."


def test_a_fold_stays_a_fold() -> None:
    shown = page(FOLD)
    assert [tag for tag, _ in Tags(shown).found if tag in ("details", "summary")] == ["details", "summary"]
    assert "<em>there</em>" in shown
    assert "&lt;" not in shown


@pytest.mark.parametrize(
    "typed",
    [
        "<details open ontoggle=alert(1)><summary>Hint</summary>",
        "<details><summary><img src=x onerror=alert(1)></summary>",
        "<details><summary>Hint</summary><script>alert(1)</script>",
        "<details>\n<summary>a</summary>",
        "</details><script>alert(1)</script>",
    ],
)
def test_what_is_nearly_a_fold_is_text(typed: str) -> None:
    shown = page(typed)
    assert not {"details", "summary", "script", "img"} & {tag for tag, _ in Tags(shown).found}


def test_a_fold_that_nobody_ends_ends_with_its_cell() -> None:
    """Its cell's box is closed after it, and a browser closes what is open in a box together with it."""
    shown = page("<details><summary>open</summary>\n\nin it", "after it")
    assert shown.index("<details>") < shown.index("in it") < shown.index("</div>", shown.index("in it"))
    assert shown.index("</div>", shown.index("in it")) < shown.index("after it")


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        (r"$\frac{\partial L}{\partial W_U} \approx 0.5$", {"mfrac", "msub"}),
        (r"$$\begin{aligned}a &= b \\ c &< d\end{aligned}$$", {"mtable"}),
        (r"\begin{align*}W_E^\top W_U\end{align*}", {"mtable"}),
        (r"$\left\lVert x - \hat{x} \right\rVert_2^2$", {"msubsup", "mover"}),
        (r"$p(y \mid x) = \mathrm{softmax}(W x)$", {"math"}),
        (r"$\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}$", {"mtr"}),
    ],
)  # fmt: skip
def test_formulas_are_drawn_by_the_browser(tex: str, parts: set[str]) -> None:
    shown = page(f"So\n\n{tex}\n\nit is.")
    assert {"math", *parts} <= {tag for tag, _ in Tags(shown).found}
    assert "\\" not in shown


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\text{<img src=x onerror=alert(1)>}",
        r"\text{&lt;img src=x onerror=alert(1)&gt;}",
        r"\style{background:url(javascript:alert(1))}{x}",
        r'\color{red" onload="alert(1)}{x}',
        r"\class{MathJax}{x}",
        r"<script>alert(1)</script>",
        r"\frac{1",
        r"}{",
        r"\frac{" * 500,
    ],
)
def test_no_formula_brings_more_than_its_drawing(tex: str) -> None:
    for text in (f"${tex}$", f"$${tex}$$", rf"\begin{{equation}}{tex}\end{{equation}}"):
        for tag, attributes in Tags(page(text)).found:
            assert tag not in ("script", "img", "svg", "style", "a")
            assert not {name for name in attributes if name.startswith("on") or name in ("href", "style")}


@given(st.text(st.sampled_from("\\{}^_&<>\"'$ abx1=~%#") | st.characters(codec="utf-8"), max_size=60))
def test_whatever_the_formula_it_is_a_drawing_or_nothing(tex: str) -> None:
    made = mathml(tex)
    for tag, attributes in Tags(made or "").found:
        assert tag[0] == "m"
        assert not attributes.keys() & {"href", "style", "class", "id"}


@pytest.mark.long("a page full of formulas")
def test_what_is_too_long_is_shown_as_typed() -> None:
    assert "<math" not in page(f"${'x' * (LONGEST + 1)}$")
    formula = f"$${'x' * LONGEST}$$"
    cells = [formula] * (PAGE // LONGEST + 3)
    assert page(*cells).count("<math") == PAGE // LONGEST


def test_mathjax_passes_over_what_is_a_students() -> None:
    """nbgrader's pages fetch it where there is a network; this is the class that its TeX reader leaves alone."""
    assert '<div class="tex2jax_ignore">' in page(r"a dollar $ and \href{x}{y}")


def test_no_heading_takes_the_place_of_a_box_for_a_score() -> None:
    """formgrader finds these by their id, the cell's name; nbconvert gives each heading one of the heading's words."""
    for shown in (page("# why\n\n## why-comment"), page("why\n===")):
        assert "why" in shown
        assert not [
            attributes for _, attributes in Tags(shown).found if "why" in (attributes.get("id") or "")
        ]


@pytest.mark.parametrize(
    "url",
    [
        "http://elsewhere.example/x.png",
        "//elsewhere.example/x.png",
        "/formgrader/api/x",
        "x.png",
        "file:///x",
    ],
)
def test_a_page_fetches_nothing_that_a_student_names(url: str) -> None:
    for text in (f"![x]({url})", f"![x][y]\n\n[y]: {url}", f"[![x]({url})](y)"):
        shown = page(text)
        assert "img" not in {tag for tag, _ in Tags(shown).found}
        assert url in shown


@pytest.mark.parametrize(
    "url",
    [
        "plot.html",
        "../../../submitted/ada/tiny/plot.html",
        "..%2f..%2fplot.html",
        "/formgrader/submissions/1/plot.html",
        "//elsewhere.example",
        "http:plot.html",
        "#why",
        "?x",
        "file:///x",
        "data:text/html,x",
        "javascript:alert(1)",
    ],
)
def test_no_link_leads_to_what_lies_on_the_server_of_whoever_reads_it(url: str) -> None:
    for text in (f"[my plot]({url})", f"[my plot][y]\n\n[y]: {url}", f"<{url}> my plot"):
        shown = page(text)
        assert "a" not in {tag for tag, _ in Tags(shown).found}
        assert url in shown
        assert "my plot" in shown


@pytest.mark.parametrize(
    "url", ["https://arxiv.org/abs/2301.05217", "HTTP://a.example", "mailto:a@b.example"]
)
def test_a_link_to_elsewhere_stays_one(url: str) -> None:
    for text in (f"[the *paper*]({url})", f"<{url}>"):
        assert ("a", {"href": url}) in Tags(page(text)).found
