"""The notebooks run with the reference filled in, and their pictures show what they should.

What a program can see of a picture is tried on small figures here, each with one thing wrong. That all notebooks run
and that nothing is wrong in their pictures is for `make gate`: it takes some minutes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.course import open_assignment, open_course
from examples.notebooks.figure_problems import look
from examples.notebooks.page import write_page
from examples.notebooks.run import Ran, run

ROOT = Path(__file__).parents[1]
NAMES = sorted(file.parent.name for file in ROOT.glob("assignments/*/assignment.toml"))


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def axes() -> Axes:
    """A panel with nothing in it yet."""
    _, axes = plt.subplots(figsize=(5, 3), layout="constrained")
    return axes


def problems(axes: Axes) -> list[str]:
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return look(figure).problems


def test_an_ordinary_figure_has_no_problem(axes: Axes) -> None:
    axes.plot([1, 2, 3], [2.0, 0.5, 1.0], "o-", label="a curve")
    axes.bar([1, 2, 3], [1.0, 0.0, 0.2], color="#0072B2")
    axes.axhline(0.7, color="grey", linestyle=":")
    axes.set(title="A title", xlabel="x", ylabel="a label\nof two lines")
    axes.legend(frameon=False)
    assert problems(axes) == []


def test_a_map_with_numbers_in_its_cells_has_no_problem(axes: Axes) -> None:
    values = np.array([[-1.0, 0.25], [0.5, 1.0]])
    figure = axes.get_figure()
    assert figure is not None
    figure.colorbar(axes.imshow(values, cmap="PuOr", vmin=-1, vmax=1), ax=axes, label="share")
    for row, column in np.ndindex(2, 2):
        colour = "white" if abs(values[row, column]) > 0.6 else "black"
        axes.text(column, row, f"{values[row, column]:.2f}", ha="center", va="center", color=colour)
    axes.set_xticks([0, 1], ["here", "there"], rotation=90)
    assert problems(axes) == []


def test_letters_on_slanted_lines_of_text_are_looked_at_as_they_stand(axes: Axes) -> None:
    """Their upright boxes overlap, they themselves do not."""
    axes.plot([0, 1, 2, 3], [0, 1, 0, 1])
    axes.set_xticks(range(4), [f"a long label {i}" for i in range(4)], rotation=45, ha="right")
    assert problems(axes) == []


def test_a_panel_without_anything_is_empty(axes: Axes) -> None:
    axes.set(title="Accuracy")
    axes.axhline(0.5)
    assert problems(axes) == ["panel 1 (“Accuracy”) is empty"]


def test_a_panel_of_arrows_is_not(axes: Axes) -> None:
    axes.annotate("", (0.9, 0.5), (0, 0), arrowprops={"arrowstyle": "->"})
    assert problems(axes) == []


def test_bars_that_are_all_0_show_nothing(axes: Axes) -> None:
    axes.bar(range(3), [0.0, 0.0, 0.0])
    axes.plot(range(3), [0.0, 0.0, 0.0], "o")
    axes.set_ylabel("change of accuracy")
    assert problems(axes) == ["panel 1 (“change of accuracy”) shows nothing: all of its bars are 0"]


@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_bar_without_a_length_is_not_drawn(axes: Axes) -> None:
    axes.bar(range(2), [np.inf, 9.0])
    axes.set_ylim(0, 10)
    assert problems(axes) == ["panel 1 has bars of no finite length, which are not drawn"]


def test_a_map_of_one_value_shows_nothing(axes: Axes) -> None:
    axes.imshow(np.full((2, 2), 0.3), cmap="Blues", vmin=0, vmax=1)
    assert problems(axes) == ["panel 1 shows one value everywhere: 0.3"]


@pytest.mark.parametrize("sign", [1, -1])
def test_one_sided_values_want_a_one_sided_map(axes: Axes, sign: int) -> None:
    axes.imshow(sign * np.array([[0.1, 0.9], [0.5, 0.0]]), cmap="PuOr", vmin=-1, vmax=1)
    (problem,) = problems(axes)
    assert "values on one side only" in problem


def test_a_point_beyond_the_edge_is_missed(axes: Axes) -> None:
    axes.plot([1, 2, 3], [1.0, 2.0, 9.0], "*")
    axes.set_ylim(0, 3)
    assert problems(axes) == ["panel 1: 1 of 3 points of a line are beyond its edges"]


def test_letters_that_overlap_are_named(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1])
    axes.text(0.5, 0.2, "first", transform=axes.transAxes)
    axes.text(0.52, 0.22, "second", transform=axes.transAxes)
    assert "“first” and “second” overlap" in problems(axes)


def test_labels_that_run_into_each_other_overlap(axes: Axes) -> None:
    axes.bar(range(8), range(1, 9))
    axes.set_xticks(range(8), ["much too long a label"] * 8)
    assert any("overlap" in problem for problem in problems(axes))


def test_a_line_through_letters_is_seen(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1], color="black", linewidth=2)
    axes.text(0.45, 0.47, "on the line")
    (problem,) = problems(axes)
    assert problem.startswith("“on the line” stands on something")


def test_a_box_under_letters_makes_them_readable_again(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1], color="black", linewidth=2)
    axes.text(0.45, 0.47, "on the line", bbox={"facecolor": "white", "edgecolor": "none"})
    assert problems(axes) == []


def test_a_text_that_leaves_the_figure_is_cut_off() -> None:
    figure = plt.figure(figsize=(3, 2))
    figure.text(0.9, 0.5, "a text that is too long")
    assert look(figure).problems == ["“a text that is too long” is cut off at the edge"]


def test_a_text_that_its_panel_clips_is_cut_off(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1])
    axes.text(0.9, 0.02, "a text that is too long", clip_on=True)
    assert problems(axes) == ["“a text that is too long” is cut off at the edge"]


@pytest.mark.parametrize(
    ("letters", "paper"), [("#BBBBBB", "white"), ("black", "#0072B2"), ("white", "#E0E0FF")]
)
def test_letters_need_contrast(axes: Axes, letters: str, paper: str) -> None:
    axes.add_patch(plt.Rectangle((0, 0), 1, 1, facecolor=paper))
    axes.text(0.5, 0.5, "pale", ha="center", color=letters)
    hard = [problem for problem in problems(axes) if "hardly shows" in problem]
    assert [problem.partition(" hardly")[0] for problem in hard] == ([] if paper == "#0072B2" else ["“pale”"])


def test_what_is_wrong_with_many_letters_is_said_once(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1])
    for i in range(5):
        axes.text(0.1, 0.5 + 0.1 * i, f"pale {i}", color="#DDDDDD")
    (problem,) = problems(axes)
    assert problem.startswith("“pale 0” hardly shows")
    assert problem.endswith("(as 4 more)")


def test_faint_letters_are_as_pale_as_they_look(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1])
    axes.text(0.1, 0.8, "faint", color="black", alpha=0.25)
    (problem,) = problems(axes)
    assert problem.startswith("“faint” hardly shows")


def test_letters_of_a_wide_figure_are_too_small_on_a_phone() -> None:
    figure, axes = plt.subplots(figsize=(14, 3), layout="constrained")
    axes.plot([0, 1], [0, 1])
    seen = look(figure)
    assert (seen.inches, len(seen.problems)) == (14, 1)
    assert seen.phone < 4
    assert "on a phone" in seen.problems[0]


def test_what_is_looked_at_stays_as_it_was(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1])
    axes.set_title("A title")
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    look(figure)
    canvas = figure.canvas
    canvas.draw()
    before = np.asarray(canvas.buffer_rgba()).copy()  # type: ignore[attr-defined]
    look(figure)
    canvas.draw()
    assert np.array_equal(before, np.asarray(canvas.buffer_rgba()))  # type: ignore[attr-defined]
    assert (before[..., :3] < 100).any(), "the letters are drawn"


# --- running ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tiny_run(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The small course's notebook with two pictures and an error at its end, run."""
    import shutil

    course = Path(
        shutil.copytree(ROOT / "tests/tiny_course", tmp_path_factory.mktemp("notebooks") / "course")
    )
    source = course / "solutions/tiny.py"
    source.write_text(
        source.read_text("utf-8")
        + """

# %% [markdown]
# ## Pictures
#
# <details><summary>Hint 1: a nudge</summary>
#
# See <https://example.org>.
#
# </details>

# %%
if __name__ == "__main__":
    import matplotlib.pyplot as plt
    plt.figure(figsize=(4, 3)).subplots().plot([1, 2, 3])
    plt.figure(figsize=(4, 3)).subplots().set_title("Nothing here")

# %%
print(double(torch.full((2,), 21.0)))
raise KeyError("the end")
""",
        "utf-8",
    )
    return run(open_course(course), open_assignment(open_course(course), "tiny"))


