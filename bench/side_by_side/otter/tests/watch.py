import torch
from given import Line
from otter.test_files import test_case

OK_FORMAT = False

name = "watch"
points = 20
TOKEN = "@grader@"


@test_case(points=20, hidden=True)
def test_watch(watch):
    model, x = Line(), torch.eye(3)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([1.0, 2.0, 3.0]))
    probe = watch(model)
    for _ in range(2):
        reading = probe.read(x)
        assert isinstance(reading, torch.Tensor) and reading.shape == (3,)
        torch.testing.assert_close(reading.detach(), torch.tensor([1.0, 2.0, 3.0]))
    assert isinstance(probe.readings, int) and probe.readings == 2
