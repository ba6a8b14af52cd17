import torch
from otter.test_files import test_case

OK_FORMAT = False

name = "attribute"
points = 30
TOKEN = "@grader@"


@test_case(points=30, hidden=True)
def test_attribute(attribute):
    prompt = "the hidden prompt is @input@"
    x = torch.tensor([float("@number@"), -3.0, 0.5, 2.0], dtype=torch.float64)
    got = attribute(prompt, x.clone())
    assert isinstance(got, torch.Tensor) and got.shape == (4,)
    torch.testing.assert_close(got, (x - x.mean()) * len(prompt))
