"""The figures draw the numbers that they are given."""

from __future__ import annotations

import json
import math

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt


@pytest.fixture(autouse=True)
def close():
    yield
    plt.close("all")


def heights(axes) -> list[float]:
    return [bar.get_height() for bar in axes.patches]


def test_a_belief_has_a_bar_for_each_symbol_and_a_tick_where_there_is_data(given):
    axes = given.belief_bars([0.1, 0.6, 0.3], [0.0, 0.7, 0.3], "a", ".ab").axes[0]
    assert heights(axes) == [0.1, 0.6, 0.3]
    ticks = [segment[0, 1] for segment in axes.collections[0].get_segments()]
    assert ticks == [0.7, 0.3]


def test_matrices_are_on_a_square_root_scale_and_the_lesion_is_framed(given):
    left, right = np.full((3, 3), 1 / 3), np.eye(3)
    figure = given.matrices(left, right, ["before", "after"], lesion="b", symbols=".ab")
    one, two = figure.axes[:2]
    assert np.allclose(one.images[0].get_array() ** 2, left)
    assert np.allclose(two.images[0].get_array() ** 2, right)
    assert [patch.get_xy() for patch in two.patches] == [(1.5, -0.5)]
    assert not one.patches


def test_bars_are_ranked_and_what_is_infinite_is_named_and_has_no_bar(given):
    axes = given.symbol_bars([7.0, math.inf, 9.0], "lengths", "letters", baseline=8.0, symbols=".ab").axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["b", "."]
    assert heights(axes) == [1.0, -1.0]
    assert axes.get_title() == "lengths\n(infinite, so without a bar: “a”)"


def test_the_rulebook_is_drawn_from_any_form_of_a_rule(given):
    rules = [given.Rule("q", "u", 1.0), ("y", ".", 0.62), {"after": "s", "then": ".", "probability": 0.44}]
    axes = given.rule_bars(rules).axes[0]
    assert [bar.get_width() for bar in axes.patches] == [1.0, 0.62, 0.44]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "after q: u",
        "after y: .",
        "after s: .",
    ]


def test_the_gauge_figure_shows_infinity_above_all_else(given):
    axes = given.gauge_figure([-1, 0, 1], [2.0, 5.0, 30.0], [math.inf] * 3, 7.0).axes[0]
    zeroed, whole, deleted = axes.lines
    assert deleted.get_transform() == axes.get_xaxis_transform(), "at the edge, and not at a number"
    assert list(zeroed.get_ydata()) == [2, 5, 30]
    assert list(whole.get_ydata()) == [7, 7]
    assert min(deleted.get_ydata()) > 0.9
    assert "never end" in deleted.get_label()


def test_histograms_hold_every_word(given):
    axes = given.length_histogram(["a", "bb", "ccc"], ["", "dddd"], ["before", "after"]).axes[0]
    assert len(axes.patches) == 2
    scores = {"English": [1.0, 2.0, math.inf], "Italian": [-3.0]}
    axes = given.score_histogram(scores, "scores").axes[0]
    assert sum(heights(axes)) == 4


def test_curves_are_drawn_against_strength(given):
    axes = given.strength_curves([0, 1], {"without .": [7.0, 16.0]}, 7.0).axes[0]
    assert list(axes.lines[0].get_ydata()) == [7, 16]


def page_data(page) -> dict:
    """What a page was filled with."""
    return json.loads(page.text.partition('id="data">')[2].partition("</script>")[0])


def test_in_every_gauge_the_model_is_the_same_and_zeros_do_something_else(given):
    W = [[0.0, 0.0, 0.0], [1.0, 2.0, 0.0], [0.0, 0.0, -math.inf]]
    data = page_data(given.gauge_page(W, "a", [-1, 0, 1], [2.0, 5.0, 30.0], 7.0, ".ab"))
    assert (data["names"], data["start"]) == (["end", "a", "b"], 1)
    whole, zeroed, deleted = (np.array(values) for values in data["series"].values())
    assert np.allclose(whole, np.exp([1, 2, 0]) / np.exp([1, 2, 0]).sum(), atol=1e-3)
    assert np.allclose(deleted, [0, *np.exp([2, 0]) / np.exp([2, 0]).sum()], atol=1e-3)
    assert (np.diff(zeroed[:, 0]) < 0).all(), "the larger the constant, the smaller is 0 beside it"
    assert np.allclose([whole.sum(axis=1), zeroed.sum(axis=1)], 1, atol=1e-3)
    assert "5.00 with zeros" in data["notes"][1]


def test_the_temperature_divides_the_logits_and_shows_its_words(given):
    W = [[0.0, 2.0, 1.0]] * 3
    data = page_data(given.temperature_page(W, ".", [0.5, 1.0], [["ab", ""], ["b", "a"]], ".ab"))
    (beliefs,) = data["series"].values()
    for belief, temperature in zip(beliefs, (0.5, 1.0), strict=True):
        expected = np.exp(np.array([2.0, 1.0, 0.0]) / temperature)
        assert np.allclose(belief, expected / expected.sum(), atol=1e-3)
    assert (data["names"], data["start"]) == (["a", "b", "end"], 1)
    assert data["notes"] == ["ab · (empty)", "b · a"]
