"""Hidden checks of the tiny assignment."""

import pytest
import torch
from given import Scale


@pytest.mark.task("double")
def test_double(compare, variant):
    """Doubling a tensor gives twice its values"""
    x = torch.from_numpy(variant.rng("double").normal(size=(4, 3)))
    compare("double", x)


@pytest.mark.task("double")
def test_extremes(compare):
    """The extremes of a tensor are found"""
    compare("extremes", torch.tensor([3.0, -1.0, 2.0]))


@pytest.mark.task("fit", weight=3)
def test_fit_depends_on_the_seed(student, credit):
    """The same seed gives the same model, another seed another"""
    first, _ = student.fit(1)
    again, _ = student.fit(1)
    other, _ = student.fit(2)
    a, b, c = (weights.into(Scale(3)).factor for weights in (first, again, other))
    credit(
        int(torch.equal(a, b)) + int(not torch.equal(a, c)),
        of=2,
        message="the seed does not decide the model",
    )


@pytest.mark.task("fit")
def test_slope(compare, student, measure):
    """The slope is right, on the student's own model and twice on one input"""
    model, losses = student.fit(5)
    measure("the last loss", losses[-1], at_most=0.9)
    factor = model.into(Scale(3)).factor.detach()
    x = student.hold(torch.ones(2, 3))
    for _ in range(2):
        slope = student.slope(model, x).float()
        assert slope.shape == (2, 3), "the slope has another shape"
        assert torch.allclose(slope, factor.expand(2, 3)), "the slope is another"
    compare("slope", Scale(3), torch.ones(2, 3))
