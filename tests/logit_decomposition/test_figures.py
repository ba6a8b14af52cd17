"""The figures draw the numbers that they are given."""

from __future__ import annotations

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from examples.notebooks.figure_problems import look


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def widths(axes) -> list[float]:
    return [bar.get_width() for bar in axes.patches]


def labels(axis) -> list[str]:
    return [label.get_text() for label in axis.get_ticklabels()]


def texts(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_predictions_are_ranked_and_numbered(reference):
    axes = reference.prediction_bars(["one", "two", "three"], [0.2, 0.7, 0.1], "and a", shown=2).axes[0]
    assert widths(axes) == [0.7, 0.2]
    assert labels(axes.yaxis) == ["two", "one"]
    assert texts(axes) == ["0.700", "0.200"]


def test_the_lens_has_a_curve_for_each_prompt(reference):
    lens = np.array([[0.0, 1.0, 3.0], [1.0, 2.0, 2.5]])
    axes = reference.lens_curves(lens, ["a", "b"]).axes[0]
    assert [list(line.get_ydata()) for line in axes.lines] == lens.tolist()
    assert labels(axes.xaxis) == ["embeddings", "layer 0", "layer 1"]
    assert len({(line.get_color(), line.get_marker()) for line in axes.lines}) == 2


def test_attributions_are_drawn_in_order_beside_their_sum(reference):
    axes = reference.attribution_bars({"embed": 0.5, "L0.mlp": -0.25}, 0.26).axes[0]
    assert widths(axes) == [0.5, -0.25]
    assert labels(axes.yaxis) == ["embed", "L0.mlp"]
    assert axes.get_xlabel() == "share of the logit (sum 0.250, logit 0.260)"


def test_contexts_are_drawn_in_order(reference):
    axes = reference.context_bars(["a b", "c"], [2.0, 1.0], "a neuron").axes[0]
    assert widths(axes) == [2.0, 1.0]
    assert labels(axes.yaxis) == ["a b", "c"]


def test_effects_are_points_and_no_name_stands_on_anything(reference):
    names = ["L0H0", "L0H1", "L0.mlp", "L1.mlp"]
    figure = reference.effects_scatter(names, [0.0, 0.1, 1.0, 2.0], [3.0, 3.05, 6.0, 1.9], last_layer=1)
    axes = figure.axes[0]
    before, last = (points.get_offsets().tolist() for points in axes.collections)
    assert before == [[0.0, 3.0], [0.1, 3.05], [1.0, 6.0]]
    assert last == [[2.0, 1.9]]
    assert set(texts(axes)) == set(names)
    assert look(figure).problems == []


def test_a_name_without_room_is_left_out(reference):
    many = [f"L0H{i}" for i in range(30)]
    figure = reference.patching_scatter(many, np.linspace(0, 0.01, 30), np.linspace(0, 1e-3, 30) - 5, "close")
    assert 0 < len(texts(figure.axes[0])) <= 6
    assert look(figure).problems == []


def test_the_overlap_shows_every_pair_and_every_name(reference):
    overlap = np.array([[1.0, 0.25], [0.25, 1.0]])
    figure = reference.overlap_heatmap(overlap, ["the capital of Liechtenstein is (1)", "b (2)"])
    axes = figure.axes[0]
    assert np.array_equal(axes.images[0].get_array(), overlap)
    assert texts(axes) == ["1.00", "0.25", "0.25", "1.00"]
    figure.canvas.draw()
    assert min(label.get_window_extent().x0 for label in axes.get_yticklabels()) >= 0


def test_what_is_retained_stands_below_what_was(reference):
    axes = reference.retained_bars(["a", "b"], [0.9, 0.8], [0.1, 0.7], "without").axes[0]
    assert widths(axes) == [0.9, 0.8, 0.1, 0.7]
    assert labels(axes.yaxis) == ["a", "b"]
    for before, after in zip(axes.patches[:2], axes.patches[2:], strict=True):
        assert after.get_y() < before.get_y()
