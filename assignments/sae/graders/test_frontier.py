"""The frontier: a training for each l1, measured on the data that was held out for it."""

import pytest

ORDERS = (
    [0.3, 0.05, 1.0],
    [0.3, 1.0, 0.05],
    [0.05, 1.0, 0.3],
    [1.0, 0.05, 0.3],
)  # sorted in neither direction


@pytest.mark.task("frontier")
def test_frontier(student, variant, toy, samples, credit, measure):
    """With a larger l1 fewer latents fire and more variance is left unexplained, on the held-out data

    The values of l1 are in no order. In the held-out data features are present three times as often as in the training
    data, and L0 is more than twice as large: margins in CALIBRATION.md.
    """
    rng = variant.rng("frontier")
    l1s = ORDERS[rng.integers(len(ORDERS))]
    held_out = toy._replace(probability=0.15).sample(4096, int(rng.integers(2**31)))
    l0s, fvus = student.frontier(
        samples, held_out, l1s, seed=int(rng.integers(10_000)), n_latents=96, steps=400
    )
    assert len(l0s) == len(fvus) == 3, "there is not one L0 and one unexplained fraction for each l1"
    (weak_l0, weak), (middle_l0, middle), (strong_l0, strong) = (
        (l0s[i], fvus[i]) for i in sorted(range(3), key=l1s.__getitem__)
    )
    measure("L0 at l1 .05 over L0 at .3", weak_l0 / max(middle_l0, 1e-9), at_least=1.12)
    measure("L0 at l1 .3 over L0 at 1", middle_l0 / max(strong_l0, 1e-9), at_least=1.12)
    measure("unexplained at l1 .3 over that at .05", middle / max(weak, 1e-9), at_least=1.5)
    measure("unexplained at l1 1 over that at .3", strong / max(middle, 1e-9), at_least=1.5)
    measure("L0 at l1 .3", middle_l0, at_least=14)
    measure("unexplained at l1 .3", middle, at_most=0.35)
