"""Where a probe reads, by the subspace: any orthonormal basis of it will do."""

from types import ModuleType

import numpy as np
import pytest
import torch
from questions import span_gap

from autograder.checks import Measure, Student, Variant, fail


@pytest.mark.task("probe")
@pytest.mark.parametrize(("size", "r"), [(2, 1), (4, 2), (5, 4)])
def test_probe(
    student: Student, reference: ModuleType, measure: Measure, variant: Variant, size: int, r: int
) -> None:
    """The subspace is that of the least-squares fit, in an orthonormal basis

    Values are not equally frequent, and activations are far from 0 and correlated, so that centring and weighting show.
    Beside a column that is loud, with little of everything, or one that is far from 0, the others count as much. These two
    are of float64, ten thousand times as loud and a million from 0: least squares is right to 1e-7 there, and float32, or a
    pseudo-inverse that leaves out what is 1e-4 of the loudest, is not.
    """
    rng = variant.rng(f"probe {size} {r}")
    f32, f64 = torch.float32, torch.float64
    for dtype, scale, louder, further in ((f32, 1.0, 1, 0), (f64, 1e-3, 2e4, 0), (f64, 1.0, 1, 1e6)):
        values = rng.permutation(
            np.repeat(np.arange(size), np.arange(1, size + 1))[np.arange(180) % (size * (size + 1) // 2)]
        )
        A = rng.normal(size=(180, 8)) @ (np.eye(8) + 0.5 * rng.normal(size=(8, 8))) + rng.normal(0, 3, 8)
        A += rng.normal(size=(size, 8))[values]
        one, two = rng.permutation(8)[:2]
        A[:, one] *= louder
        A[:, two] += further
        given = (torch.from_numpy(scale * A).to(dtype), torch.from_numpy(values), r)
        basis = student.probe_subspace(*given)
        if basis.shape != (8, r) or basis.is_complex():
            fail("probe_subspace: the basis is not [d, r]")
        off = (basis.double().T @ basis.double() - torch.eye(r)).abs().max().item()
        measure("distance from orthonormal", off, at_most=1e-4)
        measure(
            "distance of the projections", span_gap(basis, reference.probe_subspace(*given)), at_most=1e-3
        )
