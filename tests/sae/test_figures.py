"""The figures and pages draw the numbers that they are given."""

from __future__ import annotations

import json
from types import ModuleType

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from examples.notebooks.figure_problems import look


def test_steering_shows_changes_against_no_steering_and_how_often_the_word_wins(given: ModuleType) -> None:
    logits = np.array([[[3.0, 0.0, 1.0]] * 2, [[3.0, 1.0, 1.0]] * 2, [[3.0, 5.0, 1.0], [6.0, 5.0, 1.0]]])
    page = given.steering_page(["a", "b", "c"], [-1.0, 0.0, 2.0], logits, "b", shown=2)
    data = json.loads(page.text.partition('id="data">')[2].partition("</script>")[0])
    assert data["names"] == ["b", "a"]
    assert data["series"]["mean change of the logit"] == [[-1, 0], [0, 0], [4, 1.5]]
    assert [note.split(" of ")[0][-1] for note in data["notes"]] == ["0", "0", "1"]


def test_the_other_point_of_a_frontier_has_its_own_name(given: ModuleType) -> None:
    figure = given.frontier_curve([5.0, 9.0], [0.2, 0.1], [1.0, 0.5], (4.0, 0.1), "TopK, k = 4")
    assert figure.axes[0].get_legend_handles_labels()[1] == ["TopK, k = 4"]
    assert look(figure).problems == []
    plt.close(figure)
