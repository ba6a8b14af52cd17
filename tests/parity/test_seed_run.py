"""The published run that the parity assignment grew from (seed 0, 4 neurons, 2000 epochs) to all printed
decimals.

It pins the data, the model's initialisation, the training loop and the correlation at once.
"""

import numpy as np
import pytest

W1 = [[3.545, 3.448, -4.275], [-3.949, 2.217, 2.187], [-2.886, 4.179, -2.464], [3.819, -1.477, -1.1]]
B1 = [-1.37, -0.237, 0.57, -0.614]
W2 = [[-4.85, -2.277, 5.121, 2.883], [5.229, 2.992, -5.563, -2.727]]
B2 = [-0.015, -0.012]
H = [
    [-0.879, -0.232, 0.515, -0.547],
    [-1.0, 0.96, -0.956, -0.937],
    [0.969, 0.963, 1.0, -0.97],
    [-0.976, 1.0, 0.979, -0.997],
    [0.974, -1.0, -0.981, 0.997],
    [-0.97, -0.964, -1.0, 0.971],
    [1.0, -0.962, 0.953, 0.939],
    [0.874, 0.215, -0.538, 0.557],
]
R = [0.476, 0.337, -0.412, -0.102]
P = [0.2331, 0.4141, 0.3108, 0.8104]


@pytest.fixture(scope="module")
def run(reference):
    """Model, losses, X and y."""
    X, y = reference.parity_data(3)
    model, losses = reference.train(X, y, seed=0, hidden=4, epochs=2000)
    return model, losses, X, y


def as_printed(tensor, decimals=3):
    return np.round(tensor.detach().double().numpy(), decimals).tolist()


def test_weights(run):
    model, *_ = run
    printed = [as_printed(parameter) for parameter in model.parameters()]
    assert printed == [W1, B1, W2, B2]


def test_losses(run):
    """Read off the published figure, so to one hundredth only."""
    _, losses, *_ = run
    assert len(losses) == 2000
    assert [losses[0], losses[100], losses[-1]] == pytest.approx([0.70, 0.01, 0.00], abs=0.01)


def test_activations(reference, run):
    model, _, X, _ = run
    assert as_printed(reference.hidden_activations(model, X)) == H


def test_correlations(reference, run):
    model, _, X, y = run
    r, p = reference.label_correlation(model, X, y)
    assert as_printed(r) == R
    assert as_printed(p, 4) == P


def test_what_the_handout_says_of_it(reference, run):
    """n0 is the most aligned and breaks the network alone; n2 costs more loss."""
    model, _, X, y = run
    accuracy_delta, loss_delta = reference.ablation_sweep(model, X, y)
    assert as_printed(accuracy_delta) == [-0.5, 0.0, -0.25, 0.0]
    assert as_printed(loss_delta) == [0.427, 0.004, 0.478, 0.005]
    assert reference.explain(model, X, y) == reference.Claims(aligned=0, causal=2, smallest_set=[0])
