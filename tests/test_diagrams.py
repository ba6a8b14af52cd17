"""What several assignments draw with: colours, diagrams, and pages that move; they are `provided/` and ship to students."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib
import numpy as np
import pytest
import torch

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from examples.notebooks.figure_problems import look

PROVIDED = Path(__file__).parents[1] / "provided"


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """`shipped("diagrams")`: that module of `provided/`, as in a folder of students."""
    monkeypatch.syspath_prepend(str(PROVIDED))
    ours = ("figure_parts", "diagrams", "pages")
    before = {name: sys.modules.pop(name, None) for name in ours}
    yield importlib.import_module
    for name, module in before.items():
        sys.modules.pop(name, None)
        if module is not None:
            sys.modules[name] = module
    plt.close("all")


LAYERS = [[f"L{layer}H{head}" for head in range(4)] for layer in range(4)]
SAMPLE = np.sin(np.arange(32.0))
FEATURES = np.where(np.arange(96) % 19 == 0, 1.0 + np.arange(96) / 96, 0.0)
DIAGRAMS: dict[str, Callable[[Any], Figure]] = {
    "the stream of four layers": lambda d: d.residual_stream_diagram(
        LAYERS, [f"L{layer}.mlp" for layer in range(4)], "LayerNorm and W_U"
    ),
    "the stream of two heads": lambda d: d.residual_stream_diagram([["0.0"], ["1.0"]]),
    "composition": lambda d: d.composition_diagram(),
    "the autoencoder": lambda d: d.autoencoder_diagram(SAMPLE, FEATURES, 0.9 * SAMPLE),
    "replacements": lambda d: d.replacement_diagram(SAMPLE[:8], [f"{i:03b}" for i in range(8)], name="n3"),
}


@pytest.mark.parametrize("style", ["default", "dark_background"])
@pytest.mark.parametrize("name", DIAGRAMS)
def test_every_diagram_can_be_read_in_light_and_in_dark(
    shipped: Callable[[str], ModuleType], name: str, style: str
) -> None:
    with plt.style.context(style):
        figure = DIAGRAMS[name](shipped("diagrams"))
        assert look(figure).problems == []
        paper = np.asarray(figure.get_facecolor())[:3].mean()
        assert paper == (1.0 if style == "default" else 0.0)


def test_the_autoencoders_diagram_says_what_its_numbers_are(shipped: Callable[[str], ModuleType]) -> None:
    figure = shipped("diagrams").autoencoder_diagram(torch.tensor([1.0, -1.0]), [0.0, 2.0, 0.0], [1.0, 0.0])
    said = {text.get_text() for text in figure.axes[0].texts}
    assert {"2 activations", "3 latents, 1 above 0", "squared error 1.00"} <= said


def test_replacements_are_zero_the_mean_and_another_inputs_value(
    shipped: Callable[[str], ModuleType],
) -> None:
    figure = shipped("diagrams").replacement_diagram([1.0, 2.0, 6.0], ["a", "b", "c"], source=[2, 0, 1])
    own, put = zip(
        *((axes.lines[0].get_ydata(), axes.lines[1].get_ydata()) for axes in figure.axes), strict=True
    )
    assert [list(values) for values in own] == [[1, 2, 6]] * 3
    assert [list(values) for values in put] == [[0, 0, 0], [3, 3, 3], [6, 1, 2]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([-1.0, 0.5], ("PuOr", -1.0, 1.0)),
        ([0.0, 0.5], ("Purples", 0.0, 0.5)),
        ([-0.5, 0.0], ("Oranges_r", -0.5, 0.0)),
        ([0.0, 0.0], ("Purples", 0.0, 1e-9)),
    ],
)
def test_values_on_one_side_get_the_colours_of_that_side(
    shipped: Callable[[str], ModuleType], values: list[float], expected: tuple[str, float, float]
) -> None:
    assert tuple(shipped("figure_parts").colours(values).values()) == expected


# --- pages --------------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_refused(shipped: Callable[[str], ModuleType]) -> None:
    pages = shipped("pages")
    with pytest.raises(ValueError, match="for 2 tokens it must be square"):
        pages.attention_page({"0.0": np.zeros((3, 3))}, ["a", "b"], "")
    with pytest.raises(ValueError, match=r"it must be \[2, 3\]"):
        pages.slider_page("", "", ["0", "1"], ["a", "b", "c"], {"p": np.zeros((3, 2))})
    with pytest.raises(ValueError, match="JSON"):
        pages.slider_page("", "", ["0"], ["a"], {"p": [[np.nan]]})


def test_a_script_writes_the_page_and_says_where(
    shipped: Callable[[str], ModuleType],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    page = shipped("pages").attention_page({"0.0": np.eye(2)}, ["</script>", "b"], "One & two")
    page.show(tmp_path / "attention.html")
    assert (tmp_path / "attention.html").as_uri() in capsys.readouterr().out
    assert "</script>" not in page.text.partition('id="data">')[2].partition("</script>\n<script>")[0]
    assert 'srcdoc="&lt;!doctype html' in page._repr_html_()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[[Any], Any]]:
    """`opened(page)`: as it stands in a notebook on a phone, in its frame, offline; a complaint fails the test. All of
    it is seen without moving it, on wider screens too."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, offline=True, color_scheme="dark")
    said: list[str] = []

    def open_page(page: Any) -> Any:
        (tmp_path / "notebook.html").write_text(f"<body>{page._repr_html_()}", "utf-8")
        tab = context.new_page()
        tab.set_default_timeout(5000)
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.goto((tmp_path / "notebook.html").as_uri())
        (frame,) = tab.main_frame.child_frames
        frame.wait_for_load_state()
        for width in (1200, 800, 600, 480, 360):
            tab.set_viewport_size({"width": width, "height": 740})
            for side in ("Width", "Height"):
                hidden = frame.evaluate(f"document.documentElement.scroll{side} - inner{side}")
                assert hidden <= 0, f"{side.lower()} at {width} pixels: {hidden} are hidden"
        return frame

    yield open_page
    context.close()
    assert said == []


