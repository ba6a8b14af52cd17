"""The reversal assignment's provided code: the figures draw what they are given, the bar shows how far it is."""

import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch


@pytest.fixture(autouse=True)
def closed():
    """No figure stays open, and none needs a screen."""
    with plt.rc_context({"backend": "agg"}):
        yield
    plt.close("all")


def bars(axes):
    return [[bar.get_height() for bar in container] for container in axes.containers]


def test_the_loss_is_drawn_on_a_logarithmic_scale(given):
    (axes,) = given.loss_curve([2.0, 0.1, 3e-5]).axes
    assert axes.get_yscale() == "log"
    assert axes.lines[0].get_xydata().tolist() == [[1, 2.0], [2, 0.1], [3, 3e-5]]


def test_the_heat_maps_begin_at_zero_and_mask_what_is_off(given):
    h1 = torch.tensor([[0.0, 1.0, 2.0], [0.0, 0.0, 4.0]])
    figure = given.activation_heatmaps(h1, h1 + 1, ["ab", "ba"])
    first, second = (axes.images[0] for axes in figure.axes[:2])
    assert first.get_clim() == (0.0, 4.0)
    assert first.get_array().mask.tolist() == [[True, False, False], [True, True, False]]
    assert second.get_array().filled(0).tolist() == (h1 + 1).tolist()
    assert "50% of these activations are 0" in figure.axes[0].get_title()


def test_every_size_has_a_point_on_both_curves(given):
    (axes,) = given.memorisation_figure([50, 100], [1.0, 0.9], [0.4, 0.8]).axes
    assert [line.get_ydata().tolist() for line in axes.lines] == [[1.0, 0.9], [0.4, 0.8]]


def test_a_probe_stands_beside_its_controls(given):
    (axes,) = given.probe_bars(["h1", "h2"], [0.9, 0.8], [0.7, 0.6], [0.2, 0.1], chance=1 / 6).axes
    assert bars(axes) == [[0.9, 0.8], [0.7, 0.6], [0.2, 0.1]]
    assert axes.lines[0].get_ydata()[0] == 1 / 6


def test_the_ablation_map_has_a_row_for_each_position(given):
    deltas = np.arange(8.0).reshape(4, 2) - 3
    figure = given.ablation_heatmap(deltas, "loss delta")
    assert figure.axes[0].images[0].get_array().tolist() == deltas.T.tolist()
    assert figure.axes[0].images[0].get_clim() == (-4, 4)


def test_the_influence_map_writes_every_value(given):
    (axes,) = given.influence_map(torch.tensor([[0.0, 1.0], [0.25, -0.001]])).axes
    assert [text.get_text() for text in axes.texts] == ["0.00", "1.00", "0.25", "0.00"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("output position", "input position")


def test_attention_has_a_panel_for_each_head_and_names_the_slots(given):
    patterns = np.stack([np.eye(3), np.full((3, 3), 1 / 3)])
    figure = given.attention_figure(patterns, "ab")
    assert [axes.images[0].get_array().tolist() for axes in figure.axes] == patterns.tolist()
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["a", "b", "<eos>"]


def test_the_bar_is_silent_where_nobody_watches(given, capsys, monkeypatch):
    monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
    assert list(given.Progress(3, "training")) == [0, 1, 2]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("place", ["terminal", "notebook"])
def test_the_bar_shows_how_far_it_is(given, capsys, monkeypatch, place):
    if place == "terminal":
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    else:
        monkeypatch.setitem(sys.modules, "ipykernel", sys)
    for step in (bar := given.Progress(4, "training")):
        bar.note(f"loss {step}")
    said = capsys.readouterr().out
    assert said.endswith("\n")
    assert "training ████████████████████████ 4/4 loss 3" in said.split("\r")[-1]


def test_an_end_token_out_of_place_is_shown(given):
    assert given.decode([[0, 1, 6], [6, 1, 6]]) == ["ab", "<eos>b"]
    assert given.decode(torch.tensor([[0, 0]]), "xyz") == ["xx"]
