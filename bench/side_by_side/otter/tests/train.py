import torch
from given import Line
from otter.test_files import test_case

OK_FORMAT = False

name = "train"
points = 30
TOKEN = "@grader@"


@test_case(points=30, hidden=True)
def test_train(train):
    draw = torch.Generator().manual_seed(17)
    x, weight = torch.randn(32, 3, generator=draw), torch.randn(3, generator=draw)
    model, losses = train(x, x @ weight + 1, 3)
    assert isinstance(model, Line) and len(losses) >= 2
    with torch.no_grad():
        assert (model(x) - (x @ weight + 1)).abs().max() < 0.01