def test_attention_is_shown_for_the_token_that_is_pointed_at(
    shipped: Callable[[str], ModuleType], opened: Callable[[Any], Any]
) -> None:
    pattern = np.eye(32)
    pattern[20, 20], pattern[20, 19] = 0.25, 0.75
    heads = {"head 0.0": pattern, "head 1.0": np.tril(np.ones((32, 32))) / np.arange(1, 33)[:, None]}
    frame = opened(shipped("pages").attention_page(heads, [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"], "Attention"))
    frame.locator(".tokens").first.locator("b").nth(20).hover()
    first, second = frame.locator("h2 span").all_inner_texts()
    assert first == "U at 20 looks at T at 19 (0.75), U at 20 (0.25)"
    assert second == "U at 20 looks at nothing much"
    frame.get_by_label("who looks at it").check()
    assert frame.locator("h2 span").first.inner_text() == "U at 20 is looked at by U at 20 (0.25)"
    frame.locator("#keys").focus()
    frame.locator("#keys").press("ArrowLeft")
    assert (
        frame.locator("h2 span").first.inner_text()
        == "T at 19 is looked at by T at 19 (1.00), U at 20 (0.75)"
    )


def test_bars_follow_the_slider(shipped: Callable[[str], ModuleType], opened: Callable[[Any], Any]) -> None:
    series = {"before": [[0.5, -1.0], [0.5, -1.0]], "after": [[0.0, 0.0], [2.0, -0.5]]}
    page = shipped("pages").slider_page(
        "Steer", "scale", ["0", "1"], ["Paris", "Rome"], series, ["nothing added", "added once"]
    )
    frame = opened(page)

    def numbers() -> list[str]:
        return frame.locator("#bars .line span").all_inner_texts()

    assert numbers() == ["0.50", "0.00", "-1.00", "0.00"]
    frame.get_by_label("scale").press("ArrowRight")
    assert numbers() == ["0.50", "2.00", "-1.00", "-0.50"]
    assert frame.locator("#note").inner_text() == "added once"
    boxes = [bar.bounding_box() for bar in frame.locator("#bars .line i").all()]
    widths = [box["width"] for box in boxes]
    assert widths[1] == pytest.approx(4 * widths[0], abs=0.5)
    assert boxes[2]["x"] + widths[2] == pytest.approx(boxes[0]["x"], abs=0.5)
