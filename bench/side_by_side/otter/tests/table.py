import torch
from otter.test_files import test_case

OK_FORMAT = False

name = "table"
points = 10
TOKEN = "@grader@"


@test_case(points=10, hidden=True)
def test_table(table):
    row = [float("@number@"), -3.0, 0.5, 2.0]
    means = [(a + b) / 2 for a, b in zip(row, row[::-1], strict=True)]
    got = table(torch.tensor([row, row[::-1]], dtype=torch.float64))
    assert isinstance(got, dict) and len(got) == 4
    assert all(abs(got[f"column {i}"] - mean) < 1e-6 for i, mean in enumerate(means))
