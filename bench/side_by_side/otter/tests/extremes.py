import torch
from otter.test_files import test_case

OK_FORMAT = False

name = "extremes"
points = 10
TOKEN = "@grader@"


@test_case(points=10, hidden=True)
def test_extremes(extremes):
    x = torch.tensor([float("@number@"), -3.0, 0.5, 2.0], dtype=torch.float64)
    least, greatest = extremes(x.clone())
    assert isinstance(least, float) and isinstance(greatest, float)
    assert abs(least - min(x.tolist())) < 1e-6 and abs(greatest - max(x.tolist())) < 1e-6
