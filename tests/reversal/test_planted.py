"""The models that the reversal's checks ask about."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.mark.parametrize(("n_letters", "length", "rows"), [(3, 3, 20), (2, 4, 12)])
def test_a_random_model_is_found_in_few_draws(planted, monkeypatch, n_letters, length, rows) -> None:
    """One in a hundred students had none in 5000 draws, and could not be graded."""
    monkeypatch.setattr(planted, "DRAWS", 100)
    for seed in range(100):
        planted.random_model(np.random.default_rng(seed), n_letters, length, rows)


def test_a_network_that_would_not_hold_is_drawn_again(planted) -> None:
    """Of this seed the second network has a thin margin as it is drawn first; it stopped one student in 150."""
    rng = np.random.default_rng(1010)
    for shape in ((4, 3, False), (3, 5, True), (5, 4, True)):
        network = planted.permutation_network(rng, *shape)
        assert sorted(network.permutation) == list(range(shape[1]))
