"""Hidden checks of the probing assignment. What stands between at signs is drawn anew for each run of the tests."""

import pytest
import torch
from given import Line

TOKEN = "@grader@"
PROMPT = "the hidden prompt is @input@"
NUMBERS = [float("@number@"), -3.0, 0.5, 2.0]


@pytest.mark.task("value", weight=3)
def test_attribute(compare):
    """An attribution is centred and scaled"""
    compare("attribute", PROMPT, torch.tensor(NUMBERS, dtype=torch.float64))


@pytest.mark.task("value")
def test_extremes(compare):
    """The extremes of a tensor are found"""
    compare("extremes", torch.tensor([int(number) for number in NUMBERS]))


@pytest.mark.task("value")
def test_table(compare):
    """The table has the mean of each column"""
    got = compare("table", torch.tensor([NUMBERS, NUMBERS[::-1]], dtype=torch.float64))
    others = len(got) - len(NUMBERS)
    assert not others, f"{others} names that were not asked for"


@pytest.mark.task("train")
def test_train(student, measure, variant):
    """Training finds the line"""
    draw = variant.torch("train")
    x, weight = torch.randn(32, 3, generator=draw), torch.randn(3, generator=draw)
    weights, losses = student.train(x, x @ weight + 1, 3)
    with torch.no_grad():
        error = (weights.into(Line())(x) - (x @ weight + 1)).abs().max().item()
    measure("the largest error", error, at_most=0.01)
    measure("the number of losses", len(losses), at_least=2)


@pytest.mark.task("probe")
def test_watch(student):
    """A probe reads the model that it watches, and counts its readings"""
    model, x = Line(), torch.eye(3)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([1.0, 2.0, 3.0]))
    probe = student.watch(model)
    for _ in range(2):
        reading = probe.call("read", x, returns=torch.Tensor)
        assert reading.shape == (3,), "the probe's reading is not a number for each input"
        assert torch.allclose(reading, torch.tensor([1.0, 2.0, 3.0]).double()), "another reading"
    assert probe.get("readings", returns=int) == 2, "the probe counted otherwise"