def test_each_picture_is_kept_with_what_is_wrong_with_it(tiny_run: Ran) -> None:
    assert [picture.section for picture in tiny_run.pictures] == ["Pictures", "Pictures"]
    assert [picture.looked.problems for picture in tiny_run.pictures] == [
        [],
        ["panel 1 (“Nothing here”) is empty"],
    ]
    assert all(picture.png.startswith(b"\x89PNG") for picture in tiny_run.pictures)
    assert tiny_run.problems == 1


def test_a_notebook_runs_in_a_students_folder_with_the_reference_until_it_stops(tiny_run: Ran) -> None:
    assert "42" in tiny_run.notebook
    assert tiny_run.error == "KeyError: 'the end'"
    assert (tiny_run.folds, tiny_run.links) == (1, 1)
    kept = json.loads(tiny_run.notebook)
    assert "figure_problems" not in tiny_run.notebook, "our own cells and outputs are not the student's"
    assert len(kept["cells"]) > 5


def test_the_page_holds_every_picture_and_loads_nothing(tiny_run: Ran, tmp_path: Path) -> None:
    write_page([tiny_run], tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.count("<img ") == 2
    assert "panel 1 (“Nothing here”) is empty" in page
    assert "KeyError: &#39;the end&#39;" in page
    assert re.findall(r'(?:src|href)="(?!data:|#)', page) == []


@pytest.mark.long("every notebook, run")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_runs_and_no_picture_has_a_problem(name: str, dark: bool) -> None:
    course = open_course(ROOT)
    ran = run(course, open_assignment(course, name), dark)
    assert ran.error == ""
    assert len(ran.pictures) >= 5
    found = {f"{picture.section} ({i})": picture.looked.problems for i, picture in enumerate(ran.pictures, 1)}
    assert {where: what for where, what in found.items() if what} == {}
